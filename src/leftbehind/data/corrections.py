"""Errors found in published editions: recorded, shown wherever used, never silently mended."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, ValidationError

from leftbehind.data.catalogue import Entry, Name
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.problems import explain


class Correction(Entry):
    """An error in a published edition, and what is done about it; it never changes.

    Attributes:
        title: The edition, and where in it.
        tables: Tables of the catalogue that are of this edition.
        wrong: What is wrong.
        found: When, by whom or how it was found.
        evidence: What shows it.
        effect: What it does to who uses the edition.
        treatment: What is done here, where a study asks for nothing.
        changes: Patches of a study that names the correction; none: it can only be shown.
    """

    title: str
    tables: Annotated[tuple[str, ...], Field(min_length=1)]
    wrong: str
    found: str
    evidence: str
    effect: str
    treatment: str
    changes: tuple[str, ...] = ()


class _File(Entry):
    correction: dict[Name, Correction]


@lru_cache(maxsize=1)
def corrections() -> Mapping[str, Correction]:
    """The errors that are recorded in the package, by name.

    Example:
        >>> corrections()["cni2019-206-ranks-reversed"].tables
        ('cni2019_england_ward17_206',)
    """
    file = resources.files("leftbehind.data") / "corrections.toml"
    try:
        told = _File.model_validate(tomllib.loads(file.read_text("utf-8")))
    except ValidationError as error:
        raise explain(error, _File, where="corrections.toml") from error
    return MappingProxyType(told.correction)


def corrections_of(tables: Collection[str]) -> dict[str, Correction]:
    """The errors of the editions that some tables are of, by name.

    Args:
        tables: Names of tables.

    Example:
        >>> list(corrections_of(["census2021_accommodation_lsoa21"]))
        ['census2021-accommodation-name']
    """
    return {name: one for name, one in corrections().items() if {*one.tables} & {*tables}}


def changes_of(names: Sequence[str]) -> tuple[str, ...]:
    """The patches of the corrections that a study names.

    Args:
        names: The corrections.

    Raises:
        LeftBehindError: If there is no such correction, or it can only be shown.
    """
    found: list[str] = []
    for name in names:
        if name not in corrections():
            raise LeftBehindError(
                f"there is no correction {name}", mend=nearest(name, corrections())
            )
        if not corrections()[name].changes:
            raise LeftBehindError(
                f"{name} is recorded and can only be shown: {corrections()[name].treatment}",
                mend="leave it out of `corrections`",
            )
        found += corrections()[name].changes
    return tuple(found)
