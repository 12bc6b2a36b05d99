"""Kinds of neighbourhood in the explorer: what they are called, and which kind each place is of."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from leftbehind.analysis.typology import Typology
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.charts.terms import called
from leftbehind.show.kind_words import Named, named
from leftbehind.show.kinds import SHOWN, hangs, opening, reasoning, variables_in_words
from leftbehind.show.messages import say

FILE = "kinds.json.gz"
"""The file that says of which kind each place is."""

NO_KIND = -1
"""In the place of the position of a kind: there is none."""

DIGITS = 4
"""Decimals of how typical a place is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the page says of a kind.

    Attributes:
        kind: How tables call it: "1"; "1a" for what a kind was split into.
        level: 1; 2 for what a kind was split into.
        name: Its proposed name.
        rule: What gave it the name.
        portrait: Sentences made from its figures; the last say whether it is stable,
            and how much hangs on how kinds are made.
        areas: Areas of the list that are of it.
        carried: Other deprived areas that are nearest to it.
    """

    kind: str
    level: int
    name: str
    rule: str
    portrait: tuple[str, ...]
    areas: int
    carried: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the page says of the kinds of a list.

    Attributes:
        file: The file of `Members`; nothing: there are no kinds.
        opening: Whether there are kinds, and how many.
        notes: How their number was found, how sure they are, what they are made from.
        kinds: Each kind, and what it was split into; none: the data bear none.
        figures: Titles of the figures that places are alike or differ in.
        others: What the other deprived areas are called; nothing: there are none.
    """

    file: str
    opening: str
    notes: tuple[str, ...]
    kinds: tuple[Kind, ...]
    figures: tuple[str, ...]
    others: str


@dataclass(frozen=True, slots=True)
class Similar:
    """Places anywhere that are like those on the list, the nearest of each first.

    Attributes:
        of: Rows of the listed areas.
        like: Rows of the areas that are like them.
        alike: Positions of the figures in which both stand out.
        apart: That of the figure in which they differ most; `NO_KIND`: in none.
    """

    of: list[int]
    like: list[int]
    alike: list[list[int]]
    apart: list[int]


@dataclass(frozen=True, slots=True)
class Members:
    """Of which kind places are: all that are listed, and the other deprived ones.

    Attributes:
        row: Where they stand among all areas.
        listed: Whether they are on the list; the others are carried to the nearest kind.
        kind: Position of the kind; `NO_KIND`: a figure is missing.
        within: Position of what the kind was split into; `NO_KIND`: it was not.
        typical: Share of the listed areas of the kind that are no nearer to its middle.
        second: Position of the second-best kind.
        similar: Places that are like those on the list.
    """

    row: list[int]
    listed: list[bool]
    kind: list[int]
    within: list[int]
    typical: list[float | None]
    second: list[int]
    similar: Similar


def kinds_of(results: Results, found: Typology) -> tuple[Kinds, Members | None]:
    """The kinds of a published list, and which place is of which.

    Args:
        results: Results of the study that is published.
        found: Its typology.

    Returns:
        What is said of the kinds, and the places; none where the data bear no kinds.

    Raises:
        LeftBehindError: If the kinds are of another list.

    Example:
        >>> import leftbehind as lb
        >>> from leftbehind.analysis.typology import typology
        >>> found = typology("invented-country", kinds=2, bootstraps=0)
        >>> told, members = kinds_of(lb.run("invented-country"), found)
        >>> [one.kind for one in told.kinds], sum(members.listed)
        (['1', '2'], 28)
    """
    for these, those in ((results.areas, found.results.areas),
                         (results.on_list(), found.results.on_list())):  # fmt: skip
        if not these["area"].sort().equals(those["area"].sort()):
            raise LeftBehindError(
                "these kinds are of another list than the one that is published",
                where=str(found.results.manifest["study"]["name"]),
                mend="find the kinds of the study that is published",
            )
    notes = (*reasoning(found), *variables_in_words(found), say("typology-not-people"))
    if found.number == 1:
        return Kinds("", opening(found), notes, (), (), ""), None
    names = named(found)
    used = found.variables.filter("used")
    told = Kinds(
        FILE,
        opening(found),
        notes,
        tuple(_kind(found, one) for one in names.values()),
        tuple(used["title"]),
        called(found.results, found.others).strip("“”") if found.others else "",
    )
    return told, _members(found, list(names), used["variable"].to_list())


def _kind(found: Typology, one: Named) -> Kind:
    row = found.kinds.filter(kind=one.kind).row(0, named=True)
    column = "kind" if row["level"] == 1 else "within_kind"
    carried = found.places.filter(~pl.col("listed"), pl.col(column) == one.kind).height
    hang = hangs(found)  # whoever opens one place sees that doubt as well
    portrait = (*one.portrait, *([hang] if hang else []))
    return Kind(one.kind, row["level"], one.name, one.rule, portrait, row["areas"], carried)


def _members(found: Typology, kinds: list[str], used: list[str]) -> Members:
    codes = found.results.areas["area"].sort().to_list()
    rows = dict(zip(codes, range(len(codes)), strict=True))
    kind = {name: at for at, name in enumerate(kinds)}
    figure = {name: at for at, name in enumerate(used)}
    places = found.places.sort("area")
    near = found.similar.filter(pl.col("order") <= SHOWN).sort("area", "order")
    return Members(
        [rows[code] for code in places["area"]],
        places["listed"].to_list(),
        [kind.get(name, NO_KIND) for name in places["kind"]],
        [kind.get(name, NO_KIND) for name in places["within_kind"]],
        places["typical"].round(DIGITS).to_list(),
        [kind.get(name, NO_KIND) for name in places["second"]],
        Similar(
            [rows[code] for code in near["area"]],
            [rows[code] for code in near["similar"]],
            [[figure[name] for name in names] for names in near["alike"]],
            [figure.get(name, NO_KIND) for name in near["apart"]],
        ),
    )  # fmt: skip
