"""The report's page as people meet it: in light and dark, on a phone, on paper, offline."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page

import leftbehind
from browser._visit import violations
from leftbehind.data.shelf import Shelf
from leftbehind.show.look import theme
from leftbehind.show.report.html import to_html
from leftbehind.show.report.national import national_report
from show._sample_report import SCRIPT, nasty, sample

HIGH = 900
PHONE, DESK = 360, 1280


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("report"), to_html(sample()))


def written(folder: Path, text: str) -> str:
    file = folder / "report.html"
    file.write_text(text, "utf-8")
    return file.as_uri()


def opened(page: Page, address: str, width: int = DESK, scheme: str = "light") -> Page:
    page.set_viewport_size({"width": width, "height": HIGH})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    return page


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_checker_of_accessibility_finds_nothing(
    page: Page, address: str, width: int, scheme: str
) -> None:
    opened(page, address, width, scheme)
    assert violations(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page) == []


def test_the_checker_would_find_a_picture_without_words_and_pale_text(
    page: Page, address: str
) -> None:
    opened(page, address)
    page.evaluate("document.querySelector('figure svg').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('main p').style.color = '#cccccc'")
    assert [one.split(":")[0] for one in violations(page)] == ["color-contrast", "svg-img-alt"]


@pytest.mark.parametrize("width", [320, PHONE, 700, 1000, DESK])
def test_the_page_never_scrolls_sideways(page: Page, address: str, width: int) -> None:
    opened(page, address, width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_wide_table_scrolls_by_keyboard_and_keeps_its_first_column_and_caption(
    page: Page, address: str
) -> None:
    opened(page, address, PHONE)
    table = page.locator("#regions .scroll")
    assert table.evaluate("one => one.scrollWidth > one.clientWidth + 100")
    for _ in range(40):
        page.keyboard.press("Tab")
        if table.evaluate("one => one === document.activeElement"):
            break
    heading = table.locator("tbody th").first
    before = heading.bounding_box()
    caption = table.locator("caption span").bounding_box()
    for _ in range(50):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(20)
        if (moved := table.evaluate("one => one.scrollLeft")) > 100:
            break
    assert moved > 100
    assert heading.bounding_box() == before
    assert table.locator("caption span").bounding_box() == caption
    assert caption is not None
    assert caption["x"] + caption["width"] <= PHONE


def test_a_phone_gets_the_picture_drawn_for_it(page: Page, address: str) -> None:
    opened(page, address, PHONE)
    broad, narrow = page.locator("#by-region .broad"), page.locator("#by-region .narrow")
    assert (broad.is_visible(), narrow.is_visible()) == (False, True)
    opened(page, address, DESK)
    assert (broad.is_visible(), narrow.is_visible()) == (True, False)


def test_the_dark_has_its_own_colours_on_page_and_in_pictures(page: Page, address: str) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        opened(page, address, DESK, scheme)
        seen[scheme] = page.evaluate(
            """[
                getComputedStyle(document.documentElement).backgroundColor,
                getComputedStyle(document.querySelector('figure svg > rect')).fill,
                getComputedStyle(document.querySelector('figure svg stop')).stopColor,
                getComputedStyle(document.querySelector('figure svg text')).fill,
            ]"""
        )
    for scheme, colours in seen.items():
        wanted = theme("dark" if scheme == "dark" else "light").colour
        assert colours == [rgb(wanted[name]) for name in ("paper", "paper", "deprived", "ink")]


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def test_it_opens_without_network_script_or_complaint_in_its_own_letters(
    page: Page, address: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    opened(page, address)
    page.evaluate("document.fonts.ready.then(() => null)")
    assert [url for url in asked if not url.startswith("data:font/")] == [address]
    assert said == []
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => [f.weight, f.style])"
    )
    assert sorted(loaded) == [["400", "italic"], ["400", "normal"], ["700", "normal"]]


def test_the_policy_stops_what_is_smuggled_in(page: Page, tmp_path: Path) -> None:
    smuggled = (
        "<script>document.title = 'run'</script><style>h1 { color: rgb(1, 2, 3) }</style>"
        '<img src="https://example.org/a.png" onerror="document.title = 1">'
    )
    text = to_html(sample()).replace("</main>", smuggled + "</main>")
    refused: list[tuple[str, str | None]] = []
    said: list[str] = []
    page.on("requestfailed", lambda request: refused.append((request.url, request.failure)))
    page.on("console", lambda message: said.append(message.text))
    opened(page, written(tmp_path, text))
    assert page.title() == sample().title
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)"
    assert refused == [("https://example.org/a.png", "csp")]
    assert sum("Content Security Policy" in line for line in said) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_attack_in_every_text_comes_out_as_text(page: Page, tmp_path: Path, scheme: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened(page, written(tmp_path, to_html(nasty())), PHONE, scheme)
    assert page.locator("script, img, [onerror]").count() == 0
    assert dialogs == []
    for selector in ("h1", "h2#one", "main > .beside p", "caption", "figcaption"):
        assert SCRIPT in (page.locator(selector).first.text_content() or ""), selector
    assert page.locator("svg text", has_text=SCRIPT).count() == 1
    assert page.locator("svg").get_attribute("aria-label") == nasty().title
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    assert violations(page) == []


def test_links_and_the_skip_link_lead_where_they_say(page: Page, address: str) -> None:
    opened(page, address)
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    page.get_by_role("link", name="How they differ").click()
    assert page.evaluate("location.hash") == "#how"
    assert page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')]"
        ".filter(a => !document.getElementById(a.hash.slice(1))).length"
    ) == 0  # fmt: skip


def test_it_prints_on_a4_in_the_light_with_links_written_out(page: Page, address: str) -> None:
    opened(page, address, DESK, "dark")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = (float(side) / 72 * 25.4 for side in printed.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((210, 297), abs=0.5)
    text = "\n".join(one.extract_text() for one in printed.pages)
    assert "https://example.org/imd" in text
    assert "Skip to the report" not in text
    # The page break before this heading holds on paper.
    first = next(one for one in printed.pages if "How they differ" in one.extract_text()[:200])
    assert first is not printed.pages[0]
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == rgb(
        theme().colour["ink"]
    )


@pytest.fixture(scope="module")
def england(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> str:
    results = leftbehind.run("england-2020", shelf=shelf)
    return written(tmp_path_factory.mktemp("england"), to_html(national_report(results, shelf)))


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_the_report_of_england_opens_with_no_network_and_the_checker_finds_nothing(
    page: Page, england: str, width: int, scheme: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, england, width, scheme)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert violations(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_closed_tables_are_open_on_paper(page: Page, england: str) -> None:
    opened(page, england)
    row = page.locator(".folded tbody tr").first
    assert not row.is_visible()
    page.emulate_media(media="print")
    assert row.is_visible()
