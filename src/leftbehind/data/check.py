"""Declared expectations of a table, checked on every read; failures are data."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from leftbehind.data.catalogue import Catalogue
from leftbehind.data.read import Reading
from leftbehind.errors import LeftBehindError, some

ROUNDED = 0.001
"""How far printed shares may be from 1 when they are added up."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that a table does not meet.

    Attributes:
        rule: Which expectation.
        column: Tidy column it is about, or nothing.
        what: What is wrong, in words, with the first rows or codes.
        rows: How many rows are at fault.
        mend: What to do about it.
    """

    rule: str
    column: str
    what: str
    rows: int
    mend: str


def check(reading: Reading, catalogue: Catalogue) -> tuple[Failure, ...]:
    """Check a table against all that its entry declares.

    Args:
        reading: The table.
        catalogue: For the patterns of codes.

    Returns:
        The failures; none means that it is as declared.
    """
    entry, frame = reading.entry, reading.frame
    found: list[Failure] = []
    if frame.is_empty() and reading.dropped:
        what = f"`keep` leaves none of the {reading.dropped:,} rows"
        found.append(Failure("rows", "", what, 0, "correct the pattern `keep`"))
    elif frame.is_empty():
        found.append(Failure("rows", "", "the table has no rows", 0, "get it again"))
    elif entry.rows is not None and frame.height != entry.rows:
        what = f"{frame.height:,} rows where {entry.rows:,} are expected"
        found.append(Failure("rows", "", what, frame.height, "get it again, or correct `rows`"))
    found += _keys(reading)
    if entry.share:
        found += _shares(frame, entry.geography, entry.share)
    for name in frame.columns:
        if name in catalogue.geography:
            found += _codes(frame, name, catalogue.geography[name].pattern)
        column = entry.columns.get(name)
        if column and frame.schema[name].is_numeric():
            found += _range(frame, name, column.low, column.high)
    return tuple(found)


def require(reading: Reading, catalogue: Catalogue) -> Reading:
    """The table, if it is as declared.

    Raises:
        LeftBehindError: With the first failure and the number of others.
    """
    failures = check(reading, catalogue)
    if not failures:
        return reading
    first, others = failures[0], len(failures) - 1
    more = f" (and {others} other problem{'s' * (others > 1)})" if others else ""
    where = f"{reading.name} ({reading.entry.file})" if reading.entry.file else reading.name
    raise LeftBehindError(first.what + more, where=where, mend=first.mend)


def _keys(reading: Reading) -> list[Failure]:
    keys, frame = list(reading.entry.keys), reading.frame
    if not keys:
        return []
    absent = next((key for key in keys if key not in frame.columns), "")
    if absent:
        what, mend = f"there is no column {absent}", f'say which it is: columns.{absent} = "…"'
        return [Failure("keys present", absent, what, frame.height, mend)]
    found = []
    empty = frame.select(pl.any_horizontal(pl.col(keys).is_null())).to_series()
    if empty.any():
        rows = some(row + 1 for row in empty.arg_true().to_list())
        found.append(
            Failure(
                "keys present", keys[0], f"column {keys[0]} is empty in rows {rows}",
                int(empty.sum()), "give every row its code, or take the row out",
            )
        )  # fmt: skip
    if reading.entry.unique:
        twice = frame.select(pl.struct(keys).is_duplicated()).to_series()
        if twice.any():
            codes = frame.filter(twice).select(keys).unique(maintain_order=True).rows()
            rows = some(row + 1 for row in twice.arg_true().to_list())
            shown = some(" ".join(map(str, code)) for code in codes)
            found.append(
                Failure(
                    "keys unique", keys[0],
                    f"duplicate codes in column {keys[0]}: {shown} (rows {rows})",
                    int(twice.sum()), "keep one row for each code",
                )
            )  # fmt: skip
    return found


def _shares(frame: pl.DataFrame, source: str, share: str) -> list[Failure]:
    """A share is known, from 0 to 1, and those of one area are no more than the whole."""
    empty = frame[share].is_null()
    if empty.any():
        rows = some(row + 1 for row in empty.arg_true().to_list())
        what = f"column {share} is empty in rows {rows}"
        return [Failure("shares", share, what, int(empty.sum()), "give every pair its share")]
    wrong = _range(frame, share, 0.0, 1.0)
    if wrong or source not in frame.columns:
        return wrong
    above = frame.group_by(source, maintain_order=True).agg(pl.col(share).sum())
    above = above.filter(pl.col(share) > 1 + ROUNDED)
    if above.is_empty():
        return []
    what = f"the shares of {some(above[source].to_list())} add up to more than 1"
    return [Failure("shares", share, what, above.height, "correct the shares")]


def _codes(frame: pl.DataFrame, name: str, pattern: str) -> list[Failure]:
    bad = ~frame[name].str.contains(f"^(?:{pattern})$").fill_null(value=True)
    if not bad.any():
        return []
    shown = some(repr(code) for code in frame.filter(bad)[name].to_list())
    rows = some(row + 1 for row in bad.arg_true().to_list())
    what = f"column {name} holds codes that no {name} has: {shown} (rows {rows})"
    return [Failure("codes", name, what, int(bad.sum()), "correct them or name their geography")]


def _range(frame: pl.DataFrame, name: str, low: float | None, high: float | None) -> list[Failure]:
    values = frame[name]
    found = []
    for bound, bad, words in (
        (low, values < low if low is not None else None, "below"),
        (high, values > high if high is not None else None, "above"),
    ):
        if bad is not None and bad.any():
            rows = bad.arg_true().to_list()
            what = (
                f"column {name} is {words} {bound:g} in {len(rows):,} rows: "
                f"{values[rows[0]]:g} in row {some(row + 1 for row in rows)}"
            )
            found.append(Failure("range", name, what, len(rows), "correct the values"))
    return found
