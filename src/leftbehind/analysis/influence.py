"""What a part does in a score, beside the weight that was stated for it."""

from __future__ import annotations

import numpy as np

from leftbehind.analysis.coverage import FEWEST, varies
from leftbehind.engine.arrays import Array, rank

MOST_BINS = 100
"""Bins of a correlation ratio at most: inside one of 100 the ranks of a child spread over
1/100 of all, so what binning hides of a rank that follows it fully is 1/10,000."""


def effective_weights(parts: Array, weights: Array) -> Array:
    """The share of the variance of a weighted sum that moves with each of its parts.

    For the score y = Σ w_i x_i it is w_i cov(x_i, y) / var(y). The shares add up to 1, since
    var(y) is the sum of those covariances. One below 0 belongs to a part that falls where the
    score rises.

    Args:
        parts: Values as they enter the sum, areas × parts, without gaps.
        weights: One for each part, in any unit: only their proportions matter.

    Returns:
        One share for each part; NaN for all if the score never varies.

    Source:
        The gap between stated weights and what a part does: Becker, Saisana, Paruolo and
        Vandecasteele (2017), "Weights and importance in composite indicators", Ecological
        Indicators 80: 12–22. The shares follow from the variance of a sum.

    Example:
        >>> two = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])  # equal, uncorrelated
        >>> effective_weights(two, np.array([3.0, 1.0]))
        array([0.9, 0.1])
    """
    weighted = parts * weights
    if not varies(weighted.sum(axis=1), float(np.max(np.abs(weighted), initial=0.0))):
        return np.full(parts.shape[1], np.nan)
    weighted -= weighted.mean(axis=0)
    score = weighted.sum(axis=1)
    return np.asarray(score @ weighted / float(score @ score))


def correlation_ratio(part: Array, whole: Array) -> float:
    """The share of the variance of the ranks of a whole that the rank of one part tells alone.

    S = Var(E(rank of whole | rank of part)) / Var(rank of whole), the first-order sensitivity
    index. It needs no straight line and, being of ranks, stays the same under any rising
    transformation of either. Shares of parts that go together overlap, so they add up to more
    than 1.

    The expectation is estimated by the mean in bins of equal numbers of areas by rank of the
    part, √areas of them and at most 100; areas that tie stay together. Chance between m
    bins of n areas is taken off: S = 1 − (SSW / (n − m)) / (SST / (n − 1)), and what is below 0
    after that is 0.

    Args:
        part: Values of the part, (areas,), without gaps.
        whole: Values of the whole, (areas,), without gaps.

    Returns:
        Between 0 and 1; NaN if the whole never varies, or there are too few areas.

    Source:
        Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176:
        609–634, who measure importance so; Becker and others (2017); for the chance, Kelley
        (1935), Proceedings of the National Academy of Sciences 21: 554–559.

    Example:
        >>> x = np.arange(10_000.0)
        >>> round(correlation_ratio(x, -(x**3)), 3), round(correlation_ratio(x, x % 2), 3)
        (1.0, 0.0)
    """
    return ratio_of_ranks(rank(part), rank(whole))


def ratio_of_ranks(told: Array, ranks: Array) -> float:
    """The correlation ratio of what is ranked already.

    Args:
        told: Ranks of the part, (areas,), without gaps.
        ranks: Ranks of the whole, (areas,), without gaps.
    """
    size = ranks.size
    bins = min(int(np.sqrt(size)), MOST_BINS)
    group = np.floor((told - 0.5) * bins / max(size, 1)).astype(np.int64)
    counts = np.bincount(group)
    used = np.count_nonzero(counts)
    total = float(np.sum((ranks - ranks.mean()) ** 2)) if size else 0.0
    if size < FEWEST or size <= used or total == 0:
        return float("nan")
    means = np.bincount(group, ranks) / np.maximum(counts, 1)
    inside = float(np.sum((ranks - means[group]) ** 2))
    unexplained = (inside / (size - used)) / (total / (size - 1))
    return max(0.0, float(1.0 - unexplained))
