"""Shrinkage: small areas borrow strength from their district."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine.arrays import Array


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Shrunk proportions and how they came about.

    Attributes:
        rate: Shrunk proportion of each area, 0 to 1; NaN where the count is.
        weight: Weight of each area's own data, 0 (all district) to 1.
        between: Variance t² between the areas of each area's district, logit scale.
    """

    rate: Array
    weight: Array
    between: Array


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
    return Shrunk(
        rate=np.where(gap, np.nan, rate),
        weight=np.where(gap, np.nan, weight),
        between=np.where(np.isinf(between), 0.0, between),
    )
