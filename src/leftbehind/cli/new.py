"""The command that makes a study of a table of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leftbehind.cli.common import Quiet, hush, is_quiet, note


def new(
    name: Annotated[Path, typer.Argument(help="The new folder.")],
    figures: Annotated[
        Path,
        typer.Option("--from", help="Figures: .csv, .xlsx, .parquet or .gpkg, a row for an area."),
    ],
    sheet: Annotated[str, typer.Option(help="Sheet or layer, where there are several.")] = "",
    area: Annotated[str, typer.Option(help="Heading of the area codes; none: found.")] = "",
    geography: Annotated[
        str, typer.Option(help="Geography of the codes, with vintage, or a name of your own.")
    ] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
    quiet: Quiet = False,
) -> None:
    """Propose a study, a recipe and a codebook from a table of your own."""
    hush(quiet)
    from leftbehind.analysis.propose import propose
    from leftbehind.data.shelf import Shelf
    from leftbehind.results import refuse_filled, write_new_folder
    from leftbehind.show.messages import say
    from leftbehind.show.proposed import asked_in_words, left_out_in_words, summary_of
    from leftbehind.show.starter import starter_files

    refuse_filled(name)
    found = propose(
        figures, Shelf(), sheet=sheet, encoding=encoding, area=area, geography=geography
    )
    files = starter_files(found, name)

    def fill(place: Path) -> None:
        for file, data in files.items():
            (place / file).write_bytes(data)

    write_new_folder(name, fill)
    note(say("new-written", files=", ".join(str(name / file) for file in files)))
    if is_quiet():
        return
    print(summary_of(found))
    print(f"\n{say('new-to-confirm')}")
    for line in asked_in_words(found):
        print(f"  {line}")
    if found.left_out:
        print(f"\n{say('new-not-used')}")
        for line in left_out_in_words(found):
            print(f"  {line}")
    study = name / "study.toml"
    print(f"\n{say('new-next', check=f'leftbehind check {study}', run=f'leftbehind run {study}')}")
