/** Colours, from the one file that reports and charts read too. */

import look from "../../../src/leftbehind/show/look.json";

export type Mode = "light" | "dark";
export type Hue = "deprived" | "need" | "outcome";

/** The classes that areas are coloured by; how each looks depends on the mode. */
export type Paint =
  | { role: "both" | "deprived" | "need" | "neither" | "none" | "ink" }
  | { hue: Hue; step: number; steps: 5 | 10 }
  | { across: number; up: number }
  | { sure: number }
  | { change: number }
  | { kind: number; hatched: boolean };

/** Areas that are carried to a kind have its colour, hatched. */
export const isHatched = (paint: Paint): boolean => "kind" in paint && paint.hatched;

export function colour(paint: Paint, mode: Mode): string {
  const theme = look[mode];
  if ("hue" in paint) return theme.sequential[paint.hue][`${paint.steps}`][paint.step]!;
  if ("change" in paint) return theme.change[paint.change]!;
  if ("sure" in paint) return theme.sure[paint.sure]!;
  if ("kind" in paint) return kindColours(mode)[Math.min(paint.kind, EIGHTH)]!;
  if ("up" in paint) return theme.bivariate["3"][paint.up]![paint.across]!;
  return paint.role === "none" ? theme.colour.paper : theme.colour[paint.role];
}

/** From the eighth kind on they are drawn alike. */
const EIGHTH = 7;

/** Colours of kinds, as on maps of reports: four that all can tell apart, then four nearer ones. */
function kindColours(mode: Mode): string[] {
  const { colour, sequential } = look[mode];
  const [rose, blue, green] = [sequential.deprived, sequential.need, sequential.outcome];
  const four = [colour.both, colour.need, rose["5"][2]!, rose["5"][3]!];
  return [...four, colour.outcome, green["5"][4]!, blue["5"][2]!, green["5"][1]!];
}

export function token(name: keyof (typeof look)["light"]["colour"], mode: Mode): string {
  return look[mode].colour[name];
}

/** Put the colours of a mode on, for all style sheets. */
export function wear(mode: Mode): void {
  const page = document.documentElement;
  for (const [name, value] of Object.entries(look[mode].colour)) {
    page.style.setProperty(`--${name}`, value);
  }
  page.style.setProperty("color-scheme", mode);
}
