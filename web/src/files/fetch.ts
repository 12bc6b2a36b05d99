/** Files beside the page: fetched, unpacked, and what went wrong said in words. */

/** Why a file cannot be used. */
export type Trouble = "missing" | "broken";

export class FileProblem extends Error {
  constructor(
    readonly trouble: Trouble,
    readonly file: string,
  ) {
    super(`${file}: ${trouble}`);
  }
}

/**
 * The bytes of a file, unpacked if they are gzip.
 *
 * Some servers unpack `.gz` on the way and some do not, so the bytes themselves decide.
 *
 * @throws FileProblem if it cannot be had, or is not what it should be.
 */
export async function bytesOf(file: string): Promise<ArrayBuffer> {
  let found: ArrayBuffer;
  try {
    const answer = await fetch(file);
    if (!answer.ok) throw new FileProblem("missing", file);
    found = await answer.arrayBuffer();
  } catch (error) {
    throw error instanceof FileProblem ? error : new FileProblem("missing", file);
  }
  const start = new Uint8Array(found, 0, Math.min(2, found.byteLength));
  if (start[0] !== 0x1f || start[1] !== 0x8b) return found;
  try {
    const unpacked = new Blob([found]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(unpacked).arrayBuffer();
  } catch {
    throw new FileProblem("broken", file);
  }
}

/**
 * A part of the page itself that is loaded when it is needed.
 *
 * @param file What the part is called beside the page.
 * @throws FileProblem if it cannot be had.
 */
export async function partOf<Part>(file: string, load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new FileProblem(error instanceof SyntaxError ? "broken" : "missing", file);
  }
}

/** A text file. */
export async function textOf(file: string): Promise<string> {
  return new TextDecoder().decode(await bytesOf(file));
}

/** A JSON file. Its shape is what this version of the page was built with. */
export async function jsonOf<Shape>(file: string): Promise<Shape> {
  try {
    return JSON.parse(await textOf(file)) as Shape;
  } catch (error) {
    throw error instanceof FileProblem ? error : new FileProblem("broken", file);
  }
}

const held = new Map<string, Promise<unknown>>();

/** A JSON file that is asked for again and again: fetched once, or anew after a failure. */
export function heldJson<Shape>(file: string): Promise<Shape> {
  let told = held.get(file);
  if (!told) {
    told = jsonOf<Shape>(file);
    held.set(file, told);
    told.catch(() => held.delete(file));
  }
  return told as Promise<Shape>;
}
