"""Who neighbours whom: areas that touch, the nearest ones, those within a distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.areas.boundaries import Boundaries
from leftbehind.errors import LeftBehindError, nearest, some

Positions = NDArray[np.intp]

How = Literal["touching", "nearest", "within"]
"""What makes two areas neighbours."""

CRACK = 10.0
"""Metres: edges that are no further apart meet. Wider gaps were closed when the polygons were read,
or are water; narrower ones remain where lines of several sources were simplified."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of neighbours.

    Attributes:
        codes: The areas.
        one: Position of the first area of each pair; in order.
        other: Position of its neighbour.
        how: What makes them neighbours.
        reach: Of "touching", how wide a crack may be, in metres; of "nearest", how many; of
            "within", how far, in metres.
        without: Areas that were asked for and have no polygon, so that nothing is known of them.
    """

    codes: pl.Series
    one: Positions
    other: Positions
    how: How
    reach: float
    without: tuple[str, ...] = ()

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many neighbours each area has."""
        return np.bincount(self.one, minlength=len(self.codes)).astype(np.int64)

    @property
    def alone(self) -> tuple[str, ...]:
        """The areas without a neighbour: islands, and areas whose neighbours were left out."""
        return tuple(self.codes.filter(pl.Series(self.counts == 0)))

    def among(self, kept: NDArray[np.bool_]) -> Neighbours:
        """Neighbours among some of the areas only.

        Args:
            kept: Which areas, in the order of `codes`.
        """
        moved = np.cumsum(kept) - 1
        both = kept[self.one] & kept[self.other]
        return Neighbours(
            self.codes.filter(pl.Series(kept)),
            moved[self.one[both]],
            moved[self.other[both]],
            self.how,
            self.reach,
            self.without,
        )

    def of(self, area: str) -> pl.Series:
        """The neighbours of one area, by code.

        Args:
            area: Its code.

        Raises:
            LeftBehindError: If there is no such area, or nothing is known of where it lies.
        """
        if area in self.without:
            raise LeftBehindError(
                f"{area} has no polygon, so nobody can say what lies around it",
                mend="name boundaries that hold it",
            )
        at = self.codes.index_of(area)
        if at is None:
            raise LeftBehindError(f"there is no area {area}", mend=nearest(area, self.codes))
        return self.codes.gather(self.other[self.one == at])


def touching(found: Boundaries, crack: float = CRACK) -> Neighbours:
    """Areas whose edges or corners meet: queen contiguity.

    Water parts areas even where a bridge joins them, and an island has no neighbour.

    Args:
        found: The areas' polygons.
        crack: How far apart edges that meet may lie, in metres.

    Raises:
        LeftBehindError: If an area comes twice.

    Example:
        >>> import shapely
        >>> row = np.array([shapely.box(n * 1000, 0, n * 1000 + 1000, 1000) for n in (0, 1, 2, 9)])
        >>> four = touching(Boundaries(pl.Series(["A", "B", "C", "D"]), row, "EPSG:27700"))
        >>> four.of("B").to_list(), four.alone
        (['A', 'C'], ('D',))
    """
    return _tree(found, found.shapes, "touching", crack)


def within(found: Boundaries, metres: float) -> Neighbours:
    """Areas whose insides are no further apart than a distance, as the crow flies.

    Args:
        found: The areas' polygons; from each the point that GEOS holds to be well inside is taken.
        metres: The distance.

    Raises:
        LeftBehindError: If an area comes twice, or the distance is not above zero.
    """
    import shapely

    return _tree(found, shapely.point_on_surface(found.shapes), "within", metres)


def nearest_ones(found: Boundaries, number: int) -> Neighbours:
    """The nearest areas of each, by their insides: also over water, and not always mutual.

    Args:
        found: The areas' polygons; from each the point that GEOS holds to be well inside is taken.
        number: How many neighbours each area has.

    Raises:
        LeftBehindError: If an area comes twice, or there are not so many others.
    """
    import shapely
    from scipy.spatial import KDTree

    _refuse_twice(found.codes)
    if not 0 < number < len(found.codes):
        raise LeftBehindError(
            f"of {len(found.codes):,} areas none has {number:,} nearest ones",
            mend="ask for at least one, and for fewer than there are areas",
        )
    inside = shapely.get_coordinates(shapely.point_on_surface(found.shapes))
    _, found_at = KDTree(inside).query(inside, k=number + 1)
    # An area is its own nearest, but for others at the very same point.
    others = [row[row != at][:number] for at, row in enumerate(found_at)]
    one = np.repeat(np.arange(len(inside)), number)
    return Neighbours(found.codes, one, np.concatenate(others), "nearest", number, found.without)


def _tree(found: Boundaries, shapes: NDArray[np.object_], how: How, metres: float) -> Neighbours:
    """Pairs of shapes that are no further apart than so many metres."""
    import shapely

    _refuse_twice(found.codes)
    if not metres >= 0 or not np.isfinite(metres):
        raise LeftBehindError(
            f"{metres:g} metres are no distance", mend="give a number of metres from 0 on"
        )
    if not len(shapes):
        nobody = np.array([], dtype=np.intp)
        return Neighbours(found.codes, nobody, nobody, how, metres, found.without)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=metres)
    apart = one != other
    one, other = one[apart], other[apart]
    order = np.lexsort((other, one))
    return Neighbours(found.codes, one[order], other[order], how, metres, found.without)


def _refuse_twice(codes: pl.Series) -> None:
    """Refuse areas of which one comes twice: it would neighbour itself."""
    if codes.is_duplicated().any():
        twice = codes.filter(codes.is_duplicated()).unique(maintain_order=True)
        raise LeftBehindError(
            f"polygons come twice: {some(twice)}", mend="name boundaries with one row for each area"
        )
