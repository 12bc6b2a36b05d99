"""A map in which doubt is visible: the list in full colour, fading where it is less sure."""

from __future__ import annotations

import polars as pl

from leftbehind.analysis.doubt import Doubted
from leftbehind.show.charts.line import finding, note
from leftbehind.show.charts.terms import areas_of, capital, whole_of
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.ground import Ground
from leftbehind.show.look import Mode, theme
from leftbehind.show.map_sheet import Key, drawn_on
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture
from leftbehind.show.standing import HUNDRED, STEPS


def doubt_map(found: Doubted, on: Ground, *, mode: Mode = "light", width: int = 640) -> Picture:
    """Where the list is sure, and where it hangs on the method.

    Args:
        found: A study in many versions.
        on: What is drawn on.
        mode: Light or dark.
        width: Pixels.
    """
    sheet, results = Sheet(mode, width), found.results
    areas, colours = areas_of(results), theme(mode).sure[::-1]
    unknown = results.areas.select("area", unknown=pl.col("group").is_null())
    every = found.areas.join(unknown, on="area", how="left", maintain_order="left")
    every = every.with_columns(pl.col("unknown") & (pl.col("probability") == 0))
    drawn = on.areas.select("area").join(every, on="area", how="left", maintain_order="left")
    faces: list[tuple[str, pl.Series]] = []
    keys = [Key("", say("doubt-step-head", hundred=plain(HUNDRED, 0)))]
    for step, colour in zip(STEPS, colours, strict=True):
        number = int((step.holds(every["probability"]) & ~every["unknown"]).sum())
        keys.append(Key(colour, step.words(number)))
        faces.append((colour, step.holds(drawn["probability"])))
    if every["unknown"].any():
        faces.append((sheet.colour("paper"), drawn["unknown"]))
        keys.append(Key(sheet.colour("paper"), say("map-no-figure")))
    said = say("doubt-map-alt", whole=whole_of(results), finding=finding(found),
               hundred=plain(HUNDRED, 0), areas=areas)  # fmt: skip
    return drawn_on(
        "map",
        results,
        on,
        sheet,
        faces,
        keys,
        title=finding(found),
        subtitle=say("doubt-map-subtitle", areas=capital(areas)),
        alt_text=listed(said, [key.text for key in keys[1:]]),
        notes=[note(found)],
    )
