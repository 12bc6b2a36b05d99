"""Whereabouts: size, coast without rivers, lakes and borders, and the way to a large city."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely

from leftbehind import LeftBehindError, Shelf, read_study
from leftbehind.areas.boundaries import Boundaries, projected, read_boundaries
from leftbehind.areas.land import Land, lands
from leftbehind.areas.whereabouts import SEA, cities_of, coast_of, kilometres_to, square_km
from leftbehind.running.run import tables_of

GRID = "EPSG:27700"
WEST, SOUTH = 400_000.0, 300_000.0
"""A corner in the middle of England, where a metre of the grid is a metre."""


def ground(*shapes: shapely.Geometry) -> Boundaries:
    codes = pl.Series([f"A{n}" for n in range(len(shapes))])
    return Boundaries(codes, np.array(shapes, dtype=object), GRID)


def box(x: float, y: float, x2: float, y2: float) -> shapely.Polygon:
    return shapely.box(WEST + x, SOUTH + y, WEST + x2, SOUTH + y2)


def degrees(x: float, y: float) -> tuple[float, float]:
    import pyproj

    back = pyproj.Transformer.from_crs(GRID, "EPSG:4326", always_xy=True)
    longitude, latitude = back.transform(WEST + x, SOUTH + y)
    return longitude, latitude


def test_sizes_are_square_kilometres() -> None:
    assert square_km(ground(box(0, 0, 2_000, 500))).tolist() == [1.0]


def test_the_coast_is_the_outer_edge_and_no_lake() -> None:
    whole = box(0, 0, 30_000, 30_000)
    lake = shapely.difference(whole, box(10_000, 10_000, 20_000, 20_000))
    assert coast_of(ground(lake), Land()).kilometres == pytest.approx(120)
    island = box(50_000, 0, 60_000, 10_000)
    assert coast_of(ground(lake, island), Land()).kilometres == pytest.approx(160)


@pytest.mark.parametrize(("wide", "is_sea"), [(SEA - 50, False), (SEA + 50, True)])
def test_an_inlet_is_sea_where_it_is_wide(wide: float, is_sea: bool) -> None:
    """An inlet of 20 km, and an area of a kilometre at its end."""
    land = [box(0, 0, 30_000, 10_000), box(0, 10_000 + wide, 30_000, 20_000),
            box(0, 10_000, 10_000, 10_000 + wide)]  # fmt: skip
    coast = coast_of(ground(*land), Land())
    at_its_end = ground(box(9_000, 10_000, 10_000, 10_000 + wide))
    away = kilometres_to(at_its_end, coast.pieces)[0]
    assert away == pytest.approx(0.5 if is_sea else 9.5, abs=0.1)
    assert coast.kilometres == pytest.approx(100 + 40 * is_sea, abs=1.5)


def test_a_border_is_no_coast() -> None:
    found = ground(box(0, 0, 40_000, 20_000), box(0, 20_000, 40_000, 40_000))
    border = (degrees(0, 40_000), degrees(40_000, 40_000))  # all of the north
    coast = coast_of(found, Land(border={"north": border}))
    assert coast.border_kilometres == pytest.approx(40, abs=0.1)
    assert coast.kilometres == pytest.approx(120, abs=0.1)
    assert kilometres_to(found, coast.pieces).tolist() == pytest.approx([10, 20], abs=0.1)
    backwards = coast_of(found, Land(border={"north": border[::-1]}))
    assert backwards.kilometres == coast.kilometres


def test_a_border_around_the_corner_where_the_edge_begins_is_found() -> None:
    """Where a ring starts is nobody's business: the border goes over every corner in turn."""
    whole = box(0, 0, 40_000, 40_000)
    corners = [(0, 0), (40_000, 0), (40_000, 40_000), (0, 40_000)]
    for at, (x, y) in enumerate(corners):
        before, after = corners[at - 1], corners[(at + 1) % 4]
        ends = [((x + a) / 2, (y + b) / 2) for a, b in (before, after)]
        border = (degrees(*ends[0]), degrees(*ends[1]))
        coast = coast_of(ground(whole), Land(border={"corner": border}))
        assert coast.border_kilometres == pytest.approx(40, abs=0.1)
        assert coast.kilometres == pytest.approx(120, abs=0.1)


def test_a_border_that_is_not_there_or_is_a_coast_is_refused() -> None:
    whole = ground(box(0, 0, 40_000, 40_000))
    far = {"far": (degrees(0, 40_000), degrees(90_000, 40_000))}
    with pytest.raises(LeftBehindError, match="an end of the border far is not on the edge"):
        coast_of(whole, Land(border=far))
    long = ground(box(0, 0, 10_000, 90_000))
    ends = {"long": (degrees(0, 45_000), degrees(10_000, 45_000))}
    with pytest.raises(LeftBehindError, match="which is a coast and no border"):
        coast_of(long, Land(border=ends))


