"""Sobol indices: textbook functions, another implementation, and what has no influence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import sobol_indices as scipy_indices

from leftbehind.analysis.drawing import Source, sequence
from leftbehind.analysis.sobol import SobolIndices, design, sobol_indices
from leftbehind.engine.arrays import Array


def found(
    function: Callable[..., Array], lengths: tuple[int, ...], rows: int = 8192
) -> tuple[SobolIndices, Array]:
    drawn = tuple(Source("options", str(n), length) for n, length in enumerate(lengths))
    numbers = design(drawn, *sequence(drawn, rows, seed=5, copies=2))
    values = np.atleast_2d(function(*(numbers[source].T for source in drawn)))
    return sobol_indices(values, len(drawn)), values


def ishigami(*numbers: Array) -> Array:
    one, two, three = (np.pi * (2 * number[0] - 1) for number in numbers)
    return np.asarray(np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one))


def test_the_function_of_ishigami_has_its_textbook_values() -> None:
    """Ishigami and Homma (1990), a = 7, b = .1: methodology 9.9."""
    indices, _ = found(ishigami, (1, 1, 1))
    np.testing.assert_allclose(indices.first[0], [0.3139, 0.4424, 0.0], atol=0.01)
    np.testing.assert_allclose(indices.total[0], [0.5576, 0.4424, 0.2437], atol=0.01)
    assert (indices.first_low < indices.first).all()
    assert (indices.first < indices.first_high).all()


def test_a_linear_function_shares_its_variance_as_the_squares_of_its_slopes() -> None:
    slopes = np.array([4.0, 2.0, 1.0, 0.0])
    indices, _ = found(lambda *x: 100 + sum(s * one[0] for s, one in zip(slopes, x, strict=True)),
                       (1, 1, 1, 1))  # fmt: skip
    wanted = slopes**2 / (slopes**2).sum()
    np.testing.assert_allclose(indices.first[0], wanted, atol=0.005)
    np.testing.assert_allclose(indices.total[0], wanted, atol=0.005)


def test_a_mean_far_from_zero_changes_nothing() -> None:
    near, _ = found(ishigami, (1, 1, 1), 512)
    far, _ = found(lambda *x: ishigami(*x) + 1e4, (1, 1, 1), 512)
    np.testing.assert_allclose(far.first, near.first, atol=1e-8)
    np.testing.assert_allclose(far.first_low, near.first_low, atol=1e-8)


def test_scipy_finds_the_same() -> None:
    indices, values = found(ishigami, (1, 1, 1), 256)
    block = values.reshape(1, 256, 5)
    other = scipy_indices(
        func={"f_A": block[:, :, 0], "f_B": block[:, :, 1],
              "f_AB": np.moveaxis(block[:, :, 2:], -1, 0)}, n=256)  # fmt: skip
    np.testing.assert_allclose(indices.first[0], other.first_order)
    np.testing.assert_allclose(indices.total[0], other.total_order)


def test_a_source_of_several_numbers_is_swapped_whole() -> None:
    indices, _ = found(lambda pair, one: pair[0] * pair[1] + 0 * one[0], (2, 1))
    assert indices.first[0, 0] == pytest.approx(1.0, abs=0.02)
    assert indices.total[0, 1] == 0


def test_what_does_not_vary_has_no_influence_and_no_interval() -> None:
    indices, _ = found(lambda one: np.stack([one[0], np.full_like(one[0], 3.3)]), (1,), 64)
    for part in (indices.first, indices.first_low, indices.total, indices.total_high):
        assert part[1, 0] == 0
    assert indices.first[0, 0] > 0.9


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Of 200 repeats, about 95% of the intervals of the steeper slope hold .8."""
    drawn = (Source("options", "steep"), Source("options", "flat"))
    holds = 0
    for seed in range(200):
        # Independent numbers: those of a Sobol sequence vary less than a bootstrap believes.
        rng = np.random.default_rng(seed)
        one, other = ({source: rng.random((128, 1)) for source in drawn} for _ in range(2))
        x = design(drawn, one, other)
        y = 2 * x[drawn[0]][:, 0] + x[drawn[1]][:, 0]
        indices = sobol_indices(y[None], 2, seed)
        holds += bool(indices.total_low[0, 0] <= 0.8 <= indices.total_high[0, 0])
    assert 0.88 <= holds / 200 <= 0.99
