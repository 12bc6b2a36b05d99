"""The tables of one run, each read once, and columns of them by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from leftbehind.areas.codes import confirm
from leftbehind.areas.lookups import sum_or_gap
from leftbehind.data.read import Reading
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.made import AnyMaking
from leftbehind.running.making import Made, make

Tell = Callable[[str], None]
"""Told the name of each table before it is read."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Where a run's tables come from, and those it has read.

    Attributes:
        shelf: Finds, reads and checks them.
        tell: Told of each.
        making: How the tables are made that the study makes from others.
        readings: What was read, in order.
        made: What was made, and how it went.
    """

    shelf: Shelf
    tell: Tell
    making: Mapping[str, AnyMaking] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)

    def read(self, name: str) -> Reading:
        """A table, read or made once; a frame in hand comes before what is made."""
        if name not in self.readings:
            shelf = self.shelf
            if name in self.making and name not in shelf.frames:
                try:
                    self.made[name] = make(self.making[name], self)
                except LeftBehindError as error:
                    raise error.at(f"made.{name}") from error
                shelf = replace(shelf, frames={name: self.made[name].frame})
            self.tell(name)
            self.readings[name] = shelf.read(name)
        return self.readings[name]

    def of_areas(self, name: str) -> Reading:
        """A table whose codes are confirmed to be of the geography it claims."""
        return confirm(self.read(name), self.shelf)

    def column(
        self,
        where: str,
        geography: str,
        usual: str = "",
        *,
        add_up: bool = False,
        leave_out: Mapping[str, Collection[str]] | None = None,
    ) -> pl.DataFrame:
        """Columns `area` and `value` of a named table.column.

        Args:
            where: "table.column", or "table" where there is a usual column.
            geography: The geography of its codes.
            usual: The column that is meant where none is named.
            add_up: Whether the rows of an area are added up, where a table has several; with
                one of them a gap, the sum is a gap.
            leave_out: Rows to leave out, by column.

        Raises:
            LeftBehindError: If the table lacks one of the two, with the nearest name, if the
                values are no numbers, or an area comes twice.
        """
        table, _, column = where.partition(".")
        frame = self.read(table).frame
        column = column or usual
        if not column:
            raise LeftBehindError(f"{where} names no column", mend=f"say {where}.COLUMN")
        for needed in (column, geography):
            if needed not in frame.columns:
                raise LeftBehindError(
                    f"{table} has no column {needed!r}", mend=nearest(needed, frame.columns)
                )
        if not (frame.schema[column].is_numeric() or frame.schema[column] == pl.Boolean):
            raise LeftBehindError(
                f"column {column} of {table} holds text, not numbers", mend="name another column"
            )
        frame = _without(frame, leave_out or {}, table)
        found = frame.select(pl.col(geography).alias("area"), pl.col(column).alias("value"))
        found = found.filter(pl.col("area").is_not_null())
        if add_up and not self.read(table).entry.unique:
            whole = sum_or_gap(pl.col("value")).alias("value")
            return found.group_by("area").agg(whole).sort("area")
        once(found["area"], table, geography)
        return found


def _without(
    frame: pl.DataFrame, leave_out: Mapping[str, Collection[str]], table: str
) -> pl.DataFrame:
    """A frame without the rows that have one of some values in a column.

    Raises:
        LeftBehindError: If there is no such column, or no row has such a value.
    """
    for key, values in leave_out.items():
        if key not in frame.columns:
            raise LeftBehindError(
                f"leave_out: {table} has no column {key}", mend=nearest(key, frame.columns)
            )
        text = frame[key]
        if text.dtype.is_numeric():
            text = text.cast(pl.Float64).cast(pl.Int64)
        text = text.cast(pl.String)
        strangers = sorted(set(values) - set(text.drop_nulls()))
        if strangers:
            raise LeftBehindError(
                f"leave_out: no row of {table} has {key} {some(strangers)}",
                mend=nearest(strangers[0], text.drop_nulls().unique().to_list()),
            )
        frame = frame.filter(~text.is_in(list(values)).fill_null(value=False))
    return frame


def once(codes: pl.Series, table: str, geography: str) -> None:
    """Refuse a table in which an area comes twice.

    Raises:
        LeftBehindError: Naming the table and the first such codes.
    """
    if codes.is_duplicated().any():
        twice = codes.filter(codes.is_duplicated()).unique(maintain_order=True)
        raise LeftBehindError(
            f"duplicate codes in column {geography}: {some(twice)}",
            where=table,
            mend="name a table with one row for each area",
        )


def array_of(series: pl.Series) -> Array:
    """Numbers as floats with NaN for gaps; other columns (labels) as they are."""
    if series.dtype.is_numeric():
        return series.cast(pl.Float64).to_numpy()
    return series.to_numpy()


def series_of(name: str, values: Array, dtype: type[pl.DataType] = pl.Float64) -> pl.Series:
    """An array as a column, with NaN as a gap."""
    floats = np.asarray(values, dtype=np.float64)
    return pl.Series(name, floats, nan_to_null=True).cast(dtype)
