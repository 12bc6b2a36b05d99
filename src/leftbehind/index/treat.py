"""Outliers: figures whose tails would decide an index are drawn in, and it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Discriminator, Field

from leftbehind.engine.numbers import Array
from leftbehind.errors import LeftBehindError
from leftbehind.index.steps import Step, named

FEWEST = 4
"""Areas without which a kurtosis has no meaning."""


def tails(values: Array) -> tuple[float, float]:
    """Sample skewness and excess kurtosis, G₁ and G₂.

    Args:
        values: (areas,); gaps take no part.

    Returns:
        Both; NaN for values that never vary, or of fewer than four areas.

    Source:
        Joanes and Gill (1998), The Statistician 47: 183–189.

    Example:
        >>> [round(one, 3) for one in tails(np.array([1.0, 2.0, 3.0, 4.0, 20.0]))]
        [2.125, 4.606]
    """
    known = values[~np.isnan(values)]
    if known.size < FEWEST:
        return float("nan"), float("nan")
    apart = known - known.mean()
    square = apart * apart
    sums = (apart.sum(), square.sum(), (square * apart).sum(), (square * square).sum())
    skew, kurtosis = _tails(known.size, *(np.array([float(one)]) for one in sums))
    return float(skew[0]), float(kurtosis[0])


class Winsorise(Step):
    """The farthest values, one after the other, become the next farthest.

    Attributes:
        most: How many at most; below 1, the share of areas.
    """

    method: Literal["winsorise"] = "winsorise"
    most: float = Field(default=5.0, gt=0, allow_inf_nan=False)

    def apply(self, values: Array, rule: Treat) -> Array:
        """Draw in as few values as the rule asks for."""
        known = np.flatnonzero(~np.isnan(values))
        most = self.most if self.most >= 1 else self.most * known.size
        most = min(int(most), known.size - 1)
        side = 1.0 if tails(values)[0] > 0 else -1.0
        ordered = known[np.argsort(-side * values[known], kind="stable")]
        passing = np.flatnonzero(rule.passes(*_if_drawn_in(values[ordered], most)))
        number = int(passing[0]) + 1 if passing.size else most
        result = values.copy()
        result[ordered[:number]] = values[ordered[number]]
        return result


class Log(Step):
    """The natural logarithm; figures skewed to the left are turned round for it and back.

    Attributes:
        kind: "shifted": of the distance from the smallest, and a hundredth of the range more,
            so that any figures have one; "scaled": of the range stretched from 1 to its
            largest; "plain": of the figures themselves, which must be above 0.

    Source:
        "shifted" as COINr does; "scaled" as the Global Innovation Index does (its appendix on
        method).
    """

    method: Literal["log"] = "log"
    kind: Literal["shifted", "scaled", "plain"] = "shifted"

    def apply(self, values: Array, rule: Treat) -> Array:
        """Take logarithms."""
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        if tails(values)[0] < 0 and self.kind != "plain":
            turned = self.apply(low + high - values, rule)
            return np.asarray(np.nanmin(turned) + np.nanmax(turned) - turned)
        if self.kind == "plain":
            if low <= 0:
                raise LeftBehindError(
                    f"there is no logarithm of {low:g}",
                    mend='use { method = "log", kind = "shifted" }, or leave `treat` out here',
                )
            return np.asarray(np.log(values))
        if self.kind == "scaled":
            if high <= 1:
                raise LeftBehindError(
                    f"the largest is {high:g}, so nothing can be scaled from 1 up to it",
                    mend='use { method = "log", kind = "shifted" }',
                )
            return np.asarray(np.log((high - 1) * (values - low) / (high - low) + 1))
        return np.asarray(np.log(values - low + 0.01 * (high - low)))


class BoxCox(Step):
    """The Box-Cox transformation, (xᵖ − 1) / p, or ln x where p is 0.

    Attributes:
        power: p; none: the one that makes the figures most nearly normal, by maximum
            likelihood.

    Source:
        Box and Cox (1964), Journal of the Royal Statistical Society B 26: 211–252.
    """

    method: Literal["box-cox"] = "box-cox"
    power: float | None = Field(default=None, ge=-5, le=5)

    def apply(self, values: Array, rule: Treat) -> Array:
        """Transform."""
        from scipy.stats import boxcox

        low = float(np.nanmin(values))
        if low <= 0:
            raise LeftBehindError(
                f"Box-Cox is of figures above 0, and the smallest is {low:g}",
                mend='use { method = "log", kind = "shifted" }, or leave `treat` out here',
            )
        known = ~np.isnan(values)
        result = np.full(values.shape, np.nan)
        found = boxcox(values[known], lmbda=self.power)
        result[known] = found[0] if self.power is None else found
        return result


@dataclass(frozen=True, slots=True)
class Treated:
    """Figures after a treatment.

    Attributes:
        values: (areas,).
        method: The step that was taken; nothing: they passed as they were.
        areas: How many of them changed.
        before: Skewness and kurtosis before.
        after: And after.
        passes: Whether they pass the rule now.
    """

    values: Array
    method: str
    areas: int
    before: tuple[float, float]
    after: tuple[float, float]
    passes: bool


class Treat(Step):
    """A rule for outliers, and what is tried in turn until it is met.

    Figures pass unless they are both skewed and heavy in the tails. Each step is tried on the
    figures as they were; the first that makes them pass is taken, or the last.

    Attributes:
        steps: What is tried, in turn.
        skewness: A skewness of more than this, either way, is skewed.
        kurtosis: An excess kurtosis of more than this is heavy.

    Source:
        The rule of thumb of the Joint Research Centre, as in COINr.
    """

    steps: tuple[
        Annotated[Winsorise | Log | BoxCox, Discriminator("method"), BeforeValidator(named)], ...
    ] = Field(min_length=1)
    skewness: float = Field(default=2.0, ge=0, allow_inf_nan=False)
    kurtosis: float = Field(default=3.5, ge=-2, allow_inf_nan=False)

    def passes(self, skewness: Array | float, kurtosis: Array | float) -> Any:
        """Whether figures with these tails pass."""
        return ~((np.abs(skewness) > self.skewness) & (np.asarray(kurtosis) > self.kurtosis))

    def apply(self, values: Array) -> Treated:
        """Treat one column.

        Args:
            values: (areas,); gaps stay gaps.

        Example:
            >>> rule = Treat(steps=({"method": "winsorise"},))
            >>> found = rule.apply(np.array([1.0, 2.0, 3.0, 2.0, 1.0, 3.0, 2.0, 90.0]))
            >>> found.values.tolist(), found.areas, found.passes
            ([1.0, 2.0, 3.0, 2.0, 1.0, 3.0, 2.0, 3.0], 1, True)
        """
        before = tails(values)
        found = Treated(values, "", 0, before, before, bool(self.passes(*before)))
        for step in self.steps:
            if found.passes:
                return found
            treated = step.apply(values, self)
            after = tails(treated)
            changed = int(np.sum((treated != values) & ~np.isnan(values)))
            found = Treated(treated, step.method, changed, before, after, bool(self.passes(*after)))
        return found


def several(value: Any) -> Any:
    """A step, or a list of them, is short for the usual rule with those steps."""
    if isinstance(value, str):
        return {"steps": [value]}
    if isinstance(value, list | tuple):
        return {"steps": list(value)}
    if isinstance(value, dict) and "method" in value:
        return {"steps": [value]}
    return value


def _tails(
    size: int, first: Array, second: Array, third: Array, fourth: Array
) -> tuple[Array, Array]:
    """G₁ and G₂ from sums of powers about any one number near the mean."""
    n = float(size)
    mean = first / n
    m2 = second / n - mean**2
    m3 = third / n - 3 * mean * second / n + 2 * mean**3
    m4 = fourth / n - 4 * mean * third / n + 6 * mean**2 * second / n - 3 * mean**4
    flat = m2 <= 1e-12 * np.max(second / n, initial=0.0)
    m2 = np.where(flat, np.nan, m2)
    skewness = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    return skewness, kurtosis


def _if_drawn_in(ordered: Array, most: int) -> tuple[Array, Array]:
    """Skewness and kurtosis if the first 1, 2, … of ordered values became the next one.

    From running sums of powers, so that the tails of each number of them cost nothing more.
    """
    scaled = ordered - ordered.mean()
    scaled = scaled / max(float(np.max(np.abs(scaled))), 1e-300)
    number = np.arange(1, most + 1)
    sums = []
    for power in (1, 2, 3, 4):
        powered = scaled**power
        rest = powered.sum() - np.cumsum(powered)[:most]
        sums.append(rest + number * powered[number])
    return _tails(ordered.size, *sums)
