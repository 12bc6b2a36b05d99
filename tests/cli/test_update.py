"""The command that sets two studies beside each other."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from _command import told
from show._editions import SMALL

LATER = """
extends = "invented-country"
title   = "The same, with a wider net and another sum"

[group.left-behind]
worst = { deprivation = "10%", need = "14%" }

[index.need.node.need]
combine = "geometric mean"
"""


def test_an_update_says_who_moved_and_why_and_leaves_all_of_it(tmp_path: Path) -> None:
    later, place = tmp_path / "later.toml", tmp_path / "update"
    later.write_text(LATER, "utf-8")
    done = told("update", "invented-country", str(later), "--out", str(place))
    assert done.code == 0, done.err
    said = done.words
    for words in ("INVENTED", "After: The same, with a wider net", "In people:", "All causes",
                  "Because of the rule: group.left-behind.worst.need: 10% → 14%",
                  "the average over all 2 orders", "from 4 lists",
                  "On the list after, and not before"):  # fmt: skip
        assert words in said
    tables = {"areas", "changes", "causes", "states", "sets", "orders", "lists"}
    assert {file.name for file in place.iterdir()} == {
        "contents.json", "causes.svg", "flow.svg", "map.svg", "map-hexagons.svg",
        *(f"{name}.parquet" for name in tables),
    }  # fmt: skip
    sets = pl.read_parquet(place / "sets.parquet")
    lists = pl.read_parquet(place / "lists.parquet")
    assert dict(lists.group_by("set").len().iter_rows()) == dict(
        sets.select("set", "areas").iter_rows()
    )
    causes = pl.read_parquet(place / "causes.parquet")
    assert causes["areas"].sum() == sets["areas"][-1] - sets["areas"][0]
    for name in ("causes.svg: From", "flow.svg: From where to where", "map.svg: Map of the"):
        assert name in done.err


def test_lists_of_unlike_areas_are_left_as_people(tmp_path: Path) -> None:
    file, place = tmp_path / "small.toml", tmp_path / "update"
    file.write_text(SMALL, "utf-8")
    done = told("update", "invented-country", str(file), "--out", str(place))
    assert done.code == 0, done.err
    assert "compared by people" in done.words
    assert {one.name for one in place.iterdir()} == {
        "areas.parquet", "common-ground.svg", "contents.json"
    }  # fmt: skip
    areas = pl.read_parquet(place / "areas.parquet")
    shares = areas.select(pl.sum_horizontal("both", "only first", "only second", "neither",
                                            "unknown")).to_series()  # fmt: skip
    assert (shares - 1).abs().max() < 1e-9


def test_who_moves_can_be_read_by_a_machine(tmp_path: Path) -> None:
    later = tmp_path / "later.toml"
    later.write_text(LATER, "utf-8")
    done = told("update", "invented-country", str(later), "--quiet", "--format", "csv")
    assert done.code == 0, done.err
    table = pl.read_csv(io.StringIO(done.out))
    assert (table["before"] != table["after"]).all()
    assert (table["need-method_orders"] + table["rule_orders"]).abs().unique().to_list() == [2]


def test_a_study_and_itself_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    place = tmp_path / "update"
    done = told("update", "invented-country", "invented-country", "--out", str(place))
    assert done.code == 1
    assert "no change at all" in done.err
    assert not place.exists()
