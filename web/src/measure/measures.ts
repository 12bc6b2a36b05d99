/** What the map is coloured by, and the classes of it. */

import { concentrationOf, SETTINGS, stepInWords, stepOf, stepsOf } from "../doubt/versions.ts";
import type { Setting, Sure } from "../doubt/versions.ts";
import { Ranking } from "../engine/rank.ts";
import type { Doubt, Edition, Index, Study } from "../engine/study.ts";
import {
  editionsOf,
  measureInWords,
  SHARES,
  shareStep,
  stateOf,
  STATES,
  type Since,
  type State,
} from "../since/editions.ts";
import { kindsOf, labelOf, topOf, type Kinds } from "../kinds/kinds.ts";
import { say } from "../text/messages.ts";
import { figure, plain } from "../text/numbers.ts";
import type { Hue, Paint } from "../ui/look.ts";

/** The class of an area that has no figure. */
export const NONE = 255;

const TENTHS = 10;
const THIRDS = 3;
const FIFTHS = 5;

export interface Class {
  label: string;
  paint: Paint;
  /** What stands for the label where there is little room. */
  short?: string;
  areas: number;
}

export interface Colouring {
  title: string;
  /** The class of each area; `NONE`: it has no figure. */
  of: Uint8Array;
  classes: Class[];
  /** Titles of the two indices that a square of colours is made of: across, upwards. */
  square: [string, string] | null;
  /** What must be known to read it; "": nothing. */
  note: string;
  /** What must be known of it once the reader has moved something; "": nothing. */
  moved: string;
  /** The earlier of two lists that a picture of them is drawn of; "": there is none. */
  before: string;
  without: number;
}

/** A measure that can be chosen, and the heading it stands under. */
export interface Choice {
  name: string;
  title: string;
  heading: string;
}

export function choicesOf(study: Study, own: string[]): Choice[] {
  const list: Choice[] = [
    { name: "groups", title: say("web-measure-groups"), heading: say("web-measures-rule") },
  ];
  if (study.indices.length > 1) {
    list.push({
      name: "both",
      title: say("web-measure-both", {
        first: study.indices[0]!.title,
        second: study.indices[1]!.title,
      }),
      heading: say("web-measures-rule"),
    });
  }
  if (kindsOf(study)) {
    list.push({
      name: "kinds",
      title: say("web-kinds-measure"),
      heading: say("web-kinds-heading"),
    });
  }
  for (const edition of editionsOf(study)) {
    list.push({
      name: `since:${edition.name}`,
      title: measureInWords(edition),
      heading: say("web-since-heading"),
    });
  }
  if (study.doubt) {
    for (const setting of SETTINGS) {
      list.push({
        name: `doubt:${setting}`,
        title: titleOfSure(study.doubt, setting),
        heading: say("web-sure-heading"),
      });
    }
  }
  for (const index of study.indices) {
    list.push({ name: index.name, title: index.title, heading: say("web-measures-indices") });
  }
  for (const index of study.indices) {
    for (const part of index.parts) {
      list.push({ name: `${index.name}.${part.name}`, title: part.title, heading: index.title });
    }
  }
  for (const outcome of study.outcomes) {
    if (outcome.name in study.columns.outcomes) {
      list.push({
        name: `outcome:${outcome.name}`,
        title: outcome.title,
        heading: say("web-measures-outcomes"),
      });
    }
  }
  for (const column of own) {
    list.push({ name: `own:${column}`, title: column, heading: say("web-measures-own") });
  }
  return list;
}

export const hueOf = (index: Index): Hue => (index.kind === "other" ? "outcome" : index.kind);

function counted(
  title: string,
  of: Uint8Array,
  classes: Omit<Class, "areas">[],
  more: Partial<Pick<Colouring, "square" | "note" | "moved" | "before">> = {},
): Colouring {
  const areas = new Array<number>(NONE + 1).fill(0);
  for (const one of of) areas[one]! += 1;
  return {
    title,
    of,
    classes: classes.map((one, at) => ({ ...one, areas: areas[at]! })),
    square: null,
    note: "",
    moved: "",
    before: "",
    ...more,
    without: areas[NONE]!,
  };
}

/** Coloured by the group of each area. */
export function byGroup(study: Study, group: Int16Array): Colouring {
  const of = new Uint8Array(group.length);
  for (let row = 0; row < of.length; row++) of[row] = group[row]! < 0 ? NONE : group[row]!;
  return counted(
    say("web-measure-groups"),
    of,
    study.groups.map((one) => ({ label: one.title, paint: { role: one.kind } })),
  );
}

/** Of so many parts of equal size, the one that a rank lies in; 0 holds rank 1. */
function part(rank: number, known: number, parts: number): number {
  return Math.ceil((rank * parts) / known) - 1; // as Python's deciles
}

function known(rank: Float64Array): number {
  let found = 0;
  for (const one of rank) if (one === one) found += 1;
  return found;
}

/** Coloured by tenths of the ranks on an index or a part of one. */
export function byRank(title: string, index: Index, rank: Float64Array): Colouring {
  const number = known(rank);
  const of = Uint8Array.from(rank, (one) => (one === one ? part(one, number, TENTHS) : NONE));
  const classes = Array.from({ length: TENTHS }, (_, tenth) => ({
    label: say("web-tenth", { kind: index.kind, tenth: tenth + 1, text: plain(tenth + 1) }),
    paint: { hue: hueOf(index), step: TENTHS - 1 - tenth, steps: TENTHS } as Paint,
  }));
  return counted(title, of, classes);
}

