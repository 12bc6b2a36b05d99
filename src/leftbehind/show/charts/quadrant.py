"""All areas by two indices: the cuts as lines, the groups in colour, the rest in stone."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from leftbehind.results import Results
from leftbehind.show.charts.page import chart, colours, layered, page, pixels
from leftbehind.show.charts.plane import SWATCH, Axis, Plane, axes_of, plane_of, scored_on
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import (
    among,
    areas_of,
    index_title,
    most_on,
    source_of,
    titles_of,
)
from leftbehind.show.charts.text import wrap
from leftbehind.show.charts.theme import LINE, SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.picture import Picture

DOTS = 1_300
"""Areas of the groups in colour up to which each is a dot; more are counted in squares, as the
rest always is, so that a file of 33,755 areas stays small."""

SQUARE = {False: 7, True: 6}
"""Pixels of a square in which areas are counted, on a page and on a phone."""

FAINT = (0.20, 0.32, 0.46, 0.60, 0.76, 0.94)
"""How solid a square of 1, 2 to 3, 4 to 7, 8 to 15, 16 to 31, and more areas is."""

DOT = {False: 2.0, True: 1.6}
"""Radius of a dot, on a page and on a phone."""


def quadrant_chart(
    results: Results, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """Every area by its scores on two indices, and both cuts.

    Args:
        results: Results of a study with two indices in the rule of its list.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Raises:
        LeftBehindError: If the rule of the list cuts fewer than two indices, or no area has
            a score on both.

    Example:
        >>> import leftbehind
        >>> quadrant_chart(leftbehind.run("invented-country")).name
        'quadrant'
    """
    sheet = Sheet(mode, width)
    across, up = axes_of(results)
    scored = scored_on(results, across, up)
    plane = plane_of(results, sheet, scored, (across, up), sheet.inner - SQUARE[sheet.narrow])
    dotted = scored.filter(pl.col("role") != "neither").height <= DOTS
    faint = scored.filter(pl.col("role") == "neither") if dotted else scored
    layers: list[alt.Chart] = [_squares(faint, sheet, plane)]
    if dotted:
        layers.append(_dots(scored.filter(pl.col("role") != "neither"), sheet, plane))
    layers += [_cuts(sheet, plane), *_written(results, sheet, plane, (across, up))]
    areas = areas_of(results)
    first, second = (among(results, one.index, one.asked) for one in (across, up))
    unscored = results.areas.height - scored.height
    titles = titles_of(results)
    groups = [
        say("chart-group-number", group=titles[name], text=f"{number:,}")
        for name, number in results.groups.select("group", "areas").iter_rows()
    ]
    number = f"{scored.height:,}"
    return page(
        "quadrant",
        layered(*layers),
        sheet,
        title=title or _finding(results, across, up),
        subtitle=say("chart-quadrant-subtitle", number=number, areas=areas,
                     dotted="yes" if dotted else "no"),
        alt_text=listed(
            say("chart-quadrant-alt", number=number, areas=areas, first=first, second=second,
                across=index_title(results, across.index), first_score=plain(across.score),
                up=index_title(results, up.index), second_score=plain(up.score)), groups),
        source=source_of(results, (across.index, up.index)),
        notes=[say("chart-quadrant-without", text=f"{unscored:,}", areas=areas)] * bool(unscored),
    )  # fmt: skip


def _squares(scored: pl.DataFrame, sheet: Sheet, plane: Plane) -> alt.Chart:
    """Areas counted in squares; the cuts are edges of squares, so that none lies on both sides."""
    size = SQUARE[sheet.narrow]
    x = plane.across.start + (scored["x"].to_numpy() - plane.across.low) * _per(plane.across)
    y = plane.up.start + (scored["y"].to_numpy() - plane.up.low) * _per(plane.up)
    # A score at the cut is inside it: pixels are rounded so that it stays there.
    column = np.floor(np.round((x - plane.cut_x) / size, 6)).astype(int)
    line = np.ceil(np.round((y - plane.cut_y) / size, 6)).astype(int) - 1
    # Halves of pixels keep the file short: no number in it has a tail of digits.
    left, top = round(2 * plane.cut_x) / 2, round(2 * plane.cut_y) / 2
    counted = (
        scored.with_columns(pl.Series("column", column), pl.Series("line", line))
        .group_by("role", "column", "line")
        .agg(pl.len().alias("areas"))
        .sort("role", "line", "column")
    )
    values = [
        {
            "areas": row["areas"],
            "x": left + row["column"] * size,
            "x2": left + (row["column"] + 1) * size - 0.5,
            "y": top + row["line"] * size + 0.5,
            "y2": top + (row["line"] + 1) * size,
            "colour": sheet.mark(row["role"]),
            "opacity": FAINT[min(int(row["areas"]).bit_length(), len(FAINT)) - 1],
        }
        for row in counted.iter_rows(named=True)
    ]
    drawn: alt.Chart = (
        chart(values, sheet.inner, plane.height)
        .mark_rect()
        .encode(
            x=pixels("x", alt.X),
            x2=alt.X2("x2:Q"),
            y=pixels("y", alt.Y),
            y2=alt.Y2("y2:Q"),
            color=colours(),
            fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
        )
    )
    return drawn


def _per(span: Span) -> float:
    return (span.end - span.start) / (span.high - span.low)


def _dots(scored: pl.DataFrame, sheet: Sheet, plane: Plane) -> alt.Chart:
    values = [
        {
            "area": row["area"],
            "x": round(row["x"], 2),
            "y": round(row["y"], 2),
            "colour": sheet.mark(row["role"]),
        }
        for row in scored.sort("area").iter_rows(named=True)
    ]
    drawn: alt.Chart = (
        chart(values, sheet.inner, plane.height)
        .mark_circle(size=math.pi * DOT[sheet.narrow] ** 2, opacity=0.8)
        .encode(
            x=alt.X("x:Q", scale=plane.across.scale(), axis=None),
            y=alt.Y("y:Q", scale=plane.up.scale(), axis=None),
            color=colours(),
        )
    )
    return drawn


def _cuts(sheet: Sheet, plane: Plane) -> alt.Chart:
    values = [
        {"x": plane.cut_x, "x2": plane.cut_x, "y": plane.up.end, "y2": plane.up.start},
        {"x": plane.across.start, "x2": plane.across.end, "y": plane.cut_y, "y2": plane.cut_y},
    ]
    drawn: alt.Chart = (
        chart(
            [{k: round(v, 1) for k, v in row.items()} for row in values], sheet.inner, plane.height
        )
        .mark_rule(color=sheet.colour("ink"), strokeWidth=1)
        .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"))
    )
    return drawn


def _written(
    results: Results, sheet: Sheet, plane: Plane, axes: tuple[Axis, Axis]
) -> list[alt.Chart]:
    """Names of the groups in the corners, figures on the axes, titles of the axes."""
    ink, muted = sheet.colour("ink"), sheet.colour("muted")
    texts: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []
    for span, axis, flat in ((plane.across, axes[0], True), (plane.up, axes[1], False)):
        cut_at = plane.cut_x if flat else plane.cut_y
        figures += [
            _tick(span.at(tick), plain(tick, 0), muted, plane, flat=flat)
            for tick in span.ticks(4 if sheet.narrow else 6)
            if abs(span.at(tick) - cut_at) > (34 if flat else 18)
        ]
        figures.append(_tick(cut_at, plain(axis.score), ink, plane, flat=flat))
    below = plane.height - 8
    for text, x, y, align in (
        (say("chart-axis", index=index_title(results, axes[0].index)), sheet.inner, below, "right"),
        (say("chart-axis", index=index_title(results, axes[1].index)), 0, 8, "left"),
    ):
        texts.append({"text": wrap(text, sheet.inner, TEXT)[0], "x": x, "y": y, "align": align})
    return [
        *_aligned(texts, sheet, plane, muted, TEXT),
        *_aligned(figures, sheet, plane, None, SMALL),
        *_named(sheet, plane),
    ]


def _tick(at: float, text: str, colour: str, plane: Plane, *, flat: bool) -> dict[str, Any]:
    if flat:
        return {"text": text, "x": round(at, 1), "y": plane.up.start + 12, "align": "center",
                "colour": colour}  # fmt: skip
    return {"text": text, "x": plane.across.start - 6, "y": round(at, 1), "align": "right",
            "colour": colour}  # fmt: skip


def _aligned(
    rows: list[dict[str, Any]], sheet: Sheet, plane: Plane, colour: str | None, size: float
) -> list[alt.Chart]:
    found = []
    for align in ("left", "center", "right"):
        part = [{k: v for k, v in row.items() if k != "align"} for row in rows
                if row["align"] == align]  # fmt: skip
        if not part:
            continue
        made = chart(part, sheet.inner, plane.height).mark_text(align=align, fontSize=size)
        encoded = made.encode(
            x=pixels("x", alt.X), y=pixels("y", alt.Y), text=alt.Text("text", type="nominal"),
            color=alt.value(colour) if colour else colours(),
        )  # fmt: skip
        found.append(encoded)
    return found


def _named(sheet: Sheet, plane: Plane) -> list[alt.Chart]:
    """Names of the groups, each with a dot of its colour."""
    words, swatches = [], []
    for name in plane.names:
        first = (plane.up.end if name.above else plane.up.start) + name.away
        swatches.append({"x": name.x + 6, "y": first, "colour": sheet.mark(name.role)})
        words += [
            {"text": line, "x": name.x + SWATCH - 2, "y": first + LINE * n}
            for n, line in enumerate(name.words)
        ]
    size = (sheet.inner, plane.height)
    place = {"x": pixels("x", alt.X), "y": pixels("y", alt.Y)}
    return [
        chart(swatches, *size).mark_circle(size=70, opacity=1).encode(**place, color=colours()),
        chart(words, *size).mark_text().encode(**place, text=alt.Text("text", type="nominal")),
    ]


def _finding(results: Results, across: Axis, up: Axis) -> str:
    """How often the first is found together with the second."""
    inside = results.areas.filter(pl.col(f"{across.index}_score") >= across.score)
    both = inside.filter(pl.col(f"{up.index}_score") >= up.score).height
    return say("chart-quadrant-finding", share=percent(both / inside.height, 0),
               most=most_on(results, across.index),
               second=among(results, up.index, up.asked))  # fmt: skip
