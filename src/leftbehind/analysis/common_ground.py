"""Two lists of unlike areas on common ground, by people; what may be compared, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from leftbehind.analysis.comparable import Comparable, comparable
from leftbehind.analysis.laid import OFF, ON, Laid, lay
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results

CELLS = {"both": ON + ON, "only first": ON + OFF, "only second": OFF + ON, "neither": OFF + OFF}
"""Where people live, and the pattern of the two lists there; everything else is unknown."""


@dataclass(frozen=True, slots=True)
class Part:
    """One index that both studies have.

    Attributes:
        index: Its name.
        titles: What the two studies call it.
        grade: How far its figures may be compared.
        inherited: For each study, the geography that its figures on the ground are inherited
            from: all small areas within one of them share a value; none: they are its own.
    """

    index: str
    titles: tuple[str, str]
    grade: Comparable
    inherited: tuple[str, str]


@dataclass(frozen=True, slots=True)
class CommonGround:
    """Two lists on common ground.

    Attributes:
        laid: The lists on the ground.
        people: People of the ground by cell: those of `CELLS`, and `unknown`.
        areas: One row for each area of the ground, with `name`, `people`, its breakdowns, and
            the share of its people in each cell.
        by: The breakdown of the ground that people are counted by; none: it has none.
        by_larger: People in each cell, by the larger areas of that breakdown.
        parts: What may be compared of the indices.
        rule: Whether both lists are made by one rule.
    """

    laid: Laid
    people: dict[str, float]
    areas: pl.DataFrame
    by: str
    by_larger: pl.DataFrame
    parts: tuple[Part, ...]
    rule: bool

    def on(self, at: int) -> float:
        """The people who live in areas of the first (0) or second (1) list."""
        living = self.laid.people_by_pattern()
        return sum(people for pattern, people in living.items() if pattern[at] == ON)

    def share(self, at: int) -> float | None:
        """The share of the people of one list (0 or 1) who live in areas of the other.

        Those for whom the other list is unknown are left out.
        """
        own = self.people["only first" if at == 0 else "only second"]
        known = self.people["both"] + own
        return self.people["both"] / known if known else None


def common_ground(
    first: Results, second: Results, shelf: Shelf | None = None, *, by: str = ""
) -> CommonGround:
    """Carry two lists to common ground and compare them by people.

    The ground is the smaller areas of the two, so that one list is whole on it.

    Args:
        first: Results of the earlier study.
        second: Results of the later study.
        shelf: Where lookups and people come from.
        by: Breakdown of the ground to count people by; none: the one that its maps outline.

    Raises:
        LeftBehindError: If no lookup leads from one to the other (see `lay`).

    Example:
        >>> import leftbehind as lb
        >>> study = lb.read_study("invented-country")
        >>> wider = lb.read_study("invented-country", ["group.left-behind.worst.need=20%"])
        >>> found = common_ground(lb.run(study), lb.run(wider))
        >>> found.share(0), found.people["only first"]
        (1.0, 0.0)
    """
    laid = lay([first, second], shelf)
    under = first if laid.ground == first.manifest["study"]["areas"] else second
    areas = _by_cell(laid)
    larger = _larger(under, by)
    cells = [*CELLS, "unknown"]
    counted = areas.select(
        *([larger, f"{larger}_name"] if larger else []),
        *((pl.col(cell) * pl.col("people")).alias(cell) for cell in cells),
    )
    people = {cell: float(counted[cell].sum()) for cell in cells}
    by_larger = (
        counted.group_by(larger, f"{larger}_name").agg(pl.col(cells).sum()).sort(larger)
        if larger
        else pl.DataFrame()
    )
    return CommonGround(
        laid, people, areas, larger, by_larger, tuple(_parts(laid)), _one_rule(first, second)
    )


def _by_cell(laid: Laid) -> pl.DataFrame:
    """The share of the people of each area of the ground in each cell."""
    cell = pl.lit("unknown")
    for name, pattern in CELLS.items():
        cell = pl.when(pl.col("pattern") == pattern).then(pl.lit(name)).otherwise(cell)
    wide = laid.patterns.with_columns(cell=cell).pivot(
        "cell", index="area", values="share", aggregate_function="sum"
    )
    lacking = [name for name in (*CELLS, "unknown") if name not in wide.columns]
    wide = wide.with_columns(pl.lit(0.0).alias(name) for name in lacking)
    joined = laid.areas.join(wide, on="area", how="left", maintain_order="left")
    return joined.with_columns(pl.col([*CELLS, "unknown"]).fill_null(0.0))


def _larger(under: Results, by: str) -> str:
    """The breakdown to count by."""
    known = [one for one in under.manifest["by"] if f"{one}_name" in under.areas.columns]
    if by and by not in known:
        raise LeftBehindError(f"the ground has no breakdown {by}", mend=nearest(by, known))
    outline = str(under.manifest["study"].get("outline", ""))
    return by or (outline if outline in known else next(iter(known), ""))


def _parts(laid: Laid) -> Iterator[Part]:
    first, second = laid.lists
    for index in first.indices:
        if index in second.indices:
            judged = [str(one.manifest["study"]["areas"]) for one in laid.lists]
            came = ["" if one == laid.ground else one for one in judged]
            titles = (first.indices[index], second.indices[index])
            yield Part(index, titles, comparable(index, first, second), (came[0], came[1]))


def _one_rule(first: Results, second: Results) -> bool:
    """Whether the two lists are made by one rule, apart from the indices it looks at."""
    rules = []
    for one in (first, second):
        study = one.manifest["study"]
        group = {
            key: value
            for key, value in study["group"][one.list_of].items()
            if key not in ("title", "listed")
        }
        rules.append((group, study.get("rule", {})))
    return rules[0] == rules[1]
