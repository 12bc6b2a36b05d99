"""The command that changes a study's method and says what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leftbehind.cli.common import (
    FIRST,
    Changes,
    Form,
    Quiet,
    close,
    console_for,
    hush,
    leave,
    note,
    reading,
    write,
)
from leftbehind.show.files import Format


def whatif(
    study: Annotated[str, typer.Argument(help="A study or a study file.")] = FIRST,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", help="Leave a part out: INDEX.PART.")
    ] = None,
    swap: Annotated[
        list[str] | None,
        typer.Option("--swap", help="Measure a part otherwise: INDEX.PART=TABLE.COLUMN:worse."),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", help="Add an indicator: INDEX.NODE.NAME=TABLE.COLUMN:better@WEIGHT."),
    ] = None,
    changes: Changes = None,
    form: Form = Format.table,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the tables.")] = None,
    quiet: Quiet = False,
) -> None:
    """Change the method and set the list beside the study's own: who enters, who leaves, why."""
    hush(quiet)
    from leftbehind.analysis.edits import read_edits
    from leftbehind.analysis.whatif import whatif as changed
    from leftbehind.results import refuse_foreign
    from leftbehind.show import whatif as shown
    from leftbehind.show.messages import say
    from leftbehind.show.summary import print_notice
    from leftbehind.show.tables import text_table

    if out:
        refuse_foreign(out)
    asked = read_edits(tuple(changes or ()), tuple(drop or ()), tuple(add or ()), tuple(swap or ()))
    with reading() as tell:
        found = changed(study, tuple(asked), tell=tell)
    if out:
        leave(out, {"areas": found.areas, "movers": shown.movers_table(found)}, (), ())
    if form is not Format.table:
        write(shown.movers_table(found), form, None)
        return
    console = console_for(None)
    print_notice(console, found.after)
    for sentence in shown.sentences(found):
        console.print(sentence, markup=False)
    rows = shown.mover_rows(found)
    if rows.rows:
        console.print(text_table(rows.headings, rows.rows, rows.right))
        console.print(shown.unshown(found), markup=False)
    for index in found.indices:
        rows = shown.largest_rows(found, index)
        if rows.rows:
            title = say("whatif-largest", index=found.before.indices[index])
            console.print(f"\n{title}", style="bold", markup=False)
            console.print(text_table(rows.headings, rows.rows, rows.right))
    close(console, None)
    if not out:
        note(say("whatif-keep"))
