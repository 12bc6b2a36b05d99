import { strFromU8, unzipSync } from "fflate";
import Papa from "papaparse";
import { afterEach, describe, expect, it, vi } from "vitest";
import { csvOf, geojsonOf, type Sheet } from "../src/list/download.ts";

const NOTE = "What this is: “left behind” areas, and why.";
const sheet: Sheet = {
  columns: ["area", "name", "margin"],
  rows: [
    ["E01000001", 'The "Old" Town, north', -12.5],
    ["E01000002", "Ynys Môn", null],
  ],
};

/** The files of a zip as texts, and the cells of the sheet in it. */
function unpacked(asked: Sheet) {
  const files = unzipSync(csvOf(asked, NOTE));
  // Not by a decoder: it would hide the byte order mark.
  const text = Buffer.from(files["areas.csv"]!).toString("utf-8");
  const cells = Papa.parse<string[]>(text.slice(1)).data;
  return { names: Object.keys(files), note: strFromU8(files["README.txt"]!), text, cells };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("the zip", () => {
  it("holds a sheet and the note that says what it is", () => {
    const { names, note } = unpacked(sheet);
    expect(names).toEqual(["areas.csv", "README.txt"]);
    expect(note).toBe(NOTE);
  });

  it("gives every cell back", () => {
    expect(unpacked(sheet).cells).toEqual([
      ["area", "name", "margin"],
      ["E01000001", 'The "Old" Town, north', "-12.5"],
      ["E01000002", "Ynys Môn", ""],
    ]);
  });

  it("is read as Unicode by spreadsheets, and has line ends that they know", () => {
    const { text } = unpacked(sheet);
    expect(text.startsWith("\ufeffarea,")).toBe(true);
    expect(text.split("\r\n")).toHaveLength(3);
  });

  it("has the same bytes for the same rows, on any day", () => {
    vi.useFakeTimers({ now: new Date("2026-03-01T10:00:00Z") });
    const before = csvOf(sheet, NOTE);
    vi.setSystemTime(new Date("2031-11-05T23:59:00Z"));
    expect(csvOf(sheet, NOTE)).toEqual(before);
    expect(csvOf({ ...sheet, rows: sheet.rows.toReversed() }, NOTE)).not.toEqual(before);
  });

  it("has a heading even where there are no rows", () => {
    expect(unpacked({ ...sheet, rows: [] }).cells[0]).toEqual(sheet.columns);
  });
});

describe("what a spreadsheet would run", () => {
  it.each(["=1+1", "+1", "-1+cmd", '@SUM("A1")', "\t=1", "\r=1"])("is kept as text: %j", (cell) => {
    const { cells } = unpacked({ columns: ["name"], rows: [[cell]] });
    expect(cells[1]).toEqual([`'${cell}`]);
  });

  it("is kept as text in a heading too", () => {
    expect(unpacked({ columns: ["=1+1"], rows: [[1]] }).cells[0]).toEqual(["'=1+1"]);
  });

  it("is not seen in numbers below zero, nor inside a name", () => {
    const { cells } = unpacked({ columns: ["name", "margin"], rows: [["A=B", -3]] });
    expect(cells[1]).toEqual(["A=B", "-3"]);
  });
});

describe("GeoJSON", () => {
  const read = () => JSON.parse(geojsonOf(sheet, [[-4.5, 53.25], null], NOTE));

  it("has a point for each row that has one, longitude first, and the note", () => {
    const { type, note, features } = read();
    expect(type).toBe("FeatureCollection");
    expect(note).toBe(NOTE);
    expect(features).toHaveLength(2);
    expect(features[0].type).toBe("Feature");
    expect(features[0].geometry).toEqual({ type: "Point", coordinates: [-4.5, 53.25] });
    expect(features[1].geometry).toBeNull();
  });

  it("keeps numbers as numbers and gaps as gaps", () => {
    const [first, second] = read().features;
    expect(first.properties).toEqual({
      area: "E01000001",
      name: 'The "Old" Town, north',
      margin: -12.5,
    });
    expect(second.properties.margin).toBeNull();
  });
});
