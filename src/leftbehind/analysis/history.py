"""On which lists places have been: in every edition, in some, in none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from leftbehind.analysis.laid import OFF, ON, UNKNOWN, Laid, lay
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results


@dataclass(frozen=True, slots=True)
class History:
    """Lists of several editions on one ground.

    Attributes:
        laid: The lists on the ground.
        patterns: Columns `pattern` (one sign for each list), `lists` (on how many it is; none:
            one of them is unknown), `people` and `areas` (those with somebody of the pattern),
            those on most lists first.
    """

    laid: Laid
    patterns: pl.DataFrame

    def people(self, least: int, most: int) -> float:
        """The people of areas that were on so many lists."""
        return float(self.patterns.filter(pl.col("lists").is_between(least, most))["people"].sum())

    @property
    def unknown(self) -> float:
        """The people of areas of which one list says nothing."""
        return float(self.patterns.filter(pl.col("lists").is_null())["people"].sum())


def history(lists: Sequence[Results], shelf: Shelf | None = None) -> History:
    """Lay the lists of several editions on the smallest of their areas.

    Args:
        lists: Results of the editions, in order.
        shelf: Where lookups and people come from.

    Raises:
        LeftBehindError: If there are fewer than two, or no lookup leads between them.

    Example:
        >>> import leftbehind as lb
        >>> found = history([lb.run("invented-country")] * 2)
        >>> found.patterns["pattern"].to_list()
        ['11', '00', '??']
    """
    if len(lists) < 2:
        raise LeftBehindError("a history needs two lists", mend="name two studies or more")
    laid = lay(lists, shelf)
    counted = (
        laid.living()
        .group_by("pattern")
        .agg(pl.col("people").sum(), pl.len().cast(pl.Int64).alias("areas"))
    )
    on = pl.when(pl.col("pattern").str.contains(UNKNOWN, literal=True)).then(None)
    rows = counted.with_columns(lists=on.otherwise(pl.col("pattern").str.count_matches(ON)))
    rows = rows.select("pattern", "lists", "people", "areas")
    return History(laid, rows.sort("lists", "pattern", descending=[True, True], nulls_last=True))


def place_history(
    results: Results, code: str, lists: Sequence[Results], shelf: Shelf | None = None
) -> pl.DataFrame:
    """On which lists one place has been.

    Args:
        results: Results of the study that the place is an area of.
        code: Its code.
        lists: Results of the editions, in order.
        shelf: Where lookups and people come from.

    Returns:
        One row for each list: `title`, and the shares of the people of the place who live in
        areas that are `on` it, `off` it, or `unknown`.

    Raises:
        LeftBehindError: If there is no such area, or no lookup leads to a list.
    """
    laid = lay(lists, shelf, ground=results)
    rows = laid.patterns.filter(area=code)
    if rows.is_empty():
        raise LeftBehindError(f"there is no area {code}", mend="give the code of an area")

    def share(at: int, sign: str) -> float:
        return float(rows.filter(pl.col("pattern").str.slice(at, 1) == sign)["share"].sum())

    return pl.DataFrame(
        {
            "title": laid.titles,
            **{
                name: [share(at, sign) for at in range(len(laid.lists))]
                for name, sign in (("on", ON), ("off", OFF), ("unknown", UNKNOWN))
            },
        }
    )
