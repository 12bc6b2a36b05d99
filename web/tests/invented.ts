/** A small invented country, its sentences and its server, for the tests. */

import { readFileSync } from "node:fs";
import { vi } from "vitest";
import type { Doubt, Group, Index, Study } from "../src/engine/study.ts";
import { Areas } from "../src/files/areas.ts";
import { learn } from "../src/text/messages.ts";

/** What `areas.json.gz` holds. */
export type Told = ConstructorParameters<typeof Areas>[0];

/** Areas of these names and districts ("": in none), with codes from E01000001 on. */
export function areasOf(places: [name: string, district: string][], more: Partial<Told> = {}) {
  const titles = [...new Set(places.map(([, district]) => district))].filter(Boolean).sort();
  return new Areas({
    code: places.map((_, n) => `0E0100000${n + 1}`),
    name: places.map(([name]) => `0${name}`),
    larger: {
      district: {
        code: titles.map((_, n) => `0E0700000${n + 1}`),
        title: titles,
        at: places.map(([, district]) => titles.indexOf(district)),
      },
    },
    group: places.map(() => 1),
    listed: { row: [], rank: {} },
    near: [],
    published: null,
    versions: null,
    ...more,
  });
}

export function indexOf(name: string, title: string, more: Partial<Index> = {}): Index {
  const parts = ["first", "second"].map((part) => {
    return { name: part, title: `The ${part} part`, weight: 0.5, least: 0 };
  });
  return { name, title, about: "", kind: "deprived", fixed: "", parts, ...more };
}

export function groupOf(name: string, title: string, more: Partial<Group> = {}): Group {
  const plain = { kind: "neither" as const, worst: [], at_least: null, unless: [] };
  return { name, title, ...plain, rest: false, fixed: "", ...more };
}

/** What was tried to find how sure a list is. */
export function doubtOf(more: Partial<Doubt> = {}): Doubt {
  const plain = { versions: 1000, concentration: [400, 100] as [number, number], seed: 7 };
  return {
    ...plain,
    weights: [],
    shares: null,
    untried: [],
    panel: [],
    low: 0.05,
    high: 0.95,
    ...more,
  };
}

/** A study of two indices, whose list asks for a tenth of the areas on both. */
export function studyOf(more: Partial<Study> = {}): Study {
  const worst = ["deprivation", "need"].map((index) => ({ index, share: 0.1, number: null }));
  const none = { file: "", parts: {}, tables: [] };
  return {
    format: 1,
    name: "invented",
    title: "Invented",
    stamp: "",
    language: "en-GB",
    whole: "Inventland",
    simulated: true,
    areas: { singular: "area", plural: "areas", number: 100 },
    indices: [indexOf("deprivation", "Deprivation"), indexOf("need", "Need", { kind: "need" })],
    groups: [
      groupOf("left-behind", "Left behind", { kind: "both", worst }),
      groupOf("rest", "The rest", { rest: true }),
    ],
    list_of: "left-behind",
    rule: { rounding: "floor", ties: "inside" },
    larger: [{ name: "district", title: "District", outlined: true }],
    within: "",
    published: null,
    near: 5,
    outcomes: [],
    sources: [],
    notices: [],
    rule_sentence: "",
    columns: { values: none, details: none, outcomes: {} },
    parted_by: "district",
    postcodes: [],
    charts: [],
    tiles: {},
    tiles_why: "",
    bounds: null,
    doubt: null,
    reader: "",
    ...more,
  };
}

/** Say everything in English, as the page does. */
export function learnEnglish(): void {
  const file = new URL("../../src/leftbehind/show/messages/en-GB.ftl", import.meta.url);
  learn(readFileSync(file, "utf-8"), "en-GB");
}

/** A server that has these files and no others; it notes what it is asked. */
export function serve(files: Record<string, string | Uint8Array<ArrayBuffer>>) {
  const asked = vi.fn(async (file: string) => {
    const found = files[file];
    return new Response(found ?? "no such file", { status: found === undefined ? 404 : 200 });
  });
  vi.stubGlobal("fetch", asked);
  return asked;
}
