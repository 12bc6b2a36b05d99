"""How sharp the line is: in how many versions each place is on the list, and at which ranks."""

from __future__ import annotations

import math
import re
from typing import Any

import altair as alt
import polars as pl

from leftbehind.analysis.doubt import Doubted
from leftbehind.show.charts.line import (
    COLOUR,
    cut_of,
    finding,
    key,
    last_of,
    note,
    nothing_near,
    ranked_indices,
    within_reach,
)
from leftbehind.show.charts.page import Spec, below, chart, colours, layered, page, pixels
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import areas_of, index_title, source_of
from leftbehind.show.charts.text import text_width, wrap
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import NONE, say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.picture import Picture
from leftbehind.show.standing import HIGH, HUNDRED, LOW, STANDINGS, Standing
from leftbehind.show.words import ordinal

Size = tuple[float, float]

MOST = 2_500
"""Strokes of an index that are drawn at most: of more places each so many-th, which is said."""

SHARES, RANKS = 90, 170
"""Pixels from top to bottom of the marks of shares, and of those of ranks."""

HEAD = 26
"""Pixels above the marks, for what they are."""

FOOT = 20
"""Pixels below the shares, for the count of places."""

THINNEST, WIDEST = 0.6, 6.0
"""Pixels of a mark, however many or few places there are."""

DOTTED = 4.0
"""Pixels of a mark from which on the rank in the study is a dot; on thinner ones it is a line."""


