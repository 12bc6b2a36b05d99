"""Places of one's own in England: wards and LSOAs that are known, told as lists and as polygons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from _drawn import geojson
from leftbehind import LeftBehindError, Results, Shelf, run
from leftbehind.analysis.places import own_places

pytestmark = pytest.mark.data

BOTH = ("best fit", "population split")


@pytest.fixture(scope="module")
def of_2020(shelf: Shelf) -> Results:
    return run("england-2020", shelf=shelf)


@pytest.fixture(scope="module")
def of_2025(shelf: Shelf) -> Results:
    return run("england-2025", shelf=shelf)


@pytest.mark.parametrize("study", ["england-2020", "england-2020-oa"])
def test_the_published_225_listed_stand_where_the_wards_stand(
    shelf: Shelf, tmp_path: Path, study: str
) -> None:
    """By best fit and by shares of output areas; where the study splits LSOAs, so does split."""
    results = run(study, shelf=shelf)
    wards = results.areas.filter("published").select(place="area", ward17="area")
    wards.write_csv(tmp_path / "wards.csv")
    table = own_places(results, tmp_path / "wards.csv", shelf=shelf).table
    for rule in BOTH if study == "england-2020" else BOTH[1:]:
        both = table.filter(rule=rule).join(
            results.areas, left_on="place", right_on="area", suffix="_own"
        )
        assert both.height == 225
        assert both["people"].sum() == 2_373_827
        for index in ("deprivation", "need"):
            assert (both[f"{index}_score"] - both[f"{index}_score_own"]).abs().max() < 1e-9
            assert both[f"{index}_rank"].equals(both[f"{index}_rank_own"])
            assert both[f"{index}_margin"].equals(both[f"{index}_margin_own"])
        assert both["in_left-behind"].equals(both["in_left-behind_own"])
        assert both["in_left-behind"].sum() == (219 if study == "england-2020" else 222)


def test_the_225_drawn_by_others_stand_nearly_where_the_wards_stand(
    of_2020: Results, shelf: Shelf, tmp_path: Path
) -> None:
    """Polygons of another source, over LSOAs of about 15 corners each that do not nest in wards."""
    drawn = shelf.read("boundaries_left_behind_ward17").frame
    shapes = shapely.from_wkb(drawn["geometry"].to_numpy())
    file = geojson(tmp_path / "wards.geojson", drawn["ward17"].to_list(), list(shapes))
    placed = own_places(of_2020, file, shelf=shelf)
    assert (placed.about["small"], placed.about["overlaps"]) == ("lsoa11", [])
    for rule, on_list, apart in (("best fit", 218, 5), ("population split", 206, 21)):
        both = placed.table.filter(rule=rule).join(
            of_2020.areas, left_on="place", right_on="area", suffix="_own"
        )
        assert both.height == 225
        for index in ("deprivation", "need"):
            assert np.corrcoef(both[f"{index}_score"], both[f"{index}_score_own"])[0, 1] > 0.98
            assert (both[f"{index}_rank"] - both[f"{index}_rank_own"]).abs().median() < 30
        assert both["people"].sum() == pytest.approx(2_373_827, rel=0.01)
        assert both["in_left-behind"].sum() == on_list
        assert (both["in_left-behind"] != both["in_left-behind_own"]).sum() == apart


def test_lsoas_of_2025_listed_by_district_hold_everyone(
    of_2025: Results, shelf: Shelf, tmp_path: Path
) -> None:
    """Census 2021: 56,489,608 people in the 33,755 LSOAs; 1,262 of them are on the list."""
    of_2025.areas.select(place="ltla24", lsoa21="area").write_csv(tmp_path / "all.csv")
    table = own_places(of_2025, tmp_path / "all.csv", shelf=shelf).table.filter(rule="best fit")
    assert (table.height, table["people"].sum()) == (296, of_2025.areas["people"].sum())
    assert table["areas_whole"].sum() == 33_755
    on_list = (table["people"] * table["on_list"]).sum()
    assert on_list == pytest.approx(of_2025.on_list()["people"].sum())


def test_a_place_of_one_lsoa_has_its_rank_and_membership(
    of_2025: Results, shelf: Shelf, tmp_path: Path
) -> None:
    some = pl.concat([of_2025.on_list().head(200), of_2025.near_misses().head(200)])
    some.select(place="area", LSOA21CD="area").write_csv(tmp_path / "one.csv")
    table = own_places(of_2025, tmp_path / "one.csv", shelf=shelf).table
    for rule in BOTH:
        both = table.filter(rule=rule).join(some, left_on="place", right_on="area", suffix="_own")
        assert both.height == some.height > 300
        for name in ("deprivation_rank", "need_rank", "margin", "in_left-behind"):
            assert both[name].equals(both[f"{name}_own"])


def test_lsoas_of_2021_in_a_study_of_2011_are_led_there_and_the_loss_is_told(
    of_2020: Results, shelf: Shelf, tmp_path: Path
) -> None:
    """The City of London is not among the 7,433 wards: its LSOAs have no score on need."""
    districts = shelf.read("lookup_lsoa21_ward24_ltla24").frame
    mine = districts.filter(pl.col("ltla24").is_in(["E09000001", "E09000002"]))
    mine.select("lsoa21", place="ltla24").write_csv(tmp_path / "two.csv")
    placed = own_places(of_2020, tmp_path / "two.csv", shelf=shelf)
    assert placed.about["small"] == "lsoa11"
    assert placed.about["lookups"]["need"] == ["lookup_lsoa11_lsoa21", "lookup_lsoa11_ward17"]
    without = placed.about["without_score"]
    assert list(without) == ["need"]
    assert "E01000001" in without["need"]
    city = placed.table.filter(place="E09000001", rule="population split").row(0, named=True)
    assert (city["need_score"], city["need_known"], city["deprivation_known"]) == (None, 0, 1)
    assert city["in_left-behind"] is None
    assert city["deprivation_rank"] is not None


def test_a_code_of_two_vintages_is_asked_about(
    of_2025: Results, shelf: Shelf, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("place,codes\nA,E01000001\nA,E01000002\n", "utf-8")
    with pytest.raises(LeftBehindError, match=r"fit lsoa01 and lsoa11 and lsoa21, and cannot tell"):
        own_places(of_2025, tmp_path / "mine.csv", shelf=shelf)
