/** Why a place is in or out: what pushes it over the cuts, or holds it back. */

import type { Index, Study } from "../engine/study.ts";
import { say } from "../text/messages.ts";
import { ranks, signed } from "../text/numbers.ts";

/** What is too little to be said to push. */
const LITTLE = 0.05;

export interface Push {
  title: string;
  /** What it adds to the score, less what it adds to the average area's. */
  points: number;
}

/**
 * What each part adds to a place's score, less what it adds to that of the average area.
 *
 * @param values Figures of each part, by index.part.
 */
export function pushesOf(
  index: Index,
  row: number,
  values: Record<string, Float64Array>,
  weights: Record<string, number>,
): Push[] {
  return index.parts.map((part) => {
    const name = `${index.name}.${part.name}`;
    const column = values[name]!;
    let [sum, known] = [0, 0];
    for (const one of column) {
      if (one === one) {
        sum += one;
        known += 1;
      }
    }
    return { title: part.title, points: (weights[name] ?? 0) * (column[row]! - sum / known) };
  });
}

/** The same in a sentence: the two that lift it most, and the two that hold it back. */
export function inWords(pushes: Push[], index: string): string {
  const told = (list: Push[]): string => {
    const texts = list.map(({ title, points }) =>
      say("pushed", { part: title, points: signed(points) }),
    );
    return texts.length > 1 ? say("and", { first: texts[0]!, second: texts[1]! }) : texts[0]!;
  };
  const up = pushes
    .filter((one) => one.points > LITTLE)
    .sort((one, other) => other.points - one.points)
    .slice(0, 2);
  const down = pushes
    .filter((one) => one.points < -LITTLE)
    .sort((one, other) => one.points - other.points)
    .slice(0, 2);
  return say("pushes", {
    index,
    up: up.length ? say("pushed-up", { parts: told(up) }) : say("pushed-by-nothing"),
    down: down.length ? say("held-back", { parts: told(down) }) : say("held-by-nothing"),
  });
}

/** Whether a place is on the list, and by how much, in one sentence. */
export function standing(study: Study, inside: boolean, near: boolean, margin: number): string {
  const title = study.groups.find((group) => group.name === study.list_of)?.title ?? "";
  const group = title.includes("“") ? title : `“${title}”`;
  if (Number.isNaN(margin)) return say("standing-unknown", { group });
  const told = ranks(Math.abs(margin));
  if (inside) return say("standing-on", { group, ranks: told });
  if (margin >= 0) return say("standing-barred", { group });
  if (near) return say("standing-near", { group, ranks: told });
  return say("standing-off", { group, ranks: told });
}
