"""Kinds of neighbourhood and which lie together, in a report: the figures of the analyses."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pypdf
import pytest

import leftbehind as lb
from analysis._kinds import planted, write_study
from leftbehind import LeftBehindError, Results, Shelf, read_study
from leftbehind.analysis.neighbourhoods import Neighbourhoods, neighbourhoods
from leftbehind.analysis.patches import patches
from leftbehind.analysis.spatial import Spatial, around, spatial
from leftbehind.analysis.typology import Typology, typology
from leftbehind.running.run import shelf_of
from leftbehind.show import clustered
from leftbehind.show import kinds as shown
from leftbehind.show.ground import as_hexagons, ground
from leftbehind.show.kind_words import named
from leftbehind.show.report.blocks import (
    Block,
    BulletList,
    Figure,
    Heading,
    Note,
    Paragraph,
    Report,
    Span,
    Table,
)
from leftbehind.show.report.html import to_html
from leftbehind.show.report.kinds import chapters, in_short, maps_of, of_place
from leftbehind.show.report.national import national_report
from leftbehind.show.report.pdf import to_pdf
from leftbehind.show.report.place import place_report

CAVEAT = clustered.caveat()


@pytest.fixture(scope="module")
def results() -> Results:
    return lb.run("invented-country")


@pytest.fixture(scope="module")
def found(results: Results) -> Neighbourhoods:
    """Two kinds, which were asked for."""
    return neighbourhoods(read_study("invented-country"), results, kinds=2, bootstraps=5)


@pytest.fixture(scope="module")
def lie(found: Neighbourhoods) -> Spatial:
    assert not isinstance(found.around, str)
    return spatial(found.around, permutations=99)


@pytest.fixture(scope="module")
def blocks(found: Neighbourhoods, lie: Spatial, results: Results) -> list[Block]:
    land = ground(results)
    return chapters(found, lie, maps_of(found, lie, (land, as_hexagons(results, land))))


@pytest.fixture(scope="module")
def report(found: Neighbourhoods, results: Results) -> Report:
    return national_report(results, found=found)


def kinds_of(found: Neighbourhoods) -> Typology:
    assert isinstance(found.kinds, Typology)
    return found.kinds


def tables(blocks: list[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def said(blocks: list[Block]) -> list[str]:
    texts = [str(block.text) for block in blocks if isinstance(block, Paragraph | Note)]
    lists = [str(item) for block in blocks if isinstance(block, BulletList) for item in block.items]
    return [*texts, *lists]


def after(blocks: list[Block], anchor: str) -> list[Block]:
    """What stands under a heading, up to the next one."""
    at = next(
        n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.anchor == anchor
    )
    rest = blocks[at + 1 :]
    ends = (n for n, one in enumerate(rest) if isinstance(one, Heading))
    return rest[: next(ends, len(rest))]


# The whole list


def test_the_chapter_has_each_kind_with_its_rule_and_figures(
    found: Neighbourhoods, blocks: list[Block]
) -> None:
    kinds = kinds_of(found)
    names = named(kinds)
    about = kinds.kinds.filter(level=1)
    rows = tables(after(blocks, "kinds"))[0].rows
    assert [row[0] for row in rows] == about["kind"].to_list()
    assert [row[2] for row in rows] == [str(areas) for areas in about["areas"]]
    assert sum(int(str(row[2])) for row in rows) == kinds.places.filter("listed").height
    for kind in about["kind"]:
        under = after(blocks, f"kind-{kind}")
        listed = next(one for one in under if isinstance(one, BulletList))
        note = next(one for one in under if isinstance(one, Note))
        assert note.text == names[kind].rule
        assert listed.items == tuple(shown.kind_in_words(kinds, names[kind])[1:])
        assert any("Most typical" in str(item) for item in listed.items)


def test_parts_of_a_kind_stand_with_it(tmp_path: Path) -> None:
    """Two far groups, of which the larger is two near ones."""
    values, truth = planted(3, 60, apart=0.0)
    values[truth == 1] += [8.0, 8.0, 8.0, 0.0, 0.0]
    values[truth == 2] += [0.0, 0.0, 0.0, 14.0, 14.0]
    study = write_study(tmp_path, values)
    kinds = typology(study, ["typology.levels=2", "typology.kinds=2"], bootstraps=0)
    parts = kinds.kinds.filter(level=2)
    assert parts.height
    whole = chapters(Neighbourhoods(kinds, "no polygons"), "no polygons")
    for kind, within in parts.select("kind", "within").iter_rows():
        under = after(whole, f"kind-{within}")
        inner = [one for one in under if isinstance(one, BulletList)][-1]
        heads = [item[0] for item in inner.items if isinstance(item[0], Span)]
        assert any(f"Kind {kind}: {named(kinds)[kind].name}." in one.text for one in heads)


def test_profiles_stand_beside_the_list_and_the_whole(
    found: Neighbourhoods, blocks: list[Block]
) -> None:
    kinds = kinds_of(found)
    one = tables(after(blocks, "kinds-apart"))[0]
    assert [column.heading for column in one.columns][:4] == [
        "Figure", "Kind 1", "Kind 2", "All on the list",
    ]  # fmt: skip
    assert len(one.rows) == kinds.variables.height
    size = next(str(row[0]) for row in one.rows if "people" in str(row[0]).casefold())
    assert size
    assert all(re.fullmatch(r"[−\d.,]+%?|–", str(cell)) for row in one.rows for cell in row[1:])


def test_the_reasoning_and_what_hangs_on_it_are_said(
    found: Neighbourhoods, blocks: list[Block]
) -> None:
    kinds = kinds_of(found)
    texts = said(blocks)
    for sentence in (*shown.how_many(kinds), *shown.how_sure(kinds)):
        assert sentence in texts
    picture = next(one for one in after(blocks, "kinds-number") if isinstance(one, Figure))
    assert picture.data is not None
    assert [row[0] for row in picture.data.rows] == [str(k) for k in kinds.choice["k"]]
    borne = kinds.choice.filter(pl.col("k") > 1, pl.col("why_not").is_null()).height
    assert [row[-1] for row in picture.data.rows].count("✓") == borne


@pytest.mark.parametrize(
    ("rand", "words"),
    [(0.9, "stay nearly the same"), (0.7, "are much the same"), (0.3, "no fact about it")],
)
def test_how_much_hangs_on_a_choice_is_said_plainly(
    found: Neighbourhoods, rand: float, words: str
) -> None:
    kinds = kinds_of(found)
    robust = kinds.robust.with_columns(rand=pl.max_horizontal(pl.lit(rand), pl.lit(0.0)))
    assert words in next(iter(shown.how_sure(replace(kinds, robust=robust))))


def test_the_caveat_stands_beside_every_spatial_statistic(blocks: list[Block]) -> None:
    for anchor in ("together-patches", "together-alike", "together-where"):
        under = after(blocks, anchor)
        notes = [one.text for one in under if isinstance(one, Note)]
        for one in under:
            if isinstance(one, Table):
                assert CAVEAT in one.notes
            elif isinstance(one, BulletList):
                assert CAVEAT in notes
            elif isinstance(one, Figure):
                words = " ".join(re.sub(r"<[^>]+>", " ", one.picture).split())
                assert "look alike" in words


def test_patches_and_likeness_are_those_of_the_analysis(lie: Spatial, blocks: list[Block]) -> None:
    one = tables(after(blocks, "together-patches"))[0]
    largest = lie.patches.head(clustered.SHOWN)
    assert [int(str(row[2])) for row in one.rows] == largest["areas"].to_list()
    assert str(one.caption).endswith(f"{largest.height} of {lie.patches.height}")
    texts = said(blocks)
    for sentence in (*clustered.patch_sentences(lie), *clustered.statistic_sentences(lie)):
        assert sentence in texts
    pictures = [one for one in blocks if isinstance(one, Figure)]
    maps = [one for one in pictures if one.alt.startswith("Map of")]
    assert len(maps) == 2 + 1 + len(lie.results.indices)


def test_a_page_and_a_paper_are_made_of_both(report: Report, found: Neighbourhoods) -> None:
    page = to_html(report)
    assert '<a href="#kinds">Kinds of neighbourhood</a>' in page
    for anchor in ("kinds", "kind-1", "kinds-map", "kinds-sure", "together", "together-alike"):
        assert f'id="{anchor}"' in page
    paper = pypdf.PdfReader(io.BytesIO(to_pdf(report)))
    text = " ".join(" ".join(one.extract_text().split()) for one in paper.pages)
    for words in ("Kinds of neighbourhood", "What hangs on which choice", "Patches of the list"):
        assert words in text
    assert len(set(report.sources)) == len(report.sources)


def test_without_being_asked_for_nothing_is_said_of_kinds(results: Results, report: Report) -> None:
    alone = national_report(results)
    anchors = {one.anchor for one in alone.blocks if isinstance(one, Heading)}
    assert not anchors & {"kinds", "together"}
    both = {one.anchor for one in report.blocks if isinstance(one, Heading)}
    assert anchors < both
    assert set(alone.sources) <= set(report.sources)


def test_the_tables_of_a_programme_are_sources_where_it_is_named(
    found: Neighbourhoods, report: Report, results: Results
) -> None:
    programme = {"title": "Chosen wards", "table": "simulated_truth_ward20"}
    study = {**results.manifest["study"], "programme": {"chosen": programme}}
    beside = replace(results, manifest={**results.manifest, "study": study})
    title = Shelf().catalogue.entry("simulated_truth_ward20").title
    assert not [one for one in report.sources if title in str(one)]
    assert not isinstance(found.around, str)
    some = replace(found, around=replace(found.around, results=beside))
    told = national_report(beside, found=some)
    assert "Chosen wards" in " ".join(said(list(told.blocks)))
    assert len([one for one in told.sources if title in str(one)]) == 1
    alone = national_report(beside)  # no chapter names it
    assert not [one for one in alone.sources if title in str(one)]


# No kinds, no polygons, nothing


def test_that_there_are_no_kinds_is_said_and_shown(results: Results) -> None:
    none = neighbourhoods(read_study("invented-country"), results, bootstraps=0)
    whole = chapters(none, "no polygons")
    anchors = [one.anchor for one in whole if isinstance(one, Heading)]
    assert anchors == ["kinds", "kinds-number", "kinds-figures", "together"]
    assert "None of them is borne." in said(whole)
    assert any(text.startswith("Not borne: 2") for text in said(whole))
    assert any("Areas were compared by:" in text for text in said(whole))
    assert len([one for one in whole if isinstance(one, Figure)]) == 1
    code = results.on_list()["area"][0]
    place = of_place(none, code)
    assert any("there are no kinds to put it into" in text for text in said(place))
    assert tables(after(place, "kinds-similar"))
    short = in_short(none, "no polygons").text
    assert isinstance(short[0], Span)
    assert short[0].text.strip() == shown.in_short(kinds_of(none))


def test_a_planted_study_without_polygons_says_what_it_lacks(tmp_path: Path) -> None:
    file = write_study(tmp_path, planted(3, 30)[0])
    study = read_study(file)
    spots = lb.run(study)
    some = neighbourhoods(study, spots, bootstraps=5)
    assert kinds_of(some).number == 3
    assert isinstance(some.around, str)
    texts = said(list(national_report(spots, found=some).blocks))
    assert any(f"This cannot be said here: {some.around}" in text for text in texts)
    assert any("stay nearly the same" in text or "Much hangs" in text for text in texts)
    one = place_report(spots, "S0001", found=some)
    assert any("second-best kind" in text for text in said(list(one.blocks)))
    assert any(some.around in text for text in said(list(one.blocks)))


def test_a_study_without_figures_for_kinds_still_says_what_lies_together(
    results: Results, lie: Spatial
) -> None:
    bare = read_study("invented-country").model_copy(
        update={"typology": read_study("invented-country").typology.model_copy(
            update={"outcomes": (), "variable": {}})}
    )  # fmt: skip
    some = neighbourhoods(bare, results)
    assert isinstance(some.kinds, str)
    assert "no variable to put areas into kinds by" in some.kinds
    short = in_short(some, lie).text
    assert isinstance(short[0], Span)
    assert short[0].text.strip() == clustered.patch_sentences(lie)[0]
    assert isinstance(short[1], Span)
    assert short[1].link == "#together"
    neither = bare.model_copy(update={"boundaries": ""})
    with pytest.raises(LeftBehindError, match="no variable to put areas into kinds by"):
        neighbourhoods(neither, lb.run(neither))


def test_kinds_of_another_list_are_refused(found: Neighbourhoods) -> None:
    other = lb.run(read_study("invented-country", ["group.left-behind.worst.need=14%"]))
    with pytest.raises(LeftBehindError, match="another list"):
        national_report(other, found=found)
    with pytest.raises(LeftBehindError, match="another list"):
        place_report(other, "X05000002", found=found)


# One place


def test_a_place_has_its_kind_those_like_it_and_its_ring(
    found: Neighbourhoods, results: Results
) -> None:
    kinds, at_hand = kinds_of(found), found.around
    assert not isinstance(at_hand, str)
    names = named(kinds)
    for listed in (True, False):
        row = kinds.places.filter(listed=listed).row(0, named=True)
        code = row["area"]
        told = of_place(found, code)
        assert shown.place_in_words(kinds, names, code) in said(told)
        assert names[row["kind"]].rule in said(told)
        ring = tables(after(told, "together"))[0]
        neighbours = at_hand.touching.of(code).to_list()
        assert sorted(str(one[0]) for one in ring.rows[1:]) == sorted(neighbours)
        assert ring.rows[0][0] == code
        assert CAVEAT in ring.notes
        assert CAVEAT in said(after(told, "together"))
        whole = patches(results, at_hand.touching)
        own = whole.filter(pl.col("members").str.split("; ").list.contains(code))
        words = "larger place of the list" if own["areas"].sum() > 1 else "touches no other"
        assert any(words in text for text in said(told)) is bool(own.height)
    outside = results.areas.join(kinds.places, on="area", how="anti")["area"][0]
    texts = said(of_place(found, outside))
    assert any("neither on the list" in text for text in texts)


# England


@pytest.mark.data
def test_wards_of_england_form_no_kinds_and_lie_together(shelf: Shelf) -> None:
    study = read_study("england-2020")
    wards = lb.run(study, shelf=shelf)
    some = Neighbourhoods(
        typology(study, bootstraps=0, shelf=shelf), around(wards, shelf_of(study, shelf))
    )
    kinds = kinds_of(some)
    assert not isinstance(some.around, str)
    whole = chapters(some, spatial(some.around, shelf, permutations=99))
    texts = said(whole)
    assert shown.opening(kinds) in texts
    assert set(shown.how_many(kinds)) <= set(texts)
    assert any("226 wards are on the list" in text for text in texts)
    rows = tables(after(whole, "together-patches"))[0].rows
    assert len(rows) == clustered.SHOWN
    place = of_place(some, "E05001544")  # Norton South
    assert any("Norton South (E05001544) has" in text for text in said(place))
    assert len(tables(after(place, "kinds-similar"))[0].rows) == shown.SHOWN
