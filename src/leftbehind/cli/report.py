"""The command that writes reports."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    Before,
    Changes,
    Quiet,
    What,
    hush,
    is_quiet,
    note,
    reading,
    results_and_shelf,
    since_of,
)
from leftbehind.cli.compare import Listed, Which

if TYPE_CHECKING:
    from leftbehind.analysis.neighbourhoods import Neighbourhoods
    from leftbehind.results import Results
    from leftbehind.show.report.blocks import Report

REPORTS = Path("reports")
"""Where reports go unless told otherwise: reports/STUDY."""


def report(
    what: What = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the report.")] = None,
    place: Annotated[
        str, typer.Option("--place", help="A report on one place: a code, a name, or a part.")
    ] = "",
    all_districts: Annotated[
        Path | None,
        typer.Option(
            "--all-districts", help="A report for each local authority, into this folder."
        ),
    ] = None,
    kinds: Annotated[
        bool,
        typer.Option("--kinds", help="Add kinds of neighbourhood, and which lie together."),
    ] = False,
    since: Before = "",
    listed: Listed = Which.study,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Write a report, as one HTML file that needs nothing else and as a PDF."""
    hush(quiet)
    if all_districts is not None and (place or out):
        raise typer.BadParameter("--all-districts takes its own folder, and no --place or --out")
    if since and (all_districts is not None or listed is Which.published):
        other = "--list published" if all_districts is None else "--all-districts"
        raise typer.BadParameter(f"{other} takes no --since")
    if kinds and all_districts is not None:
        raise typer.BadParameter("--all-districts takes no --kinds")
    if kinds and (not what or Path(what).is_dir()):
        raise typer.BadParameter(
            "kinds are found by running a study: name it, and no folder of results"
        )
    changed = since_of(what, changes, since)[0] if since else None
    results, shelf = results_and_shelf(what, changes, published=listed is Which.published)
    name = str(results.manifest["study"]["name"])
    if all_districts is not None:
        _districts(results, all_districts)
        return
    found = _neighbourhoods(what, changes, listed, results) if kinds else None
    from leftbehind.show.report.national import national_report
    from leftbehind.show.report.place import place_report

    folder = out or REPORTS / name
    if not place:
        _write(national_report(results, shelf, note, changed, found), folder, name)
        return
    from leftbehind.analysis.compare import compare
    from leftbehind.show.place import find_places

    comparison = compare(results) if results.manifest.get("outcomes") else None
    for code in find_places(results, place):
        _write(place_report(results, code, comparison, changed, shelf, found), folder, code)


def _neighbourhoods(
    what: str, changes: list[str] | None, listed: Which, results: Results
) -> Neighbourhoods:
    """Kinds and neighbours of the study that was run; what cannot be had is said at once."""
    from leftbehind.analysis.neighbourhoods import neighbourhoods
    from leftbehind.study_file import read_study

    study = read_study(what, changes or ())
    asked = study.with_published_list() if listed is Which.published else study
    with reading() as tell:
        found = neighbourhoods(asked, results, tell=tell)
    for one in (found.kinds, found.around):
        if isinstance(one, str):
            note(one)
    return found


def _write(made: Report, folder: Path, stem: str) -> None:
    from leftbehind.results import write_whole
    from leftbehind.show.report.html import to_html
    from leftbehind.show.report.pdf import to_pdf

    page, paper = to_html(made).encode(), to_pdf(made)  # both are made before either is written
    folder.mkdir(parents=True, exist_ok=True)
    for ending, data in ((".html", page), (".pdf", paper)):
        write_whole(folder / f"{stem}{ending}", data)
        note(f"Written: {folder / (stem + ending)}")


def _districts(results: Results, folder: Path) -> None:
    """A report for each larger area, on all cores, in a folder moved into place whole."""
    from leftbehind.results import write_folder
    from leftbehind.show.progress import counted
    from leftbehind.show.report.district import districts_of, write_districts

    number = results.areas[districts_of(results)].drop_nulls().n_unique()
    with tempfile.TemporaryDirectory() as scratch:
        source = results.write(Path(scratch) / "results")

        def fill(place: Path) -> None:
            written = write_districts(results, source, place, workers=os.cpu_count() or 1)
            for name in counted(written, number, quiet=is_quiet()):
                del name

        write_folder(folder, fill)
    note(f"Written: {number:,} reports, as HTML and PDF, in {folder}")
