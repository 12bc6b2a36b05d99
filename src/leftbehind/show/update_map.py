"""A map of an update: which areas stay on the list, which enter, which leave."""

from __future__ import annotations

from leftbehind.analysis.update import Updated
from leftbehind.show.charts.terms import areas_of, capital, source_of, whole_of
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.ground import Ground
from leftbehind.show.look import Mode, theme
from leftbehind.show.map_sheet import Key, drawn_on
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture
from leftbehind.show.update import counts, finding
from leftbehind.show.words import names_of

ENTER, LEAVE = 8, 2
"""Steps of the scale of change that every eye can tell apart, as in the explorer."""


def update_map(found: Updated, on: Ground, *, mode: Mode = "light", width: int = 640) -> Picture:
    """Where areas stay on the list, enter it or leave it.

    Args:
        found: Two studies beside each other.
        on: What is drawn on: the areas of the second.
        mode: Light or dark.
        width: Pixels.
    """
    sheet, results, number = Sheet(mode, width), found.after, counts(found)
    areas = areas_of(results)
    beside = on.areas.select("area").join(found.areas, on="area", how="left", maintain_order="left")
    before, after = beside["before"], beside["after"]
    lacks = beside["margin_before"].is_null() | beside["margin_after"].is_null()
    unknown = lacks & ~before & ~after
    change = theme(mode).change
    colour = {"stay": sheet.colour("both"), "enter": change[ENTER], "leave": change[LEAVE]}
    faces = [
        (sheet.colour("paper"), unknown),
        (sheet.colour("neither"), ~unknown & ~before & ~after),
        (colour["stay"], before & after),
        (colour["enter"], after & ~before),
        (colour["leave"], before & ~after),
    ]
    keys = [
        Key(of, say("map-update-key", move=move, number=plain(number[move], 0)))
        for move, of in colour.items()
    ]
    if unknown.any():
        keys.append(Key(sheet.colour("paper"), say("map-no-figure")))
    title = finding(found, areas)
    names = [key.text for key in keys] + [_named(found, enters) for enters in (True, False)]
    alt_text = listed(say("map-update-alt", whole=whole_of(results), finding=title),
                      [name for name in names if name])  # fmt: skip
    return drawn_on(
        "map",
        results,
        on,
        sheet,
        faces,
        keys,
        title=title,
        subtitle=say("map-update-subtitle", areas=capital(areas)),
        alt_text=alt_text,
        notes=[say("chart-update-source-before", before=source_of(found.before))],
    )


def _named(found: Updated, enters: bool) -> str:
    """The first areas that enter or leave, by name."""
    movers = found.movers().filter(after=enters)
    if movers.is_empty():
        return ""
    title = say("update-entered") if enters else say("update-left")
    return f"{title}: {names_of(movers['name'].to_list(), movers['area'].to_list())}"
