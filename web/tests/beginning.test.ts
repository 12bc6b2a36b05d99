import { describe, expect, it } from "vitest";
import { beginningWith } from "../src/find/beginning.ts";
import { areasOf } from "./invented.ts";

const areas = areasOf([
  ["Saint Ann’s", "Lincoln"],
  ["Lincoln 007C", "Lincoln"],
  ["Lincombe", "Boston"],
]);
const find = (typed: string, most?: number) => beginningWith(typed, areas, ["district"], most);

describe("what begins as it was typed", () => {
  it("is found, larger areas first", () => {
    expect(find("linc")).toEqual([
      { by: "district", at: 1 },
      { by: "", at: 1 },
      { by: "", at: 2 },
    ]);
    expect(find("linc", 2)).toHaveLength(2);
  });

  it("is found without capitals and signs, and by code", () => {
    expect(find("SAINT anns")).toEqual([{ by: "", at: 0 }]);
    expect(find("e01000003")).toEqual([{ by: "", at: 2 }]);
  });

  it("is nothing for nothing, and for what begins nowhere", () => {
    expect(find(" ")).toEqual([]);
    expect(find("coln")).toEqual([]);
  });
});
