"""The explorer of England: what it weighs, and how its places are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import leftbehind
from browser._visit import DRAWN, bytes_sent, usual_server, visitor
from leftbehind import LeftBehindError, Results, read_study
from leftbehind.data.shelf import Shelf
from leftbehind.show.site.beside import beside
from leftbehind.show.site.publish import publish
from show._site import check, site_in

FIRST, ALL, SITE = 1_000_000, 2_500_000, 40_000_000
"""Bytes on the way before the map draws, in all, and of the whole folder: what issue 4 allows."""

OURS = "Our recomputation; not published by Local Trust, OCSI or MHCLG."


@pytest.mark.parametrize(
    ("study", "since"), [("england-2020", "england-2019"), ("england-2025", "england-2020")]
)
def test_the_site_of_england(
    study: str, since: str, browser: Browser, shelf: Shelf, tmp_path: Path
) -> None:
    """One test, since publishing England takes longer than all that is asked of it."""
    results = leftbehind.run(study, shelf=shelf)
    others = [beside(read_study(since), read_study(study), shelf=shelf)]
    folder = tmp_path / "site"
    with pytest.raises(LeftBehindError, match="--accept-terms OCSI-LT"):
        publish(results, folder, shelf=shelf)
    assert not folder.exists()
    publish(results, folder, accept=["OCSI-LT"], shelf=shelf, since=others)
    the_list_in_its_files_is_python_s_to_the_rank(results, folder)
    with usual_server(folder, tmp_path) as address:
        little_is_sent_before_the_map_and_not_much_in_all(browser, folder, address, tmp_path)
        places_are_named_and_stamped_as_they_should_be(browser, results, address)
        what_changed_since_the_earlier_edition_is_said(browser, since, address)


def the_list_in_its_files_is_python_s_to_the_rank(results: Results, folder: Path) -> None:
    found = site_in(folder)
    check(found, results)
    sizes = {file.name: file.stat().st_size for file in folder.iterdir()}
    assert sizes["values.bin.gz"] < 1_000_000
    assert sizes["since.bin.gz"] < 60_000
    assert max(sizes["areas.pmtiles"], sizes["hexagons.pmtiles"]) < 12_000_000
    assert sum(sizes.values()) < SITE
    assert found.study["stamp"] == results.manifest["study"].get("stamp", "")
    is_ours = results.manifest["study"]["name"] == "england-2025"
    assert (found.areas["published"] is None) == is_ours


def little_is_sent_before_the_map_and_not_much_in_all(
    browser: Browser, folder: Path, address: str, log: Path
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()  # no route is guarded: that would switch the cache off
    page.goto(address)
    page.wait_for_selector(DRAWN, state="attached")
    page.get_by_role("tab", name="What if").click()
    expect(page.get_by_role("slider").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    drawn = page.evaluate("performance.getEntriesByName('map-drawn')[0].startTime")
    begun = page.evaluate(
        "performance.getEntriesByType('resource').filter(one => one.name.endsWith('.bin.gz'))"
        ".map(one => one.startTime)"
    )
    assert len(begun) == 3
    assert min(begun) >= drawn  # the figures wait for the map
    before, everything = bytes_sent(log, but=".bin.gz"), bytes_sent(log)
    assert 300_000 < before < FIRST
    assert before < everything < ALL
    context.close()


def places_are_named_and_stamped_as_they_should_be(
    browser: Browser, results: Results, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    one = visitor(context, address)
    on = results.on_list().sort("area").row(0, named=True)
    one.go(f"?place={on['area']}")
    if "ward24_name" in on:
        name = f"{on['name']}, in {on['ward24_name']}, {on['ltla24_name']}"
        expect(one.page.locator("header")).to_contain_text(OURS)
    else:
        name = f"{on['name']}, {on['ltla17_name']}"
    expect(one.tab.locator("h2")).to_have_text(name)
    assert one.sentence.startswith(f"{results.on_list().height:,} of {results.areas.height:,}")
    assert one.wrong == []
    context.close()


SAID = {
    "england-2019": "Since 2019, 198 stayed on the list, 28 entered and 4 left.",
    "england-2020": "41.9% of the people in areas of this list live in areas that were on the "
    "list of 2020.",
}  # fmt: skip
"""Measured here, and typed from it: as `leftbehind update` says of 2019, by people of 2020."""


def what_changed_since_the_earlier_edition_is_said(
    browser: Browser, since: str, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    one = visitor(context, address)
    one.go(f"?measure=since:{since}")
    expect(one.page.locator("#panel > .sentence")).to_have_text(SAID[since])
    if since == "england-2019":
        one.tab.get_by_label("Show").select_option("left:england-2019")
        expect(one.tab.get_by_text("4 places.")).to_be_visible()
        one.tab.locator("table.list tbody button").first.click()
        expect(one.tab.get_by_text("because of one change")).to_contain_text(
            "Index of Multiple Deprivation, edition 2015 to 2019"
        )
    assert one.wrong == []
    context.close()
