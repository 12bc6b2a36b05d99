import { describe, expect, it } from "vitest";
import type { Kind, KindsTold } from "../src/engine/study.ts";
import { FileProblem } from "../src/files/fetch.ts";
import * as kindly from "../src/kinds/kinds.ts";
import { rowsOf, type Known } from "../src/list/rows.ts";
import { byKinds, choicesOf } from "../src/measure/measures.ts";
import { colour, isHatched } from "../src/ui/look.ts";
import { areasOf, learnEnglish, studyOf } from "./invented.ts";

learnEnglish();

const kind = (name: string, level: number, title: string): Kind => ({
  kind: name,
  level,
  name: title,
  rule: "",
  portrait: [],
  areas: 1,
  carried: 1,
});
const about: KindsTold = {
  file: "kinds.json.gz",
  opening: "Three places fall into two kinds.",
  notes: ["Kinds are of places."],
  kinds: [kind("1", 1, "Few cars"), kind("2", 1, "Many <b>children</b>"), kind("1a", 2, "Old")],
  figures: ["Cars", "Children", "Age"],
  others: "Other deprived",
};
/** Two on the list of a kind each, one that lacks a figure, two carried; a sixth is neither. */
const members: kindly.Members = {
  row: [0, 1, 2, 3, 4],
  listed: [true, true, true, false, false],
  kind: [0, 1, -1, 1, 0],
  within: [2, -1, -1, -1, -1],
  typical: [0.254, 1, null, 0.5, 0],
  second: [1, 0, -1, 0, 1],
  similar: { of: [0, 0, 1], like: [5, 1, 3], alike: [[0, 2], [1], []], apart: [1, -1, 0] },
};
const AREAS = 6;
const kinds = kindly.kindsIn(about, members, AREAS);
const study = studyOf({ kinds: about });
const rows = [0, 1, 2, 3, 4, 5];

describe("kinds", () => {
  it("are none where they were not asked for, or the figures bear none", () => {
    for (const none of [
      studyOf(),
      studyOf({ kinds: null }),
      studyOf({ kinds: { ...about, file: "" } }),
    ]) {
      expect(kindly.kindsOf(none)).toBeNull();
      expect(choicesOf(none, []).map((one) => one.name)).not.toContain("kinds");
    }
    expect(choicesOf(study, []).filter((one) => one.name === "kinds")).toEqual([
      { name: "kinds", title: "Kind of neighbourhood", heading: "Kinds of neighbourhood" },
    ]);
  });

  it("are those of a place, or the nearest, or none", () => {
    expect(rows.map((row) => kinds.standing(row)?.kind.kind)).toEqual([
      "1",
      "2",
      undefined,
      "2",
      "1",
      undefined,
    ]);
    expect(rows.map((row) => kinds.isListed(row))).toEqual([true, true, true, false, false, null]);
    expect(kinds.standing(0)?.within?.kind).toBe("1a");
  });

  it("are refused where their file is not whole", () => {
    const short = { ...members, typical: [1] };
    const { similar } = members;
    const unlike = { ...members, similar: { ...similar, apart: [0] } };
    for (const told of [null, {}, [], short, unlike]) {
      expect(() => kindly.kindsIn(about, told, AREAS)).toThrow(FileProblem);
    }
  });
});

describe("what is said", () => {
  it("is how typical a place is, or why it has no kind", () => {
    expect(rows.map((row) => kindly.inWords(kinds, row).join(" "))).toEqual([
      "25% of the areas of this kind are no nearer to its middle. The second-best kind is 2, " +
        "Many <b>children</b>. Of the parts of this kind it is in 1a: Old.",
      "100% of the areas of this kind are no nearer to its middle. The second-best kind is 1, " +
        "Few cars.",
      "It lacks a figure, so it has no kind.",
      "It is not on the list: this is the kind of the list that it is nearest to.",
      "It is further from the middle of this kind than any area on the list, so the kind fits " +
        "it badly.",
      "It is neither on the list nor among “Other deprived”, so it has no kind.",
    ]);
    const alone = kindly.kindsIn({ ...about, others: "" }, members, AREAS);
    expect(kindly.inWords(alone, 5)).toEqual(["It is not on the list, so it has no kind."]);
  });

  it("is what places share and where they differ", () => {
    expect(kinds.similar(0).map((one) => [one.row, kindly.likeInWords(one)])).toEqual([
      [5, "Both stand out by Cars and Age. They differ most in Children."],
      [1, "Both stand out by Children."],
    ]);
    expect(kinds.similar(1).map(kindly.likeInWords)).toEqual(["They differ most in Cars."]);
    expect(kinds.similar(5)).toEqual([]);
  });

  it("is kept in columns and told in a note", () => {
    const columns = kindly.columnsOf(kinds);
    expect(columns.map(({ name }) => name)).toEqual(["kind", "kind_name", "typical"]);
    expect(rows.map(columns[0]!.of)).toEqual(["1", "2", null, "2", "1", null]);
    expect(rows.map(columns[2]!.of)).toEqual([0.254, 1, null, 0.5, 0, null]);
    const note = kindly.fileInWords(about);
    for (const { name } of columns) expect(note[0]).toContain(name);
    expect(note[0]).toContain("on the list, and of one of “Other deprived” the kind");
    expect(note.slice(1)).toEqual([about.opening, ...about.notes]);
    expect(kindly.fileInWords({ ...about, others: "" })[0]).toContain("on the list; kind_name");
  });
});

