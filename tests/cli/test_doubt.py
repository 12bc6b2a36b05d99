"""leftbehind doubt as people meet it."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from _command import told


def test_a_table_has_one_row_for_each_area_and_a_column_probability(tmp_path: Path) -> None:
    done = told(
        "doubt", "invented-country", "--draws", "32", "--format", "csv", "--out", f"{tmp_path}/d"
    )
    assert done.code == 0, done.err
    table = pl.read_csv(io.StringIO(done.out))
    assert table.height == table["area"].n_unique() == 1333
    assert table["probability"].is_between(0, 1).all()
    assert {"probability_wide", "need_low", "need_high"} <= set(table.columns)
    written = pl.read_parquet(tmp_path / "d" / "areas.parquet")
    assert written["probability"].to_list() == table["probability"].to_list()
    for spread in (400, 100):
        assert pl.read_parquet(tmp_path / "d" / f"versions-{spread}.parquet").height == 32


def test_the_folder_holds_pictures_that_are_said_in_words(tmp_path: Path) -> None:
    place = tmp_path / "d"
    done = told("doubt", "invented-country", "--draws", "32", "--out", str(place))
    assert done.code == 0, done.err
    for name in ("caterpillar", "caterpillar-nearest", "map", "map-hexagons"):
        assert (place / f"{name}.svg").read_text("utf-8").startswith("<svg")
    said = done.err.splitlines()
    assert f"Written: {place}" in said
    for name in ("caterpillar", "caterpillar-nearest", "map"):
        assert sum(line.startswith(f"{name}.svg: ") for line in said) == 1
    assert not any(line.startswith("map-hexagons.svg: ") for line in said)  # as the map


def test_what_cannot_be_drawn_is_said_and_the_tables_are_there(tmp_path: Path) -> None:
    place = tmp_path / "d"
    done = told("doubt", "invented-country", "--draws", "32", "--no-ranks", "--set", "boundaries=",
                "--out", str(place))  # fmt: skip
    assert done.code == 0, done.err
    assert {file.name for file in place.iterdir()} == {
        "areas.parquet", "caterpillar.svg", "contents.json", "versions-100.parquet",
        "versions-400.parquet",
    }  # fmt: skip
    assert "There is no map: " in done.err
    assert "Without ranks there is no chart of the places nearest" in done.err


def test_what_is_said_names_the_dial_and_never_calls_a_choice_a_chance() -> None:
    done = told("doubt", "invented-country", "--draws", "64", "--quiet")
    assert done.code == 0, done.err
    said = done.words
    assert "concentration 400" in said
    assert "concentration 100" in said
    assert "of 100" in said
    assert "not chance" in said
    assert "Simulated figures" in said
    assert "probab" not in said.lower()


def test_chance_is_called_chance_in_words_and_in_pictures(tmp_path: Path) -> None:
    for draw, words in (
        ('["chance"]', ("Chance is in the counts alone", "They differ by chance in counts alone.")),
        (
            '["chance", "weights"]',
            ("by choices of method and by chance", "and by chance in counts."),
        ),
    ):
        place = tmp_path / str(len(draw))
        done = told("doubt", "invented-country", "--draws", "16", "--concentration", "400",
                    "--set", f"doubt.draw={draw}", "--set", 'doubt.chance=["deprivation"]',
                    "--set", "boundaries=", "--out", str(place))  # fmt: skip
        assert done.code == 0, done.err
        assert words[0] in done.words
        picture = (place / "caterpillar.svg").read_text("utf-8")
        assert words[1] in picture
        assert "not chance" not in picture
        assert ("its own weights" in picture) == (draw == '["chance"]')


def test_a_folder_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = told("doubt", "invented-country", "--draws", "32", "--out", str(tmp_path))
    assert done.code == 1
    assert "nothing was touched" in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
