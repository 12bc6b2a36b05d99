"""Where a figure stands on a line of pixels, and which figures are written under it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import altair as alt

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Span:
    """A line from one figure to another, in pixels.

    Attributes:
        low: The figure at the start.
        high: The figure at the end.
        start: Pixel of the start.
        end: Pixel of the end.
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a figure.

        Example:
            >>> Span(0, 10, 100, 200).at(5)
            150.0
        """
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def scale(self) -> alt.Scale:
        """The same as a Vega-Lite scale."""
        return alt.Scale(
            domain=[self.low, self.high], range=[self.start, self.end], nice=False, zero=False
        )

    def ticks(self, most: int) -> list[float]:
        """At most so many round figures on the line.

        Example:
            >>> Span(0, 0.42, 0, 100).ticks(6)
            [0.0, 0.1, 0.2, 0.3, 0.4]
        """
        step = step_of(self.high - self.low, most)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [round(n * step, 9) + 0.0 for n in range(first, last + 1)]


def step_of(length: float, most: int) -> float:
    """The least round step (1, 2 or 5 times a power of ten) that gives at most so many ticks."""
    if not length > 0:
        return 1.0
    least = length / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * n for n in _STEPS if power * n >= least * (1 - 1e-9))


def from_zero(most: float, start: float, end: float) -> Span:
    """A line from zero to the largest of some figures, for bars."""
    return Span(0.0, most if most > 0 else 1.0, start, end)


def around(low: float, high: float, start: float, end: float, *, beside: float = 0.06) -> Span:
    """A line a little longer than some figures are apart, for dots."""
    apart = high - low
    room = apart * beside if apart > 0 else max(abs(high) * 0.1, 1.0)
    return Span(low - room, high + room, start, end)
