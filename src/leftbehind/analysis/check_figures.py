"""What is wrong with the figures of an index, told for each indicator and node on its own.

The fold itself judges: each indicator, and then each node, is folded alone, so that what stops one
hides nothing in the others. Beside it stands what stops no run and yet should be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from leftbehind.analysis.check_means import above_zero
from leftbehind.analysis.faults import Problem, problem_of
from leftbehind.analysis.proposal import LEAST_KNOWN
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.index.build import values
from leftbehind.index.nodes import Node
from leftbehind.index.score import Scores, score
from leftbehind.index.spec import Recipe
from leftbehind.index.start import columns_of, starting_nodes

_ALONE = "one indicator"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one index.

    Attributes:
        index: Its name in the study.
        place: The file or recipe that problems are mended in.
        tables: Names of the tables that hold the columns.
        recipe: The recipe.
        frame: The columns, a row for each area.
        codes: The areas.
        start: Nodes that are taken as published.
    """

    index: str
    place: str
    tables: str
    recipe: Recipe
    frame: pl.DataFrame
    codes: Sequence[str]
    start: Sequence[str] = ()


def check_figures(given: Figures) -> Iterator[Problem]:
    """All that is wrong with the figures of an index.

    Args:
        given: The figures.

    Yields:
        Problems, of indicators first and then of nodes from below.
    """
    recipe, frame = given.recipe, given.frame
    try:
        needed = columns_of(recipe, frame.columns, given.start)
        published = starting_nodes(recipe, frame.columns, given.start)
    except LeftBehindError as error:
        yield problem_of(error, given.place)
        return
    columns, wrong = _columns(given, needed)
    yield from wrong
    sound: dict[str, bool] = dict.fromkeys(published, True)
    for name in _from_below(recipe, published):
        if name in sound:
            continue
        if name in recipe.indicator:
            problems = list(_indicator(given, name, columns))
        elif all(sound.get(child) for child in recipe.node[name].children):
            problems = list(_node(given, name, columns))
        else:
            sound[name] = False
            continue
        sound[name] = all(problem.severity == "look" for problem in problems)
        needs = recipe.indicator[name].columns(name) if name in recipe.indicator else ()
        sound[name] = sound[name] and all(column in columns for column in needs)
        yield from problems


def _columns(given: Figures, needed: Sequence[str]) -> tuple[dict[str, Array], list[Problem]]:
    """The columns that can be read, and what is wrong with the others."""
    found: dict[str, Array] = {}
    wrong = []
    for column in needed:
        if column not in given.frame.columns:
            by = [name for name, leaf in given.recipe.indicator.items()
                  if column in leaf.columns(name)]  # fmt: skip
            what = f"there is no column {column}, which {some(by)} needs"
            mend = nearest(column, given.frame.columns)
            wrong.append(Problem("stops", given.tables, column, what, mend))
            continue
        try:
            found |= values(given.recipe, given.frame, [column])
        except LeftBehindError as error:
            wrong.append(problem_of(error, given.tables))
    return found, wrong


def _from_below(recipe: Recipe, published: Mapping[str, object]) -> list[str]:
    """Every part, children before their parents; nothing below what is published."""
    order: list[str] = []

    def climb(name: str) -> None:
        if name not in published and name in recipe.node:
            for child in recipe.node[name].children:
                climb(child)
        order.append(name)

    climb(recipe.root)
    return order


