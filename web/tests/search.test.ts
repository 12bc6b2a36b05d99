import { describe, expect, it } from "vitest";
import { Search } from "../src/find/search.ts";
import { simple } from "../src/text/simple.ts";
import { areasOf, studyOf } from "./invented.ts";

const areas = areasOf([
  ["Lincoln 007C", "Lincoln"],
  ["Lincoln 010A", "Lincoln"],
  ["Old Derby Road", "Nottingham"],
  ["Derby", "Nottingham"],
  ["Derby Hill and Green", "Nottingham"],
  ["St Ann’s", "Nottingham"],
  ["Ynys Môn", "Wales"],
  ["Ely", "Wales"],
]);
const search = await Search.of(areas, studyOf(), ["district"]);

/** What is found, in order: names of areas, and those of districts in brackets. */
function found(typed: string, most?: number): string[] {
  return search.find(typed, most).map(({ by, at }) => {
    return by ? `[${areas.larger[by]!.title[at]}]` : areas.name[at]!;
  });
}

describe("simple", () => {
  it("leaves out accents, apostrophes, full stops and capitals", () => {
    expect(simple("  St. Ann's ")).toBe("st anns");
    expect(simple("St Ann’s")).toBe("st anns");
    expect(simple("YNYS MÔN")).toBe("ynys mon");
    expect(simple("Stoke-on-Trent / North")).toBe("stoke on trent north");
    expect(simple("—’.")).toBe("");
  });
});

describe("finding", () => {
  it.each(["Derbi", "Drby", "Derbby", "xerby"])(
    "finds a name with one letter wrong: %s",
    (typed) => {
      expect(found(typed)).toContain("Derby");
    },
  );

  it("finds a long name with two letters wrong", () => {
    expect(found("Notinghem")).toContain("[Nottingham]");
    expect(found("Notinqhem")).toEqual([]);
  });

  it("does not guess at short words and at numbers", () => {
    expect(found("Ely")).toEqual(["Ely"]);
    expect(found("Elx")).toEqual([]);
    expect(found("Lincoln 007C")).toEqual(["Lincoln 007C"]);
    expect(found("Lincoln 008C")).toEqual([]);
  });

  it.each(["ynys mon", "st anns", "ST ANN'S", "St. Ann’s"])("takes any spelling: %s", (typed) => {
    expect(found(typed)).toHaveLength(1);
  });

  it("finds a name as it is being typed", () => {
    expect(found("yn")).toEqual(["Ynys Môn"]);
    expect(found("linc 01")).toEqual(["Lincoln 010A"]);
  });

  it("puts the exact name first, then names that begin so, then others", () => {
    expect(found("derby")).toEqual(["Derby", "Derby Hill and Green", "Old Derby Road"]);
    expect(found("derby", 2)).toEqual(["Derby", "Derby Hill and Green"]);
  });

  it("puts larger areas before the many that are called after them", async () => {
    const many = areasOf(Array.from({ length: 40 }, (_, n) => [`Nottingham ${n}A`, "Nottingham"]));
    const found = await Search.of(many, studyOf(), ["district"]);
    for (const typed of ["nott", "notingham"]) expect(found.find(typed)[0]!.by).toBe("district");
  });

  it("puts what is spelled so before what is only spelled like it", async () => {
    const places = areasOf([
      ["Old Rivet", "Lincoln"],
      ["The River and Riverside", "Lincoln"],
    ]);
    const alone = await Search.of(places, studyOf(), []);
    expect(alone.find("river").map(({ at }) => at)).toEqual([1, 0]);
  });

  it("puts areas of a name before those that only lie in it", async () => {
    const places = areasOf([
      ["Green", "Derby"],
      ["The Old Road to Derby and to Leeds", "Lincoln"],
    ]);
    const alone = await Search.of(places, studyOf(), []);
    expect(alone.find("Derby").map(({ at }) => at)).toEqual([1, 0]);
  });

  it("finds a district as a larger area, before the areas in it", () => {
    expect(found("Lincoln")).toEqual(["[Lincoln]", "Lincoln 007C", "Lincoln 010A"]);
    expect(search.find("Nottingham")[0]).toEqual({ by: "district", at: 1 });
  });

  it("finds an area by words of its name and of its district together", () => {
    expect(found("road nottingham")).toEqual(["Old Derby Road"]);
    expect(found("road lincoln")).toEqual([]);
  });

  it("finds exactly the area of a code, and no neighbour of nearly the same", () => {
    expect(found("E01000003")).toEqual(["Old Derby Road"]);
    expect(found(" e01000004 ")).toEqual(["Derby"]);
    expect(found("E07000003")).toEqual(["[Wales]"]);
  });

  it("finds nothing for nothing, and for a name that there is not", () => {
    for (const typed of ["", "   ", "’", "Atlantis"]) expect(found(typed)).toEqual([]);
  });

  it("finds only areas where no larger ones are asked for", async () => {
    const alone = await Search.of(areas, studyOf(), []);
    expect(alone.find("Lincoln").map(({ by }) => by)).toEqual(["", ""]);
  });
});
