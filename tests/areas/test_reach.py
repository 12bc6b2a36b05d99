"""Points within reach: hand-made numbers, and the same as measuring every pair."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from leftbehind import LeftBehindError
from leftbehind.areas.boundaries import Boundaries
from leftbehind.areas.reach import points_of, reach
from leftbehind.data.catalogue import Table
from leftbehind.data.read import Reading

GRID = "EPSG:27700"


def areas(*shapes: shapely.Geometry) -> Boundaries:
    return Boundaries(pl.Series([f"A{n}" for n in range(len(shapes))]), np.array(shapes), GRID)


def points(**columns: list[float | None]) -> Reading:
    return Reading("halls", Table(title="Halls", holds="points"), pl.DataFrame(columns), "")


def test_the_edge_counts_and_not_the_middle() -> None:
    wide = areas(shapely.box(0, 0, 10_000, 1_000))
    found = reach(wide, shapely.points([[10_500, 500], [11_001, 500]]), 1_000)
    assert found.within.tolist() == [1]
    assert found.metres.tolist() == [5_500]


def test_a_point_at_exactly_the_walk_counts_and_one_inside_does() -> None:
    one = areas(shapely.box(0, 0, 1_000, 1_000))
    assert reach(one, shapely.points([[2_000, 500], [500, 500]]), 1_000).within.tolist() == [2]


def test_a_point_between_two_areas_counts_for_both() -> None:
    two = areas(shapely.box(0, 0, 1_000, 1_000), shapely.box(1_500, 0, 2_500, 1_000))
    assert reach(two, shapely.points([[1_250, 500]]), 300).within.tolist() == [1, 1]


@given(
    st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 4_000)), min_size=1, max_size=20),
    st.integers(1, 3_000),
)
def test_the_tree_counts_as_measuring_every_pair_does(at: list, walk: int) -> None:
    corner = shapely.Polygon(
        [(0, 0), (1_500, 0), (1_500, 700), (700, 700), (700, 1_500), (0, 1_500)]
    )
    found = areas(corner, shapely.box(2_000, 2_000, 3_000, 2_600))
    halls = shapely.points(at)
    reached = reach(found, halls, walk)
    every = shapely.distance(found.shapes[:, None], halls[None, :])
    assert reached.within.tolist() == (every <= walk).sum(axis=1).tolist()
    middles = shapely.point_on_surface(found.shapes)
    nearest = shapely.distance(middles[:, None], halls[None, :]).min(axis=1)
    assert reached.metres == pytest.approx(nearest)


def test_points_are_made_plane_and_those_without_a_place_left_out() -> None:
    """The worked point of the Ordnance Survey's guide, 651409.903 E 313177.270 N, in WGS 84."""
    found = points_of(points(longitude=[1.716073, None], latitude=[52.657979, 52.0]), GRID)
    assert len(found) == 1
    assert shapely.distance(found[0], shapely.Point(651_409.9, 313_177.3)) < 10


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"lon": [1.0], "latitude": [52.0]}, "needs a column longitude"),
        ({"longitude": [None], "latitude": [52.0]}, "holds no point"),
        ({"longitude": [1.0, 52.0], "latitude": [52.0, 181.0]}, "no place on the map: rows 2"),
    ],
)
def test_what_is_no_table_of_points_is_refused(columns: dict, words: str) -> None:
    frame = {name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()}
    with pytest.raises(LeftBehindError, match=words):
        points_of(points(**frame), GRID)
