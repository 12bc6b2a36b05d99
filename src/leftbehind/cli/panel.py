"""Commands about a panel of experts: a form for it, its weights, what they would do."""

from __future__ import annotations

from enum import StrEnum
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
    note,
    reading,
    save,
    write,
)
from leftbehind.errors import LeftBehindError
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from rich.console import Console

    from leftbehind.show.compared import Rows
    from leftbehind.study import Study

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="A panel of experts: a form, their weights, what these would do to the list.",
)


class Asked(StrEnum):
    """How experts are asked."""

    points = "points"
    pairs = "pairs"
    ranking = "ranking"


File = Annotated[Path, typer.Argument(help="The filled forms: .xlsx or .csv.")]
About = Annotated[str, typer.Option("--study", help="A shipped study, or a study file.")]
Weighed = Annotated[str, typer.Option("--index", help="The index whose parts were weighed.")]


@app.command()
def template(
    study: Annotated[str, typer.Argument(help="A shipped study, or the path of a study file.")],
    index: Annotated[str, typer.Argument(help="The index whose parts are to be weighed.")],
    method: Annotated[
        Asked, typer.Option(help="Share out points, compare pairs (AHP), or rank.")
    ] = Asked.points,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The file to write: .xlsx or .csv.")
    ] = Path("panel.xlsx"),
    quiet: Quiet = False,
) -> None:
    """Write a form for experts, with the parts of an index and plain instructions."""
    hush(quiet)
    from leftbehind.analysis.panel_file import parts_asked
    from leftbehind.show.panel_form import form_bytes, form_rows, instructions
    from leftbehind.study_file import read_study

    form = {".xlsx": Format.xlsx, ".csv": Format.csv}.get(out.suffix.lower())
    if form is None:
        raise typer.BadParameter("a form is a workbook or a CSV: name a .xlsx or .csv with --out")
    if out.exists():
        raise LeftBehindError(
            "there is a file already, which may hold answers",
            where=str(out),
            mend="name another with --out, or move it away",
        )
    asked = read_study(study)
    parts = parts_asked(asked, index, method.value)
    told = instructions(method.value, asked.title, _title(asked, index), len(parts), form)
    save(out, form_bytes(form_rows(method.value, parts), told, form))
    if form is Format.csv:
        for line in told:
            note(line)


@app.command()
def read(
    file: File,
    study: About,
    index: Weighed,
    form: Form = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Read filled forms back: check them, print the weights and how far experts agree."""
    hush(quiet)
    _read(file, study, index, form, out, with_lists=False)


@app.command()
def run(
    file: File,
    study: About,
    index: Weighed,
    form: Form = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Read filled forms back, and run the study with the weights of each expert and of all."""
    hush(quiet)
    _read(file, study, index, form, out, with_lists=True)


def _read(
    file: Path, study: str, index: str, form: Format, out: Path | None, *, with_lists: bool
) -> None:
    """Read filled forms, run the study with their weights if asked, and tell what was found."""
    from leftbehind.analysis.panel_file import read_panel
    from leftbehind.analysis.panel_lists import lists_of
    from leftbehind.show import panelled
    from leftbehind.show.summary import print_notice
    from leftbehind.study_file import read_study

    asked = read_study(study)
    found = read_panel(file, asked, index)
    lists = None
    if with_lists:
        with reading() as tell:
            lists = lists_of(found.panel, study, index, tell=tell)
    if form is not Format.table:
        for line in panelled.warnings_of(found):
            note(line)
        frame = panelled.list_frame(found, lists) if lists else panelled.weight_frame(found)
        write(frame, form, out)
        return
    console = console_for(out)
    if lists:
        print_notice(console, lists.own)
    console.print(panelled.panel_title(found, _title(asked, index)), style="bold", markup=False)
    _print(console, panelled.weight_rows(found, lists.weights if lists else None))
    for line in [*panelled.agreement_in_words(found), *panelled.warnings_of(found)]:
        console.print(line, markup=False)
    if lists:
        console.print(f"\n{panelled.list_title(lists)}", style="bold", markup=False)
        _print(console, panelled.list_rows(lists))
        for line in panelled.moves_in_words(lists):
            console.print(line, markup=False)
    close(console, out)


def _title(asked: Study, index: str) -> str:
    recipe = asked.recipes[index]
    return asked.index[index].title or recipe.title


def _print(console: Console, rows: Rows) -> None:
    from leftbehind.show.tables import text_table

    console.print(text_table(rows.headings, rows.rows, rows.right))
