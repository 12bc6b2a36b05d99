"""Which choice moves the list most: the share of the variance that each makes."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from leftbehind.analysis.sensitivity import Sensitive
from leftbehind.show.charts.key import Meaning, key_of
from leftbehind.show.charts.page import Spec, below, chart, layered, page, pixels
from leftbehind.show.charts.rows import Rows, rows_of
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import capital, source_of
from leftbehind.show.charts.text import one_line, wrap
from leftbehind.show.charts.theme import SMALL, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import NONE, listed, say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.picture import Picture
from leftbehind.show.sensitive import meaning, source, threshold_title

ORDERS = ("first", "total")
"""What a source makes alone, and what it takes part in: the upper and the lower dot."""

BEYOND = 0.1
"""How far the axis goes below 0 and above 1: what an interval reaches beyond is cut."""

GRID = (0.0, 0.5, 1.0)
"""Shares that have a line and a figure."""

APART, INSET = 20, 6
"""Pixels between two panels, and between their marks and edges."""

HALF = 6
"""Pixels from the middle of a row up to one dot, and down to the other."""

FOOT = 20
"""Pixels below the last row, for figures."""


def influence_chart(
    found: Sensitive, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """What each choice in doubt does to the overlap with the study's own list.

    Each has two dots with intervals: the share of the variance that it makes alone, and the share
    that it takes part in. Where the threshold is in doubt, it stands beside the same with the
    threshold held.

    Args:
        found: What was found of a study.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> from leftbehind.analysis.sensitivity import sensitivity
        >>> influence_chart(sensitivity("invented-country", samples=16)).name
        'influence'
    """
    sheet = Sheet(mode, width)
    rows = found.variance.influence.filter(output="jaccard")
    panels = {name: rows.filter(threshold=name) for name in found.variance.runs}
    finding = _finding(found, panels)
    key = [Meaning(say("chart-influence-alone"), "both", hollow=True),
           Meaning(say("chart-influence-together"), "both")]  # fmt: skip
    notes = [say("chart-influence-note", number=plain(sum(found.variance.runs.values()), 0),
                 concentration=plain(found.variance.concentration, 0)), meaning()]  # fmt: skip
    if _reaches_beyond(rows):
        notes.append(say("chart-influence-cut"))
    return page(
        "influence",
        below([key_of(sheet, key), _body(found, sheet, panels)], 8),
        sheet,
        title=title or finding,
        subtitle=say("chart-influence-subtitle"),
        alt_text=_said(found, panels, finding),
        source=source_of(found.results),
        notes=notes,
    )


def _named(found: Sensitive, row: dict[str, Any]) -> str:
    return one_line(source(found, row))


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """The sources, the most moving first."""
    return rows.sort("total", descending=True, maintain_order=True)


def _most(rows: pl.DataFrame) -> dict[str, Any] | None:
    """The source that takes part in most of the variance, if there is any."""
    first = _ordered(rows).row(0, named=True)
    return first if first["total"] > 0 else None


def _finding(found: Sensitive, panels: dict[str, pl.DataFrame]) -> str:
    """What moves the list most, with the threshold free and held."""
    most = [row and _named(found, row) for row in map(_most, panels.values())]
    if not most[0]:
        return say("chart-influence-finding-none")
    if len(most) > 1 and most[1]:
        same = "yes" if most[0] == most[1] else "no"
        return say("chart-influence-finding-held", same=same, first=most[0], second=most[1])
    return say("chart-influence-finding", first=most[0])


def _reaches_beyond(rows: pl.DataFrame) -> bool:
    ends = [f"{order}_{end}" for order in ORDERS for end in ("low", "high")]
    values = rows.select(ends).to_numpy()
    return bool((values < -BEYOND).any() or (values > 1 + BEYOND).any())


def _body(found: Sensitive, sheet: Sheet, panels: dict[str, pl.DataFrame]) -> Spec:
    """The sources from above, the most moving first; the panels from left to right."""
    ordered = _ordered(next(iter(panels.values())))
    sources = list(ordered.select("kind", "source").iter_rows())
    labels = [capital(_named(found, row)) for row in ordered.iter_rows(named=True)]
    head = 24 if len(panels) > 1 else 8
    place = rows_of(sheet, labels, top=head, bottom=FOOT, step=34, widest=0.34, lines=2, spare=8)
    room = (place.right - place.left - APART * (len(panels) - 1)) / len(panels)
    layers: list[alt.Chart] = []
    for n, (threshold, rows) in enumerate(panels.items()):
        start = place.left + n * (room + APART)
        span = Span(-BEYOND, 1 + BEYOND, start + INSET, start + room - INSET)
        layers += _axis(place, span)
        layers += _marks(place, threshold, rows, sources, span)
        if len(panels) > 1:
            title = wrap(threshold_title(threshold), room + INSET, SMALL, bold=True)[0]
            layers.append(place.text([{"text": title, "x": start + INSET, "y": 8}], "text",
                                     bold=True, size=SMALL))  # fmt: skip
    return layered(*layers, *place.texts())


def _axis(place: Rows, span: Span) -> list[alt.Chart]:
    """Lines down the rows, beside labels whole and below labels in parts; figures at the foot."""
    ends = [(place.top, place.height - FOOT)]
    if place.stacked:
        ends = [(place.mark(n) - 2 * HALF, place.mark(n) + 2 * HALF)
                for n in range(len(place.labels))]  # fmt: skip
    lines = [{"x": round(span.at(share), 1), "y": one, "y2": two,
              "colour": place.sheet.colour("line" if share else "edge")}
             for share in GRID for one, two in ends]  # fmt: skip
    figures = [{"text": percent(share, 0), "x": round(span.at(share), 1), "y": place.height - 8}
               for share in GRID]  # fmt: skip
    return [
        chart(lines, place.room, place.height)
        .mark_rule(strokeWidth=1)
        .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"),
                color=alt.Color("colour:N", scale=None)),
        place.text(figures, "text", align="center", muted=True, size=SMALL),
    ]  # fmt: skip


def _marks(
    place: Rows,
    threshold: str,
    rows: pl.DataFrame,
    sources: list[tuple[str, str]],
    span: Span,
) -> list[alt.Chart]:
    """Two dots with intervals for each source; of one that is held, a word."""
    known = {(row["kind"], row["source"]): row for row in rows.iter_rows(named=True)}
    values, held = [], []
    for n, key in enumerate(sources):
        if key not in known:
            held.append({"text": say("chart-influence-held"), "x": span.at(0) + 6,
                         "y": place.mark(n)})  # fmt: skip
            continue
        for up, order in zip((-HALF, HALF), ORDERS, strict=True):
            share, low, high = (known[key][f"{order}{end}"] for end in ("", "_low", "_high"))
            values.append({
                "threshold": threshold, "kind": key[0], "source": one_line(key[1]), "order": order,
                "share": round(share, 6), "low": round(low, 6), "high": round(high, 6),
                "at": _inside(span, share), "x": _inside(span, low), "x2": _inside(span, high),
                "y": place.mark(n) + up,
                "face": place.sheet.colour("paper" if order == "first" else "both"),
            })  # fmt: skip
    size, y = (place.room, place.height), pixels("y", alt.Y)
    colour = place.sheet.colour("both")
    layers = [
        chart(values, *size)
        .mark_rule(strokeWidth=2, color=colour, opacity=0.5)
        .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=y),
        chart(values, *size)
        .mark_circle(size=44, opacity=1, stroke=colour, strokeWidth=1.5)
        .encode(x=pixels("at", alt.X), y=y, fill=alt.Fill("face:N", scale=None)),
    ]
    if held:
        layers.append(place.text(held, "text", muted=True, size=SMALL))
    return layers


def _inside(span: Span, share: float) -> float:
    """The pixel of a share, or the end of the axis if it is beyond."""
    return round(span.at(min(max(share, span.low), span.high)), 1)


def _said(found: Sensitive, panels: dict[str, pl.DataFrame], finding: str) -> str:
    """The finding, and both shares of each source."""
    said = [f"{finding}."]
    for threshold, rows in panels.items():
        shares = [
            say("chart-influence-shares", source=_named(found, row),
                alone=percent(row["first"], 0), together=percent(row["total"], 0))
            for row in _ordered(rows).iter_rows(named=True)
        ]  # fmt: skip
        head = say("chart-influence-alt", threshold=threshold if len(panels) > 1 else NONE)
        said.append(listed(head, shares))
    return " ".join(said)