def test_lands_are_whole() -> None:
    assert set(lands()) == {"England", "England and Wales", "island"}
    assert set(lands()["England"].border) == {"England-Scotland", "England-Wales"}
    assert lands()["island"] == Land()


@pytest.mark.data
def test_each_city_lies_where_its_name_says(shelf: Shelf) -> None:
    """Of the middles that were typed, those in England and Wales lie in an LSOA of that name."""
    frame = shelf.read("boundaries_lsoa21").frame
    shapes = shapely.from_wkb(frame["geometry"].to_numpy())
    land = lands()["England and Wales"]
    points = shapely.points(list(land.city.values()))
    at, found = shapely.STRtree(shapes).query(points, predicate="within")
    names = {
        list(land.city)[a]: frame["lsoa21_name"][int(b)] for a, b in zip(at, found, strict=True)
    }
    assert set(land.city) - set(names) == {"Edinburgh", "Glasgow"}
    assert names.pop("London").startswith("Westminster")
    assert all(lsoa.startswith(city) for city, lsoa in names.items())


@pytest.mark.data
def test_england_by_small_areas_and_by_wards(shelf: Shelf) -> None:
    small = tables_of(read_study("england-2025"), shelf, lambda _: None)
    assert small.read("whereabouts").frame.height == 35_672
    # The border with Scotland is about 154 km long (96 miles).
    assert small.made["whereabouts"].about["border_km"] == pytest.approx(154, abs=20)
    wards = tables_of(read_study("england-2020"), shelf, lambda _: None).read("whereabouts").frame
    assert wards.height == 7_461
    assert wards["people_per_hectare"].null_count() == 18
    frame = shelf.read("boundaries_ward17_composite").frame
    tree = shapely.STRtree(shapely.from_wkb(frame["geometry"].to_numpy()))
    places = {"Blackpool": (-3.05, 53.81), "Kington": (-3.03, 52.204), "Kielder": (-2.58, 55.235)}
    _, at = tree.query(shapely.points(list(places.values())), predicate="within")
    away = dict(wards.select("ward17", "coast_km").iter_rows())
    coast = {
        name: away[frame["ward17"][int(n)]] for name, n in zip(places, at, strict=True)
    }  # fmt: skip
    assert coast["Blackpool"] < 2
    assert coast["Kington"] > 50  # beside the border with Wales, which is no coast
    assert coast["Kielder"] > 30  # beside that with Scotland


@pytest.mark.data
def test_the_farm_that_is_farthest_from_the_sea(shelf: Shelf) -> None:
    """Church Flatts Farm by Coton in the Elms, as the Ordnance Survey has it: 113 km to Fosdyke on
    the Wash and as far to the Dee. The inner Mersey, which is no sea to them, is one here."""
    codes = shelf.read("boundaries_lsoa21").frame["lsoa21"]
    found = read_boundaries(codes, "lsoa21", "boundaries_lsoa21", shelf)
    pieces = coast_of(found, lands()["England and Wales"]).pieces
    (farm,), _ = projected(shapely.points([[-1.62, 52.727]]), GRID)
    middles = shapely.get_coordinates(shapely.centroid(pieces))
    east = pieces[middles[:, 0] > 500_000]
    dee = pieces[(middles[:, 0] < 330_000) & (middles[:, 1] > 365_000)]
    assert shapely.distance(east, farm).min() / 1000 == pytest.approx(113, abs=3)
    assert shapely.distance(dee, farm).min() / 1000 == pytest.approx(113, abs=10)


def test_cities_are_on_the_plane() -> None:
    land = Land(city={"Here": degrees(0, 0)})
    here = ground(box(2_000, -1_000, 4_000, 1_000))
    assert kilometres_to(here, cities_of(land, GRID)).tolist() == pytest.approx([3.0], abs=0.01)


def test_the_invented_island_has_a_coast_all_around() -> None:
    shelf = Shelf()
    codes = shelf.read("simulated_areas20").frame["small20"]
    found = read_boundaries(codes, "small20", "simulated_boundaries_small20", shelf)
    away = kilometres_to(found, coast_of(found, lands()["island"]).pieces)
    parts = shapely.get_parts(shapely.union_all(found.shapes))
    edge = shapely.union_all(shapely.get_exterior_ring(parts))
    inside = shapely.point_on_surface(found.shapes)
    assert np.abs(away - shapely.distance(inside, edge) / 1000).max() < 2
