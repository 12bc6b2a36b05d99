"""Weights from a one-factor maximum-likelihood solution."""

from __future__ import annotations

import numpy as np

from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError

LOWEST_UNIQUENESS = 0.005
"""The bound that R's `factanal` keeps uniquenesses above (its `lower`)."""


def loadings(correlation: Array) -> Array:
    """Loadings of the one common factor of a correlation matrix.

    Maximum likelihood after Jöreskog (1967): for uniquenesses ψ the discrepancy is
    Σ (θ − ln θ − 1) over all but the largest eigenvalue θ of Ψ^-½ S Ψ^-½.

    Args:
        correlation: Symmetric matrix, (indicators, indicators), at least 3.

    Returns:
        One loading for each indicator; their sum is positive, because the sign of a
        factor is arbitrary.

    Raises:
        LeftBehindError: If there are fewer than 3 indicators, or one never varies.

    Example:
        >>> one = np.array([0.9, 0.7, 0.5])
        >>> matrix = np.outer(one, one) + np.diag(1 - one**2)
        >>> loadings(matrix).round(4)
        array([0.9, 0.7, 0.5])
    """
    size = correlation.shape[0]
    if size < 3:
        raise LeftBehindError(
            f"a factor of {size} indicators has no single solution",
            mend="give the node at least 3 children, or state its weights",
        )
    if not np.isfinite(correlation).all():
        raise LeftBehindError(
            "an indicator never varies, so it has no correlation",
            mend="leave it out of the factor, or state the weights",
        )
    from scipy.optimize import minimize

    def discrepancy(unique: Array) -> tuple[float, Array]:
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        rest = values[:-1]
        value = float(np.sum(rest - np.log(np.maximum(rest, 1e-300)) - 1.0))
        solution = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0))
        implied = np.outer(solution, solution) + np.diag(unique)
        return value, np.diag(implied - correlation) / unique**2

    start = (1.0 - 0.5 / size) / np.diag(np.linalg.pinv(correlation))
    found = minimize(
        discrepancy,
        np.clip(start, LOWEST_UNIQUENESS, 1.0),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LOWEST_UNIQUENESS, 1.0)] * size,
        options={"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-10},
    )
    root = np.sqrt(found.x)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    solution = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0))
    return np.asarray(solution if solution.sum() >= 0 else -solution)


def factor_weights(correlation: Array) -> Array:
    """Weights in proportion to the loadings; they add up to 1.

    Source: recovered from the published weights of 2019 and 2025 (methodology 1.6):
    a loading over the sum of the loadings, not a factor-score coefficient.

    Example:
        >>> one = np.array([0.9, 0.6, 0.5])
        >>> factor_weights(np.outer(one, one) + np.diag(1 - one**2)).round(3)
        array([0.45, 0.3 , 0.25])
    """
    found = loadings(correlation)
    return np.asarray(found / found.sum())
