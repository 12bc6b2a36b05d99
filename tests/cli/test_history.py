"""`leftbehind history` and `leftbehind data path`: what they print, and what they refuse."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest

from _command import told
from leftbehind.show.look import theme

WIDER = "group.left-behind.worst.need=20%"
SCORE = ("--score", "simulated_truth_small20.true_income_rate")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the invented country with a wider list."""
    folder = tmp_path_factory.mktemp("history") / "wide"
    done = told("run", "invented-country", "--quiet", "--set", WIDER, "--out", str(folder))
    assert done.code == 0, done.err
    return folder


def test_history_counts_people_on_every_list_on_some_and_on_none(wide: Path) -> None:
    done = told("history", "invented-country", str(wide))
    assert done.code == 0, done.err
    said = done.words
    for words in ("INVENTED", "compared by people", "that were on every list", "(1)", "(2)"):
        assert words in said
    table = told("history", "invented-country", str(wide), "--format", "csv")
    rows = pl.read_csv(io.StringIO(table.out), schema_overrides={"pattern": pl.String})
    people = dict(rows.group_by("pattern").agg(pl.col("people").sum()).iter_rows())
    assert set(people) == {"11", "01", "00", "??"}
    assert f"{people['11']:,.0f} people live in areas that were on every list" in said


def test_deciles_are_shown_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "deciles.svg"
    done = told("history", *SCORE, *SCORE, "--picture", str(picture))
    assert done.code == 0, done.err
    assert "600" in done.out
    assert picture.read_text("utf-8").startswith("<svg")


def test_a_picture_is_drawn_beside_a_table_for_a_machine_or_refused(
    wide: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "one.svg"
    asked = ("--format", "csv", "--picture", str(picture))
    done = told("history", *SCORE, *SCORE, *asked)
    assert done.code == 2
    assert not picture.exists()
    done = told("history", "invented-country", str(wide), *asked)
    assert done.code == 0, done.err
    assert picture.is_file()
    assert done.out.startswith("area,pattern,people")


def test_lists_that_are_named_are_drawn(wide: Path, tmp_path: Path) -> None:
    picture = tmp_path / "lists.svg"
    done = told("history", "invented-country", str(wide), "--picture", str(picture),
                "--theme", "dark", "--width", "400")  # fmt: skip
    assert done.code == 0, done.err
    drawn = picture.read_text("utf-8")
    assert 'width="400"' in drawn
    assert theme("dark").colour["paper"] in drawn
    assert "that were on every list" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("invented-country",), "a history needs two lists"),
        (("invented-country", "nowhere"), "no study, study file or folder of results 'nowhere'"),
        ((*SCORE,), "a change needs two editions"),
        ((*SCORE, *SCORE, "--picture", "deciles.pdf"), "pictures are not written as .pdf"),
    ],
)
def test_what_history_refuses(arguments: tuple[str, ...], words: str) -> None:
    done = told("history", *arguments)
    assert done.code == 1
    assert words in done.err


def test_the_invented_country_has_no_other_editions(wide: Path) -> None:
    done = told("place", "X05000001", str(wide), "--history")
    assert done.code == 1
    assert "has no other editions" in done.err


def test_data_path_names_the_lookups_and_gives_account() -> None:
    done = told("data", "path", "small20", "region20")
    assert done.code == 0, done.err
    said = done.words
    assert (
        "simulated_areas20 small20 → region20 the smaller lie within the larger 6,000 0 0" in said
    )
    assert "are carried exactly" in said
    shares = told("data", "path", "small20", "region20", "--format", "csv")
    assert pl.read_csv(io.StringIO(shares.out))["share"].to_list() == [1.0] * 6_000
    one = told("data", "path", "small20", "small20")
    assert "are one geography" in one.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("small20", "nowhere"), "there is no geography called nowhere"),
        (("small20", "lsoa21"), "no lookup leads from small20 to lsoa21"),
        (("small20", "ward20", "--of", "simulated_wards20"), "has no small20 codes"),
    ],
)
def test_what_data_path_refuses(arguments: tuple[str, ...], words: str) -> None:
    done = told("data", "path", *arguments)
    assert done.code == 1
    assert words in done.err
