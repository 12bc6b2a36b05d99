"""Every way to compare, weigh and combine: alone against a reference, and all with all."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of
from numpy.typing import NDArray
from scipy import stats

import leftbehind
from leftbehind import LeftBehindError
from leftbehind.engine import arrays
from leftbehind.index.combine import PowerMean, WeightedSum, combined
from leftbehind.index.score import Scores, score
from leftbehind.index.weigh import wanted_weights

LEAVES = ("a", "b", "c")

STANDARDISE: list[Any] = [
    "as is", "normal score", {"method": "normal score", "position": "Blom"},
    {"method": "normal score", "position": "Tukey"}, "exponential",
    {"method": "exponential", "constant": 7}, "z-score",
    {"method": "z-score", "mean": 100, "spread": 10}, "robust z-score", "min-max",
    {"method": "min-max", "low": 1, "high": 100}, {"method": "goalposts", "low": -50, "high": 700},
    {"method": "distance to target", "target": 10}, "distance to reference",
    {"method": "distance to reference", "reference": "median"},
    {"method": "distance to reference", "reference": 30.0}, "rank",
    {"method": "rank", "ties": "least"}, "borda", "percentile",
    {"method": "percentile", "ties": "least", "top": 1, "digits": 4},
]  # fmt: skip
WEIGHTS: list[Any] = [
    "equal", "factor", "first component", {"a": 0.5, "b": 0.3, "c": 0.2},
    {"method": "wanted influence", "influence": {"a": 2, "b": 1, "c": 1}},
]  # fmt: skip
COMBINE: list[Any] = [
    "weighted sum", "arithmetic mean", "geometric mean", "harmonic mean",
    {"method": "power mean", "power": 3}, "maximum", "median", "mazziotta-pareto",
    {"method": "mazziotta-pareto", "unevenness": "takes"}, {"method": "count", "cut": 60},
    "copeland",
]  # fmt: skip


def index(higher: dict[str, str] | None = None, **node: Any) -> leftbehind.Recipe:
    """A recipe of one node with three indicators."""
    inner = {"title": "Need", "children": LEAVES, **node}
    leaves = {leaf: {"title": leaf, "higher": (higher or {}).get(leaf, "worse")} for leaf in LEAVES}
    return leftbehind.recipe(
        {
            "name": "test", "title": "Test", "edition": "0", "nation": "Nowhere",
            "geography": "town20", "root": "need", "node": {"need": inner}, "indicator": leaves,
        }
    )  # fmt: skip


def of(values: NDArray[np.float64], **recipe: Any) -> Scores:
    columns = {leaf: values[:, at].copy() for at, leaf in enumerate(LEAVES)}
    return score(index(**recipe), columns)


def made_or_refused(values: NDArray[np.float64], **recipe: Any) -> Scores | LeftBehindError:
    try:
        return of(values, **recipe)
    except LeftBehindError as error:
        return error


# Whole numbers, so that a sum turned round is the same sum.
figures = st.integers(4, 30).flatmap(
    lambda n: array_of(np.float64, (n, 3), elements=st.integers(-300, 900).map(float))
)

REASONS = ("no finite score", "never varies", "weigh less than 0", "no weights give")
"""Why a combination may be refused; each says so and names the node."""


@settings(max_examples=250)
@given(figures, st.sampled_from(list(product(STANDARDISE, WEIGHTS, COMBINE))))
def test_every_combination_runs_or_is_refused_with_a_reason(values, ways) -> None:
    standardise, weights, combine = ways
    found = made_or_refused(values, standardise=standardise, weights=weights, combine=combine)
    if isinstance(found, LeftBehindError):
        assert any(reason in found.what for reason in REASONS), found
        assert "need" in str(found)
        assert found.mend
    else:
        assert np.isfinite(found.index).all()


@settings(max_examples=100)
@given(figures, st.sampled_from(STANDARDISE), st.sampled_from(LEAVES))
def test_a_direction_flips_cleanly(values, standardise, leaf) -> None:
    """A figure in which more is better is the same figure with its sign turned, and all that
    is stated in its unit turned with it."""
    at = LEAVES.index(leaf)
    straight = of(values, standardise=_turned(standardise)).entered[leaf]
    values[:, at] *= -1
    better = of(values, standardise=standardise, higher={leaf: "better"}).entered[leaf]
    np.testing.assert_allclose(better, straight, rtol=1e-12, atol=1e-12)


def _turned(how: Any) -> Any:
    """What is stated in an indicator's own unit, for the figure with its sign turned."""
    if not isinstance(how, dict):
        return how
    turned = {key: -how[key] for key in ("target",) if key in how}
    if how["method"] == "goalposts":
        turned = {"low": -how["high"], "high": -how["low"]}
    return {**how, **turned}


