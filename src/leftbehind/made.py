"""Tables that a study makes: points in reach, figures carried or from around, whereabouts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    model_validator,
)

from leftbehind.areas.land import Border, Land, LandName, Place, lands
from leftbehind.areas.lookups import NEVER
from leftbehind.data.catalogue import Catalogue, Name, Table, licence_of
from leftbehind.errors import LeftBehindError
from leftbehind.index.standardise import Exponential, NormalScore
from leftbehind.index.steps import named
from leftbehind.questions import Names

TableColumn = Annotated[str, Field(pattern=r"^[^.]+\.[^.]+$")]
"""table.column."""

ScoresOfRanks = Annotated[
    Exponential | NormalScore, Discriminator("method"), BeforeValidator(named)
]
"""What a rank can become, so that it can be averaged: a score that its own rank decides."""


class Making(BaseModel):
    """How one table is made from others; it never changes.

    Attributes:
        title: What it holds, and of when.
        defects: What is odd about it, beyond what is odd about its sources.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    defects: str = ""


def refuse_ranks(columns: Mapping[str, str], instead: str) -> None:
    """Refuse to add up or average ranks and deciles.

    Args:
        columns: table.column, by new names.
        instead: What to do.

    Raises:
        ValueError: Naming the first such column.
    """
    for name, column in columns.items():
        if column.endswith(NEVER) or name.endswith(NEVER):
            raise ValueError(f"{column} is a rank or decile: {instead}")


class Reach(Making):
    """Points within a walk of each area.

    For each kind of point `NAME` the table has two columns: `NAME_within`, the number of
    points that lie in the area or no further than `metres` from its edge, and `NAME_metres`,
    the distance from a point inside the area to the nearest. Both are as the crow flies.

    Attributes:
        how: "reach".
        boundaries: Table of the polygons; the new table is of their areas.
        points: Tables of points, with columns `longitude` and `latitude`, by name.
        metres: How far a walk is.
    """

    how: Literal["reach"]
    boundaries: str
    points: Annotated[dict[Name, str], Field(min_length=1)]
    metres: float = Field(gt=0, le=100_000, allow_inf_nan=False)

    def sources(self) -> tuple[str, ...]:
        """The tables that it is made from."""
        return (self.boundaries, *self.points.values())

    def geography_in(self, catalogue: Catalogue) -> str:
        """The geography of its rows."""
        return catalogue.entry(self.boundaries).geography


class Carry(Making):
    """Figures of another geography or vintage, carried here: counts add, rates average.

    Attributes:
        how: "carry".
        geography: Where they are carried to.
        lookup: Lookups that lead there, in order.
        counts: Columns that are added up and shared out, by their new names: table.column,
            all of one geography. A table with several rows for an area is added up first.
        means: Columns of rates or scores that are averaged by people, likewise.
        ranks: Columns of ranks (1 = worst) by the names of the scores that they become; those
            are averaged by people.
        ranks_as: Which scores: those of the rank among all areas that have one.
        people: Table (or table.column) of the people that means are weighted by.
        split_by: Table (or table.column) of the people of areas that a lookup without shares
            splits others into; their people share them out.
        leave_out: Rows to leave out, by table.column.
    """

    how: Literal["carry"]
    geography: Name
    lookup: Annotated[Names, Field(min_length=1)]
    counts: dict[Name, TableColumn] = Field(default_factory=dict)
    means: dict[Name, TableColumn] = Field(default_factory=dict)
    ranks: dict[Name, TableColumn] = Field(default_factory=dict)
    ranks_as: ScoresOfRanks = Exponential()
    people: str = ""
    split_by: str = ""
    leave_out: dict[TableColumn, Names] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_what_is_carried(self) -> Self:
        if not self.columns:
            raise ValueError("nothing is carried: name columns in `counts`, `means` or `ranks`")
        told = [*self.counts, *self.means, *self.ranks]
        if both := sorted({name for name in told if told.count(name) > 1}):
            raise ValueError(f"`counts`, `means` and `ranks`: two of them make {both[0]}")
        if bool(self.averaged) != bool(self.people):
            raise ValueError(
                "`means` or `ranks` and `people` go together: people weigh what is averaged"
            )
        refuse_ranks(
            {**self.counts, **self.means},
            "carry the score and rank it again; `ranks` makes scores of ranks",
        )
        for name, column in self.ranks.items():
            if name.endswith(NEVER) or not column.endswith("_rank"):
                raise ValueError(
                    f"ranks: {name} is to be a score and {column} a rank: write it as "
                    "NAME_score = TABLE.NAME_rank"
                )
        for column in self.leave_out:
            if column.partition(".")[0] not in self.sources():
                raise ValueError(f"leave_out names no table that is carried: {column}")
        return self

    @property
    def columns(self) -> dict[str, str]:
        """What is carried, by its new name: table.column."""
        return {**self.counts, **self.means, **self.ranks}

    @property
    def averaged(self) -> tuple[str, ...]:
        """The new names of what is averaged by people."""
        return (*self.means, *self.ranks)

    def sources(self) -> tuple[str, ...]:
        """The tables that it is made from."""
        told = [*self.columns.values(), self.people, *self.lookup, self.split_by]
        tables = [name.partition(".")[0] for name in told if name]
        return tuple(dict.fromkeys(tables))

    def geography_in(self, _: Catalogue) -> str:
        """The geography of its rows."""
        return self.geography


