"""The list of "left behind" neighbourhoods, against what was published."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from leftbehind import NotHere, Results, Shelf, read_study, run
from leftbehind.data.shelf import Network

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def best_fit(shelf: Shelf) -> Results:
    return run("england-2020", shelf=shelf)


@pytest.fixture(scope="module")
def by_shares(shelf: Shelf) -> Results:
    return run("england-2020-oa", shelf=shelf)


@pytest.fixture(scope="module")
def of_2025(shelf: Shelf) -> Results:
    return run("england-2025", shelf=shelf)


def test_the_published_225_stand_beside_the_computed_list(best_fit: Results, shelf: Shelf) -> None:
    flagged = shelf.read("cni2019_england_ward17").frame.filter("left_behind")["ward17"]
    union = shelf.read("left_behind_ward17_206_and_225").frame.filter("on_list_2020")["ward17"]
    published = best_fit.areas.filter("published")["area"]
    assert published.len() == 225
    assert set(published) == set(flagged) == set(union)


def test_regional_table_of_the_published_list(best_fit: Results) -> None:
    """Methodology 3.4, the deck's table; East of England is 18 of 1,039 = 1.7%, not 1.0%."""
    table = best_fit["by_region17"].filter(group="left-behind")
    found = {row["name"]: (row["published"], row["of"]) for row in table.iter_rows(named=True)}
    assert found == {
        "North East": (56, 339),
        "North West": (54, 922),
        "Yorkshire and The Humber": (28, 476),
        "East Midlands": (17, 868),
        "West Midlands": (31, 744),
        "East of England": (18, 1_039),
        "South East": (16, 1_402),
        "London": (2, 629),
        "South West": (3, 1_014),
    }
    percent = {name: round(100 * n / of, 1) for name, (n, of) in found.items()}
    assert percent["North East"] == 16.5
    assert percent["East of England"] == 1.7


def test_districts_with_most_published_wards(best_fit: Results) -> None:
    table = best_fit["by_ltla17"].filter(pl.col("published") > 0)
    assert table.filter(group="left-behind").height == 82
    found = dict(table.filter(group="left-behind").select("name", "published").rows())
    assert found["County Durham"] == 16
    assert found["Birmingham"] == 9
    assert found["Knowsley"] == 7


def test_best_fit_gives_226_of_which_219_are_right(best_fit: Results) -> None:
    assert best_fit.groups.select("group", "areas").rows() == [
        ("left-behind", 226),
        ("other-deprived", 517),
        ("high-need-only", 517),
        ("the-rest", 6_161),
    ]
    both = best_fit.areas.filter(pl.col("in_left-behind") & pl.col("published"))
    assert both.height == 219
    # 12 wards receive no LSOA; whether they are deprived is not known.
    assert best_fit.areas["group"].null_count() == 12


def test_every_difference_is_named_with_its_margin(best_fit: Results) -> None:
    differences = best_fit.differences()
    missed = dict(differences.filter("published").select("name", "margin").rows())
    assert missed == {
        "Clarkson": -1, "Ferryhill": -31, "Bentley": -37, "Longdendale": -44,
        "Easington": -63, "Irwell": -68,
    }  # fmt: skip
    assert differences.filter(~pl.col("published")).height == 7
    assert differences["margin"].null_count() == 0


def test_shares_give_225_of_which_222_are_right(by_shares: Results) -> None:
    assert by_shares.groups["areas"].to_list()[:3] == [225, 518, 518]
    both = by_shares.areas.filter(pl.col("in_left-behind") & pl.col("published"))
    assert both.height == 222
    rows = by_shares.differences().select("name", "deprivation_rank", "published").rows()
    assert set(rows) == {
        ("Irwell", 802, True), ("Easington", 798, True), ("Choppington", 888, True),
        ("Ayresome", 667, False), ("Holmewood and Heath", 694, False), ("Winton", 452, False),
    }  # fmt: skip


