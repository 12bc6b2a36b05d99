"""Many versions of one study at once: the rule judged under drawn weights and thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.chance import Chance
from leftbehind.engine import arrays
from leftbehind.engine.arrays import DIGITS, Array, settle
from leftbehind.errors import LeftBehindError, some
from leftbehind.groups import Conventions, Group, Share
from leftbehind.index.spec import recipe
from leftbehind.index.steps import Maximum, PowerMean, WeightedSum
from leftbehind.results import Results

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

HALF = 0.5 * 10.0**-DIGITS
"""Scores nearer than this to one that is settled are equal to it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An index as what it is folded from where it is judged: score = Σ weight × part, say.

    Attributes:
        index: The index.
        names: Its parts that have a weight.
        weights: Their weights in the study, (parts,).
        known: Positions of the areas that have a score; all of them as a slice, which is quicker.
        values: Figures of those areas, (parts, known areas).
        movable: Whether its weights can be drawn: it is folded where it is judged, or adds up.
        combine: How the parts become the score.
        experts: Weights of each expert of a panel, (experts, parts); none: no panel was asked.
    """

    index: str
    names: tuple[str, ...]
    weights: Array
    known: Whole | slice
    values: Array
    movable: bool
    combine: WeightedSum | PowerMean | Maximum = field(default_factory=WeightedSum)
    experts: Array | None = None

    def scores(self, weights: Array) -> Array:
        """Scores of the known areas.

        Args:
            weights: (parts,).
        """
        if isinstance(self.combine, WeightedSum):
            # One version at a time: for few parts a product with a matrix takes ten times longer.
            return np.asarray(weights @ self.values)
        return np.asarray(self.combine.apply(list(self.values), weights.tolist(), arrays))


@dataclass(frozen=True, slots=True)
class Draws:
    """What is drawn for each version.

    Attributes:
        weights: For each index, (versions, parts); they add up to what the study's own do.
        shares: For each index, the share of areas that the rule asks for, (versions,).
        option: For each declared option, the position of the choice taken, (versions,).
        chance: For each index whose counts are drawn anew, a seed, (versions,).
    """

    weights: dict[str, Array]
    shares: dict[str, Array]
    option: dict[str, Whole] = field(default_factory=dict)
    chance: dict[str, Whole] = field(default_factory=dict)

    @property
    def versions(self) -> int:
        """How many there are."""
        return int(next(iter(self.weights.values())).shape[0])

    @classmethod
    def joined(cls, several: Sequence[Draws]) -> Draws:
        """Several sets of versions, one after the other."""
        weights, shares, option, chance = (
            {name: np.concatenate([one[name] for one in each]) for name in each[0]}
            for each in (
                [one.weights for one in several],
                [one.shares for one in several],
                [one.option for one in several],
                [one.chance for one in several],
            )
        )
        return cls(weights, shares, option, chance)

    def around(self, own: Ensemble, other: Ensemble) -> Draws:
        """The same draws for a study whose own weights are others.

        Each weight is as far from that study's own, as a ratio, as it was from the first's.

        Args:
            own: The study that they were drawn for.
            other: The study with another method.

        Raises:
            LeftBehindError: If an index has parts there that have no weight here.
        """
        weights = {}
        for name, drawn in self.weights.items():
            mine, theirs = own.parts[name], other.parts[name]
            if not theirs.movable or not mine.movable:
                weights[name] = np.repeat(theirs.weights[None, :], self.versions, axis=0)
                continue
            if strangers := set(theirs.names) - set(mine.names):
                raise LeftBehindError(
                    f"{some(sorted(strangers))} of {name} has no weight in the study itself",
                    mend="leave the parts of the index as they are",
                )
            at = [mine.names.index(part) for part in theirs.names]
            weights[name] = drawn[:, at] * (theirs.weights / mine.weights[at])
        return Draws(weights, self.shares, self.option, self.chance)

    def some(self, which: Whole | slice) -> Draws:
        """Some of the versions."""
        return Draws(
            {name: one[which] for name, one in self.weights.items()},
            {name: one[which] for name, one in self.shares.items()},
            {name: one[which] for name, one in self.option.items()},
            {name: one[which] for name, one in self.chance.items()},
        )


class Ranker:
    """Competition ranks, 1 = highest, again and again in the same room.

    They are those of `engine.arrays.place`. A score that is settled is a whole number of
    units, and beside it in the same whole number there is room for the area's position: sorting
    such numbers takes a third of the time of finding an order.
    """

    def __init__(self, areas: int) -> None:
        self._bits = max(int(areas - 1).bit_length(), 1)
        self._position = np.arange(areas, dtype=np.int64)
        self._units = np.empty(areas)
        self._key = np.empty(areas, dtype=np.int64)
        self._starts = np.ones(areas, dtype=np.bool_)
        self._place = np.arange(1, areas + 1, dtype=np.int32)

    def of(self, score: Array) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """The order of areas from the highest score on, and their ranks in that order."""
        size = score.size
        units, key = self._units[:size], self._key[:size]
        np.multiply(score, 10.0**DIGITS, out=units)
        np.rint(units, out=units)
        highest = units.max()
        if highest - units.min() >= 2.0 ** (62 - self._bits):
            return self._spread_out(units)
        np.subtract(highest, units, out=units)
        np.copyto(key, units, casting="unsafe")
        np.left_shift(key, self._bits, out=key)
        np.bitwise_or(key, self._position[:size], out=key)
        key.sort()
        order = np.bitwise_and(key, (1 << self._bits) - 1)
        np.right_shift(key, self._bits, out=key)
        return order, self._ranks(key)

    def _spread_out(self, units: Array) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """The same for scores too far apart to leave room for a position."""
        order = np.argsort(-units, kind="stable")
        return order, self._ranks(units[order])

    def _ranks(self, ordered: NDArray[Any]) -> NDArray[np.int32]:
        starts, ranks = self._starts[: ordered.size], self._place[: ordered.size]
        np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
        return ranks if starts.all() else np.maximum.accumulate(np.where(starts, ranks, 0))


@dataclass(frozen=True, slots=True)
class Rule:
    """What decides who is on the list, with all that is drawn left open.

    Attributes:
        areas: N, of which shares are taken.
        asked: What the study itself asks for, by index.
        needed: How many of these conditions must hold.
        floor: Scores that must be reached as well, by index.
        allowed: Areas that nothing but the cuts keeps out.
        conventions: Rounding and ties.
    """

    areas: int
    asked: dict[str, Share]
    needed: int
    floor: dict[str, float]
    allowed: Flags
    conventions: Conventions

    def last(self, index: str, share: float) -> int:
        """The last rank inside: the study's own number, or that of a share."""
        own = self.asked[index]
        return self.conventions.cut(
            own if own.number is not None else Share(of_all=float(share)), self.areas
        )

    def least(self, score: Array, last: int, edge: float) -> float:
        """The score from which on areas are inside a cut.

        Args:
            score: Scores of the areas that have one.
            last: The last rank inside.
            edge: The score of the area at that rank, if there is one.
        """
        if last <= 0:
            return np.inf
        if score.size <= last:
            return -np.inf
        edge = float(settle(np.array([edge]))[0])
        tied_out = self.conventions.ties == "outside"
        if tied_out and np.count_nonzero(score >= edge - HALF) > last:
            return edge + HALF
        return edge - HALF


