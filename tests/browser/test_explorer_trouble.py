"""What the explorer does when something is missing, broken, hostile or poor."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Playwright, expect

import leftbehind
from browser._visit import Visitor, chromium, piece, plain_server, usual_server, visitor
from leftbehind import Results
from leftbehind.data.shelf import Shelf
from leftbehind.show.site.publish import publish

FIRST = ("study.json", "messages.ftl", "areas.json.gz")
LATER = ("values.bin.gz", "details.bin.gz", "areas.pmtiles", "map.js", "profiles-0.json.gz",
         "outcome-no-car.bin.gz")  # fmt: skip


@contextmanager
def damaged(published: Path, folder: Path, file: str, how: str) -> Iterator[str]:
    site = folder / "site"
    shutil.copytree(published, site)
    if how == "missing":
        (site / file).unlink()
    else:
        data = (site / file).read_bytes()
        (site / file).write_bytes(data[: len(data) // 2])
    with plain_server(site) as address:
        yield address


@pytest.mark.parametrize("how", ["missing", "cut off"])
@pytest.mark.parametrize("file", FIRST)
def test_without_its_first_files_the_page_says_which_is_missing(
    browser: Browser, published: Path, tmp_path: Path, file: str, how: str
) -> None:
    if (file, how) == ("messages.ftl", "cut off"):
        pytest.skip("half of the messages are messages; the rest show their names")
    with damaged(published, tmp_path, file, how) as address:
        context = browser.new_context()
        one = visitor(context, address)
        one.go(drawn=False)
        alert = one.page.get_by_role("alert")
        expect(alert).to_contain_text("could not be opened")
        expect(alert.locator("code")).to_have_text(file)
        context.close()


@pytest.mark.parametrize("how", ["missing", "cut off"])
@pytest.mark.parametrize("file", LATER)
def test_a_file_that_comes_later_is_named_and_the_list_works(
    browser: Browser, published: Path, country: Results, tmp_path: Path, file: str, how: str
) -> None:
    first = country.areas.sort("district20")["area"][0]
    query = {"profiles-0.json.gz": f"?place={first}",
             "outcome-no-car.bin.gz": "?measure=outcome:no-car"}.get(file, "")  # fmt: skip
    with damaged(published, tmp_path, file, how) as address:
        context = browser.new_context()
        one = visitor(context, address)
        one.go(query, drawn=False)
        trouble = one.page.locator(".trouble").first
        expect(trouble).to_be_visible()
        expect(trouble).to_contain_text(file)
        if not query:
            assert len(one.rows()) == country.on_list().height
        context.close()


def test_a_browser_that_cannot_draw_says_so_and_shows_the_list(
    playwright: Playwright, address: str, country: Results
) -> None:
    poor = playwright.chromium.launch(
        executable_path=chromium(),
        args=["--headless=new", "--no-sandbox", "--disable-3d-apis", "--disable-gpu"],
    )
    one = visitor(poor.new_context(), address)
    one.go(drawn=False)
    expect(one.page.get_by_role("alert")).to_contain_text("the browser has no WebGL")
    assert len(one.rows()) == country.on_list().height
    one.page.get_by_role("tab", name="What if").click()
    expect(one.tab.get_by_role("slider").first).to_be_visible()
    poor.close()


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A country whose names attack the page; address and code of a place on its list."""
    wards = Shelf().read("simulated_wards20").frame
    own = leftbehind.run("invented-country").on_list()["area"].sort()[0]
    named = wards.with_columns(
        pl.when(pl.col("ward20") == own)
        .then(pl.lit("<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"))
        .otherwise(pl.col("ward20_name")).alias("ward20_name"),
        pl.format("=cmd|{}", pl.col("district20_name")).alias("district20_name"),
    )  # fmt: skip
    results = leftbehind.run("invented-country", data={"simulated_wards20": named})
    root = tmp_path_factory.mktemp("nasty")
    publish(results, root / "site")
    with plain_server(root / "site") as address:
        yield address, own


def test_names_are_text_wherever_they_stand(browser: Browser, nasty: tuple[str, str]) -> None:
    address, area = nasty
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    one = visitor(context, address)
    alerts: list[str] = []
    one.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    name = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    one.go(f"?place={area}")
    expect(one.tab.locator("h2")).to_contain_text(name)
    found = one.search("script alert")
    expect(found.first).to_contain_text(name)
    one.page.keyboard.press("Escape")
    one.page.get_by_role("tab", name="List").click()
    expect(one.tab.get_by_role("button", name=name)).to_be_visible()
    expect(one.tab.locator("table.list small").first).to_contain_text("=cmd|")
    one.page.get_by_role("button", name="Share").click()
    assert one.page.locator("img[src=x]").count() == 0
    assert alerts == []
    assert one.wrong == []
    context.close()


def test_the_page_runs_no_script_but_its_own(visit: Visitor) -> None:
    visit.go()
    visit.page.evaluate(
        """() => { const one = document.createElement('script'); one.textContent = 'window.x = 1';
        document.body.append(one); const img = document.createElement('img');
        img.setAttribute('onerror', 'window.y = 1'); img.src = 'nothing'; document.body.append(img);
        }"""
    )
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("[window.x, window.y]") == [None, None]
    assert any("Content Security Policy" in text for text in visit.wrong)
    asked = "fetch('https://example.org/').then(() => 'sent', () => 'refused')"
    answer = visit.page.evaluate(asked)
    assert answer == "refused"
    visit.wrong.clear()


def test_a_server_without_ranges_sends_the_whole_archive_once(
    visit: Visitor, published: Path, address: str
) -> None:
    size = (published / "areas.pmtiles").stat().st_size
    assert piece(f"{address}areas.pmtiles") == (200, size)
    assert size < 12_000_000
    visit.go()
    visit.page.get_by_role("button", name="Nearer").click()
    visit.page.wait_for_timeout(500)
    assert sum(one.endswith("areas.pmtiles") for one in visit.asked) == 1


def test_a_server_with_ranges_sends_pieces(
    browser: Browser, published: Path, tmp_path: Path
) -> None:
    with usual_server(published, tmp_path) as address:
        assert piece(f"{address}areas.pmtiles") == (206, 10)
        context = browser.new_context()
        one = visitor(context, address)
        one.go()
        assert sum(address.endswith("areas.pmtiles") for address in one.asked) > 1
        assert one.wrong == []
        context.close()


def test_a_study_without_polygons_has_a_list_and_no_map(browser: Browser, tmp_path: Path) -> None:
    results = leftbehind.run(leftbehind.read_study("invented-country", ["boundaries="]))
    publish(results, tmp_path / "site")
    with plain_server(tmp_path / "site") as address:
        context = browser.new_context()
        one = visitor(context, address)
        one.go(drawn=False)
        expect(one.page.get_by_role("alert")).to_contain_text("no map")
        assert len(one.rows()) == results.on_list().height
        assert one.wrong == []
        context.close()


def test_files_of_another_version_are_refused(
    browser: Browser, published: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(published, site)
    told = json.loads((site / "study.json").read_text("utf-8"))
    (site / "study.json").write_text(json.dumps({**told, "format": 99}), "utf-8")
    with plain_server(site) as address:
        context = browser.new_context()
        one = visitor(context, address)
        one.go(drawn=False)
        expect(one.page.get_by_role("alert").locator("code")).to_have_text("study.json")
        context.close()