def test_the_patched_study_says_so_when_its_table_is_not_here(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.folder
    (tmp_path / "mirror").symlink_to(shelf.folder / "mirror")
    public = Shelf(folder=tmp_path, cache=shelf.cache, network=Network(up=False))
    assert run("england-2020", shelf=public).groups["areas"][0] == 226
    with pytest.raises(NotHere, match=r"derived from other tables.*derived/"):
        run("england-2020-oa", shelf=public)


def test_near_misses_are_within_one_percent_of_the_cut(best_fit: Results) -> None:
    near = best_fit.near_misses()
    assert near.height == 33
    assert near["margin"].min() >= -74  # 1% of 7,433, rounded down
    within = best_fit.areas.filter(pl.col("margin").is_between(-74, -1))
    assert set(within["area"]) == set(near["area"])


def test_people_in_the_published_wards(best_fit: Results) -> None:
    assert best_fit.areas.filter("published")["people"].sum() == 2_373_827


def test_the_cut_is_743_of_7433_and_no_published_ward_is_near_it_on_need(best_fit: Results) -> None:
    cuts = best_fit["cuts"].filter(group="left-behind")
    assert cuts.select("areas", "rank").unique().rows() == [(7_433, 743)]
    assert best_fit.areas.filter("published")["need_rank"].max() == 732


def test_2025_has_1262_in_these_regions(of_2025: Results) -> None:
    """Methodology section 4. Our recomputation; no list for 2025 has been published."""
    assert of_2025.groups["areas"].to_list() == [1_262, 2_113, 2_113, 28_267]
    table = of_2025["by_region22"].filter(group="left-behind")
    found = {row["name"]: (row["areas"], row["of"]) for row in table.iter_rows(named=True)}
    assert found["North East"] == (178, 1_682)
    assert {name: n for name, (n, _) in found.items()} == {
        "North East": 178, "North West": 321, "Yorkshire and The Humber": 273,
        "East Midlands": 107, "West Midlands": 151, "East of England": 81, "London": 4,
        "South East": 80, "South West": 67,
    }  # fmt: skip
    most = of_2025["by_ltla24"].filter(group="left-behind").sort("areas", descending=True)
    assert most["name"].head(5).to_list() == [
        "Birmingham", "Kingston upon Hull, City of", "Sheffield", "County Durham", "Liverpool"
    ]  # fmt: skip
    assert most["areas"].head(5).to_list() == [60, 55, 39, 36, 34]


def test_2025_deciles_of_the_judged_areas_are_the_published_ones(
    of_2025: Results, shelf: Shelf
) -> None:
    published = shelf.read("imd2025_england_lsoa21").frame.select("imd_decile", area="lsoa21")
    both = of_2025.areas.join(published, on="area")
    assert both.height == 33_755
    assert (both["deprivation_decile"] == both["imd_decile"]).all()


@pytest.mark.parametrize(
    ("share", "areas"),
    [("5%", 499), ("15%", 2_112), ("20%", 3_025), ("25%", 3_988), ("30%", 5_093)],
)
def test_2025_at_other_thresholds(shelf: Shelf, share: str, areas: int) -> None:
    """Methodology 7.5."""
    both = [f"group.left-behind.worst.{index}={share}" for index in ("deprivation", "need")]
    assert run(read_study("england-2025", both), shelf=shelf).groups["areas"][0] == areas


def test_the_list_of_2019_with_imd_2015(shelf: Shelf, tmp_path: Path) -> None:
    """The 206 of 2019, by shares: 206 wards, 204 of them right. A study extends another."""
    (tmp_path / "england-2019.toml").write_text(
        """
        extends = "england-2020-oa"
        title = "The list of 2019"
        [index.deprivation]
        title = "Index of Multiple Deprivation 2015"
        recipe = "imd2015"
        data = "imd2015_england_lsoa11_transformed"
        [published]
        title = "The 206 of 2019"
        flag = "cni2019_england_ward17_206.left_behind"
        """,
        "utf-8",
    )
    results = run(read_study(tmp_path / "england-2019.toml"), shelf=shelf)
    on_list = results.areas.filter("in_left-behind")
    assert results.areas["published"].sum() == 206
    assert (on_list.height, on_list["published"].sum()) == (206, 204)


@pytest.mark.parametrize("make", ["to_pandas", "to_arrow"])
def test_frames_of_other_kinds_in_and_out(shelf: Shelf, make: str) -> None:
    whole = shelf.read("cni2019_england_ward17").frame
    raw = whole.select(
        ward17_code="ward17",
        ward17_name="ward17_name",
        **{
            "Civic Assets score": "places_transformed",
            "Civic Assets rank": "places_rank",
            "Connectedness score": "connectivity_transformed",
            "Connectedness rank": "connectivity_rank",
            "Engaged community score": "engaged_transformed",
            "Engaged community rank": "engaged_rank",
            "Community Needs Index score": "cni_score",
            "Community Needs Index rank": "cni_rank",
            "Left Behind Area?": "left_behind",
        },
    )
    frame = getattr(raw, make)()
    results = run("england-2020", data={"cni2019_england_ward17": frame}, shelf=shelf)
    assert results.groups["areas"][0] == 226
    assert type(results.table("areas", like=frame)) is type(frame)
