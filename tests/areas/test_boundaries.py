"""Polygons: read, repaired, plane, simplified together, and never made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from leftbehind import LeftBehindError, NotHere, Shelf, run
from leftbehind.areas.boundaries import Boundaries, read_boundaries
from leftbehind.areas.cartogram import hexagons
from leftbehind.data.catalogue import Column, Geography, Table, catalogue
from leftbehind.data.shelf import Network


def squares(number: int = 4) -> Boundaries:
    """A row of squares of one kilometre."""
    shapes = np.array([shapely.box(n * 1000, 0, n * 1000 + 1000, 1000) for n in range(number)])
    return Boundaries(pl.Series([f"S{n}" for n in range(number)]), shapes, "EPSG:27700")


def test_shared_edges_are_still_shared_after_simplifying() -> None:
    results = run("invented-country")
    study = results.manifest["study"]
    found = read_boundaries(
        results.areas["area"], "ward20", study["boundaries"], Shelf(), lookup=["simulated_areas20"]
    )
    assert len(found.shapes) == results.areas.height
    assert found.gaps == found.repaired == 0
    simple = found.simplified(800)
    assert shapely.get_num_coordinates(simple.shapes).sum() < 0.9 * (
        shapely.get_num_coordinates(found.shapes).sum()
    )
    assert shapely.coverage_is_valid(simple.shapes)
    whole = shapely.union_all(found.shapes).area
    assert shapely.area(simple.shapes).sum() == pytest.approx(whole, rel=0.02)


def test_dissolving_joins_what_has_one_label() -> None:
    four = squares()
    joined = four.dissolved(pl.Series(["a", "a", "b", None]))
    assert {name: round(shape.area) for name, shape in joined.items()} == {
        "a": 2_000_000, "b": 1_000_000}  # fmt: skip
    assert shapely.get_num_geometries(joined["a"]) == 1


def test_polygons_that_do_not_meet_are_made_to_meet_and_counted(tmp_path: Path) -> None:
    """Three squares of a hundredth of a degree; the last lies over the one to its left."""
    at = [0.0, 0.01, 0.0198]
    shapes = [shapely.box(x, 50, x + 0.01, 50.01) for x in at]
    frame = pl.DataFrame({"town20": ["T001", "T002", "T003"],
                          "geometry": list(shapely.to_wkb(np.array(shapes)))})  # fmt: skip
    kind = Geography(title="town", nation="Nowhere", vintage="2020", pattern=r"T\d{3}")
    column = Column.model_validate({"from": "geometry", "kind": "geometry"})
    table = Table(title="Towns", geography="town20", holds="polygons",
                  columns={"town20": "town20", "geometry": column}, status="own")  # fmt: skip
    own = catalogue().with_own({"towns": table}, {"town20": kind})
    shelf = Shelf(catalogue=own, frames={"towns": frame}, cache=tmp_path)
    found = read_boundaries(frame["town20"], "town20", "towns", shelf)
    assert found.gaps == 2
    assert found.projection.startswith("+proj=laea")
    assert shapely.coverage_is_valid(found.shapes)
    assert shapely.get_num_geometries(shapely.union_all(found.shapes)) == 1
    assert found.changed == 0


def test_without_polygons_nothing_is_drawn() -> None:
    codes = pl.Series(["X05000001"])
    with pytest.raises(LeftBehindError, match="a map needs polygons, and the study names none"):
        read_boundaries(codes, "ward20", "", Shelf())
    with pytest.raises(LeftBehindError, match="are of small20, the areas are ward20"):
        read_boundaries(codes, "ward20", "simulated_boundaries_small20", Shelf())
    with pytest.raises(LeftBehindError, match="holds no polygons"):
        read_boundaries(codes, "ward20", "simulated_wards20", Shelf())


def test_polygons_that_cannot_be_had_are_said_to_be_missing(tmp_path: object) -> None:
    shelf = Shelf(folder=None, cache=tmp_path, network=Network(up=False))  # type: ignore[arg-type]
    with pytest.raises(NotHere, match="boundaries_lsoa21"):
        read_boundaries(pl.Series(["E01000001"]), "lsoa21", "boundaries_lsoa21", shelf)


@pytest.mark.data
def test_the_wards_of_england(shelf: Shelf) -> None:
    results = run("england-2020", shelf=shelf)
    found = read_boundaries(results.areas["area"], "ward17", "boundaries_ward17_composite", shelf)
    assert len(found.shapes) == 7_431
    assert set(found.without) == {"E05010593", "E05010599"}
    assert found.gaps == 1_855  # the composite's edges do not all meet
    assert shapely.coverage_is_valid(found.shapes)
    assert found.projection == "EPSG:27700"
    england = shapely.area(found.shapes).sum() / 1e6
    assert england == pytest.approx(130_400, rel=0.02)  # km²


@pytest.mark.data
def test_the_lsoas_of_england(shelf: Shelf) -> None:
    results = run("england-2025", shelf=shelf)
    found = read_boundaries(results.areas["area"], "lsoa21", "boundaries_lsoa21", shelf)
    assert (len(found.shapes), found.without) == (33_755, ())
    regions = found.simplified().dissolved(results.areas["region22_name"])
    assert len(regions) == 9
    assert regions["London"].area / 1e6 == pytest.approx(1_572, rel=0.03)


def test_each_area_has_a_hexagon_of_its_own_near_where_it_is() -> None:
    random = np.random.default_rng(3)
    crowd = random.normal(500, 60, (300, 2))  # a town
    spread = random.uniform(0, 1000, (300, 2))
    places = np.clip(np.concatenate([crowd, spread]), 0, 1000)
    found = hexagons(places, shapely.box(0, 0, 1000, 1000))
    assert len(np.unique(found.centre, axis=0)) == 600
    shapes = found.shapes()
    assert shapely.area(shapes) == pytest.approx(1.5 * np.sqrt(3) * found.side**2, rel=1e-3)
    assert shapely.coverage_is_valid(shapes)
    # Left stays left and north stays north, far better than by chance.
    for axis in (0, 1):
        assert np.corrcoef(places[:, axis], found.centre[:, axis])[0, 1] > 0.85
    again = hexagons(places, shapely.box(0, 0, 1000, 1000))
    assert np.array_equal(found.centre, again.centre)
