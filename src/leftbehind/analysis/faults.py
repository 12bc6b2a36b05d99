"""A problem of a study: what is wrong, where, how to mend it, and whether it stops a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from leftbehind.errors import LeftBehindError

Severity = Literal["stops", "look"]
"""Whether a run would stop at it, or a person should look at it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem.

    Attributes:
        severity: Whether a run would stop at it.
        place: The file or table that it is mended in.
        where: The key, row, column or code there.
        what: What is wrong, as a sentence without a full stop.
        mend: What to do about it.
    """

    severity: Severity
    place: str
    where: str
    what: str
    mend: str = ""


def problem_of(error: LeftBehindError, place: str, severity: Severity = "stops") -> Problem:
    """An error as a problem of a place.

    Args:
        error: What was raised.
        place: The file or table.
        severity: Whether a run would stop at it.

    Example:
        >>> problem_of(LeftBehindError("no such column", where="a.csv: x"), "a.csv").where
        'x'
    """
    where = error.where.removeprefix(place).removeprefix(":").strip()
    return Problem(severity, place, where, error.what, error.mend)


def problem_table(problems: tuple[Problem, ...]) -> pl.DataFrame:
    """Problems as a table for machines."""
    names = ("severity", "place", "where", "what", "mend")
    rows = [{name: getattr(one, name) for name in names} for one in problems]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
