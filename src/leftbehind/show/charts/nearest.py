"""The places whose standing is least sure, by name: their ranks in nearly all versions."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from leftbehind.analysis.doubt import Doubted
from leftbehind.errors import LeftBehindError
from leftbehind.show.charts.line import (
    COLOUR,
    cut_of,
    last_of,
    note,
    nothing_near,
    ranked_indices,
    within_reach,
)
from leftbehind.show.charts.page import Spec, chart, colours, layered, page, pixels
from leftbehind.show.charts.rows import Rows, rows_of
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import areas_of, index_title, source_of
from leftbehind.show.charts.text import one_line, text_width, wrap
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.doubted import of_hundred
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.picture import Picture
from leftbehind.show.standing import HIGH, LOW
from leftbehind.show.tables import finest_breakdown

MOST = 40
"""Places that are drawn at most."""

APART = 20
"""Pixels between the marks of two indices."""

INSET = 6
"""Pixels between the marks of an index and their edges: the ends of bars are round."""

ABOVE, BELOW = 54, 20
"""Pixels above the first row, for names, and below the last, for ranks."""


def nearest_chart(
    found: Doubted, *, mode: Mode = "light", width: int = 640, title: str = "", most: int = MOST
) -> Picture:
    """The places nearest to the line by name, each with its interval of ranks on each index.

    Args:
        found: A study in many versions, with ranks.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.
        most: How many places at most, those nearest to half of the versions.

    Raises:
        LeftBehindError: If ranks were not found.

    Example:
        >>> from leftbehind.analysis.doubt import doubt
        >>> nearest_chart(doubt("invented-country", draws=32)).name
        'caterpillar-nearest'
    """
    sheet = Sheet(mode, width)
    results, areas, indices = found.results, areas_of(found.results), ranked_indices(found)
    if not indices:
        raise LeftBehindError("intervals of ranks were not found", mend="leave out --no-ranks")
    shown = _nearest(found, most)
    empty = shown.is_empty()
    names = [_label(row, finest_breakdown(results)) for row in shown.iter_rows(named=True)]
    rows = [say("chart-row", group=name, figure=of_hundred(share))
            for name, share in zip(names, shown["probability"], strict=True)]  # fmt: skip
    listed_of = plain(int(shown["in_study"].sum()), 0)
    return page(
        "caterpillar-nearest",
        nothing_near(sheet, areas) if empty else _body(found, sheet, shown, names, indices),
        sheet,
        title=title or say("chart-nearest-finding", number=shown.height,
                           text=plain(shown.height, 0), areas=areas, listed=listed_of),
        subtitle=say("chart-nearest-subtitle", low=percent(LOW, 0), high=percent(HIGH, 0)),
        alt_text=say("chart-line-none", areas=areas) if empty
        else listed(say("chart-nearest-alt", areas=areas), rows, ", "),
        source=source_of(results, indices),
        notes=[note(found)],
    )  # fmt: skip


def _nearest(found: Doubted, most: int) -> pl.DataFrame:
    """The least sure places, those on the list in most versions first."""
    rows = within_reach(found)
    unsure = rows.filter(pl.col("probability").is_between(0, 1, closed="none"))
    nearest = unsure.sort((pl.col("probability") - 0.5).abs(), "area").head(most)
    larger = finest_breakdown(found.results)
    if larger:
        around = found.results.areas.select("area", larger)
        nearest = nearest.join(around, on="area", how="left", maintain_order="left")
    return nearest.sort("probability", "area", descending=[True, False])


def _label(row: dict[str, Any], larger: str) -> str:
    """A name, with that of its larger area unless it says it already."""
    name = one_line(row["name"] or row["area"])
    around = one_line(row.get(larger) or "")
    return say("chart-place-in", place=name, larger=around) if around and not name.startswith(
        around
    ) else name  # fmt: skip


def _body(
    found: Doubted, sheet: Sheet, shown: pl.DataFrame, names: list[str], indices: list[str]
) -> Spec:
    figures = [of_hundred(share) for share in shown["probability"]]
    wide = max(text_width(text, TEXT) for text in figures)
    place = rows_of(sheet, names, figures=wide, top=ABOVE, bottom=BELOW, step=20, widest=0.34)
    room = (place.right - place.left - APART * (len(indices) - 1)) / len(indices)
    layers: list[alt.Chart] = []
    for n, index in enumerate(indices):
        start = place.left + n * (room + APART)
        span = Span(1, last_of(found, shown, index), start + INSET, start + room - INSET)
        layers += _column(found, place, shown, index, span)
    return layered(*layers, *place.texts(), *place.figures(figures, x=place.room))


def _column(
    found: Doubted, place: Rows, shown: pl.DataFrame, index: str, span: Span
) -> list[alt.Chart]:
    """The intervals of all places on one index, and its cut."""
    sheet, size = place.sheet, (place.room, place.height)
    values = []
    for n, row in enumerate(shown.iter_rows(named=True)):
        if row[f"{index}_low"] is None or row[f"{index}_rank"] is None:
            continue
        role, solid = COLOUR[row["standing"]]
        values.append({
            "area": row["area"], "index": index, "rank": row[f"{index}_rank"],
            "low": row[f"{index}_low"], "high": row[f"{index}_high"],
            "x": round(span.at(row[f"{index}_low"]), 1),
            "x2": round(span.at(row[f"{index}_high"]), 1),
            "at": round(span.at(row[f"{index}_rank"]), 1),
            "y": place.mark(n), "colour": sheet.colour(role), "solid": solid,
            "dot": sheet.colour("ink" if row["in_study"] else "paper"),
        })  # fmt: skip
    y = pixels("y", alt.Y)
    tracks = [{"x": span.start, "x2": span.end, "y": place.mark(n)} for n in range(shown.height)]
    layers = [
        chart(tracks, *size)
        .mark_rule(color=sheet.colour("line"), strokeWidth=1)
        .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=y),
    ]
    if values:
        layers += [
            chart(values, *size)
            .mark_rule(strokeWidth=5, strokeCap="round")
            .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=y, color=colours(),
                    opacity=alt.Opacity("solid:Q", scale=None)),
            chart(values, *size)
            .mark_circle(size=34, opacity=1, stroke=sheet.colour("ink"), strokeWidth=1.2)
            .encode(x=pixels("at", alt.X), y=y, fill=alt.Fill("dot:N", scale=None)),
        ]  # fmt: skip
    layers += _named(found, place, index, span)
    foot = place.height - 8
    ends = [{"text": plain(span.low, 0), "x": span.start, "y": foot}]
    layers.append(place.text(ends, "text", muted=True, size=SMALL))
    ends = [{"text": plain(span.high, 0), "x": span.end, "y": foot}]
    layers.append(place.text(ends, "text", align="right", muted=True, size=SMALL))
    return layers


def _named(found: Doubted, place: Rows, index: str, span: Span) -> list[alt.Chart]:
    """The index above its marks, and its cut."""
    wide = span.end - span.start + APART / 2
    title = wrap(index_title(found.results, index), wide, SMALL, bold=True)[:2]
    head = [{"text": line, "x": span.start - INSET, "y": ABOVE - 30 - 14 * n}
            for n, line in enumerate(reversed(title))]  # fmt: skip
    layers = [place.text(head, "text", bold=True, size=SMALL)]
    last = cut_of(found.results, index)
    if last is not None:
        said = say("chart-caterpillar-cut", rank=plain(last, 0))
        end = min(max(span.at(last), span.start + text_width(said, SMALL)), span.end)
        line = [{"text": said, "x": round(end, 1), "y": ABOVE - 14}]
        layers += place.line_down(span.at(last), "")
        layers.append(place.text(line, "text", align="right", size=SMALL))
    return layers
