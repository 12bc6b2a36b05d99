import { describe, expect, it } from "vitest";
import { ownSettings } from "../src/engine/whatif.ts";
import { read, settingsOf, START, TABS, write, type Address } from "../src/state/address.ts";
import { indexOf, studyOf } from "./invented.ts";

const below = (end: number): number => Math.floor(Math.random() * end);
const oneOf = <One>(list: readonly One[]): One => list[below(list.length)]!;
/** Between two numbers, with so many decimals. */
const between = (low: number, high: number, digits: number): number =>
  Number((low + Math.random() * (high - low)).toFixed(digits)) + 0;

const TEXTS = [
  "",
  "E01000001",
  "deprivation",
  "district:E07",
  "-need",
  "a & b=c",
  "50% /,:+#?",
  "Môn ’“",
];

function anyNumbers(most: number): Record<string, number> {
  const names = ["deprivation.first", "need.second", "a:b", "with space"].slice(below(5));
  return Object.fromEntries(names.map((name) => [name, oneOf([0, 1, 1e-7, Math.random() * most])]));
}

function anyAddress(): Address {
  const anyCamera = () => ({
    zoom: between(0, 24, 2),
    latitude: between(-85, 85, 4),
    longitude: between(-180, 180, 4),
  });
  return {
    place: oneOf(TEXTS),
    pin: oneOf(TEXTS),
    measure: oneOf(TEXTS) || "groups",
    ground: oneOf(["land", "hexagons"]),
    tab: oneOf(TABS),
    find: oneOf(TEXTS),
    group: oneOf(TEXTS),
    inside: oneOf(TEXTS),
    kind: oneOf(TEXTS),
    sort: oneOf(TEXTS),
    weights: anyNumbers(10),
    worst: anyNumbers(1),
    atLeast: oneOf([null, 1, 2, 12]),
    camera: oneOf([null, anyCamera()]),
    theme: oneOf(["auto", "light", "dark"]),
    embed: oneOf([true, false]),
  };
}

describe("an address", () => {
  it("is read as it was written, whatever it says", () => {
    for (let round = 0; round < 500; round++) {
      const address = anyAddress();
      expect(read(write(address)), write(address)).toEqual(address);
    }
  });

  it("says nothing of what is as at the start", () => {
    expect(write(START)).toBe("");
    expect(read("")).toEqual(START);
    expect(read("?")).toEqual(START);
  });

  it("stays legible", () => {
    const camera = { zoom: 7, latitude: 53.2, longitude: -0.5 };
    const weights = { "need.first": 0.25, "need.second": 2 };
    const address = { ...START, place: "E01000001", weights, camera };
    const wanted = "place=E01000001&weights=need.first:0.25,need.second:2&at=7.00/53.2000/-0.5000";
    expect(write({ ...address, tab: "place" })).toBe(wanted);
  });

  it("shows the place that it names, unless it says otherwise", () => {
    expect(read("place=E01000001").tab).toBe("place");
    expect(read("place=E01000001&tab=list").tab).toBe("list");
  });

  it.each([
    "tab=nowhere&ground=sea&theme=pink&measure=&unknown=1",
    "needed=0&needed=2",
    "needed=1.5",
    "needed=-1",
    "needed=all",
    "weights=need.first&cuts=,,:,:1,need:",
    "weights=need.first:-1,need.second:much,need.first:Infinity",
    "weights=need.first:+",
    "at=//",
    "at=7/53/",
    "at=7/53/0/0",
    "at=7",
    "at=7/53",
    "at=7/53/west",
    "at=25/53/0",
    "at=7/86/0",
    "at=7/53/181",
  ])("is as at the start where it says what cannot be: %s", (query) => {
    expect(read(query)).toEqual(START);
  });
});

describe("settings", () => {
  const study = studyOf();
  const own = ownSettings(study);
  const asked = (query: string) => settingsOf(read(query), study);

  it("are the study's own, but for what an address moves", () => {
    expect(asked("")).toEqual(own);
    const moved = asked("weights=need.first:2&cuts=deprivation:0.2&needed=1");
    expect(moved.weights).toEqual({ ...own.weights, "need.first": 2 });
    expect(moved.worst).toEqual({ deprivation: 0.2, need: 0.1 });
    expect(moved.atLeast).toBe(1);
  });

  it.each(["weights=nothing:2,need:2", "cuts=nothing:0.2,need:0,deprivation:1.5", "needed=3"])(
    "do not follow what the study has not, or cannot be: %s",
    (query) => {
      expect(asked(query)).toEqual(own);
    },
  );

  it("leave a rule alone that cannot be moved", () => {
    const groups = study.groups.map((group) => ({ ...group, fixed: "It asks for more." }));
    const fixed = studyOf({ groups });
    expect(settingsOf(read("cuts=need:0.5&needed=1"), fixed)).toEqual(own);
  });

  it("never leave an index without any weight", () => {
    expect(asked("weights=need.first:0").weights["need.first"]).toBe(0);
    expect(asked("weights=need.first:0,need.second:0")).toEqual(own);
  });

  it("keep to the least weight of a part, and leave a fixed index alone", () => {
    const index = indexOf("need", "Need");
    const parts = index.parts.map((part) => ({ ...part, least: 0.01 }));
    const settings = (more: object) =>
      settingsOf(read("weights=need.first:0"), studyOf({ indices: [{ ...index, ...more }] }));
    expect(settings({ parts }).weights["need.first"]).toBe(0.01);
    expect(settings({ fixed: "It is no weighted sum." }).weights["need.first"]).toBe(0.5);
  });
});
