"""Places of somebody's own: which areas they are made of, wholly or in part, in any geography."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

from leftbehind.areas.conversion import People, lookup_of
from leftbehind.areas.lookups import Lookup
from leftbehind.areas.ways import backwards, find_way
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, some

NAMED = ("name", "place")
"""Headings that say of themselves that they are the names of places."""

PLACE = "place"
"""What places of somebody's own are called where a lookup leads to them."""

HALF = 0.5
"""By best fit an area of which more than this is in a place belongs to it wholly."""

Told = Literal["polygons", "codes", "postcodes"]
"""How a place is told."""


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """Places of somebody's own, in the geography that they are told in.

    They are independent questions: an area may be in several, with its whole share in each.

    Attributes:
        names: Their names, in the order of the file.
        by: How they are told.
        best_fit: The areas that belong to each, wholly.
        split: The share of the people of each area that is in each place.
        covered: Share of the extent of each place that is in these areas, by name; of
            polygons only.
        overlaps: Pairs of places that have something in common.
        mended: Places whose polygon crossed itself.
        column: Column of the file that holds their names; none: the file is one place.
        guessed: Column of codes that was known by its codes and not by its heading.
        twice: Rows that say again what was said before.
    """

    names: tuple[str, ...]
    by: Told
    best_fit: Lookup
    split: Lookup
    covered: dict[str, float] = field(default_factory=dict)
    overlaps: tuple[tuple[str, str], ...] = ()
    mended: tuple[str, ...] = ()
    column: str = ""
    guessed: str = ""
    twice: int = 0

    @property
    def geography(self) -> str:
        """The geography that they are told in."""
        return self.split.source


def column_of_names(columns: Sequence[str], where: str) -> str:
    """The column of the names of places: the only one, or the only one that is called so.

    Args:
        columns: Columns that it may be.
        where: The file, for errors.

    Raises:
        LeftBehindError: If it cannot be told: nothing is guessed.

    Example:
        >>> column_of_names(["Name", "ward"], "my.csv")
        'Name'
    """
    named = [one for one in columns if one.strip().lower() in NAMED]
    for found in (columns, named):
        if len(found) == 1:
            return found[0]
    raise LeftBehindError(
        f"which column names the places? It may be {some(columns)}"
        if columns
        else "no column names the places",
        where=where,
        mend="say --name COLUMN" if columns else "give each place a `name`",
    )


def wholly(shares: pl.DataFrame) -> pl.DataFrame:
    """Shares by best fit: whole where more than half is in the place, nothing elsewhere.

    Example:
        >>> parts = pl.DataFrame({"source": ["a", "b"], "target": ["p", "p"], "share": [0.6, 0.5]})
        >>> wholly(parts).rows()
        [('a', 'p', 1.0)]
    """
    return shares.filter(pl.col("share") > HALF).with_columns(share=pl.lit(1.0))


@dataclass(frozen=True, slots=True)
class Ways:
    """How places are led from one geography to another: along lookups, shared out by people.

    Attributes:
        shelf: Where lookups come from.
        own: Lookups that the study names; they go before those of the catalogue.
        people: The people of each area of a geography, as columns `area` and `people`.
    """

    shelf: Shelf
    own: tuple[str, ...]
    people: People

    def lead(self, places: Lookup, to: str, *, best_fit: bool = False) -> Lookup:
        """Places as shares of the areas of another geography.

        A smaller area is in a place with the share of it that is in the place's areas. A larger
        area is in it with the share of its people who live in the place's areas.

        Args:
            places: Areas of some geography, and the share of each in each place.
            to: Geography to lead them to.
            best_fit: Whether smaller areas are wholly in or out.

        Raises:
            LeftBehindError: If no lookup leads there, or nothing says where people live.

        Example:
            >>> shelf = Shelf()
            >>> areas = shelf.read("simulated_areas20").frame.rename({"small20": "area"})
            >>> ways = Ways(shelf, ("simulated_areas20",), lambda _: areas)
            >>> ward = pl.DataFrame({"source": ["X05000001"], "target": ["mine"], "share": [1.0]})
            >>> small = ways.lead(Lookup("ward20", PLACE, ward), "small20")
            >>> small.shares["share"].to_list(), ways.lead(small, "ward20").shares.rows()
            ([1.0, 1.0, 1.0, 1.0], [('X05000001', 'mine', 1.0)])
        """
        for step in find_way(places.source, to, self.shelf, own=self.own):
            back = lookup_of(backwards(step), self.shelf, self.people)
            places = _whole_again(back.then(places))
            if best_fit and step.slope == "down":
                places = replace(places, shares=wholly(places.shares))
        return places

    def path(self, start: str, end: str) -> list[str]:
        """The tables that lead from one geography to another.

        Raises:
            LeftBehindError: If there is no way.
        """
        steps = find_way(start, end, self.shelf, own=self.own)
        return [step.table or f"codes of {step.source} in {step.target}" for step in steps]


def _whole_again(places: Lookup) -> Lookup:
    """Places without the areas of which none is in them."""
    return replace(places, shares=places.shares.filter(pl.col("share") > 0))


def overlapping(shares: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    """Pairs of places that share an area, in the order of their names.

    Example:
        >>> overlapping(pl.DataFrame({"source": ["a", "a", "b"], "target": ["p", "q", "q"]}))
        (('p', 'q'),)
    """
    several = shares.filter(pl.col("source").is_duplicated()).select("source", "target")
    pairs = several.join(several, on="source", suffix="_2").filter(
        pl.col("target") < pl.col("target_2")
    )
    return tuple(pairs.select("target", "target_2").unique().sort("target", "target_2").iter_rows())
