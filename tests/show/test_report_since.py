"""What changed since another study, in a report: the figures of the update, and no other."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pypdf
import pytest

from analysis._worlds import CALM, swapped, world
from leftbehind import LeftBehindError, Shelf, read_study
from leftbehind.analysis.common_ground import CommonGround
from leftbehind.analysis.since import ends_of, moves_of, people_of, since, tables_of
from leftbehind.analysis.update import Updated
from leftbehind.show import update as shown
from leftbehind.show.report.blocks import (
    Block,
    BulletList,
    Figure,
    Heading,
    Note,
    Numbers,
    Paragraph,
    Table,
)
from leftbehind.show.report.html import to_html
from leftbehind.show.report.national import national_report
from leftbehind.show.report.pdf import to_pdf
from leftbehind.show.report.place import place_report
from leftbehind.show.report.since import MOST, chapter, of_place
from show._editions import SMALL

PATCHES = [
    "index.need.node.need.combine=geometric mean",
    'index.deprivation.indicator.income.shrink=""',
    "index.deprivation.summarise=average rank",
    "group.left-behind.worst.need=14%",
]


@pytest.fixture(scope="module")
def found() -> Updated:
    return moves_of(since("invented-country", read_study("invented-country", PATCHES)))


@pytest.fixture(scope="module")
def grounded(tmp_path_factory: pytest.TempPathFactory) -> CommonGround:
    """From the wards to small areas of the same country."""
    file = tmp_path_factory.mktemp("since") / "small.toml"
    file.write_text(SMALL, "utf-8")
    return people_of(since("invented-country", str(file)))


def number(text: object) -> float:
    return float(str(text).replace("−", "-").replace(",", "").rstrip("%"))


def tables(blocks: list[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def said(blocks: list[Block]) -> str:
    texts = [str(block.text) for block in blocks if isinstance(block, Paragraph | Note)]
    lists = [str(item) for block in blocks if isinstance(block, BulletList) for item in block.items]
    return " ".join([*texts, *lists])


def test_the_chapter_has_the_figures_of_the_update(found: Updated) -> None:
    blocks = chapter(found)
    count = shown.counts(found)
    big = next(block for block in blocks if isinstance(block, Numbers))
    assert [one.value for one in big.items] == [count["stay"], count["enter"], count["leave"]]
    text = said(blocks)
    for sentence in (*shown.sentences(found), *shown.differences(found), *shown.grades(found)):
        assert sentence in text
    causes, entered, left = tables(blocks)
    for column in range(1, 5):
        assert sum(number(row[column]) for row in causes.rows[:-1]) == pytest.approx(
            number(causes.rows[-1][column])
        )
    assert causes.totals == 1
    for one, enters in ((entered, True), (left, False)):
        movers = found.movers().filter(after=enters)
        assert [row[0] for row in one.rows] == movers["area"].to_list()
        people = movers["people_after" if enters else "people_before"].sum()
        assert f"{movers.height:,} areas" in str(one.caption)
        assert str(one.caption).endswith(f"people who live there: {people:,.0f}")
        assert one.folded == (len(one.rows) > 40)


def test_from_where_to_where_is_behind_the_picture_in_areas_and_people(found: Updated) -> None:
    first = next(block for block in chapter(found) if isinstance(block, Figure))
    assert first.data is not None
    states = found.states()
    assert [number(row[2]) for row in first.data.rows] == states["areas"].to_list()
    people = [number(row[3]) for row in first.data.rows]
    assert people == pytest.approx(states["people"].to_list(), abs=0.5)


def test_the_causes_of_each_place_that_moved_add_up_to_its_move(found: Updated) -> None:
    for row in found.movers().iter_rows(named=True):
        told = shown.causes_of(found, row)
        sign = 1 if row["after"] else -1
        assert [sign * row[f"{one.name}_orders"] for one, _, _ in told] == [n for _, n, _ in told]
        rows = tables(of_place(found, row["area"]))[-1].rows
        assert sum(number(one[1]) for one in rows[:-1]) == found.number_of_orders
        assert sum(number(one[2]) for one in rows[:-1]) == 100
        assert rows[-1][1:] == (f"{found.number_of_orders}", "100%")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (True, True, "It was on the list before and is on it now."),
        (False, True, "It was not on the list before and is on it now."),
        (True, False, "It was on the list before and is not on it now."),
        (False, False, "It was not on the list before and is not on it now."),
    ],
)
def test_a_place_is_told_on_which_lists_it_is_and_by_how_much(
    found: Updated, before: bool, after: bool, words: str
) -> None:
    row = found.areas.filter(before=before, after=after, near_before=False).row(0, named=True)
    blocks = of_place(found, row["area"])
    assert words in said(blocks)
    assert (len(tables(blocks)) == 2) == (before != after)
    rows = {str(one[0]): one[1:] for one in tables(blocks)[0].rows}
    margins = rows["Margin at the cut that decides"]
    assert [number(one) for one in margins] == [row["margin_before"], row["margin_after"]]
    ranks = rows["Community need, rank"]
    assert [number(one) for one in ranks] == [row["need_rank_before"], row["need_rank_after"]]


def test_a_place_that_lacks_a_figure_may_not_have_moved(tmp_path: Path) -> None:
    one = world(tmp_path, "one", asked=(4, 4))
    file = tmp_path / "one-work.csv"
    file.write_text(file.read_text("utf-8").replace("P03,8.0", "P03,"), "utf-8")
    found = moves_of(since(one, world(tmp_path, "two", edition="2024", asked=(4, 4))))
    assert "not known whether it moved at all" in said(of_place(found, "P03"))
    assert "not known whether" not in said(of_place(found, "P05"))
    rows = {str(one[0]): one[1:] for one in tables(of_place(found, "P03"))[0].rows}
    assert rows["Margin at the cut that decides"][0] == "–"


def test_of_one_place_that_moves_nothing_is_said_in_the_plural(tmp_path: Path) -> None:
    """One place is on each list: it leaves, and another enters."""
    one, values = world(tmp_path, "one", asked=(1, 1)), swapped(CALM, 1, 2)
    two = world(tmp_path, "two", work=values, home=values, edition="2024", asked=(1, 1))
    found = moves_of(since(one, two))
    big = next(block for block in chapter(found) if isinstance(block, Numbers))
    labels = [(item.value, item.label) for item in big.items]
    assert labels[0] == (0, "places that stayed on the list")
    assert labels[1:] == [(1, "area that entered"), (1, "area that left")]
    page = to_html(national_report(found.after, since=found))
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "1 area is on the list: 10.0% of 10 places" in words
    assert re.findall(r"\b1 (?:areas|places|people|wards)\b|ranks 1 to 1\b", words) == []


def test_the_report_has_the_chapter_and_leads_there_from_the_first_page(found: Updated) -> None:
    after = ends_of(found)[1]
    made = national_report(after, since=found)
    headings = [block.anchor for block in made.blocks if isinstance(block, Heading)]
    assert headings.index("margins") < headings.index("since") < headings.index("method")
    assert "since-map" in headings
    page = to_html(made)
    assert f'{shown.in_areas(found)} <a href="#since">What changed since' in page
    paper = pypdf.PdfReader(io.BytesIO(to_pdf(made)))
    text = " ".join(" ".join(one.extract_text().split()) for one in paper.pages)
    for sentence in (shown.sentences(found)[2], shown.split(found)):
        assert sentence in text
    without = national_report(after)
    assert "since" not in [one.anchor for one in without.blocks if isinstance(one, Heading)]


def test_no_more_movers_are_shown_than_can_be_read_and_it_is_said(found: Updated) -> None:
    off = found.areas.filter(~pl.col("before"), ~pl.col("after"))["area"].head(MOST + 10)
    moved = pl.col("after") | pl.col("area").is_in(off.implode())
    many = replace(found, areas=found.areas.with_columns(moved.alias("after")))
    entered = tables(chapter(many))[1]
    assert len(entered.rows) == MOST
    assert entered.folded
    assert f"The first {MOST} are shown" in str(entered.caption)


def test_a_rule_alone_leaves_every_score_comparable() -> None:
    found = since("invented-country", read_study("invented-country", ["near=2%"]))
    text = said(chapter(found))
    assert "No index changed." in text
    assert "No area enters or leaves." in text
    assert "There is one cause" in text


def test_what_the_earlier_study_warns_of_is_said(found: Updated) -> None:
    """Its notes, if they are not those of the later one, and errors known of either's editions."""
    error = {"title": "Figures of 2015", "wrong": "Two ranks are swapped.", "effect": "Little.",
             "treatment": "None.", "applied": False}  # fmt: skip
    manifest = found.before.manifest
    told = {**manifest, "study": {**manifest["study"], "notes": "A first try."},
            "corrections": {"swapped": error}}  # fmt: skip
    warned = replace(found, before=replace(found.before, manifest=told))
    text = said(chapter(warned))
    assert f"{manifest['study']['title']}: A first try." in text
    assert text.count("Figures of 2015: Two ranks are swapped.") == 1
    same = said(chapter(found))
    assert manifest["study"]["notes"]
    assert manifest["study"]["notes"] not in same


