"""Patches: areas of the list that touch and so form one larger place."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from leftbehind.areas.lookups import chain
from leftbehind.areas.neighbours import Neighbours
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.study import Programme

MOST_OF = 0.5
"""An area is in a programme if more than this share of it is."""


def patches(
    results: Results,
    neighbours: Neighbours,
    programmes: dict[str, pl.Series] | None = None,
) -> pl.DataFrame:
    """Groups of areas of the list that touch, each with all that it touches in turn.

    An area of the list that touches no other is a patch of one.

    Args:
        results: Results of a study.
        neighbours: Who touches whom among its areas.
        programmes: For each programme, whether each area is in it, by the order of the areas.

    Returns:
        A row for each patch, the one with most people first: `patch` (a number from 1), `areas`,
        `people` (unknown, if those of one area are), `margin_least` and `margin_most` (the ranks
        by which its areas are inside the cut that decides), `members` and `names` (codes and
        names, the deepest inside first, parted by semicolons), the larger areas that it lies in
        (the one with most of its areas first), and `in_NAME` for each programme: how many areas
        are in it.

    Raises:
        LeftBehindError: If the neighbours are not areas that touch.
    """
    if neighbours.how != "touching":
        raise LeftBehindError(
            "a patch is of areas that touch", mend="ask for the neighbours that touch"
        )
    larger = _larger(results)
    areas = results.areas.with_columns(
        **{f"in_programme_{name}": flags for name, flags in (programmes or {}).items()}
    )
    listed = areas.filter(pl.col(f"in_{results.list_of}"))
    labelled = listed.join(_labels(neighbours, listed["area"]), on="area", how="inner")
    inside = [pl.col("margin").min().alias("margin_least"),
              pl.col("margin").max().alias("margin_most")]  # fmt: skip
    found = (
        labelled.sort("margin", "area", descending=[True, False], nulls_last=True)
        .group_by("label", maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("areas"),
            _known_sum("people"),
            *inside,
            pl.col("area").str.join("; ").alias("members"),
            pl.col("name").fill_null(pl.col("area")).str.join("; ").alias("names"),
            *(
                pl.col(f"in_programme_{name}").sum().cast(pl.Int64).alias(f"in_{name}")
                for name in programmes or {}
            ),
        )
    )
    for column in larger:
        texts = _most_first(labelled, column)
        found = found.join(texts, on="label", how="left", maintain_order="left")
    found = found.sort(
        "people", "areas", "members", descending=[True, True, False], nulls_last=True
    ).with_columns(pl.int_range(1, pl.len() + 1).alias("patch"))
    flags = [f"in_{name}" for name in programmes or {}]
    return found.select("patch", pl.exclude("patch", "label", *flags), *flags)


def in_programme(areas: pl.Series, geography: str, programme: Programme, shelf: Shelf) -> pl.Series:
    """Which areas are in a programme, or mostly.

    Args:
        areas: Codes of the areas.
        geography: Their geography.
        programme: The programme.
        shelf: Where its table and lookups come from.

    Returns:
        Yes or no, in the order of the areas.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If no lookup leads there.
    """
    reading = shelf.read(programme.table)
    of = reading.entry.geography
    inside = reading.frame[of].drop_nulls().unique()
    if of == geography:
        return areas.is_in(inside.implode())
    shares = chain(programme.lookup, geography, of, shelf).shares
    part = shares.filter(pl.col("target").is_in(inside.implode())).group_by("source").agg(
        pl.col("share").sum()
    )  # fmt: skip
    beside = pl.DataFrame({"source": areas}).join(
        part, on="source", how="left", maintain_order="left"
    )
    return (beside["share"] > MOST_OF).fill_null(value=False)


def _labels(neighbours: Neighbours, listed: pl.Series) -> pl.DataFrame:
    """The listed areas that have a polygon, and a number for each group of them that touch."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    among = neighbours.among(neighbours.codes.is_in(listed.implode()).to_numpy())
    number = len(among.codes)
    ones = np.ones(len(among.one))
    matrix = csr_array((ones, (among.one, among.other)), shape=(number, number))
    labels: Any = connected_components(matrix, directed=False)[1] if number else []
    return pl.DataFrame({"area": among.codes, "label": pl.Series(labels, dtype=pl.Int64)})


def _larger(results: Results) -> list[str]:
    """Columns with the names of the larger areas that places are told by."""
    asked = [*results.manifest["by"], results.manifest.get("within", "")]
    return [f"{name}_name" for name in asked if f"{name}_name" in results.areas.columns]


def _known_sum(column: str) -> pl.Expr:
    whole = pl.when(pl.col(column).is_null().any()).then(None).otherwise(pl.col(column).sum())
    return whole.alias(column)


def _most_first(labelled: pl.DataFrame, column: str) -> pl.DataFrame:
    """For each group its different texts, the most frequent first."""
    return (
        labelled.drop_nulls(column)
        .group_by("label", column)
        .len()
        .sort("len", column, descending=[True, False])
        .group_by("label", maintain_order=True)
        .agg(pl.col(column).str.join("; "))
    )
