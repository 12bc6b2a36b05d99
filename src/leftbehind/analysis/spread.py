"""The ranks of one index over many versions: exact while they fit in memory, else in bins."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
import polars as pl
from numpy.typing import NDArray

LOW, HIGH = 0.05, 0.95
"""Ends of the interval of ranks."""

MEMORY = 2_000_000_000
"""Bytes that the ranks of all indices in all versions may take; beyond it they are binned."""

BINS = 512
"""Bins of ranks, of the same width."""

CHUNK = 1024
"""Areas whose ranks are looked at together."""

BUFFER = 128
"""Versions that wait to be kept or counted together."""

Ranks = NDArray[np.int32]
"""Competition ranks, 1 = highest."""

NONE = 0
"""The rank of what has no score."""


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
        >>> for ranks in ([1, 2, NONE], [1, 3, NONE]):
        ...     spread.add(np.array(ranks, dtype=np.int32))
        >>> [one.to_list() for one in spread.intervals()]
        [[1, 2, None], [1, 2, None], [1, 3, None]]
    """

    def __init__(self, areas: int, versions: int, *, exact: bool) -> None:
        self._versions, self._areas = versions, areas
        self._width = 1 if exact else max(1, -(-areas // BINS))
        self.error = self._width // 2
        # Ranks or bins, from 0 on; what has none comes after all of them.
        self._last = -(-areas // self._width)
        kind = kind_of(self._last + 1)
        self._waiting = np.empty((BUFFER, areas), kind)
        self._filled = self._done = 0
        self._adding = Lock()
        self._kept = np.empty((areas, versions), kind) if self._width == 1 else None
        if self._kept is None:
            self._counts = np.zeros((areas, self._last + 1), kind_of(versions + 1))

    def add(self, rank: Ranks) -> None:
        """Keep the ranks of one version.

        Args:
            rank: (areas,); `NONE` where there is none.
        """
        fell = (rank - 1) // self._width if self._width > 1 else rank - 1
        if fell.min() < 0:
            fell[rank == NONE] = self._last
        with self._adding:
            self._waiting[self._filled] = fell
            self._filled += 1
            if self._filled == BUFFER:
                self._take_in()

    def _take_in(self) -> None:
        """Keep or count what waits, many versions at once: memory is then used in one piece."""
        waiting = self._waiting[: self._filled]
        if self._kept is not None:
            self._kept[:, self._done : self._done + self._filled] = waiting.T
        else:
            for start in range(0, self._areas, CHUNK):
                counts = self._counts[start : start + CHUNK]
                rows = np.arange(counts.shape[0])
                for fell in waiting[:, start : start + CHUNK]:
                    counts[rows, fell] += 1
        self._done += self._filled
        self._filled = 0

    def intervals(self) -> tuple[pl.Series, pl.Series, pl.Series]:
        """Rank at 5, 50 and 95% of the versions, for each area; asked for once, at the end.

        An exact one did occur; one from bins is the middle of its bin.
        """
        at = [max(int(np.ceil(q * self._versions)) - 1, 0) for q in (LOW, 0.5, HIGH)]
        found = np.zeros((3, self._areas), dtype=np.int64)
        self._take_in()

        def work(start: int) -> None:
            some = slice(start, start + CHUNK)
            if self._kept is not None:
                own = self._kept[some]
                if own.dtype == np.uint16:
                    own.sort(axis=1, kind="stable")  # by radix: a quarter of the time
                else:
                    own.partition(at, axis=1)
                found[:, some] = own[:, at].T
            else:
                below = np.cumsum(self._counts[some], axis=1, dtype=np.int64)
                for row, place in enumerate(at):
                    found[row, some] = (below > place).argmax(axis=1)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(work, range(0, self._areas, CHUNK)))
        low, median, high = (self._series(one) for one in found)
        return low, median, high

    def _series(self, found: NDArray[np.int64]) -> pl.Series:
        known = pl.Series(found < self._last)
        middle = np.minimum(found * self._width + self._width // 2 + 1, self._areas)
        return pl.select(pl.when(known).then(pl.Series(middle))).to_series()


def kind_of(largest: int) -> type[np.uint16] | type[np.uint32]:
    """The smallest whole numbers that go so far."""
    return np.uint16 if largest <= np.iinfo(np.uint16).max else np.uint32


def fits(areas: int, versions: int, indices: int) -> bool:
    """Whether the ranks of all indices in all versions fit in the memory they may take."""
    return areas * versions * indices * np.dtype(kind_of(areas + 1)).itemsize <= MEMORY
