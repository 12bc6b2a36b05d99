"""The command for what became of places through the editions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    Form,
    Out,
    Quiet,
    close,
    console_for,
    hush,
    results_of,
    save_picture,
    write,
)
from leftbehind.cli.maps import Shade, Theme, Width
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from rich.console import Console

    from leftbehind.results import Results

LISTS = ("england-2019", "england-2020", "england-2025")
"""The editions that are meant where none is named, those of them that are shipped."""


def history(
    studies: Annotated[
        list[str] | None,
        typer.Argument(help="Studies or folders of results, in order. None: those of England."),
    ] = None,
    published: Annotated[
        bool, typer.Option("--published", help="Take published lists where studies name one.")
    ] = False,
    score: Annotated[
        list[str] | None,
        typer.Option(help="Scores of editions of an index, in order: TABLE.COLUMN. Repeat it."),
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(help="Draw the deciles, or lists that are named: .svg, .png or .json."),
    ] = None,
    theme: Theme = Shade.light,
    width: Width = 640,
    form: Form = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Who was on the list in every edition, once, or never; how deciles changed between them."""
    hush(quiet)
    from leftbehind.analysis.history import history as history_of
    from leftbehind.show.histories import lists_picture, print_history
    from leftbehind.show.picture import check_ending

    if picture:
        check_ending(picture)
    has_deciles = bool(score) or not studies
    if form is not Format.table and picture and has_deciles:
        raise typer.BadParameter("--format is of lists and the picture of deciles: name studies")
    found = None
    if studies or not score:
        found = history_of(lists_of(studies, published=published))
    if picture and found is not None and not has_deciles:
        save_picture(lists_picture(found, mode=theme.value, width=width), picture)
    if form is not Format.table:
        if found is None:
            raise typer.BadParameter("--format is of lists: name studies")
        write(found.laid.living(), form, out)
        return
    console = console_for(out)
    if found is not None:
        print_history(console, found)
    if has_deciles:
        _deciles(console, score, picture, theme, width)
    close(console, out)


def lists_of(studies: list[str] | None, *, published: bool = False) -> list[Results]:
    """The results of the editions that are meant.

    Args:
        studies: Studies or folders; none: those of England.
        published: Take the published list of a study that names one.
    """
    from leftbehind.study_file import read_study, study_names

    shipped = study_names()
    asked = studies or [name for name in LISTS if name in shipped]
    found = []
    for name in asked:
        has = published and not Path(name).is_dir() and read_study(name).published is not None
        found.append(results_of(name, None, published=has))
    return found


def _deciles(
    console: Console, score: list[str] | None, picture: Path | None, theme: Shade, width: int
) -> None:
    from leftbehind.analysis.transitions import IMD, overlap, transitions
    from leftbehind.data.shelf import Shelf
    from leftbehind.show.histories import decile_picture, print_transitions

    shelf, columns = Shelf(), score or list(IMD)
    found = transitions(columns, shelf)
    kind = shelf.catalogue.geography[found.ground]
    kept = overlap(columns[-2], columns[-1], shelf)
    print_transitions(console, found, kept, kind.plural or kind.title)
    if picture:
        sources = [shelf.catalogue.entry(one.partition(".")[0]).title for one in columns]
        save_picture(decile_picture(found, sources, mode=theme.value, width=width), picture)
