"""How long a thousand versions of the list of England 2025 take, against a loop in pandas."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pandas as pd
from _timing import line

from leftbehind import NotHere, Results, run
from leftbehind.analysis.doubt import judged
from leftbehind.analysis.drawing import draw
from leftbehind.analysis.ensemble import Ensemble, ensemble
from leftbehind.questions import Doubt

TRIED = 10
"""Versions that the loop in pandas tries; its time is multiplied."""


def naive(made: Ensemble, versions: int, *, ranks: bool) -> float:
    """Seconds that a plain loop over versions takes in pandas."""
    drawn = draw(made, Doubt(), versions, 100.0)
    frames = {name: pd.DataFrame(one.values.T, columns=one.names)
              for name, one in made.parts.items()}  # fmt: skip
    start = time.perf_counter()
    kept: dict[str, list[pd.Series]] = {name: [] for name in frames}
    on = pd.Series(0, index=range(made.rule.areas))
    for at in range(TRIED):
        inside = pd.Series(True, index=on.index)
        for name, frame in frames.items():
            score = (frame * drawn.weights[name][at]).sum(axis=1)
            rank = score.round(9).rank(method="min", ascending=False)
            inside &= rank <= made.rule.last(name, drawn.shares[name][at])
            kept[name].append(rank)
        on += inside
    if ranks:
        for found in kept.values():
            pd.concat(found, axis=1).quantile([0.05, 0.5, 0.95], axis=1)
    return (time.perf_counter() - start) * versions / TRIED


def measured(results: Results, versions: int, target: float, *, ranks: bool) -> None:
    """Print one line, and the memory beside it."""
    made = ensemble(results)
    start = time.perf_counter()
    judged(results, Doubt(), versions, 100.0, ranks=ranks)
    ours = time.perf_counter() - start
    what = "ranks, intervals and list" if ranks else "list alone"
    line(f"{versions:,} versions, {what}", ours, target, naive(made, versions, ranks=ranks))


if __name__ == "__main__":
    try:
        england = run("england-2025")
    except NotHere as error:
        print(f"the doubt of England is not measured: {error}")
    else:
        measured(england, 1_000, 3.0, ranks=True)
        measured(england, 1_000, 0.5, ranks=False)
        measured(england, 10_000, 20.0, ranks=True)
        tracemalloc.start()
        judged(england, Doubt(), 10_000, 100.0)
        print(
            f"  10,000 versions took {tracemalloc.get_traced_memory()[1] / 1e9:.2f} GB (2 allowed)"
        )
        tracemalloc.stop()
        few, many = (judged(england, Doubt(), versions, 100.0, ranks=False).areas["probability"]
                     for versions in (2_000, 4_000))  # fmt: skip
        change = np.abs(few.to_numpy() - many.to_numpy()).max()
        print(f"  from 2,000 to 4,000 versions no probability changes by more than {change:.3f}")
