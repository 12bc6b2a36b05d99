/** The areas: codes, names, what they lie in, their groups in the study. */

import { FileProblem } from "./fetch.ts";

export interface Larger {
  code: string[];
  title: string[];
  /** Which of them each area lies in; −1 where that is not known. */
  at: number[];
}

/** What `areas.json.gz` holds. */
interface Told {
  code: string[];
  name: string[];
  larger: Record<string, Larger>;
  group: number[];
  listed: { row: number[]; rank: Record<string, (number | null)[]> };
  near: number[];
  published: number[] | null;
  versions: { row: number[]; narrow: number[]; wide: number[] } | null;
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Texts of which each leaves out how the one before it begins. */
export function frontDecoded(coded: string[]): string[] {
  let before = "";
  return coded.map((text) => {
    const shared = DIGITS.indexOf(text[0] ?? "0");
    // Letters beyond the first 65,536 are two signs here and one in Python.
    const isRare = /[\ud800-\udbff]/.test(before);
    const kept = isRare ? [...before].slice(0, shared).join("") : before.slice(0, shared);
    before = kept + text.slice(1);
    return before;
  });
}

export class Areas {
  readonly code: string[];
  readonly name: string[];
  readonly larger: Record<string, Larger>;
  /** Position of the group of each area in the study; −1 for none. */
  readonly group: Int16Array;
  readonly listed: Told["listed"];
  /** Rows of the areas that are narrowly outside in the study. */
  readonly near: ReadonlySet<number>;
  /** Rows on the published list; null where the study names none. */
  readonly published: Set<number> | null;
  /** In how many versions areas are on the list, those that are in any; null: none were tried. */
  readonly versions: Told["versions"];
  readonly #row: Map<string, number>;

  constructor(told: Told) {
    this.code = frontDecoded(told.code);
    this.name = frontDecoded(told.name);
    this.larger = Object.fromEntries(
      Object.entries(told.larger).map(([by, one]) => [
        by,
        { ...one, code: frontDecoded(one.code) },
      ]),
    );
    this.group = Int16Array.from(told.group);
    this.listed = told.listed;
    this.near = new Set(told.near);
    this.published = told.published && new Set(told.published);
    this.versions = told.versions;
    this.#row = new Map(this.code.map((code, row) => [code, row]));
  }

  get number(): number {
    return this.code.length;
  }

  /** The row of a code; undefined if there is no such area. */
  row(code: string): number | undefined {
    return this.#row.get(code);
  }

  /** The name of what an area lies in; "" where that is not known. */
  within(by: string, row: number): string {
    const larger = this.larger[by];
    return larger?.title[larger.at[row] ?? -1] ?? "";
  }
}

/**
 * The areas of a study, from what their file holds.
 *
 * @throws FileProblem if it is not what it should be.
 */
export function areasOf(told: unknown, file: string): Areas {
  try {
    const areas = new Areas(told as Told);
    const columns = [areas.name, areas.group, ...Object.values(areas.larger).map((one) => one.at)];
    if (columns.every((one) => one.length === areas.number)) return areas;
  } catch {
    // What it lacks does not matter: it is not the file.
  }
  throw new FileProblem("broken", file);
}
