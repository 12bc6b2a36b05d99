"""The figures that areas are put into kinds by: read, checked, and the redundant ones dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from leftbehind.analysis.cells import Counts, Flags, counts_of
from leftbehind.analysis.partition import Labels
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.running.outcomes import measured

REDUNDANT = 0.9
"""Rank correlation from which two variables tell nearly the same."""

LACKING = 0.1
"""A variable without a figure in more than this share of the listed areas is dropped."""

LITTLE = 0.02
"""A variable is dropped if kinds explain less than this share of its sum of squares."""

VARIABLES: dict[str, Any] = {
    "variable": pl.String, "title": pl.String, "theme": pl.String, "unit": pl.String,
    "source": pl.String, "date": pl.String, "in_rule": pl.List(pl.String), "used": pl.Boolean,
    "why_not": pl.String, "beside": pl.String, "by_how_much": pl.Float64, "explained": pl.Float64,
}  # fmt: skip
"""Columns of the table of variables."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of every area that is judged.

    Attributes:
        results: Results of the study, its outcomes being the variables.
        variables: What each is, by name.
        areas: Rows of the areas in the order of their codes: `area`, `name`, `people`, `listed`,
            and the groups.
        counts: What was counted of each variable, in the order of `areas`.
        values: Figures as they are shown, (areas, variables); NaN where there is none.
    """

    results: Results
    variables: dict[str, Measured]
    areas: pl.DataFrame
    counts: dict[str, Counts]
    values: Array

    @property
    def listed(self) -> Labels:
        """Rows of the areas of the list."""
        return np.flatnonzero(self.areas["listed"].to_numpy())

    def flags(self, group: str) -> Flags:
        """Which areas are in a group of the study; of no group: none."""
        if not group:
            return np.zeros(self.areas.height, dtype=bool)
        return self.areas[f"in_{group}"].to_numpy()

    def of(self, names: Sequence[str]) -> Array:
        """The figures of some variables, (areas, names)."""
        every = list(self.variables)
        return self.values[:, [every.index(name) for name in names]]


def figures_of(results: Results) -> Figures:
    """The figures of a study whose outcomes are the variables of its typology.

    Args:
        results: Its results.

    Raises:
        LeftBehindError: If there are no variables, or not one of them could be had.
    """
    told = measured(results.manifest)
    if not told:
        not_here = results.manifest.get("outcomes_not_here", {})
        why = f": {next(iter(not_here.values()))}" if not_here else ""
        raise LeftBehindError(
            f"there is no variable to put areas into kinds by{why}",
            where=f"study {results.manifest['study']['name']}",
            mend='name some: [typology] outcomes = ["OUTCOME"], or [typology.variable.NAME]',
        )
    order = results.areas["area"].arg_sort().to_numpy()
    areas = results.areas[order].with_columns(listed=pl.col(f"in_{results.list_of}"))
    counts = {name: counts_of(results, name) for name in told}
    counts = {name: Counts(one.count[order], one.of[order]) for name, one in counts.items()}
    with np.errstate(invalid="ignore", divide="ignore"):
        columns = [one.count / one.of * told[name].scale for name, one in counts.items()]
    return Figures(results, told, areas, counts, np.column_stack(columns))


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why a variable is not used.

    Attributes:
        why: "missing", "constant", "alike" or "little".
        beside: The variable that it repeats.
        by_how_much: The share of areas that lack it, its rank correlation with the other, or the
            share of its sum of squares that kinds explain.
    """

    why: str
    beside: str = ""
    by_how_much: float | None = None


