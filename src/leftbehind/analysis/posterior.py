"""What the true figure of each area may be, given what was counted, held back or guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine.arrays import Array
from leftbehind.index.impute import Filled
from leftbehind.index.shrink import shrink


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the true rate of each area may be, given its counts.

    Attributes:
        mean: Mean of the logit of a share, or shape of a gamma distribution of a rate, (areas,).
        spread: Standard deviation of the logit, or the people that a rate is per, (areas,).
        share: Whether it is a share of people, so that it lies between 0 and 1.
        guess: What stands in its gaps, where they were filled.
    """

    mean: Array
    spread: Array
    share: bool
    guess: Filled | None = None

    def draw(self, draws: int, rng: np.random.Generator) -> Array:
        """Rates that may be true, (areas, draws); NaN where the count is a gap and stays one.

        Args:
            draws: How many.
            rng: Where randomness comes from.
        """
        size = (self.mean.size, draws)
        if self.share:
            logit = self.mean[:, None] + self.spread[:, None] * rng.standard_normal(size)
            found = 1 / (1 + np.exp(-logit))
        else:
            with np.errstate(invalid="ignore"):
                shape = np.where(np.isnan(self.mean), 1.0, self.mean)[:, None]
                found = rng.standard_gamma(shape, size) / self.spread[:, None]
            found = np.where(np.isnan(self.mean)[:, None], np.nan, found)
        if self.guess is None:
            return np.asarray(found)
        gaps = np.stack([self.guess.drawn(rng) for _ in range(draws)], axis=1)
        return np.where(self.guess.areas[:, None], gaps, found)


@dataclass(frozen=True, slots=True)
class Guessed:
    """What may be true of a part that no counts are known of, but whose gaps were filled.

    Attributes:
        guess: Its figures, and the guesses among them.
    """

    guess: Filled

    def draw(self, draws: int, rng: np.random.Generator) -> Array:
        """Figures that may be true, (areas, draws): those that are known, and other guesses.

        Args:
            draws: How many.
            rng: Where randomness comes from.
        """
        return np.stack([self.guess.drawn(rng) for _ in range(draws)], axis=1)


def posterior(
    count: Array,
    of: Array,
    district: Array | None,
    *,
    share: bool,
    unsure: Array | float = 0.0,
) -> Posterior:
    """What the true rate of each area may be, given what was counted.

    A share that is shrunk has the logit m* with the variance w · s² of the shrinkage; one that
    is not has its empirical logit with the variance s². The rate of events that may exceed the
    people has a gamma distribution (Jeffreys' prior).

    The *true* rate is drawn from it, not the count once more: noise added to counts that are
    noisy already would be noise twice.

    Args:
        count: Events, (areas,); NaN is a gap.
        of: People at risk, (areas,).
        district: Where an area borrows strength, (areas,); none: it does not.
        share: Whether those counted are a part of the people at risk.
        unsure: Variance of the count itself, where it is held back and only bounds are known,
            (areas,). It widens the logit of a share by (1 / (r + ½) + 1 / (n − r + ½))² of it,
            to first order.

    Source:
        m*, w and s²: IoD 2019 technical report, appendix D; methodology 1.5. Jeffreys' prior of
        a Poisson rate: gamma with shape count + 1/2.

    Example:
        >>> told = posterior(np.array([10.0]), np.array([100.0]), None, share=True)
        >>> told.mean.round(4), told.spread.round(4)
        (array([-2.154]), array([0.3208]))
    """
    gap = np.isnan(count) | ~(of > 0)
    r, n = np.where(gap, 0.0, count), np.where(gap, 1.0, of)
    if not share:
        return Posterior(np.where(gap, np.nan, r + 0.5), n, share=False)
    mean = np.log((r + 0.5) / (n - r + 0.5))
    variance = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
    slope = 1 / (r + 0.5) + 1 / (n - r + 0.5)
    if district is not None:
        shrunk = shrink(count, of, cast("NDArray[np.generic]", district))
        own = np.where(gap, 0.0, shrunk.weight)
        rate = np.clip(np.where(gap, 0.5, shrunk.rate), 1e-12, 1 - 1e-12)
        # An area alone in its district borrows nothing: its weight is 1, its logit its own.
        mean = np.where(own == 1.0, mean, np.log(rate / (1 - rate)))
        # An area that is drawn to its district moves with its own count by its weight only.
        variance, slope = own * variance, own * slope
    variance = variance + slope**2 * np.where(gap, 0.0, unsure)
    return Posterior(np.where(gap, np.nan, mean), np.sqrt(variance), share=True)
