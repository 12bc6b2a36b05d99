"""From one geography or vintage to another: counts add, rates average, ranks never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from leftbehind.areas.account import WHOLE, Account, account_of, manner
from leftbehind.areas.ways import IRREGULAR, named_way, step_of
from leftbehind.data.read import Reading
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError

NEVER = ("_rank", "_decile", "_quintile", "_percentile")
"""Endings of columns that cannot be carried: a rank among some areas is no rank
among others. They are made anew from scores."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which share of the people of each source area lies in each target area.

    Attributes:
        source: Geography that is carried from.
        target: Geography that is carried to.
        shares: Columns `source`, `target` (codes) and `share` (0 to 1).
        doubtful: Source areas that go wholly to one target and are yet not the same: put where
            most of them lies, or redrawn so that nothing compares.
    """

    source: str
    target: str
    shares: pl.DataFrame
    doubtful: frozenset[str] = frozenset()

    @property
    def is_best_fit(self) -> bool:
        """Whether every source area goes wholly to one target."""
        return not bool(self.shares["source"].is_duplicated().any())

    def then(self, following: Lookup) -> Lookup:
        """This lookup and another as one.

        Raises:
            LeftBehindError: If the second does not start where this one ends.
        """
        if following.source != self.target:
            raise LeftBehindError(
                f"a lookup to {self.target} cannot be followed by one from {following.source}",
                mend="put the lookups of a chain in order",
            )
        joined = (
            self.shares.join(
                following.shares.rename({"source": "target", "target": "end", "share": "part"}),
                on="target",
                maintain_order="left",
            )
            .group_by("source", "end", maintain_order=True)
            .agg((pl.col("share") * pl.col("part")).sum())
            .with_columns(share=pl.when(pl.col("share") > WHOLE).then(1.0).otherwise("share"))
        )
        through = self.shares.filter(pl.col("target").is_in(list(following.doubtful)))["source"]
        doubtful = self.doubtful | frozenset(through)
        return Lookup(self.source, following.target, joined.rename({"end": "target"}), doubtful)

    def keeping(self, alike: pl.Series) -> Lookup:
        """This lookup where some areas are the same in source and target.

        Such an area goes wholly to itself, and no other goes there, unless it would be lost.

        Args:
            alike: Codes that mean the same area in both.

        Example:
            >>> shares = pl.DataFrame({"source": ["a", "a", "b", "b"],
            ...                        "target": ["a", "x", "a", "x"], "share": [.9, .1, .2, .8]})
            >>> Lookup("old", "new", shares).keeping(pl.Series(["a"])).shares.rows()
            [('a', 'a', 1.0), ('b', 'x', 1.0)]
        """
        own = pl.DataFrame({"source": alike, "target": alike}).with_columns(share=pl.lit(1.0))
        others = self.shares.filter(~pl.col("source").is_in(alike.implode()))
        free = ~pl.col("target").is_in(alike.implode())
        has_free = free.any().over("source")
        led = others.with_columns(all=pl.col("share").sum().over("source")).filter(free | ~has_free)
        part = pl.col("share") / pl.col("share").sum().over("source")
        led = led.select("source", "target", share=pl.col("all") * part)
        whole = pl.when(pl.col("share") > WHOLE).then(1.0).otherwise("share")
        shares = pl.concat([own, led.with_columns(share=whole)]).sort("source", "target")
        return Lookup(self.source, self.target, shares, self.doubtful - frozenset(alike))

    def account(self, areas: pl.Series, people: pl.DataFrame | None = None) -> Account:
        """How areas would be carried, and their people.

        Args:
            areas: Their codes, each once.
            people: Columns `area` and `people`, where that is known.
        """
        carried = manner(areas, self.shares, self.doubtful)
        return account_of((self.source, self.target), carried, people)


@dataclass(frozen=True, slots=True)
class Carried:
    """Figures in their new geography, and what went missing on the way.

    Attributes:
        frame: One row for each target area that received anything, sorted by code.
        lost: Source areas that no target received.
        split: Source areas that were shared between targets.
        account: Areas and people that were carried exactly, approximately, or lost.
    """

    frame: pl.DataFrame
    lost: tuple[str, ...]
    split: int
    account: Account


def lookup_from(
    reading: Reading, source: str, target: str, *, people: pl.DataFrame | None = None
) -> Lookup:
    """A lookup between two geographies from a table that holds the codes of both.

    Args:
        reading: The table; with a declared `share`, its shares are used.
        source: Geography to carry from.
        target: Geography to carry to.
        people: Columns `area` and `people` of the target geography: where a source area
            meets several targets and the table has no shares of it, it is shared out by their
            people, or by the people of each that its shares put there (methodology 7.7).
            Where nobody lives in any of them, they get equal parts.

    Returns:
        The lookup.

    Raises:
        LeftBehindError: If the table does not hold both, or shares are needed.
    """
    frame, entry = reading.frame, reading.entry
    for geography in (source, target):
        if geography not in frame.columns:
            raise LeftBehindError(
                f"{reading.name} has no {geography} codes",
                mend=f"it is a lookup between {' and '.join(entry.geographies)}",
            )
    pairs = frame.select(
        pl.col(source).alias("source"),
        pl.col(target).alias("target"),
        (pl.col(entry.share) if entry.share else pl.lit(1.0)).alias("share"),
        irregular=pl.col(entry.change) == IRREGULAR if entry.change else pl.lit(value=False),
    ).drop_nulls(["source", "target", "share"])
    step = step_of(reading.name, entry, source, target)
    uncertain = pl.lit(value=True) if step.kind == "best fit" else pl.col("irregular")
    doubtful = frozenset(pairs.filter(uncertain)["source"])
    pairs = pairs.drop("irregular")
    if entry.share and source == entry.geography:
        return Lookup(source, target, pairs)
    pairs = pairs.unique(["source", "target"], maintain_order=True)
    if (several := pairs["source"].is_duplicated()).any():
        if people is None:
            backwards = f": it leads from {target} to {source}" if step.slope == "down" else ""
            raise LeftBehindError(
                f"{several.sum():,} rows of {reading.name} split a {source} between several "
                f"{target}, and nothing says in what shares{backwards}",
                mend=f'say split_by = "TABLE" with the people of {target} areas, or use shares',
            )
        pairs = _shared_out(pairs, people)
    return Lookup(source, target, pairs, doubtful)


def _shared_out(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Shares of each source by the people of its targets, of each the part that is its own."""
    living = people.select(pl.col("area").alias("target"), "people")
    weighed = pairs.join(living, on="target", how="left", maintain_order="left").with_columns(
        weight=pl.col("people").fill_null(0.0) * pl.col("share")
    )
    everyone = pl.col("weight").sum().over("source")
    return weighed.select(
        "source",
        "target",
        share=pl.when(everyone > 0)
        .then(pl.col("weight") / everyone)
        .otherwise(1.0 / pl.len().over("source")),
    ).filter(pl.col("share") > 0)


