"""The way from one geography or vintage to another: found by itself, the exact before the short."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

import polars as pl

from leftbehind.areas.registers import register
from leftbehind.data.catalogue import Table
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError

Kind = Literal["nested", "changed", "shared", "best fit", "same codes"]
"""How the areas of a step lie to each other: the smaller within the larger; told by change
codes; by shares; each where most of it lies; or the same areas in another year."""

Slope = Literal["up", "down", "across"]
"""Whether a step leads to larger areas, to smaller ones, or to another year."""

LOST = 10.0
"""An area that is lost is as bad as so many that are approximate: nothing is known of it."""

IRREGULAR = "X"
"""Change code of areas that were redrawn so that nothing compares (methodology 7.7)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One lookup of a way.

    Attributes:
        table: Table of the lookup; none: codes that both years have are the same areas.
        source: Where it starts.
        target: Where it leads.
        kind: How the areas lie to each other.
        slope: Whether they become larger or smaller.
    """

    table: str
    source: str
    target: str
    kind: Kind
    slope: Slope


def find_way(
    source: str, target: str, shelf: Shelf, *, own: Sequence[str] = ()
) -> tuple[Step, ...]:
    """The lookups that lead from one geography to another.

    Of all ways the one is taken on which the fewest areas are approximate or lost, added up
    over its steps; of two alike the shorter. No way leads up to larger areas and down again:
    that would spread the people of a small area over all of a large one.

    Args:
        source: Geography to start from.
        target: Geography to reach.
        shelf: Where lookups come from: those on this machine, else those that can be got.
        own: Lookups that a study names: where they lead there, no others are asked, and where
            they do not, they still go before others.

    Returns:
        The steps in order; none where source and target are one.

    Raises:
        LeftBehindError: If no way leads there, with where one can get.

    Source: Dijkstra, "A note on two problems in connexion with graphs", 1959.

    Example:
        >>> way = find_way("small20", "region20", Shelf())
        >>> [(step.table, step.kind, step.slope) for step in way]
        [('simulated_areas20', 'nested', 'up')]
    """
    for geography in (source, target):
        shelf.catalogue.kind_of_area(geography)
    known = lookups(shelf)
    here = [name for name in known if shelf.here(name)]
    to_get = [name for name in known if shelf.catalogue.entry(name).status == "here to get"]
    reached: dict[str, None] = {}
    # A study's own lookups are to be enough by themselves: then no year is taken for another.
    for among in (_Among(own, own, alike=False), _Among(own, here), _Among(own, to_get)):
        found = _search((source, target), among, shelf, reached)
        if found is not None:
            return found
    raise LeftBehindError(
        f"no lookup leads from {source} to {target}",
        mend=_offered(source, reached) + "name a table that holds the codes of both",
    )


def lookups(shelf: Shelf) -> list[str]:
    """The catalogued tables that hold the codes of several geographies, true lookups first.

    Args:
        shelf: Whose catalogue is meant.

    Example:
        >>> lookups(Shelf())[0]
        'lookup_lsoa11_ward17'
    """
    found = [
        name
        for name, entry in shelf.catalogue.table.items()
        if entry.geography and entry.also and entry.holds == "table"
    ]
    return sorted(found, key=lambda name: not name.startswith("lookup_"))


def _offered(source: str, reached: dict[str, None]) -> str:
    there = [name for name in reached if name != source]
    return f"from {source} there are ways to {', '.join(there)}; " if there else ""


def named_way(source: str, target: str, shelf: Shelf) -> str:
    """What a study has to say to be led there: `lookup = "…"`, or nothing.

    Args:
        source: Geography to start from.
        target: Geography to reach.
        shelf: Where lookups come from.
    """
    try:
        way = find_way(source, target, shelf)
    except LeftBehindError:
        return ""
    tables = [f'"{step.table}"' for step in way if step.table]
    if not way or len(tables) < len(way):
        return ""
    return f"lookup = {tables[0] if len(tables) == 1 else '[' + ', '.join(tables) + ']'}"


@dataclass(frozen=True, slots=True)
class _Among:
    """Which lookups a way is looked for among.

    Attributes:
        own: Those that a study names.
        others: Those that come after them.
        alike: Whether codes that live on may be taken for the same areas.
    """

    own: Sequence[str]
    others: Sequence[str]
    alike: bool = True


def _search(
    ends: tuple[str, str], among: _Among, shelf: Shelf, reached: dict[str, None]
) -> tuple[Step, ...] | None:
    """The cheapest way; whoever has gone up does not go down again."""
    source, target = ends
    order = count()
    waiting: list[tuple[float, int, int, str, bool, tuple[Step, ...]]]
    waiting = [(0.0, 0, next(order), source, False, ())]
    done: set[tuple[str, bool]] = set()
    while waiting:
        cost, _, _, here, climbed, way = heapq.heappop(waiting)
        if here == target:
            return way
        if (here, climbed) in done:
            continue
        done.add((here, climbed))
        reached[here] = None
        for step in _steps(here, among, shelf):
            if climbed and step.slope == "down":
                continue
            there = (step.target, climbed or step.slope == "up")
            if there not in done:
                whole = (*way, step)
                more = 0.0 if step.table in among.own else _cost(step, shelf)
                heapq.heappush(waiting, (cost + more, len(whole), next(order),
                                         *there, whole))  # fmt: skip
    return None


def _steps(here: str, among: _Among, shelf: Shelf) -> Iterator[Step]:
    """The steps that lead away from a geography."""
    for name in dict.fromkeys((*among.own, *among.others)):
        entry = shelf.catalogue.entry(name)
        for there in entry.geographies if here in entry.geographies else ():
            if there != here:
                yield step_of(name, entry, here, there)
    for name, kind in shelf.catalogue.geography.items() if among.alike else ():
        if kind.continues and here in (name, kind.continues):
            there = kind.continues if here == name else name
            if register(here, shelf) is not None and register(there, shelf) is not None:
                yield Step("", here, there, "same codes", "across")


def step_of(name: str, entry: Table, source: str, target: str) -> Step:
    """One table as a step between two of its geographies.

    Args:
        name: The table.
        entry: What the catalogue says of it; its geographies are listed from small to large.
        source: Where the step starts.
        target: Where it leads.
    """
    ends = {source, target}
    kind: Kind = "nested"
    if entry.geography in ends:
        other = target if source == entry.geography else source
        kind = (
            "changed" if entry.change
            else "shared" if entry.share
            else "best fit" if other in entry.best_fit
            else "nested"
        )  # fmt: skip
    place = {geography: at for at, geography in enumerate(entry.geographies)}
    # A code that the entry does not count among its geographies is one of larger areas.
    beyond = len(place)
    up: Slope = "up" if place.get(source, beyond) < place.get(target, beyond + 1) else "down"
    return Step(name, source, target, kind, "across" if kind == "changed" else up)


def backwards(step: Step) -> Step:
    """The same step from its end to its start."""
    turned: dict[Slope, Slope] = {"up": "down", "down": "up", "across": "across"}
    return Step(step.table, step.target, step.source, step.kind, turned[step.slope])


def _cost(step: Step, shelf: Shelf) -> float:
    """The share of areas that a step approximates, those lost counted `LOST` times.

    A step down is as exact as the same step up: where small areas nest, what is true of the
    large one is true of each of them.
    """
    if step.kind == "same codes":
        codes, others = register(step.source, shelf), register(step.target, shelf)
        if codes is None or others is None:
            return LOST
        return LOST * (1 - float(codes.is_in(others.implode()).sum()) / max(codes.len(), 1))
    if step.kind == "nested":
        return 0.0
    if step.kind == "best fit" or not shelf.here(step.table):
        return 1.0  # nothing says which areas lie wholly where they are put
    reading = shelf.read(step.table)
    small = step.target if step.slope == "down" else step.source
    large = step.source if step.slope == "down" else step.target
    pairs = reading.frame.filter(pl.col(small).is_not_null() & pl.col(large).is_not_null())
    doubtful = pl.col(large).n_unique() > 1
    if reading.entry.change:
        doubtful |= (pl.col(reading.entry.change) == IRREGULAR).any()
    return float(pairs.group_by(small).agg(doubtful.alias("doubtful"))["doubtful"].mean() or 0.0)  # type: ignore[arg-type]
