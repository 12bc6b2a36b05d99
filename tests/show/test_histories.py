"""Pictures and sentences of lists through the editions."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from leftbehind import read_study, run
from leftbehind.analysis.common_ground import CommonGround, common_ground
from leftbehind.analysis.history import History, history
from leftbehind.analysis.transitions import Transitions, transitions
from leftbehind.show.charts.bands import Band, Piece, bands_body
from leftbehind.show.charts.lists import lists_source
from leftbehind.show.charts.terms import parts_of_source, people_in_words
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.histories import (
    decile_picture,
    lists_picture,
    place_sentences,
    transition_rows,
)
from leftbehind.show.look import Mode
from leftbehind.show.on_ground import cell_rows, grades, ground_picture, larger_rows, sentences
from show.test_charts import check_drawn, values_of


@pytest.fixture(scope="module")
def found() -> CommonGround:
    wide = run(read_study("invented-country", ["group.left-behind.worst.need=20%"]))
    return common_ground(run("invented-country"), wide)


@pytest.fixture(scope="module")
def three(found: CommonGround) -> History:
    narrow, wide = found.laid.lists
    return history([narrow, wide, wide])


@pytest.fixture(scope="module")
def moved() -> Transitions:
    """Income beside its own doubt: two columns that rank areas unlike."""
    truth = "simulated_truth_small20.true_income_rate"
    return transitions([truth, "simulated_areas20.older"])


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 640])
def test_pictures_fit_and_are_in_the_colours_of_the_look(
    found: CommonGround, moved: Transitions, three: History, mode: Mode, width: int
) -> None:
    check_drawn(ground_picture(found, mode=mode, width=width), mode, width)
    check_drawn(decile_picture(moved, ["One", "Two"], mode=mode, width=width), mode, width)
    check_drawn(lists_picture(three, mode=mode, width=width), mode, width)


def test_people_flow_from_list_to_list(three: History) -> None:
    """Narrow, wide, wide: who joins the wide list stays on it, and nobody else moves."""
    picture = lists_picture(three)
    points = values_of(picture.spec, "band")
    thick = {point["band"]: point["y2"] - point["y"] for point in points}
    people = three.laid.people_by_pattern()
    assert {signs for signs in people if "1" in signs} == {"111", "011"}
    wanted = [people["111"], people["011"], people["111"] + people["011"]]
    scale = sum(thick.values()) / sum(wanted)
    assert list(thick.values()) == pytest.approx([scale * one for one in wanted], abs=0.1)
    # Who is on both lists stands out; all of these are on one at least.
    looks = {point["band"]: (point["colour"], point["solid"]) for point in points}
    listed = Sheet().mark("both")
    assert [colour for colour, _ in looks.values()] == [listed] * 3
    stays, joins, stays_later = (solid for _, solid in looks.values())
    assert stays == stays_later > joins
    assert f"{people_in_words(people['111'])} live in areas that were on every list" in " ".join(
        picture.spec["title"]["text"]
    )


def test_each_source_is_named_once(three: History) -> None:
    """Three lists of one country: its tables and its stamp are told once, under one word."""
    source = lists_source(three.laid)
    assert source.count("Source") == 1
    parts = parts_of_source(three.laid.lists[0], people=three.laid.ground == "ward20")
    assert [source.count(part) for part in parts] == [1, 1, 1]
    assert source.count("no real place.") == 1


def test_who_is_not_known_on_one_list_has_a_part_of_its_own(three: History) -> None:
    """No score in one edition: not on that list, and not off it."""
    one = three.laid.lists[0]
    own = pl.col("area") == one.on_list()["area"][0]
    areas = one.areas.with_columns(
        pl.when(own).then(None).otherwise("margin").alias("margin"),
        pl.when(own).then(statement=False).otherwise("in_left-behind").alias("in_left-behind"),
    )
    lacking = replace(one, tables={**one.tables, "areas": areas})
    texts = values_of(lists_picture(history([lacking, one])).spec, "text")
    assert len([row for row in texts if row["text"].startswith("Cannot be said")]) == 1
    whole = values_of(lists_picture(history([one, one])).spec, "text")
    assert not [row for row in whole if row["text"].startswith("Cannot be said")]


def test_bands_are_as_thick_as_what_they_hold() -> None:
    columns = [[Piece("a", 3, "both")], [Piece("b", 1, "both"), Piece("c", 2, "edge")]]
    bands = [Band(0, 0, 0, 1, "both"), Band(0, 0, 1, 2, "edge")]
    points = values_of({"body": bands_body(Sheet(), ["then", "now"], columns, bands)}, "band")
    thick = {point["band"]: point["y2"] - point["y"] for point in points}
    assert thick[1] == pytest.approx(2 * thick[0], abs=0.05)
    # What leaves a part leaves it one below the other.
    starts = sorted((point["x"], point["y"]) for point in points)[:2]
    assert starts[1][1] - starts[0][1] == pytest.approx(thick[0], abs=0.05)


def test_tables_say_what_was_counted(found: CommonGround, moved: Transitions) -> None:
    rows = cell_rows(found).rows
    assert rows[0][1] == f"{found.people['both']:,.0f}"
    assert len(larger_rows(found).rows) == found.by_larger.height
    counted = [int(cell.replace(",", "")) for row in transition_rows(moved, 0, 1).rows
               for cell in row[1:]]  # fmt: skip
    assert sum(counted) == moved.table(0, 1)["areas"].sum() == 6_000
    said = " ".join([*sentences(found), *grades(found)])
    assert "100.0% of them live in areas that are also on the other list" in said
    assert "Scores cannot be subtracted" in said
    assert "by different rules" in said


@pytest.mark.parametrize(
    ("on", "off", "unknown", "words"),
    [
        (1.0, 0.0, 0.0, "on the list"),
        (0.0, 1.0, 0.0, "not on the list"),
        (0.0, 0.0, 1.0, "not known"),
        (0.4, 0.6, 0.0, "40.0% of its people live in areas on the list."),
        (0.4, 0.0, 0.6, "40.0% of its people live in areas on the list. For 60.0% of them it is"),
        (0.0, 0.1, 0.9, "0.0% of its people live in areas on the list. For 90.0% of them it is"),
    ],
)
def test_a_place_is_told_in_words(on: float, off: float, unknown: float, words: str) -> None:
    row = pl.DataFrame({"title": ["2020"], "on": [on], "off": [off], "unknown": [unknown]})
    assert f"2020: {words}" in place_sentences(row)[0]
