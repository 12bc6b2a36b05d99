/** Finding places and larger areas by name or code, however it is spelled. */

import MiniSearch, { type SearchResult } from "minisearch";
import type { Areas } from "../files/areas.ts";
import type { Study } from "../engine/study.ts";
import { simple } from "../text/simple.ts";

/** What was found: an area by its row, or a larger area by its breakdown and position. */
export interface Found {
  by: string;
  at: number;
}

interface Entry {
  id: number;
  name: string;
  code: string;
  around: string;
}

const words = (text: string): string[] => simple(text).split(" ").filter(Boolean);

export class Search {
  readonly #index: MiniSearch<Entry>;
  readonly #found: Found[] = [];
  readonly #names: string[] = [];
  readonly #codes: string[] = [];

  private constructor() {
    this.#index = new MiniSearch<Entry>({
      fields: ["name", "code", "around"],
      tokenize: words,
      processTerm: (term) => term,
      searchOptions: {
        boost: { name: 4, code: 4 },
        prefix: true,
        combineWith: "AND",
        // One letter wrong in four, two in eight; none in short words and numbers.
        fuzzy: (term) => (/^\d/.test(term) || term.length < 4 ? 0 : term.length < 8 ? 1 : 2),
      },
    });
  }

  /**
   * Read every name, a few thousand at a time so that the page stays awake.
   *
   * @param breakdowns Those whose larger areas can be found too.
   */
  static async of(areas: Areas, study: Study, breakdowns: string[]): Promise<Search> {
    const search = new Search();
    const entries: Entry[] = [];
    const add = (found: Found, name: string, code: string, around: string) => {
      entries.push({ id: search.#found.length, name, code, around });
      search.#found.push(found);
      search.#names.push(simple(name));
      search.#codes.push(code.toUpperCase());
    };
    for (const by of breakdowns) {
      areas.larger[by]?.title.forEach((title, at) =>
        add({ by, at }, title, areas.larger[by]?.code[at] ?? "", ""),
      );
    }
    const around = [study.within, study.parted_by].filter(Boolean);
    areas.name.forEach((name, row) => {
      const larger = around.map((by) => areas.within(by, row)).join(" ");
      add({ by: "", at: row }, name, areas.code[row]!, larger);
    });
    await search.#index.addAllAsync(entries, { chunkSize: 2_000 });
    return search;
  }

  /** The best so many for what was typed; exact names first, then larger areas. */
  find(typed: string, most = 12): Found[] {
    const text = simple(typed);
    if (!text) return [];
    const code = this.#codes.indexOf(typed.trim().toUpperCase());
    if (code >= 0) return [this.#found[code]!];
    const rank = (one: SearchResult): number => {
      const name = this.#names[one.id as number]!;
      if (name === text) return 0;
      if (name.startsWith(text)) return 1;
      // Found as it is spelled, or only with letters wrong.
      const isSpelled = (word: string) => one.terms.some((term) => term.startsWith(word));
      return one.queryTerms.every(isSpelled) ? 2 : 3;
    };
    const isArea = (id: number) => Number(!this.#found[id]!.by);
    return this.#index
      .search(typed)
      .map((one) => ({ id: one.id as number, rank: rank(one), score: one.score }))
      .sort(
        (one, other) =>
          one.rank - other.rank ||
          isArea(one.id) - isArea(other.id) ||
          other.score - one.score ||
          one.id - other.id,
      )
      .slice(0, most)
      .map((one) => this.#found[one.id]!);
  }
}
