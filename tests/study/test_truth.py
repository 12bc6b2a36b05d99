"""On a simulated country the truth is known: does the method find it?"""

from __future__ import annotations

import polars as pl
import pytest

from leftbehind import Results, Shelf, run

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def results() -> Results:
    return run("invented-country")


def beside_truth(results: Results) -> pl.DataFrame:
    truth = Shelf().read("simulated_truth_ward20").frame.rename({"ward20": "area"})
    return results.areas.join(truth, on="area")


def test_both_indices_follow_the_truth(results: Results) -> None:
    both = beside_truth(results)
    for index, least in (("deprivation", 0.85), ("need", 0.75)):
        found = both.select(pl.corr(f"{index}_score", index, method="spearman").alias("r")).item()
        assert found > least


def test_half_the_list_is_truly_left_behind_and_chance_would_give_one_in_forty(
    results: Results,
) -> None:
    both = beside_truth(results)
    on_list = both.filter("in_left-behind")
    assert on_list["left_behind"].mean() > 0.4 > 10 * both["left_behind"].mean()


def test_what_was_filled_in_shrunk_or_lost_is_counted(results: Results) -> None:
    index = results.manifest["index"]["deprivation"]
    assert index["suppressed_filled_in"]["income"] > 0
    assert index["shrunk"]["income"] > 5_000
    assert 0 < index["areas_without_score"] < 300
    gaps = results.manifest["tables"]["simulated_deprivation_small20"]["gaps"]
    assert "suppressed" in gaps["income_asylum"]
    assert "missing" in gaps["violence"]


def test_it_is_said_to_be_simulated(results: Results) -> None:
    assert results.manifest["simulated"]
    assert results.manifest["seeds"] == {"simulation": 2020}
    assert "invented" in results.manifest["study"]["title"]
