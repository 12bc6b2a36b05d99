"""Files of places of one's own that are wrong: each named with its row or feature and a mend."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyogrio
import pytest
import shapely

import leftbehind
from _drawn import geojson, layer
from leftbehind import LeftBehindError, Results
from leftbehind.analysis.places import own_places
from leftbehind.data.catalogue import Geography, Table
from leftbehind.data.shelf import Shelf

BOX = shapely.box(-30.3, 45.0, -29.9, 45.3)
"""A box in the middle of the invented country."""


@pytest.fixture(scope="module")
def results() -> Results:
    return leftbehind.run("invented-country")


def refused(results: Results, file: Path, *words: str, **options: str) -> None:
    with pytest.raises(LeftBehindError) as error:
        own_places(results, file, **options)
    for word in words:
        assert word in str(error.value)
    assert error.value.mend


def test_of_200_000_codes_the_one_that_is_wrong_is_named(results: Results, tmp_path: Path) -> None:
    known = results["nodes_deprivation"]["area"].to_list()
    codes = [known[at % len(known)] for at in range(200_000)]
    frame = pl.DataFrame({"name": [f"Place {at % 150}" for at in range(200_000)], "small20": codes})
    for wrong, likely in (("X01OO1234", "did you mean X01001234?"), ("Hello", "correct it"),
                          ("X0100123", "did you mean X010"),
                          ("X05000001", "it is a code of ward20"),
                          ("x01001234", "did you mean X01001234?")):  # fmt: skip
        codes[123_455] = wrong
        file = tmp_path / "codes.csv"
        frame.with_columns(small20=pl.Series(codes)).write_csv(file)
        refused(results, file, f"row 123,456: '{wrong}' is no small20 code", likely)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["the file is empty"]),
        ("name,ward20\n", ["no rows"]),
        ("name,ward20\nA,X05000001\n,X05000002\n", ["'name' is empty in rows 2"]),
        ("name,ward20\nA,\n", ["'ward20' is empty in rows 1"]),
        ("name,ward20\nA\x1b[31m,X05000001\n", ["control characters", "rows 1"]),
        ("name,ward20\nA\u202e,X05000001\n", ["control characters", "rows 1"]),
        ("name,ward20,small20\nA,X05000001,X01000001\n", ["ward20 and small20 both hold codes"]),
        ("one,other,ward20\na,b,X05000001\n", ["It may be one, other", "--name COLUMN"]),
        ("name,ward20\nA,X01000001\nB,X01000002\n", ["all of them are small20 codes"]),
        ("name,ward20\nA,X05000001\nB,X01000002\n", ["row 2", "a code of small20"]),
        ("name,ward20\nA,1\nB,2\nC,X05000001\n", ["row 1: '1'", "so are 1 more, in rows 2"]),
        ("name,what\nA,hello\nB,you\n", ["no column holds codes", "such as lsoa21, or postcode"]),
        ("name,postcode\nA,VA0 0AA\nA,XX1 1XX\n", ["row 2: 'XX1 1XX' is no postcode in use"]),
        ("name,postcode\nA,v\n", ["row 1: 'v' is no postcode in use"]),
        ("name;ward20\nA;X05000001\n", ["parted by semicolons"]),
    ],
)  # fmt: skip
def test_lists(results: Results, tmp_path: Path, text: str, words: Sequence[str]) -> None:
    (tmp_path / "mine.csv").write_text(text, "utf-8")
    refused(results, tmp_path / "mine.csv", "mine.csv", *words)


def test_a_workbook_of_two_sheets_and_text_of_another_encoding(
    results: Results, tmp_path: Path
) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "two.xlsx") as book:
        book.add_worksheet("one").write_row(0, 0, ["name", "ward20"])
        book.add_worksheet("two")
    refused(results, tmp_path / "two.xlsx", "2 sheets", "a workbook of one sheet")
    (tmp_path / "old.csv").write_bytes(b"name,ward20\nK\xf6ln,X05000001\n")
    refused(results, tmp_path / "old.csv", "line 2 is not UTF-8", "CSV of UTF-8 text")


def test_codes_that_fit_two_vintages_are_asked_about(results: Results, tmp_path: Path) -> None:
    """The invented country has one vintage of wards, so a second one is made."""
    results.areas.select(name=pl.lit("A"), codes="area").write_csv(tmp_path / "mine.csv")
    register = Table(title="Wards", geography="ward21")
    kind = Geography(title="ward", nation="Invented country", vintage="2021", register="wards21",
                     pattern=r"X05\d{6}")  # fmt: skip
    shelf = replace(
        Shelf(),
        catalogue=Shelf().catalogue.with_own({"wards21": register}, {"ward21": kind}),
        frames={"wards21": results.areas.select(ward21="area")},
    )
    with pytest.raises(LeftBehindError, match="fit ward20 and ward21, and cannot tell") as error:
        own_places(results, tmp_path / "mine.csv", shelf=shelf)
    assert "head the column" in error.value.mend


@pytest.mark.parametrize(
    ("names", "shapes", "words"),
    [
        (["A"], [shapely.Point(-30, 45)], ["feature 1 (A) is Point, not a polygon"]),
        (["A", "B"], [BOX, None], ["feature 2 (B) is nothing, not a polygon"]),
        (["A"], [shapely.Polygon([(0, 0), (1, 0), (2, 0)])], ["feature 1 (A) has no area"]),
        (["A", "A"], [BOX, BOX], ["features 1 and 2 are both called 'A'", "multipolygon"]),
        (["A", None], [BOX, BOX], ["feature 2 has no name"]),
        (["A\x1b[31m"], [BOX], ["the name of feature 1 holds control characters"]),
        ([], [], ["holds no features"]),
        (["A"], [shapely.box(450_000, 200_000, 460_000, 210_000)],
         ["460,000, 210,000, are no degrees", "--crs EPSG:27700"]),
        (["A"], [shapely.box(-179, -80, 179, 80)], ["A reaches over more than a quarter"]),
    ],
)  # fmt: skip
def test_features(
    results: Results, tmp_path: Path, names: list[str | None], shapes: list[object],
    words: Sequence[str],
) -> None:  # fmt: skip
    refused(results, geojson(tmp_path / "mine.geojson", names, shapes), "mine.geojson", *words)


def test_columns_that_may_all_be_the_names(results: Results, tmp_path: Path) -> None:
    shape = json.loads(shapely.to_geojson(BOX))
    feature = {"type": "Feature", "properties": {"x": "A", "y": "B"}, "geometry": shape}
    file = tmp_path / "mine.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    refused(results, file, "It may be x, y", "say --name COLUMN")
    refused(results, file, "there is no column 'z'", "x, y", name="z")
    assert own_places(results, file, name="y").table["place"][0] == "B"


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".zip"])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_polygons_without_a_coordinate_system_are_asked_about(
    results: Results, tmp_path: Path, ending: str
) -> None:
    def written(crs: str | None) -> Path:
        folder = tmp_path / str(crs).replace(":", "-")
        folder.mkdir()
        if ending != ".zip":
            return layer(folder / f"mine{ending}", BOX, crs)
        layer(folder / "mine.shp", BOX, crs)
        with zipfile.ZipFile(folder / "mine.zip", "w") as archive:
            for part in sorted(folder.glob("mine.[!z]*")):
                archive.write(part, part.name)
        return folder / "mine.zip"

    bare = written(None)
    refused(results, bare, "states no coordinate system", "--crs EPSG:27700")
    refused(results, bare, "--crs: there is no coordinate system 'nonsense'", crs="nonsense")
    told = own_places(results, bare, crs="EPSG:4326").table
    stated = written("EPSG:4326")
    assert own_places(results, stated).table.equals(told)
    assert told["people"].min() > 0
    refused(results, stated, "and --crs says EPSG:27700", "leave --crs out", crs="EPSG:27700")


def test_files_that_hold_no_polygons(results: Results, tmp_path: Path) -> None:
    for name, content in (("a.geojson", b"hello"), ("b.geojson", b'{"type":"FeatureCollection",'),
                          ("c.gpkg", b"SQLite format 3\x00x"), ("d.zip", b"PK\x03\x04x"),
                          ("e.geojson", b"")):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        refused(results, tmp_path / name, name, "no polygons can be read")
    (tmp_path / "f.kml").write_bytes(b"x")
    refused(results, tmp_path / "f.kml", "files ending in .kml are not read", ".geojson")
    refused(results, tmp_path / "none.csv", "there is no such file")


def test_a_file_of_two_layers(results: Results, tmp_path: Path) -> None:
    file = layer(tmp_path / "two.gpkg", BOX, "EPSG:4326", name="one")
    layer(file, BOX, "EPSG:4326", name="other", append=True)
    assert len(pyogrio.list_layers(file)) == 2
    refused(results, file, "2 layers: one, other", "a file of its own")


def test_a_ring_that_does_not_close_is_mended_and_named(results: Results, tmp_path: Path) -> None:
    corners = [list(corner) for corner in BOX.exterior.coords[:-1]]
    ring = {"type": "Polygon", "coordinates": [corners]}
    placed = own_places(results, geojson(tmp_path / "open.geojson", ["A"], [ring]))
    assert placed.about["mended"] == ["A"]
    whole = own_places(results, geojson(tmp_path / "whole.geojson", ["A"], [BOX]))
    assert placed.table.equals(whole.table)
