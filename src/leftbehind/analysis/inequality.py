"""The slope over the whole country, from its least to its most deprived place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leftbehind.analysis.bootstrap import interval, multiplicities
from leftbehind.analysis.cells import Array, Counts, clusters_of, comparing_of, counts_of
from leftbehind.analysis.intervals import Interval
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results
from leftbehind.running.outcomes import measured

NO_SPREAD = 1e-12
"""Variance of places below which all areas are in one place, and no line has a slope."""


@dataclass(frozen=True, slots=True)
class Slope:
    """How an outcome goes with deprivation, over all areas.

    Attributes:
        index: The index that orders the areas. Groups have no order, so none is made of them.
        slope: Slope index of inequality: the outcome of the most deprived place less that
            of the least deprived, by the line through all, as shown.
        relative: Relative index of inequality: the first over the second; NaN where the
            line goes below nothing.
    """

    index: str
    slope: Interval
    relative: Interval


def slope_of(results: Results, outcome: str, index: str = "") -> Slope:
    """The slope and relative index of inequality of an outcome, with intervals by district.

    Args:
        results: Results of a study.
        outcome: The outcome.
        index: The index whose rank orders the areas; none: the study's first.

    Raises:
        LeftBehindError: If the outcome or the index is unknown, or it is a median.

    Source:
        Mackenbach, J. P. and Kunst, A. E. (1997), Social Science & Medicine 44: 757–771;
        weighted least squares on the mid-points of cumulative shares of people.
    """
    asked = index or next(iter(results.indices))
    if asked not in results.indices:
        raise LeftBehindError(f"there is no index {asked}", mend=nearest(asked, results.indices))
    counts, told = counts_of(results, outcome), measured(results.manifest)[outcome]
    if told.median:
        raise LeftBehindError(f"{outcome} is a median, which has no slope of rates")
    comparing = comparing_of(results)
    _, cluster = clusters_of(results, comparing)
    rank = results.areas[f"{asked}_rank"].cast(float).fill_null(np.nan).to_numpy()
    found = slope(counts, rank)
    times = multiplicities(int(cluster.max()) + 1, comparing.draws, comparing.seed)
    draws = _draws(counts, rank, cluster, times)
    low, high = interval(draws * np.array([told.scale, 1.0]), comparing.level)
    return Slope(
        asked,
        Interval(found[0] * told.scale, float(low[0]), float(high[0])),
        Interval(found[1], float(low[1]), float(high[1])),
    )


def slope(counts: Counts, rank: Array) -> tuple[float, float]:
    """Slope and relative index of inequality of areas in an order.

    Args:
        counts: Count and `of` for each area.
        rank: Rank of each area, 1 = most deprived; areas that tie share a place.

    Example:
        >>> five = Counts(np.array([50.0, 40.0, 30.0, 20.0, 10.0]), np.full(5, 100.0))
        >>> sii, rii = slope(five, np.arange(1.0, 6.0))
        >>> round(sii, 3), round(rii, 3)
        (0.5, 11.0)
    """
    order = np.zeros(rank.size, dtype=np.int64)
    absolute, relative = _draws(counts, rank, order, np.ones((1, 1)))[0]
    return float(absolute), float(relative)


def _draws(counts: Counts, rank: Array, cluster: NDArray[np.int64], times: Array) -> Array:
    """Slope and relative index for each draw: draws × 2.

    An area's place between the least and the most deprived is its place in the country, the
    same in every draw: the places are the scale that outcomes are set against. So all that
    a draw needs is the sums of each district.
    """
    known = counts.known & np.isfinite(rank) & (np.nan_to_num(counts.of) > 0)
    people, count = counts.of[known], counts.count[known]
    _, order = np.unique(-rank[known], return_inverse=True)
    tied = np.bincount(order, people / people.sum())
    place = (np.cumsum(tied) - tied / 2)[order]
    parts = (people, people * place, people * place**2, count, count * place)
    sums = [np.bincount(cluster[known], part, minlength=times.shape[1]) for part in parts]
    whole, *rest = (times @ np.stack(sums, axis=1)).T
    centre, square, mean, product = (part / whole for part in rest)
    spread = square - centre**2
    slope = (product - centre * mean) / np.where(spread > NO_SPREAD, spread, np.nan)
    least = mean - slope * centre
    return np.stack([slope, (least + slope) / np.where(least > 0, least, np.nan)], axis=1)
