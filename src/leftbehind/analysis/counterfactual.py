"""The lists between two studies: with some of the changes made and not the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from leftbehind.analysis.changes import Change, Pair
from leftbehind.errors import LeftBehindError
from leftbehind.groups import identify
from leftbehind.results import Results
from leftbehind.running.indices import IndexRun, run_index
from leftbehind.running.judging import base_of, judge
from leftbehind.running.tables import Tables
from leftbehind.study import Study


@dataclass(frozen=True, slots=True)
class Cause:
    """One change, or several that cannot be made one without the other.

    Attributes:
        changes: The changes.
        why: Why several go together: what went wrong when one was made alone.
    """

    changes: tuple[Change, ...]
    why: str = ""

    @property
    def name(self) -> str:
        """A name for columns of tables."""
        return "+".join(change.name for change in self.changes)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of areas, and the people who live there.

    Attributes:
        areas: Codes.
        people: Residents, where the study knows them.
    """

    areas: frozenset[str]
    people: float | None

    @classmethod
    def of(cls, results: Results) -> Listed:
        """The list of a study."""
        return cls._inside(results.areas, results.areas[f"in_{results.list_of}"])

    @classmethod
    def _inside(cls, areas: pl.DataFrame, inside: pl.Series) -> Listed:
        held = areas.filter(inside)
        known = areas["people"].count() > 0  # of an empty list too there are known to be none
        people = float(held["people"].fill_nan(None).sum()) if known else None
        return cls(frozenset(held["area"]), people)


@dataclass(slots=True)
class Worlds:
    """Every list between two studies, each made once.

    Attributes:
        pair: The studies and the changes between them.
        tables: Where the tables of both come from.
        ends: The lists of the two studies.
    """

    pair: Pair
    tables: Tables
    ends: tuple[Listed, Listed]
    _made: dict[frozenset[Change], Listed | LeftBehindError] = field(default_factory=dict)
    _indices: dict[str, IndexRun] = field(default_factory=dict)

    def of(self, changes: frozenset[Change]) -> Listed | LeftBehindError:
        """The list with some of the changes, or why there is none."""
        if not changes:
            return self.ends[0]
        if len(changes) == len(self.pair.changes):
            return self.ends[1]
        if changes not in self._made:
            try:
                self._made[changes] = self._listed(self.pair.made(changes))
            except LeftBehindError as error:
                self._made[changes] = error
        return self._made[changes]

    def _listed(self, study: Study) -> Listed:
        indices = {name: self._index(study, name) for name in study.index}
        base = base_of(study, indices, self.tables)
        judged = judge(study, base, indices, self.tables)
        members, _ = identify(study.group, judged, study.rule)
        areas = pl.DataFrame({"area": judged.codes, "people": judged.people})
        areas = areas.with_columns(pl.col("people").fill_nan(None))
        return Listed._inside(areas, pl.Series(members[study.list_of].inside))

    def _index(self, study: Study, name: str) -> IndexRun:
        """An index, made once for all lists that share it."""
        one = study.index[name].model_dump_json(exclude={"title", "about"})
        key = f"{study.areas} {one} {study.recipes[name].model_dump_json()}"
        if key not in self._indices:
            self._indices[key] = run_index(study, name, self.tables)
        return self._indices[key]

    def causes(self) -> tuple[Cause, ...]:
        """The changes, those joined that cannot be made one without the other.

        Where a set of changes makes no list, because an edition exists on other areas only, two
        are joined: those two by which the fewest such sets are left, until there are none.
        """
        found = [Cause((change,)) for change in self.pair.changes]
        while broken := self._broken(found):
            ways = [
                _joined(found, one, other, broken[0])
                for one, other in combinations(range(len(found)), 2)
            ]
            found = min(ways, key=lambda way: len(self._broken(way)))
        return tuple(found)

    def _broken(self, causes: Sequence[Cause]) -> list[LeftBehindError]:
        """Why sets of causes make no list, of each that makes none."""
        lists = (self.of(made) for made in sets_of(causes))
        return [one for one in lists if isinstance(one, LeftBehindError)]


def sets_of(causes: Sequence[Cause]) -> list[frozenset[Change]]:
    """The changes of every set of causes; the bits of its place say which causes are in it.

    Example:
        >>> len(sets_of([Cause(()), Cause(())]))
        4
    """
    return [
        frozenset(
            change for at, cause in enumerate(causes) if made >> at & 1 for change in cause.changes
        )
        for made in range(2 ** len(causes))
    ]


def _joined(causes: Sequence[Cause], one: int, other: int, error: LeftBehindError) -> list[Cause]:
    """The same causes, two of them joined in the place of the first."""
    why = causes[one].why or causes[other].why or str(error)
    both = Cause((*causes[one].changes, *causes[other].changes), why)
    rest = [cause for at, cause in enumerate(causes) if at not in (one, other)]
    return [*rest[:one], both, *rest[one:]]
