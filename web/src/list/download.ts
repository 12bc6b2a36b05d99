/** What is selected as files to keep: CSV with a note, or GeoJSON. */

import { strToU8, zipSync } from "fflate";
import Papa from "papaparse";

export interface Sheet {
  columns: string[];
  rows: (string | number | null)[][];
}

/** A sheet as CSV, in a zip with the note that says what it is. */
export function csvOf(sheet: Sheet, note: string): Uint8Array {
  const csv = Papa.unparse(
    { fields: sheet.columns, data: sheet.rows },
    { escapeFormulae: true, newline: "\r\n" },
  );
  return zipSync(
    { "areas.csv": strToU8(`\ufeff${csv}`), "README.txt": strToU8(note) },
    { mtime: new Date(1980, 0, 1) }, // the same rows, the same bytes
  );
}

/**
 * A sheet as GeoJSON, a point inside each area.
 *
 * @param points Longitude and latitude of each row; null where there is none.
 */
export function geojsonOf(sheet: Sheet, points: ([number, number] | null)[], note: string): string {
  return JSON.stringify({
    type: "FeatureCollection",
    note,
    features: sheet.rows.map((row, n) => ({
      type: "Feature",
      geometry: points[n] ? { type: "Point", coordinates: points[n] } : null,
      properties: Object.fromEntries(sheet.columns.map((name, at) => [name, row[at] ?? null])),
    })),
  });
}

/** Hand bytes to the reader as a file. */
export function save(data: BlobPart, type: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
