"""Which larger areas the list lies in: a bar each, the whole country as a line."""

from __future__ import annotations

import altair as alt
import polars as pl

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, chart, layered, page, pixels
from leftbehind.show.charts.rows import HEAD, Rows, rows_of
from leftbehind.show.charts.scale import Span, from_zero
from leftbehind.show.charts.terms import (
    areas_of,
    capital,
    larger_of,
    roles,
    source_of,
    titles_of,
    whole_of,
)
from leftbehind.show.charts.text import one_line, text_width
from leftbehind.show.charts.theme import TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent
from leftbehind.show.picture import Picture

RING = 8
"""Pixels of a ring beyond its middle."""

MOST = 20
"""Larger areas that are shown; of more, those with the most areas on the list."""


def breakdown_chart(
    results: Results,
    by: str,
    *,
    group: str = "",
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
) -> Picture:
    """The share of the areas of each larger area that are in a group.

    Args:
        results: Results of a study.
        by: The breakdown, such as "region17".
        group: The group; none: the one that the study is about.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Raises:
        LeftBehindError: If there is no such breakdown or group, with the nearest name.

    Example:
        >>> import leftbehind
        >>> breakdown_chart(leftbehind.run("invented-country"), "region20").name
        'breakdown-region20'
    """
    sheet = Sheet(mode, width)
    about = group or results.list_of
    _refuse_unknown(results, by, about)
    frame = results[f"by_{by}"].filter(pl.col("group") == about, pl.col("of") > 0)
    shown = _shown(frame)
    total, number = int(frame["areas"].sum()), int(frame["of"].sum())
    published = "published" in shown.columns and shown["published"].count() > 0
    areas, larger = areas_of(results), larger_of(results, by)
    named, whole = titles_of(results)[about], capital(whole_of(results))
    share = total / number if number else 0.0
    rows = [
        say("chart-by-alt-row", name=one_line(row["name"] or row[by] or say("chart-none")),
            number=f"{row['areas']:,}", of=f"{row['of']:,}", share=percent(row["share"]))
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    of_whole = say("chart-by-alt-whole", whole=whole, number=f"{total:,}", of=f"{number:,}",
                   share=percent(share))  # fmt: skip
    notes = []
    if frame.height > shown.height:
        counted = {"shown": f"{shown.height:,}", "all": f"{frame.height:,}"}
        notes.append(say("chart-by-most", larger=larger, **counted))
    if published:
        flagged = results.manifest["study"].get("published") or {}
        notes.append(say("chart-by-published", title=one_line(flagged.get("title", ""))))
    head = say("chart-by-alt", group=named, areas=areas, larger=larger)
    return page(
        f"breakdown-{by}",
        _body(results, sheet, shown, by, about, share),
        sheet,
        title=title or _finding(shown, areas, named),
        subtitle=say("chart-by-subtitle", group=named, areas=areas, larger=larger),
        alt_text=f"{listed(head, rows)} {of_whole}",
        source=source_of(results),
        notes=notes,
    )


def _refuse_unknown(results: Results, by: str, group: str) -> None:
    known = [name.removeprefix("by_") for name in results.tables if name.startswith("by_")]
    if by not in known:
        raise LeftBehindError(f"the results have no breakdown {by}", mend=nearest(by, known))
    groups = results.manifest["study"]["group"]
    if group not in groups:
        raise LeftBehindError(f"the study has no group {group}", mend=nearest(group, groups))


def _shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows to draw, the highest share first."""
    if frame.height > MOST:
        frame = frame.sort("areas", "share", "name", descending=[True, True, False]).head(MOST)
    return frame.sort("share", "areas", "name", descending=[True, True, False])


def _body(
    results: Results, sheet: Sheet, shown: pl.DataFrame, by: str, group: str, share: float
) -> Spec:
    figures = [(percent(row["share"]),
                say("chart-by-count", number=f"{row['areas']:,}", of=f"{row['of']:,}"))
               for row in shown.iter_rows(named=True)]  # fmt: skip
    second = max((text_width(text, TEXT) for _, text in figures), default=0)
    first = max((text_width(text, TEXT, bold=True) for text, _ in figures), default=0)
    labels = [
        name or code or say("chart-none") for name, code in shown.select("name", by).iter_rows()
    ]
    place = rows_of(sheet, labels, figures=first + 10 + second, top=HEAD)
    rings = _rings(shown)
    published = any(ring is not None for ring in rings)
    most = max([share, *shown["share"], *(ring for ring in rings if ring is not None)])
    edge = RING if place.stacked and published else 0
    span = from_zero(most, place.left + edge, place.right - RING)
    role = roles(results)[group]
    values = [
        {
            "name": label,
            "areas": row["areas"],
            "of": row["of"],
            "share": round(row["share"], 6),
            "zero": 0,
            "y": place.mark(n),
        }
        for n, (label, row) in enumerate(zip(labels, shown.iter_rows(named=True), strict=True))
    ]
    bars = (
        chart(values, place.room, place.height)
        .mark_bar(size=place.bar, color=sheet.mark(role))
        .encode(
            x=alt.X("share:Q", scale=span.scale(), axis=None),
            x2=alt.X2("zero:Q"),
            y=pixels("y", alt.Y),
        )
    )
    line = place.whole(capital(whole_of(results)), percent(share))
    shares, counts = zip(*figures, strict=True) if figures else ((), ())
    heavy = [True] * len(shares)
    return layered(
        bars,
        *_ringed(sheet, place, span, rings),
        *place.line_down(span.at(share), line),
        *place.texts(),
        *place.figures(shares, x=place.room - second - 10, bold=heavy),
        *place.figures(counts, x=place.room, muted=True),
    )


def _rings(shown: pl.DataFrame) -> list[float | None]:
    """The shares of the published list, where there is one."""
    if "published" not in shown.columns:
        return [None] * shown.height
    shares = shown.select(pl.col("published") / pl.col("of")).to_series()
    return list(shares)


def _ringed(sheet: Sheet, place: Rows, span: Span, rings: list[float | None]) -> list[alt.Chart]:
    values = [
        {"published": round(ring, 6), "y": place.mark(n)}
        for n, ring in enumerate(rings)
        if ring is not None
    ]
    if not values:
        return []
    ringed = chart(values, place.room, place.height)
    return [
        ringed.mark_point(
            size=70, filled=True, fill=sheet.colour("paper"), stroke=sheet.colour("ink"),
            strokeWidth=1.5, opacity=1,
        ).encode(x=alt.X("published:Q", scale=span.scale(), axis=None), y=pixels("y", alt.Y))
    ]  # fmt: skip


def _finding(shown: pl.DataFrame, areas: str, named: str) -> str:
    if shown.is_empty() or not shown["areas"].sum():
        return say("chart-by-finding-none", areas=areas, group=named)
    row = shown.row(0, named=True)
    return say("chart-by-finding", name=one_line(row["name"] or say("chart-none")), areas=areas,
               number=f"{row['areas']:,}", of=f"{row['of']:,}",
               share=percent(row["share"]))  # fmt: skip
