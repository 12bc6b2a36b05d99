"""The explorer for everyone: a checker of accessibility, keys only, phones, 200%, less motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from browser._visit import DESK, PHONE, Visitor, visitor
from leftbehind import Results

VIEWS = ("", "?place={on}", "?place={on}&beside={off}", "?tab=place", "?tab=what-if",
         "?tab=what-if&cuts=need:0.2", "?measure=both&ground=hexagons", "?measure=need",
         "?measure=outcome:no-car&group=any", "?embed", "?place=none",
         "?measure=doubt:narrow&group=close")  # fmt: skip

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of the checker that look at colours."""

DIALOGS = ("Share", "About", "Help")


def views(country: Results) -> list[str]:
    on = country.on_list()["area"].sort()[0]
    off = country.areas.filter(group="the-rest")["area"].sort()[0]
    return [view.format(on=on, off=off) for view in VIEWS]


def violations_in_both_schemes(visit: Visitor) -> list[str]:
    """All that the checker finds by day, and by night what can differ: colours."""
    found = visit.violations()
    visit.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += visit.violations(*COLOURS)
    visit.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_checker_of_accessibility_finds_nothing_on_any_view(
    visit: Visitor, country: Results, size: tuple[int, int]
) -> None:
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    for view in views(country):
        visit.go(view)
        visit.page.wait_for_timeout(300)
        visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations_in_both_schemes(visit) == [], view
    visit.go()
    for name in DIALOGS:
        visit.page.get_by_role("button", name=name, exact=True).click()
        expect(visit.page.get_by_role("dialog")).to_be_visible()
        assert violations_in_both_schemes(visit) == [], name
        visit.page.keyboard.press("Escape")
        expect(visit.page.get_by_role("dialog")).to_be_hidden()
    visit.search("no")
    assert violations_in_both_schemes(visit) == []


def test_the_checker_would_find_pale_text_and_a_nameless_button(visit: Visitor) -> None:
    visit.go()
    visit.page.evaluate(
        "document.querySelector('#panel > .sentence').style.color = '#ccc';"
        "document.querySelector('nav button').textContent = ''"
    )
    found = [one.split(":")[0] for one in visit.violations()]
    assert found == ["button-name", "color-contrast"]
    assert [one.split(":")[0] for one in visit.violations(*COLOURS)] == ["color-contrast"]


def test_the_checker_would_find_text_that_is_pale_by_night_alone(visit: Visitor) -> None:
    visit.go()
    visit.page.evaluate(
        "document.styleSheets[0].insertRule('@media (prefers-color-scheme: dark) {"
        "#panel > .sentence {color: #333 !important}}', 0)"
    )
    found = [one.split(":")[0] for one in violations_in_both_schemes(visit)]
    assert found == ["color-contrast"]


def pressed(visit: Visitor, key: str, until: str, most: int = 80) -> None:
    """Press a key until an element that fits a selector has the focus."""
    for _ in range(most):
        if visit.page.evaluate(f"document.activeElement.matches({until!r})"):
            return
        visit.page.keyboard.press(key)
    raise AssertionError(f"{until} is not reached by {key}")


def test_keys_alone_lead_from_search_to_profile_to_list(visit: Visitor, country: Results) -> None:
    row = country.on_list().sort("area").row(0, named=True)
    visit.go()
    pressed(visit, "Tab", "#find")
    visit.page.keyboard.type(row["area"])
    expect(visit.page.locator("#found li")).to_have_count(1)
    visit.page.keyboard.press("Enter")
    expect(visit.tab.locator("h2")).to_contain_text(row["name"])
    pressed(visit, "Shift+Tab", "#tab-place", 3)
    visit.page.keyboard.press("ArrowRight")
    expect(visit.tab.locator("table.list")).to_be_visible()
    pressed(visit, "Tab", "table.list tbody button")
    visit.page.keyboard.press("ArrowDown")
    second = visit.page.evaluate("document.activeElement.textContent.trim()")
    assert second == visit.rows()[1][0]
    visit.page.keyboard.press("Enter")
    expect(visit.tab.locator("h2")).to_contain_text(second)
    visit.page.keyboard.press("Escape")
    expect(visit.tab.locator("table.list")).to_be_visible()


def test_the_focus_can_always_be_seen(visit: Visitor) -> None:
    visit.go()
    for _ in range(25):
        visit.page.keyboard.press("Tab")
        outline = visit.page.evaluate(
            "(() => { const one = document.activeElement; const style = getComputedStyle(one);"
            "return [one.tagName, parseFloat(style.outlineWidth), style.outlineStyle] })()"
        )
        assert outline[1] >= 2, outline
        assert outline[2] != "none", outline


def test_help_tells_the_keys(visit: Visitor) -> None:
    visit.go()
    visit.page.keyboard.press("?")
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.get_by_text("back to the study’s own weights")).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_page_never_scrolls_sideways(visit: Visitor, country: Results) -> None:
    """Opened on the smallest screen, then on ever larger ones, as a window is drawn out."""
    for view in (*views(country)[:6], views(country)[-1]):
        visit.page.set_viewport_size({"width": 320, "height": 700})
        visit.go(view)
        for width in (320, 360, 640, 1000, 1280):
            visit.page.set_viewport_size({"width": width, "height": 700})
            wide = visit.page.evaluate(
                "new Promise(done => requestAnimationFrame(() => setTimeout(() => done("
                "[document.documentElement.scrollWidth,"
                " document.getElementById('panel').scrollWidth -"
                " document.getElementById('panel').clientWidth]), 50)))"
            )
            assert wide == [width, 0], (view, width)


def test_at_200_percent_all_can_be_reached(browser: Browser, address: str) -> None:
    """A screen of 1,280 × 800 at 200% is 640 × 400 to the page."""
    context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    one = visitor(context, address)
    one.go()
    one.tab.get_by_role("button", name="Save as CSV").scroll_into_view_if_needed()
    expect(one.tab.get_by_role("button", name="Save as CSV")).to_be_in_viewport()
    one.page.get_by_role("tab", name="What if").click()
    slider = one.tab.get_by_role("slider").last
    slider.scroll_into_view_if_needed()
    expect(slider).to_be_in_viewport()
    assert one.wrong == []
    context.close()


def test_the_sheet_of_a_phone_has_three_heights(visit: Visitor) -> None:
    visit.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visit.go()
    handle = visit.page.get_by_role("button", name="Height of this sheet")
    found = set()
    for _ in range(3):
        handle.press("Enter")
        box = visit.page.locator("#panel").bounding_box()
        assert box
        found.add(round(box["height"], -1))
    assert len(found) == 3
    for name in ("Place", "List", "What if"):
        visit.page.get_by_role("tab", name=name).click()
        expect(visit.page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_nothing_moves_for_who_asked_for_less_motion(visit: Visitor) -> None:
    visit.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visit.go()
    moving = """() => [...document.querySelectorAll('*')].filter(one => {
        const style = getComputedStyle(one);
        return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
    }).length"""
    assert visit.page.evaluate(moving) == 0
    visit.page.emulate_media(reduced_motion="no-preference")
    assert visit.page.evaluate(moving) > 0
