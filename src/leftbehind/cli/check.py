"""The command that tells everything that is wrong with a study in one go."""

from __future__ import annotations

from typing import Annotated

import typer

from leftbehind.cli.common import (
    Changes,
    Form,
    Out,
    Quiet,
    close,
    console_for,
    hush,
    reading,
    write,
)
from leftbehind.show.files import Format


def check(
    study: Annotated[str, typer.Argument(help="A shipped study, or the path of a study file.")],
    form: Form = Format.table,
    out: Out = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Check a study: every problem in one go, with 1 at the end if any would stop a run."""
    hush(quiet)
    from leftbehind.analysis.check_study import check_study
    from leftbehind.analysis.faults import problem_table
    from leftbehind.show.checked import counts_of, lines_of

    with reading() as tell:
        found = check_study(study, changes or (), tell=tell)
    if form is not Format.table:
        write(problem_table(found), form, out)
    else:
        console = console_for(out)
        for line in (*lines_of(found), counts_of(found)):
            console.print(line, markup=False, soft_wrap=True)
        close(console, out)
    if any(problem.severity == "stops" for problem in found):
        raise typer.Exit(1)
