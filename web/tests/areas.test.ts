import { describe, expect, it } from "vitest";
import { Areas, areasOf, frontDecoded } from "../src/files/areas.ts";
import { FileProblem } from "../src/files/fetch.ts";
import type { Told } from "./invented.ts";

const told: Told = {
  code: ["0E01000001", "82", "0W01"],
  name: ["0Lincoln 007A", "bB", "0Môn"],
  larger: { district: { code: ["0E07", "0W06"], title: ["Lincoln", "Ynys Môn"], at: [0, -1, 1] } },
  group: [0, 1, -1],
  listed: { row: [0], rank: { need: [3] } },
  near: [1],
  published: [0, 2],
  versions: null,
};

describe("front coding", () => {
  it("gives back what each text leaves out", () => {
    expect(frontDecoded(["0E01000001", "82", "0F01", "3", "11"])).toEqual([
      "E01000001",
      "E01000002",
      "F01",
      "F01",
      "F1",
    ]);
    expect(frontDecoded([])).toEqual([]);
  });

  it("counts beyond nine by letters", () => {
    expect(frontDecoded(["0abcdefghijkl", "bX"])[1]).toBe("abcdefghijkX");
    const long = "a".repeat(40);
    expect(frontDecoded([`0${long}`, "zb"])[1]).toBe(`${long.slice(0, 35)}b`);
  });

  it("counts letters as Python does, however many signs they take here", () => {
    expect(frontDecoded(["0𝔄bc", "2d"])).toEqual(["𝔄bc", "𝔄bd"]);
    expect(frontDecoded(["0Môn 1", "42"])).toEqual(["Môn 1", "Môn 2"]);
  });
});

describe("areas", () => {
  const areas = new Areas(told);

  it("are known by row and by code", () => {
    expect(areas.number).toBe(3);
    expect(areas.code[1]).toBe("E01000002");
    expect(areas.name[1]).toBe("Lincoln 007B");
    expect(areas.row("E01000002")).toBe(1);
    expect(areas.row("E01000001")).toBe(0);
    expect(areas.row("e01000001")).toBeUndefined();
    expect(areas.row("constructor")).toBeUndefined();
  });

  it("know what they lie in, or that it is not known", () => {
    expect(areas.within("district", 2)).toBe("Ynys Môn");
    expect(areas.within("district", 1)).toBe("");
    expect(areas.within("planet", 0)).toBe("");
    expect(areas.within("district", -1)).toBe("");
  });

  it("know their group, and the published list if there is one", () => {
    expect([...areas.group]).toEqual([0, 1, -1]);
    expect([...areas.published!]).toEqual([0, 2]);
    expect(new Areas({ ...told, published: null }).published).toBeNull();
  });
});

describe("the file of the areas", () => {
  const FILE = "areas.json.gz";

  it("is taken where all columns are of one length", () => {
    expect(areasOf(told, FILE).number).toBe(3);
  });

  it.each([
    ["nothing", null],
    ["a text", "areas"],
    ["a list", []],
    ["an object without codes", { ...told, code: undefined }],
    ["numbers for names", { ...told, name: [1, 2, 3] }],
    ["a name too few", { ...told, name: told.name.slice(1) }],
    ["a group too many", { ...told, group: [0, 0, 0, 0] }],
    [
      "a larger area too few",
      { ...told, larger: { district: { ...told.larger["district"], at: [] } } },
    ],
  ])("is broken if it holds %s", (_, wrong) => {
    const problem = new FileProblem("broken", FILE);
    expect(() => areasOf(wrong, FILE)).toThrow(problem);
  });
});
