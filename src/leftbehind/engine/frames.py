"""One seam for dataframes: Polars inside, what came in goes out.

Any frame that Narwhals knows (Polars, pandas, PyArrow, DuckDB, …) is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw
import polars as pl

from leftbehind.errors import LeftBehindError

Frame = Any
"""A dataframe of any library that Narwhals knows."""


def to_polars(frame: Frame) -> pl.DataFrame:
    """Take a frame of any kind as a Polars frame.

    Args:
        frame: A dataframe or lazy frame of any library that Narwhals knows.

    Returns:
        The same rows and columns; pandas' NaN in a number column is null.

    Raises:
        LeftBehindError: If it is no dataframe.

    Example:
        >>> import pandas as pd
        >>> to_polars(pd.DataFrame({"area": ["a"], "people": [1]})).shape
        (1, 2)
    """
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    try:
        wrapped = nw.from_native(frame)
    except nw.exceptions.DuplicateError as error:
        raise LeftBehindError(
            f"columns of the frame share a name: {' '.join(str(error).split())}",
            mend="rename them",
        ) from error
    except TypeError as error:
        raise LeftBehindError(
            f"a {type(frame).__name__} is not a dataframe",
            mend="pass a Polars, pandas, PyArrow or DuckDB frame",
        ) from error
    try:
        eager = wrapped.collect() if isinstance(wrapped, nw.LazyFrame) else wrapped
        polars = eager.to_polars()
    except (TypeError, ValueError) as error:
        raise LeftBehindError(
            f"the frame has a column of mixed kinds: {str(error).splitlines()[0]}",
            mend="give each column one kind of value",
        ) from error
    # pandas has no null among its floats: there, NaN is how a gap is written.
    if eager.implementation.is_pandas_like():
        polars = polars.with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None))
    return polars


def like(frame: Frame) -> Callable[[pl.DataFrame], Frame]:
    """How to hand a Polars frame back as the kind of frame that came in.

    Args:
        frame: The frame that came in.

    Returns:
        A function from a Polars frame to a frame of that kind (lazy frames
        come back eager: the answer is already computed).

    Example:
        >>> import pandas as pd
        >>> back = like(pd.DataFrame({"a": [1]}))
        >>> type(back(pl.DataFrame({"b": [2]}))).__module__.split(".")[0]
        'pandas'
    """
    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        return lambda result: result
    wrapped = nw.from_native(frame)
    kind = wrapped.implementation
    if kind.is_pandas():
        return lambda result: result.to_pandas()
    if kind.is_pyarrow():
        return lambda result: result.to_arrow()
    if kind.is_duckdb():
        return _to_duckdb
    return lambda result: nw.from_dict(result.to_dict(as_series=False), backend=kind).to_native()


def _to_duckdb(result: pl.DataFrame) -> Frame:
    import duckdb

    return duckdb.from_arrow(result.to_arrow())
