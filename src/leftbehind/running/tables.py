"""The tables of one run, each read once, and columns of them by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from leftbehind.areas.codes import confirm
from leftbehind.data.read import Reading
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError, nearest, some

Tell = Callable[[str], None]
"""Told the name of each table before it is read."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Where a run's tables come from, and those it has read.

    Attributes:
        shelf: Finds, reads and checks them.
        tell: Told of each.
        readings: What was read, in order.
    """

    shelf: Shelf
    tell: Tell
    readings: dict[str, Reading] = field(default_factory=dict)

    def read(self, name: str) -> Reading:
        """A table, read once."""
        if name not in self.readings:
            self.tell(name)
            self.readings[name] = self.shelf.read(name)
        return self.readings[name]

    def of_areas(self, name: str) -> Reading:
        """A table whose codes are confirmed to be of the geography it claims."""
        return confirm(self.read(name), self.shelf)

    def column(self, where: str, geography: str, usual: str = "") -> pl.DataFrame:
        """Columns `area` and `value` of a named table.column.

        Args:
            where: "table.column", or "table" where there is a usual column.
            geography: The geography of its codes.
            usual: The column that is meant where none is named.

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
        found = frame.select(pl.col(geography).alias("area"), pl.col(column).alias("value"))
        found = found.filter(pl.col("area").is_not_null())
        once(found["area"], table, geography)
        return found


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
