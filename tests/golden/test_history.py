"""The editions of England: figures that others published, and people that are all there."""

from __future__ import annotations

import polars as pl
import pytest

from leftbehind import Results, Shelf, read_study, run
from leftbehind.analysis.common_ground import CommonGround, common_ground
from leftbehind.analysis.comparable import comparable
from leftbehind.analysis.transitions import IMD, Transitions, overlap, transitions
from leftbehind.areas.account import Kept

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def first(shelf: Shelf) -> Results:
    """The 225 wards of 2020, as published."""
    return run(read_study("england-2020").with_published_list().bare(), shelf=shelf)


@pytest.fixture(scope="module")
def second(shelf: Shelf) -> Results:
    return run(read_study("england-2025"), shelf=shelf)


@pytest.fixture(scope="module")
def found(first: Results, second: Results, shelf: Shelf) -> CommonGround:
    return common_ground(first, second, shelf)


@pytest.fixture(scope="module")
def moved(shelf: Shelf) -> Transitions:
    return transitions(shelf=shelf)


def test_82_percent_of_the_first_decile_of_2025_was_in_that_of_2019(shelf: Shelf) -> None:
    """Published: 82%. Methodology 9.9: .8196 by most overlap; .8241 on unchanged LSOAs."""
    every, unchanged = overlap(IMD[1], IMD[2], shelf)
    assert round(every, 4) == 0.8196
    assert round(unchanged, 4) == 0.8241


def test_deciles_are_made_anew_on_the_ground(moved: Transitions) -> None:
    """A tenth of 33,755 is 3,375 areas in each edition, whatever its own areas were."""
    for at in range(3):
        tenth = moved.deciles.filter(pl.col(f"decile {at}") == 1)
        assert tenth.height == 3_375
    counted = moved.table(1, 2)
    assert counted["areas"].sum() == 33_755
    assert counted["people"].sum() == pytest.approx(56_490_048, rel=1e-4)
    kept = moved.editions[1].account
    assert kept is not None
    assert kept.areas == Kept(32_004, 840, 0)
    assert moved.deciles["exact 1"].sum() == 31_810


def test_people_of_the_two_lists(found: CommonGround, second: Results) -> None:
    everyone = second.areas["people"].sum()
    assert sum(found.people.values()) == pytest.approx(everyone)
    # The list of LSOAs is whole on the ground.
    assert found.on(1) == pytest.approx(second.on_list()["people"].sum())
    # 2,373,827 people lived in the 225 wards in mid-2017; the census of 2021 has a few more.
    assert found.on(0) == pytest.approx(2_373_827, rel=0.03)
    assert found.share(0) == pytest.approx(0.348, abs=0.001)
    assert found.share(1) == pytest.approx(0.420, abs=0.001)


def test_what_cannot_be_said_is_the_city_the_isles_and_wards_without_a_score(
    found: CommonGround,
) -> None:
    unknown = found.areas.filter(pl.col("unknown") > 0)
    assert {"E09000001", "E06000053"} <= set(unknown["ltla24"])
    assert found.people["unknown"] < 0.001 * sum(found.people.values())


def test_editions_by_other_methods_are_compared_by_ranks_only(
    found: CommonGround,
) -> None:
    assert [part.grade for part in found.parts] == ["other method", "other method"]
    assert [part.inherited for part in found.parts] == [("ward17", ""), ("ward17", "")]
    assert found.rule


def test_regions_add_up_to_the_country(found: CommonGround) -> None:
    assert found.by == "region22"
    assert found.by_larger.height == 9
    for cell, people in found.people.items():
        assert found.by_larger[cell].sum() == pytest.approx(people)


def test_how_far_editions_may_be_compared(first: Results, second: Results, shelf: Shelf) -> None:
    """IMD 2015 and 2019 have the same indicators; those of the CNI were 19, then 28."""
    before = run(read_study("england-2019").bare(), shelf=shelf)
    assert comparable("deprivation", before, first) == "same method"
    assert comparable("need", before, first) == "same method"
    assert comparable("deprivation", first, second) == "other method"
    assert comparable("need", first, second) == "other method"
