"""What would tip one place: the smallest change of a weight or a threshold that moves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leftbehind.analysis.ensemble import HALF, Ensemble, Parts
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError, nearest


@dataclass(frozen=True, slots=True)
class Hold:
    """The weights of one part at which a condition stays as it is.

    The other parts keep their proportions. All are shares of the sum of weights.

    Attributes:
        part: The part.
        own: Its share in the study.
        low: The least share at which the place stays on its side of the cut; 0: down to none.
        high: The largest; 1: up to all.
    """

    part: str
    own: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Move:
    """A move of weight from one part to another.

    Attributes:
        source: The part that it is taken from.
        target: The part that it is given to.
        share: How much, as a share of the sum of weights.
    """

    source: str
    target: str
    share: float


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the rule, for one place.

    Attributes:
        index: The index.
        held: Whether the place is inside its cut.
        rank: Its rank; none: it has no score, and nothing tips it.
        last: The last rank inside.
        share: The threshold at which it changes sides, as a share of all areas: inside from
            this share on. None: the rule asks for a number, or no share does.
        holds: For each part, the weights at which it stays on its side; empty where the index
            is no weighted sum.
        move: The smallest move of weight from one part to another that takes it to the other
            side; none: no such move does.
    """

    index: str
    held: bool
    rank: int | None
    last: int
    share: float | None
    holds: tuple[Hold, ...]
    move: Move | None


@dataclass(frozen=True, slots=True)
class Tipping:
    """What would move one place on or off the list.

    Attributes:
        area: Its code.
        on: Whether it is on the list.
        barred: Whether something other than the cuts keeps it out, so that no weight helps.
        lacking: How many more conditions must hold for it to be on the list; if it is on it,
            0.
        spare: How many conditions it could lose and stay on it.
        conditions: Each condition of the rule.
    """

    area: str
    on: bool
    barred: bool
    lacking: int
    spare: int
    conditions: tuple[Condition, ...]

    @property
    def smallest(self) -> tuple[Condition, Move] | None:
        """The smallest move of weight within one index that changes its standing."""
        if self.barred or self.lacking > 1 or self.spare:
            return None
        able = [(one, one.move) for one in self.conditions if one.move and one.held == self.on]
        return min(able, key=lambda pair: pair[1].share, default=None)


def tipping(made: Ensemble, area: str) -> Tipping:
    """What would move one place on or off the list.

    Along a line of weights the distance of every other area's score from the place's is
    linear, so the ranks change only where such a line crosses zero: all crossings are found
    and sorted, and the first after which the place is on the other side of the cut is exact.
    Of the moves of weight the smallest between two parts is found. For a single competitor no
    other change of the same total would do; for a rank among many that is nearly always so.

    Args:
        made: The study.
        area: Code of the place.

    Raises:
        LeftBehindError: If there is no such area, or the rule has a floor of a score.

    Example:
        >>> import leftbehind
        >>> from leftbehind.analysis.ensemble import ensemble
        >>> results = leftbehind.run("invented-country")
        >>> found = tipping(ensemble(results), results.on_list()["area"][0])
        >>> found.on, [one.held for one in found.conditions]
        (True, [True, True])
    """
    if made.rule.floor:
        raise LeftBehindError(
            "what tips a place is found for rules of ranks, and this one has a floor",
            mend="ask it of a study without `floor`",
        )
    at = made.codes.index_of(area)
    if at is None:
        raise LeftBehindError(f"there is no area {area}", mend=nearest(area, made.codes))
    conditions = tuple(_condition(made, index, at) for index in made.rule.asked)
    held = sum(one.held for one in conditions)
    barred = not bool(made.rule.allowed[at])
    return Tipping(
        area,
        bool(made.own[at]),
        barred,
        max(made.rule.needed - held, 0),
        max(held - made.rule.needed, 0),
        conditions,
    )


