"""What must hold of every index, whatever the figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of
from numpy.typing import NDArray

import leftbehind
from leftbehind.index.score import score

settings.register_profile("quick", deadline=None, max_examples=60)
settings.load_profile("quick")

LEAVES = ("a", "b", "c")


def index(standardise: str = "exponential", weights: object = None, **node: object) -> object:
    """A recipe of one node with three indicators."""
    return leftbehind.recipe(
        {
            "name": "test",
            "title": "Test",
            "edition": "0",
            "nation": "Nowhere",
            "geography": "town20",
            "root": "need",
            "node": {
                "need": {
                    "title": "Need",
                    "standardise": standardise,
                    "weights": weights or {"a": 0.5, "b": 0.3, "c": 0.2},
                    **node,
                }
            },
            "indicator": {leaf: {"title": leaf} for leaf in LEAVES},
        }
    )


def table(values: NDArray[np.float64]) -> pl.DataFrame:
    codes = [f"T{i:03}" for i in range(values.shape[0])]
    return pl.DataFrame({"area": codes, **{leaf: values[:, i] for i, leaf in enumerate(LEAVES)}})


# Whole numbers, so that a strictly monotone function stays strictly monotone in floats.
figures = st.integers(2, 40).flatmap(
    lambda n: array_of(np.float64, (n, 3), elements=st.integers(-1000, 1000).map(float))
)
by_rank = st.sampled_from(["exponential", "normal score", "rank", "percentile"])
any_way = st.sampled_from(["as is", "exponential", "normal score", "rank", "percentile", "min-max"])


@given(figures, any_way, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(values, standardise, random) -> None:
    order = list(range(values.shape[0]))
    random.shuffle(order)
    frame = table(values)
    straight = leftbehind.build(index(standardise), frame)
    shuffled = leftbehind.build(index(standardise), frame[order])
    assert straight[order].equals(shuffled)


@given(figures, by_rank, st.sampled_from([np.cbrt, np.arctan, lambda x: 3 * x + 7]))
def test_a_strictly_monotone_change_changes_no_rank_based_score(
    values, standardise, change
) -> None:
    before = leftbehind.build(index(standardise), table(values))["need_score"]
    values[:, 0] = change(values[:, 0])
    assert leftbehind.build(index(standardise), table(values))["need_score"].equals(before)


@given(figures, by_rank, st.data())
def test_worsening_an_area_never_improves_its_rank(values, standardise, data) -> None:
    row = data.draw(st.integers(0, values.shape[0] - 1))
    leaf = data.draw(st.integers(0, 2))
    before = leftbehind.build(index(standardise), table(values))["need_rank"][row]
    values[row, leaf] += data.draw(st.integers(1, 500))
    after = leftbehind.build(index(standardise), table(values))["need_rank"][row]
    assert after <= before  # 1 is the highest need


@given(figures, any_way)
def test_equal_areas_share_their_rank(values, standardise) -> None:
    values[-1] = values[0]
    ranks = leftbehind.build(index(standardise), table(values))["need_rank"]
    assert ranks[0] == ranks[-1]


@given(figures, any_way)
def test_a_weight_of_nothing_is_leaving_out(values, standardise) -> None:
    without = leftbehind.recipe(
        {
            **index(standardise).model_dump(),
            "node": {
                "need": {
                    "title": "Need",
                    "standardise": standardise,
                    "weights": {"a": 0.5, "b": 0.3},
                }
            },
            "indicator": {"a": {"title": "a"}, "b": {"title": "b"}},
        }
    )
    zero = index(standardise, {"a": 0.5, "b": 0.3, "c": 0.0})
    columns = ["need_score", "need_rank", "need_decile"]
    left_out = leftbehind.build(without, table(values)).select(columns)
    assert leftbehind.build(zero, table(values)).select(columns).equals(left_out)


@given(figures)
def test_frames_of_all_kinds_give_one_answer_and_their_own_kind(values) -> None:
    frame = table(values)
    polars = leftbehind.build(index(), frame)
    pandas = leftbehind.build(index(), frame.to_pandas())
    arrow = leftbehind.build(index(), frame.to_arrow())
    assert isinstance(pandas, pd.DataFrame)
    assert isinstance(arrow, pa.Table)
    assert pl.from_pandas(pandas).equals(polars)
    assert pl.from_arrow(arrow).equals(polars)


@given(figures, any_way)
def test_many_draws_are_many_single_runs(values, standardise) -> None:
    """The fold on areas × draws, weights drawn anew, equals a run for each draw."""
    tree = index(standardise)
    columns = {leaf: values[:, i] for i, leaf in enumerate(LEAVES)}
    draws = np.array([[0.5, 0.1, 1.0], [0.3, 0.2, 0.0], [0.2, 0.7, 2.0]])
    wide = {name: column[:, None] for name, column in columns.items()}
    together = score(tree, wide, weights={"need": list(draws)}).index
    for draw in range(draws.shape[1]):
        alone = score(tree, columns, weights={"need": list(draws[:, draw])}).index
        np.testing.assert_allclose(together[:, draw], alone, rtol=1e-12, atol=1e-12)


@given(figures, st.data())
def test_a_gap_is_a_gap_and_takes_no_place(values, data) -> None:
    row = data.draw(st.integers(0, values.shape[0] - 1))
    frame = table(values)
    holed = frame.with_columns(
        a=pl.when(pl.int_range(pl.len()) == row).then(None).otherwise(pl.col("a"))
    )
    built = leftbehind.build(index(), holed)
    assert built["need_score"][row] is None
    assert built["need_rank"].null_count() == 1
    rest = built.filter(pl.col("need_rank").is_not_null())["need_rank"]
    assert rest.max() <= values.shape[0] - 1
