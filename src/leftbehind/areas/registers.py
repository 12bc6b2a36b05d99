"""Registers: every code that a geography has."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from leftbehind.data.shelf import Shelf
from leftbehind.errors import NotHere


def register(geography: str, shelf: Shelf) -> pl.Series | None:
    """Every code of a geography, from its catalogued register.

    Args:
        geography: Name of the geography.
        shelf: Where tables come from; the network is not asked.

    Returns:
        The codes, each once, or nothing where the register is not on this machine.
    """
    table = shelf.catalogue.kind_of_area(geography).codes_in
    if not table or not shelf.here(table):
        return None
    try:
        codes = shelf.read(table).frame[geography]
    except NotHere:
        return None
    return codes.drop_nulls().unique()


def living_on(source: str, target: str, shelf: Shelf) -> pl.Series | None:
    """The codes that two years of one kind of area share: they mean the same areas.

    A code ends when its boundary changes, so one that lives on through all years between means
    the same area (see `continues` in the catalogue's geographies).

    Args:
        source: A geography.
        target: An earlier or later year of it.
        shelf: Where registers come from.

    Returns:
        The codes, sorted; nothing where neither continues the other, or a register is not here.

    Source: ONS, coding and naming policy for UK statistical geographies.
    """
    if source not in _years_before(target, shelf) and target not in _years_before(source, shelf):
        return None
    codes, others = register(source, shelf), register(target, shelf)
    if codes is None or others is None:
        return None
    return codes.filter(codes.is_in(others.implode())).sort()


def _years_before(geography: str, shelf: Shelf) -> Iterator[str]:
    """The years that a geography continues, the latest first."""
    known = shelf.catalogue.geography
    while geography in known and (geography := known[geography].continues):
        yield geography
