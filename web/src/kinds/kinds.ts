/** Kinds of neighbourhood: of which kind each place is, how typical of it, and what it is like. */

import type { Kind, KindsTold } from "../engine/study.ts";
import { FileProblem } from "../files/fetch.ts";
import { say } from "../text/messages.ts";
import { percent } from "../text/numbers.ts";

/** What `kinds.json.gz` holds; −1 stands for nothing. */
export interface Members {
  row: number[];
  listed: boolean[];
  kind: number[];
  within: number[];
  typical: (number | null)[];
  second: number[];
  similar: { of: number[]; like: number[]; alike: number[][]; apart: number[] };
}

/** A place that is like another: in which figures both stand out, and in which they differ. */
export interface Like {
  row: number;
  alike: string[];
  apart: string;
}

/** Of which kind a place is; a listed one is of it, another is carried to it. */
export interface Standing {
  kind: Kind;
  /** Position of the kind. */
  at: number;
  isListed: boolean;
  within: Kind | null;
  typical: number;
  second: Kind | null;
}

export class Kinds {
  readonly about: KindsTold;
  /** Position of the kind of each area; NaN: it has none. */
  readonly of: Float64Array;
  readonly #members: Members;
  readonly #at: Map<number, number>;
  readonly #similar = new Map<number, Like[]>();

  constructor(about: KindsTold, members: Members, areas: number) {
    this.about = about;
    this.#members = members;
    this.#at = new Map(members.row.map((row, n) => [row, n]));
    this.of = new Float64Array(areas).fill(NaN);
    members.row.forEach((row, n) => {
      if (members.kind[n]! >= 0) this.of[row] = members.kind[n]!;
    });
    const { of, like, alike, apart } = members.similar;
    of.forEach((row, n) => {
      const one = {
        row: like[n]!,
        alike: alike[n]!.map((figure) => about.figures[figure]!),
        apart: about.figures[apart[n]!] ?? "",
      };
      this.#similar.set(row, [...(this.#similar.get(row) ?? []), one]);
    });
  }

  /** Whether a place is on the list that kinds were found in, or carried to it; null: neither. */
  isListed(row: number): boolean | null {
    const n = this.#at.get(row);
    return n === undefined ? null : this.#members.listed[n]!;
  }

  /** Of which kind a place is; null: of none. */
  standing(row: number): Standing | null {
    const n = this.#at.get(row);
    const kind = n === undefined ? undefined : this.about.kinds[this.#members.kind[n]!];
    if (n === undefined || !kind) return null;
    return {
      kind,
      at: this.#members.kind[n]!,
      isListed: this.#members.listed[n]!,
      within: this.about.kinds[this.#members.within[n]!] ?? null,
      typical: this.#members.typical[n] ?? 0,
      second: this.about.kinds[this.#members.second[n]!] ?? null,
    };
  }

  /** Places anywhere that are most like one on the list. */
  similar(row: number): Like[] {
    return this.#similar.get(row) ?? [];
  }
}

/**
 * The kinds of a study, from what their file holds.
 *
 * @throws FileProblem if it is not what it should be.
 */
export function kindsIn(about: KindsTold, told: unknown, areas: number): Kinds {
  try {
    const { row, listed, kind, within, typical, second, similar } = told as Members;
    const columns = [listed, kind, within, typical, second];
    const likes = [similar.like, similar.alike, similar.apart];
    const isWhole =
      columns.every((one) => one.length === row.length) &&
      likes.every((one) => one.length === similar.of.length);
    if (isWhole) return new Kinds(about, told as Members, areas);
  } catch {
    // What it lacks does not matter: it is not the file.
  }
  throw new FileProblem("broken", about.file);
}

/** What is told of the kinds of a study; null: nothing, or the figures bear none. */
export const kindsOf = (study: { kinds?: KindsTold | null }): KindsTold | null =>
  study.kinds?.file ? study.kinds : null;

/** The kinds of the first level, which areas are coloured and narrowed by. */
export const topOf = (about: KindsTold): Kind[] => about.kinds.filter((one) => one.level === 1);

/** A kind as a label of the places that are of it, or that are carried to it. */
export const labelOf = ({ kind, name }: Kind, isListed: boolean): string =>
  say("web-kinds-label", { standing: isListed ? "listed" : "carried", kind, name });

/** How a place stands to its kind, or why it has none. */
export function inWords(kinds: Kinds, row: number): string[] {
  const found = kinds.standing(row);
  if (!found) {
    if (kinds.isListed(row) !== null) return [say("web-kinds-place-lacks")];
    const { others } = kinds.about;
    return [say("web-kinds-place-outside", { carried: others ? "yes" : "no", others })];
  }
  const { isListed, typical, second, within } = found;
  const said = [];
  if (!isListed) said.push(say(typical ? "web-kinds-carried" : "web-kinds-beyond"));
  else if (second) {
    const { kind, name } = second;
    said.push(say("web-kinds-place", { typical: percent(typical, 0), kind, name }));
  }
  if (within) said.push(say("web-kinds-within", { kind: within.kind, name: within.name }));
  return said;
}

/** What two places share, and where they differ. */
export function likeInWords({ alike: [first, second], apart }: Like): string {
  const said = [];
  if (first && second) said.push(say("web-kinds-alike-two", { first, second }));
  else if (first) said.push(say("web-kinds-alike", { first }));
  if (apart) said.push(say("web-kinds-apart", { title: apart }));
  return said.join(" ");
}

/** The columns that a file has of kinds. */
export function columnsOf(
  kinds: Kinds,
): { name: string; of: (row: number) => string | number | null }[] {
  const standing = (row: number) => kinds.standing(row);
  return [
    { name: "kind", of: (row) => standing(row)?.kind.kind ?? null },
    { name: "kind_name", of: (row) => standing(row)?.kind.name ?? null },
    { name: "typical", of: (row) => standing(row)?.typical ?? null },
  ];
}

/** What the note of a file says of those columns: what they hold, how sure the kinds are. */
export function fileInWords({ others, opening, notes }: KindsTold): string[] {
  return [say("web-kinds-file", { carried: others ? "yes" : "no", others }), opening, ...notes];
}
