"""How a place stands beside the line: firmly on the list, close to the line, firmly off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from leftbehind.analysis.doubt import LEVELS
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain

Standing = Literal["on", "near", "off"]

STANDINGS: tuple[Standing, ...] = ("on", "near", "off")
"""From the list outwards."""

HUNDRED = 100

HIGH = LEVELS[-1]
LOW = round(1 - HIGH, 9)
"""Firmly on the list from here on, firmly off it down to here; the ends of intervals too."""


def standing_of(probability: pl.Series) -> pl.Series:
    """The standing of places by the share of versions that put them on the list.

    Args:
        probability: One share for each place.

    Returns:
        "on", "near" or "off" for each.

    Example:
        >>> standing_of(pl.Series([0.95, 0.949, 0.05])).to_list()
        ['on', 'near', 'off']
    """
    share = pl.lit(probability)
    told = pl.when(share >= HIGH).then(pl.lit("on")).when(share <= LOW).then(pl.lit("off"))
    return pl.select(told.otherwise(pl.lit("near")).alias("standing")).to_series()


@dataclass(frozen=True, slots=True)
class Step:
    """Places that are on the list in about as many versions.

    Attributes:
        standing: How they stand beside the line.
        low: The share of versions that they are above, if they are close to the line.
        high: The largest share of versions.
    """

    standing: Standing
    low: float
    high: float

    def holds(self, probability: pl.Series) -> pl.Series:
        """Which places are in it: true or false for each."""
        own = standing_of(probability) == self.standing
        if self.standing != "near":
            return own
        # What lies between two thirds is in the less sure one, as in the explorer.
        return own & (probability > self.low) & (probability <= self.high)

    def words(self, number: int) -> str:
        """What a legend says of it.

        Args:
            number: How many places are in it.

        Example:
            >>> STEPS[0].words(1047)
            'firmly on, 95 or more: 1,047'
        """
        low, high = (plain(HUNDRED * end, 0) for end in (self.low, self.high))
        return say("doubt-step", standing=self.standing, low=low, high=high,
                   number=plain(number, 0))  # fmt: skip


_THIRD = (HIGH - LOW) / 3
_MORE, _LESS = round(HIGH - _THIRD, 9), round(LOW + _THIRD, 9)

STEPS = (
    Step("on", HIGH, 1.0),
    Step("near", _MORE, HIGH),
    Step("near", _LESS, _MORE),
    Step("near", LOW, _LESS),
    Step("off", 0.0, LOW),
)
"""What a map shows, from the list outwards: thirds of what is close to the line, as in the
explorer, between what is firm."""
