"""Small counts of a user's own data: held back, and not to be had by taking away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis._town import TOWNS, town
from leftbehind import Results
from leftbehind.analysis.claims import check_claims
from leftbehind.analysis.compare import Comparison, compare
from leftbehind.analysis.disclosure import held_cells
from leftbehind.analysis.here import outcomes_here
from leftbehind.analysis.matched import compare_matched
from leftbehind.questions import OTHERS, WHOLE
from leftbehind.show.findings import finding


def few(tmp_path: Path, sick: list[int], by: str = "") -> Comparison:
    return compare(town(tmp_path, "comparing.smallest=10", sick=sick), outcomes=["sick"], by=by)


def test_nothing_is_held_back_where_all_counts_are_large(tmp_path: Path) -> None:
    found = few(tmp_path, [50] * TOWNS)
    assert not found.rates["suppressed"].any()
    assert found.rates["count"].null_count() == 0


def test_a_small_count_is_held_back_everywhere_it_shows(tmp_path: Path) -> None:
    results = town(tmp_path, "comparing.smallest=10")
    on_list = results.areas["in_left-behind"]
    sick = [0 if inside else 20 for inside in on_list]
    sick[on_list.to_list().index(True)] = 4
    results = town(tmp_path, "comparing.smallest=10", sick=sick)
    found = compare(results, outcomes=["sick"])
    row = found.rates.filter(group="left-behind").row(0, named=True)
    assert row["suppressed"]
    assert [row[name] for name in ("count", "rate", "low", "high")] == [None] * 4
    gap = found.gaps.filter(group="left-behind")
    assert gap["difference"].null_count() == gap.height
    assert "held back, because so few" in finding(results, found, "sick")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(sick=st.lists(st.integers(0, 6), min_size=TOWNS, max_size=TOWNS), split=st.booleans())
def test_what_is_held_back_cannot_be_had_by_taking_away(
    tmp_path: Path, sick: list[int], *, split: bool
) -> None:
    found = few(tmp_path, sick, by="coast" if split else "").rates
    if "larger" not in found.columns:
        found = found.with_columns(larger=pl.lit(""))
    parts = found.filter(~pl.col("group").is_in([WHOLE, OTHERS]))
    for keys, cells in ((["larger"], parts), (["group"], found.filter(pl.col("larger") != ""))):
        for _, part in cells.group_by(keys):
            held = part.filter("suppressed")
            shown = part.filter(~pl.col("suppressed"), pl.col("count") > 0)
            # One alone may be held back only where no other count could hide it.
            assert held.height != 1 or not shown.height
    own = found.filter(pl.col("group").is_in(["left-behind", OTHERS]))
    for _, pair in own.group_by("larger"):
        one = pair["suppressed"].sum() == 1
        assert not one or not pair.filter(~pl.col("suppressed"), pl.col("count") > 0).height


@pytest.mark.parametrize("smallest", [0, 10])
def test_published_figures_are_left_as_published(tmp_path: Path, smallest: int) -> None:
    import leftbehind
    from leftbehind import read_study

    study = read_study("invented-country", [f"comparing.smallest={smallest}"])
    assert not compare(leftbehind.run(study)).rates["suppressed"].any()


def small_town(tmp_path: Path) -> Results:
    """Towns whose list has four sick people in all."""
    on_list = town(tmp_path).areas["in_left-behind"]
    sick = [0 if inside else 20 for inside in on_list]
    sick[on_list.to_list().index(True)] = 4
    return town(tmp_path, "comparing.smallest=10", sick=sick)


def test_a_small_count_is_not_had_from_the_matched_comparison(tmp_path: Path) -> None:
    found = compare_matched(small_town(tmp_path), outcomes=["sick"]).findings
    assert found["suppressed"].all()
    for figure in ("rate", "control_rate", "difference", "low", "high", "plain", "plain_low"):
        assert found[figure].null_count() == found.height


def test_large_counts_stay_in_the_matched_comparison(tmp_path: Path) -> None:
    results = town(tmp_path, "comparing.smallest=10", sick=[50] * TOWNS)
    found = compare_matched(results, outcomes=["sick"]).findings
    assert not found["suppressed"].any()
    assert found["plain"].null_count() == 0


def test_a_claim_that_rests_on_a_few_people_is_held_back(tmp_path: Path) -> None:
    results = small_town(tmp_path)
    claim = {"says": "x", "source": "y", "outcome": "sick", "than": "other-deprived",
             "direction": "more"}  # fmt: skip
    study = {**results.manifest["study"], "claim": {"sick": claim}}
    (checked,) = check_claims(Results(results.tables, {**results.manifest, "study": study}))
    assert checked.verdict == "held back"
    assert (checked.rate, checked.other, checked.difference) == (None, None, None)


@given(sick=st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_a_cell_that_is_held_back_cannot_be_had_from_its_larger_area(sick: list[int]) -> None:
    count, of = np.array(sick, float), np.full(12, 100.0)
    inside = np.repeat([0, 1, 2], 4)
    held = held_cells(count, of, inside, 10, share=True)
    assert held[(count > 0) & (count < 10)].all()
    assert not held[count == 0].any()
    for larger in range(3):
        here = inside == larger
        if held[here].sum() == 1:
            assert not ((count[here] > 0) & ~held[here]).any()


def test_a_place_and_a_larger_area_do_not_give_a_small_count_away(tmp_path: Path) -> None:
    sick = [20] * TOWNS
    results = town(tmp_path, "comparing.smallest=10", sick=sick)
    county = results.areas["county"].to_list()
    alone = county.index(county[0])
    sick[alone] = 3
    results = town(tmp_path, "comparing.smallest=10", sick=sick)

    def shown(flags: list[bool], by: str = "") -> float | None:
        found = outcomes_here(results, np.array(flags), by)
        return found.filter(outcome="sick")["rate"][0]

    each = [shown([n == at for n in range(TOWNS)]) for at in range(TOWNS)]
    assert each[alone] is None
    same = [n for n in range(TOWNS) if county[n] == county[0]]
    assert sum(each[n] is None for n in same) == 2
    assert sum(one is None for one in each) == 2
    assert shown([name == county[0] for name in county], "county") is not None
