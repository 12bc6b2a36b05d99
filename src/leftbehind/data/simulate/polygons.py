"""The map: hexagons of a warped grid, whose shared corners are the same numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from leftbehind.data.simulate.island import LAND, ROW_PITCH, Island
from leftbehind.data.simulate.streams import Array, Whole, stream

_LONGITUDE, _LATITUDE = -30.0, 45.0
"""Middle of the island, in degrees: the open Atlantic, where no land is."""

_KM_IN_DEGREE = 111.32
"""Kilometres in one degree of latitude."""

_KM2_OF_AREA = 4.0
"""Mean size of a small area: 130,000 km² of England for 32,844 LSOAs of 2011."""

_WIDEST = 480.0
"""Greatest side of the island's box in km: with more areas they become smaller."""

_JITTER = 0.16
"""How far corners are moved at random, in cells, so that no area looks like a tile; with
more than .2 hexagons could turn inside out."""

_RING = np.dtype([
    ("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"), ("at", "<f8", (7, 2)),
])  # fmt: skip
"""Well-known binary of a polygon with one ring of seven points, packed."""


def polygons(ground: Island, seed: int) -> pl.Series:
    """Draw the small areas.

    Args:
        ground: The island, its areas in any order.
        seed: Seed of the country.

    Returns:
        A polygon for each area in that order, as well-known binary: longitude and latitude
        in degrees, outer ring counter-clockwise, its first point repeated.

    Example:
        >>> from leftbehind.data.simulate.island import island
        >>> shapes = polygons(island(10, seed=1), seed=1)
        >>> shapes.dtype, len(shapes), len(shapes[0])
        (Binary, 10, 125)
    """
    ids = _corners(ground)
    longitude, latitude = _placed(ground, ids, seed)
    shapes = np.empty(ids.shape[0], dtype=_RING)
    shapes["order"], shapes["type"], shapes["rings"], shapes["points"] = 1, 3, 1, 7
    shapes["at"][:, :6, 0], shapes["at"][:, :6, 1] = longitude, latitude
    shapes["at"][:, 6] = shapes["at"][:, 0]
    return pl.Series(shapes.view(f"V{_RING.itemsize}").tolist(), dtype=pl.Binary)


def _corners(ground: Island) -> Whole:
    """Number of each corner of each area, (areas, 6), counter-clockwise on the map.

    Corners lie on the lines between rows, two to a cell. Every corner is shared by three
    cells, as on most real maps.
    """
    row, column = np.divmod(ground.cell, ground.columns)
    on_line = 2 * ground.columns + 2
    top = row * on_line + 2 * column + row % 2
    bottom = top + on_line
    return np.column_stack((top, bottom, bottom + 1, bottom + 2, top + 2, top + 1))


def _placed(ground: Island, ids: Whole, seed: int) -> tuple[Array, Array]:
    """Longitude and latitude of each corner of each area, (areas, 6) each.

    Each corner is placed once and then looked up, so that neighbours agree to the last bit.
    """
    on_line = 2 * ground.columns + 2
    used = np.zeros((ground.rows + 1) * on_line, dtype=bool)
    used[ids] = True
    number = np.flatnonzero(used)
    line, place = np.divmod(number, on_line)
    # Every other corner hangs lower: this makes hexagons of the bricks.
    hang = np.where(place % 2 == line % 2, ROW_PITCH / 6, -ROW_PITCH / 6)
    shake = stream(seed, "corners").uniform(-_JITTER, _JITTER, (2, number.size))
    x, y = ground.cities.warp(place / 2 + shake[0], line * ROW_PITCH + hang + shake[1])

    areas = ground.cell.size
    side = min(_WIDEST, float(np.sqrt(areas * _KM2_OF_AREA / LAND)))
    km = side / ground.side
    per_degree = _KM_IN_DEGREE * np.cos(np.deg2rad(_LATITUDE))
    longitude = _LONGITUDE + (x - ground.side / 2) * km / per_degree
    latitude = _LATITUDE - (y - ground.side / 2) * km / _KM_IN_DEGREE
    found = np.cumsum(used)[ids] - 1
    return longitude[found], latitude[found]
