"""Commands about the published tables: what there is, where, get, check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import Form, Out, Quiet, close, console_for, hush, is_quiet, note, write
from leftbehind.errors import LeftBehindError
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from leftbehind.data.shelf import Shelf

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The published tables: what, where, get, check.",
)


@app.command(name="list")
def data_list(form: Form = Format.table, out: Out = None) -> None:
    """Every table of the catalogue, and whether it is here."""
    import polars as pl

    from leftbehind.data.corrections import corrections, corrections_of
    from leftbehind.data.shelf import Shelf

    shelf = Shelf()
    frame = pl.DataFrame(
        [
            {
                "id": name,
                "title": entry.title,
                "publisher": entry.publisher,
                "licence": entry.licence,
                "geography": " → ".join(entry.geographies),
                "date": entry.date,
                "kB": round(entry.bytes / 1000) or None,
                "here": shelf.here(name),
                "status": entry.status,
                "known_errors": ", ".join(corrections_of([name])),
            }
            for name, entry in shelf.catalogue.table.items()
        ]
    )
    if form is not Format.table:
        write(frame, form, out)
        return
    from leftbehind.show.corrections import error_in_words
    from leftbehind.show.messages import say
    from leftbehind.show.tables import table

    folded = ("title", "status", "known_errors")
    headings = {column: column for column in frame.columns if column not in folded}
    console = console_for(out)
    console.print(table(frame, headings))
    console.print(say("corrections"), style="bold", markup=False)
    for one in corrections().values():
        console.print(f"  {error_in_words(one)}", markup=False)
    close(console, out)


@app.command()
def get(
    names: Annotated[list[str] | None, typer.Argument(help="Tables to get.")] = None,
    study: Annotated[str, typer.Option(help="Get every table that this study names.")] = "",
    mirror: Annotated[
        str, typer.Option(help="A folder or base address laid out as HOST/PATH.")
    ] = "",
    quiet: Quiet = False,
) -> None:
    """Download tables into the cache, checked against their sha256."""
    hush(quiet)
    from leftbehind.data.fetch import RETRIES, cache_folder, download
    from leftbehind.data.shelf import Shelf
    from leftbehind.show.progress import bars
    from leftbehind.study_file import read_study

    shelf = Shelf()
    wanted = list(names or ())
    if study:
        asked = read_study(study)
        shelf = replace(shelf, catalogue=shelf.catalogue.with_own(asked.table, asked.geography))
        wanted += asked.tables_named()
    if not wanted:
        raise typer.BadParameter("name at least one table, or --study")
    entries = [(name, shelf.catalogue.entry(name)) for name in dict.fromkeys(wanted)]
    with bars(quiet=is_quiet()) as progress:
        for name, entry in entries:
            if study and not (entry.status == "here to get" and entry.address):
                note(f"{name}: {entry.status}")
                continue
            here = None if mirror else _whole(name, shelf)
            path = here or download(
                name, entry, cache_folder(), mirror=mirror, tries=RETRIES, progress=progress
            )
            note(f"{name}: {path}")


def _whole(name: str, shelf: Shelf) -> Path | None:
    """The file of a table, if it is on this machine and its bytes are right."""
    from leftbehind.data.fetch import checked, find

    entry = shelf.catalogue.entry(name)
    path = find(entry, shelf.folder, shelf.cache)
    try:
        return path if path and checked(path, entry, name) else None
    except LeftBehindError:
        return None  # it is got anew


@app.command()
def where() -> None:
    """The folders that tables are looked for in, in order."""
    from leftbehind.data.fetch import FOLDER, cache_folder, data_folder

    folder = data_folder()
    absent = " (there is no such folder)" if folder and not folder.is_dir() else ""
    print(f"{FOLDER}: {folder or 'not set'}{absent}")
    print(f"cache: {cache_folder()}")


@app.command()
def path(
    source: Annotated[str, typer.Argument(help="Geography to start from, such as lsoa11.")],
    target: Annotated[str, typer.Argument(help="Geography to reach, such as ward24.")],
    of: Annotated[
        str, typer.Option(help="Count the areas of this table only; none: all there are.")
    ] = "",
    form: Form = Format.table,
    out: Out = None,
) -> None:
    """The lookups from one geography to another, and what is exact, approximate and lost."""
    from leftbehind.areas.conversion import areas_of, convert, known_people
    from leftbehind.data.shelf import Shelf
    from leftbehind.show import way
    from leftbehind.show.messages import say
    from leftbehind.show.tables import text_table

    shelf = Shelf()
    found = convert(source, target, shelf)
    areas = areas_of(source, shelf, table=of)
    account = found.whole.account(areas, known_people(source, shelf))
    if form is not Format.table:
        write(found.whole.shares, form, out)
        return
    console = console_for(out)
    console.print(way.heading(found), style="bold", markup=False)
    if found.steps:
        rows = way.step_rows(found.steps, found.accounts(areas))
        console.print(text_table(rows.headings, rows.rows, rows.right))
        kind = shelf.catalogue.geography[source]
        for line in way.in_words(account, kind.plural or kind.title, same=len(found.same)):
            console.print(line, markup=False)
        console.print(say("way-meaning"), markup=False)
    else:
        console.print(say("way-none", source=source, target=target), markup=False)
    close(console, out)


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Tables; all that are here.")] = None,
) -> None:
    """Read tables that are here and check all that is declared about them."""
    from leftbehind.data.corrections import corrections_of
    from leftbehind.data.shelf import Shelf
    from leftbehind.show.corrections import error_in_words

    shelf = Shelf()
    wanted = names or [
        name
        for name, entry in shelf.catalogue.table.items()
        if entry.holds == "table" and shelf.here(name)
    ]
    if not wanted:
        note("No table is here to check; leftbehind data where says where they are looked for.")
    problems = 0
    for name in wanted:
        entry = shelf.catalogue.entry(name)
        try:
            reading = shelf.read(name)
        except LeftBehindError as error:
            problems += 1
            print(f"{name}: NOT as declared: {error}")
            continue
        gaps = sum(gap.cells for gap in reading.gaps)
        print(f"{name}: {reading.frame.height:,} rows as declared, {gaps:,} empty cells")
        if entry.defects:
            print(f"  known: {entry.defects}")
        for one in corrections_of([name]).values():
            print(f"  error as published: {error_in_words(one)}")
    if problems:
        raise LeftBehindError(f"{problems} of {len(wanted)} tables are not as declared")
