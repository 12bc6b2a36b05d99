"""Sheets as one Excel workbook in which text stays text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from leftbehind.errors import LeftBehindError
from leftbehind.show.export.note import ABOUT, CODEBOOK
from leftbehind.show.export.sheets import Sheet

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date inside the file: one that never changes, so that the same results give the same
bytes."""

ROWS, CELL, NAME = 1_048_576, 32_767, 31
"""What Excel can hold: rows of a sheet, letters of a cell, letters of a sheet's name."""

WIDEST = 48
"""Letters that a column is wide at most."""

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "in_memory": True,
}


def workbook(about: pl.DataFrame, codebook: pl.DataFrame, sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook: the note, the codebook, then each sheet.

    Args:
        about: The method note.
        codebook: What each column says.
        sheets: The rest.

    Raises:
        LeftBehindError: If a sheet has more rows than Excel can hold.
    """
    import xlsxwriter

    for sheet in sheets:
        if sheet.frame.height >= ROWS:
            raise LeftBehindError(
                f"the sheet {sheet.name} has {sheet.frame.height:,} rows, and Excel holds "
                f"{ROWS - 1:,}",
                mend="read the tables of the results folder instead: they have no such limit",
            )
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"created": MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, frame in ((ABOUT, about), (CODEBOOK, codebook)):
            place = _begun(book, name, frame, bold)
            _filled(place, frame, wrap)
            for at, column in enumerate(frame.columns):
                place.set_column(at, at, 90 if column in ("text", "says") else 28)
        for sheet in sheets:
            place = _begun(book, sheet.name, sheet.frame, bold)
            _filled(place, sheet.frame, None)
            for at, column in enumerate(sheet.frame.columns):
                place.set_column(at, at, _wide(sheet.frame[column]))
    return buffer.getvalue()


def _begun(book: Any, name: str, frame: pl.DataFrame, bold: Any) -> Any:
    """A sheet with its headings, which stay in sight and can be filtered by."""
    place = book.add_worksheet(name[:NAME])
    place.write_row(0, 0, frame.columns, bold)
    place.freeze_panes(1, 1)
    if frame.width and frame.height:
        place.autofilter(0, 0, frame.height, frame.width - 1)
    return place


def _filled(place: Any, frame: pl.DataFrame, dress: Any) -> None:
    """Rows of a frame below the headings; nothing is written where there is nothing."""
    for at, (_, column) in enumerate(frame.to_dict(as_series=True).items()):
        if column.dtype == pl.String:
            write, values = place.write_string, column.str.slice(0, CELL)
        elif column.dtype == pl.Boolean:
            write, values = place.write_boolean, column
        else:
            write, values = place.write_number, column.cast(pl.Float64).fill_nan(None)
        for row, value in enumerate(values.to_list(), 1):
            if value is not None:
                write(row, at, value, dress)


def _wide(column: pl.Series) -> int:
    """Letters that a column needs, judged by its first rows."""
    longest = column.head(500).cast(pl.String).str.len_chars().max() or 0
    return min(max(int(str(longest)), min(len(column.name), 18)) + 2, WIDEST)
