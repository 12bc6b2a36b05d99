"""Charts in rows: a label, a mark, figures; on a phone the label stands above its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import altair as alt

from leftbehind.show.charts.page import Values, chart, pixels
from leftbehind.show.charts.text import cut, text_width, wrap
from leftbehind.show.charts.theme import LINE, SMALL, TEXT, Sheet
from leftbehind.show.messages import say

HEAD = 20
"""Pixels above the first row for the name of a line."""

STACKED = 42
"""Pixels from row to row where labels stand above their marks."""

GAP = 12
"""Pixels between a label, a mark and its figures."""

BESIDE = 8
"""Pixels by which a line beside a mark is longer than it, above and below."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a chart stand.

    Attributes:
        sheet: What it is drawn on.
        labels: What each row is called, in lines that fit.
        left: Pixels from the left at which marks begin.
        right: Pixels from the left at which marks end.
        top: Pixels above the first row.
        bottom: Pixels below the last row.
        heights: Pixels of each row.
        room: Pixels of the chart from left to right.
        stacked: Whether labels stand above their marks.
    """

    sheet: Sheet
    labels: tuple[tuple[str, ...], ...]
    left: float
    right: float
    top: float
    bottom: float
    heights: tuple[float, ...]
    room: float
    stacked: bool

    @property
    def height(self) -> float:
        """Pixels of all rows and what is above and below them."""
        return self.top + sum(self.heights) + self.bottom

    @property
    def bar(self) -> float:
        """Thickness of a bar."""
        return 12 if self.stacked else min(round(0.62 * min(self.heights, default=0)), 18)

    def start(self, row: int) -> float:
        """Where a row begins."""
        return self.top + list(accumulate(self.heights, initial=0.0))[row]

    def end(self, row: int) -> float:
        """Where a row ends."""
        return self.start(row) + self.heights[row]

    def mark(self, row: int) -> float:
        """The middle of a row's mark."""
        return self.end(row) - (14 if self.stacked else self.heights[row] / 2)

    def line(self, row: int) -> float:
        """The middle of a row's label and figures."""
        if self.stacked:
            return self.start(row) + 12 + LINE * (len(self.labels[row]) - 1) / 2
        return self.mark(row)

    def figure(self, row: int) -> float:
        """The middle of a row's figures, where they have a line of their own on a phone."""
        return self.line(row) + (LINE if self.stacked else 0)

    def line_down(self, at: float, text: str, *, dashed: bool = False) -> list[alt.Chart]:
        """A thin line down all rows with its name above: a benchmark, a cut, zero.

        Where labels stand above marks it is drawn beside the marks only and crosses no label.

        Args:
            at: Its pixel from the left.
            text: Its name, or nothing.
            dashed: Whether it is dashed.
        """
        x = round(min(max(at, 1), self.room - 1), 1)  # a line has a width
        ends = [(self.top - 4, self.height - self.bottom)]
        if self.stacked:
            ends = [(self.mark(n) - BESIDE, self.mark(n) + BESIDE) for n in range(len(self.labels))]
        found = [
            chart([{"x": x, "y": one, "y2": two} for one, two in ends], self.room, self.height)
            .mark_rule(
                color=self.sheet.colour("ink"), strokeWidth=1, strokeDash=[3, 3] if dashed else []
            )
            .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"))
        ]
        if text:
            half = text_width(text, SMALL) / 2 + 1  # the width is near, not exact
            middle = round(min(max(x, half, self.left + half - GAP), self.right - half), 1)
            line = [{"text": text, "x": max(middle, round(half, 1)), "y": self.top - 12}]
            found.append(self.text(line, "text", align="center", size=SMALL))
        return found

    def whole(self, name: str, figure: str) -> str:
        """The name and figure of a line, the name cut so that both find room above the marks."""
        room = self.right - self.left - text_width(f"  {figure}", SMALL)
        return say("chart-whole", whole=cut(name, room, SMALL), figure=figure)

    def texts(self, bold: Sequence[bool] = ()) -> list[alt.Chart]:
        """The labels.

        Args:
            bold: Which of them are set in bold; none unless said.
        """
        heavy = bold or [False] * len(self.labels)
        parts = []
        for weight in (False, True):
            rows = [
                {"label": line, "y": self.line(n) + LINE * (at - (len(lines) - 1) / 2)}
                for n, lines in enumerate(self.labels)
                for at, line in enumerate(lines)
                if heavy[n] == weight and line
            ]
            if rows:
                parts.append(self.text(rows, "label", x=0, bold=weight))
        return parts

    def figures(
        self, texts: Sequence[str], *, x: float, bold: Sequence[bool] = (), muted: bool = False
    ) -> list[alt.Chart]:
        """Figures flush right on the lines of the labels.

        Args:
            texts: One for each row.
            x: Pixel from the left at which they end.
            bold: Which of them are set in bold; none unless said.
            muted: Whether they recede.
        """
        heavy = bold or [False] * len(texts)
        parts = []
        for weight in (False, True):
            rows = [
                {"text": text, "y": self.line(n)}
                for n, text in enumerate(texts)
                if heavy[n] == weight
            ]
            if rows:
                parts.append(self.text(rows, "text", x=x, align="right", bold=weight, muted=muted))
        return parts

    def text(
        self,
        rows: Values,
        field: str,
        *,
        x: float | None = None,
        align: str = "left",
        bold: bool = False,
        muted: bool = False,
        size: float = TEXT,
    ) -> alt.Chart:
        """Text in rows that have `y`, at one pixel from the left, or at their own `x`."""
        mark = chart(rows, self.room, self.height).mark_text(
            align=align,  # type: ignore[arg-type]
            fontWeight="bold" if bold else "normal",
            fontSize=size,
            color=self.sheet.colour("muted" if muted else "ink"),
        )
        across = pixels("x", alt.X) if x is None else alt.XValue(x)  # type: ignore[no-untyped-call]
        drawn: alt.Chart = mark.encode(
            x=across, y=pixels("y", alt.Y), text=alt.Text(field, type="nominal")
        )
        return drawn


