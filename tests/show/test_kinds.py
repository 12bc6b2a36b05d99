"""Kinds in words and pictures: named by a rule, told from numbers, without stigma."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis._kinds import planted, write_study
from leftbehind import LeftBehindError, run
from leftbehind.analysis.typology import Typology, typology
from leftbehind.running.outcomes import measured
from leftbehind.show import kinds as shown
from leftbehind.show.charts.kind_choice import choice_chart
from leftbehind.show.charts.kind_profile import profile_chart
from leftbehind.show.charts.terms import sources_of
from leftbehind.show.charts.theme import luminance
from leftbehind.show.ground import ground
from leftbehind.show.kind_map import kind_colours, kind_map
from leftbehind.show.kind_words import (
    CLEAR,
    named,
    read_words,
    refuse_shunned,
    shipped,
    shunned,
    words_of,
)
from leftbehind.show.look import Mode, theme
from leftbehind.study_file import read_study, study_names
from show._sight import BLIND, seen


@pytest.fixture(scope="module")
def found() -> Typology:
    return typology("invented-country", kinds=2, bootstraps=5)


@pytest.fixture(scope="module")
def none() -> Typology:
    return typology("invented-country", bootstraps=5)


# Names and portraits


@pytest.mark.parametrize("number", [2, 3])
def test_a_name_is_made_of_what_is_furthest_from_the_list(number: int) -> None:
    found = typology("invented-country", kinds=number, bootstraps=0)
    for kind, one in named(found).items():
        rows = found.profile.filter(kind=kind).join(
            found.variables.filter("used"), on="variable", how="semi"
        )
        clear = rows.filter(pl.col("difference").abs() >= CLEAR)
        top = clear.sort(pl.col("difference").abs(), descending=True).head(2)
        terms = [
            getattr(shipped().term[row["variable"]], "more" if row["difference"] > 0 else "less")
            for row in top.iter_rows(named=True)
        ]
        if top.is_empty():
            assert one.name == "Near the middle of the list"
            continue
        more_first = [term for way in (top["difference"] > 0, top["difference"] < 0)
                      for term, is_so in zip(terms, way, strict=True) if is_so]  # fmt: skip
        assert one.name.casefold() == ", ".join(more_first)
        for variable in top["variable"]:
            assert found.variables.filter(variable=variable)["title"].item() in one.rule


def test_two_kinds_that_would_be_called_the_same_take_a_term_more(tmp_path: Path) -> None:
    """Two kinds high on the first figures by as much, apart on the third."""
    values, truth = planted(3, 40, variables=4, apart=0.0)
    values[truth != 2, :2] += 20.0
    values[truth == 1, 2] += 13.0
    values[truth == 2, 3] += 5.0
    found = typology(write_study(tmp_path, values), kinds=3, bootstraps=0)
    names = [one.name for one in named(found).values()]
    assert len(set(names)) == 3


def test_a_variable_without_a_term_is_called_by_its_title(tmp_path: Path) -> None:
    values, _ = planted(2, 20)
    found = typology(write_study(tmp_path, values), bootstraps=0)
    for one in named(found).values():
        assert re.fullmatch(r"Figure \d: (high|low), figure \d: (high|low)", one.name, re.I)


def test_a_portrait_is_made_of_the_figures(found: Typology) -> None:
    one = named(found)["1"]
    row = found.kinds.filter(kind="1").row(0, named=True)
    assert f"{row['areas']} wards with {row['people']:,.0f} people." in one.portrait
    told = found.profile.filter(kind="1", variable=one.marks[0].variable).row(0, named=True)
    text = " ".join(one.portrait)
    for column in ("value", "listed", "whole"):
        assert f"{told[column]:.1f}" in text


def test_every_shipped_variable_has_terms() -> None:
    for name in study_names():
        study = read_study(name)
        assert set(study.typology.variables(study.outcome)) <= set(shipped().term), name


def test_a_part_of_a_kind_has_no_members_by_the_middle_of_the_whole(tmp_path: Path) -> None:
    values, truth = planted(3, 60, apart=0.0)
    values[truth == 1] += [8.0, 8.0, 8.0, 0.0, 0.0]
    values[truth == 2] += [0.0, 0.0, 0.0, 14.0, 14.0]
    study = write_study(tmp_path, values)
    found = typology(study, ["typology.levels=2", "typology.kinds=2"], bootstraps=0)
    told = {kind: " ".join(shown.kind_in_words(found, one)) for kind, one in named(found).items()}
    assert "Most typical" in told["1"]
    assert "Most typical" not in told["1a"]
    assert "60 spots with" in told["1a"]


def test_a_kind_of_one_area_is_told_in_the_singular(tmp_path: Path) -> None:
    values, _ = planted(2, 12)
    values[0] += 100.0
    found = typology(write_study(tmp_path, values), kinds=3, bootstraps=1)
    assert named(found)["3"].portrait[0] == "1 area with 100 people."
    assert "In 1 draw of the areas" in " ".join(shown.how_sure(found))


def test_where_a_kind_is_found_is_no_majority(found: Typology) -> None:
    """The two regions that have most of a kind may have few of it."""
    first, second = (
        f"{one['name']} ({one['areas']})"
        for one in found.by.filter(kind="1", breakdown="region20").head(2).iter_rows(named=True)
    )
    assert f"Found most often in {first} and {second}." in named(found)["1"].portrait


# Stigma


def test_what_is_shipped_puts_no_stigma_on_places(found: Typology) -> None:
    for term in shipped().term.values():
        assert not shunned(f"{term.more}. {term.less}")
    for one in named(found).values():
        assert not shunned(" ".join([one.name, one.rule, *one.portrait]))
    file = Path(shown.__file__).parent / "messages" / "en-GB.ftl"
    text = file.read_text("utf-8")
    assert not shunned(text[text.index("## Kinds of neighbourhood") :])


@pytest.mark.parametrize(
    "text",
    ["A sink estate", "Failing towns", "the WORST streets", "no-go areas", "Dumping  ground",
     "problem estates", "rundown terraces"],
)  # fmt: skip
def test_words_that_put_a_stigma_on_places_are_found(text: str) -> None:
    assert shunned(text)
    with pytest.raises(LeftBehindError, match="puts a stigma"):
        refuse_shunned([text], "here")


@pytest.mark.parametrize("text", ["Scarborough", "Thornsinker Lane", "Trough of Bowland", "flats"])
def test_words_that_only_look_like_them_pass(text: str) -> None:
    assert not shunned(text)


# A file of words of one's own


def test_a_panel_may_change_the_words(tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('[term.children]\nmore = "young families"\n')
    study = tmp_path / "own.toml"
    study.write_text('extends = "invented-country"\n[typology]\nwords = "words.toml"\n')
    found = typology(study, kinds=2, bootstraps=0)
    assert words_of(found).term["older"] == shipped().term["older"]
    assert words_of(found).term["children"].less == shipped().term["children"].less
    assert "Young families" in " ".join(one.name for one in named(found).values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[term.children]\nmore = "a sink estate"', "term.children: this puts a stigma"),
        ('[term.childen]\nmore = "x"', "did you mean children"),
        ('[term.children]\nmor = "x"', "mor"),
        ("[term.children", "not valid TOML"),
        ('[term.children]\nmore = "' + "x" * 100 + '"', "60"),
    ],
)
def test_a_file_of_words_that_is_wrong_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(text)
    with pytest.raises(LeftBehindError, match=said):
        read_words(file, ["children", "older"])


def test_a_file_of_words_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(LeftBehindError, match="cannot be read"):
        read_words(tmp_path / "nothing.toml", [])


# Sentences


def test_it_is_said_that_there_are_no_kinds(none: Typology) -> None:
    assert "form no kinds" in shown.opening(none)
    assert "None of them is borne." in shown.reasoning(none)
    code = none.places["area"][0]
    assert "no kinds to put it into" in shown.place_in_words(none, named(none), code)


def test_it_is_said_that_a_number_is_not_borne(found: Typology) -> None:
    assert "The data do not bear it" in shown.opening(found)
    said = " ".join(shown.reasoning(found))
    least = found.robust.filter(change="without").sort("rand").row(0, named=True)
    title = found.variables.filter(variable=least["what"])["title"].item()
    assert f"most hangs: {title}. Without it the adjusted Rand index is {least['rand']:.2f}" in said
    assert "Without what the rule uses too (Households without a car)" in said
    dropped = " ".join(shown.variables_in_words(found))
    assert "Dropped: Distance to the nearest shop, which nearly repeats Aged 60 and over" in dropped


def test_the_most_typical_members_are_named_first(found: Typology) -> None:
    own = found.places.filter("listed", kind="1").sort("distance")
    said = " ".join(shown.kind_in_words(found, named(found)["1"]))
    assert f"Most typical: {own['name'][0]}" in said
    assert f"Least: {own['name'][-1]}" in said


def test_a_place_has_its_kind_its_second_and_places_like_it(found: Typology) -> None:
    names = named(found)
    for listed in (True, False):
        row = found.places.filter(listed=listed).row(0, named=True)
        said = shown.place_in_words(found, names, row["area"])
        assert f"kind {row['kind']}, {names[row['kind']].name}" in said
        assert f"second-best kind is {row['second']}" in said
    listed_code = found.places.filter("listed")["area"][0]
    assert len(shown.similar_rows(found, listed_code).rows) == shown.SHOWN
    outside = found.results.areas.join(found.places, on="area", how="anti")["area"][0]
    assert "neither on the list" in shown.place_in_words(found, names, outside)


def test_a_study_without_other_deprived_areas_names_none(tmp_path: Path) -> None:
    values, _ = planted(2, 20)
    values[1, 1] = float("nan")
    file = write_study(tmp_path, values)
    text = file.read_text()
    others = text[text.index("[group.others]") : text.index("[typology]")]
    file.write_text(text.replace(others, ""))
    found = typology(file, bootstraps=0)
    assert found.others == ""
    said = shown.place_in_words(found, named(found), "S0040")
    assert said == "S0040 (S0040) is not on the list, so it has no kind."
    left_out = "1 area on the list lacks a figure and has no kind: S0001 (S0001)."
    assert left_out in shown.variables_in_words(found)


def test_a_number_that_is_borne_but_not_best_is_not_said_to_be(tmp_path: Path) -> None:
    values, _ = planted(3, 40, seed=3)
    found = typology(write_study(tmp_path, values), kinds=2, bootstraps=0)
    assert (found.number, found.best, found.asked_for) == (2, 3, False)
    assert "they bear 3 best" in choice_chart(found).alt


# Pictures


def test_the_choice_shows_every_number(none: Typology) -> None:
    picture = choice_chart(none)
    dots = [row for layer in picture.spec["vconcat"][0]["layer"]
            for row in layer["data"]["values"] if row.get("panel") == "gap"]  # fmt: skip
    assert [row["k"] for row in dots] == none.choice["k"].to_list()
    assert [row["value"] for row in dots] == [round(gap, 4) for gap in none.choice["gap"]]
    for row in none.choice.filter(pl.col("k") > 1).iter_rows(named=True):
        assert f"{row['k']} kinds: silhouette {row['silhouette']:.2f}" in picture.alt


@pytest.mark.parametrize("width", [280, 640])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pictures_of_kinds_fit(found: Typology, width: int, mode: str) -> None:
    for picture in (
        choice_chart(found, mode=mode, width=width),  # type: ignore[arg-type]
        profile_chart(found, named(found), mode=mode, width=width),
    ):  # type: ignore[arg-type]
        wide = re.search(r'width="([\d.]+)"', picture.svg())
        assert wide is not None
        assert float(wide[1]) <= width + 1


def test_a_profile_has_a_dot_for_each_kind_and_figure(found: Typology) -> None:
    picture = profile_chart(found, named(found))
    dots = [row for layer in picture.spec["vconcat"][0]["layer"]
            for row in layer["data"]["values"] if "difference" in row]  # fmt: skip
    own = found.profile.join(found.variables.filter("used"), on="variable", how="semi")
    told = {(row["variable"], row["kind"]): row["difference"] for row in dots}
    for row in own.iter_rows(named=True):
        assert told[row["variable"], row["kind"]] == pytest.approx(row["difference"], abs=1e-3)


def test_a_map_colours_each_kind(found: Typology) -> None:
    picture = kind_map(found, named(found), ground(found.results))
    drawn = json.dumps(picture.spec["datasets"]["faces"])
    for colour, row in zip(kind_colours(2), found.kinds.iter_rows(named=True), strict=True):
        assert colour in drawn
        assert f"{row['kind']} {named(found)[row['kind']].name}: {row['areas']}" in picture.alt


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("sight", ["", *BLIND])
def test_colours_of_kinds_can_be_told_apart(mode: Mode, sight: str) -> None:
    """Also from land off the list and from the sea."""
    for number, least in ((4, 15), (8, 7)):
        colours = kind_colours(number, mode)
        around = [theme(mode).colour[role] for role in ("neither", "sea")]
        for one, other in [*itertools.combinations(colours, 2),
                           *itertools.product(colours, around)]:  # fmt: skip
            assert np.linalg.norm(seen(one, sight) - seen(other, sight)) > least
    assert kind_colours(12, mode)[7:] == [kind_colours(8, mode)[7]] * 5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_small_areas_of_the_first_kinds_stand_out_from_the_land(mode: Mode) -> None:
    """A hexagon of an LSOA is a dot on a national map: pale on pale, it is not seen."""
    land = luminance(theme(mode).colour["neither"])
    for colour in kind_colours(4, mode):
        low, high = sorted((luminance(colour), land))
        assert (high + 0.05) / (low + 0.05) > 2


def test_a_date_that_several_figures_have_is_told_once() -> None:
    results = run("invented-country")
    one = next(iter(measured(results.manifest).values()))
    dates = ["March 2021", "2021, March 2021", "2021", "March 2021", "2021"]
    many = [one.model_copy(update={"sources": (f"Table {n}, ONS",), "date": date})
            for n, date in enumerate(dates)]  # fmt: skip
    assert sources_of(results, many).startswith("Sources: ONS, March 2021, 2021.")
