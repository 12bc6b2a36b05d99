"""The command that writes files to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leftbehind.cli.common import Changes, Quiet, What, hush, is_quiet, note, results_and_shelf
from leftbehind.cli.compare import Listed, Which

EXPORTS = Path("exports")
"""Where exports go unless told otherwise: exports/STUDY."""


def export(
    what: What = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the files.")] = None,
    accept_terms: Annotated[
        list[str] | None,
        typer.Option(help="Accept the unclear terms of this licence; may be repeated."),
    ] = None,
    listed: Listed = Which.study,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Write a workbook, a GeoPackage and CSVs, each with its codebook and the method note."""
    hush(quiet)
    from leftbehind.show.export.folder import export as export_results
    from leftbehind.show.export.note import terms_in_words
    from leftbehind.show.progress import status

    results, shelf = results_and_shelf(what, changes, published=listed is Which.published)
    folder = out or EXPORTS / str(results.manifest["study"]["name"])
    with status(quiet=is_quiet()) as tell:
        terms = export_results(results, folder, accept=accept_terms or (), shelf=shelf, tell=tell)
    for line in terms_in_words(results, terms):
        note(line)
    note(f"Written: {folder}")