describe("the map", () => {
  it("has a class for each kind, the same hatched for who is carried, and who has none", () => {
    const found = byKinds(kinds);
    expect([...found.of]).toEqual([0, 1, 5, 3, 2, 4]);
    expect(found.classes.map((one) => one.areas)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(found.classes.map((one) => one.label)).toEqual([
      "Kind 1: Few cars",
      "Kind 2: Many <b>children</b>",
      "Nearest to kind 1, Few cars; not on the list",
      "Nearest to kind 2, Many <b>children</b>; not on the list",
      "Other places, which have no kind",
      "On the list, no kind: a figure is missing",
    ]);
    const shown = found.classes.map((one) => colour(one.paint, "light"));
    expect(shown.slice(0, 2)).toEqual(shown.slice(2, 4));
    expect(new Set(shown).size).toBe(4);
    expect(found.without).toBe(0);
  });

  it("has no class for who is missing where nobody is", () => {
    const whole = { ...members, kind: [0, 1, 0, 1, 0] };
    const found = byKinds(kindly.kindsIn(about, whole, AREAS));
    expect(found.classes.map((one) => one.areas)).toEqual([2, 1, 1, 1, 1]);
  });

  it("has nothing hatched where nobody is carried", () => {
    const found = byKinds(
      new kindly.Kinds({ ...about, others: "" }, { ...members, row: [0, 1] }, 3),
    );
    expect(found.classes.map(({ paint }) => isHatched(paint))).toEqual([false, false, false]);
    expect([...found.of]).toEqual([0, 1, 2]);
  });

  it("tells eight kinds apart, in light and in dark", () => {
    for (const mode of ["light", "dark"] as const) {
      const paints = Array.from({ length: 9 }, (_, n) => colour({ kind: n, hatched: false }, mode));
      expect(new Set(paints).size).toBe(8);
      expect(paints[8]).toBe(paints[7]);
    }
  });
});

describe("the list", () => {
  const areas = areasOf(rows.map((row) => [`Place ${row}`, ""]));
  const known: Known = {
    group: Int16Array.from([0, 0, 0, 1, 1, 1]),
    own: Int16Array.from([0, 0, 0, 1, 1, 1]),
    margin: null,
    isNear: () => false,
    ranks: {},
    people: null,
    sure: null,
    since: null,
    kinds,
  };
  const asked = { group: "any", inside: "", find: "", kind: "", sort: "" };

  it("is narrowed to a kind, on the list and beyond", () => {
    expect(rowsOf(study, areas, known, { ...asked, kind: "2" })).toEqual([1, 3]);
    expect(rowsOf(study, areas, known, { ...asked, kind: "2", group: "" })).toEqual([1]);
    expect(rowsOf(study, areas, known, { ...asked, kind: "1a" })).toEqual(rows);
    expect(rowsOf(study, areas, known, { ...asked, kind: "9" })).toEqual(rows);
    expect(rowsOf(study, areas, { ...known, kinds: null }, { ...asked, kind: "2" })).toEqual([]);
    expect(rowsOf(studyOf(), areas, known, { ...asked, kind: "2" })).toEqual(rows);
  });

  it("is ordered by kind, those without one last", () => {
    expect(rowsOf(study, areas, known, { ...asked, sort: "kind" })).toEqual([0, 4, 1, 3, 2, 5]);
    expect(rowsOf(study, areas, known, { ...asked, sort: "-kind" })).toEqual([1, 3, 0, 4, 2, 5]);
  });
});
