"""`leftbehind new`: a study proposed from a table, which runs and asks what it cannot tell."""

from __future__ import annotations

import io
import json
import tomllib

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leftbehind as lb
from bad_input._builders import Town, everything
from leftbehind.analysis.check_study import check_study
from leftbehind.analysis.propose import propose
from leftbehind.show.files import Format, as_bytes
from leftbehind.show.starter import starter_files

PLACES = pl.DataFrame(
    {
        "Ward code": [f"Q{n:02}" for n in range(1, 13)],
        "Ward": [f"Quarter {n}" for n in range(1, 13)],
        "District": ["North", "South", "East"] * 4,
        "Population": [1000 + 10 * n for n in range(1, 13)],
        "health_ill": [10 * n for n in range(1, 13)],
        "health_life_expectancy": [80.5 - n / 10 for n in range(1, 13)],
        "homes_no_car_pct": [round(3.1 * n, 1) for n in range(1, 13)],
        "homes_damp_rate": [n / 7 for n in range(1, 13)],
        "Crime rank": list(range(1, 13)),
        "Same": [5] * 12,
        "Nothing": [None] * 12,
    },
    schema_overrides={"Nothing": pl.Float64},
)


@pytest.fixture
def empty(town: Town) -> Town:
    """A folder with nothing in it."""
    for file in town.folder.iterdir():
        file.unlink()
    return town


def made(town: Town, data: bytes | str, name: str = "mine.csv", *options: str) -> str:
    town.write(name, data)
    said = town.run("new", "mine", "--from", name, *options)
    assert said.code == 0, said
    return said.out


def recipe_of(town: Town) -> dict[str, object]:
    return tomllib.loads((town.folder / "mine/recipe.toml").read_text("utf-8"))


@pytest.mark.parametrize("form", [Format.csv, Format.xlsx, Format.parquet])
def test_from_a_table_to_a_list(empty: Town, form: Format) -> None:
    told = made(empty, as_bytes(PLACES, form), f"mine.{form}")
    assert "12 areas (ward), 4 indicators in 2 groups" in told
    for words in ("health_ill (Population)", "health_life_expectancy (expectancy)",
                  "homes_no_car_pct (no)", "homes_damp_rate (damp)", "Crime rank", "Same",
                  "Nothing"):  # fmt: skip
        assert words in told, words
    recipe = lb.recipe(str(empty.folder / "mine/recipe.toml"))
    assert recipe.node["index"].children == ("health", "homes")
    assert recipe.indicator["health_ill"].of == ("population",)
    assert recipe.indicator["health_life_expectancy"].higher == "better"
    assert recipe.indicator["homes_damp_rate"].higher == "worse"
    said = empty.run("run", "mine/study.toml", "--out", "out")
    assert said.code == 0, said
    results = lb.read_results(empty.folder / "out")
    assert results.areas.height == 12
    assert results.on_list()["area"].to_list() == ["Q12"]
    assert results["by_district"]["of"].unique().to_list() == [4]
    said = empty.run("check", "mine/study.toml", "--format", "json")
    assert said.code == 0
    places = {one["place"].rpartition("/")[2] for one in json.loads(said.out)}
    ending = "xlsx" if form is Format.xlsx else "csv"
    assert places == {"study.toml", "recipe.toml", f"codebook.{ending}"}


def test_the_same_figures_make_the_same_list_from_any_file(empty: Town) -> None:
    scores = []
    for form in (Format.csv, Format.xlsx, Format.parquet):
        file = empty.write(f"mine.{form}", as_bytes(PLACES, form))
        folder = empty.folder / f"from-{form}"
        folder.mkdir()
        for name, data in starter_files(propose(file, lb.Shelf()), folder).items():
            (folder / name).write_bytes(data)
        scores.append(lb.run(str(folder / "study.toml")).areas["need_score"].to_list())
    # A workbook holds sixteen digits of a number.
    assert scores[0] == scores[2] == pytest.approx(scores[1], abs=1e-12)


def test_a_filled_folder_is_refused_and_stays_whole(empty: Town) -> None:
    made(empty, as_bytes(PLACES, Format.csv))
    before = everything(empty.folder)
    said = empty.run("new", "mine", "--from", "mine.csv")
    assert said.code == 1
    assert "holds files already: codebook.csv, recipe.toml, study.toml" in said.err
    assert empty.run("run", "invented-country", "--out", "mine").code == 1
    assert everything(empty.folder) == before


