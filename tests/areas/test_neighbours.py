"""Neighbours: edges and corners, cracks, islands, and areas of which nothing is known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from libpysal.graph import Graph

from leftbehind import LeftBehindError
from leftbehind.areas.boundaries import Boundaries
from leftbehind.areas.neighbours import CRACK, Neighbours, nearest_ones, touching, within


def ground(*shapes: shapely.Geometry, without: tuple[str, ...] = ()) -> Boundaries:
    codes = pl.Series([f"A{n}" for n in range(len(shapes))])
    return Boundaries(codes, np.array(shapes, dtype=object), "EPSG:27700", without)


def grid(wide: int, high: int, gap: float = 0) -> Boundaries:
    """Squares of a kilometre, row by row, with gaps between them."""
    return ground(
        *(
            shapely.box(1000 * x, 1000 * y, 1000 * (x + 1) - gap, 1000 * (y + 1) - gap)
            for y in range(high)
            for x in range(wide)
        )
    )


def pairs(found: Neighbours) -> set[tuple[str, str]]:
    return {(found.codes[int(a)], found.codes[int(b)])
            for a, b in zip(found.one, found.other, strict=True)}  # fmt: skip


def test_edges_and_corners_make_neighbours() -> None:
    nine = touching(grid(3, 3))
    assert nine.counts.tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]
    assert set(nine.of("A0")) == {"A1", "A3", "A4"}
    assert nine.alone == ()


def test_cracks_are_bridged_and_gaps_are_not() -> None:
    assert len(touching(grid(2, 1, gap=CRACK - 1)).one) == 2
    assert len(touching(grid(2, 1, gap=CRACK + 1)).one) == 0
    assert len(touching(grid(2, 1, gap=40), crack=50).one) == 2


def test_overlapping_polygons_touch() -> None:
    assert len(touching(ground(shapely.box(0, 0, 10, 10), shapely.box(5, 5, 20, 20))).one) == 2


def test_an_island_and_an_area_without_a_polygon_are_said() -> None:
    island = shapely.box(90_000, 0, 91_000, 1_000)
    found = touching(ground(*grid(2, 1).shapes, island, without=("Z9",)))
    assert found.alone == ("A2",)
    assert found.of("A2").to_list() == []
    assert found.without == ("Z9",)
    with pytest.raises(LeftBehindError, match="Z9 has no polygon"):
        found.of("Z9")
    with pytest.raises(LeftBehindError, match="did you mean A2"):
        found.of("A2X")


def test_one_area_and_none() -> None:
    assert touching(ground(shapely.box(0, 0, 1, 1))).alone == ("A0",)
    assert touching(ground()).alone == ()


def test_an_area_that_comes_twice_is_refused() -> None:
    twice = Boundaries(pl.Series(["A", "B", "A"]), grid(3, 1).shapes, "EPSG:27700")
    for asked in (touching, lambda b: within(b, 10), lambda b: nearest_ones(b, 1)):
        with pytest.raises(LeftBehindError, match="polygons come twice: A"):
            asked(twice)


def test_nearest_ones_go_over_water_and_need_not_be_mutual() -> None:
    far = shapely.box(9_000, 0, 10_000, 1_000)
    found = nearest_ones(ground(*grid(3, 1).shapes, far), 1)
    assert found.counts.tolist() == [1, 1, 1, 1]
    assert found.of("A3").to_list() == ["A2"]
    assert found.of("A2").to_list() != ["A3"]
    for number in (0, 4):
        with pytest.raises(LeftBehindError, match="nearest"):
            nearest_ones(ground(*grid(3, 1).shapes, far), number)


def test_those_at_one_point_are_each_others_nearest() -> None:
    same = [shapely.box(0, 0, 10, 10)] * 4
    found = nearest_ones(ground(*same), 2)
    assert found.counts.tolist() == [2, 2, 2, 2]
    assert (found.one != found.other).all()


def test_within_a_distance_of_insides() -> None:
    row = grid(4, 1)
    assert within(row, 1_000).counts.tolist() == [1, 2, 2, 1]
    assert within(row, 999).counts.tolist() == [0, 0, 0, 0]
    assert within(row, 2_000).counts.tolist() == [2, 3, 3, 2]
    for wrong in (-1.0, float("nan"), float("inf")):
        with pytest.raises(LeftBehindError, match="no distance"):
            within(row, wrong)


def test_some_areas_keep_only_the_pairs_among_them() -> None:
    row = touching(grid(4, 1))
    among = row.among(np.array([True, False, True, True]))
    assert among.codes.to_list() == ["A0", "A2", "A3"]
    assert pairs(among) == {("A2", "A3"), ("A3", "A2")}
    assert among.alone == ("A0",)


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_touching_is_mutual_and_as_libpysal_has_it(wide: int, high: int, random: object) -> None:
    whole = grid(wide, high)
    kept = [n for n in range(wide * high) if random.random() < 0.7] or [0]  # type: ignore[attr-defined]
    found = touching(ground(*whole.shapes[kept]))
    there = pairs(found)
    assert {(b, a) for a, b in there} == there
    if len(kept) > 1:
        theirs = Graph.build_contiguity(_series(whole.shapes[kept]), rook=False).adjacency
        mine = {(int(a[1:]), int(b[1:])) for a, b in there}
        assert mine == {pair for pair, weight in theirs.items() if weight}


def _series(shapes: np.ndarray) -> object:  # type: ignore[type-arg]
    import geopandas

    return geopandas.GeoSeries(shapes)
