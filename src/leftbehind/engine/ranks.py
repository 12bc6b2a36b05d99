"""Ranks, and what is made from them. NaN is a gap: it takes no place in a rank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine.numbers import Array, known, settle

Ties = Literal["average", "least"]
"""The ascending rank that areas of one score share: the mean of their places, or the least."""


def rank(values: Array, ties: Ties = "average") -> Array:
    """Ascending ranks, 1 = smallest.

    Args:
        values: Scores, (areas,) or (areas, draws).
        ties: Which rank equal scores share.

    Returns:
        Ranks of the same shape, NaN where the score is NaN.

    Example:
        >>> rank(np.array([30.0, 10.0, 10.0, np.nan]))
        array([3. , 1.5, 1.5, nan])
        >>> rank(np.array([30.0, 10.0, 10.0, np.nan]), "least")
        array([ 3.,  1.,  1., nan])
    """
    if ties == "least":
        return place(-values)
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


def percentile(values: Array, ties: Ties = "average") -> Array:
    """Share of the other areas that rank lower, 0 to 100; an area alone is at 0.

    Example:
        >>> percentile(np.array([5.0, 7.0, 7.0]))
        array([ 0., 75., 75.])
    """
    ranks = rank(values, ties)
    return np.asarray((ranks - 1.0) * (100.0 / np.maximum(known(ranks) - 1.0, 1.0)))


def normal_score(values: Array, offset: float = 0.0) -> Array:
    """Normal quantiles of average ranks, of (rank − offset) / (N + 1 − 2 offset).

    Args:
        values: Scores, (areas,) or (areas, draws).
        offset: 0 for van der Waerden's plotting position, 3/8 for Blom's, 1/3 for Tukey's.

    Source: the IoD 2019 technical report standardises so; that its offset is 0 was recovered
    from data (methodology 1.6). Blom (1958); Tukey (1962), Annals of Mathematical
    Statistics 33: 1–67.

    Example:
        >>> normal_score(np.array([1.0, 2.0, 3.0, 4.0, 5.0])).round(6)
        array([-0.967422, -0.430727,  0.      ,  0.430727,  0.967422])
    """
    from scipy.special import ndtri

    ranks = rank(values)
    return np.asarray(ndtri((ranks - offset) / (known(ranks) + 1.0 - 2.0 * offset)))


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
    share = ranks / known(ranks)
    return np.asarray(-constant * np.log1p(share * np.expm1(-100.0 / constant)))


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
