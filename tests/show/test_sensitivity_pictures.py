"""Pictures of sensitivity: marks stand where the figures say, whatever the options are called."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest

from leftbehind import LeftBehindError, Results, run
from leftbehind.analysis.sensitivity import Sensitive, sensitivity
from leftbehind.show.charts import influence_chart, multiverse_chart
from leftbehind.show.charts.combinations import MOST, Order
from leftbehind.show.look import theme
from leftbehind.show.picture import Picture
from leftbehind.show.sensitivity_pictures import pictures_of
from show._sensitive import OPTIONS, Options, as_if_sensitive
from show.test_charts import check_drawn, values_of

WIDTHS = [360, 640, 1000]
ORDERS: list[Order] = ["overlap", "size"]
MANY: Options = {
    f"option {at}": [f"choice {n}" for n in range(number)]
    for at, number in enumerate((2, 2, 2, 2, 5, 5, 5))
}
HOSTILE: Options = {
    "<script>alert('x')</script>\n& so on": ["</svg>\n<b>", "{size} %s $x", "a" * 400],
    "Wie die Nachbarschaften " * 9: ["", "ein Name, der nirgends hineinpasst " * 6],
}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def results() -> Results:
    return run("invented-country")


@pytest.fixture(scope="module")
def found(results: Results) -> Sensitive:
    return as_if_sensitive(results)


@pytest.fixture(scope="module")
def true() -> Sensitive:
    return sensitivity("invented-country", samples=16)


def title_of(picture: Picture) -> str:
    return " ".join(picture.spec["title"]["text"])


def text_of(picture: Picture) -> str:
    return " ".join(ElementTree.fromstring(picture.svg()).itertext())


def straight(pairs: list[tuple[float, float]], *, rising: bool) -> bool:
    """Whether pixels follow figures along one line, to what a pixel is rounded by."""
    figures, drawn = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    slope, start = np.polyfit(figures, drawn, 1)
    return bool(np.abs(slope * figures + start - drawn).max() < 0.1 and (slope > 0) == rising)


def told(found: Sensitive, order: Order) -> list[Row]:
    """The combinations as they must be drawn, each with its choices by option."""
    options = found.results.manifest["study"]["doubt"]["option"]
    ways = found.one_at_a_time.filter(kind="choices").iter_rows(named=True)
    rows = [
        {**row, "takes": dict(zip(options, taken, strict=True)), "own": at == 0}
        for at, (row, taken) in enumerate(zip(ways, product(*options.values()), strict=True))
    ]
    return sorted(rows, key=lambda row: -row["jaccard"] if order == "overlap" else row["size"])


# All combinations


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("order", ORDERS)
def test_each_combination_is_a_column_of_dots_at_its_figures(
    found: Sensitive, order: Order, width: int
) -> None:
    picture = multiverse_chart(found, order=order, width=width)
    rows = told(found, order)
    colour = theme().colour
    across: set[tuple[int, float]] = set()
    for what, column in (("areas", "size"), ("overlap", "jaccard")):
        dots = {row["place"]: row for row in values_of(picture.spec, "place", what, "colour")}
        assert [dots[n][what] for n in sorted(dots)] == [row[column] for row in rows]
        assert straight([(row[what], row["y"]) for row in dots.values()], rising=False)
        assert [dots[n]["colour"] for n in sorted(dots)] == [
            colour["both" if row["own"] else "edge"] for row in rows
        ]
        across |= {(row["place"], row["x"]) for row in dots.values()}
    across |= {(row["place"], row["x"]) for row in values_of(picture.spec, "place", "choice")}
    assert len(across) == len(rows)  # a combination stands at one pixel in all panels
    assert straight(list(across), rising=True)


@pytest.mark.parametrize("order", ORDERS)
def test_a_dot_of_the_matrix_is_a_choice_that_is_taken(found: Sensitive, order: Order) -> None:
    picture = multiverse_chart(found, order=order)
    dots = values_of(picture.spec, "option", "choice", "place")
    drawn = [(row["place"], row["option"], row["choice"]) for row in dots]
    assert len(drawn) == len(set(drawn)) == 6 * 2
    assert set(drawn) == {
        (at, option, choice)
        for at, row in enumerate(told(found, order), start=1)
        for option, choice in row["takes"].items()
    }
    for option, choices in OPTIONS.items():
        rows = {row["choice"]: row["y"] for row in dots if row["option"] == option}
        assert list(dict(sorted(rows.items(), key=lambda row: row[1]))) == choices
        own = {row["choice"] for row in dots
               if row["option"] == option and row["colour"] == theme().colour["both"]}  # fmt: skip
        assert own == {choices[0]}


@pytest.mark.parametrize("order", ORDERS)
def test_two_thousand_combinations_are_strokes(results: Results, order: Order) -> None:
    many = as_if_sensitive(results, MANY)
    rows = told(many, order)
    assert len(rows) == 2_000
    for width in (360, 1000):
        picture = multiverse_chart(many, order=order, width=width)
        svg = picture.svg()
        assert len(svg) < 650_000
        assert re.search(rf'<svg[^>]* width="{width}"', svg)
        assert "2,000 ways to make the list" in title_of(picture)
        drawn: dict[tuple[str, str], list[Row]] = {}
        for row in values_of(picture.spec, "option", "choice"):
            drawn.setdefault((row["option"], row["choice"]), []).append(row)
        assert list(drawn) == [(option, one) for option, named in MANY.items() for one in named]
        for (option, choice), steps in drawn.items():
            takes = np.zeros(len(rows), dtype=bool)
            ends = [*(row["place"] - 1 for row in steps[1:-1]), len(rows)]
            for row, end in zip(steps[:-1], ends, strict=True):
                takes[row["place"] - 1 : end] = row["y"] < row["y2"]
            assert takes.tolist() == [row["takes"][option] == choice for row in rows]
            assert straight([(row["place"], row["x"]) for row in steps[:-1]], rising=True)
        for what, column in (("areas", "size"), ("overlap", "jaccard")):
            steps = values_of(picture.spec, "place", what, "y2")
            begins = np.array([row["place"] - 1 for row in steps[:-1]])
            drawn_at = np.repeat([(row["y"] + row["y2"]) / 2 for row in steps[:-1]],
                                 np.diff([*begins, len(rows)]))  # fmt: skip
            assert straight(list(zip([row[column] for row in rows], drawn_at, strict=True)),
                            rising=False)  # fmt: skip
            assert straight([(row["place"], row["x"]) for row in steps[:-1]], rising=True)
            (own,) = values_of(picture.spec, what, "colour")
            assert rows[own["place"] - 1]["own"]


@pytest.mark.parametrize("choices", [2, 60, 2_000])
@pytest.mark.parametrize("width", [360, 1000])
def test_one_option_of_few_or_very_many_choices(results: Results, choices: int, width: int) -> None:
    named = [f"choice {n}" for n in range(choices)]
    one = as_if_sensitive(results, {"the only one": named})
    picture = multiverse_chart(one, width=width)
    check_drawn(picture, "light", width, 160_000)
    rows = {row["choice"] for row in values_of(picture.spec, "option", "choice")}
    if choices <= MOST:
        assert rows == set(named)
    else:
        rest = f"{choices - MOST + 1:,} other choices"
        assert rows == {*named[: MOST - 1], rest}
        assert picture.alt.count(" choices ") + picture.alt.count(" choices)") >= 1


@pytest.mark.parametrize("width", [360, 640])
def test_sixty_combinations_are_dots_even_on_a_phone(results: Results, width: int) -> None:
    sixty = as_if_sensitive(results, {"a": list("bcd"), "e": list("fghi"), "j": list("klmno")})
    picture = multiverse_chart(sixty, width=width)
    dots = values_of(picture.spec, "place", "choice", "size")
    assert len(dots) == 60 * 3
    apart = np.diff(sorted({row["x"] for row in dots}))
    assert apart.min() > 2 * np.sqrt(dots[0]["size"] / np.pi)  # so they do not touch
    check_drawn(picture, "light", width)


def test_two_combinations_stand_side_by_side(results: Results) -> None:
    picture = multiverse_chart(as_if_sensitive(results, {"a": ["b", "c"]}), width=1000)
    one, other = sorted({row["x"] for row in values_of(picture.spec, "place", "choice")})
    assert other - one < 80


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_and_very_long_names_are_text_that_fits(results: Results, width: int) -> None:
    named = as_if_sensitive(results, HOSTILE, [("options", name, 0.4) for name in HOSTILE])
    for picture in (multiverse_chart(named, width=width), influence_chart(named, width=width)):
        check_drawn(picture, "light", width)
        assert "<script" not in picture.svg()
        assert "<script>alert('x')</script>" in text_of(picture).replace("\n", " ")
        assert "\n" not in picture.alt
        assert rb"\n" not in picture.json()  # no text of it is broken into lines
        assert "a" * 41 not in picture.alt


def test_the_finding_is_in_the_title_and_all_in_words(found: Sensitive) -> None:
    picture = multiverse_chart(found)
    rows = found.one_at_a_time.filter(kind="choices")
    low, high = rows["size"].min(), rows["size"].max()
    least = rows.sort("jaccard").row(0, named=True)
    said = (f"6 ways to make the list: {low:.0f} to {high:.0f} wards; the overlap with the study’s "
            f"own goes down to {least['jaccard']:.0%}")  # fmt: skip
    assert title_of(picture) == said
    assert picture.alt.startswith(f"{said}. Least like the study’s own: maximum; average rank, "
                                  f"with {least['size']:.0f} wards and an overlap of "
                                  f"{least['jaccard']:.0%}.")  # fmt: skip
    # Each choice of three is in two combinations, each of two in three.
    by_choice = np.array(rows["jaccard"]).reshape(3, 2)
    for choices, means in zip(
        OPTIONS.values(), (by_choice.mean(1), by_choice.mean(0)), strict=True
    ):
        told_means = [f"{choice} {mean:.0%}" for choice, mean in zip(choices, means, strict=True)]
        assert f"({', '.join(told_means)})" in picture.alt
    assert f"the study’s own: {rows['size'][0]:.0f} wards" in text_of(picture)


@pytest.mark.parametrize(
    ("size", "jaccard", "said"),
    [
        (24.0, 1.0, "All 6 ways to make the list give the same 24 wards"),
        (24.0, 0.0, "6 ways to make the list: 24 wards in each; the overlap with the study’s own "
                    "goes down to 0%"),
        (0.0, 0.0, "6 ways to make the list: 0 wards in each; the overlap with the study’s own "
                   "goes down to 0%"),
    ],
)  # fmt: skip
def test_lists_that_are_alike_or_empty(
    found: Sensitive, size: float, jaccard: float, said: str
) -> None:
    alike = found.one_at_a_time.with_columns(size=pl.lit(size), jaccard=pl.lit(jaccard))
    picture = multiverse_chart(replace(found, one_at_a_time=alike))
    assert title_of(picture) == said
    check_drawn(picture, "light", 640)
    assert "−" not in text_of(picture)  # no list has fewer than no areas


def test_a_study_without_options_has_no_multiverse_and_a_word(results: Results) -> None:
    none = as_if_sensitive(results, {})
    with pytest.raises(LeftBehindError, match="declares no options"):
        multiverse_chart(none)
    pictures, lacking = pictures_of(none)
    assert [one.name for one in pictures] == ["influence"]
    assert lacking == [
        "The study declares no options, so there is no picture of their combinations."
    ]


# What moves the list


@pytest.mark.parametrize("width", WIDTHS)
def test_dots_and_intervals_of_influence_stand_at_their_shares(
    found: Sensitive, width: int
) -> None:
    picture = influence_chart(found, width=width)
    dots = values_of(picture.spec, "threshold", "order", "share")
    table = found.variance.influence
    assert len(dots) == 2 * table.height
    middles = {}
    for threshold in ("free", "held"):
        panel = [row for row in dots if row["threshold"] == threshold]
        pixels = []
        for row in panel:
            own = table.row(named=True, by_predicate=(pl.col("threshold") == threshold)
                            & (pl.col("source") == row["source"])
                            & (pl.col("kind") == row["kind"]))  # fmt: skip
            order = row["order"]
            shares = [own[order], own[f"{order}_low"], own[f"{order}_high"]]
            assert [row["share"], row["low"], row["high"]] == pytest.approx(shares)
            assert row["face"] == theme().colour["paper" if order == "first" else "both"]
            pixels += [(row["share"], row["at"]), (row["low"], row["x"]), (row["high"], row["x2"])]
        inside = [(share, x) for share, x in pixels if -0.1 <= share <= 1.1]
        assert straight(inside, rising=True)
        slope, start = np.polyfit(*zip(*inside, strict=True), 1)
        lines = [row["x"] for row in values_of(picture.spec, "x", "y2", "colour")]
        for share in (0, 0.5, 1):
            assert min(abs(start + share * slope - x) for x in lines) < 0.2
        ends = start - 0.1 * slope, start + 1.1 * slope
        assert all(ends[0] - 0.1 <= x <= ends[1] + 0.1 for _, x in pixels)
        middles[threshold] = start
    assert middles["held"] > middles["free"] + 100
    stand = {(row["kind"], row["source"], row["order"], row["y"]) for row in dots}
    y = {one[:3]: one[3] for one in stand}
    assert len(stand) == len(y)  # a source is in one row in both panels
    first = table.filter(threshold="free").sort("total", descending=True)
    order = sorted(y, key=lambda key: y[key])
    assert [key[:2] for key in order[::2]] == list(first.select("kind", "source").iter_rows())
    assert [key[2] for key in order] == ["first", "total"] * 3


def test_what_reaches_beyond_the_axis_is_cut_and_that_is_said(found: Sensitive) -> None:
    cut = "What reaches beyond the axis is cut off"
    wide = found.variance.influence.with_columns(first_low=pl.lit(-0.8), total_high=pl.lit(2.5))
    far = replace(found, variance=replace(found.variance, influence=wide))
    picture = influence_chart(far)
    assert cut in text_of(picture)
    check_drawn(picture, "light", 640)
    for row in values_of(picture.spec, "order", "share"):
        assert row["x"] <= row["at"] <= row["x2"] <= 640
    near = found.variance.influence.with_columns(
        [pl.col(f"{one}_{end}").clip(-0.09, 1.09) for one in ("first", "total")
         for end in ("low", "high")]
    )  # fmt: skip
    picture = influence_chart(replace(found, variance=replace(found.variance, influence=near)))
    assert cut not in text_of(picture)


def test_what_moves_the_list_most_is_in_the_title(results: Results, found: Sensitive) -> None:
    assert title_of(influence_chart(found)) == (
        "What moves the list most: threshold on Community need; with the threshold held: "
        "how wards are summed up"
    )
    for total, said in (
        (0.7, "What moves the list most, with the threshold free or held: x"),
        (0.5, "What moves the list most: threshold on Community need; with the threshold held: x"),
    ):
        other = as_if_sensitive(results, {}, [("shares", "need", 0.6), ("options", "x", total)])
        assert title_of(influence_chart(other)) == said


def test_what_is_held_says_so_and_one_panel_needs_no_name(
    results: Results, found: Sensitive
) -> None:
    shown = text_of(influence_chart(found))
    assert " held " in shown.replace("threshold held", "")
    assert "With the threshold free" in shown
    one = influence_chart(as_if_sensitive(results, {}, [("weights", "need", 0.9)]), width=360)
    assert title_of(one) == "What moves the list most: weights of Community need"
    assert "threshold" not in text_of(one)
    assert "threshold" not in one.alt
    assert "weights of Community need 70% alone, 90% with others" in one.alt
    check_drawn(one, "light", 360)


def test_when_nothing_moves_the_list_it_is_said(found: Sensitive) -> None:
    table = found.variance.influence
    numbers = [name for name, kind in table.schema.items() if kind == pl.Float64]
    still = table.with_columns([pl.lit(0.0).alias(name) for name in numbers])
    unmoved = replace(found, variance=replace(found.variance, influence=still))
    picture = influence_chart(unmoved, mode="dark")
    assert title_of(picture) == "Nothing that is in doubt moves the list"
    check_drawn(picture, "dark", 640)


def test_influence_is_said_in_words_for_each_panel(found: Sensitive) -> None:
    alt = influence_chart(found).alt
    free, held = alt.split("With the threshold free: ")[1].split(" With the threshold held: ")
    assert free.startswith("threshold on Community need 40% alone, 60% with others; ")
    assert held == ("how wards are summed up 25% alone, 45% with others; "
                    "weights of Community need 2% alone, 22% with others.")  # fmt: skip


# All together


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_pictures_of_a_study(true: Sensitive, mode: Any, width: int) -> None:
    for picture in (multiverse_chart(true, mode=mode, width=width),
                    influence_chart(true, mode=mode, width=width)):  # fmt: skip
        svg = picture.svg()
        assert float(ElementTree.fromstring(svg).get("width", 0)) == width
        assert len(svg) < 60_000
        assert "Simulated figures" in text_of(picture).replace("\n", " ")


def test_the_pictures_of_a_study_by_name(true: Sensitive) -> None:
    pictures, lacking = pictures_of(true)
    assert [one.name for one in pictures] == ["influence", "multiverse"]
    assert lacking == []
    ways = true.one_at_a_time.filter(kind="choices")
    assert title_of(pictures[1]).startswith(f"{ways.height} ways to make the list: ")
    # What the table says of a combination is drawn above the choices that it names.
    overlaps = {row["place"]: row["overlap"] for row in values_of(pictures[1].spec, "overlap")}
    taken: dict[int, list[str]] = {}
    for row in values_of(pictures[1].spec, "option", "choice"):
        taken.setdefault(row["place"], []).append(row["choice"])
    assert {("; ".join(choices), overlaps[place]) for place, choices in taken.items()} == set(
        ways.select("what", "jaccard").iter_rows()
    )