def _indicator(given: Figures, name: str, columns: Mapping[str, Array]) -> Iterator[Problem]:
    """What the fold says of one indicator alone, and what its figures look like."""
    leaf = given.recipe.indicator[name]
    needs = tuple(leaf.columns(name))
    if any(column not in columns for column in needs):
        return  # that has been told
    where = f"indicator.{name}"
    parent = given.recipe.node[given.recipe.parent_of(name)]
    node = Node(title=_ALONE, children=(name,), treat=parent.treat)
    alone = given.recipe.model_copy(
        update={"root": _ALONE, "node": {_ALONE: node}, "indicator": {name: leaf}}
    )
    whole = sum(columns[column] for column in leaf.of) if leaf.of else None
    if whole is not None and (none := np.flatnonzero(whole <= 0)).size:
        what = (
            f"the denominator {' + '.join(leaf.of)} is 0 or below in {none.size:,} areas, which "
            f"have no figure then: {_areas(given, none)}"
        )
        mend = "correct it, or leave the areas out"
        yield Problem("look", given.tables, where, what, mend)
    for column in leaf.counts:
        below = np.flatnonzero(columns[column] < 0)
        if below.size:
            what = f"the count {column} is below 0 in {below.size:,} areas: {_areas(given, below)}"
            yield Problem("look", given.tables, where, what, "correct the figures")
    try:
        figures = np.asarray(_fold(given, alone, columns, needs).score[name])
    except LeftBehindError as error:
        yield problem_of(LeftBehindError(error.what, where=where, mend=error.mend), given.tables)
        return
    known = figures[~np.isnan(figures)]
    share = known.size / max(figures.size, 1)
    if share < LEAST_KNOWN:
        what = (
            f"only {share:.0%} of the areas have a figure, below {LEAST_KNOWN:.0%}; the others "
            "have no score"
        )
        yield Problem("look", given.tables, where, what, "take it out of the recipe, or fill gaps")
    if known.size and known.min() == known.max():
        what = f"it is the same everywhere ({abs(known[0]):g}), so it tells no areas apart"
        yield Problem("look", given.tables, where, what, "take it out of the recipe")


def _node(given: Figures, name: str, columns: Mapping[str, Array]) -> Iterator[Problem]:
    """What the fold says of one node and all below it, of which nothing stops a run."""
    where = f"node.{name}"
    node = given.recipe.node[name]
    below = given.recipe.model_copy(update={"root": name})
    entered: dict[str, Array] = {}
    raised = None
    try:
        folded = _fold(given, below, columns)
        entered |= folded.entered
        if name == given.recipe.root:
            yield from _without_score(given, folded)
    except LeftBehindError as error:
        raised = error
        # What enters can be seen all the same: as a sum it is never refused.
        plain = node.model_copy(update={"combine": _SUM.combine, "transform": _SUM.transform})
        sums = {**given.recipe.node, name: plain.model_copy(update={"weights": "equal"})}
        try:
            entered |= _fold(given, below.model_copy(update={"node": sums}), columns).entered
        except LeftBehindError as other:
            raised = other
    told = list(above_zero(node, {child: entered[child] for child in node.children
                                  if child in entered}, given.codes))  # fmt: skip
    for severity, what, mend in told:
        yield Problem(severity, given.place, where, what, mend)
    if raised and not any(severity == "stops" for severity, _, _ in told):
        yield problem_of(LeftBehindError(raised.what, where=where, mend=raised.mend), given.place)


def _without_score(given: Figures, folded: Scores) -> Iterator[Problem]:
    """Areas that have no score, and which parts are why."""
    lost = int(np.isnan(folded.index).sum())
    if not lost:
        return
    leaves = [name for name in folded.score if name in given.recipe.indicator
              or name in folded.given]  # fmt: skip
    gaps = {name: int(np.isnan(folded.score[name]).sum()) for name in leaves}
    most = sorted((name for name in gaps if gaps[name]), key=lambda name: -gaps[name])
    told = some(f"{name} in {gaps[name]:,}" for name in most)
    what = f"{lost:,} of {len(given.codes):,} areas have no score, because of gaps: {told}"
    mend = "fill the gaps, or take out the indicators that have most"
    yield Problem("look", given.tables, f"index.{given.index}", what, mend)


_SUM = Node(title="sum", children=("a",))


def _fold(
    given: Figures, recipe: Recipe, columns: Mapping[str, Array], needs: Sequence[str] = ()
) -> Scores:
    """The fold of a part of the recipe, over the columns that the whole of it reads."""
    kept = {column: columns[column] for column in needs} if needs else columns
    return score(recipe, kept, codes=given.codes)


def _areas(given: Figures, rows: np.ndarray) -> str:
    return some(given.codes[row] for row in rows.tolist())
