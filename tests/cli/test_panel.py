"""The panel's commands, from an empty form to what its weights would do."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import _command
import leftbehind
from _command import Said

NEED = ("--study", "invented-country", "--index", "need")
PARTS = ("places", "connectivity", "engaged")
DEPRIVATION = ("--study", "invented-country", "--index", "deprivation")


Tell = Callable[..., Said]


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tell:
    monkeypatch.chdir(tmp_path)
    return _command.told


def fill(file: str, answers: Mapping[str, Mapping[str, object]]) -> None:
    """Copy the sheet of a form for each expert and write name and answers, as a person would."""
    book = openpyxl.load_workbook(file)
    blank = book["Expert 1"]
    for name, given in answers.items():
        sheet = book.copy_worksheet(blank)
        sheet["B1"].value, sheet["B1"].data_type = name, "s"
        for row in sheet.iter_rows(min_row=4):
            key = row[0].value if len(row) == 3 else f"{row[0].value}/{row[2].value}"
            row[-1].value = given[str(key)]
    book.remove(blank)
    book.save(file)


def own_points() -> dict[str, object]:
    """The study's own weights of deprivation, as a budget of 100."""
    own = leftbehind.recipe("invented_deprivation").node["deprivation"].weights
    assert isinstance(own, dict)
    return {part: 100 * weight / sum(own.values()) for part, weight in own.items()}


def test_a_workbook_goes_out_and_comes_back(tell: Tell) -> None:
    assert tell("panel", "template", "invented-country", "deprivation").code == 0
    other = dict.fromkeys(own_points(), 0) | {"environment": 100}
    fill("panel.xlsx", {"Same": own_points(), "=Other()": other})
    told = tell("panel", "read", "panel.xlsx", *DEPRIVATION, "--format", "json")
    assert told.code == 0
    rows = json.loads(told.out)
    by_who = {(row["expert"], row["part"]): row["weight"] for row in rows}
    for part, points in own_points().items():
        assert by_who["Same", part] == pytest.approx(float(str(points)) / 100)
        joint = (float(str(points)) + float(str(other[part]))) / 200
        assert by_who[None, part] == pytest.approx(joint)
    assert by_who["=Other()", "environment"] == 1

    told = tell("panel", "run", "panel.xlsx", *DEPRIVATION, "--format", "csv")
    same, moved, joint = csv.DictReader(io.StringIO(told.out))
    assert (same["jaccard"], same["entries"], same["exits"]) == ("1.0", "0", "0")
    assert (
        same["size"]
        == same["own_size"]
        == str(leftbehind.run("invented-country").groups["areas"][0])
    )
    assert float(moved["jaccard"]) < float(joint["jaccard"]) < 1
    assert (moved["expert"], joint["kind"], joint["expert"]) == ("'=Other()", "joint", "")
    assert len(moved["entered"].split()) == int(moved["entries"])


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("method", ["points", "pairs", "ranking"])
def test_a_form_that_nobody_filled_is_refused(tell: Tell, method: str, suffix: str) -> None:
    name = f"panel.{suffix}"
    assert tell("panel", "template", "invented-country", "need", "--method", method,
                "--out", name).code == 0  # fmt: skip
    told = tell("panel", "read", name, *NEED)
    assert (told.code, told.out) == (1, "")
    assert f"{name}" in told.err
    assert "the form is empty" in told.err


def test_pairs_are_written_as_fractions_that_stay_text(tell: Tell) -> None:
    tell("panel", "template", "invented-country", "need", "--method", "pairs")
    fill("panel.xlsx", {"Ann": {"places/connectivity": "3", "places/engaged": 5,
                                "connectivity/engaged": 3},
                        "Bo": {"places/connectivity": 9, "places/engaged": "1/9",
                               "connectivity/engaged": 7}})  # fmt: skip
    told = tell("panel", "read", "panel.xlsx", *NEED)
    assert told.code == 0
    for part in ("63.7%", "25.8%", "10.5%", "0.033", "geometric mean",
                 "Bo: the comparisons contradict each other", "above 0.10",
                 "9.0 times as important"):  # fmt: skip
        assert part in " ".join(told.out.split())
    assert "Ann: the comparisons" not in told.out
    told = tell("panel", "read", "panel.xlsx", *NEED, "--format", "csv")
    assert "Bo: the comparisons contradict each other" in told.err
    assert "contradict" not in told.out


