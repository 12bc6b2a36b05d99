"""What if: a study with its method changed, set beside the study itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from leftbehind.analysis.coherence import correlations
from leftbehind.analysis.edits import Edit, edited
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array, rank
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.running.run import run
from leftbehind.running.tables import Tell
from leftbehind.study import Study
from leftbehind.study_file import read_study

MOVES = 10
"""Areas that are named as the largest moves of each index."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A study and what it would be.

    Attributes:
        before: The study's results.
        after: Those of the changed study.
        edits: The changes.
        alone: For each change by itself, results; empty for one change.
        areas: One row for each area of either: `area`, `name`, `before` and `after` (whether
            on the list), for each index that both have `<index>_before`, `<index>_after`
            (ranks) and `<index>_moved` (ranks towards higher need), and `margin_before`,
            `margin_after`.
    """

    before: Results
    after: Results
    edits: tuple[Edit, ...]
    alone: tuple[Results, ...]
    areas: pl.DataFrame

    @property
    def indices(self) -> tuple[str, ...]:
        """The indices that both have."""
        return tuple(name for name in self.before.indices if name in self.after.indices)

    def movers(self) -> pl.DataFrame:
        """The areas that enter or leave, with `because`: the changes that do it by themselves.

        Nothing in `because` means that only all changes together do it.
        """
        moved = self.areas.filter(pl.col("before") != pl.col("after"))
        moved = moved.with_columns(enters=pl.col("after"))
        reasons: list[list[str]] = [[] for _ in range(moved.height)]
        for edit, result in zip(self.edits, self.alone or (self.after,), strict=True):
            inside = dict(zip(result.areas["area"], result.areas[f"in_{result.list_of}"],
                              strict=True))  # fmt: skip
            for at, (area, after) in enumerate(zip(moved["area"], moved["after"], strict=True)):
                if inside.get(area, False) == after:
                    reasons[at].append(edit.written)
        because = pl.Series("because", reasons, dtype=pl.List(pl.String))
        return moved.with_columns(because).sort(
            "enters", "margin_after", "area", descending=[True, True, False]
        )

    def largest(self, index: str) -> pl.DataFrame:
        """The areas whose rank on one index moves most, the farthest first."""
        moved = pl.col(f"{index}_moved")
        known = self.areas.filter(moved.is_not_null() & (moved != 0))
        return known.sort(moved.abs(), "area", descending=[True, False]).head(MOVES)

    def alike(self, index: str) -> float:
        """Spearman's correlation of the ranks of one index before and after."""
        both = self.areas.select(f"{index}_before", f"{index}_after").drop_nulls()
        pair = np.column_stack([rank(_floats(one)) for one in both.iter_columns()])
        return float(correlations(pair)[0, 1])

    def shift(self, index: str) -> float:
        """The mean difference of ranks of one index before and after."""
        return float(np.nanmean(np.abs(_floats(self.areas[f"{index}_moved"]))))


def whatif(
    study: Study | str,
    edits: Sequence[Edit],
    *,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> WhatIf:
    """Change a study's method and set what comes out beside the study itself.

    Args:
        study: A study, or the name or path of one.
        edits: The changes; see `leftbehind.analysis.edits.read_edits`.
        shelf: Where tables come from.
        tell: Called with the name of each table before it is read.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If there is no change, or one reaches nothing or cannot be made.

    Example:
        >>> found = whatif("invented-country", [Edit("drop", "need.turnout")])
        >>> found.movers().height > 0
        True
    """
    if not edits:
        raise LeftBehindError(
            "nothing is changed",
            mend="say what: --set, --drop, --add or --swap",
        )
    asked = study if isinstance(study, Study) else read_study(study)
    place = shelf or Shelf()

    def made(these: tuple[Edit, ...]) -> Results:
        other = edited(asked, these, place)
        return run(other.study.bare(), data=other.frames, shelf=place, tell=tell)

    before, after = run(asked.bare(), shelf=place, tell=tell), made(tuple(edits))
    alone = tuple(made((edit,)) for edit in edits) if len(edits) > 1 else ()
    return WhatIf(before, after, tuple(edits), alone, _areas(before, after))


def _areas(before: Results, after: Results) -> pl.DataFrame:
    names = [name for name in before.indices if name in after.indices]

    def told(results: Results, when: str) -> pl.DataFrame:
        return results.areas.select(
            "area",
            pl.col("name").alias(f"name_{when}"),
            pl.col(f"in_{results.list_of}").alias(when),
            *(pl.col(f"{name}_rank").alias(f"{name}_{when}") for name in names),
            pl.col("margin").alias(f"margin_{when}"),
        )

    both = told(before, "before").join(told(after, "after"), on="area", how="full", coalesce=True)
    return both.with_columns(
        pl.coalesce("name_before", "name_after").alias("name"),
        pl.col("before", "after").fill_null(value=False),
        *((pl.col(f"{name}_before") - pl.col(f"{name}_after")).alias(f"{name}_moved")
          for name in names),
    ).drop("name_before", "name_after").sort("area")  # fmt: skip


def _floats(column: pl.Series) -> Array:
    return column.cast(pl.Float64).fill_null(np.nan).to_numpy()
