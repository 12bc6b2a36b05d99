"""An update in words and pictures: figures that add up, marks where they belong."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis._worlds import CALM, swapped, world
from leftbehind import read_study
from leftbehind.analysis.update import Updated, update
from leftbehind.show import update as shown
from leftbehind.show.charts import causes_chart, flow_chart
from leftbehind.show.ground import as_hexagons, ground
from leftbehind.show.look import Mode, theme
from leftbehind.show.update_map import update_map
from leftbehind.show.update_pictures import pictures_of
from show.test_charts import check_drawn, values_of

MODES: list[Mode] = ["light", "dark"]
WIDTHS = [360, 640, 1000]
PATCHES = [
    "index.need.node.need.combine=geometric mean",
    'index.deprivation.indicator.income.shrink=""',
    "index.deprivation.summarise=average rank",
    "group.left-behind.worst.need=14%",
    "rule.ties=outside",
]


@pytest.fixture(scope="module")
def found() -> Updated:
    return update("invented-country", read_study("invented-country", PATCHES))


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("+", "").replace(",", ""))


@given(
    st.lists(st.fractions(-50, 50, max_denominator=24), min_size=1, max_size=7),
    st.integers(0, 2),
)
def test_rounded_figures_add_up(values: list[Fraction], digits: int) -> None:
    rounded = shown.adding_up(values, digits)
    assert round(sum(rounded), 6) == pytest.approx(float(sum(values)), abs=0.5 / 10**digits + 1e-9)
    assert all(abs(one - float(value)) < 1 / 10**digits + 1e-9
               for one, value in zip(rounded, values, strict=True))  # fmt: skip


def test_the_rows_of_the_causes_add_up_to_the_last(found: Updated) -> None:
    rows = shown.cause_rows(found).rows
    assert [row[0] for row in rows] == [
        "Deprivation: other method", "Community need: other method", "unit and geography",
        "the rule", "All causes",
    ]  # fmt: skip
    for column in range(1, 5):
        assert sum(number(row[column]) for row in rows[:-1]) == pytest.approx(
            number(rows[-1][column])
        )
    count = shown.counts(found)
    assert number(rows[-1][1]) == count["enter"]
    assert number(rows[-1][2]) == count["leave"]


def test_the_sentences_say_areas_and_people(found: Updated) -> None:
    count = shown.counts(found)
    said = " ".join(shown.sentences(found))
    assert f"The list had {count['before']} areas and has {count['after']}" in said
    entered = found.movers().filter("after")["people_after"].sum()
    assert f"{entered:,.0f} where they enter" in said
    assert "published" not in said


def test_a_place_that_lacks_a_figure_is_named(tmp_path: Path) -> None:
    """It was not known to be off the list: it may not have moved at all."""
    one = world(tmp_path, "one", asked=(4, 4))
    file = tmp_path / "one-work.csv"
    file.write_text(file.read_text("utf-8").replace("P03,8.0", "P03,"), "utf-8")
    found = update(one, world(tmp_path, "two", edition="2024", asked=(4, 4)))
    assert found.movers()["area"].to_list() == ["P03", "P05"]
    assert found.unknown()["area"].to_list() == ["P03"]
    said = " ".join(shown.sentences(found))
    assert "Of one that enters or leaves it is not known whether it moved at all" in said
    assert "P03 (P03)." in said


def test_the_shares_of_a_move_add_up_to_a_hundred(found: Updated) -> None:
    for row in found.movers().iter_rows(named=True):
        told = shown.because(found, row)
        shares = [number(one.rpartition(" ")[2].removesuffix("%")) for one in told.split("; ")]
        assert sum(shares) == 100
        assert shares == sorted(shares, reverse=True)


def test_movers_come_with_those_that_enter_and_the_deepest_inside_first(found: Updated) -> None:
    movers = found.movers()
    assert movers["after"].to_list() == sorted(movers["after"], reverse=True)
    for enters, when in ((True, "after"), (False, "before")):
        inside = movers.filter(after=enters)[f"margin_{when}"]
        assert inside.n_unique() > 1
        assert inside.to_list() == sorted(inside, reverse=True)


def test_who_is_narrowly_outside_is_as_each_study_says(found: Updated) -> None:
    states = found.states()
    for when, results in (("before", found.before), ("after", found.after)):
        near = results.near_misses()["area"]
        assert set(found.areas.filter(f"near_{when}")["area"]) == set(near)
        assert states.filter(pl.col(when) == "near")["areas"].sum() == len(near) > 0


def test_people_are_those_of_the_list_that_a_place_is_on(found: Updated) -> None:
    """People of after where a place is or was on the list; of before where it left."""
    grown = found.areas.with_columns(people_after=pl.col("people_before") + 1000)
    moved = replace(found, areas=grown)
    for enters, when in ((True, "after"), (False, "before")):
        rows = moved.movers().filter(after=enters)
        shown_rows = shown.mover_rows(moved, enters=enters, most=len(rows)).rows
        assert [number(row[-2]) for row in shown_rows] == rows[f"people_{when}"].round().to_list()
        margins = [row[-3] for row in shown_rows]
        first = rows.row(0, named=True)
        assert [number(one) for one in margins[0].split(" → ")] == [
            first["margin_before"], first["margin_after"]
        ]  # fmt: skip
    assert moved.states()["people"].sum() == pytest.approx(grown["people_after"].sum())


def test_where_there_are_no_polygons_there_is_no_map_and_it_is_said(tmp_path: Path) -> None:
    two = world(tmp_path, "two", edition="2024", asked=(4, 4))
    pictures, lacking = pictures_of(update(world(tmp_path, "one"), two))
    assert [picture.name for picture in pictures] == ["causes", "flow"]
    assert ["boundaries" in one for one in lacking] == [True]


def test_what_differs_is_said_cause_by_cause(found: Updated) -> None:
    said = " ".join(shown.differences(found))
    assert "Because of the rule: group.left-behind.worst.need: 10% → 14%" in said
    assert "rule.ties: inside → outside" in said
    assert "index.need.node.need.combine = geometric mean, said by the second alone" in said
    graded = " ".join(shown.grades(found))
    assert "Community need: other rules. Only ranks can be compared" in graded


def test_causes_that_go_together_say_why(found: Updated) -> None:
    joined = replace(found.causes[0], changes=(*found.causes[0].changes, *found.causes[1].changes),
                     why="the recipe has no such part")  # fmt: skip
    said = " ".join(shown.differences(replace(found, causes=(joined, *found.causes[2:]))))
    assert "Deprivation: other method and Community need: other method count as one cause" in said
    assert "the recipe has no such part" in said


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", WIDTHS)
def test_charts_fit_and_are_in_the_colours_of_the_look(
    found: Updated, mode: Mode, width: int
) -> None:
    for draw in (causes_chart, flow_chart):
        picture = draw(found, mode=mode, width=width)
        check_drawn(picture, mode, width)
        assert picture.source.startswith("Before: Sources: Deprivation")
        assert "After: Sources: Deprivation" in picture.source


def test_the_waterfall_ends_at_the_list_after(found: Updated) -> None:
    picture = causes_chart(found)
    bars = sorted(values_of(picture.spec, "from", "to"), key=lambda row: row["y"])
    count = shown.counts(found)
    assert (bars[0]["from"], bars[0]["to"]) == (0, count["before"])
    assert (bars[-1]["from"], bars[-1]["to"]) == (0, count["after"])
    for one, other in itertools.pairwise(bars[:-1]):
        assert one["to"] == pytest.approx(other["from"])
    assert bars[-2]["to"] == pytest.approx(count["after"])
    assert f"From {count['before']} to {count['after']} wards on the list" in picture.alt


def test_streams_are_as_wide_as_they_have_areas(found: Updated) -> None:
    picture = flow_chart(found)
    states = found.states().filter(~((pl.col("before") == "out") & (pl.col("after") == "out")))
    streams = [layer["data"]["values"] for layer in picture.spec["vconcat"][0]["layer"]
               if layer["mark"]["type"] == "area"]  # fmt: skip
    assert len(streams) == states.height
    wide = [stream[0]["y2"] - stream[0]["y"] for stream in streams]
    each = sum(wide) / int(states["areas"].sum())
    for pixels, areas in zip(wide, states["areas"], strict=True):
        assert pixels == pytest.approx(each * areas, abs=0.3)
    assert picture.alt.count("→") == states.height


def test_the_map_has_a_face_for_each_move(found: Updated) -> None:
    land = ground(found.after)
    for on in (land, as_hexagons(found.after, land)):
        picture = update_map(found, on, width=500)
        svg = picture.svg()
        for colour in (*map(theme().colour.get, ("both", "neither")), theme().change[8],
                       theme().change[2]):  # fmt: skip
            assert colour in svg
        lacking = found.areas.filter(
            pl.any_horizontal(pl.col("margin_before", "margin_after").is_null())
        )
        faces = picture.spec["datasets"]["faces"]["features"]
        paper = [one for one in faces if one["properties"]["colour"] == theme().colour["paper"]]
        assert lacking.height
        assert len(paper) == 1
        assert "No figure" in svg
    count = shown.counts(found)
    assert f"{count['before']} wards were on the list: {count['stay']} stay" in picture.alt
    first = found.movers().filter("after")["area"][0]
    assert f"({first})" in picture.alt


def test_hostile_titles_stay_words(tmp_path: Path) -> None:
    one = world(tmp_path, "one")
    two = world(tmp_path, "two", work=swapped((10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 3, 4),
                edition="2024", asked=(4, 3))  # fmt: skip
    text = Path(two).read_text("utf-8")
    hostile = "<script>alert('x')</script> { $cause } " + "Wie die Nachbarschaften " * 12
    Path(two).write_text(text.replace('title = "Work 2024"', f'title = "{hostile}"'), "utf-8")
    found = update(one, two)
    for draw in (causes_chart, flow_chart):
        for width in (280, 640):
            svg = draw(found, width=width).svg()
            assert "<script>" not in svg
            assert f'width="{width}"' in svg
    assert any("<script>" in line for line in shown.differences(found))


def test_a_list_that_stays_has_no_cause_that_stands_out() -> None:
    found = update("invented-country", read_study("invented-country", ["near=2%"]))
    picture = causes_chart(found)
    assert "with no cause that stands out" in " ".join(picture.spec["title"]["text"])
    assert "The rule: none" in picture.alt
    assert shown.mover_rows(found, enters=True).rows == ()


def test_one_is_no_plural(tmp_path: Path) -> None:
    """One place is on each list: it leaves, and another enters."""
    one = world(tmp_path, "one", asked=(1, 1))
    other = swapped(CALM, 1, 2)
    two = world(tmp_path, "two", work=other, home=other, edition="2024", asked=(1, 1))
    found = update(one, two)
    turnover = "none stays, one enters, one leaves"
    assert shown.in_areas(found) == f"The list had 1 area and has 1: {turnover}."
    for draw in (causes_chart, flow_chart):
        picture = draw(found)
        words = " ".join(picture.spec["title"]["text"])
        assert "1 places" not in f"{words} {picture.alt}"
    assert words == f"1 area was on the list: {turnover}"
