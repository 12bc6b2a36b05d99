"""The command that says which kinds of neighbourhood are on a list."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest

from _command import told

STUDY = ("typology", "invented-country", "--bootstraps", "5")


def test_typology_says_what_it_found_and_leaves_tables_and_pictures(tmp_path: Path) -> None:
    place = tmp_path / "kinds"
    done = told(*STUDY, "--kinds", "2", "--since", "invented-country", "--out", str(place))
    assert done.code == 0, done.err
    said = done.words
    for words in ("2 kinds were asked for", "The data do not bear it", "on which most hangs",
                  "Kind 1:", "Most typical:", "What sets the kinds apart",
                  "People by kind, then and now", "say nothing of any one person",
                  "INVENTED"):  # fmt: skip
        assert words in said
    assert {file.name for file in place.iterdir()} == {
        "contents.json", "kinds.parquet", "places.parquet", "profile.parquet",
        "variables.parquet", "choice.parquet", "clustergram.parquet", "robust.parquet",
        "similar.parquet", "by.parquet", "transitions.parquet",
        "choice.svg", "profile.svg", "map.svg", "map-hexagons.svg",
    }  # fmt: skip
    assert pl.read_parquet(place / "kinds.parquet")["areas"].sum() == 28
    assert "choice.svg: 2 kinds were asked for" in done.err


def test_typology_says_that_there_are_no_kinds() -> None:
    done = told(*STUDY)
    assert done.code == 0, done.err
    assert "form no kinds" in done.out


def test_a_place_is_shown_with_places_like_it() -> None:
    done = told(*STUDY, "--kinds", "2", "--place", "X05000210")
    assert done.code == 0, done.err
    assert "is of kind" in done.out
    assert "Most similar places anywhere" in done.out


def test_places_are_written_for_machines() -> None:
    done = told(*STUDY, "--kinds", "2", "--format", "csv", "--quiet")
    places = pl.read_csv(io.StringIO(done.out))
    assert places.filter("listed")["kind"].null_count() == 0
    assert places.filter("listed").height == 28


@pytest.mark.data
@pytest.mark.usefixtures("shelf")
def test_all_places_of_one_name_are_written() -> None:
    """Several deprived wards are called alike."""
    alike = ("typology", "england-2020", "--bootstraps", "0", "--set", "typology.starts=2",
             "--format", "csv", "--quiet", "--place", "Norton South")  # fmt: skip
    areas = pl.read_csv(io.StringIO(told(*alike).out))
    assert areas["area"].sort().to_list() == ["E05001544", "E05001595"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--kinds", "1"), 1, "no number of kinds"),
        (("--kinds", "29"), 1, "more than the 28 areas"),
        (("--method", "medians"), 2, "medians"),
        (("--place", "Nowhereton"), 1, "Nowhereton"),
        (("--since", "england-1066"), 1, "there is no study"),
        (("--set", "typology.kinds=0"), 1, "kinds"),
    ],
)
def test_nonsense_is_refused(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = told(*STUDY, *arguments)
    assert done.code == code, done.err
    assert said in done.err
    assert "Traceback" not in done.err
