"""Every chart: its figures are the results', its text fits, its colours are the look's."""

from __future__ import annotations

import itertools
import json
import re
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import polars as pl
import pytest
from altair.utils.schemapi import validate_jsonschema

from leftbehind import LeftBehindError, Results, Shelf, cli, read_study, run
from leftbehind.analysis.compare import Comparison, compare
from leftbehind.analysis.matched import compare_matched
from leftbehind.index.spec import Recipe, recipe
from leftbehind.show import charts
from leftbehind.show.charts.text import cut, one_line, text_width, wrap
from leftbehind.show.charts.theme import Sheet, luminance
from leftbehind.show.look import Mode, theme
from leftbehind.show.picture import Picture
from show._doubted import in_doubt
from show._sensitive import as_if_sensitive

MODES: list[Mode] = ["light", "dark"]
WIDTHS = [360, 640]
MOST_BYTES = 400_000

Draw = Callable[..., Picture]


@pytest.fixture(scope="module")
def results() -> Results:
    return run("invented-country")


@pytest.fixture(scope="module")
def comparison(results: Results) -> Comparison:
    return compare(results)


@pytest.fixture(scope="module")
def balance(results: Results) -> pl.DataFrame:
    found = compare_matched(results, outcomes=["no-car"], designs=["same-deprivation"])
    return found.balance.select("part", "title", "before", "after")


def all_charts(
    results: Results, comparison: Comparison, balance: pl.DataFrame
) -> Iterator[tuple[str, Draw]]:
    """Every chart by name, waiting for a mode and a width."""
    code = results.areas.sort("margin", descending=True, nulls_last=True)["area"][0]
    about = Recipe.model_validate(results.manifest["index"]["deprivation"]["recipe"])
    rates, gaps, outcomes = comparison.rates, comparison.gaps, comparison.outcomes
    yield "rule", lambda **on: charts.rule_chart(results, **on)
    yield "quadrant", lambda **on: charts.quadrant_chart(results, **on)
    yield "strips", lambda **on: charts.strips_chart(results, "deprivation", **on)
    yield "strips of a part", lambda **on: charts.strips_chart(results, "need.places", **on)
    yield "breakdown", lambda **on: charts.breakdown_chart(results, "region20", **on)
    yield "breakdown of many", lambda **on: charts.breakdown_chart(results, "district20", **on)
    yield "weights", lambda **on: charts.weights_chart(about, **on)
    yield "waterfall", lambda **on: charts.waterfall_chart(results, code, "deprivation", **on)
    yield "ranks", lambda **on: charts.rank_strip(results, code, **on)
    yield "margins", lambda **on: charts.margins_chart(results, **on)
    yield "comparison", lambda **on: charts.comparison_chart(rates, outcomes, results=results, **on)
    yield "gaps", lambda **on: charts.gap_chart(gaps, outcomes, results=results, **on)
    yield "balance", lambda **on: charts.balance_chart(balance, source="Sources: none.", **on)
    yield "caterpillar", lambda **on: charts.caterpillar_chart(in_doubt(results), **on)
    yield "nearest", lambda **on: charts.nearest_chart(in_doubt(results), **on)
    yield "multiverse", lambda **on: charts.multiverse_chart(as_if_sensitive(results), **on)
    yield "influence", lambda **on: charts.influence_chart(as_if_sensitive(results), **on)


NAMES = ["rule", "quadrant", "strips", "strips of a part", "breakdown", "breakdown of many",
         "weights", "waterfall", "ranks", "margins", "comparison", "gaps", "balance",
         "caterpillar", "nearest", "multiverse", "influence"]  # fmt: skip


