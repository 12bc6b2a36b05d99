"""From where to where: areas on the list, narrowly outside and further out, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from leftbehind.analysis.update import Updated
from leftbehind.show.charts.causes import sources_of_both
from leftbehind.show.charts.page import Spec, chart, layered, page, pixels
from leftbehind.show.charts.terms import areas_of, capital
from leftbehind.show.charts.text import text_width
from leftbehind.show.charts.theme import LINE, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture
from leftbehind.show.update import finding

STATES = {"on": "both", "near": "edge", "out": "neither"}
"""Where an area stands, and its colour."""

TALL = 300
"""Pixels that all areas which are drawn take together."""

LEAST = 2 * LINE + 8
"""Pixels from one block to the next at least: a block has two lines beside it."""

BLOCK, APART = 12, 10
"""Pixels across a block, and between it and its words."""

STEPS = 24
"""Straight pieces of the edge of a stream."""


def flow_chart(
    found: Updated, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """Streams of areas from where they stood to where they stand.

    Args:
        found: Two studies beside each other.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> from leftbehind.analysis.update import update
        >>> from leftbehind.study_file import read_study
        >>> wider = read_study("invented-country", ["group.left-behind.worst.need=12%"])
        >>> flow_chart(update("invented-country", wider)).name
        'flow'
    """
    sheet, areas = Sheet(mode, width), areas_of(found.after)
    every = found.states()
    outside = (pl.col("before") == "out") & (pl.col("after") == "out")
    drawn, aside = every.filter(~outside), int(every.filter(outside)["areas"].sum())
    said = [
        say("chart-flow-one", before=say("update-state", state=before),
            after=say("update-state", state=after), number=plain(moved, 0))
        for before, after, moved in drawn.select("before", "after", "areas").iter_rows()
    ]  # fmt: skip
    return page(
        "flow",
        _body(sheet, drawn),
        sheet,
        title=title or finding(found, areas),
        subtitle=say("chart-flow-subtitle", areas=capital(areas)),
        alt_text=listed(say("chart-flow-alt"), said),
        source=sources_of_both(found),
        notes=[say("chart-flow-note", areas=capital(areas), number=plain(aside, 0))],
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """All areas of one state, before or after."""

    state: str
    areas: int
    top: float
    tall: float


def _blocks(drawn: pl.DataFrame, when: str, one: float) -> dict[str, _Block]:
    """The states from above, each so tall as it has areas, and no nearer than its words allow."""
    found, top = {}, 0.0
    for state in STATES:
        areas = int(drawn.filter(pl.col(when) == state)["areas"].sum())
        found[state] = _Block(state, areas, top, areas * one)
        top += max(areas * one + APART, LEAST)
    return found


def _body(sheet: Sheet, drawn: pl.DataFrame) -> Spec:
    one = TALL / max(int(drawn["areas"].sum()), 1)
    sides = {when: _blocks(drawn, when, one) for when in ("before", "after")}
    lines = [
        (say("update-state", state=block.state), plain(block.areas, 0))
        for blocks in sides.values()
        for block in blocks.values()
    ]
    words = max(text_width(text, TEXT, bold=True) for pair in lines for text in pair) + APART
    start, end = round(words), round(sheet.inner - words)
    tall = max(max(b.top + b.tall, b.top + LEAST) for side in sides.values() for b in side.values())
    size = (sheet.inner, round(tall + 4))
    streams = _streams(drawn, sides, (start + BLOCK, end - BLOCK), one)
    layers: list[alt.Chart] = [
        chart(stream, *size)
        .mark_area(color=sheet.mark(STATES[state]), opacity=0.45)
        .encode(x=pixels("x", alt.X), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q"))
        for state, stream in streams
    ]
    for at, (when, x) in enumerate((("before", start), ("after", end - BLOCK))):
        rows = [
            {"x": x, "x2": x + BLOCK, "y": round(b.top, 1), "y2": round(b.top + b.tall, 1),
             "colour": sheet.mark(STATES[b.state])}
            for b in sides[when].values() if b.areas
        ]  # fmt: skip
        layers.append(
            chart(rows, *size)
            .mark_rect()
            .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=pixels("y", alt.Y),
                    y2=alt.Y2("y2:Q"), color=alt.Color("colour:N", scale=None))
        )  # fmt: skip
        layers += _words(size, sides[when], end + APART if at else start - APART, right=not at)
    return layered(*layers)


def _words(
    size: tuple[float, float], blocks: dict[str, _Block], x: float, *, right: bool
) -> list[alt.Chart]:
    """What each block is, and below it how many areas it has."""
    rows: list[tuple[bool, dict[str, Any]]] = []
    for block in blocks.values():
        y = block.top + max(block.tall, LEAST - APART) / 2
        name = say("update-state", state=block.state)
        rows.append((False, {"text": name, "y": round(y - LINE / 2, 1)}))
        rows.append((True, {"text": plain(block.areas, 0), "y": round(y + LINE / 2, 1)}))
    return [
        chart([row for bold, row in rows if bold == heavy], *size)
        .mark_text(align="right" if right else "left", fontWeight="bold" if heavy else "normal")
        .encode(
            x=alt.XValue(x),  # type: ignore[no-untyped-call]
            y=pixels("y", alt.Y),
            text=alt.Text("text", type="nominal"),
        )
        for heavy in (False, True)
    ]


def _streams(
    drawn: pl.DataFrame, sides: dict[str, dict[str, _Block]], ends: tuple[float, float], one: float
) -> list[tuple[str, list[dict[str, float]]]]:
    """The edges of each stream, and the state that gives its colour: that of after, if on it."""
    left = {state: block.top for state, block in sides["before"].items()}
    right = {state: block.top for state, block in sides["after"].items()}
    found = []
    for before, after, areas in drawn.select("before", "after", "areas").iter_rows():
        tall = areas * one
        edge = []
        for step in range(STEPS + 1):
            share = step / STEPS
            eased = share * share * (3 - 2 * share)
            y = left[before] + eased * (right[after] - left[before])
            edge.append({"x": round(ends[0] + share * (ends[1] - ends[0]), 1),
                         "y": round(y, 1), "y2": round(y + tall, 1)})  # fmt: skip
        left[before] += tall
        right[after] += tall
        found.append((before if before == "on" else after, edge))
    return found
