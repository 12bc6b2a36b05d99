"""The commands that say what moves the list, and what would tip one place."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from _command import told

FLOOR = "group.left-behind.floor.need=9"


def test_sensitivity_says_what_moves_the_list_and_leaves_its_tables(tmp_path: Path) -> None:
    place = tmp_path / "s"
    done = told("sensitivity", "invented-country", "--samples", "16", "--out", str(place))
    assert done.code == 0, done.err
    said = done.words
    for words in ("What moves the list most is", "With the threshold free",
                  "With the threshold held", "Community need without", "threshold of 20%",
                  "All 12 combinations of the declared choices", "INVENTED"):  # fmt: skip
        assert words in said
    influence = pl.read_parquet(place / "influence.parquet")
    assert influence.height == (7 + 5) * 6
    assert pl.read_parquet(place / "one-at-a-time.parquet").height > 60
    assert {file.name for file in place.iterdir()} == {
        "contents.json", "influence.parquet", "influence.svg", "multiverse.svg",
        "one-at-a-time.parquet", "outputs.parquet",
    }  # fmt: skip
    for name, alt in (("influence", "What moves the list most"), ("multiverse", "12 ways to")):
        assert (place / f"{name}.svg").read_text("utf-8").startswith("<svg")
        assert f"{name}.svg: {alt}" in done.err


def test_the_influence_can_be_read_by_a_machine() -> None:
    done = told("sensitivity", "invented-country", "--samples", "16", "--quiet", "--format", "csv",
                "--set", "doubt.option={}", "--set", "doubt.shares=['5%', '20%']")  # fmt: skip
    assert done.code == 0, done.err
    table = pl.read_csv(io.StringIO(done.out))
    assert set(table["kind"]) == {"weights", "shares"}
    assert (table["total_low"] <= table["total_high"]).all()


def test_place_why_says_the_smallest_change() -> None:
    listed = told("list", "invented-country", "--quiet", "--format", "csv", "--no-near")
    area = pl.read_csv(io.StringIO(listed.out))["area"][-1]
    done = told("place", area, "invented-country", "--why", "--quiet")
    assert done.code == 0, done.err
    said = done.words
    assert "It leaves the list with as little as" in said
    assert "it stays inside as long as the threshold is" in said
    assert "It stays on its side between" in said
    table = told("place", area, "invented-country", "--why", "--quiet", "--format", "csv")
    rows = pl.read_csv(io.StringIO(table.out))
    assert rows.height == 7 + 3
    assert (rows["holds_from"] <= rows["weight"]).all()
    assert (rows["weight"] <= rows["holds_to"]).all()


def test_a_wrong_study_place_or_number_is_one_line() -> None:
    for arguments in (
        ("sensitivity", "invented-country", "--samples", "17"),
        ("sensitivity", "invented-contry"),
        ("place", "Nowhere at all", "invented-country", "--why"),
        (
            "place",
            "X05000001",
            "invented-country",
            "--why",
            "--set",
            "group.left-behind.floor.need=9",
        ),
    ):
        done = told(*arguments, "--quiet")
        assert done.code == 1
        assert done.err.startswith("leftbehind: ")
        assert done.err.count("\n") == 1
