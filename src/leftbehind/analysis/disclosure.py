"""Small counts of a user's own data are held back, and those that would give them away."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.cells import Array, Flags
from leftbehind.questions import OTHERS, WHOLE, Measured

SHOWN = ("count", "rate", "low", "high")
"""Columns that a small count would be seen in."""


def suppress(
    rates: pl.DataFrame,
    gaps: pl.DataFrame,
    outcomes: Mapping[str, Measured],
    smallest: int,
    list_of: str,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Hold back small counts of the user's own data, and what would give them away.

    A count from 1 to below the threshold is held back (primary suppression), as is the rest
    when too few are left of all: both tell of a handful of people. Where one group alone is
    held back among groups whose total is shown, the next smallest is held back too, so that
    the first is not the total less the others (secondary suppression); the same holds for one
    larger area among several.

    Args:
        rates: The table of rates, with `larger` and `group`.
        gaps: The table of gaps.
        outcomes: What each outcome is; only the user's own are touched.
        smallest: The threshold; 0 holds nothing back.
        list_of: The group that the study is about.

    Returns:
        Both tables, with a column `suppressed` in the first.
    """
    own = [name for name, outcome in outcomes.items() if outcome.own and outcome.count]
    count, rest = pl.col("count"), pl.col("of") - pl.col("count")
    share = pl.col("outcome").is_in([name for name in own if outcomes[name].is_share])
    small = ((count > 0) & (count < smallest)) | (share & (rest > 0) & (rest < smallest))
    held = rates.with_row_index("_row").with_columns(
        suppressed=pl.col("outcome").is_in(own) & small
    )
    while True:
        more = _given_away(held, list_of)
        if not more:
            break
        held = held.with_columns(pl.col("suppressed") | pl.col("_row").is_in(more))
    told = held.with_columns(
        pl.when(~pl.col("suppressed")).then(pl.col(name)).alias(name) for name in SHOWN
    ).drop("_row")
    hidden = (
        held.filter("suppressed")
        .select("outcome", "larger", "group")
        .with_columns(hidden=pl.lit(value=True))
    )
    keys = ["outcome", "larger"]
    apart = gaps
    for column in ("group", "benchmark"):
        flagged = apart.join(
            hidden, left_on=[*keys, column], right_on=[*keys, "group"], how="left",
            maintain_order="left",
        )  # fmt: skip
        apart = flagged.with_columns(
            pl.when(pl.col("hidden").is_null()).then(pl.col(name)).alias(name)
            for name in ("difference", "low", "high", "ratio", "ratio_low", "ratio_high")
        ).drop("hidden")
    return told, apart


def few(count: float, of: float, smallest: int, *, share: bool) -> bool:
    """Whether a count, or the rest of a share, is of so few people that it is held back.

    Example:
        >>> few(3, 100, 10, share=True), few(97, 100, 10, share=True), few(0, 100, 10, share=True)
        (True, True, False)
    """
    return 0 < count < smallest or (share and 0 < of - count < smallest)


def held_cells(
    count: Array, of: Array, inside: NDArray[np.int64], smallest: int, *, share: bool
) -> Flags:
    """Which cells of a user's own table are held back, each inside something larger.

    Args:
        count: What was counted in each cell; NaN where nothing is known.
        of: Of how many.
        inside: What each cell lies in, as numbers; its total is taken to be known.
        smallest: Counts below it are held back.
        share: Whether the rest of the count tells of people too.

    Returns:
        A flag for each cell: those that are small, and where one alone of a larger area is,
        the next smallest as well, so that the first is not the total less the others.
    """
    held = np.array([few(c, n, smallest, share=share) for c, n in zip(count, of, strict=True)])
    for larger in np.unique(inside[held]) if held.any() else ():
        here = inside == larger
        others = np.flatnonzero(here & ~held & (np.nan_to_num(count) > 0))
        if np.sum(held & here) == 1 and others.size:
            held[others[np.argmin(count[others])]] = True
    return held


def _given_away(held: pl.DataFrame, list_of: str) -> list[int]:
    """Rows to hold back as well: the next smallest where one alone is held back."""
    parts = [
        held.filter(~pl.col("group").is_in([WHOLE, OTHERS])),  # groups add up to the whole
        held.filter(pl.col("group").is_in([list_of, OTHERS])),  # and so do these two
    ]
    found: list[int] = []
    for part, keys in ((parts[0], ["outcome", "larger"]), (parts[1], ["outcome", "larger"]),
                       (held.filter(pl.col("larger") != ""), ["outcome", "group"])):  # fmt: skip
        for _, cells in part.group_by(keys, maintain_order=True):
            shown = cells.filter(~pl.col("suppressed"), pl.col("count") > 0)
            if cells["suppressed"].sum() == 1 and shown.height:
                found.append(int(shown.sort("count", "_row")["_row"][0]))
    return found
