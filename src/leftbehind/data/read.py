"""From a file's own columns to one typed, tidy frame; a clear error for each bad row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from leftbehind.data.catalogue import Column, Pivot, Table
from leftbehind.engine.arrays import LARGEST
from leftbehind.errors import LeftBehindError, nearest, short, some
from leftbehind.problems import CONTROLS

READER = 4
"""Version of what this file and `decode` do; a change makes old caches unread."""


HELD_BACK = "_suppressed"
"""A column `ill_suppressed` beside `ill` is true where a gap is a figure that is held back; it is
there only where others of its gaps are missing."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Cells without a value: suppressed and missing are two things, zero a third.

    Attributes:
        column: Tidy column.
        why: "suppressed" (held back by the publisher) or "missing".
        cells: How many.
    """

    column: str
    why: Literal["suppressed", "missing"]
    cells: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it was read.

    Attributes:
        name: Its name in the catalogue or the study.
        entry: What was declared about it.
        frame: The tidy columns, in the order of the file.
        sha256: Checksum of the bytes that were read.
        gaps: Cells without a value, by column.
        dropped: Rows whose code the entry's `keep` does not match (footnotes, other
            nations).
    """

    name: str
    entry: Table
    frame: pl.DataFrame
    sha256: str
    gaps: tuple[Gap, ...] = ()
    dropped: int = 0


def tidy(
    raw: pl.DataFrame, entry: Table, geographies: frozenset[str], *, where: str
) -> tuple[pl.DataFrame, tuple[Gap, ...], int]:
    """Take the declared columns of a raw frame, typed and under their tidy names.

    Args:
        raw: The columns of the file.
        entry: The declaration; without columns, all are taken under their own names.
        geographies: Names of geographies: a column so named holds codes, as text.
        where: File, for errors.

    Returns:
        The tidy frame, its gaps, and the number of rows dropped by `keep`.

    Raises:
        LeftBehindError: Naming file, column and row.
    """
    frame, gaps, dropped, wrong = tidy_what_fits(raw, entry, geographies, where=where)
    if wrong:
        raise wrong[0]
    return frame, gaps, dropped


def tidy_what_fits(
    raw: pl.DataFrame, entry: Table, geographies: frozenset[str], *, where: str
) -> tuple[pl.DataFrame, tuple[Gap, ...], int, tuple[LeftBehindError, ...]]:
    """As `tidy`, but a column that cannot be read is left out, and what is wrong with it told.

    Args:
        raw: The columns of the file.
        entry: The declaration.
        geographies: Names of geographies.
        where: File, for errors.

    Returns:
        The columns that can be read, their gaps, the number of rows dropped, and one error for
        each other column.

    Raises:
        LeftBehindError: If the rows themselves cannot be told: `pivot` or `keep` do not fit.
    """
    if entry.pivot:
        raw = _wide(raw, entry.pivot, entry, where)
    columns = entry.columns or {name: Column.model_validate({"from": name}) for name in raw.columns}
    key = entry.keys[0] if entry.keys else ""
    dropped = 0
    if entry.keep and key:
        source = columns[key].source
        codes = _column(raw, str(source), where).cast(pl.String).str.strip_chars()
        kept = codes.str.contains(f"^(?:{entry.keep})$").fill_null(value=False)
        dropped = int((~kept).sum())
        raw = raw.filter(kept)
    taken: list[pl.Series] = []
    gaps: list[Gap] = []
    wrong: list[LeftBehindError] = []
    for name, column in columns.items():
        kind = column.kind or _usual_kind(name, geographies, raw, column)
        parts = [column.source] if isinstance(column.source, str) else list(column.source)
        try:
            series = [_typed(_column(raw, part, where), kind, entry, name, where) for part in parts]
        except LeftBehindError as error:
            wrong.append(error)
            continue
        values = sum((s for s, _ in series[1:]), start=series[0][0]).rename(name)
        taken.append(values)
        masks = [mask for _, mask in series if mask is not None]
        marked = sum(int(mask.sum()) for mask in masks)
        held = pl.Series([False]).new_from_index(0, values.len())
        for mask in masks:
            held = held | mask
        blank = int((values.is_null() & ~held).sum())
        if marked:
            gaps.append(Gap(name, "suppressed", marked))
        if blank:
            gaps.append(Gap(name, column.blank, blank))
        if marked and blank and column.blank == "missing":
            # The two are no longer told apart by the figures alone.
            taken.append(held.rename(name + HELD_BACK))
    return pl.DataFrame(taken), tuple(gaps), dropped, tuple(wrong)


def _usual_kind(name: str, geographies: frozenset[str], raw: pl.DataFrame, column: Column) -> str:
    if name in geographies or name.endswith("_name"):
        return "text"
    source = column.source if isinstance(column.source, str) else column.source[0]
    if source in raw.columns and raw.schema[source] == pl.Boolean:
        return "flag"
    return "number"


