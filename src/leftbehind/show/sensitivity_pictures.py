"""The pictures that go with a study's sensitivity: what moves its list, and all ways to make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leftbehind.errors import LeftBehindError
from leftbehind.show.messages import say
from leftbehind.show.picture import Picture

if TYPE_CHECKING:
    from leftbehind.analysis.sensitivity import Sensitive


def pictures_of(found: Sensitive) -> tuple[list[Picture], list[str]]:
    """Charts of what moves the list, and of all combinations of the declared choices.

    Args:
        found: What was found of a study.

    Returns:
        The pictures, and in words what could not be drawn and why.

    Example:
        >>> from leftbehind.analysis.sensitivity import sensitivity
        >>> pictures, lacking = pictures_of(sensitivity("invented-country", samples=16))
        >>> [picture.name for picture in pictures], lacking
        (['influence', 'multiverse'], [])
    """
    try:
        from leftbehind.show.charts.influence import influence_chart
        from leftbehind.show.charts.multiverse import multiverse_chart
    except LeftBehindError as error:
        return [], [say("doubt-no-pictures", why=str(error))]
    pictures = [influence_chart(found)]
    if found.one_at_a_time.filter(kind="choices").is_empty():
        return pictures, [say("sensitivity-no-multiverse")]
    return [*pictures, multiverse_chart(found)], []
