"""Pictures of doubt: marks stand where the figures say, maps fade, and what lacks is said."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest

from leftbehind import LeftBehindError, Results, Shelf, read_study, run
from leftbehind.analysis.doubt import Doubted, doubt
from leftbehind.show.charts import caterpillar_chart, nearest_chart
from leftbehind.show.doubt_map import doubt_map
from leftbehind.show.doubt_pictures import pictures_of
from leftbehind.show.ground import Ground, as_hexagons, ground
from leftbehind.show.look import Mode, theme
from leftbehind.show.picture import Picture
from leftbehind.show.standing import STEPS, standing_of
from show._doubted import in_doubt
from show._sight import BLIND, seen

MODES: list[Mode] = ["light", "dark"]
INDICES = ["deprivation", "need"]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def results() -> Results:
    return run("invented-country")


@pytest.fixture(scope="module")
def found(results: Results) -> Doubted:
    return in_doubt(results)


@pytest.fixture(scope="module")
def land(results: Results) -> Ground:
    return ground(results)


def panels_of(picture: Picture) -> list[list[list[Row]]]:
    """The rows of each layer of each panel of a chart, from above."""
    body = picture.spec["vconcat"][0]
    return [
        [layer["data"]["values"] for layer in panel.get("layer", [panel])]
        for panel in body.get("vconcat", [body])
    ]


def holding(panel: list[list[Row]], *keys: str) -> list[Row]:
    """The rows of a panel that have these keys, each once."""
    rows = [row for layer in panel for row in layer if all(key in row for key in keys)]
    return list({json.dumps(row): row for row in rows}.values())


def straight(pairs: list[tuple[float, float]]) -> bool:
    """Whether pixels follow figures along one line, to what a pixel is rounded by."""
    figures, drawn = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    slope, start = np.polyfit(figures, drawn, 1)
    return bool(np.abs(slope * figures + start - drawn).max() < 0.3 and slope > 0)


def title_of(picture: Picture) -> str:
    return " ".join(picture.spec["title"]["text"])


def reached(found: Doubted) -> pl.DataFrame:
    """The places that a caterpillar must show."""
    near = found.results.areas.filter("near_miss")["area"].to_list()
    return found.areas.filter(
        (pl.col("probability") > 0) | pl.col("in_study") | pl.col("area").is_in(near)
    )


def cut(found: Doubted, index: str) -> int:
    return int(found.results["cuts"].filter(group="left-behind", index=index)["rank"][0])


# The caterpillar


@pytest.mark.parametrize("width", [360, 640])
def test_a_stroke_goes_from_the_low_to_the_high_rank(found: Doubted, width: int) -> None:
    _, _, *panels = panels_of(caterpillar_chart(found, width=width))
    assert len(panels) == len(INDICES)
    own = {row["area"]: row for row in found.areas.iter_rows(named=True)}
    for index, panel in zip(INDICES, panels, strict=True):
        strokes = holding(panel, "area", "low", "high")
        assert {row["area"] for row in strokes} == set(reached(found)["area"])
        for row in strokes:
            told = own[row["area"]]
            for what in ("low", "rank", "high"):
                assert row[what] == told[f"{index}_{what}"]
        pixels = [(row["low"], row["y"] + 0.5) for row in strokes]
        pixels += [(row["high"], row["y2"] - 0.5) for row in strokes]
        pixels += [(row["rank"], row["at"]) for row in strokes]
        (line,) = (row for row in holding(panel, "x", "x2", "y") if "area" not in row)
        assert straight([*pixels, (cut(found, index), line["y"])])
        from_left = sorted(strokes, key=lambda row: row["x"])
        assert [row["rank"] for row in from_left] == sorted(row["rank"] for row in strokes)


def test_shares_fall_from_the_left_and_are_as_high_as_they_are(found: Doubted) -> None:
    _, shares, *_ = panels_of(caterpillar_chart(found))
    steps = holding(shares, "place", "share")
    known = reached(found)["probability"].sort(descending=True)
    begins = [n for n, share in enumerate(known, start=1) if n == 1 or share != known[n - 2]]
    assert list({row["place"]: row["share"] for row in steps}.items()) == [
        (n, known[n - 1]) for n in begins
    ]
    assert straight([(-row["share"], row["y"]) for row in steps])
    faces = [layer for layer in shares if "place" in layer[0]]
    assert len(faces) > 1
    for one, other in itertools.pairwise(faces):
        assert one[-1]["x"] == other[0]["x"]
    # The last step of each colour is there twice: where it begins and where it ends.
    begin = {row["place"]: row["x"] for row in reversed(steps)}
    assert straight(list(begin.items()))


@pytest.mark.parametrize("mode", MODES)
def test_the_colour_of_the_list_fades_with_doubt(results: Results, mode: Mode) -> None:
    found = in_doubt(results, reach=4)
    _, _, panel, _ = panels_of(caterpillar_chart(found, mode=mode))
    standing = dict(zip(found.areas["area"], standing_of(found.areas["probability"]), strict=True))
    seen = {
        (standing[row["area"]], row["colour"], row["solid"])
        for row in holding(panel, "area", "solid")
    }
    colour = theme(mode).colour
    assert seen == {("on", colour["both"], 1), ("near", colour["both"], 0.5),
                    ("off", colour["edge"], 0.5)}  # fmt: skip


def test_strokes_that_lie_over_each_other_are_as_solid_as_one(results: Results) -> None:
    wide = run(read_study("invented-country", ["near=60%"]))
    _, _, panel, _ = panels_of(caterpillar_chart(in_doubt(wide, reach=3000), width=360))
    strokes = holding(panel, "area", "solid")
    apart = sorted(row["x"] for row in strokes)
    step = (apart[-1] - apart[0]) / (len(apart) - 1)
    assert step < 0.5  # so they do lie over each other, being 0.6 wide
    solid = {row["solid"] for row in strokes if row["solid"] < 1}
    assert {round(1 - (1 - one) ** (0.6 / step), 1) for one in solid} == {0.5}


def test_of_more_places_than_there_is_room_for_each_so_many_th_is_drawn(
    found: Doubted, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = 4
    number = reached(found).height
    monkeypatch.setattr("leftbehind.show.charts.caterpillar.MOST", number // every + 1)
    picture = caterpillar_chart(found)
    _, _, panel, _ = panels_of(picture)
    ranks = reached(found)["deprivation_rank"].sort()
    drawn = sorted(holding(panel, "area", "low"), key=lambda row: row["x"])
    assert [row["rank"] for row in drawn] == ranks.gather_every(every).to_list()
    assert "Each 4th of the wards" in picture.svg()
    monkeypatch.undo()
    assert "drawn as a stroke" not in caterpillar_chart(found).svg()


def test_the_finding_counts_the_list_and_those_close_to_the_line(found: Doubted) -> None:
    standing = standing_of(found.areas["probability"])
    own = found.areas["in_study"]
    firm, near = int((own & (standing == "on")).sum()), found.marginal().height
    assert firm
    assert near
    assert title_of(caterpillar_chart(found)) == (
        f"{firm} of the {own.sum()} wards on the list are firmly on it;"
        f" {near} are close to the line, on either side"
    )


def test_without_ranks_only_the_shares_are_drawn(results: Results) -> None:
    plain = in_doubt(results, ranks=False)
    picture = caterpillar_chart(plain)
    _, shares = panels_of(picture)
    assert holding(shares, "place", "share")
    assert "stroke" not in str(picture.spec["title"])
    assert picture.svg().startswith("<svg")
    with pytest.raises(LeftBehindError, match="leave out --no-ranks"):
        nearest_chart(plain)


# The nearest by name


def test_the_nearest_are_those_whose_share_is_nearest_to_half(found: Doubted) -> None:
    (panel,) = panels_of(nearest_chart(found, most=7))
    unsure = found.areas.filter(pl.col("probability").is_between(0, 1, closed="none"))
    nearest = unsure.sort((pl.col("probability") - 0.5).abs(), "area").head(7)
    for index in INDICES:
        bars = [row for row in holding(panel, "area", "low") if row["index"] == index]
        assert [row["area"] for row in sorted(bars, key=lambda row: row["y"])] == nearest.sort(
            "probability", "area", descending=[True, False]
        )["area"].to_list()
        own = {row["area"]: row for row in nearest.iter_rows(named=True)}
        for row in bars:
            told = own[row["area"]]
            assert (row["low"], row["high"]) == (told[f"{index}_low"], told[f"{index}_high"])
            assert row["dot"] == theme().colour["ink" if told["in_study"] else "paper"]
        pixels = [(row[what], row[x]) for row in bars
                  for what, x in (("low", "x"), ("rank", "at"), ("high", "x2"))]  # fmt: skip
        lines = [row["x"] for row in holding(panel, "x", "y2")]
        assert any(straight([*pixels, (cut(found, index), x)]) for x in lines)


def test_names_are_said_with_their_shares(found: Doubted) -> None:
    picture = nearest_chart(found, most=3)
    (panel,) = panels_of(picture)
    first = sorted(holding(panel, "area", "low"), key=lambda row: row["y"])[0]["area"]
    row = found.areas.row(by_predicate=pl.col("area") == first, named=True)
    assert f"{row['name']}, " in picture.alt
    assert f"{round(100 * row['probability'])} of 100" in picture.alt
    assert picture.alt.count(" of 100") == 3


def test_when_nobody_is_near_the_line_it_is_said(found: Doubted) -> None:
    sure = pl.when("in_study").then(1.0).otherwise(0.0).alias("probability")
    firm = replace(found, areas=found.areas.with_columns(sure))
    assert title_of(caterpillar_chart(firm)).endswith("; none is close to the line")
    picture = nearest_chart(firm)
    assert title_of(picture) == "No wards are in doubt"
    assert picture.svg().count("No wards are near the line") == 1
    off = found.areas.with_columns(probability=pl.lit(0.0), in_study=pl.lit(value=False))
    areas = found.results.areas.with_columns(near_miss=pl.lit(value=False))
    tables = {**found.results.tables, "areas": areas}
    nobody = replace(found, areas=off, results=replace(found.results, tables=tables))
    assert "No wards are near the line" in caterpillar_chart(nobody).svg()


# The map


def faces(picture: Picture) -> list[str]:
    return [one["properties"]["colour"] for one in picture.spec["datasets"]["faces"]["features"]]


def test_each_place_is_in_one_step_and_on_an_end_in_the_less_sure_one() -> None:
    shares = pl.Series([0.0, 0.05, 0.051, 0.35, 0.351, 0.65, 0.651, 0.949, 0.95, 1.0])
    held = [step.holds(shares).to_list() for step in STEPS]
    assert [row.index(True) for row in zip(*held, strict=True)] == [4, 4, 3, 3, 2, 2, 1, 1, 0, 0]
    assert all(sum(row) == 1 for row in zip(*held, strict=True))


@pytest.mark.parametrize("mode", MODES)
def test_the_map_fades_from_the_list_to_the_land(found: Doubted, land: Ground, mode: Mode) -> None:
    picture = doubt_map(found, land, mode=mode)
    steps = theme(mode).sure
    assert steps[-1] == theme(mode).colour["both"]
    assert steps[0] == theme(mode).colour["neither"]
    assert faces(picture) == [*reversed(steps), theme(mode).colour["paper"]]
    told = found.areas["probability"]
    unknown = int(found.results.areas["group"].is_null().sum())
    assert f"firmly on, 95 or more: {(told >= 0.95).sum()};" in picture.alt
    assert f"firmly off, 5 or fewer: {(told <= 0.05).sum() - unknown:,};" in picture.alt
    assert f"65 to 95: {((told > 0.65) & (told < 0.95)).sum()};" in picture.alt


def test_a_place_is_drawn_in_the_step_of_its_own_share(found: Doubted, land: Ground) -> None:
    first, second = found.areas.filter("in_study")["area"].head(2)
    only = (
        pl.when(pl.col("area") == first).then(1.0).when(pl.col("area") == second).then(0.5)
        .otherwise(0.0).alias("probability")
    )  # fmt: skip
    # Areas may stand in another order than shapes do.
    lone = replace(found, areas=found.areas.with_columns(only).reverse())
    picture = doubt_map(lone, land)
    boxes = {
        one["properties"]["colour"]: np.array(one["geometry"]["coordinates"][0]).reshape(-1, 2)
        for one in picture.spec["datasets"]["faces"]["features"]
        if one["geometry"]["type"] == "Polygon"
    }
    plum, middle = (boxes[theme().sure[n]].mean(axis=0) for n in (4, 2))
    alone = {
        area: np.array(
            land.boundaries.shapes[land.areas["area"].to_list().index(area)].centroid.coords[0]
        )
        for area in (first, second)
    }
    metres, pixels = alone[second] - alone[first], middle - plum
    assert np.sign(metres[0]) == np.sign(pixels[0])
    assert np.sign(metres[1]) == -np.sign(pixels[1])


def test_the_map_can_be_of_hexagons_and_for_a_phone(
    found: Doubted, results: Results, land: Ground
) -> None:
    picture = doubt_map(found, as_hexagons(results, land), width=360)
    assert picture.name == "map-hexagons"
    svg = picture.svg()
    assert "On the list in so many of 100 versions" in svg
    assert svg.count("firmly on, 95 or more") == 1
    # On a phone the legend stands above the map and hides no land.
    legend, drawn = picture.spec["vconcat"][0]["vconcat"]
    assert "view" not in legend
    assert drawn["view"] == {"fill": theme().colour["sea"]}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", ["", *BLIND])
def test_steps_of_doubt_can_be_told_apart(mode: Mode, kind: str) -> None:
    steps = [seen(colour, kind) for colour in theme(mode).sure]
    light = np.diff([step[0] for step in steps])
    assert (np.sign(light) == np.sign(light[0])).all()
    # Of light alone, so that it shows on a grey print too; about 1 is the least that is seen.
    assert np.abs(light).min() > 8


# All together


@pytest.mark.parametrize("ranks", [True, False])
def test_the_pictures_of_a_study(ranks: bool) -> None:
    found = doubt("invented-country", draws=32, ranks=ranks)
    pictures, lacking = pictures_of(found)
    named = ["caterpillar", "caterpillar-nearest", "map", "map-hexagons"]
    assert [one.name for one in pictures] == named if ranks else [named[0], *named[2:]]
    assert [said.startswith("Without ranks") for said in lacking] == [True] * (not ranks)
    for one in pictures:
        root = ElementTree.fromstring(one.svg())
        assert float(root.get("width", 0)) == 640
        text = " ".join(root.itertext())
        assert "concentration 400" in text
        assert "32 versions" in text
        assert "not chance" in text
        assert "Simulated figures" in text
        assert "concentration" in str(one.spec)


def test_without_polygons_there_is_no_map_and_a_word() -> None:
    found = doubt("invented-country", ["boundaries="], draws=16)
    pictures, lacking = pictures_of(found)
    assert [one.name for one in pictures] == ["caterpillar", "caterpillar-nearest"]
    (said,) = lacking
    assert said.startswith("There is no map: ")
    assert "polygons" in said


@pytest.mark.data
def test_england_is_drawn_in_small_files(shelf: Shelf) -> None:
    found = in_doubt(run("england-2025", shelf=shelf), reach=500)
    picture = caterpillar_chart(found)
    assert len(picture.svg()) < 600_000
    assert "1,262 LSOAs on the list" in title_of(picture)
    (panel,) = panels_of(nearest_chart(found))
    assert len({row["y"] for row in holding(panel, "area", "low")}) == 40
