"""Figures of every area as bytes: small enough for a phone, exact to the last bit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MISSING = 65_535
"""The code of an area that has no figure."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the figures of a column stand.

    Attributes:
        at: Byte at which they begin.
        coded: The table that their codes lead into; none: the figures themselves.
    """

    at: int
    coded: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table of distinct figures stands.

    Attributes:
        at: Byte at which it begins.
        length: How many figures it holds.
    """

    at: int
    length: int


@dataclass
class Packed:
    """Columns of one length, one after the other, little-endian.

    Attributes:
        data: The bytes so far.
        parts: Where each column stands.
        tables: Tables of distinct figures.
    """

    data: bytearray = field(default_factory=bytearray)
    parts: dict[str, Place] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)

    def _add(self, values: NDArray[Any]) -> int:
        self.data += bytes(-len(self.data) % 8)  # a browser reads numbers at multiples of eight
        at = len(self.data)
        self.data += np.ascontiguousarray(values).tobytes()
        return at


def packed(columns: dict[str, Array]) -> Packed:
    """Columns of figures as bytes, with codes into one table where that is smaller.

    Columns made from ranks hold the same few figures in another order: then one table of them
    and two bytes for each area do. Figures are never rounded, so that what a browser adds up
    is what Python added up.

    Args:
        columns: Figures by name, all of one length; NaN where there is none.

    Returns:
        The bytes and where each column stands in them.

    Example:
        >>> found = packed({"a": np.array([1.5, np.nan, 2.5] * 90), "b": np.ones(270)})
        >>> found.parts["a"].coded, found.tables[0].length, unpacked(found, "a", 270)[:3]
        (0, 3, array([1.5, nan, 2.5]))
    """
    found = Packed()
    if not columns:
        return found
    together = np.unique(np.concatenate([c[~np.isnan(c)] for c in columns.values()]))
    number = len(next(iter(columns.values())))
    smaller = 8 * together.size + 2 * number * len(columns) < 8 * number * len(columns)
    if smaller and together.size < MISSING:
        found.tables.append(Table(found._add(together.astype("<f8")), together.size))
    for name, column in columns.items():
        if found.tables:
            codes = np.where(np.isnan(column), MISSING, np.searchsorted(together, column))
            found.parts[name] = Place(found._add(codes.astype("<u2")), 0)
        else:
            found.parts[name] = Place(found._add(column.astype("<f8")))
    return found


def unpacked(packed: Packed, name: str, number: int) -> Array:
    """One column back again, as the page reads it."""
    place, data = packed.parts[name], bytes(packed.data)
    if place.coded is None:
        return np.frombuffer(data, "<f8", number, place.at).astype(float)
    table = packed.tables[place.coded]
    figures = np.append(np.frombuffer(data, "<f8", table.length, table.at), np.nan)
    codes = np.frombuffer(data, "<u2", number, place.at)
    return figures[np.where(codes == MISSING, table.length, codes)]
