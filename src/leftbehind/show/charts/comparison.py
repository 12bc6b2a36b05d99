"""Groups side by side: a small panel for each outcome, a dot and its interval for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from leftbehind.errors import LeftBehindError
from leftbehind.questions import WHOLE, Measured
from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, below, beside, chart, colours, layered, page, pixels
from leftbehind.show.charts.rows import GAP, HEAD, Rows, rows_of
from leftbehind.show.charts.scale import Span, around, from_zero
from leftbehind.show.charts.terms import (
    called,
    capital,
    groups_of,
    roles,
    sources_of,
    titles_of,
    whole_of,
)
from leftbehind.show.charts.text import one_line, text_width, wrap
from leftbehind.show.charts.theme import LINE, SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import NONE, listed, say
from leftbehind.show.numbers import figure
from leftbehind.show.picture import Picture

APART = 28
"""Pixels between two panels."""

CLOSE = 0.15
"""Figures that differ by less than this share of the largest are drawn on a scale that does not
start at zero, and the panel says so; all dots would lie on one spot."""


def comparison_chart(
    rates: pl.DataFrame,
    about: Mapping[str, Measured],
    titles: Mapping[str, str] | None = None,
    *,
    results: Results,
    groups: Sequence[str] = (),
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
    notes: Sequence[str] = (),
) -> Picture:
    """Outcomes by group, with intervals, the whole country as a line.

    Args:
        rates: Columns `outcome`, `group`, `rate`, `low`, `high`, and `suppressed` if any were
            held back (`analysis.compare.Comparison.rates`).
        about: The outcomes to draw, in order, and what each is.
        titles: What groups are called; those it lacks: as in the study.
        results: Results of the study.
        groups: The groups to draw as rows, in order; none: those of the study but the rest.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.
        notes: What must be known to read it, such as what the intervals are.

    Raises:
        LeftBehindError: If there is no outcome.

    Example:
        >>> import leftbehind
        >>> from leftbehind.analysis.compare import compare
        >>> results = leftbehind.run("invented-country")
        >>> found = compare(results, outcomes=["no-car"])
        >>> comparison_chart(found.rates, found.outcomes, results=results).name
        'comparison'
    """
    sheet = Sheet(mode, width)
    if not about:
        raise LeftBehindError("there are no outcomes to draw", mend="declare one: [outcome.NAME]")
    named = dict(titles or {})
    shown = {
        group: one_line(named.get(group) or called(results, group))
        for group in (groups or _usual(results))
    }
    panels = [_panel(rates, name, one, shown) for name, one in about.items()]
    whole = one_line(named.get(WHOLE) or whole_of(results))
    return page(
        "comparison",
        _body(results, sheet, panels, shown, capital(whole)),
        sheet,
        title=title or _finding(results, panels, whole),
        subtitle=say("chart-compare-subtitle", whole=whole),
        alt_text=" ".join(_said(panel, shown, capital(whole)) for panel in panels),
        source=sources_of(results, about.values()),
        notes=notes,
    )


def _usual(results: Results) -> list[str]:
    return [name for name, group in groups_of(results).items() if not group.get("rest")]


@dataclass(frozen=True, slots=True)
class _Panel:
    """One outcome: what it is, a row for each group, the figure of the whole country."""

    name: str
    about: Measured
    rows: dict[str, dict[str, Any]]
    whole: float | None

    def shown(self, row: Mapping[str, Any]) -> str:
        """A row's figure as it is written."""
        if row.get("suppressed"):
            return say("chart-held-back")
        return self.figure(row["rate"])

    def figure(self, value: float | None) -> str:
        """A figure as it is written; other units than percent stand above the panel."""
        unit = "%" if self.about.shown_unit == "%" else ""
        return figure(value, self.about.digits, unit)

    @property
    def values(self) -> list[float]:
        """Every figure that must find room on the scale."""
        found = [row[key] for row in self.rows.values() for key in ("rate", "low", "high")]
        return [value for value in (*found, self.whole) if value is not None]

    @property
    def zoomed(self) -> bool:
        """Whether the scale does not start at zero."""
        values = self.values or [0.0]
        return min(values) < 0 or max(values) - min(values) < CLOSE * max(values)

    @property
    def unit(self) -> str:
        """What the figures are, as it stands under the title of the panel."""
        unit = one_line(self.about.shown_unit)
        if self.about.is_share and unit == "%":
            unit = say("chart-share-of", whom=one_line(self.about.of_whom))
        middle = say("chart-median") if self.about.median else ""
        zoomed = say("chart-not-from-zero") if self.zoomed else ""
        return ", ".join(filter(None, [unit, middle, zoomed]))


def _panel(rates: pl.DataFrame, name: str, about: Measured, titles: Mapping[str, str]) -> _Panel:
    rows = {row["group"]: row for row in rates.filter(outcome=name).iter_rows(named=True)}
    empty = {"rate": None, "low": None, "high": None}
    return _Panel(
        name,
        about,
        {group: rows.get(group, empty) for group in titles},
        rows.get(WHOLE, empty)["rate"],
    )


