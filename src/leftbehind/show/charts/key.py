"""What colours mean: marks with words beside them, on as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt

from leftbehind.show.charts.page import Spec, chart, layered, pixels
from leftbehind.show.charts.text import text_width
from leftbehind.show.charts.theme import LINE, TEXT, Sheet

INDENT, APART = 18, 18
"""Pixels from a mark to its words, and from words to the next mark."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A mark and what it means.

    Attributes:
        text: What it means.
        role: The colour of its outline and, unless it is hollow, of its face.
        solid: How solid it is, 0 to 1.
        hollow: Whether its face is paper.
    """

    text: str
    role: str
    solid: float = 1.0
    hollow: bool = False


def key_of(
    sheet: Sheet, meanings: Sequence[Meaning], shape: Literal["circle", "square"] = "circle"
) -> Spec:
    """Marks and what they mean.

    Args:
        sheet: What they are drawn on.
        meanings: The marks in order.
        shape: What all of them are.

    Example:
        >>> key_of(Sheet(), [Meaning("on the list", "both"), Meaning("not", "edge")])["height"]
        20.0
    """
    x, y = 0.0, 8.0
    marks, words = [], []
    for one in meanings:
        wide = INDENT + text_width(one.text, TEXT) + APART
        if x and x + wide - APART > sheet.inner:
            x, y = 0.0, y + LINE + 2
        colour = sheet.colour(one.role)
        marks.append({"x": round(x + 6, 1), "y": y, "solid": one.solid, "ring": colour,
                      "face": sheet.colour("paper") if one.hollow else colour})  # fmt: skip
        words.append({"x": round(x + INDENT, 1), "y": y, "text": one.text})
        x += wide
    size = (sheet.inner, y + 12)
    place = {"x": pixels("x", alt.X), "y": pixels("y", alt.Y)}
    drawn = chart(marks, *size).mark_point(
        shape=shape, size=80 if shape == "square" else 60, strokeWidth=1.5
    )
    return layered(
        drawn.encode(**place, fill=alt.Fill("face:N", scale=None),
                     stroke=alt.Stroke("ring:N", scale=None),
                     opacity=alt.Opacity("solid:Q", scale=None)),
        chart(words, *size).mark_text().encode(**place, text=alt.Text("text", type="nominal")),
    )  # fmt: skip
