"""Groups compared: sums over sums, gaps kept as gaps, errors that name what is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis._town import STUDY, TOWNS, figures, town
from leftbehind import LeftBehindError
from leftbehind.analysis.cells import counts_of, members
from leftbehind.analysis.compare import compare
from leftbehind.questions import OTHERS, WHOLE
from leftbehind.show.findings import caveats, finding


def rates(comparison: object, outcome: str) -> dict[str, dict[str, float]]:
    frame: pl.DataFrame = comparison.rates  # type: ignore[attr-defined]
    return {row["group"]: row for row in frame.filter(outcome=outcome).iter_rows(named=True)}


def test_rates_are_sums_over_sums(tmp_path: Path) -> None:
    results = town(tmp_path)
    inside = results.areas.filter("in_left-behind")["area"]
    own = figures().filter(pl.col("town20").is_in(inside.implode()))
    found = rates(compare(results), "sick")
    by_hand = 100 * own["sick"].sum() / own["adults"].sum()
    assert found["left-behind"]["rate"] == pytest.approx(by_hand, abs=1e-12)
    mean_of_rates = 100 * (own["sick"] / own["adults"]).mean()
    assert found["left-behind"]["rate"] != pytest.approx(mean_of_rates, abs=1e-3)
    whole, others = found[WHOLE], found[OTHERS]
    assert whole["areas"] == TOWNS == others["areas"] + found["left-behind"]["areas"]
    assert whole["count"] == figures()["sick"].sum()
    assert whole["count"] == others["count"] + found["left-behind"]["count"]


def test_means_are_weighted_by_people_and_medians_are_of_people(tmp_path: Path) -> None:
    results = town(tmp_path)
    found = compare(results, outcomes=["wait", "middle-wait", "shops"])
    frame = figures()
    weighted = (frame["wait"] * frame["adults"]).sum() / frame["adults"].sum()
    assert rates(found, "wait")[WHOLE]["rate"] == pytest.approx(weighted)
    people = np.repeat(frame["wait"].to_numpy(), frame["adults"].to_numpy())
    assert rates(found, "middle-wait")[WHOLE]["rate"] == np.sort(people)[(people.size - 1) // 2]
    shops = 1000 * frame["shops"].sum() / frame["people"].sum()
    assert rates(found, "shops")[WHOLE]["rate"] == pytest.approx(shops)


def test_gaps_are_differences_and_ratios_of_what_is_shown(tmp_path: Path) -> None:
    found = compare(town(tmp_path), outcomes=["sick"], against=["other-deprived", WHOLE])
    by_group = rates(found, "sick")
    for gap in found.gaps.filter(group="left-behind").iter_rows(named=True):
        own, other = by_group["left-behind"]["rate"], by_group[gap["benchmark"]]["rate"]
        assert gap["difference"] == pytest.approx(own - other)
        assert gap["ratio"] == pytest.approx(own / other)
        assert gap["low"] <= gap["difference"] <= gap["high"]


def test_the_interval_by_districts_is_that_of_a_plain_bootstrap(tmp_path: Path) -> None:
    """Districts drawn one by one and added up, as the textbook has it."""
    results = town(tmp_path, "comparing.draws=4000")
    found = rates(compare(results, outcomes=["sick"]), "sick")["left-behind"]
    flags = members(results, ["left-behind"])["left-behind"]
    counts, county = counts_of(results, "sick"), results.areas["county"].to_numpy()
    counties, random = np.unique(county), np.random.default_rng(1)
    drawn = []
    for _ in range(4000):
        taken = random.choice(counties, counties.size)
        inside = [flags & (county == one) for one in taken]
        top = sum(counts.count[flag].sum() for flag in inside)
        bottom = sum(counts.of[flag].sum() for flag in inside)
        drawn.append(100 * top / bottom)
    low, high = np.quantile(drawn, [0.025, 0.975])
    width = high - low
    assert found["low"] == pytest.approx(low, abs=0.06 * width)
    assert found["high"] == pytest.approx(high, abs=0.06 * width)


def test_two_runs_give_the_same_and_another_seed_another(tmp_path: Path) -> None:
    one, two = compare(town(tmp_path)), compare(town(tmp_path))
    assert one.rates.equals(two.rates)
    assert one.gaps.equals(two.gaps)
    other = compare(town(tmp_path, "comparing.seed=7"))
    assert not one.rates["low"].equals(other.rates["low"])
    assert one.rates["rate"].equals(other.rates["rate"])


def test_inside_each_larger_area_the_groups_add_up(tmp_path: Path) -> None:
    results = town(tmp_path)
    found = compare(results, outcomes=["sick"], by="coast")
    assert found.rates["larger"].unique().sort().to_list() == ["land", "sea"]
    parts = found.rates.filter(~pl.col("group").is_in([WHOLE, OTHERS]))
    assert parts["count"].sum() == figures()["sick"].sum()
    inside = found.rates.filter(larger="sea", group=WHOLE).row(0, named=True)
    assert inside["count"] == figures().filter(coast="sea")["sick"].sum()


def test_a_gap_is_left_out_of_both_sums_and_counted(tmp_path: Path) -> None:
    sick = [None, None, *figures()["sick"][2:]]
    results = town(tmp_path, sick=sick)
    found = rates(compare(results, outcomes=["sick"]), "sick")[WHOLE]
    assert found["areas_without"] == 2
    assert found["of"] == figures()["adults"][2:].sum()
    assert results.manifest["outcomes"]["sick"]["cells_without"] == 2
    said = caveats(results, compare(results, outcomes=["sick"]), "sick")
    assert "2 cells of the published table hold no figure." in said


def test_suppressed_is_said_to_be_suppressed_and_not_zero(tmp_path: Path) -> None:
    text = STUDY.replace('file = "figures.csv"', 'file = "figures.csv"\nsuppressed = ["c"]')
    sick = ["c", *(str(value) for value in figures()["sick"][1:])]
    results = town(tmp_path, text=text, sick=sick)
    said = caveats(results, compare(results, outcomes=["sick"]), "sick")
    assert any("held back by its publisher, which is not zero" in one for one in said)


def test_an_outcome_without_any_figure_is_said_in_words(tmp_path: Path) -> None:
    results = town(tmp_path, sick=[None] * TOWNS)
    found = compare(results)
    assert rates(found, "sick")["left-behind"]["rate"] is None
    said = finding(results, found, "sick")
    assert said == "Sick people: no figure is public for “left behind” areas."


def test_more_counted_than_there_are_is_refused(tmp_path: Path) -> None:
    sick = [5_000, *figures()["sick"][1:]]
    with pytest.raises(LeftBehindError, match=r"outcome.sick.*5,000 of 808 in T001"):
        town(tmp_path, sick=sick)


def test_a_count_below_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LeftBehindError, match=r"count is below 0: T003"):
        town(tmp_path, shops=[1, 1, -1, *[1] * (TOWNS - 3)])


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("outcomes", "sik", "no outcome sik.*did you mean sick"),
        ("against", "other-depraved", "no group other-depraved.*did you mean other-deprived"),
    ],
)
def test_an_unknown_name_gets_the_nearest(tmp_path: Path, kind: str, name: str, words: str) -> None:
    with pytest.raises(LeftBehindError, match=words):
        compare(town(tmp_path), **{kind: [name]})


def test_an_unknown_breakdown_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(LeftBehindError, match=r"no breakdown coats.*did you mean coast"):
        compare(town(tmp_path), by="coats")


def test_a_list_of_no_areas_cannot_be_compared(tmp_path: Path) -> None:
    results = town(tmp_path, "group.left-behind.floor.hardship=1000")
    with pytest.raises(LeftBehindError, match="no area is in the group left-behind"):
        compare(results)


def test_another_group_of_no_areas_is_a_row_without_figures(tmp_path: Path) -> None:
    results = town(tmp_path, "group.other-deprived.floor.hardship=1000")
    found = compare(results, outcomes=["sick"], against=["other-deprived", WHOLE])
    row = rates(found, "sick")["other-deprived"]
    assert (row["areas"], row["rate"]) == (0, None)
    said = finding(results, found, "sick")
    assert "Nowhere" in said
    assert "other highly deprived" not in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('in_rule = "hardship.poor"', 'in_rule = "hardship.rich"', "in_rule names nothing: hards"),
        ('than = "other-deprived"', 'than = "others"', "claim.sick.than names nothing: others"),
        ('clusters = "county"', 'clusters = "country"', "clusters names nothing: country"),
        ('exact = "coast"', 'exact = "cost"', "design.near.exact names nothing: cost"),
        ('count = "figures.sick"', 'count = "figures.sicks"', "no column 'sicks'.*sick"),
        ('of = "figures.adults"', "", "a share needs `of`"),
        ('value = "figures.wait"\nweight = "figures.adults"\nunit',
         'value = "figures.coast"\nweight = "figures.adults"\nunit', "holds text"),
    ],
)  # fmt: skip
def test_a_question_that_names_nothing_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in STUDY
    with pytest.raises(LeftBehindError, match=words):
        town(tmp_path, text=STUDY.replace(old, new))


def test_outcomes_never_move_the_list(tmp_path: Path) -> None:
    with_outcomes = town(tmp_path)
    without = town(tmp_path, text=STUDY.partition("[outcome.sick]")[0])
    assert with_outcomes.areas.equals(without.areas)
