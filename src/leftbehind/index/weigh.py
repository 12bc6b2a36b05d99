"""Weights that are found from the figures: of a factor, a component, a wanted influence."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from leftbehind.engine.numbers import Array
from leftbehind.errors import LeftBehindError
from leftbehind.index.steps import Step

STEPS = 10_000
"""Rounds after which weights that do not settle are given up."""


class WantedInfluence(Step):
    """The weights with which each child moves the score as much as it is wanted to.

    Attributes:
        influence: For each child, the share of the score's variance that shall move with it, in
            any unit: only proportions matter.
    """

    method: Literal["wanted influence"] = "wanted influence"
    influence: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]]


def first_component(correlation: Array) -> Array:
    """Weights in proportion to the first principal component; they add up to 1.

    Args:
        correlation: Symmetric matrix, (children, children).

    Returns:
        One weight for each child; the sign of a component is arbitrary, so their sum is
        positive.

    Raises:
        LeftBehindError: If a child never varies.

    Example:
        >>> first_component(np.array([[1.0, 0.5], [0.5, 1.0]]))
        array([0.5, 0.5])
    """
    if not np.isfinite(correlation).all():
        raise LeftBehindError(
            "an indicator never varies, so it has no correlation",
            mend="leave it out of the node, or state the weights",
        )
    component = np.linalg.eigh(correlation)[1][:, -1]
    return np.asarray(component / component.sum())


def wanted_weights(covariance: Array, influence: Array) -> Array:
    """Weights with which the share of variance of each child is the one that is wanted.

    For the score y = Σ w x the share of a child is w cov(x, y) / var(y). There is one set of
    weights above 0 for any shares above 0: where ½ w'Cw − Σ share ln w is least.

    Args:
        covariance: Of the standardised children, (children, children).
        influence: The share of each that is wanted, in any unit.

    Returns:
        Weights that add up to 1.

    Raises:
        LeftBehindError: If a child never varies, or no weights are found.

    Source:
        Griveau-Billion, Richard and Roncalli (2013), A fast algorithm for computing
        high-dimensional risk parity portfolios, arXiv:1311.4057; the aim: Becker, Saisana,
        Paruolo and Vandecasteele (2017), Ecological Indicators 80: 12–22.

    Example:
        >>> wanted_weights(np.array([[1.0, 0.0], [0.0, 4.0]]), np.array([0.5, 0.5])).round(4)
        array([0.6667, 0.3333])
    """
    spread = np.sqrt(np.diag(covariance))
    if not (np.isfinite(covariance).all() and (spread > 0).all()):
        raise LeftBehindError(
            "an indicator never varies, so it has no influence to be given",
            mend="leave it out of the node",
        )
    matrix = covariance / np.outer(spread, spread)
    share = influence / influence.sum()
    weights = np.sqrt(share)
    for _ in range(STEPS):
        before = weights.copy()
        for at in range(share.size):
            others = float(matrix[at] @ weights - weights[at])
            weights[at] = (np.sqrt(others**2 + 4.0 * share[at]) - others) / 2.0
        if np.max(np.abs(weights - before)) < 1e-14 * np.max(weights):
            found = weights / spread
            return np.asarray(found / found.sum())
    raise LeftBehindError(
        "no weights give this influence: some children almost offset each other",
        mend="leave one of them out, or state the weights",
    )
