"""Conversions find their way, keep every person, and give account of what they keep."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leftbehind import LeftBehindError, Shelf
from leftbehind.areas.account import Kept
from leftbehind.areas.conversion import areas_of, convert, people_of
from leftbehind.areas.lookups import Lookup, carry, chain, lookup_from
from leftbehind.areas.ways import find_way
from leftbehind.data.catalogue import Catalogue, Geography, Table
from leftbehind.data.read import Reading
from leftbehind.data.shelf import Network

TINY = "imd2019_england_lsoa11_domains"
"""A table whose areas are the 32,844 LSOAs of England."""


def of_kind(name: str, continues: str = "", register: str = "") -> Geography:
    return Geography.model_validate(
        {"title": name, "nation": "Toyland", "vintage": "1", "pattern": ".+",
         "continues": continues, "register": register}
    )  # fmt: skip


def toy(tables: dict[str, tuple[Table, pl.DataFrame]], kinds: dict[str, Geography]) -> Shelf:
    """A shelf with a few tables in hand."""
    found = Catalogue(geography=kinds, table={name: one for name, (one, _) in tables.items()})
    frames = {name: frame for name, (_, frame) in tables.items()}
    return Shelf(catalogue=found, folder=None, network=Network(up=False), frames=frames)


def table(geography: str, *also: str, **more: object) -> Table:
    columns = {name: name for name in (geography, *also)}
    columns |= {name: name for name in ("share", "change", "people") if name in more}
    declared = {key: value for key, value in more.items() if key != "people"}
    key = [geography, *also]
    return Table.model_validate({"title": "T", "geography": geography, "also": also,
                                 "columns": columns, "key": key, **declared})  # fmt: skip


KINDS = {name: of_kind(name) for name in ("block", "old", "new", "town")}


def test_the_longer_way_is_taken_if_it_is_more_exact() -> None:
    """Straight by best fit, or through blocks that nest in both."""
    straight = pl.DataFrame({"old": ["a", "b"], "new": ["x", "x"]})
    through_old = pl.DataFrame({"block": ["1", "2", "3"], "old": ["a", "a", "b"]})
    through_new = pl.DataFrame({"block": ["1", "2", "3"], "new": ["x", "y", "y"]})
    shelf = toy(
        {
            "lookup_straight": (table("old", "new", best_fit=("new",)), straight),
            "lookup_old": (table("block", "old"), through_old),
            "lookup_new": (table("block", "new"), through_new),
        },
        KINDS,
    )
    steps = find_way("old", "new", shelf)
    assert [step.table for step in steps] == ["lookup_old", "lookup_new"]
    assert [step.slope for step in steps] == ["down", "up"]
    # What a study names itself goes before what would be more exact.
    own = find_way("old", "new", shelf, own=["lookup_straight"])
    assert [step.table for step in own] == ["lookup_straight"]


def test_no_way_leads_up_and_down_again() -> None:
    """Old and new areas lie in the same towns, which says nothing of one in the other."""
    shelf = toy(
        {
            "lookup_old": (table("old", "town"), pl.DataFrame({"old": ["a"], "town": ["t"]})),
            "lookup_new": (table("new", "town"), pl.DataFrame({"new": ["x"], "town": ["t"]})),
        },
        KINDS,
    )
    with pytest.raises(LeftBehindError, match=r"no lookup leads from old to new.*ways to town"):
        find_way("old", "new", shelf)


def test_codes_that_live_on_are_the_same_areas_and_the_others_are_lost() -> None:
    listed = {
        "all_old": (table("old"), pl.DataFrame({"old": ["a", "b"]})),
        "all_new": (table("new"), pl.DataFrame({"new": ["b", "c"]})),
    }
    kinds = {"old": of_kind("old", register="all_old"),
             "new": of_kind("new", continues="old", register="all_new")}  # fmt: skip
    for source, target in (("old", "new"), ("new", "old")):
        found = convert(source, target, toy(listed, kinds))
        assert found.whole.shares.rows() == [("b", "b", 1.0)]
        areas = areas_of(source, toy(listed, kinds))
        assert found.whole.account(areas).areas == Kept(1, 0, 1)


def test_areas_that_live_on_are_whole_whatever_the_lookups_say() -> None:
    """Old a is new a; b is gone, and its blocks lie mostly in x and a little in a."""
    blocks = pl.DataFrame({"block": ["1", "2", "3", "4"], "old": ["a", "a", "b", "b"],
                           "new": ["a", "x", "a", "x"]})  # fmt: skip
    living = pl.DataFrame({"block": list("1234"), "people": [9.0, 1.0, 1.0, 4.0]})
    tables = {
        "lookup_old": (table("block", "old"), blocks.select("block", "old")),
        "lookup_new": (table("block", "new"), blocks.select("block", "new")),
        "all_people": (table("block", people=True), living),
        "all_old": (table("old"), pl.DataFrame({"old": ["a", "b"]})),
        "all_new": (table("new"), pl.DataFrame({"new": ["a", "x"]})),
    }
    kinds = {"block": of_kind("block"), "old": of_kind("old", register="all_old"),
             "new": of_kind("new", continues="old", register="all_new")}  # fmt: skip
    found = convert("old", "new", toy(tables, kinds))
    assert [step.table for step in found.steps] == ["lookup_old", "lookup_new"]
    assert found.same == {"a"}
    assert found.whole.shares.rows() == [("a", "a", 1.0), ("b", "x", 1.0)]
    assert found.whole.account(pl.Series(["a", "b"])).areas == Kept(2, 0, 0)
    assert convert("new", "old", toy(tables, kinds)).same == {"a"}
    between = kinds | {"mid": of_kind("mid", continues="old"),
                       "new": of_kind("new", continues="mid", register="all_new")}  # fmt: skip
    assert convert("old", "new", toy(tables, between)).same == {"a"}
    # What a study names is taken as it is.
    own = convert("old", "new", toy(tables, kinds), own=["lookup_old", "lookup_new"])
    assert own.same == frozenset()
    assert own.whole.shares.height == 4
    # In a year that nothing continues a code may mean another area.
    apart = kinds | {"new": of_kind("new", register="all_new")}
    assert convert("old", "new", toy(tables, apart)).whole.shares.height == 4


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abxy")), unique=True),
       st.sets(st.sampled_from("ab"), min_size=1))  # fmt: skip
def test_keeping_areas_whole_loses_nobody(pairs, alike) -> None:
    frame = pl.DataFrame(pairs, schema={"source": pl.String, "target": pl.String}, orient="row")
    each = (0.9 / pl.len()).over("source")  # a tenth has no target
    before = Lookup("old", "new", frame.with_columns(share=each))
    after = before.keeping(pl.Series(sorted(alike)))
    left = dict(after.shares.group_by("source").agg(pl.col("share").sum()).rows())
    for area in set(frame["source"]) | alike:
        assert left[area] == pytest.approx(1.0 if area in alike else 0.9)
    for area in alike:
        assert after.shares.filter(source=area)["target"].to_list() == [area]


def test_an_area_that_lives_on_is_exact_though_a_lookup_put_it_where_most_of_it_lies() -> None:
    shares = pl.DataFrame({"source": ["a", "b"], "target": ["a", "x"], "share": [1.0, 1.0]})
    best = Lookup("old", "new", shares, doubtful=frozenset("ab"))
    both = pl.Series(["a", "b"])
    assert best.account(both).areas == Kept(0, 2, 0)
    assert best.keeping(pl.Series(["a"])).account(both).areas == Kept(1, 1, 0)


def test_irregular_areas_are_approximate_though_they_go_to_one() -> None:
    entry = table("old", "new", change="change")
    frame = pl.DataFrame({"old": ["a", "b"], "new": ["x", "y"], "change": ["U", "X"]})
    found = lookup_from(Reading("lookup", entry, frame, ""), "old", "new")
    assert found.account(pl.Series(["a", "b"])).areas == Kept(1, 1, 0)


def test_the_wrong_direction_is_refused_and_named() -> None:
    entry = table("old", "town")
    frame = pl.DataFrame({"old": ["a", "b"], "town": ["t", "t"]})
    with pytest.raises(LeftBehindError, match="in what shares: it leads from old to town"):
        lookup_from(Reading("lookup_old_town", entry, frame, ""), "town", "old")


def test_backwards_each_part_gets_the_people_that_its_shares_put_there() -> None:
    """Half of b's 100 people live in t: t's people are a's 50 and 50 of b."""
    entry = table("old", "town", share="share")
    frame = pl.DataFrame({"old": ["a", "b", "b"], "town": ["t", "t", "s"],
                          "share": [1.0, 0.5, 0.5]})  # fmt: skip
    people = pl.DataFrame({"area": ["a", "b"], "people": [50.0, 100.0]})
    found = lookup_from(Reading("lookup", entry, frame, ""), "town", "old", people=people)
    assert dict(found.shares.filter(source="t").select("target", "share").rows()) == {
        "a": 0.5, "b": 0.5
    }  # fmt: skip


