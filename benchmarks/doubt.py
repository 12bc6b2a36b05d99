"""How long a thousand versions of the list of England 2025 take, against a loop in pandas."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from _timing import line

from leftbehind import NotHere, Results, read_study, run
from leftbehind.analysis.doubt import Doubtful, doubtful, judged
from leftbehind.analysis.drawing import draw, sources
from leftbehind.analysis.ensemble import Ensemble, ensemble
from leftbehind.analysis.sensitivity import variance
from leftbehind.analysis.spread import Spread, fits
from leftbehind.analysis.tally import Tally
from leftbehind.engine.arrays import Array
from leftbehind.questions import DRAWN, Doubt

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
    draw(made, Doubt(), 2, 100.0)  # what is imported once, some .5 to 1 s, is not counted
    start = time.perf_counter()
    judged(results, Doubt(), versions, 100.0, ranks=ranks)
    ours = time.perf_counter() - start
    what = "ranks, intervals and list" if ranks else "list alone"
    line(f"{versions:,} versions, {what}", ours, target, naive(made, versions, ranks=ranks))


def moved(at_hand: Doubtful) -> None:
    """Print how long Sobol indices take, with everything in doubt that the study declares."""
    made, about = at_hand.made, at_hand.about
    drawn = sources(made, about, DRAWN)
    runs = 512 * (len(drawn) + 2)
    for patches in product(*(choices.values() for choices in about.option.values())):
        at_hand.variants.patched([p for one in patches for p in one], "")  # folded beforehand
    start = time.perf_counter()
    found = variance(at_hand)
    ours = time.perf_counter() - start
    own = found.runs["free"] / sum(found.runs.values()) * ours
    line(f"{runs:,} versions for Sobol indices of {len(drawn)} sources", own, 8.0,
         naive(made, runs, ranks=False))  # fmt: skip
    print(f"  with the threshold held as well, {sum(found.runs.values()):,} versions: {ours:.1f} s")


def many_areas(made: Ensemble, areas: int, versions: int) -> None:
    """Print how long a larger country takes: England's areas again and again, a little moved."""
    rng = np.random.default_rng(1)
    times = -(-areas // made.rule.areas)

    def again(values: Array) -> Array:
        whole = np.tile(values, times)[..., :areas]
        return np.asarray(whole + rng.normal(0, 0.5, whole.shape))

    parts = {name: replace(one, known=slice(None), values=again(one.values))
             for name, one in made.parts.items()}  # fmt: skip
    rule = replace(made.rule, areas=areas, allowed=np.ones(areas, dtype=np.bool_))
    large = replace(made, parts=parts, rule=rule, own=np.zeros(areas, dtype=np.bool_))
    start = time.perf_counter()
    drawn = draw(large, Doubt(), versions, 100.0)
    exact = fits(areas, versions, len(parts))
    spread = {name: Spread(areas, versions, exact=exact) for name in parts}
    tally = Tally(large, versions, ranks=True, spread=spread)
    tally.add(large, drawn, np.arange(versions))
    for one in spread.values():
        one.intervals()
    ours = time.perf_counter() - start
    error = max(one.error for one in spread.values())
    line(f"{versions:,} versions of {areas:,} areas, intervals ± {error}", ours, 40.0,
         naive(large, versions, ranks=True))  # fmt: skip


if __name__ == "__main__":
    try:
        england = run(read_study("england-2025").without_outcomes())
        at_hand = doubtful("england-2025")
    except NotHere as error:
        print(f"the doubt of England is not measured: {error}")
    else:
        measured(england, 1_000, 3.0, ranks=True)
        measured(england, 1_000, 0.5, ranks=False)
        measured(england, 10_000, 20.0, ranks=True)
        moved(at_hand)
        many_areas(at_hand.made, 240_000, 1_000)
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
