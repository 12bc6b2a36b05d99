import { afterEach, describe, expect, it, vi } from "vitest";
import { FileProblem } from "../src/files/fetch.ts";
import { Archive } from "../src/map/archive.ts";

const TILES = Uint8Array.from({ length: 200 }, (_, n) => n);
const FILE = "areas.pmtiles";

type Answer = (range: string, signal: AbortSignal | undefined) => Response | Promise<Response>;

/** A server that answers so; it notes what it is asked. */
function serve(answer: Answer) {
  const asked = vi.fn(
    async (_: string, told: { headers: { range: string }; signal?: AbortSignal }) =>
      answer(told.headers.range, told.signal),
  );
  vi.stubGlobal("fetch", asked);
  return asked;
}

/** Answers with the bytes that are asked for. */
const inPieces: Answer = (range) => {
  const [first, last] = range.replace("bytes=", "").split("-").map(Number);
  return new Response(TILES.slice(first, last! + 1), { status: 206 });
};
/** Knows no ranges: answers with everything. */
const whole: Answer = () => new Response(TILES);

const bytes = async (archive: Archive, offset: number, length: number) => [
  ...new Uint8Array((await archive.getBytes(offset, length)).data),
];

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a server that sends pieces", () => {
  it("is asked for exactly the bytes that are wanted", async () => {
    const asked = serve(inPieces);
    const archive = new Archive(FILE);
    expect(await bytes(archive, 0, 4)).toEqual([0, 1, 2, 3]);
    expect(await bytes(archive, 100, 2)).toEqual([100, 101]);
    expect(asked.mock.calls.map(([file, { headers }]) => [file, headers.range])).toEqual([
      [FILE, "bytes=0-3"],
      [FILE, "bytes=100-101"],
    ]);
  });

  it("may send less than was wanted, at the end", async () => {
    serve(inPieces);
    expect(await bytes(new Archive(FILE), 198, 1000)).toEqual([198, 199]);
  });
});

describe("a server that sends everything", () => {
  it("is asked once, and every piece is cut from that", async () => {
    const asked = serve(whole);
    const archive = new Archive(FILE);
    expect(await bytes(archive, 2, 3)).toEqual([2, 3, 4]);
    expect(await bytes(archive, 100, 2)).toEqual([100, 101]);
    expect(await bytes(archive, 198, 1000)).toEqual([198, 199]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("is asked once while its answer is still on the way", async () => {
    let send = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        send = () => {
          stream.enqueue(TILES);
          stream.close();
        };
      },
    });
    const asked = serve(() => new Response(body));
    const archive = new Archive(FILE);
    const first = bytes(archive, 0, 1);
    await new Promise((done) => setTimeout(done));
    const second = bytes(archive, 7, 1);
    send();
    expect(await Promise.all([first, second])).toEqual([[0], [7]]);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

describe("a server that has no tiles", () => {
  it.each([404, 403, 416, 500])("makes the file a missing one: status %i", async (status) => {
    serve(() => new Response("no", { status }));
    const reading = new Archive(FILE).getBytes(0, 4);
    await expect(reading).rejects.toEqual(new FileProblem("missing", FILE));
  });

  it.each([200, 206])(
    "makes the file a missing one if its answer %i breaks off",
    async (status) => {
      const cut = new ReadableStream({ start: (it) => it.error(new TypeError("network error")) });
      const archive = new Archive(FILE);
      serve(() => new Response(cut, { status }));
      await expect(archive.getBytes(0, 4)).rejects.toEqual(new FileProblem("missing", FILE));
      serve(whole);
      expect(await bytes(archive, 0, 2)).toEqual([0, 1]);
    },
  );

  it("makes the file a missing one if it cannot be reached, until it can", async () => {
    const archive = new Archive(FILE);
    serve(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(archive.getBytes(0, 4)).rejects.toEqual(new FileProblem("missing", FILE));
    serve(whole);
    expect(await bytes(archive, 0, 2)).toEqual([0, 1]);
  });
});

describe("a tile that is no longer wanted", () => {
  it("is called off, and that is no problem of the file", async () => {
    const off = new AbortController();
    serve((_, signal) => {
      off.abort();
      return Promise.reject(signal!.reason);
    });
    const reading = new Archive(FILE).getBytes(0, 4, off.signal);
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  });
});
