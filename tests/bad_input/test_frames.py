"""Frames handed to `build`: what is wrong with them is told, whatever their library."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from leftbehind import LeftBehindError, build

RECIPE: dict[str, Any] = {
    "name": "need", "title": "Need", "edition": "1", "nation": "Nowhere", "geography": "town20",
    "root": "need",
    "node": {"need": {"title": "Need", "children": ["a", "b", "c"], "standardise": "rank"}},
    "indicator": {name: {"title": name} for name in "abc"},
}  # fmt: skip

GOOD = pl.DataFrame({"area": ["x", "y", "z"], **{name: [1.0, 2.0, 4.0] for name in "abc"}})


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (pl.Series(["1", "x", "2"]), "not numbers: 'x' in row 2"),
        (pl.Series([True, False, True]), "Boolean, not numbers"),
        (pl.Series([[1], [2], [3]]), "not numbers"),
        (pl.Series([1.0, float("nan"), 2.0]), "nan in row 2"),
        (pl.Series([1.0, 2.0, float("inf")]), "inf in row 3"),
        (pl.Series([1.0, 2.0, 1e300]), r"1e\+300 in row 3"),
        (pl.Series([None, None, None], dtype=pl.Float64), "a has no value in any area"),
    ],
    ids=["text", "flags", "lists", "NaN", "infinity", "huge", "empty"],
)
def test_a_column_without_numbers_is_named(column: pl.Series, words: str) -> None:
    with pytest.raises(LeftBehindError, match=words):
        build(RECIPE, GOOD.with_columns(a=column))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (GOOD.drop("area"), "no column 'area' of codes"),
        (GOOD.clear(), "has no rows"),
        (GOOD.with_columns(area=pl.lit("x")), "duplicate codes in column area: x"),
        (GOOD.with_columns(area=pl.lit(None)), "area is empty in rows 1, 2, 3"),
        (GOOD.rename({"a": "aa"}), "no column a, which a needs"),
        (pd.concat([GOOD.to_pandas()] * 2, axis=1), "share a name"),
        (pa.table([["x"], [1], [1]], names=["area", "a", "a"]), "share a name"),
        (GOOD.to_pandas().assign(a=["1", 2, None]), "mixed kinds"),
        (GOOD.to_pandas().set_index("area"), "no column 'area' of codes"),
        (None, "a NoneType is not a dataframe"),
        ({"area": ["x"]}, "a dict is not a dataframe"),
        (np.zeros(3), "a ndarray is not a dataframe"),
    ],
    ids=["no codes", "no rows", "twice", "no code", "no column", "pandas twice", "arrow twice",
         "pandas mixed", "pandas index", "none", "dict", "array"],
)  # fmt: skip
def test_a_frame_that_does_not_fit_is_refused(frame: Any, words: str) -> None:
    with pytest.raises(LeftBehindError, match=words):
        build(RECIPE, frame)


@pytest.mark.parametrize(
    "method", ["rank", "z-score", "min-max", "percentile", "exponential", "normal score"]
)
def test_one_area_alone_and_one_value_alone_have_scores(method: str) -> None:
    node = {**RECIPE["node"]["need"], "standardise": method}
    recipe = {**RECIPE, "node": {"need": node}}
    assert build(recipe, GOOD.head(1))["need_rank"].to_list() == [1]
    same = build(recipe, GOOD.with_columns(a=pl.lit(7.0)))
    assert same["need_rank"].to_list() == [3, 2, 1]


def test_a_factor_weight_below_0_is_refused() -> None:
    """An indicator that falls where the others rise is one whose direction is wrong."""
    random = np.random.default_rng(5)
    need = random.normal(size=200)
    noisy = {name: need + random.normal(size=200) / 3 for name in "abc"}
    frame = pl.DataFrame({"area": [str(n) for n in range(200)], **noisy, "c": -noisy["c"]})
    node = {**RECIPE["node"]["need"], "standardise": "normal score", "weights": "factor"}
    recipe = {**RECIPE, "node": {"need": node}}
    with pytest.raises(LeftBehindError, match=r"c would weigh less than 0.*direction"):
        build(recipe, frame)
    turned = {**recipe["indicator"], "c": {"title": "c", "higher": "better"}}
    assert build({**recipe, "indicator": turned}, frame).height == 200
