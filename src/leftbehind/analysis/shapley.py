"""What each of several changes does, averaged over the orders in which they can be made."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


def weights(changes: int) -> Counts:
    """In how many orders a set of changes comes just before, or just after, each change is made.

    A set is a number whose bits say which changes are in it: 5 is the first and the third.

    Args:
        changes: How many there are, k.

    Returns:
        (k, 2^k): above 0 where a set has the change, below 0 where it lacks it. Times a figure
        of each set they give, for each change, what making it adds, summed over all k! orders.

    Source:
        Shapley, L. S. (1953), A value for n-person games, Contributions to the Theory of Games
        II, 307–317: equation 12, times n!.

    Example:
        >>> weights(2).tolist()
        [[-1, 1, -1, 1], [-1, -1, 1, 1]]
    """
    found = np.zeros((changes, 2**changes), dtype=np.int64)
    for made in range(2**changes):
        size = made.bit_count()
        for change in range(changes):
            if made >> change & 1:
                found[change, made] = factorial(size - 1) * factorial(changes - size)
            else:
                found[change, made] = -factorial(size) * factorial(changes - size - 1)
    return found


def parts(figures: list[Fraction]) -> list[Fraction]:
    """What each change adds to a figure: the parts add up to the whole exactly.

    Args:
        figures: The figure of each set of changes, 2^k.

    Returns:
        One part for each change.

    Example:
        >>> [str(one) for one in parts([Fraction(0), Fraction(3), Fraction(0), Fraction(4)])]
        ['7/2', '1/2']
    """
    changes = len(figures).bit_length() - 1
    return [
        sum((int(w) * one for w, one in zip(row, figures, strict=True)), Fraction(0))
        / factorial(changes)
        for row in weights(changes)
    ]


def orders(changes: int) -> list[tuple[int, ...]]:
    """All orders in which changes can be made.

    Example:
        >>> orders(2)
        [(0, 1), (1, 0)]
    """
    return list(permutations(range(changes)))
