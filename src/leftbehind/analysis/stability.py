"""How sure kinds are: found again in other draws of the areas, or with figures slightly changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from leftbehind.analysis.partition import Labels, Partition
from leftbehind.engine.arrays import Array
from leftbehind.kinds import METHODS

STABLE, DOUBTFUL = 0.75, 0.6
"""Mean Jaccard from which a kind is stable, and from which it can be seen but not drawn sharply.

Source: Hennig, C., documentation of `clusterboot` (R package fpc), after Hennig (2007)."""

JITTER = 0.05
"""Standard deviation of what is added to figures, as a share of their range."""

JITTERS = 20
"""How many times."""

Standing = Literal["stable", "doubtful", "not stable"]


@dataclass(frozen=True, slots=True)
class Stability:
    """How kinds came back.

    Attributes:
        rand: Mean adjusted Rand index of the kinds and those of each draw; NaN without draws.
        jaccard: For each kind its mean overlap with the kind of each draw that is most like it,
            (kinds,).
        draws: How many draws there were.
    """

    rand: float
    jaccard: Array
    draws: int


def standing(jaccard: float) -> Standing:
    """Whether a kind is stable.

    Example:
        >>> [standing(value) for value in (0.9, 0.7, 0.5)]
        ['stable', 'doubtful', 'not stable']
    """
    return "stable" if jaccard >= STABLE else "doubtful" if jaccard >= DOUBTFUL else "not stable"


def adjusted_rand(one: Labels, other: Labels) -> float:
    """How alike two partitions are: 1 the same, 0 as by chance.

    Source:
        Hubert, L. and Arabie, P. (1985), Comparing partitions, Journal of Classification 2:
        193–218; as scikit-learn has it.

    Example:
        >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
        1.0
    """
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(one, other))


def bootstrap(points: Array, labels: Labels, how: Partition, draws: int, seed: int) -> Stability:
    """Put areas that were drawn with replacement into kinds anew, and see which come back.

    An area that is drawn more than once is used once: about 63% of the areas are in each draw.

    Args:
        points: Standardised figures, (areas, variables).
        labels: Their kinds, from 0.
        how: How kinds are found.
        draws: How many draws.
        seed: Seed of the draws.

    Source:
        Hennig, C. (2007), Cluster-wise assessment of cluster stability, Computational Statistics
        and Data Analysis 52: 258–271, scheme “bootstrap”, as in `clusterboot` of R's fpc.

    Example:
        >>> points = np.concatenate([np.linspace(0, 0.1, 20), np.linspace(0.9, 1, 20)])[:, None]
        >>> bootstrap(points, np.repeat([0, 1], 20), Partition(), 10, seed=1).jaccard.tolist()
        [1.0, 1.0]
    """
    random = np.random.default_rng(seed)
    kinds, quick = int(labels.max()) + 1, how.quick()
    rand, jaccard = [], []
    for draw in range(draws):
        drawn = np.unique(random.integers(0, len(points), len(points)))
        if len(drawn) < kinds:
            continue
        again = quick.of(points[drawn], kinds, seed + draw)
        rand.append(adjusted_rand(labels[drawn], again))
        jaccard.append(_overlaps(labels[drawn], again, kinds))
    if not rand:
        return Stability(float("nan"), np.full(kinds, np.nan), 0)
    met = np.array(jaccard)
    known = np.isfinite(met)
    counted = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, met, 0.0).sum(axis=0) / counted
    return Stability(float(np.mean(rand)), np.where(known.any(axis=0), mean, np.nan), len(rand))


def _overlaps(labels: Labels, again: Labels, kinds: int) -> Array:
    """For each kind the greatest Jaccard with a kind of the draw; NaN if nobody of it is drawn."""
    both = np.zeros((kinds, kinds))
    np.add.at(both, (labels, again), 1)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    found = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(both.sum(axis=1) > 0, found, np.nan)


Change = Literal["without", "jitter", "method", "without the rule's"]


def small_changes(
    points: Array, names: list[str], labels: Labels, how: Partition, seed: int
) -> Iterator[tuple[Change, str, float]]:
    """Kinds found again with something slightly changed, and how alike they are.

    One variable is left out; noise is added to all figures; another method is used.

    Args:
        points: Standardised figures, (areas, variables).
        names: The variables.
        labels: The kinds, from 0.
        how: How they were found.
        seed: Seed of starts and noise.

    Yields:
        What was changed, its name, and the adjusted Rand index.
    """
    kinds = int(labels.max()) + 1
    for at, name in enumerate(names):
        if len(names) > 1:
            again = how.of(np.delete(points, at, axis=1), kinds, seed)
            yield "without", name, adjusted_rand(labels, again)
    random, quick = np.random.default_rng(seed), how.quick()
    shaken = [
        adjusted_rand(labels, quick.of(points + random.normal(0, JITTER, points.shape), kinds, n))
        for n in range(JITTERS)
    ]
    yield "jitter", "", float(np.mean(shaken))
    for method in METHODS:
        if method != how.method:
            again = Partition(method, how.starts).of(points, kinds, seed)
            yield "method", method, adjusted_rand(labels, again)
