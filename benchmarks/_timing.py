"""Timing with the memory and the ratio beside it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable


def median_seconds(work: Callable[[], object], *, runs: int = 5, warm: bool = True) -> float:
    """Median wall time of several runs, after one that is not counted."""
    if warm:
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process_seconds(*command: str, runs: int = 5) -> float:
    """Median wall time of a whole process, after one that is not counted."""

    def work() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return median_seconds(work, runs=runs)


def line(what: str, ours: float, target: float, naive: float | None = None) -> None:
    """Print one figure, its budget, and how the naive version did."""
    ratio = f"{naive:8.3f} s naive, {naive / ours:6.1f} times ours" if naive else ""
    verdict = "within" if ours <= target else "OVER"
    print(f"{what:58} {ours:8.3f} s  ({verdict} {target:g} s)  {ratio}")
    sys.stdout.flush()
