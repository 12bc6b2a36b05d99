"""Kinds of neighbourhood in the explorer: on the map, of a place, in the list and in files."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from browser._colours import wait_for_colour
from browser._visit import DESK, PHONE, Visitor, plain_server, visitor
from leftbehind import read_study, run
from leftbehind.analysis.typology import Typology, typology
from leftbehind.show.kind_map import kind_colours
from leftbehind.show.kind_words import named
from leftbehind.show.kinds import SHOWN, opening
from leftbehind.show.site.publish import publish

STUDY = read_study("invented-country", ["typology.variable.older.title=Aged <b>60</b> and over"])
"""A title is text, whatever it looks like."""

MODE = "measure=kinds"

CHOOSER = "select:has(option:text-is('Any kind'))"


@pytest.fixture(scope="module")
def found() -> Typology:
    """Three kinds, which the figures do not bear: the page has to say so."""
    return typology(STUDY, kinds=3, bootstraps=10)


@pytest.fixture(scope="module")
def site(found: Typology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("root") / "site"
    publish(run(STUDY), folder, kinds=found)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with plain_server(site.parent) as root:
        yield f"{root}site/"


def places(found: Typology, **which: object) -> pl.DataFrame:
    return found.places.filter(**which).sort("area")


def rgb(colour: str) -> str:
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


def test_the_chooser_offers_kinds_and_the_address_holds_them(
    visit: Visitor, found: Typology
) -> None:
    visit.go()
    visit.page.get_by_label("Colour the map by").select_option(label="Kind of neighbourhood")
    sentence = visit.page.locator("#panel > .sentence")
    expect(sentence).to_have_text(opening(found))
    expect(visit.page).to_have_url(re.compile(rf"\?{MODE}$"))
    for one in named(found).values():
        label = f"Kind {one.kind}: {one.name}"
        expect(visit.page.locator(".legend li", has_text=label)).to_have_count(1)
    expect(visit.page.locator(".legend .row .hatched")).to_have_count(found.number)
    visit.page.reload()
    expect(sentence).to_have_text(opening(found))
    assert visit.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_those_of_other_maps_and_a_label_says_the_kind(
    visit: Visitor, found: Typology, scheme: str
) -> None:
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    row = places(found, listed=True, kind="2").row(0, named=True)
    visit.go(f"?{MODE}&place={row['area']}")
    wanted = kind_colours(found.number, scheme)  # type: ignore[arg-type]
    shown = visit.page.locator(".legend ul:not(.row) .swatch").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    assert shown[: found.number] == [rgb(colour) for colour in wanted]
    wait_for_colour(visit, wanted[1])
    box = visit.page.locator(".canvas").bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.page.locator(".over")).to_contain_text(f"Kind 2: {named(found)['2'].name}")


def test_a_place_says_its_kind_and_the_places_like_it_open(visit: Visitor, found: Typology) -> None:
    row = places(found, listed=True).row(0, named=True)
    one = named(found)[row["kind"]]
    visit.go(f"?place={row['area']}", drawn=False)
    expect(visit.tab.locator("p.kind")).to_have_text(f"Kind {one.kind}: {one.name}")
    expect(visit.tab.get_by_text(f"The second-best kind is {row['second']}, ")).to_be_visible()
    for sentence in (*one.portrait, one.rule):
        expect(visit.tab.get_by_text(sentence, exact=True)).to_be_visible()
    expect(visit.tab.get_by_role("heading", name="Most like it")).to_have_count(1)
    like = found.similar.filter(area=row["area"]).sort("order").head(SHOWN)
    links = visit.tab.locator("ol li")
    expect(links).to_have_count(like.height)
    expect(links.first).to_contain_text(f"{like['name'][0]}")
    expect(links.first.locator(".like")).to_contain_text("Both stand out by ")
    assert "Aged <b>60</b> and over" in visit.tab.inner_text()
    links.first.get_by_role("button").focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page).to_have_url(re.compile(f"place={like['similar'][0]}"))
    assert visit.wrong == []


def test_a_place_off_the_list_is_carried_or_has_no_kind(visit: Visitor, found: Typology) -> None:
    row = places(found, listed=False).row(0, named=True)
    visit.go(f"?place={row['area']}", drawn=False)
    expect(visit.tab.locator("p.kind")).to_contain_text(f"Nearest to kind {row['kind']}")
    expect(visit.tab.get_by_text("Places whose ranks on all")).to_be_visible()
    rest = found.results.areas.filter(~pl.col("area").is_in(found.places["area"].implode()))
    visit.go(f"?place={rest['area'][0]}", drawn=False)
    expect(visit.tab.get_by_text("so it has no kind.")).to_be_visible()


def test_the_list_is_narrowed_to_a_kind_and_a_file_keeps_it(
    visit: Visitor, found: Typology, tmp_path: Path
) -> None:
    visit.go()
    own = places(found, listed=True, kind="2")
    visit.tab.locator(CHOOSER).select_option("2")
    expect(visit.tab.get_by_text(f"{own.height} places.", exact=False).first).to_be_visible()
    assert {row[1] for row in visit.rows()} == {"2"}
    expect(visit.page).to_have_url(re.compile("kind=2"))
    visit.tab.get_by_label("Show").select_option("any")
    whole = places(found, kind="2")
    expect(visit.tab.get_by_text(f"{whole.height} places.", exact=False).first).to_be_visible()
    with visit.page.expect_download() as waiting:
        visit.tab.get_by_role("button", name="Save as CSV").click()
    waiting.value.save_as(tmp_path / "saved.zip")
    with zipfile.ZipFile(tmp_path / "saved.zip") as held:
        table = pl.read_csv(io.BytesIO(held.read("areas.csv")), infer_schema_length=None)
        note = held.read("README.txt").decode()
    assert sorted(table["area"]) == whole["area"].to_list()
    assert set(table["kind"]) == {2}
    assert set(table["kind_name"]) == {named(found)["2"].name}
    assert opening(found) in note


def test_it_can_be_read_by_everyone(visit: Visitor, found: Typology) -> None:
    place = places(found, listed=True)["area"][0]
    for view in (f"?{MODE}&kind=1&group=any", f"?{MODE}&place={place}"):
        visit.go(view)
        expect(visit.page.locator(".legend summary")).to_have_text("Kind of neighbourhood")
        for width, height in (DESK, PHONE):
            visit.page.set_viewport_size({"width": width, "height": height})
            visit.page.evaluate("document.querySelectorAll('details').forEach(o => o.open = true)")
            wide = visit.page.evaluate("document.documentElement.scrollWidth")
            assert wide == width
            for scheme in ("light", "dark"):
                visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                assert visit.violations() == [], (view, width, scheme)


def test_without_its_file_the_rest_works(browser: Browser, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    (tmp_path / "site" / "kinds.json.gz").unlink()
    with plain_server(tmp_path) as root:
        context = browser.new_context()
        one = visitor(context, f"{root}site/").go(f"?{MODE}&kind=2")
        expect(one.page.get_by_role("alert")).to_contain_text("kinds.json.gz")
        expect(one.page.locator(".legend summary")).to_have_text("Groups")
        expect(one.tab.locator(CHOOSER)).to_have_count(0)
        expect(one.tab.get_by_text("28 places.")).to_be_visible()
        context.close()
