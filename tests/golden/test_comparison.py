"""The groups of 2020 and the claims of the deck, on published figures."""

from __future__ import annotations

import polars as pl
import pytest

from leftbehind import Results, Shelf, read_study, run
from leftbehind.analysis.claims import check_claims
from leftbehind.analysis.compare import Comparison, compare
from leftbehind.analysis.matched import compare_matched
from leftbehind.analysis.unseen import unseen
from leftbehind.questions import OTHERS, WHOLE

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def of_2020(shelf: Shelf) -> Results:
    return run("england-2020", shelf=shelf)


@pytest.fixture(scope="module")
def of_2025(shelf: Shelf) -> Results:
    return run("england-2025", shelf=shelf)


@pytest.fixture(scope="module")
def compared(of_2020: Results) -> Comparison:
    return compare(of_2020)


def sizes(results: Results) -> list[int]:
    three = ["left-behind", "other-deprived", "high-need-only"]
    return [results.groups.filter(group=name)["areas"][0] for name in three]


@pytest.mark.parametrize(
    ("study", "published", "expected"),
    [
        ("england-2020", False, [226, 517, 517]),
        ("england-2020-oa", False, [225, 518, 518]),
        ("england-2020-oa", True, [225, 521, 518]),
    ],
)
def test_group_sizes_of_2020(
    study: str, published: bool, expected: list[int], shelf: Shelf
) -> None:
    asked = read_study(study)
    results = run(asked.with_published_list() if published else asked, shelf=shelf)
    assert sizes(results) == expected


def test_three_wards_meet_the_rule_and_are_not_on_the_published_list(shelf: Shelf) -> None:
    results = run(read_study("england-2020-oa").with_published_list(), shelf=shelf)
    both = results.areas.filter("in_other-deprived", "in_high-need-only")
    assert set(both["name"]) == {"Ayresome", "Holmewood and Heath", "Winton"}
    assert results.areas.filter("in_left-behind")["published"].all()
    row = results["by_region17"].filter(group="left-behind", name="East of England")
    assert row.select("areas", "of").row(0) == (18, 1039)


def test_households_without_a_car_in_the_wards_that_did_not_change(shelf: Shelf) -> None:
    """shared/data/README: 40.1% in the 165 unchanged wards of the 225; England 25.8%."""
    results = run(read_study("england-2020").with_published_list(), shelf=shelf)
    found = compare(results, outcomes=["no-car"]).rates
    own = found.filter(group="left-behind").row(0, named=True)
    assert own["areas"] - own["areas_without"] == 165
    assert round(own["rate"], 1) == 40.1
    # England's 25.8% is of every household; the wards that did not change give a little less.
    townsend = shelf.read("census2011_townsend_inputs_ward11").frame
    england = townsend.filter(pl.col("ward11").str.starts_with("E"))
    assert round(100 * england["no_car"].sum() / england["households"].sum(), 1) == 25.8


def test_pooled_qualifications_by_hand(of_2025: Results, shelf: Shelf) -> None:
    table = shelf.read("census2021_qualifications_lsoa21").frame
    inside = of_2025.areas.filter("in_left-behind")["area"]
    own = table.filter(pl.col("lsoa21").is_in(inside.implode()))
    by_hand = 100 * own["no_qualifications"].sum() / own["people_16_plus"].sum()
    found = compare(of_2025, outcomes=["no-qualifications"]).rates.filter(group="left-behind")
    assert found["rate"][0] == pytest.approx(by_hand, abs=1e-10)
    assert found["of"][0] == own["people_16_plus"].sum()


def test_counts_carried_to_wards_lose_only_what_has_no_ward(compared: Comparison) -> None:
    """Adults of the census of 2021: England has 45,945,..; carried over two lookups."""
    whole = compared.rates.filter(outcome="no-qualifications", group=WHOLE).row(0, named=True)
    england = 46_006_957  # people aged 16 and over in England, TS067 of Census 2021 (ONS)
    assert whole["of"] == pytest.approx(england, rel=5e-4)
    assert whole["areas_without"] == 12


def test_england_is_given_with_and_without_the_list(compared: Comparison) -> None:
    for outcome in ("degree", "disabled"):
        rows = {r["group"]: r for r in
                compared.rates.filter(outcome=outcome).iter_rows(named=True)}  # fmt: skip
        assert rows[WHOLE]["count"] == pytest.approx(
            rows[OTHERS]["count"] + rows["left-behind"]["count"]
        )


def test_the_interval_by_districts_is_much_wider_than_wilsons(compared: Comparison) -> None:
    """Neighbours are alike: about eight times, for the question whether groups differ."""
    from leftbehind.analysis.intervals import wilson

    row = compared.rates.filter(outcome="no-qualifications", group="left-behind").row(0, named=True)
    narrow = wilson(row["count"], row["of"])
    times = (row["high"] - row["low"]) / (100 * (narrow.high - narrow.low))
    assert 5 < times < 15


def test_the_claims_of_the_deck_on_wards(of_2020: Results) -> None:
    verdicts = {one.name: one.verdict for one in check_claims(of_2020)}
    assert verdicts["no-qualifications"] == "confirmed"
    assert verdicts["degree"] == "confirmed"
    assert verdicts["degree-half"] == "contradicted"  # .60 of England's share in 2021
    assert verdicts["illness"] == verdicts["illness-england"] == "confirmed"
    assert verdicts["illness-adjusted"] == "confirmed"
    assert verdicts["jobs"] == "not computable"
    assert verdicts["falling-behind"] == "not confirmed"
    assert verdicts["no-car"] == "contradicted"
    assert verdicts["grants"] == verdicts["charities"] == "confirmed"


def test_the_claims_of_the_deck_on_lsoas(of_2025: Results) -> None:
    found = {one.name: one for one in check_claims(of_2025)}
    assert found["degree-half"].verdict == "not confirmed"
    assert found["degree-half"].ratio == pytest.approx(0.509, abs=5e-4)
    assert found["no-qualifications"].verdict == "confirmed"
    assert found["illness"].verdict == "confirmed"


def test_matched_on_the_whole_score_the_living_environment_stays_apart(of_2025: Results) -> None:
    found = compare_matched(of_2025, outcomes=["degree", "illness-ratio"])
    balance = found.balance.filter(design="same-deprivation", outcome="degree")
    after = dict(balance.select("part", "after").iter_rows())
    assert abs(after["deprivation"]) < 0.1
    assert after["deprivation.environment"] < -0.5
    survive = found.findings.filter(outcome="degree")
    assert (survive["high"] < 0).all()  # by every design, fewer degrees
    ratio = found.findings.filter(outcome="illness-ratio", design="income-and-employment")
    assert ratio["low"][0] < 0 < ratio["high"][0]  # at like income and work, illness is alike


def test_what_the_list_does_not_see(of_2020: Results) -> None:
    found = {row["kind"]: row for row in unseen(of_2020).iter_rows(named=True)}
    assert found["people"]["in_left-behind"] == pytest.approx(0.0426, abs=5e-5)
    assert found["income-deprived"]["in_left-behind"] == pytest.approx(0.089, abs=5e-4)
    assert found["rural_urban.Rural"]["in_left-behind"] < 0.01


def test_every_census_table_gives_an_outcome(of_2025: Results, shelf: Shelf) -> None:
    named = {name for name in shelf.catalogue.table if name.startswith("census2021_")}
    used = {table for table in of_2025.manifest["tables"] if table.startswith("census2021_")}
    assert used == named
    assert not of_2025.manifest["outcomes_not_here"]
