"""Combinations from left to right: a column each, marked by a dot or, of very many, by a stroke."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import altair as alt

from leftbehind.show.charts.page import chart, colours, pixels
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.theme import Sheet

Size = tuple[float, float]

DOTTED = 4.0
"""Pixels from column to column from which on marks are dots; of closer ones they are strokes."""

DOT, OWN = 8.0, 11.0
"""Pixels of a dot at most, and of that of the study's own combination."""

LEAST_OWN = 6.0
"""Pixels of the dot of the study's own combination at least: it must be seen."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each combination stands.

    Attributes:
        sheet: What they are drawn on.
        own: Which of them is the study's own.
        across: From the left edge of the first (0.5) to the right edge of the last.
    """

    sheet: Sheet
    own: int
    across: Span

    @property
    def apart(self) -> float:
        """Pixels from one column to the next."""
        return self.across.at(1) - self.across.at(0)

    @property
    def dotted(self) -> bool:
        """Whether marks are dots."""
        return self.apart >= DOTTED

    def middle(self, way: int) -> float:
        """The middle of a column."""
        return round(self.across.at(way + 1), 2)

    def edge(self, way: int) -> float:
        """The left edge of a column."""
        return round(self.across.at(way + 0.5), 2)

    def colour(self, *, own: bool) -> str:
        """The colour of what is the study's own, or of what is not."""
        return self.sheet.colour("both" if own else "edge")

    def dot(self, way: int, y: float, *, own: bool, large: bool = False) -> dict[str, Any]:
        """A dot in a column.

        Args:
            way: Which column.
            y: Its pixel from above.
            own: Whether it is the study's own.
            large: Whether it stands out.
        """
        wide = min(0.75 * self.apart, DOT)
        if large:
            wide = max(min(0.9 * self.apart, OWN), LEAST_OWN)
        return {"place": way + 1, "x": self.middle(way), "y": y, "colour": self.colour(own=own),
                "size": round(math.pi / 4 * wide**2, 1)}  # fmt: skip

    def dots(self, points: list[dict[str, Any]], size: Size) -> alt.Chart:
        """Dots, as `dot` makes them."""
        drawn: alt.Chart = (
            chart(points, *size)
            .mark_circle(opacity=1)
            .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), color=colours(),
                    size=alt.Size("size:Q", scale=None))
        )  # fmt: skip
        return drawn

    def strokes(self, steps: list[dict[str, Any]], size: Size, *, own: bool) -> alt.Chart:
        """Faces from `y` to `y2`, each from its `place` on to that of the next.

        All are one path: thousands of marks would make a large file.
        """
        placed = [{**step, "x": self.edge(step["place"] - 1)} for step in steps]
        placed.append({**placed[-1], "x": self.across.end})  # the last is as wide as the others
        drawn: alt.Chart = (
            chart(placed, *size)
            .mark_area(color=self.colour(own=own), interpolate="step-after")
            .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"))
        )
        return drawn

    def lines(self, ys: list[float], size: Size) -> alt.Chart:
        """Lines along all columns, at pixels from above."""
        ends = [{"x": self.across.start, "x2": self.across.end, "y": round(y, 1)} for y in ys]
        drawn: alt.Chart = (
            chart(ends, *size)
            .mark_rule(color=self.sheet.colour("line"), strokeWidth=1)
            .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=pixels("y", alt.Y))
        )
        return drawn

    def line_down(self, ends: list[tuple[float, float]], size: Size) -> alt.Chart:
        """A line down the study's own combination, in parts from one pixel to another."""
        x = self.middle(self.own)
        drawn: alt.Chart = (
            chart([{"x": x, "y": one, "y2": two} for one, two in ends], *size)
            .mark_rule(color=self.sheet.colour("line"), strokeWidth=1)
            .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"))
        )
        return drawn
