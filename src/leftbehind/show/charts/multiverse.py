"""Every combination of the study's declared choices, and what each makes of the list."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from leftbehind.analysis.sensitivity import Sensitive
from leftbehind.show.charts.columns import Columns
from leftbehind.show.charts.combinations import (
    Combinations,
    Order,
    combinations_of,
    finding,
    in_words,
)
from leftbehind.show.charts.key import Meaning, key_of
from leftbehind.show.charts.page import Spec, below, chart, layered, page, pixels
from leftbehind.show.charts.rows import Rows, rows_of
from leftbehind.show.charts.scale import Span, around
from leftbehind.show.charts.terms import areas_of, capital, source_of
from leftbehind.show.charts.text import cut, text_width
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.picture import Picture

HEAD = 30
"""Pixels above marks, for what they are."""

TALL = 84
"""Pixels from top to bottom of the marks of sizes, and of overlaps."""

STEP = 20
"""Pixels from choice to choice, where they are named beside their marks."""

WIDEST = 64
"""Pixels from one combination to the next at most: two need not be a page apart."""

STROKE = 4.0
"""Pixels from top to bottom of a stroke for a figure."""

BAR = 10.0
"""Pixels from top to bottom of a stroke for a choice."""


def multiverse_chart(
    found: Sensitive,
    *,
    order: Order = "overlap",
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
) -> Picture:
    """A specification curve: the list in every combination of the study's declared choices.

    Above stand, for each combination, the areas on the list and how many of them the study's own
    list shares; below, which choice of each option it takes.

    Args:
        found: What was found of a study that declares options.
        order: What the combinations are ordered by.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Raises:
        LeftBehindError: If the study declares no options.

    Source:
        Simonsohn, U., Simmons, J. P. and Nelson, L. D. (2020), Specification curve analysis,
        Nature Human Behaviour 4, 1208–1214.

    Example:
        >>> from leftbehind.analysis.sensitivity import sensitivity
        >>> multiverse_chart(sensitivity("invented-country", samples=16)).name
        'multiverse'
    """
    sheet, ways = Sheet(mode, width), combinations_of(found, order)
    areas = areas_of(found.results)
    columns = Columns(sheet, ways.own, _across(sheet, ways))
    own = say("chart-multiverse-own", number=plain(ways.size[ways.own], 0), areas=areas)
    key = [Meaning(own, "both"), Meaning(say("chart-multiverse-other"), "edge")]
    return page(
        "multiverse",
        below([key_of(sheet, key), _sizes(columns, ways), _overlaps(columns, ways),
               *(_option(columns, ways, at) for at in range(len(ways.options)))], 8),
        sheet,
        title=title or finding(ways, areas),
        subtitle=say("chart-multiverse-subtitle", order=order),
        alt_text=in_words(ways, areas),
        source=source_of(found.results),
    )  # fmt: skip


def _across(sheet: Sheet, ways: Combinations) -> Span:
    """From the edge of the first combination to that of the last."""
    figures = [text_width(plain(size, 0), SMALL) for size in ways.size]
    left = max(*figures, text_width(percent(1, 0), SMALL)) + 10
    # Named together, so that the marks of all options begin at one pixel.
    labels = [row for _, rows in ways.options for row in rows]
    left = round(max(left, _named(sheet, labels).left))
    # The renderer takes a line to be twice as wide as it is, and would make the picture wider.
    end = min(sheet.inner - 4, left + WIDEST * ways.number)
    return Span(0.5, ways.number + 0.5, left, end)


def _named(sheet: Sheet, labels: list[str], left: float | None = None) -> Rows:
    return rows_of(sheet, labels, top=HEAD, step=STEP, left=left, widest=0.36)


def _sizes(columns: Columns, ways: Combinations) -> Spec:
    """How long the list is in each combination."""
    up = around(ways.size.min(), ways.size.max(), HEAD + TALL, HEAD, beside=0.1)
    ticks = [tick for tick in up.ticks(5) if tick >= 0 and tick == int(tick)]
    figures = [(tick, plain(tick, 0)) for tick in ticks]
    return _panel(columns, "areas", ways.size, up, figures, say("chart-multiverse-size"))


def _overlaps(columns: Columns, ways: Combinations) -> Spec:
    """How much of the list the study's own shares in each combination."""
    up = Span(0, 1, HEAD + TALL, HEAD)
    figures = [(share, percent(share, 0)) for share in (0, 0.5, 1)]
    head = say("chart-multiverse-overlap")
    return _panel(columns, "overlap", ways.overlap, up, figures, head)


