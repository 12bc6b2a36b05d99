"""What is drawn for each version of a study: weights, thresholds, declared options."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from leftbehind.analysis.ensemble import Draws, Ensemble
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError
from leftbehind.questions import Doubt


def draw(made: Ensemble, doubt: Doubt, versions: int, concentration: float) -> Draws:
    """Draw versions of a study.

    Weights of an index are drawn from a Dirichlet distribution around its own, each part's
    parameter being concentration × its share of the weights; shares of areas evenly between
    the ends that the study states; each choice of an option is as likely as any other. All
    come from one scrambled Sobol sequence.

    Args:
        made: The study.
        doubt: What of it is in doubt.
        versions: How many.
        concentration: How closely weights stay to the study's own: the standard deviation
            of a share w is √(w(1 − w) / (concentration + 1)). Infinite: they stay.

    Raises:
        LeftBehindError: If there are fewer than two versions, or an index is named that has
            no weights to draw.

    Source:
        Dirichlet weights from gamma quantiles: Devroye, L. (1986), Non-Uniform Random Variate
        Generation, XI.4.1. Scrambled sequences: Owen, A. B. (1998), J. Complexity 14, 466.
    """
    if versions < 2:
        raise LeftBehindError(
            f"{versions} versions are too few to say anything of doubt",
            mend="ask for two or more with --draws",
        )
    moved = _moved(made, doubt)
    lengths = {f"weights {name}": made.parts[name].weights.size for name in moved}
    lengths |= {f"share {name}": 1 for name in made.rule.asked if doubt.shares}
    lengths |= {f"option {name}": 1 for name in doubt.option}
    uniform = _sobol(lengths, versions, doubt.seed)
    weights = {}
    for name, one in made.parts.items():
        weights[name] = np.repeat(one.weights[None, :], versions, axis=0)
        if name in moved and np.isfinite(concentration):
            weights[name] = _dirichlet(one.weights, concentration, uniform[f"weights {name}"])
    shares = {}
    for name, share in made.rule.asked.items():
        shares[name] = np.full(versions, share.of_all or 0.0)
        if doubt.shares and share.number is None:
            low, high = (end.of_all or 0.0 for end in doubt.shares)
            shares[name] = low + (high - low) * uniform[f"share {name}"][:, 0]
    option = {
        name: np.minimum((uniform[f"option {name}"][:, 0] * len(choices)).astype(np.int64),
                         len(choices) - 1)
        for name, choices in doubt.option.items()
    }  # fmt: skip
    return Draws(weights, shares, option)


def _moved(made: Ensemble, doubt: Doubt) -> list[str]:
    for name in doubt.weights:
        if name not in made.parts or not made.parts[name].movable:
            raise LeftBehindError(
                f"doubt.weights names {name}, which is no index whose weights can be drawn",
                mend=f"name some of {', '.join(n for n, p in made.parts.items() if p.movable)}",
            )
    asked = doubt.weights or made.parts
    return [name for name, one in made.parts.items() if name in asked and one.movable
            and one.weights.size > 1]  # fmt: skip


def _sobol(lengths: Mapping[str, int], versions: int, seed: int) -> dict[str, Array]:
    """Numbers between 0 and 1 for each source: versions × its length."""
    from scipy.stats import qmc

    total = sum(lengths.values())
    if not total:
        return {}
    # The sequence is balanced at powers of two; of the next one the first so many are taken.
    power = int(np.ceil(np.log2(versions)))
    drawn = qmc.Sobol(total, scramble=True, rng=np.random.default_rng(seed)).random_base2(power)
    ends = np.cumsum(list(lengths.values()))[:-1]
    return dict(zip(lengths, np.split(drawn[:versions], ends, axis=1), strict=True))


def _dirichlet(own: Array, concentration: float, uniform: Array) -> Array:
    from scipy.special import gammaincinv

    shape = concentration * own / own.sum()
    gamma = gammaincinv(shape[None, :], uniform)
    return np.asarray(gamma / gamma.sum(axis=1, keepdims=True) * own.sum())