/** Coloured by thirds of two indices together. */
export function byBoth(study: Study, across: Float64Array, up: Float64Array): Colouring {
  const [first, second] = [known(across), known(up)];
  const of = Uint8Array.from(across, (one, row) => {
    const other = up[row]!;
    if (one !== one || other !== other) return NONE;
    const right = THIRDS - 1 - part(one, first, THIRDS);
    return (THIRDS - 1 - part(other, second, THIRDS)) * THIRDS + right;
  });
  const titles: [string, string] = [study.indices[0]!.title, study.indices[1]!.title];
  const classes = Array.from({ length: THIRDS * THIRDS }, (_, at) => {
    const [right, high] = [at % THIRDS, Math.floor(at / THIRDS)];
    return {
      label: say("web-thirds", {
        first: titles[0],
        second: titles[1],
        right: plain(right + 1),
        up: plain(high + 1),
      }),
      paint: { across: right, up: high } as Paint,
    };
  });
  const title = say("web-measure-both", { first: titles[0], second: titles[1] });
  return counted(title, of, classes, { square: titles });
}

/** Coloured by fifths of figures: as many areas in each as ties allow. */
export function byFigure(
  title: string,
  figures: Float64Array,
  digits: number,
  unit: string,
): Colouring {
  const sorted = figures.filter((one) => one === one).sort();
  const ends: number[] = [];
  for (let n = 1; n <= FIFTHS; n++) {
    const end = sorted[Math.ceil((n * sorted.length) / FIFTHS) - 1];
    if (end !== undefined && end !== ends[ends.length - 1]) ends.push(end);
  }
  const of = Uint8Array.from(figures, (one) =>
    one === one ? ends.findIndex((end) => one <= end) : NONE,
  );
  const classes = ends.map((end, at) => {
    const low = at ? ends[at - 1]! : sorted[0]!;
    const step = ends.length > 1 ? Math.round((at * (FIFTHS - 1)) / (ends.length - 1)) : FIFTHS - 1;
    return {
      label: say(at ? "web-class-above" : "web-class-from", {
        low: figure(low, digits, unit),
        high: figure(end, digits, unit),
      }),
      paint: { hue: "outcome", step, steps: FIFTHS } as Paint,
    };
  });
  return counted(title, of, classes);
}

const titleOfSure = (doubt: Doubt, setting: Setting): string =>
  say("web-measure-sure", { setting, concentration: concentrationOf(setting, doubt) });

/** Coloured by the share of versions that put each area on the list. */
export function bySure({ about, shares }: Sure, setting: Setting): Colouring {
  const steps = stepsOf(about);
  return counted(
    titleOfSure(about, setting),
    Uint8Array.from(shares[setting], (share) => stepOf(share, about, steps)),
    steps.map((step, at) => ({
      label: stepInWords(step),
      paint: { sure: steps.length - 1 - at },
    })),
    {
      note: say("web-sure-of", { text: plain(about.versions), setting }),
      moved: say("web-sure-published"),
    },
  );
}

/** Coloured by who stayed, entered and left since, or by how many of its people were on a list. */
export function bySince(edition: Edition, since: Since, areas: number): Colouring {
  const moves = (row: number) => {
    const state = stateOf(since, edition, row);
    return state ? STATES.indexOf(state) : -1;
  };
  const share = (row: number) => shareStep(since, edition, row);
  const step = edition.moves ? moves : share;
  const of = Uint8Array.from({ length: areas }, (_, row) => (step(row) < 0 ? NONE : step(row)));
  // Left is paler than entered: in some eyes the two hues are alike, and in grey as well.
  const paints: Record<State, Paint> = {
    stayed: { role: "both" },
    entered: { change: 8 },
    left: { change: 2 },
    neither: { role: "neither" },
  };
  const steps = { all: 4, most: 2, some: 1, none: 0 };
  const classes = edition.moves
    ? STATES.map((state) => ({
        label: say("web-since-state", { state }),
        paint: paints[state],
      }))
    : SHARES.map((kind) => ({
        label: say("web-since-share", { kind }),
        paint: { sure: steps[kind] },
      }));
  return counted(measureInWords(edition), of, classes, {
    moved: say("web-since-published"),
    before: edition.moves ? edition.short : "",
  });
}

/** Coloured by kind; places that are carried to a kind have its colour, hatched. */
export function byKinds(kinds: Kinds): Colouring {
  const top = topOf(kinds.about);
  const carried = kinds.about.others ? top : [];
  const none = top.length + carried.length;
  const of = Uint8Array.from(kinds.of, (kind, row) => {
    const isListed = kinds.isListed(row);
    if (kind === kind) return isListed ? kind : top.length + kind;
    return isListed ? none + 1 : none;
  });
  const classes: Omit<Class, "areas">[] = [
    ...top.map((one, kind) => ({
      label: labelOf(one, true),
      paint: { kind, hatched: false },
    })),
    ...carried.map((one, kind) => ({
      label: labelOf(one, false),
      short: say("web-kinds-short", { kind: one.kind }),
      paint: { kind, hatched: true },
    })),
    { label: say("web-kinds-none"), paint: { role: "neither" } },
    ...(of.includes(none + 1)
      ? [{ label: say("web-kinds-lacks"), paint: { role: "ink" } as Paint }]
      : []),
  ];
  return counted(say("web-kinds-measure"), of, classes, { moved: say("web-since-published") });
}

/** Count over number, as it is shown. */
export function ratesOf(columns: Record<string, Float64Array>, scale: number): Float64Array {
  const { count, of } = columns;
  if (!count || !of) throw new Error("no counts");
  return count.map((one, row) => (of[row]! > 0 ? (one / of[row]!) * scale : NaN));
}

/** The ranks of figures, 1 = highest. */
export function ranksOf(figures: Float64Array): Float64Array {
  const ranking = new Ranking(figures.length);
  ranking.of(figures);
  return ranking.rank;
}
