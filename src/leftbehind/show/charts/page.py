"""What stands around every chart: the finding above it, what is plotted, the source below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import altair as alt

from leftbehind.show.charts.text import wrap
from leftbehind.show.charts.theme import SMALL, TEXT, TITLE, Sheet
from leftbehind.show.picture import Picture

Values = Sequence[Mapping[str, Any]]

FOOT = 14
"""Pixels between a chart and its source."""

Body = alt.Chart | alt.LayerChart | alt.VConcatChart | alt.HConcatChart | alt.ConcatChart


def page(
    name: str,
    body: Body,
    sheet: Sheet,
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    source: str,
    notes: Sequence[str] = (),
) -> Picture:
    """A chart with everything that must stand around it.

    Args:
        name: What the picture is called as a file.
        body: The chart, as wide as the sheet inside its paper.
        sheet: What it is drawn on.
        title: The finding.
        subtitle: What is plotted, with units.
        alt_text: The same for those who cannot see it.
        source: Source, date and stamp.
        notes: What must be known to read it, above the source.

    Returns:
        The picture; its specification holds its data and needs nothing else.
    """
    room = sheet.inner
    lines = [line for text in (*notes, source) if text for line in wrap(text, room, SMALL)]
    foot = (
        alt.Chart(alt.InlineData([{}]), width=room, height=FOOT + 15 * len(lines))
        .mark_text(
            text=lines or [""],
            x=0,
            y=FOOT,
            baseline="top",
            fontSize=SMALL,
            lineHeight=15,
            color=sheet.colour("muted"),
        )
        .properties(view=alt.ViewBackground(stroke=None))
    )
    whole = alt.vconcat(body, foot).properties(
        description=alt_text,
        title=alt.TitleParams(
            text=list(wrap(title, room, TITLE, bold=True)),
            subtitle=list(wrap(subtitle, room, TEXT)),
        ),
    )
    spec = whole.to_dict()
    spec["config"] = sheet.config()
    return Picture(name, spec, alt_text, source)


def chart(values: Values, room: float, height: float) -> alt.Chart:
    """An empty chart of these values, so many pixels wide and high."""
    return alt.Chart(alt.InlineData([dict(row) for row in values]), width=room, height=height)


def layered(*parts: alt.Chart | alt.LayerChart) -> alt.LayerChart:
    """Charts one over the other, the first at the bottom."""
    return cast("alt.LayerChart", alt.layer(*parts))


_Channel = TypeVar("_Channel", alt.X, alt.Y)


def pixels(field: str, kind: type[_Channel]) -> _Channel:
    """A channel whose values are pixels already.

    Args:
        field: The field that holds them.
        kind: The channel, such as `altair.Y`.
    """
    return kind(field, type="quantitative", scale=None)


def colours(field: str = "colour") -> alt.Color:
    """The channel of colours that stand in the data."""
    return alt.Color(field, type="nominal", scale=None)
