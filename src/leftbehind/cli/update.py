"""The command that sets two studies beside each other and says what moved because of what."""

from __future__ import annotations

from typing import Annotated

import typer

from leftbehind.cli.common import (
    Folder,
    Form,
    Quiet,
    close,
    console_for,
    hush,
    leave,
    note,
    reading,
    since_of,
    write,
)
from leftbehind.show.files import Format


def update(
    before: Annotated[str, typer.Argument(help="A study or a study file.")],
    after: Annotated[str, typer.Argument(help="Another, such as a later edition of it.")],
    form: Form = Format.table,
    out: Folder = None,
    quiet: Quiet = False,
) -> None:
    """Set two studies beside each other: who stays, enters and leaves, and because of what."""
    hush(quiet)
    from leftbehind.analysis.since import tables_of
    from leftbehind.analysis.update import Updated
    from leftbehind.results import refuse_foreign
    from leftbehind.show.messages import say
    from leftbehind.show.on_ground import print_common_ground
    from leftbehind.show.update import print_update
    from leftbehind.show.update_pictures import pictures_of

    if out:
        refuse_foreign(out)
    found, shelf = since_of(after, None, before)
    if out:
        with reading() as tell:
            pictures = pictures_of(found, shelf, tell)
        leave(out, tables_of(found), *pictures)
    if form is not Format.table:
        write(found.movers() if isinstance(found, Updated) else found.areas, form, None)
        return
    console = console_for(None)
    if isinstance(found, Updated):
        print_update(console, found)
    else:
        print_common_ground(console, found)
    close(console, None)
    if not out:
        note(say("update-keep"))
