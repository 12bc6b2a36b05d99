"""The command that says which neighbourhoods lie together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    Changes,
    Folder,
    Form,
    Quiet,
    What,
    close,
    console_for,
    hush,
    leave,
    reading,
    results_and_shelf,
    write,
)
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from rich.console import Console

    from leftbehind.analysis.spatial import Around


def clusters(
    what: What = "",
    at_least: Annotated[
        float, typer.Option("--at-least", min=0, help="Only patches of so many people.")
    ] = 0,
    place: Annotated[
        str, typer.Option("--place", help="Set one place against its ring: its code or name.")
    ] = "",
    nearest: Annotated[
        int | None, typer.Option(min=1, help="Neighbours: so many nearest, not those that touch.")
    ] = None,
    within: Annotated[
        float | None, typer.Option(help="Neighbours: those within so many metres, likewise.")
    ] = None,
    permutations: Annotated[
        int, typer.Option(help="How often figures are dealt out to see what chance does.")
    ] = 999,
    seed: Annotated[int, typer.Option(help="Seed of the dealing.")] = 2020,
    form: Form = Format.table,
    out: Folder = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Which neighbourhoods of the list touch, and whether neighbours are alike."""
    hush(quiet)
    from leftbehind.analysis.spatial import around, spatial
    from leftbehind.results import refuse_foreign
    from leftbehind.show import clustered as shown
    from leftbehind.show.cluster_maps import maps_of
    from leftbehind.show.messages import say
    from leftbehind.show.tables import text_table

    if place and out:
        raise typer.BadParameter("--place takes no --out: say --format, and send it to a file")
    if out:
        refuse_foreign(out)
    results, shelf = results_and_shelf(what, changes)
    with reading():
        at_hand = around(results, shelf, nearest=nearest, metres=within)
    if place:
        _place(at_hand, place, form)
        return
    with reading() as tell:
        found = spatial(at_hand, shelf, permutations=permutations, seed=seed, tell=tell)
        large = found.large(at_least)
        if out:
            tables = {
                "patches": large,
                "statistics": shown.statistics_table(found),
                "alike": found.local,
            }
            leave(out, tables, *maps_of(found, shelf, tell))
    if form is not Format.table:
        write(large, form, None)
        return
    console = console_for(None)
    _print_opening(console, at_hand)
    console.print(f"\n{say('clusters-patches')}", style="bold", markup=False)
    for sentence in shown.patch_sentences(found, at_least):
        console.print(sentence, markup=False)
    if large.height:
        rows = shown.patch_rows(found, large.head(shown.SHOWN))
        console.print(text_table(rows.headings, rows.rows, rows.right))
    if more := shown.more_patches(large):
        console.print(more, markup=False)
    console.print(shown.caveat(), markup=False)
    console.print(f"\n{say('clusters-alike')}", style="bold", markup=False)
    for sentence in shown.statistic_sentences(found):
        console.print(sentence, markup=False)
    console.print(shown.p_meaning(found), markup=False)
    console.print(shown.caveat(), markup=False)
    console.print(f"\n{say('clusters-where')}", style="bold", markup=False)
    rows = shown.local_rows(found)
    console.print(text_table(rows.headings, rows.rows, rows.right))
    console.print(shown.local_meaning(), markup=False)
    console.print(shown.caveat(), markup=False)
    close(console, None)


def _print_opening(console: Console, at_hand: Around) -> None:
    from leftbehind.show.clustered import opening
    from leftbehind.show.messages import say
    from leftbehind.show.summary import print_notice

    print_notice(console, at_hand.results)
    console.print(say("clusters-title"), style="bold", markup=False)
    for sentence in opening(at_hand):
        console.print(sentence, markup=False)


def _place(at_hand: Around, name: str, form: Format) -> None:
    """One place against its ring, and the larger place that it is part of."""
    from leftbehind.analysis.patches import patches
    from leftbehind.analysis.ring import ring
    from leftbehind.show import clustered as shown
    from leftbehind.show.place import find_places
    from leftbehind.show.tables import text_table

    results = at_hand.results
    found = [ring(results, at_hand.weights, code) for code in find_places(results, name)]
    if form is not Format.table:
        import polars as pl

        write(pl.concat(one.around_it() for one in found), form, None)
        return
    console = console_for(None)
    _print_opening(console, at_hand)
    whole = patches(results, at_hand.touching)
    for one in found:
        console.print()
        for sentence in shown.ring_sentences(results, one, whole):
            console.print(sentence, markup=False)
        rows = shown.ring_rows(results, one)
        console.print(text_table(rows.headings, rows.rows, rows.right))
    console.print(shown.caveat(), markup=False)
    close(console, None)
