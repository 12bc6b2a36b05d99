"""Several columns as one: sums, means, penalties, and who beats whom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leftbehind.engine.numbers import DIGITS, Array, Weight

BLOCK = 4_000_000
"""Comparisons that are made at once."""


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

    A power of 0 or less is of numbers above 0: where one is not, there is no mean.

    Example:
        >>> pair = [np.array([90.0]), np.array([10.0])]
        >>> [round(float(power_mean(pair, [1.0, 1.0], p)[0]), 9) for p in (1, 0, -1)]
        [50.0, 30.0, 18.0]
        >>> power_mean([np.array([0.0, 4.0]), np.array([5.0, 9.0])], [1.0, 1.0], 0)
        array([nan,  6.])
    """
    used = _used(values, weights)
    mass = _mass(used)
    if power <= 0:
        used = [(np.where(v > 0, v, np.nan), w) for v, w in used]
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


def median(values: Sequence[Array]) -> Array:
    """The middle of several arrays; a gap in any is a gap.

    Example:
        >>> median([np.array([1.0]), np.array([9.0]), np.array([4.0])])
        array([4.])
    """
    return np.asarray(np.median(np.stack(list(values)), axis=0))


def mazziotta_pareto(values: Sequence[Array], weights: Sequence[Weight], sign: float) -> Array:
    """The mean and its penalty for unevenness, M ± S · S / M.

    M and S are the weighted mean and standard deviation of one area's children. It is of
    children whose mean is above 0, as of z-scores around 100: where it is not, there is none.

    Args:
        values: The children.
        weights: Their weights.
        sign: 1 adds the penalty, so that unevenness is need; −1 takes it off.

    Source:
        De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104: 1–18. With equal
        weights this is theirs. The adjusted form differs in how children are standardised:
        Mazziotta and Pareto (2016), Social Indicators Research 127: 983–1003.

    Example:
        >>> mazziotta_pareto([np.array([110.0]), np.array([90.0])], [1.0, 1.0], 1.0)
        array([101.])
    """
    used = _used(values, weights)
    mass = _mass(used)
    mean = total([w * v for v, w in used]) / mass
    variance = total([w * (v - mean) ** 2 for v, w in used]) / mass
    mean = np.where(mean > 0, mean, np.nan)
    return np.asarray(mean + sign * variance / mean)


def count_above(values: Sequence[Array], weights: Sequence[Weight], cut: float) -> Array:
    """The weights of the children that reach a cut, added up.

    Example:
        >>> count_above([np.array([95.0, 50]), np.array([90.0, np.nan])], [1.0, 1.0], 90.0)
        array([ 2., nan])
    """
    reached = [
        (np.where(np.isnan(v), np.nan, np.round(v, DIGITS) >= cut), w)
        for v, w in _used(values, weights)
    ]
    return total([v * w for v, w in reached])


def copeland(values: Sequence[Array], weights: Sequence[Weight]) -> Array:
    """How many areas an area beats, less those it is beaten by.

    One beats another if the children in which it is higher weigh more than those in which it
    is lower. It compares every area with every other.

    Args:
        values: The children, each (areas,) or (areas, draws).
        weights: Their weights.

    Source:
        Copeland (1951); OECD and JRC (2008), Handbook on Constructing Composite Indicators,
        step 6.

    Example:
        >>> copeland([np.array([3.0, 2, 1]), np.array([3.0, 1, 2]), np.array([1.0, 2, 3])],
        ...          [1.0, 1.0, 1.0])
        array([ 2., -2.,  0.])
    """
    used = _used(values, weights)
    if used[0][0].ndim == 2:
        draws = used[0][0].shape[1]
        each = [
            copeland([v[:, d] for v, _ in used],
                     [float(np.broadcast_to(w, draws)[d]) for _, w in used])
            for d in range(draws)
        ]  # fmt: skip
        return np.stack(each, axis=1)
    table = np.round(np.stack([v for v, _ in used]), DIGITS)
    known = np.flatnonzero(~np.isnan(table).any(axis=0))
    rows, found = table[:, known], np.full(table.shape[1], np.nan)
    for start in range(0, known.size, step := max(1, BLOCK // max(known.size, 1))):
        balance = np.zeros((rows[0, start : start + step].size, known.size))
        for row, (_, weight) in zip(rows, used, strict=True):
            mine = row[start : start + step, None]
            balance += float(weight) * (mine > row)
            balance -= float(weight) * (mine < row)
        settled = np.where(np.abs(balance) < 10.0**-DIGITS, 0.0, balance)
        found[known[start : start + step]] = np.sign(settled).sum(axis=1)
    return found


def total(values: Sequence[Array]) -> Array:
    """The sum of several arrays; a gap in any is a gap in the sum."""
    result = np.array(values[0], dtype=np.float64)
    for value in values[1:]:
        result = result + value
    return result


def _used(values: Sequence[Array], weights: Sequence[Weight]) -> list[tuple[Array, Weight]]:
    """The children that have a weight: one of 0 is left out, gaps and all."""
    return [(v, w) for v, w in zip(values, weights, strict=True) if np.any(w)]


def _mass(used: Sequence[tuple[Array, Weight]]) -> Array:
    return np.asarray(sum(np.asarray(w, dtype=np.float64) for _, w in used))
