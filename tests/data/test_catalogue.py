"""The catalogue: every table can be had, has the declared bytes, and is as declared."""

from __future__ import annotations

import csv

import pytest

from leftbehind import Shelf, catalogue
from leftbehind.areas.codes import confirm
from leftbehind.data.catalogue import LICENCES
from leftbehind.data.fetch import checked, find, path_of

HERE = [name for name, e in catalogue().table.items() if e.status in ("here to get", "derived")]
READ = [name for name in HERE if catalogue().table[name].columns]


def test_every_licence_and_register_and_geography_exists() -> None:
    whole = catalogue()
    for name, entry in whole.table.items():
        assert entry.licence in LICENCES, name
        assert set(entry.geographies) <= set(whole.geography), name
    for name, geography in whole.geography.items():
        if geography.codes_in:
            assert name in whole.entry(geography.codes_in).columns, name
        assert not geography.parent or geography.parent in {*whole.geography, "ltla19"}, name


def test_every_address_is_a_fixed_commit_and_stays_in_its_folder() -> None:
    for name in HERE:
        entry = catalogue().table[name]
        assert len(entry.sha256) == 64, name
        if entry.address:
            assert path_of(entry.address).parts[0] == "raw.githubusercontent.com"
            assert len(path_of(entry.address).parts[3]) == 40, name


@pytest.mark.data
def test_the_bytes_of_every_table_are_the_declared_ones(shelf: Shelf) -> None:
    for name in HERE:
        entry = catalogue().table[name]
        path = find(entry, shelf.folder, shelf.cache)
        assert path, name
        checked(path, entry, name)
        assert entry.status == "derived" or path.stat().st_size == entry.bytes, name


@pytest.mark.data
def test_the_catalogue_holds_every_shared_source(shelf: Shelf) -> None:
    assert shelf.folder
    with (shelf.folder / "sources.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            entry = catalogue().entry(row["id"])
            assert (entry.sha256, entry.address) == (row["sha256"], row["url"])


@pytest.mark.data
@pytest.mark.parametrize("name", READ)
def test_every_table_is_as_declared(shelf: Shelf, name: str) -> None:
    reading = shelf.read(name)
    assert reading.frame.height
    if reading.entry.geography and reading.entry.unique:
        confirm(reading, shelf)


@pytest.mark.data
def test_suppressed_is_not_missing_and_not_zero(shelf: Shelf) -> None:
    """File 8 of 2019 holds back 31, 4,553, 1,035 and 119 counts; 20 shares are missing."""
    reading = shelf.read("imd2019_england_lsoa11_indicators")
    assert {(gap.column, gap.why): gap.cells for gap in reading.gaps} == {
        ("income_numerator", "suppressed"): 31,
        ("idaci_numerator", "suppressed"): 4_553,
        ("idaopi_numerator", "suppressed"): 1_035,
        ("employment_numerator", "suppressed"): 119,
        ("higher_education", "missing"): 20,
    }
    assert reading.frame["income_numerator"].min() == 10  # the smallest that is shown


@pytest.mark.data
def test_people_add_up_to_the_published_totals(shelf: Shelf) -> None:
    totals = {
        "imd2019_england_lsoa11_population": 54_728_204,
        "population2017_ward17": 55_619_430,
    }
    for name, people in totals.items():
        assert shelf.read(name).frame["people"].sum() == people
    lsoas = shelf.read("population2019_lsoa11").frame
    england = lsoas.filter(lsoas["lsoa11"].str.starts_with("E"))
    assert england["people"].sum() == 56_286_961
