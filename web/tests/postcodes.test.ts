import { afterEach, describe, expect, it, vi } from "vitest";
import { postcodeOf, rowOf } from "../src/find/postcodes.ts";
import { serve } from "./invented.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The three pieces of what was read, parted by bars. */
const read = (typed: string): string | null => {
  const found = postcodeOf(typed);
  return found && `${found.area}|${found.outward}|${found.inward}`;
};

describe("reading a postcode", () => {
  it.each(["LN1 3AB", "ln1 3ab", "ln13ab", "Ln1  3aB", "  LN1 3AB ", "LN1\u00a03AB", "LN1\t3AB"])(
    "takes it however it is typed: “%s”",
    (typed) => {
      expect(read(typed)).toBe("LN|LN1|3AB");
    },
  );

  it("knows every form that postcodes have, with and without a space", () => {
    const forms = {
      "M1 1AE": "M|M1|1AE",
      "M11 1AE": "M|M11|1AE",
      "W1A 0AX": "W|W1A|0AX",
      "CR2 6XH": "CR|CR2|6XH",
      "DN55 1PT": "DN|DN55|1PT",
      "EC1A 1BB": "EC|EC1A|1BB",
    };
    for (const [typed, wanted] of Object.entries(forms)) {
      expect(read(typed)).toBe(wanted);
      expect(read(typed.replace(" ", ""))).toBe(wanted);
    }
  });

  it.each(["", "LN1", "LN1 3A", "LN1 3ABC", "LNX1 3AB", "LN1 AB3", "L N1 3AB", "E01000001", "Ely"])(
    "takes nothing else for one: “%s”",
    (typed) => {
      expect(postcodeOf(typed)).toBeNull();
    },
  );
});

describe("where a postcode lies", () => {
  const place = async (typed: string) => rowOf(postcodeOf(typed)!);

  it("is told by the file of its postcode area, and no other is loaded", async () => {
    const asked = serve({ "postcodes-LN.json.gz": '{"LN1":{"3AB":0,"3AD":7}}' });
    expect(await place("ln13ad")).toBe(7);
    expect(await place("ln13ab")).toBe(0);
    expect(new Set(asked.mock.calls.flat())).toEqual(new Set(["postcodes-LN.json.gz"]));
  });

  it("is not known where the file lacks either half", async () => {
    serve({ "postcodes-LN.json.gz": '{"LN1":{"3AB":0}}' });
    expect(await place("LN1 3AZ")).toBeUndefined();
    expect(await place("LN2 3AB")).toBeUndefined();
  });

  it("cannot be told without the file", async () => {
    serve({});
    await expect(place("AB1 3AB")).rejects.toMatchObject({ trouble: "missing" });
  });
});
