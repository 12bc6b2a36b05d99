"""The list of the explorer: sorted, filtered, kept as files; and a reader's own figures."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import expect

from browser._visit import Visitor
from leftbehind import Results


def test_the_order_is_by_district_then_by_name(visit: Visitor, country: Results) -> None:
    visit.go(drawn=False)
    names = [row[0] for row in visit.rows()]
    on = country.on_list().sort("district20_name", "name")
    assert names == on["name"].to_list()


def test_a_heading_sorts_and_sorts_back(visit: Visitor, country: Results) -> None:
    visit.go()
    head = visit.tab.get_by_role("button", name="Deprivation", exact=True)
    head.click()
    by_rank = country.on_list().sort("deprivation_rank")["name"].to_list()
    assert [row[0] for row in visit.rows()] == by_rank
    expect(visit.tab.get_by_role("columnheader", name="Deprivation")).to_have_attribute(
        "aria-sort", "ascending"
    )
    head.click()
    assert [row[0] for row in visit.rows()] == by_rank[::-1]
    assert "sort=-deprivation" in visit.query()
    head.click()
    assert "sort" not in visit.query()


def test_groups_larger_areas_and_words_narrow_it(visit: Visitor, country: Results) -> None:
    visit.go()
    visit.tab.get_by_label("Show").select_option("high-need-only")
    wanted = country.areas.filter(group="high-need-only")
    expect(visit.tab.get_by_text(f"{wanted.height} places.")).to_be_visible()
    region, name = country.areas.select("region20", "region20_name").row(0)
    visit.tab.get_by_label("Where").select_option(f"region20:{region}")
    inside = wanted.filter(region20=region)
    expect(visit.tab.get_by_text(f"{inside.height} place")).to_be_visible()
    visit.tab.get_by_label("Show").select_option("near")
    visit.tab.get_by_label("Where").select_option("")
    near = country.areas.filter("near_miss").height
    expect(visit.tab.get_by_text(f"{near} place")).to_be_visible()
    visit.tab.get_by_label("Show").select_option("any")
    visit.tab.get_by_label("Words in the name").fill(name)
    number = country.areas.filter(pl.col("region20_name") == name).height
    expect(visit.tab.get_by_text(f"{number:,} places.")).to_be_visible()
    visit.tab.get_by_role("button", name="Next").click()
    expect(visit.tab.get_by_text("Page 2 of")).to_be_visible()


def saved(visit: Visitor, button: str, folder: Path) -> Path:
    with visit.page.expect_download() as waiting:
        visit.tab.get_by_role("button", name=button).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_what_is_selected_is_kept_as_csv_with_the_method(
    visit: Visitor, country: Results, tmp_path: Path
) -> None:
    visit.go()
    file = saved(visit, "Save as CSV", tmp_path)
    assert file.name == "invented-country-left-behind.zip"
    with zipfile.ZipFile(file) as held:
        table = pl.read_csv(io.BytesIO(held.read("areas.csv")))
        note = held.read("README.txt").decode()
    on = country.on_list().sort("district20_name", "name")
    assert table["area"].to_list() == on["area"].to_list()
    assert table["people"].to_list() == on["people"].round().to_list()
    for text in ("Simulated figures", "Columns: area", "10%", "Ranks are relative"):
        assert text in note


def test_what_is_selected_is_kept_as_geojson_inside_the_areas(
    visit: Visitor, country: Results, tmp_path: Path
) -> None:
    import shapely

    from leftbehind.areas.boundaries import read_boundaries
    from leftbehind.data.shelf import Shelf

    visit.go()
    told = json.loads(saved(visit, "Save as GeoJSON", tmp_path).read_text("utf-8"))
    assert told["type"] == "FeatureCollection"
    assert "Simulated" in told["note"]
    shelf = Shelf()
    lookup = country.manifest["study"]["boundaries_lookup"]
    lookup = [lookup] if isinstance(lookup, str) else lookup
    land = read_boundaries(country.areas["area"], "ward20", "simulated_boundaries_small20", shelf,
                           lookup=lookup)  # fmt: skip
    to_plane = __import__("pyproj").Transformer.from_crs("EPSG:4326", land.projection,
                                                         always_xy=True)  # fmt: skip
    shapes = dict(zip(land.codes, land.shapes, strict=True))
    assert len(told["features"]) == country.on_list().height
    for feature in told["features"]:
        point = shapely.Point(*to_plane.transform(*feature["geometry"]["coordinates"]))
        assert shapes[feature["properties"]["area"]].distance(point) < 60


@pytest.fixture
def own(country: Results, tmp_path: Path) -> Path:
    codes = country.areas["area"].sort()
    file = tmp_path / "clubs.csv"
    rows = [f"{code},{n}" for n, code in enumerate(codes[:40])]
    file.write_text("ward,clubs\n" + "\n".join([*rows, "W999999,7", f"{codes[0]},8"]), "utf-8")
    return file


def load(visit: Visitor, file: Path) -> None:
    visit.tab.get_by_text("Your own figures").click()
    visit.tab.get_by_label("File").set_input_files(file)


def test_own_figures_are_joined_here_and_never_sent(
    visit: Visitor, own: Path, tmp_path: Path, country: Results
) -> None:
    visit.go("?group=any&sort=name")
    load(visit, own)
    expect(visit.tab.get_by_text("40 rows of clubs.csv were joined.")).to_be_visible()
    unmatched = "1 row fits no area of this study: row 42: W999999"
    expect(visit.tab.get_by_text(unmatched)).to_be_visible()
    expect(visit.tab.get_by_text("row 43:")).to_be_visible()
    expect(visit.page.locator(".legend summary")).to_have_text("clubs")
    expect(visit.tab.get_by_role("columnheader", name="clubs")).to_be_visible()
    with zipfile.ZipFile(saved(visit, "Save as CSV", tmp_path)) as held:
        table = pl.read_csv(io.BytesIO(held.read("areas.csv")))
    first = country.areas["area"].sort()[3]
    assert table.filter(area=first)["own_clubs"].to_list() == [3]
    assert all(one.startswith(visit.address) for one in visit.asked if one.startswith("http"))
    assert not any("clubs" in one.rsplit("/", 1)[1].split("?")[0] for one in visit.asked)
    assert "clubs" not in visit.query().replace("measure=own:clubs", "")
    visit.tab.get_by_role("button", name="Remove").click()
    expect(visit.page.locator(".legend summary")).to_have_text("Groups")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no rows"),
        ("place,clubs\nHere,3\n", "No column of own.csv holds codes"),
        ("ward,name\n{code},Here\n", "no column of numbers"),
    ],
)
def test_a_file_that_cannot_be_joined_says_why(
    visit: Visitor, tmp_path: Path, country: Results, text: str, says: str
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(text.format(code=country.areas["area"].sort()[0]), "utf-8")
    visit.go()
    load(visit, file)
    expect(visit.tab.get_by_role("alert")).to_contain_text(says)


def test_headings_and_cells_of_an_own_file_are_text(
    visit: Visitor, tmp_path: Path, country: Results
) -> None:
    file = tmp_path / "<img src=x onerror=alert(1)>.csv"
    code = country.areas["area"].sort()[0]
    file.write_text(f'ward,"=<script>alert(1)</script>"\n{code},1\n<b>x</b>,2\n', "utf-8")
    alerts: list[str] = []
    visit.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    visit.go("?group=any")
    load(visit, file)
    expect(visit.tab.get_by_role("columnheader", name="=<script>alert(1)</script>")).to_be_visible()
    expect(visit.tab.get_by_text("<b>x</b>")).to_be_visible()
    with zipfile.ZipFile(saved(visit, "Save as CSV", tmp_path)) as held:
        head = held.read("areas.csv").decode("utf-8-sig").splitlines()[0]
    assert head.endswith(",own_=<script>alert(1)</script>")
    assert alerts == []