@settings(max_examples=100)
@given(figures, st.sampled_from([s for s in STANDARDISE if s != "as is"]))
def test_more_need_in_an_indicator_is_never_less_in_its_scale(values, standardise) -> None:
    entered = of(values, standardise=standardise).entered["a"]
    order = np.argsort(values[:, 0], kind="stable")
    assert (np.diff(entered[order]) >= -1e-9).all()


def test_plotting_positions_are_those_of_the_textbooks() -> None:
    values = np.array([3.0, 1.0, 2.0, 5.0, 4.0])
    n = np.arange(1, 6)
    for position, expected in {
        "van der Waerden": n / 6, "Blom": (n - 0.375) / 5.25, "Tukey": (n - 1 / 3) / (5 + 1 / 3),
    }.items():  # fmt: skip
        table = np.column_stack([values] * 3)
        found = of(table, standardise={"method": "normal score", "position": position})
        theirs = stats.norm.ppf(expected)[values.astype(int) - 1]
        np.testing.assert_allclose(found.entered["a"], theirs, atol=1e-12)


def test_goalposts_and_targets_are_in_the_indicators_own_unit() -> None:
    life = {"method": "goalposts", "low": 60.0, "high": 90.0}
    years = np.array([55.0, 60.0, 75.0, 90.0, 95.0])
    table = np.column_stack([years] * 3)
    found = of(table, standardise=life, higher={"a": "better"})
    assert found.entered["a"].tolist() == [100.0, 100.0, 50.0, 0.0, 0.0]
    assert found.entered["b"].tolist() == [0.0, 0.0, 50.0, 100.0, 100.0]
    target = {"method": "distance to target", "target": 75.0}
    found = of(table, standardise=target, higher={"a": "better"})
    assert found.entered["a"].tolist() == [100.0, 75.0, 0.0, 0.0, 0.0]
    assert found.entered["b"].tolist() == [0.0, 0.0, 0.0, 75.0, 100.0]


def test_one_indicator_may_be_made_comparable_otherwise_than_its_siblings() -> None:
    tree = index(standardise="rank").model_dump()
    tree["indicator"]["b"]["standardise"] = {"method": "min-max", "low": 0, "high": 1}
    columns = {leaf: np.array([10.0, 20.0, 40.0]) for leaf in LEAVES}
    found = score(leftbehind.recipe(tree), columns)
    assert found.entered["a"].tolist() == [1.0, 2.0, 3.0]
    np.testing.assert_allclose(found.entered["b"], [0.0, 1 / 3, 1.0])


def test_a_median_of_all_alike_takes_the_mean_distance() -> None:
    values = np.array([1.0, 1.0, 1.0, 1.0, 9.0])
    found = arrays.robust_z(values)
    expected = 8.0 / (np.sqrt(np.pi / 2) * 8.0 / 5.0)
    np.testing.assert_allclose(found, [0, 0, 0, 0, expected])


@given(figures)
def test_wanted_influence_is_what_the_weights_do(values) -> None:
    """The share of the score's variance that moves with each child is the one asked for."""
    wanted = {"a": 3.0, "b": 2.0, "c": 1.0}
    how = {"method": "wanted influence", "influence": wanted}
    found = made_or_refused(values, standardise="z-score", weights=how)
    if isinstance(found, LeftBehindError):
        assert "varies" in found.what or "no weights give" in found.what
        return
    parts = np.column_stack([found.entered[leaf] for leaf in LEAVES])
    weights = np.array([found.weight[leaf] for leaf in LEAVES])
    covariance = np.cov(parts.T)
    share = weights * (covariance @ weights) / (weights @ covariance @ weights)
    if np.linalg.eigvalsh(covariance)[0] > 1e-6:
        np.testing.assert_allclose(share, np.array([3, 2, 1]) / 6, atol=1e-6)


def test_equal_influence_undoes_a_correlation() -> None:
    """Two copies and one of its own: the copies get half of what the other gets."""
    matrix = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    found = wanted_weights(matrix, np.ones(3))
    share = found * (matrix @ found) / (found @ matrix @ found)
    np.testing.assert_allclose(share, 1 / 3, atol=1e-9)
    assert found[0] == pytest.approx(found[1])


