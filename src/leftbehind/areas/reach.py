"""Points within reach of areas: how many within a walk of the edge, how far the nearest is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.areas.boundaries import Boundaries, projected
from leftbehind.data.read import Reading
from leftbehind.errors import LeftBehindError, nearest, some


@dataclass(frozen=True, slots=True)
class Reached:
    """What is within reach of each area, in the order of the areas.

    Attributes:
        within: Number of points in the area or no further from its edge than the walk.
        metres: Distance from a point inside the area to the nearest of them.
    """

    within: NDArray[np.int64]
    metres: NDArray[np.float64]


def reach(found: Boundaries, points: NDArray[np.object_], walk: float) -> Reached:
    """Count points within a walk of areas, and measure how far the nearest is.

    All is as the crow flies: a river or a railway in between is not seen. The distance starts
    at the point that GEOS holds to be well inside the polygon, not where people live; in a
    large area that can be far from them.

    Args:
        found: The areas' polygons.
        points: Points on the same plane, at least one.
        walk: How far a walk is, in metres.

    Source:
        Assets inside or within 1 km of the boundary of the community, as the Community Needs
        Index of 2019 counts them (methodology 3.3).

    Example:
        >>> import shapely
        >>> squares = [shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)]
        >>> two = Boundaries(pl.Series(["A", "B"]), np.array(squares), "EPSG:27700")
        >>> reached = reach(two, shapely.points([[-400, 500], [1500, 1500]]), 500)
        >>> reached.within.tolist(), reached.metres.tolist()
        ([1, 1], [900.0, 1000.0])
    """
    import shapely

    tree = shapely.STRtree(points)
    areas, _ = tree.query(found.shapes, predicate="dwithin", distance=walk)
    within = np.bincount(areas, minlength=len(found.shapes)).astype(np.int64)
    inside = shapely.point_on_surface(found.shapes)
    asked, distances = tree.query_nearest(inside, return_distance=True, all_matches=False)
    metres = np.full(len(inside), np.nan)
    metres[asked[0]] = distances
    return Reached(within, metres)


def points_of(reading: Reading, plane: str) -> NDArray[np.object_]:
    """The points of a table, on a plane; those without a place are left out.

    Args:
        reading: A table with columns `longitude` and `latitude`, in degrees (WGS 84).
        plane: The plane, as an authority's code or a PROJ text.

    Raises:
        LeftBehindError: If it has no such columns, no point, or a place that is not on Earth
            or not on the plane.
    """
    import shapely

    frame = reading.frame
    for column in ("longitude", "latitude"):
        if column not in frame.columns:
            raise LeftBehindError(
                f"a table of points needs a column {column}",
                where=reading.name,
                mend=f'say columns.{column} = "…"; {nearest(column, frame.columns)}',
            )
    degrees = frame.select("longitude", "latitude").with_row_index("row", 1).drop_nulls()
    if degrees.is_empty():
        raise LeftBehindError("the table holds no point", where=reading.name, mend="get it again")
    shapes, _ = projected(shapely.points(degrees.drop("row").to_numpy()), plane)
    off = ~np.isfinite(shapely.get_x(shapes)) | ~np.isfinite(shapely.get_y(shapes))
    off |= ~degrees["longitude"].is_between(-180, 180).to_numpy()
    off |= ~degrees["latitude"].is_between(-90, 90).to_numpy()
    if off.any():
        raise LeftBehindError(
            f"no place on the map: rows {some(degrees.filter(pl.Series(off))['row'])}",
            where=reading.name,
            mend="give longitude and latitude in degrees; they may be the wrong way round",
        )
    return np.asarray(shapes, dtype=object)
