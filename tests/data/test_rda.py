"""Tables that R saved, against bytes written by hand and against another reader."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from leftbehind import LeftBehindError, Shelf
from leftbehind.data.catalogue import Table
from leftbehind.data.decode import decode
from leftbehind.data.rda import tables_of

NA = -(2**31)
NIL = struct.pack(">i", 254)


def whole(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}i", *numbers)


def text(said: str | None, flags: int = 9 | 1 << 15, encoding: str = "utf-8") -> bytes:
    data = (said or "").encode(encoding)
    return whole(flags, -1 if said is None else len(data)) + data


def vector(kind: int, size: int, data: bytes, **attributes: bytes) -> bytes:
    """A vector as R writes it: flags, length, values, and pairs of attributes."""
    flags = kind | (1 << 9 if attributes else 0)
    return whole(flags, size) + data + (pairs(**attributes) if attributes else b"")


def pairs(**items: bytes) -> bytes:
    named = (whole(2 | 1 << 10, 1) + text(name) + item for name, item in items.items())
    return b"".join(named) + NIL


def texts(*said: str | None, **attributes: bytes) -> bytes:
    return vector(16, len(said), b"".join(map(text, said)), **attributes)


def integers(*numbers: int, **attributes: bytes) -> bytes:
    return vector(13, len(numbers), whole(*numbers), **attributes)


def reals(*numbers: float, **attributes: bytes) -> bytes:
    return vector(14, len(numbers), struct.pack(f">{len(numbers)}d", *numbers), **attributes)


def listed(*items: bytes, **attributes: bytes) -> bytes:
    return vector(19, len(items), b"".join(items), **attributes)


def frame(**columns: bytes) -> bytes:
    return listed(*columns.values(), names=texts(*columns), **{"class": texts("data.frame")},
                  **{"row.names": integers(NA, -3)})  # fmt: skip


def saved(version: int = 2, **objects: bytes) -> bytes:
    encoding = whole(5) + b"UTF-8" if version == 3 else b""
    head = f"RDX{version}\nX\n".encode() + whole(version, 0x040300, 0x030500)
    return head + encoding + pairs(**objects)


def only(data: bytes) -> pl.DataFrame:
    (found,) = tables_of(data).values()
    assert found is not None
    return found


FACTOR = integers(2, NA, 1, levels=texts("low", "high"), **{"class": texts("factor")})
TABLE = frame(code=texts("E1", None, "É"), number=integers(1, NA, -3),
              share=reals(0.5, float("nan"), -1e300), truth=vector(10, 3, whole(1, NA, 0)),
              level=FACTOR)  # fmt: skip
EXPECTED = pl.DataFrame(
    {"code": ["E1", None, "É"], "number": pl.Series([1, None, -3], dtype=pl.Int32),
     "share": [0.5, None, -1e300], "truth": [True, None, False], "level": ["high", None, "low"]}
)  # fmt: skip


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize(
    "compress", [bytes, gzip.compress, bz2.compress, lzma.compress], ids=lambda one: one.__module__
)
def test_every_kind_of_column_comes_back(compress: Callable[[bytes], bytes], version: int) -> None:
    found = only(compress(saved(version, towns=TABLE)))
    assert_frame_equal(found, EXPECTED)


def test_a_name_that_was_used_is_referred_to_by_number() -> None:
    """A symbol is written once: `names` of the second table is a reference to the first's."""
    data = saved(one=frame(a=reals(1)), other=frame(a=reals(2)))
    symbol = whole(1) + text("names")
    first = data.index(symbol)
    number = data[:first].count(whole(1) + whole(9 | 1 << 15)) + 1
    again = data.index(symbol, first + 1)
    data = data[:again] + whole(255 | number << 8) + data[again + len(symbol) :]
    assert tables_of(data)["other"].to_dict(as_series=False) == {"a": [2.0]}  # type: ignore[union-attr]


def test_letters_of_latin_1_are_read() -> None:
    latin = whole(16, 1) + text("Ynys Môn", 9 | 1 << 14, "latin-1")
    assert only(saved(towns=frame(name=latin)))["name"].to_list() == ["Ynys Môn"]


def test_vectors_that_were_saved_as_a_rule_are_made() -> None:
    """R keeps 1:n as its ends, and a vector that it wraps as that vector."""
    sequence = whole(238) + pairs_of(symbol("compact_intseq")) + reals(3, 5, 1) + NIL
    wrapped = whole(238) + pairs_of(symbol("wrap_real")) + pairs_of(reals(1, 2, 3), integers(0, 0))
    found = only(saved(towns=frame(number=sequence, share=wrapped + NIL)))
    assert found.rows() == [(5, 1.0), (6, 2.0), (7, 3.0)]


def symbol(name: str) -> bytes:
    return whole(1) + text(name)


def pairs_of(*items: bytes) -> bytes:
    return b"".join(whole(2) + item for item in items) + NIL


def test_polygons_are_read_with_their_holes_and_islands() -> None:
    import shapely

    def ring(*corners: tuple[float, float]) -> bytes:
        x, y = zip(*corners, strict=True)
        return reals(*x, *y, dim=integers(len(corners), 2))

    outer = ring((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))
    hole = ring((1, 1), (1, 2), (2, 2), (2, 1), (1, 1))
    island = ring((9, 9), (10, 9), (10, 10), (9, 9))
    shapes = listed(listed(outer, hole), listed(listed(outer), listed(island)))
    found = only(saved(towns=frame(shape=shapes)))
    first, second = shapely.from_wkb(found["shape"].to_list())
    assert (first.area, second.area) == (15, 16.5)
    assert (len(first.geoms[0].interiors), len(second.geoms)) == (1, 2)


def test_what_is_no_data_frame_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "two.rda"
    file.write_bytes(saved(numbers=reals(1, 2)))
    assert tables_of(file.read_bytes()) == {"numbers": None}
    with pytest.raises(LeftBehindError, match="holds 0 tables, not one: numbers"):
        decode(file, Table(title="Two"))


CLOSURE = whole(3)


@pytest.mark.parametrize(
    "data",
    [b"", b"RDX2\nX\n", b"RDA2\nA\n2\n", saved(towns=TABLE)[:-40], saved(towns=CLOSURE),
     saved(towns=whole(16, -1)), saved(towns=whole(13, 2**31 - 1)), bz2.compress(b"x")[:-4],
     saved(towns=frame(a=reals(1), b=reals(1, 2)))],
    ids=["empty", "a head alone", "as text", "cut off", "a function", "too long", "longer than it",
         "half compressed", "ragged"],
)  # fmt: skip
def test_what_cannot_be_read_is_told(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "towns.rda"
    file.write_bytes(data or b"\0")
    with pytest.raises(LeftBehindError, match=r"towns\.rda: not an R data file that can be read"):
        decode(file, Table(title="Towns"))


@pytest.mark.data
@pytest.mark.filterwarnings("ignore:Missing constructor:UserWarning")
@pytest.mark.parametrize("name", ["lookup_lsoa11_ward17", "ruc11_lsoa11", "imd2015_england_lsoa11"])
def test_another_reader_finds_the_same(name: str, shelf: Shelf) -> None:
    import rdata

    path = shelf.file(name)
    if path.suffix != ".rda":
        pytest.skip(f"{path.name} was not saved by R")
    found = decode(path, shelf.catalogue.entry(name))
    (expected,) = rdata.read_rda(path).values()
    assert found.columns == list(expected.columns)
    for column in found.columns:
        values = expected[column].astype(object).where(expected[column].notna(), None).tolist()
        assert found[column].to_list() == np.array(values, dtype=object).tolist()