def test_a_link_out_and_a_file_in_the_way(empty: Town) -> None:
    empty.write("mine.csv", as_bytes(PLACES, Format.csv))
    empty.write("taken", "x")
    said = empty.run("new", "taken", "--from", "mine.csv")
    assert said.code == 1
    assert "is a file, not a folder" in said.err


def test_marks_of_suppression_and_of_nothing_are_two_things(empty: Town) -> None:
    rows = "".join(f"B{n},{n},{n * n}\n" for n in range(1, 7))
    made(empty, f"code,rate,share\nA1,*,5\nA2,c,4\nA3,NaN,3\nA4,4,\n{rows}")
    table = lb.read_study(empty.folder / "mine/study.toml").table["figures"]
    assert table.suppressed == ("*", "c")
    assert table.missing == ("NaN",)
    results = lb.run(str(empty.folder / "mine/study.toml"))
    gaps = results.manifest["tables"]["figures"]["gaps"]
    assert gaps["rate"] == {"suppressed": 2, "missing": 1}
    assert gaps["share"] == {"missing": 1}


def test_a_nan_in_a_parquet_file_is_a_gap_that_was_asked_about(empty: Town) -> None:
    frame = pl.DataFrame({"code": ["A1", "A2", "A3"], "rate": [1.0, float("nan"), 3.0],
                          "share": [1.0, 2.0, 3.0]})  # fmt: skip
    made(empty, as_bytes(frame.with_columns(), Format.parquet), "mine.parquet")
    results = lb.run(str(empty.folder / "mine/study.toml"))
    assert results.areas["need_score"].null_count() == 0
    assert results.manifest["index"]["need"]["areas_without_score"] == 1


def test_codes_of_several_vintages_are_asked_about(empty: Town) -> None:
    empty.env["LEFTBEHIND_DATA"] = ""  # no register can tell
    rows = "\n".join(f"E0100000{n},{n}" for n in range(1, 8))
    empty.write("mine.csv", f"code,rate\n{rows}\n")
    said = empty.run("new", "mine", "--from", "mine.csv")
    assert said.code == 1
    assert "lsoa11" in said.err
    assert "lsoa21" in said.err
    assert "--geography" in said.err
    assert not (empty.folder / "mine").exists()
    assert empty.run("new", "mine", "--from", "mine.csv", "--geography", "lsoa11").code == 0
    assert lb.read_study(empty.folder / "mine/study.toml").areas == "lsoa11"


def test_a_heading_that_names_the_vintage_is_believed_and_asked(empty: Town) -> None:
    empty.env["LEFTBEHIND_DATA"] = ""
    rows = "\n".join(f"E0100000{n},{n}" for n in range(1, 8))
    told = made(empty, f"LSOA21CD,rate\n{rows}\n")
    study = (empty.folder / "mine/study.toml").read_text("utf-8")
    assert 'areas = "lsoa21"' in study
    assert "lsoa21" in told


def test_a_geography_of_ones_own_may_be_named(empty: Town) -> None:
    made(empty, as_bytes(PLACES, Format.csv), "mine.csv", "--geography", "quarter24")
    study = lb.read_study(empty.folder / "mine/study.toml")
    assert study.areas == "quarter24"
    assert study.geography["quarter24"].pattern == r"Q\d{2}"


def test_one_code_of_many_that_is_wrong_is_told_with_its_row(empty: Town) -> None:
    lines = [f"K{n:05},{n % 97}.5" for n in range(20_000)]
    lines[12_345] = "K12x45,1.5"
    told = made(empty, "code,rate\n" + "\n".join(lines) + "\n")
    assert "'K12x45' in row 12,346" in told
    found = [one for one in check_study(str(empty.folder / "mine/study.toml"))
             if one.severity == "stops"]  # fmt: skip
    assert [("K12x45" in one.what, "12346" in one.what) for one in found] == [(True, True)]


def test_codes_keep_their_zeros_and_lost_ones_are_asked_about(empty: Town) -> None:
    codes = [f"{n:05}" for n in range(9990, 10010)]
    frame = pl.DataFrame({"fips": codes, "rate": [n * 1.5 for n in range(20)]})
    made(empty, as_bytes(frame, Format.xlsx), "mine.xlsx")
    assert lb.run(str(empty.folder / "mine/study.toml")).areas["area"].to_list() == codes
    lost = as_bytes(frame.with_columns(pl.col("fips").cast(pl.Int64)), Format.xlsx)
    empty.write("lost.xlsx", lost)
    said = empty.run("new", "lost", "--from", "lost.xlsx")
    assert "leading zeros may be lost" in said.out


