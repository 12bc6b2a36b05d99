"""Lists of several studies laid on one ground: which small areas were on which, by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from leftbehind.areas.account import Account
from leftbehind.areas.conversion import convert
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results

ON, OFF, UNKNOWN = "1", "0", "?"
"""What an area is on one list: on it, not on it, or it cannot be said."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Lists on one ground.

    Attributes:
        lists: Results of each study, in order.
        ground: Geography of the ground.
        areas: Its areas: `area`, `name`, `people`, and those breakdowns that its study has.
        patterns: Columns `area`, `pattern` (one of ON, OFF and UNKNOWN for each list, in
            order) and `share`, of the people of the area; shares of an area add up to one.
        accounts: For each other geography that was carried, what that kept of the ground.
        ways: For each of those, the tables of the way from the ground to it.
        unreached: For each list, how many of its areas no part of the ground lies in.
    """

    lists: tuple[Results, ...]
    ground: str
    areas: pl.DataFrame
    patterns: pl.DataFrame
    accounts: Mapping[str, Account]
    ways: Mapping[str, tuple[str, ...]]
    unreached: tuple[int, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """What the studies are called, numbered where some are called alike."""
        told = [str(one.manifest["study"]["title"]) for one in self.lists]
        alike = len(set(told)) < len(told)
        return tuple(f"{title} ({n})" if alike else title for n, title in enumerate(told, 1))

    def people_by_pattern(self) -> dict[str, float]:
        """So many people live where the lists have each pattern."""
        rows = self.living().group_by("pattern").agg(pl.col("people").sum())
        return dict(rows.sort("pattern", descending=True).iter_rows())

    def living(self) -> pl.DataFrame:
        """Columns `area`, `pattern` and `people`: how many live there."""
        joined = self.patterns.join(self.areas.select("area", all="people"), on="area",
                                    maintain_order="left")  # fmt: skip
        return joined.select("area", "pattern", people=pl.col("share") * pl.col("all"))


def lay(
    lists: Sequence[Results], shelf: Shelf | None = None, *, ground: Results | None = None
) -> Laid:
    """Lay the lists of several studies on one ground.

    A list of larger or older areas is not carried as flags, which cannot be averaged: for each
    area of the ground it is found which share of its people lives in areas of the list.

    Args:
        lists: Results of the studies.
        shelf: Where lookups and people come from.
        ground: The study whose areas are the ground; none: the one with the most areas.

    Raises:
        LeftBehindError: If no lookup leads from the ground to the areas of a list, its study
            does not say where people live, or a study is a sketch.

    Example:
        >>> import leftbehind as lb
        >>> first = lb.run("invented-country")
        >>> found = lay([first, first])
        >>> sorted(found.people_by_pattern())
        ['00', '11', '??']
    """
    shelf = shelf or Shelf()
    for one in lists:
        one.require_places()
    under = ground or max(lists, key=lambda one: one.areas.height)
    areas = _ground(under)
    geography = _geography(under)
    by_geography: dict[str, list[int]] = {}
    for at, one in enumerate(lists):
        by_geography.setdefault(_geography(one), []).append(at)
    found = areas.select("area", share=pl.lit(1.0))
    unreached = [0] * len(lists)
    accounts: dict[str, Account] = {}
    ways: dict[str, tuple[str, ...]] = {}
    for other, places in by_geography.items():
        statuses = _statuses([lists[at] for at in places], places)
        carried = convert(geography, other, shelf)
        shares = carried.whole.shares
        if carried.steps:
            accounts[other] = carried.whole.account(areas["area"], areas.select("area", "people"))
            ways[other] = tuple(step.table for step in carried.steps)
        else:
            shares = areas.select(source="area", target="area", share=pl.lit(1.0))
        met = shares.filter(pl.col("source").is_in(areas["area"].implode()))["target"].unique()
        for at in places:
            listed = lists[at].areas.filter(pl.col(f"in_{lists[at].list_of}"))["area"]
            unreached[at] = int((~listed.is_in(met.implode())).sum())
        found = _crossed(found, _of_ground(areas["area"], shares, statuses, places))
    pattern = pl.concat_str([f"list {at}" for at in range(len(lists))]).alias("pattern")
    patterns = (
        found.select("area", pattern, "share")
        .group_by("area", "pattern", maintain_order=True)
        .agg(pl.col("share").sum())
    )
    return Laid(tuple(lists), geography, areas, patterns, accounts, ways, tuple(unreached))


def _geography(results: Results) -> str:
    return str(results.manifest["study"]["areas"])


def _ground(results: Results) -> pl.DataFrame:
    """The areas of the ground, with their people and the breakdowns of their study."""
    areas = results.areas
    if areas["people"].null_count() == areas.height:
        raise LeftBehindError(
            "it does not say how many people live in its areas",
            where=f"study {results.manifest['study']['name']}",
            mend='say people = "TABLE" in the study',
        )
    named = [column for by in results.manifest["by"] for column in (by, f"{by}_name")]
    kept = [column for column in named if column in areas.columns]
    return areas.select("area", "name", pl.col("people").fill_null(0.0), *kept)


def _statuses(lists: Sequence[Results], places: Sequence[int]) -> pl.DataFrame:
    """What each area of one geography is on each list: column `target`, and one for each list."""
    frames = []
    for at, one in zip(places, lists, strict=True):
        inside = pl.col(f"in_{one.list_of}")
        # Where an index lacks a score, it is not known whether the rule is met.
        status = (
            pl.when(inside).then(pl.lit(ON))
            .when(pl.col("margin").is_null()).then(pl.lit(UNKNOWN))
            .otherwise(pl.lit(OFF))
        )  # fmt: skip
        frames.append(one.areas.select(target="area", **{f"list {at}": status}))
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.join(frame, on="target", how="full", coalesce=True)
    return whole.with_columns(pl.exclude("target").fill_null(UNKNOWN))


def _of_ground(
    areas: pl.Series, shares: pl.DataFrame, statuses: pl.DataFrame, places: Sequence[int]
) -> pl.DataFrame:
    """For each area of the ground, the share of its people where the lists have each status."""
    columns = [f"list {at}" for at in places]
    within = pl.DataFrame({"area": areas}).join(
        shares.rename({"source": "area"}), on="area", how="inner", maintain_order="left"
    )
    told = (
        within.join(statuses, on="target", how="left", maintain_order="left")
        .with_columns(pl.col(columns).fill_null(UNKNOWN))
        .group_by("area", *columns, maintain_order=True)
        .agg(pl.col("share").sum())
    )
    # What the lookup does not lead anywhere is unknown too.
    known = told.group_by("area").agg(pl.col("share").sum())
    rest = pl.DataFrame({"area": areas}).join(known, on="area", how="left", maintain_order="left")
    rest = rest.select(
        "area",
        *(pl.lit(UNKNOWN).alias(column) for column in columns),
        share=1 - pl.col("share").fill_null(0.0),
    ).filter(pl.col("share") > LEAST)
    return pl.concat([told, rest])


LEAST = 1e-9
"""A share below which nothing but the last digit of a sum is left."""


def _crossed(found: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Shares by one status and another.

    Only the ground's own areas are whole: where a list of other areas cuts an area, no second
    such geography is known to cut it alike, so the two are taken to cut it independently.
    """
    joined = found.join(more.rename({"share": "part"}), on="area", maintain_order="left")
    return joined.with_columns(share=pl.col("share") * pl.col("part")).drop("part")
