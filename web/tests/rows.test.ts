import { describe, expect, it } from "vitest";
import { rowsOf, type Asked, type Known } from "../src/list/rows.ts";
import { areasOf, doubtOf, studyOf } from "./invented.ts";

const areas = areasOf([
  ["Lincoln 010A", "Lincoln"],
  ["Boston 001A", "Boston"],
  ["Lincoln 007C", "Lincoln"],
  ["Lincoln 007A", "Lincoln"],
  ["Môn 001A", ""],
  ["Boston 002A", "Boston"],
]);
const study = studyOf({ near: 5 });
const known: Known = {
  group: Int16Array.from([0, 0, 0, 1, 1, -1]),
  own: Int16Array.from([0, 1, 0, 0, 1, 1]),
  margin: Float64Array.from([3, 1, 8, -2, -6, NaN]),
  isNear: (row) => row === 3,
  ranks: { need: Float64Array.from([2, 4, 2, 1, NaN, 3]) },
  people: Float64Array.from([100, 300, NaN, 200, 100, 50]),
  sure: {
    about: doubtOf(),
    shares: {
      narrow: Float64Array.from([0.95, 1, 0.949, 0.051, 0.05, 0]),
      wide: Float64Array.from([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
    },
  },
  kinds: null,
  since: { "earlier.state": Float64Array.from([1, 0, 1, 2, 3, NaN]) },
};
const ANY: Asked = { group: "any", inside: "", find: "", kind: "", sort: "" };
const rows = (asked: Partial<Asked>, more: Partial<Known> = {}): number[] =>
  rowsOf(study, areas, { ...known, ...more }, { ...ANY, ...asked });
const names = (asked: Partial<Asked>): string[] => rows(asked).map((row) => areas.name[row]!);

describe("order", () => {
  it("is by district and then by name, with numbers as numbers are", () => {
    expect(names({})).toEqual([
      "Môn 001A",
      "Boston 001A",
      "Boston 002A",
      "Lincoln 007A",
      "Lincoln 007C",
      "Lincoln 010A",
    ]);
    const numbered = areasOf([
      ["Ward 10", "A"],
      ["Ward 9", "A"],
    ]);
    const two = { ...known, group: Int16Array.from([0, 0]) };
    expect(rowsOf(study, numbered, two, ANY)).toEqual([1, 0]);
  });

  it("turns round", () => {
    expect(names({ sort: "-name" })).toEqual(names({ sort: "name" }).toReversed());
    expect(names({ sort: "name" })[0]).toBe("Boston 001A");
  });

  it("begins with the first rank, the largest margin and the most people", () => {
    expect(rows({ sort: "need", group: "" })).toEqual([2, 0, 1]);
    expect(rows({ sort: "margin" }).slice(0, 2)).toEqual([2, 0]);
    expect(rows({ sort: "people" }).slice(0, 2)).toEqual([1, 3]);
  });

  it.each(["need", "-need", "margin", "-margin", "people", "-people"])(
    "puts areas without a figure last, both ways: %s",
    (sort) => {
      const figures = { need: 4, margin: 5, people: 2 };
      const without = figures[sort.replace("-", "") as keyof typeof figures];
      expect(rows({ sort }).indexOf(without)).toBe(5);
    },
  );

  it("begins with who is on the list in the most versions", () => {
    expect(rows({ sort: "versions" })).toEqual([1, 0, 2, 3, 4, 5]);
    expect(rows({ sort: "-versions" })).toEqual([5, 4, 3, 2, 0, 1]);
    expect(rows({ sort: "versions" }, { sure: null })).toEqual(rows({}));
  });

  it("settles ties by district and name, both ways", () => {
    expect(rows({ sort: "need" })).toEqual([3, 2, 0, 5, 1, 4]);
    expect(rows({ sort: "-need" })).toEqual([1, 5, 2, 0, 3, 4]);
  });

  it("is the usual one where a column is not known", () => {
    expect(rows({ sort: "nothing" })).toEqual(rows({}));
    expect(rows({ sort: "margin" }, { margin: null })).toEqual(rows({}));
  });
});

describe("groups", () => {
  it("shows the list where no group is asked for, or one that there is not", () => {
    expect(rows({ group: "" })).toEqual([1, 2, 0]);
    expect(rows({ group: "nothing" })).toEqual([1, 2, 0]);
    expect(rows({ group: "rest" })).toEqual([4, 3]);
  });

  it("shows who enters and who leaves", () => {
    expect(rows({ group: "entered" })).toEqual([1]);
    expect(rows({ group: "left" })).toEqual([3]);
  });

  it("shows who is narrowly outside", () => {
    expect(rows({ group: "near" })).toEqual([3]);
    expect(rows({ group: "near" }, { isNear: () => false })).toEqual([]);
  });
});

describe("since another study", () => {
  const moves = { stayed: 1, entered: 2, left: 1 };
  const edition = { name: "earlier", title: "", short: "", moves, share: 1, causes: [], notes: [] };
  const found = (group: string, since = known.since) =>
    rowsOf({ ...study, since: [edition] }, areas, { ...known, since }, { ...ANY, group });

  it("shows who stayed, entered and left, whatever the reader has moved", () => {
    expect(found("entered:earlier")).toEqual([2, 0]);
    expect(found("stayed:earlier")).toEqual([1]);
    expect(found("left:earlier")).toEqual([3]);
    expect(found("entered")).toEqual([1]);
  });

  it("shows nobody while that is on its way, and the list where there is no such study", () => {
    expect(found("entered:earlier", null)).toEqual([]);
    expect(found("entered:nothing")).toEqual(found(""));
    expect(found("nothing:earlier")).toEqual([]);
  });
});

describe("close to the line", () => {
  it("is who is neither firmly on the list nor firmly off it, whatever the group", () => {
    expect(rows({ group: "close" })).toEqual([3, 2]);
  });

  it("is nobody where no versions were tried", () => {
    expect(rows({ group: "close" }, { sure: null })).toEqual([]);
  });
});

describe("filters", () => {
  it("keep to a larger area, if there is such a one", () => {
    expect(rows({ inside: "district:E07000001" })).toEqual([1, 5]);
    expect(rows({ inside: "district:E07000002", group: "" })).toEqual([2, 0]);
    expect(rows({ inside: "planet:E07000001" })).toHaveLength(6);
    expect(rows({ inside: "district:E07000009" })).toHaveLength(6);
    expect(rows({ inside: "constructor:E07000001" })).toHaveLength(6);
  });

  it("look for words in what a place lies in", () => {
    const district = { code: ["E1", "E2"], title: ["Boston", "Lincoln"], at: [0, 1] };
    const ward = { code: ["W1"], title: ["St Ann’s"], at: [-1, 0] };
    const wooded = areasOf(Array(2).fill(["Wood", ""]), { larger: { district, ward } });
    const shown = (find: string) =>
      rowsOf(studyOf({ within: "ward" }), wooded, known, { ...ANY, find });
    expect(shown("boston")).toEqual([0]);
    expect(shown("st anns")).toEqual([1]);
  });

  it("look for words in name and code, however they are spelled", () => {
    expect(rows({ find: "MON" })).toEqual([4]);
    expect(rows({ find: "lincoln 007" })).toEqual([3, 2]);
    expect(rows({ find: "e01000006" })).toEqual([5]);
    expect(rows({ find: " - " })).toHaveLength(6);
    expect(rows({ find: "York" })).toEqual([]);
  });
});
