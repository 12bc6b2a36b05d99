"""A whole conversion: the way that was found, as one lookup shared out by people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from leftbehind.areas.account import Account
from leftbehind.areas.lookups import Lookup, lookup_from
from leftbehind.areas.registers import living_on, register
from leftbehind.areas.ways import Step, find_way, lookups
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError

People = Callable[[str], pl.DataFrame]
"""The people of each area of a geography, as columns `area` and `people`."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """From one geography to another.

    Attributes:
        source: Geography that is carried from.
        target: Geography that is carried to.
        steps: The way; none where the two are one.
        lookups: The lookup of each step.
        whole: All of them as one, areas that are the same at both ends kept whole.
        same: Codes of areas that are the same at both ends, which no lookup is asked about.
    """

    source: str
    target: str
    steps: tuple[Step, ...]
    lookups: tuple[Lookup, ...]
    whole: Lookup
    same: frozenset[str] = frozenset()

    def accounts(self, areas: pl.Series) -> tuple[Account, ...]:
        """The account of each step by itself: of the areas that it is given.

        Args:
            areas: The areas that the first step starts from.
        """
        found = []
        for lookup in self.lookups:
            found.append(lookup.account(areas))
            given = lookup.shares.filter(pl.col("source").is_in(areas.implode()))
            areas = given["target"].unique().sort()
        return tuple(found)


def convert(
    source: str,
    target: str,
    shelf: Shelf,
    *,
    own: Sequence[str] = (),
    people: People | None = None,
) -> Conversion:
    """Find the way between two geographies and make one lookup of it.

    Args:
        source: Geography to carry from.
        target: Geography to carry to.
        shelf: Where tables come from.
        own: Lookups that a study names.
        people: Where people live, for areas that are split; default: catalogued tables.

    Returns:
        The conversion.

    Raises:
        LeftBehindError: If no lookup leads there, or a split needs people that nobody knows.

    Example:
        >>> shelf = Shelf()
        >>> led = convert("small20", "region20", shelf)
        >>> small = shelf.read("simulated_areas20").frame["small20"]
        >>> led.whole.account(small).areas
        Kept(exact=6000, approximate=0, lost=0)
    """
    steps = find_way(source, target, shelf, own=own)
    living = people or (lambda geography: people_of(geography, shelf))
    lookups = tuple(lookup_of(step, shelf, living) for step in steps)
    if not lookups:
        return Conversion(source, target, (), (), itself(source, areas_of(source, shelf)))
    whole = lookups[0]
    for following in lookups[1:]:
        whole = whole.then(following)
    # A study's own lookups are taken as they are.
    named = any(step.table in own for step in steps)
    same = None if named else living_on(source, target, shelf)
    if same is None:
        return Conversion(source, target, steps, lookups, whole)
    return Conversion(source, target, steps, lookups, whole.keeping(same), frozenset(same))


def lookup_of(step: Step, shelf: Shelf, people: People) -> Lookup:
    """The lookup of one step, shared out by people where an area is split.

    Args:
        step: The step.
        shelf: Where its table comes from.
        people: Where people live; asked only where it matters.
    """
    if not step.table:
        codes, others = areas_of(step.source, shelf), areas_of(step.target, shelf)
        kept = itself(step.source, codes.filter(codes.is_in(others.implode())))
        return Lookup(step.source, step.target, kept.shares)
    reading = shelf.read(step.table)
    given = bool(reading.entry.share) and step.source == reading.entry.geography
    pairs = reading.frame.select(step.source, step.target).drop_nulls().unique()
    splits = not given and bool(pairs[step.source].is_duplicated().any())
    living = people(step.target) if splits else None
    return lookup_from(reading, step.source, step.target, people=living)


def itself(geography: str, areas: pl.Series) -> Lookup:
    """Areas as they are."""
    shares = pl.DataFrame({"source": areas, "target": areas}).with_columns(share=pl.lit(1.0))
    return Lookup(geography, geography, shares)


def areas_of(geography: str, shelf: Shelf, *, table: str = "") -> pl.Series:
    """Every area of a geography: by its register, else by a table of it that is here.

    Args:
        geography: Which areas.
        shelf: Where tables come from.
        table: Table whose areas are meant, where not all are.

    Raises:
        LeftBehindError: If nothing on this machine lists them, or the table is of others.
    """
    found = None if table else register(geography, shelf)
    listing = [table] if table else [
        name
        for name, entry in shelf.catalogue.table.items()
        if found is None and entry.geography == geography and shelf.here(name)
    ]  # fmt: skip
    for name in listing[:1]:
        frame = shelf.read(name).frame
        if geography not in frame.columns:
            raise LeftBehindError(
                f"{name} has no {geography} codes", mend="name a table of that geography"
            )
        found = frame[geography].drop_nulls().unique()
    if found is None:
        raise LeftBehindError(
            f"nothing on this machine lists the areas of {geography}",
            mend="get a table of them: leftbehind data list",
        )
    return found.sort()


def known_people(geography: str, shelf: Shelf) -> pl.DataFrame | None:
    """The people of the areas of a geography (see `people_of`), or nothing."""
    try:
        return people_of(geography, shelf)
    except LeftBehindError:
        return None


def people_of(geography: str, shelf: Shelf) -> pl.DataFrame:
    """The people of the areas of a geography, by the catalogued tables that are here.

    Args:
        geography: Which areas.
        shelf: Where tables come from.

    Returns:
        Columns `area` and `people`: from the table of them that has the most areas, else
        added up from smaller areas that nest or fit in them.

    Raises:
        LeftBehindError: If no table says how many live there.

    Example:
        >>> people_of("ward20", Shelf()).columns
        ['area', 'people']
    """
    counted = _counted(shelf)
    if geography in counted:
        return shelf.read(counted[geography]).frame.select(
            pl.col(geography).alias("area"), "people"
        )
    for name in lookups(shelf):
        entry = shelf.catalogue.entry(name)
        smaller = entry.geography in counted and geography in entry.also
        if smaller and not entry.change and shelf.here(name):
            lookup = lookup_from(shelf.read(name), entry.geography, geography)
            small = people_of(entry.geography, shelf).rename({"area": "source"})
            living = lookup.shares.join(small, on="source", maintain_order="left")
            added = (pl.col("people") * pl.col("share")).sum()
            return living.group_by("target").agg(added.alias("people")).select(
                pl.col("target").alias("area"), "people"
            ).sort("area")  # fmt: skip
    raise LeftBehindError(
        f"nothing says how many people live in areas of {geography}",
        mend='say people = "TABLE" in the study, or make the places of other areas',
    )


def _counted(shelf: Shelf) -> dict[str, str]:
    """The table of people of each geography that has one here: the one with the most areas."""
    found: dict[str, str] = {}
    for name, entry in shelf.catalogue.table.items():
        if "people" in entry.columns and entry.unique and shelf.here(name):
            before = found.get(entry.geography)
            if not before or (entry.rows or 0) > (shelf.catalogue.table[before].rows or 0):
                found[entry.geography] = name
    return found
