"""The first chapters: in short, why, how each index is made, the rule, the map, the regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

import polars as pl

from leftbehind.analysis.claims import Checked, Verdict
from leftbehind.analysis.compare import Comparison
from leftbehind.index.spec import Recipe
from leftbehind.results import Results
from leftbehind.show.charts import (
    breakdown_chart,
    quadrant_chart,
    rule_chart,
    weights_chart,
)
from leftbehind.show.charts.terms import areas_of, capital, index_role, larger_of
from leftbehind.show.compared import Rows, benchmark_of
from leftbehind.show.findings import better_off, finding, group_noun
from leftbehind.show.messages import NONE, say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.picture import Picture
from leftbehind.show.report.blocks import (
    Block,
    BulletList,
    Heading,
    Note,
    Number,
    Numbers,
    Paragraph,
)
from leftbehind.show.report.parts import drawn, figure, names_in_words, paragraphs, table
from leftbehind.show.tables import group_title, rule_above

HEADLINES = 4
"""Findings on the first page: those with the clearest gaps that are no part of the rule."""


@dataclass(frozen=True, slots=True)
class Maps:
    """The maps of a report, drawn already, or nothing where a study has no polygons."""

    group: Picture | None = None
    hexagons: Picture | None = None
    bivariate: Picture | None = None
    moves: tuple[Picture, ...] = ()
    neighbourhoods: tuple[Picture, ...] = ()
    why_not: str = ""


def summary(
    results: Results,
    comparison: Comparison | None,
    checked: tuple[Checked, ...],
    leads: Sequence[Paragraph] = (),
) -> list[Block]:
    """One page that stands alone: how many, where, how they fare, how sure.

    Args:
        results: Results of the study.
        comparison: How the groups fare, if the study asks.
        checked: Its claims, checked.
        leads: Sentences that lead to chapters which were asked for.
    """
    on_list, everybody = results.on_list(), results.areas
    people, all_people = (float(one["people"].sum() or 0) for one in (on_list, everybody))
    near = results.near_misses().height
    width = abs(int(results.near_misses()["margin"].min() or 0))  # type: ignore[arg-type]
    close = on_list.filter(pl.col("margin") < width).height
    share = percent(on_list.height / everybody.height)
    blocks: list[Block] = [Heading(say("report-summary"), 2, "summary")]
    all_areas = f"{plain(everybody.height, 0)} {areas_of(results)}"
    numbers = [
        Number(
            on_list.height,
            say("summary-areas-label", number=on_list.height, all=all_areas),
            role="both",
        ),
        Number(near, say("summary-near-label", number=near), role="neither"),
    ]
    if all_people:
        label = say("summary-people-label", share=percent(people / all_people))
        numbers.insert(1, Number(round(people), label))
    blocks.append(Numbers(tuple(numbers)))
    sentences = [
        say("summary-count", number=on_list.height, areas=plain(on_list.height, 0),
            share=share, all=all_areas, people=plain(people, 0),
            **{"people-share": percent(people / all_people)})
    ] if all_people else []  # fmt: skip
    outline = results.manifest["study"].get("outline", "")
    if outline:
        parts = (
            results[f"by_{outline}"]
            .filter(group=results.list_of)
            .sort("areas", "name", descending=[True, False])
        )
        most = [
            say("summary-place-share", name=row["name"], number=plain(row["areas"], 0),
                share=percent(row["share"]))
            for row in parts.head(3).iter_rows(named=True) if row["areas"]
        ]  # fmt: skip
        if most:
            sentences.append(say("summary-most", names=names_in_words(most)))
    blocks.append(Paragraph(" ".join(sentences)))
    blocks += leads
    if comparison is not None:
        blocks += _headlines(results, comparison)
    if checked:
        counts = {
            verdict.replace(" ", "-"): plain(sum(one.verdict == verdict for one in checked), 0)
            for verdict in get_args(Verdict)
        }
        if not any(one.verdict == "held back" for one in checked):
            counts["held-back"] = NONE
        blocks.append(Paragraph(say("summary-verdicts", number=plain(len(checked), 0), **counts)))
    doubt = say("summary-doubt", nearest=near, near=plain(near, 0), closest=close,
                close=plain(close, 0))  # fmt: skip
    return [*blocks, Note("doubt", doubt)]


def _headlines(results: Results, comparison: Comparison) -> list[Block]:
    other = benchmark_of(results, comparison)
    clear = comparison.gaps.filter(group=results.list_of, benchmark=other).filter(
        (pl.col("low") > 0) | (pl.col("high") < 0)
    )
    named = [
        (abs(row["ratio"] - 1) if row["ratio"] else 0.0, row["outcome"])
        for row in clear.iter_rows(named=True)
        if comparison.outcomes[row["outcome"]].is_share
        and comparison.outcomes[row["outcome"]].higher != "neither"
        and not comparison.outcomes[row["outcome"]].in_rule
    ]
    chosen = [outcome for _, outcome in sorted(named, reverse=True)[:HEADLINES]]
    blocks: list[Block] = []
    if chosen:
        blocks.append(BulletList(tuple(finding(results, comparison, name) for name in chosen)))
    better = better_off(comparison, results.list_of, other)
    titles = [comparison.outcomes[name].title for name in better]
    if titles:
        text = say("summary-better", other=group_noun(results, other), titles="; ".join(titles))
        blocks.append(Paragraph(text))
    return blocks


def why(results: Results) -> list[Block]:
    """Why the question is asked, in the study's own words."""
    text = results.manifest["study"].get("why", "")
    if not text:
        return []
    return [Heading(say("report-why"), 2, "why"), *map(Paragraph, paragraphs(text))]


