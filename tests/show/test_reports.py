"""Reports of real and simulated studies: their figures are those of the results."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import polars as pl
import pypdf
import pytest

import leftbehind
from leftbehind import LeftBehindError, Results
from leftbehind.analysis.claims import check_claims
from leftbehind.analysis.compare import compare
from leftbehind.data.shelf import Shelf
from leftbehind.results import read_results, write_folder
from leftbehind.show import numbers as numbers_shown
from leftbehind.show.report.blocks import (
    BulletList,
    Figure,
    Heading,
    Note,
    Numbers,
    Paragraph,
    Report,
    Table,
)
from leftbehind.show.report.district import district_report, districts_of, file_of, write_districts
from leftbehind.show.report.html import to_html
from leftbehind.show.report.national import national_report
from leftbehind.show.report.parts import paragraphs
from leftbehind.show.report.pdf import to_pdf
from leftbehind.show.report.place import place_report
from leftbehind.study_file import read_study

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def invented() -> Results:
    return leftbehind.run("invented-country")


@pytest.fixture(scope="module")
def england(shelf: Shelf) -> Results:
    return leftbehind.run("england-2020", shelf=shelf)


@pytest.fixture(scope="module")
def report(england: Results, shelf: Shelf) -> Report:
    return national_report(england, shelf)


def texts(report: Report) -> list[str]:
    found = [str(block.text) for block in report.blocks if isinstance(block, Paragraph)]
    return found + [
        str(item) for block in report.blocks if isinstance(block, BulletList)
        for item in block.items
    ]  # fmt: skip


def tables(report: Report) -> dict[str, Table]:
    return {str(block.caption): block for block in report.blocks if isinstance(block, Table)}


def numbers(report: Report) -> list[object]:
    found = next(block for block in report.blocks if isinstance(block, Numbers))
    return [item.value for item in found.items]


@pytest.mark.parametrize("share", ["5%", "10%", "20%"])
def test_the_big_numbers_are_those_of_the_results(share: str) -> None:
    changes = [f"group.left-behind.worst.{index}={share}" for index in ("deprivation", "need")]
    results = leftbehind.run(read_study("invented-country", changes))
    listed, near = results.on_list(), results.near_misses()
    wanted = [listed.height, round(listed["people"].sum()), near.height]
    assert numbers(national_report(results)) == wanted


def declared_by(results: Results) -> set[str]:
    """Texts with a digit that a study, its tables, recipes and areas declare."""
    found: set[str] = {*results.areas["area"], *results["cuts"]["asked"]}

    def walk(part: object) -> None:
        if isinstance(part, str):
            found.update(paragraphs(part))
        elif isinstance(part, dict):
            for one in part.values():
                walk(one)
        elif isinstance(part, list):
            for one in part:
                walk(one)

    walk(results.manifest)
    return {text for text in found if re.search(r"\d", text)}


def test_every_figure_in_the_text_comes_from_a_result(
    invented: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers are made text in one place. With that place masked, no digit is left in what the
    report says, but in what the study and its tables declare: titles, claims, codes."""

    def masked(value: float, digits: int = 1) -> str:
        return "#"

    monkeypatch.setattr(numbers_shown.plain, "__code__", masked.__code__)
    report = national_report(invented)
    declared = sorted(declared_by(invented), key=len, reverse=True)
    captions = [str(block.caption) for block in report.blocks if isinstance(block, Figure | Table)]
    asides = [str(block.text) for block in report.blocks if isinstance(block, Note)]
    said = [*texts(report), *captions, *asides, *(h.text for h in report.blocks
                                                  if isinstance(h, Heading))]  # fmt: skip
    assert sum("#" in text for text in said) >= 15
    for text in said:
        rest = text
        for one in declared:
            rest = rest.replace(one, "")
        assert not re.search(r"\d", rest), text


