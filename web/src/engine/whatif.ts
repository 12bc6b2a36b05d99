/** The study under other weights and thresholds, and who enters and leaves. */

import { judge, type Judged } from "./judge.ts";
import { fold, Ranking } from "./rank.ts";
import type { Group, Rules } from "./study.ts";

/** What the reader has moved. */
export interface Settings {
  /** Weight of each part, by index.part. */
  weights: Record<string, number>;
  /** Share of the areas that the rule asks for, by index. */
  worst: Record<string, number>;
  /** How many of its conditions the list asks for: all of them, or any one. */
  atLeast: number;
}

export interface Answer extends Judged {
  scores: Record<string, Float64Array>;
  ranks: Record<string, Float64Array>;
}

/** The study's own settings. */
export function ownSettings(study: Rules): Settings {
  const list = study.groups.find((group) => group.name === study.list_of);
  const worst: Record<string, number> = {};
  for (const asked of list?.worst ?? []) {
    worst[asked.index] = asked.share ?? (asked.number ?? 0) / study.areas.number;
  }
  const weights: Record<string, number> = {};
  for (const index of study.indices) {
    for (const part of index.parts) weights[`${index.name}.${part.name}`] = part.weight;
  }
  return { weights, worst, atLeast: list?.at_least ?? list?.worst.length ?? 0 };
}

/** Why nothing of the study can be moved: a rule asks for more than ranks; "" if all can be. */
export function fixedRule(study: Rules): string {
  return study.groups.find((group) => group.fixed)?.fixed ?? "";
}

/** Folds and judges a study again and again in the same room. */
export class WhatIf {
  readonly #study: Rules;
  readonly #values: Record<string, Float64Array>;
  readonly #scores: Record<string, Float64Array> = {};
  readonly #rankings: Record<string, Ranking> = {};
  /** The weights that scores and ranks are of, by index. */
  readonly #weights: Record<string, string> = {};

  /**
   * @param study The study.
   * @param values Figures of every part, by index.part; all of one length.
   */
  constructor(study: Rules, values: Record<string, Float64Array>) {
    this.#study = study;
    this.#values = values;
    const areas = Object.values(values)[0]?.length ?? 0;
    for (const index of study.indices) {
      this.#scores[index.name] = new Float64Array(areas);
      this.#rankings[index.name] = new Ranking(areas);
    }
  }

  /** What the study says under some settings. The arrays are overwritten by the next answer. */
  answer(settings: Settings): Answer {
    const ranks: Record<string, Float64Array> = {};
    for (const index of this.#study.indices) {
      // What is no weighted sum of its parts comes whole.
      const names = index.fixed
        ? [index.name]
        : index.parts.map((part) => `${index.name}.${part.name}`);
      const values = names.map((name) => {
        const found = this.#values[name];
        if (!found) throw new Error(`no figures of ${name}`);
        return found;
      });
      const weights = names.map((name) => (index.fixed ? 1 : (settings.weights[name] ?? 0)));
      const score = this.#scores[index.name]!;
      const ranking = this.#rankings[index.name]!;
      // A slider moves one index, or none: the others are as they were.
      if (weights.join() !== this.#weights[index.name]) {
        fold(values, weights, score);
        ranking.of(score);
        this.#weights[index.name] = weights.join();
      }
      ranks[index.name] = ranking.rank;
    }
    const groups = this.#study.groups.map((group) => this.#moved(group, settings));
    const { list_of, rule, areas } = this.#study;
    const judged = judge(groups, list_of, rule, areas.number, this.#scores, ranks);
    return { ...judged, scores: this.#scores, ranks };
  }

  /** The rule of a group under some settings: shares are of every group, and–or of the list. */
  #moved(group: Group, settings: Settings): Group {
    const worst = group.worst.map((asked) => {
      const share = settings.worst[asked.index];
      return share === undefined ? asked : { ...asked, share, number: null };
    });
    const at_least = group.name === this.#study.list_of ? settings.atLeast : group.at_least;
    return { ...group, worst, at_least };
  }
}

/** Rows that were not on the list and are now, and the other way round. */
export function turnover(
  before: Int16Array,
  now: Int16Array,
  list: number,
): { enter: number[]; leave: number[] } {
  const enter: number[] = [];
  const leave: number[] = [];
  for (let area = 0; area < now.length; area++) {
    if (now[area] === list && before[area] !== list) enter.push(area);
    if (now[area] !== list && before[area] === list) leave.push(area);
  }
  return { enter, leave };
}
