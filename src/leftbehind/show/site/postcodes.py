"""Postcodes for the page: a file for each postcode area, so that it loads the one it needs."""

from __future__ import annotations

from leftbehind.areas.lookups import chain
from leftbehind.data.postcodes import read_postcodes
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, NotHere
from leftbehind.results import Results
from leftbehind.study import Postcodes

Rows = dict[str, dict[str, int]]
"""Rows of areas by the two halves of a postcode."""


def postcodes_of(results: Results, shelf: Shelf) -> dict[str, Rows]:
    """The postcodes of a study's areas, by the letters they begin with.

    Args:
        results: Results of a study.
        shelf: Where the directory comes from.

    Returns:
        Nothing where the study names no directory, or it is not on this machine.

    Raises:
        LeftBehindError: If the directory is not as it should be.
    """
    told = results.manifest["study"].get("postcodes")
    if not told:
        return {}
    asked, areas = Postcodes.model_validate(told), results.manifest["study"]["areas"]
    try:
        found = read_postcodes(asked.table, asked.of or areas, shelf)
    except NotHere:
        return {}
    if asked.of and asked.of != areas:
        lookup = chain(asked.lookup, asked.of, areas, shelf)
        if not lookup.is_best_fit:
            raise LeftBehindError(
                f"postcodes: {' and '.join(asked.lookup)} puts one {asked.of} in two {areas}",
                mend="name a best fit, in which each has one",
            )
        found = found.join(
            lookup.shares.select(area="source", target="target"), on="area", maintain_order="left"
        ).with_columns(area="target")
    rows = results.areas.select("area").sort("area").with_row_index("row")
    joined = found.join(rows, on="area", maintain_order="left")
    parted: dict[str, Rows] = {}
    for (letters, outward), part in joined.group_by("letters", "outward", maintain_order=True):
        into = parted.setdefault(str(letters), {})
        into[str(outward)] = dict(part.select("inward", "row").iter_rows())
    return parted
