"""The sheet of a map: faces, outlines and legend as one specification, in pixels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from leftbehind.results import Results
from leftbehind.show.charts.page import below, chart, colours, layered, page, pixels
from leftbehind.show.charts.terms import source_of
from leftbehind.show.charts.text import wrap
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.ground import Ground
from leftbehind.show.messages import say
from leftbehind.show.picture import Picture

TALLEST = 1.25
"""A map is at most so many times as high as it is wide."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend.

    Attributes:
        colour: A colour; none: the entry is a heading.
        text: What it means.
    """

    colour: str
    text: str


def drawn_on(
    name: str,
    results: Results,
    on: Ground,
    sheet: Sheet,
    faces: Sequence[tuple[str, pl.Series]],
    keys: Sequence[Key],
    *,
    square: tuple[list[str], Sequence[Sequence[str]]] | None = None,
    title: str,
    subtitle: str,
    alt_text: str,
    notes: Sequence[str] = (),
) -> Picture:
    """Faces, outlines and legend on a sheet.

    Args:
        name: Stem of the file's name; of hexagons it says so.
        results: Results of a study.
        on: What is drawn on.
        sheet: The sheet.
        faces: Colours, and which areas are of each; of areas in two of them the later counts.
        keys: The legend.
        square: Titles of two indices and a palette, in the place of a legend.
        title: The finding.
        subtitle: What is drawn.
        alt_text: The same for those who cannot see it.
        notes: What must be known to read it.
    """
    import shapely

    plane = Plane(on, sheet)
    labels = pl.Series([-1] * on.areas.height, dtype=pl.Int64)
    for number, (_, flags) in enumerate(faces):
        labels = labels.set(flags.fill_null(value=False), number)
    shapes = on.boundaries.dissolved(labels)
    features = [
        {
            "type": "Feature",
            "properties": {"colour": faces[int(number)][0]},
            "geometry": plane.geojson(shape),
        }
        for number, shape in sorted(shapes.items(), key=lambda item: int(item[0]))
        if int(number) >= 0
    ]
    lines = [
        {"type": "Feature", "properties": {}, "geometry": plane.geojson(shapely.boundary(shape))}
        for shape in on.outlines.values()
    ]
    layers: list[Any] = [
        _geoshape("faces", sheet, plane.height)
        .mark_geoshape(stroke=sheet.colour("edge"), strokeWidth=0.15)
        .encode(fill=alt.Fill("properties.colour:N", scale=None))
    ]
    if lines:
        layers.append(
            _geoshape("outlines", sheet, plane.height).mark_geoshape(
                filled=False, stroke=sheet.colour("ink"), strokeWidth=0.6, strokeOpacity=0.75
            )
        )
    if square is not None:
        layers += _square(square, sheet, plane)
    elif not sheet.narrow:
        layers += _legend(keys, sheet, plane)
    if on.view == "hexagons":
        subtitle = say("map-hexagons-subtitle", subtitle=subtitle)
        name = f"{name}-hexagons"
    source = f"{source_of(results)} {on.licence}"
    body = {**layered(*layers), "view": {"fill": sheet.colour("sea")}}
    if square is None and sheet.narrow:  # on a phone it would hide land
        body = below([layered(*_legend(keys, sheet, None)), body], 6)
    drawn = page(name, body, sheet, title=title, subtitle=subtitle, alt_text=alt_text,
                 source=source, notes=(*notes, *on.remarks))  # fmt: skip
    shapes_by_name = {"faces": _collection(features), "outlines": _collection(lines)}
    return replace(drawn, spec={**drawn.spec, "datasets": shapes_by_name})


def _geoshape(name: str, sheet: Sheet, height: float) -> alt.Chart:
    """An empty chart of shapes that are given by name: Altair copies what is given inline."""
    data = alt.NamedData(name, format=alt.JsonDataFormat(property="features"))
    return alt.Chart(data, width=sheet.inner, height=height).project(
        type="identity", scale=1, translate=[0, 0]
    )


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


class Plane:
    """From metres to pixels of a sheet, to a tenth of a pixel."""

    def __init__(self, on: Ground, sheet: Sheet) -> None:
        import shapely

        west, south, east, north = shapely.total_bounds(on.boundaries.shapes)
        room, gap = sheet.inner, 8.0
        self.scale = (room - 2 * gap) / (east - west)
        tall = (north - south) * self.scale
        if tall > TALLEST * room:
            self.scale *= TALLEST * room / tall
            tall = TALLEST * room
        self.left = (room - (east - west) * self.scale) / 2
        self.west, self.north, self.gap = west, north, gap
        self.height = tall + 2 * gap
        self.room = room
        self.shapes = on.boundaries.shapes

    def geojson(self, shape: Any) -> dict[str, Any]:
        """A shape in pixels, as a geometry of GeoJSON with no more figures than can be seen."""
        import shapely

        def place(corners: Any) -> Any:
            across = self.left + (corners[:, 0] - self.west) * self.scale
            up = self.gap + (self.north - corners[:, 1]) * self.scale
            return np.round(np.column_stack([across, up]), 1)

        moved = shapely.transform(shape, place)
        drawn: dict[str, Any] = json.loads(shapely.to_geojson(_clockwise(moved)))
        return drawn

    def corner(self, wide: float, high: float) -> tuple[float, float]:
        """Where a box of that size hides the least land: its left and upper pixel."""
        import shapely

        middle = shapely.get_coordinates(shapely.centroid(self.shapes))
        across = self.left + (middle[:, 0] - self.west) * self.scale
        up = self.gap + (self.north - middle[:, 1]) * self.scale
        options = [
            (x, y) for y in (8.0, self.height - high - 8) for x in (8.0, self.room - wide - 8)
        ]
        hidden = [
            int(
                np.sum(
                    (abs(across - x - wide / 2) < wide / 2 + 4)
                    & (abs(up - y - high / 2) < high / 2 + 4)
                )
            )
            for x, y in options
        ]
        return options[int(np.argmin(hidden))]


def _clockwise(shape: Any) -> Any:
    """Polygons with rings as d3 fills them: the outside of none of them is the whole sheet."""
    import shapely

    return shapely.orient_polygons(shape, exterior_cw=True)


def _legend(keys: Sequence[Key], sheet: Sheet, plane: Plane | None) -> list[Any]:
    """A column of colours, each with what it means: where the map has room, or by itself."""
    wide = 190.0 if plane else float(sheet.inner)
    rows = [(key, wrap(key.text, wide - 22, SMALL)) for key in keys]
    high = sum(6 + 14 * len(lines) for _, lines in rows)
    left, top = plane.corner(wide, high) if plane else (0.0, 2.0)
    boxes, words = [], []
    for key, lines in rows:
        if key.colour:
            boxes.append({"x": left, "x2": left + 14, "y": top, "y2": top + 12,
                          "colour": key.colour})  # fmt: skip
        start = left + 21 if key.colour else left
        words += [{"x": start, "y": top + 6 + 14 * n, "text": line} for n, line in enumerate(lines)]
        top += 6 + 14 * len(lines)
    height = plane.height if plane else high + 2
    return [_boxes(boxes, sheet, height), _words(words, sheet, height)]


def _square(
    square: tuple[list[str], Sequence[Sequence[str]]], sheet: Sheet, plane: Plane
) -> list[Any]:
    """The palette as a square: to the right more of the first index, upwards of the second."""
    (first, second), palette = square
    cell, number = 22.0, len(palette)
    side = cell * number
    below, above = wrap(first, 150, SMALL), wrap(second, 150, SMALL)
    left, top = plane.corner(160, side + 14 * (len(above) + len(below)) + 12)
    start = top + 14 * len(above) + 4
    boxes = [
        {
            "x": left + cell * across,
            "x2": left + cell * (across + 1),
            "y": start + side - cell * (up + 1),
            "y2": start + side - cell * up,
            "colour": palette[up][across],
        }
        for up in range(number)
        for across in range(number)
    ]
    words = [{"x": left, "y": top + 6 + 14 * n, "text": line} for n, line in enumerate(above)]
    words += [
        {"x": left, "y": start + side + 12 + 14 * n, "text": line} for n, line in enumerate(below)
    ]
    return [_boxes(boxes, sheet, plane.height), _words(words, sheet, plane.height)]


def _boxes(boxes: list[dict[str, Any]], sheet: Sheet, height: float) -> Any:
    return (
        chart(boxes, sheet.inner, height)
        .mark_rect(stroke=sheet.colour("edge"), strokeWidth=0.5)
        .encode(
            x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"),
            color=colours(),
        )
    )  # fmt: skip


def _words(words: list[dict[str, Any]], sheet: Sheet, height: float) -> Any:
    return (
        chart(words, sheet.inner, height)
        .mark_text(fontSize=min(SMALL, TEXT), color=sheet.colour("ink"))
        .encode(
            x=pixels("x", alt.X), y=pixels("y", alt.Y), text=alt.Text("text", type="nominal")
        )
    )  # fmt: skip
