/** A reader's own figures by area code, joined here: they never leave the page. */

import Papa from "papaparse";
import type { Areas } from "../files/areas.ts";

/** Beyond this a file is surely not a table of areas. */
const MOST_BYTES = 60_000_000;

export interface Joined {
  file: string;
  /** Figures of every area, by column; NaN where the file has none. */
  columns: Record<string, Float64Array>;
  matched: number;
  /** Rows whose code is no area of the study: number of the line and what stands there. */
  unmatched: { line: number; text: string }[];
  /** Rows whose code came before: the first is kept. */
  repeated: { line: number; text: string }[];
}

export type Refusal = "too-large" | "no-rows" | "no-codes" | "no-figures";

export class CsvProblem extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal);
  }
}

/** "1,234.5", " 12% " and "£3" as numbers; NaN for anything else, and for nothing. */
export function numberOf(text: string | undefined): number {
  const bare = (text ?? "").replace(/[\s,£$€%]/g, "").replace(/^−/, "-");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare) ? Number(bare) : NaN;
}

const isFilled = (row: string[]): boolean => row.some((cell) => cell.trim());

/**
 * Join a CSV to the areas by the column that holds most of their codes.
 *
 * @throws CsvProblem if it holds no rows, no codes of these areas or no figures.
 */
export function join(text: string, file: string, areas: Areas): Joined {
  if (text.length > MOST_BYTES) throw new CsvProblem("too-large");
  const read = Papa.parse<string[]>(text.replace(/^\ufeff/, ""));
  const [head = [], ...rows] = read.data;
  if (!rows.some(isFilled)) throw new CsvProblem("no-rows");
  const found = head.map(
    (_, at) => rows.filter((row) => areas.row((row[at] ?? "").trim()) !== undefined).length,
  );
  const codes = found.indexOf(Math.max(...found));
  if (!found[codes]) throw new CsvProblem("no-codes");
  const figures = head
    .map((title, at) => ({ title: title.trim() || `#${at + 1}`, at }))
    .filter(({ at }) => at !== codes && rows.some((row) => !Number.isNaN(numberOf(row[at]))));
  if (!figures.length) throw new CsvProblem("no-figures");
  const joined: Joined = { file, columns: {}, matched: 0, unmatched: [], repeated: [] };
  for (const { title } of figures) {
    joined.columns[title] = new Float64Array(areas.number).fill(NaN);
  }
  const seen = new Set<number>();
  rows.forEach((row, n) => {
    if (!isFilled(row)) return;
    const text = (row[codes] ?? "").trim();
    const area = areas.row(text);
    const line = n + 2; // after the heading, counted from one
    if (area === undefined) joined.unmatched.push({ line, text });
    else if (seen.has(area)) joined.repeated.push({ line, text });
    else {
      seen.add(area);
      for (const { title, at } of figures) joined.columns[title]![area] = numberOf(row[at]);
    }
  });
  joined.matched = seen.size;
  return joined;
}
