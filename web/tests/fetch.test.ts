import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bytesOf, FileProblem, jsonOf, textOf } from "../src/files/fetch.ts";
import { serve } from "./invented.ts";

const TEXT = JSON.stringify({
  name: "Ynys Môn",
  figures: Array.from({ length: 500 }, (_, n) => n),
});
const packed = new Uint8Array(gzipSync(TEXT));

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What goes wrong with a file, and with which. */
async function problem(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(FileProblem);
  const { trouble, file } = error as FileProblem;
  return `${file} is ${trouble}`;
}

describe("a file", () => {
  it("is unpacked here if it comes as gzip", async () => {
    serve({ "a.json.gz": packed });
    expect(await textOf("a.json.gz")).toBe(TEXT);
  });

  it("is taken as it is if the server has unpacked it", async () => {
    serve({ "a.json.gz": TEXT });
    expect(await textOf("a.json.gz")).toBe(TEXT);
  });

  it("may be empty, or a single byte", async () => {
    serve({ none: "", one: Uint8Array.of(0x1f) });
    expect((await bytesOf("none")).byteLength).toBe(0);
    expect([...new Uint8Array(await bytesOf("one"))]).toEqual([0x1f]);
  });

  it("keeps bytes that are no text", async () => {
    const bytes = Uint8Array.of(0, 255, 0x8b, 0x1f, 128);
    serve({ plain: bytes, packed: new Uint8Array(gzipSync(bytes)) });
    for (const file of ["plain", "packed"]) {
      expect([...new Uint8Array(await bytesOf(file))]).toEqual([...bytes]);
    }
  });

  it("is missing where the server has none, whatever it says instead", async () => {
    serve({});
    expect(await problem(jsonOf("a.json.gz"))).toBe("a.json.gz is missing");
  });

  it("is missing where there is no connection, or it breaks off", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    expect(await problem(bytesOf("a.bin"))).toBe("a.bin is missing");
    const cut = new ReadableStream({ start: (it) => it.error(new TypeError("network error")) });
    vi.stubGlobal("fetch", async () => new Response(cut));
    expect(await problem(bytesOf("a.bin"))).toBe("a.bin is missing");
  });

  it.each([3, 20, packed.length - 9, packed.length - 1])(
    "is broken if its gzip is cut off after %i bytes",
    async (length) => {
      serve({ "a.json.gz": packed.slice(0, length) });
      expect(await problem(bytesOf("a.json.gz"))).toBe("a.json.gz is broken");
    },
  );

  it("is broken if a byte of its gzip is another", async () => {
    const wrong = packed.slice();
    wrong[packed.length - 6]! ^= 1; // in the sum at the end, by which gzip checks itself
    serve({ "a.json.gz": wrong });
    expect(await problem(bytesOf("a.json.gz"))).toBe("a.json.gz is broken");
  });
});

describe("JSON", () => {
  it("is read, packed or not", async () => {
    serve({ "a.json.gz": packed, "b.json": TEXT });
    expect(await jsonOf("a.json.gz")).toEqual(JSON.parse(TEXT));
    expect(await jsonOf("b.json")).toEqual(JSON.parse(TEXT));
  });

  it.each(["", "<!doctype html><title>Not found</title>", TEXT.slice(0, -1)])(
    "is broken if it is something else: %s",
    async (text) => {
      serve({ "a.json": text });
      expect(await problem(jsonOf("a.json"))).toBe("a.json is broken");
    },
  );
});