@dataclass(frozen=True, slots=True)
class Screened:
    """Which variables are used, and for which areas.

    Attributes:
        figures: The figures.
        dropped: The variables that are not used, and why.
    """

    figures: Figures
    dropped: dict[str, Dropped]

    @property
    def used(self) -> list[str]:
        """Names of the variables that are used, in order."""
        return [name for name in self.figures.variables if name not in self.dropped]

    @property
    def known(self) -> Flags:
        """Which of the listed areas have every figure that is used."""
        values = self.figures.of(self.used)[self.figures.listed]
        return np.asarray(np.isfinite(values).all(axis=1))

    @property
    def rows(self) -> Labels:
        """Rows of the listed areas that have every figure that is used."""
        return self.figures.listed[self.known]

    @property
    def left_out(self) -> Labels:
        """Rows of those that lack one."""
        return self.figures.listed[~self.known]

    @property
    def values(self) -> Array:
        """The figures that are used, of the areas in `rows`."""
        return self.figures.of(self.used)[self.rows]

    @property
    def table(self) -> pl.DataFrame:
        """One row for each variable of the study, see `VARIABLES`."""
        rows = []
        for name, one in self.figures.variables.items():
            gone = self.dropped.get(name)
            rows.append({
                "variable": name, "title": one.title, "theme": one.theme, "unit": one.shown_unit,
                "source": "; ".join(one.sources), "date": one.date, "in_rule": list(one.in_rule),
                "used": gone is None, "why_not": gone and gone.why,
                "beside": gone.beside if gone else "", "by_how_much": gone and gone.by_how_much,
                "explained": None,
            })  # fmt: skip
        return pl.DataFrame(rows, schema=VARIABLES)

    def without(self, name: str, explained: float) -> Screened:
        """The same without a variable that kinds hardly differ on."""
        little = Dropped("little", by_how_much=explained)
        return Screened(self.figures, {**self.dropped, name: little})


def screen(figures: Figures) -> Screened:
    """Drop variables that lack too many figures, that are constant, or that repeat another.

    Args:
        figures: The figures.

    Raises:
        LeftBehindError: If fewer than two listed areas have every figure, or nothing is left.
    """
    listed, where = figures.listed, f"study {figures.results.manifest['study']['name']}"
    if len(listed) < 2:
        raise LeftBehindError(
            f"the list has too few areas to be put into kinds: {len(listed)}",
            where=where,
            mend="widen the rule of its group",
        )
    lacking = {
        name: float((~np.isfinite(figures.values[listed, at])).mean())
        for at, name in enumerate(figures.variables)
    }
    found = Screened(
        figures,
        {name: Dropped("missing", by_how_much=share)
         for name, share in lacking.items() if share > LACKING},
    )  # fmt: skip
    values = dict(zip(found.used, found.values.T, strict=True))
    constant = {name: Dropped("constant") for name, column in values.items()
                if column.size and np.ptp(column) == 0}  # fmt: skip
    rest = {name: column for name, column in values.items() if name not in constant}
    found = Screened(figures, {**found.dropped, **constant, **_redundant(rest)})
    if not found.used:
        same = "every one of them is the same in all areas of the list"
        missing = "too many areas of the list have no figure"
        raise LeftBehindError(
            f"no variable is left to put areas into kinds by: {same if constant else missing}",
            where=where,
            mend="name other variables in [typology]",
        )
    if len(found.rows) < 2:
        raise LeftBehindError(
            f"fewer than two areas of the list have a figure on every variable: {len(found.rows)}",
            where=where,
            mend="leave out the variables that lack figures",
        )
    return found


def _redundant(values: dict[str, Array]) -> dict[str, Dropped]:
    """Variables that repeat an earlier one, with it and their rank correlation.

    Figures of kinds that are far apart are correlated in any case; their ranks are much less.
    """
    from scipy.stats import rankdata

    found: dict[str, Dropped] = {}
    ranks = {name: rankdata(column) for name, column in values.items() if len(column) > 2}
    for name, other in combinations(ranks, 2):
        if name in found or other in found:
            continue
        alike = float(np.corrcoef(ranks[name], ranks[other])[0, 1])
        if abs(alike) >= REDUNDANT:
            found[other] = Dropped("alike", name, alike)
    return found


def explained(points: Array, labels: Labels) -> Array:
    """The share of each variable's sum of squares that lies between kinds, (variables,).

    Example:
        >>> explained(np.array([[0.0, 1.0], [0.0, 2.0], [1.0, 1.0], [1.0, 2.0]]),
        ...           np.array([0, 0, 1, 1])).tolist()
        [1.0, 0.0]
    """
    whole = ((points - points.mean(axis=0)) ** 2).sum(axis=0)
    inside = np.zeros(points.shape[1])
    for kind in range(labels.max() + 1):
        own = points[labels == kind]
        inside += ((own - own.mean(axis=0)) ** 2).sum(axis=0)
    return np.asarray(1 - inside / np.where(whole > 0, whole, 1.0))
