/** Which rows the list shows, and in which order. */

import { isClose, type Sure } from "../doubt/versions.ts";
import type { Areas } from "../files/areas.ts";
import type { Study } from "../engine/study.ts";
import { kindsOf, topOf, type Kinds } from "../kinds/kinds.ts";
import { editionIn, stateOf, type Since } from "../since/editions.ts";
import { simple } from "../text/simple.ts";

/** What a reader asks of the list. */
export interface Asked {
  /**
   * A group, or one of: "" the list, "near", "close", "entered", "left", "any"; "stayed:NAME",
   * "entered:NAME", "left:NAME": since another study.
   */
  group: string;
  /** A larger area, as "breakdown:code"; "", and one that there is not: everywhere. */
  inside: string;
  find: string;
  /** A kind of neighbourhood, as tables call it; "", and one that there is not: any. */
  kind: string;
  /** A column, with "-" before it for the other direction; "": by district and name. */
  sort: string;
}

/** What is known of all areas now, and what the study itself says. */
export interface Known {
  group: Int16Array;
  margin: Float64Array | null;
  isNear: (row: number) => boolean;
  ranks: Record<string, Float64Array>;
  own: Int16Array;
  people: Float64Array | null;
  sure: Sure | null;
  since: Since | null;
  kinds: Kinds | null;
}

export function rowsOf(study: Study, areas: Areas, known: Known, asked: Asked): number[] {
  const list = study.groups.findIndex((group) => group.name === study.list_of);
  const group = study.groups.findIndex((one) => one.name === asked.group);
  const [by, code] = split(asked.inside);
  const larger = Object.hasOwn(areas.larger, by) ? areas.larger[by] : undefined;
  const inside = larger ? larger.code.indexOf(code) : -1;
  const text = simple(asked.find);
  const edition = editionIn(study, asked.group);
  const about = kindsOf(study);
  const kind = about ? topOf(about).findIndex((one) => one.kind === asked.kind) : -1;

  const rows: number[] = [];
  for (let row = 0; row < areas.number; row++) {
    if (!isAsked(row) || (inside >= 0 && larger!.at[row] !== inside)) continue;
    if (kind >= 0 && known.kinds?.of[row] !== kind) continue;
    if (text && !textOf(study, areas, row).includes(text)) continue;
    rows.push(row);
  }
  return rows.sort(order(study, areas, known, asked.sort));

  function isAsked(row: number): boolean {
    if (edition) {
      return (
        !!known.since && asked.group === `${stateOf(known.since, edition, row)}:${edition.name}`
      );
    }
    const [now, before] = [known.group[row], known.own[row]];
    switch (asked.group) {
      case "any":
        return true;
      case "near":
        return known.isNear(row);
      case "close":
        return !!known.sure && isClose(known.sure, row);
      case "entered":
        return now === list && before !== list;
      case "left":
        return now !== list && before === list;
      default:
        return now === (group >= 0 ? group : list);
    }
  }
}

function split(inside: string): [string, string] {
  const at = inside.indexOf(":");
  return [inside.slice(0, at), inside.slice(at + 1)];
}

function textOf(study: Study, areas: Areas, row: number): string {
  const around = [study.within, ...study.larger.map((one) => one.name)];
  const names = around.map((by) => areas.within(by, row)).join(" ");
  return simple(`${areas.name[row]} ${areas.code[row]} ${names}`);
}

const texts = new Intl.Collator("en", { numeric: true });

function order(
  study: Study,
  areas: Areas,
  known: Known,
  sort: string,
): (one: number, other: number) => number {
  const column = sort.replace(/^-/, "");
  const sign = sort.startsWith("-") ? -1 : 1;
  const district = areas.larger[study.parted_by];
  const title = (row: number) => district?.title[district.at[row] ?? -1] ?? "";
  const byName = (one: number, other: number) =>
    texts.compare(areas.name[one]!, areas.name[other]!) || one - other;
  const byDistrict = (one: number, other: number) =>
    texts.compare(title(one), title(other)) || byName(one, other);
  const largest = {
    margin: known.margin,
    people: known.people,
    versions: known.sure?.shares.narrow,
  }[column];
  const numbers = largest ?? (column === "kind" ? known.kinds?.of : null) ?? known.ranks[column];
  if (numbers) {
    // The largest margin, the most people and versions come first, and the first rank and kind do.
    const first = largest ? -1 : 1;
    return (one, other) => {
      const [a, b] = [numbers[one]!, numbers[other]!];
      if (a !== a || b !== b) return Number(a !== a) - Number(b !== b) || byDistrict(one, other);
      return sign * first * (a - b) || byDistrict(one, other);
    };
  }
  if (column === "name") return (one, other) => sign * byName(one, other);
  return (one, other) => sign * byDistrict(one, other);
}
