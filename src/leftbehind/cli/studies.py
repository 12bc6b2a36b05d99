"""Commands about studies: run one, list what it found, look at one place."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leftbehind.cli.common import (
    FIRST,
    RESULTS,
    Changes,
    Form,
    Out,
    Quiet,
    What,
    close,
    console_for,
    hush,
    is_quiet,
    note,
    reading,
    results_of,
    write,
)
from leftbehind.errors import LeftBehindError, NotHere
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from leftbehind.results import Results

EMBEDDED = "invented-country"
"""The study of simulated figures, for where the published ones cannot be had."""


def run(
    study: Annotated[str, typer.Argument(help="A shipped study, or the path of a study file.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the results.")] = None,
    areas: Annotated[
        Path | None,
        typer.Option(help="Places of your own: polygons, or a list of codes or postcodes."),
    ] = None,
    name: Annotated[str, typer.Option(help="With --areas: the column that names the places.")] = "",
    crs: Annotated[
        str, typer.Option(help="With --areas: the coordinate system of polygons: EPSG:27700")
    ] = "",
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Run a study: print what was found and write a folder of results."""
    hush(quiet)
    if (name or crs) and not areas:
        raise typer.BadParameter("--name and --crs are of places of your own: give --areas")
    from leftbehind.data.shelf import Shelf
    from leftbehind.results import refuse_foreign
    from leftbehind.show.summary import print_places, print_run
    from leftbehind.study_file import read_study

    asked = read_study(study, changes or ())
    folder = out or RESULTS / asked.name
    refuse_foreign(folder)
    with reading() as tell:
        from leftbehind.running.run import run as run_study
        from leftbehind.running.run import shelf_of

        results = run_study(asked, tell=tell)
        if areas:
            from leftbehind.analysis.places import own_places

            shelf = shelf_of(asked, Shelf())
            placed = own_places(results, areas, name=name, crs=crs, shelf=shelf, tell=tell)
            results = placed.beside(results)
    results.write(folder)  # before anything is printed: a pipe may close, a disk be full
    console = console_for(None)
    if areas:
        print_places(console, results)
    else:
        print_run(console, results, brief=is_quiet())
    note(f"Results: {folder}")


def demo(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the results.")] = None,
) -> None:
    """Run the first study on published figures, or the embedded one on simulated figures."""
    from leftbehind.data.fetch import FOLDER
    from leftbehind.results import refuse_foreign
    from leftbehind.running.run import run as run_study
    from leftbehind.show.summary import print_run

    name = FIRST
    refuse_foreign(out or RESULTS / name)
    try:
        with reading() as tell:
            results = run_study(name, tell=tell)
        print("These are published figures of England.")
    except NotHere as error:
        name = EMBEDDED
        print(f"The published figures cannot be had here: {error}")
        print("So these are SIMULATED figures of an INVENTED country. For the real ones, either")
        print("  connect to the internet and run: leftbehind data get --study england-2020")
        print(f"  or set {FOLDER} to a folder that holds them, and run this again.")
        with reading() as tell:
            results = run_study(name, tell=tell)
    folder = out or RESULTS / name
    results.write(folder)
    print_run(console_for(None), results, brief=is_quiet())
    print(f"\nThe results are in {folder}:")
    for table in results.tables:
        print(f"  {folder / table}.parquet")
    first = results.on_list()["name"][0] if results.on_list().height else results.areas["name"][0]
    command = "leftbehind" if shutil.which("leftbehind") else sys.argv[0]
    print(f'\nNext: {command} list {folder}; {command} place "{first}" {folder}')


