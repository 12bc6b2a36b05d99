"""Kinds of neighbourhood in what is published: what the files of the explorer hold of them."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from analysis._kinds import planted, write_study
from leftbehind import LeftBehindError, Results, Shelf, read_study, run
from leftbehind.analysis.typology import Typology, typology
from leftbehind.running.run import shelf_of
from leftbehind.show.export.terms import terms_of
from leftbehind.show.kind_words import named
from leftbehind.show.kinds import SHOWN, opening
from leftbehind.show.site.files import write_study as write_site
from leftbehind.show.site.kinds import FILE, NO_KIND, kinds_of
from leftbehind.show.site.publish import publish
from leftbehind.study import Study
from show._site import Site, site_in

KINDS, EACH, OTHERS = 3, 30, 12


@pytest.fixture(scope="module")
def truth() -> np.ndarray:
    return planted(KINDS, EACH)[1]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Three kinds are planted; the first of the list lacks a figure; some are like the last."""
    values, truth = planted(KINDS, EACH)
    others = values[truth == KINDS - 1][:OTHERS] + 0.1
    values[0, 0] = np.nan
    file = write_study(tmp_path_factory.mktemp("spots"), values, others=others)
    return read_study(file)


@pytest.fixture(scope="module")
def found(study: Study) -> Typology:
    return typology(study, bootstraps=5)


@pytest.fixture(scope="module")
def results(study: Study) -> Results:
    return run(study)


@pytest.fixture(scope="module")
def site(
    study: Study, results: Results, found: Typology, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, results, terms_of(results), shelf_of(study, Shelf()), typology=found)
    return site_in(folder)


@pytest.fixture(scope="module")
def members(site: Site) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(gzip.decompress((site.folder / FILE).read_bytes()))
    return told


def test_what_is_said_of_each_kind_is_what_the_typology_says(site: Site, found: Typology) -> None:
    assert found.number == KINDS
    told = site.study["kinds"]
    assert (told["file"], told["opening"]) == (FILE, opening(found))
    assert told["others"] == "Others"
    words = named(found)
    for one, row in zip(told["kinds"], found.kinds.iter_rows(named=True), strict=True):
        assert (one["kind"], one["level"], one["areas"]) == (row["kind"], 1, row["areas"])
        assert one["name"] == words[row["kind"]].name
        assert one["rule"] == words[row["kind"]].rule
        *portrait, stable, hang = one["portrait"]
        assert [*portrait, stable] == list(words[row["kind"]].portrait)
        assert "overlap" in stable
        assert "with one figure less" in hang
    assert sorted(one["carried"] for one in told["kinds"]) == [0, 0, OTHERS]


def test_each_place_has_the_kind_that_was_planted(
    site: Site, members: dict[str, Any], truth: np.ndarray
) -> None:
    code = [site.areas["code"][row] for row in members["row"]]
    assert code == [f"S{n:04}" for n in range(KINDS * EACH + OTHERS)]
    assert members["listed"] == [True] * (KINDS * EACH) + [False] * OTHERS
    kind = np.array(members["kind"])
    assert kind[0] == NO_KIND
    assert members["typical"][0] is None
    listed = kind[1 : KINDS * EACH]
    assert len({(one, two) for one, two in zip(listed, truth[1:], strict=True)}) == KINDS
    assert set(kind[KINDS * EACH :]) == {listed[-1]}
    assert set(members["within"]) == {NO_KIND}
    for at, second in zip(kind[1:], members["second"][1:], strict=True):
        assert second not in (at, NO_KIND)


def test_places_that_are_like_one_are_told_with_what_they_share(
    site: Site, members: dict[str, Any], found: Typology
) -> None:
    similar = members["similar"]
    codes, figures = site.areas["code"], site.study["kinds"]["figures"]
    wanted = found.similar.filter(pl.col("order") <= SHOWN).sort("area", "order")
    titles = dict(found.variables.select("variable", "title").iter_rows())
    assert [codes[row] for row in similar["of"]] == wanted["area"].to_list()
    assert [codes[row] for row in similar["like"]] == wanted["similar"].to_list()
    assert [[figures[at] for at in one] for one in similar["alike"]] == [
        [titles[name] for name in names] for names in wanted["alike"]
    ]
    assert [figures[at] if at != NO_KIND else None for at in similar["apart"]] == [
        titles.get(name) for name in wanted["apart"]
    ]


def test_kinds_that_are_split_name_their_parts() -> None:
    """A cloud in two halves, far from another: the kind is split, and each half has a name."""
    study = read_study("invented-country")
    found = typology(study, kinds=2, bootstraps=0)
    told, members = kinds_of(run(study), found)
    assert members is not None
    for at, name in zip(members.within, found.places.sort("area")["within_kind"], strict=True):
        assert (told.kinds[at].kind if at != NO_KIND else None) == name


def test_where_the_figures_bear_none_only_that_is_said(tmp_path: Path) -> None:
    study = read_study("invented-country", ["boundaries="])
    found = typology(study, bootstraps=0)
    assert found.number == 1
    results = run(study)
    write_site(tmp_path, results, terms_of(results), Shelf(), typology=found)
    told = site_in(tmp_path).study["kinds"]
    assert "form no kinds" in told["opening"]
    assert (told["file"], told["kinds"]) == ("", [])
    assert len(told["notes"]) > 2
    assert not (tmp_path / FILE).exists()


def test_without_kinds_nothing_is_written(study: Study, results: Results, tmp_path: Path) -> None:
    write_site(tmp_path, results, terms_of(results), shelf_of(study, Shelf()))
    assert site_in(tmp_path).study["kinds"] is None
    assert not (tmp_path / FILE).exists()


def test_the_tables_of_the_figures_are_sources(site: Site, found: Typology) -> None:
    for read in found.results.manifest["tables"].values():
        assert [one for one in site.study["sources"] if read["title"] in one]


def test_kinds_of_another_list_are_refused(results: Results, tmp_path: Path) -> None:
    other = typology("invented-country", kinds=2, bootstraps=0)
    with pytest.raises(LeftBehindError, match="invented-country: these kinds are of another list"):
        publish(results, tmp_path / "site", kinds=other)
    wider = read_study("invented-country", ["group.left-behind.worst.need=20%"])
    with pytest.raises(LeftBehindError, match="another list"):
        kinds_of(run(wider), other)
    assert not (tmp_path / "site").exists()


def test_figures_of_kinds_with_unclear_terms_are_refused(
    results: Results, found: Typology, tmp_path: Path
) -> None:
    """Terms are asked of what kinds are made from, too."""
    manifest = json.loads(json.dumps(found.results.manifest))
    for read in manifest["tables"].values():
        read["licence"] = "OCSI-LT"
    unclear = replace(found, results=replace(found.results, manifest=manifest))
    with pytest.raises(LeftBehindError, match="--accept-terms OCSI-LT"):
        publish(results, tmp_path / "site", kinds=unclear)
