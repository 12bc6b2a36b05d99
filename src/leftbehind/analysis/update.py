"""What changed between two studies, and because of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Literal

import numpy as np
import polars as pl

from leftbehind.analysis.changes import between
from leftbehind.analysis.comparable import Comparable, comparable
from leftbehind.analysis.counterfactual import Cause, Listed, Worlds, sets_of
from leftbehind.analysis.shapley import orders, parts, weights
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results
from leftbehind.running.run import run, tables_of
from leftbehind.running.tables import Tell
from leftbehind.study import Study
from leftbehind.study_file import read_study

MOST = 7
"""Changes that are told apart: of 7 there are 128 lists and 5,040 orders."""

Grade = Literal["untouched"] | Comparable
"""How far an index can be compared with itself in another study."""

WHENS = ("before", "after")


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause does, averaged over all orders.

    Attributes:
        cause: The cause.
        entries: Areas that it puts on the list, of those that were not on it before.
        exits: Areas that it takes from the list of before.
        people: Residents of the list that it adds; nothing where they are not known.
    """

    cause: Cause
    entries: Fraction
    exits: Fraction
    people: Fraction | None

    @property
    def areas(self) -> Fraction:
        """Areas by which it makes the list longer."""
        return self.entries - self.exits


@dataclass(frozen=True, slots=True)
class Updated:
    """Two studies, and what lies between them.

    Attributes:
        before: Results of the first.
        after: Results of the second.
        causes: What differs: changes, those joined that cannot be made apart.
        parts: What each cause does to the list.
        grades: For each index, how far its two editions can be compared.
        areas: One row for each area of either: `area`, `name`; `before`, `after` (whether on the
            list), `near_before`, `near_after`, `margin_before`, `margin_after`, `people_before`,
            `people_after`, `published_before`, `published_after` where both have a published
            list; for each index `<index>_score_before`, `<index>_rank_before`,
            `<index>_margin_before` and the same after; for each cause `<cause>_orders`: in how
            many orders it is what puts the area on the list, less those in which it takes it off.
        sets: One row for each set of causes: which are in it, the list that it makes.
        orders: One row for each step of each order.
        lists: The areas of the list of each set: `set`, `area`.
    """

    before: Results
    after: Results
    causes: tuple[Cause, ...]
    parts: tuple[Part, ...]
    grades: dict[str, Grade]
    areas: pl.DataFrame
    sets: pl.DataFrame
    orders: pl.DataFrame
    lists: pl.DataFrame

    @property
    def number_of_orders(self) -> int:
        """In how many orders the causes can be made."""
        return factorial(len(self.causes))

    def movers(self) -> pl.DataFrame:
        """The areas that enter or leave, those that enter first, the deepest inside first."""
        moved = self.areas.filter(pl.col("before") != pl.col("after"))
        inside = pl.when("after").then("margin_after").otherwise("margin_before")
        return moved.sort("after", inside, "area", descending=[True, True, False])

    def unknown(self) -> pl.DataFrame:
        """The movers of which it is not known whether they were on the list before, or are now.

        They lack a figure, or are no area of the other study: their move may be none.
        """
        movers = self.movers()
        return movers.filter(
            pl.when("after").then(pl.col("margin_before")).otherwise("margin_after").is_null()
        )

    def states(self) -> pl.DataFrame:
        """How many areas went from where to where: `before`, `after`, `areas`, `people`.

        Each is "on" the list, "near" it or "out"; people are those of after, or of before where
        an area is not there any more.
        """
        told = [
            pl.when(when).then(pl.lit("on")).when(f"near_{when}").then(pl.lit("near"))
            .otherwise(pl.lit("out")).alias(f"state_{when}")
            for when in WHENS
        ]  # fmt: skip
        people = pl.coalesce("people_after", "people_before").fill_nan(None)
        counted = self.areas.group_by(told).agg(
            pl.len().alias("areas"), people.sum().alias("people")
        )
        order = pl.Enum(["on", "near", "out"])
        named = counted.rename({f"state_{when}": when for when in WHENS})
        return named.with_columns(pl.col(*WHENS).cast(order)).sort(WHENS)

    def changes_table(self) -> pl.DataFrame:
        """What differs between the two studies, path by path, and the cause that it is part of."""
        rows = [
            (cause.name, change.kind, change.index, said.path, said.before, said.after)
            for cause in self.causes
            for change in cause.changes
            for said in change.said
        ]
        heads = ("cause", "kind", "index", "path", "before", "after")
        return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")

    def parts_table(self) -> pl.DataFrame:
        """What each cause does to the list: `cause`, `entries`, `exits`, `areas`, `people`."""
        rows = [
            (part.cause.name, float(part.entries), float(part.exits), float(part.areas),
             None if part.people is None else float(part.people))
            for part in self.parts
        ]  # fmt: skip
        heads = ("entries", "exits", "areas", "people")
        return pl.DataFrame(
            rows, schema={"cause": pl.String, **dict.fromkeys(heads, pl.Float64)}, orient="row"
        )

    def score_moves(self, index: str) -> pl.DataFrame:
        """By how much the score of each area on an index moved, where that means anything.

        Args:
            index: The index.

        Raises:
            LeftBehindError: If there is no such index, or it was not made in the same way from
                the same figures: its scores say where an area stands among all of its own
                edition, so their difference is no change of the place.

        Example:
            >>> found = update("invented-country", read_study("invented-country", ["near=2%"]))
            >>> found.score_moves("need")["moved"].drop_nulls().unique().to_list()
            [0.0]
        """
        if index not in self.grades:
            raise LeftBehindError(f"there is no index {index}", mend=nearest(index, self.grades))
        if self.grades[index] != "untouched":
            raise LeftBehindError(
                f"the scores of {index} before and after cannot be subtracted: each says where an "
                "area stands among all others of its own edition",
                mend="compare ranks and margins",
            )
        moved = pl.col(f"{index}_score_after") - pl.col(f"{index}_score_before")
        return self.areas.select("area", moved=moved)


