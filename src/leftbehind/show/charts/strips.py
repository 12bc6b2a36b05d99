"""How an index or a domain is spread in each group: one strip a group, its middle marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, chart, layered, page, pixels
from leftbehind.show.charts.rows import HEAD, Rows, rows_of
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import (
    among,
    areas_of,
    index_title,
    roles,
    source_of,
    titles_of,
)
from leftbehind.show.charts.text import one_line, text_width
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture

BINS = 60
"""Steps into which scores are counted."""

RING = 8
"""Pixels of a ring beyond its middle."""

TALL = 34
"""Pixels of the highest step of each strip."""


def strips_chart(
    results: Results,
    index: str,
    *,
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
) -> Picture:
    """How the scores of an index, or of one of its parts, are spread in each group.

    Args:
        results: Results of a study.
        index: An index, "deprivation", or a part of one, "deprivation.crime".
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Raises:
        LeftBehindError: If there is no such index or part, or no area has a score on it.

    Example:
        >>> import leftbehind
        >>> strips_chart(leftbehind.run("invented-country"), "need").name
        'strips-need'
    """
    sheet = Sheet(mode, width)
    scores, named = _scores(results, index)
    titles = titles_of(results)
    strips = [
        _strip(name, titles[name], scores.filter(pl.col("group") == name)["value"])
        for name in titles
    ]
    areas = areas_of(results)
    cut = _cut(results, index)
    notes = [say("chart-cut-note", among=cut[1], score=plain(cut[0]))] if cut else []
    return page(
        f"strips-{index.replace('.', '-')}",
        _body(results, sheet, scores, strips, cut),
        sheet,
        title=title or _finding(results, strips),
        subtitle=say("chart-strips-subtitle", index=named, areas=areas),
        alt_text=listed(
            say("chart-strips-alt", index=named), [_said(strip, areas) for strip in strips]
        ),
        source=source_of(results, [index.partition(".")[0]]),
        notes=notes,
    )


def _said(strip: _Strip, areas: str) -> str:
    if not strip.areas:
        return say("chart-strips-alt-none", group=strip.title, areas=areas)
    return say("chart-strips-alt-group", group=strip.title, areas=areas, number=f"{strip.areas:,}",
               middle=plain(strip.middle), low=plain(strip.low),
               high=plain(strip.high))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Strip:
    """The scores of one group: how many, the middle one, the middle half."""

    group: str
    title: str
    values: pl.Series
    areas: int
    low: float
    middle: float
    high: float


def _strip(group: str, title: str, values: pl.Series) -> _Strip:
    ends = [values.quantile(q, interpolation="linear") or 0.0 for q in (0.25, 0.5, 0.75)]
    return _Strip(group, title, values, values.len(), *ends)


def _scores(results: Results, index: str) -> tuple[pl.DataFrame, str]:
    """Score and group of each area that has both, and what the score is called."""
    whole, _, part = index.partition(".")
    if whole not in results.indices:
        raise LeftBehindError(
            f"the study has no index {whole}", mend=nearest(whole, results.indices)
        )
    named = index_title(results, whole)
    if part:
        profiles = results["profiles"].filter(pl.col("index") == whole)
        own = profiles.filter(pl.col("part") == part)
        if own.is_empty():
            known = [f"{whole}.{name}" for name in profiles["part"].unique().sort()]
            raise LeftBehindError(f"{whole} has no part {part}", mend=nearest(index, known))
        named = say("chart-part-of", index=named, part=one_line(own["title"][0]))
        found = results.areas.select("area", "group").join(
            own.select("area", "value"), on="area", how="left", maintain_order="left"
        )
    else:
        found = results.areas.select("area", "group", pl.col(f"{whole}_score").alias("value"))
    found = found.drop_nulls(["group", "value"])
    if found.is_empty():
        raise LeftBehindError(f"no area has a score on {index}", mend="draw another index")
    return found, named


def _cut(results: Results, index: str) -> tuple[float, str] | None:
    """The score at which the list cuts an index, and whom it takes."""
    cuts = results["cuts"].filter(pl.col("index") == index, pl.col("score").is_not_null())
    own = cuts.filter(pl.col("group") == results.list_of)
    for row in pl.concat([own, cuts]).iter_rows(named=True):
        return row["score"], among(results, index, row["asked"])
    return None


def _body(
    results: Results,
    sheet: Sheet,
    scores: pl.DataFrame,
    strips: list[_Strip],
    cut: tuple[float, str] | None,
) -> Spec:
    figures = [plain(strip.middle) if strip.areas else say("chart-none") for strip in strips]
    wide = max(text_width(text, TEXT, bold=True) for text in figures)
    place = rows_of(
        sheet, [strip.title for strip in strips], figures=wide, top=HEAD, bottom=24, step=TALL + 24,
        lines=2, widest=0.3, spare=TALL - 8,
    )  # fmt: skip
    ends = [*scores["value"].to_list(), *([cut[0]] if cut else [])]
    low, high = min(ends), max(ends)
    span = Span(low, high if high > low else low + 1, place.left + RING, place.right - RING)
    size, y = (place.room, place.height), pixels("y", alt.Y)
    floors = [{"x": span.start, "x2": span.end, "y": _foot(place, n)} for n in range(len(strips))]
    layers = [
        *_spread(results, sheet, place, span, strips),
        chart(floors, *size)
        .mark_rule(color=sheet.colour("line"))
        .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=y),
        *_middles(sheet, place, span, strips),
    ]
    if cut:
        layers += place.line_down(span.at(cut[0]), say("chart-cut", score=plain(cut[0])),
                                  dashed=True)  # fmt: skip
    heavy = [True] * len(figures)
    return layered(
        *layers,
        place.text(_ticks(place, span), "text", align="center", muted=True, size=SMALL),
        *place.texts(),
        *place.figures(figures, x=place.room, bold=heavy),
    )


def _ticks(place: Rows, span: Span) -> list[dict[str, Any]]:
    """Round scores under the strips, none of which is cut off at an end."""
    digits = 0 if span.high - span.low > 4 else 1
    found = []
    for tick in span.ticks(6):
        text = plain(tick, digits)
        half = text_width(text, SMALL) / 2
        x = round(min(max(span.at(tick), half), place.room - half), 1)
        found.append({"text": text, "x": x, "y": place.height - 8})
    return found


def _middles(sheet: Sheet, place: Rows, span: Span, strips: list[_Strip]) -> list[alt.Chart]:
    """The middle half of each group as a thick line, the middle one as a ring."""
    values = [
        {"group": strip.group, "middle": round(strip.middle, 3), "low": round(strip.low, 3),
         "high": round(strip.high, 3), "y": _foot(place, n)}
        for n, strip in enumerate(strips) if strip.areas
    ]  # fmt: skip
    drawn, y, ink = chart(values, place.room, place.height), pixels("y", alt.Y), sheet.colour("ink")
    half = alt.X("low:Q", scale=span.scale(), axis=None)
    middle = alt.X("middle:Q", scale=span.scale(), axis=None)
    ring = drawn.mark_point(
        size=80, filled=True, fill=sheet.colour("paper"), stroke=ink, strokeWidth=2, opacity=1
    )
    return [
        drawn.mark_rule(strokeWidth=4, color=ink).encode(x=half, x2=alt.X2("high:Q"), y=y),
        ring.encode(x=middle, y=y),
    ]


def _foot(place: Rows, row: int) -> float:
    """The line on which a strip stands."""
    return place.end(row) - 10


def _spread(
    results: Results, sheet: Sheet, place: Rows, span: Span, strips: list[_Strip]
) -> list[alt.Chart]:
    """Areas of each group counted at each step of the score, as a face with steps."""
    edges = np.linspace(span.low, span.high, BINS + 1)
    role = roles(results)
    found = []
    for n, strip in enumerate(strips):
        if not strip.areas:
            continue
        counted, _ = np.histogram(strip.values.to_numpy(), bins=edges)
        foot, most = _foot(place, n), float(counted.max())
        # The last step goes on to the last edge, so it is told twice.
        values = [
            {"group": strip.group, "areas": areas, "score": round(float(edge), 3), "y": foot,
             "y2": round(foot - TALL * areas / most, 1)}
            for edge, areas in zip(edges, [*counted.tolist(), int(counted[-1])], strict=True)
        ]  # fmt: skip
        face = chart(values, place.room, place.height).mark_area(
            interpolate="step-after", color=sheet.mark(role[strip.group]), opacity=0.85
        )
        across = alt.X("score:Q", scale=span.scale(), axis=None)
        found.append(face.encode(x=across, y=pixels("y", alt.Y), y2=alt.Y2("y2:Q")))
    return found


def _finding(results: Results, strips: list[_Strip]) -> str:
    own = next(strip for strip in strips if strip.group == results.list_of)
    other = next((s for s in strips if s.group != results.list_of and s.areas), None)
    areas = areas_of(results)
    if not own.areas:
        return say("chart-strips-finding-none", areas=areas, group=own.title)
    middle = plain(own.middle)
    if other is None:
        return say("chart-strips-finding-alone", group=own.title, areas=areas, middle=middle)
    return say("chart-strips-finding", group=own.title, areas=areas, middle=middle,
               other=other.title, other_middle=plain(other.middle))  # fmt: skip
