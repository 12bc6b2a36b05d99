"""Gaps: what is not known of an area is guessed from what is, and it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BeforeValidator, Discriminator, Field

from leftbehind.engine.numbers import Array
from leftbehind.errors import LeftBehindError
from leftbehind.index.steps import Step, named


@dataclass(frozen=True, slots=True)
class Around:
    """What gaps of one child may be guessed from.

    Attributes:
        siblings: The other children of its node, each (areas,), with their gaps.
        column: A column of the data by name.
    """

    siblings: Sequence[Array]
    column: Callable[[str], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A column without gaps, as far as they could be filled.

    Attributes:
        values: (areas,).
        areas: Which of them were gaps and are filled, (areas,).
        spread: Standard deviation of what may be true around each guess, (areas,); 0 where
            the value is known.
    """

    values: Array
    areas: NDArray[np.bool_]
    spread: Array

    def drawn(self, rng: np.random.Generator) -> Array:
        """The column with guesses that may be true, within what is known of other areas.

        Args:
            rng: Where randomness comes from.
        """
        if not self.areas.any():
            return self.values
        known = self.values[~self.areas & ~np.isnan(self.values)]
        noise = rng.standard_normal(int(self.areas.sum())) * self.spread[self.areas]
        result = self.values.copy()
        result[self.areas] = np.clip(result[self.areas] + noise, known.min(), known.max())
        return result


class Imputation(Step):
    """A way to fill gaps."""

    def columns(self) -> tuple[str, ...]:
        """Columns of the data that it needs, beside the child itself."""
        return ()

    def labels(self) -> tuple[str, ...]:
        """Those of them that hold labels, not numbers."""
        return ()

    def guess(self, values: Array, around: Around) -> tuple[Array, Array]:
        """A guess for every area and its standard deviation, (areas,) each."""
        raise NotImplementedError

    def fill(self, values: Array, around: Around) -> Filled:
        """Fill the gaps of one column.

        Args:
            values: (areas,), with NaN for gaps.
            around: What they may be guessed from.

        Example:
            >>> none = Around((), lambda name: np.array([]))
            >>> Middle(method="median").fill(np.array([1.0, 5.0, 7.0, np.nan]), none).values
            array([1., 5., 7., 5.])
        """
        gap = np.isnan(values)
        if not gap.any() or gap.all():
            return Filled(values, np.zeros(values.shape, dtype=np.bool_), np.zeros(values.shape))
        guessed, spread = self.guess(values, around)
        known = values[~gap]
        guessed = np.clip(guessed, known.min(), known.max())
        filled = gap & ~np.isnan(guessed)
        return Filled(np.where(filled, guessed, values), filled, np.where(filled, spread, 0.0))


class Middle(Imputation):
    """The mean, or the median, of all other areas."""

    method: Literal["mean", "median"]

    def guess(self, values: Array, around: Around) -> tuple[Array, Array]:
        """The same for every area."""
        middle = np.nanmean(values) if self.method == "mean" else np.nanmedian(values)
        return np.full(values.shape, middle), np.full(values.shape, _deviation(values))


class OfGroup(Imputation):
    """The mean, or the median, of the areas of one group; of all, where a group has none.

    Attributes:
        by: Column of the groups: a region, a district, urban or rural.
    """

    method: Literal["group mean", "group median"]
    by: str

    def columns(self) -> tuple[str, ...]:
        """The groups."""
        return (self.by,)

    def labels(self) -> tuple[str, ...]:
        """The groups."""
        return (self.by,)

    def guess(self, values: Array, around: Around) -> tuple[Array, Array]:
        """One for each group."""
        whole: Literal["mean", "median"] = "mean" if self.method == "group mean" else "median"
        figures = pl.DataFrame(
            {"group": around.column(self.by), "value": pl.Series(values, nan_to_null=True)}
        )
        value = pl.col("value")
        middle = value.mean() if whole == "mean" else value.median()
        told = figures.select(
            middle.over("group").alias("middle"), value.std().over("group").alias("spread")
        ).to_numpy()
        guessed, spread = told[:, 0], told[:, 1]
        if np.isnan(told[np.isnan(values)]).any():
            middle_of_all, spread_of_all = Middle(method=whole).guess(values, around)
            guessed = np.where(np.isnan(guessed), middle_of_all, guessed)
            spread = np.where(np.isnan(spread), spread_of_all, spread)
        return guessed, spread


