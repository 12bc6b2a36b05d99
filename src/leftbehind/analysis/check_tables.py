"""What is wrong in the tables of a study: columns, rows, codes; what is right goes on."""

from __future__ import annotations

import os
from dataclasses import replace

import polars as pl

from leftbehind.analysis.faults import Problem, problem_of
from leftbehind.areas.codes import confirm
from leftbehind.areas.registers import register
from leftbehind.data.check import check
from leftbehind.data.decode import decode
from leftbehind.data.fetch import checked
from leftbehind.data.read import Reading, tidy_what_fits
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest


def look_at(name: str, shelf: Shelf, *, codes: bool) -> tuple[Reading | None, list[Problem]]:
    """Read a table as far as it can be read, and tell all that is wrong with it.

    Args:
        name: Its name in the catalogue or the study.
        shelf: Where it comes from; nothing is downloaded.
        codes: Whether its codes are to be those of the geography that it claims.

    Returns:
        The table without the columns and rows that are wrong, or nothing; the problems.
    """
    if name not in shelf.catalogue.table:
        mend = nearest(name, shelf.catalogue.table)
        return None, [Problem("stops", name, "", f"there is no table called {name}", mend)]
    entry = shelf.catalogue.table[name]
    place = place_of(name, shelf)
    if entry.holds == "points":
        return None, []
    try:
        if entry.status == "own" and name not in shelf.frames:
            return _own(name, place, shelf, codes=codes)
        reading = shelf.read(name)
    except LeftBehindError as error:
        return None, [problem_of(_plain(error, name, entry.file), place)]
    return _confirmed(reading, place, shelf) if codes else (reading, [])


def place_of(name: str, shelf: Shelf) -> str:
    """What a table is called where a problem is mended in it: of one's own, with its file.

    Args:
        name: Its name.
        shelf: Where it comes from.
    """
    entry = shelf.catalogue.entry(name)
    own = entry.status == "own" and entry.file
    return f"{name} ({os.path.normpath(entry.file)})" if own else name


def to_be_got(name: str, shelf: Shelf) -> bool:
    """Whether a run would download a table first.

    Args:
        name: Its name.
        shelf: What is here.
    """
    entry = shelf.catalogue.table.get(name)
    there = entry is not None and entry.status == "here to get" and bool(entry.address)
    return there and not shelf.here(name)


def _own(
    name: str, place: str, shelf: Shelf, *, codes: bool
) -> tuple[Reading | None, list[Problem]]:
    """A user's own table, every column and every rule looked at."""
    entry = shelf.catalogue.entry(name)
    path = shelf.file(name)
    digest = checked(path, entry, name)
    kinds = frozenset(shelf.catalogue.geography)
    frame, gaps, dropped, wrong = tidy_what_fits(decode(path, entry), entry, kinds, where=str(path))
    whole = Reading(name, entry, frame, digest, gaps, dropped)
    found = [problem_of(_plain(error, name, entry.file), place) for error in wrong]
    if any(key not in frame.columns for key in entry.keys) and wrong:
        return None, found  # what is wrong with that column has been told
    reading, strange = _confirmed(whole, place, shelf) if codes else (whole, [])
    for failure in check(whole, shelf.catalogue):
        form = failure.rule == "codes" and failure.column == entry.geography
        if not (form and strange):  # where a register names strange codes, their form adds nothing
            found.append(Problem("stops", place, failure.column, failure.what, failure.mend))
    key = entry.geography
    if codes and key in reading.frame.columns:
        good = reading.frame.filter(pl.col(key).is_not_null())
        reading = replace(reading, frame=good.unique(key, keep="first", maintain_order=True))
    return reading, found + strange


def _confirmed(reading: Reading, place: str, shelf: Shelf) -> tuple[Reading, list[Problem]]:
    """The rows whose codes are of the geography that a table claims, and what the others are."""
    geography = reading.entry.geography
    kind = shelf.catalogue.geography.get(geography)
    if kind and kind.codes_in == reading.name:
        return reading, []  # a register of its own codes
    try:
        return confirm(reading, shelf), []
    except LeftBehindError as error:
        told = [problem_of(_plain(error, reading.name, ""), place)]
    listed = None if kind is None else register(geography, shelf)
    if listed is None or geography not in reading.frame.columns:
        return reading, told
    good = reading.frame.filter(pl.col(geography).is_in(listed.implode()))
    return replace(reading, frame=good), told


def _plain(error: LeftBehindError, name: str, file: str) -> LeftBehindError:
    """An error without the names of table and file, under which it is told anyway."""
    where = error.where.removeprefix(name).removeprefix(file).strip(" :,")
    return type(error)(error.what, where=where, mend=error.mend)