def test_a_ranking_fills_the_rows_of_a_csv(tell: Tell, tmp_path: Path) -> None:
    told = tell("panel", "template", "invented-country", "need", "--method", "ranking",
                "--out", "panel.csv")  # fmt: skip
    assert "rank 1 for the part that matters most" in told.err
    head, *rows = (tmp_path / "panel.csv").read_text().splitlines()
    filled = [f"{name}{row}{rank}" for name, ranks in (("Ann", "123"), ("Bo", "132"))
              for row, rank in zip(rows, ranks, strict=True)]  # fmt: skip
    (tmp_path / "panel.csv").write_text("\n".join([head, *filled, ""]))
    told = tell("panel", "read", "panel.csv", *NEED)
    assert told.code == 0
    for part in ("61.1%", "27.8%", "11.1%", "19.4%", "W is 0.750", "Dispersion"):
        assert part in told.out


def test_a_small_probability_is_never_said_to_be_nothing(tell: Tell, tmp_path: Path) -> None:
    given = {"places": 50, "connectivity": 30, "engaged": 20}
    rows = [f"E{n},{part},{points}" for n in range(8) for part, points in given.items()]
    (tmp_path / "panel.csv").write_text("\n".join(["expert,part,points", *rows, ""]))
    told = tell("panel", "read", "panel.csv", *NEED)
    assert "W is 1.000" in told.out
    assert "probability below 0.001" in " ".join(told.out.split())


def test_every_expert_ties_all_parts(tell: Tell, tmp_path: Path) -> None:
    rows = [f"{name},{part},2" for name in ("Ann", "Bo") for part in PARTS]
    (tmp_path / "panel.csv").write_text("\n".join(["expert,part,rank", *rows, ""]))
    told = tell("panel", "read", "panel.csv", *NEED)
    assert "W is not defined, as every expert ties all" in told.out


def test_a_panel_of_one_has_no_agreement(tell: Tell, tmp_path: Path) -> None:
    text = "expert,part,points\nAnn,places,50\nAnn,connectivity,30\nAnn,engaged,20\n"
    (tmp_path / "one.csv").write_text(text)
    told = tell("panel", "read", "one.csv", *NEED)
    assert told.code == 0
    assert "Agreement cannot be told from one expert" in told.out
    assert "W is 1" not in told.out
    rows = json.loads(tell("panel", "read", "one.csv", *NEED, "--format", "json").out)
    assert {row["kendalls_w"] for row in rows} == {row["dispersion"] for row in rows} == {None}


def test_run_prints_what_the_weights_would_do(tell: Tell, tmp_path: Path) -> None:
    answers = {"Ann": (50, 30, 20), "Bo": (100, 0, 0)}
    rows = [f"{name},{part},{points}" for name, given in answers.items()
            for part, points in zip(PARTS, given, strict=True)]  # fmt: skip
    (tmp_path / "panel.csv").write_text("\n".join(["expert,part,points", *rows, ""]))
    told = tell("panel", "run", "panel.csv", *NEED, "--out", "told.txt")
    assert told.code == 0
    text = (tmp_path / "told.txt").read_text()
    for part in ("SIMULATED", "The study’s own", "33.3%", "What the weights would do", "Jaccard",
                 "With the joint weights leave"):  # fmt: skip
        assert part in text
    tell("panel", "run", "panel.csv", *NEED, "--format", "parquet", "--out", "told.parquet")
    frame = pl.read_parquet(tmp_path / "told.parquet")
    assert frame["kind"].to_list() == ["expert", "expert", "joint"]
    before = frame["own_size"]
    assert (before + frame["entries"] - frame["exits"]).equals(frame["size"], check_names=False)


