import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { profileOf as ProfileOf } from "../src/place/profile.ts";
import { areasOf, serve, studyOf } from "./invented.ts";

/** What it has read it keeps: every test begins with a fresh one. */
let profileOf: typeof ProfileOf;

beforeEach(async () => {
  vi.resetModules();
  ({ profileOf } = await import("../src/place/profile.ts"));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const district = {
  code: ["E07000001", "E07000002"],
  title: ["Boston", "Lincoln"],
  at: [0, 1, -1, 1],
};
const region = { code: ["E12000004"], title: ["East Midlands"], at: [0, 0, 0, -1] };
const places: [string, string][] = ["Ash", "Birch", "Cedar", "Damson"].map((name) => [name, ""]);
// The larger breakdown stands first, to be put last.
const areas = areasOf(places, { larger: { region, district } });
const study = studyOf();

const LINCOLN = JSON.stringify({
  row: [1, 3],
  here: { "no-jobs": [11, 13], degree: [null, 33] },
  larger: {
    region: { "no-jobs": [20], degree: [40] },
    district: { "no-jobs": [12], degree: [null] },
  },
  at: { region: [0], district: [1] },
  spread: {
    deprivation: { low: [1, 30], high: [4, 44] },
    need: { low: [7, null], high: [9, null] },
  },
});
const NONE = JSON.stringify({
  row: [2],
  here: { "no-jobs": [5] },
  larger: { region: { "no-jobs": [20] }, district: { "no-jobs": [] } },
  at: { region: [0], district: [] },
  spread: {},
});

describe("the profile of a place", () => {
  it("holds its figures, and those of what it lies in, the smallest first", async () => {
    serve({ "profiles-1.json.gz": LINCOLN });
    expect(await profileOf(study, areas, 1)).toEqual({
      here: { "no-jobs": 11, degree: null },
      larger: [
        { title: "Lincoln", rates: { "no-jobs": 12, degree: null } },
        { title: "East Midlands", rates: { "no-jobs": 20, degree: 40 } },
      ],
      spread: { deprivation: [1, 4], need: [7, 9] },
    });
  });

  it("leaves out what it does not lie in", async () => {
    serve({ "profiles-1.json.gz": LINCOLN });
    const { here, larger } = await profileOf(study, areas, 3);
    expect(here).toEqual({ "no-jobs": 13, degree: 33 });
    expect(larger.map((one) => one.title)).toEqual(["Lincoln"]);
  });

  it("holds between which ranks it stays, on the indices where it has one", async () => {
    serve({ "profiles-1.json.gz": LINCOLN });
    expect((await profileOf(study, areas, 3)).spread).toEqual({ deprivation: [30, 44] });
  });

  it("holds no such ranks where no versions were tried, or it is not known", async () => {
    serve({ "profiles-0.json.gz": LINCOLN, "profiles-2.json.gz": NONE });
    expect((await profileOf(study, areas, 2)).spread).toEqual({});
    expect((await profileOf(study, areas, 0)).spread).toEqual({});
  });

  it("stands in the last file where the place is in no district", async () => {
    serve({ "profiles-2.json.gz": NONE });
    const { here, larger } = await profileOf(study, areas, 2);
    expect(here).toEqual({ "no-jobs": 5 });
    expect(larger.map((one) => one.title)).toEqual(["East Midlands"]);
  });

  it("stands in the one file of a study that is not parted", async () => {
    serve({ "profiles-0.json.gz": NONE });
    const { here } = await profileOf(studyOf({ parted_by: "" }), areas, 2);
    expect(here).toEqual({ "no-jobs": 5 });
  });

  it("is no figure where the file does not know the place", async () => {
    serve({ "profiles-0.json.gz": LINCOLN });
    const { here, larger } = await profileOf(study, areas, 0);
    expect(here).toEqual({ "no-jobs": null, degree: null });
    expect(larger[0]).toEqual({ title: "Boston", rates: { "no-jobs": null, degree: null } });
  });
});

describe("the file of a district", () => {
  it("is asked for once, whoever in it is opened", async () => {
    const asked = serve({ "profiles-1.json.gz": LINCOLN });
    await Promise.all([profileOf(study, areas, 1), profileOf(study, areas, 3)]);
    await profileOf(study, areas, 1);
    expect(asked.mock.calls).toEqual([["profiles-1.json.gz"]]);
  });

  it("is asked for again after it could not be had", async () => {
    serve({});
    await expect(profileOf(study, areas, 1)).rejects.toMatchObject({ trouble: "missing" });
    serve({ "profiles-1.json.gz": LINCOLN });
    expect((await profileOf(study, areas, 1)).here["no-jobs"]).toBe(11);
  });
});
