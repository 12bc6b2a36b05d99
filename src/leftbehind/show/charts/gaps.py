"""How far a group is from another on each outcome, with intervals, around zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from leftbehind.errors import LeftBehindError
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, below, chart, colours, layered, page, pixels
from leftbehind.show.charts.rows import HEAD, rows_of
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import called, sources_of
from leftbehind.show.charts.text import cut, one_line, text_width
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import NONE, say
from leftbehind.show.numbers import signed, times
from leftbehind.show.picture import Picture


def gap_chart(
    gaps: pl.DataFrame,
    about: Mapping[str, Measured],
    titles: Mapping[str, str] | None = None,
    *,
    results: Results,
    group: str = "",
    benchmark: str = "",
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
    notes: Sequence[str] = (),
) -> Picture:
    """Differences of a group from a benchmark, the largest first, a panel for each unit.

    Args:
        gaps: Columns `outcome`, `group`, `benchmark`, `difference`, `low`, `high`, `ratio`
            (`analysis.compare.Comparison.gaps`).
        about: The outcomes to draw, and what each is.
        titles: What groups are called; those it lacks: as in the study.
        results: Results of the study.
        group: The group; none: the one that the study is about.
        benchmark: What it is compared with; none: the first that `gaps` has for it.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.
        notes: What must be known to read it, such as what the intervals are.

    Raises:
        LeftBehindError: If there is no difference to draw.

    Example:
        >>> import leftbehind
        >>> from leftbehind.analysis.compare import compare
        >>> results = leftbehind.run("invented-country")
        >>> found = compare(results, outcomes=["no-car"])
        >>> gap_chart(found.gaps, found.outcomes, results=results).name
        'gaps'
    """
    sheet = Sheet(mode, width)
    own = gaps.filter(pl.col("group") == (group or results.list_of))
    other = benchmark or next(iter(own["benchmark"]), "")
    own = own.filter(pl.col("benchmark") == other, pl.col("outcome").is_in(list(about)))
    known = own.filter(pl.col("difference").is_not_null())
    if known.is_empty():
        raise LeftBehindError(
            f"there is no difference of {group or results.list_of} from {other or 'anything'}",
            mend="compare them first, on outcomes that have figures for both",
        )
    gaps_of = [_gap(row, about[row["outcome"]]) for row in known.iter_rows(named=True)]
    panels = [
        sorted(
            (gap for gap in gaps_of if gap.panel == panel),
            key=lambda gap: (-gap.difference, gap.outcome),
        )
        for panel in dict.fromkeys(gap.panel for gap in gaps_of)
    ]
    named, than = (
        one_line((titles or {}).get(one) or called(results, one))
        for one in (group or results.list_of, other)
    )
    missing = own.height - known.height
    without = [say("chart-gaps-without", number=missing, text=f"{missing:,}")] * bool(missing)
    return page(
        "gaps",
        below([_panel(sheet, panel, than) for panel in panels], 10),
        sheet,
        title=title or _finding(gaps_of, named, than),
        subtitle=say("chart-gaps-subtitle", group=named, other=than),
        alt_text=" ".join([say("chart-gaps-alt", group=named, other=than),
                           *(gap.said for panel in panels for gap in panel)]),
        source=sources_of(results, [about[gap.outcome] for gap in gaps_of]),
        notes=[*notes, *without],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Gap:
    """One difference: where it is drawn, how it is coloured and how it is written."""

    outcome: str
    title: str
    panel: str
    unit: str
    difference: float
    low: float | None
    high: float | None
    role: str
    text: str
    times: str

    @property
    def said(self) -> str:
        """The difference in words, for who cannot see it."""
        digits = len(self.text.partition(".")[2])
        low, high = (NONE if end is None else signed(end, digits) for end in (self.low, self.high))
        return say("chart-gaps-alt-row", title=self.title, difference=self.text,
                   unit=self.unit or NONE, low=low, high=high,
                   times=self.times or NONE)  # fmt: skip


def _gap(row: dict[str, Any], about: Measured) -> _Gap:
    unit, panel = one_line(about.shown_unit), one_line(about.shown_unit)
    if unit == "%":
        unit = say("chart-points")
    elif about.node:
        unit = panel = say("chart-score-points")
    low, high = row["low"], row["high"]
    role = "neither"
    if low is not None and (low > 0 or high < 0) and about.higher != "neither":
        role = "worse" if (row["difference"] > 0) == (about.higher == "worse") else "better"
    ratio = ""
    if about.count and row["ratio"] is not None:
        ratio = say("chart-times", ratio=times(row["ratio"]))
    return _Gap(
        outcome=row["outcome"],
        title=one_line(about.title),
        panel=panel or row["outcome"],  # what has no unit has a scale of its own
        unit=unit,
        difference=row["difference"],
        low=low,
        high=high,
        role=role,
        text=signed(row["difference"], about.digits),
        times=ratio,
    )


def _panel(sheet: Sheet, gaps: list[_Gap], than: str) -> Spec:
    """The outcomes of one unit on one scale."""
    second = max(text_width(gap.times, TEXT) for gap in gaps)
    first = max(text_width(gap.text, TEXT, bold=True) for gap in gaps)
    beside = 10 if second else 0
    place = rows_of(
        sheet, [gap.title for gap in gaps], figures=first + beside + second, top=2 * HEAD + 4,
        lines=2, step=26,
    )  # fmt: skip
    ends = [v for gap in gaps for v in (gap.low, gap.high, gap.difference) if v is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    span = Span(low, high if high > low else low + 1.0, place.left + 6, place.right - 6)
    values = [
        {
            "outcome": gap.outcome,
            "difference": round(gap.difference, 4),
            "low": None if gap.low is None else round(gap.low, 4),
            "high": None if gap.high is None else round(gap.high, 4),
            "colour": sheet.mark(gap.role),
            "y": place.mark(n),
        }
        for n, gap in enumerate(gaps)
    ]
    known = [row for row in values if row["low"] is not None and row["high"] is not None]
    y, size = pixels("y", alt.Y), (place.room, place.height)
    layers = place.line_down(
        span.at(0), say("chart-gaps-zero", other=cut(than, 0.6 * (place.right - place.left), SMALL))
    )
    if known:
        bars = chart(known, *size).mark_rule(strokeWidth=3, strokeCap="round")
        across = alt.X("low:Q", scale=span.scale(), axis=None)
        layers.append(bars.encode(x=across, x2=alt.X2("high:Q"), y=y, color=colours()))
    dots = chart(values, *size).mark_circle(size=90, opacity=1)
    across = alt.X("difference:Q", scale=span.scale(), axis=None)
    layers.append(dots.encode(x=across, y=y, color=colours()))
    head = [{"text": say("chart-gaps-head", unit=gaps[0].unit or NONE), "y": 10}]
    return layered(
        *layers,
        place.text(head, "text", x=0, muted=True, size=SMALL),
        *place.texts(),
        *place.figures(
            [gap.text for gap in gaps], x=place.room - beside - second, bold=[True] * len(gaps)
        ),
        *place.figures([gap.times for gap in gaps], x=place.room, muted=True),
    )


def _finding(gaps: list[_Gap], named: str, than: str) -> str:
    less, more = (sum(gap.role == role for gap in gaps) for role in ("worse", "better"))
    return say("chart-gaps-finding", group=named, other=than, less=f"{less:,}",
               number=len(gaps), text=f"{len(gaps):,}", more=f"{more:,}")  # fmt: skip
