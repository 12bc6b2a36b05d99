"""How the lists of 2020 and 2025 lie. Source of all figures: own computation, 2026."""

from __future__ import annotations

import polars as pl
import pytest

from leftbehind import Shelf, run
from leftbehind.analysis.joins import join_counts
from leftbehind.analysis.moran import moran
from leftbehind.analysis.patches import in_programme, patches
from leftbehind.analysis.spatial import Around, around
from leftbehind.study_file import read_study

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def of_2025(shelf: Shelf) -> Around:
    return around(run("england-2025", shelf=shelf), shelf)


@pytest.fixture(scope="module")
def of_2020(shelf: Shelf) -> Around:
    return around(run("england-2020", shelf=shelf), shelf)


def likeness(found: Around, index: str) -> float:
    areas = found.weights.codes.to_frame("area").join(
        found.results.areas, on="area", how="left", maintain_order="left"
    )
    scores = areas[f"{index}_score"].fill_null(float("nan")).to_numpy()
    return moran(scores, found.weights, 99).value


def test_every_small_area_but_scilly_has_a_neighbour(of_2025: Around) -> None:
    assert of_2025.touching.alone == ("E01019077",)
    assert of_2025.touching.without == ()
    assert of_2025.touching.counts.mean() == pytest.approx(5.93, abs=0.01)


def test_wards_of_a_composite_meet_and_two_have_no_polygon(of_2020: Around) -> None:
    assert of_2020.touching.alone == ()
    assert set(of_2020.touching.without) == {"E05010593", "E05010599"}
    assert of_2020.touching.counts.mean() == pytest.approx(5.73, abs=0.01)


def test_neighbours_are_alike(of_2020: Around, of_2025: Around) -> None:
    assert likeness(of_2020, "deprivation") == pytest.approx(0.538, abs=0.001)
    assert likeness(of_2020, "need") == pytest.approx(0.497, abs=0.001)
    assert likeness(of_2025, "deprivation") == pytest.approx(0.581, abs=0.001)
    assert likeness(of_2025, "need") == pytest.approx(0.630, abs=0.001)


def test_the_list_of_2025_lies_in_patches(of_2025: Around, shelf: Shelf) -> None:
    results = of_2025.results
    asked = read_study("england-2025").programme["pride-in-place"]
    flags = in_programme(results.areas["area"], "lsoa21", asked, shelf)
    # 146 places on 145 MSOAs, as the table has them.
    lookup = shelf.read("lookup_lsoa21_msoa21_ltla22_region22").frame
    chosen = lookup.filter(pl.col("lsoa21").is_in(results.areas["area"].filter(flags).implode()))
    assert chosen["msoa21"].n_unique() == 145
    found = patches(results, of_2025.touching, {"pride": flags})
    assert found["areas"].sum() == 1_262
    joined = found.filter(pl.col("areas") > 1)
    assert (joined.height, joined["areas"].sum()) == (240, 883)
    assert found["in_pride"].sum() == 328
    assert found.filter(pl.col("people") >= 10_000).height == 29
    first = found.row(0, named=True)
    assert (first["areas"], first["people"]) == (19, 30_766)
    assert first["ltla24_name"] == "Middlesbrough; Redcar and Cleveland"
    listed = results.areas["in_left-behind"].to_numpy()
    joins = join_counts(listed, of_2025.touching, 99)
    assert (joins.both, round(joins.expected)) == (915, 140)


def test_the_list_of_2020_lies_in_patches(of_2020: Around) -> None:
    found = patches(of_2020.results, of_2020.touching)
    joined = found.filter(pl.col("areas") > 1)
    assert (found["areas"].sum(), joined.height, joined["areas"].sum()) == (226, 37, 122)
    assert found["areas"].max() == 10
    assert found.row(0, named=True)["people"] == 110_815
