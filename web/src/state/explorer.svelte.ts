/** The one store: the study, what the reader asks of it, and what follows from both. */

import { SETTINGS, sureOf, type Sure } from "../doubt/versions.ts";
import type { Edition, Study } from "../engine/study.ts";
import { ownSettings, turnover, WhatIf, type Answer, type Settings } from "../engine/whatif.ts";
import type { Areas } from "../files/areas.ts";
import { columnsOf } from "../files/columns.ts";
import { FileProblem, jsonOf, partOf } from "../files/fetch.ts";
import type { Search } from "../find/search.ts";
import { kindsIn, kindsOf, type Kinds } from "../kinds/kinds.ts";
import {
  byBoth,
  byFigure,
  byGroup,
  byKinds,
  byRank,
  bySince,
  bySure,
  choicesOf,
  ranksOf,
  ratesOf,
  type Colouring,
} from "../measure/measures.ts";
import type { Joined } from "../own/csv.ts";
import { editionIn, type Since } from "../since/editions.ts";
import { say } from "../text/messages.ts";
import type { Mode } from "../ui/look.ts";
import { read, settingsOf, write, type Address } from "./address.ts";

type Ranks = Record<string, Float64Array>;

export class Explorer {
  readonly study: Study;
  readonly areas: Areas;
  /** Position of the group that the study is about. */
  readonly list: number;
  /** How sure the study's own list is; null: that was not tried. */
  readonly sure: Sure | null;
  address: Address = $state(read(""));
  /** Figures of every part of the indices, once they have come. */
  values: Record<string, Float64Array> | null = $state.raw(null);
  details: Record<string, Float64Array> | null = $state.raw(null);
  /** Where areas stand on the lists of other studies, once that has come. */
  since: Since | null = $state.raw(null);
  /** Of which kind of neighbourhood places are, once that has come. */
  kinds: Kinds | null = $state.raw(null);
  search: Search | null = $state.raw(null);
  joined: Joined | null = $state.raw(null);
  /** What could not be loaded, by file. */
  troubles: Record<string, string> = $state({});
  dark = $state(matchMedia("(prefers-color-scheme: dark)").matches);
  #engine: WhatIf | null = null;
  #own: Answer | null = $state.raw(null);
  #outcomes: Record<string, Float64Array> = $state.raw({});
  readonly #asked = new Set<string>();
  readonly #partRanks: Ranks = {};
  readonly #firstRanks: Ranks;

