"""Intervals by drawing districts anew: areas are the sample, and neighbours are alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from leftbehind.analysis.cells import Array, Counts, Flags


@lru_cache(maxsize=4)
def multiplicities(clusters: int, draws: int, seed: int) -> Array:
    """How often each cluster is drawn: draws × clusters, each row adding up to `clusters`.

    Source:
        The cluster bootstrap: Davison, A. C. and Hinkley, D. V. (1997), Bootstrap Methods
        and their Application, section 3.8; percentile intervals, section 5.3.
    """
    random = np.random.default_rng(seed)
    return random.multinomial(clusters, np.full(clusters, 1 / clusters), size=draws).astype(float)


def pooled(counts: Counts, flags: Sequence[Flags]) -> Array:
    """Sum over sum for each group; NaN where nothing is known."""
    known = counts.known
    with np.errstate(invalid="ignore"):
        return np.array(
            [counts.count[known & flag].sum() / _positive(counts.of[known & flag].sum())
             for flag in flags]
        )  # fmt: skip


def pooled_draws(
    counts: Counts, flags: Sequence[Flags], clusters: NDArray[np.int64], times: Array
) -> Array:
    """Sum over sum for each draw and group: draws × groups."""
    size = times.shape[1]
    known = counts.known
    top = np.empty((size, len(flags)))
    bottom = np.empty_like(top)
    for column, flag in enumerate(flags):
        inside = known & flag
        top[:, column] = np.bincount(clusters[inside], counts.count[inside], size)
        bottom[:, column] = np.bincount(clusters[inside], counts.of[inside], size)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((times @ top) / _positive(times @ bottom))


def median(counts: Counts, flags: Sequence[Flags]) -> Array:
    """The value of the middle person of each group: half of its people have no more."""
    one = np.zeros(counts.of.size, dtype=np.int64)
    return np.asarray(_medians(counts, flags, one, np.ones((1, 1)))[0])


def median_draws(
    counts: Counts, flags: Sequence[Flags], clusters: NDArray[np.int64], times: Array
) -> Array:
    """The weighted median for each draw and group: draws × groups."""
    return _medians(counts, flags, clusters, times)


def _medians(
    counts: Counts, flags: Sequence[Flags], clusters: NDArray[np.int64], times: Array
) -> Array:
    found = np.full((times.shape[0], len(flags)), np.nan)
    known = counts.known & (counts.of > 0)
    for column, flag in enumerate(flags):
        inside = np.flatnonzero(known & flag)
        if not inside.size:
            continue
        value = counts.count[inside] / counts.of[inside]
        order = np.argsort(value, kind="stable")
        inside, value = inside[order], value[order]
        for row, drawn in enumerate(times):
            people = np.cumsum(counts.of[inside] * drawn[clusters[inside]])
            if people[-1] > 0:
                found[row, column] = value[np.searchsorted(people, people[-1] / 2)]
    return found


def interval(draws: Array, level: float) -> tuple[Array, Array]:
    """Lower and upper percentiles over draws; NaN where a draw in twenty has no value."""
    tail = (1 - level) / 2
    unknown = np.isnan(draws).mean(axis=0) > 0.05
    with np.errstate(invalid="ignore"):
        filled = np.where(unknown, 0.0, draws)
        low, high = np.nanquantile(filled, [tail, 1 - tail], axis=0)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def _positive(values: Array) -> Array:
    return np.where(values > 0, values, np.nan)
