"""What a run leaves: the columns, the same bytes twice, and old results kept whole."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from leftbehind import LeftBehindError, Results, read_results, read_study, run


@pytest.fixture(scope="module")
def results() -> Results:
    return run("invented-country")


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_areas_have_the_promised_columns(results: Results) -> None:
    columns = results.areas.columns
    assert columns[:2] == ["area", "name"]
    for index in ("deprivation", "need"):
        assert {f"{index}_{what}" for what in ("score", "rank", "decile", "margin")} <= set(columns)
    assert {"people", "group", "region20", "district20", "in_left-behind"} <= set(columns)
    assert results.areas["area"].is_unique().all()


def test_margins_say_who_is_inside(results: Results) -> None:
    areas = results.areas.drop_nulls(["deprivation_margin", "need_margin"])
    inside = (areas["deprivation_margin"] >= 0) & (areas["need_margin"] >= 0)
    assert (inside == areas["in_left-behind"]).all()
    smaller = areas.select(pl.min_horizontal("deprivation_margin", "need_margin")).to_series()
    assert (areas["margin"] == smaller).all()
    assert ((areas["deprivation_score_margin"] >= 0) == (areas["deprivation_margin"] >= 0)).all()


def test_near_misses_are_outside_and_near(results: Results) -> None:
    near = results.near_misses()
    assert near.height
    assert near["margin"].is_between(-13, -1).all()  # 1% of 1,333 wards
    assert not near["in_left-behind"].any()
    assert near["margin"].is_sorted(descending=True)


@pytest.mark.parametrize("ranks", [1, 5, 40])
def test_near_misses_are_all_that_are_so_near_and_no_others(ranks: int) -> None:
    results = run(read_study("invented-country", [f"near={ranks}"]))
    so_near = results.areas.filter(pl.col("margin").is_between(-ranks, -1))
    assert set(results.near_misses()["area"]) == set(so_near["area"])


def test_the_four_groups_part_the_areas_that_are_known(results: Results) -> None:
    known = results.areas.filter(pl.col("group").is_not_null())
    flags = known.select(pl.sum_horizontal(pl.col("^in_.*$").cast(pl.Int64))).to_series()
    assert (flags == 1).all()
    assert results.groups["areas"].sum() == known.height


def test_breakdowns_add_up(results: Results) -> None:
    for name in ("region20", "district20"):
        table = results[f"by_{name}"]
        assert table.columns[:6] == [name, "name", "group", "areas", "of", "share"]
        for group, areas in results.groups.select("group", "areas").rows():
            assert table.filter(group=group)["areas"].sum() == areas
        assert (table["share"] == table["areas"] / table["of"]).all()


def test_parts_add_up_to_the_score(results: Results) -> None:
    total = results["profiles"].group_by("area", "index").agg(pl.col("contribution").sum())
    for index in ("deprivation", "need"):
        both = results.areas.join(total.filter(index=index), on="area").drop_nulls(f"{index}_score")
        assert (both["contribution"] - both[f"{index}_score"]).abs().max() < 1e-9


def test_two_runs_are_the_same_to_the_byte(tmp_path: Path) -> None:
    run("invented-country").write(tmp_path / "a")
    run("invented-country").write(tmp_path / "b")
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


@pytest.mark.data
def test_two_runs_on_published_tables_are_the_same_to_the_byte(tmp_path: Path, shelf) -> None:
    run("england-2020", shelf=shelf).write(tmp_path / "a")
    run("england-2020", shelf=shelf).write(tmp_path / "b")
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_the_manifest_names_bytes_but_no_clock_and_no_path(tmp_path: Path) -> None:
    run("invented-country").write(tmp_path / "out")
    text = (tmp_path / "out" / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    assert manifest["format"] == 1
    assert all(len(table["sha256"]) == 64 for table in manifest["tables"].values())
    assert manifest["licences"][0]["tables"]
    assert str(tmp_path) not in text
    assert "/" not in "".join(manifest["tables"])


def test_written_results_are_read_back_as_they_were(tmp_path: Path, results: Results) -> None:
    again = read_results(results.write(tmp_path / "out"))
    assert again.manifest == json.loads(json.dumps(results.manifest))
    assert all(again[name].equals(results[name]) for name in results.tables)


def test_new_results_replace_old_ones_whole(tmp_path: Path, results: Results) -> None:
    results.write(tmp_path / "out")
    smaller = run(read_study("invented-country", ["simulation.areas=500"]))
    smaller.write(tmp_path / "out")
    assert read_results(tmp_path / "out").areas.height == smaller.areas.height
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_results_show_in_a_notebook(results: Results) -> None:
    html = results._repr_html_()
    assert "Simulated figures" in html
    assert html.count("<table") == html.count("<caption") == 2
    assert "scope=" in html
    assert "left-behind" in read_study("invented-country")._repr_html_()


@pytest.mark.data
def test_a_study_carries_an_index_through_two_vintages(tmp_path: Path, shelf) -> None:
    """IMD 2025 from LSOAs of 2021 by those of 2011 to wards of 2017."""
    file = tmp_path / "mixed.toml"
    text = """
        extends = "england-2020"
        title = "CNI 2019 with IMD 2025"
        [index.deprivation]
        recipe = "imd2025"
        data = "imd2025_england_lsoa21"
        lookup = ["lookup_lsoa11_lsoa21", "lookup_lsoa11_ward17"]
        people = "population2021_lsoa21"
        """
    file.write_text(text, "utf-8")
    with pytest.raises(LeftBehindError, match=r'split_by = "TABLE" with the people of lsoa11'):
        run(read_study(file), shelf=shelf)
    file.write_text(text + 'split_by = "population2019_lsoa11"\n', "utf-8")
    results = run(read_study(file), shelf=shelf)
    about = results.manifest["index"]["deprivation"]
    assert about["lost_in_lookup"] == []
    assert about["split_in_lookup"] > 0
    assert "population2019_lsoa11" in results.manifest["tables"]
    both = results.areas.filter(pl.col("in_left-behind") & pl.col("published"))
    assert 150 < both.height < 225
