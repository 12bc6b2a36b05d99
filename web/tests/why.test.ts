import { describe, expect, it } from "vitest";
import { inWords, pushesOf, standing } from "../src/place/why.ts";
import { groupOf, indexOf, learnEnglish, studyOf } from "./invented.ts";

learnEnglish();

describe("pushes", () => {
  const index = indexOf("need", "Need");
  const values = {
    "need.first": Float64Array.from([10, 20, NaN, 60]),
    "need.second": Float64Array.from([4, 4, 1, NaN]),
  };
  const weights = { "need.first": 0.5, "need.second": 2 };
  const points = (row: number) => pushesOf(index, row, values, weights).map((one) => one.points);

  it("are what a part adds here, less what it adds in the average area that has it", () => {
    expect(points(0)).toEqual([0.5 * (10 - 30), 2 * (4 - 3)]);
    expect(pushesOf(index, 0, values, weights)[0]!.title).toBe("The first part");
  });

  it("are not known where the place lacks the part", () => {
    expect(points(2)).toEqual([NaN, -4]);
  });

  it("are nothing without a weight", () => {
    expect(pushesOf(index, 3, values, { "need.first": 0 })[0]!.points).toBe(0);
  });
});

describe("the sentence", () => {
  const told = (points: Record<string, number>) =>
    inWords(
      Object.entries(points).map(([title, points]) => ({ title, points })),
      "the index",
    );

  it("names the two that lift most and the two that hold back most, the largest first", () => {
    const points = { Health: 4, Jobs: 1, Crime: -2, Income: 6.54, Homes: -0.5, Air: -1000 };
    expect(told(points)).toBe(
      "On the index, it is pushed up most by Income (+6.5) and Health (+4.0), " +
        "and held back by Air (−1,000.0) and Crime (−2.0).",
    );
  });

  it("names one where there is but one", () => {
    expect(told({ Health: 4, Crime: -2 })).toBe(
      "On the index, it is pushed up most by Health (+4.0), and held back by Crime (−2.0).",
    );
  });

  it("says so where nothing pushes, and passes over what is too little to show", () => {
    expect(told({ Health: 4, Crime: -0.04 })).toContain("and nothing holds it back.");
    expect(told({ Health: 0.04, Crime: -0.06 })).toBe(
      "On the index, nothing pushes it up, and held back by Crime (−0.1).",
    );
  });
});

describe("where a place stands", () => {
  const study = studyOf({ near: 5 });

  it.each([
    [true, false, 12, "On the list of “Left behind”: 12 ranks inside the cut that decides."],
    [true, false, 0, "On the list of “Left behind”: 0 ranks inside the cut that decides."],
    [false, true, -1, "Narrowly outside: 1 rank short of the cut for “Left behind”."],
    [false, true, -5, "Narrowly outside: 5 ranks short of the cut for “Left behind”."],
    [false, false, -6, "Not on the list of “Left behind”: 6 ranks outside the cut that decides."],
    [
      false,
      false,
      -1234,
      "Not on the list of “Left behind”: 1,234 ranks outside the cut that decides.",
    ],
    [
      false,
      false,
      3,
      "Not on the list of “Left behind”: it is inside the cuts, but a rule keeps it out.",
    ],
  ])("is said by list and margin: %s, %s, %i", (inside, near, margin, wanted) => {
    expect(standing(study, inside, near, margin)).toBe(wanted);
  });

  it("is not known without a margin", () => {
    expect(standing(study, false, false, NaN)).toMatch(
      /^Not known: .* whether it is “Left behind”\.$/,
    );
  });

  it("does not quote a title that has quotes of its own", () => {
    const groups = [groupOf("left-behind", "“Left behind”, 2025")];
    expect(standing(studyOf({ groups }), true, false, 2)).toContain(
      "of “Left behind”, 2025: 2 ranks",
    );
  });
});
