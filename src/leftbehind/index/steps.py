"""The typed steps that a node of an index is made of: standardise and combine.

A step is a small frozen value that says which verb it is; what a verb does to
columns is the engine's matter, so that every engine runs the same recipe.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    model_validator,
)

from leftbehind.engine.verbs import Column, Verbs

ENGLISH_CONSTANT = 23.0
"""k of the exponential transformation: about 10% cancellation between domains
(IoD 2019 technical report, appendix F)."""


LEAST_CONSTANT = 3.0
"""A smaller k puts the worst area beyond what a float can tell from infinity."""


class Step(BaseModel):
    """A step of a recipe; it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AsIs(Step):
    """Leave values as they are."""

    method: Literal["as is"] = "as is"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Return the values."""
        return values


class NormalScore(Step):
    """Van der Waerden normal scores of average ranks, r / (N + 1)."""

    method: Literal["normal score"] = "normal score"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.normal_score(values)


class Exponential(Step):
    """Exponential transformation of average ranks, 0 to 100."""

    method: Literal["exponential"] = "exponential"
    constant: float = Field(default=ENGLISH_CONSTANT, ge=LEAST_CONSTANT, allow_inf_nan=False)

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.exponential(values, self.constant)


class ZScore(Step):
    """Mean 0, sample standard deviation 1."""

    method: Literal["z-score"] = "z-score"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.z_score(values)


class MinMax(Step):
    """Stretched so that the smallest is `low` and the largest is `high`."""

    method: Literal["min-max"] = "min-max"
    low: float = Field(default=0.0, allow_inf_nan=False)
    high: float = Field(default=100.0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        return self

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.min_max(values, self.low, self.high)


class Rank(Step):
    """Average ranks, 1 = least need, N = most."""

    method: Literal["rank"] = "rank"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.rank(values)


class Percentile(Step):
    """Share of the other areas that rank lower, 0 to 100; ties share the mean."""

    method: Literal["percentile"] = "percentile"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.percentile(values)


def _named(value: Any) -> Any:
    """A bare name is short for the step of that name with its usual settings."""
    return {"method": value} if isinstance(value, str) else value


Standardise = Annotated[
    AsIs | NormalScore | Exponential | ZScore | MinMax | Rank | Percentile,
    Discriminator("method"),
    BeforeValidator(_named),
]
"""How the children of a node are made comparable."""


class WeightedSum(Step):
    """Σ weight × value, never rescaled: the English weights add up to .999."""

    method: Literal["weighted sum"] = "weighted sum"

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.weighted_sum(values, weights)


class PowerMean(Step):
    """The weighted power mean with weights over their sum."""

    method: Literal["power mean"] = "power mean"
    power: float = Field(allow_inf_nan=False)

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.power_mean(values, weights, self.power)


class Maximum(Step):
    """The largest value: the highest child decides. Weights of 0 leave a child out."""

    method: Literal["maximum"] = "maximum"

    def apply(self, values: list[Column], weights: list[Any], verbs: Verbs) -> Column:
        """Combine the standardised children of one node."""
        return verbs.maximum([v for v, w in zip(values, weights, strict=True) if np.any(w)])


_MEANS = {"arithmetic mean": 1.0, "geometric mean": 0.0, "harmonic mean": -1.0}


def _mean_by_name(value: Any) -> Any:
    if isinstance(value, str) and value in _MEANS:
        return {"method": "power mean", "power": _MEANS[value]}
    return _named(value)


Combine = Annotated[
    WeightedSum | PowerMean | Maximum, Discriminator("method"), BeforeValidator(_mean_by_name)
]
"""How the standardised children of a node become its score."""
