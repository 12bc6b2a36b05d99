"""Points put into kinds: made comparable, partitioned, the kinds in a stable order."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine.arrays import Array
from leftbehind.kinds import Method

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

Labels = NDArray[np.int64]

SOFT = 1e-4
"""Variance that is added to each variable of a mixture, so that no kind shrinks to a point."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How figures of several units are made comparable; fitted on the areas of a list.

    Attributes:
        low: Least value of each variable after the transformation, (variables,).
        span: Greatest less least, (variables,).
    """

    low: Array
    span: Array

    def apply(self, values: Array) -> Array:
        """Figures on the common scale: 0 to 1 for the areas that it was fitted on.

        Args:
            values: Figures, (areas, variables).
        """
        return np.asarray((np.arcsinh(values) - self.low) / self.span)


def scale_of(values: Array) -> Scale:
    """The inverse hyperbolic sine of each figure, then its range to 0 and 1.

    The first draws in long tails and, unlike a logarithm, takes zero and negative figures.

    Args:
        values: Figures, (areas, variables); no variable is constant.

    Source:
        Gale, C. G., Singleton, A. D., Bates, A. G. and Longley, P. A. (2016), Creating the 2011
        area classification for output areas (2011 OAC), Journal of Spatial Information Science
        12: 1–27: asinh and range standardisation came out best of the methods tried.

    Example:
        >>> values = np.array([[0.0], [1.0], [10.0]])
        >>> scale_of(values).apply(values).ravel().round(3).tolist()
        [0.0, 0.294, 1.0]
    """
    bent = np.arcsinh(values)
    low = bent.min(axis=0)
    return Scale(low, bent.max(axis=0) - low)


@dataclass(frozen=True, slots=True)
class Partition:
    """How points are put into so many kinds.

    Attributes:
        method: "kmeans", "ward" or "mixture".
        starts: Random starts; of Ward's hierarchy there is only one.
    """

    method: Method = "kmeans"
    starts: int = 50

    def of(self, points: Array, kinds: int, seed: int) -> Labels:
        """The kind of each point, from 0, in no special order.

        Args:
            points: Standardised figures, (areas, variables).
            kinds: How many, at most as many as there are areas.
            seed: Seed of the starts.

        Source:
            k-means: Lloyd, S. P. (1982), IEEE Transactions on Information Theory 28: 129–137,
            started as Arthur and Vassilvitskii (2007); Ward, J. H. (1963), Journal of the
            American Statistical Association 58: 236–244; mixtures: Fraley, C. and Raftery, A. E.
            (2002), the same journal 97: 611–631. All three as scikit-learn has them.

        Example:
            >>> points = np.array([[0.0], [0.1], [0.9], [1.0]])
            >>> [in_order(points, Partition(method).of(points, 2, seed=1)).tolist()
            ...  for method in ("kmeans", "ward", "mixture")]
            [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]
        """
        if kinds == 1:
            return np.zeros(len(points), dtype=np.int64)
        from sklearn.cluster import AgglomerativeClustering, KMeans
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.mixture import GaussianMixture

        match self.method:
            case "kmeans":
                found = KMeans(kinds, n_init=self.starts, random_state=seed)
            case "ward":
                found = AgglomerativeClustering(kinds, linkage="ward")
            case _:
                found = GaussianMixture(
                    kinds, n_init=min(self.starts, 2), random_state=seed, reg_covar=SOFT
                )
        # Of so few points threads only wait for each other: where others use the cores, minutes.
        with warnings.catch_warnings(), _threads().limit(limits=1):
            # Fewer distinct points than kinds: seen by who asks.
            warnings.simplefilter("ignore", ConvergenceWarning)
            labels = found.fit_predict(points)
        _, dense = np.unique(labels, return_inverse=True)  # a kind that nobody is in has no number
        return np.asarray(dense, dtype=np.int64)

    def quick(self) -> Partition:
        """The same with few starts, for what is done hundreds of times."""
        return Partition(self.method, min(self.starts, 5))


@cache
def _threads() -> ThreadpoolController:
    """What holds the libraries of scikit-learn to so many threads: those that are loaded by now."""
    import sklearn.cluster  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def centres(points: Array, labels: Labels) -> Array:
    """The mean of each kind, (kinds, variables)."""
    return np.array([points[labels == kind].mean(axis=0) for kind in range(labels.max() + 1)])


def within(points: Array, labels: Labels) -> float:
    """Sum of squared distances of points to the mean of their kind.

    Example:
        >>> within(np.array([[0.0], [2.0], [10.0]]), np.array([0, 0, 1]))
        2.0
    """
    return float(((points - centres(points, labels)[labels]) ** 2).sum())


def in_order(points: Array, labels: Labels) -> Labels:
    """The same kinds, the largest first; of two as large, the one whose centre is lower first.

    Example:
        >>> in_order(np.array([[9.0], [1.0], [1.1], [5.0]]), np.array([0, 2, 2, 1])).tolist()
        [2, 0, 0, 1]
    """
    sizes = np.bincount(labels)
    middle = centres(points, labels).round(9)
    order = np.lexsort((*middle.T[::-1], -sizes))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return np.asarray(place[labels])


def distances(points: Array, middle: Array) -> Array:
    """How far each point is from each centre, (points, centres)."""
    return np.asarray(np.sqrt(((points[:, None, :] - middle[None, :, :]) ** 2).sum(axis=2)))
