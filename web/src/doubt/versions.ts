/** In how many versions of the study a place is on the list, and what that is called. */

import type { Doubt, Index, Study } from "../engine/study.ts";
import type { Areas } from "../files/areas.ts";
import { say } from "../text/messages.ts";
import { percent, plain } from "../text/numbers.ts";

/** With weights close to the study's own, and with weights further away. */
export const SETTINGS = ["narrow", "wide"] as const;
export type Setting = (typeof SETTINGS)[number];

/** Firmly on the list, close to the line, firmly off it. */
export type Standing = "on" | "near" | "off";

const HUNDRED = 100;

/** So many of a hundred, where a share of versions is explained by an example. */
const EXAMPLE = 80;

/** How sure the list is: what was tried, and the share of versions that put each area on it. */
export interface Sure {
  about: Doubt;
  shares: Record<Setting, Float64Array>;
}

/** How sure the list of a study is; null where no versions were tried. */
export function sureOf(study: Study, areas: Areas): Sure | null {
  const about = study.doubt;
  const told = areas.versions;
  if (!about || !told) return null;
  const shares = (counts: number[]): Float64Array => {
    const found = new Float64Array(areas.number);
    told.row.forEach((row, n) => (found[row] = counts[n]! / about.versions));
    return found;
  };
  return { about, shares: { narrow: shares(told.narrow), wide: shares(told.wide) } };
}

/** A share of versions in words, as Python's `of_hundred`; what is not all is never all. */
export function ofHundred(share: number): string {
  const whole = HUNDRED * share;
  const shown = share > 0 && share < 1 ? Math.min(Math.max(whole, 1), HUNDRED - 1) : whole;
  return say("doubt-of-hundred", { text: plain(shown), hundred: plain(HUNDRED) });
}

export function standingOf(share: number, doubt: Doubt): Standing {
  if (share >= doubt.high) return "on";
  return share > doubt.low ? "near" : "off";
}

/** Whether an area is neither firmly on the list nor firmly off it. */
export const isClose = ({ about, shares }: Sure, row: number): boolean =>
  standingOf(shares.narrow[row]!, about) === "near";

/** How closely weights stayed to the study's own. */
export const concentrationOf = (setting: Setting, doubt: Doubt): string =>
  plain(doubt.concentration[setting === "narrow" ? 0 : 1]);

/** A step of how sure it is: its standing, and from and to how many of a hundred versions. */
export interface Step {
  standing: Standing;
  from: number;
  to: number;
}

/** Thirds of what is close to the line, the surest first, between what is firm. */
export function stepsOf({ low, high }: Doubt): Step[] {
  const third = (high - low) / 3;
  const ends = [1, high, high - third, low + third, low, 0];
  const whole = ends.map((end) => Math.round(HUNDRED * end));
  return ends.slice(1).map((_, at) => ({
    standing: at === 0 ? "on" : at === ends.length - 2 ? "off" : "near",
    from: whole[at + 1]!,
    to: whole[at]!,
  }));
}

/** The step that a share lies in; on an end it lies in the less sure one, if it is not firm. */
export function stepOf(share: number, doubt: Doubt, steps: Step[]): number {
  const standing = standingOf(share, doubt);
  if (standing === "on") return 0;
  if (standing === "off") return steps.length - 1;
  return steps.findIndex((step) => step.standing === "near" && share > step.from / HUNDRED);
}

/** What a step is called. */
export const stepInWords = ({ standing, from, to }: Step): string =>
  say("web-sure-step", { standing, from: plain(from), to: plain(to), hundred: plain(HUNDRED) });

const settingsOf = (doubt: Doubt) => ({
  text: plain(doubt.versions),
  narrow: concentrationOf("narrow", doubt),
  wide: concentrationOf("wide", doubt),
});

/** The settings of the column of the list. */
export const settingsInWords = (doubt: Doubt): string =>
  say("web-sure-settings", settingsOf(doubt));

/** What the column of the list holds. */
export const columnInWords = (doubt: Doubt): string => say("web-sure-list", settingsOf(doubt));

/** Which places are close to the line. */
export const closeInWords = ({ low, high }: Doubt): string =>
  say("web-sure-close", {
    low: plain(HUNDRED * low),
    high: plain(HUNDRED * high),
    hundred: plain(HUNDRED),
  });

/** What the columns of a file hold. */
export const fileInWords = (doubt: Doubt): string =>
  say("web-sure-file", { ...settingsOf(doubt), seed: String(doubt.seed) });

/** What was tried, and what of it was not. */
export function triedInWords(doubt: Doubt, indices: Index[]): string[] {
  const { shares, untried } = doubt;
  const panels = indices.filter((index) => doubt.panel.includes(index.name));
  return [
    say("doubt-versions", settingsOf(doubt)),
    ...(shares ? [say("doubt-shares", { low: percent(shares[0]), high: percent(shares[1]) })] : []),
    ...(untried.length ? [say("web-sure-untried", { options: untried.join("; ") })] : []),
    ...(panels.length
      ? [say("web-sure-panel", { indices: panels.map((one) => one.title).join("; ") })]
      : []),
    say("doubt-meaning", { most: plain(EXAMPLE), hundred: plain(HUNDRED) }),
  ];
}
