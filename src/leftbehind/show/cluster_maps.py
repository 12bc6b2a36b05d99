"""Maps of how a list lies: its patches, and where neighbours are alike."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from leftbehind.analysis.moran import CHANCE, QUADRANTS
from leftbehind.analysis.spatial import Spatial
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.charts.terms import areas_of, capital, index_title, whole_of
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.clustered import CLASSES, caveat, class_title, local_meaning
from leftbehind.show.ground import Ground, ground
from leftbehind.show.look import Mode, theme
from leftbehind.show.map_sheet import Key, drawn_on
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture
from leftbehind.show.tables import finest_breakdown

PATCHES_NAMED = 5
"""Patches whose places are named to those who cannot see the map."""

LOW = 2
"""Step of the scale of change, teal half-way to paper, for low among low."""


def maps_of(
    found: Spatial, shelf: Shelf | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[Picture], list[str]]:
    """A map of the patches, and one for each index of where neighbours are alike.

    Args:
        found: How areas lie.
        shelf: Where polygons come from.
        tell: Called with what is being drawn.

    Returns:
        The pictures, and in words what could not be drawn and why.

    Example:
        >>> import leftbehind as lb
        >>> from leftbehind.analysis.spatial import around, spatial
        >>> found = spatial(around(lb.run("invented-country")), permutations=99)
        >>> pictures, lacking = maps_of(found)
        >>> [picture.name for picture in pictures], lacking
        (['patches', 'alike-deprivation', 'alike-need'], [])
    """
    tell("map")
    try:
        land = ground(found.results, shelf)
        pictures = [patch_map(found, land)]
        pictures += [likeness_map(found, land, index) for index in found.results.indices]
    except (LeftBehindError, ModuleNotFoundError) as error:
        return [], [say("doubt-no-map", why=str(error))]
    return pictures, []


def patch_map(found: Spatial, on: Ground, *, mode: Mode = "light", width: int = 640) -> Picture:
    """Which areas of the list touch another one.

    Args:
        found: How areas lie.
        on: What is drawn on.
        mode: Light or dark.
        width: Pixels.
    """
    sheet, results = Sheet(mode, width), found.results
    joined = _members(found.patches.filter(pl.col("areas") > 1))
    single = _members(found.patches.filter(pl.col("areas") == 1))
    areas = on.areas["area"]
    unknown = on.areas["group"].is_null()
    faint = theme(mode).sure[len(theme(mode).sure) // 2]
    faces = [
        (sheet.colour("neither"), ~unknown),
        (faint, areas.is_in(single)),
        (sheet.colour("both"), areas.is_in(joined)),
    ]
    keys = [
        Key(sheet.colour("both"), say("clusters-map-joined", number=plain(len(joined), 0))),
        Key(faint, say("clusters-map-single", number=plain(len(single), 0))),
        Key(sheet.colour("neither"), say("clusters-map-off")),
    ]
    if unknown.any():
        faces.insert(0, (sheet.colour("paper"), unknown))
        keys.append(Key(sheet.colour("paper"), say("map-no-figure")))
    finding = say("clusters-map-title", number=len(joined), joined=plain(len(joined), 0),
                  areas=areas_of(results),
                  listed=plain(len(joined) + len(single), 0))  # fmt: skip
    return drawn_on(
        "patches",
        results,
        on,
        sheet,
        faces,
        keys,
        title=finding,
        subtitle=say("clusters-map-subtitle", areas=capital(areas_of(results))),
        alt_text=say("clusters-map-alt", whole=whole_of(results), finding=finding,
                     number=found.patches.height, names=_where(results, found.patches)),
        notes=[caveat()],
    )  # fmt: skip


def likeness_map(
    found: Spatial, on: Ground, index: str, *, mode: Mode = "light", width: int = 640
) -> Picture:
    """Where an index is high among high neighbours, low among low ones, or neither.

    Args:
        found: How areas lie.
        on: What is drawn on.
        index: The index.
        mode: Light or dark.
        width: Pixels.
    """
    sheet, results = Sheet(mode, width), found.results
    classes = on.areas.select("area").join(
        found.local.filter(index=index).select("area", "cluster"),
        on="area", how="left", maintain_order="left",
    )["cluster"]  # fmt: skip
    colour = colours_of(mode)
    faces = [(colour[one], classes == one) for one in CLASSES]
    keys = [
        Key(
            colour[one],
            say("clusters-local-key", of=class_title(one),
                number=plain(int((classes == one).sum()), 0)),
        )
        for one in CLASSES
    ]  # fmt: skip
    if classes.null_count():
        faces.insert(0, (sheet.colour("paper"), classes.is_null()))
        keys.append(Key(sheet.colour("paper"), class_title(None)))
    high = int((classes == QUADRANTS[1]).sum())
    finding = say("clusters-local-title", number=high, text=plain(high, 0),
                  areas=areas_of(results), index=index_title(results, index))  # fmt: skip
    return drawn_on(
        f"alike-{index}",
        results,
        on,
        sheet,
        faces,
        keys,
        title=finding,
        subtitle=say("clusters-local-subtitle", areas=capital(areas_of(results))),
        alt_text=say("clusters-local-alt", whole=whole_of(results), finding=finding,
                     classes="; ".join(key.text for key in keys)),
        notes=[local_meaning(), caveat()],
    )  # fmt: skip


def colours_of(mode: Mode) -> dict[str, str]:
    """The colour of each class of local likeness: of all indices the same.

    They are told apart by all and in greyscale, as rose or blue beside teal would not be.
    """
    stone, _, faint, strong, plum = theme(mode).sure
    return {
        QUADRANTS[1]: plum,
        QUADRANTS[4]: strong,
        QUADRANTS[2]: faint,
        QUADRANTS[3]: theme(mode).change[LOW],
        CHANCE: stone,
    }


def _members(patches: pl.DataFrame) -> list[str]:
    return [one for members in patches["members"] for one in members.split("; ")]


def _where(results: Results, patches: pl.DataFrame) -> str:
    """The larger areas that the patches with most people lie in."""
    larger = finest_breakdown(results)
    names = patches[larger if larger in patches.columns else "names"].fill_null("–")
    each = [name for one in names.head(PATCHES_NAMED) for name in one.split("; ")]
    return ", ".join(dict.fromkeys(each))
