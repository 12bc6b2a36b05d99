/** The places most like one: those whose ranks on all parts of the indices are nearest. */

/**
 * Rows of the areas most like one, the most alike first.
 *
 * Unlikeness is the root mean square of the differences in rank.
 * Areas that lack a part that the place has are left out.
 *
 * @param ranks Ranks on every part.
 * @param row The place.
 * @param most How many.
 */
export function similarTo(ranks: Float64Array[], row: number, most: number): number[] {
  const known = ranks.filter((rank) => rank[row] === rank[row]);
  const areas = ranks[0]?.length ?? 0;
  const unlike = new Float64Array(areas);
  for (const rank of known) {
    const own = rank[row]!;
    for (let area = 0; area < areas; area++) unlike[area]! += (rank[area]! - own) ** 2;
  }
  const rows = Array.from(unlike.keys()).filter(
    (area) => area !== row && unlike[area] === unlike[area],
  );
  return known.length ? rows.sort((a, b) => unlike[a]! - unlike[b]! || a - b).slice(0, most) : [];
}