def test_a_report_of_england_says_what_the_deck_says_with_live_figures(report: Report) -> None:
    assert numbers(report) == [226, 2_367_331, 33]
    regional = tables(report)["Areas on the list by regions"]
    by_name = {row[0]: row[1:] for row in regional.rows}
    # methodology 3.4, from the deck's regional table: the published list, exactly
    published = {
        "North East": ("56", "339"), "North West": ("54", "922"),
        "Yorkshire and The Humber": ("28", "476"), "East Midlands": ("17", "868"),
        "West Midlands": ("31", "744"), "East of England": ("18", "1,039"),
        "London": ("2", "629"), "South East": ("16", "1,402"), "South West": ("3", "1,014"),
        "England": ("225", "7,433"),
    }  # fmt: skip
    assert {name: (row[3], row[1]) for name, row in by_name.items()} == published
    assert by_name["East of England"][4] == "1.7%"
    assert any("prints 1.0% for East of England; 18 of 1,039 areas is 1.7%" in str(note)
               for note in regional.notes)  # fmt: skip


def test_each_claim_stands_with_its_verdict(england: Results, report: Report) -> None:
    rows = tables(report)["Claims and figures"].rows
    checked = check_claims(england)
    assert [row[0] for row in rows] == [one.claim.says for one in checked]
    verdicts = {str(row[0]): str(row[2]) for row in rows}
    assert verdicts["Less than half as many people in “left behind” areas have a degree as in "
                    "England"] == "Contradicted"  # fmt: skip
    said = next(text for text in texts(report) if text.startswith("Claims that were checked"))
    wanted = {
        word: sum(one.verdict == word for one in checked)
        for word in ("confirmed", "not confirmed", "contradicted", "not computable")
    }
    assert NUMBER.findall(said) == [str(len(checked)), *map(str, wanted.values())]


def test_better_figures_of_the_list_stand_in_the_summary(report: Report) -> None:
    start = next(n for n, block in enumerate(report.blocks) if isinstance(block, Numbers))
    end = next(
        n for n, block in enumerate(report.blocks)
        if isinstance(block, Heading) and block.anchor == "why"
    )  # fmt: skip
    said = " ".join(str(block.text) for block in report.blocks[start:end]
                    if isinstance(block, Paragraph))  # fmt: skip
    for title in ("Overcrowded households", "Private outdoor space", "Households without a car"):
        assert title in said


def test_every_picture_has_words_and_headings_are_in_order(report: Report) -> None:
    figures = [block for block in report.blocks if isinstance(block, Figure)]
    assert len(figures) > 20
    for one in figures:
        assert len(one.alt) > 40
        assert "<script" not in one.picture
    levels = [block.level for block in report.blocks if isinstance(block, Heading)]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_is_one_file_below_six_megabytes(report: Report) -> None:
    page = to_html(report)
    assert len(page.encode()) < 6_000_000
    assert not re.findall(r'(?:src|href)="https?://', page.split("<body>")[1].split("<footer")[0])
    assert "1,855 polygons had an edge" in page
    assert "Frome Valley (E05010593), Queen Thorne (E05010599)" in page


