"""The rule as a picture: two cuts that cross, and who is in each corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, chart, colours, layered, page, pixels
from leftbehind.show.charts.rows import GAP, rows_of
from leftbehind.show.charts.scale import from_zero
from leftbehind.show.charts.terms import (
    among,
    areas_of,
    groups_of,
    people_in_words,
    roles,
    source_of,
    titles_of,
)
from leftbehind.show.charts.text import cut, text_width, wrap
from leftbehind.show.charts.theme import LINE, TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import NONE, listed, say
from leftbehind.show.numbers import percent
from leftbehind.show.picture import Picture

_UNLIKE = ("at_least", "floor", "people_at_least", "exclude")
"""Conditions that make a group more than a corner of two cuts."""


def rule_chart(
    results: Results, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """The rule of a study: its groups with their areas and people.

    Two indices cut at one place each make a square of four: both, the first only, the
    second only, neither. Groups of any other rule are drawn as bars.

    Args:
        results: Results of a study.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> import leftbehind
        >>> rule_chart(leftbehind.run("invented-country")).alt[:46]
        'Of 1,333 wards: “Left behind”: 28 (2.1%, 224,0'
    """
    sheet = Sheet(mode, width)
    crossing = crossing_of(results)
    rows = _counts(results)
    unknown = _unknown(results)
    of_all = {"all": f"{results.areas.height:,}", "areas": areas_of(results)}
    groups = [
        say("chart-rule-alt-group", group=row["title"], number=f"{row['areas']:,}",
            share=row["share"], people=row["people"] or NONE)
        for row in rows
    ]  # fmt: skip
    return page(
        "rule",
        _square(rows, results, sheet, crossing) if crossing else _bars(rows, sheet),
        sheet,
        title=title or _finding(results, crossing, of_all),
        subtitle=say("chart-rule-subtitle", **of_all),
        alt_text=" ".join([listed(say("chart-rule-alt", **of_all), groups), *unknown]),
        source=source_of(results, people=True),
        notes=unknown,
    )


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two cuts that cross.

    Attributes:
        across: The index from left to right.
        up: The index from bottom to top.
        asked: What was asked of each: "10%".
        corner: The group of each corner, by its role.
    """

    across: str
    up: str
    asked: dict[str, str]
    corner: dict[str, str]


def crossing_of(results: Results) -> Crossing | None:
    """The two cuts of a study whose groups are the corners of a square, or nothing."""
    groups, indices = groups_of(results), list(results.indices)
    if len(indices) != 2 or any(group.get(key) for group in groups.values() for key in _UNLIKE):
        return None
    wanted = {tuple(indices): "both", (indices[0],): "deprived", (indices[1],): "need"}
    corner: dict[str, str] = {}
    for name, group in groups.items():
        asked_of = tuple(index for index in indices if index in group.get("worst", {}))
        role = "neither" if group.get("rest") else wanted.get(asked_of)
        if role is None or role in corner:
            return None
        corner[role] = name
    if not {"both", "deprived", "need"} <= set(corner) or corner["both"] != results.list_of:
        return None
    # What the first corner takes the next ones must leave, or the corners overlap.
    if any(corner["both"] not in groups[corner[role]].get("unless", ()) for role in _SIDES):
        return None
    cuts = results["cuts"]
    asked = {index: set(cuts.filter(index=index)["asked"]) for index in indices}
    if any(len(one) != 1 for one in asked.values()):
        return None
    return Crossing(indices[0], indices[1], {i: one.pop() for i, one in asked.items()}, corner)


_SIDES = ("deprived", "need")


def _counts(results: Results) -> list[dict[str, Any]]:
    titles, role, judged = titles_of(results), roles(results), results.areas.height
    return [
        {
            "group": row["group"],
            "title": titles[row["group"]],
            "role": role[row["group"]],
            "areas": row["areas"],
            "share": percent(row["areas"] / judged) if judged else "",
            "people": people_in_words(row["people"]),
        }
        for row in results.groups.iter_rows(named=True)
    ]


def _finding(results: Results, crossing: Crossing | None, of_all: dict[str, str]) -> str:
    number = f"{results.on_list().height:,}"
    if crossing is None:
        return say("chart-rule-finding-other", listed=number, **of_all)
    first, second = (among(results, index, asked) for index, asked in crossing.asked.items())
    return say("chart-rule-finding", listed=number, first=first, second=second, **of_all)


def _unknown(results: Results) -> list[str]:
    """How many areas are in no group, and whether that is for want of a score."""
    outside = results.areas.filter(pl.col("group").is_null())
    scores = [f"{name}_score" for name in results.indices]
    unscored = outside.filter(pl.any_horizontal(pl.col(scores).is_null())).height
    numbers = {"chart-without-score": unscored, "chart-in-no-group": outside.height - unscored}
    areas = areas_of(results)
    return [say(name, text=f"{n:,}", areas=areas) for name, n in numbers.items() if n]


