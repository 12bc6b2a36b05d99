"""Pages in a real browser: the Chromium that the system has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

import leftbehind
from browser._visit import DESK, Visitor, chromium, plain_server, visitor
from leftbehind import Results
from leftbehind.show.site.publish import publish

WHERE = "charity/maps"
"""A path below the root of the server: a site works from any."""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    one = playwright.chromium.launch(
        executable_path=chromium(), args=["--headless=new", "--no-sandbox"]
    )
    yield one
    one.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has seen nothing and has no network."""
    fresh = browser.new_context(reduced_motion="reduce")
    fresh.set_offline(True)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page."""
    return context.new_page()


@pytest.fixture(scope="session")
def country() -> Results:
    """The invented country, as Python finds it."""
    return leftbehind.run("invented-country")


@pytest.fixture(scope="session")
def published(country: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, as it was published."""
    folder = tmp_path_factory.mktemp("root") / WHERE
    publish(country, folder)
    return folder


@pytest.fixture(scope="session")
def address(published: Path) -> Iterator[str]:
    """Where it is served, below the root of a plain server."""
    with plain_server(published.parents[1]) as root:
        yield f"{root}{WHERE}/"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    """A visitor at a desk; at the end nothing may have gone wrong."""
    width, height = DESK
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    one = visitor(context, address)
    yield one
    context.close()
    assert one.wrong == []
