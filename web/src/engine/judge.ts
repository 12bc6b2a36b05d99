/** Cuts, groups and margins, exactly as leftbehind/groups.py finds them. */

import type { Asked, Group, Rule } from "./study.ts";

/** Where a condition of a group cuts an index. */
export interface Cut {
  group: string;
  index: string;
  /** Last rank inside. */
  rank: number;
  /** Score of the last area inside; null where none is. */
  score: number | null;
}

export interface Judged {
  /** Position of the group of each area among the groups; −1 for none. */
  group: Int16Array;
  /** Ranks inside the cut that decides, for the list; negative outside, NaN unknown. */
  margin: Float64Array;
  /** Areas that something other than a cut keeps off the list. */
  barred: Uint8Array;
  cuts: Cut[];
}

interface Member {
  inside: Uint8Array;
  margin: Float64Array;
  barred: Uint8Array;
}

/** The last rank inside a cut that asks for a share, or for a number of areas. */
export function lastRank(asked: Asked, areas: number, rule: Rule): number {
  if (asked.number !== null) return Math.min(asked.number, areas);
  // A share typed in percent is no exact binary number: 0.07 × 100 is above 7.
  const exact = Math.round((asked.share ?? 0) * areas * 1e9) / 1e9;
  if (rule.rounding === "floor") return Math.floor(exact);
  return rule.rounding === "ceil" ? Math.ceil(exact) : Math.floor(exact + 0.5);
}

/**
 * Apply the rules of all groups.
 *
 * An area without a rank on an index that a rule looks at is not in the group: it is not known
 * whether it should be.
 *
 * @param groups The rules, in the study's order.
 * @param listOf The group that the study is about.
 * @param rule Rounding and ties.
 * @param number N, of which shares are taken.
 * @param scores Scores of each index.
 * @param ranks Ranks of each index.
 * @throws If a rule names no index or group, or groups exclude each other in a circle.
 */
export function judge(
  groups: Group[],
  listOf: string,
  rule: Rule,
  number: number,
  scores: Record<string, Float64Array>,
  ranks: Record<string, Float64Array>,
): Judged {
  const areas = Object.values(ranks)[0]?.length ?? 0;
  const known = new Uint8Array(areas).fill(1);
  for (const rank of Object.values(ranks)) {
    for (let area = 0; area < areas; area++) if (rank[area] !== rank[area]) known[area] = 0;
  }
  const found = new Map<string, Member>();
  const cuts: Cut[] = [];

  function member(name: string, path: string[]): Member {
    const done = found.get(name);
    if (done) return done;
    if (path.includes(name)) throw new Error(`groups exclude each other: ${name}`);
    const group = groups.find((one) => one.name === name);
    if (!group) throw new Error(`no group ${name}`);
    const excluded = group.unless.length
      ? group.unless
      : group.rest
        ? groups.filter((one) => one !== group && !one.rest).map((one) => one.name)
        : [];
    const others = excluded.map((other) => member(other, [...path, name]));
    const own = memberOf(group, others);
    found.set(name, own);
    return own;
  }

  function memberOf(group: Group, others: Member[]): Member {
    const barred = new Uint8Array(areas);
    for (let area = 0; area < areas; area++) {
      // Who is unknown may belong to the group that goes before.
      if (others.length && !known[area]) barred[area] = 1;
      for (const other of others) if (other.inside[area]) barred[area] = 1;
    }
    const margins = group.worst.map((asked) => marginOf(group, asked));
    const margin = new Float64Array(areas).fill(NaN);
    const inside = new Uint8Array(areas);
    if (!margins.length) {
      for (let area = 0; area < areas; area++) inside[area] = known[area]! & (barred[area]! ^ 1);
      return { inside, margin, barred };
    }
    const needed = group.at_least || margins.length;
    const own = new Float64Array(margins.length);
    for (let area = 0; area < areas; area++) {
      let least = Infinity;
      let most = -Infinity;
      for (let n = 0; n < margins.length; n++) {
        const ranks = margins[n]![area]!;
        const known = ranks === ranks ? ranks : -Infinity; // an unknown one counts as last
        if (known < least) least = known;
        if (known > most) most = known;
        own[n] = known;
      }
      // The needed-th largest margin is the one that decides.
      let deciding = needed === 1 ? most : least;
      if (needed > 1 && needed < margins.length) deciding = own.slice().sort().at(-needed)!;
      inside[area] = deciding >= 0 && !barred[area] ? 1 : 0;
      margin[area] = deciding === -Infinity ? NaN : deciding;
    }
    return { inside, margin, barred };
  }

  function marginOf(group: Group, asked: Asked): Float64Array {
    const rank = ranks[asked.index];
    const score = scores[asked.index];
    if (!rank || !score) throw new Error(`no index ${asked.index}`);
    const cut = lastRank(asked, number, rule);
    let last = 0;
    let tied = 0;
    for (let area = 0; area < areas; area++) {
      const own = rank[area]!;
      if (own > cut || own < last) continue;
      if (own === last) tied += 1;
      else if (own > last) [last, tied] = [own, 1];
    }
    // Areas that tie over the cut are all inside, or all outside.
    const end = rule.ties === "outside" && last + tied - 1 > cut ? last - 1 : cut;
    const margin = new Float64Array(areas);
    let least: number | null = null;
    for (let area = 0; area < areas; area++) {
      const own = rank[area]!;
      const inside = own <= end;
      margin[area] = own !== own ? NaN : inside ? cut - own : Math.min(cut - own, -1);
      if (inside && (least === null || score[area]! < least)) least = score[area]!;
    }
    cuts.push({ group: group.name, index: asked.index, rank: cut, score: least });
    return margin;
  }

  for (const group of groups) member(group.name, []);
  const first = new Int16Array(areas).fill(-1);
  for (let at = groups.length - 1; at >= 0; at--) {
    const { inside } = found.get(groups[at]!.name)!;
    for (let area = 0; area < areas; area++) if (inside[area]) first[area] = at;
  }
  const list = found.get(listOf);
  if (!list) throw new Error(`no group ${listOf}`);
  return { group: first, margin: list.margin, barred: list.barred, cuts };
}
