"""The one-factor solution against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from leftbehind import LeftBehindError
from leftbehind.index.factor import factor_weights, loadings


@pytest.mark.parametrize("seed", range(6))
def test_loadings_equal_those_of_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    indicators = int(random.integers(3, 9))
    strength = random.uniform(0.3, 0.95, indicators)
    factor = random.normal(size=(800, 1))
    noise = random.normal(size=(800, indicators)) * np.sqrt(1 - strength**2)
    matrix = np.corrcoef(factor * strength + noise, rowvar=False)
    theirs = Factor(corr=matrix, n_factor=1, method="ml", nobs=800).fit().loadings[:, 0]
    theirs = theirs if theirs.sum() > 0 else -theirs
    np.testing.assert_allclose(loadings(matrix), theirs, atol=2e-4)


def test_weights_add_up_to_one_and_the_sign_is_settled() -> None:
    strength = np.array([0.9, 0.8, -0.2])
    matrix = np.outer(strength, strength) + np.diag(1 - strength**2)
    assert loadings(matrix) == pytest.approx(strength, abs=1e-4)
    assert factor_weights(matrix).sum() == pytest.approx(1)


def test_two_indicators_have_no_single_factor() -> None:
    with pytest.raises(LeftBehindError, match="at least 3 children"):
        loadings(np.array([[1.0, 0.5], [0.5, 1.0]]))


def test_an_indicator_that_never_varies_is_named_as_the_trouble() -> None:
    matrix = np.full((3, 3), np.nan)
    with pytest.raises(LeftBehindError, match="never varies"):
        loadings(matrix)
