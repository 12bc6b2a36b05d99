"""The 28 indicators of the Indices of Deprivation 2025 as if they were a user's own CSV."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from leftbehind import LeftBehindError, Shelf, run
from leftbehind.analysis.check_study import check_study
from leftbehind.analysis.propose import propose
from leftbehind.show.starter import starter_files

pytestmark = pytest.mark.data

WRONG = 20_000


@pytest.fixture(scope="module")
def indicators(shelf: Shelf) -> pl.DataFrame:
    frame = shelf.read("imd2025_england_lsoa21_indicators").frame
    return frame.rename({"lsoa21": "code"})


def started(frame: pl.DataFrame, folder: Path, shelf: Shelf) -> Path:
    frame.write_csv(folder / "mine.csv")
    found = propose(folder / "mine.csv", shelf)
    assert len(found.measures) == 28
    assert found.areas == 33_755
    for name, data in starter_files(found, folder).items():
        (folder / name).write_bytes(data)
    return folder / "study.toml"


def test_the_vintage_is_told_from_all_codes_and_the_study_runs(
    indicators: pl.DataFrame, shelf: Shelf, tmp_path: Path
) -> None:
    study = started(indicators, tmp_path, shelf)
    assert 'areas = "lsoa21"' in study.read_text("utf-8")
    found = check_study(str(study), shelf=shelf)
    assert {one.severity for one in found} == {"look"}
    results = run(str(study), shelf=shelf)
    # Areas with all 28 figures, counted apart.
    complete = indicators.drop_nulls().height
    assert results.areas.height == complete
    assert results.groups["areas"].to_list() == [complete // 10, complete - complete // 10]


@pytest.mark.parametrize("code", ["E01099999", "E0109999X", "W01000001"])  # the last is of 2011
def test_one_wrong_code_of_33755_is_told_with_its_row(
    indicators: pl.DataFrame, shelf: Shelf, tmp_path: Path, code: str
) -> None:
    codes = indicators["code"].to_list()
    codes[WRONG] = code
    study = started(indicators.with_columns(pl.Series("code", codes)), tmp_path, shelf)
    found = check_study(str(study), shelf=shelf)
    (one,) = [one for one in found if one.severity == "stops"]
    assert code in one.what
    assert f"rows {WRONG + 1}" in one.what


def test_codes_that_both_vintages_share_are_asked_about(
    indicators: pl.DataFrame, shelf: Shelf, tmp_path: Path
) -> None:
    older = shelf.read("imd2019_england_lsoa11_indicators").frame["lsoa11"]
    both = indicators.filter(pl.col("code").is_in(older.implode()))
    assert both.height == 31_810
    both.write_csv(tmp_path / "both.csv")
    with pytest.raises(LeftBehindError, match=r"lsoa11.*lsoa21.*--geography"):
        propose(tmp_path / "both.csv", shelf)
    assert propose(tmp_path / "both.csv", shelf, geography="lsoa11").codes.strange == ()