def test_zeros_under_a_geometric_mean_are_refused_with_the_mend() -> None:
    """Min-max from 0 gives a zero to the area with least need, and one zero would be all."""
    values = np.arange(12.0).reshape(4, 3)
    with pytest.raises(LeftBehindError, match=r"need has no finite score in 1 areas.*geometric"):
        of(values, standardise="min-max", combine="geometric mean")
    of(values, standardise={"method": "min-max", "low": 1, "high": 100}, combine="geometric mean")


def test_the_penalty_of_mazziotta_and_pareto_is_theirs() -> None:
    """Equal weights: M ± S² / M with the standard deviation of the row."""
    rng = np.random.default_rng(1)
    values = 100 + 10 * rng.standard_normal((40, 3))
    mean, variance = values.mean(axis=1), values.var(axis=1)
    plus = of(values, combine="mazziotta-pareto").index
    minus = of(values, combine={"method": "mazziotta-pareto", "unevenness": "takes"}).index
    np.testing.assert_allclose(plus, mean + variance / mean, rtol=1e-12)
    np.testing.assert_allclose(minus, mean - variance / mean, rtol=1e-12)


def test_copeland_is_every_pair_asked_one_by_one() -> None:
    rng = np.random.default_rng(2)
    values = rng.integers(0, 6, (50, 3)).astype(float)
    weights = np.array([0.5, 0.3, 0.2])
    expected = np.zeros(50)
    for i in range(50):
        for j in range(50):
            balance = weights @ np.sign(values[i] - values[j])
            expected[i] += np.sign(np.round(balance, 9))
    found = of(values, weights=dict(zip(LEAVES, weights, strict=True)), combine="copeland").index
    np.testing.assert_array_equal(found, expected)


def test_ranks_with_the_rounding_of_the_social_vulnerability_index() -> None:
    """PERCENTRANK.INC: the share of the others below, ties the least, four decimals."""
    values = np.array([3.0, 1.0, 2.0, 2.0, 7.0, 9.0, 4.0])
    how = {"method": "percentile", "ties": "least", "top": 1, "digits": 4}
    found = of(np.column_stack([values] * 3), standardise=how).entered["a"]
    assert found.tolist() == [0.5, 0.0, 0.1667, 0.1667, 0.8333, 1.0, 0.6667]


@given(figures, st.sampled_from([0.3, 0.5, 0.7]), st.data())
def test_an_area_that_lacks_children_is_the_mean_of_those_it_has(values, least, data) -> None:
    rows = st.integers(0, values.shape[0] - 1)
    gaps = data.draw(st.lists(st.tuples(rows, st.integers(0, 2)), max_size=8))
    for row, leaf in gaps:
        values[row, leaf] = np.nan
    weights = np.array([0.5, 0.3, 0.2])
    known = ~np.isnan(values)
    share = np.round(known @ weights, 9)
    mean = np.nansum(values * weights, axis=1) / np.where(share > 0, share, 1)
    expected = np.where(share >= least, mean, np.nan)
    parts = [values[:, at] for at in range(3)]
    found = combined(PowerMean(power=1.0), parts, weights.tolist(), arrays, least)
    np.testing.assert_allclose(found, expected, atol=1e-9)
    wide = combined(WeightedSum(), [p[:, None] for p in parts], weights.tolist(), arrays, least)
    np.testing.assert_allclose(wide[:, 0], expected, atol=1e-9)


def test_areas_of_which_too_little_is_known_have_no_score() -> None:
    tree = index(at_least=0.3).model_copy(update={"area_at_least": 0.6})
    values = np.array([[1.0, 2, 3], [1, np.nan, 3], [1, np.nan, np.nan], [4, 5, 6]])
    found = score(tree, {leaf: values[:, at] for at, leaf in enumerate(LEAVES)}).index
    assert np.isnan(found).tolist() == [False, False, True, False]
    frame = pl.DataFrame({"area": list("wxyz"), **{k: values[:, i] for i, k in enumerate(LEAVES)}})
    built = leftbehind.build(tree, frame.with_columns(pl.col(LEAVES).fill_nan(None)))
    assert built["need_rank"].to_list() == [2, 2, None, 1]  # a lone 2 stands for what is not known
