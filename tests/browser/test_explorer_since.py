"""Another list beside the study's own, in the explorer: what changed since, on map, in words."""

from __future__ import annotations

import io
import json
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
from leftbehind.analysis.update import Updated
from leftbehind.show.look import theme
from leftbehind.show.site.beside import Beside, beside
from leftbehind.show.site.publish import publish
from leftbehind.show.update import counts, shares
from show._editions import later, small_areas

TITLE = "“Left behind” wards of an invented country, <b>2020</b>"
"""A name is text, whatever it looks like."""

MODE = "measure=since:invented-country"
STAYED, ENTERED, LEFT = (f"{state} the list" for state in ("Stayed on", "Entered", "Left"))
PUBLISHED = "This is about the study as published: your settings do not change it."


@pytest.fixture(scope="module")
def earlier() -> Beside:
    """The invented country, beside a later edition of it."""
    return beside(read_study("invented-country", [f"title={TITLE}"]), later())


@pytest.fixture(scope="module")
def found(earlier: Beside) -> Updated:
    """What Python says changed."""
    assert earlier.found is not None
    return earlier.found


@pytest.fixture(scope="module")
def site(earlier: Beside, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The later edition, published beside the earlier one and a list of small areas."""
    folder = tmp_path_factory.mktemp("root") / "site"
    publish(run(later()), folder, since=[earlier, Beside(small_areas(), None, "")])
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with plain_server(site.parent) as root:
        yield f"{root}site/"


def movers(found: Updated, enters: bool) -> pl.DataFrame:
    """Those that enter or leave, in the order of the list."""
    moved = found.movers().filter(after=enters)
    placed = found.after.areas.select("area", "district20_name")
    return moved.join(placed, on="area").sort("district20_name", "name")


def test_the_chooser_offers_what_changed_and_the_address_holds_it(
    visit: Visitor, found: Updated
) -> None:
    visit.go()
    chooser = visit.page.get_by_label("Colour the map by")
    chooser.select_option(label="What changed since <b>2020</b>")
    number = counts(found)
    said = (
        f"Since <b>2020</b>, {number['stay']} stayed on the list, {number['enter']} entered and "
        f"{number['leave']} left."
    )
    expect(visit.page.locator("#panel > .sentence")).to_have_text(said)
    expect(visit.page).to_have_url(re.compile(rf"\?{MODE}$"))
    legend = visit.page.locator(".legend")
    expect(legend.locator("summary")).to_have_text("What changed since <b>2020</b>")
    for label, name in ((STAYED, "stay"), (ENTERED, "enter"), (LEFT, "leave")):
        expect(legend.locator("li", has_text=f"{label} {number[name]}")).to_be_visible()
    expect(legend.locator(".overlap .face")).to_have_count(3)
    expect(visit.page.locator("#map-description")).to_contain_text(said)
    visit.page.reload()
    expect(visit.page.locator("#panel > .sentence")).to_have_text(said)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("enters", "step"), [(True, 8), (False, 2)])
def test_who_entered_and_who_left_differ_in_colour_and_in_words(
    visit: Visitor, found: Updated, scheme: str, enters: bool, step: int
) -> None:
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    visit.go(f"?{MODE}&place={movers(found, enters)['area'][0]}")
    expect(visit.tab.locator(".finding")).to_be_visible()
    wait_for_colour(visit, theme(scheme).change[step])  # type: ignore[arg-type]
    box = visit.page.locator(".canvas").bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.page.locator(".over")).to_contain_text(ENTERED if enters else LEFT)


def test_a_place_that_moved_says_because_of_what(visit: Visitor, found: Updated) -> None:
    split = [row for row in found.movers().iter_rows(named=True)
             if 0 < max(shares(found, row)) < 100]  # fmt: skip
    row = split[0]
    visit.go(f"?place={row['area']}")
    expect(visit.tab.get_by_role("heading", name="On which lists it has been")).to_be_visible()
    side = "not on the list" if row["after"] else "on the list"
    margin = abs(row["margin_before"])
    where = "outside" if row["after"] else "inside"
    expect(visit.tab.locator("p.edition").first).to_have_text(
        re.compile(f"^{re.escape(TITLE)}: {side}, {margin} ranks? {where} the cut that decides.$")
    )
    told = visit.tab.locator("table.causes tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    percents = [int(share.replace("−", "-").removesuffix("%")) for _, share in told]
    assert percents[:-1] == shares(found, row)
    assert sum(percents[:-1]) == percents[-1] == 100
    assert [name for name, _ in told][-2:] == ["the rule", "The whole move"]


def test_a_place_that_stayed_has_no_causes(visit: Visitor, found: Updated) -> None:
    stayed = found.areas.filter("before", "after")["area"][0]
    visit.go(f"?place={stayed}", drawn=False)
    expect(visit.tab.locator("p.edition")).to_have_count(2)
    expect(visit.tab.locator("p.edition").first).to_contain_text(": on the list, ")
    expect(visit.tab.locator("p.edition").last).to_contain_text(
        re.compile("of its people live in areas that were on that list")
    )
    expect(visit.tab.locator("table.causes")).to_have_count(0)
    notes = visit.tab.locator("details", has_text="What can be compared")
    notes.locator("summary").click()
    expect(notes.get_by_text("Community need: other rules.")).to_be_visible()


def the_list_is(visit: Visitor, names: list[str], label: str) -> None:
    expect(visit.tab.locator("td.since").first).to_have_text(label)
    told = visit.rows()
    assert [row[0] for row in told] == names
    assert {row[1] for row in told} == {label}


def test_the_list_is_narrowed_to_who_moved_by_keys(visit: Visitor, found: Updated) -> None:
    visit.go()
    show = visit.tab.get_by_label("Show")
    show.focus()
    visit.page.keyboard.type(ENTERED)
    the_list_is(visit, movers(found, True)["name"].to_list(), ENTERED)
    expect(visit.page).to_have_url(re.compile("group=entered:invented-country"))
    show.select_option("left:invented-country")
    the_list_is(visit, movers(found, False)["name"].to_list(), LEFT)
    show.select_option("stayed:invented-country")
    expect(visit.tab.get_by_text(f"{counts(found)['stay']} places.")).to_be_visible()


def test_a_file_says_of_each_place_what_became_of_it(
    visit: Visitor, found: Updated, tmp_path: Path
) -> None:
    visit.go(f"?{MODE}&group=any")
    with visit.page.expect_download() as waiting:
        visit.tab.get_by_role("button", name="Save as CSV").click()
    waiting.value.save_as(tmp_path / "saved.zip")
    with zipfile.ZipFile(tmp_path / "saved.zip") as held:
        table = pl.read_csv(io.BytesIO(held.read("areas.csv")), infer_schema_length=None)
        note = held.read("README.txt").decode()
    state = dict(table.group_by("since_invented-country").len().drop_nulls().iter_rows())
    number = counts(found)
    assert (state["stayed"], state["entered"], state["left"]) == (
        number["stay"], number["enter"], number["leave"],
    )  # fmt: skip
    entered = table.filter(pl.col("since_invented-country") == "entered")["area"]
    assert set(entered) == set(movers(found, True)["area"])
    assert table["on_small"].drop_nulls().is_between(0, 1).all()
    assert "since_invented-country says whether" in note
    assert "on_small is the share" in note


def test_moved_settings_leave_what_changed_as_it_was(visit: Visitor, found: Updated) -> None:
    visit.go(f"?{MODE}&cuts=need:0.3&group=entered:invented-country")
    rows = movers(found, True).height
    expect(visit.tab.get_by_text(f"{rows} places.")).to_be_visible()
    assert f"{rows} entered" in visit.sentence
    expect(visit.page.get_by_text(PUBLISHED)).to_have_count(2)  # the legend and the list
    visit.page.keyboard.press("0")
    expect(visit.page.get_by_text(PUBLISHED)).to_have_count(0)


def test_a_list_of_other_areas_is_shown_by_people(visit: Visitor) -> None:
    visit.go("?measure=since:small")
    expect(visit.page.locator("#panel > .sentence")).to_have_text(
        re.compile(r"^\d+\.\d% of the people in areas of this list live in areas that were on the")
    )
    legend = visit.page.locator(".legend")
    expect(legend.locator("summary")).to_have_text("Where the list of Deprived small areas was")
    expect(legend.locator("li").first).to_contain_text("All of its people")
    assert {row[1][-1] for row in visit.rows()} == {"%"}
    options = (
        visit.tab.get_by_label("Show")
        .locator("option")
        .evaluate_all("all => all.map(one => one.value)")
    )
    assert [one for one in options if ":" in one] == [
        f"{state}:invented-country" for state in ("entered", "left", "stayed")
    ]


VIEWS = (f"?{MODE}", f"?{MODE}&group=left:invented-country", f"?{MODE}&place={{mover}}",
         "?measure=since:small&group=any", f"?{MODE}&cuts=need:0.3&tab=list")  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_it_can_be_read_by_everyone(visit: Visitor, found: Updated, view: str) -> None:
    visit.go(view.format(mover=movers(found, True)["area"][0]))
    expect(visit.page.locator(".legend summary")).not_to_have_text("Groups")
    for width, height in (DESK, PHONE, (320, 700)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wide = visit.page.evaluate(
            "[document.documentElement.scrollWidth, document.getElementById('panel').scrollWidth"
            " - document.getElementById('panel').clientWidth]"
        )
        assert wide == [width, 0]
        for scheme in ("light", "dark"):
            visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            assert visit.violations() == [], (width, scheme)


@pytest.mark.parametrize("query", ["?measure=since:nothing", "?measure=since:", "?measure=since"])
def test_a_study_that_there_is_not_shows_groups(visit: Visitor, query: str) -> None:
    visit.go(query)
    expect(visit.page.locator(".legend summary")).to_have_text("Groups")
    assert "are on the list" in visit.sentence


@pytest.mark.parametrize("how", ["missing", "cut off"])
def test_without_its_file_the_rest_works(
    browser: Browser, site: Path, tmp_path: Path, how: str
) -> None:
    shutil.copytree(site, tmp_path / "site")
    file = tmp_path / "site" / "since.bin.gz"
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:500])
    with plain_server(tmp_path) as root:
        context = browser.new_context()
        one = visitor(context, f"{root}site/").go(f"?{MODE}&group=left:invented-country")
        expect(one.page.get_by_role("alert")).to_contain_text("since.bin.gz")
        expect(one.tab.get_by_text("No place fits.")).to_be_visible()
        expect(one.page.locator(".legend summary")).to_have_text("Groups")
        context.close()


def test_a_site_that_was_published_before_has_no_such_mode(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    shutil.copytree(site, tmp_path / "site")
    (tmp_path / "site" / "since.bin.gz").unlink()
    file = tmp_path / "site" / "study.json"
    study = json.loads(file.read_text("utf-8"))
    del study["since"], study["columns"]["since"]
    file.write_text(json.dumps(study), "utf-8")
    with plain_server(tmp_path) as root:
        context = browser.new_context()
        one = visitor(context, f"{root}site/")
        place = next(iter(one.go(f"?{MODE}").rows()))[0]
        expect(one.page.locator(".legend summary")).to_have_text("Groups")
        one.tab.get_by_role("button", name=place, exact=True).click()
        expect(one.tab.locator(".finding")).to_be_visible()
        assert "since" not in one.page.locator("body").inner_text().lower()
        assert "On which lists" not in one.page.locator("body").inner_text()
        assert not [asked for asked in one.asked if "since.bin" in asked]
        assert one.wrong == []
        context.close()