def _column(raw: pl.DataFrame, name: str, where: str) -> pl.Series:
    if name not in raw.columns:
        raise LeftBehindError(
            f"there is no column {name!r}", where=where, mend=nearest(name, raw.columns)
        )
    if f"{name}_duplicated_0" in raw.columns:
        raise LeftBehindError(
            f"the column {name!r} comes twice", where=where, mend="rename one of them"
        )
    return raw[name]


def _wide(raw: pl.DataFrame, pivot: Pivot, entry: Table, where: str) -> pl.DataFrame:
    _column(raw, pivot.values, where)
    on = _column(raw, pivot.on, where)
    keys = [str(entry.columns[key].source) for key in entry.keys]
    if on.dtype.is_float():
        # A number that names a category is written without its point.
        raw = raw.with_columns(on.cast(pl.Int64))
    return raw.pivot(on=pivot.on, index=keys, values=pivot.values, maintain_order=True)


def _typed(
    series: pl.Series, kind: str, entry: Table, name: str, where: str
) -> tuple[pl.Series, pl.Series | None]:
    """The series as its kind, and which cells carried a mark of suppression, if any did."""
    if kind == "text":
        text = _text(series, name, where)
        strange = text.str.contains(CONTROLS).fill_null(value=False)
        if strange.any():
            _refuse(
                "no plain text: it holds control characters",
                series,
                strange,
                name,
                where,
                mend="take them out",
            )
        return text.set(text == "", None), None
    if kind == "flag":
        return _flag(series, name, where), None
    if kind == "geometry":
        if series.dtype != pl.Binary:
            raise LeftBehindError(
                f"column {name} holds no geometry", where=where, mend="give it well-known binary"
            )
        return series, None
    return _number(series, entry, name, where)


def _text(series: pl.Series, name: str, where: str) -> pl.Series:
    """Cells as text without blanks around them; a whole number has no point, a day no hour."""
    if series.dtype.is_float() and (series == series.floor()).all():
        series = series.cast(pl.Int64, strict=False)
    if isinstance(series.dtype, pl.Datetime) and (series == series.dt.truncate("1d")).all():
        series = series.dt.date()  # a workbook has no days without an hour
    try:
        return series.cast(pl.String).str.strip_chars()
    except pl.exceptions.PolarsError as error:
        raise LeftBehindError(
            f"column {name} holds {series.dtype}, neither numbers nor text",
            where=where,
            mend="give it one value in each cell",
        ) from error


def _flag(series: pl.Series, name: str, where: str) -> pl.Series:
    if series.dtype == pl.Boolean:
        return series
    text = _text(series, name, where).str.to_lowercase()
    text = text.str.replace(r"\.0$", "")
    strange = ~text.is_in(["true", "false", "1", "0", "yes", "no"]) & text.is_not_null()
    if strange.any():
        _refuse("neither true nor false", series, strange, name, where)
    return text.is_in(["true", "1", "yes"]).set(text.is_null(), None)


def _number(
    series: pl.Series, entry: Table, name: str, where: str
) -> tuple[pl.Series, pl.Series | None]:
    marked = None
    if series.dtype == pl.Boolean:
        raise LeftBehindError(
            f"column {name} holds true and false, not numbers",
            where=where,
            mend='say kind = "flag"',
        )
    if series.dtype.is_numeric():
        numbers = series.cast(pl.Float64)
        if any(mark.casefold() == "nan" for mark in entry.missing):
            numbers = numbers.fill_nan(None)
    else:
        text = _text(series, name, where)
        held_back = text.is_in(list(entry.suppressed)).fill_null(value=False)
        marked = held_back if held_back.any() else None
        absent = text.is_in(["", *entry.missing]).fill_null(value=False)
        text = text.set(held_back | absent, None)
        grouped = text.str.contains(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$").fill_null(value=False)
        if grouped.any():
            plain = text.str.replace_all(",", "", literal=True)
            text = plain.zip_with(grouped, text)
        numbers = text.cast(pl.Float64, strict=False)
        strange = numbers.is_null() & text.is_not_null()
        if strange.any():
            _refuse("not a number", series, strange, name, where)
    huge = (numbers.abs() > LARGEST) & numbers.is_finite()
    if huge.any():
        _refuse("too large for a figure", series, huge.fill_null(value=False), name, where)
    endless = numbers.is_nan() | numbers.is_infinite()
    if endless.any():
        _refuse(
            "not a finite number",
            series,
            endless.fill_null(value=False),
            name,
            where,
            mend="leave the cell empty where there is no value",
        )
    return numbers, marked


def _refuse(
    what: str, series: pl.Series, bad: pl.Series, name: str, where: str, mend: str = ""
) -> None:
    rows: list[Any] = bad.arg_true().to_list()
    shown = short(str(series[rows[0]]))
    source = f" ({series.name!r} in the file)" if series.name != name else ""
    raise LeftBehindError(
        f"column {name}{source}: {shown!r} is {what}; {len(rows):,} such cells, "
        f"in rows {some(row + 1 for row in rows)}",
        where=where,
        mend=mend
        or 'correct the cells, or name their mark in the table\'s entry: suppressed = ["…"]',
    )
