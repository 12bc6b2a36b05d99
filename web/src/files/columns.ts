/** Figures of every area, read from their files once. */

import type { ColumnFile } from "../engine/study.ts";
import { unpack } from "../engine/unpack.ts";
import { bytesOf, FileProblem } from "./fetch.ts";

/**
 * Every column of a file.
 *
 * @throws FileProblem if it is missing, or shorter than it should be.
 */
export async function columnsOf(
  told: ColumnFile,
  areas: number,
): Promise<Record<string, Float64Array>> {
  const data = await bytesOf(told.file);
  try {
    return Object.fromEntries(
      Object.keys(told.parts).map((name) => [name, unpack(data, told, name, areas)]),
    );
  } catch {
    throw new FileProblem("broken", told.file);
  }
}
