"""Places of one's own on the command line and in files: names stay names, wrong use is said."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import shapely

import leftbehind
from _drawn import geojson
from bad_input._builders import Town, refused
from leftbehind.analysis.places import own_places
from leftbehind.show.export.folder import export
from leftbehind.show.export.sheets import sheets_of
from leftbehind.show.export.terms import Terms, handed_on, terms_of
from leftbehind.show.own_places import rows, sentences

NAMES = ["=1+1", "[bold]x[/bold]", "<b>x</b>", "@SUM(A1)", "Ñandú 村 😀"]

RUN = ("run", "study.toml", "--out", "out", "--areas", "mine.csv")


def listing(names: list[str]) -> str:
    return "name,town20\n" + "".join(f"{name},T{n:03}\n" for n, name in enumerate(names, 1))


def test_names_are_shown_and_written_as_they_are(town: Town) -> None:
    town.write("mine.csv", listing(NAMES))
    said = town.run(*RUN)
    assert said.code == 0, said.err
    for name in NAMES:
        assert name in said.out
    table = pl.read_parquet(town.folder / "out" / "places.parquet")
    assert table["place"].unique(maintain_order=True).to_list() == NAMES
    manifest = json.loads((town.folder / "out" / "manifest.json").read_text("utf-8"))
    assert "places" in manifest["tables_written"]
    assert str(town.folder) not in json.dumps(manifest)
    listed = town.run("list", "out", "--no-near")
    assert listed.code == 0, listed.err


def test_nothing_is_written_where_the_places_are_wrong(town: Town) -> None:
    town.write("mine.csv", listing(["A"]))
    assert town.run(*RUN).code == 0
    town.write("mine.csv", "name,town20\nA,T0O1\n")
    refused(town, "mine.csv, column town20: row 1: 'T0O1'", "did you mean T001?", command=RUN)
    refused(town, "there is no such file", command=(*RUN[:-1], "none.csv"))


def test_a_name_or_system_without_a_file_is_wrong_use(town: Town) -> None:
    for option in (("--name", "x"), ("--crs", "EPSG:27700")):
        said = town.run(*RUN[:4], *option)
        assert (said.code, said.out) == (2, "")
        assert not (town.folder / "out").exists()


def test_an_export_holds_the_places_and_every_column_is_explained(tmp_path: Path) -> None:
    results = leftbehind.run("invented-country")
    wards = results.areas["area"].head(len(NAMES))
    pl.DataFrame({"name": NAMES, "ward20": wards}).write_csv(tmp_path / "mine.csv")
    both = own_places(results, tmp_path / "mine.csv").beside(results)
    light = {name: one for name, one in both.tables.items() if not name.startswith("nodes_")}
    export(leftbehind.Results(light, both.manifest), tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "invented-country.xlsx")
    cells = [row[0] for row in book["places"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells[::2]] == NAMES
    assert {cell.data_type for cell in cells} == {"s"}
    text = (tmp_path / "out" / "invented-country-places.csv").read_text("utf-8")
    assert "\n'=1+1," in text
    assert "\n'@SUM(A1)," in text


def test_what_is_under_unclear_terms_is_withheld_of_places_too(tmp_path: Path) -> None:
    results = leftbehind.run("invented-country")
    (tmp_path / "mine.csv").write_text("name,ward20\nA,X05000001\n", "utf-8")
    both = own_places(results, tmp_path / "mine.csv").beside(results)
    terms = Terms((), ("OCSI-LT",), ("simulated_need_ward20",), ("need",), ())
    kept = handed_on(both, terms)["places"].columns
    assert not [name for name in kept if name.startswith("need_") or name == "margin"]
    assert {"deprivation_score", "in_left-behind"} <= set(kept)
    sheet = next(one for one in sheets_of(both, terms_of(both)) if one.name == "places")
    assert {field.name for field in sheet.fields} == set(both["places"].columns)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> leftbehind.Results:
    """Two places that overlap, one outside, one too small for best fit, one that crosses itself."""
    bow = shapely.Polygon([(-30.4, 45.0), (-30.2, 45.2), (-30.2, 45.0), (-30.4, 45.2)])
    shapes = {
        "One": shapely.box(-30.3, 45.1, -30.1, 45.2),
        "Other": shapely.box(-30.15, 45.15, -29.95, 45.25),
        "Away": shapely.box(-10, 45, -9, 46),
        "Speck": shapely.box(-30.0, 45.3, -29.999, 45.301),
        "Bow": bow,
    }
    file = tmp_path_factory.mktemp("drawn") / "mine.geojson"
    geojson(file, list(shapes), list(shapes.values()))
    results = leftbehind.run("invented-country")
    return own_places(results, file).beside(results)


def test_the_rule_of_inclusion_and_what_is_covered_are_said(drawn: leftbehind.Results) -> None:
    told = sentences(drawn)
    assert "the share of its extent stands for it" in told[0]
    assert any("not one of the 1,333 wards: it changes neither the list" in one for one in told)
    for start, names in (
        ("Places that overlap", "One and Other"),
        ("No area that the study has figures for", "Away."),
        ("By best fit no area belongs", "Speck."),
        ("Polygons that crossed themselves were mended", "Bow."),
    ):
        said = next(one for one in told if one.startswith(start))
        assert names in said, said


def test_both_rules_stand_side_by_side_or_once_where_they_are_alike(
    drawn: leftbehind.Results,
) -> None:
    shown = [row[:2] for row in rows(drawn).rows]
    assert shown == [("One", "best fit"), ("One", "split"), ("Other", "best fit"),
                     ("Other", "split"), ("Away", "both"), ("Speck", "best fit"),
                     ("Speck", "split"), ("Bow", "best fit"), ("Bow", "split")]  # fmt: skip
    narrow = rows(drawn, 60)
    assert len(narrow.headings) < len(rows(drawn).headings)
    assert all(len(row) == len(narrow.headings) for row in narrow.rows)


def test_that_the_two_rules_disagree_is_said(drawn: leftbehind.Results) -> None:
    inside = pl.when(place="One", rule="best fit").then(statement=True).otherwise("in_left-behind")
    table = drawn["places"].with_columns(inside.alias("in_left-behind"))
    changed = leftbehind.Results({**drawn.tables, "places": table}, drawn.manifest)
    assert not any("depends on how it is counted" in one for one in sentences(drawn))
    assert sentences(changed)[-1].endswith("depends on how it is counted: One.")