def test_two_copies_with_one_name_are_refused(tell: Tell) -> None:
    tell("panel", "template", "invented-country", "deprivation")
    fill("panel.xlsx", {"Ann": own_points(), "ann ": own_points()})
    told = tell("panel", "read", "panel.xlsx", *DEPRIVATION)
    assert told.code == 1
    assert "sheet 'Expert 1 Copy1': 'ann' has a form already, in panel.xlsx, sheet" in told.err


def test_an_empty_sheet_text_and_a_sheet_without_a_name_are_refused(tell: Tell) -> None:
    tell("panel", "template", "invented-country", "deprivation")
    fill("panel.xlsx", {"Ann": own_points() | {"crime": "a lot"}})
    told = tell("panel", "read", "panel.xlsx", *DEPRIVATION)
    assert "sheet 'Expert 1 Copy', row 8, column points: 'Ann': 'a lot' is not a number" in told.err
    book = openpyxl.load_workbook("panel.xlsx")
    book["Expert 1 Copy"]["C8"].value = own_points()["crime"]
    book["Expert 1 Copy"]["B1"].value = None
    book.save("panel.xlsx")
    told = tell("panel", "read", "panel.xlsx", *DEPRIVATION)
    assert told.code == 1
    assert "no expert is named" in told.err
    book["Expert 1 Copy"]["B1"].value = "Ann"
    book.create_sheet("Notes")
    book.save("panel.xlsx")
    told = tell("panel", "read", "panel.xlsx", *DEPRIVATION)
    assert "sheet 'Notes': the sheet is empty" in told.err
    book.remove(book["Notes"])
    book.remove(book["Expert 1 Copy"])
    book.save("panel.xlsx")
    told = tell("panel", "read", "panel.xlsx", *DEPRIVATION)
    assert "there is no form in the workbook" in told.err


def workbook(file: str, *, spread: Mapping[str, object]) -> None:
    """A form that is filled, with cells of one's own on top of it."""
    book = openpyxl.Workbook()
    for row in (["expert", "Ann"], ["part", "points"], *zip(PARTS, (50, 30, 20), strict=True)):
        book.active.append(row)
    for cell, value in spread.items():
        book.active[cell] = value
    book.save(file)


def test_a_formula_that_was_never_computed_is_told_of(tell: Tell) -> None:
    workbook("panel.xlsx", spread={"B3": "=20+30"})
    told = tell("panel", "read", "panel.xlsx", *NEED)
    assert told.code == 1
    assert "row 3, column points: 'Ann' has no points for places" in told.err
    assert "of a formula only a saved result is read" in told.err


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576"])
def test_a_cell_far_from_the_form_does_not_fill_the_memory(tell: Tell, cell: str) -> None:
    workbook("panel.xlsx", spread={cell: "lost"})
    told = tell("panel", "read", "panel.xlsx", *NEED)
    assert told.code == 1
    assert "a sheet goes to row 1,048,576" in told.err
    assert "delete the rows and columns that stand far from the form" in told.err


def test_a_workbook_that_unpacks_to_much_more_is_refused(tell: Tell) -> None:
    workbook("panel.xlsx", spread={})
    with zipfile.ZipFile("panel.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.bin", bytes(60_000_000))
    assert Path("panel.xlsx").stat().st_size < 100_000
    told = tell("panel", "read", "panel.xlsx", *NEED)
    assert told.code == 1
    assert "60 MB are more than forms of a panel have" in told.err


