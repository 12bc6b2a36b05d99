"""Searching in the explorer: names, codes, districts, postcodes; by keyboard."""

from __future__ import annotations

import polars as pl
import pytest
from playwright.sync_api import expect

from browser._visit import Visitor
from leftbehind import Results
from leftbehind.data.shelf import Shelf


@pytest.fixture(scope="module")
def place(country: Results) -> dict[str, str]:
    """A place with a long name that no other has."""
    alone = country.areas.filter(pl.col("name").is_unique() & (pl.col("name").str.len_chars() > 10))
    return alone.sort("area").row(0, named=True)


def test_a_name_is_found_and_opened_by_keyboard(visit: Visitor, place: dict[str, str]) -> None:
    visit.go()
    found = visit.search(place["name"])
    expect(found.first).to_contain_text(place["name"])
    visit.page.keyboard.press("Enter")
    expect(visit.tab.locator("h2")).to_have_text(f"{place['name']}, {place['district20_name']}")
    assert f"place={place['area']}" in visit.query()
    assert visit.page.evaluate("document.activeElement.id") == "shown-tab"


def test_a_misspelt_name_is_found(visit: Visitor, place: dict[str, str]) -> None:
    name = place["name"]
    visit.go()
    wrong = name[:4] + ("x" if name[4] != "x" else "y") + name[5:]
    expect(visit.search(wrong.lower()).first).to_contain_text(name)


def test_a_code_finds_its_area_alone(visit: Visitor, place: dict[str, str]) -> None:
    visit.go()
    found = visit.search(place["area"].lower())
    expect(found).to_have_count(1)
    expect(found).to_contain_text(place["name"])


def test_a_district_narrows_the_list(visit: Visitor, country: Results) -> None:
    by = country.on_list().group_by("district20", "district20_name").len().sort("len", "district20")
    code, name, number = by.row(-1)
    visit.go()
    visit.search(name)
    visit.page.locator("#found li", has_text=name).filter(has_text="districts").first.click()
    expect(visit.tab.get_by_label("Where")).to_have_value(f"district20:{code}")
    assert len(visit.rows()) == number


def test_arrows_go_through_what_is_found_and_escape_forgets_it(visit: Visitor) -> None:
    visit.go()
    found = visit.search("e")
    expect(found.nth(1)).to_be_visible()
    visit.page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_have_attribute("aria-selected", "true")
    box = visit.page.get_by_role("combobox", name="Find a place")
    assert box.get_attribute("aria-activedescendant") == "found-1"
    visit.page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(found.first).to_be_hidden()


def test_what_no_place_is_called_is_said(visit: Visitor) -> None:
    visit.go()
    visit.search("qqqqqqqq")
    told = visit.page.get_by_role("status").filter(has_text="Nothing is called that")
    expect(told).to_be_visible()


def test_a_postcode_leads_to_the_place_that_it_lies_in(visit: Visitor, country: Results) -> None:
    directory = Shelf().read("simulated_postcodes20").frame
    code, ward = directory.select("postcode", "ward20").row(-1)
    name = country.areas.filter(area=ward)["name"][0]
    visit.go()
    asked = len(visit.asked)
    found = visit.search(code.lower().replace(" ", ""))
    expect(found).to_contain_text(name)
    new = [address.rsplit("/", 1)[1] for address in visit.asked[asked:]]
    assert new.count(f"postcodes-{code[:2]}.json.gz") == 1
    visit.page.keyboard.press("Enter")
    expect(visit.tab.locator("h2")).to_contain_text(name)


def test_a_postcode_that_is_not_there_is_said(visit: Visitor) -> None:
    visit.go()
    visit.search("zz1 1zz")
    expect(visit.page.get_by_text("not among those that are built in")).to_be_visible()
