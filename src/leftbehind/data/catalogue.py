"""The catalogue: every published table, and every geography, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.problems import explain

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=80)]
"""A name that is safe as a file name and a column name."""

Kind = Literal["number", "text", "flag", "geometry"]

Bound = Annotated[float, Field(allow_inf_nan=False)]


def _compiles(pattern: str) -> str:
    import polars as pl

    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError as error:
        lines = [line for line in str(error).splitlines() if "error: " in line]
        reason = lines[-1].rpartition("error: ")[2] if lines else "it does not compile"
        raise ValueError(f"{pattern!r} is no regular expression: {reason}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression of the engine that reads the tables: without look-around."""


class Entry(BaseModel):
    """A part of the catalogue; it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Geography(Entry):
    """A kind of area, with its vintage.

    Attributes:
        title: One such area, in words.
        plural: Several such areas, in words.
        nation: Where they cover.
        vintage: Year of the boundaries.
        pattern: Regular expression that a whole code matches.
        codes_in: Table (`register` in a file) whose column of this name lists every code.
        parent: Geography that these nest in.
        continues: The same kind of areas in the year before: a code that both have is the same
            area, as a code ends when its boundary changes (ONS coding and naming policy).
        projection: Plane that its polygons are drawn on, such as "EPSG:27700"; none: one of
            equal areas around their middle.
    """

    title: str
    plural: str = ""
    nation: str
    vintage: str
    pattern: Pattern
    codes_in: str = Field(default="", alias="register")
    parent: str = ""
    continues: str = ""
    projection: str = ""


class Column(Entry):
    """How one tidy column comes from a published one.

    Attributes:
        source: Name of the published column, or several to add up.
        kind: number, text, flag or geometry; default: text for codes and names.
        blank: What an empty cell means here.
        low: Smallest value allowed.
        high: Largest value allowed.
    """

    source: str | Annotated[tuple[str, ...], Field(min_length=1)] = Field(alias="from")
    kind: Kind | None = None
    blank: Literal["missing", "suppressed"] = "missing"
    low: Bound | None = Field(default=None, alias="min")
    high: Bound | None = Field(default=None, alias="max")

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"min {self.low:g} is above max {self.high:g}")
        return self


def _short_column(value: Any) -> Any:
    return {"from": value} if isinstance(value, str | list) else value


class Pivot(Entry):
    """How a long table is made wide: one row for each key.

    Attributes:
        on: Column whose values become columns.
        values: Column of the values.
    """

    on: str
    values: str


class Table(Entry):
    """A published table: what it is, where it is, and what must be true of it.

    Attributes:
        title: What it holds.
        publisher: Who published it.
        licence: Identifier of its licence, a key of LICENCES.
        geography: Geography of its rows, with vintage.
        also: Other geographies whose codes it holds, the smaller areas first (a lookup).
        date: What the figures are about.
        address: Where its bytes are.
        sha256: Checksum of those bytes.
        bytes: Their number.
        status: "here to get", "untried" (an address nobody could reach from where
            this was written), "not public", "derived" (no address; made from others)
            or "simulated".
        file: Name in the folder of derived tables, or path of a user's own file.
        defects: What is known to be odd about it.
        holds: "table", "polygons", or "points" with columns `longitude` and `latitude`.
        sheet: Sheet of a workbook, or layer of a GeoPackage.
        member: File inside a zip.
        encoding: Encoding of a text file; UTF-8 unless said.
        pivot: How to make a long table wide.
        keep: Regular expression of the codes that are kept; others are counted.
        key: Tidy columns that identify a row; default: the geography.
        unique: Whether each key comes once.
        suppressed: Marks in number cells that mean a suppressed value.
        missing: Marks in number cells that mean that there is no value; "NaN" is one for
            the numbers of a Parquet file too.
        rows: Number of rows after `keep`; none: not checked.
        columns: Tidy column names and where they come from.
        share: Tidy column of the share of an area that lies in another (a lookup).
        change: Tidy column of what became of an area (a lookup between two years): U unchanged,
            S split, M merged, X redrawn so that nothing compares.
        best_fit: Those among `also` in which its areas do not nest: each is put wholly where
            most of it lies (a lookup).
    """

    title: str
    publisher: str = ""
    licence: str = "unstated"
    geography: str = ""
    also: tuple[str, ...] = ()
    date: str = ""
    address: str = ""
    sha256: str = ""
    bytes: int = 0
    status: Literal["here to get", "untried", "not public", "derived", "simulated", "own"] = (
        "here to get"
    )
    file: str = ""
    defects: str = ""
    holds: Literal["table", "polygons", "points"] = "table"
    sheet: str = ""
    member: str = ""
    encoding: str = "utf-8"
    pivot: Pivot | None = None
    keep: Pattern = ""
    key: tuple[str, ...] = ()
    unique: bool = True
    suppressed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    rows: int | None = None
    columns: dict[Name, Annotated[Column, BeforeValidator(_short_column)]] = Field(
        default_factory=dict
    )
    share: str = ""
    change: str = ""
    best_fit: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if strange := set(self.best_fit) - set(self.also):
            raise ValueError(f"best_fit names {min(strange)}, which is not among `also`")
        for name in (*self.key, self.share, self.change):
            if name and self.columns and name not in self.columns:
                raise ValueError(f"{name} is not among the columns")
        if self.address and self.status == "here to get" and not self.sha256:
            raise ValueError("an address needs the sha256 of its bytes, to know them again")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return self.key or ((self.geography,) if self.geography else ())

    @property
    def geographies(self) -> tuple[str, ...]:
        """Every geography whose codes the table holds, its own first."""
        return (self.geography, *self.also) if self.geography else self.also


class Catalogue(Entry):
    """All tables and geographies that a study can name."""

    geography: dict[Name, Geography]
    table: dict[Name, Table]

    def entry(self, name: str) -> Table:
        """The entry of a table.

        Raises:
            LeftBehindError: If there is none, with the nearest name.
        """
        if name not in self.table:
            raise LeftBehindError(
                f"there is no table called {name}", mend=nearest(name, self.table)
            )
        return self.table[name]

    def kind_of_area(self, name: str) -> Geography:
        """The geography of that name.

        Raises:
            LeftBehindError: If there is none, with the nearest name.
        """
        if name not in self.geography:
            raise LeftBehindError(
                f"there is no geography called {name}", mend=nearest(name, self.geography)
            )
        return self.geography[name]

    def with_own(self, tables: dict[str, Table], kinds: dict[str, Geography]) -> Catalogue:
        """This catalogue with a study's own tables and geographies.

        Raises:
            LeftBehindError: If a study's name is taken, or what it names is not there.
        """
        taken = (set(tables) & set(self.table)) | (set(kinds) & set(self.geography))
        if taken:
            raise LeftBehindError(
                f"the name {min(taken)} is taken by the catalogue", mend="give it another name"
            )
        both = Catalogue(geography={**self.geography, **kinds}, table={**self.table, **tables})
        for name, kind in kinds.items():
            if kind.codes_in:
                with _at(f"geography.{name}.register"):
                    both.entry(kind.codes_in)
        for name, entry in tables.items():
            for geography in entry.geographies:
                with _at(f"table.{name}"):
                    both.kind_of_area(geography)
        return both


@contextmanager
def _at(key: str) -> Iterator[None]:
    try:
        yield
    except LeftBehindError as error:
        raise error.at(key) from error


@dataclass(frozen=True, slots=True)
class Licence:
    """What may be done with a table.

    Attributes:
        name: What the licence is called.
        notice: What it asks to be said wherever its figures are.
        unclear: Whether its terms are so unclear that its values are handed on only by
            somebody who has said that they accept them.
    """

    name: str
    notice: str
    unclear: bool = False


LICENCES = {
    "OGL-UK-3.0": Licence(
        "Open Government Licence v3.0",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    ),
    "OGL-UK-3.0-OS": Licence(
        "Open Government Licence v3.0",
        "Source: Office for National Statistics licensed under the Open Government Licence "
        "v3.0. Contains OS data © Crown copyright and database right.",
    ),
    "OCSI-LT": Licence(
        "© OCSI / Local Trust, terms unclear",
        "Community Needs Index © OCSI / Local Trust; its terms of reuse are not clear. "
        "Ask OCSI before you hand its values on.",
        unclear=True,
    ),
    "MIT-OGL": Licence(
        "MIT, from OGL sources",
        "Modelled by the British Red Cross (MIT) from sources under the Open Government "
        "Licence v3.0.",
    ),
    "mixed-open": Licence(
        "mostly CC-BY-4.0 and OGL",
        "360Giving publishers; each grant has its publisher's licence.",
    ),
    "simulated": Licence(
        "no licence needed", "Simulated figures of an invented country; no real place."
    ),
    "unstated": Licence("not stated", "The study does not state the licence of its own tables."),
}
"""The licences of the catalogued tables, by identifier."""


def licence_of(identifier: str) -> Licence:
    """The licence of an identifier; of one that is not known, that name without a notice.

    Example:
        >>> licence_of("OGL-UK-3.0").name, licence_of("CC0-1.0").notice
        ('Open Government Licence v3.0', '')
    """
    return LICENCES.get(identifier, Licence(identifier, ""))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue that comes with the package.

    Example:
        >>> catalogue().entry("imd2025_england_lsoa21").rows
        33755
    """
    folder = resources.files("leftbehind.data")
    tables: dict[str, Any] = {}
    for name in ("geographies.toml", "catalogue.toml"):
        tables |= tomllib.loads((folder / name).read_text("utf-8"))
    try:
        return Catalogue.model_validate(tables)
    except ValidationError as error:
        raise explain(error, Catalogue, where="catalogue.toml") from error
