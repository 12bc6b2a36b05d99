"""A whole index from 39 indicators in 7 domains, validation included, against pandas."""

from __future__ import annotations

import resource
import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
from _naive import build as naive
from _naive import country
from _timing import line, median_seconds

import leftbehind

ENGLAND = 32_844
MILLION = 1_000_000


def same(ours: pl.DataFrame, theirs: pd.DataFrame) -> None:
    apart = np.nanmax(np.abs(ours["deprivation_score"].to_numpy() - theirs["score"].to_numpy()))
    assert apart < 1e-2, apart  # its factor search stops early, and not twice at the same place
    print(f"{'':58} largest difference of a score: {apart:.1e}")


def measure(areas: int, target: float, runs: int) -> None:
    recipe = leftbehind.recipe("invented_deprivation")
    in_pandas = country(areas)
    frame = pl.from_pandas(in_pandas)
    ours = median_seconds(lambda: leftbehind.build(recipe, frame), runs=runs)
    theirs = median_seconds(lambda: naive(recipe, in_pandas), runs=1, warm=False)
    line(f"build, 39 indicators, {areas:,} areas", ours, target, theirs)
    if areas == ENGLAND:
        same(leftbehind.build(recipe, frame), naive(recipe, in_pandas))


def peak_gib() -> float:
    """Peak memory of a process that makes a million areas and builds their index."""
    code = (
        "import leftbehind; c = leftbehind.country(1_000_000, 2020)\n"
        "f = c.table('simulated_deprivation_small20')\n"
        "f = f.join(c.table('simulated_areas20'), on='small20'); del c\n"
        "leftbehind.build('invented_deprivation', f, area='small20')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20


if __name__ == "__main__":
    print(f"{'peak memory, a million areas simulated and built':58} {peak_gib():8.2f} GiB (of 4)")
    measure(ENGLAND, 0.15, runs=7)
    measure(MILLION, 6.0, runs=3)
