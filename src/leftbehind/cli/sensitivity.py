"""The command that says which choice moves the list most."""

from __future__ import annotations

from typing import Annotated

import typer

from leftbehind.cli.common import (
    FIRST,
    Changes,
    Folder,
    Form,
    Quiet,
    close,
    console_for,
    hush,
    leave,
    reading,
    write,
)
from leftbehind.show.files import Format


def sensitivity(
    what: Annotated[str, typer.Argument(help="A study or a study file.")] = FIRST,
    samples: Annotated[
        int, typer.Option(help="Rows of each of two matrices of draws: a power of two.")
    ] = 512,
    concentration: Annotated[
        float | None,
        typer.Option(help="How closely weights stay to the study's; none: the first it states."),
    ] = None,
    form: Form = Format.table,
    out: Folder = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Find which choice moves the list most: weights, thresholds, methods, single indicators."""
    hush(quiet)
    from leftbehind.analysis.sensitivity import sensitivity as sensitive
    from leftbehind.results import refuse_foreign
    from leftbehind.show import sensitive as shown
    from leftbehind.show.messages import say
    from leftbehind.show.sensitivity_pictures import pictures_of
    from leftbehind.show.summary import print_notice
    from leftbehind.show.tables import text_table

    if out:
        refuse_foreign(out)
    with reading() as tell:
        found = sensitive(
            what, changes or (), samples=samples, concentration=concentration, tell=tell
        )
    if out:
        tables = {
            "influence": found.variance.influence,
            "outputs": found.variance.outputs,
            "one-at-a-time": found.one_at_a_time,
        }
        leave(out, tables, *pictures_of(found))
    if form is not Format.table:
        write(found.variance.influence, form, None)
        return
    console = console_for(None)
    print_notice(console, found.results)
    console.print(shown.opening(found), markup=False)
    for threshold in found.variance.runs:
        console.print(f"\n{shown.threshold_title(threshold)}", style="bold", markup=False)
        for sentence in shown.sentences(found, threshold):
            console.print(sentence, markup=False)
        rows = shown.influence_rows(found, threshold)
        console.print(text_table(rows.headings, rows.rows, rows.right))
    console.print(shown.meaning(), markup=False)
    rows = shown.change_rows(found)
    console.print(f"\n{say('sensitivity-changes')}", style="bold", markup=False)
    console.print(text_table(rows.headings, rows.rows, rows.right))
    if together := shown.all_choices(found):
        console.print(together, markup=False)
    close(console, None)
