"""What a conversion kept: who was carried exactly, who approximately, and who was lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

WHOLE = 1 - 1e-9
"""A share from which on nothing but the last digit of a sum is lacking."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Areas or people by how they were carried.

    Attributes:
        exact: In areas that go wholly to one target with which they compare.
        approximate: In areas that are split by shares, go where most of them lies, or were
            redrawn so that nothing compares.
        lost: Without a target.
    """

    exact: float
    approximate: float
    lost: float

    @property
    def all(self) -> float:
        """All of them."""
        return self.exact + self.approximate + self.lost


@dataclass(frozen=True, slots=True)
class Account:
    """The account of one conversion.

    Attributes:
        source: Geography that was carried from.
        target: Geography that was carried to.
        areas: Areas of the source: how each was carried. An area of which a part is lost is
            approximate.
        people: Their people, the part that is lost among the lost; none: not known.
    """

    source: str
    target: str
    areas: Kept
    people: Kept | None


def manner(areas: pl.Series, shares: pl.DataFrame, doubtful: Collection[str]) -> pl.DataFrame:
    """How each area is carried.

    Args:
        areas: Codes of the areas to carry, each once.
        shares: Columns `source`, `target` and `share` of a lookup.
        doubtful: Areas that are approximate though they go wholly to one target.

    Returns:
        Columns `area`, `kept` (the share that has a target) and `how`: exact, approximate or
        lost.

    Example:
        >>> shares = pl.DataFrame({"source": ["a", "b", "b"], "target": ["x", "x", "y"],
        ...                        "share": [1.0, 0.4, 0.6]})
        >>> manner(pl.Series(["a", "b", "c"]), shares, ())["how"].to_list()
        ['exact', 'approximate', 'lost']
    """
    kept = shares.group_by("source").agg(
        pl.col("share").sum().alias("kept"), pl.col("share").max().alias("most")
    )
    known = areas.alias("area").to_frame().join(
        kept, left_on="area", right_on="source", how="left", maintain_order="left"
    )  # fmt: skip
    exact = (pl.col("most") > WHOLE) & ~pl.col("area").is_in(list(doubtful))
    return known.select(
        "area",
        pl.col("kept").fill_null(0.0).clip(0.0, 1.0),
        how=pl.when(pl.col("most").fill_null(0.0) <= 0)
        .then(pl.lit("lost"))
        .when(exact)
        .then(pl.lit("exact"))
        .otherwise(pl.lit("approximate")),
    )


def account_of(
    ends: tuple[str, str], carried: pl.DataFrame, people: pl.DataFrame | None = None
) -> Account:
    """The account of areas that were carried.

    Args:
        ends: Geographies that were carried from and to.
        carried: How each area was carried (see `manner`).
        people: Columns `area` and `people`; areas without a row have nobody.

    Returns:
        The account. Whatever was carried, its three parts add up to all areas, and to all
        their people.

    Example:
        >>> how = pl.DataFrame({"area": ["a", "b"], "kept": [1.0, 0.5],
        ...                     "how": ["exact", "approximate"]})
        >>> living = pl.DataFrame({"area": ["a", "b"], "people": [10.0, 4.0]})
        >>> account_of(("old", "new"), how, living).people
        Kept(exact=10.0, approximate=2.0, lost=2.0)
    """
    counts = dict(carried.group_by("how").len().iter_rows())
    areas = Kept(*(counts.get(how, 0) for how in ("exact", "approximate", "lost")))
    if people is None:
        return Account(*ends, areas, None)
    living = carried.join(people.select("area", "people"), on="area", how="left").with_columns(
        pl.col("people").fill_null(0.0)
    )
    arrived = pl.col("people") * pl.col("kept")
    exact, near, everyone = living.select(
        pl.col("people").filter(how="exact").sum().alias("exact"),
        arrived.filter(pl.col("how") == "approximate").sum().alias("approximate"),
        pl.col("people").sum().alias("all"),
    ).row(0)
    return Account(*ends, areas, Kept(exact, near, everyone - exact - near))
