"""What kinds are called and how they are drawn in words: from numbers and a small vocabulary."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leftbehind.analysis.typology import Typology
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.problems import explain
from leftbehind.questions import Measured
from leftbehind.running.outcomes import measured
from leftbehind.show.charts.terms import areas_of, capital, whole_of
from leftbehind.show.messages import say
from leftbehind.show.numbers import figure, plain, signed

CLEAR = 0.5
"""Standard deviations from the list from which a kind has clearly more or less of something."""

TELLING = 4
"""Figures of a portrait."""

IN_NAME = 2
"""Terms of a name; one more where two kinds would be called the same."""

WHERE = 2
"""Larger areas in which a kind is found most often."""


class Term(BaseModel):
    """What stands in a name for one variable.

    Attributes:
        more: Where a kind has clearly more of it.
        less: Where it has clearly less.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    more: str = Field(default="", max_length=60)
    less: str = Field(default="", max_length=60)


class Words(BaseModel):
    """The vocabulary that kinds are named with.

    Attributes:
        term: Terms by variable.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    term: dict[str, Term] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What sets a kind apart on one variable.

    Attributes:
        variable: The variable.
        difference: From the list, in standard deviations of its areas.
    """

    variable: str
    difference: float

    @property
    def way(self) -> str:
        """Whether the kind has more or less of it."""
        return "more" if self.difference > 0 else "less"


@dataclass(frozen=True, slots=True)
class Named:
    """A kind in words.

    Attributes:
        kind: The kind, as the tables call it.
        name: Its proposed name.
        rule: The rule that gave the name, with its figures.
        marks: What sets it apart, the most telling first.
        portrait: Sentences made from its figures.
    """

    kind: str
    name: str
    rule: str
    marks: tuple[Mark, ...]
    portrait: tuple[str, ...]


def named(found: Typology) -> dict[str, Named]:
    """Every kind with a name that is proposed, the rule that gave it, and a portrait.

    The name is made of the terms of the two variables on which the kind is furthest from the
    list, by half a standard deviation or more, what it has more of first; of two kinds that
    would be called the same, each takes one term more.

    Args:
        found: The typology.

    Raises:
        LeftBehindError: If the study's own file of words is not as it should be.

    Example:
        >>> from leftbehind.analysis.typology import typology
        >>> kinds = named(typology("invented-country", kinds=2, bootstraps=0))
        >>> list(kinds)
        ['1', '2']
    """
    words = words_of(found)
    marks = {kind: _marks(found, kind) for kind in found.kinds["kind"]}
    length = dict.fromkeys(marks, IN_NAME)
    names = {kind: _name(found, words, marks[kind], IN_NAME) for kind in marks}
    for kind, name in list(names.items()):
        if list(names.values()).count(name) > 1:
            length[kind] = IN_NAME + 1
    names = {kind: _name(found, words, marks[kind], length[kind]) for kind in marks}
    return {
        kind: Named(
            kind,
            names[kind],
            _rule(found, marks[kind][: length[kind]]),
            marks[kind],
            tuple(_portrait(found, kind, marks[kind])),
        )
        for kind in marks
    }


def words_of(found: Typology) -> Words:
    """The shipped words, the study's own laid over them.

    Raises:
        LeftBehindError: If the study's file cannot be read, names what is no variable, or has a
            word that puts a stigma on places.
    """
    own = (
        read_words(Path(found.about.words), list(found.variables["variable"]))
        if (found.about.words)
        else Words()
    )
    known = shipped().term
    below = {name: known.get(name, Term()) for name in own.term}
    merged = {
        name: Term(more=term.more or below[name].more, less=term.less or below[name].less)
        for name, term in own.term.items()
    }
    return Words(term={**known, **merged})


@cache
def shipped() -> Words:
    """The words that are shipped."""
    text = (resources.files("leftbehind.show") / "kind_words.toml").read_text("utf-8")
    return Words.model_validate(tomllib.loads(text))


def read_words(file: Path, variables: Sequence[str]) -> Words:
    """Words of a file of one's own, checked.

    Args:
        file: The file.
        variables: The variables that may have a term.

    Raises:
        LeftBehindError: If it cannot be read, names what is no variable, or has a word that puts
            a stigma on places.
    """
    where = str(file)
    try:
        tables = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise LeftBehindError(
            "the file of words cannot be read", where=where,
            mend="correct its name in [typology] words, and save it as UTF-8",
        ) from error  # fmt: skip
    except tomllib.TOMLDecodeError as error:
        raise LeftBehindError(
            f"not valid TOML: {error}", where=where, mend="correct that line; text is in quotes"
        ) from error
    try:
        found = Words.model_validate(tables)
    except ValidationError as error:
        raise explain(error, Words, where=where) from error
    for name, term in found.term.items():
        if name not in variables:
            raise LeftBehindError(
                f"[term.{name}] names no variable of the typology", where=where,
                mend=nearest(name, variables),
            )  # fmt: skip
        refuse_shunned((term.more, term.less), f"{where}: term.{name}")
    return found


