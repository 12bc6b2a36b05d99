"""Tables that R saved (.rda), read without R.

A file holds objects by name, written by R's `save` in the format XDR, mostly compressed. Only
what a table is made of is known here: vectors, factors, lists, and what R hangs on them.
Source: R Internals, section 1.8, "Serialization Formats".
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

_INT, _TWO = struct.Struct(">i"), struct.Struct(">ii")
_MISSING = np.iinfo(np.int32).min
"""NA of whole and of logical numbers; that of floats is a NaN."""

_COMPRESSED: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ\x00": lzma.decompress,
}
_HAS_ATTRIBUTES, _HAS_TAG = 1 << 9, 1 << 10
_LATIN1 = 1 << (12 + 2)


class _Kind(IntEnum):
    """What an item is, in the last byte of its flags."""

    SYMBOL = 1
    PAIRS = 2
    ENVIRONMENT = 4
    TEXT = 9
    LOGICAL = 10
    INTEGER = 13
    REAL = 14
    TEXTS = 16
    LIST = 19
    POINTER = 22
    ALTERNATIVE = 238
    PAIRS_WITH_ATTRIBUTES = 239
    EMPTY_ENVIRONMENT = 242
    GLOBAL_ENVIRONMENT = 253
    NIL = 254
    REFERENCE = 255


_NOTHING = (_Kind.NIL, _Kind.GLOBAL_ENVIRONMENT, _Kind.EMPTY_ENVIRONMENT)


@dataclass(slots=True)
class _Item:
    """An R vector: an array, or a list of texts or of items, with its attributes by name."""

    values: Any
    attributes: dict[str, Any] = field(default_factory=dict)

    def texts(self, attribute: str) -> list[Any]:
        """An attribute that is texts, such as names; none if it has no such."""
        found = self.attributes.get(attribute)
        return found.values if isinstance(found, _Item) else []


def tables_of(data: bytes) -> dict[str, pl.DataFrame | None]:
    """The objects of a file by name: a table, or None for one that is no data frame.

    Args:
        data: All bytes of a .rda.

    Returns:
        Tables: NA is null, a factor is its labels, geometries are lists of polygons or of lists
        of them, each a list of rings, each corners × 2 or more.

    Raises:
        ValueError: If it is no such file, or holds what no table is made of.
        struct.error: If it is cut off.
    """
    for mark, decompress in _COMPRESSED.items():
        if data.startswith(mark):
            data = decompress(data)
    if data[:7] not in (b"RDX2\nX\n", b"RDX3\nX\n"):
        raise ValueError("it does not begin as R's binary files do")
    version = _INT.unpack_from(data, 7)[0]
    reader = _Reader(data, at=7 + 3 * _INT.size)
    if version == 3:
        reader.skip_encoding()
    objects = reader.item()
    if not isinstance(objects, list):
        raise ValueError("it holds no objects by name")
    return {name: _frame(item) if _is_frame(item) else None for name, item in objects}


@dataclass(slots=True)
class _Reader:
    """Reads items one after the other; what was named once is referred to by number."""

    data: bytes
    at: int
    known: list[Any] = field(default_factory=list)

    def whole(self) -> int:
        found: int = _INT.unpack_from(self.data, self.at)[0]
        self.at += _INT.size
        return found

    def skip_encoding(self) -> None:
        size = self.whole()
        self.at += size

    def item(self) -> Any:
        """The next item: a vector, pairs of names and items, a name, or None."""
        flags = self.whole()
        kind = flags & 0xFF
        match kind:
            case kind if kind in _NOTHING:
                return None
            case _Kind.REFERENCE:
                return self.known[(flags >> 8 or self.whole()) - 1]
            case _Kind.SYMBOL:
                self.known.append(self.item())
                return self.known[-1]
            case _Kind.TEXT:
                return self._text(flags)
            case _Kind.PAIRS | _Kind.PAIRS_WITH_ATTRIBUTES:
                return self._pairs(flags)
            case _Kind.ENVIRONMENT:
                return self._environment()
            case _Kind.ALTERNATIVE:
                return _expanded(self.item(), self.item(), self.item() or [])
            case _Kind.POINTER:
                self.known.append(None)
                self.item(), self.item()
                found = _Item(None)
            case _:
                found = _Item(self._values(kind))
        if flags & _HAS_ATTRIBUTES:
            found.attributes = dict(self.item())
        return found

    def _values(self, kind: int) -> Any:
        size = self.whole()
        if size < 0:
            raise ValueError("a vector is longer than any table")
        match kind:
            case _Kind.LOGICAL:
                numbers = self._array(size, ">i4").tolist()
                return [None if one == _MISSING else bool(one) for one in numbers]
            case _Kind.INTEGER:
                return self._array(size, ">i4").astype(np.int32)
            case _Kind.REAL:
                return self._array(size, ">f8").astype(np.float64)
            case _Kind.TEXTS:
                return self._texts(size)
            case _Kind.LIST:
                return [self.item() for _ in range(size)]
        raise ValueError(f"items of kind {kind} are in no table")

    def _array(self, size: int, kind: str) -> Any:
        found = np.frombuffer(self.data, kind, size, self.at)
        self.at += found.nbytes
        return found

    def _texts(self, size: int) -> list[str | None]:
        """Texts in a loop of their own, since a table has hundreds of thousands."""
        data, at = self.data, self.at
        found: list[str | None] = []
        for _ in range(size):
            flags, length = _TWO.unpack_from(data, at)
            at += 8
            if length < 0:
                found.append(None)
                continue
            found.append(str(data[at : at + length], "latin-1" if flags & _LATIN1 else "utf-8"))
            at += length
        self.at = at
        return found

    def _text(self, flags: int) -> str | None:
        self.at -= _INT.size
        return self._texts(1)[0]

    def _pairs(self, flags: int) -> list[tuple[Any, Any]]:
        found: list[tuple[Any, Any]] = []
        while flags & 0xFF in (_Kind.PAIRS, _Kind.PAIRS_WITH_ATTRIBUTES):
            if flags & _HAS_ATTRIBUTES:
                self.item()
            name = self.item() if flags & _HAS_TAG else None
            found.append((name, self.item()))
            flags = self.whole()
        self.at -= _INT.size
        rest = self.item()
        return found if rest is None else [*found, (None, rest)]

    def _environment(self) -> None:
        self.known.append(None)
        self.whole()
        for _ in range(4):  # what encloses it, its frame, its table, its attributes
            self.item()


def _expanded(of_class: Any, state: Any, attributes: list[tuple[Any, Any]]) -> _Item:
    """A vector that was saved as what it can be made from: a sequence, or another vector."""
    name = of_class[0][1]
    if name in ("compact_intseq", "compact_realseq"):
        number, first, step = state.values
        values = first + step * np.arange(number)
        item = _Item(values.astype(np.int32) if name == "compact_intseq" else values)
    elif name.startswith("wrap_"):
        inner = state[0][1] if isinstance(state, list) else state.values[0]
        item = _Item(inner.values, dict(inner.attributes))
    else:
        raise ValueError(f"vectors of the class {name} are not known")
    item.attributes |= dict(attributes)
    return item


def _is_frame(item: Any) -> bool:
    return isinstance(item, _Item) and "data.frame" in item.texts("class")


def _frame(item: _Item) -> pl.DataFrame:
    return pl.DataFrame(
        {name: _column(one) for name, one in zip(item.texts("names"), item.values, strict=True)}
    )


def _column(item: _Item) -> pl.Series:
    values, labels = item.values, item.texts("levels")
    if labels:
        values = [None if code == _MISSING else labels[code - 1] for code in values.tolist()]
    elif isinstance(values, np.ndarray):
        column = pl.Series(values)
        missing = column.is_nan() if column.dtype.is_float() else column == _MISSING
        return column.set(missing, None)
    elif any(isinstance(one, _Item) for one in values):
        return pl.Series(_geometries([_plain(one) for one in values]), dtype=pl.Binary)
    truths = all(one is None or isinstance(one, bool) for one in values)
    return pl.Series(values, dtype=pl.Boolean if truths else pl.String)


def _plain(item: _Item) -> Any:
    """Rings of corners, in the lists that R has them in."""
    if isinstance(item.values, list):
        return [_plain(one) for one in item.values]
    return item.values.reshape(item.attributes["dim"].values, order="F")


def _geometries(shapes: list[Any]) -> list[bytes]:
    """Geometries of R's `sf` as well-known binary: polygons of rings of corners."""
    import shapely

    rings: list[Any] = []
    ring_of: list[int] = []  # number of the polygon of each ring
    polygon_of: list[int] = []  # number of the row of each polygon
    for row, shape in enumerate(shapes):
        polygons = shape if shape and isinstance(shape[0], list) else [shape]
        for polygon in polygons:
            rings += polygon
            ring_of += [len(polygon_of)] * len(polygon)
            polygon_of.append(row)
    corners = np.concatenate([ring[:, :2] for ring in rings])
    ends = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    lines: Any = shapely.linearrings(corners, indices=ends)
    parts: Any = shapely.polygons(lines, indices=np.asarray(ring_of))
    whole: Any = shapely.multipolygons(parts, indices=np.asarray(polygon_of))
    return list(shapely.to_wkb(whole))
