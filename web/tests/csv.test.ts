import { describe, expect, it } from "vitest";
import { CsvProblem, join, numberOf } from "../src/own/csv.ts";
import { areasOf } from "./invented.ts";

const areas = areasOf([
  ["Ash", "West"],
  ["Birch", "West"],
  ["Cedar", "East"],
]);
const joined = (...lines: string[]) => join(lines.join("\n"), "mine.csv", areas);
const column = (told: { columns: Record<string, Float64Array> }, title: string) => [
  ...told.columns[title]!,
];

describe("numbers", () => {
  it("are read with commas, signs, percent and money", () => {
    expect(numberOf("1,234.5")).toBe(1234.5);
    expect(numberOf("1 234 567")).toBe(1234567);
    expect(numberOf(" 12% ")).toBe(12);
    expect(numberOf("£3")).toBe(3);
    expect(numberOf("−4.5")).toBe(-4.5);
    expect(numberOf("-£1,000")).toBe(-1000);
    expect(numberOf(".5")).toBe(0.5);
    expect(numberOf("1e3")).toBe(1000);
  });

  it.each([
    "1,5",
    "2020 2021",
    "",
    "  ",
    "n/a",
    "c",
    "..",
    "-",
    "%",
    "1-2",
    "0x10",
    "12 people",
    "Infinity",
    "1.2.3",
  ])("are not seen where there is none: “%s”", (text) => {
    expect(numberOf(text)).toBeNaN();
  });
});

describe("joining", () => {
  it("puts figures where their codes are, and nothing elsewhere", () => {
    const told = joined("code,visits", "E01000003,7", "E01000001,5");
    expect(column(told, "visits")).toEqual([5, NaN, 7]);
    expect(told).toMatchObject({ file: "mine.csv", matched: 2, unmatched: [], repeated: [] });
  });

  it.each([";", "\t", "|"])("takes other signs between cells: “%s”", (sign) => {
    const told = joined(`code${sign}visits`, `E01000001${sign}1,234.5`, `E01000002${sign}12%`);
    expect(column(told, "visits")).toEqual([1234.5, 12, NaN]);
  });

  it.each([";", "\t", ","])("does not mind blank lines between and after: “%s”", (sign) => {
    const told = joined("", `code${sign}visits`, `E01000001${sign}5`, "", `W01000001${sign}7`, "");
    expect(column(told, "visits")).toEqual([5, NaN, NaN]);
    expect(told.unmatched).toEqual([{ line: 5, text: "W01000001" }]);
  });

  it("does not take the first area for a heading", () => {
    const told = joined("E01000001,5", "E01000002,7", "W01000001,9");
    expect(column(told, "#2")).toEqual([5, 7, NaN]);
    expect(told.unmatched).toEqual([{ line: 3, text: "W01000001" }]);
  });

  it("keeps columns of one title apart", () => {
    const told = joined("code,visits,visits", "E01000001,1,", "E01000002,,2");
    expect(column(told, "visits")).toEqual([1, NaN, NaN]);
    expect(column(told, "visits #3")).toEqual([NaN, 2, NaN]);
  });

  it("does not mind a byte order mark, quotes and line ends of Windows", () => {
    const text = '\ufeff"code","Visits, all"\r\n"E01000001","1,234.5"\r\n"E01000002",""\r\n';
    const told = join(text, "mine.csv", areas);
    expect(Object.keys(told.columns)).toEqual(["Visits, all"]);
    expect(column(told, "Visits, all")).toEqual([1234.5, NaN, NaN]);
  });

  it("finds the codes in whichever column holds most of them", () => {
    const told = joined("place,nearest,visits", "x,E01000001,1", "E01000002,E01000003,2");
    expect(column(told, "visits")).toEqual([1, NaN, 2]);
  });

  it("takes the columns with figures, and calls one without a title by its place", () => {
    const told = joined("code,name,,visits", " E01000001 ,Ash,1,2");
    expect(Object.keys(told.columns)).toEqual(["#3", "visits"]);
    expect(column(told, "#3")).toEqual([1, NaN, NaN]);
  });

  it("does not take codes for figures, though they be numbers", () => {
    const numbered = areasOf([["Ash", "West"]], { code: ["01001"] });
    const told = join("code,visits\n1001,5", "mine.csv", numbered);
    expect(Object.keys(told.columns)).toEqual(["visits"]);
  });

  it("keeps columns that are called like parts of the language", () => {
    const told = joined("code,constructor,__proto__", "E01000001,1,2");
    expect(Object.keys(told.columns)).toEqual(["constructor", "__proto__"]);
    expect(column(told, "__proto__")).toEqual([2, NaN, NaN]);
    expect(told.columns["toString"]).toBeUndefined();
  });
});

describe("rows that cannot be joined", () => {
  it("are told by line, with what stands there", () => {
    const told = joined(
      "code,visits",
      "E01000001,1",
      "",
      "W01000001,2",
      "   ,",
      ",3",
      "E01000002,4",
    );
    expect(told.unmatched).toEqual([
      { line: 4, text: "W01000001" },
      { line: 6, text: "" },
    ]);
    expect(told.matched).toBe(2);
  });

  it("do not take the place of the first with their code", () => {
    const told = joined("code,visits", "E01000001,1", "E01000002,2", "E01000001,9");
    expect(column(told, "visits")).toEqual([1, 2, NaN]);
    expect(told.repeated).toEqual([{ line: 4, text: "E01000001" }]);
    expect(told.matched).toBe(2);
  });
});

describe("a file that is of no use", () => {
  it.each([
    ["no-rows", ""],
    ["no-rows", "code,visits"],
    ["no-rows", "code,visits\n\n , \n"],
    ["no-codes", "code,visits\nW01000001,1"],
    ["no-codes", "visits\n1"],
    ["no-figures", "code\nE01000001"],
    ["no-figures", "code,name\nE01000001,Ash"],
  ])("is refused, and told why: %s", (refusal, text) => {
    const join_ = () => join(text, "mine.csv", areas);
    expect(join_).toThrow(CsvProblem);
    expect(join_).toThrow(refusal);
  });

  it("is refused unread if it is far too large", () => {
    const text = `code,visits\nE01000001,1\n${" ".repeat(60_000_000)}`;
    expect(() => join(text, "mine.csv", areas)).toThrow("too-large");
  });
});
