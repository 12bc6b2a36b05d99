"""Lists on common ground: people are counted once, and what is unknown is said."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from leftbehind import LeftBehindError, Results, Shelf, read_study, run
from leftbehind.analysis.common_ground import common_ground
from leftbehind.analysis.comparable import comparable
from leftbehind.analysis.history import history, place_history
from leftbehind.analysis.laid import lay
from leftbehind.analysis.transitions import transitions
from leftbehind.study import Study


@pytest.fixture(scope="module")
def wards() -> Results:
    return run("invented-country")


@pytest.fixture(scope="module")
def small() -> Results:
    """The same country judged by small areas, on its index of deprivation alone."""
    study = read_study("invented-country").model_dump(mode="json", by_alias=True)
    for key in ("recipes", "by", "within", "outcome", "claim", "design", "base", "outline",
                "boundaries", "boundaries_lookup", "postcodes", "published", "doubt"):  # fmt: skip
        study.pop(key, None)
    index = {**study["index"]["deprivation"], "lookup": [], "people": ""}
    group = {"left-behind": {"worst": {"deprivation": "10%"}}}
    told = {**study, "areas": "small20", "people": "simulated_areas20", "group": group,
            "index": {"deprivation": index}}  # fmt: skip
    own = read_study("invented-country")
    made = Study.model_validate(told)
    recipes = {"deprivation": own.recipes["deprivation"]}
    return run(made.model_copy(update={"recipes": recipes}))


@pytest.fixture(scope="module")
def shelf_of_invented() -> pl.DataFrame:
    return Shelf().read("simulated_areas20").frame


def test_people_of_all_cells_are_all_people(wards: Results, small: Results) -> None:
    found = common_ground(wards, small)
    assert found.laid.ground == "small20"
    assert sum(found.people.values()) == pytest.approx(small.areas["people"].sum())
    cells = [*found.people]
    assert found.areas.select(pl.sum_horizontal(cells)).to_series().to_list() == pytest.approx(
        [1.0] * found.areas.height
    )


def test_a_list_of_wards_holds_all_small_areas_within_them(
    wards: Results, small: Results, shelf_of_invented: pl.DataFrame
) -> None:
    """Small areas nest in wards: those of the ward list are known without any lookup."""
    found = common_ground(wards, small)
    listed = wards.on_list()["area"]
    # Small areas without a score are not judged, and so are no part of the ground.
    judged = pl.col("small20").is_in(small.areas["area"].implode())
    within = shelf_of_invented.filter(pl.col("ward20").is_in(listed.implode()), judged)
    assert found.on(0) == pytest.approx(within["people"].sum())
    both = within.filter(pl.col("small20").is_in(small.on_list()["area"].implode()))
    assert found.people["both"] == pytest.approx(both["people"].sum())
    assert found.share(0) == pytest.approx(both["people"].sum() / within["people"].sum())
    assert found.laid.accounts["ward20"].areas.approximate == 0


def test_areas_of_a_list_that_lie_outside_the_ground_are_counted(
    wards: Results, small: Results, shelf_of_invented: pl.DataFrame
) -> None:
    ward = wards.on_list()["area"][0]
    inside = shelf_of_invented.filter(ward20=ward)["small20"]
    areas = small.areas.filter(~pl.col("area").is_in(inside.implode()))
    smaller = replace(small, tables={**small.tables, "areas": areas})
    assert lay([wards, smaller]).unreached[0] == lay([wards, small]).unreached[0] + 1


def test_an_area_that_no_lookup_leads_from_is_unknown(
    wards: Results, small: Results, shelf_of_invented: pl.DataFrame
) -> None:
    code = small.on_list()["area"][0]
    gone = pl.when(pl.col("small20") == code).then(None).otherwise("ward20").alias("ward20")
    cut = Shelf(frames={"simulated_areas20": shelf_of_invented.with_columns(gone)})
    found = lay([wards, small], cut)
    assert found.patterns.filter(area=code).select("pattern", "share").rows() == [("?1", 1.0)]
    assert found.accounts["ward20"].areas.lost == 1


def test_where_a_score_is_lacking_it_cannot_be_said(wards: Results) -> None:
    """An area without a score is neither on the list nor off it."""
    code = wards.on_list()["area"][0]
    own = pl.col("area") == code
    areas = wards.areas.with_columns(
        pl.when(own).then(None).otherwise("margin").alias("margin"),
        pl.when(own).then(statement=False).otherwise("in_left-behind").alias("in_left-behind"),
    )
    lacking = replace(wards, tables={**wards.tables, "areas": areas})
    found = common_ground(wards, lacking)
    before = common_ground(wards, wards).people["unknown"]
    assert found.people["unknown"] - before == wards.areas.filter(own)["people"][0]
    assert found.people["only first"] == 0


def test_a_grade_says_how_far_an_index_can_be_compared(wards: Results, small: Results) -> None:
    assert comparable("need", wards, wards) == "same method"
    assert comparable("deprivation", wards, small) == "other geography"
    weights = "index.need.node.need.weights={places = 2, connectivity = 1, engaged = 1}"
    other = run(read_study("invented-country", [weights]))
    assert comparable("need", wards, other) == "other method"


def test_a_history_counts_each_person_once(wards: Results, small: Results) -> None:
    wide = run(read_study("invented-country", ["group.left-behind.worst.need=20%"]))
    found = history([wards, wide, small])
    assert found.patterns["people"].sum() == pytest.approx(small.areas["people"].sum())
    # Who is on the narrower list is on the wider one too.
    assert not found.patterns.filter(pl.col("pattern").str.starts_with("10")).height
    three = found.people(3, 3) + found.people(1, 2) + found.people(0, 0) + found.unknown
    assert three == pytest.approx(found.patterns["people"].sum())
    with pytest.raises(LeftBehindError, match="needs two lists"):
        history([wards])


def test_a_place_is_told_in_its_own_areas(wards: Results, small: Results) -> None:
    ward = wards.on_list()["area"][0]
    rows = place_history(wards, ward, [wards, small])
    assert rows["on"][0] == 1
    assert 0 <= rows["on"][1] <= 1
    assert rows.select(pl.sum_horizontal("on", "off", "unknown")).to_series().to_list() == (
        pytest.approx([1.0, 1.0])
    )
    with pytest.raises(LeftBehindError, match="there is no area X99"):
        place_history(wards, "X99", [wards, small])


def test_a_study_without_people_is_refused(wards: Results) -> None:
    areas = wards.areas.with_columns(people=pl.lit(None, dtype=pl.Float64))
    lacking = replace(wards, tables={**wards.tables, "areas": areas})
    with pytest.raises(LeftBehindError, match="how many people live in its areas"):
        lay([lacking, lacking])


def test_deciles_are_of_scores_only() -> None:
    score = "simulated_truth_small20.true_income_rate"
    with pytest.raises(LeftBehindError, match="needs two editions"):
        transitions([score])
    with pytest.raises(LeftBehindError, match="did you mean true_income_rate"):
        transitions([score, "simulated_truth_small20.true_income_rat"])
    with pytest.raises(LeftBehindError, match="is no score"):
        transitions([score, "simulated_areas20.small20_name"])
