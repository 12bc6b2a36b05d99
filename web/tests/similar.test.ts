import { describe, expect, it } from "vitest";
import { similarTo } from "../src/place/similar.ts";

const part = (...ranks: number[]) => Float64Array.from(ranks);

/** What it should find, by comparing the place with one area after the other. */
function compared(ranks: Float64Array[], row: number): number[] {
  const unlike = (area: number) =>
    Math.hypot(...ranks.map((rank) => rank[area]! - rank[row]!)).toFixed(9);
  const others = [...ranks[0]!.keys()].filter((area) => area !== row);
  return others.sort((a, b) => Number(unlike(a)) - Number(unlike(b)) || a - b);
}

describe("similar places", () => {
  it("come the nearest first, and the place itself is none of them", () => {
    expect(similarTo([part(5, 1, 4, 9, 6.5)], 0, 9)).toEqual([2, 4, 1, 3]);
  });

  it("are found by all parts together, on random ranks", () => {
    for (let round = 0; round < 50; round++) {
      const ranks = Array.from({ length: 4 }, () =>
        Float64Array.from({ length: 30 }, () => 1 + Math.floor(Math.random() * 30)),
      );
      const row = round % 30;
      expect(similarTo(ranks, row, 30)).toEqual(compared(ranks, row));
    }
  });

  it("need not be alike on any one part", () => {
    const ranks = [part(10, 10, 13, 1), part(10, 50, 13, 1)];
    expect(similarTo(ranks, 0, 1)).toEqual([2]);
  });

  it("are as many as asked for", () => {
    expect(similarTo([part(1, 2, 3, 4, 5)], 0, 2)).toEqual([1, 2]);
    expect(similarTo([part(1, 2, 3, 4, 5)], 4, 2)).toEqual([3, 2]);
  });

  it("come in the order of their rows where they are equally alike", () => {
    expect(similarTo([part(3, 4, 2, 3, 4)], 0, 9)).toEqual([3, 1, 2, 4]);
  });

  it("have every part that the place has", () => {
    expect(similarTo([part(1, 2, NaN, 4), part(1, NaN, 1, 4)], 0, 9)).toEqual([3]);
  });

  it("are found by the parts that the place has", () => {
    expect(similarTo([part(NaN, 2, 1), part(1, 9, 2)], 0, 9)).toEqual([2, 1]);
    expect(similarTo([part(NaN, NaN, 1), part(1, 9, 2)], 0, 9)).toEqual([2, 1]);
  });

  it("are none where nothing is known of the place", () => {
    expect(similarTo([part(NaN, 2, 1)], 0, 9)).toEqual([]);
    expect(similarTo([], 0, 9)).toEqual([]);
  });
});
