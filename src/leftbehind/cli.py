"""The commands: arguments in, calls out, no arithmetic."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leftbehind.errors import LeftBehindError, NotHere
from leftbehind.show.files import Format

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from leftbehind.results import Results

app = typer.Typer(
    name="leftbehind",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    help="Which neighbourhoods are left behind, why, and how sure that is.",
)
data_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The published tables: what, where, get, check.",
)
app.add_typer(data_app, name="data")

RESULTS = Path("results")
"""Where `run` puts the results of a study unless told otherwise: results/STUDY."""

EMBEDDED = "invented-country"
"""The study of simulated figures, for where the published ones cannot be had."""

FIRST = "england-2020"
"""The study that the demonstration runs if its tables can be had."""


class _Said:
    """How loud to be."""

    quiet = False


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.")]
Form = Annotated[Format, typer.Option("--format", "-f", help="How the table is written.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", help="Patch the study: group.left-behind.worst.need=15%"),
]
What = Annotated[
    str, typer.Argument(help="A study, a study file, or a folder of results. None: the latest.")
]


def main() -> None:
    """Run the command line: 0 done, 1 a problem with the input, 2 wrong use."""
    try:
        app()
    except LeftBehindError as error:
        print(f"leftbehind: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("leftbehind: stopped; nothing was left half-written.", file=sys.stderr)
        raise SystemExit(130) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


@app.callback()
def _loudness(
    quiet: Quiet = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    _Said.quiet = quiet
    if version:
        from leftbehind import __version__

        print(f"leftbehind {__version__}")
        raise typer.Exit


@app.command()
def run(
    study: Annotated[str, typer.Argument(help="A shipped study, or the path of a study file.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the results.")] = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Run a study: print what was found and write a folder of results."""
    _Said.quiet |= quiet
    from leftbehind.results import refuse_foreign
    from leftbehind.study import read_study

    asked = read_study(study, changes or ())
    folder = out or RESULTS / asked.name
    refuse_foreign(folder)
    with _reading() as tell:
        from leftbehind.runner import run as run_study

        results = run_study(asked, tell=tell)
    _show_run(results)
    results.write(folder)
    _note(f"Results: {folder}")


@app.command()
def demo(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the results.")] = None,
) -> None:
    """Run the first study on published figures, or the embedded one on simulated figures."""
    from leftbehind.data.fetch import FOLDER
    from leftbehind.results import refuse_foreign
    from leftbehind.runner import run as run_study

    name = FIRST
    refuse_foreign(out or RESULTS / name)
    try:
        with _reading() as tell:
            results = run_study(name, tell=tell)
        print("These are published figures of England.")
    except NotHere as error:
        name = EMBEDDED
        print(f"The published figures cannot be had here: {error}")
        print("So these are SIMULATED figures of an INVENTED country. For the real ones, either")
        print("  connect to the internet and run: leftbehind data get --study england-2020")
        print(f"  or set {FOLDER} to a folder that holds them, and run this again.")
        with _reading() as tell:
            results = run_study(name, tell=tell)
    folder = out or RESULTS / name
    _show_run(results)
    results.write(folder)
    print(f"\nThe results are in {folder}:")
    for table in results.tables:
        print(f"  {folder / table}.parquet")
    first = results.on_list()["name"][0] if results.on_list().height else results.areas["name"][0]
    print(f'\nNext: leftbehind list {folder}; leftbehind place "{first}" {folder}')


