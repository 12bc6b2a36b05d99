"""What goes in comes out: frames at the edge."""

from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from leftbehind import LeftBehindError
from leftbehind.engine.frames import like, to_polars


def test_a_gap_of_pandas_is_a_gap() -> None:
    frame = pd.DataFrame({"area": ["a", "b"], "x": [1.0, float("nan")]})
    assert to_polars(frame)["x"].to_list() == [1.0, None]


def test_nan_of_polars_stays_nan_so_that_it_can_be_refused() -> None:
    assert to_polars(pl.DataFrame({"x": [float("nan")]}))["x"].is_nan().all()


@pytest.mark.parametrize(
    "make",
    [pd.DataFrame, pl.DataFrame, pa.table, pl.LazyFrame],
    ids=["pandas", "Polars", "PyArrow", "Polars lazy"],
)
def test_there_and_back(make) -> None:
    frame = make({"area": ["a", "b"], "x": [1.0, 2.0]})
    back = like(frame)(to_polars(frame))
    assert isinstance(back, pl.DataFrame if make is pl.LazyFrame else type(frame))
    assert to_polars(back).to_dict(as_series=False) == {"area": ["a", "b"], "x": [1.0, 2.0]}


def test_no_frame_is_an_error_that_says_so() -> None:
    with pytest.raises(LeftBehindError, match="a list is not a dataframe"):
        to_polars([1, 2])


def test_a_relation_of_duckdb_goes_in_and_comes_out() -> None:
    frame = duckdb.sql("SELECT 'a' AS area, 1.5 AS x UNION ALL SELECT 'b', NULL ORDER BY 1")
    assert to_polars(frame)["x"].to_list() == [1.5, None]
    back = like(frame)(to_polars(frame))
    assert isinstance(back, duckdb.DuckDBPyRelation)
    assert back.fetchall() == [("a", 1.5), ("b", None)]
