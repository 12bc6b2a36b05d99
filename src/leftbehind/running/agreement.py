"""What was built beside what was published: how near the ranks come, node by node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import polars as pl

from leftbehind.engine.arrays import DIGITS, Array, correlation, place, rank
from leftbehind.errors import LeftBehindError
from leftbehind.groups import Conventions, Share
from leftbehind.index.spec import Recipe
from leftbehind.running.indices import IndexRun
from leftbehind.running.tables import Tables, array_of, series_of
from leftbehind.study import Study

TENTH = Share(of_all=0.1)
"""The share of areas of which the built and the published are set side by side."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How near the ranks of one node come to the published ones.

    Attributes:
        areas: Areas that have both figures; they alone are ranked.
        spearman: Correlation of the ranks; none where all areas tie.
        exact: Areas whose two ranks are equal.
        median_off: How many ranks apart the two are, in the middle.
        max_off: How many ranks apart they are at most.
        tenth: Share of the published worst tenth that is in the built one too; none where
            that tenth is empty.
    """

    areas: int | None = None
    spearman: float | None = None
    exact: int | None = None
    median_off: float | None = None
    max_off: int | None = None
    tenth: float | None = None


NOT_BUILT = Agreement()
"""Of a node that was taken as published, or is below one that was."""


def agree(built: Array, published: Array, rule: Conventions) -> Agreement:
    """Compare two scores of the same areas by their competition ranks, 1 = worst.

    Args:
        built: Scores, (areas,), higher is worse; NaN is a gap.
        published: Scores, likewise; ranks are given as their negatives.
        rule: How a tenth is rounded, and where ties at its edge go.

    Raises:
        LeftBehindError: If no area has both.

    Example:
        >>> found = agree(np.array([9.0, 7, 5, 3]), -np.array([1.0, 3, 2, 4]), Conventions())
        >>> found.areas, found.spearman, found.exact, found.median_off, found.max_off
        (4, 0.8, 2, 0.5, 1)
    """
    both = ~np.isnan(built) & ~np.isnan(published)
    if not both.any():
        raise LeftBehindError(
            "no area has both a built and a published figure",
            mend="check that both are of the same areas, and of one vintage",
        )
    built, published = built[both], published[both]
    own, theirs = place(built), place(published)
    off = np.abs(own - theirs)
    alike = float(correlation([rank(built), rank(published)])[0, 1])
    cut = rule.cut(TENTH, off.size)
    worst = rule.inside(theirs, cut)[0]
    return Agreement(
        areas=off.size,
        spearman=None if np.isnan(alike) else round(alike, DIGITS),
        exact=int(np.count_nonzero(off == 0)),
        median_off=float(np.median(off)),
        max_off=int(off.max()),
        tenth=float(rule.inside(own, cut)[0][worst].mean()) if worst.any() else None,
    )


def agreement(study: Study, indices: Mapping[str, IndexRun], tables: Tables) -> pl.DataFrame:
    """Set every node whose published figures the study names beside those figures.

    Args:
        study: The study.
        indices: Its indices, folded.
        tables: Where the published figures come from.

    Returns:
        One row for each index and node: `index`, `node`, `title`, the attributes of
        `Agreement`, `starts_from` (nodes taken as published, at or below it, or above it) and
        `not_in_data` (columns that the recipe would read for it and the tables of the index do
        not hold). A node that was not built has no figures.

    Raises:
        LeftBehindError: Naming the index, the node, and the table or column at fault.
    """
    rows = []
    for name, one in indices.items():
        for node, column in one.index.published.items():
            try:
                found = _found(one, node, column, study, tables)
            except LeftBehindError as error:
                raise error.at(f"index.{name}.published.{node}") from error
            rows.append({
                "index": name,
                "node": node,
                "title": one.recipe.title_of(node),
                **asdict(found),
                "starts_from": ", ".join(_taken(one, node)),
                "not_in_data": ", ".join(_lacking(one.recipe, node, one.held)),
            })  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA)


_WHOLE = {"areas", "exact", "max_off"}
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("index", "node", "title"), pl.String),
    **{one.name: pl.Int64 if one.name in _WHOLE else pl.Float64 for one in fields(Agreement)},
    **dict.fromkeys(("starts_from", "not_in_data"), pl.String),
}


def _found(one: IndexRun, node: str, column: str, study: Study, tables: Tables) -> Agreement:
    """A node beside its published column, where the index is folded, else where it is judged."""
    reading = tables.read(column.partition(".")[0])
    where = (one.geography, study.areas)
    geography = next((name for name in where if name in reading.frame.columns), None)
    if geography is None:
        raise LeftBehindError(
            f"{reading.name} is on {reading.entry.geography or 'no geography'}, the index is "
            f"made on {' and judged on '.join(dict.fromkeys(where))}",
            mend="name a table of these areas",
        )
    published = tables.column(column, geography)
    if node in one.scores.given or node not in one.scores.score:
        return NOT_BUILT
    both = _built(one, node, geography).join(published, on="area")
    told = array_of(both["value"].cast(pl.Float64))
    return agree(array_of(both["score"]), -told if column.endswith("_rank") else told, study.rule)


def _built(one: IndexRun, node: str, geography: str) -> pl.DataFrame:
    """Columns `area` and `score` of a node that was built."""
    if geography == one.geography:
        return pl.DataFrame([one.codes, series_of("score", one.scores.score[node])])
    if node == one.recipe.root:
        return one.judged.select("area", "score")
    carried = dict(zip(one.parts, one.columns, strict=True))
    if node not in carried:
        raise LeftBehindError(
            f"{node} is not carried to {geography}: the index and its parts alone are",
            mend=f"name a table on {one.geography}",
        )
    return one.judged.select("area", score=carried[node])


def _taken(one: IndexRun, node: str) -> list[str]:
    """The nodes taken as published at or below a node, or above it."""
    below = set(one.recipe.walk(node))
    return [
        name
        for name in one.recipe.walk()
        if name in one.scores.given and (name in below or node in one.recipe.walk(name))
    ]


def _lacking(recipe: Recipe, node: str, held: frozenset[str]) -> list[str]:
    """The columns that a node is made from, all the way down, and that the data do not hold."""
    needed: list[str] = []
    for name in recipe.walk(node):
        leaf = recipe.indicator.get(name)
        if leaf is not None:
            needed += leaf.columns(name)
    return [column for column in dict.fromkeys(needed) if column not in held]
