/** Scores and ranks of all areas: the same arithmetic as Python's, fast enough for a slider. */

/**
 * Add up weight × value, in the order given.
 *
 * The order matters for the last bit, and so for ties: it is the one that Python adds in. A part
 * that has no weight is left out, gaps and all.
 *
 * @param values The parts of an index, NaN where an area has no figure.
 * @param weights Their weights.
 * @param into Where the scores go, one for each area.
 * @throws If no part has a weight.
 */
export function fold(values: Float64Array[], weights: number[], into: Float64Array): void {
  if (!weights.some((weight) => weight > 0)) throw new Error("every weight is 0");
  into.fill(0);
  values.forEach((value, part) => {
    const weight = weights[part] ?? 0;
    if (weight === 0) return;
    for (let area = 0; area < into.length; area++) into[area]! += weight * value[area]!;
  });
}

const DIGITS = 1e9;

/** Added to a number and taken off again, it leaves the whole number next to it, halves to even. */
const WHOLE = 1.5 * 2 ** 52;

/** Round to the nine decimals that count in comparisons, as every engine does before it ranks. */
export function settle(score: number): number {
  const large = score * DIGITS;
  return Math.abs(large) < 2 ** 51 ? (large + WHOLE - WHOLE) / DIGITS : score;
}

/** Ranks of scores, with room that is used again at every move of a slider. */
export class Ranking {
  /** Rank of each area, 1 = highest score; NaN where there is no score. */
  readonly rank: Float64Array;
  /** How many areas have a score. */
  known = 0;
  readonly #sorted: Float64Array;

  constructor(areas: number) {
    this.rank = new Float64Array(areas);
    this.#sorted = new Float64Array(areas);
  }

  /** Rank scores: areas that tie share the best of their ranks. */
  of(score: Float64Array): void {
    let known = 0;
    for (let area = 0; area < score.length; area++) {
      const own = score[area]!;
      if (own === own) this.#sorted[known++] = settle(own);
    }
    this.known = known;
    // A typed array sorts numbers natively, many times faster than by a function.
    const sorted = this.#sorted.subarray(0, known).sort();
    for (let area = 0; area < score.length; area++) {
      const own = score[area]!;
      this.rank[area] = own === own ? known - last(sorted, settle(own)) : NaN;
    }
  }
}

/** Position of the last of the numbers, in order, that equals one of them. */
function last(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
