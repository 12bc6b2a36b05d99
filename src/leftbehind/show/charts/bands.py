"""What became of what: columns of parts, and bands from the parts of one to those of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from leftbehind.show.charts.page import Spec, chart, colours, layered, pixels
from leftbehind.show.charts.text import cut, one_line, text_width
from leftbehind.show.charts.theme import LINE, TEXT, Sheet

Align = Literal["left", "right", "center"]

HEIGHT = 320
"""Pixels of a column, the gaps between its parts included."""

GAP, THICK = 6.0, 12
"""Pixels between two parts of a column, and those that a column is wide."""

STEPS = 24
"""Points of the curve of a band."""

HEAD = 26
"""Pixels above the columns, for their names."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column.

    Attributes:
        label: What it is called; none: nothing stands beside it.
        size: How much it holds.
        role: Its colour.
    """

    label: str
    size: float
    role: str


@dataclass(frozen=True, slots=True)
class Band:
    """What goes from a part of one column to a part of the next.

    Attributes:
        column: The column it starts from, from 0.
        source: The part of that column, from 0.
        target: The part of the next.
        size: How much goes there.
        role: Its colour.
        strong: Whether it stands out.
    """

    column: int
    source: int
    target: int
    size: float
    role: str
    strong: bool = False


def bands_body(
    sheet: Sheet, titles: Sequence[str], columns: Sequence[Sequence[Piece]], bands: Sequence[Band]
) -> Spec:
    """Columns from left to right with bands between them.

    Args:
        sheet: What they are drawn on.
        titles: What each column is called.
        columns: The parts of each, from above.
        bands: Those from each column to the next; what leaves a part is no more than it holds.

    Example:
        >>> columns = [[Piece("a", 2, "both")], [Piece("b", 1, "both"), Piece("c", 1, "edge")]]
        >>> bands = [Band(0, 0, 0, 1, "both"), Band(0, 0, 1, 1, "edge")]
        >>> bands_body(Sheet(), ["then", "now"], columns, bands)["height"]
        346
    """
    size = (sheet.inner, HEAD + HEIGHT)
    left = _room(columns[0])
    right = _room(columns[-1])
    apart = (sheet.inner - left - right - THICK) / max(len(columns) - 1, 1)
    xs = [left + at * apart for at in range(len(columns))]
    most = max(sum(piece.size for piece in column) for column in columns) or 1.0
    gaps = GAP * (max(len(column) for column in columns) - 1)
    scale = (HEIGHT - gaps) / most
    tops = [_tops(column, scale) for column in columns]
    place = {"x": pixels("x", alt.X), "y": pixels("y", alt.Y)}
    ends = {"x2": alt.X2("x2:Q"), "y2": alt.Y2("y2:Q")}
    faces = [
        {"x": x, "x2": x + THICK, "y": top, "y2": top + max(piece.size * scale, 1.0),
         "colour": sheet.mark(piece.role)}
        for x, column, starts in zip(xs, columns, tops, strict=True)
        for piece, top in zip(column, starts, strict=True)
    ]  # fmt: skip
    return layered(
        chart(_bands(sheet, bands, xs, tops, scale), *size)
        .mark_area()
        .encode(**place, y2=ends["y2"], detail="band:N", color=colours(),
                opacity=alt.Opacity("solid:Q", scale=None)),
        chart(faces, *size).mark_rect().encode(**place, **ends, color=colours()),
        *_words(sheet, titles, columns, (xs, tops, scale), size),
    )  # fmt: skip


def _room(column: Sequence[Piece]) -> float:
    """Pixels that the words beside a column take."""
    return max((text_width(piece.label, TEXT) for piece in column), default=0.0) + 8


def _tops(column: Sequence[Piece], scale: float) -> list[float]:
    found, y = [], float(HEAD)
    for piece in column:
        found.append(round(y, 2))
        y += piece.size * scale + GAP
    return found


def _bands(
    sheet: Sheet,
    bands: Sequence[Band],
    xs: Sequence[float],
    tops: Sequence[Sequence[float]],
    scale: float,
) -> list[dict[str, Any]]:
    """Points of the edges of each band; those of one part lie in the order of their ends."""
    leaving = [list(column) for column in tops]
    coming = [list(column) for column in tops]
    points = []
    for number, band in enumerate(sorted(bands, key=lambda b: (b.column, b.source, b.target))):
        thick = band.size * scale
        start, end = leaving[band.column][band.source], coming[band.column + 1][band.target]
        leaving[band.column][band.source] += thick
        coming[band.column + 1][band.target] += thick
        first, last = xs[band.column] + THICK, xs[band.column + 1]
        for step in range(STEPS + 1):
            t = step / STEPS
            y = start + (end - start) * t * t * (3 - 2 * t)
            points.append({"band": number, "x": round(first + (last - first) * t, 2),
                           "y": round(y, 2), "y2": round(y + thick, 2),
                           "colour": sheet.mark(band.role),
                           "solid": 0.75 if band.strong else 0.3})  # fmt: skip
    return points


def _words(
    sheet: Sheet,
    titles: Sequence[str],
    columns: Sequence[Sequence[Piece]],
    at: tuple[Sequence[float], Sequence[Sequence[float]], float],
    size: tuple[float, float],
) -> list[alt.Chart]:
    xs, tops, scale = at
    last = len(columns) - 1
    texts: dict[Align, list[dict[str, Any]]] = {"left": [], "right": [], "center": []}
    for n, (x, title) in enumerate(zip(xs, titles, strict=True)):
        align: Align = "left" if n == 0 else "right" if n == last else "center"
        ends = {"left": 0.0, "right": float(sheet.inner), "center": x + THICK / 2}
        shown = cut(one_line(title), sheet.inner / len(columns) - GAP, TEXT)
        texts[align].append({"x": ends[align], "y": HEAD - LINE, "text": shown})
    for n in (0, last):
        for piece, top in zip(columns[n], tops[n], strict=True):
            side: Align = "right" if n == 0 else "left"
            x = xs[n] - 6 if n == 0 else xs[n] + THICK + 6
            y = round(top + piece.size * scale / 2, 2)
            texts[side].append({"x": x, "y": y, "text": piece.label})
    return [
        chart(rows, *size)
        .mark_text(align=align, color=sheet.colour("ink"))
        .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), text=alt.Text("text", type="nominal"))
        for align, rows in texts.items()
        if rows
    ]
