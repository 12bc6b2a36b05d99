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

/** What the engine needs to know; the page knows more. */
export interface Study {
  format: number;
  areas: { singular: string; plural: string; number: number };
  indices: Index[];
  groups: Group[];
  list_of: string;
  rule: Rule;
  near: number;
  values: Packed;
}
