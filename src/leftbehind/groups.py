"""Who counts as left behind: rules, cuts, margins and near misses."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError, nearest, some

Flags = NDArray[np.bool_]


class Share(BaseModel):
    """How many areas are asked for: a share of N, or a plain number.

    Attributes:
        of_all: Share, 0 to 1, or nothing.
        number: Number of areas, or nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    of_all: float | None = Field(default=None, gt=0, le=1)
    number: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.of_all is None) == (self.number is None):
            raise ValueError("say either a share or a number of areas")
        return self

    def __str__(self) -> str:
        return f"{self.of_all * 100:g}%" if self.of_all is not None else f"{self.number:,}"


def _read_share(value: Any) -> Any:
    if isinstance(value, str) and (
        match := re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*", value)
    ):
        share = float(match[1]) / 100
        if 0 < share <= 1:
            return Share(of_all=share)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return Share(number=value)
    if isinstance(value, dict | Share):
        return value
    raise ValueError(f'{value!r} is neither a share such as "10%" nor a number of areas above 0')


Worst = Annotated[Share, BeforeValidator(_read_share)]

Finite = Annotated[float, Field(allow_inf_nan=False)]

Rounding = Literal["floor", "ceil", "nearest"]


class Conventions(BaseModel):
    """How a share of N becomes a cut.

    Attributes:
        rounding: What is done to p × N that is no whole number. The default is floor: no
            more than the share asked for (all 225 wards of 2020 are within it).
        ties: Areas that tie across the cut: all "inside" it (the default: equal need,
            equal treatment) or all "outside".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rounding: Rounding = "floor"
    ties: Literal["inside", "outside"] = "inside"

    def cut(self, asked: Share, areas: int) -> int:
        """The last rank inside.

        Example:
            >>> Conventions().cut(Share(of_all=0.1), 7433)
            743
        """
        if asked.number is not None:
            return min(asked.number, areas)
        # A share typed in percent is no exact binary number: 0.07 × 100 is above 7.
        exact = round((asked.of_all or 0.0) * areas, 9)
        rounders = {"floor": math.floor, "ceil": math.ceil, "nearest": lambda x: int(x + 0.5)}
        return int(rounders[self.rounding](exact))

    def inside(self, rank: Array, cut: int) -> tuple[Flags, int]:
        """The areas inside a cut, and how many of them share the last rank inside.

        Args:
            rank: Competition ranks, 1 = worst; NaN is outside.
            cut: The last rank inside.

        Example:
            >>> Conventions(ties="outside").inside(np.array([1.0, 2.0, 2.0, 4.0]), 2)
            (array([ True, False, False, False]), 0)
        """
        inside = rank <= cut
        last = rank[inside].max(initial=0)
        tied = int(np.sum(rank == last)) if last else 0
        if self.ties == "outside" and last + tied - 1 > cut:
            return inside & (rank < last), 0
        return inside, tied


class Group(BaseModel):
    """The rule of one group.

    Attributes:
        title: What it is called in anything shown.
        worst: For each index, the share or number with the highest scores.
        at_least: How many of the `worst` conditions must hold; all, unless said.
        floor: For each index, a score that must be reached as well.
        people_at_least: Residents that an area must have.
        exclude: Codes that are left out by name.
        unless: Groups whose members are not in this one.
        listed: table.column that is true for its areas: a list made by others. Its rule then
            gives margins only.
        rest: Whether it is simply every area that is in no other group.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = ""
    worst: dict[str, Worst] = Field(default_factory=dict)
    at_least: int | None = None
    floor: dict[str, Finite] = Field(default_factory=dict)
    people_at_least: Finite | None = None
    exclude: tuple[str, ...] = ()
    unless: Annotated[
        tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)
    ] = ()
    listed: str = ""
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a condition of a group cuts an index.

    Attributes:
        group: The group.
        index: The index.
        asked: What was asked, in words: "10%".
        areas: N, of which the share was taken.
        rank: Last rank inside.
        score: Score of the last area inside, or nothing where none is.
        tied: Areas that share the last rank inside.
    """

    group: str
    index: str
    asked: str
    areas: int
    rank: int
    score: float | None
    tied: int


@dataclass(frozen=True, slots=True)
class Membership:
    """Which areas are in a group, and how far inside.

    Attributes:
        name: The group.
        inside: For each area.
        margin: Ranks inside the cut that decides; negative outside, NaN unknown or
            where the group has no cut.
        barred: Areas that something other than a cut keeps out.
    """

    name: str
    inside: Flags
    margin: Array
    barred: Flags


@dataclass(frozen=True, slots=True)
class Judged:
    """The areas that are judged, as parallel arrays.

    Attributes:
        codes: Their codes.
        score: Scores of each index, NaN where there is none.
        rank: Competition ranks of each index, 1 = worst.
        number: N, of which shares are taken.
        people: Residents, NaN where unknown.
        listed: For each group that is a list made by others, which areas are on it.
    """

    codes: NDArray[np.str_]
    score: Mapping[str, Array]
    rank: Mapping[str, Array]
    number: int
    people: Array
    listed: Mapping[str, Flags] = field(default_factory=dict)


def identify(
    groups: Mapping[str, Group], areas: Judged, conventions: Conventions
) -> tuple[dict[str, Membership], tuple[Cut, ...]]:
    """Apply the rules of all groups.

    An area without a rank on an index that a rule looks at is not in the group: it is
    not known whether it should be.

    Args:
        groups: Rules by name, in the study's order.
        areas: What is judged.
        conventions: Rounding and ties.

    Returns:
        Membership of each group in the same order, and every cut.

    Raises:
        LeftBehindError: If a rule names an unknown index, group or area, or groups exclude
            each other in a circle.
    """
    found: dict[str, Membership] = {}
    cuts: list[Cut] = []
    known = np.ones(areas.codes.size, dtype=bool)
    for rank in areas.rank.values():
        known &= ~np.isnan(rank)

    def judge(name: str, path: tuple[str, ...]) -> Membership:
        if name in path:
            circle = " → ".join([*path[path.index(name) :], name])
            raise LeftBehindError(f"groups exclude each other in a circle: {circle}")
        if name not in groups:
            raise LeftBehindError(
                f"group.{path[-1]}.unless names no group: {name}", mend=nearest(name, groups)
            )
        if name not in found:
            group = groups[name]
            others = [
                judge(other, (*path, name))
                for other in (group.unless or (_others(groups, name) if group.rest else ()))
            ]
            found[name] = _member(name, group, others, known, areas, conventions, cuts)
        return found[name]

    for name in groups:
        judge(name, ())
    order = list(groups)
    cuts.sort(key=lambda cut: order.index(cut.group))
    return {name: found[name] for name in groups}, tuple(cuts)


def _others(groups: Mapping[str, Group], name: str) -> tuple[str, ...]:
    return tuple(other for other, group in groups.items() if other != name and not group.rest)


def _member(
    name: str,
    group: Group,
    others: list[Membership],
    known: Flags,
    areas: Judged,
    conventions: Conventions,
    cuts: list[Cut],
) -> Membership:
    strangers = sorted(set(group.exclude) - set(areas.codes.tolist())) if group.exclude else []
    if strangers:
        raise LeftBehindError(
            f"group.{name}.exclude names no area that is judged: {some(strangers)}",
            mend="correct the codes, or take them out",
        )
    barred = np.isin(areas.codes, list(group.exclude))
    for other in others:
        barred |= other.inside
    if group.people_at_least is not None:
        barred |= ~(areas.people >= group.people_at_least)
    for index, least in group.floor.items():
        barred |= ~(_of(areas.score, index, name) >= least)
    if others:
        barred |= ~known  # who is unknown may belong to the group that goes before
    margins = []
    for index, asked in group.worst.items():
        rank = _of(areas.rank, index, name)
        cut = conventions.cut(asked, areas.number)
        inside, tied = conventions.inside(rank, cut)
        score = areas.score[index][inside]
        cuts.append(
            Cut(name, index, str(asked), areas.number, cut,
                float(score.min()) if score.size else None, tied)
        )  # fmt: skip
        margins.append(np.where(np.isnan(rank), np.nan, np.where(inside, cut - rank,
                       np.minimum(cut - rank, -1))))  # fmt: skip
    listed = areas.listed.get(name)
    if not margins:
        inside = known if listed is None else listed
        return Membership(name, inside & ~barred, np.full(areas.codes.size, np.nan), barred)
    needed = group.at_least or len(margins)
    # The needed-th largest margin is the one that decides; an unknown one counts as last.
    stacked = np.sort(np.where(np.isnan(margins), -np.inf, margins), axis=0)[::-1]
    deciding = stacked[needed - 1]
    inside = (deciding >= 0 if listed is None else listed) & ~barred
    margin = np.where(np.isinf(deciding), np.nan, deciding)
    return Membership(name, inside, margin, barred)


def _of(arrays: Mapping[str, Array], index: str, group: str) -> Array:
    if index not in arrays:
        raise LeftBehindError(f"group.{group} names no index: {index}", mend=nearest(index, arrays))
    return arrays[index]


def two_by_two(first: str, second: str, asked: str = "10%") -> dict[str, Group]:
    """The usual four groups of two indices: both, the first only, the second only, none.

    Example:
        >>> list(two_by_two("deprivation", "need"))
        ['left-behind', 'other-deprived', 'high-need-only', 'the-rest']
    """
    both = "left-behind"
    plain: dict[str, dict[str, Any]] = {
        both: {"title": "“Left behind”", "worst": {first: asked, second: asked}},
        "other-deprived": {
            "title": "Other highly deprived",
            "worst": {first: asked},
            "unless": both,
        },
        "high-need-only": {
            "title": "High need, not highly deprived",
            "worst": {second: asked},
            "unless": both,
        },
        "the-rest": {"title": "The rest", "rest": True},
    }
    return {name: Group.model_validate(group) for name, group in plain.items()}
