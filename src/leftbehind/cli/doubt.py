"""The command that says how sure the list is."""

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


def doubt(
    what: Annotated[str, typer.Argument(help="A study or a study file.")] = FIRST,
    draws: Annotated[int, typer.Option(help="How many versions are tried.")] = 1000,
    concentration: Annotated[
        float | None,
        typer.Option(help="How closely weights stay to the study's; none: the two it states."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the draws; none: the study's.")] = None,
    ranks: Annotated[
        bool, typer.Option("--ranks/--no-ranks", help="Find intervals of ranks too.")
    ] = True,
    form: Form = Format.table,
    out: Folder = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Judge the study in many versions of its method: who is surely on the list, who hardly."""
    hush(quiet)
    from leftbehind.analysis.doubt import doubtful
    from leftbehind.data.shelf import Shelf
    from leftbehind.results import refuse_foreign
    from leftbehind.running.run import shelf_of
    from leftbehind.show import doubted as shown
    from leftbehind.show.doubt_pictures import pictures_of
    from leftbehind.show.messages import say
    from leftbehind.show.tables import text_table
    from leftbehind.study_file import read_study

    if out:
        refuse_foreign(out)
    study = read_study(what, changes or ())
    about = study.doubt
    spreads = about.concentration if concentration is None else (concentration,)
    if "weights" not in about.draw:
        spreads = spreads[:1]  # nothing is drawn that a concentration could widen
    with reading() as tell:
        at_hand = doubtful(what, changes or (), tell=tell)
        tell("versions")
        found = [
            at_hand.doubted(draws, concentration=spread, seed=seed, ranks=ranks and n == 0)
            for n, spread in enumerate(spreads)
        ]
    table = shown.machine_table(found)
    if out:
        with reading() as tell:
            pictures, lacking = pictures_of(found[0], shelf_of(study, Shelf()), tell)
        versions = {f"versions-{one.concentration:g}": one.versions for one in found}
        leave(out, {"areas": table, **versions}, pictures, lacking)
    if form is not Format.table:
        write(table, form, None)
        return
    console = console_for(None)
    console.print(found[0].results.manifest["study"]["title"], style="bold", markup=False)
    if stamp := found[0].results.manifest["study"].get("stamp"):
        console.print(stamp, markup=False)
    for sentence in shown.sentences(found):
        console.print(sentence, markup=False)
    rows = shown.nearest_to_the_line(found)
    if rows.rows:
        console.print(say("doubt-nearest"), style="bold", markup=False)
        console.print(text_table(rows.headings, rows.rows, rows.right))
    console.print(shown.meaning(found[0]), markup=False)
    close(console, None)
