/** Packed columns back to figures, to the last bit. */

import type { Packed } from "./study.ts";

/** The code of an area that has no figure. */
const MISSING = 65_535;

/**
 * Unpack one column.
 *
 * @param data The bytes, little-endian.
 * @param told Where columns and tables stand in them.
 * @param name The column.
 * @param areas How many figures it holds.
 * @returns The figures; NaN where there is none.
 * @throws If there is no such column, or the bytes end before it does.
 */
export function unpack(data: ArrayBuffer, told: Packed, name: string, areas: number): Float64Array {
  const place = told.parts[name];
  if (!place) throw new Error(`no column ${name}`);
  if (place.coded === null) return new Float64Array(data, place.at, areas).slice();
  const table = told.tables[place.coded];
  if (!table) throw new Error(`no table ${place.coded}`);
  const figures = new Float64Array(data, table.at, table.length);
  const codes = new Uint16Array(data, place.at, areas);
  return Float64Array.from(codes, (code) => (code === MISSING ? NaN : (figures[code] ?? NaN)));
}
