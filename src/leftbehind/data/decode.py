"""From the bytes of a file to a frame of its own columns: CSV, Parquet, Excel, R, GeoPackage."""

from __future__ import annotations

import csv
import gzip
import io
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import polars as pl

from leftbehind.data.catalogue import Table
from leftbehind.data.geopackage import layers_of, read_layer
from leftbehind.errors import LeftBehindError, nearest

LONGEST_LINE = 1 << 20
"""A line longer than this (1 MiB) is no row of a table."""

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_MAGIC = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
}


def decode(path: Path, entry: Table) -> pl.DataFrame:
    """Read every column of a file as the file has it.

    Args:
        path: A .csv, .csv.gz, .zip (holding one CSV named by the entry), .parquet,
            .xlsx, .rda or .gpkg file.
        entry: The catalogue entry: sheet, member, encoding.

    Returns:
        The columns under their own names; those of a CSV are all text.

    Raises:
        LeftBehindError: Naming the file, and what is wrong with it.
    """
    where = str(path)
    if path.stat().st_size == 0:
        raise LeftBehindError("the file is empty", where=where, mend="get it again")
    kind = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    match kind.lower():
        case ".csv" | ".txt":
            with path.open("rb") as file:
                return _csv(file, entry, where)
        case ".tsv":
            with path.open("rb") as file:
                return _csv(file, entry, where, separator="\t")
        case ".csv.gz":
            try:
                with gzip.open(path) as file:
                    return _csv(file, entry, where)
            except (OSError, EOFError, zlib.error) as error:
                raise LeftBehindError(
                    f"not a whole gzip file: {error}", where=where, mend="get it again"
                ) from error
        case ".zip":
            return _zip(path, entry)
        case ".parquet":
            return _parquet(path)
        case ".xlsx":
            return _excel(path, entry.sheet)
        case ".rda" | ".rdata":
            return _rda(path)
        case ".gpkg":
            return read_layer(path, entry)
    raise LeftBehindError(
        f"files ending in {path.suffix or 'nothing'} are not read",
        where=where,
        mend="save it as .csv, .parquet, .xlsx, .gpkg or .rda",
    )


def _csv(
    file: IO[bytes] | gzip.GzipFile, entry: Table, where: str, separator: str = ","
) -> pl.DataFrame:
    data = _bytes_of(file, where)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise LeftBehindError(
                f"this is {kind}, not CSV text", where=where, mend="give it its own ending"
            )
    text = _text(data, entry.encoding, where)
    if not text.strip():
        raise LeftBehindError("the file is empty", where=where, mend="get it again")
    try:
        frame = pl.read_csv(io.BytesIO(text.encode()), infer_schema=False, separator=separator)
    except pl.exceptions.PolarsError as error:
        reason = _long_row(text, separator) or str(error).splitlines()[0]
        raise LeftBehindError(
            f"not a CSV that can be read: {reason}",
            where=where,
            mend="put cells that hold a comma in quotes, and close every quote",
        ) from error
    other = next((mark for mark in _SEPARATORS if mark in frame.columns[0]), "")
    if frame.width == 1 and other:
        raise LeftBehindError(
            f"its columns are parted by {_SEPARATORS[other]}, not by {_SEPARATORS[separator]}",
            where=where,
            mend="save it with commas",
        )
    if not (text.endswith("\n") or entry.sha256 or entry.keep):
        _require_whole(text, separator, frame.width, where)
    return frame


def _bytes_of(file: IO[bytes] | gzip.GzipFile, where: str) -> bytes:
    """All bytes of a text file, given up at the first line that does not end."""
    lines, parts = 0, []
    while part := file.read(LONGEST_LINE):
        ends = part.count(b"\n")
        if len(part) == LONGEST_LINE and not ends:
            line = f"line {lines + 1:,}" if lines else "the first line"
            raise LeftBehindError(
                f"{line} does not end within {LONGEST_LINE:,} bytes",
                where=where,
                mend="check that it is a CSV with one row a line",
            )
        lines += ends
        parts.append(part)
    return b"".join(parts)


def _long_row(text: str, separator: str) -> str:
    """The first row with more cells than the header, in words."""
    try:
        header, *rows = csv.reader(io.StringIO(text), delimiter=separator)
    except csv.Error:
        return ""
    return next(
        (
            f"row {number:,} has {len(row)} cells where the header has {len(header)}"
            for number, row in enumerate(rows, 1)
            if len(row) > len(header)
        ),
        "",
    )


def _require_whole(text: str, separator: str, width: int, where: str) -> None:
    """Refuse a file whose last row is unended and short: it was cut off."""
    last = text[text.rfind("\n") + 1 :]
    cells = last.count(separator) + 1
    if cells < width:
        raise LeftBehindError(
            f"the last row has {cells} cells where the header has {width}: it is cut off",
            where=where,
            mend="get the file again; if it is whole, end its last line",
        )


