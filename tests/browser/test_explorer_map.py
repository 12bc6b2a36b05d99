"""The map of the explorer: what it shows first, what it can be coloured by, who is where."""

from __future__ import annotations

import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from browser._colours import colours_of, rgb, wait_for_colour
from browser._visit import DRAWN, PHONE, Visitor, visitor
from leftbehind import Results
from leftbehind.show.look import theme


def middle(visit: Visitor) -> tuple[int, int]:
    box = visit.page.locator(DRAWN).bounding_box()
    assert box
    return round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)


def test_the_first_view_says_where_they_are(visit: Visitor, country: Results) -> None:
    visit.go()
    on = country.on_list().height
    assert visit.sentence == f"{on} of {country.areas.height:,} wards are on the list."
    assert len(visit.rows()) == on
    legend = visit.page.locator(".legend")
    for name, group in country.manifest["study"]["group"].items():
        number = country.areas.filter(group=name).height
        expect(legend.locator("li", has_text=f"{group['title']} {number:,}")).to_be_visible()


def test_the_map_says_in_words_what_it_shows(visit: Visitor, country: Results) -> None:
    visit.go()
    words = visit.page.locator("#map-description").inner_text()
    assert words.startswith("Map of the invented country coloured by Groups.")
    assert f"“Left behind”: {country.on_list().height}." in words
    assert "list" in words.rsplit(".", 2)[-2]
    visit.page.get_by_label("Colour the map by").select_option("need")
    expect(visit.page.locator("#map-description")).to_contain_text("Tenth with highest need: 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_places_have_the_colour_of_their_group(
    visit: Visitor, country: Results, scheme: str
) -> None:
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    colours = theme(scheme).colour  # type: ignore[arg-type]
    wanted = {"left-behind": "both", "other-deprived": "deprived", "the-rest": "neither"}
    for group, role in wanted.items():
        area = country.areas.filter(group=group).sort("area")["area"][0]
        visit.go(f"?place={area}")
        expect(visit.tab.locator(".finding")).to_be_visible()
        wait_for_colour(visit, colours[role])


def test_what_lies_under_the_pointer_is_named(visit: Visitor, country: Results) -> None:
    row = country.on_list().sort("area").row(0, named=True)
    visit.go(f"?place={row['area']}")
    expect(visit.tab.locator(".finding")).to_be_visible()
    visit.page.wait_for_timeout(600)
    x, y = middle(visit)
    visit.page.mouse.move(x, y)
    over = visit.page.locator(".over")
    expect(over).to_contain_text(f"{row['name']}, {row['district20_name']}")
    expect(over).to_contain_text("“Left behind”")
    visit.page.mouse.move(5, 5)
    expect(over).to_be_hidden()


def test_a_tap_opens_a_place(browser: Browser, address: str, country: Results) -> None:
    width, height = PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True,
        reduced_motion="reduce",
    )  # fmt: skip
    one = visitor(context, address)
    area = country.on_list()["area"].sort()[0]
    one.go(f"?place={area}")
    expect(one.tab.locator(".finding")).to_be_visible()
    one.page.wait_for_timeout(600)
    one.page.get_by_role("button", name="Close").click()
    expect(one.tab.locator("h2")).to_be_hidden()
    x, y = middle(one)
    one.page.touchscreen.tap(x, y)
    expect(one.tab.locator("article .small").first).to_contain_text(area)
    assert one.wrong == []
    context.close()


def test_every_measure_can_be_chosen(visit: Visitor, country: Results) -> None:
    visit.go()
    chooser = visit.page.get_by_label("Colour the map by")
    options = chooser.locator("option").evaluate_all("all => all.map(one => one.value)")
    parts = country["profiles"].select("index", "part").unique().rows()
    assert set(options) == {
        "groups", "both", "doubt:narrow", "doubt:wide", *country.indices,
        *(f"{index}.{part}" for index, part in parts),
        *(f"outcome:{name}" for name in country.manifest["outcomes"]),
    }  # fmt: skip
    for name in options:
        chooser.select_option(name)
        title = chooser.locator(f"option[value='{name}']").inner_text()
        expect(visit.page.locator(".legend summary")).to_have_text(title)


def test_an_index_is_coloured_by_tenths_of_its_ranks(visit: Visitor, country: Results) -> None:
    areas = country.areas.drop_nulls("need_rank").sort("need_rank")
    steps = theme("light").sequential["need"][10]
    for row, step in ((0, -1), (areas.height - 1, 0)):
        visit.go(f"?place={areas['area'][row]}&measure=need")
        expect(visit.page.locator(".legend summary")).to_have_text("Community need")
        wait_for_colour(visit, steps[step])


def test_an_outcome_is_coloured_by_fifths(visit: Visitor, country: Results) -> None:
    counts = country["outcomes"].filter(outcome="no-car")
    rows = counts.sort(pl.col("count") / pl.col("of"))
    visit.go(f"?place={rows['area'][-1]}&measure=outcome:no-car")
    expect(visit.page.locator(".legend summary")).not_to_have_text("Groups")
    wait_for_colour(visit, theme("light").sequential["outcome"][5][-1])


def test_hexagons_give_every_place_the_same_room(visit: Visitor, country: Results) -> None:
    visit.go("?ground=hexagons")
    found, colours = colours_of(visit)["found"], theme("light").colour
    room = {role: found[",".join(map(str, rgb(colours[role])))] for role in ("both", "neither")}
    rest = country.areas.filter(group="the-rest").height
    assert room["both"] / room["neither"] == pytest.approx(
        country.on_list().height / rest, rel=0.35
    )


def test_the_map_goes_where_keys_and_buttons_send_it(visit: Visitor) -> None:
    visit.go()
    visit.page.get_by_role("button", name="Nearer").click()
    visit.page.wait_for_timeout(400)
    nearer = visit.query()
    visit.page.locator(".maplibregl-canvas").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_timeout(600)
    assert visit.query() != nearer
    assert nearer.startswith("at=")
