"""Deciles of several editions of an index, made anew on one ground, and who moved between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from leftbehind.areas.account import Account, manner
from leftbehind.areas.conversion import convert, people_of
from leftbehind.areas.lookups import carry
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import place
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.running.tables import array_of, once, series_of

IMD = (
    "imd2015_england_lsoa11.imd_score",
    "imd2019_england_lsoa11_score.imd_score",
    "imd2025_england_lsoa21.imd_score",
)
"""Scores of the editions of the Index of Multiple Deprivation whose areas can be carried."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of an index.

    Attributes:
        column: Its scores, as table.column.
        title: Of when it is or, where editions do not differ by date, what its table is called.
        geography: The areas that it is of.
        account: What was kept on the way to the ground; none: it is of the ground's areas.
    """

    column: str
    title: str
    geography: str
    account: Account | None


@dataclass(frozen=True, slots=True)
class Transitions:
    """Deciles of editions on one ground.

    Attributes:
        ground: The areas of the latest edition.
        editions: The editions in order.
        deciles: One row for each area of the ground: `area`, `people`, and for each edition N
            (from 0) `decile N` (1 = highest score) and `exact N`, whether the area compares
            with one of the edition's own, wholly.
    """

    ground: str
    editions: tuple[Edition, ...]
    deciles: pl.DataFrame

    def table(self, first: int, second: int) -> pl.DataFrame:
        """How many areas, and people, went from which decile to which.

        Args:
            first: The earlier edition, from 0.
            second: The later.

        Returns:
            Columns `from`, `to`, `areas` and `people`; gaps of either edition are left out.
        """
        before, after = pl.col(f"decile {first}"), pl.col(f"decile {second}")
        known = self.deciles.filter(before.is_not_null() & after.is_not_null())
        counted = known.group_by(before.alias("from"), after.alias("to")).agg(
            pl.len().cast(pl.Int64).alias("areas"), pl.col("people").sum()
        )
        return counted.sort("from", "to")

    def stayed(self, first: int, second: int, *, exact: bool = False) -> float | None:
        """The share of the areas in the second edition's first decile that were in the first's.

        Args:
            first: The earlier edition, from 0.
            second: The later.
            exact: Only areas that are the same in both.
        """
        rows = self.deciles.filter(pl.col(f"decile {second}") == 1)
        rows = rows.filter(pl.col(f"decile {first}").is_not_null())
        if exact:
            rows = rows.filter(pl.col(f"exact {first}") & pl.col(f"exact {second}"))
        return float((rows[f"decile {first}"] == 1).sum() / rows.height) if rows.height else None


def transitions(columns: Sequence[str] = IMD, shelf: Shelf | None = None) -> Transitions:
    """Deciles of several editions on the areas of the last of them.

    Scores are carried there, averaged by people; ranks and deciles are made anew among the areas
    of the ground, as a decile among some areas is none among others.

    Args:
        columns: Scores of the editions in order, as table.column; higher is worse.
        shelf: Where tables come from.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If a column is no score, or no lookup leads to the ground.

    Source: IoD 2019 technical report, 3.8: deciles of ranks, ceil(10 rank / N).

    Example:
        >>> one = "simulated_truth_small20.true_income_rate"
        >>> found = transitions([one, one])
        >>> found.stayed(0, 1), found.table(0, 1).height
        (1.0, 10)
    """
    shelf = shelf or Shelf()
    if len(columns) < 2:
        raise LeftBehindError("a change needs two editions", mend="name two columns or more")
    *_, (_, ground) = read = [_scores(column, shelf) for column in columns]
    people = people_of(ground, shelf)
    found = read[-1][0].select("area").join(people, on="area", how="left", maintain_order="left")
    found = found.with_columns(pl.col("people").fill_null(0.0))
    entries = [shelf.catalogue.entry(column.partition(".")[0]) for column in columns]
    dates = [entry.date for entry in entries]
    apart = all(dates) and len(set(dates)) == len(dates)
    titles = dates if apart else [entry.title for entry in entries]
    editions = []
    for at, (column, (own, geography)) in enumerate(zip(columns, read, strict=True)):
        scores, account = own, None
        exact = found.select("area", exact=pl.lit(value=True))
        if geography != ground:
            scores, account, exact = _led(own, (geography, ground), found["area"], shelf)
        found = _with_decile(found, scores, exact, at)
        editions.append(Edition(column, titles[at], geography, account))
    return Transitions(ground, tuple(editions), found)


def overlap(first: str, second: str, shelf: Shelf | None = None) -> tuple[float, float]:
    """The share of the second edition's first decile that was in the first's, each as published.

    Deciles are those among each edition's own areas. An area of the second is set beside the
    area of the first in which most of its people live.

    Args:
        first: Scores of the earlier edition, as table.column.
        second: Scores of the later.
        shelf: Where tables come from.

    Returns:
        The share of all areas, and of those that are the same in both editions.

    Source: the statistical release of the English Indices of Deprivation 2025 states 82%.
    """
    shelf = shelf or Shelf()
    (before, old), (after, new) = _scores(first, shelf), _scores(second, shelf)
    back, there = convert(new, old, shelf), convert(old, new, shelf)
    most = (
        back.whole.shares.sort("share", descending=True, maintain_order=True)
        .unique("source", keep="first", maintain_order=True)
        .select(area="source", old="target")
    )
    rows = _own_decile(after).filter(pl.col("decile") == 1).join(most, on="area")
    rows = rows.join(_own_decile(before).select(old="area", was="decile"), on="old")
    same = _same(back.whole.shares, back.whole.doubtful, there.whole.shares, rows["area"])
    kept = rows["was"] == 1
    unchanged = rows["area"].is_in(same.implode())
    return float(kept.mean() or 0.0), float(kept.filter(unchanged).mean() or 0.0)  # type: ignore[arg-type]


def _same(
    back: pl.DataFrame, doubtful: frozenset[str], there: pl.DataFrame, areas: pl.Series
) -> pl.Series:
    """Areas that are whole in one old area, which is whole in them: neither split nor merged."""
    told = manner(areas, back, doubtful).filter(how="exact")["area"]
    one = there.filter(pl.col("source").is_unique())
    only = one.filter(pl.col("target").is_unique())["target"]
    return told.filter(told.is_in(only.implode()))


def _scores(column: str, shelf: Shelf) -> tuple[pl.DataFrame, str]:
    """Columns `area` and `score` of an edition, and its geography."""
    table, _, name = column.partition(".")
    reading = shelf.read(table)
    frame, geography = reading.frame, reading.entry.geography
    if name not in frame.columns:
        raise LeftBehindError(f"{table} has no column {name!r}", mend=nearest(name, frame.columns))
    if not frame.schema[name].is_numeric() or name.endswith(("_rank", "_decile")):
        raise LeftBehindError(
            f"{column} is no score", mend="name a column of scores: ranks are made anew"
        )
    once(frame[geography], table, geography)
    return frame.select(pl.col(geography).alias("area"), score=name), geography


def _led(
    scores: pl.DataFrame, ends: tuple[str, str], ground: pl.Series, shelf: Shelf
) -> tuple[pl.DataFrame, Account, pl.DataFrame]:
    """Scores on the ground, the account of the way, and which of its areas are the same."""
    old, new = ends
    there, back = convert(old, new, shelf), convert(new, old, shelf)
    frame = scores.join(people_of(old, shelf), on="area", how="left", maintain_order="left")
    frame = frame.with_columns(pl.col("people").fill_null(0.0))
    carried = carry(frame, there.whole, means=["score"])
    same = _same(back.whole.shares, back.whole.doubtful, there.whole.shares, ground)
    exact = pl.DataFrame({"area": ground, "exact": ground.is_in(same.implode())})
    return carried.frame, carried.account, exact


def _with_decile(
    found: pl.DataFrame, scores: pl.DataFrame, exact: pl.DataFrame, at: int
) -> pl.DataFrame:
    beside = found.select("area").join(scores, on="area", how="left", maintain_order="left")
    decile = _own_decile(beside)["decile"].alias(f"decile {at}")
    same = exact.select("area", pl.col("exact").alias(f"exact {at}"))
    return found.with_columns(decile).join(same, on="area", how="left", maintain_order="left")


def _own_decile(scores: pl.DataFrame) -> pl.DataFrame:
    """Columns `area` and `decile` (1 = highest score) among the areas that have a score."""
    rank = place(array_of(scores["score"]))
    decile = np.ceil(10 * rank / max(int(np.sum(~np.isnan(rank))), 1))
    return scores.select("area", series_of("decile", decile, pl.Int64))
