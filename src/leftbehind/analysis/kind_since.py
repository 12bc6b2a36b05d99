"""Kinds of two editions set beside each other: by people, on the smaller areas of the two."""

from __future__ import annotations

import polars as pl

from leftbehind.analysis.laid import lay
from leftbehind.areas.conversion import convert
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results

NOT_LISTED = "not listed"
"""In the place of a kind: an area that is not on the list of an edition."""

LACKS = "lacks"
"""In the place of a kind: an area on the list that lacks a figure."""

TRANSITIONS = {
    "before": pl.String, "after": pl.String, "people": pl.Float64, "share": pl.Float64,
}  # fmt: skip
"""Columns of the table of transitions."""


def transitions(
    before: tuple[Results, pl.DataFrame], after: tuple[Results, pl.DataFrame], shelf: Shelf
) -> pl.DataFrame:
    """How many people lived in areas of each kind of two editions.

    Both are laid on the smaller areas of the two: nothing is said of one small area, since areas
    that a lookup splits are shared out by people.

    Args:
        before: Results of the earlier study, and its places with their kinds.
        after: The same of the later study.
        shelf: Where lookups and people come from.

    Returns:
        Columns `before` and `after` (kinds, "not listed" or "lacks"), `people`, and `share` of the
        people of the kind before. Those who are on neither list are left out.

    Raises:
        LeftBehindError: If no lookup leads from the one to the other.
    """
    laid = lay([before[0], after[0]], shelf)
    ground = laid.areas.select("area", "people")
    shares = [_kinds_on(laid.ground, *one, shelf).rename({"kind": name})
              for name, one in (("before", before), ("after", after))]  # fmt: skip
    joined = ground.join(shares[0], on="area", how="left", maintain_order="left").join(
        shares[1], on="area", how="left", suffix="_after", maintain_order="left"
    )
    known = joined.drop_nulls(["before", "after"])
    living = pl.col("people") * pl.col("share") * pl.col("share_after")
    counted = known.group_by("before", "after").agg(people=living.sum())
    counted = counted.filter(
        (pl.col("before") != NOT_LISTED) | (pl.col("after") != NOT_LISTED), pl.col("people") > 0
    )
    if counted.is_empty():
        raise LeftBehindError(
            "no lookup leads from an area of the one list to an area that the other study judges",
            mend="name two studies of the same land",
        )
    share = pl.col("people") / pl.col("people").sum().over("before")
    return counted.with_columns(share=share).sort("before", "after").select(list(TRANSITIONS))


def _kinds_on(ground: str, results: Results, places: pl.DataFrame, shelf: Shelf) -> pl.DataFrame:
    """For each area of the ground, the share of its people in areas of each kind."""
    kinds = places.filter("listed").select(target="area", kind=pl.col("kind").fill_null(LACKS))
    codes = results.areas.select(target="area").join(kinds, on="target", how="left")
    codes = codes.with_columns(pl.col("kind").fill_null(NOT_LISTED))
    geography = str(results.manifest["study"]["areas"])
    if geography == ground:
        return codes.select(area="target", kind="kind", share=pl.lit(1.0))
    whole = convert(ground, geography, shelf).whole.shares
    joined = whole.join(codes, on="target", how="inner")
    return joined.group_by(area="source", kind="kind").agg(pl.col("share").sum())