@app.command(name="list")
def list_areas(
    what: What = "",
    form: Form = Format.table,
    out: Out = None,
    near: Annotated[bool, typer.Option(help="Show the near misses too.")] = True,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """The list: ranks, scores and margins of every area on it, and the near misses."""
    _Said.quiet |= quiet
    import polars as pl

    results = _results(what, changes)
    on_list, missed = results.on_list(), results.near_misses()
    if form is not Format.table:
        whole = pl.concat([on_list, missed]) if near else on_list
        _write(whole, form, out)
        return
    from leftbehind.show.tables import (
        differences_in_words,
        group_title,
        list_headings,
        rule_above,
        table,
    )

    console = _console(out)
    headings = list_headings(results, on_list.columns)
    _simulated_notice(console, results)
    console.print(results.manifest["study"]["title"], style="bold", markup=False)
    console.print(rule_above(results), markup=False)
    for line in differences_in_words(results):
        console.print(line, markup=False)
    console.print(f"\n{group_title(results, results.list_of)}: {on_list.height:,}", markup=False)
    console.print(table(on_list, headings))
    if near:
        console.print(f"Near misses, nearest first: {missed.height:,}", markup=False)
        console.print(table(missed, headings))
    _close(console, out)


@app.command()
def place(
    name: Annotated[str, typer.Argument(help="A code, a name, or a part of one.")],
    what: What = "",
    form: Form = Format.table,
    out: Out = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """One place: every domain, what pushes it in or out, its neighbours on the list."""
    _Said.quiet |= quiet
    import polars as pl

    from leftbehind.show.place import find_places
    from leftbehind.show.place import place as describe

    results = _results(what, changes)
    found = [describe(results, code) for code in find_places(results, name)]
    if form is not Format.table:
        rows = [one.parts.join(pl.DataFrame([one.row]), how="cross") for one in found]
        _write(pl.concat(rows), form, out)
        return
    from leftbehind.show.tables import list_headings, place_tables, rule_above, table

    console = _console(out)
    _simulated_notice(console, results)
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
        console.print(table(one.beside, list_headings(results, one.beside.columns)))
    _close(console, out)


@app.command()
def studies() -> None:
    """The studies that come with the package."""
    from leftbehind.study import read_study, study_names

    for name in study_names():
        print(f"{name}: {read_study(name).title}")


@data_app.command(name="list")
def data_list(form: Form = Format.table, out: Out = None) -> None:
    """Every table of the catalogue, and whether it is here."""
    import polars as pl

    from leftbehind.data.catalogue import LICENCES
    from leftbehind.data.shelf import Shelf

    shelf = Shelf()
    frame = pl.DataFrame(
        [
            {
                "id": name,
                "title": entry.title,
                "publisher": entry.publisher,
                "licence": LICENCES[entry.licence][0],
                "geography": " → ".join(entry.geographies),
                "date": entry.date,
                "kB": round(entry.bytes / 1000) or None,
                "here": shelf.here(name),
                "status": entry.status,
            }
            for name, entry in shelf.catalogue.table.items()
        ]
    )
    if form is not Format.table:
        _write(frame, form, out)
        return
    from leftbehind.show.tables import table

    headings = {column: column for column in frame.columns if column not in ("title", "status")}
    console = _console(out)
    console.print(table(frame, headings))
    _close(console, out)


@data_app.command()
def get(
    names: Annotated[list[str] | None, typer.Argument(help="Tables to get.")] = None,
    study: Annotated[str, typer.Option(help="Get every table that this study names.")] = "",
    mirror: Annotated[
        str, typer.Option(help="A folder or base address laid out as HOST/PATH.")
    ] = "",
    quiet: Quiet = False,
) -> None:
    """Download tables into the cache, checked against their sha256."""
    _Said.quiet |= quiet
    from leftbehind.data.fetch import RETRIES, cache_folder, download
    from leftbehind.data.shelf import Shelf
    from leftbehind.show.progress import bars

    shelf = Shelf()
    wanted = [*(names or ()), *(_tables_of(study) if study else ())]
    if not wanted:
        raise typer.BadParameter("name at least one table, or --study")
    entries = [(name, shelf.catalogue.entry(name)) for name in dict.fromkeys(wanted)]
    with bars(quiet=_Said.quiet) as progress:
        for name, entry in entries:
            if study and entry.status != "here to get":
                _note(f"{name}: {entry.status}")
                continue
            path = download(
                name, entry, cache_folder(), mirror=mirror, tries=RETRIES, progress=progress
            )
            _note(f"{name}: {path}")


@data_app.command()
def where() -> None:
    """The folders that tables are looked for in, in order."""
    from leftbehind.data.fetch import FOLDER, cache_folder, data_folder

    print(f"{FOLDER}: {data_folder() or 'not set'}")
    print(f"cache: {cache_folder()}")


@data_app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Tables; all that are here.")] = None,
) -> None:
    """Read tables that are here and check all that is declared about them."""
    from leftbehind.data.shelf import Shelf

    shelf = Shelf()
    wanted = names or [
        name
        for name, entry in shelf.catalogue.table.items()
        if entry.holds == "table" and shelf.here(name)
    ]
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
    if problems:
        raise LeftBehindError(f"{problems} of {len(wanted)} tables are not as declared")


def _tables_of(name: str) -> list[str]:
    from leftbehind.study import read_study

    return read_study(name).tables_named()


def _results(what: str, changes: list[str] | None) -> Results:
    """The results that are meant: a folder's, a study's (run now), or the latest."""
    from leftbehind.results import MANIFEST, read_results

    if not what and not changes:
        written = [folder for folder in RESULTS.glob("*/") if (folder / MANIFEST).is_file()]
        latest = max(written, key=lambda folder: (folder / MANIFEST).stat().st_mtime, default=None)
        if latest is None:
            raise LeftBehindError(
                "there are no results in the folder results/ yet",
                mend="name a study (leftbehind studies lists them) or a folder of results",
            )
        _note(f"From {latest}")
        return read_results(latest)
    if what and Path(what).is_dir():
        if changes:
            raise typer.BadParameter("--set changes a study; results are already made")
        return read_results(Path(what))
    from leftbehind.runner import run as run_study
    from leftbehind.study import read_study

    with _reading() as tell:
        return run_study(read_study(what or FIRST, changes or ()), tell=tell)


def _show_run(results: Results) -> None:
    from leftbehind.show.tables import (
        by_table,
        differences_in_words,
        group_title,
        groups_table,
        rule_above,
    )

    console = _console(None)
    _simulated_notice(console, results)
    manifest = results.manifest
    console.print(manifest["study"]["title"], style="bold", markup=False)
    if not _Said.quiet:
        console.print("\nRead:", markup=False)
        for name, read in manifest["tables"].items():
            console.print(f"  {name}: {read['rows']:,} rows, {read['publisher']}", markup=False)
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
    without = results.areas["group"].null_count()
    if without:
        console.print(f"{without:,} have no score on an index and are in no group.", markup=False)
    console.print(groups_table(results))
    for line in differences_in_words(results):
        console.print(line, markup=False)
    for table_name in results.tables:
        if table_name.startswith("by_"):
            by = table_name.removeprefix("by_")
            many = results[table_name][by].n_unique() > 20
            head = f"{group_title(results, results.list_of)} by {by}"
            console.print(f"\n{head}{', the 10 with most' if many else ''}", markup=False)
            console.print(by_table(results, by, results.list_of, most=10 if many else 0))
    for licence in manifest["licences"]:
        if licence["notice"] and not _Said.quiet:
            console.print(f"{licence['licence']}: {licence['notice']}", markup=False)


def _simulated_notice(console: Console, results: Results) -> None:
    if results.manifest["simulated"]:
        console.print("SIMULATED figures of an INVENTED country.", style="bold", markup=False)


def _console(out: Path | None) -> Console:
    from rich.console import Console

    if out:
        return Console(record=True, file=io.StringIO(), width=140)
    # A pipe has no width of its own, and a table cut to 80 columns is no table.
    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def _close(console: Any, out: Path | None) -> None:
    if out:
        _save(out, console.export_text().encode())


def _write(frame: pl.DataFrame, form: Format, out: Path | None) -> None:
    from leftbehind.show.files import as_bytes

    data = as_bytes(frame, form)
    if out:
        _save(out, data)
    elif form in (Format.parquet, Format.xlsx) and sys.stdout.isatty():
        raise typer.BadParameter(f"{form} is no text: name a file with --out")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _save(out: Path, data: bytes) -> None:
    from leftbehind.results import write_whole

    write_whole(out, data)
    _note(f"Written: {out}")


def _note(text: str) -> None:
    if not _Said.quiet:
        print(text, file=sys.stderr)


@contextmanager
def _reading() -> Iterator[Any]:
    """Say on a terminal's stderr which table is being read."""
    from leftbehind.show.progress import status

    with status(quiet=_Said.quiet) as tell:
        yield tell