@dataclass(frozen=True, slots=True)
class Ensemble:
    """One study with its figures in memory, ready to be judged again and again.

    Attributes:
        codes: Its areas.
        parts: Its indices.
        people: Residents of each area, (areas,); NaN where they are not known.
        rule: Its rule.
        own: Who is on its own list.
        chance: Indices whose counts can be drawn anew.
    """

    codes: pl.Series
    people: Array
    parts: dict[str, Parts]
    rule: Rule
    own: Flags
    chance: dict[str, Chance] = field(default_factory=dict)

    def scored(self, draws: Draws) -> Iterator[tuple[int, dict[str, Array]]]:
        """Scores of the known areas, version by version.

        Args:
            draws: The versions.

        Yields:
            The position of a version, and its scores by index.
        """
        for at in range(draws.versions):
            yield at, {name: one.scores(draws.weights[name][at])
                       for name, one in self.parts.items()}  # fmt: skip

    def members(self, scores: Mapping[str, Array], shares: Mapping[str, float]) -> Flags:
        """Who is on the list of one version.

        Args:
            scores: Scores of the known areas, by index.
            shares: Shares that the rule asks for, by index.
        """
        least = {}
        for index in self.rule.asked:
            score, last = scores[index], self.rule.last(index, shares[index])
            at = score.size - last
            edge = float(np.partition(score, at)[at]) if 0 < last < score.size else 0.0
            least[index] = self.rule.least(score, last, edge)
        return self.inside(scores, least)

    def inside(self, scores: Mapping[str, Array], least: Mapping[str, float]) -> Flags:
        """Who is on the list where the least score of each cut is known.

        Args:
            scores: Scores of the known areas, by index.
            least: The score from which on areas are inside, by index of the rule.
        """
        held = np.zeros(self.rule.areas, dtype=np.int8)
        for index in self.rule.asked:
            held[self.parts[index].known] += scores[index] >= least[index]
        inside = (held >= self.rule.needed) & self.rule.allowed
        for index, floor in self.rule.floor.items():
            reached = np.zeros(self.rule.areas, dtype=np.bool_)
            reached[self.parts[index].known] = settle(scores[index]) >= floor
            inside &= reached
        return np.asarray(inside)


