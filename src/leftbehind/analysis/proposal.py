"""The study that a table of figures could be: each guess with its reason, to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from leftbehind.areas.recognise import Recognised

TABLE, INDEX, ROOT = "figures", "need", "index"
"""What the proposed table, index and root are called."""

MARK = "CONFIRM"
"""What stands in a comment beside a guess, until a person has confirmed it."""

STUDY_FILE, RECIPE_FILE, CODEBOOK = "study.toml", "recipe.toml", "codebook"
"""The files of a proposed study; the codebook is a .csv or an .xlsx."""

LEAST_KNOWN = 0.65
"""Share of the areas that an indicator should be known for. Source: frequently asked questions of
the Composite Indicators tool of the European Commission's Joint Research Centre, which ask for
65% of the data of each unit and each indicator."""

LeftOut = Literal[
    "twice", "unreadable", "empty", "constant", "sparse", "placed", "dates", "flags", "text",
    "shapes", "second",
]  # fmt: skip
"""Why a column is not used: its heading comes twice or cannot be written, it is empty, the same
everywhere, or full of gaps; it holds ranks or positions, dates, yes and no, text or geometries;
or it counts a whole that another column counts."""

Doubt = Literal[
    "vintage", "own-geography", "strange-codes", "lost-zeros", "marks", "absent", "odd-cells",
    "direction", "count", "rate", "no-whole", "gaps",
]  # fmt: skip
"""What a person is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a person is asked to look at.

    Attributes:
        about: What.
        of: The heading of the column that it is about.
        detail: The cells, rows or words.
        number: How many of them.
    """

    about: Doubt | LeftOut
    of: str
    detail: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """One proposed indicator.

    Attributes:
        name: Its name, and that of its column.
        heading: What the file calls it.
        title: What it is called in anything shown.
        of: Column of the whole that it is counted out of; none: a figure as it stands.
        proportion: Whether it can be no more than the whole.
        guessed: Whether only the look of its numbers makes it a count.
        higher: Whether more is worse or better.
        because: The word of the heading that suggests so; none: nothing does.
    """

    name: str
    heading: str
    title: str
    of: str = ""
    proportion: bool = True
    guessed: bool = False
    higher: Literal["worse", "better"] = "worse"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole study that a table could be.

    Attributes:
        file: The table's file.
        sheet: Sheet or layer that the user named.
        encoding: Encoding of a text file.
        codes: The area codes.
        columns: Headings of the columns that are used, by tidy name; the codes come first.
        people: Column of residents, or nothing.
        wholes: Columns that counts are out of, residents among them.
        larger: Columns of larger areas or classes.
        measures: The indicators.
        groups: Nodes between root and indicators: titles are their names.
        held_back: Marks of suppression.
        absent: Marks of no value.
        shaped: Whether the file holds geometries.
        areas: How many rows there are.
        complete: How many of them have every indicator.
        left_out: Columns that are not used, and why.
        asked: What is to be confirmed.
    """

    file: Path
    sheet: str
    encoding: str
    codes: Recognised
    columns: Mapping[str, str]
    people: str
    wholes: tuple[str, ...]
    larger: tuple[str, ...]
    measures: tuple[Measure, ...]
    groups: Mapping[str, tuple[str, ...]]
    held_back: tuple[str, ...]
    absent: tuple[str, ...]
    shaped: bool
    areas: int
    complete: int
    left_out: tuple[Asked, ...]
    asked: tuple[Asked, ...]

    @property
    def top(self) -> tuple[str, ...]:
        """The children of the root: nodes, and indicators that are in none."""
        inside = {name for group in self.groups.values() for name in group}
        alone = [one.name for one in self.measures if one.name not in inside]
        return (*self.groups, *alone)
