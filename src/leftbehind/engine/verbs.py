"""The handful of verbs that the fold of an index is written over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

Column = Any
"""One value for each area (and draw), in whatever form the engine keeps it."""


class Verbs(Protocol):
    """What an engine must be able to do to columns; `engine.arrays` is the first.

    Every verb takes columns and gives columns: no verb sees a frame, a file or a
    recipe, so that the same recipe runs wherever these are offered.
    """

    def rank(self, values: Column) -> Column:
        """Ascending average ranks, 1 = smallest."""

    def place(self, values: Column) -> Column:
        """Competition places from the top, 1 = largest."""

    def percentile(self, values: Column) -> Column:
        """Share of the other areas that rank lower, 0 to 100."""

    def normal_score(self, values: Column) -> Column:
        """Van der Waerden scores."""

    def exponential(self, values: Column, constant: float) -> Column:
        """The exponential transformation of the average rank, 0 to 100."""

    def z_score(self, values: Column) -> Column:
        """Distance from the mean in standard deviations."""

    def min_max(self, values: Column, low: float, high: float) -> Column:
        """Stretch between two numbers."""

    def weighted_sum(self, values: Sequence[Column], weights: Sequence[Any]) -> Column:
        """Σ weight × value, not rescaled."""

    def power_mean(self, values: Sequence[Column], weights: Sequence[Any], power: float) -> Column:
        """The weighted power mean."""

    def maximum(self, values: Sequence[Column]) -> Column:
        """The largest of several columns; a gap in any is a gap."""

    def total(self, values: Sequence[Column]) -> Column:
        """The plain sum; a gap in any is a gap in the sum."""

    def correlation(self, values: Sequence[Column]) -> Any:
        """The correlation matrix, as a small array."""

    def each(self, function: Callable[[Column], Column], values: Sequence[Column]) -> list[Column]:
        """Apply one verb to several columns."""