def _bars(rows: list[dict[str, Any]], sheet: Sheet) -> Spec:
    figures = [", ".join(filter(None, (f"{row['areas']:,}", row["people"]))) for row in rows]
    wide = max((text_width(text, TEXT) for text in figures), default=0)
    place = rows_of(sheet, [row["title"] for row in rows], figures=wide, step=34)
    span = from_zero(max((row["areas"] for row in rows), default=0), place.left, place.right)
    values = [
        {
            "group": row["group"],
            "areas": row["areas"],
            "zero": 0,
            "colour": sheet.mark(row["role"]),
            "y": place.mark(n),
        }
        for n, row in enumerate(rows)
    ]
    bars = (
        chart(values, place.room, place.height)
        .mark_bar(size=place.bar)
        .encode(
            x=alt.X("areas:Q", scale=span.scale(), axis=None),
            x2=alt.X2("zero:Q"),
            y=pixels("y", alt.Y),
            color=colours(),
        )
    )
    return layered(bars, *place.texts(), *place.figures(figures, x=place.room))


def _square(rows: list[dict[str, Any]], results: Results, sheet: Sheet, crossing: Crossing) -> Spec:
    """Four corners, the highest on both above on the right, as in the legend of a map."""
    side, inset = (66, 8) if sheet.narrow else (128, GAP)
    first = among(results, crossing.across, crossing.asked[crossing.across])
    second = among(results, crossing.up, crossing.asked[crossing.up])
    others = say("chart-rule-others")
    wide = (sheet.inner - side - BETWEEN) / 2
    above = [wrap(text, wide - GAP, TEXT) for text in (others, first)]
    beside = [wrap(text, side - GAP, TEXT) for text in (second, others)]
    head = 8 + LINE * max(map(len, above))
    tall = max(132 if sheet.narrow else 116, 20 + LINE * max(map(len, beside)))
    corners = {"need": (0, 0), "both": (1, 0), "neither": (0, 1), "deprived": (1, 1)}
    by_group = {row["group"]: row for row in rows}
    faces: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for role, (column, line) in corners.items():
        left, top = side + column * (wide + BETWEEN), head + line * (tall + BETWEEN)
        row = by_group.get(crossing.corner.get(role, ""))
        faces.append(
            {
                "group": row["group"] if row else None,
                "areas": row["areas"] if row else None,
                "x": left,
                "x2": left + wide,
                "y": top,
                "y2": top + tall,
                "colour": sheet.colour(role),
                "opacity": FACE if role in _SIDES else 1,
            }
        )
        if row:
            words += _corner(row, left + inset, top, wide - 2 * inset, sheet.text_on(role))
    muted, ink = sheet.colour("muted"), sheet.colour("ink")
    for column, lines in enumerate(above):
        left = side + column * (wide + BETWEEN)
        words += _lines(lines, left, head - 12 - LINE * (len(lines) - 1), (muted, ink)[column])
    for line, lines in enumerate(beside):
        words += _lines(lines, 0, head + line * (tall + BETWEEN) + 16, muted if line else ink)
    height = head + 2 * tall + BETWEEN
    squares = (
        chart(faces, sheet.inner, height)
        .mark_rect(cornerRadius=4)
        .encode(
            x=pixels("x", alt.X),
            x2=alt.X2("x2:Q"),
            y=pixels("y", alt.Y),
            y2=alt.Y2("y2:Q"),
            color=colours(),
            fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
        )
    )
    return layered(squares, *_written(words, sheet, height))


BETWEEN = 4
"""Pixels between two corners."""

FACE = 0.88
"""Rose and blue are let through to the paper by so much that ink on them can be read: a
contrast of 4.5 (WCAG 2.2) instead of 4.1."""


def _corner(
    row: dict[str, Any], x: float, y: float, room: float, colour: str
) -> list[dict[str, Any]]:
    """The lines of one corner: how many, who they are, what share, how many people."""
    names = wrap(row["title"], room, TEXT, bold=True)
    if len(names) > 2:
        names = (names[0], cut(" ".join(names[1:]), room, TEXT, bold=True))
    below = [text for text in (row["share"], row["people"]) if text]
    return [
        *_lines((f"{row['areas']:,}",), x, y + 24, colour, size=26, bold=True),
        *_lines(names, x, y + 49, colour, bold=True),
        *_lines(below, x, y + 50 + LINE * len(names), colour),
    ]


def _lines(
    lines: Sequence[str], x: float, y: float, colour: str, *, size: float = TEXT, bold: bool = False
) -> list[dict[str, Any]]:
    return [
        {"text": text, "x": x, "y": y + LINE * n, "colour": colour, "size": size, "bold": bold}
        for n, text in enumerate(lines)
    ]


def _written(lines: list[dict[str, Any]], sheet: Sheet, height: float) -> list[alt.Chart]:
    """Lines of text, each with its place, size, weight and colour."""
    kinds = dict.fromkeys((line["size"], line["bold"]) for line in lines)
    kept = ("text", "x", "y", "colour")
    return [
        chart(
            [
                {key: line[key] for key in kept}
                for line in lines
                if (line["size"], line["bold"]) == (size, bold)
            ],
            sheet.inner,
            height,
        )
        .mark_text(fontSize=size, fontWeight="bold" if bold else "normal")
        .encode(
            x=pixels("x", alt.X),
            y=pixels("y", alt.Y),
            text=alt.Text("text", type="nominal"),
            color=colours(),
        )
        for size, bold in kinds
    ]