  constructor(study: Study, areas: Areas, query: string) {
    this.study = study;
    this.areas = areas;
    this.list = study.groups.findIndex((group) => group.name === study.list_of);
    this.address = read(query);
    this.sure = sureOf(study, areas);
    // Until all figures have come, the ranks of the areas on the list are known.
    this.#firstRanks = Object.fromEntries(
      study.indices.map((index) => {
        const ranks = new Float64Array(areas.number).fill(NaN);
        const known = areas.listed.rank[index.name] ?? [];
        areas.listed.row.forEach((row, n) => (ranks[row] = known[n] ?? NaN));
        return [index.name, ranks];
      }),
    );
  }

  mode: Mode = $derived(
    this.address.theme === "auto" ? (this.dark ? "dark" : "light") : this.address.theme,
  );

  settings: Settings = $derived.by(() => {
    const { weights, worst, atLeast } = this.address;
    return settingsOf({ ...this.address, weights, worst, atLeast }, this.study);
  });

  isMoved: boolean = $derived.by(() => {
    const own = ownSettings(this.study);
    const differs = (one: Record<string, number>, other: Record<string, number>) =>
      Object.keys(one).some((name) => one[name] !== other[name]);
    return (
      differs(own.weights, this.settings.weights) ||
      differs(own.worst, this.settings.worst) ||
      own.atLeast !== this.settings.atLeast
    );
  });

  /** What the study says under the reader's settings; null until its figures have come. */
  now: Answer | null = $derived.by(() => {
    if (!this.values || !this.#engine) return null;
    return this.isMoved ? this.#engine.answer(this.settings) : this.#own;
  });

  // A rule may ask for more than the page knows: as it stands, its groups are the study's.
  group: Int16Array = $derived.by(() =>
    this.isMoved ? (this.now?.group ?? this.areas.group) : this.areas.group,
  );
  ranks: Ranks = $derived.by(() => this.now?.ranks ?? this.#firstRanks);
  ownRanks: Ranks = $derived.by(() => this.#own?.ranks ?? this.#firstRanks);

  /** Rows that entered and left the list. */
  moves = $derived.by(() => turnover(this.areas.group, this.group, this.list));

  /** How many areas are on the list. */
  listed: number = $derived.by(() => {
    let found = 0;
    for (const one of this.group) if (one === this.list) found += 1;
    return found;
  });

  choices = $derived.by(() => choicesOf(this.study, Object.keys(this.joined?.columns ?? {})));

  /** The study that the map sets beside this one; null: none. */
  edition: Edition | null = $derived.by(() => {
    const { measure } = this.address;
    return measure.startsWith("since:") ? editionIn(this.study, measure) : null;
  });

  colouring: Colouring = $derived.by(() => {
    const { measure } = this.address;
    const groups = () => byGroup(this.study, this.group);
    if (measure === "groups") return groups();
    if (measure === "kinds" && this.kinds) return byKinds(this.kinds);
    const [kind, name] = [
      measure.slice(0, measure.indexOf(":")),
      measure.slice(measure.indexOf(":") + 1),
    ];
    if (kind === "doubt") {
      const setting = SETTINGS.find((one) => one === name);
      return setting && this.sure ? bySure(this.sure, setting) : groups();
    }
    if (this.edition && this.since) {
      return bySince(this.edition, this.since, this.areas.number);
    }
    if (kind === "own") {
      const figures = this.joined?.columns[name];
      return figures ? byFigure(name, figures, digitsOf(figures), "") : groups();
    }
    if (kind === "outcome") {
      const about = this.study.outcomes.find((one) => one.name === name);
      const figures = this.#outcomes[name];
      return about && figures ? byFigure(about.title, figures, about.digits, about.unit) : groups();
    }
    if (!this.values || !this.now) return groups();
    if (measure === "both") {
      const [across, up] = this.study.indices.map((index) => this.ranks[index.name]!);
      return across && up ? byBoth(this.study, across, up) : groups();
    }
    for (const index of this.study.indices) {
      if (measure === index.name) return byRank(index.title, index, this.ranks[measure]!);
      const part = index.parts.find((one) => `${index.name}.${one.name}` === measure);
      if (part) return byRank(part.title, index, this.partRanks(measure)!);
    }
    return groups();
  });

  /** Ranks on a part of an index, "index.part"; null until its figures have come. */
  partRanks(name: string): Float64Array | null {
    const figures = this.values?.[name];
    if (!figures) return null;
    return (this.#partRanks[name] ??= ranksOf(figures));
  }

  /** The row of the place that is open, and of the one beside it; −1 for none. */
  placeRow: number = $derived.by(() => this.areas.row(this.address.place) ?? -1);
  pinRow: number = $derived.by(() => this.areas.row(this.address.pin) ?? -1);

  /** Whether a place is narrowly outside. */
  isNear(row: number): boolean {
    if (!this.isMoved) return this.areas.near.has(row);
    const margin = this.now?.margin[row] ?? NaN;
    return margin < 0 && -margin <= this.study.near && !this.now?.barred[row];
  }

  /** The name of a place with what it lies in. */
  label(row: number): string {
    const name = this.areas.name[row] || this.areas.code[row]!;
    const within = this.study.within ? this.areas.within(this.study.within, row) : "";
    const larger = this.study.parted_by ? this.areas.within(this.study.parted_by, row) : "";
    if (within) return say("web-named-within", { name, within, larger });
    return larger ? say("web-named", { name, larger }) : name;
  }

  /** Longitude and latitude of a place; null where they are not known. */
  point(row: number): [number, number] | null {
    const longitude = this.details?.["longitude"]?.[row] ?? NaN;
    const latitude = this.details?.["latitude"]?.[row] ?? NaN;
    return Number.isNaN(longitude) || Number.isNaN(latitude) ? null : [longitude, latitude];
  }

  /** West, south, east and north of the places in a larger area, "breakdown:code". */
  boundsOf(inside: string): [number, number, number, number] | null {
    const by = this.study.larger.find((one) => inside.startsWith(`${one.name}:`))?.name ?? "";
    const larger = this.areas.larger[by];
    const at = larger?.code.indexOf(inside.slice(by.length + 1)) ?? -1;
    if (!larger || at < 0) return null;
    const bounds: [number, number, number, number] = [180, 90, -180, -90];
    larger.at.forEach((one, row) => {
      const point = one === at ? this.point(row) : null;
      if (!point) return;
      bounds[0] = Math.min(bounds[0], point[0]);
      bounds[1] = Math.min(bounds[1], point[1]);
      bounds[2] = Math.max(bounds[2], point[0]);
      bounds[3] = Math.max(bounds[3], point[1]);
    });
    return bounds[0] <= bounds[2] ? bounds : null;
  }

  people(row: number): number | null {
    const found = this.details?.["people"]?.[row] ?? NaN;
    return Number.isNaN(found) ? null : found;
  }

  /** Open a place, or none. */
  open(row: number): void {
    this.address.place = row < 0 ? "" : this.areas.code[row]!;
    this.address.tab = row < 0 ? "list" : "place";
  }

  /** Back to the study's own weights, thresholds and rule. */
  reset(): void {
    this.address.weights = {};
    this.address.worst = {};
    this.address.atLeast = null;
  }

  /** The query of the address, with what is other than now. */
  query(other: Partial<Address> = {}): string {
    return write({ ...($state.snapshot(this.address) as Address), ...other });
  }

  /** Load what the first view did without; what cannot be had is said, and the rest works. */
  async loadFigures(): Promise<void> {
    await this.trying(this.study.columns.values.file, async () => {
      const values = await columnsOf(this.study.columns.values, this.areas.number);
      this.#engine = new WhatIf(this.study, values);
      const own = this.#engine.answer(ownSettings(this.study));
      const copies = (told: Record<string, Float64Array>) =>
        Object.fromEntries(Object.entries(told).map(([name, one]) => [name, one.slice()]));
      this.#own = { ...own, scores: copies(own.scores), ranks: copies(own.ranks) };
      this.values = values;
    });
    await this.trying(this.study.columns.details.file, async () => {
      this.details = await columnsOf(this.study.columns.details, this.areas.number);
    });
    const { since } = this.study.columns;
    if (since) {
      await this.trying(since.file, async () => {
        this.since = await columnsOf(since, this.areas.number);
      });
    }
    const kinds = kindsOf(this.study);
    if (kinds) {
      await this.trying(kinds.file, async () => {
        this.kinds = kindsIn(kinds, await jsonOf(kinds.file), this.areas.number);
      });
    }
  }

  loadSearch(): Promise<void> {
    return this.trying("search.js", async () => {
      const { Search } = await partOf("search.js", () => import("../find/search.ts"));
      const breakdowns = this.study.larger.map((one) => one.name);
      this.search = await Search.of(this.areas, this.study, breakdowns);
      performance.mark("search-ready");
    });
  }

  /** Load the outcome that is to be shown on the map. */
  async loadOutcome(measure: string): Promise<void> {
    const name = measure.startsWith("outcome:") ? measure.slice("outcome:".length) : "";
    const told = this.study.columns.outcomes[name];
    const about = this.study.outcomes.find((one) => one.name === name);
    if (!told || !about || this.#asked.has(name)) return;
    this.#asked.add(name);
    await this.trying(told.file, async () => {
      const columns = await columnsOf(told, this.areas.number);
      this.#outcomes = { ...this.#outcomes, [name]: ratesOf(columns, about.scale) };
    });
    if (!this.#outcomes[name]) this.#asked.delete(name);
  }

  /** Do what needs a file; if it cannot be had, that is said where all such troubles stand. */
  async trying(file: string, load: () => Promise<void>): Promise<void> {
    try {
      await load();
      delete this.troubles[file];
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      this.troubles[file] = say("web-trouble-file", { file, trouble: error.trouble });
    }
  }
}

/** Decimals that tell a reader's own figures apart: none for whole numbers, else one or two. */
function digitsOf(figures: Float64Array): number {
  const known = figures.filter((one) => one === one);
  if (known.every(Number.isInteger)) return 0;
  return known.some((one) => Math.abs(one) >= 10) ? 1 : 2;
}
