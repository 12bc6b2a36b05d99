"""Other studies beside the published one: on which lists a place has been, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
import polars as pl

from leftbehind.analysis.changes import STUDY
from leftbehind.analysis.comparable import comparable
from leftbehind.analysis.laid import OFF, ON, UNKNOWN, Laid, lay
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.on_ground import carried_in_words
from leftbehind.show.site.beside import Beside
from leftbehind.show.site.values import Array
from leftbehind.show.update import cause, index_title, shares
from leftbehind.show.words import names_of

DIGITS = 9
"""Decimals of a share that are more than the last digits of a sum."""

STATES = ("stayed", "entered", "left", "neither")
"""Where an area stands on two lists of the same areas, as the page numbers it."""


@dataclass(frozen=True, slots=True)
class Moves:
    """How many areas stayed on the list, entered it and left it."""

    stayed: int
    entered: int
    left: int


@dataclass(frozen=True, slots=True)
class Edition:
    """What the page says of another study.

    Attributes:
        name: Its name.
        title: What it is called.
        short: What of that the published study is not called; its name, if that is nothing or
            another is called so too.
        moves: Who moved since; nothing: it is about other areas.
        share: Of the people in areas of the published list, the share that lives in areas of
            this one; those of whom it cannot be said are left out.
        causes: What changed since, cause by cause; none: that cannot be told.
        notes: What must be known of it, and what cannot be compared.
    """

    name: str
    title: str
    short: str
    moves: Moves | None
    share: float | None
    causes: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """Other studies beside the published one.

    Attributes:
        editions: What is said of each.
        columns: Figures of each area, in the order of their codes, by name. For each edition:
            `NAME.on` and `NAME.unknown`, the shares of the people who live in areas that are on
            its list, or of which that is not known; where it is about the same areas `NAME.state`,
            a number of `STATES`, `NAME.margin`, and of an area that moved `NAME.0`, `NAME.1`, …:
            percent of the move that is because of each cause.
    """

    editions: tuple[Edition, ...]
    columns: dict[str, Array]


def since_of(results: Results, others: Sequence[Beside], shelf: Shelf) -> Since:
    """Lay the lists of other studies on the areas of the published one.

    Args:
        results: Results of the published study.
        others: The other studies.
        shelf: Where lookups and people come from.

    Raises:
        LeftBehindError: If one of them is the published study itself, two have one name, or no
            lookup leads from its areas to theirs.

    Example:
        >>> import leftbehind as lb
        >>> from leftbehind.show.site.beside import beside
        >>> wide = lb.read_study("invented-country", ["group.left-behind.worst.need=20%"])
        >>> earlier = beside(lb.read_study("invented-country"), wide)
        >>> since_of(lb.run(wide), [earlier], Shelf()).editions[0].moves
        Moves(stayed=28, entered=23, left=0)
    """
    if not others:
        return Since((), {})
    _refuse_alike(results, others)
    editions: list[Edition] = []
    columns: dict[str, Array] = {}
    for one in others:
        # One by one: where lists of two other geographies cross, shares are a guess.
        laid = lay([results, one.results], shelf, ground=results)
        areas = _areas(laid)
        if _geography(one.results) == laid.ground:
            areas = _moved(areas, one)
        editions.append(_edition(laid, one, areas))
        figures = areas.drop("area", "name", "now", "known")
        for column in figures:
            values = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
            columns[f"{_name(one.results)}.{column.name}"] = values
    return Since(_told_apart(editions), columns)


def _told_apart(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """The same, those whose titles are alike called by their names."""
    shorts = [one.short for one in editions]
    return tuple(
        replace(one, short=one.name) if shorts.count(one.short) > 1 else one for one in editions
    )


def _refuse_alike(results: Results, others: Sequence[Beside]) -> None:
    names = [_name(one.results) for one in others]
    for at, one in enumerate(others):
        if _made_of(one.results) == _made_of(results):
            raise LeftBehindError(
                "it is the study that is published: nothing changed since",
                where=f"--since {names[at]}",
                mend="name another, such as an earlier edition",
            )
        if names[at] in names[:at]:
            raise LeftBehindError(
                "two studies have this name, and the page could not tell them apart",
                where=f"--since {names[at]}",
                mend="name it once, or give the file of one another name",
            )


def _made_of(results: Results) -> list[object]:
    """What a study says that its list is made from."""
    return [results.manifest["study"].get(key) for key in ("index", *STUDY)]


def _name(results: Results) -> str:
    return str(results.manifest["study"]["name"])


def _geography(results: Results) -> str:
    return str(results.manifest["study"]["areas"])


def _areas(laid: Laid) -> pl.DataFrame:
    """Areas in the order of their codes: on the published list (`now`), and shares on another."""
    results = laid.lists[0]
    sign = pl.col("pattern").str.slice(1, 1)
    shares_of = laid.patterns.group_by("area").agg(
        pl.col("share").filter(sign == ON).sum().round(DIGITS).alias("on"),
        pl.col("share").filter(sign == UNKNOWN).sum().round(DIGITS).alias("unknown"),
    )
    areas = results.areas.sort("area").select(
        "area", "name", now=f"in_{results.list_of}", known=pl.col("margin").is_not_null()
    )
    return areas.join(shares_of, on="area", how="left", maintain_order="left")


def _moved(areas: pl.DataFrame, one: Beside) -> pl.DataFrame:
    """The same with `state`, `margin` and the percent of a move that is because of each cause."""
    now, before = pl.col("now"), pl.col("on") > 0
    state = (
        pl.when(now & before).then(STATES.index("stayed"))
        .when(now).then(STATES.index("entered"))
        .when(before).then(STATES.index("left"))
        .when((pl.col("unknown") == 0) & pl.col("known")).then(STATES.index("neither"))
    )  # fmt: skip
    earlier = one.results.areas.select("area", "margin")
    told = areas.with_columns(state=state).join(
        earlier, on="area", how="left", maintain_order="left"
    )
    if one.found is None:
        return told
    movers = one.found.movers()
    percents = [shares(one.found, row) for row in movers.iter_rows(named=True)]
    split = pl.DataFrame(
        {
            "area": movers["area"],
            **{str(n): [part[n] for part in percents] for n in range(len(one.found.causes))},
        },
        schema_overrides={str(n): pl.Float64 for n in range(len(one.found.causes))},
    )
    return told.join(split, on="area", how="left", maintain_order="left")


def _edition(laid: Laid, one: Beside, areas: pl.DataFrame) -> Edition:
    found = one.found
    name = _name(one.results)
    own, title = (str(of.manifest["study"]["title"]) for of in (laid.lists[0], one.results))
    moves = None
    if "state" in areas.columns:
        number = [int((areas["state"] == state).sum()) for state in range(len(STATES))]
        moves = Moves(*number[:3])
    return Edition(
        name,
        title,
        _short(own, title) or name,
        moves,
        _share(laid),
        tuple(cause(found, part) for part in found.causes) if found else (),
        tuple(_notes(laid, one, areas)),
    )


def _short(own: str, title: str) -> str:
    """What a title says beyond the words that another begins with.

    Example:
        >>> _short("“Left behind” in England, 2020", "“Left behind” in England, 2019")
        '2019'
    """
    words = title.split()
    pairs = zip(own.split(), words, strict=False)
    alike = takewhile(lambda pair: pair[0].rstrip(",:") == pair[1].rstrip(",:"), pairs)
    return " ".join(words[len(list(alike)) :])


def _share(laid: Laid) -> float | None:
    """Of the people in areas of the published list, the share in areas of another."""
    living = laid.people_by_pattern()
    both, only = living.get(ON + ON, 0.0), living.get(ON + OFF, 0.0)
    return both / (both + only) if both + only else None


def _notes(laid: Laid, one: Beside, areas: pl.DataFrame) -> Iterator[str]:
    results = laid.lists[0]
    carried = carried_in_words(laid)
    yield from carried[1:] if "state" in areas.columns else carried
    if "state" in areas.columns:
        unsure = areas.filter(
            (pl.col("now") & (pl.col("unknown") > 0)) | ((pl.col("on") > 0) & ~pl.col("known"))
        )
        if unsure.height:
            names = names_of(unsure["name"].to_list(), unsure["area"].to_list())
            yield say("update-unknown", number=unsure.height, text=plain(unsure.height, 0),
                      names=names)  # fmt: skip
        if one.why:
            yield one.why
    grades = one.found.grades if one.found else {}
    for index in one.results.indices:
        if index in results.indices and grades.get(index) != "untouched":
            title = index_title(one.found, index) if one.found else results.indices[index]
            grade = comparable(index, one.results, results)
            yield say("update-grade", grade=grade.replace(" ", "-"), index=title)