def _text(data: bytes, encoding: str, where: str) -> str:
    if encoding.lower().replace("-", "") == "utf8":
        for mark in (b"\xff\xfe", b"\xfe\xff"):
            if data.startswith(mark):
                raise LeftBehindError(
                    "the text is UTF-16, not UTF-8",
                    where=where,
                    mend='save it as UTF-8, or say encoding = "utf-16" in the table\'s entry',
                )
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LeftBehindError(
            f"line {line} is not {encoding.removesuffix('-sig').upper()} text "
            f"(byte 0x{data[error.start]:02X}); it may be Windows-1252",
            where=where,
            mend='save it as UTF-8, or say encoding = "windows-1252" in the table\'s entry',
        ) from error
    except (LookupError, ValueError) as error:
        raise LeftBehindError(
            f"there is no encoding {encoding!r}", where=where, mend='say "utf-8", or leave it out'
        ) from error
    zero = text.find("\0")
    if zero >= 0:
        raise LeftBehindError(
            f"line {text.count(chr(10), 0, zero) + 1} holds a zero byte; it may be UTF-16",
            where=where,
            mend='save it as UTF-8, or say encoding = "utf-16-le" in the table\'s entry',
        )
    return text


def _zip(path: Path, entry: Table) -> pl.DataFrame:
    member = entry.member
    try:
        with zipfile.ZipFile(path) as archive:
            if member not in archive.namelist():
                raise LeftBehindError(
                    f"the archive holds no {member or 'member that the entry names'}",
                    where=str(path),
                    mend=nearest(member, archive.namelist()),
                )
            with archive.open(member) as file:
                return _csv(file, entry, f"{path}, {member}")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise LeftBehindError(
            f"not a zip archive that can be read: {error}", where=str(path), mend="get it again"
        ) from error


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise LeftBehindError(
            "not a whole Parquet file",
            where=str(path),
            mend="get it again; it may have been cut off",
        ) from error
    # Geometries come as an extension of well-known binary; here they are the binary itself.
    kinds = {name: kind for name, kind in frame.schema.items() if isinstance(kind, pl.Extension)}
    return frame.with_columns(pl.col(name).ext.storage() for name in kinds)


def sheets_of(path: Path) -> list[str]:
    """The sheets of a workbook or the layers of a GeoPackage; nothing for other files.

    Raises:
        LeftBehindError: If the file cannot be read.
    """
    match path.suffix.lower():
        case ".xlsx":
            return [str(name) for name in _workbook(path).sheet_names]
        case ".gpkg":
            return list(layers_of(path))
    return []


def _workbook(path: Path) -> Any:
    import fastexcel

    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise LeftBehindError(
            "not a workbook that can be read", where=str(path), mend="get it again"
        ) from error


def _excel(path: Path, sheet: str) -> pl.DataFrame:
    book = _workbook(path)
    names = book.sheet_names
    if sheet and sheet not in names:
        raise LeftBehindError(
            f"the workbook has no sheet {sheet}", where=str(path), mend=nearest(sheet, names)
        )
    if not sheet and len(names) > 1:
        raise LeftBehindError(
            f"the workbook has {len(names)} sheets",
            where=str(path),
            mend=f'say which in the table\'s entry: sheet = "{names[0]}"',
        )
    # Every row is looked at: one text among a thousand numbers must not become a gap.
    frame: pl.DataFrame = book.load_sheet(sheet or names[0], schema_sample_rows=None).to_polars()
    return frame


def _rda(path: Path) -> pl.DataFrame:
    import rdata

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of R classes that it reads as plain ones
            objects: dict[str, Any] = rdata.read_rda(path)
    except Exception as error:
        # The parser raises whatever the bytes lead it to.
        raise LeftBehindError(
            "not an R data file that can be read", where=str(path), mend="get it again"
        ) from error
    tables = [value for value in objects.values() if hasattr(value, "columns")]
    if len(tables) != 1:
        raise LeftBehindError(
            f"the file holds {len(tables)} tables, not one: {', '.join(objects) or 'nothing'}",
            where=str(path),
        )
    return pl.DataFrame({str(name): _r_column(tables[0][name]) for name in tables[0].columns})


def _r_column(column: Any) -> pl.Series:
    """One column of an R table; R's NA is null."""
    if column.dtype.kind == "O" and len(column) and isinstance(column.iloc[0], list):
        return pl.Series(_r_geometries(column), dtype=pl.Binary)
    if column.dtype.kind in "fiu":
        return (
            pl.Series(column.to_numpy()).fill_nan(None)
            if column.dtype.kind == "f"
            else (pl.Series(column.to_numpy()))
        )
    values = column.astype(object).where(column.notna(), None).tolist()
    if all(value is None or isinstance(value, bool) for value in values):
        return pl.Series(values, dtype=pl.Boolean)
    return pl.Series([None if value is None else str(value) for value in values], dtype=pl.String)


def _r_geometries(column: Any) -> list[bytes]:
    """Geometries of R's `sf` as well-known binary: polygons of rings of corners."""
    import numpy as np
    import shapely

    rings: list[Any] = []
    ring_of: list[int] = []  # number of the polygon of each ring
    polygon_of: list[int] = []  # number of the row of each polygon
    for row, shape in enumerate(column):
        polygons = shape if shape and isinstance(shape[0], list) else [shape]
        for polygon in polygons:
            rings += polygon
            ring_of += [len(polygon_of)] * len(polygon)
            polygon_of.append(row)
    corners = np.concatenate([np.asarray(ring)[:, :2] for ring in rings])
    ends = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    lines: Any = shapely.linearrings(corners, indices=ends)
    parts: Any = shapely.polygons(lines, indices=np.asarray(ring_of))
    shapes: Any = shapely.multipolygons(parts, indices=np.asarray(polygon_of))
    return list(shapely.to_wkb(shapes))