def update(
    before: Study | str,
    after: Study | str,
    *,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> Updated:
    """Set two studies beside each other, and split what moved by what was changed.

    Args:
        before: A study, or the name or path of one.
        after: Another.
        shelf: Where tables come from.
        tell: Called with the name of each table before it is read.

    Returns:
        Who stayed, entered and left, and the part of each cause: the parts add up exactly.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If nothing differs that a list is made from, too much does, or the two
            are not about the same areas.

    Source:
        Shapley, L. S. (1953), A value for n-person games; of decompositions, Shorrocks, A. F.
        (2013), Journal of Economic Inequality 11, 99–126.

    Example:
        >>> wider = read_study("invented-country", ["group.left-behind.worst.need=12%"])
        >>> found = update("invented-country", wider)
        >>> [(part.cause.name, str(part.areas)) for part in found.parts]
        [('rule', '5')]
    """
    one, other = (study if isinstance(study, Study) else read_study(study)
                  for study in (before, after))  # fmt: skip
    place = shelf or Shelf()
    if one.areas != other.areas:
        raise LeftBehindError(
            f"their areas are {one.areas} and {other.areas}, and a list of the one is no list of "
            "the other",
            where=f"{one.name} and {other.name}",
            mend="compare studies of the same areas",
        )
    pair = between(one, other, place)
    if not pair.changes:
        raise LeftBehindError(
            "nothing differs that a list is made from: there is no change at all",
            where=f"{one.name} and {other.name}",
            mend="name two editions of a study",
        )
    if len(pair.changes) > MOST:
        names = ", ".join(change.name for change in pair.changes)
        raise LeftBehindError(
            f"{len(pair.changes)} changes are too many to tell apart: {names}; of {MOST} there "
            f"are {2**MOST} lists and {factorial(MOST):,} orders already",
            where=f"{one.name} and {other.name}",
            mend="put a study between the two, and go in two steps",
        )
    ends = tuple(run(study.without_outcomes(), shelf=place, tell=tell) for study in (one, other))
    tell("the lists between the two")
    tables = tables_of(pair.before, place, lambda _: None)
    worlds = Worlds(pair, tables, (Listed.of(ends[0]), Listed.of(ends[1])))
    causes = worlds.causes()
    lists = [made for made in map(worlds.of, sets_of(causes)) if isinstance(made, Listed)]
    touched = {key.index for change in pair.changes for key in change.keys if key.index}
    return Updated(
        ends[0],
        ends[1],
        causes,
        _parts(causes, lists),
        {name: comparable(name, *ends) if name in touched else "untouched" for name in one.index},
        _areas(ends, causes, lists),
        _sets(causes, lists),
        _orders(causes, lists),
        pl.DataFrame(
            [(at, area) for at, made in enumerate(lists) for area in sorted(made.areas)],
            schema={"set": pl.Int64, "area": pl.String},
            orient="row",
        ),
    )


def _entries(made: Listed, lists: Sequence[Listed]) -> int:
    return len(made.areas - lists[0].areas)


def _exits(made: Listed, lists: Sequence[Listed]) -> int:
    return len(lists[0].areas - made.areas)


def _parts(causes: Sequence[Cause], lists: Sequence[Listed]) -> tuple[Part, ...]:
    entries = parts([Fraction(_entries(made, lists)) for made in lists])
    exits = parts([Fraction(_exits(made, lists)) for made in lists])
    known = [Fraction(made.people) for made in lists if made.people is not None]
    people = parts(known) if len(known) == len(lists) else [None] * len(causes)
    told = zip(causes, entries, exits, people, strict=True)
    return tuple(Part(*one) for one in told)


def _areas(
    ends: tuple[Results, ...], causes: Sequence[Cause], lists: Sequence[Listed]
) -> pl.DataFrame:
    told = [_told(results, when) for results, when in zip(ends, WHENS, strict=True)]
    both = told[0].join(told[1], on="area", how="full", coalesce=True).sort("area")
    both = both.with_columns(
        pl.coalesce("name_after", "name_before").alias("name"),
        pl.col("before", "after", "near_before", "near_after").fill_null(value=False),
    ).drop("name_before", "name_after")
    inside = np.array([both["area"].is_in(list(made.areas)).to_numpy() for made in lists])
    shares = weights(len(causes)) @ inside.astype(np.int64)
    return both.with_columns(
        pl.Series(f"{cause.name}_orders", share)
        for cause, share in zip(causes, shares, strict=True)
    ).select("area", "name", pl.exclude("area", "name"))


def _told(results: Results, when: str) -> pl.DataFrame:
    figures = [
        f"{index}_{kind}" for index in results.indices for kind in ("score", "rank", "margin")
    ]
    return results.areas.select(
        "area",
        pl.col("name").alias(f"name_{when}"),
        pl.col(f"in_{results.list_of}").alias(when),
        pl.col("near_miss").alias(f"near_{when}"),
        *(pl.col(name).alias(f"{name}_{when}") for name in ("margin", "people", *figures)),
        *(
            pl.col(name).alias(f"{name}_{when}")
            for name in ("published",)
            if name in results.areas.columns
        ),
    )


def _counts(made: Listed, lists: Sequence[Listed]) -> dict[str, int | float | None]:
    return {"areas": len(made.areas), "entries": _entries(made, lists),
            "exits": _exits(made, lists), "people": made.people}  # fmt: skip


def _sets(causes: Sequence[Cause], lists: Sequence[Listed]) -> pl.DataFrame:
    """One row for each set of causes, and the list that it makes."""
    rows = [
        {
            "set": at,
            **{cause.name: bool(at >> n & 1) for n, cause in enumerate(causes)},
            **_counts(made, lists),
        }
        for at, made in enumerate(lists)
    ]
    return pl.DataFrame(rows, schema_overrides={"people": pl.Float64})


def _orders(causes: Sequence[Cause], lists: Sequence[Listed]) -> pl.DataFrame:
    """One row for each step of each order: the cause that is made, and the list after it."""
    rows = []
    for number, order in enumerate(orders(len(causes)), 1):
        made = 0
        for step, at in enumerate(order, 1):
            made |= 1 << at
            rows.append({"order": number, "step": step, "cause": causes[at].name, "set": made,
                         **_counts(lists[made], lists)})  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"people": pl.Float64})