def test_a_count_without_a_whole_is_asked_about(empty: Town) -> None:
    told = made(empty, "code,claimants,rate\nA1,10,1\nA2,20,2\nA3,30,3.5\n")
    assert "nothing that they are out of, such as people: claimants" in told


def test_counts_beyond_their_whole_are_no_shares(empty: Town) -> None:
    made(empty, "code,people,number_of_grants\nA1,10,100\nA2,20,30\nA3,30,70\n")
    leaf = lb.recipe(str(empty.folder / "mine/recipe.toml")).indicator["number_of_grants"]
    assert (leaf.of, leaf.proportion) == (("people_2",), False)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ("a,b\n", "x.csv", ["no rows"]),
        ("", "x.csv", ["empty"]),
        ("a;b\n1;2\n", "x.csv", ["parted by semicolons"]),
        ("code,rate\nCaf\xe9,1\n".encode("latin-1"), "x.csv", ["line 2", "windows-1252"]),
        ("n,m\n1,2\n1,3\n1,2\n", "x.csv", ["no column tells the areas apart", "--area"]),
        ("code,note\nA1,x\nA2,y\n", "x.csv", ["no column holds figures"]),
        ("code,year,rate\n" + "".join(f"A{n % 3},{n},{n}\n" for n in range(30)), "x.csv",
         ["no column tells the areas apart"]),
        (b"PK\x03\x04", "x.xlsx", ["not a workbook"]),
        (b"PAR1", "x.parquet", ["not a whole Parquet file"]),
        (b"SQLite format 3\x00", "x.gpkg", ["not a GeoPackage"]),
        ("x", "x.docx", ["files ending in .docx are not read"]),
    ],
)  # fmt: skip
def test_what_cannot_be_proposed_is_told(
    empty: Town, data: bytes | str, name: str, words: list[str]
) -> None:
    empty.write(name, data)
    before = everything(empty.folder)
    said = empty.run("new", "mine", "--from", name)
    assert said.code == 1
    for word in (name, *words):
        assert word in said.err, said.err
    assert everything(empty.folder) == before


def test_a_file_that_is_not_there_is_named_with_the_nearest(empty: Town) -> None:
    empty.write("figures.csv", "x")
    said = empty.run("new", "mine", "--from", "figurs.csv")
    assert said.code == 1
    assert "did you mean figures.csv?" in said.err


def test_several_rows_of_an_area_are_refused(empty: Town) -> None:
    rows = "".join(f"E0100000{n},{year},{n}\n" for n in range(1, 8) for year in (1, 2, 3))
    empty.write("mine.csv", f"LSOA11CD,year,rate\n{rows}")
    said = empty.run("new", "mine", "--from", "mine.csv")
    assert said.code == 1
    assert "one row for each area" in said.err


