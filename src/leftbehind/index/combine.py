"""How the standardised children of a node become its score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Discriminator, Field

from leftbehind.engine.verbs import Column, Verbs
from leftbehind.index.steps import Step, named


class Combiner(Step):
    """A way to make one score of several children."""

    def comparisons(self, areas: int) -> int:
        """How many pairs of areas it compares: 0, unless its cost grows with their square."""
        return 0

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        raise NotImplementedError


class WeightedSum(Combiner):
    """Σ weight × value, never rescaled: the English weights add up to .999."""

    method: Literal["weighted sum"] = "weighted sum"

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.weighted_sum(values, weights)


class PowerMean(Combiner):
    """The weighted power mean with weights over their sum."""

    method: Literal["power mean"] = "power mean"
    power: float = Field(allow_inf_nan=False)

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.power_mean(values, weights, self.power)


class Maximum(Combiner):
    """The largest value: the highest child decides. Weights of 0 leave a child out."""

    method: Literal["maximum"] = "maximum"

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.maximum(_that_weigh(values, weights))


class Median(Combiner):
    """The middle value. Weights of 0 leave a child out; others do not count."""

    method: Literal["median"] = "median"

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.median(_that_weigh(values, weights))


class MazziottaPareto(Combiner):
    """The weighted mean with a penalty for unevenness, M ± S² / M.

    Attributes:
        unevenness: Whether an area whose children differ has more need for it, or less.
    """

    method: Literal["mazziotta-pareto"] = "mazziotta-pareto"
    unevenness: Literal["adds", "takes"] = "adds"

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        sign = 1.0 if self.unevenness == "adds" else -1.0
        return verbs.mazziotta_pareto(values, weights, sign)


class CountAbove(Combiner):
    """The weights of the children that reach a cut.

    Attributes:
        cut: The standardised value from which on a child counts.
    """

    method: Literal["count"] = "count"
    cut: float = Field(allow_inf_nan=False)

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.count_above(values, weights, self.cut)


class Copeland(Combiner):
    """How many areas an area beats, less those it is beaten by: every one with every other."""

    method: Literal["copeland"] = "copeland"

    def comparisons(self, areas: int) -> int:
        """The square of the areas."""
        return areas**2

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.copeland(values, weights)


_MEANS = {"arithmetic mean": 1.0, "geometric mean": 0.0, "harmonic mean": -1.0}


def _mean_by_name(value: Any) -> Any:
    if isinstance(value, str) and value in _MEANS:
        return {"method": "power mean", "power": _MEANS[value]}
    return named(value)


Combine = Annotated[
    WeightedSum | PowerMean | Maximum | Median | MazziottaPareto | CountAbove | Copeland,
    Discriminator("method"),
    BeforeValidator(_mean_by_name),
]
"""How the standardised children of a node become its score."""


def combined(
    combine: Combiner,
    values: list[Column],
    weights: list[Any],
    verbs: Verbs,
    at_least: float = 1.0,
) -> Column:
    """The score of a node, where children may be unknown.

    In an area that lacks children, those that are known stand for all: they are combined with
    their weights raised to what all together weigh.

    Args:
        combine: How.
        values: The standardised children, each (areas,) or (areas, draws); a gap is one in
            every draw.
        weights: Their weights, each a number or (draws,).
        verbs: The engine.
        at_least: The share of the weight that must be known; an area with less has no score.

    Example:
        >>> from leftbehind.engine import arrays
        >>> two = [np.array([1.0, 2.0]), np.array([3.0, np.nan])]
        >>> combined(WeightedSum(), two, [1.0, 1.0], arrays, 0.5)
        array([4., 4.])
    """
    if at_least >= 1:
        return combine.apply(values, weights, verbs)
    used = [(v, w) for v, w in zip(values, weights, strict=True) if np.any(w)]
    gaps = np.stack([np.isnan(v if v.ndim == 1 else v[:, 0]) for v, _ in used])
    if not gaps.any():
        return combine.apply(values, weights, verbs)
    patterns, which = np.unique(gaps, axis=1, return_inverse=True)
    whole = sum(np.asarray(w, dtype=np.float64) for _, w in used)
    result = np.full(used[0][0].shape, np.nan)
    for pattern, lacking in enumerate(patterns.T):
        known = [pair for pair, gap in zip(used, lacking, strict=True) if not gap]
        if not known or _share(known, used) < at_least:
            continue
        rows = which == pattern
        raised = whole / sum(np.asarray(w, dtype=np.float64) for _, w in known)
        some = [v[rows] for v, _ in known]
        result[rows] = combine.apply(some, [w * raised for _, w in known], verbs)
    return result


def _share(known: Sequence[tuple[Column, Any]], all_of_them: Sequence[tuple[Column, Any]]) -> float:
    """The share of the weight that is known, rounded so that a half is a half."""
    told, whole = (sum(float(np.mean(w)) for _, w in each) for each in (known, all_of_them))
    return round(told / whole, 9)


def _that_weigh(values: list[Column], weights: list[Any]) -> list[Column]:
    return [v for v, w in zip(values, weights, strict=True) if np.any(w)]
