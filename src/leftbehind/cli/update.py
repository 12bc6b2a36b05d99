"""The command that sets two studies beside each other and says what moved because of what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
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

if TYPE_CHECKING:
    from leftbehind.study import Study


def update(
    before: Annotated[str, typer.Argument(help="A study or a study file.")],
    after: Annotated[str, typer.Argument(help="Another, such as a later edition of it.")],
    form: Form = Format.table,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for tables and pictures.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Set two studies beside each other: who stays, enters and leaves, and because of what."""
    hush(quiet)
    from leftbehind.analysis.update import update as updated
    from leftbehind.data.shelf import Shelf
    from leftbehind.results import refuse_foreign
    from leftbehind.running.run import shelf_of
    from leftbehind.show import update as shown
    from leftbehind.show.messages import say
    from leftbehind.show.summary import print_notice
    from leftbehind.show.tables import text_table
    from leftbehind.show.update_pictures import pictures_of
    from leftbehind.study_file import read_study

    if out:
        refuse_foreign(out)
    studies = read_study(before), read_study(after)
    if studies[0].areas != studies[1].areas:
        _on_common_ground(studies, form, out)
        return
    with reading() as tell:
        found = updated(*studies, tell=tell)
        tables = {
            "areas": found.areas,
            "changes": found.changes_table(),
            "causes": found.parts_table(),
            "states": found.states(),
            "sets": found.sets,
            "orders": found.orders,
            "lists": found.lists,
        }
        pictures = pictures_of(found, shelf_of(studies[1], Shelf()), tell) if out else ([], [])
    if out:
        leave(out, tables, *pictures)
    if form is not Format.table:
        write(found.movers(), form, None)
        return
    console = console_for(None)
    print_notice(console, found.after)
    for sentence in (*shown.sentences(found), *shown.differences(found)):
        console.print(sentence, markup=False)
    rows = shown.cause_rows(found)
    console.print(text_table(rows.headings, rows.rows, rows.right))
    console.print(shown.split(found), markup=False)
    for enters, title in ((True, say("update-entered")), (False, say("update-left"))):
        rows = shown.mover_rows(found, enters=enters)
        if rows.rows:
            console.print(f"\n{title}", style="bold", markup=False)
            console.print(text_table(rows.headings, rows.rows, rows.right))
            if more := shown.unshown(found, enters=enters):
                console.print(more, markup=False)
    if found.movers().is_empty():
        console.print(say("update-nobody"), markup=False)
    close(console, None)
    if not out:
        note(say("update-keep"))


def _on_common_ground(studies: tuple[Study, Study], form: Format, out: Path | None) -> None:
    """Two lists of unlike areas, set beside each other by people."""
    from leftbehind.analysis.common_ground import common_ground
    from leftbehind.data.shelf import Shelf
    from leftbehind.running.run import run, shelf_of
    from leftbehind.show.on_ground import ground_picture, print_common_ground

    with reading() as tell:
        first, second = (run(study.without_outcomes(), tell=tell) for study in studies)
        found = common_ground(first, second, shelf_of(studies[1], Shelf()))
    if out:
        leave(out, {"areas": found.areas, "by": found.by_larger}, [ground_picture(found)], ())
    if form is not Format.table:
        write(found.areas, form, None)
        return
    console = console_for(None)
    print_common_ground(console, found)
    close(console, None)
