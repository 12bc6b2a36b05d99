"""One list of blocks, two files: what stands in the HTML and in the PDF, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pypdf
import pytest

from leftbehind import LeftBehindError
from leftbehind.show.look import theme
from leftbehind.show.report import pdf
from leftbehind.show.report.blocks import (
    Block,
    Column,
    Contents,
    Figure,
    Heading,
    Number,
    Numbers,
    Paragraph,
    Report,
    Span,
    Table,
)
from leftbehind.show.report.html import to_html
from leftbehind.show.report.inline import inline
from leftbehind.show.report.pdf import to_pdf
from leftbehind.show.report.plain import plain
from show._sample_report import NASTY, REGIONS, bars, nasty, sample

VOID = {"meta", "img", "link", "br", "hr"}


@dataclass
class Element:
    """An element of the page with its attributes and everything said in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[str, ...] = ()


@dataclass
class Page(HTMLParser):
    """A page taken apart."""

    source: str
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        assert not self.open, "elements left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(
            tag,
            {name: value or "" for name, value in attrs},
            inside=tuple(above.tag for above in self.open),
        )
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def values(self, attribute: str) -> list[str]:
        return [e.attributes[attribute] for e in self.elements if attribute in e.attributes]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(to_html(sample()))


@pytest.fixture(scope="module")
def paper() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(to_pdf(sample())))


def text_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(reader: pypdf.PdfReader) -> Iterator[Any]:
    """Every element of the structure, as a reader of screens walks through it."""

    def below(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                yield from below(one)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    yield from below(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])


def report(*blocks: Block, **changed: Any) -> Report:
    given = {"title": "T", "subtitle": "", "stamp": "", "language": "en", "author": ""}
    return Report(**{**given, "sources": (), **changed}, blocks=blocks)


# The page


def test_every_id_is_there_once_and_every_reference_leads_to_one(page: Page) -> None:
    ids = page.values("id")
    assert [one for one, count in Counter(ids).items() if count > 1] == []
    links = [href[1:] for href in page.values("href") if href.startswith("#")]
    painted = re.findall(r"url\(#([^)]+)\)", " ".join(to_html(sample()).split("<style>")[0:1]))
    painted += [name for e in page.elements for value in e.attributes.values()
                for name in re.findall(r"url\(#([^)]+)\)", value)]  # fmt: skip
    named = page.values("aria-labelledby")
    assert len(links) > 6
    assert len(painted) > 6, "the pictures of the sample have gradients and clips"
    assert set(links + painted + named) <= set(ids)


def test_headings_go_down_one_at_a_time_from_one_title(page: Page) -> None:
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels == [1, 2, 2, 3, 4, 2, 2]


