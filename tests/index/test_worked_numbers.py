"""Worked numbers of the method, typed in from where they were published or worked out.

Numbers of sections refer to the project's methodology notes (docs/method).
"""

from __future__ import annotations

import numpy as np
import pytest

from leftbehind.engine.arrays import exponential, normal_score, place, power_mean, rank
from leftbehind.index.shrink import shrink


def transformed(share: float) -> float:
    """X of a share R of areas, as the last of a long column."""
    areas = 100
    return float(exponential(np.arange(1.0, areas + 1), 23.0)[round(share * areas) - 1])


@pytest.mark.parametrize(
    ("share", "value"),
    [
        (1.00, 100.0), (0.99, 86.957279), (0.95, 63.847632), (0.90, 50.426654),
        (0.80, 35.856824), (0.75, 31.009144), (0.50, 15.646790), (0.25, 6.517733),
        (0.10, 2.390260), (0.05, 1.164093), (0.01, 0.228153),
    ],
)  # fmt: skip
def test_exponential_transformation(share: float, value: float) -> None:
    """Section 9.1."""
    assert transformed(share) == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize(
    ("areas", "by_rank"),
    [
        (32_844, {1: 100, 2: 99.946623, 10: 99.524013, 3284: 50.435324, 32_844: 0.000691}),
        (33_755, {1: 100, 2: 99.948062, 10: 99.536730, 3376: 50.429667, 33_755: 0.000673}),
        (7_433, {1: 100, 2: 99.765076, 10: 97.967375, 743: 50.462247, 7_433: 0.003054}),
        (5, {5: 5.058046, 4: 11.551504, 3: 20.632707, 2: 35.856824, 1: 100}),
    ],
)
def test_exponential_transformation_of_ranks(areas: int, by_rank: dict[int, float]) -> None:
    """Section 9.1: a published rank p is the share (N − p + 1) / N."""
    values = exponential(-np.arange(1.0, areas + 1), 23.0)
    for published_rank, value in by_rank.items():
        assert values[published_rank - 1] == pytest.approx(value, abs=5e-7)


def test_mean_of_the_transformation() -> None:
    """Section 9.1: 21.696289 over the ranks of 7,433 areas."""
    assert exponential(np.arange(7_433.0), 23.0).mean() == pytest.approx(21.696289, abs=5e-7)


def test_transformation_is_inverted_by_its_formula() -> None:
    """Section 9.1: X = 50 at R = .8978823."""
    share = (1 - np.exp(-50 / 23)) / (1 - np.exp(-100 / 23))
    assert share == pytest.approx(0.8978823, abs=5e-8)


def test_shrinkage_of_a_district() -> None:
    """Section 9.6."""
    found = shrink(
        np.array([10.0, 40, 25, 3]), np.array([100.0, 200, 150, 60]), np.array(["d"] * 4)
    )
    assert found.rate == pytest.approx([0.11123135, 0.19846691, 0.16753755, 0.08189508], abs=5e-9)
    assert found.weight == pytest.approx([0.83072297, 0.94260279, 0.91535001, 0.65021896], abs=5e-9)
    assert found.between == pytest.approx(0.50506312, abs=5e-9)


def test_an_area_alone_in_its_district_is_not_shrunk() -> None:
    found = shrink(np.array([3.0, 1, 2]), np.array([10.0, 20, 20]), np.array(["a", "b", "b"]))
    assert found.rate[0] == 0.3
    assert found.weight[0] == 1


def test_a_district_without_variation_gives_its_own_rate() -> None:
    """t² = 0: where the report is silent, all weight goes to the district."""
    found = shrink(np.array([0.5, 0.5]), np.array([1.0, 1.0]), np.array([1, 1]))
    assert found.weight.tolist() == [0, 0]
    assert found.rate.tolist() == [0.5, 0.5]


def test_a_suppressed_count_is_no_zero() -> None:
    counts = np.array([10.0, np.nan, 25, 3])
    people = np.array([100.0, 200, 150, 60])
    with_gap = shrink(counts, people, np.zeros(4))
    with_zero = shrink(np.nan_to_num(counts), people, np.zeros(4))
    assert np.isnan(with_gap.rate[1])
    assert with_gap.rate[0] != with_zero.rate[0]


def test_normal_scores() -> None:
    """Section 9.7."""
    assert normal_score(np.arange(5.0)) == pytest.approx(
        [-0.967422, -0.430727, 0, 0.430727, 0.967422], abs=5e-7
    )
    for areas, largest in ((32_844, 4.009327), (33_755, 4.015783), (7_433, 3.643425)):
        assert normal_score(np.arange(float(areas))).max() == pytest.approx(largest, abs=5e-7)


def test_means_of_two_values() -> None:
    """Section 9.9: arithmetic, geometric and harmonic mean of 90 and 10."""
    pair = [np.array([90.0]), np.array([10.0])]
    found = [float(power_mean(pair, [1.0, 1.0], power)[0]) for power in (1, 0, -1)]
    assert found == pytest.approx([50, 30, 18])


def test_deciles_of_ranks_are_rounded_up() -> None:
    """Section 1.7: sizes of the deciles of 32,844 areas."""
    deciles = np.ceil(10 * np.arange(1.0, 32_845) / 32_844)
    sizes = [int((deciles == d).sum()) for d in range(1, 11)]
    assert sizes == [3284, 3284, 3285, 3284, 3285, 3284, 3284, 3285, 3284, 3285]


def test_ties_average_inside_and_compete_outside() -> None:
    scores = np.array([5.0, 9.0, 9.0, 1.0])
    assert rank(scores).tolist() == [2, 3.5, 3.5, 1]
    assert place(scores).tolist() == [3, 1, 1, 4]


def test_scores_that_differ_in_the_tenth_decimal_tie() -> None:
    assert place(np.array([1.0, 1.0 + 4e-10])).tolist() == [1, 1]
    assert place(np.array([1.0, 1.0 + 6e-9])).tolist() == [2, 1]
