"""The form that a panel fills: a workbook or a CSV, of text and empty cells."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl

from leftbehind.analysis.panel_file import BUDGET, SCALE
from leftbehind.data.panel import ANSWER, EXPERT, OTHER, PART, Method
from leftbehind.data.panel_cells import INSTRUCTIONS
from leftbehind.show.export.workbook import MADE, OPTIONS
from leftbehind.show.files import Format, as_bytes
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain

TITLE, OTHER_TITLE = "title", "other_title"
"""Headings of what the parts are called; they are for people and are not read."""

_WIDTHS = {PART: 18, TITLE: 34, OTHER: 18, OTHER_TITLE: 34}
"""Letters that columns are wide in the workbook."""


def instructions(method: Method, study: str, index: str, parts: int, form: Format) -> list[str]:
    """What an expert is told, a paragraph each.

    Args:
        method: How they are asked.
        study: Title of the study.
        index: Title of the index.
        parts: How many parts there are.
        form: `xlsx` or `csv`.

    Example:
        >>> instructions("points", "My wards", "Need", 3, Format.csv)[0]
        'What matters how much: Need'
    """
    place = "workbook" if form is Format.xlsx else "table"
    most = SCALE if method == "pairs" else parts
    asked = say("panel-form-asked", method=method, budget=plain(BUDGET, 0), none=plain(0, 0),
                least=plain(1, 0), most=plain(most, 0), third="1/3", share="0.33",
                tied=plain(1.5))  # fmt: skip
    return [
        say("panel-form-title", index=index),
        say("panel-form-whose", study=study),
        asked,
        say("panel-form-fill", place=place),
        say("panel-form-copy", place=place),
        say("panel-form-back"),
    ]


def form_rows(method: Method, parts: Mapping[str, str]) -> pl.DataFrame:
    """The rows of one expert: parts or pairs with their titles, and an empty last column.

    Args:
        method: How they are asked.
        parts: Titles of the parts by name.

    Example:
        >>> rows = form_rows("pairs", {"a": "Jobs", "b": "Homes", "c": "Air"})
        >>> rows.select("part", "other").rows()
        [('a', 'b'), ('a', 'c'), ('b', 'c')]
    """
    names = list(parts)
    columns: dict[str, list[str]] = {PART: names, TITLE: list(parts.values())}
    if method == "pairs":
        pairs = [(one, other) for n, one in enumerate(names) for other in names[n + 1 :]]
        columns = {
            PART: [one for one, _ in pairs],
            TITLE: [parts[one] for one, _ in pairs],
            OTHER: [other for _, other in pairs],
            OTHER_TITLE: [parts[other] for _, other in pairs],
        }
    empty = pl.lit(None, dtype=pl.String).alias(ANSWER[method])
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(empty)


def form_bytes(rows: pl.DataFrame, told: list[str], form: Format) -> bytes:
    r"""A form as the bytes of a file.

    Args:
        rows: The rows of one expert.
        told: The instructions; a CSV has no place for them.
        form: `xlsx` or `csv`.

    Returns:
        The bytes; the same form gives the same. All that is written is text.

    Example:
        >>> form_bytes(form_rows("points", {"jobs": "=Jobs"}), [], Format.csv)
        b"expert,part,title,points\n,jobs,'=Jobs,\n"
    """
    if form is Format.csv:
        named = rows.select(pl.lit(None, dtype=pl.String).alias(EXPERT), pl.all())
        return as_bytes(named, form)
    return _workbook(rows, told)


def _workbook(rows: pl.DataFrame, told: list[str]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"created": MADE})
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        # As text, so that 1/3 does not become the third of January.
        answer = book.add_format({"border": 1, "num_format": "@"})
        first = book.add_worksheet(INSTRUCTIONS)
        first.set_column(0, 0, 90)
        for row, text in enumerate(told):
            first.write_string(row, 0, text, wrap if row else bold)
        sheet = book.add_worksheet(say("panel-form-sheet", number=plain(1, 0)))
        _fill(sheet, rows, bold, answer)
    return buffer.getvalue()


def _fill(sheet: Any, rows: pl.DataFrame, bold: Any, answer: Any) -> None:
    """A sheet for one expert: the name, then the rows."""
    sheet.write_string(0, 0, EXPERT.capitalize(), bold)
    sheet.write_blank(0, 1, None, answer)
    top = 2
    for at, (name, column) in enumerate(rows.to_dict(as_series=True).items()):
        sheet.write_string(top, at, name, bold)
        sheet.set_column(at, at, _WIDTHS.get(name, 12))
        for row, text in enumerate(column.to_list(), top + 1):
            if text is None:
                sheet.write_blank(row, at, None, answer)
            else:
                sheet.write_string(row, at, text)
