"""Areas as arrays: who is in which group, district and larger area, and what was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.questions import OTHERS, WHOLE, Comparing
from leftbehind.results import Results

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in each area, and of how many; NaN where there is no figure."""

    count: Array
    of: Array

    @property
    def known(self) -> Flags:
        """Which areas have a figure."""
        return np.asarray(np.isfinite(self.count) & np.isfinite(self.of))


def counts_of(results: Results, outcome: str) -> Counts:
    """An outcome in the order of the areas.

    Raises:
        LeftBehindError: If the results have no such outcome, with the nearest name.
    """
    known = results.manifest.get("outcomes", {})
    if outcome not in known:
        missing = results.manifest.get("outcomes_not_here", {})
        if outcome in missing:
            raise LeftBehindError(f"outcome {outcome} could not be computed: {missing[outcome]}")
        raise LeftBehindError(
            f"the results have no outcome {outcome}", mend=nearest(outcome, known)
        )
    own = results["outcomes"].filter(outcome=outcome).select("area", "count", "of")
    joined = results.areas.select("area").join(own, on="area", how="left", maintain_order="left")
    floats = joined.select(pl.col("count", "of").cast(pl.Float64)).fill_null(np.nan)
    return Counts(floats["count"].to_numpy(), floats["of"].to_numpy())


def members(results: Results, groups: Sequence[str]) -> dict[str, Flags]:
    """Which areas are in each group; the whole and the others are groups too.

    Raises:
        LeftBehindError: If there is no such group, with the nearest name.
    """
    flags: dict[str, Flags] = {}
    for group in groups:
        if group == WHOLE:
            flags[group] = np.ones(results.areas.height, dtype=bool)
        elif group == OTHERS:
            flags[group] = ~results.areas[f"in_{results.list_of}"].to_numpy()
        elif f"in_{group}" in results.areas.columns:
            flags[group] = results.areas[f"in_{group}"].to_numpy()
        else:
            known = [*results.manifest["study"]["group"], WHOLE, OTHERS]
            raise LeftBehindError(f"there is no group {group}", mend=nearest(group, known))
    return flags


def comparing_of(results: Results) -> Comparing:
    """How the study says that groups are compared."""
    return Comparing.model_validate(results.manifest["study"].get("comparing", {}))


def breakdown(results: Results, by: str) -> pl.Series:
    """The larger area or class of each area.

    Raises:
        LeftBehindError: If the results have no such breakdown, with the nearest name.
    """
    known: Mapping[str, str] = results.manifest["by"]
    if by not in known:
        raise LeftBehindError(f"the study has no breakdown {by}", mend=nearest(by, known))
    return results.areas[by]


def clusters_of(results: Results, comparing: Comparing) -> tuple[str, NDArray[np.int64]]:
    """The breakdown that is drawn anew for intervals, and the cluster of each area.

    Areas without one are each a cluster of their own. Where a study has no breakdown,
    every area is.
    """
    by = comparing.clusters or max(
        results.manifest["by"], key=lambda name: results.areas[name].n_unique(), default=""
    )
    height = results.areas.height
    if not by:
        return "", np.arange(height)
    codes = breakdown(results, by)
    alone = codes.is_null()
    text = codes.cast(pl.String).fill_null("") + pl.Series(
        [f" {n}" if single else "" for n, single in enumerate(alone)]
    )
    return by, text.rank("dense").cast(pl.Int64).to_numpy() - 1
