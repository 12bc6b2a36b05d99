"""Registers: every code that a geography has."""

from __future__ import annotations

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
