"""Excel out and in again: what was written is read, through a study's own table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import leftbehind as lb
from leftbehind.data.catalogue import Table
from leftbehind.show.export.folder import export
from leftbehind.show.files import Format, as_bytes


def read_back(file: Path, columns: dict[str, object], sheet: str = "") -> pl.DataFrame:
    """The columns of a file as a study's own table gives them."""
    entry = Table.model_validate(
        {"title": "t", "status": "own", "file": str(file), "sheet": sheet, "key": ["area"],
         "columns": columns}
    )  # fmt: skip
    shelf = lb.Shelf()
    own = shelf.catalogue.with_own({"mine": entry}, {})
    return lb.Shelf(catalogue=own).read("mine").frame


def as_declared(frame: pl.DataFrame) -> dict[str, object]:
    kinds = {pl.String: "text", pl.Boolean: "flag", pl.Date: "text"}
    return {name: {"from": name, "kind": kinds.get(type(dtype), "number")}
            for name, dtype in zip(frame.columns, frame.dtypes, strict=True)}  # fmt: skip


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers as floats and dates as text, as a table is read."""
    return frame.with_columns(
        pl.col(pl.Int64, pl.UInt32, pl.Float64).cast(pl.Float64), pl.col(pl.Date).cast(pl.String)
    )


ODD = pl.DataFrame(
    {
        "area": ["00123", "0456", "1e5", "007", "E01000001"],
        "name": ["=1+1", "+44 Road", "-Hill", "@home", "a, “b” 村"],
        "rate": [0.1, None, -3.5, 1e-9, 123456.75],
        "count": [0, 1, None, 3, 2**40],
        "day": [date(2020, 1, 1), None, date(1999, 12, 31), date(2024, 2, 29), date(2000, 1, 1)],
        "listed": [True, False, None, True, False],
    }
)


@pytest.mark.parametrize("form", [Format.xlsx, Format.parquet])
def test_codes_names_gaps_and_dates_come_back(tmp_path: Path, form: Format) -> None:
    file = tmp_path / f"odd.{form}"
    file.write_bytes(as_bytes(ODD, form))
    assert_frame_equal(read_back(file, as_declared(ODD)), plain(ODD), abs_tol=1e-15)


@pytest.fixture(scope="module")
def results() -> lb.Results:
    return lb.run("invented-country")


@pytest.mark.parametrize("name", ["areas", "profiles", "nodes_need"])
def test_a_table_of_results_comes_back(results: lb.Results, tmp_path: Path, name: str) -> None:
    frame = results[name].with_row_index("row")
    frame = (
        frame.with_columns(area=pl.format("{}{}", "area", "row")) if name == "profiles" else frame
    )
    file = tmp_path / "results.xlsx"
    file.write_bytes(as_bytes(frame, Format.xlsx))
    assert_frame_equal(read_back(file, as_declared(frame)), plain(frame), rel_tol=1e-14)


def test_the_workbook_of_an_export_can_be_a_table(results: lb.Results, tmp_path: Path) -> None:
    export(results, tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.xlsx")
    columns = {"area": {"from": "area", "kind": "text"}, "need_score": "need_score"}
    back = read_back(file, columns, sheet="areas")
    written = results.areas.select("area", "need_score")
    joined = back.join(written, on="area", suffix="_was")
    assert joined.height == written.height
    assert (joined["need_score"] - joined["need_score_was"]).abs().max() == pytest.approx(0)
