"""The ranks of one index over many versions: exact while they fit in memory, else in bins."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.engine.arrays import Array

LOW, HIGH = 0.05, 0.95
"""Ends of the interval of ranks."""

MEMORY = 1_500_000_000
"""Bytes that the ranks of all indices in all versions may take; beyond it they are binned."""

BINS = 512
"""Bins of ranks, of the same width."""

CHUNK = 1024
"""Areas whose ranks are sorted together."""

Ranks = NDArray[np.uint32]


class Spread:
    """Ranks of every area, version by version.

    Args:
        areas: How many there are.
        versions: How many there will be.
        exact: Whether every rank is kept; else only which of `BINS` bins it fell in.

    Attributes:
        error: How far an end of an interval may be from the exact one, in ranks.

    Example:
        >>> spread = Spread(areas=3, versions=2, exact=True)
        >>> for at, ranks in enumerate(([1.0, 2.0, np.nan], [1.0, 3.0, np.nan])):
        ...     spread.add(at, np.array(ranks))
        >>> [one.to_list() for one in spread.intervals()]
        [[1, 2, None], [1, 2, None], [1, 3, None]]
    """

    def __init__(self, areas: int, versions: int, *, exact: bool) -> None:
        self._versions, self._areas = versions, areas
        self._width = 1 if exact else max(1, -(-areas // BINS))
        self.error = self._width // 2
        self._exact = self._width == 1
        self._unknown: int
        if self._exact:
            kind = kind_of(areas)
            self._unknown = int(np.iinfo(kind).max)  # after every rank
            self._kept = np.full((versions, areas), self._unknown, kind)
        else:
            self._unknown = -(-areas // self._width)
            counts = np.uint16 if versions < np.iinfo(np.uint16).max else np.uint32
            self._kept = np.zeros((areas, self._unknown + 1), counts)
            self._everyone = np.arange(areas)
            self._adding = Lock()

    def add(self, at: int, rank: Array) -> None:
        """Keep the ranks of one version.

        Args:
            at: Its position.
            rank: (areas,); NaN where there is none.
        """
        known = np.where(np.isnan(rank), self._unknown + 1, rank)
        if self._exact:
            self._kept[at] = np.minimum(known, self._unknown)
            return
        fell = np.minimum((known.astype(np.int64) - 1) // self._width, self._unknown)
        fell[np.isnan(rank)] = self._unknown
        with self._adding:
            self._kept[self._everyone, fell] += 1

    def intervals(self) -> tuple[pl.Series, pl.Series, pl.Series]:
        """Rank at 5, 50 and 95% of the versions, for each area.

        An exact one did occur; one from bins is the middle of its bin.
        """
        at = [max(int(np.ceil(q * self._versions)) - 1, 0) for q in (LOW, 0.5, HIGH)]
        found = np.zeros((3, self._areas), dtype=np.int64)

        def work(start: int) -> None:
            some = slice(start, start + CHUNK)
            if self._exact:
                own = np.ascontiguousarray(self._kept[:, some].T)
                own.partition(at, axis=1)
                found[:, some] = own[:, at].T
            else:
                below = np.cumsum(self._kept[some], axis=1, dtype=np.int64)
                for row, place in enumerate(at):
                    found[row, some] = (below > place).argmax(axis=1)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(work, range(0, self._areas, CHUNK)))
        low, median, high = (self._series(one) for one in found)
        return low, median, high

    def _series(self, found: NDArray[np.int64]) -> pl.Series:
        unknown = found == self._unknown
        if not self._exact:
            found = np.minimum(found * self._width + 1 + self._width // 2, self._areas)
        return pl.select(
            pl.when(~pl.Series(unknown)).then(pl.Series(found))
        ).to_series()  # fmt: skip


def kind_of(areas: int) -> type[np.uint16] | type[np.uint32]:
    """The smallest whole numbers that hold a rank and one that is after all."""
    return np.uint16 if areas < np.iinfo(np.uint16).max else np.uint32


def fits(areas: int, versions: int, indices: int) -> bool:
    """Whether the ranks of all indices in all versions fit in the memory they may take."""
    return areas * versions * indices * np.dtype(kind_of(areas)).itemsize <= MEMORY
