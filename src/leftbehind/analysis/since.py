"""What can be said of a list since another: moves and causes, or people on common ground."""

from __future__ import annotations

import polars as pl

from leftbehind.analysis.common_ground import CommonGround, common_ground
from leftbehind.analysis.update import Updated, update
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.running.run import run, shelf_of
from leftbehind.running.tables import Tell
from leftbehind.study import Study
from leftbehind.study_file import read_study

Since = Updated | CommonGround
"""Of lists of the same areas who moved and why; of lists of unlike areas who lives on which."""


def since(
    before: Study | str,
    after: Study | str,
    *,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> Since:
    """Set two studies beside each other, as far as their areas allow.

    Args:
        before: A study, or the name or path of one.
        after: Another.
        shelf: Where tables come from.
        tell: Called with the name of each table before it is read.

    Returns:
        An update where both are about the same areas (see `update`); otherwise both lists on
        common ground (see `common_ground`).

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If nothing differs that a list is made from, or the two cannot be set
            beside each other.

    Example:
        >>> wider = read_study("invented-country", ["group.left-behind.worst.need=12%"])
        >>> type(since("invented-country", wider)).__name__
        'Updated'
    """
    one, other = (study if isinstance(study, Study) else read_study(study)
                  for study in (before, after))  # fmt: skip
    place = shelf or Shelf()
    if one.areas == other.areas:
        return update(one, other, shelf=place, tell=tell)
    first, second = (
        run(study.without_outcomes(), shelf=place, tell=tell) for study in (one, other)
    )
    return common_ground(first, second, shelf_of(other, place))


def moves_of(found: Since) -> Updated:
    """Who moved and why, which can be said of two studies of the same areas.

    Args:
        found: Two studies beside each other.

    Raises:
        LeftBehindError: If their areas are unlike.
    """
    if isinstance(found, Updated):
        return found
    raise LeftBehindError(
        "their areas are unlike, so no area can be on both lists, enter or leave",
        where=_named(found),
        mend="draw the people of both: leftbehind chart common-ground",
    )


def people_of(found: Since) -> CommonGround:
    """Who lives on which list, which is asked of two studies of unlike areas.

    Args:
        found: Two studies beside each other.

    Raises:
        LeftBehindError: If their areas are the same.
    """
    if isinstance(found, CommonGround):
        return found
    raise LeftBehindError(
        "both lists are of the same areas, and need no common ground",
        where=_named(found),
        mend="draw who moved and why: leftbehind chart flow, or leftbehind chart causes",
    )


def _named(found: Since) -> str:
    return " and ".join(str(one.manifest["study"]["name"]) for one in ends_of(found))


def ends_of(found: Since) -> tuple[Results, Results]:
    """Results of the two studies, the earlier first.

    Args:
        found: Two studies beside each other.
    """
    if isinstance(found, Updated):
        return found.before, found.after
    first, second = found.laid.lists
    return first, second


def tables_of(found: Since) -> dict[str, pl.DataFrame]:
    """All that was found, as tables by name.

    Args:
        found: Two studies beside each other.
    """
    if isinstance(found, CommonGround):
        larger = {"by": found.by_larger} if found.by else {}
        return {"areas": found.areas, **larger}
    return {
        "areas": found.areas,
        "changes": found.changes_table(),
        "causes": found.parts_table(),
        "states": found.states(),
        "sets": found.sets,
        "orders": found.orders,
        "lists": found.lists,
    }
