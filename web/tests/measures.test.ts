import { describe, expect, it } from "vitest";
import type { Outcome } from "../src/engine/study.ts";
import * as measures from "../src/measure/measures.ts";
import { NONE } from "../src/measure/measures.ts";
import { colour } from "../src/ui/look.ts";
import { doubtOf, learnEnglish, studyOf } from "./invented.ts";

learnEnglish();

const study = studyOf();
const [deprivation, need] = study.indices;
const numbers = (...list: number[]) => Float64Array.from(list);
const counts = ({ classes }: measures.Colouring) => classes.map((one) => one.areas);
const labels = ({ classes }: measures.Colouring) => classes.map((one) => one.label);

describe("choices", () => {
  it("are the rule, the indices, their parts, outcomes with a file, and the reader's own", () => {
    const outcome = (name: string) => ({ name, title: `Title of ${name}` }) as Outcome;
    const file = { file: "outcome-jobs.bin.gz", parts: {}, tables: [] };
    const columns = { ...study.columns, outcomes: { jobs: file } };
    const outcomes = [outcome("jobs"), outcome("own-people")];
    const choices = measures.choicesOf(studyOf({ outcomes, columns }), ["Visits"]);
    expect(choices.map(({ name, heading }) => `${heading}: ${name}`)).toEqual([
      "The rule: groups",
      "The rule: both",
      "Indices: deprivation",
      "Indices: need",
      "Deprivation: deprivation.first",
      "Deprivation: deprivation.second",
      "Need: need.first",
      "Need: need.second",
      "Outcomes: outcome:jobs",
      "Your own figures: own:Visits",
    ]);
  });

  it("have how sure the list is, with little doubt and with more, where that was tried", () => {
    const choices = measures.choicesOf(studyOf({ doubt: doubtOf() }), []);
    const sure = choices.filter(({ heading }) => heading === "How sure the list is");
    expect(sure.map(({ name, title }) => [name, title])).toEqual([
      ["doubt:narrow", "How sure (concentration 400)"],
      ["doubt:wide", "How sure, with more doubt (concentration 100)"],
    ]);
  });

  it("have no square of two indices where there is one", () => {
    const choices = measures.choicesOf(studyOf({ indices: [deprivation!] }), []);
    expect(choices.map(({ name }) => name)).not.toContain("both");
  });
});

describe("coloured by group", () => {
  it("every area is in the class of its group, or in none", () => {
    const found = measures.byGroup(study, Int16Array.from([1, 0, -1, 1]));
    expect([...found.of]).toEqual([1, 0, NONE, 1]);
    expect(labels(found)).toEqual(["Left behind", "The rest"]);
    expect(counts(found)).toEqual([1, 2]);
    expect(found.without).toBe(1);
  });
});

describe("coloured by tenths", () => {
  const ranks = Float64Array.from({ length: 42 }, (_, n) => (n < 40 ? 40 - n : NaN));
  const found = measures.byRank("Deprivation", deprivation!, ranks);

  it("has as many areas in each, and rank 1 in the first", () => {
    expect(counts(found)).toEqual(Array(10).fill(4));
    expect([found.of[39], found.of[36], found.of[35], found.of[0]]).toEqual([0, 0, 1, 9]);
    expect([found.of[40], found.without]).toEqual([NONE, 2]);
  });

  it("cuts where Python cuts its deciles, where ten do not divide the areas", () => {
    const ranks = Float64Array.from({ length: 15 }, (_, n) => n + 1);
    const { of } = measures.byRank("Deprivation", deprivation!, ranks);
    // numpy.ceil(10 * rank / 15) - 1
    expect([...of]).toEqual([0, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9]);
  });

  it("says which end is which, in the words of the index", () => {
    expect(labels(found)[0]).toBe("Most deprived tenth");
    expect(labels(found)[1]).toBe("Tenth 2, from the most deprived");
    expect(labels(found)[9]).toBe("Least deprived tenth");
    expect(labels(measures.byRank("Need", need!, ranks))[0]).toBe("Tenth with highest need");
  });

  it("has a colour for every class, no two alike, the strongest for the first", () => {
    const steps = found.classes.map(({ paint }) => "step" in paint && paint.step);
    expect(steps).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    for (const mode of ["light", "dark"] as const) {
      expect(new Set(found.classes.map(({ paint }) => colour(paint, mode))).size).toBe(10);
    }
  });
});

