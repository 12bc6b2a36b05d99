"""The pictures of two studies: their causes, where areas went, and maps; or their people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leftbehind.analysis.common_ground import CommonGround
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.show.messages import say
from leftbehind.show.on_ground import ground_picture
from leftbehind.show.picture import Picture

if TYPE_CHECKING:
    from leftbehind.analysis.since import Since
    from leftbehind.analysis.update import Updated


def pictures_of(
    found: Since, shelf: Shelf | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[Picture], list[str]]:
    """Charts of causes and of where areas went, maps of the land and of hexagons; or of people.

    Args:
        found: Two studies beside each other.
        shelf: Where polygons come from.
        tell: Called with what is being drawn.

    Returns:
        The pictures, and in words what could not be drawn and why.

    Example:
        >>> from leftbehind.analysis.update import update
        >>> from leftbehind.study_file import read_study
        >>> wider = read_study("invented-country", ["group.left-behind.worst.need=12%"])
        >>> pictures, lacking = pictures_of(update("invented-country", wider))
        >>> [picture.name for picture in pictures], lacking
        (['causes', 'flow', 'map', 'map-hexagons'], [])
    """
    try:
        from leftbehind.show.charts.causes import causes_chart
        from leftbehind.show.charts.flow import flow_chart
    except LeftBehindError as error:
        return [], [say("doubt-no-pictures", why=str(error))]
    if isinstance(found, CommonGround):
        return [ground_picture(found)], []
    tell("causes")
    pictures, lacking = [causes_chart(found), flow_chart(found)], []
    try:
        pictures += _maps(found, shelf, tell)
    except (LeftBehindError, ModuleNotFoundError) as error:
        lacking.append(say("doubt-no-map", why=str(error)))
    return pictures, lacking


def _maps(found: Updated, shelf: Shelf | None, tell: Callable[[str], None]) -> list[Picture]:
    from leftbehind.show.ground import as_hexagons, ground
    from leftbehind.show.update_map import update_map

    tell(str(found.after.manifest["study"].get("boundaries", "")))
    land = ground(found.after, shelf)
    tell("map")
    return [update_map(found, land), update_map(found, as_hexagons(found.after, land))]