def workbook(**sheets: list[list[object]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return buffer.getvalue()


def test_several_sheets_are_asked_about(empty: Town) -> None:
    rows = [["code", "rate"], *([f"A{n}", n * 1.5] for n in range(9))]
    empty.write("mine.xlsx", workbook(Notes=[["Read me"]], Figures=rows))
    said = empty.run("new", "mine", "--from", "mine.xlsx")
    assert said.code == 1
    assert "2 sheets or layers: Notes, Figures" in said.err
    assert "--sheet" in said.err
    said = empty.run("new", "mine", "--from", "mine.xlsx", "--sheet", "Figures")
    assert said.code == 0
    assert empty.run("run", "mine/study.toml", "--out", "out").code == 0


def test_a_title_above_the_headings_is_told(empty: Town) -> None:
    rows = [["A title", None, None], ["code", "rate", "share"], ["A1", 1, 2], ["A2", 3, 4]]
    empty.write("mine.xlsx", workbook(Figures=rows))
    said = empty.run("new", "mine", "--from", "mine.xlsx")
    assert said.code == 1
    assert "the first row is perhaps a title" in said.err


def test_a_geopackage_gives_figures_and_polygons(empty: Town) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    shapely = pytest.importorskip("shapely")
    boxes = [shapely.box(530_000 + 1000 * n, 180_000, 531_000 + 1000 * n, 181_000)
             for n in range(12)]  # fmt: skip
    raw.write(
        str(empty.folder / "mine.gpkg"),
        geometry=shapely.to_wkb(np.array(boxes, dtype=object)),
        field_data=[np.array([f"Q{n:02}" for n in range(12)], dtype=object),
                    np.array([float(n) for n in range(12)]), np.arange(12)],
        fields=np.array(["code", "damp_rate", "objectid"], dtype=object),
        layer="places", driver="GPKG", geometry_type="Polygon", crs="EPSG:27700",
    )  # fmt: skip
    said = empty.run("new", "mine", "--from", "mine.gpkg")
    assert said.code == 0, said
    study = lb.read_study(empty.folder / "mine/study.toml")
    assert list(study.recipes["need"].indicator) == ["damp_rate"]
    assert empty.run("run", "mine/study.toml", "--out", "out").code == 0
    from leftbehind.areas.boundaries import read_boundaries
    from leftbehind.running.run import shelf_of

    shelf = shelf_of(study, lb.Shelf())
    found = read_boundaries(pl.Series([f"Q{n:02}" for n in range(12)]), study.areas,
                            study.boundaries, shelf)  # fmt: skip
    assert shapely.area(found.shapes) == pytest.approx([1e6] * 12, rel=2e-3)
    west, south, *_ = shapely.from_wkb(shelf.read("boundaries").frame["geometry"][0]).bounds
    assert (west, south) == pytest.approx((-0.13, 51.5), abs=0.05)


HEADINGS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=0, max_size=24)


@given(st.lists(HEADINGS, min_size=1, max_size=6, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_any_headings_make_a_study_that_runs(
    tmp_path_factory: pytest.TempPathFactory, headings: list[str], random: object
) -> None:
    place = tmp_path_factory.mktemp("headings")
    columns = {"code of area": [f"Z{n:02}" for n in range(12)], "plain share": range(12)}
    columns |= {heading: [((n * 7 + at) % 13) / 3 for n in range(12)]
                for at, heading in enumerate(headings)}  # fmt: skip
    pl.DataFrame(columns, strict=False).write_parquet(place / "mine.parquet")
    found = propose(place / "mine.parquet", lb.Shelf(), area="code of area")
    folder = place / "mine"
    folder.mkdir()
    for name, data in starter_files(found, folder).items():
        (folder / name).write_bytes(data)
    results = lb.run(str(folder / "study.toml"))
    assert results.areas.height == 12
    wrong = [one for one in check_study(str(folder / "study.toml")) if one.severity == "stops"]
    assert wrong == []
    told = {one.heading for one in found.measures} | {one.of for one in found.left_out}
    assert told | set(found.columns.values()) >= set(headings)


SUGGESTED = [
    ("unemployment_rate", "worse"), ("% no qualifications", "worse"), ("Qualifications", "better"),
    ("median_income", "better"), ("income_deprivation", "worse"), ("LifeExpectancy", "better"),
    ("distance_to_gp_km", "worse"), ("broadband speed", "better"), ("green space", "better"),
    ("crimes per 1,000", "worse"), ("illness", "worse"), ("low_income", "worse"),
    ("attainment_8", "better"), ("out_of_work", "worse"), ("no_of_parks", "better"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "way"), SUGGESTED)
def test_what_headings_suggest(heading: str, way: str) -> None:
    from leftbehind.analysis.headings import way_of

    found = way_of(heading)
    assert found is not None
    assert found[0] == way


def test_a_heading_that_ends_in_score_is_not_taken_for_a_published_node(empty: Town) -> None:
    rows = "".join(f"A{n},{n}.5,{n * n}.5,{10 - n}.5\n" for n in range(1, 9))
    made(empty, f"code,health_score,health_rate,crime_rate\n{rows}")
    results = lb.run(str(empty.folder / "mine/study.toml"))
    assert results.manifest["index"]["need"]["starts_from"] == {}
    assert set(recipe_of(empty)["indicator"]) == {  # type: ignore[call-overload]
        "health_score_figure", "health_rate", "crime_rate"
    }  # fmt: skip


def test_a_cell_that_is_no_number_is_told_and_in_the_way(empty: Town) -> None:
    rows = "".join(f"A{n},{n}.5\n" for n in range(1, 9))
    told = made(empty, f"code,damp_rate\n{rows}A9,much\n")
    assert "a cell that is no number is in the way of a run: 'much' in row 9" in told
    said = empty.run("check", "mine/study.toml")
    assert said.code == 1
    assert "'much' is not a number; 1 such cells, in rows 9" in said.out


def test_each_guess_is_found_by_check_once(empty: Town) -> None:
    made(empty, as_bytes(PLACES, Format.csv))
    marks = sum((empty.folder / "mine" / name).read_text("utf-8").count("# CONFIRM:")
                for name in ("study.toml", "recipe.toml"))  # fmt: skip
    found = check_study(str(empty.folder / "mine/study.toml"))
    assert sum(one.where.startswith("line") for one in found) == marks > 10
