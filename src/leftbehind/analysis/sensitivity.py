"""Which choice moves the list most: the variance of what versions do, shared out by source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from leftbehind.analysis.doubt import Doubtful, doubtful
from leftbehind.analysis.drawing import Source, sequence, sources, versions_of
from leftbehind.analysis.draws import Draws
from leftbehind.analysis.one_at_a_time import one_at_a_time
from leftbehind.analysis.sobol import design, sobol_indices
from leftbehind.analysis.tally import Tally
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError
from leftbehind.questions import DRAWN
from leftbehind.results import Results

SAMPLES = 512
"""Rows of each of two independent matrices."""

LEAST = 16
"""Fewer rows say nothing."""

SET = ("jaccard", "entries", "exits", "size")
"""What is found of the list of each version."""


@dataclass(frozen=True, slots=True)
class Variance:
    """How the variance of what versions do to a list is shared out among what was drawn.

    Attributes:
        concentration: How closely drawn weights stayed to the study's own.
        influence: One row for each source and output, with the threshold free and held:
            `threshold` ("free" or "held"), `kind` and `source`, `output`, `first` (the share of
            the output's variance that the source makes alone), `total` (with all it makes
            together with others), and the ends of their intervals.
        outputs: One row for each output: its mean and standard deviation over the versions.
        runs: How many versions were judged, by threshold.
    """

    concentration: float
    influence: pl.DataFrame
    outputs: pl.DataFrame
    runs: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sensitive:
    """How a study's list answers to each choice.

    Attributes:
        results: The study.
        variance: What all choices do, drawn at once.
        one_at_a_time: One row for each single change, see `one_at_a_time`.
    """

    results: Results
    variance: Variance
    one_at_a_time: pl.DataFrame


def sensitivity(
    study: str | Path,
    changes: Iterable[str] = (),
    *,
    samples: int = SAMPLES,
    concentration: float | None = None,
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Sensitive:
    """Find which choice moves a study's list most.

    Args:
        study: A study's name or path.
        changes: Patches of it.
        samples: Rows of each of two independent matrices: a power of two.
        concentration: How closely weights stay to the study's own; none: the first that the
            study states.
        shelf: Where tables come from.
        tell: Called with what is being read or made.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If nothing is in doubt, or as `doubt` does.

    Example:
        >>> found = sensitivity("invented-country", samples=16)
        >>> found.variance.influence["kind"].unique(maintain_order=True).to_list()
        ['weights', 'shares', 'options']
    """
    at_hand = doubtful(study, changes, everything=True, shelf=shelf, tell=tell)
    tell("versions")
    shared = variance(at_hand, samples, concentration)
    tell("single changes")
    return Sensitive(at_hand.results, shared, one_at_a_time(at_hand.results, at_hand.variants))


def variance(
    at_hand: Doubtful, samples: int = SAMPLES, concentration: float | None = None
) -> Variance:
    """Draw everything that is in doubt at once, and share out the variance of what it does.

    Everything that the study says is in doubt is a source, drawn as a whole: the weights of an
    index, its threshold, a declared option. The threshold decides how long the list is and so
    swamps the rest: where it is in doubt, all is done twice, with it free and held.

    Args:
        at_hand: The study.
        samples: Rows of each of two independent matrices: a power of two.
        concentration: How closely weights stay to the study's own; none: the first that the
            study states.

    Raises:
        LeftBehindError: If nothing is in doubt, or what is asked makes no sense.
    """
    if samples < LEAST or samples & (samples - 1):
        raise LeftBehindError(
            f"{samples} is no power of two from {LEAST} on, at which draws are balanced",
            mend=f"ask for {SAMPLES} with --samples",
        )
    near = at_hand.about.concentration[0] if concentration is None else concentration
    if not 0 < near < np.inf:
        raise LeftBehindError(
            f"with a concentration of {near:g} no weights are drawn", mend="give a number above 0"
        )
    kinds = DRAWN if at_hand.made.chance else tuple(kind for kind in DRAWN if kind != "chance")
    free = sources(at_hand.made, at_hand.about, kinds)
    if not free:
        raise LeftBehindError(
            "nothing of this study is in doubt, so nothing can move its list",
            mend="say under [doubt] what is: weights, shares, an option",
        )
    held = tuple(source for source in free if source.kind != "shares")
    asked = {"free": free} if held == free or not held else {"free": free, "held": held}
    found = _influence(at_hand, asked, samples, near)
    return Variance(
        near,
        pl.concat([_named(name, rows) for name, (rows, _) in found.items()]),
        pl.concat([_named(name, outputs) for name, (_, outputs) in found.items()]),
        {name: samples * (len(drawn) + 2) for name, drawn in asked.items()},
    )


def _influence(
    at_hand: Doubtful, asked: dict[str, tuple[Source, ...]], samples: int, concentration: float
) -> dict[str, tuple[pl.DataFrame, pl.DataFrame]]:
    """For each set of sources, their Sobol indices and the mean and spread of each output."""
    about, made = at_hand.about, at_hand.made
    first = next(iter(asked.values()))
    one, other = sequence(first, samples, about.seed, copies=2)
    drawn, row = [], []
    for sources_of in asked.values():
        block = len(sources_of) + 2
        uniform = design(sources_of, one, other)
        drawn.append(versions_of(made, about, concentration, uniform, samples * block))
        row.append(np.repeat(np.arange(samples), block))
    # Row by row over all sets: what versions of a row share is then found once.
    order = np.argsort(np.concatenate(row), kind="stable")
    tally = Tally(made, order.size, ranks=True)
    at_hand.judge(tally, Draws.joined(drawn).some(order))
    outputs = [*SET, *(f"{index}_shift" for index in made.parts)]
    values = np.empty((len(outputs), order.size))
    values[:, order] = [tally.row[name] for name in outputs]
    ends = np.cumsum([part.size for part in row])[:-1]
    return {
        name: _told(sources_of, outputs, part, about.seed)
        for (name, sources_of), part in zip(
            asked.items(), np.split(values, ends, axis=1), strict=True
        )
    }


def _told(
    drawn: tuple[Source, ...], outputs: list[str], values: Array, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = sobol_indices(values, len(drawn), seed)
    rows = [
        {
            "kind": source.kind,
            "source": source.of,
            "output": output,
            "first": found.first[at, column],
            "first_low": found.first_low[at, column],
            "first_high": found.first_high[at, column],
            "total": found.total[at, column],
            "total_low": found.total_low[at, column],
            "total_high": found.total_high[at, column],
        }
        for at, output in enumerate(outputs)
        for column, source in enumerate(drawn)
    ]
    # A and B alone are independent versions; the rest are theirs with one source swapped.
    own = values.reshape(len(outputs), -1, len(drawn) + 2)[:, :, :2].reshape(len(outputs), -1)
    spread = {"output": outputs, "mean": own.mean(axis=1), "deviation": own.std(axis=1)}
    return pl.DataFrame(rows), pl.DataFrame(spread)


def _named(threshold: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.lit(threshold).alias("threshold"), pl.all())
