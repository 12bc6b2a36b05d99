"""Values into a few classes: the same number in each, equal steps, or natural clusters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leftbehind.errors import LeftBehindError

Array = NDArray[np.float64]

Method = Literal["quantile", "equal", "ckmeans"]


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of values, low to high.

    Attributes:
        method: How they were made.
        limits: Upper limit of each class but the last: a value equal to it is inside.
        of: The class of each value, from 0; −1 where there is no value.
        low: The smallest value.
        high: The largest value.
    """

    method: Method
    limits: tuple[float, ...]
    of: NDArray[np.int64]
    low: float
    high: float

    @property
    def number(self) -> int:
        """How many classes there are."""
        return len(self.limits) + 1

    def bounds(self) -> tuple[tuple[float, float], ...]:
        """Lower and upper limit of each class."""
        edges = (self.low, *self.limits, self.high)
        return tuple(pairwise(edges))


def classify(values: Array, method: Method = "quantile", number: int = 5) -> Classes:
    """Put values into classes.

    Args:
        values: The values; NaN where there is none.
        method: "quantile" (as many in each), "equal" (equal steps between the smallest and
            the largest) or "ckmeans" (the least spread inside classes: Wang, H. and Song, M.
            2011, The R Journal 3(2): 29–33).
        number: How many classes are asked for, 2 to 10; where values are fewer or tie, there
            are fewer.

    Raises:
        LeftBehindError: If there is no value, or the number is out of range.

    Example:
        >>> classify(np.array([1.0, 2.0, 3.0, 10.0, 11.0]), "ckmeans", 2).limits
        (3.0,)
    """
    if not 2 <= number <= 10:
        raise LeftBehindError(f"{number} classes are not drawn", mend="ask for 2 to 10")
    known = np.isfinite(values)
    found = np.sort(values[known])
    if not found.size:
        raise LeftBehindError("there is no value to draw", mend="choose another measure")
    distinct = np.unique(found)
    if method == "equal":
        limits = np.linspace(found[0], found[-1], number + 1)[1:-1]
    elif method == "quantile":
        limits = found[(np.arange(1, number) * found.size) // number - 1]
    else:
        limits = _ckmeans(found, min(number, distinct.size))
    limits = np.unique(limits[limits < found[-1]])
    of = np.where(known, np.searchsorted(limits, np.where(known, values, 0.0)), -1)
    return Classes(method, tuple(limits.tolist()), of, float(found[0]), float(found[-1]))


def _ckmeans(values: Array, number: int) -> Array:
    """Upper limits of the classes with the least sum of squares within, exactly.

    The best last cut moves only up as more values are taken in, so each row of the table is
    filled by halving: values × log(values) steps for each class.
    """
    shifted = values - np.median(values)  # keeps the sums of squares exact
    first = np.concatenate([[0.0], np.cumsum(shifted)])
    second = np.concatenate([[0.0], np.cumsum(shifted * shifted)])

    def within(start: NDArray[np.int64], end: int) -> Array:
        """Sum of squares around their mean of the values start…end, both inside."""
        length = end + 1 - start
        sums = first[end + 1] - first[start]
        return np.asarray(second[end + 1] - second[start] - sums * sums / length)

    size = values.size
    cost = np.array([within(np.array([0]), end)[0] for end in range(size)])
    starts = np.zeros((number, size), dtype=np.int64)
    for level in range(1, number):
        here = np.full(size, np.inf)
        waiting = [(level, size - 1, level, size - 1)]
        while waiting:
            low, high, left, right = waiting.pop()
            if low > high:
                continue
            middle = (low + high) // 2
            options = np.arange(max(left, level), min(middle, right) + 1)
            costs = cost[options - 1] + within(options, middle)
            best = int(np.argmin(costs))
            here[middle], starts[level, middle] = costs[best], options[best]
            cut = int(options[best])
            waiting += [(low, middle - 1, left, cut), (middle + 1, high, cut, right)]
        cost = here
    limits, end = [], size - 1
    for level in range(number - 1, 0, -1):
        start = int(starts[level, end])
        limits.append(values[start - 1])
        end = start - 1
    return np.array(limits[::-1])
