/** The same settings in Python and here: scores, ranks and groups must be the same. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Study } from "../src/engine/study.ts";
import { ownSettings, WhatIf } from "../src/engine/whatif.ts";

interface Case {
  weights: Record<string, number>;
  worst: Record<string, number>;
  mode: "all" | "any";
  scores: Record<string, (number | null)[]>;
  ranks: Record<string, (number | null)[]>;
  group: (string | null)[];
}

interface Vectors {
  study: Study;
  code: string[];
  values: Record<string, (number | null)[]>;
  cases: Case[];
}

const file = process.env["LEFTBEHIND_VECTORS"];

function read(): Vectors {
  if (!file) throw new Error("LEFTBEHIND_VECTORS names no file; run the tests by: make test");
  return JSON.parse(readFileSync(file, "utf-8")) as Vectors;
}

describe("what Python found", () => {
  const told = read();
  const figures = Object.entries(told.values).map(
    ([name, column]) => [name, Float64Array.from(column, (value) => value ?? NaN)] as const,
  );
  const engine = new WhatIf(told.study, Object.fromEntries(figures));
  const names = told.study.groups.map((group) => group.name);

  it("starts from the study's own settings", () => {
    const own = ownSettings(told.study);
    expect(own.worst).toEqual(told.cases[0]!.worst);
    for (const [part, weight] of Object.entries(told.cases[0]!.weights)) {
      expect(own.weights[part]).toBe(weight);
    }
  });

  it.each(told.cases.map((one, n) => [n, one] as const))("is found here: case %i", (_, one) => {
    const atLeast = one.mode === "any" ? 1 : 2;
    const found = engine.answer({ weights: one.weights, worst: one.worst, atLeast });
    for (const [index, ranks] of Object.entries(one.ranks)) {
      expect([...found.ranks[index]!]).toEqual(ranks.map((rank) => rank ?? NaN));
      const scores = one.scores[index]!;
      found.scores[index]!.forEach((score, area) => {
        const wanted = scores[area];
        if (wanted === null || wanted === undefined) expect(score).toBeNaN();
        else expect(Math.abs(score - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted) + 1e-9);
      });
    }
    expect([...found.group].map((at) => names[at] ?? null)).toEqual(one.group);
  });

  it("answers for as many areas as England has, and says how long it took", () => {
    const areas = 33_755;
    const many = Object.fromEntries(
      Object.keys(told.values).map((name) => [
        name,
        Float64Array.from({ length: areas }, Math.random),
      ]),
    );
    const study = { ...told.study, areas: { ...told.study.areas, number: areas } };
    const large = new WhatIf(study, many);
    const own = ownSettings(study);
    const times = Array.from({ length: 20 }, (_, n) => {
      const start = performance.now();
      const weights = { ...own.weights, "deprivation.income": 0.1 + n / 40 };
      large.answer({ ...own, weights, worst: { ...own.worst, need: 0.05 + n / 200 } });
      return performance.now() - start;
    }).sort((one, other) => one - other);
    console.info(
      `${areas} areas: ${times[10]!.toFixed(1)} ms, at most ${times[19]!.toFixed(1)} ms`,
    );
    expect(times).toHaveLength(20);
  });
});
