"""Tables as files for machines and spreadsheets: CSV, JSON, Parquet, Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping
from enum import StrEnum

import polars as pl

STARTS_A_FORMULA = r"^([=+\-@\t\r])"
"""A spreadsheet takes text that begins so for a formula; a name must stay a name."""


class Format(StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    xlsx = "xlsx"


def as_bytes(frame: pl.DataFrame, form: Format) -> bytes:
    r"""A frame as the bytes of a file.

    Args:
        frame: The rows.
        form: Any format but `table`.

    Returns:
        The bytes. In CSV a text that a spreadsheet would run as a formula is given an
        apostrophe; in Excel it is written as text.

    Example:
        >>> as_bytes(pl.DataFrame({"name": ["=1+1", "Abbey"]}), Format.csv)
        b"name\n'=1+1\nAbbey\n"
    """
    match form:
        case Format.csv:
            return _inert(frame).write_csv().encode()
        case Format.json:
            return frame.write_json().encode() + b"\n"
        case Format.parquet:
            buffer = io.BytesIO()
            frame.write_parquet(buffer)
            return buffer.getvalue()
        case Format.xlsx:
            return as_workbook({"table": frame})
        case Format.table:
            raise ValueError("a table for the terminal has no bytes")


def _inert(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).str.replace(STARTS_A_FORMULA, "'${1}"))


def as_workbook(tables: Mapping[str, pl.DataFrame]) -> bytes:
    """Tables as the bytes of one Excel workbook, a sheet for each; text stays text.

    Args:
        tables: By the name of the sheet.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        for name, frame in tables.items():
            frame.write_excel(book, worksheet=name, autofit=frame.height < 20_000)
    return buffer.getvalue()
