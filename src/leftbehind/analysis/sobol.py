"""Variance shared out by source: first and total order Sobol indices with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leftbehind.analysis.drawing import Source, Uniform
from leftbehind.engine.arrays import Array

LEVEL = 0.95
"""Share of bootstrap samples inside an interval."""

RESAMPLES = 500
"""Bootstrap samples of the rows."""

_NOTHING = 1e-12
"""Variances below it are what rounding leaves of none."""


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """Sobol indices of several outputs, each (outputs, sources).

    Attributes:
        first: The share of an output's variance that a source makes alone.
        first_low: Lower end of its interval.
        first_high: Upper end of it.
        total: The share that a source takes part in, alone or with others.
        total_low: Lower end of its interval.
        total_high: Upper end of it.
    """

    first: Array
    first_low: Array
    first_high: Array
    total: Array
    total_low: Array
    total_high: Array


def design(drawn: tuple[Source, ...], one: Uniform, other: Uniform) -> Uniform:
    """Versions in blocks: for each row one of A, one of B, and A with each source from B.

    A source of several numbers, such as the weights of an index, is swapped whole. The
    versions of a block stand together, so that what two of them share is found once.

    Args:
        drawn: The sources.
        one: Numbers for A, (rows, length) for each source.
        other: Numbers for B, independent of those for A.

    Returns:
        For each source (rows × (sources + 2), its length).

    Source:
        Saltelli, A. et al. (2010), Computer Physics Communications 181, 259–270.
    """
    found = {}
    for at, source in enumerate(drawn):
        block = np.repeat(one[source][:, None, :], len(drawn) + 2, axis=1)
        block[:, 1], block[:, 2 + at] = other[source], other[source]
        found[source] = block.reshape(-1, source.length)
    return found


def sobol_indices(values: Array, sources: int, seed: int = 0) -> SobolIndices:
    """Share out the variance of outputs of versions that `design` laid out.

    Outputs are centred first: the estimator of the first order fails for a function whose mean
    is far from 0. What does not vary has no influence.

    Args:
        values: (outputs, versions).
        sources: How many sources were swapped.
        seed: Seed of the bootstrap.

    Source:
        First order: Saltelli et al. (2010), table 2 (b). Total order: Jansen (1999), Computer
        Physics Communications 117, 35–43. Intervals: percentiles over bootstrap samples of the
        rows: Archer, Saltelli and Sobol (1997), J. Statist. Comput. Simul. 58, 99–120.

    Example:
        >>> from leftbehind.analysis.drawing import Source, sequence
        >>> drawn = tuple(Source("options", name) for name in ("steep", "flat"))
        >>> x = design(drawn, *sequence(drawn, 256, seed=1, copies=2))
        >>> y = 2 * x[drawn[0]][:, 0] + x[drawn[1]][:, 0]
        >>> sobol_indices(y[None], sources=2).total.round(2).tolist()
        [[0.8, 0.2]]
    """
    outputs = values.shape[0]
    blocks = values.reshape(outputs, -1, sources + 2)
    rows = blocks.shape[1]
    blocks = blocks - blocks[:, :, :2].mean(axis=(1, 2), keepdims=True)
    one, other, swapped = blocks[:, :, :1], blocks[:, :, 1:2], blocks[:, :, 2:]
    alone = (other * (swapped - one)).transpose(0, 2, 1).reshape(-1, rows)
    taking_part = ((one - swapped) ** 2 / 2).transpose(0, 2, 1).reshape(-1, rows)
    both = blocks[:, :, :2]
    moments = np.concatenate([both.mean(axis=2), (both**2).mean(axis=2)])

    def indices(share: Array) -> tuple[Array, Array]:
        """First and total order where each row has a share, (samples, rows), of the whole."""
        middle, square = np.split(share @ moments.T, 2, axis=1)
        variance = (square - middle**2)[:, :, None]
        shape = (share.shape[0], outputs, sources)
        found = ((share @ part.T).reshape(shape) for part in (alone, taking_part))
        first, total = (
            np.divide(part, variance, out=np.zeros(shape), where=variance > _NOTHING)
            for part in found
        )
        return first, total

    first, total = indices(np.full((1, rows), 1 / rows))
    drawn = np.random.default_rng(seed).multinomial(rows, np.full(rows, 1 / rows), RESAMPLES)
    ends = (0.5 - LEVEL / 2, 0.5 + LEVEL / 2)
    low, high = zip(*(np.quantile(one, ends, axis=0) for one in indices(drawn / rows)), strict=True)
    return SobolIndices(first[0], low[0], high[0], total[0], low[1], high[1])
