"""A study to set beside the one that is published, run, with what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from leftbehind.analysis.changes import between
from leftbehind.analysis.update import MOST, Updated, update
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.running.run import run
from leftbehind.running.tables import Tell
from leftbehind.show.messages import say
from leftbehind.study import Study


@dataclass(frozen=True, slots=True)
class Beside:
    """A study that is set beside the published one, such as an earlier edition of it.

    Attributes:
        results: Its results.
        found: What changed since, and because of what; none: that cannot be told.
        why: Why it cannot be told; it matters only where both are about the same areas.
    """

    results: Results
    found: Updated | None
    why: str


def beside(
    other: Study | Results,
    own: Study | None,
    *,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> Beside:
    """Run another study, and find what changed since, if both can be run anew.

    Args:
        other: The other study, or results of one.
        own: The study that is published; none: its results were read from a folder.
        shelf: Where tables come from.
        tell: Called with the name of each table before it is read.

    Raises:
        LeftBehindError: If nothing differs between the two that a list is made from.

    Example:
        >>> from leftbehind import read_study
        >>> wider = read_study("invented-country", ["group.left-behind.worst.need=12%"])
        >>> found = beside(read_study("invented-country"), wider).found
        >>> [part.cause.name for part in found.parts]
        ['rule']
    """
    if isinstance(other, Results):
        return Beside(other, None, say("since-from-folder"))
    why = "" if own else say("since-from-folder")
    if own and own.areas == other.areas:
        try:
            number = len(between(other, own, shelf or Shelf()).changes)
            why = say("since-too-many") if number > MOST else ""
        except LeftBehindError as error:
            why = say("since-no-causes", why=error.what)
        if not why:
            found = update(other, own, shelf=shelf, tell=tell)
            return Beside(found.before, found, "")
    return Beside(run(other.without_outcomes(), shelf=shelf, tell=tell), None, why)
