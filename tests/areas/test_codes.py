"""Which geographies and vintages codes fit."""

from __future__ import annotations

import polars as pl
import pytest

from leftbehind import LeftBehindError, Shelf
from leftbehind.areas.codes import confirm, fits
from leftbehind.data.catalogue import Table
from leftbehind.data.read import Reading

pytestmark = pytest.mark.data


def reading(shelf: Shelf, table: str, geography: str, claimed: str) -> Reading:
    frame = shelf.read(table).frame.select(geography).rename({geography: claimed or geography})
    return Reading("mine", Table(title="Mine", geography=claimed), frame, "")


def test_codes_that_both_vintages_share_are_said_to_fit_both(shelf: Shelf) -> None:
    """31,810 LSOA codes of England are codes of 2011 and of 2021."""
    old = set(shelf.read("imd2019_england_lsoa11_domains").frame["lsoa11"])
    new = set(shelf.read("imd2025_england_lsoa21").frame["lsoa21"])
    shared = old & new
    assert len(shared) == 31_810
    whole = [fit.geography for fit in fits(shared, shelf) if fit.whole]
    assert set(whole) >= {"lsoa11", "lsoa21"}


def test_all_codes_of_one_vintage_fit_that_one_alone(shelf: Shelf) -> None:
    for table, vintage in (
        ("imd2019_england_lsoa11_domains", "lsoa11"),
        ("imd2025_england_lsoa21", "lsoa21"),
        ("lookup_ward17_region", "ward17"),
    ):
        found = fits(shelf.read(table).frame[vintage].to_list(), shelf)
        by_register = [f.geography for f in found if f.whole and f.by == "register"]
        assert by_register == [vintage]


def test_the_wards_of_the_cni_are_wards_of_2016_too(shelf: Shelf) -> None:
    found = fits(shelf.read("cni2019_england_ward17").frame["ward17"].to_list(), shelf)
    whole = [f.geography for f in found if f.whole and f.by == "register"]
    assert whole == ["ward16", "ward17"]


def test_codes_of_another_vintage_are_refused_with_the_lookup_to_use(shelf: Shelf) -> None:
    wrong = reading(shelf, "imd2025_england_lsoa21", "lsoa21", "lsoa11")
    with pytest.raises(LeftBehindError) as error:
        confirm(wrong, shelf)
    message = str(error.value)
    assert "1,945 codes are not lsoa11 codes" in message
    assert "fit lsoa21" in message
    assert "lookup_lsoa11_lsoa21" in message


def test_codes_without_a_stated_geography_are_refused_with_what_they_fit(shelf: Shelf) -> None:
    frame = shelf.read("imd2025_england_lsoa21").frame.select(code="lsoa21")
    with pytest.raises(LeftBehindError, match="column code fits lsoa21"):
        confirm(Reading("mine", Table(title="Mine"), frame, ""), shelf)


def test_a_table_that_mixes_two_vintages_is_refused(shelf: Shelf) -> None:
    """A split area and its two halves in one table: their people would be counted twice."""
    split = shelf.read("lookup_lsoa11_lsoa21").frame.filter(change="S").head(2)
    codes = [split["lsoa11"][0], *split["lsoa21"]]
    mixed = Reading("mine", Table(title="Mine", geography="lsoa11"),
                    pl.DataFrame({"lsoa11": codes}), "")  # fmt: skip
    with pytest.raises(LeftBehindError, match=r"mixes two vintages.*counted twice"):
        confirm(mixed, shelf)
