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
from leftbehind.errors import LeftBehindError, nearest

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
            LeftBehindError: If the table lacks one of the two, with the nearest name.
        """
        table, _, column = where.partition(".")
        frame = self.read(table).frame
        column = column or usual
        for needed in (column, geography):
            if needed not in frame.columns:
                raise LeftBehindError(
                    f"{table} has no column {needed!r}", mend=nearest(needed, frame.columns)
                )
        return frame.select(pl.col(geography).alias("area"), pl.col(column).alias("value"))


def array_of(series: pl.Series) -> Array:
    """Numbers as floats with NaN for gaps; other columns (labels) as they are."""
    if series.dtype.is_numeric():
        return series.cast(pl.Float64).to_numpy()
    return series.to_numpy()


def series_of(name: str, values: Array, dtype: type[pl.DataType] = pl.Float64) -> pl.Series:
    """An array as a column, with NaN as a gap."""
    floats = np.asarray(values, dtype=np.float64)
    return pl.Series(name, floats, nan_to_null=True).cast(dtype)
