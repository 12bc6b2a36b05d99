"""Places of somebody's own: which areas they are made of, wholly or in part, in any geography."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from leftbehind.areas.lookups import Lookup, lookup_from
from leftbehind.data.catalogue import Table
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, some

NAMED = ("name", "place")
"""Headings that say of themselves that they are the names of places."""

PLACE = "place"
"""What places of somebody's own are called where a lookup leads to them."""

HALF = 0.5
"""By best fit an area of which more than this is in a place belongs to it wholly."""

WHOLE = 1 - 1e-9
"""A share from which on nothing but the last digit of a sum is lacking."""

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
    people: Callable[[str], pl.DataFrame]

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
        for table, here, there in self.path(places.source, to):
            places = self._step(places, table, here, there, best_fit=best_fit)
        return places

    def path(self, start: str, end: str) -> list[tuple[str, str, str]]:
        """The tables that lead from one geography to another, each with its two ends.

        Raises:
            LeftBehindError: If there is no way.
        """
        catalogued = [
            name
            for name in self.shelf.catalogue.table
            if name.startswith("lookup_") and self.shelf.here(name)
        ]
        for tables in (self.own, (*self.own, *catalogued)):
            found = self._shortest(start, end, tables)
            if found is not None:
                return found
        raise LeftBehindError(
            f"no lookup leads from {start} to {end}, where the study has its figures",
            mend="give the places as areas of another geography, or as polygons",
        )

    def _shortest(
        self, start: str, end: str, tables: Sequence[str]
    ) -> list[tuple[str, str, str]] | None:
        paths: dict[str, list[tuple[str, str, str]]] = {start: []}
        waiting = [start]
        while waiting and end not in paths:
            here = waiting.pop(0)
            for table in tables:
                reached = self.shelf.catalogue.entry(table).geographies
                for there in reached if here in reached else ():
                    if there not in paths:
                        paths[there] = [*paths[here], (table, here, there)]
                        waiting.append(there)
        return paths.get(end)

    def _step(self, places: Lookup, table: str, here: str, there: str, *, best_fit: bool) -> Lookup:
        reading = self.shelf.read(table)
        small, large = _by_size(reading.entry, reading.frame, here, there)
        pairs = reading.frame.select(small, large).drop_nulls().unique()
        splits = not reading.entry.share and bool(pairs[small].is_duplicated().any())
        people = self.people(large) if splits else None
        lookup = lookup_from(reading, small, large, people=people)
        if there == small:
            led = lookup.then(places)
            return Lookup(there, PLACE, wholly(led.shares)) if best_fit else led
        return _of_larger(places, lookup, self.people(small))


def _by_size(entry: Table, frame: pl.DataFrame, one: str, other: str) -> tuple[str, str]:
    """Two geographies of a lookup, the smaller areas first: those that its rows are of."""
    if entry.geography in (one, other):
        return (one, other) if entry.geography == one else (other, one)
    more = frame[one].n_unique() >= frame[other].n_unique()
    return (one, other) if more else (other, one)


def _of_larger(places: Lookup, lookup: Lookup, people: pl.DataFrame) -> Lookup:
    """The share of the people of each larger area that lives in each place."""
    living = lookup.shares.join(
        people.select(pl.col("area").alias("source"), "people"), on="source", maintain_order="left"
    ).select("source", pl.col("target").alias("larger"), living=pl.col("people") * pl.col("share"))
    everyone = living.group_by("larger").agg(pl.col("living").sum().alias("everyone"))
    shares = (
        living.join(places.shares, on="source", maintain_order="left")
        .group_by("larger", "target", maintain_order=True)
        .agg((pl.col("living") * pl.col("share")).sum())
        .join(everyone, on="larger", maintain_order="left")
        .select(pl.col("larger").alias("source"), "target",
                share=pl.col("living") / pl.col("everyone"))
        .filter(pl.col("share") > 0)
        .with_columns(share=pl.when(pl.col("share") > WHOLE).then(1.0).otherwise("share"))
    )  # fmt: skip
    return Lookup(lookup.target, PLACE, shares)


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
