"""What is drawn for each of many versions of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError, some

if TYPE_CHECKING:
    from leftbehind.analysis.ensemble import Ensemble

Whole = NDArray[np.int64]


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
