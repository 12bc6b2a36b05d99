"""Numbers as they are shown: one place decides digits, commas, signs and units."""

from __future__ import annotations

import math

from leftbehind.show.messages import say


def plain(value: float, digits: int = 1) -> str:
    """A number with commas and a true minus.

    Example:
        >>> plain(-1234.56), plain(0.04, 1), plain(-0.04, 1)
        ('−1,234.6', '0.0', '0.0')
    """
    text = f"{value:,.{digits}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.removeprefix("-")
    return text.replace("-", "−")


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign.

    Example:
        >>> signed(6.52), signed(-0.04), signed(-2)
        ('+6.5', '0.0', '−2.0')
    """
    text = plain(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def figure(value: float | None, digits: int = 1, unit: str = "") -> str:
    """A figure with its unit; nothing is said to be no figure.

    Example:
        >>> figure(40.06, 1, "%"), figure(1.5, 2, "km"), figure(None)
        ('40.1%', '1.50 km', 'no figure')
    """
    if value is None or math.isnan(value):
        return say("no-figure")
    text = plain(value, digits)
    if unit == "%":
        return f"{text}%"
    return f"{text} {unit}" if unit else text


def between(low: float | None, high: float | None, digits: int = 1, unit: str = "") -> str:
    """An interval in words.

    Example:
        >>> between(38.04, 42.0, 1, "%"), between(None, 1.0)
        ('between 38.0% and 42.0%', 'no interval can be given')
    """
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return say("no-interval")
    digits = digits_for(digits, low, high)
    return say("between", low=figure(low, digits, unit), high=figure(high, digits, unit))


def times(ratio: float) -> str:
    """A ratio as it is said, with two digits that tell something.

    Example:
        >>> times(1.43), times(0.567), times(12.3)
        ('1.4', '0.57', '12')
    """
    return plain(ratio, 0 if ratio >= 10 else 1 if ratio >= 1.05 or ratio < 0.01 else 2)


def digits_for(digits: int, *values: float | None) -> int:
    """So many digits that no figure but zero itself is shown as zero, where two more do.

    Example:
        >>> digits_for(1, -0.04, 0.31), digits_for(1, 1.2, 0.0), digits_for(1, 0.06, None)
        (2, 1, 1)
    """
    known = [value for value in values if value and not math.isnan(value)]
    for more in (digits, digits + 1):
        if all(round(value, more) for value in known):
            return more
    return digits + 2


def percent(share: float | None, digits: int = 1) -> str:
    """A share of 1 in percent.

    Example:
        >>> percent(0.0173)
        '1.7%'
    """
    return figure(None if share is None else share * 100, digits, "%")
