/** Other lists beside the study's own: on which a place has been, and what changed since. */

import type { Edition, Study } from "../engine/study.ts";
import { say } from "../text/messages.ts";
import { percent, plain, ranks } from "../text/numbers.ts";

/** Where an area stands on two lists of the same areas, as `name.state` numbers it. */
export const STATES = ["stayed", "entered", "left", "neither"] as const;
export type State = (typeof STATES)[number];

/** How many of its people live in areas of a list, the most first. */
export const SHARES = ["all", "most", "some", "none"] as const;

/** A share from which on it is shown as all, as Python has it. */
const FULL = 0.9995;
const HALF = 0.5;

/** Figures of every area, by the name of an edition and what they are: "england-2019.on". */
export type Since = Record<string, Float64Array>;

export const editionsOf = (study: Study): Edition[] => study.since ?? [];

/** The edition that a measure ("since:NAME") or a group ("entered:NAME") is about. */
export function editionIn(study: Study, told: string): Edition | null {
  const name = told.slice(told.indexOf(":") + 1);
  return editionsOf(study).find((one) => one.name === name && told.includes(":")) ?? null;
}

/** Whether an area stayed, entered, left or was on neither list; null: it is not known. */
export function stateOf(since: Since, edition: Edition, row: number): State | null {
  return STATES[since[`${edition.name}.state`]?.[row] ?? NaN] ?? null;
}

/** How many of the people of an area live in areas of a list; −1: it is not known. */
export function shareStep(since: Since, edition: Edition, row: number): number {
  if (since[`${edition.name}.unknown`]![row]! > FULL) return -1;
  const on = since[`${edition.name}.on`]![row]!;
  if (on > FULL) return 0;
  if (on < 1 - FULL) return SHARES.length - 1;
  return on >= HALF ? 1 : 2;
}

/** What the map is called that shows an edition. */
export const measureInWords = (edition: Edition): string =>
  say("web-since-measure", { kind: edition.moves ? "moves" : "share", short: edition.short });

/** How many moved since, or how much of this list was on that of another. */
export function sentenceOf({ moves, share, short }: Edition): string {
  if (moves) {
    return say("web-since-sentence", {
      short,
      stayed: plain(moves.stayed),
      entered: plain(moves.entered),
      left: plain(moves.left),
    });
  }
  if (share === null) return say("web-since-nobody", { short });
  return say("web-since-carried", { share: percent(share), short });
}

/** Whether a place was on the list of an edition, by how much, or how many of its people were. */
export function standingIn(since: Since, edition: Edition, row: number): string {
  const step = shareStep(since, edition, row);
  if (step < 0) return say("web-since-place", { kind: "unknown" });
  const on = since[`${edition.name}.on`]![row]!;
  const unknown = since[`${edition.name}.unknown`]![row]!;
  const margin = since[`${edition.name}.margin`]?.[row] ?? NaN;
  const isSure = unknown < 1 - FULL;
  const isWhole = step === 0 || (step === SHARES.length - 1 && isSure);
  const kind = !edition.moves
    ? isWhole
      ? SHARES[step]!
      : "part"
    : step === 0
      ? margin >= 0
        ? "inside"
        : "on"
      : margin < 0
        ? "outside"
        : "off"; // inside the cuts, but a rule keeps it out
  const told = say("web-since-place", {
    kind,
    share: percent(on),
    ranks: ranks(Math.abs(margin)),
  });
  if (isSure) return told;
  return `${told} ${say("history-part-unsaid", { share: percent(unknown) })}`;
}

/** What each change adds to the move of a place, in percent; none: it did not move. */
export function partsOf(since: Since, edition: Edition, row: number): number[] {
  const parts = edition.causes.map((_, n) => since[`${edition.name}.${n}`]?.[row] ?? NaN);
  return parts.some(Number.isNaN) ? [] : parts;
}

/** The columns that a file has of each edition, and what they hold. */
export function columnsOf(
  editions: Edition[],
  since: Since,
): { name: string; says: string; of: (row: number) => string | number | null }[] {
  return editions.map((edition) => {
    const column = edition.moves ? `since_${edition.name}` : `on_${edition.name}`;
    const kind = edition.moves ? "moves" : "share";
    return {
      name: column,
      says: say("web-since-file", { kind, column, title: edition.title }),
      of: (row) => {
        if (edition.moves) return stateOf(since, edition, row);
        return shareStep(since, edition, row) < 0 ? null : since[`${edition.name}.on`]![row]!;
      },
    };
  });
}
