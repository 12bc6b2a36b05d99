"""What parts do in a score, against cases whose answer is known by hand or by theory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis._toy import audit_of, kinds
from leftbehind.analysis.influence import correlation_ratio, effective_weights
from leftbehind.show import audited

RANDOM = np.random.default_rng(7)


def test_two_unrelated_parts_of_one_variance_weigh_by_the_squares_of_their_weights() -> None:
    """3² / (3² + 1²) is .9, by hand."""
    square = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    assert effective_weights(square, np.array([3.0, 1.0])) == pytest.approx([0.9, 0.1])
    found = audit_of({"a": square[:, 0], "b": square[:, 1]}, weights={"a": 3, "b": 1})
    assert found.nodes[0].parts["stated"].to_list() == [0.75, 0.25]
    assert found.nodes[0].parts["effective"].to_list() == pytest.approx([0.9, 0.1])
    assert kinds(found)[0] == "less"


@given(
    st.lists(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), min_size=3, max_size=30),
    st.lists(st.floats(0.01, 100), min_size=3, max_size=3),
)
def test_effective_weights_add_up_to_one(values: list[list[float]], weights: list[float]) -> None:
    found = effective_weights(np.array(values), np.array(weights))
    assert np.isnan(found).all() or found.sum() == pytest.approx(1.0, abs=1e-6)


def test_only_the_proportions_of_weights_count() -> None:
    values = RANDOM.normal(size=(50, 3))
    one, other = (effective_weights(values, by * np.array([1.0, 2, 3])) for by in (1.0, 0.01))
    assert one == pytest.approx(other)


def test_a_part_that_runs_against_the_score_weighs_less_than_nothing() -> None:
    x = RANDOM.normal(size=500)
    found = audit_of({"a": x, "b": x * 2, "c": -0.5 * x}, standardise="as is")
    parts = found.nodes[0].parts
    assert parts["effective"].to_list() == pytest.approx([0.4, 0.8, -0.2])  # 1, 2, −.5 of 2.5
    assert {"against", "opposed"} <= set(kinds(found))
    assert any("C runs against Index" in line for line in audited.findings(found))


def test_the_score_of_a_geometric_mean_cannot_be_shared_out() -> None:
    columns = {name: np.exp(RANDOM.normal(size=100)) for name in "ab"}
    found = audit_of(columns, combine="geometric mean")
    assert found.nodes[0].parts["effective"].null_count() == 2
    assert found.nodes[0].parts["rank_share"].null_count() == 0
    assert any("is no sum" in line for line in audited.node_lines(found.nodes[0]))


def test_the_variance_of_a_transformed_sum_is_shared_out_before_the_transformation() -> None:
    columns = {name: RANDOM.normal(size=400) for name in "abc"}
    plain, bent = (
        audit_of(columns, transform=how).nodes[0].parts for how in ("as is", "exponential")
    )
    assert plain["effective"].to_list() == pytest.approx(bent["effective"].to_list())


def test_the_correlation_ratio_of_a_sum_of_two_normals_is_the_one_of_theory() -> None:
    """Ranks of x₁ and x₁ + x₂: E(Φ(y) | x₁) = Φ(x₁ / √3), and
    12 Var Φ(x₁ / √3) = (6 / π) arcsin ¼ = .4826.
    """
    one, two = RANDOM.normal(size=(2, 200_000))
    known = 6 / np.pi * np.arcsin(0.25)
    assert correlation_ratio(one, one + two) == pytest.approx(known, abs=0.006)
    assert correlation_ratio(two, one + two) == pytest.approx(known, abs=0.006)


def test_the_correlation_ratio_of_a_step_is_three_quarters() -> None:
    """Two halves, and chance inside them: 12 × (¼)² is the variance between of all, 1."""
    part = RANDOM.uniform(size=100_000)
    whole = np.floor(2 * part) + RANDOM.uniform(size=part.size)
    assert correlation_ratio(part, whole) == pytest.approx(0.75, abs=0.005)


def test_the_correlation_ratio_sees_what_no_straight_line_does() -> None:
    x = np.linspace(-1, 1, 10_001)
    assert abs(np.corrcoef(x, x**2)[0, 1]) < 1e-9
    assert correlation_ratio(x, x**2) > 0.99


def test_chance_is_taken_off_a_correlation_ratio() -> None:
    """Of unrelated figures it is about 0, also where few areas stand in each of many bins."""
    found = [correlation_ratio(*RANDOM.normal(size=(2, 100))) for _ in range(300)]
    assert np.mean(found) < 0.04  # without the correction it is 9 / 99


def test_any_rising_transformation_leaves_the_correlation_ratio() -> None:
    x, noise = RANDOM.normal(size=(2, 2000))
    plain = correlation_ratio(x, x + noise)
    assert correlation_ratio(np.exp(x), (x + noise) ** 3) == plain


def test_ties_stay_together_in_a_correlation_ratio() -> None:
    labels = np.repeat([0.0, 1.0], 500)
    assert correlation_ratio(labels, labels) == 1.0
    assert np.isnan(correlation_ratio(labels, np.zeros(1000)))
    assert np.isnan(correlation_ratio(np.zeros(0), np.zeros(0)))