def test_where_nobody_lives_parts_are_equal() -> None:
    frame = pl.DataFrame({"old": ["a", "a"], "new": ["x", "y"]})
    people = pl.DataFrame({"area": ["x", "y"], "people": [0.0, 0.0]})
    entry = table("old", "new", change="")
    found = lookup_from(Reading("lookup", entry, frame, ""), "old", "new", people=people)
    assert found.shares["share"].to_list() == [0.5, 0.5]


def test_a_flag_is_never_carried() -> None:
    one = pl.DataFrame({"source": ["a"], "target": ["x"], "share": [1.0]})
    frame = pl.DataFrame({"area": ["a"], "people": [1.0], "listed": [True]})
    for how in ("counts", "means"):
        with pytest.raises(LeftBehindError, match="a flag, which cannot be"):
            carry(frame, Lookup("old", "new", one), **{how: ["listed"]})


pairs_of = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=1, unique=True
)
numbers = st.lists(st.integers(0, 1000), min_size=4, max_size=4)


@given(pairs_of, pairs_of, numbers, numbers)
def test_every_person_is_carried_or_accounted_for(one, two, living, there) -> None:
    """Whatever two lookups, one after the other: the three parts of the account add up."""
    first = pl.DataFrame(one, schema=["old", "new"], orient="row")
    second = pl.DataFrame(two, schema=["town", "new"], orient="row")
    in_new = pl.DataFrame({"area": list("wxyz"), "people": [float(n) for n in there]})
    in_town = pl.DataFrame({"area": list("abcd"), "people": [float(n) for n in living]})
    whole = lookup_from(
        Reading("one", table("old", "new"), first, ""), "old", "new", people=in_new
    ).then(
        lookup_from(Reading("two", table("town", "new"), second, ""), "new", "town",
                    people=in_town)
    )  # fmt: skip
    frame = in_town
    carried = carry(frame, whole, counts=["people"])
    everyone, arrived = frame["people"].sum(), carried.frame["people"].sum()
    assert carried.account.people is not None
    kept = carried.account.people
    assert kept.exact + kept.approximate == pytest.approx(arrived)
    assert kept.all == pytest.approx(everyone)
    assert carried.account.areas.all == 4
    assert kept.lost == pytest.approx(everyone - arrived)


