"""The list and one place, as people meet them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import polars as pl
import pytest

from leftbehind import LeftBehindError, Results, cli, run
from leftbehind.show.place import find_places, place


@pytest.fixture(scope="module")
def results() -> Results:
    return run("invented-country")


@pytest.fixture(scope="module")
def folder(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return results.write(tmp_path_factory.mktemp("show") / "out")


def said(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], *arguments: str
) -> bytes:
    monkeypatch.setattr(sys, "argv", ["leftbehind", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert not stop.value.code
    return capsysbinary.readouterr().out


def test_a_place_is_found_by_code_and_by_name_in_any_case(results: Results) -> None:
    code, name = results.on_list().select("area", "name").row(0)
    assert find_places(results, code.lower()) == (code,)
    assert find_places(results, f" {name.upper()} ") == (code,)


def test_a_mistyped_place_offers_the_nearest(results: Results) -> None:
    name = results.areas["name"][0]
    with pytest.raises(LeftBehindError, match="did you mean") as error:
        find_places(results, name[:-1] + "q")
    assert name in str(error.value)


@pytest.mark.data
def test_namesakes_on_the_list_are_both_shown_and_too_many_are_refused(shelf) -> None:
    england = run("england-2020", shelf=shelf)
    assert find_places(england, "norton south") == ("E05001544", "E05001595")
    halton = place(england, "E05001595")
    assert halton.row["need_rank"] == 4
    assert halton.row["need_score"] == pytest.approx(218.28, abs=0.005)  # section 3.4
    assert any("Norton South, Stockton-on-Tees (E05001544)" in s for s in halton.sentences)
    with pytest.raises(LeftBehindError, match=r"21 places fit 'Abbey'.*Derby"):
        find_places(england, "Abbey")


def test_a_place_says_why_it_is_in_or_out(results: Results) -> None:
    inside = place(results, results.on_list()["area"][0])
    assert inside.sentences[0].startswith("On the list of “Left behind”: ")
    near = place(results, results.near_misses()["area"][0])
    assert near.sentences[0].startswith("Narrowly outside: ")
    unknown = results.areas.filter(pl.col("group").is_null())["area"][0]
    assert place(results, unknown).sentences[0].startswith("Not known: ")


def test_every_domain_is_there_and_adds_up(results: Results) -> None:
    one = place(results, results.on_list()["area"][0])
    assert one.parts.group_by("index", maintain_order=True).len().rows() == [
        ("deprivation", 7),
        ("need", 3),
    ]
    for index in ("deprivation", "need"):
        total = one.parts.filter(index=index)["contribution"].sum()
        assert total == pytest.approx(one.row[f"{index}_score"])


def test_neighbours_are_in_the_order_of_the_list(results: Results) -> None:
    on_list = results.on_list()
    one = place(results, on_list["area"][5])
    assert one.beside["area"].to_list() == on_list["area"].to_list()[2:9]
    last = place(results, on_list["area"][-1])
    assert last.beside["near_miss"].any()


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "xlsx"])
@pytest.mark.parametrize("what", ["list", "place"])
def test_machines_get_the_same_figures(
    results: Results,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    form: str,
    what: str,
) -> None:
    first = results.on_list()["area"][0]
    wanted = [what, str(folder)] if what == "list" else [what, first, str(folder)]
    data = io.BytesIO(said(monkeypatch, capsysbinary, *wanted, "--format", form))
    read = {
        "csv": pl.read_csv, "json": pl.read_json, "parquet": pl.read_parquet, "xlsx": pl.read_excel
    }[form](data)  # fmt: skip
    assert read["area"][0] == first
    if what == "list":
        assert read.height == results.on_list().height + results.near_misses().height
        assert read["need_rank"].to_list()[: results.on_list().height] == (
            results.on_list()["need_rank"].to_list()
        )
    else:
        assert read["contribution"].sum() == pytest.approx(
            results.on_list()["deprivation_score"][0] + results.on_list()["need_score"][0]
        )


@pytest.mark.parametrize("width", ["80", "140"])
def test_the_rule_stands_above_the_list_and_codes_and_names_are_whole(
    results: Results,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    width: str,
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    text = said(monkeypatch, capsysbinary, "list", str(folder)).decode()
    above = text[: text.index("Code")]
    for words in ("SIMULATED", "Of 1,333 wards", "ranks 1 to 133", "rounded", "ties at a cut"):
        assert words in " ".join(above.split())
    for code in results.on_list()["area"]:
        assert code in text
