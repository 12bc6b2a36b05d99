"""The command that builds an index and keeps every stage."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leftbehind.cli.common import (
    Changes,
    Quiet,
    close,
    console_for,
    hush,
    is_quiet,
    note,
    reading,
)


class Kept(StrEnum):
    """How the stages are kept."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"


def build(
    study: Annotated[str, typer.Argument(help="A study, or the path of a study file.")],
    index: Annotated[str, typer.Option(help="Which index; none: the study's first.")] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the stages.")] = None,
    form: Annotated[
        Kept, typer.Option("--format", "-f", help="One file for each stage, or one workbook.")
    ] = Kept.parquet,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Build an index step by step, keep every stage, and say what each step changed."""
    hush(quiet)
    from leftbehind.results import refuse_foreign, write_folder
    from leftbehind.running.stages import built
    from leftbehind.show import built as shown
    from leftbehind.show.files import Format, as_bytes, as_workbook
    from leftbehind.show.messages import say
    from leftbehind.show.tables import text_table
    from leftbehind.study_file import read_study

    if out:
        refuse_foreign(out)
    with reading() as tell:
        made = built(read_study(study, changes or ()), index, tell=tell)
    if out:
        if form is Kept.xlsx:
            files = {f"{made.index}.xlsx": as_workbook(made.tables())}
        else:
            files = {f"{name}.{form}": as_bytes(table, Format(form.value))
                     for name, table in made.tables().items()}  # fmt: skip

        def fill(place: Path) -> None:
            for name, data in files.items():
                (place / name).write_bytes(data)

        write_folder(out, fill)
    console = console_for(None)
    console.print(shown.opening(made), markup=False)
    for sentence in shown.sentences(made):
        console.print(sentence, markup=False)
    if not is_quiet():
        for title, rows in (
            ("build-account", shown.account_rows(made)),
            ("build-weights", shown.weight_rows(made)),
        ):
            if rows.rows:
                console.print(f"\n{say(title)}", style="bold", markup=False)
                console.print(text_table(rows.headings, rows.rows, rows.right))
    close(console, None)
    if out:
        note(f"Written: {out}")
