"""Figures as arrays of areas × draws, and how precisely two of them are compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Weight = float | Array
"""The weight of one child: a number, or one for each draw."""

DIGITS = 9
"""Decimals that count when two scores are compared, in every engine and in the
browser, so that ties are the same everywhere."""

LARGEST = 2.0**53
"""Beyond this, floats skip whole numbers: no figure about a place can be told from
the next, and rounding it to DIGITS may overflow."""


def settle(values: Array) -> Array:
    """Round to the decimals that count in comparisons."""
    return np.round(values, DIGITS)


def known(values: Array) -> Array:
    """How many areas of each draw are no gaps, and at least 1 to divide by."""
    return np.asarray(np.maximum(np.sum(~np.isnan(values), axis=0), 1.0))
