"""The pictures that go with a study in many versions: its caterpillar, and its maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.show.messages import say
from leftbehind.show.picture import Picture

if TYPE_CHECKING:
    from leftbehind.analysis.doubt import Doubted


def pictures_of(
    found: Doubted, shelf: Shelf | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[Picture], list[str]]:
    """Charts of who is near the line, and maps of the land and of hexagons.

    Args:
        found: A study in many versions.
        shelf: Where polygons come from.
        tell: Called with what is being drawn.

    Returns:
        The pictures, and in words what could not be drawn and why.

    Example:
        >>> from leftbehind.analysis.doubt import doubt
        >>> pictures, lacking = pictures_of(doubt("invented-country", draws=32))
        >>> [picture.name for picture in pictures], lacking
        (['caterpillar', 'caterpillar-nearest', 'map', 'map-hexagons'], [])
    """
    try:
        from leftbehind.show.charts.caterpillar import caterpillar_chart
        from leftbehind.show.charts.line import ranked_indices
        from leftbehind.show.charts.nearest import nearest_chart
    except LeftBehindError as error:
        return [], [say("doubt-no-pictures", why=str(error))]
    tell("caterpillar")
    pictures, lacking = [caterpillar_chart(found)], []
    if ranked_indices(found):
        pictures.append(nearest_chart(found))
    else:
        lacking.append(say("doubt-no-nearest"))
    try:
        pictures += _maps(found, shelf, tell)
    except (LeftBehindError, ModuleNotFoundError) as error:
        lacking.append(say("doubt-no-map", why=str(error)))
    return pictures, lacking


def _maps(found: Doubted, shelf: Shelf | None, tell: Callable[[str], None]) -> list[Picture]:
    from leftbehind.show.doubt_map import doubt_map
    from leftbehind.show.ground import as_hexagons, ground

    tell(str(found.results.manifest["study"].get("boundaries", "")))
    land = ground(found.results, shelf)
    tell("map")
    return [doubt_map(found, land), doubt_map(found, as_hexagons(found.results, land))]
