"""The explorer of England: what it weighs, and how its places are named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import leftbehind
from browser._visit import DRAWN, bytes_sent, usual_server, visitor
from leftbehind import Results
from leftbehind.data.shelf import Shelf
from leftbehind.show.site.publish import publish

FIRST, ALL, SITE = 1_000_000, 2_500_000, 40_000_000
"""Bytes on the way before the map draws, in all, and of the whole folder: what issue 4 allows."""

OURS = "Our recomputation; not published by Local Trust, OCSI or MHCLG."


@pytest.fixture(scope="module", params=["england-2020", "england-2025"])
def england(
    request: pytest.FixtureRequest, shelf: Shelf, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Results, Path]:
    """A study of England and its site."""
    results = leftbehind.run(request.param, shelf=shelf)
    folder = tmp_path_factory.mktemp("england") / "site"
    publish(results, folder, accept=["OCSI-LT"], shelf=shelf)
    return results, folder


@pytest.fixture
def address(england: tuple[Results, Path], tmp_path: Path) -> Iterator[str]:
    with usual_server(england[1], tmp_path) as address:
        yield address


def test_little_is_sent_before_the_map_is_drawn_and_not_much_in_all(
    browser: Browser, england: tuple[Results, Path], address: str, tmp_path: Path
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
    assert len(begun) == 2
    assert min(begun) >= drawn  # the figures wait for the map
    before, everything = bytes_sent(tmp_path, but=".bin.gz"), bytes_sent(tmp_path)
    assert 300_000 < before < FIRST
    assert before < everything < ALL
    assert sum(file.stat().st_size for file in england[1].iterdir()) < SITE
    context.close()


def test_places_are_named_and_stamped_as_they_should_be(
    browser: Browser, england: tuple[Results, Path], address: str
) -> None:
    results, _ = england
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    one = visitor(context, address)
    on = results.on_list().sort("area").row(0, named=True)
    one.go(f"?place={on['area']}", drawn=False)
    if "ward24_name" in on:
        name = f"{on['name']}, in {on['ward24_name']}, {on['ltla24_name']}"
        expect(one.page.locator("header")).to_contain_text(OURS)
    else:
        name = f"{on['name']}, {on['ltla17_name']}"
    expect(one.tab.locator("h2")).to_have_text(name)
    one.page.wait_for_selector(DRAWN, state="attached")
    assert one.sentence.startswith(f"{results.on_list().height:,} of {results.areas.height:,}")
    assert one.wrong == []
    context.close()