def test_lists_of_unlike_areas_are_told_by_people_and_not_subtracted(
    grounded: CommonGround,
) -> None:
    blocks = chapter(grounded)
    text = said(blocks)
    assert "neither lists nor scores are subtracted" in text
    assert "scores cannot be subtracted" in text
    assert not [block for block in blocks if isinstance(block, Numbers)]
    people = [number(row[1]) for row in tables(blocks)[0].rows]
    assert people == pytest.approx(list(grounded.people.values()), abs=0.5)
    assert len([block for block in blocks if isinstance(block, Figure)]) == 1


def test_a_place_across_units_is_told_by_its_people(grounded: CommonGround) -> None:
    cells = {"both": "on the list on the list", "only first": "on the list not on the list"}
    for cell, words in cells.items():
        code = grounded.areas.filter(pl.col(cell) == 1)["area"][0]
        told = said(of_place(grounded, code))
        assert " ".join(re.findall(r"(?:not )?on the list(?=\.)", told)) == words
        assert "neither lists nor scores are subtracted" in told


def test_sources_of_both_studies_stand_in_the_report(grounded: CommonGround) -> None:
    after = ends_of(grounded)[1]
    code = after.areas["area"][0]
    alone, both = place_report(after, code), place_report(after, code, since=grounded)
    assert set(alone.sources) < set(both.sources)
    assert len(set(both.sources)) == len(both.sources)


