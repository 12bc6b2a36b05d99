"""Versions judged one after the other, and what is counted over them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.draws import Draws, Whole
from leftbehind.analysis.ensemble import Ensemble, Parts
from leftbehind.analysis.ranker import Ranker
from leftbehind.analysis.spread import NONE, Ranks, Spread
from leftbehind.engine.arrays import Array, place

BATCH = 16
"""Versions whose counts are drawn anew together."""

COUNTED = ("size", "entries", "exits")
"""What is counted of the list of each version."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """Scores of one index in one version, and what was found from them."""

    key: bytes
    score: Array
    order: NDArray[np.intp] | None = None
    shift: float = np.nan
    alike: float = np.nan


class Tally:
    """What is counted over versions of a study, beside its own list.

    Attributes:
        made: The study.
        versions: How many versions there will be.
        on: In how many of those judged so far each area is on the list, (areas,).
        row: Of each version: `size`, `entries` and `exits` of the list, `jaccard`, and if
            ranks are asked for `<index>_shift`, the mean difference of ranks, and if asked
            for `<index>_alike`, their correlation.
        spread: The ranks of each index, where they are kept.
    """

    def __init__(
        self,
        made: Ensemble,
        versions: int,
        *,
        ranks: bool,
        alike: bool = False,
        spread: dict[str, Spread] | None = None,
    ) -> None:
        self.made, self.versions = made, versions
        self.on = np.zeros(made.rule.areas, dtype=np.int64)
        self.ranks, self.alike = ranks, alike
        self.spread = spread or {}
        self.row = {name: np.zeros(versions) for name in (*COUNTED, "jaccard")}
        self._own: dict[str, Ranks] = {}
        if ranks:
            found = ("shift", "alike") if alike else ("shift",)
            self.row |= {f"{index}_{what}": np.full(versions, np.nan)
                         for index in made.parts for what in found}  # fmt: skip
            for name, one in made.parts.items():
                self._own[name] = np.full(made.rule.areas, NONE, dtype=np.int32)
                self._own[name][one.known] = place(one.scores(one.weights))

    def add(self, made: Ensemble, drawn: Draws, which: Whole) -> None:
        """Judge versions, on all cores.

        Args:
            made: The study as these versions have it; its areas are those of the tally's.
            drawn: The versions.
            which: Their positions among all.
        """
        workers = os.cpu_count() or 1
        shares = np.array_split(np.arange(drawn.versions), workers)
        with ThreadPoolExecutor(workers) as pool:
            for on in pool.map(lambda own: self._judge(made, drawn.some(own), which[own]), shares):
                self.on += on

    def _judge(self, made: Ensemble, drawn: Draws, which: Whole) -> Whole:
        on = np.zeros(made.rule.areas, dtype=np.int64)
        own, ranker = self.made.own, Ranker(made.rule.areas)
        listed = int(own.sum())
        # Neighbouring versions often share an index's weights: it is then ranked once.
        latest: dict[str, list[_Judged]] = {name: [] for name in made.parts}
        lucky: dict[str, Array] = {}
        for n, at in enumerate(which):
            if n % BATCH == 0:
                lucky = {
                    name: made.chance[name].parts(made.parts[name].names, seeds[n : n + BATCH])
                    for name, seeds in drawn.chance.items()
                    if name in made.chance
                }
            judged = {}
            for name, weights in drawn.weights.items():
                parts, key = made.parts[name], weights[n].tobytes()
                if name in lucky:
                    values = lucky[name][n % BATCH][:, parts.known]
                    parts = replace(parts, values=np.ascontiguousarray(values))
                    key += drawn.chance[name][n].tobytes()
                judged[name] = self._index(parts, weights[n], key, latest[name], ranker)
            scores = {name: one.score for name, one in judged.items()}
            shares = {name: share[n] for name, share in drawn.shares.items()}
            inside = made.inside(scores, {
                name: _least(made, judged[name], made.rule.last(name, shares[name]))
                for name in made.rule.asked
            })  # fmt: skip
            on += inside
            both = int(np.count_nonzero(inside & own))
            size = int(np.count_nonzero(inside))
            whole = size + listed - both
            self.row["size"][at] = size
            self.row["entries"][at] = size - both
            self.row["exits"][at] = listed - both
            self.row["jaccard"][at] = both / whole if whole else 1.0
            if self.ranks:
                for name, one in judged.items():
                    self.row[f"{name}_shift"][at] = one.shift
                    if self.alike:
                        self.row[f"{name}_alike"][at] = one.alike
        return on

    def _index(
        self,
        parts: Parts,
        weights: Array,
        key: bytes,
        latest: list[_Judged],
        ranker: Ranker,
    ) -> _Judged:
        """One index under some weights; its ranks are kept where they are asked for."""
        name = parts.index
        for judged in latest:
            if judged.key == key and name not in self.spread:
                return judged
        score = parts.scores(weights)
        judged = _Judged(key, score)
        if self.ranks:
            order, rank = ranker.of(score)
            full = np.full(self.made.rule.areas, NONE, dtype=np.int32)
            if isinstance(parts.known, slice):
                full[order] = rank
            else:
                full[parts.known[order]] = rank
            if name in self.spread:
                self.spread[name].add(full)
            own = self._own[name]
            alike = _alike(full, own) if self.alike else np.nan
            judged = _Judged(key, score, order, _shift(full, own), alike)
        latest[:] = [judged, *latest[:1]]
        return judged

    def areas(self) -> pl.Series:
        """The share of versions in which each area is on the list."""
        return pl.Series("probability", self.on / self.versions)

    def counted(self) -> list[pl.Series]:
        """What was counted of each version."""
        return [
            pl.Series(name, one.astype(np.int64) if name in COUNTED else one)
            for name, one in self.row.items()
        ]


def _least(made: Ensemble, judged: _Judged, last: int) -> float:
    score, order = judged.score, judged.order
    edge = 0.0
    if 0 < last < score.size:
        at = score.size - last
        edge = float(np.partition(score, at)[at] if order is None else score[order[last - 1]])
    return made.rule.least(score, last, edge)


def _shift(rank: Ranks, own: Ranks) -> float:
    """Mean difference of ranks, over areas that have both.

    Source:
        Saisana, Saltelli and Tarantola (2005), J. R. Statist. Soc. A 168, 307.
    """
    difference = np.subtract(rank, own)
    np.abs(difference, out=difference)
    if own.min() > NONE and rank.min() > NONE:
        return int(difference.sum(dtype=np.int64)) / difference.size
    both = (own > NONE) & (rank > NONE)
    return float(difference[both].mean()) if both.any() else np.nan


def _alike(rank: Ranks, own: Ranks) -> float:
    """Correlation of ranks, over areas that have both."""
    both = (own > NONE) & (rank > NONE)
    if np.count_nonzero(both) < 2 or np.ptp(rank[both]) == 0 or np.ptp(own[both]) == 0:
        return np.nan
    return float(np.corrcoef(rank[both], own[both])[0, 1])