def indices(results: Results) -> list[Block]:
    """How each index is made: what it measures, its parts and their weights."""
    blocks: list[Block] = []
    for name, index in results.manifest["index"].items():
        blocks.append(Heading(say("report-index", index=index["title"]), 2, f"index-{name}"))
        about = results.manifest["study"]["index"][name].get("about", "")
        starts = ", ".join(_titles(index))
        start = say("report-starts", starts=starts) if starts else say("report-starts-indicators")
        blocks += [Paragraph(text) for text in (about, start) if text]
        recipe = Recipe.model_validate(index["recipe"])
        caption = say("report-weights-caption", index=index["title"])
        draw = partial(weights_chart, recipe, role=index_role(results, name))
        blocks.append(drawn(draw, caption))
        blocks.append(Note("note", say("report-weights-note")))
    return blocks


def _titles(index: dict[str, object]) -> list[str]:
    recipe = Recipe.model_validate(index["recipe"])
    return [recipe.title_of(node) for node in index["starts_from"]]  # type: ignore[attr-defined]


def rule(results: Results) -> list[Block]:
    """The rule in words and as a picture."""
    blocks: list[Block] = [
        Heading(say("report-rule"), 2, "rule"),
        Paragraph(rule_above(results)),
        drawn(partial(rule_chart, results), say("report-rule-caption")),
    ]
    if len(results["cuts"].filter(group=results.list_of)) >= 2:
        blocks.append(drawn(partial(quadrant_chart, results), say("report-quadrant-caption")))
    return blocks


def where(results: Results, maps: Maps) -> list[Block]:
    """The map, the same with equal areas, and the two indices together."""
    blocks: list[Block] = [Heading(say("report-map"), 2, "map")]
    if maps.group is None:
        return [*blocks, Note("note", maps.why_not)]
    blocks.append(figure(maps.group, say("report-map-caption")))
    if maps.hexagons is not None:
        blocks.append(Paragraph(say("report-hexagons-note")))
        blocks.append(Note("caution", say("report-caution")))
        blocks.append(figure(maps.hexagons, say("report-hexagons-caption")))
    if maps.bivariate is not None:
        first, second = list(results.indices.values())[:2]
        caption = say("report-bivariate-caption", first=first, second=second)
        blocks.append(figure(maps.bivariate, caption))
    return blocks


def regions(results: Results) -> list[Block]:
    """How many by the larger areas that are outlined, the published list beside."""
    by = results.manifest["study"].get("outline", "")
    if not by:
        return []
    larger = larger_of(results, by)
    notes = misprints(results)
    caption = say("report-regions-caption", larger=larger)
    return [
        Heading(say("report-regions", larger=larger), 2, "regions"),
        drawn(partial(breakdown_chart, results, by), say("report-regions-chart", larger=larger)),
        table(region_rows(results, by), caption, notes=notes, totals=1),
    ]


def region_rows(results: Results, by: str) -> Rows:
    """The regional table: areas on the list, of all, the share; the published list beside."""
    frame = results[f"by_{by}"].filter(group=results.list_of)
    published = "published" in frame.columns
    listed = group_title(results, results.list_of)
    headings = [capital(larger_of(results, by)), listed, say("of-heading"), say("share-heading")]
    headings += [say("listed-heading"), say("share-heading")] if published else []
    rows = []
    for row in frame.iter_rows(named=True):
        cells = [row["name"] or "–", plain(row["areas"], 0), plain(row["of"], 0),
                 percent(row["share"])]  # fmt: skip
        if published:
            cells += [plain(row["published"], 0), percent(row["published"] / row["of"])]
        rows.append(tuple(cells))
    areas, every = int(frame["areas"].sum()), int(frame["of"].sum())
    whole = [results.manifest["whole"], plain(areas, 0), plain(every, 0), percent(areas / every)]
    if published:
        flagged = int(frame["published"].sum())
        whole += [plain(flagged, 0), percent(flagged / every)]
    rows.append(tuple(whole))
    return Rows(tuple(headings), tuple(rows), (False, *(True,) * (len(headings) - 1)))


def misprints(results: Results) -> list[str]:
    """Where shares of the published list were printed other than the list itself gives."""
    published = results.manifest["study"].get("published", {})
    found = []
    for by, printed in published.get("printed", {}).items():
        frame = results[f"by_{by}"].filter(group=results.list_of)
        for row in frame.filter(pl.col(by).is_in(list(printed))).iter_rows(named=True):
            share = percent(row["published"] / row["of"])
            asserted = percent(printed[row[by]] / 100)
            if share != asserted:
                found.append(
                    say(
                        "report-regions-misprint",
                        source=published["printed_in"],
                        printed=asserted,
                        name=row["name"],
                        areas=plain(row["published"], 0),
                        of=plain(row["of"], 0),
                        share=share,
                    )
                )
    return found
