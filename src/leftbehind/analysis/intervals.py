"""Intervals for one place: Wilson for proportions, Byar for rates of events."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from leftbehind.errors import LeftBehindError


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the range around it.

    Attributes:
        estimate: The figure.
        low: Lower end.
        high: Upper end.
    """

    estimate: float
    low: float
    high: float


def _z(level: float) -> float:
    if not 0 < level < 1:
        raise LeftBehindError(f"{level:g} is no level of an interval", mend="say 0.95, for example")
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(count: float, of: float, level: float = 0.95) -> Interval:
    """The score interval of a proportion.

    Args:
        count: How many have it, 0 to `of`.
        of: How many there are, above 0.
        level: Share of such intervals that hold the true proportion.

    Returns:
        Proportions from 0 to 1.

    Raises:
        LeftBehindError: If the count is below 0 or above `of`, or there is none.

    Source:
        Wilson, E. B. (1927), Journal of the American Statistical Association 22: 209–212;
        method 3 of Newcombe, R. G. (1998), Statistics in Medicine 17: 857–872.

    Example:
        >>> found = wilson(81, 263)
        >>> round(found.low, 4), round(found.high, 4)
        (0.2553, 0.3662)
    """
    if not (of > 0 and 0 <= count <= of):
        raise LeftBehindError(
            f"{count:g} of {of:g} is no proportion",
            mend="count no fewer than 0 and no more than all",
        )
    z, p = _z(level), count / of
    centre = p + z * z / (2 * of)
    spread = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low = 0.0 if count == 0 else (centre - spread) / scale
    high = 1.0 if count == of else (centre + spread) / scale
    return Interval(p, low, high)


def byar(events: float, of: float, level: float = 0.95) -> Interval:
    """Byar's interval of a rate of events.

    Args:
        events: Events counted, 0 or more; below about 10 the exact interval is better.
        of: What they are a rate of: people, person-years; above 0.
        level: Share of such intervals that hold the true rate.

    Returns:
        Events for each one of `of`.

    Raises:
        LeftBehindError: If the events are below 0, or there is nobody.

    Source:
        Breslow, N. E. and Day, N. E. (1987), Statistical Methods in Cancer Research II,
        p. 69 (IARC Scientific Publications 82).

    Example:
        >>> found = byar(24, 1)
        >>> round(found.low, 2), round(found.high, 2)
        (15.37, 35.71)
    """
    if not (of > 0 and 0 <= events < math.inf):
        raise LeftBehindError(
            f"{events:g} events of {of:g} are no rate", mend="count no fewer than 0, of more than 0"
        )
    z = _z(level)
    more = events + 1
    low = events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3 if events > 0 else 0.0
    high = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return Interval(events / of, low / of, high / of)