def _condition(made: Ensemble, index: str, at: int) -> Condition:
    parts, rule = made.parts[index], made.rule
    asked = rule.asked[index]
    last = rule.last(index, asked.of_all or 0.0)
    place = _known_at(parts, at)
    if place is None:
        return Condition(index, False, None, last, None, (), None)
    beside = _Beside(parts, place, last, ties_outside=rule.conventions.ties == "outside")
    rank = beside.rank
    share = None if asked.number is not None else _share(made, rank)
    if not parts.linear or parts.weights.size < 2:
        return Condition(index, beside.held, rank, last, share, (), None)  # no weight to move
    return Condition(index, beside.held, rank, last, share, beside.holds(), beside.smallest())


def _known_at(parts: Parts, at: int) -> int | None:
    """Where an area stands among those that have a score."""
    if isinstance(parts.known, slice):
        return at
    found = int(np.searchsorted(parts.known, at))
    return found if found < parts.known.size and parts.known[found] == at else None


def _share(made: Ensemble, rank: int) -> float:
    """The share of areas from which on a cut takes in a rank."""
    needed = {"floor": rank, "nearest": rank - 0.5, "ceil": rank - 1}
    return needed[made.rule.conventions.rounding] / made.rule.areas


class _Beside:
    """All areas beside one, along lines of weights of one index."""

    def __init__(self, parts: Parts, place: int, last: int, *, ties_outside: bool) -> None:
        self.parts, self.last = parts, last
        self.own = parts.weights / parts.weights.sum()
        self.values = np.delete(parts.values, place, axis=1) - parts.values[:, place : place + 1]
        ahead = np.asarray(self.own @ self.values)
        # Scores nearer than this are the same; the weights here add up to 1.
        same = HALF / parts.weights.sum()
        self.above, self.tied = ahead > same, np.abs(ahead) <= same
        self.ahead = np.where(self.tied, 0.0, ahead)
        self.tied_count = ties_outside
        self.rank = int(np.count_nonzero(self.above)) + 1
        self.before = self.rank - 1 + (int(np.count_nonzero(self.tied)) if ties_outside else 0)
        self.held = self.before < last

    def holds(self) -> tuple[Hold, ...]:
        """For each part, how far its weight can go while the others keep their proportions."""
        found = []
        for n, name in enumerate(self.parts.names):
            share = float(self.own[n])
            rest = (self.ahead - share * self.values[n]) / (1 - share) if share < 1 else 0.0
            slope = self.values[n] - rest
            up = self._first(slope, 1 - share)
            down = self._first(-slope, share)
            found.append(
                Hold(name, share, 0.0 if down is None else share - down,
                     1.0 if up is None else share + up)
            )  # fmt: skip
        return tuple(found)

    def smallest(self) -> Move | None:
        """The smallest move of weight between two parts that changes sides."""
        best: Move | None = None
        for source, room in enumerate(self.own):
            for target in range(self.own.size):
                if source == target:
                    continue
                far = float(room) if best is None else min(float(room), best.share)
                found = self._first(self.values[target] - self.values[source], far)
                if found is not None and (best is None or found < best.share):
                    names = self.parts.names
                    best = Move(names[source], names[target], found)
        return best

    def _first(self, slope: Array, far: float) -> float | None:
        """How far along a line the place changes sides, if it does before an end."""
        # Who was behind and gains comes before the place, who was before it and loses falls back;
        # who was tied did count as before it or did not.
        counted = self.above | self.tied if self.tied_count else self.above
        gains, loses = ~counted & (slope > 0), counted & (slope < 0)
        moving = gains | loses
        at = np.maximum(-self.ahead[moving] / slope[moving], 0.0)
        passed = np.where(gains[moving], 1, -1)
        near = at <= far
        order = np.argsort(at[near], kind="stable")
        at = at[near][order]
        before = self.before + np.cumsum(passed[near][order])
        other_side = (before < self.last) != self.held
        # Several cross at one point: what counts is where all of them are through.
        through = np.append(at[1:] > at[:-1], True) if at.size else np.zeros(0, dtype=np.bool_)
        found = np.flatnonzero(other_side & through)
        return float(at[found[0]]) if found.size else None
