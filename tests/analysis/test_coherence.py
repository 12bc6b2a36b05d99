"""Correlations, alpha and dimensions, against other people's and against theory."""

from __future__ import annotations

import numpy as np
import pytest

from analysis._toy import audit_of, from_latents, kinds
from leftbehind.analysis.audit_node import ALPHA
from leftbehind.analysis.coherence import correlations, cronbach_alpha, effective_number
from leftbehind.show import audited

RANDOM = np.random.default_rng(7)


def test_pearson_is_shown_above_the_diagonal_and_spearman_below() -> None:
    found = audit_of({"a": np.arange(6.0), "b": np.arange(6.0) ** 5}).nodes[0]
    rows = audited.correlation_rows(found).rows
    assert rows == (("1 A", "", f"{found.pearson[0, 1]:.2f}"), ("2 B", "1.00", ""))
    assert rows[0][2] != "1.00"


def test_correlations_below_zero_are_one_sentence_for_each_node() -> None:
    x = np.arange(-4.0, 5.0)
    told = audited.findings(audit_of({"a": 9 * x, "b": -x, "c": -2 * x}))
    below = [line for line in told if "below zero" in line]
    assert below == [
        "In Index these tend to offset each other (correlations below zero): "
        "A with B (−1.00); A with C (−1.00)."
    ]


def test_eigenvalues_and_alpha_of_parts_that_all_correlate_alike() -> None:
    """1 + (k − 1) r once and 1 − r for the rest; alpha k r / (1 + (k − 1) r)."""
    size, r = 5, 0.4
    matrix = np.full((size, size), r) + (1 - r) * np.eye(size)
    whitened = np.linalg.qr(RANDOM.normal(size=(60, size + 1)) - 0)[0]
    whitened = np.linalg.qr(np.column_stack([np.ones(60), whitened]))[0][:, 1 : size + 1]
    values = whitened @ np.linalg.cholesky(matrix).T
    found = audit_of({f"x{n}": values[:, n] for n in range(size)}).nodes[0]
    assert found.pearson == pytest.approx(matrix)
    assert found.eigenvalues == pytest.approx([2.6, 0.6, 0.6, 0.6, 0.6])
    assert found.alpha == pytest.approx(5 * 0.4 / 2.6)
    assert found.dimensions == pytest.approx(25 / (2.6**2 + 4 * 0.6**2))


def test_alpha_is_that_of_the_covariance_formula() -> None:
    """On z-scores: k / (k − 1) (1 − Σ var / var of the sum), as Cronbach wrote it."""
    values = RANDOM.normal(size=(300, 4)) + RANDOM.normal(size=(300, 1))
    z = (values - values.mean(0)) / values.std(0)
    written = 4 / 3 * (1 - z.var(0).sum() / z.sum(1).var())
    assert cronbach_alpha(correlations(values)) == pytest.approx(written)
    assert np.isnan(cronbach_alpha(np.array([[1.0, -1], [-1, 1]])))


def test_spearman_is_of_ranks_with_ties() -> None:
    from scipy.stats import spearmanr

    one, other = np.round(RANDOM.normal(size=(2, 200)), 1)
    found = audit_of({"a": one, "b": other}).nodes[0]
    assert found.spearman[0, 1] == pytest.approx(spearmanr(one, other).statistic)


def test_seventeen_indicators_of_two_latents_are_in_effect_two_dimensions() -> None:
    found = audit_of(from_latents(17, 2, noise=0.2))
    assert found.nodes[0].dimensions == pytest.approx(2, abs=0.2)
    assert "few-dimensions" in kinds(found)
    assert "The 17 parts of Index are in effect 2." in " ".join(audited.findings(found))


def test_seventeen_indicators_of_which_two_have_all_the_variance_are_in_effect_two_parts() -> None:
    """Nothing was standardised: unrelated, and still only dollars count."""
    columns = {f"x{n}": RANDOM.normal(size=3000) for n in range(17)}
    columns |= {name: 1000 * columns[name] for name in ("x0", "x1")}
    found = audit_of(columns).nodes[0]
    assert found.parts_stated == pytest.approx(17)
    assert found.parts_effective == pytest.approx(2, abs=0.05)
    assert found.dimensions > 16
    assert "few-parts" in [one.kind for one in found.warnings()]
    mended = audit_of(columns, standardise="z-score")
    assert not {"few-parts", "few-dimensions", "more", "less"} & set(kinds(mended))


def test_seventeen_unrelated_indicators_are_in_effect_seventeen() -> None:
    found = audit_of({f"x{n}": RANDOM.normal(size=20_000) for n in range(17)})
    assert found.nodes[0].dimensions == pytest.approx(17, abs=0.1)
    assert "few-dimensions" not in kinds(found)


@pytest.mark.parametrize(("noise", "kind"), [(3.0, "low-alpha"), (0.05, "high-alpha")])
def test_alpha_is_warned_of_at_both_ends(noise: float, kind: str) -> None:
    found = audit_of(from_latents(4, 1, noise))
    assert kind in kinds(found)
    middle = audit_of(from_latents(4, 1, 0.8))
    assert ALPHA[0] < middle.nodes[0].alpha < ALPHA[1]
    assert not {"low-alpha", "high-alpha"} & set(kinds(middle))


def test_weights_of_one_factor_want_one_dimension_and_it_is_said() -> None:
    columns = from_latents(4, 1, 0.4)
    told = [" ".join(audited.findings(audit_of(columns, weights=w))) for w in ("factor", "equal")]
    assert "want" in told[0]
    assert "want" not in told[1]


def test_effective_number_counts_sizes() -> None:
    assert effective_number(np.array([0.5, -0.5])) == pytest.approx(2)
    assert np.isnan(effective_number(np.zeros(2)))
