"""The pictures that go with a typology: how many kinds, what sets them apart, where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.show.kind_words import Named
from leftbehind.show.messages import say
from leftbehind.show.picture import Picture

if TYPE_CHECKING:
    from leftbehind.analysis.typology import Typology


def pictures_of(
    found: Typology,
    names: Mapping[str, Named],
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[list[Picture], list[str]]:
    """Charts of the choice and of the profiles, and maps of the land and of hexagons.

    Args:
        found: The typology.
        names: Its kinds in words.
        shelf: Where polygons come from.
        tell: Called with what is being drawn.

    Returns:
        The pictures, and in words what could not be drawn and why.

    Example:
        >>> from leftbehind.analysis.typology import typology
        >>> from leftbehind.show.kind_words import named
        >>> found = typology("invented-country", kinds=2, bootstraps=0)
        >>> pictures, lacking = pictures_of(found, named(found))
        >>> [picture.name for picture in pictures], lacking
        (['choice', 'profile', 'map', 'map-hexagons'], [])
    """
    try:
        from leftbehind.show.charts.kind_choice import choice_chart
        from leftbehind.show.charts.kind_profile import profile_chart
    except LeftBehindError as error:
        return [], [say("doubt-no-pictures", why=str(error))]
    tell("choice")
    pictures = [choice_chart(found)]
    if found.number > 1:
        pictures.append(profile_chart(found, names))
    lacking: list[str] = []
    try:
        pictures += _maps(found, names, shelf, tell)
    except (LeftBehindError, ModuleNotFoundError) as error:
        lacking.append(say("doubt-no-map", why=str(error)))
    return pictures, lacking


def _maps(
    found: Typology,
    names: Mapping[str, Named],
    shelf: Shelf | None,
    tell: Callable[[str], None],
) -> list[Picture]:
    from leftbehind.show.ground import as_hexagons, ground
    from leftbehind.show.kind_map import kind_map

    tell(str(found.results.manifest["study"].get("boundaries", "")))
    land = ground(found.results, shelf)
    tell("map")
    return [
        kind_map(found, names, land),
        kind_map(found, names, as_hexagons(found.results, land)),
    ]
