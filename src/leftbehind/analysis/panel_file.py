"""From the forms of a panel to its weights: answers that do not add up are refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from leftbehind.analysis.cells import Array
from leftbehind.analysis.panel import (
    RANDOM_INDEX,
    Consistency,
    Panel,
    pair_weights,
    points_to_weights,
    rank_order_centroid,
)
from leftbehind.data.panel import ANSWER, Answer, Form, Method, read_forms
from leftbehind.engine.arrays import rank, settle
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.study import Study

BUDGET = 100
"""Points that an expert shares out: budget allocation, OECD and JRC (2008), Handbook on
Constructing Composite Indicators."""

TOLERANCE = 0.01
"""Points that a sum may be beside the budget: three parts of 33.33 are whole."""

SCALE = 9
"""How many times as important a part can be: Saaty (1980), the scale from 1 to 9."""

ROUNDED = 0.005
"""What a fraction may have lost when it was written with two decimals: .11 for 1/9."""

CONTRADICTION = 0.05
"""How far a comparison and its reverse may multiply to something else than 1: .33 and 3, .13
and 8 are rounded; 1/3 and 4 are not the same answer."""


@dataclass(frozen=True, slots=True, eq=False)
class PanelFile:
    """A panel as it was read.

    Attributes:
        panel: The weights.
        titles: Title of each part by its name.
        consistency: Of each expert, where pairs were compared; else nothing.
    """

    panel: Panel
    titles: dict[str, str]
    consistency: tuple[Consistency, ...] = ()


def parts_asked(study: Study, index: str, method: Method | None = None) -> dict[str, str]:
    """The parts of an index that experts are asked about: the children of its root.

    Args:
        study: A study.
        index: Name of one of its indices.
        method: How they are asked, if it is known.

    Returns:
        Titles by name, in the order of the recipe.

    Raises:
        LeftBehindError: If the study has no such index, or too few or too many parts to ask.

    Example:
        >>> from leftbehind.study_file import read_study
        >>> parts_asked(read_study("invented-country"), "need")["places"]
        'Places and spaces'
    """
    if index not in study.recipes:
        raise LeftBehindError(
            f"study {study.name} has no index {index!r}", mend=nearest(index, study.recipes)
        )
    recipe = study.recipes[index]
    parts = {name: recipe.title_of(name) for name in recipe.node[recipe.root].children}
    if len(parts) < 2:
        raise LeftBehindError(
            f"the index {index} has one part, so there is nothing to weigh",
            mend="ask about an index of several parts",
        )
    if method == "pairs" and len(parts) > len(RANDOM_INDEX):
        raise LeftBehindError(
            f"the index {index} has {len(parts)} parts; consistency is known for "
            f"{len(RANDOM_INDEX)} at most",
            mend="ask for points or for a ranking",
        )
    return parts


def read_panel(path: Path | str, study: Study, index: str) -> PanelFile:
    r"""Read the forms of a panel as weights.

    Args:
        path: A .xlsx or .csv of forms.
        study: The study that the panel is about.
        index: Name of the index whose parts were weighed.

    Returns:
        The panel. A consistency ratio above .10 is told in it, not refused.

    Raises:
        LeftBehindError: Naming file, sheet, column and expert: besides what `read_forms`
            refuses, points that do not add up to 100, ranks given twice or left out, pairs
            that are missing, off the scale or contradict each other.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from leftbehind.study_file import read_study
        >>> study = read_study("invented-country")
        >>> text = "expert,part,rank\nAnn,places,1\nAnn,connectivity,2\nAnn,engaged,3\n"
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder) / "panel.csv"
        ...     _ = file.write_text(text)
        ...     read = read_panel(file, study, "need")
        >>> read.panel.weights.round(4).tolist()
        [[0.6111, 0.2778, 0.1111]]
    """
    titles = parts_asked(study, index)
    forms = read_forms(path, tuple(titles))
    parts_asked(study, index, forms.method)
    consistency: list[Consistency] = []
    rows = []
    for form in forms.forms:
        if forms.method == "pairs":
            weights, told = pair_weights(_matrix(form, forms.parts))
            consistency.append(told)
        elif forms.method == "points":
            weights = points_to_weights(_points(form, forms.parts))
        else:
            weights = rank_order_centroid(_ranks(form, forms.parts))
        rows.append(weights)
    experts = tuple(form.expert for form in forms.forms)
    panel = Panel(forms.parts, experts, np.array(rows), forms.method)
    return PanelFile(panel, titles, tuple(consistency))


def _points(form: Form, parts: tuple[str, ...]) -> Array:
    points = _of_each_part(form, parts, "points")
    less = [answer for answer in form.answers if answer.number < 0]
    more = [answer for answer in form.answers if answer.number > BUDGET + TOLERANCE]
    for answer in less or more:
        raise _refusal(form, "points", f"{answer.part} has {answer.number:g} points",
                       f"give 0 to {BUDGET}", answer)  # fmt: skip
    if not points.any():
        raise _refusal(form, "points", "every part has 0 points", f"share out {BUDGET} points")
    total = float(points.sum())
    if round(abs(total - BUDGET), 9) > TOLERANCE:
        raise _refusal(form, "points", f"the points add up to {total:.10g}, not {BUDGET}",
                       f"change them by {BUDGET - total:+.10g}")  # fmt: skip
    return points


def _ranks(form: Form, parts: tuple[str, ...]) -> Array:
    """Ranks that are an order: each place once, or the mean of the places that tie."""
    ranks = settle(_of_each_part(form, parts, "ranking"))
    if np.array_equal(rank(ranks), ranks):
        return ranks
    values, times = np.unique(ranks, return_counts=True)
    for value, often in zip(values, times, strict=True):
        if often > 1:
            tied = [part for part, given in zip(parts, ranks, strict=True) if given == value]
            mean = float(rank(ranks)[parts.index(tied[0])])
            raise _refusal(form, "ranking", f"rank {value:g} is given to {some(tied)}",
                           f"give each its own rank, or {mean:g} to all if they tie")  # fmt: skip
    stated = some(f"{value:.10g}" for value in values)
    raise _refusal(form, "ranking", f"the ranks are {stated}, not 1 to {len(parts)}",
                   "give every rank once, 1 to the most important part")  # fmt: skip


def _matrix(form: Form, parts: tuple[str, ...]) -> Array:
    """The reciprocal matrix of all comparisons, each made once or twice alike."""
    said: dict[tuple[str, str], Answer] = {}
    for answer in form.answers:
        if answer.part == answer.other:
            raise _refusal(form, "pairs", f"{answer.part} is compared with itself",
                           "take the row out", answer)  # fmt: skip
        if not 1 / SCALE - ROUNDED <= answer.number <= SCALE:
            raise _refusal(form, "pairs", f"{answer.number:g} is not between 1/{SCALE} and {SCALE}",
                           f"write 1 (equal) to {SCALE}, or 1/2 to 1/{SCALE} where the other part "
                           "is the more important", answer)  # fmt: skip
        reverse = said.get((answer.other, answer.part))
        if reverse and abs(answer.number * reverse.number - 1) > CONTRADICTION:
            raise _refusal(form, "pairs", f"{answer.part} against {answer.other} is "
                           f"{answer.number:g}, and the reverse {reverse.number:g}",
                           "keep one of the two; the other follows from it", answer)  # fmt: skip
        said[answer.part, answer.other] = answer
    pairs = [(one, other) for n, one in enumerate(parts) for other in parts[n + 1 :]]
    missing = [pair for pair in pairs if pair not in said and pair[::-1] not in said]
    if missing:
        raise _refusal(form, "pairs", "there is no comparison of "
                       f"{some(' with '.join(pair) for pair in missing)}",
                       "compare every pair once")  # fmt: skip
    matrix = np.eye(len(parts))
    for one, other in pairs:
        row, column = parts.index(one), parts.index(other)
        ways = [said[one, other].number] if (one, other) in said else []
        ways += [1 / said[other, one].number] if (other, one) in said else []
        # Of .33 and its reverse 3, the one above 1 has lost nothing to rounding.
        matrix[row, column] = ways[0] if ways[0] >= 1 else ways[-1]
        matrix[column, row] = 1 / matrix[row, column]
    return matrix


def _of_each_part(form: Form, parts: tuple[str, ...], method: Method) -> Array:
    given = {answer.part: answer.number for answer in form.answers}
    missing = [part for part in parts if part not in given]
    if missing:
        raise _refusal(form, method, f"there is no row of {some(missing)}",
                       "give every part of the index a row")  # fmt: skip
    return np.array([given[part] for part in parts])


def _refusal(
    form: Form, method: Method, what: str, mend: str, answer: Answer | None = None
) -> LeftBehindError:
    where = answer.where if answer else form.where
    return LeftBehindError(
        f"{form.expert}: {what}", where=f"{where}, column {ANSWER[method]}", mend=mend
    )
