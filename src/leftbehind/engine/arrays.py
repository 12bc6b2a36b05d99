"""The verbs of the fold, on NumPy arrays of areas × draws.

An array has the shape (areas,) or (areas, draws); a single run is one draw.
Each verb works down the areas and leaves every draw to itself. NaN is a gap: it
goes in, it comes out, and it takes no place in a rank. The module itself is the
set of verbs (see `leftbehind.engine.verbs`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Weight = float | Array
"""The weight of one child: a number, or one for each draw."""

DIGITS = 9
"""Decimals that count when two scores are compared, in every engine and in the
browser, so that ties are the same everywhere."""

LARGEST = 2.0**53
"""Beyond this, floats skip whole numbers: no figure about a place can be told from
the next, and rounding it to DIGITS may overflow."""

_LARGE = 200_000
"""Areas from which on two threads beat one (NumPy sorts without the lock)."""


def settle(values: Array) -> Array:
    """Round to the decimals that count in comparisons."""
    return np.round(values, DIGITS)


def rank(values: Array) -> Array:
    """Ascending average ranks, 1 = smallest; ties share the mean of their places.

    Args:
        values: Scores, (areas,) or (areas, draws).

    Returns:
        Ranks of the same shape, NaN where the score is NaN.

    Example:
        >>> rank(np.array([30.0, 10.0, 10.0, np.nan]))
        array([3. , 1.5, 1.5, nan])
    """
    return _each_draw(_rank_average, settle(values))


def place(values: Array) -> Array:
    """Competition places from the top, 1 = largest score; ties share the better.

    This is the rank that is published: 1 = most deprived, and after two firsts
    comes a third. Source: methodology 1.7.

    Example:
        >>> place(np.array([30.0, 10.0, 30.0, np.nan]))
        array([ 1.,  3.,  1., nan])
    """
    return _each_draw(_place, settle(values))


def percentile(values: Array) -> Array:
    """Share of the other areas that rank lower, 0 to 100; an area alone is at 0.

    Example:
        >>> percentile(np.array([5.0, 7.0, 7.0]))
        array([ 0., 75., 75.])
    """
    ranks = rank(values)
    return np.asarray((ranks - 1.0) * (100.0 / np.maximum(_known(ranks) - 1.0, 1.0)))


def normal_score(values: Array) -> Array:
    """Van der Waerden scores: the normal quantile of rank / (N + 1).

    Source: the IoD 2019 technical report standardises so; the plotting position
    was recovered from data (methodology 1.6).

    Example:
        >>> normal_score(np.array([1.0, 2.0, 3.0, 4.0, 5.0])).round(6)
        array([-0.967422, -0.430727,  0.      ,  0.430727,  0.967422])
    """
    from scipy.special import ndtri

    ranks = rank(values)
    return np.asarray(ndtri(ranks / (_known(ranks) + 1.0)))


def exponential(values: Array, constant: float) -> Array:
    """The exponential transformation of the Indices of Deprivation, 0 to 100.

    R = rank / N (1 = worst); X = −k ln(1 − R (1 − exp(−100 / k))). Ties take the
    average rank. Source: IoD 2019 technical report, appendix F; methodology 1.7.

    Args:
        values: Scores, higher is worse.
        constant: k; 23 in every English edition.

    Example:
        >>> exponential(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 23.0).round(6)
        array([  5.058046,  11.551504,  20.632707,  35.856824, 100.      ])
    """
    ranks = rank(values)
    share = ranks / _known(ranks)
    return np.asarray(-constant * np.log1p(share * np.expm1(-100.0 / constant)))


def z_score(values: Array) -> Array:
    """Distance from the mean in sample standard deviations (n − 1, as COINr)."""
    mean = np.nanmean(values, axis=0)
    squares = np.nansum((values - mean) ** 2, axis=0)
    spread = np.sqrt(squares / np.maximum(_known(values) - 1.0, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(spread > 0, (values - mean) / spread, values - mean))


def min_max(values: Array, low: float, high: float) -> Array:
    """Stretch so that the smallest value is low and the largest is high."""
    smallest, largest = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(largest > smallest, (values - smallest) / (largest - smallest), 0.0)
    share = np.where(np.isnan(values), np.nan, share)
    return np.asarray(low + share * (high - low))


def weighted_sum(values: Sequence[Array], weights: Sequence[Weight]) -> Array:
    """Σ weight × value, not rescaled; a weight is a number or one for each draw.

    A child whose weight is 0 is left out, gaps and all.

    Example:
        >>> weighted_sum([np.array([1.0, 2.0]), np.array([10.0, np.nan])], [0.5, 0.25])
        array([ 3., nan])
    """
    return total([v * w for v, w in zip(values, weights, strict=True) if np.any(w)])


def power_mean(values: Sequence[Array], weights: Sequence[Weight], power: float) -> Array:
    """The weighted power mean: 1 arithmetic, 0 geometric, −1 harmonic.

    Example:
        >>> pair = [np.array([90.0]), np.array([10.0])]
        >>> [round(float(power_mean(pair, [1.0, 1.0], p)[0]), 9) for p in (1, 0, -1)]
        [50.0, 30.0, 18.0]
    """
    used = [(v, w) for v, w in zip(values, weights, strict=True) if np.any(w)]
    mass = sum(np.asarray(w, dtype=np.float64) for _, w in used)
    if power == 0:
        logs = total([w * np.log(v) for v, w in used])
        return np.asarray(np.exp(logs / mass))
    powered = total([w * (v if power == 1 else v**power) for v, w in used]) / mass
    return np.asarray(powered if power == 1 else powered ** (1.0 / power))


def maximum(values: Sequence[Array]) -> Array:
    """The largest of several arrays; a gap in any is a gap.

    Example:
        >>> maximum([np.array([90.0, 1]), np.array([10.0, np.nan])])
        array([90., nan])
    """
    return np.asarray(np.maximum.reduce(list(values)))


def total(values: Sequence[Array]) -> Array:
    """The sum of several arrays; a gap in any is a gap in the sum."""
    result = np.array(values[0], dtype=np.float64)
    for value in values[1:]:
        result = result + value
    return result


def correlation(values: Sequence[Array]) -> Array:
    """Pearson correlations of the first draw over the areas that have every value."""
    table = np.stack([value if value.ndim == 1 else value[:, 0] for value in values])
    complete = ~np.isnan(table).any(axis=0)
    if np.count_nonzero(complete) < 2:
        return np.full((len(values), len(values)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):  # a constant has no correlation
        return np.atleast_2d(np.corrcoef(table[:, complete]))


def each(function: Callable[[Array], Array], values: Sequence[Array]) -> list[Array]:
    """Apply a verb to several arrays, on two threads where they are large."""
    if len(values) > 1 and values[0].shape[0] >= _LARGE:
        with ThreadPoolExecutor(max_workers=2) as pool:
            return list(pool.map(function, values))
    return [function(value) for value in values]


def _known(values: Array) -> Array:
    """How many areas of each draw are no gaps, and at least 1 to divide by."""
    return np.asarray(np.maximum(np.sum(~np.isnan(values), axis=0), 1.0))


def _each_draw(function: Callable[[Array], Array], values: Array) -> Array:
    if values.ndim == 1:
        return function(values)
    result = np.empty(values.shape, order="F")
    for draw in range(values.shape[1]):
        result[:, draw] = function(np.ascontiguousarray(values[:, draw]))
    return result


def _ordered(values: Array) -> tuple[NDArray[np.intp], NDArray[np.bool_], int]:
    """Sort: the order, where a new value starts in it, and how many are no gaps."""
    gaps = np.isnan(values)
    count = values.size - int(np.count_nonzero(gaps))
    if count < values.size:
        # Gaps go last as infinity: NumPy's fast sort gives up at the first NaN.
        values = np.where(gaps, np.inf, values)
    order = np.argsort(values)[:count]
    ordered = values[order]
    starts = np.empty(count, dtype=np.bool_)
    starts[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    return order, starts, count


def _rank_average(values: Array) -> Array:
    order, starts, count = _ordered(values)
    result = np.full(values.size, np.nan)
    if starts.all():
        result[order] = np.arange(1.0, count + 1.0)
        return result
    first = np.flatnonzero(starts)
    last = np.append(first[1:], count)
    tied = np.repeat((first + 1 + last) / 2.0, last - first)
    result[order] = tied
    return result


def _place(values: Array) -> Array:
    order, starts, count = _ordered(-values)
    result = np.full(values.size, np.nan)
    if starts.all():
        result[order] = np.arange(1.0, count + 1.0)
        return result
    first = np.flatnonzero(starts)
    result[order] = np.repeat(first + 1.0, np.diff(np.append(first, count)))
    return result
