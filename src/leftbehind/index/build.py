"""Build an index from a frame of any kind; what goes in comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from leftbehind.data.read import HELD_BACK
from leftbehind.engine.arrays import LARGEST, Array, each, place
from leftbehind.engine.frames import Frame, like, to_polars
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.index.score import score
from leftbehind.index.spec import Recipe, recipe
from leftbehind.index.start import SUFFIX, columns_of


def build(
    index: str | dict[str, Any] | Recipe,
    frame: Frame,
    *,
    area: str = "area",
    start: Sequence[str] = (),
) -> Frame:
    """Build an index for the areas of a frame.

    Args:
        index: A recipe, its name, or its tables as plain data.
        frame: One row for each area, of any library: a column of codes, and the columns
            that the recipe names (indicators, or published nodes as `<node>_rank`,
            `<node>_score` or `<node>_transformed`).
        area: The column of codes.
        start: Nodes to take as published; none: the highest that the frame holds.

    Returns:
        A frame of the same kind and row order: codes, and for every node passed its
        score, its rank (1 = worst); for the index also the decile (1 = worst).

    Raises:
        LeftBehindError: Naming the column, row or code at fault.

    Example:
        >>> domains = pl.DataFrame({"area": ["a", "b", "c"], "places_rank": [1, 2, 3],
        ...     "connectivity_rank": [2, 1, 3], "engaged_rank": [1, 2, 3]})
        >>> build("cni2019", domains).select("area", "cni_rank", "cni_decile").rows()
        [('a', 1, 4), ('b', 2, 7), ('c', 3, 10)]
    """
    tree, table = recipe(index), to_polars(frame)
    codes = _codes(table, area)
    wanted = columns_of(tree, table.columns, start)
    columns = values(tree, table, wanted)
    scores = score(tree, columns, start=start, codes=codes.to_list())
    passed = [name for name in tree.walk() if name in scores.score]
    ranks = dict(zip(passed, each(place, [scores.score[name] for name in passed]), strict=True))
    result: list[pl.Series] = [codes]
    for name in passed:
        if scores.given.get(name) != "rank":
            result.append(_series(name + SUFFIX["score"], scores.score[name]))
        result.append(_series(f"{name}_rank", ranks[name]).cast(pl.Int64))
        if name == tree.root:
            ranked = np.count_nonzero(~np.isnan(ranks[name]))
            deciles = np.ceil(10 * ranks[name] / max(int(ranked), 1))
            result.append(_series(f"{name}_decile", deciles).cast(pl.Int64))
    return like(frame)(pl.DataFrame(result))


def values(tree: Recipe, table: pl.DataFrame, wanted: Sequence[str]) -> dict[str, Array]:
    """The columns that a fold reads: numbers, and labels of the areas that shrink.

    Raises:
        LeftBehindError: Naming the rows that hold no numbers, or no label.
    """
    labels = tree.labels()
    flags = [name for name in wanted if name.endswith(HELD_BACK) and name in table.columns]
    table = table.with_columns(pl.col(name).cast(pl.Float64) for name in flags)
    return {
        name: _labels(table, name) if name in labels else numbers(table, name)
        for name in wanted
        if name in table.columns
    }


def _labels(table: pl.DataFrame, column: str) -> Array:
    empty = table[column].is_null().arg_true().to_list()
    if empty:
        raise LeftBehindError(
            f"column {column} is empty in rows {some(row + 1 for row in empty)}",
            mend="fill the cells: it must be known what each area lies in",
        )
    # Only which areas share a label counts, and numbers are compared faster than text.
    return table[column].rank("dense").to_numpy()


def numbers(table: pl.DataFrame, column: str) -> Array:
    """A column as floats, with NaN for the empty cells.

    Raises:
        LeftBehindError: Naming the rows that hold text, NaN, infinity or more than a float
            can count.
    """
    series = table[column]
    if not (series.dtype.is_numeric() or series.dtype == pl.Null):
        text = series.cast(pl.Float64, strict=False) if series.dtype == pl.String else series
        rows = (text.is_null() & series.is_not_null()).arg_true().to_list()
        raise LeftBehindError(
            f"column {column} is {series.dtype}, not numbers"
            + (f": {series[rows[0]]!r} in row {some(r + 1 for r in rows)}" if rows else ""),
            mend="make it a number column",
        )
    floats = series.cast(pl.Float64).to_numpy()
    endless = ~(np.abs(floats) <= LARGEST)
    if np.count_nonzero(endless) > series.null_count():
        wrong = np.flatnonzero(endless & series.is_not_null().to_numpy())
        raise LeftBehindError(
            f"column {column} is {floats[wrong[0]]} in row {some(int(row) + 1 for row in wrong)}",
            mend="leave the cell empty (null) where there is no value",
        )
    return floats


def _codes(table: pl.DataFrame, area: str) -> pl.Series:
    if area not in table.columns:
        raise LeftBehindError(
            f"there is no column {area!r} of codes",
            mend=f"name it with area=…; {nearest(area, table.columns)}",
        )
    if table.is_empty():
        raise LeftBehindError("the frame has no rows", mend="pass at least one area")
    codes = table[area]
    if codes.null_count():
        rows = some(row + 1 for row in codes.is_null().arg_true().to_list())
        raise LeftBehindError(f"column {area} is empty in rows {rows}", mend="give each its code")
    if codes.is_duplicated().any():
        twice = codes.filter(codes.is_duplicated()).unique(maintain_order=True).to_list()
        raise LeftBehindError(
            f"duplicate codes in column {area}: {some(twice)}", mend="keep one row for each code"
        )
    return codes


def _series(name: str, values: Array) -> pl.Series:
    return pl.Series(name, values, nan_to_null=True)
