"""The cells of a panel's file as text, with their places: a workbook or a CSV, never a huge one."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from leftbehind.data.catalogue import Table
from leftbehind.data.decode import decode
from leftbehind.errors import LeftBehindError, short

INSTRUCTIONS = "Instructions"
"""The sheet of a workbook that explains the others and is not read."""

MOST_BYTES = 10_000_000
"""Bytes of a file, a workbook unpacked, that are read as a panel: forms of thousands of experts."""

MOST_CELLS = 1_000_000
"""Cells between the first of a sheet and its last, which are all held in memory."""

_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
"""Where a cell that holds something stands, in the file of its sheet."""

_GUARD = re.compile(r"^'(?=[=+\-@])")
"""The apostrophe that is written into a CSV before text that would be a formula."""


_NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What is raised of a file that is no zip archive, is cut off, or is locked."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet as text; the first row of the file is row 1."""

    where: str
    cells: list[list[str]]
    of_workbook: bool = False


def grids_of(file: Path) -> list[Grid]:
    """The one table of a CSV, or each sheet of a workbook but that of the instructions.

    Args:
        file: A .csv or .xlsx.

    Raises:
        LeftBehindError: If it is neither, cannot be read, or is too large for a panel.
    """
    match file.suffix.lower():
        case ".csv":
            _refuse_large(file, file.stat().st_size)
            frame = _csv(file)
            # A column that comes twice has been given a name of its own.
            headings = [re.sub(r"_duplicated_\d+$", "", name) for name in frame.columns]
            rows = [headings, *map(list, frame.iter_rows())]
            return [Grid(str(file), [[_text(cell) for cell in row] for row in rows])]
        case ".xlsx":
            return _sheets(file)
    raise LeftBehindError(
        f"a panel is not read from files ending in {file.suffix or 'nothing'}",
        where=str(file),
        mend="save it as .xlsx or .csv",
    )


def _csv(file: Path) -> pl.DataFrame:
    try:
        return decode(file, Table(title="panel"))
    except LeftBehindError as error:
        # A panel is no table of a study, and it stands nowhere to be got again.
        raise LeftBehindError(
            error.what,
            where=error.where,
            mend="save it as .xlsx, or as CSV in UTF-8: commas between cells, and quotes around "
            "a cell that holds one",
        ) from error


def _refuse_large(file: Path, size: int) -> None:
    if size > MOST_BYTES:
        raise LeftBehindError(
            f"{size / 1e6:,.0f} MB are more than forms of a panel have ({MOST_BYTES / 1e6:.0f} MB)",
            where=str(file),
            mend="take out what is no form, or read it in parts",
        )


def _refuse_far(file: Path) -> None:
    """Refuse a workbook that would fill the memory: large, or with a cell far from its form."""
    with zipfile.ZipFile(file) as archive:
        _refuse_large(file, sum(one.file_size for one in archive.infolist()))
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            cells = {(column, int(row)) for column, row in _CELL.findall(archive.read(name))}
            width = max((_position(column) for column, _ in cells), default=0)
            height = max((row for _, row in cells), default=0)
            if width * height > MOST_CELLS:
                raise LeftBehindError(
                    f"a sheet goes to row {height:,} and column {width:,}",
                    where=f"{file}, {name}",
                    mend="delete the rows and columns that stand far from the form",
                )


def _position(letters: bytes) -> int:
    """Which column some letters are: A is 1, AA is 27."""
    found = 0
    for letter in letters:
        found = 26 * found + letter - ord("A") + 1
    return found


def _sheets(file: Path) -> list[Grid]:
    import fastexcel

    grids = []
    try:
        _refuse_far(file)
        book = fastexcel.read_excel(file)
        for name in book.sheet_names:
            if name.strip().casefold() == INSTRUCTIONS.casefold():
                continue
            # As text: a number typed as text is a number, a date is none, and rows keep
            # the numbers that a spreadsheet shows.
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string",
                                    schema_sample_rows=None).to_polars()  # fmt: skip
            cells = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
            grids.append(Grid(f"{file}, sheet {shown(name)}", cells, of_workbook=True))
    except (fastexcel.FastExcelError, *_NO_ARCHIVE) as error:
        raise LeftBehindError(
            "not a workbook that can be read", where=str(file), mend="save it anew as .xlsx"
        ) from error
    return grids


def _text(cell: str | None) -> str:
    """A cell as text: one form of each letter, single blanks, without the guard of a CSV."""
    text = " ".join(unicodedata.normalize("NFC", cell or "").split())
    return _GUARD.sub("", text)


def shown(text: str) -> str:
    """Text of a file as an error may show it: controls are written out."""
    return short(repr(text))
