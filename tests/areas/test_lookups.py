"""Counts add, rates average by people, ranks never."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leftbehind import LeftBehindError, Shelf
from leftbehind.areas.lookups import Lookup, carry, chain, lookup_from
from leftbehind.data.catalogue import Table
from leftbehind.data.read import Reading


def lookup(*rows: tuple[str, str, float]) -> Lookup:
    schema = {"source": pl.String, "target": pl.String, "share": pl.Float64}
    return Lookup("old", "new", pl.DataFrame(rows, schema=schema, orient="row"))


SPLIT = lookup(("a", "x", 0.25), ("a", "y", 0.75), ("b", "y", 1.0))
FIGURES = pl.DataFrame(
    {"area": ["a", "b"], "people": [100.0, 300.0], "cars": [40.0, 60.0], "rate": [0.4, 0.2]}
)


def test_a_split_count_is_shared_out_and_no_car_is_lost() -> None:
    found = carry(FIGURES, SPLIT, counts=["cars", "people"])
    assert found.frame["cars"].to_list() == [10, 90]
    assert found.frame["people"].to_list() == [25, 375]
    assert found.split == 1


def test_a_rate_is_averaged_by_people() -> None:
    found = carry(FIGURES, SPLIT, means=["rate"]).frame
    assert found["rate"].to_list() == pytest.approx([0.4, (0.4 * 75 + 0.2 * 300) / 375])


@pytest.mark.parametrize("name", ["imd_rank", "imd_decile", "no_car_percentile"])
def test_a_rank_is_never_carried(name: str) -> None:
    frame = FIGURES.with_columns(pl.lit(1.0).alias(name))
    for how in ("counts", "means"):
        with pytest.raises(LeftBehindError, match="rank it again"):
            carry(frame, SPLIT, **{how: [name]})


def test_areas_that_no_target_receives_are_reported() -> None:
    assert carry(FIGURES, lookup(("a", "x", 1.0)), counts=["cars"]).lost == ("b",)


def test_a_missing_part_makes_a_sum_missing_and_leaves_a_mean_to_the_rest() -> None:
    frame = FIGURES.with_columns(pl.Series("cars", [40.0, None]), pl.Series("rate", [0.4, None]))
    found = carry(frame, SPLIT, counts=["cars"], means=["rate"]).frame
    assert found["cars"].to_list() == [10, None]
    assert found["rate"].to_list() == [0.4, 0.4]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, unique=True))
def test_counts_add_up_to_what_they_were_whatever_the_lookup(pairs) -> None:
    several = pl.DataFrame(pairs, schema=["source", "target"], orient="row")
    whole = Lookup("old", "new", several.with_columns(share=1.0 / pl.len().over("source")))
    codes = sorted({source for source, _ in pairs})
    frame = pl.DataFrame({"area": codes, "n": [float(i + 1) for i in range(len(codes))]})
    assert carry(frame, whole, counts=["n"]).frame["n"].sum() == pytest.approx(frame["n"].sum())


def test_a_split_without_shares_asks_for_people() -> None:
    entry = Table(title="L", geography="old", also=("new",), key=())
    frame = pl.DataFrame({"old": ["a", "a"], "new": ["x", "y"]})
    table = Reading("lookup_old_new", entry, frame, "")
    with pytest.raises(LeftBehindError, match="in what shares"):
        lookup_from(table, "old", "new")
    people = pl.DataFrame({"area": ["x", "y"], "people": [30.0, 10.0]})
    found = lookup_from(table, "old", "new", people=people)
    assert found.shares["share"].to_list() == [0.75, 0.25]


def test_two_lookups_make_one() -> None:
    second = Lookup("new", "end", pl.DataFrame(
        {"source": ["x", "y"], "target": ["p", "p"], "share": [1.0, 1.0]}))  # fmt: skip
    whole = SPLIT.then(second)
    assert whole.target == "end"
    assert dict(whole.shares.select("source", "share").rows()) == {"a": 1.0, "b": 1.0}
    with pytest.raises(LeftBehindError, match="cannot be followed"):
        second.then(SPLIT)


@pytest.mark.data
def test_a_chain_of_vintages_keeps_every_person(shelf: Shelf) -> None:
    """LSOA 2021 → LSOA 2011 → ward 2017, with people of 2011 areas for the merged."""
    people11 = shelf.read("population2019_lsoa11").frame.select("people", area="lsoa11")
    whole = chain(
        ["lookup_lsoa11_lsoa21", "lookup_lsoa11_ward17"], "lsoa21", "ward17", shelf, people=people11
    )
    people21 = shelf.read("population2021_lsoa21").frame.select("people", area="lsoa21")
    found = carry(people21, whole, counts=["people"])
    assert found.lost == ()
    assert found.frame["people"].sum() == pytest.approx(people21["people"].sum())


@pytest.mark.data
def test_change_codes_of_lsoas_are_as_published(shelf: Shelf) -> None:
    """Methodology 7.7: U 31,810; S 834 → 1,842; M 194 → 97; X 6 → 6."""
    frame = shelf.read("lookup_lsoa11_lsoa21").frame
    england = frame.filter(pl.col("lsoa11").str.starts_with("E"))
    counted = england.group_by("change").agg(
        pl.col("lsoa11").n_unique(), pl.col("lsoa21").n_unique()
    )
    assert set(counted.rows()) == {
        ("U", 31_810, 31_810), ("S", 834, 1_842), ("M", 194, 97), ("X", 6, 6)
    }  # fmt: skip


@pytest.mark.data
def test_two_vintages_without_a_lookup_name_the_lookup(shelf: Shelf) -> None:
    with pytest.raises(LeftBehindError, match='say lookup = "lookup_lsoa11_lsoa21"'):
        chain([], "lsoa21", "lsoa11", shelf)
    with pytest.raises(LeftBehindError, match="the lookups end at"):
        chain(["lookup_lsoa11_ward17"], "lsoa11", "ltla24", shelf)


@pytest.mark.data
def test_twelve_cni_wards_receive_no_lsoa(shelf: Shelf) -> None:
    best_fit = lookup_from(shelf.read("lookup_lsoa11_ward17"), "lsoa11", "ward17")
    assert best_fit.is_best_fit
    wards = shelf.read("cni2019_england_ward17").frame["ward17"]
    assert set(wards) - set(best_fit.shares["target"]) != set()
    assert len(set(wards) - set(best_fit.shares["target"])) == 12
