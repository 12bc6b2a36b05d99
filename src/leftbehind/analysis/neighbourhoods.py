"""Kinds of neighbourhood of a list and who lies next to whom, as far as a study can tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leftbehind.analysis.spatial import Around, around
from leftbehind.analysis.typology import BOOTSTRAPS, Typology, typology
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.running.run import shelf_of
from leftbehind.study import Study


@dataclass(frozen=True, slots=True)
class Neighbourhoods:
    """The neighbourhoods of a list: of which kinds they are, and which lie next to each other.

    Attributes:
        kinds: The typology, or why there is none.
        around: The areas and their neighbours, or why they are not known.
    """

    kinds: Typology | str
    around: Around | str

    @property
    def of(self) -> tuple[Results, ...]:
        """The results that it was found from."""
        return tuple(one.results for one in (self.kinds, self.around) if not isinstance(one, str))


def neighbourhoods(
    study: Study,
    results: Results,
    *,
    kinds: int | None = None,
    bootstraps: int = BOOTSTRAPS,
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Neighbourhoods:
    """Find kinds and neighbours; of two things, the one that cannot be had is told why.

    Args:
        study: A study.
        results: Its results.
        kinds: How many kinds; none: as many as the data bear.
        bootstraps: Draws of the areas by which each kind is tested.
        shelf: Where tables come from.
        tell: Called with what is being read or done.

    Raises:
        LeftBehindError: If neither can be had; the first reason.

    Example:
        >>> import leftbehind as lb
        >>> study = lb.read_study("invented-country", ["boundaries="])
        >>> found = neighbourhoods(study, lb.run(study), kinds=2, bootstraps=0)
        >>> found.kinds.number, found.around.partition(",")[0]
        (2, 'neighbours are found by polygons')
    """
    base = shelf or Shelf()
    refused: list[LeftBehindError] = []
    of: Typology | str
    lie: Around | str
    try:
        of = typology(study, kinds=kinds, bootstraps=bootstraps, shelf=base, tell=tell)
    except LeftBehindError as error:
        refused.append(error)
        of = str(error)
    try:
        lie = around(results, shelf_of(study, base))
    except LeftBehindError as error:
        refused.append(error)
        lie = str(error)
    if len(refused) > 1:
        raise refused[0]
    return Neighbourhoods(of, lie)
