"""What is built beside what is published: ranks compared, and what was not built said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr

from leftbehind import LeftBehindError, Results, read_study, run
from leftbehind.groups import Conventions
from leftbehind.running.agreement import agree
from study._half_built import write_half_built

TRUTH = [
    "index.deprivation.published.income=simulated_truth_small20.true_income_rate",
    "index.deprivation.published.deprivation=simulated_truth_ward20.deprivation",
    "index.deprivation.published.health=simulated_truth_ward20.deprivation",
    "index.need.published.need=simulated_truth_ward20.need",
]

scores = st.lists(st.integers(-20, 20), min_size=2, max_size=60).map(
    lambda values: np.array(values, dtype=np.float64)
)


@pytest.fixture(scope="module")
def beside_truth() -> Results:
    return run(read_study("invented-country", TRUTH))


def of(results: Results, index: str, node: str) -> dict[str, object]:
    return results["agreement"].filter(index=index, node=node).row(0, named=True)


@given(scores, st.randoms())
def test_figures_are_those_of_competition_ranks(built: np.ndarray, chance: object) -> None:
    published = built.copy()
    chance.shuffle(published)  # type: ignore[attr-defined]
    found = agree(built, published, Conventions())
    own, theirs = rankdata(-built, "min"), rankdata(-published, "min")
    off = np.abs(own - theirs)
    assert (found.areas, found.exact) == (built.size, (off == 0).sum())
    assert (found.median_off, found.max_off) == (np.median(off), off.max())
    if np.unique(built).size > 1:
        assert found.spearman == pytest.approx(spearmanr(built, published)[0], abs=1e-9)
    else:
        assert found.spearman is None


@given(scores)
def test_a_score_agrees_with_its_own_ranks(built: np.ndarray) -> None:
    found = agree(built, -rankdata(-built, "min"), Conventions())
    assert (found.exact, found.max_off) == (built.size, 0)
    assert found.tenth in (None, 1.0)


def test_only_areas_that_have_both_are_ranked() -> None:
    built = np.array([9.0, np.nan, 7, 5, 3])
    ranks = np.array([2.0, 1, 3, np.nan, 5])
    found = agree(built, -ranks, Conventions())
    # Without the second and the fourth the published ranks are 1, 2 and 3, as built.
    assert (found.areas, found.exact, found.max_off) == (3, 3, 0)


def test_a_tenth_is_rounded_and_tied_as_the_rule_says() -> None:
    published = np.array([9.0, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    built = np.array([9.0, 1, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    # A tenth of 11 is one area, and two tie for it: inside, both are; outside, none is.
    assert agree(built, published, Conventions()).tenth == 0.5
    assert agree(built, published, Conventions(ties="outside")).tenth is None
    # Rounded up a tenth is two: the first two of both, in another order.
    swapped = published + np.array([0.0, 5, *[0.0] * 9])
    ordered = published + np.array([5.0, *[0.0] * 10])
    assert agree(swapped, ordered, Conventions()).tenth == 0.0
    assert agree(swapped, ordered, Conventions(rounding="ceil")).tenth == 1.0
    assert agree(built[:9], published[:9], Conventions()).tenth is None


def test_nothing_in_common_is_an_error() -> None:
    with pytest.raises(LeftBehindError, match="no area has both"):
        agree(np.array([1.0, np.nan]), np.array([np.nan, 1.0]), Conventions())


def test_a_node_is_compared_where_it_is_folded(beside_truth: Results) -> None:
    row = of(beside_truth, "deprivation", "income")
    assert row["areas"] == beside_truth["nodes_deprivation"].height == 6_000
    assert 0.98 < row["spearman"] < 1  # type: ignore[operator]
    assert (row["starts_from"], row["not_in_data"], row["title"]) == ("", "", "Income")


def test_an_index_and_its_parts_are_compared_where_they_are_judged(beside_truth: Results) -> None:
    truth = pl.DataFrame(beside_truth.areas.select("area", "deprivation_rank"))
    assert of(beside_truth, "deprivation", "deprivation")["areas"] == truth.height == 1_333
    assert of(beside_truth, "deprivation", "health")["areas"] == 1_333
    without = beside_truth.areas["need_score"].null_count()
    assert of(beside_truth, "need", "need")["areas"] == 1_333 - without < 1_333


def test_a_study_that_asks_for_nothing_has_no_table() -> None:
    results = run("invented-country")
    assert "agreement" not in results.tables
    assert not any("only_compared" in told for told in results.manifest["tables"].values())


def test_the_published_tables_are_named_and_go_into_nothing(beside_truth: Results) -> None:
    study = read_study("invented-country", TRUTH)
    truth = {"simulated_truth_small20", "simulated_truth_ward20"}
    assert truth <= set(study.tables_named())
    assert not truth & set(study.tables_named(beside=False))
    assert not truth & set(study.bare().tables_named())
    tables = beside_truth.manifest["tables"]
    assert {name for name, told in tables.items() if told.get("only_compared")} == truth


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A study of five areas: `good` is published, `bad` is built."""
    monkeypatch.chdir(tmp_path)
    return write_half_built(tmp_path)


def test_what_was_taken_as_published_is_not_compared_with_itself(toy: str) -> None:
    table = run(toy)["agreement"]
    rows = {row["node"]: row for row in table.iter_rows(named=True)}
    assert list(rows) == ["whole", "good", "one", "three", "bad"]
    assert [row["areas"] for row in rows.values()] == [5, None, None, None, 5]
    assert [row["exact"] for row in rows.values()] == [3, None, None, None, 5]
    assert [row["starts_from"] for row in rows.values()] == [*["good"] * 4, ""]
    lacking = "twos, people, three"
    assert [row["not_in_data"] for row in rows.values()] == [lacking, lacking, "", "three", ""]


def test_a_rank_is_told_from_a_score_by_its_name(toy: str) -> None:
    # The ranks of `whole` read as a score are upside down.
    changes = ["table.toy.columns.upside=whole", "index.toy.published.whole=toy.upside"]
    table = run(read_study(toy, changes))["agreement"].filter(node="whole")
    assert (
        table["spearman"].item() == -run(toy)["agreement"].filter(node="whole")["spearman"].item()
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("index.toy.published.hole=toy.bad", "no node hole.*did you mean whole"),
        ("index.toy.published.bad=toy", "names no column: 'toy'.*TABLE.COLUMN"),
        ("index.toy.published.bad=toy.worse", "published.bad: toy has no column 'worse'"),
        ("index.toy.published.bad=toys.bad", "published.bad: there is no table called toys"),
        ("index.toy.published.bad=toy.odd", "published.bad: column odd of toy holds text"),
        (
            "index.toy.published.bad=simulated_truth_ward20.need",
            "published.bad: simulated_truth_ward20 is on ward20, the index is made on bit",
        ),
    ],
)
def test_a_published_figure_that_is_not_there_is_named(toy: str, change: str, message: str) -> None:
    with pytest.raises(LeftBehindError, match=message):
        run(read_study(toy, [change]))


def test_below_the_parts_nothing_is_carried() -> None:
    change = "index.deprivation.published.violence=simulated_truth_ward20.need"
    with pytest.raises(LeftBehindError, match=r"violence is not carried.*name a table on small20"):
        run(read_study("invented-country", [change]))