def test_the_page_has_language_landmarks_and_a_policy_that_fits_its_style(page: Page) -> None:
    assert page.all("html")[0].attributes["lang"] == "en-GB"
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert page.all("title")[0].text == sample().title
    policy = next(
        e.attributes["content"]
        for e in page.all("meta")
        if e.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    digest = hashlib.sha256(page.all("style")[0].text.encode()).digest()
    assert policy.startswith("default-src 'none';")
    assert f"style-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert "unsafe" not in policy
    assert page.values("style") == []


def test_tables_have_captions_and_headings_that_say_what_they_head(page: Page) -> None:
    tables = page.all("table")
    assert len(tables) == len(page.all("caption")) == 4
    assert {e.attributes["scope"] for e in page.all("th")} == {"col", "row"}
    rows = [e.text for e in page.all("th") if e.attributes["scope"] == "row"]
    regions = [name for name, *_ in REGIONS]
    assert rows == [*regions, *regions, "England", *regions, "Abbey", "Norton"]
    assert [e.attributes.get("class") for e in page.all("tr")].count("total") == 1


def test_figures_are_numbered_described_and_keep_their_table_closed(page: Page) -> None:
    figures = page.all("figure")
    assert [e.attributes["id"] for e in figures] == ["by-region", "figure-2"]
    assert [e.text.split("(")[0].strip()[:8] for e in page.all("figcaption")] == [
        "Figure 1",
        "Figure 2",
    ]
    pictures = page.all("svg")
    assert len(pictures) == 3, "the first is there a second time, for phones"
    assert {e.attributes["role"] for e in pictures} == {"img"}
    assert pictures[0].attributes["aria-label"].startswith("Bars of the share of people")
    details = page.all("details")
    assert len(details) == 2
    assert all("open" not in e.attributes for e in details)
    assert "The table behind Figure 1" in details[0].text


def test_a_link_without_words_is_called_what_it_leads_to(page: Page) -> None:
    called = {e.text for e in page.all("a") if e.attributes["href"] == "#by-region"}
    assert called == {"Figure 1"}


def test_numbers_are_set_in_one_way(page: Page) -> None:
    cells = [e.text for e in page.all("td")]
    for shown in ("362,103", "41.23", "−7.7", "−0.04", "–", "0", "0.0"):
        assert shown in cells
    assert "-7.7" not in cells
    assert "None" not in cells
    behind = [e.text for e in page.all("td") if "details" in e.inside]
    assert behind == ["41.2", "37.9", "33.0", "1.7", "0.0", "–"] * 2
    assert {e.attributes["class"] for e in page.all("td")} == {"right", "left"}


def test_nothing_in_the_page_comes_from_elsewhere(page: Page) -> None:
    assert page.all("script") == []
    assert page.values("src") == []
    style = page.all("style")[0].text
    assert "@import" not in style
    assert all(url.startswith("data:font/") for url in re.findall(r"url\(([^)]{10})", style))
    assert len(to_html(sample())) < 400_000


def test_an_attack_in_every_text_stays_text_on_the_page() -> None:
    taken = Page(to_html(nasty()))
    assert taken.all("script") == taken.all("img") == []
    assert [name for e in taken.elements for name in e.attributes if name.startswith("on")] == []
    main = taken.all("main")[0].text
    for text in NASTY:
        assert taken.all("h1")[0].text.count(text) == 1
        assert main.count(text) > 10
    assert "\x00" not in main
    assert "\u202e" not in main


# The PDF


def test_the_pdf_says_that_it_is_accessible(paper: pypdf.PdfReader) -> None:
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert paper.metadata is not None
    assert paper.metadata.title == sample().title
    assert paper.metadata.author == sample().author
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_the_pdf_is_tagged_with_headings_tables_lists_and_described_figures(
    paper: pypdf.PdfReader,
) -> None:
    found = list(tags(paper))
    counts = Counter(str(one["/S"]) for one in found)
    assert [counts[f"/H{level}"] for level in (1, 2, 3, 4)] == [1, 4, 1, 1]
    assert counts["/Table"] == 4
    assert counts["/TH"] == 6 + 2 + 2 * 2
    assert counts["/TR"] == (1 + 7) + (1 + 2) + 2 * (1 + 6)
    assert counts["/L"] >= 3
    assert counts["/Caption"] == 6
    assert counts["/Link"] >= 4
    assert counts["/TOC"] >= 1
    assert counts["/TOCI"] == 5
    alts = [one["/Alt"] for one in found if one["/S"] == "/Figure"]
    assert [str(alt)[:23] for alt in alts] == ["Bars of the share of pe", "Bars of people by regio"]


def test_the_text_of_the_pdf_can_be_selected_and_is_the_same_as_on_the_page(
    paper: pypdf.PdfReader, page: Page
) -> None:
    said = text_of(paper)
    assert said.isprintable(), "no letter that is not seen is copied along"
    for element in [*page.all("p"), *page.all("td"), *page.all("caption")]:
        if "footer" not in element.inside:
            assert " ".join(element.text.split()) in said
    assert "Page 1 / 4" in said
    assert said.count(sample().stamp) == len(paper.pages)
    marks = [one["/Title"] for one in paper.outline if isinstance(one, dict)]
    assert marks == ["Where they are", "How they differ", "Sources", "Tables behind the figures"]


def test_the_letters_are_the_same_everywhere(paper: pypdf.PdfReader) -> None:
    names = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for one in paper.pages
        for font in one["/Resources"].get("/Font", {}).values()
    }
    assert names
    assert all(name.startswith("AtkinsonHyperlegible-") for name in names)
    files = [font.path for font in pdf._fonts(only_own=True).fonts() if font.path]
    assert len(files) == 4
    assert all("fontpkg_atkinson_hyperlegible" in file for file in files), "no font of a machine"


