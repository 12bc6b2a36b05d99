"""The ways in which a study's declared choices can be combined, in the order they are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.sensitivity import Sensitive
from leftbehind.errors import LeftBehindError
from leftbehind.show.charts.text import cut, one_line
from leftbehind.show.charts.theme import TEXT
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain

Order = Literal["overlap", "size"]
"""From the most to the least like the study's own list, or from the shortest to the longest."""

MOST = 24
"""Choices of an option that have a row of their own; of more the last row holds all others."""


@dataclass(frozen=True, slots=True, eq=False)
class Combinations:
    """Combinations of choices, the first to be drawn first.

    Attributes:
        options: The name of each option, and of its rows, the study's own choice first.
        taken: Which row of each option a combination is in, (combinations, options).
        size: Areas on the list of each.
        overlap: The share of the areas on its list or the study's own that are on both.
        own: Which of them is the study's own.
    """

    options: tuple[tuple[str, tuple[str, ...]], ...]
    taken: NDArray[np.int64]
    size: NDArray[np.float64]
    overlap: NDArray[np.float64]
    own: int

    @property
    def number(self) -> int:
        """How many there are."""
        return self.size.size


def combinations_of(found: Sensitive, order: Order = "overlap") -> Combinations:
    """Put the combinations of a study's declared choices in order.

    Args:
        found: What was found of the study.
        order: By what.

    Raises:
        LeftBehindError: If the study declares no options.

    Example:
        >>> from leftbehind.analysis.sensitivity import sensitivity
        >>> ways = combinations_of(sensitivity("invented-country", samples=16))
        >>> ways.number, ways.own, len(ways.options)
        (12, 0, 3)
    """
    declared = found.results.manifest["study"].get("doubt", {}).get("option", {})
    rows = found.one_at_a_time.filter(kind="choices")
    if not declared or rows.is_empty():
        raise LeftBehindError(
            "this study declares no options, so there is nothing to combine",
            mend="declare choices of method under [doubt.option]",
        )
    by = {"overlap": [-pl.col("jaccard"), pl.col("way")], "size": [pl.col("size"), pl.col("way")]}
    rows = rows.with_row_index("way").sort(by[order])
    ways = rows["way"].to_numpy()
    # The rows of the table are in this order, see `one_at_a_time`.
    taken = np.array(list(product(*(range(len(choices)) for choices in declared.values()))))
    return Combinations(
        tuple((one_line(name), _rows_of(list(choices))) for name, choices in declared.items()),
        np.minimum(taken[ways], MOST - 1),
        rows["size"].to_numpy(),
        rows["jaccard"].to_numpy(),
        int(np.flatnonzero(ways == 0)[0]),
    )


def _rows_of(choices: list[str]) -> tuple[str, ...]:
    named = [one_line(choice) for choice in choices]
    if len(named) <= MOST:
        return tuple(named)
    rest = say("chart-multiverse-rest", number=plain(len(named) - MOST + 1, 0))
    return (*named[: MOST - 1], rest)


def finding(ways: Combinations, areas: str) -> str:
    """How many combinations there are, and how far the list goes over them.

    Args:
        ways: The combinations.
        areas: What the areas are called.
    """
    low, high, least = ways.size.min(), ways.size.max(), ways.overlap.min()
    sizes = "same" if least == 1 else "alike" if low == high else "apart"
    return say("chart-multiverse-finding", text=plain(ways.number, 0), sizes=sizes, areas=areas,
               low=plain(low, 0), high=plain(high, 0), least=percent(least, 0))  # fmt: skip


def in_words(ways: Combinations, areas: str) -> str:
    """The finding, the combination least like the study's own, and the mean overlap by choice.

    Args:
        ways: The combinations.
        areas: What the areas are called.
    """
    least = int(np.argmin(ways.overlap))
    taken = [_short(rows[ways.taken[least, at]]) for at, (_, rows) in enumerate(ways.options)]
    furthest = say("chart-multiverse-least", choices="; ".join(taken), areas=areas,
                   size=plain(ways.size[least], 0),
                   overlap=percent(ways.overlap[least], 0))  # fmt: skip
    by_choice = []
    for at, (name, rows) in enumerate(ways.options):
        means = [ways.overlap[ways.taken[:, at] == row].mean() for row in range(len(rows))]
        told = [say("chart-row", group=_short(row), figure=percent(mean, 0))
                for row, mean in zip(rows, means, strict=True)]  # fmt: skip
        by_choice.append(say("chart-multiverse-by", option=_short(name), means=", ".join(told)))
    means_told = listed(say("chart-multiverse-means"), by_choice)
    return f"{finding(ways, areas)}. {furthest} {means_told}"


def _short(name: str) -> str:
    """A name no longer than one that is drawn."""
    return cut(name, math.inf, TEXT)
