"""Named streams of random numbers: what one part draws never moves another part."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
"""Real numbers."""

Whole: TypeAlias = NDArray[np.int64]
"""Whole numbers: counts, or places in another array."""


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one named part of one country.

    Args:
        seed: Seed of the country, 0 or more.
        name: What the numbers are for.

    Returns:
        A generator that depends on both and on nothing else.

    Example:
        >>> bool(stream(1, "sea").random() == stream(1, "sea").random())
        True
        >>> bool(stream(1, "sea").random() == stream(1, "land").random())
        False
    """
    return np.random.default_rng([seed, *name.encode()])
