"""Places of one's own: made of small areas by two rules, ranked as one more, the list unmoved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import leftbehind
from _drawn import geojson
from leftbehind import LeftBehindError, Results, Shelf, read_study
from leftbehind.analysis.places import Placed, own_places
from leftbehind.areas.boundaries import Boundaries, read_boundaries
from leftbehind.running.run import shelf_of

STUDY = "invented-country"


@pytest.fixture(scope="module")
def results() -> Results:
    return leftbehind.run(STUDY)


@pytest.fixture(scope="module")
def small(results: Results) -> pl.DataFrame:
    """The small areas with their wards, districts and people."""
    return Shelf().read("simulated_areas20").frame


@pytest.fixture(scope="module")
def polygons(results: Results) -> Boundaries:
    codes = results["nodes_deprivation"]["area"]
    return read_boundaries(codes, "small20", "simulated_boundaries_small20", Shelf())


def degrees(shapes: list[shapely.Geometry], projection: str) -> list[shapely.Geometry]:
    """Shapes of the plane in longitude and latitude."""
    import pyproj

    back = pyproj.Transformer.from_crs(projection, "EPSG:4326", always_xy=True)
    return [
        shapely.transform(one, lambda at: np.column_stack(back.transform(at[:, 0], at[:, 1])))
        for one in shapes
    ]


def listed(results: Results, folder: Path, frame: pl.DataFrame, **options: str) -> Placed:
    file = folder / "mine.csv"
    frame.write_csv(file)
    return own_places(results, file, **options)


def test_a_place_that_is_one_area_stands_where_the_area_stands(
    results: Results, tmp_path: Path
) -> None:
    areas = results.areas.select(place="area", ward20="area")
    placed = listed(results, tmp_path, areas)
    for rule in ("best fit", "population split"):
        both = placed.table.filter(rule=rule).join(
            results.areas, left_on="place", right_on="area", suffix="_own", how="inner"
        )
        assert both.height == results.areas.height
        for name in ("deprivation_rank", "need_rank", "deprivation_margin", "need_margin",
                     "margin", "in_left-behind", "people"):  # fmt: skip
            found = both[name].fill_null(value=False) if name.startswith("in_") else both[name]
            assert found.equals(both[f"{name}_own"]), name
        assert (both["deprivation_score"] - both["deprivation_score_own"]).abs().max() < 1e-9
        on_list = both.filter("in_left-behind")
        assert on_list.height == 28
        assert (on_list["on_list"] == 1.0).all()
        assert (both.filter(~pl.col("in_left-behind"))["on_list"] == 0.0).all()


def test_the_rank_is_one_more_than_the_areas_with_a_higher_score(
    results: Results, tmp_path: Path
) -> None:
    wards = results.areas["area"].head(9)
    frame = pl.DataFrame({"place": ["a"] * 4 + ["b"] * 5, "ward20": wards})
    rows = listed(results, tmp_path, frame).table.rows(named=True)
    for row in rows:
        for index in ("deprivation", "need"):
            higher = (results.areas[f"{index}_score"] > row[f"{index}_score"] + 1e-9).sum()
            assert row[f"{index}_rank"] == 1 + higher


def test_scores_are_means_by_people_each_where_its_index_is_made(
    results: Results, small: pl.DataFrame, tmp_path: Path
) -> None:
    """Deprivation from small areas; need from wards, by how many of their people are inside."""
    mine = small.filter(pl.col("ward20").is_in(["X05000001", "X05000002"])).head(6)
    assert mine["ward20"].n_unique() == 2
    placed = listed(results, tmp_path, mine.select("small20", place=pl.lit("Mine")))
    row = placed.table.row(0, named=True)
    scored = mine.join(results["nodes_deprivation"], left_on="small20", right_on="area")
    scored = scored.filter(pl.col("deprivation_score").is_not_null())
    mean = np.average(scored["deprivation_score"], weights=scored["people"])
    assert row["deprivation_score"] == pytest.approx(mean)
    shares = (
        mine.group_by("ward20").agg(pl.col("people").sum().alias("inside"))
        .join(small.group_by("ward20").agg(pl.col("people").sum()), on="ward20")
        .join(results.areas, left_on="ward20", right_on="area", suffix="_ward")
    )  # fmt: skip
    weights = shares["people_ward"] * shares["inside"] / shares["people"]
    assert row["need_score"] == pytest.approx(np.average(shares["need_score"], weights=weights))
    assert (row["areas_whole"], row["areas_part"]) == (6, 0)
    assert row["people"] == mine["people"].sum()


@settings(max_examples=25)
@given(parts=st.integers(1, 40), seed=st.integers(0, 2**16),
       geography=st.sampled_from(["small20", "ward20", "district20"]))  # fmt: skip
def test_a_partition_of_all_areas_keeps_all_people(
    results: Results, small: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory,
    parts: int, seed: int, geography: str,
) -> None:  # fmt: skip
    """Whatever the areas are parted into, all people are somewhere, and none twice."""
    codes = small[geography].unique().sort()
    at = np.random.default_rng(seed).integers(0, parts, codes.len())
    frame = pl.DataFrame({"place": [f"part {n}" for n in at], geography: codes})
    table = listed(results, tmp_path_factory.mktemp("parts"), frame).table
    for rule in ("best fit", "population split"):
        rows = table.filter(rule=rule)
        assert rows["people"].sum() == pytest.approx(small["people"].sum())
        on_list = (rows["people"] * rows["on_list"]).sum()
        listed_people = results.on_list()["people"].sum()
        assert on_list == pytest.approx(listed_people, rel=1e-6)


def test_districts_drawn_are_the_districts_listed(
    results: Results, small: pl.DataFrame, polygons: Boundaries, tmp_path: Path
) -> None:
    district = pl.DataFrame({"small20": polygons.codes}).join(
        small, on="small20", how="left", maintain_order="left"
    )["district20"]
    whole = polygons.dissolved(district)
    names = list(whole)[:12]
    shapes = degrees([whole[name] for name in names], polygons.projection)
    drawn = own_places(results, geojson(tmp_path / "d.geojson", names, shapes)).table
    codes = pl.DataFrame({"place": names, "district20": names})
    told = listed(results, tmp_path, codes).table
    assert drawn["place"].equals(told["place"])
    assert (drawn["covered"] == 1.0).all()
    assert told["covered"].null_count() == told.height
    assert drawn["areas_whole"].equals(told["areas_whole"])
    assert (drawn["areas_part"] == 0).all()
    for name in ("people", "deprivation_score", "need_score", "deprivation_known"):
        assert np.allclose(drawn[name], told[name], rtol=1e-9), name
    assert drawn["need_rank"].equals(told["need_rank"])


def test_by_best_fit_areas_are_in_or_out_and_by_split_with_their_share(
    results: Results, polygons: Boundaries, tmp_path: Path
) -> None:
    """One area cut in two unequal parts: the larger part has it, the smaller has nothing."""
    area = polygons.shapes[0]
    west, south, east, north = area.bounds
    for share in np.linspace(0.1, 0.9, 40):
        cut = west + share * (east - west)
        left = shapely.intersection(area, shapely.box(west, south, cut, north))
        if 0.55 < left.area / area.area < 0.9:
            break
    right = shapely.difference(area, left)
    shapes = degrees([left, right], polygons.projection)
    table = own_places(results, geojson(tmp_path / "cut.geojson", ["more", "less"], shapes)).table
    people = dict(table.filter(rule="population split").select("place", "people").rows())
    known = Shelf().read("simulated_areas20").frame.filter(small20=polygons.codes[0])["people"][0]
    assert people["more"] / known == pytest.approx(left.area / area.area, abs=2e-3)
    assert sum(people.values()) == pytest.approx(known, rel=3e-3)
    fit = table.filter(rule="best fit").select("place", "people", "areas_whole", "areas_part")
    assert fit.rows() == [("more", known, 1, 0), ("less", 0.0, 0, 0)]
    assert table.filter(rule="best fit", place="less")["need_score"].null_count() == 1


def test_places_do_not_hear_of_one_another(
    results: Results, polygons: Boundaries, tmp_path: Path
) -> None:
    """Two places that overlap are answered as each would be alone, and are named."""
    shapes = degrees(
        [shapely.union_all(polygons.shapes[:8]), shapely.union_all(polygons.shapes[4:12])],
        polygons.projection,
    )
    both = own_places(results, geojson(tmp_path / "both.geojson", ["a", "b"], shapes))
    assert both.about["overlaps"] == [["a", "b"]]
    for at, name in enumerate("ab"):
        alone = own_places(results, geojson(tmp_path / "one.geojson", [name], [shapes[at]]))
        assert alone.about["overlaps"] == []
        assert alone.table.equals(both.table.filter(place=name))


def test_a_polygon_that_crosses_itself_is_mended_and_named(
    results: Results, polygons: Boundaries, tmp_path: Path
) -> None:
    west, south, east, north = shapely.union_all(polygons.shapes[:30]).bounds
    crossed = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    bow = degrees([crossed], polygons.projection)[0]
    both = [bow, shapely.make_valid(bow)]
    placed = own_places(results, geojson(tmp_path / "bow.geojson", ["bow", "halves"], both))
    assert placed.about["mended"] == ["bow"]
    first, second = (placed.table.filter(place=name).drop("place") for name in ("bow", "halves"))
    assert first["people"].min() > 0
    assert first.equals(second)


def test_a_place_outside_everything_has_no_score_and_others_have_theirs(
    results: Results, polygons: Boundaries, tmp_path: Path
) -> None:
    inside = degrees([shapely.union_all(polygons.shapes[:5])], polygons.projection)[0]
    away = shapely.box(100, 10, 101, 11)
    table = own_places(
        results, geojson(tmp_path / "x.geojson", ["here", "away"], [inside, away])
    ).table
    gone = table.filter(place="away")
    assert gone.select("people", "areas_whole", "areas_part", "covered").unique().rows() == [
        (0.0, 0, 0, 0.0)
    ]
    for name in ("need_score", "need_rank", "margin", "in_left-behind", "on_list", "need_known"):
        assert gone[name].null_count() == 2
    assert table.filter(place="here")["need_score"].null_count() == 0


def test_postcodes_stand_for_people(results: Results, small: pl.DataFrame, tmp_path: Path) -> None:
    """All postcodes of two areas, however they are typed, and a few of a third."""
    directory = Shelf().read("simulated_postcodes20").frame
    codes = small["small20"].head(3).to_list()
    whole = directory.filter(pl.col("small20").is_in(codes[:2]))["postcode"]
    third = directory.filter(small20=codes[2])["postcode"]
    few = third.head(max(1, third.len() // 4))
    typed = [code.replace(" ", "").lower() for code in (*whole, *few)]
    frame = pl.DataFrame({"name": "Mine", "postcode": typed})
    placed = listed(results, tmp_path, frame)
    assert placed.about["by"] == "postcodes"
    best, split = placed.table.rows(named=True)
    people = dict(small.select("small20", "people").rows())
    assert (best["areas_whole"], best["areas_part"]) == (2, 0)
    assert best["people"] == people[codes[0]] + people[codes[1]]
    share = few.len() / third.len()
    assert (split["areas_whole"], split["areas_part"]) == (2, 1)
    assert split["people"] == pytest.approx(best["people"] + share * people[codes[2]])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_list_is_read_from_any_table(results: Results, tmp_path: Path, ending: str) -> None:
    frame = pl.DataFrame({"Name": ["=1+1", "=1+1"], "WARD20CD": ["X05000001", "X05000002"]})
    file = tmp_path / f"mine.{ending}"
    getattr(frame, {"xlsx": "write_excel"}.get(ending, f"write_{ending}"))(file)
    table = own_places(results, file).table
    assert table["place"].to_list() == ["=1+1", "=1+1"]
    assert table["areas_whole"].to_list() == [2, 2]


def test_a_list_without_names_is_one_place_called_as_its_file(
    results: Results, tmp_path: Path
) -> None:
    (tmp_path / "Our end.csv").write_text("ward20\nX05000001\nX05000002\nX05000002\n", "utf-8")
    placed = own_places(results, tmp_path / "Our end.csv")
    assert placed.table["place"].unique().to_list() == ["Our end"]
    assert placed.about["twice"] == 1
    assert placed.table["areas_whole"].to_list() == [2, 2]


def test_what_a_column_holds_is_told_by_its_codes_and_said(
    results: Results, tmp_path: Path
) -> None:
    frame = pl.DataFrame({"name": ["a", "b"], "where": ["X05000001", "X05000002"]})
    placed = listed(results, tmp_path, frame)
    assert (placed.about["geography"], placed.about["guessed"]) == ("ward20", "where")


@pytest.mark.parametrize(
    ("changes", "inside"),
    [
        ([], True),
        (["group.left-behind.people_at_least=1000000"], False),
        (["group.left-behind.floor={need = 1000}"], False),
        (["group.left-behind.worst.need=1"], False),
        (["group.left-behind.worst.need=1", "group.left-behind.at_least=1"], True),
        (["group.left-behind.worst.need=100%", "group.left-behind.worst.deprivation=100%"], True),
    ],
)
def test_the_rule_of_the_list_decides(
    results: Results, tmp_path: Path, changes: list[str], inside: bool
) -> None:
    """A place of two wards on the list meets the rule, unless something else is asked too."""
    two = results.on_list()["area"].slice(1, 2)
    study = read_study(STUDY, changes)
    changed = leftbehind.run(study)
    frame = pl.DataFrame({"place": "Mine", "ward20": two})
    assert listed(changed, tmp_path, frame).table["in_left-behind"].to_list() == [inside] * 2


def test_a_list_made_by_others_cannot_take_a_place_in(tmp_path: Path) -> None:
    flagged = 'table={flags = {title = "Flags", geography = "ward20"}}'
    study = read_study(STUDY, ['group.left-behind.listed="flags.on"', flagged])
    wards = Shelf().read("simulated_wards20").frame["ward20"]
    flags = pl.DataFrame({"ward20": wards, "on": [True] * 9 + [False] * (wards.len() - 9)})
    results = leftbehind.run(study, data={"flags": flags})
    file = tmp_path / "mine.csv"
    pl.DataFrame({"place": "Mine", "ward20": wards.head(2)}).write_csv(file)
    placed = own_places(results, file, shelf=shelf_of(study, Shelf(), {"flags": flags}))
    assert placed.table["in_left-behind"].null_count() == 2
    assert placed.table["need_rank"].null_count() == 0


def test_the_results_hold_the_places_beside_all_else(results: Results, tmp_path: Path) -> None:
    frame = pl.DataFrame({"place": "Mine", "ward20": ["X05000001"]})
    both = listed(results, tmp_path, frame).beside(results)
    both.write(tmp_path / "out")
    again = leftbehind.read_results(tmp_path / "out")
    assert again["places"].equals(both["places"])
    assert again.areas.equals(results.areas)
    assert again.manifest["places"]["by"] == "codes"
    assert "places" not in results.tables
    assert "places" not in results.manifest["tables_written"]


def test_a_study_without_people_cannot_average(tmp_path: Path) -> None:
    (tmp_path / "bare.toml").write_text(
        'title = "Bare"\nareas = "ward24x"\n'
        "[geography.ward24x]\ntitle = 'ward'\nnation = 'N'\nvintage = '2024'\npattern = '.+'\n"
        "[table.ranks]\ntitle = 'Ranks'\ngeography = 'ward24x'\n"
        "[index.need]\nrecipe = 'cni2019'\ndata = 'ranks'\n"
        "[group.most]\nworst = { need = 1 }\n",
        "utf-8",
    )
    ranks = pl.DataFrame({"ward24x": ["A", "B"], "places_rank": [1, 2],
                          "connectivity_rank": [1, 2], "engaged_rank": [1, 2]})  # fmt: skip
    study = read_study(tmp_path / "bare.toml")
    results = leftbehind.run(study, data={"ranks": ranks})
    (tmp_path / "mine.csv").write_text("place,ward24x\nMine,A\n", "utf-8")
    with pytest.raises(LeftBehindError, match="nothing says how many people live") as error:
        own_places(results, tmp_path / "mine.csv", shelf=shelf_of(study, Shelf(), {"ranks": ranks}))
    assert "people =" in error.value.mend
