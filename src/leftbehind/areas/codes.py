"""Which geographies and vintages a set of codes fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from leftbehind.areas.registers import register
from leftbehind.areas.ways import named_way
from leftbehind.data.read import Reading
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, some


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a set of codes fits one geography.

    Attributes:
        geography: The geography.
        matched: How many of the codes are codes of it.
        codes: How many different codes there are.
        by: "register" where every code was looked up in the list of all of them,
            "pattern" where that list is not on this machine and only the form counts.
    """

    geography: str
    matched: int
    codes: int
    by: Literal["register", "pattern"]

    @property
    def whole(self) -> bool:
        """Whether every code fits."""
        return self.matched == self.codes


def fits(codes: Iterable[str], shelf: Shelf) -> tuple[Fit, ...]:
    """The geographies that codes fit, best first: all of them, since several may.

    31,810 LSOA codes are codes of 2011 and of 2021: codes alone cannot always tell
    which vintage is meant, so whoever asks must say.

    Args:
        codes: Area codes.
        shelf: Where the registers come from.

    Returns:
        Every geography that at least one code fits.

    Example:
        >>> [fit.geography for fit in fits(["X05000001"], Shelf())]
        ['ward20']
    """
    unique = pl.Series(list(codes), dtype=pl.String).drop_nulls().unique()
    found = []
    for name, geography in shelf.catalogue.geography.items():
        by_form = unique.filter(unique.str.contains(f"^(?:{geography.pattern})$"))
        if by_form.is_empty():
            continue
        listed = register(name, shelf)
        matched = by_form if listed is None else by_form.filter(by_form.is_in(listed.implode()))
        if not matched.is_empty():
            by: Literal["register", "pattern"] = "pattern" if listed is None else "register"
            found.append(Fit(name, matched.len(), unique.len(), by))
    return tuple(sorted(found, key=lambda fit: (-fit.matched, fit.by == "pattern", fit.geography)))


def confirm(reading: Reading, shelf: Shelf) -> Reading:
    """The table, if every code is one of the geography and vintage it claims.

    Raises:
        LeftBehindError: Naming the first strange codes, their rows, what they fit
            and the lookup between the two.
    """
    geography = reading.entry.geography
    if not geography:
        _ask_for_geography(reading, shelf)
    if geography not in reading.frame.columns:
        raise LeftBehindError(
            f"the table says its rows are {geography}, but has no column {geography}",
            where=reading.name,
            mend=f'name the column of the codes: columns.{geography} = "…"',
        )
    listed = register(geography, shelf)
    if listed is None:
        return reading
    codes = reading.frame[geography]
    strange = ~codes.is_in(listed.implode())
    if not strange.any():
        return reading
    others = [f for f in fits(codes.to_list(), shelf) if f.geography != geography and f.whole]
    # A form that many geographies share says little where there is a register.
    better = [f.geography for f in others if f.by == "register"]
    rows = some(row + 1 for row in strange.arg_true().to_list())
    what = (
        f"{int(strange.sum()):,} codes are not {geography} codes: "
        f"{some(codes.filter(strange).to_list())} (rows {rows})"
    )
    if better:
        way = named_way(better[0], geography, shelf)
        what += f"; all of them fit {' and '.join(better)}"
        mend = f'say geography = "{better[0]}"'
        mend += f" and carry them with {way}" if way else ""
    elif mixed := _of_two_years(codes, strange, geography, shelf):
        what += (
            f"; all of those are {mixed} codes, and others in the table are not: it mixes two "
            "vintages, in which an area and what became of it are counted twice"
        )
        mend = "give the rows of each vintage as a table of its own"
    else:
        mend = "correct the codes, or name their geography and vintage"
    raise LeftBehindError(what, where=reading.name, mend=mend)


def _of_two_years(codes: pl.Series, strange: pl.Series, geography: str, shelf: Shelf) -> str:
    """The geography that all strange codes of a table are of, where the others are not."""
    several = [
        fit.geography
        for fit in fits(codes.filter(strange), shelf)
        if fit.whole and fit.by == "register" and fit.geography != geography
    ]
    return several[0] if several and not strange.all() else ""


def _ask_for_geography(reading: Reading, shelf: Shelf) -> None:
    what = "the table does not say of which geography and vintage its codes are"
    found: list[str] = []
    for name in reading.frame.columns:
        if not found and reading.frame[name].dtype == pl.String:
            whole = [f for f in fits(reading.frame[name].to_list(), shelf) if f.whole]
            listed = [f for f in whole if f.by == "register"]
            found = [f.geography for f in listed or whole]
            what += f"; column {name} fits {' and '.join(found)}" if found else ""
    stated = " or ".join(f'geography = "{name}"' for name in found) or 'geography = "…"'
    raise LeftBehindError(what, where=reading.name, mend=f"say {stated}")