def list_areas(
    what: What = "",
    form: Form = Format.table,
    out: Out = None,
    near: Annotated[bool, typer.Option(help="Show the near misses too.")] = True,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """The list: ranks, scores and margins of every area on it, and the near misses."""
    hush(quiet)
    import polars as pl

    results = results_of(what, changes)
    on_list, missed = results.on_list(), results.near_misses()
    if form is not Format.table:
        whole = pl.concat([on_list, missed]) if near else on_list
        write(whole, form, out)
        return
    from leftbehind.show.summary import print_notice
    from leftbehind.show.tables import (
        differences_in_words,
        group_title,
        list_headings,
        rule_above,
        table,
    )

    console = console_for(out)
    headings = list_headings(results, on_list.columns, console.width)
    print_notice(console, results)
    console.print(results.manifest["study"]["title"], style="bold", markup=False)
    console.print(rule_above(results), markup=False)
    for line in differences_in_words(results):
        console.print(line, markup=False)
    console.print(f"\n{group_title(results, results.list_of)}: {on_list.height:,}", markup=False)
    console.print(table(on_list, headings))
    if near:
        console.print(f"Near misses, nearest first: {missed.height:,}", markup=False)
        console.print(table(missed, headings))
    close(console, out)


def place(
    name: Annotated[str, typer.Argument(help="A code, a name, or a part of one.")],
    what: What = "",
    why: Annotated[
        bool, typer.Option("--why", help="Say which change of a weight or threshold tips it.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Say on which lists of England it has been.")
    ] = False,
    form: Form = Format.table,
    out: Out = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """One place: every domain, what pushes it in or out, its neighbours on the list."""
    hush(quiet)
    import polars as pl

    from leftbehind.show.place import find_places
    from leftbehind.show.place import place as describe

    results = results_of(what, changes)
    found = [describe(results, code) for code in find_places(results, name)]
    if why:
        _why(results, [one.row for one in found], form, out)
        return
    if history:
        _history(results, [one.row for one in found], form, out)
        return
    if form is not Format.table:
        rows = [one.parts.join(pl.DataFrame([one.row]), how="cross") for one in found]
        write(pl.concat(rows), form, out)
        return
    from leftbehind.show.summary import print_notice
    from leftbehind.show.tables import list_headings, place_tables, rule_above, table

    console = console_for(out)
    print_notice(console, results)
    console.print(rule_above(results), markup=False)
    for one in found:
        larger = ", ".join(
            value for key, value in one.row.items() if key.endswith("_name") and value
        )
        title = f"\n{one.row['name']} ({one.row['area']}){', ' if larger else ''}{larger}"
        console.print(title, style="bold", markup=False)
        for sentence in one.sentences:
            console.print(sentence, markup=False)
        for heading, shown in place_tables(one.indices, one.parts):
            console.print(heading, markup=False)
            console.print(shown)
        console.print("Beside it, in the order of the list", markup=False)
        console.print(table(one.beside, list_headings(results, one.beside.columns, console.width)))
    close(console, out)


def _why(results: Results, rows: Sequence[dict[str, Any]], form: Format, out: Path | None) -> None:
    """What would tip each of some places."""
    from leftbehind.analysis.ensemble import ensemble
    from leftbehind.analysis.tipping import tipping
    from leftbehind.show import tipped
    from leftbehind.show.messages import say
    from leftbehind.show.summary import print_notice
    from leftbehind.show.tables import text_table

    made = ensemble(results)
    found = [tipping(made, row["area"]) for row in rows]
    if form is not Format.table:
        write(tipped.machine_table(found), form, out)
        return
    console = console_for(out)
    print_notice(console, results)
    for row, told in zip(rows, found, strict=True):
        console.print(f"\n{row['name']} ({row['area']})", style="bold", markup=False)
        console.print(f"{say('tipping-title')}: {tipped.opening(results, told)}", markup=False)
        for one in told.conditions:
            console.print(f"\n{tipped.condition_in_words(results, one)}", markup=False)
            if one.holds:
                table = tipped.weight_rows(results, one)
                console.print(text_table(table.headings, table.rows, table.right))
    console.print(tipped.meaning(), markup=False)
    close(console, out)


def _history(
    results: Results, rows: Sequence[dict[str, Any]], form: Format, out: Path | None
) -> None:
    """On which lists some places have been."""
    import polars as pl

    from leftbehind.analysis.history import place_history
    from leftbehind.cli.history import lists_of
    from leftbehind.show.histories import place_sentences
    from leftbehind.show.messages import say

    if results.manifest["simulated"]:
        raise LeftBehindError(
            "the invented country has no other editions",
            mend="lay lists side by side: leftbehind history STUDY STUDY",
        )
    lists = lists_of(None)
    found = [place_history(results, row["area"], lists) for row in rows]
    if form is not Format.table:
        told = [
            one.with_columns(area=pl.lit(row["area"])) for row, one in zip(rows, found, strict=True)
        ]
        write(pl.concat(told), form, out)
        return
    console = console_for(out)
    for row, one in zip(rows, found, strict=True):
        console.print(f"{row['name']} ({row['area']})", style="bold", markup=False)
        console.print(say("history-lists"), markup=False)
        for line in place_sentences(one):
            console.print(line, markup=False)
    close(console, out)


def shipped() -> None:
    """The studies that come with the package."""
    from leftbehind.study_file import read_study, study_names

    for name in study_names():
        print(f"{name}: {read_study(name).title}")
