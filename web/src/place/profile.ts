/** The outcomes of a place and of what it lies in, and its ranks: a file for each district. */

import type { Study } from "../engine/study.ts";
import type { Areas } from "../files/areas.ts";
import { heldJson } from "../files/fetch.ts";

/** What `profiles-N.json.gz` holds. */
interface Told {
  row: number[];
  here: Record<string, (number | null)[]>;
  larger: Record<string, Record<string, (number | null)[]>>;
  at: Record<string, number[]>;
  spread: Record<string, { low: (number | null)[]; high: (number | null)[] }>;
}

export interface Profile {
  /** Figures of the place, by outcome. */
  here: Record<string, number | null>;
  /** Names and figures of the larger areas it lies in, the smallest first. */
  larger: { title: string; rates: Record<string, number | null> }[];
  /** Its first and last rank in nine of ten versions of the study, by index. */
  spread: Record<string, [number, number]>;
}

/**
 * The outcomes and ranks of a place.
 *
 * @throws FileProblem if their file is missing or broken.
 */
export async function profileOf(study: Study, areas: Areas, row: number): Promise<Profile> {
  const parted = areas.larger[study.parted_by];
  const parts = parted ? parted.code.length : 1;
  const at = parted ? (parted.at[row] ?? -1) : 0;
  const file = `profiles-${at < 0 ? parts : at}.json.gz`;
  const { row: rows, here, larger, at: positions, spread } = await heldJson<Told>(file);
  const own = rows.indexOf(row);
  const pick = (rates: Record<string, (number | null)[]>, n: number) =>
    Object.fromEntries(Object.entries(rates).map(([name, list]) => [name, list[n] ?? null]));
  const around = Object.keys(larger)
    .filter((by) => (areas.larger[by]?.at[row] ?? -1) >= 0)
    .sort((one, other) => areas.larger[other]!.code.length - areas.larger[one]!.code.length);
  const ranks: Profile["spread"] = {};
  for (const [index, { low, high }] of Object.entries(spread)) {
    const ends = [low[own], high[own]];
    if (ends[0] && ends[1]) ranks[index] = [ends[0], ends[1]]; // one that is not known has none
  }
  return {
    here: pick(here, own),
    larger: around.map((by) => {
      const place = areas.larger[by]!.at[row]!;
      const rates = pick(larger[by]!, positions[by]!.indexOf(place));
      return { title: areas.larger[by]!.title[place]!, rates };
    }),
    spread: ranks,
  };
}
