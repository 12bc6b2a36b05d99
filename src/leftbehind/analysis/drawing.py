"""What is drawn for each version of a study: weights, thresholds, declared options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leftbehind.analysis.draws import Draws, Whole
from leftbehind.analysis.ensemble import Ensemble
from leftbehind.engine.arrays import LARGEST, Array
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.questions import Doubt, Drawn


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that is in doubt, drawn as a whole.

    Attributes:
        kind: What it is: the weights of an index, its threshold, a declared option, chance in
            the counts of an index.
        of: The index, or the option.
        length: How many numbers between 0 and 1 make one draw of it.
    """

    kind: Drawn
    of: str
    length: int = 1


Uniform = Mapping[Source, Array]
"""Numbers between 0 and 1 for each source: (versions, its length)."""


def sources(made: Ensemble, doubt: Doubt, kinds: tuple[Drawn, ...]) -> tuple[Source, ...]:
    """Everything of some kinds that a study says is in doubt.

    Args:
        made: The study.
        doubt: What of it is in doubt.
        kinds: What to draw.

    Raises:
        LeftBehindError: If an index is named that has no weights to draw.
    """
    found = []
    if "weights" in kinds:
        found += [Source("weights", name, made.parts[name].weights.size)
                  for name in _moved(made, doubt)]  # fmt: skip
    if "shares" in kinds and doubt.shares:
        found += [Source("shares", name) for name, share in made.rule.asked.items()
                  if share.number is None]  # fmt: skip
    if "options" in kinds:
        found += [Source("options", name) for name in doubt.option]
    if "chance" in kinds:
        found += [Source("chance", name) for name in doubt.chance]
    return tuple(found)


def sequence(drawn: tuple[Source, ...], versions: int, seed: int, copies: int = 1) -> list[Uniform]:
    """Numbers for versions, from one scrambled Sobol sequence.

    Args:
        drawn: The sources.
        versions: How many.
        seed: Seed of the scrambling.
        copies: How many sets of versions, independent of each other.

    Source:
        Scrambled sequences: Owen, A. B. (1998), J. Complexity 14, 466.
    """
    from scipy.stats import qmc

    total = sum(source.length for source in drawn)
    if not total:
        return [{} for _ in range(copies)]
    # The sequence is balanced at powers of two; of the next one the first so many are taken.
    power = int(np.ceil(np.log2(versions)))
    rng = np.random.default_rng(seed)
    numbers = qmc.Sobol(total * copies, scramble=True, rng=rng).random_base2(power)[:versions]
    # The first columns of the sequence are the most even ones: a choice between two needs them
    # more than the weights of seven parts do.
    found: list[dict[Source, Array]] = [{} for _ in range(copies)]
    taken = 0
    for source in sorted(drawn, key=lambda source: source.length):
        for one in found:
            one[source] = numbers[:, taken : taken + source.length]
            taken += source.length
    return list(found)


def versions_of(
    made: Ensemble, doubt: Doubt, concentration: float, uniform: Uniform, versions: int
) -> Draws:
    """The versions that numbers between 0 and 1 stand for; what has none is the study's own.

    Weights of an index are drawn from a Dirichlet distribution around its own, each part's
    parameter being concentration × its share of the weights; or evenly within a range around
    its own; or they are those of one expert of a panel, each as likely as any other. Shares of
    areas are drawn evenly between the ends that the study states, and each choice of an option
    is as likely as any other.

    Args:
        made: The study.
        doubt: What of it is in doubt.
        concentration: How closely weights stay to the study's own: the standard deviation
            of a share w is √(w(1 − w) / (concentration + 1)). Infinite: they stay.
        uniform: The numbers.
        versions: How many versions.

    Source:
        Dirichlet weights from gamma quantiles: Devroye, L. (1986), Non-Uniform Random Variate
        Generation, XI.4.1.
    """
    weights = {name: np.repeat(one.weights[None, :], versions, axis=0)
               for name, one in made.parts.items()}  # fmt: skip
    shares = {name: np.full(versions, share.of_all or 0.0)
              for name, share in made.rule.asked.items()}  # fmt: skip
    option = {name: np.zeros(versions, dtype=np.int64) for name in doubt.option}
    chance = {}
    for source, numbers in uniform.items():
        if source.kind == "weights":
            weights[source.of] = _weights(made, doubt, source.of, concentration, numbers)
        elif source.kind == "shares":
            low, high = (end.of_all or 0.0 for end in doubt.shares or ())
            shares[source.of] = low + (high - low) * numbers[:, 0]
        elif source.kind == "chance":
            chance[source.of] = (numbers[:, 0] * LARGEST).astype(np.int64)
        else:
            option[source.of] = _one_of(len(doubt.option[source.of]), numbers)
    return Draws(weights, shares, option, chance)


def draw(made: Ensemble, doubt: Doubt, versions: int, concentration: float) -> Draws:
    """Draw versions of a study.

    Args:
        made: The study.
        doubt: What of it is in doubt, and what of that is drawn.
        versions: How many.
        concentration: How closely weights stay to the study's own.

    Raises:
        LeftBehindError: If there are fewer than two versions, or an index is named that has
            no weights to draw.
    """
    if versions < 2:
        raise LeftBehindError(
            f"{versions} versions are too few to say anything of doubt",
            mend="ask for two or more with --draws",
        )
    drawn = sources(made, doubt, doubt.draw)
    uniform = sequence(drawn, versions, doubt.seed)[0]
    return versions_of(made, doubt, concentration, uniform, versions)


def _moved(made: Ensemble, doubt: Doubt) -> list[str]:
    movable = [name for name, one in made.parts.items() if one.movable]
    for key, named in (("weights", doubt.weights), ("panel", doubt.panel), ("range", doubt.range)):
        for name in named:
            if name not in movable:
                raise LeftBehindError(
                    f"doubt.{key} names {name}, which is no index whose weights can be drawn",
                    mend=nearest(name, movable),
                )
    asked = doubt.weights or movable
    return [name for name in movable if name in asked and made.parts[name].weights.size > 1]


def _weights(
    made: Ensemble, doubt: Doubt, index: str, concentration: float, uniform: Array
) -> Array:
    own = made.parts[index].weights
    experts = made.parts[index].experts
    if experts is not None:
        return np.asarray(experts[_one_of(experts.shape[0], uniform)] * own.sum())
    if index in doubt.range:
        far = doubt.range[index].of_all or 0.0
        drawn = own * (1 + far * (2 * uniform - 1))
        return np.asarray(drawn / drawn.sum(axis=1, keepdims=True) * own.sum())
    if not np.isfinite(concentration):
        return np.repeat(own[None, :], uniform.shape[0], axis=0)
    return _dirichlet(own, concentration, uniform)


def _one_of(choices: int, uniform: Array) -> Whole:
    return np.minimum((uniform[:, 0] * choices).astype(np.int64), choices - 1)


def _dirichlet(own: Array, concentration: float, uniform: Array) -> Array:
    from scipy.special import gammaincinv

    shape = concentration * own / own.sum()
    gamma = gammaincinv(shape[None, :], uniform)
    return np.asarray(gamma / gamma.sum(axis=1, keepdims=True) * own.sum())
