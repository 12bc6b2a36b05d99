"""How the children of a node are made comparable."""

from __future__ import annotations

from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Discriminator, Field, model_validator

from leftbehind.engine.ranks import Ties
from leftbehind.engine.scales import Reference
from leftbehind.engine.verbs import Column, Verbs
from leftbehind.index.steps import Step, named

ENGLISH_CONSTANT = 23.0
"""k of the exponential transformation: about 10% cancellation between domains
(IoD 2019 technical report, appendix F)."""

LEAST_CONSTANT = 3.0
"""A smaller k puts the worst area beyond what a float can tell from infinity."""

Finite = Annotated[float, Field(allow_inf_nan=False)]

OFFSETS = {"van der Waerden": 0.0, "Blom": 0.375, "Tukey": 1.0 / 3.0}
"""What plotting positions take off a rank: (r − a) / (N + 1 − 2a)."""


class Standardiser(Step):
    """A way to make children comparable."""

    def mirrored(self) -> Self:
        """The same for figures that were turned round, because higher is better in them."""
        return self

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        raise NotImplementedError


class AsIs(Standardiser):
    """Leave values as they are."""

    method: Literal["as is"] = "as is"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Return the values."""
        return values


class NormalScore(Standardiser):
    """Normal scores of average ranks: the normal quantile of r / (N + 1), unless said otherwise.

    Attributes:
        position: Whose plotting position: van der Waerden's, Blom's or Tukey's.
    """

    method: Literal["normal score"] = "normal score"
    position: Literal["van der Waerden", "Blom", "Tukey"] = "van der Waerden"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.normal_score(values, OFFSETS[self.position])


class Exponential(Standardiser):
    """Exponential transformation of average ranks, 0 to 100."""

    method: Literal["exponential"] = "exponential"
    constant: float = Field(default=ENGLISH_CONSTANT, ge=LEAST_CONSTANT, allow_inf_nan=False)

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.exponential(values, self.constant)


class ZScore(Standardiser):
    """Distances from the mean in sample standard deviations.

    Attributes:
        mean: What the mean becomes.
        spread: What a standard deviation becomes.
    """

    method: Literal["z-score"] = "z-score"
    mean: Finite = 0.0
    spread: float = Field(default=1.0, gt=0, allow_inf_nan=False)

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.z_score(values) * self.spread + self.mean


class RobustZScore(Standardiser):
    """Distances from the median in median distances, scaled to standard deviations."""

    method: Literal["robust z-score"] = "robust z-score"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.robust_z(values)


class _Between(Standardiser):
    low: Finite = 0.0
    high: Finite = 100.0

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        return self


class MinMax(_Between):
    """Stretched so that the smallest is `low` and the largest is `high`."""

    method: Literal["min-max"] = "min-max"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.min_max(values, self.low, self.high)


class Goalposts(_Between):
    """The share of the way between two stated values, never beyond.

    Attributes:
        low: The lower goalpost, in the indicator's own unit.
        high: The upper one.
        least: What the goalpost of least need becomes.
        most: What the goalpost of most need becomes.
    """

    method: Literal["goalposts"] = "goalposts"
    low: Finite
    high: Finite
    least: Finite = 0.0
    most: Finite = 100.0

    def mirrored(self) -> Self:
        """Goalposts of figures that were turned round."""
        return self.model_copy(update={"low": -self.high, "high": -self.low})

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        share = verbs.goalposts(values, self.low, self.high)
        return share * (self.most - self.least) + self.least


class Target(Standardiser):
    """How far from a target, as a share of the farthest: 0 at it or better, 100 at the farthest.

    Attributes:
        target: The target, in the indicator's own unit.
    """

    method: Literal["distance to target"] = "distance to target"
    target: Finite

    def mirrored(self) -> Self:
        """The target of figures that were turned round."""
        return self.model_copy(update={"target": -self.target})

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.beyond(values, self.target) * 100.0


class Against(Standardiser):
    """Figures over the size of a reference: the largest, the mean, the median or a number.

    Attributes:
        reference: What is 1, in the indicator's own unit where it is a number.
    """

    method: Literal["distance to reference"] = "distance to reference"
    reference: Reference = "mean"

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        number = isinstance(self.reference, float)
        if number and not (np.isfinite(self.reference) and self.reference):
            raise ValueError("a reference of 0, or none that is finite, is nothing to divide by")
        return self

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.against(values, self.reference)


class _Ranked(Standardiser):
    """Made from ranks.

    Attributes:
        ties: Which rank equal values share.
    """

    ties: Ties = "average"


class Rank(_Ranked):
    """Ranks, 1 = least need, N = most."""

    method: Literal["rank"] = "rank"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.rank(values, self.ties)


class Borda(_Ranked):
    """How many areas have less need: the rank less 1."""

    method: Literal["borda"] = "borda"

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        return verbs.rank(values, self.ties) - 1.0


class Percentile(_Ranked):
    """Share of the other areas that rank lower; ties share the mean unless said otherwise.

    Attributes:
        top: What the highest area has: 100, or 1.
        digits: Decimals it is rounded to; none: it is not.
    """

    method: Literal["percentile"] = "percentile"
    top: float = Field(default=100.0, gt=0, allow_inf_nan=False)
    digits: int | None = Field(default=None, ge=0, le=9)

    def apply(self, values: Column, verbs: Verbs) -> Column:
        """Standardise one column."""
        found = verbs.percentile(values, self.ties) * (self.top / 100.0)
        return found if self.digits is None else np.round(found, self.digits)


Standardise = Annotated[
    AsIs
    | NormalScore
    | Exponential
    | ZScore
    | RobustZScore
    | MinMax
    | Goalposts
    | Target
    | Against
    | Rank
    | Borda
    | Percentile,
    Discriminator("method"),
    BeforeValidator(named),
]
"""How the children of a node are made comparable."""