class Around(Making):
    """Figures of the areas around each: of those whose edges or corners meet its own.

    Each column of the table is the mean of the neighbours that have a figure, weighted by their
    people; the area's own figure is no part of it, and an island has none.

    Attributes:
        how: "around".
        boundaries: Table of the polygons; the new table is of their areas.
        means: Columns of rates or scores of the same areas, by their new names: table.column.
        people: Table (or table.column) of residents of the same areas.
    """

    how: Literal["around"]
    boundaries: str
    means: Annotated[dict[Name, TableColumn], Field(min_length=1)]
    people: str

    @model_validator(mode="after")
    def _of_figures(self) -> Self:
        refuse_ranks(self.means, "name the score")
        return self

    def sources(self) -> tuple[str, ...]:
        """The tables that it is made from."""
        told = [self.boundaries, *self.means.values(), self.people]
        return tuple(dict.fromkeys(name.partition(".")[0] for name in told))

    def geography_in(self, catalogue: Catalogue) -> str:
        """The geography of its rows."""
        return catalogue.entry(self.boundaries).geography


class Whereabouts(Making):
    """How large areas are, how densely lived in, how far from the coast and from a large city.

    The table has the columns `square_km` and `people_per_hectare`; with a `land` also `coast_km`,
    and `city_km` if the land has cities. Distances are kilometres as the crow flies from a point
    inside the area.

    Attributes:
        how: "whereabouts".
        boundaries: Table of the polygons of all areas of the land; the new table is of them.
        people: Table (or table.column) of residents of the same areas.
        land: The land that the polygons are of: "England", "England and Wales" or "island". None:
            no distance is measured.
        border: More borders on land than are known of it, both ends of each.
        city: More large cities, the middle of each.
    """

    how: Literal["whereabouts"]
    boundaries: str
    people: str
    land: LandName = ""
    border: dict[str, Border] = Field(default_factory=dict)
    city: dict[str, Place] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _of_a_land(self) -> Self:
        if (self.border or self.city) and not self.land:
            raise ValueError(
                f"`border` and `city` are of a land: say which, of {', '.join(lands())}"
            )
        return self

    @property
    def whole_land(self) -> Land | None:
        """The land with the borders and cities that the study adds; none, if it names none."""
        if not self.land:
            return None
        known = lands()[self.land]
        return Land(border={**known.border, **self.border}, city={**known.city, **self.city})

    def sources(self) -> tuple[str, ...]:
        """The tables that it is made from."""
        return (self.boundaries, self.people.partition(".")[0])

    def geography_in(self, catalogue: Catalogue) -> str:
        """The geography of its rows."""
        return catalogue.entry(self.boundaries).geography


AnyMaking = Reach | Carry | Around | Whereabouts
"""Any way to make a table."""

MadeTable = Annotated[AnyMaking, Discriminator("how")]
"""A table that a study makes."""


def circles(made: Mapping[str, AnyMaking]) -> Iterator[str]:
    """The first circle of tables that are made from themselves, in words, if there is one.

    Args:
        made: By name.
    """

    def climb(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        sources = made[name].sources() if name in made else ()
        return next((found for one in sources if (found := climb(one, (*path, name)))), ())

    found = next((circle for name in made if (circle := climb(name, ()))), ())
    if found:
        yield f"made in a circle: {' → '.join(found)}"


def published(made: Mapping[str, AnyMaking], name: str) -> Iterator[str]:
    """The tables that nobody here makes, which a table is made from in the end.

    Args:
        made: The made tables, by name.
        name: A table, made or not.
    """
    if name not in made:
        yield name
        return
    for source in made[name].sources():
        yield from published(made, source)


def entries(made: Mapping[str, AnyMaking], catalogue: Catalogue) -> dict[str, Table]:
    """What the catalogue is to know of made tables: titles, dates and terms of their sources.

    A made table whose sources have one licence has it too; with a source of unclear terms its
    own are unclear. What each licence asks to be said is said at the sources themselves.

    Args:
        made: By name.
        catalogue: Where their sources are.

    Raises:
        LeftBehindError: If a source is no table, with the nearest name.
    """
    found: dict[str, Table] = {}
    for name, making in made.items():
        try:
            sources = [catalogue.entry(one) for one in dict.fromkeys(published(made, name))]
        except LeftBehindError as error:
            raise error.at(f"made.{name}") from error
        licences = sorted(
            {one.licence for one in sources}, key=lambda one: not licence_of(one).unclear
        )
        unclear = licence_of(licences[0]).unclear
        figures = [one for one in sources if not one.also]  # a lookup has no figures of its own
        found[name] = Table(
            title=making.title,
            publisher=_each_once(one.publisher for one in figures),
            licence=licences[0] if unclear else " and ".join(licences),
            geography=making.geography_in(catalogue),
            date=_each_once(one.date for one in figures),
            status="derived",
            defects=making.defects,
        )
    return found


def _each_once(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))
