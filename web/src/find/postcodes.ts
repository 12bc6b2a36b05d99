/** Postcodes: a file for each postcode area, loaded when somebody types one. */

import { heldJson } from "../files/fetch.ts";

/** Rows by the two halves of a postcode. */
type Told = Record<string, Record<string, number>>;

const PATTERN = /^([A-Z]{1,2})([0-9][A-Z0-9]?) ?([0-9][A-Z]{2})$/;

export interface Postcode {
  area: string;
  outward: string;
  inward: string;
}

/** A whole postcode, however it is typed; null for anything else. */
export function postcodeOf(typed: string): Postcode | null {
  const found = PATTERN.exec(typed.trim().toUpperCase().replace(/\s+/g, " "));
  if (!found) return null;
  const [, area = "", district = "", inward = ""] = found;
  return { area, outward: area + district, inward };
}

/**
 * The row that a postcode lies in; undefined if it is not known.
 *
 * @throws FileProblem if the file of its area is missing or broken.
 */
export async function rowOf(postcode: Postcode): Promise<number | undefined> {
  const told = await heldJson<Told>(`postcodes-${postcode.area}.json.gz`);
  return told[postcode.outward]?.[postcode.inward];
}
