import { describe, expect, it } from "vitest";
import {
  closeInWords,
  columnInWords,
  fileInWords,
  isClose,
  ofHundred,
  standingOf,
  stepsOf,
  sureOf,
  triedInWords,
} from "../src/doubt/versions.ts";
import { areasOf, doubtOf, learnEnglish, studyOf } from "./invented.ts";

learnEnglish();

const places: [string, string][] = ["Ash", "Birch", "Cedar", "Damson"].map((name) => [name, ""]);
const versions = { row: [1, 3], narrow: [1000, 834], wide: [951, 700] };
const areas = areasOf(places, { versions });
const study = studyOf({ doubt: doubtOf() });
const doubt = doubtOf({ seed: 2019 });

describe("how sure the list is", () => {
  it("is the share of versions, none for areas that are on the list in none", () => {
    const sure = sureOf(study, areas)!;
    expect([...sure.shares.narrow]).toEqual([0, 1, 0, 0.834]);
    expect([...sure.shares.wide]).toEqual([0, 0.951, 0, 0.7]);
    expect([0, 1, 2, 3].filter((row) => isClose(sure, row))).toEqual([3]);
  });

  it("is not known where no versions were tried", () => {
    expect(sureOf(studyOf(), areas)).toBeNull();
    expect(sureOf(study, areasOf(places))).toBeNull();
  });
});

describe("a share of versions in words", () => {
  it.each([
    [0, "0 of 100"],
    [0.001, "1 of 100"],
    [0.015, "2 of 100"],
    [0.834, "83 of 100"],
    [0.994, "99 of 100"],
    [0.999, "99 of 100"],
    [1, "100 of 100"],
  ])("is never all, nor none, that is not: %f is %s", (share, text) => {
    expect(ofHundred(share)).toBe(text);
  });

  it("is rounded as Python rounds it", () => {
    // round(100 * 0.575) is 57: the product is a little below a half.
    expect([0.125, 0.135, 0.575].map(ofHundred)).toEqual(["12 of 100", "14 of 100", "57 of 100"]);
  });
});

describe("standing", () => {
  it("is firm at the ends, and close between them", () => {
    const standing = (share: number) => standingOf(share, doubtOf());
    expect([1, 0.95].map(standing)).toEqual(["on", "on"]);
    expect([0.949, 0.051].map(standing)).toEqual(["near", "near"]);
    expect([0.05, 0].map(standing)).toEqual(["off", "off"]);
  });

  it("has steps that follow the ends of the study", () => {
    const ends = stepsOf(doubtOf({ low: 0.1, high: 0.7 })).map(({ from, to }) => [from, to]);
    expect(ends).toEqual([
      [70, 100],
      [50, 70],
      [30, 50],
      [10, 30],
      [0, 10],
    ]);
  });
});

describe("what was tried", () => {
  const tried = (one: typeof doubt) => triedInWords(one, study.indices);

  it("is said with both concentrations", () => {
    for (const say of [columnInWords, fileInWords, (one: typeof doubt) => tried(one)[0]]) {
      expect(say(doubt)).toMatch(/1,000 versions.*concentration 400.*concentration 100/);
    }
    expect(fileInWords(doubt)).toContain("seed of the draws is 2019.");
    expect(closeInWords(doubt)).toContain("more than 5 and fewer than 95 of 100");
  });

  it("is said with drawn thresholds, and with what was not tried", () => {
    expect(tried(doubt)).toHaveLength(2);
    const told = tried(doubtOf({ shares: [0.05, 0.2], untried: ["summary"], panel: ["need"] }));
    expect(told[1]).toBe("The rule asked for 5.0% to 20.0% of all areas.");
    expect(told[2]).toBe(
      "Choices of method that the study also puts in doubt were left as they are: summary.",
    );
    expect(told[3]).toBe(
      "Weights of Need were drawn around the study’s own, " +
        "not from the panel of experts that it names.",
    );
  });
});
