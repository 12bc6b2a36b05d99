"""Tables that a study makes: points in reach, figures carried or from around, whereabouts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from leftbehind.areas.boundaries import Boundaries, read_boundaries
from leftbehind.areas.land import Land, Place
from leftbehind.areas.lookups import Lookup, carry, chain
from leftbehind.areas.neighbours import touching
from leftbehind.areas.reach import points_of, reach
from leftbehind.areas.whereabouts import cities_of, coast_of, kilometres_to, square_km
from leftbehind.engine import arrays
from leftbehind.errors import LeftBehindError, some
from leftbehind.made import AnyMaking, Around, Carry, Reach, Whereabouts

if TYPE_CHECKING:
    from leftbehind.running.tables import Tables


@dataclass(frozen=True, slots=True)
class Made:
    """A table that was made, and how it went.

    Attributes:
        frame: One row for each area.
        about: What the manifest says of it.
    """

    frame: pl.DataFrame
    about: dict[str, Any]


def make(making: AnyMaking, tables: Tables) -> Made:
    """Make a table.

    Args:
        making: How.
        tables: Where its sources come from.

    Raises:
        NotHere: If a source cannot be had.
        LeftBehindError: Naming the table and column at fault.
    """
    match making:
        case Reach():
            return _reached(making, tables)
        case Around():
            return _around(making, tables)
        case Whereabouts():
            return _whereabouts(making, tables)
        case Carry():
            return _carried(making, tables)


def _reached(making: Reach, tables: Tables) -> Made:
    """Points within a walk of each area of the polygons."""
    geography, found = _polygons(making.boundaries, tables)
    columns = [found.codes.alias(geography)]
    counted: dict[str, int] = {}
    for name, table in making.points.items():
        points = points_of(tables.read(table), found.projection)
        reached = reach(found, points, making.metres)
        columns.append(pl.Series(f"{name}_within", reached.within))
        columns.append(pl.Series(f"{name}_metres", reached.metres, nan_to_null=True))
        counted[name] = len(points)
    about = {"from": list(making.sources()), "metres": making.metres, "points": counted}
    return Made(pl.DataFrame(columns), about)


def _polygons(table: str, tables: Tables) -> tuple[str, Boundaries]:
    """The geography of a table of polygons, and all of them on a plane."""
    reading = tables.of_areas(table)
    geography = reading.entry.geography
    return geography, read_boundaries(reading.frame[geography], geography, table, tables.shelf)


def _around(making: Around, tables: Tables) -> Made:
    """Means of the areas whose edges or corners meet those of each area of the polygons."""
    geography, found = _polygons(making.boundaries, tables)
    pairs = touching(found)

    def of_each(where: str, usual: str = "") -> arrays.Array:
        figures = tables.column(where, geography, usual)
        own = found.codes.to_frame("area").join(figures, on="area", how="left",
                                                maintain_order="left")  # fmt: skip
        return own["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()

    people = of_each(making.people, "people")
    columns = [found.codes.alias(geography)]
    for name, column in making.means.items():
        values = of_each(column)
        weights = np.where(np.isfinite(values) & np.isfinite(people), people, 0.0)
        sums = [np.bincount(pairs.one, one[pairs.other], len(found.codes))
                for one in (weights * np.nan_to_num(values), weights)]  # fmt: skip
        with np.errstate(invalid="ignore"):
            columns.append(pl.Series(name, sums[0] / sums[1], nan_to_null=True))
    about = {"from": list(making.sources()), "alone": len(pairs.alone)}
    return Made(pl.DataFrame(columns), about)


def _whereabouts(making: Whereabouts, tables: Tables) -> Made:
    """Size, density, and distances from coast and city, of each area of the polygons."""
    geography, found = _polygons(making.boundaries, tables)
    people = tables.column(making.people, geography, "people")
    size = pl.Series("square_km", square_km(found))
    living = found.codes.to_frame("area").join(people, on="area", how="left", maintain_order="left")
    density = (living["value"] / (size * HECTARES)).alias("people_per_hectare")
    columns = [found.codes.alias(geography), size, density]
    about: dict[str, Any] = {"from": list(making.sources())}
    if land := making.whole_land:
        coast = coast_of(found, land)
        columns.append(pl.Series("coast_km", kilometres_to(found, coast.pieces)))
        about |= {
            "coast_km": round(coast.kilometres),
            "border_km": round(coast.border_kilometres),
        }
        if land.city:
            _require_near(found, making.city)
            cities = cities_of(land, found.projection)
            columns.append(pl.Series("city_km", kilometres_to(found, cities)))
    return Made(pl.DataFrame(columns), about)


HECTARES = 100
"""Hectares of a square kilometre."""

FAR = 1_000.0
"""Kilometres: a city that is further than this from every area is not where it was meant to be."""


def _require_near(found: Boundaries, cities: Mapping[str, Place]) -> None:
    """Refuse a city that a study adds at the other end of the world: it would be near to nobody."""
    for name, middle in cities.items():
        city = cities_of(Land(city={name: middle}), found.projection)
        if not kilometres_to(found, city).min() <= FAR:
            raise LeftBehindError(
                f"the city {name} is more than {FAR:,.0f} km from every area",
                mend="write its longitude before its latitude",
            )


def _carried(making: Carry, tables: Tables) -> Made:
    """Columns of another geography, carried by lookups."""
    tables_named = [column.partition(".")[0] for column in making.columns.values()]
    source = tables.of_areas(tables_named[0]).entry.geography
    for table in tables_named:
        other = tables.of_areas(table).entry.geography
        if other != source:
            raise LeftBehindError(
                f"{table} is on {other}, {tables_named[0]} on {source}",
                mend="carry the figures of each geography in a table of their own",
            )
    lookup = _lookup(making, source, tables)
    figures = {
        name: tables.column(
            column, source, add_up=name in making.counts, leave_out=_left_out(making, column)
        )
        for name, column in making.columns.items()
    }
    for name in making.ranks:
        figures[name] = _scores_of_ranks(making, figures[name])
    if making.people:
        figures[_PEOPLE] = tables.column(making.people, source, "people")
    frame = _beside(figures, lookup)
    _require_people(making, frame)
    carried = carry(
        frame, lookup, counts=list(making.counts), means=making.averaged, people=_PEOPLE
    )
    # A lookup may lead beyond the areas that the tables are of: of Wales, say, nothing is known.
    of_whom = pl.any_horizontal(pl.col(list(making.columns)).is_not_null())
    about = {
        "from": list(making.sources()),
        "carried_from": source,
        "lost_in_lookup": list(carried.lost),
        "split_in_lookup": carried.split,
    }
    return Made(carried.frame.filter(of_whom).rename({"area": making.geography}), about)


_PEOPLE = "people to weigh by"
"""A column that no figure can be called, as names hold no blanks."""


def _lookup(making: Carry, source: str, tables: Tables) -> Lookup:
    """The lookup, its own tables among those that were read."""
    for table in making.lookup:
        tables.read(table)
    people = None
    if making.split_by:
        geography = tables.read(making.split_by.partition(".")[0]).entry.geography
        people = tables.column(making.split_by, geography, "people")
        people = people.rename({"value": "people"})
    return chain(making.lookup, source, making.geography, tables.shelf, people=people)


def _scores_of_ranks(making: Carry, ranks: pl.DataFrame) -> pl.DataFrame:
    """The scores of ranks (1 = worst) among all areas that have one; ties take their mean rank.

    Ranks of merged areas cannot be averaged, and scores of their order can.
    """
    values = ranks["value"].cast(pl.Float64).to_numpy()
    scores = making.ranks_as.apply(-values, arrays)
    return ranks.with_columns(pl.Series("value", scores, nan_to_null=True))


def _left_out(making: Carry, column: str) -> dict[str, tuple[str, ...]]:
    """The rows to leave out of the table of a column."""
    table = column.partition(".")[0]
    return {
        key.partition(".")[2]: values
        for key, values in making.leave_out.items()
        if key.partition(".")[0] == table
    }


def _beside(figures: dict[str, pl.DataFrame], lookup: Lookup) -> pl.DataFrame:
    """Figures side by side, a row for every area that has one or that the lookup knows.

    An area that a table leaves out is a gap: where it is a part of a sum, the sum is unknown.
    """
    known = [one["area"] for one in figures.values()]
    areas = pl.concat([lookup.shares["source"].alias("area"), *known]).unique().sort()
    frame = areas.to_frame()
    for name, one in figures.items():
        frame = frame.join(one.rename({"value": name}), on="area", how="left",
                           maintain_order="left")  # fmt: skip
    return frame


def _require_people(making: Carry, frame: pl.DataFrame) -> None:
    """Refuse a mean of areas whose people are unknown: they would be left out of it."""
    if not making.averaged:
        return
    known = pl.any_horizontal(pl.col(making.averaged).is_not_null())
    without = frame.filter(known & pl.col(_PEOPLE).is_null())["area"]
    if without.len():
        raise LeftBehindError(
            f"nothing says in {making.people} how many people live in {some(without)}",
            mend="name a table of people of the same geography and vintage",
        )