def values_of(spec: dict[str, Any], *keys: str) -> list[dict[str, Any]]:
    """Every row of the data that holds these keys, each data set once."""
    found: dict[str, list[dict[str, Any]]] = {}

    def walk(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                walk(one)
        elif isinstance(part, dict):
            if isinstance(part.get("data"), dict) and "values" in part["data"]:
                rows = part["data"]["values"]
                found[json.dumps(rows)] = rows
            for one in part.values():
                walk(one)

    walk({key: part for key, part in spec.items() if key != "data"})
    return [row for rows in found.values() for row in rows if all(key in row for key in keys)]


@dataclass(frozen=True)
class Word:
    """A line of text on a picture: where it is."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def words_of(svg: str) -> list[Word]:
    """Every line of text of an SVG, with the box that its letters fill."""
    found: list[Word] = []
    name = "{http://www.w3.org/2000/svg}"

    def walk(node: ElementTree.Element, x: float, y: float) -> None:
        moved = re.match(r"translate\(([-\d.e]+),([-\d.e]+)\)", node.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if node.tag == name + "text":
            size = float(node.get("font-size", "0").removesuffix("px"))
            lines = list(node.iter(name + "tspan")) or [node]
            below = 0.0
            for line in lines:
                below += float(line.get("dy", 0)) if line is not node else 0
                text = line.text or ""
                wide = text_width(text, size, bold=node.get("font-weight") == "bold")
                start = {"end": x - wide, "middle": x - wide / 2}.get(
                    node.get("text-anchor", ""), x
                )
                top = y + below - 0.72 * size
                found.append(Word(text, start, start + wide, top, y + below + 0.2 * size))
        for child in node:
            walk(child, x, y)

    walk(ElementTree.fromstring(svg), 0.0, 0.0)
    return [word for word in found if word.text.strip()]


def overlap(one: Word, other: Word) -> bool:
    spare = 0.8
    return (
        min(one.right, other.right) - max(one.left, other.left) > spare
        and min(one.bottom, other.bottom) - max(one.top, other.top) > spare
    )


def check_valid(spec: dict[str, Any]) -> None:
    """That a picture is what Vega-Lite's schema asks for, without making chart objects of it."""
    validate_jsonschema(spec, alt.VConcatChart._schema, alt.VConcatChart._rootschema)


def check_drawn(picture: Picture, mode: Mode, width: int, most: int = MOST_BYTES) -> None:
    """What must be true of every picture, whatever is on it."""
    check_valid(picture.spec)
    assert picture.spec["description"] == picture.alt
    svg = picture.svg()
    assert len(svg) < most
    size = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', svg)
    assert size is not None
    # The renderer makes a picture wider where text or marks stick out: so none does.
    assert float(size[1]) == width
    words = words_of(svg)
    for word in words:
        assert word.left >= 0, word
        assert word.right <= width + 0.5, word
        assert word.top >= 0, word
        assert word.bottom <= float(size[2]), word
    for one, other in itertools.combinations(words, 2):
        assert not overlap(one, other), (one, other)
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]+)"', svg))
    assert colours <= set(theme(mode).colour.values())
    assert theme(mode).colour["paper"] in colours
    shown = " ".join(word.text for word in words)
    for text in (picture.alt, shown):
        assert text.strip()
        assert not re.search(r"worst|sink|failing", text, re.IGNORECASE)
        assert not re.search(r"\bNone\b|\bnan\b|\bnull\b|\{ ?\$", text)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_chart_is_valid_fits_and_is_in_the_colours_of_the_look(
    results: Results,
    comparison: Comparison,
    balance: pl.DataFrame,
    name: str,
    mode: Mode,
    width: int,
) -> None:
    draw = dict(all_charts(results, comparison, balance))[name]
    picture = draw(mode=mode, width=width)
    check_drawn(picture, mode, width, MOST_BYTES if name == "quadrant" else 80_000)
    shown = "".join(word.text for word in words_of(picture.svg()))
    assert re.sub(r"\s", "", picture.source) in re.sub(r"\s", "", shown)


