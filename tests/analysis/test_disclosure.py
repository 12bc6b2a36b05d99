"""Small counts of a user's own data: held back, and not to be had by taking away."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis._town import TOWNS, town
from leftbehind.analysis.compare import Comparison, compare
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
