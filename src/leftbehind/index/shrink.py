"""Shrinkage: small areas borrow strength from their district."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine.arrays import Array


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Shrunk figures and how they came about.

    Attributes:
        rate: Shrunk proportion, or value, of each area; NaN where the count is.
        weight: Weight of each area's own data, 0 (all district) to 1.
        between: Variance t² between the areas of each area's district, on the logit scale for
            proportions.
        dispersion: How many times the squared distances from the district are what chance
            alone would make them, in the mean of all areas: at 1 areas of a district do not
            differ, above it they do, or counts are not independent; NaN where none can be told.
    """

    rate: Array
    weight: Array
    between: Array
    dispersion: float = float("nan")


def shrink(count: Array, of: Array, district: NDArray[np.generic]) -> Shrunk:
    """Shrink small-area proportions towards their district on the logit scale.

    Source: IoD 2019 technical report, appendix D; methodology 1.5. The report is
    silent on two cases: where a district does not vary (t² = 0) the weight is 0,
    and where it has one area there is nothing to borrow from, so it is 1.

    Args:
        count: Events of each area, (areas,); NaN is a gap and takes no part.
        of: People at risk of each area, (areas,).
        district: The larger area that each area lies in, (areas,), any labels.

    Returns:
        The shrunk rates with their weights.

    Example:
        >>> r, n = np.array([10.0, 40, 25, 3]), np.array([100.0, 200, 150, 60])
        >>> shrink(r, n, np.zeros(4)).rate.round(8)
        array([0.11123135, 0.19846691, 0.16753755, 0.08189508])
    """
    _, place = np.unique(district, return_inverse=True)
    districts = int(place.max(initial=-1)) + 1
    gap = np.isnan(count) | np.isnan(of) | (of <= 0)
    r, n = np.where(gap, 0.0, count), np.where(gap, 1.0, of)

    own = np.log((r + 0.5) / (n - r + 0.5))
    variance = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))

    def pooled(values: Array) -> Array:
        return np.bincount(place, np.where(gap, 0.0, values), districts).astype(np.float64)

    size = pooled(np.ones_like(r))
    events, people = pooled(r), pooled(n)
    centre = np.log((events + 0.5) / (people - events + 0.5))
    with np.errstate(divide="ignore", invalid="ignore"):
        between = pooled((own - centre[place]) ** 2) / (size - 1)
    between = np.where(size > 1, between, np.inf)[place]
    with np.errstate(invalid="ignore"):
        weight = np.where(np.isinf(between), 1.0, between / (between + variance))
    logit = weight * own + (1 - weight) * centre[place]
    rate = 1.0 / (1.0 + np.exp(-logit))
    # One area alone keeps its own rate, not the rate of its corrected logit.
    rate = np.where(np.isinf(between), r / n, rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (events / people)[place]
        apart = (r - n * share) ** 2 / (n * share * (1 - share))
    return Shrunk(
        rate=np.where(gap, np.nan, rate),
        weight=np.where(gap, np.nan, weight),
        between=np.where(np.isinf(between), 0.0, between),
        dispersion=_dispersion(apart, gap, size),
    )


def shrink_values(values: Array, error: Array, district: NDArray[np.generic]) -> Shrunk:
    """Shrink values that are no proportions, by their standard errors.

    The same weighting as of proportions: w = t² / (t² + s²), where s is the standard error of
    the area and t² the variance of areas around the mean of their district.

    Source: the Scottish evaluation of 2005 weights so (methodology 1.5); the two cases that are
    not told are those of `shrink`.

    Args:
        values: Value of each area, (areas,); NaN is a gap and takes no part.
        error: Its standard error, (areas,).
        district: The larger area that each area lies in, (areas,), any labels.

    Returns:
        The shrunk values with their weights.

    Example:
        >>> shrink_values(np.array([10.0, 30.0]), np.array([0.0, 20.0]), np.zeros(2)).rate.round(3)
        array([10.   , 23.333])
    """
    _, place = np.unique(district, return_inverse=True)
    districts = int(place.max(initial=-1)) + 1
    gap = np.isnan(values) | np.isnan(error)
    own, variance = np.where(gap, 0.0, values), np.where(gap, 1.0, error) ** 2

    def pooled(one: Array) -> Array:
        return np.bincount(place, np.where(gap, 0.0, one), districts).astype(np.float64)

    size = pooled(np.ones_like(own))
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = pooled(own) / size
        between = pooled((own - centre[place]) ** 2) / (size - 1)
        alone = ~(size > 1)[place]
        weight = np.where(alone, 1.0, between[place] / (between[place] + variance))
        weight = np.where(np.isnan(weight), 1.0, weight)  # neither spread nor error: its own
        rate = np.where(weight == 1.0, own, weight * own + (1 - weight) * centre[place])
        apart = (own - centre[place]) ** 2 / variance
    return Shrunk(
        rate=np.where(gap, np.nan, rate),
        weight=np.where(gap, np.nan, weight),
        between=np.where(alone, 0.0, between[place]),
        dispersion=_dispersion(apart, gap, size),
    )


def _dispersion(apart: Array, gap: NDArray[np.bool_], size: Array) -> float:
    """Squared standardised distances over their degrees of freedom."""
    free = float(np.sum(size) - np.sum(size > 0))
    told = apart[~gap & np.isfinite(apart)]
    return float(told.sum()) / free if free > 0 else float("nan")