def test_tables_behind_the_figures_are_in_an_appendix_or_left_out(
    paper: pypdf.PdfReader,
) -> None:
    assert "Tables behind the figures" in paper.pages[-1].extract_text()
    without = pypdf.PdfReader(io.BytesIO(to_pdf(sample(), appendix=False)))
    assert len(without.pages) == len(paper.pages) - 1
    assert "behind Figure" not in text_of(without)


def test_an_attack_in_every_text_stays_text_in_the_pdf() -> None:
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(nasty())))
    said = "".join(text_of(reader).split())
    for text in NASTY:
        assert said.count("".join(text.split())) > 10
    assert reader.metadata is not None
    assert reader.metadata.title == " ".join(NASTY)


def test_a_long_table_repeats_its_head_and_a_large_picture_fits_its_page() -> None:
    rows = tuple((f"Place {at}", at) for at in range(200))
    tall = bars([("a", 1.0)]).replace('width="', 'width="1', 1).replace('height="', 'height="9', 1)
    long = report(
        Table((Column("Neighbourhood"), Column("Rank")), rows, "Long"),
        Figure(tall, "Tall", "A tall picture"),
    )
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(long)))
    headed = [one for one in reader.pages if "Place" in one.extract_text()]
    assert len(headed) > 2
    assert all("Neighbourhood" in one.extract_text() for one in headed)
    assert Counter(str(one["/S"]) for one in tags(reader))["/TH"] == 2, "repeats are not read"
    assert "Place 199" in text_of(reader)
    assert "Figure 1" in reader.pages[-1].extract_text()


def test_white_paper_has_no_tint_around_its_pictures() -> None:
    tint = theme().colour["paper"]
    red, green, blue = (int(tint[at : at + 2], 16) / 255 for at in (1, 3, 5))
    assert tint in next(b.picture for b in sample().blocks if isinstance(b, Figure))
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(sample())))
    drawn = b"".join(
        form.get_object().get_data()
        for one in reader.pages
        for form in one["/Resources"].get("/XObject", {}).values()
    ) + b"".join(one.get_contents().get_data() for one in reader.pages)  # type: ignore[union-attr]
    painted = [
        tuple(map(float, numbers.split())) for numbers in re.findall(rb"([\d. ]+) scn\b", drawn)
    ]
    assert len(set(painted)) > 5
    assert pytest.approx((red, green, blue), abs=0.002) not in painted


def test_a_letter_that_no_font_has_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = pdf._fonts
    monkeypatch.setattr(pdf, "_fonts", lambda *, only_own: fonts(only_own=True))
    with pytest.raises(LeftBehindError, match=r"report “T”: no font here .*東.* install a font"):
        to_pdf(report(Paragraph("東京")))
    # Greek is in the fonts that Typst carries.
    assert "Αθήνα" in text_of(pypdf.PdfReader(io.BytesIO(to_pdf(report(Paragraph("Αθήνα"))))))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_html(sample()) == to_html(sample())
    first = to_pdf(sample())
    assert first == to_pdf(sample())
    assert b"CreationDate" not in first
    assert b"ModDate" not in first
    assert first != to_pdf(replace(sample(), title="Another"))


# What is refused

TWO = (Column("a"), Column("b"))


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ((Heading("One", 3, "one"),), "“One” is of level 3 and follows one of level 1"),
        (
            (Heading("One", 2, "one"), Heading("Two", 4, "two")),
            "“Two” is of level 4 .* give it a level from 2 to 3",
        ),
        ((Heading("One", 1, "one"),), "“One” is of level 1"),
        ((Heading("One", 2, "one"), Heading("Two", 2, "one")), "`one` is there twice"),
        ((Heading("One", 2, "sources"),), "`sources` is there twice"),
        ((Heading("One", 2, "One & two"),), "`One & two` is no anchor"),
        ((Paragraph((Span("x", link="javascript:alert(1)"),)),), "no address a link may lead to"),
        ((Paragraph((Span("x", link="https://a b"),)),), "no address a link may lead to"),
        ((Paragraph((Span("x", link="#figure-2"),)),), "leads to `figure-2`.*there are none"),
        ((Figure("<svg/>", "c", "a"),), "Figure 1 is no SVG with a width and a height"),
        ((Figure('<svg width="9" height="9"/>', "c", " "),), "Figure 1 has no alt text"),
        ((Table(TWO, ((1, 2), (1,)), "c"),), "row 2 of Table 1 has 1 cells, its columns are 2"),
        ((Numbers((Number(1, "one"),)),), "1 big numbers in a row"),
        ((Numbers((Number(1, "a", role="bot"), Number(2, "b"))),), "no colour `bot`.*both"),
    ],
)
def test_a_report_that_is_not_in_order_is_refused_alike(
    blocks: tuple[Block, ...], says: str
) -> None:
    for made in (to_html, to_pdf):
        with pytest.raises(LeftBehindError, match=f"^report “T”: .*{says}"):
            made(report(*blocks))


