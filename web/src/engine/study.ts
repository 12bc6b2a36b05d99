/** What `study.json` says of a study: written by Python, read by every part of the page. */

export interface Part {
  name: string;
  title: string;
  weight: number;
  /** The least weight it can be given: not 0 where areas lack it before they are averaged. */
  least: number;
}

export interface Index {
  name: string;
  title: string;
  about: string;
  kind: "deprived" | "need" | "other";
  /** Why its weights cannot be moved; empty if they can. */
  fixed: string;
  parts: Part[];
}

/** A condition of a group: the share or the number of areas highest on an index. */
export interface Asked {
  index: string;
  share: number | null;
  number: number | null;
}

export interface Group {
  name: string;
  title: string;
  kind: "both" | "deprived" | "need" | "neither";
  worst: Asked[];
  /** How many of its conditions must hold; null: all. */
  at_least: number | null;
  unless: string[];
  rest: boolean;
  /** Why its rule cannot be moved; empty if it can. */
  fixed: string;
}

export interface Rule {
  rounding: "floor" | "ceil" | "nearest";
  ties: "inside" | "outside";
}

/** Where a column stands in packed bytes: codes into a table, or the figures themselves. */
export interface Place {
  at: number;
  coded: number | null;
}

export interface Packed {
  parts: Record<string, Place>;
  tables: { at: number; length: number }[];
}

/** A file that holds figures of every area, and where in it they stand. */
export interface ColumnFile extends Packed {
  file: string;
}

/** Larger areas, or classes, that each area belongs to. */
export interface Breakdown {
  name: string;
  title: string;
  outlined: boolean;
}

/** What was tried to find how sure the list is. */
export interface Doubt {
  /** How many versions of the study at each concentration. */
  versions: number;
  /** How closely weights stayed to the study's own: with little doubt, with more. */
  concentration: [number, number];
  seed: number;
  /** Indices whose weights were drawn. */
  weights: string[];
  /** The least and the largest share of areas that the rule asked for; null: its own. */
  shares: [number, number] | null;
  /** Options of the study that were left as they are. */
  untried: string[];
  /** Indices whose panel of experts was not drawn from. */
  panel: string[];
  /** Between these shares of versions a place is close to the line. */
  low: number;
  high: number;
}

/** Another study that this one is set beside, such as an earlier edition of it. */
export interface Edition {
  name: string;
  title: string;
  /** What of its title this study is not called: "2019". */
  short: string;
  /** How many areas moved since; null: it is about other areas. */
  moves: { stayed: number; entered: number; left: number } | null;
  /** Of the people in areas of this list, the share in areas of that one; null: not known. */
  share: number | null;
  /** What changed since, in words; none: that cannot be told. */
  causes: string[];
  /** What must be known of it, and what cannot be compared. */
  notes: string[];
}

/** A kind of neighbourhood. */
export interface Kind {
  /** "1"; "1a" for what a kind was split into. */
  kind: string;
  /** 1; 2 for what a kind was split into. */
  level: number;
  /** Its proposed name, and what gave it the name. */
  name: string;
  rule: string;
  /** Sentences made from its figures; the last say whether it is stable, and what hangs on how. */
  portrait: string[];
  areas: number;
  /** Other deprived areas that are nearest to it. */
  carried: number;
}

/** What is told of the kinds of a list. */
export interface KindsTold {
  /** The file that says of which kind each place is; "": there are no kinds. */
  file: string;
  /** Whether there are kinds, and how many. */
  opening: string;
  notes: string[];
  /** Those of the first level, then what they were split into. */
  kinds: Kind[];
  /** Titles of the figures that places are alike or differ in. */
  figures: string[];
  /** What the other deprived areas are called; "": there are none. */
  others: string;
}

export interface Figure {
  rate: number | null;
  low: number | null;
  high: number | null;
}

export interface Outcome {
  name: string;
  title: string;
  unit: string;
  digits: number;
  scale: number;
  is_share: boolean;
  higher: "worse" | "better" | "neither";
  median: boolean;
  source: string;
  caveat: string;
  /** Figures of each group, and of "all". */
  groups: Record<string, Figure>;
}

/** What arithmetic needs to know of a study. */
export interface Rules {
  areas: { singular: string; plural: string; number: number };
  indices: Index[];
  groups: Group[];
  list_of: string;
  rule: Rule;
}

/** All that the page knows of a study. */
export interface Study extends Rules {
  format: number;
  name: string;
  title: string;
  stamp: string;
  language: string;
  whole: string;
  simulated: boolean;
  larger: Breakdown[];
  /** What names the places, besides their larger areas: their ward. */
  within: string;
  published: { title: string } | null;
  near: number;
  outcomes: Outcome[];
  sources: string[];
  notices: string[];
  rule_sentence: string;
  columns: {
    values: ColumnFile;
    details: ColumnFile;
    outcomes: Record<string, ColumnFile>;
    since?: ColumnFile | null;
  };
  /** The breakdown that profiles are parted by. */
  parted_by: string;
  /** Letters of the postcode areas that are built in. */
  postcodes: string[];
  charts: { file: string; alt: string }[];
  /** Archives of polygons, by ground; none where the study has no polygons. */
  tiles: Partial<Record<"land" | "hexagons", string>>;
  /** Why there are no polygons. */
  tiles_why: string;
  bounds: [number, number, number, number] | null;
  /** null: its list is no rule of ranks, or has nothing in doubt. */
  doubt: Doubt | null;
  /** Studies beside this one; sites that were published before there were any lack it. */
  since?: Edition[];
  /** Its kinds of neighbourhood; null, or lacking: they were not asked for. */
  kinds?: KindsTold | null;
  reader: string;
}