def rows_of(
    sheet: Sheet,
    labels: Sequence[str],
    *,
    figures: float = 0,
    top: float = 0,
    bottom: float = 0,
    step: float = 26,
    room: float | None = None,
    left: float | None = None,
    widest: float = 0.42,
    lines: int = 1,
    bold: bool = False,
    stacked: bool | None = None,
    spare: float = 0,
    apart: bool = False,
) -> Rows:
    """Rows for these labels.

    Args:
        sheet: What they are drawn on.
        labels: What the rows are called.
        figures: Pixels that figures need to the right of the marks.
        top: Pixels above the first row.
        bottom: Pixels below the last row.
        step: Pixels from row to row where labels stand beside their marks.
        room: Pixels from left to right; none: those of the sheet.
        left: Pixel at which marks begin beside labels; none: where the longest label ends.
        widest: Share of the room that labels may take beside their marks.
        lines: Lines that a label may take; of one line, a name is cut.
        bold: Whether some labels are set in bold, which is wider.
        stacked: Whether labels stand above their marks; none: on a phone they do.
        spare: Pixels more that a tall mark needs where labels stand above.
        apart: Whether figures have a line of their own where labels stand above.
    """
    across = sheet.inner if room is None else room
    end = across - (figures + GAP if figures else 0)
    above = sheet.narrow if stacked is None else stacked
    longest = widest * across if not above else across if apart else end
    shown = tuple(_fitted(label, longest, lines, bold=bold) for label in labels)
    if above:
        tall = STACKED + spare + LINE * apart - LINE
        heights = tuple(tall + LINE * len(one) for one in shown)
        return Rows(sheet, shown, 0, across, top, bottom, heights, across, stacked=True)
    if left is None:
        wide = [text_width(line, TEXT, bold=bold) for one in shown for line in one]
        left = round(max(wide, default=0) + GAP)
    heights = tuple(max(step, LINE * len(one) + 8) if len(one) > 1 else step for one in shown)
    return Rows(sheet, shown, left, round(end), top, bottom, heights, across, stacked=False)


def _fitted(label: str, room: float, lines: int, *, bold: bool) -> tuple[str, ...]:
    """A label in so many lines at most, its end replaced by … where it is too long."""
    if lines == 1:
        return (cut(label, room, TEXT, bold=bold),)
    broken = wrap(label, room, TEXT, bold=bold)
    if len(broken) <= lines:
        return broken
    rest = cut(" ".join(broken[lines - 1 :]), room, TEXT, bold=bold)
    return (*broken[: lines - 1], rest)
