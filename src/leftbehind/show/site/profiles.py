"""What the page reads when a place is opened: its outcomes, those of what it lies in, its ranks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from leftbehind.analysis.bootstrap import median, pooled
from leftbehind.analysis.cells import Counts, Flags
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.show.site.doubts import Doubts, Spread
from leftbehind.show.site.places import counts_of
from leftbehind.show.site.values import Array

Rates = dict[str, list[float | None]]
"""Figures by outcome."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """The outcomes of the places in one larger area, and how sure their ranks are.

    Attributes:
        row: Where the places stand among all areas.
        here: Their figures by outcome, in the order of `row`.
        larger: Figures of the larger areas that any of them lies in, by breakdown and outcome,
            in the order of `at`.
        at: Positions of those larger areas, by breakdown.
        spread: Ranks of the places in most versions of the study, by index, in the order of `row`;
            no index where no versions were tried.
    """

    row: list[int]
    here: Rates
    larger: dict[str, Rates]
    at: dict[str, list[int]]
    spread: dict[str, Spread]


def profiles_of(
    results: Results, outcomes: dict[str, Measured], by: str, doubts: Doubts | None
) -> list[Profiles]:
    """The outcomes of all places, parted so that opening one loads little.

    Args:
        results: Results of a study.
        outcomes: The outcomes that are shown, by name.
        by: The breakdown that they are parted by; "" for one part.
        doubts: How sure the list is, if that was tried.

    Returns:
        One for each larger area, in the order of their codes, then one for the places that
        lie in none.
    """
    areas = results.areas.sort("area")
    larger = {name: _positions(areas[name]) for name in results.manifest["by"]}
    counts = {name: _counts(results, name) for name in outcomes}
    above = {
        name: {key: _pooled(counts[key], one, at) for key, one in outcomes.items()}
        for name, at in larger.items()
    }
    parted = larger[by] if by else np.zeros(areas.height, dtype=np.int64)
    spread = doubts.spread if doubts else {}
    found = []
    for part in [*range(parted.max(initial=-1) + 1), -1]:
        rows = np.flatnonzero(parted == part)
        at = {name: sorted({int(n) for n in places[rows] if n >= 0})
              for name, places in larger.items()}  # fmt: skip
        found.append(
            Profiles(
                rows.tolist(),
                {key: _shown(_here(counts[key], one)[rows], one) for key, one in outcomes.items()},
                {
                    name: {key: _shown(above[name][key][at[name]], one)
                           for key, one in outcomes.items()}
                    for name in larger
                },
                at,
                {name: _some(one, rows) for name, one in spread.items()},
            )
        )  # fmt: skip
    return found


def _some(spread: Spread, rows: Iterable[int]) -> Spread:
    return Spread([spread.low[row] for row in rows], [spread.high[row] for row in rows])


def _positions(codes: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Position of each area's larger area among their codes in order; −1 for none."""
    known = {code: n for n, code in enumerate(codes.drop_nulls().unique().sort())}
    return np.array([known.get(code, -1) for code in codes], dtype=np.int64)


def _counts(results: Results, name: str) -> Counts:
    found = counts_of(results, name)
    return Counts(found["count"], found["of"])


def _here(counts: Counts, about: Measured) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(counts.of > 0, counts.count / counts.of, np.nan) * about.scale


def _pooled(
    counts: Counts, about: Measured, at: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Array:
    flags: list[Flags] = [at == n for n in range(at.max(initial=-1) + 1)]
    return (median if about.median else pooled)(counts, flags) * about.scale


def _shown(values: Array, about: Measured) -> list[float | None]:
    """Figures with two decimals more than are shown: what is shown is not rounded twice."""
    return [
        None if np.isnan(one) else float(round(one, about.digits + 2)) for one in values.tolist()
    ]