def caterpillar_chart(
    found: Doubted, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """Every place near the line: its share of versions, and its interval of ranks on each index.

    Above stand the places in the order of their shares, below in the order of their ranks on
    each index. Without ranks only the shares are drawn.

    Args:
        found: A study in many versions.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> from leftbehind.analysis.doubt import doubt
        >>> caterpillar_chart(doubt("invented-country", draws=32)).name
        'caterpillar'
    """
    sheet = Sheet(mode, width)
    results, areas = found.results, areas_of(found.results)
    shown, indices = within_reach(found), ranked_indices(found)
    panels: list[Spec | alt.Chart] = [nothing_near(sheet, areas)]
    own = NONE
    if shown.height:
        left = _margin(found, shown, indices)
        panels = [key(sheet, shown), _shares(sheet, shown, left)]
        panels += [_ranks(sheet, found, shown, index, left) for index in indices]
        if indices:
            own = "dots" if _thick(_strokes(sheet, shown, left)) >= DOTTED else "line"
    return page(
        "caterpillar",
        below(panels, 10),
        sheet,
        title=title or finding(found),
        subtitle=say("chart-caterpillar-subtitle", areas=areas, number=plain(shown.height, 0),
                     own=own, low=percent(LOW, 0), high=percent(HIGH, 0)),
        alt_text=_said(found, shown, indices),
        source=source_of(results, indices),
        notes=[note(found), *_thinned(shown, areas)] if indices else [note(found)],
    )  # fmt: skip


def _every(shown: pl.DataFrame) -> int:
    """Of so many places one is a stroke."""
    return math.ceil(shown.height / MOST)


def _strokes(sheet: Sheet, shown: pl.DataFrame, left: float) -> Span:
    """As `_order`, for the places that are strokes."""
    return _order(sheet, math.ceil(shown.height / _every(shown)), left)


def _thinned(shown: pl.DataFrame, areas: str) -> list[str]:
    """That not every place is a stroke, if so."""
    every = _every(shown)
    return [say("chart-caterpillar-thinned", every=ordinal(every), areas=areas)] * (every > 1)


def _margin(found: Doubted, shown: pl.DataFrame, indices: list[str]) -> float:
    """Pixels left of the marks, for figures of the widest digits."""
    last = max([HUNDRED, *(last_of(found, shown, index) for index in indices)])
    return round(text_width(re.sub(r"\d", "0", plain(last, 0)), SMALL)) + 8.0


def _order(sheet: Sheet, places: int, left: float) -> Span:
    """From the edge of the first place to that of the last."""
    # The renderer takes a stroke to be twice as wide as it is, and would make the picture wider.
    return Span(0.5, places + 0.5, left, sheet.inner - 4)


def _apart(across: Span) -> float:
    """Pixels from one place to the next."""
    return across.at(1) - across.at(0)


def _thick(across: Span) -> float:
    """Pixels of a mark."""
    return min(max(0.9 * _apart(across), THINNEST), WIDEST)


def _layer(solid: float, across: Span) -> float:
    """How solid a mark is, so that those that lie over each other are as solid as the key."""
    share = min(_apart(across) / _thick(across), 1.0)
    return round(1 - float((1 - solid) ** share), 2)


def _shares(sheet: Sheet, shown: pl.DataFrame, left: float) -> Spec:
    """The places in the order of their shares: a step for each share, a face for each standing."""
    across, up = _order(sheet, shown.height, left), Span(0, 1, HEAD + SHARES, HEAD)
    size = (sheet.inner, HEAD + SHARES + FOOT)
    numbered = shown.select("probability", "standing").with_row_index("place", offset=1)
    faces = [_face(sheet, numbered.filter(standing=one), one, across, up, size)
             for one in STANDINGS if (shown["standing"] == one).any()]  # fmt: skip
    lines = [{"x": left, "x2": across.end, "y": up.at(end)} for end in (0, LOW, HIGH)]
    figures = [_figure(plain(HUNDRED * end, 0), left - 6, up.at(end)) for end in (LOW, 0.5, HIGH)]
    counts = [
        _figure(plain(tick, 0), across.at(tick), up.start + 11, "center")
        for tick in across.ticks(4 if sheet.narrow else 8)
        if tick >= 1 and tick == int(tick) and across.at(tick) < across.end - 8
    ]
    return layered(
        *faces,
        _lines(lines, sheet, size, "line"),
        *_texts([*figures, *counts], sheet, size),
        _head(say("chart-caterpillar-shares", hundred=plain(HUNDRED, 0)), sheet, size),
    )


def _face(
    sheet: Sheet, places: pl.DataFrame, standing: Standing, across: Span, up: Span, size: Size
) -> alt.Chart:
    steps = places.unique("probability", keep="first", maintain_order=True)
    values = [
        {"place": place, "share": share, "x": round(across.at(place - 0.5), 2),
         "y": round(up.at(share), 1), "y2": up.start}
        for place, share in steps.select("place", "probability").iter_rows()
    ]  # fmt: skip
    # The last step ends where the last place does.
    values.append({**values[-1], "x": round(across.at(places["place"][-1] + 0.5), 2)})
    role, solid = COLOUR[standing]
    drawn: alt.Chart = (
        chart(values, *size)
        .mark_area(color=sheet.colour(role), opacity=solid, interpolate="step-after")
        .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"))
    )
    return drawn


def _ranks(sheet: Sheet, found: Doubted, shown: pl.DataFrame, index: str, left: float) -> Spec:
    """The places in the order of their ranks on an index, each with its interval."""
    known = shown.drop_nulls([f"{index}_{what}" for what in ("rank", "low", "high")])
    known = known.sort(f"{index}_rank", "area").gather_every(_every(shown))
    across = _strokes(sheet, shown, left)
    down = Span(1, last_of(found, shown, index), HEAD + 2, HEAD + RANKS)
    size = (sheet.inner, HEAD + RANKS + 8)
    values = []
    for place, row in enumerate(known.iter_rows(named=True), start=1):
        role, solid = COLOUR[row["standing"]]
        low, own, high = (row[f"{index}_{what}"] for what in ("low", "rank", "high"))
        values.append({
            "area": row["area"], "low": low, "rank": own, "high": high,
            "x": round(across.at(place), 2), "at": round(down.at(own), 1),
            "y": _quarter(down.at(low) - 0.5), "y2": _quarter(down.at(high) + 0.5),
            "colour": sheet.colour(role), "solid": _layer(solid, across),
            "dot": sheet.colour("ink" if row["in_study"] else "paper"),
            "ring": sheet.colour("paper" if row["in_study"] else "ink"),
        })  # fmt: skip
    thick = _thick(across)
    x = pixels("x", alt.X)
    intervals = (
        chart(values, *size)
        .mark_rule(strokeWidth=round(thick, 2))
        .encode(x=x, y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"), color=colours(),
                opacity=alt.Opacity("solid:Q", scale=None))
    )  # fmt: skip
    points = chart(values, *size).encode(x=x, y=pixels("at", alt.Y))
    studied = points.mark_line(strokeWidth=1, color=sheet.colour("paper"))
    if thick >= DOTTED:
        studied = points.mark_circle(size=22, opacity=1, strokeWidth=0.8).encode(
            fill=alt.Fill("dot:N", scale=None), stroke=alt.Stroke("ring:N", scale=None)
        )
    head = say("chart-caterpillar-ranks", index=index_title(found.results, index))
    return layered(
        intervals,
        studied,
        *_axis(sheet, found, index, down, across, size),
        _head(head, sheet, size),
    )


def _axis(
    sheet: Sheet, found: Doubted, index: str, down: Span, across: Span, size: Size
) -> list[alt.Chart]:
    """Ranks on the left; the cut, with its rank where the first places leave room."""
    left, cut = across.start, cut_of(found.results, index)
    ticks = [1, *(tick for tick in down.ticks(5) if down.at(tick) > down.start + 12)]
    if cut is None:
        return _texts([_figure(plain(tick, 0), left - 6, down.at(tick)) for tick in ticks],
                      sheet, size)  # fmt: skip
    y = down.at(cut)
    ticks = [tick for tick in ticks if not -12 < down.at(tick) - y < 20]
    figures = [_figure(plain(tick, 0), left - 6, down.at(tick)) for tick in ticks]
    said = _figure(say("chart-caterpillar-cut", rank=plain(cut, 0)), left, y + 9, "left")
    line = {"x": left, "x2": across.end, "y": round(y, 1)}
    return [
        _lines([line], sheet, size, "ink"),
        *_texts(figures, sheet, size),
        *_texts([said], sheet, size, "ink"),
    ]


def _quarter(pixel: float) -> float:
    """A quarter of a pixel: the renderer subtracts, and what is left has no tail of digits."""
    return round(4 * pixel) / 4


def _lines(values: list[dict[str, Any]], sheet: Sheet, size: Size, role: str) -> alt.Chart:
    """Lines from left to right."""
    drawn: alt.Chart = (
        chart(values, *size)
        .mark_rule(color=sheet.colour(role), strokeWidth=1)
        .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=pixels("y", alt.Y))
    )
    return drawn


