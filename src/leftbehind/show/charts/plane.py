"""Where two indices cross: scores to pixels, both cuts, and where the groups are named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.charts.rule import crossing_of
from leftbehind.show.charts.scale import Span, around
from leftbehind.show.charts.terms import roles, titles_of
from leftbehind.show.charts.text import wrap
from leftbehind.show.charts.theme import LINE, TEXT, Sheet
from leftbehind.show.messages import say

TOP = 16
"""Pixels above the names of the groups, for the title of the axis."""

CORNER = 90
"""Pixels that a corner must be wide for its group to be named beside it."""

NEAR, UNDER = 12, 34
"""Pixels from the plane to a name above it, and to one below it and its figures."""

FOOT = 48
"""Pixels below the plane, for figures and the title of the axis."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An index on an axis, and where the rule of the list cuts it."""

    index: str
    asked: str
    score: float


@dataclass(frozen=True, slots=True)
class Plane:
    """Where the plane stands.

    Attributes:
        across: Scores from left to right.
        up: Scores from bottom to top.
        cut_x: Pixel of the cut on the index from left to right.
        cut_y: Pixel of the cut on the index upwards.
        height: Pixels of the plane and all that is named around it.
        names: Names of the groups.
    """

    across: Span
    up: Span
    cut_x: float
    cut_y: float
    height: float
    names: tuple[Name, ...]


def axes_of(results: Results) -> tuple[Axis, Axis]:
    """The first two indices that the rule of the list cuts, in the order of the study.

    Raises:
        LeftBehindError: If it cuts fewer than two.
    """
    cuts = results["cuts"].filter(group=results.list_of)
    found = [
        Axis(row["index"], row["asked"], row["score"])
        for row in cuts.iter_rows(named=True)
        if row["score"] is not None
    ]
    if len(found) < 2:
        raise LeftBehindError(
            f"the rule of {results.list_of} cuts {len(found)} of the indices, and this chart "
            "shows two",
            mend="draw the chart strips instead, which shows one index by group",
        )
    order = list(results.indices)
    first, second = sorted(found, key=lambda axis: order.index(axis.index))[:2]
    return first, second


def scored_on(results: Results, across: Axis, up: Axis) -> pl.DataFrame:
    """Areas with both scores, as `x` and `y`, and the role of their group.

    Raises:
        LeftBehindError: If there is none.
    """
    role = roles(results)
    scored = results.areas.select(
        "area",
        "group",
        pl.col(f"{across.index}_score").alias("x"),
        pl.col(f"{up.index}_score").alias("y"),
        pl.col("group").replace_strict(role, default="neither").alias("role"),
    ).filter(pl.col("x").is_not_null() & pl.col("y").is_not_null())
    if scored.is_empty():
        raise LeftBehindError(
            "no area has a score on both indices", mend="check the indices of the study"
        )
    return scored


def plane_of(
    results: Results, sheet: Sheet, scored: pl.DataFrame, axes: tuple[Axis, Axis], right: float
) -> Plane:
    """Where the plane stands on a sheet.

    Args:
        results: Results of a study.
        sheet: What it is drawn on.
        scored: Areas with their scores `x` and `y`.
        axes: The index from left to right, and the one upwards.
        right: Pixel at which the plane ends.
    """
    left = 40.0
    across = _span(scored["x"], axes[0], left, right)
    cut_x = across.at(axes[0].score)
    narrowest = min(cut_x - left, sheet.inner - cut_x)
    corners = crossing_of(results) is not None and narrowest >= CORNER
    names = (
        _in_corners(results, sheet, across, cut_x) if corners else _in_a_list(results, sheet, left)
    )
    top = TOP + max((NEAR - name.away for name in names if name.above), default=0)
    below = max((LINE * len(name.words) for name in names if not name.above), default=0)
    bottom = top + round((right - left) * (0.95 if sheet.narrow else 0.6))
    up = _span(scored["y"], axes[1], bottom, top)
    return Plane(across, up, cut_x, up.at(axes[1].score), bottom + FOOT + below, names)


def _span(scores: pl.Series, axis: Axis, start: float, end: float) -> Span:
    found = np.append(scores.to_numpy(), axis.score)
    return around(float(found.min()), float(found.max()), start, end, beside=0.02)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a group, above or below the plane.

    Attributes:
        role: Its colour.
        words: Its lines.
        x: Pixel at which it begins.
        above: Whether it stands above the plane.
        away: Pixels from the plane's edge to its first line, downwards.
    """

    role: str
    words: tuple[str, ...]
    x: float
    above: bool
    away: float


def _in_corners(results: Results, sheet: Sheet, across: Span, cut_x: float) -> tuple[Name, ...]:
    """Names beside the corners that the groups are: above the upper two, below the lower two."""
    group_of = {role: name for name, role in reversed(roles(results).items())}
    corners = {
        "need": (across.start, cut_x, True),
        "both": (cut_x, sheet.inner, True),
        "neither": (across.start, cut_x, False),
        "deprived": (cut_x, sheet.inner, False),
    }
    found = []
    for role, (start, end, above) in corners.items():
        if name := group_of.get(role):
            lines = wrap(_said(results, name), max(end - start - SWATCH, 60), TEXT)[:3]
            away = -NEAR - LINE * (len(lines) - 1) if above else UNDER
            found.append(Name(role, lines, round(start, 1), above, away))
    return tuple(found)


def _in_a_list(results: Results, sheet: Sheet, left: float) -> tuple[Name, ...]:
    """Names one below the other, where the groups are not the corners."""
    named = roles(results)
    return tuple(
        Name(
            role,
            wrap(_said(results, name), sheet.inner - left - SWATCH, TEXT)[:1],
            left,
            above=True,
            away=-NEAR - LINE * (len(named) - 1 - n),
        )
        for n, (name, role) in enumerate(named.items())
    )


SWATCH = 18
"""Pixels of the dot of colour before a name."""


def _said(results: Results, name: str) -> str:
    number = dict(results.groups.select("group", "areas").iter_rows())[name]
    return say("chart-group-number", group=titles_of(results)[name], text=f"{number:,}")