def test_the_paper_is_tagged_and_its_text_can_be_read(report: Report) -> None:
    paper = pypdf.PdfReader(io.BytesIO(to_pdf(report)))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    tags: set[str] = set()

    def walk(node: object, depth: int = 0) -> None:
        one = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(one, dict):
            tags.add(str(one.get("/S")))
            children = one.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                walk(child, depth + 1)

    walk(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure", "/L"} <= tags
    text = " ".join(paper.pages[0].extract_text().split())
    assert "“Left behind” neighbourhoods in England, 2020" in text
    assert "2,367,331" in text


def test_pages_on_a_list_of_2025_say_whose_it_is(shelf: Shelf) -> None:
    results = leftbehind.run("england-2025", shelf=shelf)
    stamp = "Our recomputation; not published by Local Trust, OCSI or MHCLG"
    code = results.on_list()["area"][0]
    for made in (place_report(results, code), district_report(results, "E08000012")):
        assert to_html(made).count(stamp) >= 2
        paper = pypdf.PdfReader(io.BytesIO(to_pdf(made)))
        for page in paper.pages:
            assert stamp in " ".join(page.extract_text().split())


def test_the_published_list_can_be_reported_and_its_overlap_is_said(shelf: Shelf) -> None:
    results = leftbehind.run(read_study("england-2020-oa").with_published_list(), shelf=shelf)
    made = national_report(results, shelf)
    assert numbers(made)[0] == 225
    said = " ".join(texts(made))
    assert "3 areas meet the rule, not on the published list" in said
    for name in ("Ayresome", "Holmewood and Heath", "Winton"):
        assert name in said


def test_a_place_says_its_own_figures_with_intervals(england: Results) -> None:
    made = place_report(england, "E05001544", compare(england))
    caption = "Its figures beside those of its group, other highly deprived areas and England"
    rows = {str(row[0]): row for row in tables(made)[caption].rows}
    own = england["outcomes"].filter(area="E05001544", outcome="no-car").row(0, named=True)
    row = rows["Households without a car, 2011"]
    assert row[1] == f"{100 * own['count'] / own['of']:.1f}%"
    low, high = (float(end) for end in str(row[2]).split(" to "))
    assert low < 100 * own["count"] / own["of"] < high
    assert row[3:] == ("40.0%", "43.4%", "26.8%")


def test_an_unknown_place_or_district_is_refused_with_the_nearest(invented: Results) -> None:
    with pytest.raises(LeftBehindError, match="did you mean"):
        place_report(invented, "X0500000")
    by = districts_of(invented)
    code = str(invented.areas[by].drop_nulls()[0])
    with pytest.raises(LeftBehindError, match=f"did you mean {code}"):
        district_report(invented, code + "x")


def test_each_larger_area_has_its_report(invented: Results, tmp_path: Path) -> None:
    source = invented.write(tmp_path / "results")
    by = districts_of(invented)
    few = invented.areas[by].drop_nulls().unique().sort()[:5].to_list()
    kept = invented.areas.filter(pl.col(by).is_in(few))
    small = Results({**invented.tables, "areas": kept}, invented.manifest)
    del small.tables["outcomes"]
    small = Results(small.tables, {**invented.manifest, "outcomes": {}})
    small.manifest["tables_written"] = sorted(small.tables)
    source = small.write(tmp_path / "few")
    names: list[str] = []
    write_folder(
        tmp_path / "reports", lambda place: names.extend(write_districts(small, source, place))
    )
    assert len(names) == len(few)
    written = sorted(path.name for path in (tmp_path / "reports").glob("*.html"))
    assert [name[: len(code)] for name, code in zip(written, few, strict=True)] == few
    first = (tmp_path / "reports" / written[0]).read_text("utf-8")
    listed = kept.filter((pl.col(by) == few[0]) & pl.col(f"in_{small.list_of}")).height
    assert f"<b>{listed}</b> areas on the list" in first
    assert len(list((tmp_path / "reports").glob("*.pdf"))) == len(few)
    assert read_results(source).areas.height == kept.height


@pytest.mark.parametrize(
    ("code", "name", "wanted"),
    [
        ("E06000001", "Hartlepool", "E06000001-hartlepool"),
        ("../../etc", "passwd", "______etc-passwd"),
        ("W06000001", "Ynys Môn / Anglesey", "W06000001-ynys-mon-anglesey"),
        ("T1", "=cmd|'/c calc'!A1", "T1-cmd-c-calc-a1"),
        ("T2", "村", "T2"),
        ("T3", "x" * 300, "T3-" + "x" * 77),
    ],
)
def test_no_name_leaves_the_folder(code: str, name: str, wanted: str) -> None:
    assert file_of(code, name) == wanted
