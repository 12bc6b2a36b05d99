"""How close it was: the last on the list and the nearest outside it."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, chart, colours, layered, page, pixels
from leftbehind.show.charts.rows import HEAD, Rows, rows_of
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import areas_of, roles, source_of
from leftbehind.show.charts.text import one_line, text_width
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.messages import say as say_words
from leftbehind.show.numbers import signed
from leftbehind.show.picture import Picture
from leftbehind.show.tables import finest_breakdown

MOST = 40
"""Rows that are drawn at most: half of them inside the cut, half outside."""


def margins_chart(
    results: Results, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """Areas around the cut by the ranks they are inside or outside it.

    Args:
        results: Results of a study.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> import leftbehind
        >>> margins_chart(leftbehind.run("invented-country")).name
        'margins'
    """
    sheet = Sheet(mode, width)
    inside, outside = _nearest(results)
    shown = pl.concat([inside, outside])
    areas = areas_of(results)
    rows = [
        say("chart-row", group=one_line(name or code), figure=signed(margin, 0))
        for name, code, margin in shown.select("name", "area", "margin").iter_rows()
    ]
    counted = {
        "inside": f"{inside.height:,}",
        "listed": f"{results.on_list().height:,}",
        "outside": f"{outside.height:,}",
        "near": f"{results.near_misses().height:,}",
    }
    empty = shown.is_empty()
    published = "published" in shown.columns and bool(shown["published"].any())
    return page(
        "margins",
        _nothing(sheet, areas) if empty else _body(results, sheet, shown, inside.height),
        sheet,
        title=title or _finding(inside, outside, areas),
        subtitle=say("chart-margins-subtitle", **counted),
        alt_text=say("chart-margins-alt-none", areas=areas) if empty
        else listed(say("chart-margins-alt", areas=areas), rows, ", "),
        source=source_of(results),
        notes=[say("chart-margins-published")] * published,
    )  # fmt: skip


def _nearest(results: Results) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The last on the list and the nearest outside, in the order of the list."""
    inside = results.on_list().filter(pl.col("margin").is_not_null())
    outside = results.near_misses()
    half = MOST // 2
    first = max(half, MOST - outside.height)
    return inside.tail(first), outside.head(MOST - min(first, inside.height))


def _body(results: Results, sheet: Sheet, shown: pl.DataFrame, listed: int) -> Spec:
    larger = finest_breakdown(results)
    labels = [_label(row, larger) for row in shown.iter_rows(named=True)]
    figures = [signed(margin, 0) for margin in shown["margin"]]
    wide = max(text_width(text, TEXT) for text in figures)
    place = rows_of(sheet, labels, figures=wide, top=HEAD, step=20, widest=0.5, stacked=False)
    low, high = min(0, int(shown["margin"].min())), max(0, int(shown["margin"].max()))  # type: ignore[arg-type]
    span = Span(low, high if high > low else low + 1, place.left + 8, place.right - 8)
    role = roles(results)[results.list_of]
    values = [
        {
            "area": row["area"],
            "margin": row["margin"],
            "zero": 0,
            "y": place.mark(n),
            "colour": sheet.mark(role if n < listed else "neither"),
        }
        for n, row in enumerate(shown.iter_rows(named=True))
    ]
    x = alt.X("margin:Q", scale=span.scale(), axis=None)
    drawn = chart(values, place.room, place.height)
    size = (place.room, place.height)
    rings = [
        {"margin": row["margin"], "y": place.mark(n)}
        for n, row in enumerate(shown.iter_rows(named=True))
        if row.get("published")
    ]
    layers: list[alt.Chart] = [
        drawn.mark_bar(size=4).encode(
            x=x, x2=alt.X2("zero:Q"), y=pixels("y", alt.Y), color=colours()
        ),
        drawn.mark_circle(size=50, opacity=1).encode(x=x, y=pixels("y", alt.Y), color=colours()),
    ]
    if rings:
        layers.append(
            chart(rings, *size)
            .mark_point(
                size=110, filled=False, stroke=sheet.colour("ink"), strokeWidth=1.2, opacity=1
            )
            .encode(x=x, y=pixels("y", alt.Y))
        )
    return layered(
        *layers,
        *place.line_down(span.at(0), ""),
        *_sides(place, span),
        *place.texts(),
        *place.figures(figures, x=place.room),
    )


def _label(row: dict[str, Any], larger: str) -> str:
    """A name with that of its larger area, since areas share names."""
    name = one_line(row["name"] or row["area"])
    around = one_line(row.get(larger) or "")
    return say("chart-place-in", place=name, larger=around) if around else name


def _sides(place: Rows, span: Span) -> list[alt.Chart]:
    """What left and right of the cut mean."""
    found, zero = [], span.at(0)
    for said, x, align in (
        (say("chart-margins-short"), zero - 6, "right"),
        (say("chart-margins-inside"), zero + 6, "left"),
    ):
        wide = text_width(said, SMALL)
        at = round(max(x, wide) if align == "right" else min(x, place.room - wide), 1)
        line = [{"text": said, "x": at, "y": 8}]
        found.append(place.text(line, "text", align=align, size=SMALL))
    return found


def _nothing(sheet: Sheet, areas: str) -> alt.Chart:
    """An empty chart that says that it is empty."""
    text = say("chart-margins-alt-none", areas=areas)
    empty = chart([{}], sheet.inner, 40)
    drawn: alt.Chart = empty.mark_text(text=text, x=0, y=20, color=sheet.colour("muted"))
    return drawn


def _finding(inside: pl.DataFrame, outside: pl.DataFrame, areas: str) -> str:
    if inside.is_empty() and outside.is_empty():
        return say("chart-margins-finding-none", areas=areas)
    if inside.is_empty() or outside.is_empty():
        side = "no" if inside.is_empty() else "yes"
        return say("chart-margins-finding-side", areas=areas, inside=side)
    last, first = int(inside["margin"][-1]), -int(outside["margin"][0])
    return say("chart-margins-finding", inside=last, inside_ranks=_ranks(last),
               outside_ranks=_ranks(first))  # fmt: skip


def _ranks(number: int) -> str:
    return say_words("ranks", number=number, text=f"{number:,}")
