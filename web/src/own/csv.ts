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

/** Commas and spaces stand between thousands only: "1,5" is not 15. */
const NUMBER = /^[-+]?(?=\.?\d)(\d{1,3}([,\s]\d{3})+|\d*)(\.\d*)?(e[-+]?\d+)?$/i;

/** "1,234.5", " 12% " and "£3" as numbers; NaN for anything else, and for nothing. */
export function numberOf(text: string | undefined): number {
  const bare = (text ?? "")
    .replace(/[£$€%]/g, "")
    .trim()
    .replace(/^−/, "-");
  return NUMBER.test(bare) ? Number(bare.replace(/[,\s]/g, "")) : NaN;
}

const isFilled = (row: string[]): boolean => row.some((cell) => cell.trim());

/** The cells of a table. */
function cellsOf(text: string): string[][] {
  // Which sign parts the cells is guessed without blank lines: they would mislead the guess.
  const { delimiter } = Papa.parse(text, { preview: 1, skipEmptyLines: "greedy" }).meta;
  return Papa.parse<string[]>(text, { delimiter }).data;
}

/** Titles of columns, no two alike: without one, or a second time, it is told by its place. */
function titlesOf(head: string[]): string[] {
  const titles = head.map((cell) => cell.trim());
  return titles.map((title, at) =>
    title && titles.indexOf(title) === at ? title : `${title} #${at + 1}`.trim(),
  );
}

/**
 * Join a CSV to the areas by the column that holds most of their codes.
 *
 * @throws CsvProblem if it holds no rows, no codes of these areas or no figures.
 */
export function join(text: string, file: string, areas: Areas): Joined {
  if (text.length > MOST_BYTES) throw new CsvProblem("too-large");
  const cells = cellsOf(text);
  const isCode = (cell: string) => areas.row(cell.trim()) !== undefined;
  const start = Math.max(cells.findIndex(isFilled), 0);
  // A first row that holds a code is no heading.
  const headed = cells[start]?.some(isCode) ? 0 : 1;
  const head = headed ? (cells[start] ?? []) : cells[start]!.map(() => "");
  const rows = cells.slice(start + headed);
  if (!rows.some(isFilled)) throw new CsvProblem("no-rows");
  const found = head.map((_, at) => rows.filter((row) => isCode(row[at] ?? "")).length);
  const codes = found.indexOf(Math.max(...found));
  if (!found[codes]) throw new CsvProblem("no-codes");
  const figures = titlesOf(head)
    .map((title, at) => ({ title, at }))
    .filter(({ at }) => at !== codes && rows.some((row) => !Number.isNaN(numberOf(row[at]))));
  if (!figures.length) throw new CsvProblem("no-figures");
  // Without a prototype: a column may be called "__proto__".
  const columns: Joined["columns"] = Object.create(null);
  const joined: Joined = { file, columns, matched: 0, unmatched: [], repeated: [] };
  for (const { title } of figures) {
    columns[title] = new Float64Array(areas.number).fill(NaN);
  }
  const seen = new Set<number>();
  rows.forEach((row, n) => {
    if (!isFilled(row)) return;
    const text = (row[codes] ?? "").trim();
    const area = areas.row(text);
    const line = start + headed + n + 1; // counted from one
    if (area === undefined) joined.unmatched.push({ line, text });
    else if (seen.has(area)) joined.repeated.push({ line, text });
    else {
      seen.add(area);
      for (const { title, at } of figures) columns[title]![area] = numberOf(row[at]);
    }
  });
  joined.matched = seen.size;
  return joined;
}
