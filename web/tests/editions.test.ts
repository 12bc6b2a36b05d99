import { describe, expect, it } from "vitest";
import type { Edition } from "../src/engine/study.ts";
import { bySince, choicesOf, NONE } from "../src/measure/measures.ts";
import * as editions from "../src/since/editions.ts";
import { colour } from "../src/ui/look.ts";
import { learnEnglish, studyOf } from "./invented.ts";

learnEnglish();

const earlier: Edition = {
  name: "wards-2019",
  title: "Left behind, 2019",
  short: "2019",
  moves: { stayed: 1_000, entered: 1, left: 0 },
  share: 0.9,
  causes: ["the rule", "unit and geography"],
  notes: [],
};
const older: Edition = { ...earlier, name: "old.er", short: "2011", moves: null, share: 0.4188 };
const study = studyOf({ since: [earlier, older] });

const numbers = (...list: number[]) => Float64Array.from(list);
/** Areas that stayed, entered, left, were on neither, are not known. */
const since: editions.Since = {
  "wards-2019.on": numbers(1, 0, 1, 0, 0),
  "wards-2019.unknown": numbers(0, 0, 0, 0, 1),
  "wards-2019.state": numbers(0, 1, 2, 3, NaN),
  "wards-2019.margin": numbers(7, -1, -3, 4, NaN),
  "wards-2019.0": numbers(NaN, 133, 0, NaN, NaN),
  "wards-2019.1": numbers(NaN, -33, 100, NaN, NaN),
  "old.er.on": numbers(1, 0.5, 0.4, 0, 0),
  "old.er.unknown": numbers(0, 0, 0.25, 0, 1),
};
const rows = [0, 1, 2, 3, 4];

describe("editions", () => {
  it("are none in a site that was published before there were any", () => {
    expect(editions.editionsOf(studyOf())).toEqual([]);
    expect(choicesOf(studyOf(), []).filter((one) => one.name.startsWith("since"))).toEqual([]);
  });

  it("are found by measure and by group, and by nothing else", () => {
    expect(editions.editionIn(study, "since:wards-2019")).toBe(earlier);
    expect(editions.editionIn(study, "entered:old.er")).toBe(older);
    for (const told of ["", "entered", "wards-2019", "since:", "since:wards", ":"]) {
      expect(editions.editionIn(study, told), told).toBeNull();
    }
  });

  it("are measures, by what they can show", () => {
    const found = choicesOf(study, []).filter((one) => one.name.startsWith("since:"));
    expect(found.map(({ name, title }) => [name, title])).toEqual([
      ["since:wards-2019", "What changed since 2019"],
      ["since:old.er", "Where the list of 2011 was"],
    ]);
  });
});

describe("what is said", () => {
  it("is who stayed, entered and left, or how much of the list was on the other", () => {
    expect(editions.sentenceOf(earlier)).toBe(
      "Since 2019, 1,000 stayed on the list, 1 entered and 0 left.",
    );
    expect(editions.sentenceOf(older)).toBe(
      "41.9% of the people in areas of this list live in areas that were on the list of 2011.",
    );
    expect(editions.sentenceOf({ ...older, share: null })).toContain("It cannot be said");
  });

  it("is on which list a place was, and by how much", () => {
    expect(rows.map((row) => editions.standingIn(since, earlier, row))).toEqual([
      "on the list, 7 ranks inside the cut that decides.",
      "not on the list, 1 rank outside the cut that decides.",
      "on the list.", // one that was published though the rule does not give it
      "not on the list.", // inside the cuts, and kept out
      "not known: that list has no answer here.",
    ]);
  });

  it("is how many of its people were, where areas are others, and of how many it is not known", () => {
    expect(rows.map((row) => editions.standingIn(since, older, row))).toEqual([
      "all of its people live in areas that were on that list.",
      "50.0% of its people live in areas that were on that list.",
      "40.0% of its people live in areas that were on that list. For 25.0% of them it is not known.",
      "none of its people live in areas that were on that list.",
      "not known: that list has no answer here.",
    ]);
  });

  it("is no more than is known of a place that is cut by the line, or in part without an answer", () => {
    const edge = { ...since, "wards-2019.margin": numbers(0, -1, -3, 4, NaN) };
    expect(editions.standingIn(edge, earlier, 0)).toBe(
      "on the list, 0 ranks inside the cut that decides.",
    );
    const partly = { ...since, "old.er.unknown": numbers(0, 0, 0, 0.9, 1) };
    expect(editions.standingIn(partly, older, 3)).toBe(
      "0.0% of its people live in areas that were on that list. For 90.0% of them it is not known.",
    );
  });

  it("is what each change adds to a move, and nothing of who did not move", () => {
    expect(rows.map((row) => editions.partsOf(since, earlier, row))).toEqual([
      [],
      [133, -33],
      [0, 100],
      [],
      [],
    ]);
    expect(editions.partsOf(since, { ...earlier, causes: [] }, 1)).toEqual([]);
  });

  it("is kept in a column for each study", () => {
    const columns = editions.columnsOf([earlier, older], since);
    expect(columns.map(({ name }) => name)).toEqual(["since_wards-2019", "on_old.er"]);
    expect(rows.map(columns[0]!.of)).toEqual(["stayed", "entered", "left", "neither", null]);
    expect(rows.map(columns[1]!.of)).toEqual([1, 0.5, 0.4, 0, null]);
    for (const { name, says } of columns) expect(says).toContain(name);
  });
});

describe("the map", () => {
  it("has a class for each state, and none for who is not known", () => {
    const found = bySince(earlier, since, rows.length);
    expect([...found.of]).toEqual([0, 1, 2, 3, NONE]);
    expect(found.classes.map((one) => one.areas)).toEqual([1, 1, 1, 1]);
    expect([found.without, found.before]).toEqual([1, "2019"]);
    const shown = found.classes.map((one) => colour(one.paint, "light"));
    expect(new Set(shown).size).toBe(4);
    expect(shown[0]).toBe(colour({ role: "both" }, "light"));
    expect(found.moved).toContain("your settings do not change it");
  });

  it("has steps of people where the areas are others", () => {
    const found = bySince(older, since, rows.length);
    expect([...found.of]).toEqual([0, 1, 2, 3, NONE]);
    expect(found.before).toBe("");
    expect(new Set(found.classes.map((one) => colour(one.paint, "dark"))).size).toBe(4);
  });
});