def refuse_shunned(texts: Iterable[str], where: str) -> None:
    """Refuse words that put a stigma on a place or its people.

    Args:
        texts: What is to be shown.
        where: Where it stands.

    Raises:
        LeftBehindError: With the words.
    """
    if found := sorted({word for text in texts for word in shunned(text)}):
        raise LeftBehindError(
            f"this puts a stigma on places: {some(found)}",
            where=where,
            mend="say what a place has, or lacks from outside, not what its people are",
        )


def shunned(text: str) -> list[str]:
    """The words of a text that put a stigma on a place or its people.

    Example:
        >>> shunned("A sink estate, run-down"), shunned("Terraces near Scarborough")
        (['run-down', 'sink'], [])
    """
    return sorted({found.casefold() for found in _pattern().findall(text)})


@cache
def _pattern() -> re.Pattern[str]:
    text = (resources.files("leftbehind.show") / "shunned.toml").read_text("utf-8")
    terms = sorted(tomllib.loads(text)["terms"], key=len, reverse=True)
    each = "|".join(re.escape(term).replace(r"\ ", r"[\s-]+") for term in terms)
    return re.compile(rf"\b({each})(?=s?\b)", re.IGNORECASE)


def _marks(found: Typology, kind: str) -> tuple[Mark, ...]:
    """The variables that were used, the one on which a kind is furthest from the list first."""
    used = found.variables.filter("used")["variable"]
    rows = found.profile.filter(
        pl.col("kind") == kind, pl.col("variable").is_in(used.implode())
    ).drop_nulls("difference")
    rows = rows.with_columns(far=pl.col("difference").abs()).sort(
        "far", "variable", descending=[True, False]
    )
    return tuple(Mark(*row) for row in rows.select("variable", "difference").iter_rows())


def _name(found: Typology, words: Words, marks: Sequence[Mark], length: int) -> str:
    clear = [mark for mark in marks if abs(mark.difference) >= CLEAR][:length]
    if not clear:
        return say("kind-name-none")
    more_first = sorted(clear, key=lambda mark: mark.way == "less")
    text, *rest = [term_of(found, words, mark) for mark in more_first]
    for term in rest:
        text = say("kind-name", first=text, second=term)
    return capital(text)


def term_of(found: Typology, words: Words, mark: Mark) -> str:
    """What stands in a name for one variable."""
    own = words.term.get(mark.variable, Term())
    return (own.more if mark.way == "more" else own.less) or say(
        "kind-term", title=_about(found)[mark.variable].title, way=mark.way
    )


def _rule(found: Typology, marks: Sequence[Mark]) -> str:
    """Why a kind has its name."""
    about = _about(found)
    clear = [mark for mark in marks if abs(mark.difference) >= CLEAR]
    if not clear:
        return say("kind-rule-none", clear=plain(CLEAR))
    parts = [
        say("kind-rule-part", title=about[mark.variable].title, away=signed(mark.difference))
        for mark in clear
    ]
    return say("kind-rule", parts="; ".join(parts))


def _portrait(found: Typology, kind: str, marks: Sequence[Mark]) -> Iterable[str]:
    """A kind in sentences, each made from its numbers."""
    row = found.kinds.filter(kind=kind).row(0, named=True)
    yield say("kind-portrait-size", number=row["areas"], text=plain(row["areas"], 0),
              plural=areas_of(found.results), people=plain(row["people"], 0))  # fmt: skip
    outline = found.results.manifest["study"].get("outline", "")
    where = found.by.filter(kind=kind, breakdown=outline).drop_nulls("name").head(WHERE)
    if where.height == WHERE:
        shares = [say("kind-portrait-place", name=one["name"], areas=plain(one["areas"], 0))
                  for one in where.iter_rows(named=True)]  # fmt: skip
        yield say("kind-portrait-where", first=shares[0], second=shares[1])
    profile = {
        one["variable"]: one for one in found.profile.filter(kind=kind).iter_rows(named=True)
    }
    about = _about(found)
    for mark in marks[:TELLING]:
        one, of = about[mark.variable], profile[mark.variable]
        digits, unit = one.digits, "%" if one.shown_unit == "%" else one.unit
        figures = {
            name: figure(of[key], digits, unit)
            for name, key in (("value", "value"), ("listed", "listed"), ("all", "whole"))
        }
        key = "kind-portrait-share" if one.says else "kind-portrait-figure"
        told = {"whom": one.of_whom, "says": one.says} if one.says else {"title": one.title}
        yield say(key, whole=whole_of(found.results), **figures, **told)
    if row["standing"]:
        yield say("kind-portrait-stable", standing=row["standing"].replace(" ", "-"),
                  jaccard=plain(row["jaccard"], 2))  # fmt: skip


def _about(found: Typology) -> dict[str, Measured]:
    return measured(found.results.manifest)
