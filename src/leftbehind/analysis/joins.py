"""Does a list lie together? Pairs of neighbours that are both on it, against chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leftbehind.analysis.moran import PERMUTATIONS, SEED, linked, two_sided
from leftbehind.areas.neighbours import Neighbours

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Joins:
    """Pairs of neighbours by whether they are on a list.

    Attributes:
        both: Pairs of which both are on it.
        one: Pairs of which one is.
        neither: Pairs of which none is.
        expected: How many pairs would both be on it on average, were it dealt out by chance.
        p: Two-sided: how often chance alone is as far out.
        areas: Areas with a neighbour.
    """

    both: float
    one: float
    neither: float
    expected: float
    p: float
    areas: int


def join_counts(
    listed: Flags, neighbours: Neighbours, permutations: int = PERMUTATIONS, seed: int = SEED
) -> Joins:
    """Count the pairs of neighbours that are both on a list, one of them, or none.

    A pair that is not mutual, as among nearest ones, counts half.

    Args:
        listed: Which areas are on the list, in the order of the neighbours.
        neighbours: Who neighbours whom; areas without a neighbour are left out.
        permutations: How often the list is dealt out anew, as long as it is.
        seed: Seed of that.

    Source:
        Cliff and Ord (1981), 2.3, non-free sampling: with $J$ pairs and $n_1$ of $n$ areas on the
        list, $E = J n_1 (n_1 - 1) / (n (n - 1))$.

    Example:
        >>> import polars as pl
        >>> row = Neighbours(pl.Series(["A", "B", "C", "D"]), np.array([0, 1, 1, 2, 2, 3]),
        ...                  np.array([1, 0, 2, 1, 3, 2]), "touching", 0)
        >>> found = join_counts(np.array([True, True, False, False]), row, 99)
        >>> found.both, found.one, found.neither, found.expected
        (1.0, 1.0, 1.0, 0.5)
    """
    kept = linked(neighbours, np.ones(len(listed), dtype=bool))
    among, flags = neighbours.among(kept), listed[kept]
    number, on = len(flags), int(flags.sum())
    pairs = len(among.one) / 2

    def together(dealt: Flags) -> float:
        return int(np.count_nonzero(dealt[among.one] & dealt[among.other])) / 2

    both = together(flags)
    neither = together(~flags)
    rng = np.random.default_rng(seed)
    dealt = np.array([together(rng.permutation(flags)) for _ in range(permutations)])
    expected = pairs * on * (on - 1) / (number * (number - 1)) if number > 1 else 0.0
    return Joins(both, pairs - both - neither, neither, expected, two_sided(both, dealt), number)