describe("coloured by two indices", () => {
  it("the highest on both is at the end of both axes", () => {
    const found = measures.byBoth(study, numbers(1, 5, 1, 5, 3), numbers(1, 1, 5, 5, 3));
    expect([...found.of]).toEqual([8, 6, 2, 0, 4]);
    expect(found.classes[8]!.paint).toEqual({ across: 2, up: 2 });
    expect(labels(found)[2]).toBe("Deprivation: third 3 of three; Need: third 1 of three");
    expect(found.square).toEqual(["Deprivation", "Need"]);
  });

  it("an area that lacks either has no class, and thirds are of the others", () => {
    const across = numbers(1, 2, 3, NaN, NaN, NaN);
    const up = numbers(1, NaN, 3, 2, NaN, NaN);
    const found = measures.byBoth(study, across, up);
    expect([...found.of]).toEqual([8, NONE, 0, NONE, NONE, NONE]);
    expect(found.without).toBe(4);
  });
});

describe("coloured by figures", () => {
  const by = (figures: Float64Array) => measures.byFigure("Visits", figures, 1, "%");

  it("has as many areas in each fifth, the highest last", () => {
    const found = by(numbers(10, 9, 8, 7, 6, 5, 4, 3, 2, 100, NaN));
    expect(counts(found)).toEqual([2, 2, 2, 2, 2]);
    expect([found.of[9], found.of[8], found.of[10]]).toEqual([4, 0, NONE]);
    expect(labels(found)[0]).toBe("2.0% to 3.0%");
    expect(labels(found)[4]).toBe("above 9.0%, to 100.0%");
  });

  it("keeps equal figures in one class, and leaves out classes that would be empty", () => {
    const found = by(numbers(0, 0, 0, 0, 0, 0, 1, 2, 0, 0));
    expect(counts(found)).toEqual([8, 2]);
    expect(found.classes.map(({ paint }) => "step" in paint && paint.step)).toEqual([0, 4]);
  });

  it("has one class for one figure, and none for no figure", () => {
    expect(counts(by(numbers(7, 7, 7)))).toEqual([3]);
    const found = by(numbers(NaN, NaN));
    expect([counts(found), found.without]).toEqual([[], 2]);
  });
});

describe("coloured by how sure it is", () => {
  const shares = {
    narrow: numbers(1, 0.95, 0.949, 0.651, 0.65, 0.351, 0.35, 0.051, 0.05, 0),
    wide: numbers(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
  };
  const found = measures.bySure({ about: doubtOf(), shares }, "narrow");

  it("is firmly on the list, close to the line in three steps, or firmly off it", () => {
    expect([...found.of]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    expect(counts(found)).toEqual([2, 2, 2, 2, 2]);
    expect(labels(found)).toEqual([
      "Firmly on the list: in 95 of 100 versions or more",
      "Close to the line: in 65 to 95 of 100",
      "Close to the line: in 35 to 65 of 100",
      "Close to the line: in 5 to 35 of 100",
      "Firmly off the list: in 5 of 100 or fewer",
    ]);
  });

  it("fades from the colour of the list to that of the rest", () => {
    for (const mode of ["light", "dark"] as const) {
      const colours = found.classes.map(({ paint }) => colour(paint, mode));
      expect(new Set(colours).size).toBe(5);
      expect(colours[0]).toBe(colour({ role: "both" }, mode));
      expect(colours[4]).toBe(colour({ role: "neither" }, mode));
    }
  });

  it("says which versions, and that they are no chances", () => {
    expect(found.note).toBe(
      "1,000 versions of the study were tried, with weights close to its own. " +
        "Versions are choices of method, not chances.",
    );
    const wide = measures.bySure({ about: doubtOf(), shares }, "wide");
    expect(new Set(wide.of)).toEqual(new Set([2]));
    expect(wide.note).toContain("further from its own");
  });
});

describe("rates", () => {
  it("are count over number, as shown; none where nobody was counted or asked", () => {
    const columns = { count: numbers(1, 0, 3, NaN), of: numbers(4, 10, 0, 5) };
    expect([...measures.ratesOf(columns, 100)]).toEqual([25, 0, NaN, NaN]);
    expect(() => measures.ratesOf({ count: numbers(1) }, 100)).toThrow("no counts");
  });

  it("are ranked from the highest", () => {
    expect([...measures.ranksOf(numbers(5, NaN, 9, 5))]).toEqual([2, NaN, 1, 2]);
  });
});