def test_only_a_sheet_of_instructions_is_passed_over(tell: Tell) -> None:
    workbook("panel.xlsx", spread={})
    book = openpyxl.load_workbook("panel.xlsx")
    book.create_sheet("instructions ").append(["Share out points."])
    book.save("panel.xlsx")
    assert tell("panel", "read", "panel.xlsx", *NEED).code == 0
    book.create_sheet("Notes").append(["Ann was ill."])
    book.save("panel.xlsx")
    told = tell("panel", "read", "panel.xlsx", *NEED)
    assert told.code == 1
    assert "sheet 'Notes': no row of headings" in told.err
    assert "delete a sheet that is no form" in told.err


def test_a_date_is_no_comparison(tell: Tell) -> None:
    from datetime import date

    tell("panel", "template", "invented-country", "need", "--method", "pairs")
    fill("panel.xlsx", {"Ann": {"places/connectivity": date(2026, 1, 3), "places/engaged": 5,
                                "connectivity/engaged": 3}})  # fmt: skip
    told = tell("panel", "read", "panel.xlsx", *NEED)
    assert told.code == 1
    assert "row 4, column value: 'Ann': '2026-01-03" in told.err
    assert "1/3 in a cell of text" in told.err


def test_a_form_holds_text_and_no_formula(tell: Tell, tmp_path: Path) -> None:
    study = tmp_path / "hostile.toml"
    study.write_text('extends = "invented-country"\ntitle = "=cmd()"\n'
                     '[index.need.node.places]\ntitle = "=1+1"\n')  # fmt: skip
    assert tell("panel", "template", str(study), "need", "--out", "f.xlsx").code == 0
    with zipfile.ZipFile("f.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert len(sheets) == 2
    assert not [sheet for sheet in sheets if b"<f>" in sheet]
    book = openpyxl.load_workbook("f.xlsx")
    assert (book["Expert 1"]["B4"].value, book["Expert 1"]["B4"].data_type) == ("=1+1", "s")
    assert {book["Expert 1"][cell].number_format for cell in ("B1", "C4", "C6")} == {"@"}
    tell("panel", "template", str(study), "need", "--out", "f.csv")
    assert ",'=1+1," in (tmp_path / "f.csv").read_text()


def test_results_hold_the_names_of_experts_as_text(tell: Tell, tmp_path: Path) -> None:
    text = "expert,part,points\n'=1+1,places,50\n'=1+1,connectivity,30\n'=1+1,engaged,20\n"
    (tmp_path / "panel.csv").write_text(text)
    tell("panel", "read", "panel.csv", *NEED, "--format", "xlsx", "--out", "read.xlsx")
    with zipfile.ZipFile("read.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    tell("panel", "read", "panel.csv", *NEED, "--format", "csv", "--out", "read.csv")
    assert "expert,'=1+1,places" in (tmp_path / "read.csv").read_text()


def test_a_template_never_replaces_what_may_be_filled(tell: Tell, tmp_path: Path) -> None:
    (tmp_path / "panel.xlsx").write_bytes(b"answers")
    told = tell("panel", "template", "invented-country", "need")
    assert told.code == 1
    assert "may hold answers" in told.err
    assert (tmp_path / "panel.xlsx").read_bytes() == b"answers"


def test_the_same_template_has_the_same_bytes(tell: Tell, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        tell("panel", "template", "invented-country", "need", "--out", name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert openpyxl.load_workbook("one.xlsx").properties.created.year == 2000


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("template", "invented-country", "nee"), 1, "did you mean need?"),
        (("template", "invented-contry", "need"), 1, "did you mean invented-country?"),
        (("template", "invented-country", "need", "--out", "a.pdf"), 2, ".xlsx or .csv"),
        (("template", "invented-country", "need", "--method", "guess"), 2, "points"),
        (("read", "none.xlsx", *NEED), 1, "there is no such file"),
        (("run", "none.xlsx", *NEED), 1, "there is no such file"),
    ],
)
def test_wrong_use_is_told(tell: Tell, arguments: tuple[str, ...], code: int, said: str) -> None:
    told = tell("panel", *arguments)
    assert told.code == code
    assert said in " ".join(told.err.split())
