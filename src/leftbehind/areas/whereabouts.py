"""Where areas lie: how large they are, how far from the coast and from a large city."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from leftbehind.areas.boundaries import Boundaries, Shapes, projected
from leftbehind.areas.land import Land
from leftbehind.errors import LeftBehindError

Floats = NDArray[np.float64]

SEA = 1_000.0
"""Metres: water between polygons is sea where it is at least so wide. The Thames is then sea up to
Gravesend, the Mersey up to Runcorn, the Severn up to Sharpness; the Tyne is a river."""

SNAP = 5_000.0
"""Metres: an end of a border that is further from the edge of the polygons is not theirs."""

WINDING = 3.0
"""A border is at most so many times as long as the straight line between its ends; the coast of
Wales is seven times as long as the line between the ends of its border."""


@dataclass(frozen=True, slots=True)
class Coast:
    """The coast of a land, in metres on a plane.

    Attributes:
        pieces: Its straight pieces.
        kilometres: How long it is.
        border_kilometres: How long the borders are that were left out.
    """

    pieces: Shapes
    kilometres: float
    border_kilometres: float


def square_km(found: Boundaries) -> Floats:
    """How large areas are, in square kilometres, as their simplified polygons have it.

    Args:
        found: The areas' polygons.

    Example:
        >>> import polars as pl, shapely
        >>> square = np.array([shapely.box(0, 0, 2000, 1000)])
        >>> square_km(Boundaries(pl.Series(["A"]), square, "EPSG:27700")).tolist()
        [2.0]
    """
    import shapely

    areas: Floats = shapely.area(found.shapes) / 1e6
    return areas


def coast_of(found: Boundaries, land: Land) -> Coast:
    """The coast: the outer edges of all polygons joined, less the borders on land.

    Water that is narrower than `SEA` is closed first, so that a tidal river is no coast, nor are
    gaps between polygons. Water inside the land is none either.

    Args:
        found: Polygons of all areas of the land.
        land: Its borders.

    Raises:
        LeftBehindError: If an end of a border is nowhere near the edge, or the edge between both
            ends is far too long to be a border: the polygons go on beyond it.

    Example:
        >>> import polars as pl, shapely
        >>> square = np.array([shapely.box(0, 0, 2000, 1000)])
        >>> coast_of(Boundaries(pl.Series(["A"]), square, "EPSG:27700"), Land()).kilometres
        6.0
    """
    import shapely
    from shapely.ops import substring

    whole = shapely.coverage_union_all(found.shapes)
    closed = shapely.buffer(shapely.buffer(whole, SEA / 2, join_style="mitre"), -SEA / 2,
                            join_style="mitre")  # fmt: skip
    rings = shapely.get_exterior_ring(shapely.get_parts(closed))
    borders = []
    for name, ends in land.border.items():
        both, _ = projected(shapely.points(ends), found.projection)
        away = np.max([shapely.distance(rings, end) for end in both], axis=0)
        if not away.size or away.min() > SNAP:
            raise LeftBehindError(
                f"an end of the border {name} is not on the edge of the polygons",
                mend="name the land that the polygons are of, or leave this border out",
            )
        ring = rings[int(np.argmin(away))]
        start, end = sorted(shapely.line_locate_point(ring, both))
        inner = substring(ring, start, end)
        outer = shapely.difference(ring, shapely.buffer(inner, 1.0))
        border = min(inner, outer, key=shapely.length)
        if shapely.length(border) > WINDING * shapely.distance(*both):
            raise LeftBehindError(
                f"the edge of the polygons between the ends of the border {name} is "
                f"{shapely.length(border) / 1000:,.0f} km long, which is a coast and no border",
                mend="name the land that the polygons are of: they go on beyond this border",
            )
        borders.append(border)
    coast = shapely.difference(rings, shapely.buffer(shapely.union_all(borders), 1.0))
    return Coast(_pieces(coast), float(shapely.length(coast).sum()) / 1000,
                 float(sum(shapely.length(one) for one in borders)) / 1000)  # fmt: skip


def _pieces(lines: Shapes) -> Shapes:
    """Lines as their straight pieces, which a tree of boxes finds fast."""
    import shapely

    parts = [shapely.get_coordinates(line) for line in shapely.get_parts(lines)]
    pairs = [np.stack([corners[:-1], corners[1:]], axis=1) for corners in parts if len(corners)]
    pieces: Shapes = shapely.linestrings(np.array(list(chain.from_iterable(pairs))))
    return pieces


def kilometres_to(found: Boundaries, targets: Shapes) -> Floats:
    """How far the nearest of some shapes is from a point inside each area, as the crow flies.

    Args:
        found: The areas' polygons.
        targets: Shapes on the same plane, at least one.

    Returns:
        Kilometres, for each area.
    """
    import shapely

    inside = shapely.point_on_surface(found.shapes)
    asked, metres = shapely.STRtree(targets).query_nearest(
        inside, return_distance=True, all_matches=False
    )
    kilometres = np.full(len(inside), np.nan)
    kilometres[asked[0]] = metres / 1000
    return kilometres


def cities_of(land: Land, projection: str) -> Shapes:
    """The middles of a land's large cities, on a plane.

    Args:
        land: The land.
        projection: The plane, as an authority's code or a PROJ text.
    """
    import shapely

    points, _ = projected(shapely.points(list(land.city.values())), projection)
    return points
