"""How sure the list is: who is on it in how many versions of the study, and at which ranks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.drawing import draw
from leftbehind.analysis.ensemble import Draws, Ensemble, Ranker, Whole, ensemble
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import place
from leftbehind.errors import LeftBehindError
from leftbehind.questions import Doubt
from leftbehind.results import Results
from leftbehind.running.run import run
from leftbehind.study import read_study

LEVELS = (0.5, 0.8, 0.95)
"""Shares of versions at which the list is given."""

LOW, HIGH = 0.05, 0.95
"""Ends of the interval of ranks."""

MEMORY = 1_500_000_000
"""Bytes that the ranks of one index in all versions may take."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A study in many versions.

    Attributes:
        results: The study itself.
        concentration: How closely weights stayed to its own.
        areas: One row for each area: `area`, `name`, `in_study`, `probability` (the share of
            versions in which it is on the list); for each index `<index>_rank` in the study,
            `<index>_low`, `<index>_median` and `<index>_high`.
        versions: One row for each version: its weights as `<index>.<part>`, shares as
            `<index>.share`, the choice of each option, `size` of the list, `entries` and
            `exits` beside the study's own, `jaccard`, and `<index>_shift`, the mean
            difference of ranks.
    """

    results: Results
    concentration: float
    areas: pl.DataFrame
    versions: pl.DataFrame

    def listed(self, level: float) -> pl.DataFrame:
        """The areas that are on the list in at least a share of versions."""
        return self.areas.filter(pl.col("probability") >= level)

    def marginal(self) -> pl.DataFrame:
        """The areas close to the line: neither firmly on the list nor firmly off it.

        Firmly is in 95 of 100 versions.
        """
        close = pl.col("probability").is_between(1 - HIGH, HIGH, closed="none")
        return self.areas.filter(close).sort("probability", "area", descending=[True, False])


def doubt(
    study: str | Path,
    changes: Iterable[str] = (),
    *,
    draws: int = 1000,
    concentration: float | None = None,
    seed: int | None = None,
    shelf: Shelf | None = None,
    ranks: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Doubted:
    """Judge a study in many versions of its method.

    What is drawn is a choice, not chance: a probability here is the share of versions that
    put a place on the list, and the dial is how far versions may differ.

    Args:
        study: A study's name or path.
        changes: Patches of it.
        draws: How many versions.
        concentration: How closely weights stay to the study's own; none: the first that the
            study states. Infinite: they stay.
        seed: Seed of the draws; none: the study's.
        shelf: Where tables come from.
        ranks: Whether ranks are found too, not only who is on the list.
        tell: Called with what is being read.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If the study's list is no rule of ranks, or there is too much to
            hold in memory.

    Example:
        >>> found = doubt("invented-country", draws=64)
        >>> sorted(found.areas.filter(pl.col("probability") == 1)["in_study"].unique())
        [True]
    """
    stated = tuple(changes)
    asked = read_study(study, stated)
    about = asked.doubt if seed is None else asked.doubt.model_copy(update={"seed": seed})
    spread = about.concentration[0] if concentration is None else concentration
    if about.seed < 0:
        raise LeftBehindError(
            f"a seed of {about.seed} starts no draws", mend="give a whole number from 0 on"
        )
    if not spread > 0:
        raise LeftBehindError(
            f"a concentration of {spread:g} is no distribution", mend="give a number above 0"
        )

    def other(patches: Sequence[str]) -> Results:
        return run(read_study(study, [*stated, *patches]), shelf=shelf, tell=tell)

    results = run(asked, shelf=shelf, tell=tell)
    return judged(results, about, draws, spread, ranks=ranks, other=other)


def judged(
    results: Results,
    about: Doubt,
    draws: int,
    concentration: float,
    *,
    ranks: bool = True,
    other: Callable[[Sequence[str]], Results] | None = None,
) -> Doubted:
    """Judge results that are at hand in many versions.

    Args:
        results: Results of the study.
        about: What of it is in doubt.
        draws: How many versions.
        concentration: How closely weights stay to the study's own.
        ranks: Whether ranks are found too.
        other: Runs the study with patches, for the choices of options.

    Raises:
        LeftBehindError: As `doubt` does.
    """
    made = ensemble(results)
    drawn = draw(made, about, draws, concentration)
    tally = _Tally(made, draws, ranks=ranks)
    for patches, which in _options(about, drawn):
        own = made
        if patches and other:
            own = _alike(made, ensemble(other(patches)), patches)
        tally.add(own, drawn.some(which), which)
    return Doubted(results, concentration, tally.areas(results), tally.versions(drawn, about))


def _options(about: Doubt, drawn: Draws) -> list[tuple[tuple[str, ...], Whole]]:
    """The patches of each combination of choices, and the versions that took it."""
    everyone = np.arange(drawn.versions)
    if not drawn.option:
        return [((), everyone)]
    taken = np.column_stack(list(drawn.option.values()))
    found = []
    for row in np.unique(taken, axis=0):
        patches: list[str] = []
        for choices, at in zip(about.option.values(), row, strict=True):
            patches += list(choices.values())[at]
        found.append((tuple(patches), np.flatnonzero((taken == row).all(axis=1))))
    return found


def _alike(own: Ensemble, other: Ensemble, patches: tuple[str, ...]) -> Ensemble:
    """Another version of the same areas and indices, or an error."""
    same = own.codes.equals(other.codes) and own.parts.keys() == other.parts.keys()
    if not same or any(own.parts[n].names != other.parts[n].names for n in own.parts
                       if own.parts[n].movable and other.parts[n].movable):  # fmt: skip
        raise LeftBehindError(
            "an option may not change the areas, the indices or their parts",
            where=f"doubt.option: {', '.join(patches)}",
            mend="leave `areas`, `base` and the children of the index as they are",
        )
    return other


class _Tally:
    """What is counted over all versions."""

    def __init__(self, made: Ensemble, draws: int, *, ranks: bool) -> None:
        self.made = made
        size = made.rule.areas
        self.on = np.zeros(size, dtype=np.int64)
        self.row = {name: np.zeros(draws) for name in ("size", "entries", "exits", "jaccard")}
        self.shift = {name: np.full(draws, np.nan) for name in made.parts} if ranks else {}
        kind = np.uint16 if size < np.iinfo(np.uint16).max else np.uint32
        needed = size * draws * np.dtype(kind).itemsize
        if ranks and needed > MEMORY:
            raise LeftBehindError(
                f"the ranks of {size:,} areas in {draws:,} versions take {needed / 1e9:.1f} GB",
                mend="ask for fewer draws, or for the list alone with --no-ranks",
            )
        self.draws = draws
        self.unknown = int(np.iinfo(kind).max)  # after every rank
        self.reference: dict[str, Whole] = {}
        for name, one in made.parts.items():
            self.reference[name] = np.full(size, self.unknown, dtype=np.int64)
            self.reference[name][one.known] = place(one.scores(one.weights))
        self.rank: dict[str, NDArray[np.uint32]] = {}
        if ranks:
            self.rank = {n: np.full((draws, size), self.unknown, kind) for n in made.parts}

    def add(self, made: Ensemble, drawn: Draws, which: Whole) -> None:
        """Judge versions, on all cores."""
        workers = os.cpu_count() or 1
        shares = np.array_split(np.arange(drawn.versions), workers)
        with ThreadPoolExecutor(workers) as pool:
            for on in pool.map(lambda own: self._judge(made, drawn.some(own), which[own]), shares):
                self.on += on

    def _judge(self, made: Ensemble, drawn: Draws, which: Whole) -> Whole:
        on = np.zeros(made.rule.areas, dtype=np.int64)
        own, ranker = self.made.own, Ranker(made.rule.areas)
        listed = int(own.sum())
        for n, scores in made.scored(drawn):
            at = which[n]
            inside = made.members(scores, {name: one[n] for name, one in drawn.shares.items()})
            on += inside
            both = int(np.count_nonzero(inside & own))
            size = int(np.count_nonzero(inside))
            self.row["size"][at] = size
            self.row["entries"][at] = size - both
            self.row["exits"][at] = listed - both
            whole = size + listed - both
            self.row["jaccard"][at] = both / whole if whole else 1.0
            for name in self.rank:
                order, rank = ranker.of(scores[name])
                row = self.rank[name][at]
                if isinstance(known := made.parts[name].known, slice):
                    row[order] = rank
                else:
                    row[known[order]] = rank
                self.shift[name][at] = self._shift(row, self.reference[name])
        return on

    def _shift(self, row: NDArray[np.uint32], reference: Whole) -> float:
        """Mean difference of ranks, over the areas that have one in both."""
        both = (row != self.unknown) & (reference != self.unknown)
        return float(np.abs(row - reference).mean(where=both))

    def areas(self, results: Results) -> pl.DataFrame:
        """One row for each area."""
        columns = [
            results.areas["area"],
            results.areas["name"],
            pl.Series("in_study", self.made.own),
            pl.Series("probability", self.on / self.draws),
        ]
        for name, ranks in self.rank.items():
            low, median, high = _quantiles(ranks)
            columns.append(results.areas[f"{name}_rank"])
            for what, one in (("low", low), ("median", median), ("high", high)):
                columns.append(pl.Series(f"{name}_{what}", one).replace(self.unknown, None))
        return pl.DataFrame(columns)

    def versions(self, drawn: Draws, about: Doubt) -> pl.DataFrame:
        """One row for each version."""
        columns = {"version": np.arange(1, self.draws + 1)}
        found = pl.DataFrame(columns)
        for name, weights in drawn.weights.items():
            parts = self.made.parts[name]
            if parts.movable:
                found = found.with_columns(
                    pl.Series(f"{name}.{part}", weights[:, n]) for n, part in enumerate(parts.names)
                )
        found = found.with_columns(
            pl.Series(f"{name}.share", share) for name, share in drawn.shares.items()
        )
        for name, taken in drawn.option.items():
            labels = list(about.option[name])
            found = found.with_columns(pl.Series(name, [labels[at] for at in taken]))
        counted = [pl.Series(name, one.astype(np.int64)) for name, one in self.row.items()
                   if name != "jaccard"]  # fmt: skip
        shifts = [pl.Series(f"{name}_shift", one) for name, one in self.shift.items()]
        return found.with_columns(*counted, pl.Series("jaccard", self.row["jaccard"]), *shifts)


CHUNK = 1024
"""Areas whose ranks are sorted together."""


def _quantiles(ranks: NDArray[np.uint32]) -> tuple[Whole, Whole, Whole]:
    """Rank at 5, 50 and 95% of the versions, for each area: one that did occur."""
    draws, size = ranks.shape
    at = [max(int(np.ceil(q * draws)) - 1, 0) for q in (LOW, 0.5, HIGH)]
    found = np.zeros((3, size), dtype=np.int64)

    def work(start: int) -> None:
        own = np.ascontiguousarray(ranks[:, start : start + CHUNK].T)
        own.partition(at, axis=1)
        found[:, start : start + CHUNK] = own[:, at].T

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, range(0, size, CHUNK)))
    return found[0], found[1], found[2]
