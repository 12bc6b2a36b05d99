"""What a run prints: what was read, the rule, the groups, the breakdowns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leftbehind.results import Results
from leftbehind.show import agreed, own_places
from leftbehind.show.corrections import errors_in_words
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.tables import (
    by_table,
    by_title,
    differences_in_words,
    group_title,
    groups_table,
    rule_above,
    text_table,
)

if TYPE_CHECKING:
    from rich.console import Console


def print_run(console: Console, results: Results, *, brief: bool) -> None:
    """Print what was read and what was found.

    Args:
        console: Where to.
        results: The results.
        brief: Leave out what was read and the licences.
    """
    print_notice(console, results)
    manifest = results.manifest
    console.print(manifest["study"]["title"], style="bold", markup=False)
    if not brief:
        console.print("\nRead:", markup=False)
        for name, read in manifest["tables"].items():
            told = (f"{read['rows']:,} rows", read["publisher"])
            console.print(f"  {name}: {', '.join(filter(None, told))}", markup=False)
        for name, index in manifest["index"].items():
            starts = ", ".join(index["starts_from"]) or "its indicators"
            lost = len(index["lost_in_lookup"])
            console.print(
                f"  {name}: {index['title']}, from {starts}"
                + (f"; {lost:,} areas lost in the lookup" if lost else "")
                + (f"; {n:,} without a score" if (n := index["areas_without_score"]) else ""),
                markup=False,
            )
    console.print(f"\n{rule_above(results)}", markup=False)
    if not results.is_sketch:
        _print_unknown(console, results)
    console.print(groups_table(results))
    for line in differences_in_words(results):
        console.print(line, markup=False)
    for index in agreed.agreed_indices(results):
        rows = agreed.agreement_rows(results, index)
        console.print(f"\n{agreed.heading(results, index)}", markup=False)
        console.print(text_table(rows.headings, rows.rows, rows.right))
        for line in agreed.lacking(results, index):
            console.print(line, markup=False)
    if results.is_sketch and agreed.agreed_indices(results):
        console.print(say("agreement-chance"), markup=False)
    for table_name in results.tables:
        if table_name.startswith("by_"):
            by = table_name.removeprefix("by_")
            many = results[table_name][by].n_unique() > 20
            head = f"{group_title(results, results.list_of)} by {by_title(results, by)}"
            console.print(f"\n{head}{', the 10 with most' if many else ''}", markup=False)
            console.print(by_table(results, by, results.list_of, most=10 if many else 0))
    for line in errors_in_words(results):
        console.print(line, markup=False)
    for licence in manifest["licences"]:
        if licence["notice"] and not brief:
            console.print(f"{licence['licence']}: {licence['notice']}", markup=False)


def print_places(console: Console, results: Results) -> None:
    """Print places of somebody's own: how they were made, and where they stand.

    Args:
        console: Where to.
        results: The results, with the places beside them.
    """
    print_notice(console, results)
    console.print(results.manifest["study"]["title"], style="bold", markup=False)
    console.print(rule_above(results), markup=False)
    count = plain(results.manifest["places"]["places"], 0)
    console.print(f"\n{say('own-title', text=count)}", style="bold", markup=False)
    for sentence in own_places.sentences(results):
        console.print(sentence, markup=False)
    shown = own_places.rows(results, console.width)
    console.print(own_places.reading(results), markup=False)
    console.print(text_table(shown.headings, shown.rows, shown.right))
    for line in errors_in_words(results):
        console.print(line, markup=False)


def _print_unknown(console: Console, results: Results) -> None:
    """How many areas have no score, and how many are in no group."""
    scores = [f"{name}_score" for name in results.indices]
    without = results.areas.filter(pl.any_horizontal(pl.col(scores).is_null())).height
    if without:
        console.print(f"{without:,} have no score on an index.", markup=False)
    outside = results.areas["group"].null_count()
    if outside:
        console.print(f"{outside:,} are in no group.", markup=False)


def print_notice(console: Console, results: Results) -> None:
    """Say that figures are simulated, or that the study is a sketch, where they are."""
    if results.manifest["simulated"]:
        console.print("SIMULATED figures of an INVENTED country.", style="bold", markup=False)
    if results.is_sketch:
        console.print(say("sketch"), style="bold", markup=False)