@pytest.mark.data
def test_lsoas_of_2011_and_2021_are_as_their_change_codes_say(shelf: Shelf) -> None:
    """Methodology 7.7: U 31,810, S 834 → 1,842, M 194 → 97, X 6 → 6; in all 33,855 rows."""
    england11, england21 = (
        areas_of("lsoa11", shelf, table=TINY),
        areas_of("lsoa21", shelf, table="imd2025_england_lsoa21"),
    )
    assert (england11.len(), england21.len()) == (32_844, 33_755)
    there, back = convert("lsoa11", "lsoa21", shelf), convert("lsoa21", "lsoa11", shelf)
    pairs = there.whole.shares.filter(pl.col("source").is_in(england11.implode()))
    assert pairs.height == 33_855
    assert set(pairs["target"]) == set(england21)
    # Unchanged and merged areas go there whole; split and irregular ones do not compare.
    assert there.whole.account(england11).areas == Kept(31_810 + 194, 834 + 6, 0)
    assert back.whole.account(england21).areas == Kept(31_810 + 1_842, 97 + 6, 0)


@pytest.mark.data
def test_there_and_back_again_as_far_as_the_change_codes_allow(shelf: Shelf) -> None:
    """Split areas are made whole again; merged ones come back as parts by people."""
    there, back = convert("lsoa11", "lsoa21", shelf), convert("lsoa21", "lsoa11", shelf)
    again = there.whole.then(back.whole).shares
    came_back = again.filter(pl.col("source") == pl.col("target"), pl.col("share") == 1)
    change = shelf.read("lookup_lsoa11_lsoa21").frame.filter(pl.col("lsoa11").str.starts_with("E"))
    for code, whole in (("U", 31_810), ("S", 834), ("M", 0), ("X", 0)):
        areas = change.filter(change=code)["lsoa11"].unique()
        assert came_back.filter(pl.col("source").is_in(areas.implode())).height == whole, code
    people = people_of("lsoa11", shelf)
    returned = carry(people, there.whole.then(back.whole), counts=["people"])
    assert returned.frame["people"].sum() == pytest.approx(people["people"].sum())