def ensemble(results: Results) -> Ensemble:
    """Results of a study, ready to be judged in many versions.

    Args:
        results: Results of a study whose list is made by a rule of ranks.

    Raises:
        LeftBehindError: If the list is made by others, asks for no ranks, or leaves out the
            members of another group.

    Example:
        >>> import leftbehind
        >>> made = ensemble(leftbehind.run("invented-country"))
        >>> [(name, len(one.names)) for name, one in made.parts.items()], int(made.own.sum())
        ([('deprivation', 7), ('need', 3)], 28)
    """
    stated: dict[str, Any] = results.manifest["study"]
    areas = results.areas
    people = _floats(areas["people"])
    return Ensemble(
        areas["area"],
        people,
        {name: _parts(results, name) for name in results.indices},
        rule_of(
            Group.model_validate(stated["group"][results.list_of]),
            Conventions.model_validate(stated.get("rule", {})),
            areas["area"],
            people,
        ),
        areas[f"in_{results.list_of}"].to_numpy(),
    )


def rule_of(group: Group, conventions: Conventions, codes: pl.Series, people: Array) -> Rule:
    """The rule of a list.

    Args:
        group: The group that the list is of.
        conventions: Rounding and ties.
        codes: The areas.
        people: Their residents, (areas,); NaN where they are not known.

    Raises:
        LeftBehindError: If the list is made by others, asks for no ranks, or leaves out the
            members of another group.
    """
    for key in ("listed", "unless", "rest"):
        if getattr(group, key):
            raise LeftBehindError(
                f"versions of this list cannot be drawn: its rule says `{key}`",
                mend="ask it of a study whose list is a rule of ranks alone",
            )
    allowed = ~codes.is_in(list(group.exclude)).to_numpy()
    if group.people_at_least is not None:
        allowed &= people >= group.people_at_least
    needed = group.at_least or len(group.worst)
    return Rule(codes.len(), dict(group.worst), needed, dict(group.floor), allowed, conventions)


def _parts(results: Results, index: str) -> Parts:
    about: dict[str, Any] = results.manifest["index"][index]
    made = recipe(about["recipe"])
    root = made.node[made.root]
    study: dict[str, Any] = results.manifest["study"]
    carried = about["geography"] != study["areas"] or study["index"][index].get("lookup")
    movable = about["adds_up"] or (not carried and root.transform.method == "as is")
    if not movable:
        score = _floats(results.areas[f"{index}_score"])
        known = _known(score[None])
        return Parts(index, (index,), np.ones(1), known, score[None][:, known], movable=False)
    rows = results["profiles"].filter(index=index)
    names = rows["part"].unique(maintain_order=True).to_list()
    used = tuple(name for name in names if about["weights"][name])
    order = results.areas.select("area")
    values = np.array(
        [
            _floats(order.join(rows.filter(part=name), on="area", how="left",
                               maintain_order="left")["value"])
            for name in used
        ]
    )  # fmt: skip
    known = _known(values)
    return Parts(
        index,
        used,
        np.array([float(about["weights"][name]) for name in used]),
        known,
        np.ascontiguousarray(values[:, known]),
        movable=True,
        combine=root.combine,
    )


def _known(values: Array) -> Whole | slice:
    lacking = np.isnan(values).any(axis=0)
    return np.flatnonzero(~lacking) if lacking.any() else slice(None)


def _floats(column: pl.Series) -> Array:
    return column.cast(pl.Float64).fill_null(np.nan).to_numpy()