class OfNeighbours(Imputation):
    """The mean of the nearest areas that are known.

    Attributes:
        x: Column of one coordinate of the middle of each area, on a plane.
        y: Column of the other.
        count: How many neighbours.
    """

    method: Literal["neighbours"] = "neighbours"
    x: str = "x"
    y: str = "y"
    count: int = Field(default=5, ge=1, le=1000)

    def columns(self) -> tuple[str, ...]:
        """The coordinates."""
        return (self.x, self.y)

    def guess(self, values: Array, around: Around) -> tuple[Array, Array]:
        """From where each area lies; how far that errs is seen where the truth is known."""
        from scipy.spatial import KDTree

        places = np.column_stack([around.column(self.x), around.column(self.y)])
        lost = np.isnan(places).any(axis=1)
        known = np.flatnonzero(~np.isnan(values) & ~lost)
        guessed = np.full(values.shape, np.nan)
        if known.size <= self.count:
            raise LeftBehindError(
                f"{known.size} areas with a value and a place are too few for {self.count} "
                "neighbours",
                mend="ask for fewer neighbours, or fill the gaps otherwise",
            )
        tree = KDTree(places[known])
        gap = np.flatnonzero(np.isnan(values) & ~lost)
        near = tree.query(places[gap], self.count)[1].reshape(gap.size, -1)
        guessed[gap] = values[known][near].mean(axis=1)
        others = tree.query(places[known], self.count + 1)[1][:, 1:]
        missed = values[known] - values[known][others].mean(axis=1)
        return guessed, np.full(values.shape, float(np.sqrt(np.mean(missed**2))))


class FromSiblings(Imputation):
    """What the other children of the node foretell, by least squares.

    A gap in another child is taken as its mean. The spread is that of a prediction, with the
    doubt about the coefficients.
    """

    method: Literal["regression"] = "regression"

    def guess(self, values: Array, around: Around) -> tuple[Array, Array]:
        """From the siblings of each area."""
        if not around.siblings:
            raise LeftBehindError(
                "an only child has no siblings to foretell it", mend="fill its gaps otherwise"
            )
        known = ~np.isnan(values)
        sides = np.column_stack([
            np.ones(values.size),
            *(_scaled(np.where(np.isnan(one), np.nanmean(one), one)) for one in around.siblings),
        ])  # fmt: skip
        free = int(known.sum()) - sides.shape[1]
        if free < 1:
            raise LeftBehindError(
                f"{int(known.sum())} known areas cannot tell {sides.shape[1]} coefficients",
                mend="fill the gaps otherwise",
            )
        found, *_ = np.linalg.lstsq(sides[known], values[known], rcond=None)
        missed = values[known] - sides[known] @ found
        variance = float(missed @ missed) / free
        inverse = np.linalg.pinv(sides[known].T @ sides[known])
        leverage = np.einsum("ij,jk,ik->i", sides, inverse, sides)
        return sides @ found, np.sqrt(variance * (1.0 + leverage))


Impute = Annotated[
    Middle | OfGroup | OfNeighbours | FromSiblings,
    Discriminator("method"),
    BeforeValidator(named),
]
"""How gaps in the children of a node are filled."""


def _deviation(values: Array) -> float:
    known = values[~np.isnan(values)]
    return float(np.std(known, ddof=1)) if known.size > 1 else 0.0


def _scaled(values: Array) -> Array:
    spread = float(np.std(values))
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))
