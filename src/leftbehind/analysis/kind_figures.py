"""The figures that areas are put into kinds by: read, checked, and the redundant ones dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from leftbehind.analysis.cells import counts_of
from leftbehind.analysis.partition import Labels
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.running.outcomes import measured

REDUNDANT = 0.9
"""Correlation from which two variables tell nearly the same."""

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
        values: Figures as they are shown, (areas, variables); NaN where there is none.
    """

    results: Results
    variables: dict[str, Measured]
    areas: pl.DataFrame
    values: Array

    @property
    def listed(self) -> Labels:
        """Rows of the areas of the list."""
        return np.flatnonzero(self.areas["listed"].to_numpy())

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
    columns = []
    for name, one in told.items():
        counts = counts_of(results, name)
        with np.errstate(invalid="ignore", divide="ignore"):
            columns.append(counts.count / counts.of * one.scale)
    order = results.areas["area"].arg_sort()
    areas = results.areas[order].with_columns(listed=pl.col(f"in_{results.list_of}"))
    return Figures(results, told, areas, np.column_stack(columns)[order.to_numpy()])


@dataclass(frozen=True, slots=True)
class Screened:
    """Which variables are used, and for which areas.

    Attributes:
        used: Names of the variables that are used, in order.
        table: One row for each variable of the study, see `VARIABLES`.
        rows: Rows of the listed areas that have every figure that is used.
        left_out: Rows of those that lack one.
    """

    used: list[str]
    table: pl.DataFrame
    rows: Labels
    left_out: Labels

    def without(self, name: str, explained: float) -> Screened:
        """The same without a variable that kinds hardly differ on."""
        this = pl.col("variable") == name
        table = self.table.with_columns(
            used=pl.col("used") & ~this,
            why_not=pl.when(this).then(pl.lit("little")).otherwise("why_not"),
            by_how_much=pl.when(this).then(pl.lit(explained)).otherwise("by_how_much"),
        )
        return Screened([one for one in self.used if one != name], table, self.rows, self.left_out)


def screen(figures: Figures, leave: frozenset[str] = frozenset()) -> Screened:
    """Drop variables that lack too many figures, that are constant, or that repeat another.

    Args:
        figures: The figures.
        leave: Variables that are left out by whoever asks.

    Raises:
        LeftBehindError: If fewer than two listed areas have every figure, or nothing is left.
    """
    listed = figures.listed
    if len(listed) < 2:
        raise LeftBehindError(
            f"the list has too few areas to be put into kinds: {len(listed)}",
            where=f"study {figures.results.manifest['study']['name']}",
            mend="widen the rule of its group",
        )
    why: dict[str, tuple[str, str, float | None]] = {}
    values = {name: figures.values[listed, at] for at, name in enumerate(figures.variables)}
    for name, column in values.items():
        lacking = float((~np.isfinite(column)).mean())
        if name in leave:
            why[name] = ("asked", "", None)
        elif lacking > LACKING:
            why[name] = ("missing", "", lacking)
    kept = [name for name in values if name not in why]
    known = np.all([np.isfinite(values[name]) for name in kept], axis=0) if kept else listed < 0
    for name in kept:
        if known.any() and np.ptp(values[name][known]) == 0:
            why[name] = ("constant", "", None)
    kept = [name for name in kept if name not in why]
    for name, other, alike in _redundant({name: values[name][known] for name in kept}):
        why[name] = ("alike", other, alike)
    used = [name for name in kept if name not in why]
    _require_some(figures, used, why, int(known.sum()))
    rows = []
    for name, one in figures.variables.items():
        reason, beside, much = why.get(name, (None, "", None))
        rows.append({
            "variable": name, "title": one.title, "theme": one.theme, "unit": one.shown_unit,
            "source": "; ".join(one.sources), "date": one.date, "in_rule": list(one.in_rule),
            "used": reason is None, "why_not": reason, "beside": beside, "by_how_much": much,
            "explained": None,
        })  # fmt: skip
    return Screened(used, pl.DataFrame(rows, schema=VARIABLES), listed[known], listed[~known])


def _redundant(values: dict[str, Array]) -> list[tuple[str, str, float]]:
    """Variables that repeat an earlier one, with it and their correlation."""
    found: list[tuple[str, str, float]] = []
    gone: set[str] = set()
    names = list(values)
    for at, name in enumerate(names):
        for other in names[:at]:
            if other in gone or len(values[name]) < 3:
                continue
            alike = float(np.corrcoef(np.arcsinh(values[name]), np.arcsinh(values[other]))[0, 1])
            if abs(alike) >= REDUNDANT:
                found.append((name, other, alike))
                gone.add(name)
                break
    return found


def _require_some(
    figures: Figures, used: list[str], why: dict[str, tuple[str, str, float | None]], areas: int
) -> None:
    where = f"study {figures.results.manifest['study']['name']}"
    if not used:
        constant = [name for name, (reason, _, _) in why.items() if reason == "constant"]
        what = (
            "every one of them is the same in all areas of the list"
            if constant
            else ("too many areas of the list have no figure")
        )
        raise LeftBehindError(
            f"no variable is left to put areas into kinds by: {what}",
            where=where,
            mend="name other variables in [typology]",
        )
    if areas < 2:
        raise LeftBehindError(
            f"{areas} areas of the list have a figure on every variable, and kinds need several",
            where=where,
            mend="leave out the variables that lack figures",
        )


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
