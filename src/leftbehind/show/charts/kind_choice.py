"""How many kinds: what was found for each number, in small panels, and the clustergram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from leftbehind.analysis.kind_choice import EXCESS
from leftbehind.analysis.typology import Typology
from leftbehind.running.outcomes import measured
from leftbehind.show.charts.page import Spec, chart, layered, page, pixels
from leftbehind.show.charts.scale import Span, around
from leftbehind.show.charts.terms import sources_of
from leftbehind.show.charts.text import wrap
from leftbehind.show.charts.theme import SMALL, Sheet
from leftbehind.show.kinds import all_tried
from leftbehind.show.look import Mode
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture

PANELS = ("silhouette", "gap", "excess", "rand", "evenness")
"""What is drawn for each number of kinds; the sixth panel is as wide as two or as the sheet."""

TALL, APART, HEAD, FOOT = 110, 24, 22, 18
"""Pixels of a panel, between panels, above its marks for a title and below for figures."""

EDGE = 34
"""Pixels to the left of a panel's marks, for figures."""

THICK = 16.0
"""Pixels of a line of the clustergram in which all areas flow."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where one panel stands."""

    name: str
    left: float
    top: float
    wide: float
    tall: float


def choice_chart(
    found: Typology, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """Silhouette, gap, stability and evenness for each number of kinds, and how kinds part.

    Args:
        found: The typology.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> from leftbehind.analysis.typology import typology
        >>> choice_chart(typology("invented-country", bootstraps=0)).name
        'choice'
    """
    sheet = Sheet(mode, width)
    finding = title or _finding(found)
    used = found.variables.filter("used")["variable"].to_list()
    about = measured(found.results.manifest)
    return page(
        "choice",
        _body(found, sheet),
        sheet,
        title=finding,
        subtitle=say("typology-choice-subtitle"),
        alt_text=say("typology-choice-alt", title=finding, each=all_tried(found)),
        source=sources_of(found.results, [about[name] for name in used]),
        notes=[say("typology-choice-note", excess=plain(EXCESS, 0))],
    )


def _finding(found: Typology) -> str:
    if found.number == 1:
        return say("typology-choice-title-none")
    kinds = plain(found.number, 0)
    if found.asked_for:
        return say("typology-choice-title-asked", kinds=kinds)
    if found.number != found.best:
        return say("typology-choice-title-other", kinds=kinds, best=plain(found.best, 0))
    return say("typology-choice-title", kinds=kinds)


def _panels(sheet: Sheet) -> list[_Panel]:
    """Panels from left to right and down: three beside each other, on a phone one."""
    across = 1 if sheet.narrow else 3
    wide = (sheet.inner - APART * (across - 1)) / across
    step = HEAD + TALL + FOOT + APART / 2
    found = [
        _Panel(name, (n % across) * (wide + APART), (n // across) * step, wide, TALL)
        for n, name in enumerate(PANELS)
    ]
    below = -(-len(PANELS) // across) * step
    return [*found, _Panel("clustergram", 0, below, sheet.inner, 2 * TALL)]


def _body(found: Typology, sheet: Sheet) -> Spec:
    panels = _panels(sheet)
    last = panels[-1]
    size = (float(sheet.inner), last.top + HEAD + last.tall + FOOT)
    lines: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for panel in panels:
        title = wrap(say("typology-panel", panel=panel.name), panel.wide, SMALL, bold=True)[0]
        words.append({"text": title, "x": panel.left, "y": panel.top + 8, "align": "left",
                      "bold": "bold"})  # fmt: skip
        draw = _flows if panel.name == "clustergram" else _series
        draw(found, sheet, panel, lines, dots, words)
    spot = {"x": pixels("x", alt.X), "y": pixels("y", alt.Y)}
    layers: list[alt.Chart | Spec] = [
        chart(lines, *size)
        .mark_rule(opacity=0.85)
        .encode(**spot, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"),
                color=alt.Color("colour:N", scale=None),
                strokeWidth=alt.StrokeWidth("thick:Q", scale=None)),
        chart(dots, *size)
        .mark_circle(size=52, opacity=1, strokeWidth=1.5)
        .encode(**spot, fill=alt.Fill("face:N", scale=None),
                stroke=alt.Stroke("colour:N", scale=None)),
    ]  # fmt: skip
    for align, weight in (("left", "bold"), ("right", "normal"), ("center", "normal")):
        own = [word for word in words if (word["align"], word["bold"]) == (align, weight)]
        if own:
            mark = chart(own, *size).mark_text(
                align=align,  # type: ignore[arg-type]
                fontSize=SMALL,
                fontWeight=weight,  # type: ignore[arg-type]
                color=sheet.colour("ink" if weight == "bold" else "muted"),
            )
            layers.append(mark.encode(**spot, text=alt.Text("text", type="nominal")))
    return layered(*layers)


def _across(found: Typology, panel: _Panel) -> Span:
    most = int(found.choice["k"].to_list()[-1])
    return Span(1, max(most, 2), panel.left + EDGE, panel.left + panel.wide - 10)


def _series(
    found: Typology,
    sheet: Sheet,
    panel: _Panel,
    lines: list[dict[str, Any]],
    dots: list[dict[str, Any]],
    words: list[dict[str, Any]],
) -> None:
    """A line through the dots of each number of kinds; the one that is taken is filled."""
    rows = found.choice.drop_nulls(panel.name)
    error = rows["gap_error"].to_list() if panel.name == "gap" else [0.0] * rows.height
    values = rows[panel.name].to_list()
    ends = [value + sign * one for value, one in zip(values, error, strict=True)
            for sign in (-1, 1)]  # fmt: skip
    if panel.name == "excess":
        ends.append(EXCESS)
    if not ends:
        return
    foot = panel.top + HEAD + panel.tall
    up = around(min(ends), max(ends), foot, panel.top + HEAD)
    across = _across(found, panel)
    ink, line = sheet.colour("both"), sheet.colour("line")
    for tick in up.ticks(4):
        y = round(up.at(tick), 1)
        lines.append(_line(across.start, y, across.end, y, line, 1))
        digits = 2 if up.high - up.low < 1 else 1 if up.high - up.low < 4 else 0
        words.append({"text": plain(tick, digits), "x": panel.left + EDGE - 8, "y": y,
                      "align": "right", "bold": "normal"})  # fmt: skip
    if panel.name == "excess":
        y = round(up.at(EXCESS), 1)
        lines.append(_line(across.start, y, across.end, y, sheet.colour("ink"), 1))
    before: tuple[float, float] | None = None
    for k, value, wide, chosen in zip(
        rows["k"].to_list(), values, error, rows["chosen"].to_list(), strict=True
    ):
        x, y = round(across.at(k), 1), round(up.at(value), 1)
        if before:
            lines.append(_line(*before, x, y, ink, 1.5))
        if wide:
            lines.append(_line(x, round(up.at(value - wide), 1), x, round(up.at(value + wide), 1),
                               ink, 1))  # fmt: skip
        dots.append({"k": k, "value": round(value, 4), "panel": panel.name, "x": x, "y": y,
                     "face": ink if chosen else sheet.colour("paper"), "colour": ink})  # fmt: skip
        words.append({"text": str(k), "x": x, "y": foot + 12, "align": "center",
                      "bold": "normal"})  # fmt: skip
        before = x, y


def _flows(
    found: Typology,
    sheet: Sheet,
    panel: _Panel,
    lines: list[dict[str, Any]],
    dots: list[dict[str, Any]],
    words: list[dict[str, Any]],
) -> None:
    """Lines from each kind to those of the next number, as thick as the areas in them."""
    rows = found.clustergram
    places = rows["position"].to_list()
    foot = panel.top + HEAD + panel.tall
    up = around(min(places), max(places), foot, panel.top + HEAD)
    across = _across(found, panel)
    every = int(rows.filter(k=1)["areas"].sum())
    for row in rows.drop_nulls("next").iter_rows(named=True):
        thick = max(THICK * row["areas"] / every, 0.4)
        lines.append(_line(across.at(row["k"]), up.at(row["position"]), across.at(row["k"] + 1),
                           up.at(row["next_position"]), sheet.colour("edge"), thick))  # fmt: skip
    kinds = rows.group_by("k", "kind", maintain_order=True).agg(pl.col("position").first())
    for k, kind, position in kinds.iter_rows():
        taken = k == found.number
        dots.append({
            "k": k, "kind": kind, "panel": panel.name, "x": round(across.at(k), 1),
            "y": round(up.at(position), 1), "colour": sheet.colour("both"),
            "face": sheet.colour("both" if taken else "paper"),
        })  # fmt: skip
    words += [{"text": str(k), "x": round(across.at(k), 1), "y": foot + 12, "align": "center",
               "bold": "normal"} for k in found.choice["k"].to_list()]  # fmt: skip


def _line(x: float, y: float, x2: float, y2: float, colour: str, thick: float) -> dict[str, Any]:
    return {"x": round(x, 1), "y": round(y, 1), "x2": round(x2, 1), "y2": round(y2, 1),
            "colour": colour, "thick": round(thick, 2)}  # fmt: skip
