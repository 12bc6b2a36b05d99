"""How sure the list is, as the files of the explorer have it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import leftbehind
from leftbehind import LeftBehindError, Results
from leftbehind.analysis.doubt import Doubted, doubt, judged
from leftbehind.data.shelf import Shelf
from leftbehind.questions import Doubt
from leftbehind.show.export.terms import terms_of
from leftbehind.show.site.doubts import DRAWS, doubts_of
from leftbehind.show.site.files import write_study
from leftbehind.study_file import read_study
from show._site import Site, site_in

STUDY = "invented-country"
PLAIN = ["boundaries="]
"""Without polygons: they have nothing to do with it, and take the longest."""


def site_of(results: Results, folder: Path) -> Site:
    write_study(folder, results, terms_of(results), Shelf())
    return site_in(folder)


@pytest.fixture(scope="module")
def narrow() -> Doubted:
    return doubt(STUDY, PLAIN)


@pytest.fixture(scope="module")
def site(narrow: Doubted, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(narrow.results, tmp_path_factory.mktemp("site"))


def counts(site: Site, setting: str) -> dict[str, int]:
    """In how many versions each area is on the list, by code."""
    told = site.areas["versions"]
    found = dict.fromkeys(site.areas["code"], 0)
    for row, count in zip(told["row"], told[setting], strict=True):
        found[site.areas["code"][row]] = count
    return found


def profiles(site: Site) -> Iterator[dict[str, Any]]:
    for file in sorted(site.folder.glob("profiles-*.json.gz")):
        yield json.loads(gzip.decompress(file.read_bytes()))


def test_the_versions_of_each_area_are_those_that_doubt_counts(site: Site, narrow: Doubted) -> None:
    wide = doubt(STUDY, PLAIN, concentration=100, ranks=False)
    for setting, found in (("narrow", narrow), ("wide", wide)):
        told = counts(site, setting)
        wanted = dict(found.areas.select("area", "probability").iter_rows())
        assert {code: count / DRAWS for code, count in told.items()} == wanted
        assert any(0 < count < DRAWS for count in told.values())


def test_areas_that_no_version_puts_on_the_list_take_no_room(site: Site, narrow: Doubted) -> None:
    told = site.areas["versions"]
    assert all(little or more for little, more in zip(told["narrow"], told["wide"], strict=True))
    assert told["row"] == sorted(told["row"])
    assert narrow.areas["in_study"].sum() < len(told["row"]) < narrow.areas.height / 10


def test_what_was_tried_is_recorded(site: Site) -> None:
    options = read_study(STUDY).doubt.option
    assert site.study["doubt"] == {
        "versions": 1000, "concentration": [400, 100], "seed": 2019,
        "weights": ["deprivation", "need"], "shares": None, "untried": list(options), "panel": [],
        "low": 0.05, "high": 0.95,
    }  # fmt: skip


def test_profiles_hold_the_ranks_that_doubt_finds(site: Site, narrow: Doubted) -> None:
    areas = {row["area"]: row for row in narrow.areas.iter_rows(named=True)}
    seen = 0
    for told in profiles(site):
        assert list(told["spread"]) == list(narrow.results.indices)
        for n, row in enumerate(told["row"]):
            wanted = areas[site.areas["code"][row]]
            for index, spread in told["spread"].items():
                assert spread["low"][n] == wanted[f"{index}_low"]
                assert spread["high"][n] == wanted[f"{index}_high"]
            seen += 1
    assert seen == len(areas)


def test_a_study_says_what_is_in_doubt(tmp_path: Path) -> None:
    stated = Doubt.model_validate(
        {"concentration": (50, 10), "seed": 7, "weights": "need", "shares": ("8%", "12%")}
    )
    study = read_study(STUDY, PLAIN).model_copy(update={"doubt": stated})
    results = leftbehind.run(study)
    site = site_of(results, tmp_path)
    told = site.study["doubt"]
    assert told["concentration"] == [50, 10]
    assert told["seed"] == 7
    assert told["weights"] == ["need"]
    assert told["shares"] == [0.08, 0.12]
    found = judged(results, stated, DRAWS, 50, ranks=False)
    wanted = dict(found.areas.select("area", "probability").iter_rows())
    assert {code: count / DRAWS for code, count in counts(site, "narrow").items()} == wanted


def test_options_are_left_as_they_are_and_named(narrow: Doubted) -> None:
    other = '["index.deprivation.summarise=average rank"]'
    option = f'doubt.option={{summary = {{"average score" = [], "average rank" = {other}}}}}'
    found = doubts_of(leftbehind.run(read_study(STUDY, [*PLAIN, option])))
    plain = doubts_of(narrow.results)
    assert found is not None
    assert plain is not None
    assert found.tried.untried == ("summary",)
    assert found.counted == plain.counted


def test_a_panel_is_not_drawn_from_and_that_is_said(narrow: Doubted) -> None:
    results = leftbehind.run(read_study(STUDY, [*PLAIN, 'doubt.panel={need="panel.csv"}']))
    found, plain = doubts_of(results), doubts_of(narrow.results)
    assert found is not None
    assert plain is not None
    assert found.tried.panel == ("need",)
    assert found.counted == plain.counted


def test_a_list_that_is_no_rule_of_ranks_is_published_without(tmp_path: Path) -> None:
    study = read_study(STUDY, PLAIN)
    unless = {"other-deprived": study.group["other-deprived"]}  # whoever is not on the list
    results = leftbehind.run(study.model_copy(update={"group": {**unless, **study.group}}))
    site = site_of(results, tmp_path)
    assert site.study["doubt"] is None
    assert site.areas["versions"] is None
    assert all(told["spread"] == {} for told in profiles(site))
    assert len(site.areas["listed"]["row"]) == results.on_list().height > 0


def test_a_list_with_nothing_in_doubt_says_nothing(
    narrow: Doubted, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Weights that stay: every version is the study itself, and “in all of them” would mislead.
    from leftbehind.show.site import doubts

    def steady(results: Results, about: Doubt, draws: int, _: float, **more: bool) -> Doubted:
        return judged(results, about, draws, float("inf"), **more)

    monkeypatch.setattr(doubts, "judged", steady)
    assert doubts_of(narrow.results) is None


def test_a_mistake_in_what_is_in_doubt_is_not_hushed_up() -> None:
    results = leftbehind.run(read_study(STUDY, [*PLAIN, 'doubt.weights=["nothing"]']))
    with pytest.raises(LeftBehindError, match="nothing"):
        doubts_of(results)
