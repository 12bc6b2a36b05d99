"""The command that draws maps."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leftbehind.cli.common import (
    Before,
    Changes,
    Quiet,
    What,
    hush,
    note,
    reading,
    results_and_shelf,
    save_picture,
    since_of,
)


class View(StrEnum):
    """What a map shows as large as what."""

    geography = "geography"
    hexagons = "hexagons"


class Classes(StrEnum):
    """How values are put into classes."""

    quantile = "quantile"
    equal = "equal"
    ckmeans = "ckmeans"


class Shade(StrEnum):
    """The colours of a picture."""

    light = "light"
    dark = "dark"


Theme = Annotated[Shade, typer.Option("--theme", help="Light or dark.")]
Width = Annotated[int, typer.Option("--width", help="Pixels.")]
Picture = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="File: .svg, .png, or .json for the Vega-Lite."),
]


def draw_map(
    what: What = "",
    of: Annotated[
        str,
        typer.Option(
            "--of",
            help="groups, bivariate, changes, an index, index.part, an outcome, or a column.",
        ),
    ] = "groups",
    since: Before = "",
    view: Annotated[
        View, typer.Option(help="The land as it is, or every area as large as any other.")
    ] = View.geography,
    classes: Annotated[
        Classes | None, typer.Option(help="How values become classes. None: quantile.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="How many classes. None: 5.")] = None,
    theme: Theme = Shade.light,
    width: Width = 640,
    out: Picture = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Draw a map: the groups, two indices together, any measure, or what changed."""
    hush(quiet)
    if of in ("groups", "bivariate", "changes") and (classes or steps):
        raise typer.BadParameter(f"a map of {of} has no --classes and no --steps")
    if bool(since) != (of == "changes"):
        verb = "takes no" if since else "needs a"
        raise typer.BadParameter(f"a map of {of} {verb} --since")
    from leftbehind.analysis.since import moves_of
    from leftbehind.show import maps
    from leftbehind.show.ground import ground
    from leftbehind.show.picture import check_ending
    from leftbehind.show.update_map import update_map

    if out:
        check_ending(out)

    moved = None
    if since:
        found, shelf = since_of(what, changes, since)
        moved = moves_of(found)
        results = moved.after
    else:
        results, shelf = results_and_shelf(what, changes)
    with reading() as tell:
        tell(str(results.manifest["study"].get("boundaries", "")))
        on = ground(results, shelf, view=view.value)
    if moved is not None:
        picture = update_map(moved, on, mode=theme.value, width=width)
    elif of == "groups":
        picture = maps.group_map(results, on, mode=theme.value, width=width)
    elif of == "bivariate":
        picture = maps.bivariate_map(results, on, mode=theme.value, width=width)
    else:
        picture = maps.value_map(results, on, of, method=(classes or Classes.quantile).value,
                                 number=5 if steps is None else steps,
                                 mode=theme.value, width=width)  # fmt: skip
    for remark in on.remarks:
        note(remark)
    save_picture(picture, out)
