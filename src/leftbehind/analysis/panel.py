"""What a panel of experts says the weights are, and how far its members agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leftbehind.analysis.cells import Array
from leftbehind.data.panel import Method
from leftbehind.engine.arrays import rank, settle

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random reciprocal matrices of 1, 2, … 10 parts: Saaty, T. L. (1980),
The Analytic Hierarchy Process."""

ACCEPTED = 0.10
"""Consistency ratio above which an expert is asked to look again: Saaty (1980)."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The weights of every expert.

    Attributes:
        parts: Names of the parts, as columns of the weights.
        experts: Names of the experts, as rows of the weights.
        weights: Weights (experts, parts); each row adds up to 1.
        method: How they were asked, which decides how their weights become one.

    Example:
        >>> panel = Panel(("jobs", "homes"), ("Ann", "Bo"), np.array([[0.6, 0.4], [0.2, 0.8]]))
        >>> panel.joint.round(3).tolist()
        [0.4, 0.6]
    """

    parts: tuple[str, ...]
    experts: tuple[str, ...]
    weights: NDArray[np.float64]
    method: Method = "points"

    @property
    def joint(self) -> NDArray[np.float64]:
        """The weights of the panel as one (parts,), adding up to 1.

        The arithmetic mean of points and of ranks; of pair comparisons, which are ratios, the
        geometric mean brought back to a sum of 1.

        Source:
            Aggregation of individual priorities: Forman, E. and Peniwati, K. (1998), European
            Journal of Operational Research 108: 165–169.
        """
        if self.method == "pairs":
            product = np.exp(np.log(self.weights).mean(axis=0))
            return np.asarray(product / product.sum())
        return np.asarray(self.weights.mean(axis=0))


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far the comparisons of one expert contradict each other.

    Attributes:
        largest: The principal eigenvalue; the number of parts if nothing contradicts.
        index: (largest − n) / (n − 1).
        ratio: The index over that of random answers; 0 for two parts, which cannot
            contradict each other.
        pair: The parts, as positions, whose comparison fits the weights least.
        stated: What the expert said of this pair.
        fitting: What the weights make of it.
    """

    largest: float
    index: float
    ratio: float
    pair: tuple[int, int]
    stated: float
    fitting: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a panel agrees; NaN where that cannot be told, as with one expert.

    Attributes:
        w: Kendall's W of the experts' orders of the parts, from 0 (none) to 1 (the same).
        chi_square: m (n − 1) W.
        freedom: n − 1, the degrees of freedom.
        p: Probability of a W as large if every expert ordered the parts at random.
        dispersion: Mean distance of the experts' weights from the joint weights.
    """

    w: float
    chi_square: float
    freedom: int
    p: float
    dispersion: float


def points_to_weights(points: Array) -> Array:
    """Weights in proportion to points.

    Args:
        points: Points of each part (parts,), 0 or more, not all 0.

    Example:
        >>> points_to_weights(np.array([50.0, 30.0, 20.0])).tolist()
        [0.5, 0.3, 0.2]
    """
    return np.asarray(points / points.sum())


def rank_order_centroid(ranks: Array) -> Array:
    """Weights from an order: the centre of all weights that have this order.

    Args:
        ranks: Rank of each part (parts,), 1 = most important; those that tie have the mean of
            their places, and share the weights of these places.

    Source:
        Barron, F. H. and Barrett, B. E. (1996), Decision quality using ranked attribute
        weights, Management Science 42: 1515–1523.

    Example:
        >>> rank_order_centroid(np.array([1.0, 2.0, 3.0])).round(4).tolist()
        [0.6111, 0.2778, 0.1111]
        >>> rank_order_centroid(np.array([1.5, 1.5, 3.0])).round(4).tolist()
        [0.4444, 0.4444, 0.1111]
    """
    number = ranks.size
    of_place = np.cumsum(1 / np.arange(number, 0, -1))[::-1] / number
    order = np.argsort(ranks, kind="stable")
    _, tied = np.unique(ranks[order], return_inverse=True)
    shared = np.bincount(tied, of_place) / np.bincount(tied)
    weights = np.empty(number)
    weights[order] = shared[tied]
    return weights