def chain(
    names: Sequence[str],
    source: str,
    target: str,
    shelf: Shelf,
    *,
    people: pl.DataFrame | None = None,
) -> Lookup:
    """One lookup made of several catalogued ones, one after the other.

    Args:
        names: Tables, in order.
        source: Geography to carry from.
        target: Geography to carry to.
        shelf: Where tables come from.
        people: People of the areas that a split is shared out by (see `lookup_from`).

    Returns:
        The lookup from source to target.

    Raises:
        LeftBehindError: If there is no lookup and the geographies differ (it names the
            one to use), or the chain does not lead there.
    """
    if not names:
        way = named_way(source, target, shelf)
        raise LeftBehindError(
            f"{source} and {target} are two geographies, and no lookup is named",
            mend=f"say {way}" if way else "name a lookup, or a chain of them",
        )
    readings = [shelf.read(name) for name in names]
    stops = [source]
    for here, following in zip(readings, [*readings[1:], None], strict=True):
        stops.append(_next_stop(here, following, stops[-1], target))
    steps = [
        lookup_from(reading, a, b, people=people)
        for reading, (a, b) in zip(readings, pairwise(stops), strict=True)
    ]
    whole = steps[0]
    for step in steps[1:]:
        whole = whole.then(step)
    return whole


def _next_stop(here: Reading, following: Reading | None, source: str, target: str) -> str:
    if source not in here.entry.geographies:
        raise LeftBehindError(
            f"{here.name} does not start from {source}",
            mend=f"it is a lookup between {' and '.join(here.entry.geographies)}",
        )
    if following is None:
        if target not in here.entry.geographies:
            raise LeftBehindError(
                f"the lookups end at {here.entry.geographies[-1]}, not at {target}",
                mend="add the lookup that leads on",
            )
        return target
    shared = [g for g in here.entry.geographies if g in following.entry.geographies and g != source]
    if not shared:
        raise LeftBehindError(
            f"{here.name} and {following.name} have no geography in common",
            mend="put the lookups of a chain in order",
        )
    return shared[0]


