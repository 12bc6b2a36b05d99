"""The outcomes of one place or of a few, with the intervals of their own counts."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.bootstrap import median, pooled
from leftbehind.analysis.cells import (
    Counts,
    Flags,
    breakdown,
    clusters_of,
    comparing_of,
    counts_of,
)
from leftbehind.analysis.disclosure import held_cells
from leftbehind.analysis.intervals import byar, wilson
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.running.outcomes import measured


def outcomes_here(results: Results, inside: Flags, by: str = "") -> pl.DataFrame:
    """The figures of one area, or of all areas of a larger one.

    A share has Wilson's interval and a rate of events Byar's: they are for the chance in the
    place's own counts. A mean has none: how its values spread inside is not public. A mean
    of money is no rate of events and has none either.

    Args:
        results: Results of a study.
        inside: Which areas: one, or all of a larger area.
        by: The breakdown that the larger area belongs to.

    Returns:
        One row for each outcome: `outcome`, `count`, `of`, `rate`, `low`, `high` (as shown;
        null where unknown, or held back because a user's own counts are small).
    """
    comparing = comparing_of(results)
    rows: list[dict[str, str | float | None]] = []
    for name, about in measured(results.manifest).items():
        counts = counts_of(results, name)
        known = counts.known & inside
        top, bottom = float(counts.count[known].sum()), float(counts.of[known].sum())
        row: dict[str, str | float | None] = {"outcome": name, "count": top, "of": bottom}
        held = about.own and bool(about.count) and _held(results, about, counts, inside, by)
        if not bottom or held:
            rows.append({"outcome": name, "of": bottom or None})
            continue
        rate = (median if about.median else pooled)(counts, [inside])[0] * about.scale
        row["rate"] = float(rate) if np.isfinite(rate) else None
        interval = None
        if about.is_share:
            interval = wilson(min(top, bottom), bottom, comparing.level)
        elif about.count and top == round(top) and "pound" not in about.unit:
            interval = byar(top, bottom, comparing.level)
        if interval is not None:
            row |= {"low": interval.low * about.scale, "high": interval.high * about.scale}
        rows.append(row)
    schema = dict.fromkeys(("count", "of", "rate", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema={"outcome": pl.String, **schema})


def _held(results: Results, about: Measured, counts: Counts, inside: Flags, by: str) -> bool:
    """Whether a user's own figure is held back here, or would give another away.

    Areas are looked at inside their larger area, larger areas inside the whole.
    """
    comparing = comparing_of(results)
    _, larger = clusters_of(results, comparing)
    count, of = np.nan_to_num(counts.count), np.nan_to_num(counts.of)
    cell: NDArray[np.int64] = np.arange(count.size)
    if by:
        cell = breakdown(results, by).cast(pl.String).fill_null("").rank("dense").to_numpy() - 1
        count, of = (np.bincount(cell, part).astype(float) for part in (count, of))
        larger = np.zeros(count.size, dtype=np.int64)
    held = held_cells(count, of, larger, comparing.smallest, share=about.is_share)
    return bool(held[cell[inside]].any())
