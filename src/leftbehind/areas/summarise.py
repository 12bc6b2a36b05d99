"""Small areas to larger ones: the summary measures of the Indices of Deprivation.

Source: IoD 2019 technical report, section 3.8 and appendix N.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import polars as pl

from leftbehind.areas.lookups import Lookup
from leftbehind.engine.arrays import place
from leftbehind.errors import LeftBehindError, nearest

Measure = Literal[
    "average score",
    "average rank",
    "proportion",
    "extent",
    "local concentration",
    "scale",
]

WORST_SHARE = 0.1
"""The most deprived tenth, which proportion, extent and local concentration look at."""

_FULL, _LAST = 10, 30
"""Percentiles: up to the 10th everyone counts in extent, after the 30th nobody."""


def extent_weight(percentile: pl.Expr) -> pl.Expr:
    """Weight of an area in extent: 1 to the 10th percentile, .95 at the 11th, .05 at
    the 30th, 0 after; straight between.

    Example:
        >>> frame = pl.DataFrame({"q": [10, 11, 28, 30, 31]})
        >>> frame.select(extent_weight(pl.col("q")).round(6)).to_series().to_list()
        [1.0, 0.95, 0.144737, 0.05, 0.0]
    """  # noqa: D205 - the formula is one sentence
    falling = 0.95 - (0.95 - 0.05) / 19 * (percentile - (_FULL + 1))
    return (
        pl.when(percentile <= _FULL)
        .then(1.0)
        .when(percentile <= _LAST)
        .then(falling)
        .otherwise(0.0)
    )


def summarise(
    frame: pl.DataFrame,
    lookup: Lookup,
    measures: tuple[Measure, ...] = get_args(Measure)[:-1],
    *,
    areas: int | None = None,
) -> pl.DataFrame:
    """Summarise small areas for larger ones.

    Args:
        frame: Columns `area`, `people` (the index's own denominator: everyone, or those
            of working age) and, for the measures that need them, `score`, `rank`
            (1 = worst) and `count` (people deprived, for scale).
        lookup: From the small areas to the larger; an area that is split takes part in
            each with its share of people.
        measures: Which; each becomes a column named with underscores.
        areas: N, the number of small areas that were ranked; default: rows with a rank.

    Returns:
        One row for each larger area, sorted by `area`. Small areas without a score are
        left out of the weights too.

    Raises:
        LeftBehindError: If a measure is unknown or the frame lacks its column.

    Example:
        >>> where = Lookup("small", "district", pl.DataFrame(
        ...     {"source": ["a", "b"], "target": ["d", "d"], "share": [1.0, 1.0]}))
        >>> data = pl.DataFrame(
        ...     {"area": ["a", "b"], "people": [1.0, 3.0], "score": [8.0, 4.0], "rank": [1, 2]})
        >>> summarise(data, where, ("average score", "average rank")).rows()
        [('d', 5.0, 1.25)]
    """
    for measure in measures:
        if measure not in get_args(Measure):
            raise LeftBehindError(
                f"there is no measure {measure!r}", mend=nearest(measure, get_args(Measure))
            )
        needed = {"average score": "score", "scale": "count"}.get(measure, "rank")
        if needed not in frame.columns:
            raise LeftBehindError(f"{measure} needs a column {needed}", mend="add it")
    known = pl.col("score" if measures == ("average score",) else "rank").is_not_null()
    ranked = areas or (frame["rank"].count() if "rank" in frame.columns else frame.height)
    if measures != ("scale",):
        frame = frame.filter(known)
    joined = (
        lookup.shares.join(
            frame.rename({"area": "source"}), on="source", how="inner", maintain_order="left"
        )
        .with_columns(_people=pl.col("people") * pl.col("share"))
        .sort("target", maintain_order=True)
    )
    grouped = joined.group_by("target", maintain_order=True)
    total = pl.col("_people").sum()
    steps: dict[str, pl.Expr] = {
        "average score": (pl.col("_people") * pl.col("score")).sum() / total
        if "score" in frame.columns
        else pl.lit(None),
        "average rank": (ranked + 1) - (pl.col("_people") * pl.col("rank")).sum() / total
        if "rank" in frame.columns
        else pl.lit(None),
    }
    if "rank" in frame.columns:
        percentile = (100 * pl.col("rank") / ranked).ceil()
        in_worst = (10 * pl.col("rank") / ranked).ceil() == 1
        steps["proportion"] = in_worst.cast(pl.Float64).mean()
        steps["extent"] = (pl.col("_people") * extent_weight(percentile)).sum() / total
        steps["local concentration"] = (ranked + 1) - _mean_rank_of_worst_tenth()
    if "count" in frame.columns:
        steps["scale"] = (pl.col("count") * pl.col("share")).sum()
    result = grouped.agg(steps[measure].alias(measure.replace(" ", "_")) for measure in measures)
    return result.rename({"target": "area"}).sort("area")


def _mean_rank_of_worst_tenth() -> pl.Expr:
    """People-weighted mean rank of the most deprived areas that hold exactly a tenth.

    The last of them enters with the part of its people that is still needed.
    """
    people, rank = pl.col("_people").sort_by("rank"), pl.col("rank").sort()
    needed = pl.col("_people").sum() * WORST_SHARE
    before = people.cum_sum() - people
    taken = pl.min_horizontal(people, (needed - before).clip(lower_bound=0))
    return (taken * rank).sum() / needed


def rank_again(frame: pl.DataFrame) -> pl.DataFrame:
    """Add a competition rank (1 = most deprived) to every summary column.

    Args:
        frame: Column `area` and summary measures, larger = more deprived.

    Returns:
        The frame with `<measure>_rank` beside each measure.

    Example:
        >>> districts = pl.DataFrame({"area": ["a", "b"], "extent": [0.1, 0.3]})
        >>> rank_again(districts)["extent_rank"].to_list()
        [2.0, 1.0]
    """
    ranks = [
        pl.Series(f"{name}_rank", place(frame[name].to_numpy().astype(np.float64)))
        for name in frame.columns
        if name != "area"
    ]
    return frame.with_columns(*ranks)