def _body(
    results: Results,
    sheet: Sheet,
    panels: Sequence[_Panel],
    titles: Mapping[str, str],
    whole: str,
) -> Spec:
    """Panels in two columns, on a phone in one."""
    role = roles(results)
    marks = {group: sheet.mark(role.get(group, "neither")) for group in titles}
    columns = 1 if sheet.narrow else 2
    names = [text_width(title, TEXT) for title in titles.values()]
    longest = 0 if sheet.narrow else round(min(max(names, default=0) + GAP, 0.34 * sheet.inner))
    plot = int((sheet.inner - longest - APART * (columns - 1)) / columns)
    lines = []
    for first in range(0, len(panels), columns):
        row = panels[first : first + columns]
        heads = [wrap(one.about.title, plot, TEXT, bold=True)[:3] for one in row]
        tall = max(map(len, heads))
        drawn = [
            _drawn(sheet, panel, ("",) * (tall - len(head)) + head, titles, marks,
                   0 if n else longest, plot, whole)
            for n, (panel, head) in enumerate(zip(row, heads, strict=True))
        ]  # fmt: skip
        lines.append(beside(drawn, APART))
    return below(lines, 14)


def _drawn(
    sheet: Sheet,
    panel: _Panel,
    head: Sequence[str],
    titles: Mapping[str, str],
    marks: Mapping[str, str],
    left: int,
    plot: int,
    whole: str,
) -> Spec:
    """One panel, with the names of the groups on its left or without."""
    figures = [panel.shown(panel.rows[group]) for group in titles]
    wide = max((text_width(text, TEXT, bold=True) for text in figures), default=0)
    above = LINE * (len(head) + bool(panel.unit)) + HEAD
    names = [title if left or sheet.narrow else "" for title in titles.values()]
    room = left + plot
    place = rows_of(
        sheet, names, figures=wide, top=above, room=room, left=left + 6,
        widest=max(left - GAP, 0) / room, step=24,
    )  # fmt: skip
    span = _span(panel, place.left + 6 * place.stacked, place.right - 6)
    headings = [{"text": line, "y": 8 + LINE * n} for n, line in enumerate(head) if line]
    layers = [
        place.text(headings, "text", x=left, bold=True),
        *_dots(sheet, place, panel, span, marks),
    ]
    if panel.unit:
        unit = [{"text": wrap(panel.unit, plot, SMALL)[0], "y": 8 + LINE * len(head)}]
        layers.append(place.text(unit, "text", x=left, muted=True, size=SMALL))
    if panel.whole is not None:
        line = place.whole(whole, panel.figure(panel.whole))
        layers += place.line_down(span.at(panel.whole), line)
    known = [panel.rows[group]["rate"] is not None for group in titles]
    return layered(*layers, *place.texts(), *place.figures(figures, x=place.room, bold=known))


def _span(panel: _Panel, start: float, end: float) -> Span:
    values = panel.values
    if not values:
        return from_zero(1.0, start, end)
    if panel.zoomed:
        return around(min(values), max(values), start, end)
    return from_zero(max(values), start, end)


def _dots(
    sheet: Sheet, place: Rows, panel: _Panel, span: Span, marks: Mapping[str, str]
) -> list[alt.Chart]:
    values = [
        {
            "outcome": panel.name,
            "group": group,
            "rate": _rounded(row["rate"]),
            "low": _rounded(row["low"]),
            "high": _rounded(row["high"]),
            "y": place.mark(n),
            "colour": marks[group],
        }
        for n, (group, row) in enumerate(panel.rows.items())
        if row["rate"] is not None and not row.get("suppressed")
    ]
    tracks = [{"x": span.start, "x2": span.end, "y": place.mark(n)} for n in range(len(marks))]
    size = (place.room, place.height)
    known = [row for row in values if row["low"] is not None and row["high"] is not None]
    y = pixels("y", alt.Y)
    layers = [
        chart(tracks, *size)
        .mark_rule(color=sheet.colour("line"), strokeWidth=1)
        .encode(x=pixels("x", alt.X), x2=alt.X2("x2:Q"), y=y)
    ]
    if known:
        layers.append(
            chart(known, *size)
            .mark_rule(strokeWidth=3, strokeCap="round")
            .encode(x=alt.X("low:Q", scale=span.scale(), axis=None), x2=alt.X2("high:Q"), y=y,
                    color=colours())
        )  # fmt: skip
    if values:
        layers.append(
            chart(values, *size)
            .mark_circle(size=90, opacity=1)
            .encode(x=alt.X("rate:Q", scale=span.scale(), axis=None), y=y, color=colours())
        )
    return layers


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _said(panel: _Panel, titles: Mapping[str, str], whole: str) -> str:
    rows = [
        say("chart-row", group=titles[group], figure=panel.shown(row))
        for group, row in panel.rows.items()
    ]
    if panel.whole is not None:
        rows.append(say("chart-row", group=whole, figure=panel.figure(panel.whole)))
    title = one_line(panel.about.title)
    return listed(say("chart-compare-alt", title=title, unit=panel.unit or NONE), rows, ", ")


def _finding(results: Results, panels: Sequence[_Panel], whole: str) -> str:
    """On how many outcomes the list does less well than the whole, beyond its interval."""
    judged = less = 0
    for panel in panels:
        row = panel.rows.get(results.list_of) or {"low": None}
        if row["low"] is None or panel.whole is None or panel.about.higher == "neither":
            continue
        judged += 1
        worse = panel.about.higher == "worse"
        less += row["low"] > panel.whole if worse else row["high"] < panel.whole
    if not judged:
        return say("chart-compare-finding-plain", number=len(panels), text=f"{len(panels):,}")
    return say("chart-compare-finding", group=titles_of(results)[results.list_of],
               whole=whole_of(results), less=f"{less:,}", number=judged,
               text=f"{judged:,}")  # fmt: skip