def carry(
    frame: pl.DataFrame,
    lookup: Lookup,
    *,
    counts: Sequence[str] = (),
    means: Sequence[str] = (),
    people: str = "people",
) -> Carried:
    """Carry figures to another geography.

    Args:
        frame: Columns `area` (source codes), the figures, and `people` for means.
        lookup: Where each area's people lie.
        counts: Columns to add up; a split area's count is shared out.
        means: Columns of rates and scores to average, weighted by people.
        people: Column of the weights.

    Returns:
        The figures by target area (column `area`), with what was lost. A mean leaves
        out the areas without a value; a sum with one missing part is missing.

    Raises:
        LeftBehindError: If a column is a rank, decile, percentile or flag.

    Example:
        >>> where = Lookup("small", "ward", pl.DataFrame(
        ...     {"source": ["a", "b"], "target": ["w", "w"], "share": [1.0, 1.0]}))
        >>> data = pl.DataFrame({"area": ["a", "b"], "people": [100.0, 300.0], "s": [10.0, 20.0]})
        >>> carry(data, where, means=["s"]).frame["s"].to_list()
        [17.5]
    """
    for name in (*counts, *means):
        if name.endswith(NEVER):
            raise LeftBehindError(
                f"{name} is a rank or decile, which cannot be added or averaged",
                mend="carry the score and rank it again",
            )
        if frame.schema[name] == pl.Boolean:
            raise LeftBehindError(
                f"{name} is a flag, which cannot be added or averaged",
                mend="carry the scores and apply the rule again, or the people it is true for",
            )
    joined = lookup.shares.join(
        frame.rename({"area": "source"}), on="source", how="inner", maintain_order="left"
    )
    weight = pl.col(people) * pl.col("share") if means else pl.lit(1.0)
    result = (
        joined.group_by("target", maintain_order=True)
        .agg(
            *(sum_or_gap(pl.col(name) * pl.col("share")).alias(name) for name in counts),
            *(
                ((pl.col(name) * weight).sum() / weight.filter(pl.col(name).is_not_null()).sum())
                .fill_nan(None)
                .alias(name)
                for name in means
            ),
        )
        .rename({"target": "area"})
        .sort("area")
    )
    lost = frame.join(lookup.shares, left_on="area", right_on="source", how="anti")
    split = joined.filter(pl.col("source").is_duplicated())["source"].n_unique()
    living = frame if people in frame.columns else None
    account = lookup.account(
        frame["area"], None if living is None else living.select("area", people=people)
    )
    return Carried(result, tuple(lost["area"].sort().to_list()), split, account)


def sum_or_gap(values: pl.Expr) -> pl.Expr:
    """A sum that is unknown where one of its parts is."""
    return pl.when(values.is_null().any()).then(None).otherwise(values.sum())
