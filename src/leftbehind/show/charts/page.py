"""What stands around every chart: the finding above it, what is plotted, the source below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import altair as alt

from leftbehind.show.charts.text import wrap
from leftbehind.show.charts.theme import SMALL, TEXT, TITLE, Sheet
from leftbehind.show.picture import Picture

Values = Sequence[Mapping[str, Any]]

FOOT = 14
"""Pixels between a chart and its source."""

Spec = dict[str, Any]
"""A part of a Vega-Lite specification, its data inside."""


def page(
    name: str,
    body: alt.Chart | Spec,
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
    spec = {
        "$schema": alt.SCHEMA_URL,
        "description": alt_text,
        "title": {
            "text": list(wrap(title, room, TITLE, bold=True)),
            "subtitle": list(wrap(subtitle, room, TEXT)),
        },
        "vconcat": [_spec(body), _spec(foot)],
        "config": sheet.config(),
    }
    return Picture(name, spec, alt_text, source)


def chart(values: Values, room: float, height: float) -> alt.Chart:
    """An empty chart of these values, so many pixels wide and high."""
    return alt.Chart(alt.InlineData([dict(row) for row in values]), width=room, height=height)


# Altair copies every chart whole each time it is put into another: half of the time a report
# takes. So marks are Altair's, and what holds them is put together here.


def layered(*parts: alt.Chart | Spec) -> Spec:
    """Charts of one size, one over the other, the first at the bottom."""
    layers = [_spec(part) for part in parts]
    size = {key: layers[0][key] for key in ("width", "height")}
    for layer in layers:
        for key in size:
            layer.pop(key, None)
    return {**size, "layer": layers}


def beside(parts: Sequence[alt.Chart | Spec], apart: int) -> Spec:
    """Charts from left to right, so many pixels apart."""
    return {"hconcat": [_spec(part) for part in parts], "spacing": apart}


def below(parts: Sequence[alt.Chart | Spec], apart: int) -> Spec:
    """Charts one below the other, so many pixels apart."""
    return {"vconcat": [_spec(part) for part in parts], "spacing": apart}


def _spec(part: alt.Chart | Spec) -> Spec:
    if isinstance(part, dict):
        return part
    held: dict[str, Any] = {}
    found: Spec = part.to_dict(validate=False, context={"top_level": False, "datasets": held})
    if found["data"]["name"] in held:
        found["data"] = {"values": held[found["data"]["name"]]}
    return found


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
