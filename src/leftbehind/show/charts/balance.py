"""Whether matched areas are alike: how far apart they were, and are, on each score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from leftbehind.errors import LeftBehindError
from leftbehind.show.charts.page import Spec, chart, layered, page, pixels
from leftbehind.show.charts.rows import HEAD, Rows, rows_of
from leftbehind.show.charts.scale import Span, around
from leftbehind.show.charts.text import one_line, text_width
from leftbehind.show.charts.theme import SMALL, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import signed
from leftbehind.show.picture import Picture

BOUND = 0.1
"""Standard deviations below which a difference is commonly called balanced (Austin 2009,
Statistics in Medicine 28: 3083 to 3107)."""


def balance_chart(
    balance: pl.DataFrame,
    *,
    source: str = "",
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
    notes: Sequence[str] = (),
) -> Picture:
    """Standardised mean differences of areas and their likes, before and after matching.

    Args:
        balance: Columns `part`, `title`, `before`, `after`
            (`analysis.matched.Matched.balance`, of one design).
        source: Sources and stamp, as they stand under other pictures of the study.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.
        notes: What must be known to read it, such as what was matched on.

    Raises:
        LeftBehindError: If there is nothing to draw.

    Example:
        >>> import polars as pl
        >>> balance_chart(pl.DataFrame({"part": ["income"], "title": ["Income"],
        ...                             "before": [0.62], "after": [0.04]})).alt
        'Standardised differences before and after matching. Income: +0.62, then +0.04.'
    """
    sheet = Sheet(mode, width)
    rows = [_Row(*row) for row in balance.select("part", "title", "before", "after").iter_rows()]
    rows.sort(key=lambda row: (-abs(row.before or 0.0), row.part))
    if not any(row.known for row in rows):
        raise LeftBehindError(
            "there is no balance to draw", mend="match areas first, by a design of the study"
        )
    said = [
        say("chart-balance-alt-row", title=one_line(row.title), before=_shown(row.before),
            after=_shown(row.after))
        for row in rows
    ]  # fmt: skip
    return page(
        "balance",
        _body(sheet, rows),
        sheet,
        title=title or _finding(rows),
        subtitle=say("chart-balance-subtitle", bound=str(BOUND)),
        alt_text=listed(say("chart-balance-alt"), said),
        source=source,
        notes=notes,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One score: how far apart before and after matching."""

    part: str
    title: str
    before: float | None
    after: float | None

    @property
    def known(self) -> list[float]:
        """The differences that there are."""
        return [value for value in (self.before, self.after) if value is not None]


def _shown(value: float | None) -> str:
    return say("chart-none") if value is None else signed(value, 2)


def _body(sheet: Sheet, rows: Sequence[_Row]) -> Spec:
    texts = {
        say("chart-before"): [_shown(row.before) for row in rows],
        say("chart-after"): [_shown(row.after) for row in rows],
    }
    wide = [max(text_width(text, TEXT, bold=True) for text in (head, *column))
            for head, column in texts.items()]  # fmt: skip
    place = rows_of(
        sheet, [row.title for row in rows], figures=sum(wide) + 12, top=HEAD + 4, lines=2
    )
    values = [value for row in rows for value in row.known]
    ends = (min(*values, -BOUND), max(*values, BOUND))
    span = around(*ends, place.left + 6, place.right - 6, beside=0.01)
    columns = []
    for n, (head, column) in enumerate(texts.items()):
        x = place.room - (0 if n else wide[1] + 12)
        named = [{"text": head, "y": 8}]
        columns += [
            place.text(named, "text", x=x, align="right", muted=True, size=SMALL),
            *place.figures(column, x=x, bold=[bool(n)] * len(column), muted=not n),
        ]
    return layered(
        *place.line_down(span.at(-BOUND), "", dashed=True),
        *place.line_down(span.at(0), ""),
        *place.line_down(span.at(BOUND), "", dashed=True),
        *_marks(sheet, place, span, rows),
        *place.texts(),
        *columns,
    )


def _marks(sheet: Sheet, place: Rows, span: Span, rows: Sequence[_Row]) -> list[alt.Chart]:
    """A ring before, a dot after, and a line from one to the other."""
    values = [
        {"part": row.part, "y": place.mark(n)}
        | {
            key: round(value, 4)
            for key, value in (("before", row.before), ("after", row.after))
            if value is not None
        }
        for n, row in enumerate(rows)
    ]

    def holding(*keys: str) -> alt.Chart:
        kept = [row for row in values if all(key in row for key in keys)]
        return chart(kept, place.room, place.height)

    def across(key: str) -> alt.X:
        return alt.X(key, type="quantitative", scale=span.scale(), axis=None)

    y, edge = pixels("y", alt.Y), sheet.colour("edge")
    ring = holding("before").mark_point(
        size=70, filled=True, fill=sheet.colour("paper"), stroke=edge, strokeWidth=1.5, opacity=1
    )
    dot = holding("after").mark_circle(size=90, color=sheet.mark("both"), opacity=1)
    return [
        holding("before", "after")
        .mark_rule(color=edge, strokeWidth=1.5)
        .encode(x=across("before"), x2=alt.X2("after:Q"), y=y),
        ring.encode(x=across("before"), y=y),
        dot.encode(x=across("after"), y=y),
    ]


def _finding(rows: Sequence[_Row]) -> str:
    before, after = (
        sum(value is not None and abs(value) <= BOUND for value in values)
        for values in zip(*((row.before, row.after) for row in rows), strict=True)
    )
    return say("chart-balance-finding", after=f"{after:,}", before=f"{before:,}",
               number=f"{len(rows):,}")  # fmt: skip
