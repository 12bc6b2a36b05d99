"""Neighbours of 33,755 areas, and each against its neighbours with 999 permutations.

Beside them the same by plain means, in the same run, of a part of the areas and the time taken for
all: each shape set beside all others, figures dealt out anew one by one.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import shapely
from _timing import line, median_seconds

from leftbehind.analysis.joins import join_counts
from leftbehind.analysis.moran import local_moran, moran
from leftbehind.areas.boundaries import Boundaries
from leftbehind.areas.land import Land
from leftbehind.areas.neighbours import Neighbours, touching
from leftbehind.areas.whereabouts import coast_of, kilometres_to

AREAS, CORNERS, PERMUTATIONS = 33_755, 24, 999

PART = 60
"""The naive versions do one area in so many."""


def country() -> Boundaries:
    """Areas as LSOAs have them: cells around points, their edges broken by more corners."""
    rng = np.random.default_rng(33)
    points = shapely.multipoints(rng.random((AREAS, 2)) * 400_000)
    cells = shapely.get_parts(shapely.voronoi_polygons(points))
    square = shapely.box(0, 0, 400_000, 400_000)
    shapes = shapely.segmentize(shapely.intersection(cells, square), 3_000 / CORNERS * 6)
    codes = pl.Series([f"Z{n:05}" for n in range(AREAS)])
    return Boundaries(codes, shapely.coverage_clean(shapes), "EPSG:27700")


def naive_neighbours(found: Boundaries) -> int:
    """Every shape of a part set beside all others."""
    shapes = found.shapes
    return sum(int(np.sum(shapely.dwithin(one, shapes, 10.0))) for one in shapes[:: PART * 10])


def naive_local(values: np.ndarray, near: Neighbours) -> list[float]:
    """Figures of all others dealt out around each area of a part."""
    rng = np.random.default_rng(1)
    z = (values - values.mean()) / values.std()
    starts = np.searchsorted(near.one, np.arange(AREAS + 1))
    found = []
    for area in range(0, AREAS, PART):
        around = near.other[starts[area] : starts[area + 1]]
        observed = z[area] * z[around].mean()
        others = np.delete(z, area)
        dealt = [z[area] * rng.choice(others, len(around), replace=False).mean()
                 for _ in range(PERMUTATIONS // 99)]  # fmt: skip
        found.append(float(np.mean(np.array(dealt) >= observed)))
    return found


if __name__ == "__main__":
    ground = country()
    near = touching(ground)
    rng = np.random.default_rng(2)
    east = shapely.get_x(shapely.centroid(ground.shapes)) / 400_000
    values = east + rng.normal(size=AREAS)
    listed = values > np.quantile(values, 0.96)

    ours = median_seconds(lambda: touching(ground), runs=3)
    theirs = median_seconds(lambda: naive_neighbours(ground), runs=1, warm=False) * PART * 10
    line(f"neighbours of {AREAS:,} areas, {len(near.one) / 2:,.0f} pairs", ours, 10.0, theirs)

    ours = median_seconds(lambda: local_moran(values, near, PERMUTATIONS), runs=3)
    share = PART * PERMUTATIONS / (PERMUTATIONS // 99)
    theirs = median_seconds(lambda: naive_local(values, near), runs=1, warm=False) * share
    line(f"local Moran's I, {PERMUTATIONS} permutations", ours, 10.0, theirs)
    line("global Moran's I", median_seconds(lambda: moran(values, near, PERMUTATIONS), runs=3), 5.0)
    line("pairs on the list", median_seconds(lambda: join_counts(listed, near), runs=3), 5.0)

    def whereabouts() -> np.ndarray:
        return kilometres_to(ground, coast_of(ground, Land()).pieces)

    line("distance to the coast", median_seconds(whereabouts, runs=3), 5.0)
