"""Are neighbours alike? Moran's I of one figure, of two, and of each area by itself."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.areas.neighbours import Neighbours
from leftbehind.errors import LeftBehindError

Floats = NDArray[np.float64]

PERMUTATIONS = 999
"""How often figures are dealt out anew to see what chance does."""

SEED = 2020
"""Seed of the dealing, so that two runs say the same."""

LEVEL = 0.05
"""Of the areas that are told apart from chance, at most this share is expected to be by chance."""

LEAST = 3
"""Fewer areas with neighbours say nothing about likeness."""

CHANCE = "as by chance"
"""What is said of an area that cannot be told apart from chance."""

ROUNDING = 1e-9
"""Statistics of order 1 that differ by less are the same: only sums in another order differ so."""

QUADRANTS = {
    1: "high among high",
    2: "low among high",
    3: "low among low",
    4: "high among low",
}
"""An area's own figure and that of its neighbours, each against the mean; numbered as in esda."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike neighbours are.

    Attributes:
        value: The statistic.
        expected: What it would be on average if figures were dealt out by chance.
        p: Two-sided: how often chance alone is as far out.
        areas: Areas with a figure and a neighbour that has one.
    """

    value: float
    expected: float
    p: float
    areas: int


def moran(
    values: Floats,
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    *,
    standardise: bool = True,
) -> Likeness:
    """Moran's I: whether neighbours are alike on one figure.

    Args:
        values: A figure for each area, in the order of the neighbours; NaN where there is none.
        neighbours: Who neighbours whom.
        permutations: How often the figures are dealt out anew.
        seed: Seed of that.
        standardise: Whether the weights of each area's neighbours add up to 1.

    Raises:
        LeftBehindError: If fewer than three areas have a figure and a neighbour with one, or all
            figures are the same: it is undefined then.

    Source:
        Moran (1950); $I = (n / S_0) sum_ij w_ij z_i z_j / sum_i z_i^2$ and $E(I) = -1 / (n - 1)$
        (Cliff and Ord 1981; methodology 7.6), as esda has it.

    Example:
        >>> from leftbehind.areas.neighbours import Neighbours
        >>> row = Neighbours(pl.Series(["A", "B", "C", "D"]), np.array([0, 1, 1, 2, 2, 3]),
        ...                  np.array([1, 0, 2, 1, 3, 2]), "touching", 0)
        >>> found = moran(np.array([1.0, 2, 3, 4]), row, 99)
        >>> round(found.value, 3), round(found.expected, 3)
        (0.4, -0.333)
    """
    import esda

    graph, kept = _graph(neighbours, values)
    own = values[kept]
    with _seeded(seed):
        found = esda.Moran(own, graph, "r" if standardise else "b", permutations)
    p = two_sided(float(found.I), found.sim)
    return Likeness(float(found.I), float(found.EI), p, len(own))


def bivariate(
    values: Floats,
    around: Floats,
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Likeness:
    """Moran's I of two figures: whether where one is high, the other is high next door.

    Part of it is only that the two go together in one and the same place.

    Args:
        values: A figure for each area, in the order of the neighbours; NaN where there is none.
        around: The figure that is looked at next door.
        neighbours: Who neighbours whom.
        permutations: How often the second figure is dealt out anew.
        seed: Seed of that.

    Raises:
        LeftBehindError: As `moran`.

    Source:
        Anselin, Syabri and Smirnov (2002), as esda has it; with the second figure dealt out anew
        its mean is 0.
    """
    import esda

    graph, kept = _graph(neighbours, values, around)
    with _seeded(seed):
        found = esda.Moran_BV(values[kept], around[kept], graph, "r", permutations)
    p = two_sided(float(found.I), found.sim)
    return Likeness(float(found.I), 0.0, p, int(kept.sum()))


def local_moran(
    values: Floats,
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> pl.DataFrame:
    """Where neighbours are alike: each area against its neighbours.

    Args:
        values: A figure for each area, in the order of the neighbours; NaN where there is none.
        neighbours: Who neighbours whom.
        permutations: How often the figures of all others are dealt out around each area.
        seed: Seed of that.

    Returns:
        A row for each area: `area`; its `own` figure and the mean of those `around` it, in standard
        deviations from the mean of all; `local` Moran's I; `p` (two-sided) and `p_fdr` (after the
        control of false discoveries); `cluster`: one of `QUADRANTS`, or "as by chance" where that
        is more than `LEVEL`. All empty where an area has no figure, or no neighbour with one.

    Raises:
        LeftBehindError: As `moran`.

    Source:
        Anselin (1995), the statistic as esda has it; false discoveries: Benjamini and Hochberg
        (1995).
    """
    import esda

    graph, kept = _graph(neighbours, values)
    with warnings.catch_warnings():  # esda changes for good which warnings are shown
        found = esda.Moran_Local(values[kept], graph, "r", permutations=0)
    p = _dealt_around(found.z, neighbours.among(kept), permutations, seed)
    p_fdr = controlled(p)
    quadrant = pl.Series(found.q.astype(np.int64)).replace_strict(QUADRANTS)
    told_apart = pl.Series(p_fdr <= LEVEL)
    rows = pl.DataFrame(
        {
            "area": neighbours.codes.filter(pl.Series(kept)),
            "own": found.z,
            "around": found.w.lag(found.z),
            "local": found.Is,
            "p": p,
            "p_fdr": p_fdr,
            "cluster": quadrant.set(~told_apart, CHANCE),
        }
    )
    areas = neighbours.codes.to_frame("area")
    return areas.join(rows, on="area", how="left", maintain_order="left")


def _dealt_around(z: Floats, near: Neighbours, permutations: int, seed: int) -> Floats:
    """The p of each area, the figures of all others dealt out around it.

    The same deal serves all areas, by the generator of esda, so that it can be checked by that.
    Its p is not taken: it counts ties on one side only, so that where figures are few, areas that
    are as nearly all are seem far out.
    """
    rng = np.random.RandomState(seed)
    each = near.counts
    deal = np.array([rng.choice(len(z) - 1, each.max(), replace=False)
                     for _ in range(permutations)])  # fmt: skip
    p = np.empty(len(z))
    for area, around in enumerate(np.split(near.other, np.cumsum(each)[:-1])):
        dealt = np.delete(z, area)[deal[:, : len(around)]].mean(axis=1)
        p[area] = two_sided(float(z[area] * z[around].mean()), z[area] * dealt)
    return p


def two_sided(observed: float, simulated: Floats) -> float:
    """How often chance is as far out as what was observed, on either side.

    Args:
        observed: The statistic.
        simulated: What it was when figures were dealt out by chance.

    Returns:
        Twice the smaller share, ties on both sides and what was observed counted among the
        dealings; at most 1.

    Source:
        Davison and Hinkley (1997), 4.2; North, Curtis and Sham (2002) for the one that is added.

    Example:
        >>> two_sided(5, np.arange(9.0)), two_sided(99, np.arange(99.0))
        (1.0, 0.02)
    """
    higher = int(np.count_nonzero(simulated >= observed - ROUNDING))
    further = min(higher, int(np.count_nonzero(simulated <= observed + ROUNDING)))
    return min(1.0, 2 * (further + 1) / (len(simulated) + 1))


def controlled(p: Floats) -> Floats:
    """The smallest share of false discoveries at which each of many tests is told from chance.

    Args:
        p: The p of each test.

    Returns:
        For each, the p after the control: a test is told apart at a level if this is no larger.

    Source:
        Benjamini and Hochberg (1995), as SciPy has it; it holds where tests are independent or go
        together (Benjamini and Yekutieli 2001), as those of neighbours do.

    Example:
        >>> controlled(np.array([0.01, 0.04, 0.03])).round(3).tolist()
        [0.03, 0.04, 0.04]
    """
    from scipy.stats import false_discovery_control

    found: Floats = false_discovery_control(p)
    return found


def _graph(neighbours: Neighbours, *figures: Floats) -> tuple[Any, NDArray[np.bool_]]:
    """The weights among areas that have figures and neighbours with some, and which those are."""
    from libpysal.graph import Graph
    from scipy.sparse import csr_array

    kept = linked(neighbours, np.all(np.isfinite(figures), axis=0))
    number = int(kept.sum())
    if number < LEAST:
        raise LeftBehindError(
            f"only {number} areas have a figure and a neighbour with one",
            mend=f"likeness of neighbours needs {LEAST}",
        )
    for values in figures:
        if np.ptp(values[kept]) == 0:
            raise LeftBehindError(
                "the figure is the same everywhere, so likeness is undefined",
                mend="ask for a figure that differs between areas",
            )
    among = neighbours.among(kept)
    ones = np.ones(len(among.one))
    matrix = csr_array((ones, (among.one, among.other)), shape=(number, number))
    return Graph.from_sparse(matrix), kept


def linked(neighbours: Neighbours, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the known areas have a neighbour among those that have one.

    Neighbours that are not mutual, as nearest ones, may have to be asked more than once.

    Args:
        neighbours: Who neighbours whom.
        known: Which areas could take part, in their order.
    """
    kept = known.copy()
    while not (has_one := neighbours.among(kept).counts > 0).all():
        kept[kept] = has_one
    return kept


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed NumPy's old generator, which is all that esda knows, and leave it as it was."""
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(seed)  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002
