import { describe, expect, it } from "vitest";
import { judge, lastRank } from "../src/engine/judge.ts";
import { fold, Ranking, settle } from "../src/engine/rank.ts";
import type { Group, Rule } from "../src/engine/study.ts";
import { unpack } from "../src/engine/unpack.ts";
import { turnover } from "../src/engine/whatif.ts";

const FLOOR: Rule = { rounding: "floor", ties: "inside" };

function ranked(scores: number[]): Float64Array {
  const ranking = new Ranking(scores.length);
  ranking.of(Float64Array.from(scores));
  return ranking.rank;
}

function group(name: string, more: Partial<Group> = {}): Group {
  const plain = { title: name, kind: "neither" as const, worst: [], at_least: null, unless: [] };
  return { name, ...plain, rest: false, fixed: "", ...more };
}

const asked = (index: string, number: number) => ({ index, share: null, number });

describe("ranks", () => {
  it("gives ties the best of their ranks and no rank where there is no score", () => {
    expect([...ranked([5, 9, NaN, 5, 1, 9])]).toEqual([3, 1, NaN, 3, 5, 1]);
  });

  it("agrees with counting, on random scores with many ties", () => {
    for (let round = 0; round < 50; round++) {
      const scores = Array.from({ length: 60 }, () => Math.floor(Math.random() * 9) - 4);
      const counted = scores.map((own) => 1 + scores.filter((other) => other > own).length);
      expect([...ranked(scores)]).toEqual(counted);
    }
  });

  it("takes scores for equal that differ beyond the ninth decimal, as Python does", () => {
    expect([...ranked([0.3, 0.1 + 0.2, 0.3 + 6e-10, 5e-10, 1.5e-9, 0])]).toEqual([
      2, 2, 1, 5, 4, 5,
    ]);
    expect(settle(-2.5e-9)).toBe(-2e-9);
    expect(settle(12_345.678_901_234_5)).toBe(12_345.678_901_234);
    expect(settle(1e300)).toBe(1e300);
    expect(settle(NaN)).toBeNaN();
  });

  it("forgets the scores before", () => {
    const ranking = new Ranking(3);
    ranking.of(Float64Array.from([1, 2, 3]));
    ranking.of(Float64Array.from([NaN, 2, NaN]));
    expect([...ranking.rank]).toEqual([NaN, 1, NaN]);
    expect(ranking.known).toBe(1);
  });
});

describe("fold", () => {
  it("adds up weight × value and knows no score without every part", () => {
    const into = new Float64Array(3).fill(7);
    fold([Float64Array.from([1, 2, NaN]), Float64Array.from([10, 20, 30])], [2, 0.5], into);
    expect([...into]).toEqual([7, 14, NaN]);
  });

  it("leaves out a part without a weight, gaps and all", () => {
    const into = new Float64Array(2);
    fold([Float64Array.from([1, 2]), Float64Array.from([NaN, 20])], [2, 0], into);
    expect([...into]).toEqual([2, 4]);
    expect(() => fold([into], [0], into)).toThrow("every weight is 0");
  });
});

describe("cuts", () => {
  it("rounds as the rule says, and a percentage that is no binary number first", () => {
    const tenth = { index: "d", share: 0.1, number: null };
    expect(lastRank(tenth, 7433, FLOOR)).toBe(743);
    expect(lastRank(tenth, 7433, { ...FLOOR, rounding: "ceil" })).toBe(744);
    expect(lastRank({ ...tenth, share: 0.07 }, 100, FLOOR)).toBe(7);
    expect(lastRank({ ...tenth, share: 0.07 }, 100, { ...FLOOR, rounding: "ceil" })).toBe(7);
    expect(lastRank(asked("d", 9), 5, FLOOR)).toBe(5);
  });

  it("takes areas that tie over the cut all in, or all out", () => {
    const scores = { d: Float64Array.from([9, 8, 8, 8, 1]) };
    const ranks = { d: ranked([9, 8, 8, 8, 1]) };
    const groups = [group("list", { worst: [asked("d", 3)] }), group("rest", { rest: true })];
    const inside = judge(groups, "list", FLOOR, 5, scores, ranks);
    expect([...inside.group]).toEqual([0, 0, 0, 0, 1]);
    expect([...inside.margin]).toEqual([2, 1, 1, 1, -2]);
    const outside = judge(groups, "list", { ...FLOOR, ties: "outside" }, 5, scores, ranks);
    expect([...outside.group]).toEqual([0, 1, 1, 1, 1]);
    expect([...outside.margin]).toEqual([2, -1, -1, -1, -2]);
  });
});

describe("groups", () => {
  const scores = { d: Float64Array.from([4, 3, 2, 1, NaN]), n: Float64Array.from([4, 1, 3, 2, 5]) };
  const ranks = { d: ranked([4, 3, 2, 1, NaN]), n: ranked([4, 1, 3, 2, 5]) };
  const worst = [asked("d", 2), asked("n", 2)];

  it("keeps who is unknown in no group", () => {
    const groups = [
      group("list", { worst }),
      group("other", { worst: [asked("d", 2)], unless: ["list"] }),
      group("need", { worst: [asked("n", 2)], unless: ["list"] }),
      group("rest", { rest: true }),
    ];
    const found = judge(groups, "list", FLOOR, 5, scores, ranks);
    expect([...found.group]).toEqual([0, 1, 3, 3, -1]);
  });

  it("asks for any of the conditions where one will do", () => {
    const groups = [group("list", { worst, at_least: 1 })];
    expect([...judge(groups, "list", FLOOR, 5, scores, ranks).group]).toEqual([0, 0, -1, -1, 0]);
  });

  it("refuses groups that exclude each other in a circle, and unknown ones", () => {
    const circle = [group("a", { unless: ["b"] }), group("b", { unless: ["a"] })];
    expect(() => judge(circle, "a", FLOOR, 5, scores, ranks)).toThrow("exclude each other");
    const stranger = [group("a", { unless: ["c"] })];
    expect(() => judge(stranger, "a", FLOOR, 5, scores, ranks)).toThrow("no group c");
  });
});

describe("what changes", () => {
  it("names who enters and who leaves", () => {
    const before = Int16Array.from([0, 0, 1, -1]);
    const now = Int16Array.from([0, 1, 0, 0]);
    expect(turnover(before, now, 0)).toEqual({ enter: [2, 3], leave: [1] });
  });
});

describe("unpack", () => {
  const table = new Float64Array([0.1, 2.5]);
  const codes = new Uint16Array([1, 65_535, 0]);
  const data = new Uint8Array([...new Uint8Array(table.buffer), ...new Uint8Array(codes.buffer)]);
  const told = { parts: { a: { at: 16, coded: 0 } }, tables: [{ at: 0, length: 2 }] };

  it("gives figures back to the last bit, and nothing where there is nothing", () => {
    expect([...unpack(data.buffer, told, "a", 3)]).toEqual([2.5, NaN, 0.1]);
  });

  it("names a column that is not there, and does not read past the end", () => {
    expect(() => unpack(data.buffer, told, "b", 3)).toThrow("no column b");
    expect(() => unpack(data.buffer, told, "a", 9)).toThrow();
  });
});