def test_every_chart_is_tried(
    results: Results, comparison: Comparison, balance: pl.DataFrame
) -> None:
    tried = dict(all_charts(results, comparison, balance))
    assert list(tried) == NAMES
    of_two_studies = {"causes_chart", "flow_chart"}  # tried in test_update.py
    assert set(charts.__all__) - {"rank_strip"} - of_two_studies == {
        f"{name.split()[0].removesuffix('s') if name == 'gaps' else name.split()[0]}_chart"
        for name in NAMES
        if name != "ranks"
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_same_figures_give_the_same_bytes(
    results: Results, comparison: Comparison, balance: pl.DataFrame, name: str
) -> None:
    first, second = (dict(all_charts(results, comparison, balance))[name]() for _ in range(2))
    assert first.json() == second.json()
    assert first.svg() == second.svg()
    assert json.loads(first.json()) == first.spec


@pytest.mark.parametrize("name", NAMES)
def test_a_title_that_is_given_is_the_title(
    results: Results, comparison: Comparison, balance: pl.DataFrame, name: str
) -> None:
    picture = dict(all_charts(results, comparison, balance))[name](title="What was found")
    assert picture.spec["title"]["text"] == ["What was found"]


def test_a_chart_too_narrow_to_be_read_is_refused(results: Results) -> None:
    with pytest.raises(LeftBehindError, match="100 pixels wide"):
        charts.rule_chart(results, width=100)


# The figures


def test_the_rule_holds_every_area_and_its_people(results: Results) -> None:
    picture = charts.rule_chart(results)
    faces = values_of(picture.spec, "areas", "group")
    assert {row["group"]: row["areas"] for row in faces} == dict(
        results.groups.select("group", "areas").iter_rows()
    )
    right = [row["group"] for row in faces if row["x"] == max(row["x"] for row in faces)]
    assert set(right) == {"left-behind", "other-deprived"}  # the most deprived are on the right
    above = [row["group"] for row in faces if row["y"] == min(row["y"] for row in faces)]
    assert set(above) == {"left-behind", "high-need-only"}
    unscored = results.areas["group"].null_count()
    assert unscored
    assert f"{unscored} wards lack a score" in picture.alt


@pytest.mark.parametrize("change", ["at_least=1", "people_at_least=1", "exclude=['X05000001']"])
def test_a_rule_that_is_no_crossing_of_two_cuts_is_drawn_as_bars(change: str) -> None:
    other = run(read_study("invented-country", [f"group.left-behind.{change}"]))
    picture = charts.rule_chart(other)
    bars = values_of(picture.spec, "areas", "zero")
    assert {row["group"]: row["areas"] for row in bars} == dict(
        other.groups.select("group", "areas").iter_rows()
    )
    check_drawn(picture, "light", 640)
    check_drawn(charts.quadrant_chart(other, width=360), "light", 360)


@pytest.mark.parametrize("mode", MODES)
def test_text_on_the_corners_of_the_rule_can_be_read(results: Results, mode: Mode) -> None:
    sheet, paper = Sheet(mode), Sheet(mode).colour("paper")
    for row in values_of(charts.rule_chart(results, mode=mode).spec, "opacity", "areas"):
        role = next(name for name, colour in theme(mode).colour.items() if colour == row["colour"])
        seen = [
            round(row["opacity"] * int(row["colour"][at : at + 2], 16)
                  + (1 - row["opacity"]) * int(paper[at : at + 2], 16))
            for at in (1, 3, 5)
        ]  # fmt: skip
        face = luminance("#" + "".join(f"{part:02x}" for part in seen))
        text = luminance(sheet.text_on(role))
        assert (max(face, text) + 0.05) / (min(face, text) + 0.05) >= 4.5, role


def test_every_area_with_both_scores_is_a_dot_or_in_a_square(results: Results) -> None:
    picture = charts.quadrant_chart(results)
    dots = {row["area"]: row for row in values_of(picture.spec, "area", "x", "y")}
    squares = values_of(picture.spec, "areas", "x", "y2")
    scores = results.areas.drop_nulls(["deprivation_score", "need_score"])
    assert len(dots) + sum(row["areas"] for row in squares) == scores.height
    grouped = scores.filter(pl.col("group") != "the-rest")
    assert dots.keys() == set(grouped["area"])
    for row in grouped.iter_rows(named=True):
        assert dots[row["area"]]["x"] == round(row["deprivation_score"], 2)
        assert dots[row["area"]]["y"] == round(row["need_score"], 2)


def test_many_areas_are_counted_in_squares_on_their_side_of_both_cuts(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leftbehind.show.charts.quadrant.DOTS", 0)
    picture = charts.quadrant_chart(results)
    assert not values_of(picture.spec, "area")
    rule, line = values_of(picture.spec, "x", "x2", "y", "y2")[-2:]
    assert rule["x"] == rule["x2"]
    assert line["y"] == line["y2"]
    counted: dict[tuple[bool, bool], int] = {}
    for row in values_of(picture.spec, "areas", "y2"):
        side = row["x"] >= rule["x"] - 0.5, row["y2"] <= line["y"] + 0.5
        counted[side] = counted.get(side, 0) + row["areas"]
    areas = dict(results.groups.select("group", "areas").iter_rows())
    assert counted == {
        (True, True): areas["left-behind"],
        (True, False): areas["other-deprived"],
        (False, True): areas["high-need-only"],
        (False, False): areas["the-rest"],
    }


@pytest.mark.parametrize("index", ["need", "deprivation.crime"])
def test_strips_count_every_area_and_mark_the_middle(results: Results, index: str) -> None:
    whole, _, part = index.partition(".")
    scores = results.areas.select("area", "group", value=pl.col(f"{whole}_score"))
    if part:
        own = results["profiles"].filter(index=whole, part=part).select("area", "value")
        scores = scores.drop("value").join(own, on="area")
    picture = charts.strips_chart(results, index)
    middles = {row["group"]: row for row in values_of(picture.spec, "middle")}
    for group in results.groups["group"]:
        values = scores.filter(group=group)["value"].drop_nulls()
        steps = [row["areas"] for row in values_of(picture.spec, "score") if row["group"] == group]
        assert sum(steps[:-1]) == values.len()
        assert middles[group]["middle"] == round(values.median(), 3)  # type: ignore[arg-type]


def test_bars_of_larger_areas_are_their_shares_the_highest_first(results: Results) -> None:
    picture = charts.breakdown_chart(results, "region20")
    bars = values_of(picture.spec, "share", "zero")
    table = results["by_region20"].filter(group="left-behind")
    assert {row["name"]: (row["areas"], row["of"]) for row in bars} == {
        row["name"]: (row["areas"], row["of"]) for row in table.iter_rows(named=True)
    }
    shares = [row["share"] for row in bars]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(bars[0]["areas"] / bars[0]["of"], abs=1e-6)
    assert all(row["zero"] == 0 for row in bars)


def test_a_published_list_is_a_ring_beside_each_bar(results: Results) -> None:
    by = results["by_region20"].with_columns(
        published=pl.when(pl.col("group") == "left-behind").then(pl.col("of") // 10)
    )
    other = replace(results, tables={**results.tables, "by_region20": by})
    picture = charts.breakdown_chart(other, "region20")
    rings = [row["published"] for row in values_of(picture.spec, "published")]
    bars = values_of(picture.spec, "share", "zero")
    assert rings == [round((row["of"] // 10) / row["of"], 6) for row in bars]
    assert "Rings" in " ".join(word.text for word in words_of(picture.svg()))
    for mode, width in itertools.product(MODES, WIDTHS):
        drawn = charts.breakdown_chart(other, "region20", mode=mode, width=width)
        check_drawn(drawn, mode, width)


def test_weights_are_shares_of_their_sum(results: Results) -> None:
    bars = values_of(charts.weights_chart(recipe("imd2019")).spec, "weight")
    stated = recipe("imd2019").node["imd"].weights
    assert isinstance(stated, dict)
    assert {row["part"]: row["weight"] for row in bars} == {
        part: round(weight / 0.999, 6) for part, weight in stated.items()
    }
    equal = values_of(charts.weights_chart(recipe("cni2019")).spec, "weight")
    assert [row["weight"] for row in equal] == [0.333333] * 3


def test_weights_found_from_data_need_a_run() -> None:
    changed = recipe("cni2019").model_dump(by_alias=True)
    changed["node"]["cni"]["weights"] = "factor"
    found = Recipe.model_validate(changed)
    with pytest.raises(LeftBehindError, match="found from data"):
        charts.weights_chart(found)
    used = {"places": 3.0, "connectivity": 1.0, "engaged": 1.0}
    bars = values_of(charts.weights_chart(found, used=used).spec, "weight")
    assert [row["weight"] for row in bars] == [0.6, 0.2, 0.2]


@pytest.mark.parametrize("index", ["deprivation", "need"])
def test_a_waterfall_leads_from_the_average_to_the_place(results: Results, index: str) -> None:
    code = results.near_misses()["area"][0]
    steps = values_of(charts.waterfall_chart(results, code, index).spec, "from", "to")
    profiles = results["profiles"].filter(index=index)
    means = profiles.group_by("part").agg(pl.col("contribution").mean())["contribution"].sum()
    assert steps[0]["from"] == 0
    assert steps[0]["to"] == pytest.approx(means, abs=0.002)
    for one, two in itertools.pairwise(steps[:-1]):
        assert one["to"] == two["from"]
    score = results.areas.filter(area=code)[f"{index}_score"][0]
    assert steps[-1]["to"] == steps[-2]["to"] == pytest.approx(score, abs=0.001)
    own = dict(profiles.filter(area=code).select("title", "contribution").iter_rows())
    mean = dict(profiles.group_by("title").agg(pl.col("contribution").mean()).iter_rows())
    for step in steps[1:-1]:
        adds = own[step["part"]] - mean[step["part"]]
        assert step["to"] - step["from"] == pytest.approx(adds, abs=0.002)
        worse = theme("light").colour["worse" if adds > 0 else "better"]
        assert step["colour"] == worse


def test_ranks_are_said_whole_and_lie_where_they_are(results: Results) -> None:
    code = results.on_list()["area"][0]
    picture = charts.rank_strip(results, code)
    row = results.areas.row(by_predicate=pl.col("area") == code, named=True)
    number = results.areas["deprivation_rank"].count()
    dots = values_of(picture.spec, "rank", "of")
    assert (dots[0]["rank"], dots[0]["of"]) == (row["deprivation_rank"], number)
    assert re.search(rf"{row['deprivation_rank']}(st|nd|rd|th) most deprived of {number:,}",
                     picture.alt)  # fmt: skip
    assert re.search(rf"{row['need_rank']}(st|nd|rd|th) highest need of", picture.alt)
    lines = values_of(picture.spec, "x", "x2")
    for dot in dots:
        share = (dot["x"] - lines[0]["x"]) / (lines[0]["x2"] - lines[0]["x"])
        assert share == pytest.approx((dot["rank"] - 1) / (dot["of"] - 1), abs=0.001)
    cuts = values_of(picture.spec, "cut")
    assert [cut["cut"] for cut in cuts] == results["cuts"].filter(group="left-behind")[
        "rank"
    ].to_list()


def test_margins_are_those_around_the_cut_in_the_order_of_the_list(results: Results) -> None:
    rows = values_of(charts.margins_chart(results).spec, "margin", "zero")
    assert len(rows) <= 40
    listed, near = results.on_list(), results.near_misses()
    inside = [row for row in rows if row["margin"] >= 0]
    outside = [row for row in rows if row["margin"] < 0]
    assert [row["area"] for row in inside] == listed["area"].tail(len(inside)).to_list()
    assert [row["area"] for row in outside] == near["area"].head(len(outside)).to_list()
    assert rows == sorted(rows, key=lambda row: row["y"])


def test_forty_rows_at_most_are_around_the_cut() -> None:
    wide = run(read_study("invented-country", ["near=10%", "group.left-behind.worst.need=30%"]))
    assert wide.on_list().height > 20
    assert wide.near_misses().height > 20
    rows = values_of(charts.margins_chart(wide).spec, "margin", "zero")
    assert sum(row["margin"] >= 0 for row in rows) == 20
    assert len(rows) == 40


def test_a_comparison_holds_the_rates_and_their_intervals(
    results: Results, comparison: Comparison
) -> None:
    picture = charts.comparison_chart(comparison.rates, comparison.outcomes, results=results)
    drawn = {(row["outcome"], row["group"]): row for row in values_of(picture.spec, "rate", "low")}
    shown = [name for name in results.groups["group"] if name != "the-rest"]
    rates = comparison.rates.filter(pl.col("group").is_in(shown))
    assert len(drawn) == rates.height == len(comparison.outcomes) * len(shown)
    for row in rates.iter_rows(named=True):
        one = drawn[row["outcome"], row["group"]]
        for key in ("rate", "low", "high"):
            assert one[key] == round(row[key], 4)
    for about in comparison.outcomes.values():
        assert about.title in picture.alt


def test_figures_held_back_or_unknown_are_said_and_not_drawn(
    results: Results, comparison: Comparison
) -> None:
    first = next(iter(comparison.outcomes))
    hidden = (pl.col("outcome") == first) & (pl.col("group") == "left-behind")
    lost = (pl.col("outcome") == first) & (pl.col("group") == "other-deprived")
    nothing = pl.lit(None, dtype=pl.Float64)
    rates = comparison.rates.with_columns(
        pl.when(hidden | lost).then(nothing).otherwise(pl.col(name)).alias(name)
        for name in ("rate", "low", "high")
    ).with_columns(suppressed=hidden)
    about = {first: comparison.outcomes[first]}
    picture = charts.comparison_chart(rates, about, results=results)
    assert [row["group"] for row in values_of(picture.spec, "rate")] == ["high-need-only"]
    assert "held back" in picture.alt
    assert "no figure" in picture.alt
    for width in WIDTHS:
        check_drawn(charts.comparison_chart(rates, about, results=results, width=width),
                    "light", width)  # fmt: skip
    empty = rates.with_columns(pl.lit(None, dtype=pl.Float64).alias(n)
                               for n in ("rate", "low", "high"))  # fmt: skip
    check_drawn(charts.comparison_chart(empty, about, results=results), "light", 640)


def test_a_comparison_names_groups_as_told_and_draws_those_asked_for(
    results: Results, comparison: Comparison
) -> None:
    picture = charts.comparison_chart(
        comparison.rates, comparison.outcomes, {"left-behind": "Ours", "all": "the land"},
        results=results, groups=["left-behind", "all-others"],
    )  # fmt: skip
    assert {row["group"] for row in values_of(picture.spec, "rate")} == {
        "left-behind", "all-others"
    }  # fmt: skip
    assert "Ours 33.0%" in picture.alt
    assert "the rest of the invented country" in picture.alt
    assert "The land 21.6%" in picture.alt


def test_gaps_are_coloured_by_what_is_clear_and_what_it_means(
    results: Results, comparison: Comparison
) -> None:
    colour, seen = theme("light").colour, set()
    for benchmark in ("all", "other-deprived"):
        picture = charts.gap_chart(
            comparison.gaps, comparison.outcomes, results=results, benchmark=benchmark
        )
        gaps = comparison.gaps.filter(group="left-behind", benchmark=benchmark)
        drawn = {row["outcome"]: row for row in values_of(picture.spec, "difference")}
        for row in gaps.iter_rows(named=True):
            one, about = drawn[row["outcome"]], comparison.outcomes[row["outcome"]]
            assert one["difference"] == round(row["difference"], 4)
            meaning = "edge"
            if (row["low"] > 0 or row["high"] < 0) and about.higher != "neither":
                worse = (row["difference"] > 0) == (about.higher == "worse")
                meaning = "worse" if worse else "better"
            assert one["colour"] == colour[meaning]
            seen.add(meaning)
    assert {"edge", "worse"} <= seen
    with pytest.raises(LeftBehindError, match="no difference"):
        charts.gap_chart(comparison.gaps, comparison.outcomes, results=results, benchmark="nobody")


def test_balance_is_counted_within_a_tenth() -> None:
    frame = pl.DataFrame(
        {"part": ["a", "b", "c"], "title": ["A", "B", "C"], "before": [0.5, -0.3, 0.05],
         "after": [0.1, -0.11, None]}
    )  # fmt: skip
    picture = charts.balance_chart(frame)
    assert picture.spec["title"]["text"] == ["After matching 1 of 3 scores are alike, before it 1"]
    drawn = {row["part"]: (row.get("before"), row.get("after"))
             for row in values_of(picture.spec, "part")}  # fmt: skip
    assert drawn == {"a": (0.5, 0.1), "b": (-0.3, -0.11), "c": (0.05, None)}
    check_drawn(picture, "light", 640)
    with pytest.raises(LeftBehindError, match="no balance"):
        charts.balance_chart(frame.clear())


# Hostile and extreme input

NASTY = [
    '"><script>alert(1)</script>',
    "& < > ' \" \\ \\n %s {x} {{y}} $z",
    "=1+1|cmd",
    "line\nbreak\ttab\x1b[31m\u202e",
    "村" * 30,
    "W" * 500,
    "ﷺ Ñandú 😀 e\u0301",
    "",
]


def with_nasty_names(results: Results) -> Results:
    def nasty(frame: pl.DataFrame, column: str) -> pl.Series:
        names = itertools.islice(itertools.cycle(NASTY), frame.height)
        return pl.Series(column, list(names), dtype=pl.String)

    tables = dict(results.tables)
    for name, frame in tables.items():
        texts = [c for c in frame.columns if c in ("name", "title") or c.endswith("_name")]
        tables[name] = frame.with_columns(nasty(frame, column) for column in texts)
    manifest = json.loads(json.dumps(results.manifest))
    study = manifest["study"]
    for group, title in zip(study["group"].values(), NASTY, strict=False):
        group["title"] = title
    for index in manifest["index"].values():
        index["title"] = NASTY[5]
    study["title"], study["stamp"] = NASTY[0], NASTY[1]
    manifest["whole"], manifest["area_plural"] = NASTY[4], NASTY[1]
    manifest["by"] = dict.fromkeys(manifest["by"], NASTY[5])
    return Results(tables, manifest)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_stay_text_and_are_cut(
    results: Results, comparison: Comparison, balance: pl.DataFrame, name: str, width: int
) -> None:
    other = with_nasty_names(results)
    outcomes = {
        key: about.model_copy(update={"title": title, "sources": (title,)})
        for (key, about), title in zip(comparison.outcomes.items(), NASTY, strict=False)
    }
    titles = itertools.islice(itertools.cycle(NASTY), balance.height)
    draw = dict(
        all_charts(
            other,
            replace(comparison, outcomes=outcomes),
            balance.with_columns(pl.Series("title", list(titles))),
        )
    )[name]
    picture = draw(width=width)
    check_valid(picture.spec)
    svg = picture.svg()
    assert "<script" not in svg
    assert "\x1b" not in svg
    root = ElementTree.fromstring(svg)
    # Letters that the font lacks are drawn in another, so the width is only near.
    assert abs(float(root.get("width", 0)) - width) <= 0.12 * width
    assert "\n" not in picture.alt


def few(results: Results, codes: list[str]) -> Results:
    """The same results with only these areas."""
    areas = results.areas.filter(pl.col("area").is_in(codes))
    tables = {**results.tables, "areas": areas}
    tables["profiles"] = results["profiles"].filter(pl.col("area").is_in(codes))
    tables["groups"] = results.groups.with_columns(
        areas=pl.Series([areas.filter(group=g).height for g in results.groups["group"]]),
        people=pl.Series([areas.filter(group=g)["people"].sum() for g in results.groups["group"]]),
    )
    for by in ("region20", "district20"):
        table = results[f"by_{by}"].filter(pl.col(by).is_in(areas[by].to_list()))
        tables[f"by_{by}"] = table.with_columns(
            areas=pl.when(pl.col("group").is_in(areas["group"].to_list())).then(1).otherwise(0),
            of=pl.lit(1),
        ).with_columns(share=pl.col("areas") / pl.col("of"))
    return replace(results, tables=tables)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_country_of_one_area_can_be_drawn(
    results: Results, comparison: Comparison, balance: pl.DataFrame, name: str, width: int
) -> None:
    one = few(results, [results.on_list()["area"][0]])
    check_drawn(dict(all_charts(one, comparison, balance))[name](width=width), "light", width)


@pytest.fixture(scope="module")
def nobody() -> Results:
    """Results with an empty list, and an empty group."""
    cuts = [f"group.{group}.worst.{index}=1" for group, index in (
        ("left-behind", "need"), ("left-behind", "deprivation"), ("other-deprived", "deprivation"),
        ("high-need-only", "need"))]  # fmt: skip
    found = run(read_study("invented-country", [*cuts, "near=1"]))
    assert found.on_list().is_empty()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_list_can_be_drawn(
    nobody: Results, comparison: Comparison, balance: pl.DataFrame, name: str
) -> None:
    for width in WIDTHS:
        picture = dict(all_charts(nobody, comparison, balance))[name](width=width)
        check_drawn(picture, "light", width)


def test_scores_that_are_all_unknown_are_refused_or_said(results: Results) -> None:
    lost = [c for c in results.areas.columns if c.endswith(("score", "rank", "margin", "decile"))]
    nothing = results.areas.with_columns(
        *(pl.lit(None, dtype=results.areas.schema[c]).alias(c) for c in lost),
        *(pl.lit(value=False).alias(c) for c in results.areas.columns
          if c.startswith("in_") or c == "near_miss"),
        pl.lit(None, dtype=pl.String).alias("group"),
    )  # fmt: skip
    groups = results.groups.with_columns(areas=pl.lit(0), people=pl.lit(None, dtype=pl.Float64))
    values = results["profiles"].with_columns(
        pl.lit(None, dtype=pl.Float64).alias("value"),
        pl.lit(None, dtype=pl.Int64).alias("rank"),
        pl.lit(None, dtype=pl.Float64).alias("contribution"),
    )
    empty = replace(
        results,
        tables={**results.tables, "areas": nothing, "groups": groups, "profiles": values},
    )
    code = nothing["area"][0]
    check_drawn(charts.rule_chart(empty), "light", 640)
    check_drawn(charts.margins_chart(empty), "light", 640)
    for draw in (
        lambda: charts.quadrant_chart(empty),
        lambda: charts.strips_chart(empty, "need"),
        lambda: charts.strips_chart(empty, "need.places"),
        lambda: charts.waterfall_chart(empty, code, "need"),
        lambda: charts.rank_strip(empty, code),
    ):
        with pytest.raises(LeftBehindError):
            draw()


def test_what_is_not_there_is_refused_with_the_nearest(
    results: Results, comparison: Comparison
) -> None:
    code = results.areas["area"][0]
    for draw, said in (
        (lambda: charts.strips_chart(results, "ned"), "did you mean need"),
        (lambda: charts.strips_chart(results, "need.place"), "did you mean need.places"),
        (lambda: charts.breakdown_chart(results, "region2"), "did you mean region20"),
        (lambda: charts.breakdown_chart(results, "region20", group="x"), "there are"),
        (lambda: charts.waterfall_chart(results, code, "deprivaton"), "did you mean deprivation"),
        (lambda: charts.comparison_chart(comparison.rates, {}, results=results), "no outcomes"),
    ):
        with pytest.raises(LeftBehindError, match=said):
            draw()


# Type and sentences


@cache
def advance_widths(style: str) -> dict[str, float]:
    """The advance width of each character, from the tables cmap and hmtx of the font."""
    name = f"files/AtkinsonHyperlegible-{style}.ttf"
    data = (resources.files("fontpkg_atkinson_hyperlegible") / name).read_bytes()

    def numbers(form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{form}", data, at)

    at = {data[12 + 16 * n : 16 + 16 * n]: numbers("L", 20 + 16 * n)[0]
          for n in range(numbers("H", 4)[0])}  # fmt: skip
    (unit,), (last,) = numbers("H", at[b"head"] + 18), numbers("H", at[b"hhea"] + 34)
    cmap, widths = at[b"cmap"], {}
    for n in range(numbers("H", cmap + 2)[0]):
        table = cmap + numbers("L", cmap + 8 + 8 * n)[0]
        if numbers("H", table)[0] != 4:
            continue
        size = numbers("H", table + 6)[0] // 2
        ends, starts, deltas, offsets = (
            numbers(f"{size}{form}", table + 14 + 2 * size * k + 2 * (k > 0))
            for k, form in enumerate("HHhH")
        )
        for k in range(size):
            for code in range(starts[k], min(ends[k], 0xFFFE) + 1):
                glyph = code + deltas[k]
                if offsets[k]:
                    where = table + 16 + 6 * size + 2 * k + offsets[k] + 2 * (code - starts[k])
                    glyph = numbers("H", where)[0] + deltas[k]
                glyph = min(glyph & 0xFFFF, last - 1)
                widths[chr(code)] = numbers("H", at[b"hmtx"] + 4 * glyph)[0] / unit
    return widths


@pytest.mark.parametrize("bold", [False, True])
def test_text_is_as_wide_as_the_font_says(bold: bool) -> None:
    widths = advance_widths("Bold" if bold else "Regular")
    for text in (
        "“Left behind” wards: 226 of 7,433 (3.0%)",
        "Kingston upon Hull, City of",
        "WWW iii … – −1.4 +0.2 Köln",
        "287th most deprived of 7,421",
    ):
        real = 13 * sum(widths[letter] for letter in text)
        assert text_width(text, 13, bold=bold) == pytest.approx(real, rel=0.02), text


def test_long_names_are_cut_and_long_lines_broken() -> None:
    assert len(cut("x" * 300, 10_000, 13)) == 40
    assert text_width(cut("Wakefield and elsewhere", 90, 13), 13) <= 90
    assert all(text_width(line, 13) <= 120 for line in wrap("a b " * 40 + "W" * 80, 120, 13))
    assert "".join(wrap("W" * 80, 120, 13)) == "W" * 80
    assert one_line("a\n\tb\x00\u2028c") == "a b c"


# The command


def told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["leftbehind", "chart", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    said = capsys.readouterr()
    return int(stop.value.code or 0), said.out, said.err


@pytest.fixture(scope="module")
def folder(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return results.write(tmp_path_factory.mktemp("charts") / "out")


def test_chart_alone_says_which_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = told(monkeypatch, capsys)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [
        "rule", "quadrant", "strips", "breakdown", "weights", "waterfall", "ranks", "margins",
        "comparison", "gaps", "balance", "causes", "flow", "common-ground",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ("rule", "rule"),
        ("quadrant --width 360", "quadrant"),
        ("strips --of need.places", "strips-need-places"),
        ("breakdown", "breakdown-region20"),
        ("weights --of need", "weights-invented_need"),
        ("waterfall --place CODE --of need", "waterfall-need-CODE"),
        ("ranks --place CODE --theme dark", "ranks-CODE"),
        ("margins", "margins"),
        ("comparison --of no-car", "comparison"),
        ("gaps --of all", "gaps"),
        ("balance", "balance"),
    ],
)
def test_a_chart_is_written_where_the_command_stands(
    results: Results,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    name: str,
) -> None:
    place = results.on_list()["area"][0]
    monkeypatch.chdir(tmp_path)
    first, *more = arguments.replace("CODE", place).split()
    code, _, err = told(monkeypatch, capsys, first, str(folder), *more)
    assert code == 0, err
    file = tmp_path / f"{name.replace('CODE', place)}.svg"
    assert file.read_text("utf-8").startswith("<svg")
    mode: Mode = "dark" if "dark" in arguments else "light"
    assert theme(mode).colour["paper"] in file.read_text("utf-8")


def test_a_chart_is_also_png_and_json(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, begins in (("a.png", b"\x89PNG"), ("a.json", b"{\n")):
        out = tmp_path / name
        assert told(monkeypatch, capsys, "rule", str(folder), "--out", str(out))[0] == 0
        assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("ranks FOLDER", 2, "needs a --place"),
        ("rule FOLDER --place x", 2, "takes no --place"),
        ("margins FOLDER --of need", 2, "takes no --of"),
        ("rul FOLDER", 2, "rul"),
        ("rule FOLDER --theme pink", 2, "pink"),
        ("rule FOLDER --out x.gif", 1, ".svg, .png or .json"),
        ("weights FOLDER --of ned", 1, "did you mean need"),
        ("ranks FOLDER --place nowhere-at-all", 1, "no place is called"),
    ],
)
def test_wrong_use_is_said(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, _, err = told(monkeypatch, capsys, *arguments.replace("FOLDER", str(folder)).split())
    assert found == code
    assert said in err
    assert not list(tmp_path.iterdir())


# Published figures


@pytest.mark.data
@pytest.mark.parametrize("study", ["england-2020", "england-2025"])
def test_england_is_drawn_in_small_files(study: str, shelf: Shelf) -> None:
    """Each chart in each width; what the other scheme changes is seen on the invented country."""
    england = run(study, shelf=shelf)
    by = england.manifest["study"]["outline"]
    for mode, width in zip(MODES, WIDTHS, strict=True):
        on = {"mode": mode, "width": width}
        check_drawn(charts.quadrant_chart(england, **on), mode, width)
        check_drawn(charts.rule_chart(england, **on), mode, width)
        check_drawn(charts.breakdown_chart(england, by, **on), mode, width)
        check_drawn(charts.margins_chart(england, **on), mode, width)
        check_drawn(charts.strips_chart(england, "deprivation.crime", **on), mode, width)


@pytest.mark.data
def test_the_findings_of_2020(shelf: Shelf) -> None:
    england = run("england-2020", shelf=shelf)

    def title(picture: Picture) -> str:
        return " ".join(picture.spec["title"]["text"])

    assert title(charts.rule_chart(england)) == (
        "226 of 7,433 wards are among both the 10% most deprived and the 10% with highest need"
    )
    assert title(charts.breakdown_chart(england, "region17")) == (
        "North East has the highest share: 57 of 339 wards, 16.8%"
    )
    halton = charts.rank_strip(england, "E05001595")
    assert "4th highest need of 7,433" in halton.alt
    rings = values_of(charts.breakdown_chart(england, "region17").spec, "published")
    assert sorted(round(100 * row["published"], 1) for row in rings)[-1] == 16.5
