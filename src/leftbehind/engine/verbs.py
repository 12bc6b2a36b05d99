"""The handful of verbs that the fold of an index is written over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from leftbehind.engine.ranks import Ties
from leftbehind.engine.scales import Reference

Column = Any
"""One value for each area (and draw), in whatever form the engine keeps it."""


class Verbs(Protocol):
    """What an engine must be able to do to columns; `engine.arrays` is the first.

    Every verb takes columns and gives columns: no verb sees a frame, a file or a
    recipe, so that the same recipe runs wherever these are offered.
    """

    def rank(self, values: Column, ties: Ties = "average") -> Column:
        """Ascending ranks, 1 = smallest."""

    def place(self, values: Column) -> Column:
        """Competition places from the top, 1 = largest."""

    def percentile(self, values: Column, ties: Ties = "average") -> Column:
        """Share of the other areas that rank lower, 0 to 100."""

    def normal_score(self, values: Column, offset: float = 0.0) -> Column:
        """Normal quantiles of ranks."""

    def exponential(self, values: Column, constant: float) -> Column:
        """The exponential transformation of the average rank, 0 to 100."""

    def z_score(self, values: Column) -> Column:
        """Distance from the mean in standard deviations."""

    def robust_z(self, values: Column) -> Column:
        """Distance from the median in scaled median distances."""

    def min_max(self, values: Column, low: float, high: float) -> Column:
        """Stretch between two numbers."""

    def goalposts(self, values: Column, low: float, high: float) -> Column:
        """Share of the way from one number to another, 0 to 1."""

    def beyond(self, values: Column, target: float) -> Column:
        """How far above a target, as a share of the farthest."""

    def against(self, values: Column, reference: Reference) -> Column:
        """Over the size of a reference."""

    def weighted_sum(self, values: Sequence[Column], weights: Sequence[Any]) -> Column:
        """Σ weight × value, not rescaled."""

    def power_mean(self, values: Sequence[Column], weights: Sequence[Any], power: float) -> Column:
        """The weighted power mean."""

    def maximum(self, values: Sequence[Column]) -> Column:
        """The largest of several columns; a gap in any is a gap."""

    def median(self, values: Sequence[Column]) -> Column:
        """The middle of several columns; a gap in any is a gap."""

    def mazziotta_pareto(
        self, values: Sequence[Column], weights: Sequence[Any], sign: float
    ) -> Column:
        """The mean and its penalty for unevenness."""

    def count_above(self, values: Sequence[Column], weights: Sequence[Any], cut: float) -> Column:
        """The weights of the columns that reach a cut."""

    def copeland(self, values: Sequence[Column], weights: Sequence[Any]) -> Column:
        """How many areas an area beats, less those it is beaten by."""

    def total(self, values: Sequence[Column]) -> Column:
        """The plain sum; a gap in any is a gap in the sum."""

    def correlation(self, values: Sequence[Column]) -> Any:
        """The correlation matrix, as a small array."""

    def covariance(self, values: Sequence[Column]) -> Any:
        """The covariance matrix, as a small array."""

    def each(
        self, function: Callable[..., Column], values: Sequence[Column], *others: Sequence[Any]
    ) -> list[Column]:
        """Apply one verb to several columns, with what else it takes for each."""
