"""Whether parts measure one thing or many: correlations, alpha, dimensions."""

from __future__ import annotations

import numpy as np

from leftbehind.analysis.coverage import FEWEST, varies
from leftbehind.engine.arrays import Array

OFFSET = 1e-12
"""Variance of a sum of standardised parts, as a share of its largest, from which on it is none."""


def correlations(values: Array) -> Array:
    """Pearson's correlations of columns, NaN for one that never varies.

    Args:
        values: Areas × columns, without gaps.

    Example:
        >>> correlations(np.array([[1.0, 2, 5], [2, 4, 5], [3, 6, 5]]))
        array([[ 1.,  1., nan],
               [ 1.,  1., nan],
               [nan, nan, nan]])
    """
    if values.shape[0] < FEWEST:
        return np.full((values.shape[1],) * 2, np.nan)
    apart = values - values.mean(axis=0)
    unit = apart / np.where(varies(values), np.sqrt(np.sum(apart**2, axis=0)), np.nan)
    return np.asarray(np.clip(unit.T @ unit, -1.0, 1.0))


def cronbach_alpha(correlation: Array) -> float:
    """Standardised Cronbach's alpha, k r̄ / (1 + (k − 1) r̄).

    Args:
        correlation: Correlation matrix of k parts; r̄ is the mean outside its diagonal.

    Returns:
        At most 1, and below 0 where parts run against each other; NaN for one part, or where
        they offset each other fully.

    Source:
        Cronbach (1951), Psychometrika 16: 297–334; OECD and JRC (2008), Handbook on
        Constructing Composite Indicators, step 4.

    Example:
        >>> round(cronbach_alpha(np.array([[1.0, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])), 9)
        0.75
    """
    size = correlation.shape[0]
    if size < 2:
        return float("nan")
    mean = float(correlation.sum() - np.trace(correlation)) / (size * (size - 1))
    spread = 1.0 + (size - 1) * mean
    return size * mean / spread if spread > OFFSET else float("nan")


def eigenvalues(correlation: Array) -> Array:
    """The variance of each principal component of a correlation matrix, the largest first.

    Example:
        >>> eigenvalues(np.array([[1.0, 0.5], [0.5, 1.0]]))
        array([1.5, 0.5])
    """
    return np.asarray(np.linalg.eigvalsh(correlation)[::-1])


def effective_number(shares: Array) -> float:
    """How many equal shares would be as even as these, (Σ s)² / Σ s².

    Of the eigenvalues of a correlation matrix it is the number of dimensions that the parts
    have in effect: k for k unrelated parts, 1 for copies of one. Of weights it is the number
    of parts that matter.

    Args:
        shares: Numbers in any unit; of one below 0 the size counts.

    Source:
        Of eigenvalues: Bretherton, Widmann, Dymnikov, Wallace and Bladé (1999), Journal of
        Climate 12: 1990–2009, the eigenvalue formula, also called participation ratio. Of
        weights: Laakso and Taagepera (1979), Comparative Political Studies 12: 3–27.

    Example:
        >>> effective_number(np.array([2.0, 2.0, 0.0])), effective_number(np.array([9.0]))
        (2.0, 1.0)
    """
    sizes = np.abs(shares)
    squares = float(np.sum(sizes**2))
    return float(np.sum(sizes)) ** 2 / squares if squares > 0 else float("nan")
