"""A map of the kinds of neighbourhood, and their colours."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from leftbehind.analysis.typology import Typology
from leftbehind.show.charts.terms import areas_of, capital, whole_of
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.ground import Ground
from leftbehind.show.kind_words import Named
from leftbehind.show.look import Mode, theme
from leftbehind.show.map_sheet import Key, drawn_on
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture


def kind_colours(number: int, mode: Mode = "light") -> list[str]:
    """Colours of so many kinds: four that everybody can tell apart, then four that are nearer.

    On a map colour is alone and areas are small, so that colours are chosen for those who see fewer
    of them, and stand out from land and sea. In charts each kind has its number too. From the
    eighth kind on they are drawn alike.

    Args:
        number: How many kinds.
        mode: Light or dark.

    Example:
        >>> kind_colours(2) == [theme().colour["both"], theme().colour["need"]]
        True
    """
    colour, shade = theme(mode).colour, theme(mode).sequential
    rose, blue, green = (shade[hue][5] for hue in ("deprived", "need", "outcome"))
    every = [colour["both"], colour["need"], rose[2], rose[3]]
    every += [colour["outcome"], green[4], blue[2], green[1]]
    return (every + every[-1:] * number)[:number]


def kind_map(
    found: Typology,
    names: Mapping[str, Named],
    on: Ground,
    *,
    mode: Mode = "light",
    width: int = 640,
) -> Picture:
    """Where the kinds are.

    Args:
        found: The typology.
        names: Its kinds in words.
        on: What is drawn on.
        mode: Light or dark.
        width: Pixels.
    """
    sheet, results = Sheet(mode, width), found.results
    kinds = found.kinds.filter(level=1).select("kind", "areas").rows()
    colours = kind_colours(len(kinds), mode)
    own = found.places.select("area", "kind", own=pl.col("listed"))
    drawn = on.areas.select("area").join(own, on="area", how="left", maintain_order="left")
    listed_here = drawn["own"].fill_null(value=False)
    faces = [(sheet.colour("neither"), ~listed_here)]
    keys = []
    for (kind, areas), colour in zip(kinds, colours, strict=True):
        faces.append((colour, listed_here & (drawn["kind"] == kind)))
        text = say("typology-map-key", kind=kind, name=names[kind].name, number=plain(areas, 0))
        keys.append(Key(colour, text))
    if found.left_out:
        faces.append((sheet.colour("ink"), listed_here & drawn["kind"].is_null()))
        number = plain(len(found.left_out), 0)
        keys.append(Key(sheet.colour("ink"), say("typology-map-unknown", number=number)))
    areas = areas_of(results)
    one = "typology-map-title-none" if len(kinds) == 1 else "typology-map-title"
    title = say(one, kinds=plain(len(kinds), 0), areas=areas)
    said = say("typology-map-alt", whole=whole_of(results), title=title)
    return drawn_on(
        "map",
        results,
        on,
        sheet,
        faces,
        keys,
        title=title,
        subtitle=say("typology-map-subtitle", areas=capital(areas)),
        alt_text=listed(said, [key.text for key in keys]),
    )
