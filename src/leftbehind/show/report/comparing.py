"""The chapters on how the groups fare: outcomes, likes, claims, what the list does not see."""

from __future__ import annotations

from functools import partial

from leftbehind.analysis.claims import Checked
from leftbehind.analysis.compare import Comparison
from leftbehind.analysis.matched import Matched
from leftbehind.questions import WHOLE
from leftbehind.results import Results
from leftbehind.show.charts import balance_chart, comparison_chart, gap_chart, margins_chart
from leftbehind.show.charts.terms import capital, larger_of
from leftbehind.show.compared import (
    Rows,
    balance_rows,
    benchmark_of,
    claim_rows,
    matched_rows,
    outcome_rows,
    slope_rows,
    survival_rows,
    unseen_rows,
)
from leftbehind.show.findings import (
    alone_in_words,
    caveats,
    finding,
    group_heading,
    group_noun,
    interval_note,
    subject_and_other,
)
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.report.blocks import Block, BulletList, Heading, Note, Paragraph
from leftbehind.show.report.parts import drawn, table
from leftbehind.show.tables import differences_in_words, finest_breakdown


def outcomes(results: Results, comparison: Comparison) -> list[Block]:
    """Each outcome by theme: a picture of the theme, a sentence and a table of each."""
    blocks: list[Block] = [
        Heading(say("report-outcomes"), 2, "outcomes"),
        Paragraph(say("report-outcomes-intro")),
        Note("doubt", interval_note(results, comparison)),
        Note("note", say("england-twice", whole=results.manifest["whole"])),
    ]
    shares = {name: about for name, about in comparison.outcomes.items() if about.is_share}
    if shares:
        other = benchmark_of(results, comparison)
        caption = say("report-gaps-caption", other=group_noun(results, other))
        nouns = subject_and_other(results, other)
        draw = partial(gap_chart, comparison.gaps, shares, nouns, results=results, benchmark=other)
        blocks.append(drawn(draw, caption))
    themes = dict.fromkeys(about.theme for about in comparison.outcomes.values())
    titles = {group: group_heading(results, group) for group in comparison.rates["group"].unique()}
    for number, theme in enumerate(themes):
        named = [name for name, about in comparison.outcomes.items() if about.theme == theme]
        title = (theme or say("report-outcomes"))[:1].upper() + (theme or "")[1:]
        blocks.append(Heading(title, 3, f"theme-{number}"))
        rates = comparison.rates.filter(comparison.rates["outcome"].is_in(named))
        about = {name: comparison.outcomes[name] for name in named}
        caption = say("report-comparison-caption", theme=title, whole=titles[WHOLE])
        draw = partial(comparison_chart, rates, about, titles, results=results)
        blocks.append(drawn(draw, caption))
        for name in named:
            one = comparison.outcomes[name]
            blocks.append(Paragraph(finding(results, comparison, name)))
            said = caveats(results, comparison, name)
            if said:
                blocks.append(BulletList(tuple(said)))
            caption = say("report-outcome-table", title=one.title)
            rows = outcome_rows(results, comparison, name)
            blocks.append(table(rows, caption, source="; ".join(one.sources), folded=True))
    return [*blocks, *_slopes(results, comparison)]


def _slopes(results: Results, comparison: Comparison) -> list[Block]:
    """How outcomes go with deprivation over all areas, not only at the cut."""
    rows = slope_rows(results, comparison)
    if not rows.rows:
        return []
    index = next(iter(results.indices.values()))
    return [
        Heading(say("slope-title"), 3, "slope"),
        Paragraph(say("slope-note", index=index)),
        table(rows, say("report-slope-caption", index=index)),
    ]


def matched(results: Results, found: Matched) -> list[Block]:
    """The list beside areas that are alike, by each design, with balance."""
    other = group_noun(results, found.control)
    blocks: list[Block] = [
        Heading(say("report-matched"), 2, "matched"),
        Paragraph(say("report-matched-intro", other=other)),
        Note("caution", say("balance-note", bound=plain(0.1, 1))),
    ]
    claimed = dict.fromkeys(
        claim["outcome"]
        for claim in results.manifest["study"].get("claim", {}).values()
        if claim.get("than") == found.control and claim.get("outcome") in found.outcomes
    )
    if claimed:
        caption = say("matched-claims-caption", other=other)
        blocks.append(Heading(say("matched-claims"), 3, "matched-claims"))
        blocks.append(table(survival_rows(found, list(claimed)), caption))
    designs = found.findings.select("design", "title").unique(maintain_order=True)
    for design, title in designs.rows():
        rows = found.findings.filter(design=design).sort("matched", descending=True)
        first = rows.row(0, named=True)
        pairs = {key: plain(first[key], 0) for key in ("matched", "areas", "controls")}
        balance = found.balance.filter(design=design)
        balance = balance.filter(outcome=balance["outcome"][0])
        blocks += [
            Heading(title, 3, f"design-{design}"),
            Paragraph(say("matched-pairs", used=plain(first["most_used"], 0), **pairs)),
            *map(Paragraph, alone_in_words(found, design)),
            table(
                matched_rows(found, design),
                say("report-matched-caption", design=title),
                folded=True,
            ),
            drawn(
                partial(balance_chart, balance),
                say("report-balance-caption", design=title),
                table(balance_rows(balance), say("report-balance-caption", design=title)),
            ),
        ]
    return blocks


def claims(results: Results, checked: tuple[Checked, ...]) -> list[Block]:
    """Claims of others and what became of them."""
    if not checked:
        return []
    return [
        Heading(say("report-claims"), 2, "claims"),
        Paragraph(say("report-claims-intro")),
        table(claim_rows(results, checked), say("report-claims-caption")),
    ]


def not_seen(results: Results) -> list[Block]:
    """Of whom the list holds what share, and how many are in none of its groups."""
    return [
        Heading(say("report-unseen"), 2, "unseen"),
        Paragraph(say("report-unseen-intro")),
        table(unseen_rows(results), say("report-unseen-caption")),
    ]


def margins(results: Results) -> list[Block]:
    """Who is close to the line, and where the published list differs."""
    near = results.near_misses()
    width = abs(int(near["margin"].min() or 0))  # type: ignore[arg-type]
    ranks = say("ranks", number=width, text=plain(width, 0))
    intro = say("report-margins-intro", number=near.height, near=plain(near.height, 0), width=ranks)
    blocks: list[Block] = [
        Heading(say("report-margins"), 2, "margins"),
        Paragraph(intro),
        drawn(partial(margins_chart, results), say("report-margins-caption")),
    ]
    if near.height:
        blocks.append(table(near_rows(results), say("report-margins-table")))
    lines = differences_in_words(results)
    if lines:
        blocks += [Heading(say("report-published"), 2, "published"), *map(Paragraph, lines)]
    return blocks


def near_rows(results: Results, most: int = 60) -> Rows:
    """The near misses, the nearest first."""
    larger = finest_breakdown(results)
    names = list(results.indices.items())
    headings = [say("code-heading"), say("name-heading")]
    headings.append(capital(larger_of(results, larger.removesuffix("_name"))))
    headings += [say("rank-on", index=title) for _, title in names] + [say("margin-heading")]
    rows = []
    for row in results.near_misses().head(most).iter_rows(named=True):
        cells = [row["area"], row["name"] or "–", (row[larger] if larger else None) or "–"]
        for name, _ in names:
            rank = row[f"{name}_rank"]
            cells.append("–" if rank is None else plain(rank, 0))
        rows.append((*cells, plain(row["margin"], 0)))
    return Rows(tuple(headings), tuple(rows), (False,) * 3 + (True,) * (len(names) + 1))