def pair_weights(matrix: NDArray[np.float64]) -> tuple[Array, Consistency]:
    """Weights from comparisons of pairs, and how consistent these are.

    Args:
        matrix: How many times as important the part of the row is as that of the column
            (parts, parts): positive, `matrix[j, i] = 1 / matrix[i, j]`, 2 to 10 parts.

    Returns:
        The principal eigenvector, adding up to 1 (parts,), and the consistency.

    Raises:
        ValueError: If there are fewer parts than 2, or more than the random index is known for.

    Source:
        Saaty, T. L. (1980), The Analytic Hierarchy Process; the pair that fits least, by
        a_ij w_j / w_i: Saaty (2003), European Journal of Operational Research 145: 85–91.

    Example:
        >>> weights, told = pair_weights(np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]]))
        >>> weights.round(6).tolist(), round(told.ratio, 4)
        ([0.636986, 0.258285, 0.104729], 0.0332)
    """
    number = matrix.shape[0]
    if not 2 <= number <= len(RANDOM_INDEX):
        raise ValueError(f"comparisons are of 2 to {len(RANDOM_INDEX)} parts, not {number}")
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    weights = np.abs(vectors[:, first].real)
    weights /= weights.sum()
    largest = float(values[first].real)
    index = max(0.0, (largest - number) / (number - 1))  # rounding may fall below n
    random = RANDOM_INDEX[number - 1]
    fitting = weights[:, None] / weights[None, :]
    # Of three parts all pairs fit equally ill; then the strongest statement is named.
    rows, columns = np.triu_indices(number, 1)
    apart = settle(np.abs(np.log(matrix / fitting)))[rows, columns]
    strength = np.abs(np.log(matrix))[rows, columns]
    worst = int(np.lexsort((strength, apart))[-1])
    pair = (int(rows[worst]), int(columns[worst]))
    if matrix[pair] < 1:
        pair = pair[::-1]  # told by the part that the expert holds the weightier
    told = Consistency(largest, index, index / random if random else 0.0, pair,
                       float(matrix[pair]), float(fitting[pair]))  # fmt: skip
    return np.asarray(weights), told


def distances(panel: Panel) -> Array:
    """How far each expert's weights are from the joint weights (experts,).

    The total-variation distance: the share of weight that would have to move, from 0 to 1.

    Example:
        >>> panel = Panel(("jobs", "homes"), ("Ann", "Bo"), np.array([[0.6, 0.4], [0.2, 0.8]]))
        >>> distances(panel).round(3).tolist()
        [0.2, 0.2]
    """
    return np.asarray(np.abs(panel.weights - panel.joint).sum(axis=1) / 2)


def kendalls_w(ranks: Array) -> float:
    """Kendall's coefficient of concordance, corrected for ties.

    Args:
        ranks: Ranks (experts, parts); those that tie have the mean of their places.

    Returns:
        W from 0 to 1; NaN for one expert, for one part, and where every expert ties all.

    Source:
        Kendall, M. G. and Babington Smith, B. (1939), The problem of m rankings, Annals of
        Mathematical Statistics 10: 275–287; ties: Kendall (1948), Rank Correlation Methods.

    Example:
        >>> kendalls_w(np.array([[1.0, 2.0, 3.0], [1.0, 3.0, 2.0]])).__round__(3)
        0.75
    """
    experts, parts = ranks.shape
    tied = sum(float((times**3 - times).sum())
               for times in (np.unique(row, return_counts=True)[1] for row in ranks))  # fmt: skip
    most = experts**2 * (parts**3 - parts) - experts * tied
    if experts < 2 or most <= 0:
        return float("nan")
    sums = ranks.sum(axis=0)
    return float(12 * ((sums - sums.mean()) ** 2).sum() / most)


def agreement(panel: Panel) -> Agreement:
    """How far the experts of a panel agree.

    The weights are settled at 1e-9 before they are ranked, as scores are, so that equal ones tie.

    Example:
        >>> told = agreement(Panel(("jobs", "homes"), ("Ann",), np.array([[0.6, 0.4]])))
        >>> told.w
        nan
    """
    from scipy.special import chdtrc

    experts, parts = panel.weights.shape
    if experts < 2:
        nan = float("nan")
        return Agreement(nan, nan, parts - 1, nan, nan)
    w = kendalls_w(np.stack([rank(row) for row in settle(panel.weights)]))
    chi_square = experts * (parts - 1) * w
    p = float(chdtrc(parts - 1, chi_square))
    return Agreement(w, chi_square, parts - 1, p, float(distances(panel).mean()))


def refused(consistencies: Sequence[Consistency]) -> list[int]:
    """Which experts contradict themselves more than is accepted, as positions."""
    return [n for n, told in enumerate(consistencies) if told.ratio > ACCEPTED]