@pytest.mark.data
def test_merged_districts_are_found_by_themselves(shelf: Shelf) -> None:
    """Allerdale, Carlisle and Copeland became Cumberland, wholly, in April 2023."""
    found = convert("ltla19", "ltla24", shelf)
    assert [step.slope for step in found.steps] == ["down", "across", "up"]
    merged = found.whole.shares.filter(target="E06000063")
    assert set(merged["source"]) == {"E07000026", "E07000028", "E07000029"}
    assert merged["share"].to_list() == [1.0, 1.0, 1.0]
    # All 339 of England and Wales; Scotland and Northern Ireland have no LSOAs.
    codes = areas_of("ltla19", shelf)
    assert found.whole.account(codes).areas == Kept(339, 0, 43)


@pytest.mark.data
def test_wards_of_2017_that_are_wards_of_2024_are_the_same(shelf: Shelf) -> None:
    england = areas_of("ward17", shelf).filter(areas_of("ward17", shelf).str.starts_with("E"))
    there, back = convert("ward17", "ward24", shelf), convert("ward24", "ward17", shelf)
    assert there.whole.account(england).areas.exact == 2_317
    assert there.same == back.same
    assert there.whole.shares.filter(pl.col("source").is_in(list(there.same)))["share"].eq(1).all()


@pytest.mark.data
@pytest.mark.parametrize(
    ("source", "target", "tables"),
    [
        ("lsoa01", "lsoa21", ["lookup_lsoa01_lsoa11", "lookup_lsoa11_lsoa21"]),
        ("lsoa21", "ward17", ["lookup_lsoa11_lsoa21", "lookup_lsoa11_ward17_oa_share"]),
        ("ward16", "ward17", [""]),
        ("region17", "region22", ["", "", ""]),
        ("ltla22", "ltla24",
         ["lookup_lsoa21_msoa21_ltla22_region22", "lookup_lsoa21_ward24_ltla24"]),
    ],
)  # fmt: skip
def test_ways_between_vintages(shelf: Shelf, source: str, target: str, tables: list[str]) -> None:
    assert [step.table for step in find_way(source, target, shelf)] == tables


@pytest.mark.data
def test_two_countries_have_no_way(shelf: Shelf) -> None:
    with pytest.raises(LeftBehindError, match="no lookup leads from lsoa11 to region20"):
        convert("lsoa11", "region20", shelf)
    with pytest.raises(LeftBehindError, match="does not start from ward24"):
        chain(["lookup_lsoa11_ward17"], "ward24", "ward17", shelf)


@pytest.mark.data
def test_a_merged_area_of_2001_needs_people_that_nobody_counted(shelf: Shelf) -> None:
    with pytest.raises(LeftBehindError, match="how many people live in areas of lsoa01"):
        convert("lsoa11", "lsoa01", shelf)