def test_a_picture_that_is_broken_is_refused() -> None:
    with pytest.raises(LeftBehindError, match="figure-1_broad: a picture is no SVG"):
        to_html(report(Figure('<svg width="9" height="9">', "c", "a")))


# Pictures


def test_a_picture_loses_what_runs_fetches_or_dresses_the_page() -> None:
    drawn = inline(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="10" height="20" onload="alert(1)" class="skip"><script>alert(2)</script>'
        "<style>h1 { display: none }</style><metadata>x</metadata>"
        '<foreignObject><iframe src="https://example.org"/></foreignObject>'
        '<a xlink:href="https://example.org"><text id="t" aria-label="no">a &lt; b</text></a>'
        '<image href="https://example.org/a.png"/><image href="data:image/png;base64,AA=="/>'
        '<use xlink:href="#t"/><g clip-path="url(#c)" style="fill: #C9577F; stroke:url(\'#g\')"/>'
        "</svg>",
        "map",
        'A "map" & <more>',
    )
    assert drawn == (
        '<svg width="10" height="20" viewBox="0 0 10 20" role="img" '
        'aria-label="A &quot;map&quot; &amp; &lt;more&gt;">'
        '<a><text id="map_1">a &lt; b</text></a>'
        '<image /><image href="data:image/png;base64,AA==" />'
        '<use href="#map_1" /><g clip-path="url(#map_2)" fill="#c9577f" stroke="url(#map_3)" />'
        "</svg>"
    )


def test_one_picture_twice_on_a_page_does_not_clash() -> None:
    picture = bars([("a", 1.0)])
    taken = Page(to_html(report(Figure(picture, "c", "a"), Figure(picture, "c", "a"))))
    ids = [e.attributes["id"] for e in taken.elements if "svg" in e.inside and "id" in e.attributes]
    assert len(ids) >= 4
    assert len(set(ids)) == len(ids)


# Plain values


def test_contents_of_the_page_stop_at_their_depth() -> None:
    given = report(Contents(depth=2), Heading("One", 2, "one"), Heading("Two", 3, "two"))
    listed = [e.text for e in Page(to_html(given)).all("li")]
    assert listed == ["One"]
    assert "Two" in "".join(text_of(pypdf.PdfReader(io.BytesIO(to_pdf(given)))))


def test_columns_of_numbers_stand_right_unless_said() -> None:
    columns = (Column("a"), Column("b"), Column("c", align="right"), Column("d"), Column("e"))
    table = Table(columns, (("x", 1, "1 to 2", None, "y"), (None, None, None, None, 2)), "c")
    sides = [one["align"] for one in plain(report(table))["blocks"][0]["columns"]]
    assert sides == ["left", "right", "right", "left", "left"]


def test_a_note_stands_beside_the_text_it_follows() -> None:
    kinds = [block["kind"] for block in plain(sample())["blocks"]]
    assert kinds[3:8] == ["beside", "beside", "list", "figure", "heading"]
    beside = plain(sample())["blocks"][4]
    assert [note["sort"] for note in beside["notes"]] == ["note", "caution"]


def test_a_page_without_anything_is_a_page() -> None:
    taken = Page(to_html(report()))
    assert taken.all("main")[0].text.strip() == ""
    assert len(pypdf.PdfReader(io.BytesIO(to_pdf(report()))).pages) == 1
