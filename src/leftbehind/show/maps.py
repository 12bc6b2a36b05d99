"""Maps as specifications: one shape for each class, regions outlined, the rule in the legend."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.show.charts.page import chart, colours, layered, page, pixels
from leftbehind.show.charts.terms import areas_of, capital, source_of, titles_of, whole_of
from leftbehind.show.charts.text import wrap
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.classes import Method, classify
from leftbehind.show.ground import Ground
from leftbehind.show.look import Hue, Mode, roles_of, theme
from leftbehind.show.messages import say
from leftbehind.show.numbers import figure, percent, plain
from leftbehind.show.picture import Picture

TALLEST = 1.25
"""A map is at most so many times as high as it is wide."""

THIRDS = 3


@dataclass(frozen=True, slots=True)
class _Key:
    """One entry of a legend: a colour and what it means."""

    colour: str
    text: str


def group_map(results: Results, on: Ground, *, mode: Mode = "light", width: int = 640) -> Picture:
    """Where the groups are.

    Args:
        results: Results of a study.
        on: What is drawn on.
        mode: Light or dark.
        width: Pixels.
    """
    sheet = Sheet(mode, width)
    groups = results.manifest["study"]["group"]
    roles = roles_of(groups, list(results.indices), results.list_of)
    titles = titles_of(results)
    order = sorted(groups, key=lambda name: roles[name] != "neither")  # the rest lies below
    labels = on.areas["group"]
    faces = [(sheet.colour(roles[name]), labels == name) for name in order]
    keys = [
        _Key(sheet.colour(roles[name]), f"{titles[name]}: {_count(results, name)}")
        for name in groups
    ]
    if labels.null_count():
        faces.insert(0, (sheet.colour("paper"), labels.is_null()))
        keys.append(_Key(sheet.colour("paper"), say("map-no-figure")))
    number = int(results.areas[f"in_{results.list_of}"].sum())
    title = say("map-groups-title", number=plain(number, 0), areas=areas_of(results),
                group=titles[results.list_of].replace("Left", "left"))  # fmt: skip
    counts = "; ".join(f"{titles[name]} {_count(results, name)}" for name in groups)
    return _picture(
        "map-groups",
        results,
        on,
        sheet,
        faces,
        keys,
        title=title,
        subtitle=say("map-groups-subtitle", areas=capital(areas_of(results))),
        alt_text=say("map-alt-groups", whole=whole_of(results), counts=counts,
                     most=_most(results)),
    )  # fmt: skip


def value_map(
    results: Results,
    on: Ground,
    of: str,
    *,
    method: Method = "quantile",
    number: int = 5,
    mode: Mode = "light",
    width: int = 640,
) -> Picture:
    """A choropleth of an index, a part of one, an outcome, or a column of the areas.

    Args:
        results: Results of a study.
        on: What is drawn on.
        of: An index, index.part, an outcome, or a column of numbers of the areas.
        method: How the classes are made (see `classify`).
        number: How many classes.
        mode: Light or dark.
        width: Pixels.

    Raises:
        LeftBehindError: If there is no such measure, with the nearest name.
    """
    sheet = Sheet(mode, width)
    title, hue, values, digits, unit = _measure(results, on.areas, of)
    classes = classify(values, method, number)
    steps = theme(mode).steps(hue, classes.number)
    faces = [(steps[n], pl.Series(classes.of == n)) for n in range(classes.number)]
    keys = [
        _Key(steps[n], say("map-class", low=plain(low, digits), high=figure(high, digits, unit)))
        for n, (low, high) in enumerate(classes.bounds())
    ]
    missing = pl.Series(classes.of < 0)
    if missing.any():
        faces.insert(0, (sheet.colour("paper"), missing))
        keys.append(_Key(sheet.colour("paper"), say("map-no-figure")))
    subtitle = say("map-value-subtitle", areas=capital(areas_of(results)),
                   number=str(classes.number), method=method)  # fmt: skip
    alt_text = say("map-alt-value", whole=whole_of(results), title=title,
                   low=figure(classes.low, digits, unit), high=figure(classes.high, digits, unit),
                   number=str(classes.number))  # fmt: skip
    stem = f"map-{of.replace('.', '-')}"
    return _picture(stem, results, on, sheet, faces, keys, title=title, subtitle=subtitle,
                    alt_text=alt_text)  # fmt: skip


def bivariate_map(
    results: Results, on: Ground, *, mode: Mode = "light", width: int = 640
) -> Picture:
    """The first two indices together, by thirds of each.

    Raises:
        LeftBehindError: If the study has fewer than two indices.
    """
    if len(results.indices) < 2:
        raise LeftBehindError(
            "two indices are needed, and the study has one", mend="draw it alone: --of INDEX"
        )
    sheet = Sheet(mode, width)
    first, second = list(results.indices)[:2]
    palette = theme(mode).bivariate[THIRDS]
    thirds = [_third(on.areas[f"{name}_rank"]) for name in (first, second)]
    known = thirds[0].is_not_null() & thirds[1].is_not_null()
    faces = [
        (palette[up][across], known & (thirds[0] == across) & (thirds[1] == up))
        for up in range(THIRDS)
        for across in range(THIRDS)
    ]
    if not known.all():
        faces.insert(0, (sheet.colour("paper"), ~known))
    both = int((known & (thirds[0] == THIRDS - 1) & (thirds[1] == THIRDS - 1)).sum())
    titles = [results.indices[name] for name in (first, second)]
    named = {"first": titles[0], "second": titles[1]}
    return _picture(
        "map-bivariate",
        results,
        on,
        sheet,
        faces,
        [],
        square=(
            [say("map-rightwards", index=titles[0]), say("map-upwards", index=titles[1])],
            palette,
        ),
        title=say("map-bivariate-title", **named),
        subtitle=say("map-bivariate-subtitle", areas=capital(areas_of(results))),
        alt_text=say("map-alt-bivariate", whole=whole_of(results), number=plain(both, 0),
                     areas=areas_of(results), **named),
    )  # fmt: skip


def _third(rank: pl.Series) -> pl.Series:
    """Third of an index, 2 = highest need; null where there is no rank."""
    number = rank.count()
    low = ((rank - 1) * THIRDS // max(number, 1)).clip(0, THIRDS - 1)
    return THIRDS - 1 - low


def _measure(
    results: Results, areas: pl.DataFrame, of: str
) -> tuple[str, Hue, np.ndarray[Any, np.dtype[np.float64]], int, str]:
    """Title, hue, values, decimals and unit of what is drawn."""
    index, _, part = of.partition(".")
    hue: Hue = "outcome"
    if index in results.indices:
        hue = "deprived" if index == next(iter(results.indices)) else "need"
    if of in results.indices:
        return results.indices[of], hue, _floats(areas[f"{of}_score"]), 1, ""
    parts = results["profiles"].filter(index=index, part=part)
    if parts.height:
        joined = _beside(areas, parts.select("area", "value"))
        return str(parts["title"][0]), hue, _floats(joined["value"]), 1, ""
    outcomes = results.manifest.get("outcomes", {})
    if of in outcomes:
        about = Measured.model_validate(outcomes[of])
        own = (
            results["outcomes"]
            .filter(outcome=of)
            .select("area", value=pl.col("count") / pl.col("of") * about.scale)
        )
        unit = "%" if about.shown_unit == "%" else about.unit
        return about.title, hue, _floats(_beside(areas, own)["value"]), about.digits, unit
    if of in areas.columns and areas.schema[of].is_numeric():
        return of, hue, _floats(areas[of]), 0 if areas.schema[of].is_integer() else 1, ""
    known = [*results.indices, *outcomes, "groups", "bivariate"]
    known += [f"{i}.{p}" for i, p in results["profiles"].select("index", "part").unique().rows()]
    raise LeftBehindError(f"there is no measure {of}", mend=nearest(of, known))


def _floats(series: pl.Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    return series.cast(pl.Float64).fill_nan(None).fill_null(np.nan).to_numpy()


def _beside(areas: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return areas.select("area").join(other, on="area", how="left", maintain_order="left")


def _count(results: Results, group: str) -> str:
    return plain(int(results.areas[f"in_{group}"].sum()), 0)


def _most(results: Results) -> str:
    """Where most of the list is, in a sentence."""
    outline = results.manifest["study"].get("outline", "")
    if not outline:
        return ""
    frame = results[f"by_{outline}"].filter(group=results.list_of).filter(pl.col("areas") > 0)
    most = frame.sort("areas", "name", descending=[True, False]).head(3)
    names = [f"{row['name']} ({row['areas']:,}, {percent(row['share'])})"
             for row in most.iter_rows(named=True)]  # fmt: skip
    return say("map-alt-most", names=", ".join(names)) if names else ""


def _picture(
    name: str,
    results: Results,
    on: Ground,
    sheet: Sheet,
    faces: Sequence[tuple[str, pl.Series]],
    keys: Sequence[_Key],
    *,
    square: tuple[list[str], Sequence[Sequence[str]]] | None = None,
    title: str,
    subtitle: str,
    alt_text: str,
) -> Picture:
    """Faces, outlines and legend on a sheet."""
    import shapely

    plane = _Plane(on, sheet)
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
    layers += _legend(keys, sheet, plane) if square is None else _square(square, sheet, plane)
    if on.view == "hexagons":
        subtitle = say("map-hexagons-subtitle", subtitle=subtitle)
        name = f"{name}-hexagons"
    source = f"{source_of(results)} {on.licence}"
    body = {**layered(*layers), "view": {"fill": sheet.colour("sea")}}
    drawn = page(name, body, sheet, title=title, subtitle=subtitle, alt_text=alt_text,
                 source=source, notes=on.remarks)  # fmt: skip
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


class _Plane:
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


def _legend(keys: Sequence[_Key], sheet: Sheet, plane: _Plane) -> list[Any]:
    """A column of colours, each with what it means beside it."""
    wide = 190.0 if not sheet.narrow else 130.0
    rows = [(key, wrap(key.text, wide - 22, SMALL)) for key in keys]
    high = sum(6 + 14 * len(lines) for _, lines in rows)
    left, top = plane.corner(wide, high)
    boxes, words = [], []
    for key, lines in rows:
        boxes.append({"x": left, "x2": left + 14, "y": top, "y2": top + 12, "colour": key.colour})
        words += [
            {"x": left + 21, "y": top + 6 + 14 * n, "text": line} for n, line in enumerate(lines)
        ]
        top += 6 + 14 * len(lines)
    return [_boxes(boxes, sheet, plane), _words(words, sheet, plane)]


def _square(
    square: tuple[list[str], Sequence[Sequence[str]]], sheet: Sheet, plane: _Plane
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
    return [_boxes(boxes, sheet, plane), _words(words, sheet, plane)]


def _boxes(boxes: list[dict[str, Any]], sheet: Sheet, plane: _Plane) -> Any:
    return (
        chart(boxes, sheet.inner, plane.height)
        .mark_rect(stroke=sheet.colour("edge"), strokeWidth=0.5)
        .encode(
            x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"),
            color=colours(),
        )
    )  # fmt: skip


def _words(words: list[dict[str, Any]], sheet: Sheet, plane: _Plane) -> Any:
    return (
        chart(words, sheet.inner, plane.height)
        .mark_text(fontSize=min(SMALL, TEXT), color=sheet.colour("ink"))
        .encode(
            x=pixels("x", alt.X), y=pixels("y", alt.Y), text=alt.Text("text", type="nominal")
        )
    )  # fmt: skip
