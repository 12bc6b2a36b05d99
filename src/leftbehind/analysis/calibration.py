"""Whether four in five of the places said to be 80% likely are truly on the list."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from leftbehind.analysis.doubt import doubtful
from leftbehind.data.shelf import Shelf
from leftbehind.data.simulate import COUNTS, Country, country
from leftbehind.running.run import run
from leftbehind.study_file import read_study

STUDY = "invented-country"
"""The only study whose truth is known."""

TABLES = ("simulated_deprivation_small20", "simulated_need_ward20")
"""Its tables that hold counts."""

CHANCE = ("doubt.chance=['deprivation', 'need']", "doubt.draw=['chance']")
"""The patches that make chance its only doubt."""

ENDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Ends of the classes of probability."""


def judged_and_true(
    seed: int, *, draws: int = 200, areas: int = 6_000, share: str = "10%"
) -> pl.DataFrame:
    """One invented country, as its noisy counts are judged and as it truly is.

    Chance has a part in the counts alone; all other figures are as they truly are. The truth
    is the list that the figures give without any chance.

    Args:
        seed: Which country.
        draws: How many versions are judged.
        areas: Its small areas.
        share: The share of wards that each condition of the rule asks for.

    Returns:
        One row for each ward: `area`, `probability`, `in_study` (on the list of the noisy
        counts) and `true`.
    """
    exact, noisy = (country(areas, seed, noise=noise, suppress_below=0, gaps=0.0)
                    for noise in (False, True))  # fmt: skip
    rule = f"group.left-behind.worst={{ deprivation = '{share}', need = '{share}' }}"
    own = (f"simulation.seed={seed}", f"simulation.areas={areas}", rule)
    as_it_is = {name: exact.table(name) for name in TABLES}
    truth = run(read_study(STUDY, own).bare(), data=as_it_is).areas
    seen = Shelf(frames={name: _with_noisy_counts(exact, noisy, name) for name in TABLES})
    found = doubtful(STUDY, (*own, *CHANCE), shelf=seen).doubted(draws, ranks=False)
    true = truth.select("area", pl.col("in_left-behind").alias("true"))
    return found.areas.select("area", "probability", "in_study").join(true, on="area")


def _with_noisy_counts(exact: Country, noisy: Country, name: str) -> pl.DataFrame:
    table = exact.table(name)
    counts = [column for column in table.columns if column in COUNTS]
    return table.with_columns(noisy.table(name).select(counts))


def calibration(places: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The calibration curve of places that are neither in all versions nor in none.

    Args:
        places: Frames of `judged_and_true`.

    Returns:
        One row for each class of what was said: `low` and `high` ends, `places`, `said` (the
        mean probability) and `true` (the share that truly is on the list).

    Example:
        >>> known = pl.DataFrame({"probability": [0.8] * 5, "true": [True] * 4 + [False]})
        >>> calibration([known]).rows()
        [(0.7, 0.9, 5, 0.8, 0.8)]
    """
    all_of_them = pl.concat(list(places))
    unsure = all_of_them.filter(pl.col("probability").is_between(0, 1, closed="none"))
    said = unsure["probability"].to_numpy()
    within = np.clip(np.searchsorted(ENDS, said, side="right") - 1, 0, len(ENDS) - 2)
    return (
        unsure.with_columns(
            low=pl.Series(np.asarray(ENDS)[within]), high=pl.Series(np.asarray(ENDS)[within + 1])
        )
        .group_by("low", "high")
        .agg(
            pl.len().alias("places"),
            pl.col("probability").mean().round(9).alias("said"),
            pl.col("true").cast(pl.Float64).mean().alias("true"),
        )
        .sort("low")
    )
