/** What can be found before all names have been read for the search. */

import type { Areas } from "../files/areas.ts";
import { simple } from "../text/simple.ts";
import type { Found } from "./search.ts";

/** The first so many larger areas and places whose name or code begins with what was typed. */
export function beginningWith(
  typed: string,
  areas: Areas,
  breakdowns: string[],
  most = 12,
): Found[] {
  const text = simple(typed);
  if (!text) return [];
  const code = areas.row(typed.trim().toUpperCase());
  if (code !== undefined) return [{ by: "", at: code }];
  const found: Found[] = [];
  const look = (by: string, names: string[]) => {
    for (let at = 0; at < names.length && found.length < most; at++) {
      if (simple(names[at]!.slice(0, 2 * typed.length)).startsWith(text)) found.push({ by, at });
    }
  };
  for (const by of breakdowns) look(by, areas.larger[by]?.title ?? []);
  look("", areas.name);
  return found;
}
