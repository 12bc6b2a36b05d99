"""Exports opened by other programs: what is inside, what is withheld, what stays text."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pyogrio
import pytest
from pyogrio import raw

import leftbehind
from leftbehind import LeftBehindError, Results
from leftbehind.data.shelf import Shelf
from leftbehind.results import CONTENTS
from leftbehind.show.export import workbook as book
from leftbehind.show.export.folder import README, export
from leftbehind.show.export.note import ABOUT, CODEBOOK
from leftbehind.show.export.sheets import Field, Sheet, area_field
from leftbehind.show.export.terms import terms_of
from leftbehind.study_file import read_study

NASTY = ["=1+1", "+44 20", "-1", "@SUM(A1)", "https://example.org/x", "0123", "<b>x</b>"]


@pytest.fixture(scope="module")
def invented() -> Results:
    results = leftbehind.run("invented-country")
    names = [*NASTY, *results.areas["name"][len(NASTY) :]]
    areas = results.areas.with_columns(pl.Series("name", names))
    return Results({**results.tables, "areas": areas}, results.manifest)


def without_nodes(results: Results) -> Results:
    """The same without its largest tables, for what has nothing to do with them."""
    kept = {name: one for name, one in results.tables.items() if not name.startswith("nodes_")}
    return Results(kept, results.manifest)


@pytest.fixture(scope="module")
def folder(invented: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export") / "invented"
    export(invented, place)
    return place


@pytest.fixture(scope="module")
def workbook(folder: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(folder / "invented-country.xlsx")


def test_the_workbook_holds_note_codebook_and_a_sheet_for_each_stage(
    workbook: openpyxl.Workbook, invented: Results
) -> None:
    assert workbook.sheetnames == [
        ABOUT, CODEBOOK, "areas", "groups", "cuts", "parts",
        *(name for name in invented.tables if name.startswith("by_")),
        "comparison", "claims", "matched", "balance", "outcomes",
        "nodes_deprivation", "nodes_need",
    ]  # fmt: skip
    assert workbook["areas"].freeze_panes == "B2"
    assert workbook["areas"].max_row == invented.areas.height + 1
    assert not workbook["areas"].merged_cells.ranges


def test_larger_areas_that_only_name_a_place_are_explained_too(invented: Results) -> None:
    """`[within]` is in no breakdown, and its columns are in the table of areas all the same."""
    named = Results(invented.tables, {**invented.manifest, "within": "ward24"})
    told = [area_field(named, column).says for column in ("ward24", "ward24_name")]
    assert told == [f"{what} of the larger area it lies in: ward24" for what in ("Code", "Name")]


def test_the_codebook_explains_every_column_and_no_other(
    workbook: openpyxl.Workbook, folder: Path
) -> None:
    rows = list(workbook[CODEBOOK].iter_rows(min_row=2, values_only=True))
    told = {(row[0], row[2]) for row in rows}
    there = {
        (name, cell)
        for name in workbook.sheetnames[2:]
        for cell in next(workbook[name].iter_rows(max_row=1, values_only=True))
    }
    assert told == there
    assert len(rows) == len(told)
    assert all(row[1] and row[3] for row in rows)
    assert pl.read_csv(folder / "codebook.csv").height == len(rows)


def test_names_stay_text_and_numbers_numbers(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["areas"]
    headings = [cell.value for cell in sheet[1]]
    names = [row[headings.index("name")] for row in sheet.iter_rows(min_row=2, max_row=8)]
    assert [cell.value for cell in names] == NASTY
    assert {cell.data_type for cell in names} == {"s"}
    assert all(cell.hyperlink is None for cell in names)
    row = next(sheet.iter_rows(min_row=2, max_row=2))
    kinds = {heading: cell.data_type for heading, cell in zip(headings, row, strict=True)}
    assert (kinds["need_rank"], kinds["need_score"], kinds["people"]) == ("n", "n", "n")
    assert (kinds["area"], kinds["in_left-behind"]) == ("s", "b")


def test_a_csv_holds_the_figures_in_full_and_runs_nothing(folder: Path, invented: Results) -> None:
    read = pl.read_csv(folder / "invented-country-areas.csv")
    assert read["name"][:5].to_list() == ["'=1+1", "'+44 20", "'-1", "'@SUM(A1)", NASTY[4]]
    assert read["need_score"].to_list() == invented.areas["need_score"].to_list()
    assert read["need_rank"].null_count() == invented.areas["need_rank"].null_count()


def test_the_geopackage_holds_every_polygon_note_and_codebook(
    folder: Path, invented: Results
) -> None:
    file = folder / "invented-country.gpkg"
    layers = {str(name): kind for name, kind in pyogrio.list_layers(file)}
    assert layers == {"areas": "MultiPolygon", ABOUT: None, CODEBOOK: None}
    about = pyogrio.read_info(file, layer="areas")
    assert about["features"] == invented.areas["area"].n_unique()
    assert about["capabilities"]["fast_spatial_filter"]
    assert about["crs"] is not None
    _, _, shapes, fields = raw.read(file, layer="areas", columns=["area", "name", "need_rank"])
    import shapely

    assert shapely.is_valid(shapely.from_wkb(shapes)).all()
    ranks = dict(zip(fields[0], fields[2], strict=True))
    for area, rank in invented.areas.select("area", "need_rank").head(50).iter_rows():
        assert ranks[area] == rank
    assert set(NASTY) <= set(fields[1])
    _, _, _, (sheets, *_) = raw.read(file, layer=CODEBOOK)
    assert set(sheets) == {"areas"}


def test_the_note_says_rule_sources_and_that_empty_is_not_zero(
    folder: Path, workbook: openpyxl.Workbook
) -> None:
    text = (folder / README).read_text("utf-8")
    for part in ("Of 1,333 wards", "never means zero", "Simulated figures", "Made with leftbehind"):
        assert part in text
    inside = " ".join(str(row[1]) for row in workbook[ABOUT].iter_rows(values_only=True))
    assert "Of 1,333 wards" in inside


def test_the_same_results_give_the_same_bytes(
    invented: Results, folder: Path, tmp_path: Path
) -> None:
    export(invented, tmp_path / "again")
    for file in folder.iterdir():
        one, two = (hashlib.sha256(path.read_bytes()).hexdigest()
                    for path in (file, tmp_path / "again" / file.name))  # fmt: skip
        assert one == two, file.name


def test_a_folder_of_something_else_is_left_alone(invented: Results, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(LeftBehindError, match="nothing was touched"):
        export(invented, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_earlier_export_is_replaced_whole(invented: Results, tmp_path: Path) -> None:
    place = tmp_path / "out"
    light = without_nodes(invented)
    export(light, place)
    assert (place / "invented-country-groups.csv").is_file()
    export(Results({**light.tables, "groups": light.groups.clear()}, light.manifest), place)
    names = {path.name for path in place.iterdir()}
    assert "invented-country-groups.csv" not in names
    assert CONTENTS in names


def test_terms_that_are_not_there_are_refused_with_the_nearest(invented: Results) -> None:
    with pytest.raises(LeftBehindError, match="did you mean OCSI-LT"):
        terms_of(invented, ["OCSI-TL"])


def test_a_study_without_polygons_says_so_and_has_no_geopackage(tmp_path: Path) -> None:
    results = leftbehind.run(read_study("invented-country", ["boundaries="]))
    export(without_nodes(results), tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.gpkg"))
    said = " ".join((tmp_path / "out" / README).read_text("utf-8").split())
    assert "There is no GeoPackage" in said


def test_a_sheet_that_excel_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "ROWS", 3)
    frame = pl.DataFrame({"area": ["a", "b", "c"]})
    sheet = Sheet("areas", "Areas", frame, (Field("area", "Code"),))
    with pytest.raises(LeftBehindError, match="Excel holds 2"):
        book.workbook(pl.DataFrame({"text": ["x"]}), pl.DataFrame({"says": ["x"]}), [sheet])


def test_a_column_that_is_not_explained_is_refused() -> None:
    with pytest.raises(ValueError, match="not explained"):
        Sheet("areas", "Areas", pl.DataFrame({"area": ["a"], "more": [1]}), (Field("area", "x"),))


# Terms that are unclear


@pytest.fixture(scope="module")
def england(shelf: Shelf) -> Results:
    """England without what is under open terms and large."""
    results = leftbehind.run("england-2020", shelf=shelf)
    left_out = ("nodes_deprivation", "outcomes")
    kept = {name: table for name, table in results.tables.items() if name not in left_out}
    return Results(kept, {**results.manifest, "outcomes": {}})


@pytest.fixture(scope="module")
def withheld(england: Results, shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export") / "england"
    assert export(england, place, shelf=shelf).refused == ("OCSI-LT",)
    return place


def everything(folder: Path) -> str:
    """All text of all files, workbook taken apart."""
    found = []
    for file in sorted(folder.iterdir()):
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as parts:
                found += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
        elif file.suffix == ".gpkg":
            for layer, _ in pyogrio.list_layers(file):
                _, _, _, fields = raw.read(file, layer=layer, read_geometry=False)
                found += [" ".join(map(str, field)) for field in fields]
        else:
            found.append(file.read_text("utf-8"))
    return "\n".join(found)


def test_without_acceptance_no_figure_of_the_needs_index_is_in_any_file(
    england: Results, withheld: Path
) -> None:
    text = everything(withheld)
    profiles = england["profiles"].filter(index="need")
    figures = {
        str(value)[:14]
        for value in [*england.areas["need_score"].drop_nulls()[:200],
                      *profiles["value"].drop_nulls()[:600],
                      *england["nodes_need"]["cni_score"].drop_nulls()[:200]]
        if len(str(value)) > 13
    }  # fmt: skip
    leaked = figures & {number[:14] for number in re.findall(r"\d+\.\d+", text)}
    assert len(figures) > 500
    assert not leaked
    for column in ("need_rank", "need_score", "need_margin", "need_places_rank", "cni_score"):
        assert column not in text
    areas = pl.read_csv(withheld / "england-2020-areas.csv")
    assert not {"margin", "published"} & set(areas.columns)
    assert areas["area"].is_sorted()
    assert areas["in_left-behind"].sum() == 226
    assert "--accept-terms OCSI-LT" in (withheld / README).read_text("utf-8")


def test_with_acceptance_the_figures_and_the_notice_are_in_every_file(
    england: Results, shelf: Shelf, tmp_path: Path
) -> None:
    export(england, tmp_path / "out", accept=["OCSI-LT"], shelf=shelf)
    areas = pl.read_csv(tmp_path / "out" / "england-2020-areas.csv")
    assert areas["published"].sum() == 225
    assert areas["need_score"].to_list() == england.areas["need_score"].to_list()
    notice = "Community Needs Index © OCSI / Local Trust; its terms of reuse are not clear."
    assert f"Terms accepted: © OCSI / Local Trust, terms unclear. {notice}" in (
        tmp_path / "out" / README
    ).read_text("utf-8")
    _, _, _, (_, lines) = raw.read(tmp_path / "out" / "england-2020.gpkg", layer=ABOUT)
    assert any(notice in line for line in lines)
    polygons = pyogrio.read_info(tmp_path / "out" / "england-2020.gpkg", layer="areas")
    assert (polygons["features"], polygons["crs"]) == (7_431, "EPSG:27700")


def test_areas_without_a_polygon_are_named(withheld: Path) -> None:
    text = (withheld / README).read_text("utf-8")
    assert "Frome Valley (E05010593), Queen Thorne (E05010599)" in text
