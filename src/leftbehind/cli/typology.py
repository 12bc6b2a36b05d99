"""The command that says which kinds of neighbourhood are on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    FIRST,
    Changes,
    Folder,
    Form,
    Quiet,
    close,
    console_for,
    hush,
    leave,
    reading,
    write,
)
from leftbehind.kinds import Method
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from rich.console import Console

    from leftbehind.analysis.typology import Typology
    from leftbehind.show.compared import Rows
    from leftbehind.show.kind_words import Named


def typology(
    what: Annotated[str, typer.Argument(help="A study or a study file.")] = FIRST,
    kinds: Annotated[
        int | None, typer.Option(help="How many kinds; none: as many as the data bear.")
    ] = None,
    method: Annotated[
        Method | None, typer.Option(help="How they are found; none: as the study says.")
    ] = None,
    place: Annotated[
        str, typer.Option(help="A code or name: its kind and the places most like it.")
    ] = "",
    since: Annotated[str, typer.Option(help="An earlier study, whose kinds are compared.")] = "",
    bootstraps: Annotated[
        int, typer.Option(help="Draws of the areas by which each kind is tested.")
    ] = 100,
    form: Form = Format.table,
    out: Folder = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Find which kinds of neighbourhood are on the list, what sets them apart, how sure it is."""
    hush(quiet)
    import polars as pl

    from leftbehind.analysis.typology import typology as kinds_of
    from leftbehind.data.shelf import Shelf
    from leftbehind.results import refuse_foreign
    from leftbehind.running.run import shelf_of
    from leftbehind.show.kind_pictures import pictures_of
    from leftbehind.show.kind_words import named
    from leftbehind.show.place import find_places

    if out:
        refuse_foreign(out)
    with reading() as tell:
        found = kinds_of(
            what,
            changes or (),
            kinds=kinds,
            method=method,
            bootstraps=bootstraps,
            since=since or None,
            tell=tell,
        )
        names = named(found)
        codes = find_places(found.results, place) if place else ()
        way = shelf_of(found.study, Shelf())
        pictures = pictures_of(found, names, way, tell) if out else ([], [])
    if out:
        leave(out, found.tables(), *pictures)
    if form is not Format.table:
        asked = pl.col("area").is_in(codes)
        write(found.places.filter(asked) if codes else found.places, form, None)
        return
    console = console_for(None)
    if codes:
        _print_places(console, found, names, codes)
    else:
        _print_kinds(console, found, names)
    close(console, None)


def _print_places(
    console: Console, found: Typology, names: dict[str, Named], codes: tuple[str, ...]
) -> None:
    from leftbehind.show import kinds as shown
    from leftbehind.show.messages import say
    from leftbehind.show.summary import print_notice

    print_notice(console, found.results)
    for code in codes:
        console.print(shown.place_in_words(found, names, code), markup=False)
        rows = shown.similar_rows(found, code)
        if rows.rows:
            console.print(f"\n{say('typology-similar-title')}", style="bold", markup=False)
            _print_rows(console, rows)


def _print_kinds(console: Console, found: Typology, names: dict[str, Named]) -> None:
    from leftbehind.show import kinds as shown
    from leftbehind.show.kind_words import named
    from leftbehind.show.messages import say
    from leftbehind.show.summary import print_notice

    print_notice(console, found.results)
    console.print(shown.opening(found), markup=False)
    for sentence in (*shown.reasoning(found), *shown.variables_in_words(found)):
        console.print(sentence, markup=False)
    if found.number > 1:
        _print_each(console, found, names)
    if found.since:
        console.print(say("typology-since"), style="bold", markup=False)
        _print_rows(console, shown.since_rows(found, names, named(found.since)))
    console.print(say("typology-not-people"), markup=False)


def _print_each(console: Console, found: Typology, names: dict[str, Named]) -> None:
    """The kinds, one by one, and what sets them apart."""
    from leftbehind.show import kinds as shown
    from leftbehind.show.messages import say

    _print_rows(console, shown.kind_rows(found, names))
    if found.kinds["level"].max() == 2:
        console.print(say("typology-split"), style="bold", markup=False)
        _print_rows(console, shown.kind_rows(found, names, level=2))
    for one in names.values():
        title = say("typology-kind", kind=one.kind, name=one.name)
        console.print(title, style="bold", markup=False)
        for sentence in shown.kind_in_words(found, one):
            console.print(sentence, markup=False)
    console.print(f"\n{say('typology-apart')}", style="bold", markup=False)
    _print_rows(console, shown.profile_rows(found))


def _print_rows(console: Console, rows: Rows) -> None:
    from leftbehind.show.tables import text_table

    console.print(text_table(rows.headings, rows.rows, rows.right))