def _panel(
    columns: Columns,
    what: str,
    values: NDArray[np.float64],
    up: Span,
    ticks: list[tuple[float, str]],
    head: str,
) -> Spec:
    """One figure of all combinations."""
    sheet, own = columns.sheet, columns.own
    size = (sheet.inner, HEAD + TALL + 8)
    left = columns.across.start - 8
    figures = [{"text": text, "x": left, "y": round(up.at(at), 1)} for at, text in ticks]
    ys = [round(up.at(value), 1) for value in values]
    if columns.dotted:
        marks = columns.dots([
            {what: float(values[way]), **columns.dot(way, y, own=False)}
            for way, y in enumerate(ys) if way != own
        ], size)  # fmt: skip
    else:
        marks = columns.strokes([
            {"place": way + 1, what: float(values[way]),
             "y": y - STROKE / 2, "y2": y + STROKE / 2}
            for way, y in enumerate(ys) if not way or y != ys[way - 1]
        ], size, own=False)  # fmt: skip
    mine = {what: float(values[own]), **columns.dot(own, ys[own], own=True, large=True)}
    return layered(
        columns.lines([up.at(at) for at, _ in ticks], size),
        columns.line_down([(up.end, up.start)], size),
        marks,
        columns.dots([mine], size),
        _text(figures, sheet, size, align="right"),
        _text([{"text": head, "x": 0, "y": 8}], sheet, size, head=True),
    )


def _option(columns: Columns, ways: Combinations, at: int) -> Spec:
    """The choices of an option, and which of them each combination takes."""
    sheet = columns.sheet
    name, labels = ways.options[at]
    place = _named(sheet, list(labels), columns.across.start)
    size, ys = (place.room, place.height), [place.mark(n) for n in range(len(labels))]
    marks = [
        _choice(columns, {"option": name, "choice": label}, ways.taken[:, at] == row, ys[row],
                size, own=row == 0)
        for row, label in enumerate(labels)
    ]  # fmt: skip
    ends = [(ys[0] - BAR, ys[-1] + BAR)]
    if place.stacked:  # so that it crosses no label
        ends = [(y - BAR / 2, y + BAR / 2) for y in ys]
    head = [{"text": _fitted(capital(name), sheet.inner), "x": 0, "y": 14}]
    return layered(
        columns.lines(ys, size),
        columns.line_down(ends, size),
        *marks,
        *place.texts(),
        _text(head, sheet, size, head=True),
    )


def _choice(
    columns: Columns,
    about: dict[str, Any],
    taken: NDArray[np.bool_],
    y: float,
    size: tuple[float, float],
    *,
    own: bool,
) -> alt.Chart:
    """A mark for each combination that takes a choice."""
    if columns.dotted:
        ways = [int(way) for way in np.flatnonzero(taken)]
        return columns.dots([{**about, **columns.dot(way, y, own=own)} for way in ways], size)
    # What does not take it is a stroke of no height.
    begins = [0, *(int(way) + 1 for way in np.flatnonzero(np.diff(taken)))]
    low, high = y + BAR / 2, y - BAR / 2
    steps = [{**about, "place": way + 1, "y": high if taken[way] else low, "y2": low}
             for way in begins]  # fmt: skip
    return columns.strokes(steps, size, own=own)


def _fitted(name: str, room: float) -> str:
    """A name in bold, whole if there is room for it."""
    whole = text_width(name, TEXT, bold=True) <= room
    return name if whole else cut(name, room, TEXT, bold=True)


def _text(
    rows: list[dict[str, Any]],
    sheet: Sheet,
    size: tuple[float, float],
    *,
    align: Any = "left",
    head: bool = False,
) -> alt.Chart:
    """Figures of an axis, or what a panel shows."""
    mark = chart(rows, *size).mark_text(
        align=align,
        fontWeight="bold" if head else "normal",
        fontSize=TEXT if head else SMALL,
        color=sheet.colour("ink" if head else "muted"),
    )
    drawn: alt.Chart = mark.encode(
        x=pixels("x", alt.X), y=pixels("y", alt.Y), text=alt.Text("text", type="nominal")
    )
    return drawn
