"""Tables declared wrongly: geography, keys, shares, patterns, checksums."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from bad_input._builders import RUN, Town, figures, judge_counties, refused
from leftbehind import Shelf, read_study, run
from leftbehind.errors import LeftBehindError


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('geography = "town20"\nfile', 'geography = "town21"\nfile', ["table.figures", "town20?"]),
        ('geography = "town20"\nfile', "file", ["column town20 fits town20", 'say geography = "']),
        ('town20 = "code"\n', "", ["there is no column town20", 'columns.town20 = "…"']),
        ("'T\\d{3}'", "'('", ["geography.town20.pattern", "no regular expression", "unclosed"]),
        ("'T\\d{3}'", "'(?=T)'", ["geography.town20.pattern", "look-around"]),
        ('file = "f', 'keep = "("\nfile = "f', ["table.figures.keep", "no regular expression"]),
        ('file = "f', 'keep = "X.*"\nfile = "f', ["leaves none of the 12 rows", "`keep`"]),
        ('file = "f', 'rows = 13\nfile = "f', ["12 rows where 13 are expected", "figures.csv"]),
        ('file = "f', f'sha256 = "{"0" * 64}"\nfile = "f', ["wrong bytes", "in the study"]),
        ('file = "figures.csv"\n', "", ["neither a file nor an address", "[table.figures]"]),
        ('file = "f', 'status = "simulated"\nfile = "f', ["no table 'figures'", "`status`"]),
        ("{3}'\n", '{3}\'\nregister = "lsit"\n', ["geography.town20.register", "lsit"]),
        ('idle = "idle"', "idle = []", ["table.figures.columns.idle.from"]),
        ('idle = "idle"', 'idle = ["idle", "peple"]', ["no column 'peple'", "people?"]),
        ('idle = "idle"', 'idle = { from = "idle", min = 5, max = 1 }', ["min 5 is above max 1"]),
        ('idle = "idle"', 'idle = { from = "idle", min = nan }', ["idle.min", "finite"]),
        ('idle = "idle"', 'idle = { from = "idle", kind = "text" }', ["idle", "not numbers"]),
        ('people = "figures"', 'people = "figures.town20_name"', ["town20_name", "not numbers"]),
        ('of = "people"', 'of = "town20_name"', ["town20_name", "not numbers"]),
    ],
)
def test_a_wrong_declaration_is_named(town: Town, old: str, new: str, words: list[str]) -> None:
    town.edit("hardship.toml" if old.startswith("of =") else "study.toml", old, new)
    refused(town, *words)


def test_areas_that_come_twice_cannot_hide_behind_another_key(town: Town) -> None:
    town.edit("study.toml", 'file = "f', 'key = ["town20_name"]\nfile = "f')
    town.write("figures.csv", figures(T003="T002,Town 3,1003,30,3.5"))
    refused(town, "figures", "duplicate codes", "T002", "one row for each area")


def test_shrinkage_needs_to_know_every_district(town: Town) -> None:
    town.edit("hardship.toml", 'of = "people"', 'of = "people"\nshrink = "town20_name"')
    town.write("figures.csv", figures(T003="T003,,1003,30,3.5"))
    refused(town, "town20_name is empty in rows 3", "fill the cells")


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ("T001,C1,-1", ["part is below 0", "row 1"]),
        ("T001,C1,1.5", ["part is above 1", "row 1"]),
        ("T001,C1,", ["part is empty in rows 1", "give every pair its share"]),
        ("T001,C1,0.7\nT001,C2,0.6", ["shares of T001 add up to more than 1"]),
    ],
    ids=["negative", "above 1", "empty", "more than the whole"],
)
def test_a_share_is_from_0_to_1(town: Town, shares: str, words: list[str]) -> None:
    judge_counties(town)
    town.edit("study.toml", 'county20 = "county"', 'county20 = "county"\npart = "part"')
    town.edit(
        "study.toml",
        'file = "counties.csv"',
        'file = "counties.csv"\nshare = "part"\nkey = ["town20", "county20"]',
    )
    town.write("counties.csv", f"town,county,part\n{shares}\n")
    refused(town, "town_to_county (", "counties.csv", *words)


def test_a_lookup_that_leads_elsewhere_is_refused(town: Town) -> None:
    judge_counties(town)
    town.edit("study.toml", 'lookup = "town_to_county"', 'lookup = "figures"')
    refused(town, "index.hardship", "end at town20, not at county20", "add the lookup")


def test_no_area_in_a_lookup_leaves_nothing_to_judge(town: Town) -> None:
    judge_counties(town)
    town.write("counties.csv", "town,county\nT999,C1\n")
    refused(town, "no area is left to judge")


def test_a_frame_in_hand_stands_for_a_table_without_a_file(town: Town, tmp_path: Path) -> None:
    import polars as pl

    frame = pl.read_csv(town.folder / "figures.csv")
    town.edit("study.toml", 'file = "figures.csv"\n', "")
    study = read_study(tmp_path / "study.toml")
    assert run(study, data={"figures": frame}).areas.height == 12
    with pytest.raises(LeftBehindError, match="duplicate codes in column town20: T001"):
        run(study, data={"figures": pl.concat([frame, frame.head(1)])})
    with pytest.raises(LeftBehindError, match="no table called figurs"):
        run(study, data={"figurs": frame})


def test_a_cache_that_cannot_be_written_costs_nothing(town: Town) -> None:
    town.write("cache", "a file where a folder should be")
    blocked = Town(town.folder, {"LEFTBEHIND_CACHE": str(town.folder / "cache")})
    assert blocked.run(*RUN).code == 0


@pytest.mark.data
@pytest.mark.parametrize(
    ("claimed", "codes", "words"),
    [
        ("lsoa11", "new", ["1,945 codes are not lsoa11", "all of them fit lsoa21",
                           'lookup = "lookup_lsoa11_lsoa21"']),
        ("lsoa11", "typo", ["1 codes are not lsoa11", "E01999999", "rows 32845",
                            "correct the codes"]),
        ("", "both", ["fits lsoa11 and lsoa21", 'geography = "lsoa11" or geography = "lsoa21"']),
        ("lsoa21", "new", ["lsoa21 and lsoa11 are two geographies",
                           'lookup = "lookup_lsoa11_lsoa21"']),
        ("lsoa11", "joined", ["two vintages", "imd2025_england_lsoa21 is on lsoa21",
                              "lookup_lsoa11_lsoa21"]),
    ],
)  # fmt: skip
def test_codes_of_another_vintage_name_it_and_the_lookup(
    shelf: Shelf, town: Town, claimed: str, codes: str, words: list[str]
) -> None:
    old = shelf.read("imd2019_england_lsoa11_domains").frame["lsoa11"].to_list()
    new = shelf.read("imd2025_england_lsoa21").frame["lsoa21"].to_list()
    chosen = {
        "new": new,
        "typo": [*old, "E01999999"],
        "both": sorted(set(old) & set(new)),
        "joined": old,
    }[codes]
    town.write("mine.csv", "code,idle\n" + "".join(f"{code},1\n" for code in chosen))
    others = ', "imd2025_england_lsoa21"' if codes == "joined" else ""
    column = f'{claimed} = "code"' if claimed else 'code = { from = "code", kind = "text" }'
    town.write(
        "study.toml",
        f"""
        title = "Vintages"
        areas = "lsoa11"
        [table.mine]
        title = "Mine"
        {f'geography = "{claimed}"' if claimed else ""}
        file = "mine.csv"
        [table.mine.columns]
        {column}
        poor_score = "idle"
        idle = "idle"
        [index.hardship]
        recipe = "hardship.toml"
        data = ["mine"{others}]
        [group.worst]
        worst = {{ hardship = "10%" }}
        """,
    )
    refused(town, "index.hardship", *words)


def test_a_marked_and_an_empty_cell_of_one_column_are_two_things(town: Town) -> None:
    """`*` is held back and lies within its bounds; an empty cell is missing and stays a gap."""
    town.edit("study.toml", 'file = "figures.csv"', 'file = "figures.csv"\nsuppressed = ["*"]')
    town.edit("hardship.toml", 'of = "people"', 'of = "people"\nsuppressed = { low = 1, high = 5 }')
    town.write("figures.csv", figures(T002="T002,Two,1002,*,2.5", T005="T005,Five,1005,,5.5"))
    assert town.run(*RUN).code == 0
    nodes = pl.read_parquet(town.folder / "out" / "nodes_hardship.parquet")
    rates = dict(nodes.select("area", "poor_score").iter_rows())
    assert rates["T002"] == pytest.approx(3 / 1002)
    assert rates["T005"] is None
    told = json.loads((town.folder / "out" / "manifest.json").read_text("utf-8"))
    assert told["index"]["hardship"]["suppressed_filled_in"] == {"poor": 1}
    assert told["tables"]["figures"]["gaps"]["poor"] == {"suppressed": 1, "missing": 1}
