"""The command that compares groups."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    Changes,
    Form,
    Out,
    Quiet,
    What,
    close,
    console_for,
    hush,
    results_of,
    write,
)
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from rich.console import Console

    from leftbehind.analysis.matched import Matched
    from leftbehind.results import Results
    from leftbehind.show.compared import Rows


class Which(StrEnum):
    """Whose list is compared."""

    study = "study"
    published = "published"


Listed = Annotated[
    Which, typer.Option("--list", help="The study's own list, or the published one.")
]


def compare(
    what: What = "",
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", help="Only this outcome; may be repeated.")
    ] = None,
    against: Annotated[
        list[str] | None, typer.Option("--against", help="Compare with this group.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Inside each larger area: region17.")] = "",
    matched: Annotated[
        bool, typer.Option("--matched", help="With areas that are alike, by declared designs.")
    ] = False,
    listed: Listed = Which.study,
    form: Form = Format.table,
    out: Out = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Compare the groups on every outcome, with intervals and a sentence on each."""
    hush(quiet)
    if matched and (by or len(against or []) > 1):
        raise typer.BadParameter("--matched takes no --by, and one --against")
    results = results_of(what or None, changes, published=listed is Which.published)
    if matched:
        _matched(results, outcome or [], against or [], form, out)
    else:
        _compared(results, outcome or [], against or [], by, form, out)


def _compared(
    results: Results, outcome: list[str], against: list[str], by: str, form: Format, out: Out
) -> None:
    from leftbehind.analysis.claims import check_claims
    from leftbehind.analysis.compare import compare as compare_groups
    from leftbehind.show import compared
    from leftbehind.show.findings import (
        better_off,
        caveats,
        finding,
        group_noun,
        interval_note,
    )
    from leftbehind.show.messages import say

    comparison = compare_groups(results, outcomes=outcome, against=against, by=by)
    if form is not Format.table:
        write(compared.machine_table(comparison), form, out)
        return
    console = console_for(out)
    _above(console, results)
    larger = [("", "")]
    if by:
        larger = comparison.rates.select("larger", "larger_name").unique(maintain_order=True).rows()
    for name, about in comparison.outcomes.items():
        console.print(f"\n{about.title}", style="bold", markup=False)
        for code, title in larger:
            if code:
                console.print(title, markup=False)
            _print(console, compared.outcome_rows(results, comparison, name, code))
            console.print(finding(results, comparison, name, larger=code), markup=False)
            for caveat in caveats(results, comparison, name, larger=code):
                console.print(f"  {caveat}", markup=False)
    for name, reason in results.manifest.get("outcomes_not_here", {}).items():
        console.print(say("not-here", title=name, reason=reason), markup=False)
    if not by and not outcome:
        other = compared.benchmark_of(results, comparison)
        noun = group_noun(results, other)
        better = better_off(comparison, results.list_of, other)
        console.print(f"\n{say('better-title', other=noun)}", style="bold", markup=False)
        for name in better:
            console.print(f"  {comparison.outcomes[name].title}", markup=False)
        if not better:
            console.print(say("better-none", other=noun), markup=False)
        slopes = compared.slope_rows(results, comparison)
        if slopes.rows:
            index = next(iter(results.indices.values()))
            console.print(f"\n{say('slope-title')}", style="bold", markup=False)
            _print(console, slopes)
            console.print(say("slope-note", index=index), markup=False)
        claims = check_claims(results)
        if claims:
            console.print(f"\n{say('claims-title')}", style="bold", markup=False)
            _print(console, compared.claim_rows(results, claims))
        console.print(say("unseen-title"), style="bold", markup=False)
        _print(console, compared.unseen_rows(results))
    _below(console, results)
    console.print(say("pooled"), markup=False)
    console.print(interval_note(results, comparison), markup=False)
    close(console, out)


def _matched(
    results: Results, outcome: list[str], against: list[str], form: Format, out: Out
) -> None:
    from leftbehind.analysis.matched import compare_matched
    from leftbehind.show.messages import say

    found = compare_matched(results, outcomes=outcome, control=against[0] if against else "")
    if form is not Format.table:
        write(found.findings, form, out)
        return
    console = console_for(out)
    _above(console, results)
    for design, title in (
        found.findings.select("design", "title").unique(maintain_order=True).rows()
    ):
        _print_design(console, found, design, title)
    _below(console, results)
    console.print(say("balance-note", bound="0.1"), markup=False)
    close(console, out)


def _print_design(console: Console, found: Matched, design: str, title: str) -> None:
    from leftbehind.show import compared
    from leftbehind.show.findings import alone_in_words
    from leftbehind.show.messages import say
    from leftbehind.show.numbers import plain

    console.print(f"\n{say('matched-title', design=title)}", style="bold", markup=False)
    first = found.findings.filter(design=design).sort("matched", descending=True).row(0, named=True)
    pairs = {key: f"{first[key]:,}" for key in ("matched", "areas", "controls")}
    console.print(say("matched-pairs", used=plain(first["most_used"], 0), **pairs), markup=False)
    _print(console, compared.matched_rows(found, design))
    balance = found.balance.filter(design=design)
    _print(console, compared.balance_rows(balance.filter(outcome=balance["outcome"][0])))
    for line in alone_in_words(found, design):
        console.print(line, markup=False)


def _above(console: Console, results: Results) -> None:
    from leftbehind.show.summary import print_notice
    from leftbehind.show.tables import differences_in_words, rule_above

    print_notice(console, results)
    console.print(results.manifest["study"]["title"], style="bold", markup=False)
    console.print(rule_above(results), markup=False)
    for line in differences_in_words(results):
        console.print(line, markup=False)


def _below(console: Console, results: Results) -> None:
    stamp = results.manifest["study"].get("stamp", "")
    if stamp:
        console.print(f"\n{stamp}", markup=False)


def _print(console: Console, rows: Rows) -> None:
    from leftbehind.show.tables import text_table

    console.print(text_table(rows.headings, rows.rows, rows.right))