def test_each_finding_is_asked_of_studies_that_have_it(
    found: Updated, grounded: CommonGround
) -> None:
    with pytest.raises(LeftBehindError, match="chart common-ground"):
        moves_of(grounded)
    with pytest.raises(LeftBehindError, match="leftbehind chart flow"):
        people_of(found)
    assert "orders" in tables_of(found)
    assert list(tables_of(grounded)) == ["areas"]  # small areas without larger ones
    larger = replace(grounded, by="region20", by_larger=pl.DataFrame({"region20": ["X1"]}))
    assert list(tables_of(larger)) == ["areas", "by"]
    with pytest.raises(LeftBehindError, match="no change at all"):
        since("invented-country", "invented-country")


def test_what_changed_in_another_list_is_refused(found: Updated) -> None:
    for report in (national_report, lambda one, since: place_report(one, "X05000002", since=since)):
        with pytest.raises(LeftBehindError, match="told of another list"):
            report(found.before, since=found)


@pytest.mark.data
def test_from_2019_to_2020(shelf: Shelf) -> None:
    """The figures of tests/golden/test_update.py, in the report."""
    found = since("england-2019", "england-2020", shelf=shelf)
    wards = ends_of(found)[1]
    made = national_report(wards, shelf, since=found)
    by = {str(one.caption): one for one in tables(list(made.blocks))}
    assert len(by["28 areas enter; people who live there: 246,222"].rows) == 28
    assert len(by["4 areas leave; people who live there: 36,854"].rows) == 4
    causes = by["The causes, in areas and in people"]
    assert [row[1:] for row in causes.rows] == [("28", "4", "24", "209,368")]
    assert causes.totals == 0
    text = said(list(made.blocks))
    assert "The published lists have 206 and 225 areas, 201 on both." in text
    assert "the same rules on the same areas, before and after" in text
    assert any("2015" in str(source) for source in made.sources)
    assert len(to_html(made).encode()) < 6_000_000
    place = place_report(wards, "E05009494", since=found)  # Clarkson
    rows = {str(row[0]): row[1:] for row in tables(list(place.blocks))[-2].rows}
    assert rows["Margin at the cut that decides"] == ("242", "−1")
    assert tables(list(place.blocks))[-1].rows[-1] == ("All causes", "1", "100%")


@pytest.mark.data
def test_from_2020_to_2025(shelf: Shelf) -> None:
    found = since("england-2020", "england-2025", shelf=shelf)
    blocks = chapter(found)
    text = said(blocks)
    assert "34.9% of them live in areas that are also on the other list" in text
    assert "Error in a published edition" in text
    regions = tables(blocks)[1]
    assert len(regions.rows) == 9
    both = tables(blocks)[0].rows[0]
    assert sum(number(row[1]) for row in regions.rows) == pytest.approx(number(both[1]), abs=5)
