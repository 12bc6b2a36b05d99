"""What the address of the explorer holds; the page shared, framed, printed, in other words."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, expect

from browser._visit import Visitor, plain_server, visitor
from leftbehind import Results

EVERYTHING = (
    "?place={place}&beside={beside}&measure=both&ground=hexagons&tab=what-if&group=near&"
    "sort=-need&weights=deprivation.{part}:0.4&cuts=need:0.15&needed=1&"
    "at=6.50/51.0000/1.0000&theme=dark&in=region20:{region}&find=a"
)


def test_the_address_brings_back_all_that_was_seen(visit: Visitor, country: Results) -> None:
    areas = country.areas.sort("area")
    part = next(iter(country.manifest["index"]["deprivation"]["weights"]))
    asked = EVERYTHING.format(
        place=areas["area"][0], beside=areas["area"][1], part=part, region=areas["region20"][0]
    )
    visit.go(asked)
    expect(visit.page.locator("#panel > .sentence")).to_contain_text("With your settings")
    assert visit.page.locator("html").evaluate("page => page.style.colorScheme") == "dark"
    expect(visit.page.get_by_role("button", name="Hexagons")).to_have_attribute(
        "aria-pressed", "true"
    )
    kept = dict(pair.split("=") for pair in visit.query().split("&"))
    assert kept == dict(pair.split("=") for pair in asked[1:].split("&"))


@pytest.mark.parametrize(
    "query",
    ["?at=x/y/z&cuts=need:9,other:.2&weights=:1,need.x&needed=99&tab=no&ground=moon&theme=red",
     "?place=<script>alert(1)</script>&measure=own:gone&in=region20:none&sort=-nothing&group=none",
     "?weights=deprivation.income:-1,deprivation.income:NaN&cuts=need:0&%%%&=&&measure=outcome:"],
)  # fmt: skip
def test_an_address_that_says_nonsense_is_no_trouble(visit: Visitor, query: str) -> None:
    visit.go(query)
    assert re.match(r"^\d+ of 1,\d{3} wards are on the list\.$", visit.sentence)


def test_what_is_shared_is_the_address_and_a_frame(
    visit: Visitor, browser: Browser, address: str, country: Results
) -> None:
    area = country.on_list()["area"].sort()[0]
    visit.go(f"?place={area}&cuts=need:0.2")
    visit.page.get_by_role("button", name="Share").click()
    told = visit.page.get_by_label("Address").input_value()
    frame = visit.page.get_by_label("To show it inside another page").input_value()
    assert told.startswith(f"{address}?place={area}&cuts=need:0.2")
    context = browser.new_context(reduced_motion="reduce")
    guest = visitor(context, address)
    guest.page.route("**/guest.html", lambda route: route.fulfill(
        body=f"<!doctype html><html lang=en><title>Guest</title><h1>Guest</h1>{frame}",
        content_type="text/html"))  # fmt: skip
    guest.page.goto(f"{address}guest.html")
    inner = guest.page.frame_locator("iframe")
    expect(inner.get_by_role("heading", level=2)).to_contain_text(
        country.on_list().sort("area")["name"][0]
    )
    expect(inner.get_by_label("Colour the map by")).to_be_hidden()
    whole = inner.get_by_role("link", name="Open the whole explorer")
    assert f"place={area}" in (whole.get_attribute("href") or "")
    assert "embed" not in (whole.get_attribute("href") or "")
    assert guest.wrong == []
    context.close()


def printed(visit: Visitor) -> tuple[str, list[tuple[float, float]]]:
    pdf = pypdf.PdfReader(io.BytesIO(visit.page.pdf(prefer_css_page_size=True)))
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in pdf.pages]
    return "\n".join(page.extract_text() for page in pdf.pages), sizes


def test_a_page_that_is_printed_holds_list_map_and_sources_and_no_buttons(
    visit: Visitor, country: Results
) -> None:
    visit.go()
    text, _ = printed(visit)
    flat = re.sub(r"\s+", " ", text)
    for name in country.on_list()["name"]:
        assert name in flat
    assert "Simulated figures" in flat
    for button in ("Save as CSV", "Hexagons", "Share", "Find a place"):
        assert button not in flat
    area = country.on_list()["area"].sort()[0]
    visit.go(f"?place={area}")
    expect(visit.tab.locator("article ol")).to_be_visible()
    text, _ = printed(visit)
    for said in ("Why it is in or out", "Most like it", "Households without a car"):
        assert said.lower() in re.sub(r"\s+", " ", text).lower()


def test_every_word_of_the_page_comes_from_one_message_file(
    visit: Visitor, published: Path, tmp_path: Path, country: Results
) -> None:
    """With every message marked, no word is left without a mark but those of the study."""
    import shutil

    site = tmp_path / "site"
    shutil.copytree(published, site)
    messages = (site / "messages.ftl").read_text("utf-8")
    marked = re.sub(r"^([a-z-]+) = (?!\{ \$\w+ ->\s*$)", r"\1 = ⟦", messages, flags=re.M)
    marked = re.sub(r"^( +\*?\[[\w-]+\]) (?!\{ \$\w+ ->\s*$)", r"\1 ⟦", marked, flags=re.M)
    (site / "messages.ftl").write_text(marked, "utf-8")
    area = country.on_list()["area"].sort()[0]
    views = ["", f"?place={area}", "?tab=what-if", "?cuts=need:0.2&tab=what-if", "?tab=place"]
    own = {country.manifest["study"]["title"], country.manifest["study"]["stamp"]}
    with plain_server(site) as address:
        visit.page.context.unroute_all()
        for view in views:
            visit.page.goto(address + view)
            visit.page.wait_for_selector(".canvas[data-drawn]", state="attached")
            visit.page.wait_for_timeout(500)
            bare = visit.page.evaluate(
                """() => [...document.querySelectorAll(`body button, body label, h1, h2, h3, legend,
                   summary, caption, th[scope=col], [role=status], .small`)]
                   .filter(one => !one.closest('[hidden]') && one.innerText)
                   .map(one => [one.tagName, one.innerText.trim()])
                   .filter(([, text]) => /[a-z]{3}/i.test(text) && !text.includes('⟦'))"""
            )
            known = own | _titles(country)
            left = [text for _, text in bare if not any(text == one for one in known)]
            places = set(country.areas["name"]) | set(country.areas["area"])
            left = [text for text in left if not any(place in text for place in places)]
            assert left == [], view


def _titles(country: Results) -> set[str]:
    """Words that are the study's own: titles of indices, parts, groups and larger areas."""
    study = country.manifest["study"]
    titles = {group["title"] for group in study["group"].values()}
    titles |= {country.manifest["index"][name]["title"] for name in country.indices}
    titles |= set(country["profiles"]["title"]) | set(country.manifest["by"].values())
    titles |= set(country.areas["region20_name"]) | set(country.areas["district20_name"])
    return titles | {country.manifest["whole"]}
