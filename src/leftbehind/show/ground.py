"""What maps are drawn on: the areas as polygons or hexagons, and the lines around regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from leftbehind.areas.boundaries import CHANGED, PRINT, Boundaries, read_boundaries
from leftbehind.data.catalogue import licence_of
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.words import names_of

View = Literal["geography", "hexagons"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Areas with their shapes, in one view.

    Attributes:
        view: Geography, or one hexagon an area.
        areas: The areas that have a shape, in the order of the shapes.
        boundaries: Their shapes.
        outlines: Shapes of the larger areas that are outlined, by name.
        remarks: What was mended, simplified or is missing, in words.
        licence: Title and notice of the boundaries.
    """

    view: View
    areas: pl.DataFrame
    boundaries: Boundaries
    outlines: Mapping[str, Any]
    remarks: tuple[str, ...]
    licence: str


def ground(
    results: Results,
    shelf: Shelf | None = None,
    view: View = "geography",
    metres: float = PRINT,
) -> Ground:
    """What the maps of a study are drawn on.

    Args:
        results: Results of a study that names boundaries.
        shelf: Where polygons come from.
        view: "geography", or "hexagons": every area as large as any other.
        metres: How far a line may move when it is made simpler.

    Raises:
        NotHere: If the polygons cannot be had.
        LeftBehindError: If the study names none.
    """
    study = results.manifest["study"]
    table = study.get("boundaries", "")
    source = shelf or Shelf()
    whole = read_boundaries(
        results.areas["area"],
        study["areas"],
        table,
        source,
        lookup=study.get("boundaries_lookup", ()),
    )
    areas = whole.codes.to_frame("area").join(
        results.areas, on="area", how="left", maintain_order="left"
    )
    drawn = whole.simplified(metres)
    entry = source.catalogue.entry(table)
    notice = licence_of(entry.licence).notice
    licence = say("map-source", title=entry.title, licence=notice)
    plain_view = Ground(
        "geography",
        areas,
        drawn,
        _outlines(results, areas, drawn),
        _remarks(results, whole, metres),
        licence,
    )
    return plain_view if view == "geography" else as_hexagons(results, plain_view)


def as_hexagons(results: Results, on: Ground) -> Ground:
    """The same ground with every area a hexagon of one size."""
    import shapely

    from leftbehind.areas.cartogram import hexagons

    shapes = on.boundaries.shapes
    places = shapely.get_coordinates(shapely.point_on_surface(shapes))
    everywhere = pl.Series(["whole"] * len(shapes))
    cells = hexagons(places, on.boundaries.dissolved(everywhere)["whole"])
    drawn = replace(on.boundaries, shapes=cells.shapes())
    outlines = _outlines(results, on.areas, drawn)
    remarks = _missing(results, on.boundaries)
    return replace(on, view="hexagons", boundaries=drawn, outlines=outlines, remarks=remarks)


def _outlines(results: Results, areas: pl.DataFrame, drawn: Boundaries) -> dict[str, Any]:
    """The larger areas that the study wants outlined."""
    outline = results.manifest["study"].get("outline", "")
    if not outline:
        return {}
    return drawn.dissolved(
        areas[f"{outline}_name" if f"{outline}_name" in areas.columns else outline]
    )


def _remarks(results: Results, whole: Boundaries, metres: float) -> tuple[str, ...]:
    """What a map of the land must say of its lines, and which areas it lacks."""
    if not len(whole.shapes):
        raise LeftBehindError("none of the areas has a polygon", mend="check `boundaries`")
    said = [say("map-drawn", metres=plain(metres, 0))]
    if whole.repaired:
        said.append(say("map-repaired", number=whole.repaired, text=plain(whole.repaired, 0)))
    if whole.gaps:
        said.append(
            say(
                "map-gaps",
                number=whole.gaps,
                text=plain(whole.gaps, 0),
                changed=whole.changed,
                share=percent(CHANGED, 0),
            )
        )
    return (*said, *_missing(results, whole))


def _missing(results: Results, whole: Boundaries) -> tuple[str, ...]:
    """Which areas no map of these polygons shows."""
    if not whole.without:
        return ()
    lost = results.areas.filter(pl.col("area").is_in(list(whole.without)))
    names = names_of(lost["name"].fill_null("–").to_list(), lost["area"].to_list(), most=4)
    number = len(whole.without)
    return (say("map-without", number=number, text=plain(number, 0), names=names),)
