"""Matching: the nearest inside the cell, balance told, the difference standardised."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis._town import town
from leftbehind import LeftBehindError
from leftbehind.analysis.cells import counts_of
from leftbehind.analysis.matched import (
    compare_matched,
    match,
    standardised_difference,
)


@given(
    hnp.arrays(float, 30, elements=st.floats(-5, 5)),
    hnp.arrays(np.int64, 30, elements=st.integers(-1, 3)),
    st.floats(0.05, 3),
)
def test_the_like_is_the_nearest_control_of_the_cell(
    score: np.ndarray, cells: np.ndarray, caliper: float
) -> None:
    areas = np.arange(30) < 12
    pairs = match(areas, ~areas, cells, score[:, None], caliper)
    known = cells >= 0
    spread = 1.0
    if (areas & known).any() and (~areas & known).any():
        spread = np.sqrt((score[areas & known].var() + score[~areas & known].var()) / 2) or 1.0
    for area, control in zip(pairs.area, pairs.control, strict=True):
        same = ~areas & (cells == cells[area])
        apart = abs(score[same] - score[area]).min()
        assert cells[area] == cells[control] >= 0
        assert abs(score[control] - score[area]) == pytest.approx(apart)
        assert apart / spread <= caliper * (1 + 1e-9)
    assert set(pairs.unmatched) == set(np.flatnonzero(areas)) - set(pairs.area)


def test_without_a_score_every_control_of_the_cell_counts_alike() -> None:
    areas = np.array([True, True, False, False, False])
    cells = np.array([0, 1, 0, 0, 2])
    pairs = match(areas, ~areas, cells, None, 0.2)
    assert pairs.area.tolist() == [0, 0]
    assert pairs.control.tolist() == [2, 3]
    assert pairs.weight.tolist() == [0.5, 0.5]
    assert pairs.unmatched.tolist() == [1]
    assert (pairs.controls, pairs.most_used) == (2, 0.5)


def test_reuse_of_controls_is_counted() -> None:
    areas = np.array([True, True, True, False, False])
    score = np.array([[1.0], [1.1], [1.2], [1.1], [9.0]])
    pairs = match(areas, ~areas, np.zeros(5, dtype=np.int64), score, 5.0)
    assert pairs.control.tolist() == [3, 3, 3]
    assert (pairs.controls, pairs.most_used) == (1, 3.0)


def test_standardised_difference_by_hand() -> None:
    """Means 4 and 2, variances 2 and 2: two over the root of two (Austin 2009, 3.1)."""
    areas = np.array([True, True, False, False])
    value = np.array([3.0, 5.0, 1.0, 3.0])
    assert standardised_difference(value, areas, ~areas) == pytest.approx(np.sqrt(2))
    pairs = match(areas, ~areas, np.zeros(4, dtype=np.int64), value[:, None], 9.0)
    # 3 beside 3, 5 beside 3: a mean difference of 1, in the deviation from before.
    after = standardised_difference(value, areas, ~areas, pairs)
    assert after == pytest.approx(1 / np.sqrt(2))


def test_the_finding_is_standardised_to_the_people_of_the_list(tmp_path: Path) -> None:
    results = town(tmp_path)
    found = compare_matched(results, outcomes=["sick"], designs=["cell"])
    row = found.findings.row(0, named=True)
    counts, areas = counts_of(results, "sick"), results.areas
    rate = counts.count / counts.of
    on_list = areas["in_left-behind"].to_numpy()
    other = areas["in_other-deprived"].to_numpy()
    coast = areas["coast"].to_numpy()
    alike = {c: rate[other & (coast == c)].mean() for c in np.unique(coast)
             if (other & (coast == c)).any()}  # fmt: skip
    mine = [n for n in np.flatnonzero(on_list) if coast[n] in alike]
    expected = sum(counts.of[n] * (rate[n] - alike[coast[n]]) for n in mine) * 100
    expected /= sum(counts.of[n] for n in mine)
    assert row["difference"] == pytest.approx(expected)
    assert row["low"] <= row["difference"] <= row["high"]
    assert row["matched"] == len(mine)


def test_the_part_that_holds_the_outcome_is_left_out(tmp_path: Path) -> None:
    results = town(tmp_path)
    found = compare_matched(results, outcomes=["wait", "sick"], designs=["own-part-out"])
    balance = {
        outcome: found.balance.filter(outcome=outcome, part="hardship.poor")["after"][0]
        for outcome in found.balance["outcome"].unique()
    }
    # `wait` is said to be in hardship.poor: what is matched on is the rest of hardship.
    assert balance["wait"] != balance["sick"]


def test_an_unknown_design_and_no_design_are_told(tmp_path: Path) -> None:
    results = town(tmp_path)
    with pytest.raises(LeftBehindError, match=r"no design nearr.*did you mean near"):
        compare_matched(results, designs=["nearr"])


def test_an_empty_group_cannot_be_matched(tmp_path: Path) -> None:
    results = town(tmp_path, "group.other-deprived.floor.hardship=1000")
    with pytest.raises(LeftBehindError, match="no area is in the group other-deprived"):
        compare_matched(results, control="other-deprived")