def _figure(text: str, x: float, y: float, align: str = "right") -> dict[str, Any]:
    return {"text": text, "x": round(x, 1), "y": round(y, 1), "align": align}


def _texts(
    rows: list[dict[str, Any]], sheet: Sheet, size: Size, role: str = "muted"
) -> list[alt.Chart]:
    """Small text, each line aligned as it says."""
    found = []
    for align in dict.fromkeys(row["align"] for row in rows):
        part = [{k: v for k, v in row.items() if k != "align"} for row in rows
                if row["align"] == align]  # fmt: skip
        mark = chart(part, *size).mark_text(align=align, fontSize=SMALL, color=sheet.colour(role))
        found.append(mark.encode(x=pixels("x", alt.X), y=pixels("y", alt.Y),
                                 text=alt.Text("text", type="nominal")))  # fmt: skip
    return found


def _head(text: str, sheet: Sheet, size: Size) -> alt.Chart:
    """What a panel shows, above it."""
    line = [{"text": wrap(text, sheet.inner, TEXT, bold=True)[0], "x": 0, "y": 8}]
    drawn: alt.Chart = (
        chart(line, *size)
        .mark_text(fontWeight="bold")
        .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), text=alt.Text("text", type="nominal"))
    )
    return drawn


def _said(found: Doubted, shown: pl.DataFrame, indices: list[str]) -> str:
    """The finding, and how long the intervals of the places close to the line are."""
    near = shown.filter(standing="near")
    said = [f"{finding(found)}."]
    for index in indices:
        long = (near[f"{index}_high"] - near[f"{index}_low"]).median()
        cut = cut_of(found.results, index)
        if isinstance(long, float) and cut is not None:
            said.append(say("chart-caterpillar-alt", index=index_title(found.results, index),
                            long=plain(long, 0), rank=plain(cut, 0)))  # fmt: skip
    return " ".join(said)
