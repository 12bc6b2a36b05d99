"""The verbs of the fold, on NumPy arrays of areas × draws.

An array has the shape (areas,) or (areas, draws); a single run is one draw.
Each verb works down the areas and leaves every draw to itself. NaN is a gap: it
goes in, it comes out, and it takes no place in a rank. The module itself is the
set of verbs (see `leftbehind.engine.verbs`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from leftbehind.engine.combining import (
    copeland,
    count_above,
    maximum,
    mazziotta_pareto,
    median,
    power_mean,
    total,
    weighted_sum,
)
from leftbehind.engine.numbers import DIGITS, LARGEST, Array, Weight, settle
from leftbehind.engine.ranks import exponential, normal_score, percentile, place, rank
from leftbehind.engine.scales import against, beyond, goalposts, min_max, robust_z, z_score

__all__ = [
    "DIGITS",
    "LARGEST",
    "Array",
    "Weight",
    "against",
    "beyond",
    "copeland",
    "correlation",
    "count_above",
    "covariance",
    "each",
    "exponential",
    "goalposts",
    "maximum",
    "mazziotta_pareto",
    "median",
    "min_max",
    "normal_score",
    "percentile",
    "place",
    "power_mean",
    "rank",
    "robust_z",
    "settle",
    "total",
    "weighted_sum",
    "z_score",
]

_LARGE = 200_000
"""Areas from which on two threads beat one (NumPy sorts without the lock)."""


def correlation(values: Sequence[Array]) -> Array:
    """Pearson correlations of the first draw over the areas that have every value."""
    table = _complete(values)
    if table.shape[1] < 2:
        return np.full((len(values), len(values)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):  # a constant has no correlation
        return np.atleast_2d(np.corrcoef(table))


def covariance(values: Sequence[Array]) -> Array:
    """Covariances of the first draw over the areas that have every value."""
    table = _complete(values)
    if table.shape[1] < 2:
        return np.full((len(values), len(values)), np.nan)
    return np.atleast_2d(np.cov(table))


def each(
    function: Callable[..., Array], values: Sequence[Array], *others: Sequence[Any]
) -> list[Array]:
    """Apply a verb to several arrays, on two threads where they are large.

    Args:
        function: The verb.
        values: The arrays.
        others: For each array, what else the verb takes.
    """
    if len(values) > 1 and values[0].shape[0] >= _LARGE:
        with ThreadPoolExecutor(max_workers=2) as pool:
            return list(pool.map(function, values, *others))
    return list(map(function, values, *others))


def _complete(values: Sequence[Array]) -> Array:
    table = np.stack([value if value.ndim == 1 else value[:, 0] for value in values])
    return np.asarray(table[:, ~np.isnan(table).any(axis=0)])
