"""How near a chain of construction comes to the truth, in a country where it is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from leftbehind.analysis.coherence import correlations
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array, place, rank
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.running.run import shelf_of
from leftbehind.running.stages import built
from leftbehind.running.tables import array_of
from leftbehind.study import Study
from leftbehind.study_file import changed, read_study

TENTH = 0.1
"""The share of areas with the highest need that is looked for."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """An index beside the truth.

    Attributes:
        areas: Areas whose truth is known.
        scored: How many of them have a score.
        alike: Spearman's correlation of score and truth, over these.
        tenth: The share of the tenth of all areas with truly the highest need that is in the
            tenth that the index finds; an area without a score is found by none.
    """

    areas: int
    scored: int
    alike: float
    tenth: float


def nearness(score: Array, truth: Array) -> Nearness:
    """Set scores beside the truth.

    Args:
        score: Scores, (areas,), NaN where there is none.
        truth: What is true, (areas,), higher is worse.

    Example:
        >>> nearness(np.arange(20.0), np.arange(20.0))
        Nearness(areas=20, scored=20, alike=1.0, tenth=1.0)
    """
    known = ~np.isnan(score)
    pair = np.column_stack([rank(score[known]), rank(truth[known])])
    number = int(TENTH * truth.size)
    both = (place(score) <= number) & (place(truth) <= number)
    alike = round(float(correlations(pair)[0, 1]), 12)
    return Nearness(truth.size, int(known.sum()), alike, float(both.sum()) / max(number, 1))


def against_truth(
    study: Study | str, index: str, changes: Iterable[str] = (), *, shelf: Shelf | None = None
) -> Nearness:
    """Build one index of a simulated study and set it beside the truth it was made from.

    Args:
        study: A study of simulated tables, or its name.
        index: The index, called as the truth is.
        changes: Patches of the study: another chain.
        shelf: Where tables come from.

    Raises:
        LeftBehindError: If no truth of that name is known where the index is folded.

    Example:
        >>> against_truth("invented-country", "deprivation").alike > 0.9
        True
    """
    asked = changed(study, changes) if isinstance(study, Study) else read_study(study, changes)
    made = built(asked, index, shelf=shelf)
    scores = made.stages["scores"]
    geography = made.geography
    table = f"simulated_truth_{geography}"
    frame = shelf_of(asked, shelf or Shelf()).read(table).frame
    if index not in frame.columns:
        raise LeftBehindError(f"no truth of {index} is known", mend=nearest(index, frame.columns))
    both = scores.join(frame, left_on="area", right_on=geography, how="left",
                       maintain_order="left")  # fmt: skip
    root = made.scores.recipe.root
    return nearness(array_of(both[f"{root}_score"]), array_of(both[index]))
