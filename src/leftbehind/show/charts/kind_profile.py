"""What sets kinds apart: one row for each figure, a numbered dot for each kind."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl

from leftbehind.analysis.typology import Typology
from leftbehind.running.outcomes import measured
from leftbehind.show.charts.page import Spec, chart, layered, page, pixels
from leftbehind.show.charts.rows import HEAD, Rows, rows_of
from leftbehind.show.charts.scale import Span, around
from leftbehind.show.charts.terms import sources_of
from leftbehind.show.charts.theme import SMALL, Sheet
from leftbehind.show.kind_map import kind_colours
from leftbehind.show.kind_words import Named
from leftbehind.show.kinds import away
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain, signed
from leftbehind.show.picture import Picture

DOT = 210
"""Area of a dot in square pixels: room for a number."""

FOOT = 20
"""Pixels below the last row, for figures."""


def profile_chart(
    found: Typology,
    names: Mapping[str, Named],
    *,
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
) -> Picture:
    """How far each kind is from the list on each figure that kinds were made by.

    Args:
        found: A typology with kinds.
        names: Its kinds in words.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> from leftbehind.analysis.typology import typology
        >>> from leftbehind.show.kind_words import named
        >>> found = typology("invented-country", kinds=2, bootstraps=0)
        >>> profile_chart(found, named(found)).name
        'profile'
    """
    sheet = Sheet(mode, width)
    order = _order(found)
    about = measured(found.results.manifest)
    kinds = found.kinds.filter(level=1)["kind"].to_list()
    keys = [say("typology-kind", kind=kind, name=names[kind].name) for kind in kinds]
    finding = title or say("typology-profile-title", number=plain(len(kinds), 0),
                           kind=kinds[0], title=about[order[0]].title)  # fmt: skip
    said = say("typology-profile-alt", title=finding,
               rows=listed(keys[0] if len(keys) == 1 else "; ".join(keys) + ".",
                           [away(found, name) for name in order]))  # fmt: skip
    return page(
        "profile",
        _body(found, sheet, order, [about[name].title for name in order]),
        sheet,
        title=finding,
        subtitle=say("typology-profile-subtitle"),
        alt_text=said,
        source=sources_of(found.results, [about[name] for name in order]),
        notes=keys,
    )


def _order(found: Typology) -> list[str]:
    """The variables that were used, the one that parts kinds most first."""
    used = found.variables.filter("used").sort("explained", descending=True, maintain_order=True)
    return list(used["variable"])


def _body(found: Typology, sheet: Sheet, order: list[str], titles: list[str]) -> Spec:
    place = rows_of(sheet, titles, top=HEAD, bottom=FOOT, step=30, widest=0.4, lines=2, spare=8)
    rows = found.profile.filter(pl.col("level") == 1, pl.col("variable").is_in(order))
    ends = [0.0, *rows["difference"].drop_nulls()]
    span = around(min(ends), max(ends), place.left + 8, place.right - 8)
    kinds = found.kinds.filter(level=1)["kind"].to_list()
    faces = dict(zip(kinds, kind_colours(len(kinds), sheet.mode), strict=True))
    dots = [
        {
            "variable": row["variable"],
            "kind": row["kind"],
            "difference": round(row["difference"], 3),
            "x": round(span.at(row["difference"]), 1),
            "y": place.mark(order.index(row["variable"])),
            "colour": faces[row["kind"]],
        }
        for row in rows.drop_nulls("difference").iter_rows(named=True)
    ]
    size = (place.room, place.height)
    spot = {"x": pixels("x", alt.X), "y": pixels("y", alt.Y)}
    drawn = chart(dots, *size)
    return layered(
        *place.line_down(span.at(0), say("typology-profile-list")),
        drawn.mark_circle(size=DOT, opacity=1, fill=sheet.colour("paper"), strokeWidth=2.5).encode(
            **spot, stroke=alt.Stroke("colour:N", scale=None)
        ),
        drawn.mark_text(
            align="center", fontSize=SMALL, fontWeight="bold", color=sheet.colour("ink")
        ).encode(**spot, text=alt.Text("kind", type="nominal")),
        _ticks(place, span),
        *place.texts(),
    )


def _ticks(place: Rows, span: Span) -> alt.Chart:
    figures = [{"text": signed(tick), "x": round(span.at(tick), 1), "y": place.height - 8}
               for tick in span.ticks(6)]  # fmt: skip
    return place.text(figures, "text", align="center", muted=True, size=SMALL)
