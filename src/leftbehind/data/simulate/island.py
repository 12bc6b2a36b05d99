"""The island: which cells of a grid are land, and where the cities are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from leftbehind.data.simulate.fields import smooth, spots
from leftbehind.data.simulate.streams import Array, Whole, stream

ROW_PITCH = 3**0.5 / 2
"""Distance between rows of hexagons whose distance across is 1."""

LAND = 0.42
"""Share of the box that is land: leaves sea on all sides; invented."""

_ROUGH = 0.21
"""How far the coast departs from an ellipse; invented, by eye."""

_SLENDER = 0.78
"""Width of the island's ellipse over its length; invented."""

_ISLET = 0.08
"""A piece of land with a smaller share of the areas than this is given back to the sea."""

_CITIES = 14
"""Most cities of a country; invented."""

_AREAS_PER_CITY = 400
"""A country has a city for each so many areas; invented."""

_CITY_SHARE = 0.5
"""Share of areas within the reach of cities; invented."""

_CITY_DECLINE = 0.8
"""City of rank k has a reach of 1 / k to this power: flatter than Zipf's law, so that
several cities count; invented."""

_LEAST_REACH = 2.0
"""Least reach of a city in cells, below which the warp would fold hexagons."""

_SQUEEZE = 0.68
"""How much nearer together areas are in the middle of a city, 0 to 1; invented. Below 1
no two places are ever warped onto each other."""


@dataclass(frozen=True, slots=True)
class Cities:
    """Places around which areas are small and close together.

    Attributes:
        x: Middle of each city, in cells across, (cities,).
        y: Middle of each city, in cells down, (cities,).
        reach: Standard deviation of each city, in cells, (cities,).
    """

    x: Array
    y: Array
    reach: Array

    def nearness(self, x: Array, y: Array) -> Array:
        """How far into a city points lie, (points,): 1 in the middle, near 0 outside all."""
        most = np.zeros_like(x)
        for cx, cy, reach in zip(self.x, self.y, self.reach, strict=True):
            apart = (x - cx) ** 2 + (y - cy) ** 2
            np.maximum(most, np.exp(-apart / (2 * reach**2)), out=most)
        return most

    def warp(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Draw points towards the cities.

        One city after the other, each a one-to-one map of the plane, so that the whole
        is one too: areas never fold over each other.

        Args:
            x: Places across, (points,), in cells.
            y: Places down, (points,), in cells.

        Returns:
            The new places.
        """
        x, y = x.copy(), y.copy()
        middle_x, middle_y = self.x.copy(), self.y.copy()
        for k, reach in enumerate(self.reach):
            cx, cy = float(middle_x[k]), float(middle_y[k])
            for points in ((x, y), (middle_x, middle_y)):  # later cities are moved as well
                dx, dy = points[0] - cx, points[1] - cy
                pull = _SQUEEZE * np.exp(-(dx * dx + dy * dy) / (2 * reach**2))
                np.subtract(points[0], dx * pull, out=points[0])
                np.subtract(points[1], dy * pull, out=points[1])
        return x, y


@dataclass(frozen=True, slots=True)
class Island:
    """Land cells of a grid of hexagons, rows from north to south.

    Attributes:
        rows: Rows of the grid.
        columns: Columns of the grid; odd rows lie half a cell further east.
        cell: Each area's place in the grid, row by row, (areas,).
        height: How far each area lies above the sea, (areas,), 0 at the shore.
        cities: The cities.
    """

    rows: int
    columns: int
    cell: Whole
    height: Array
    cities: Cities

    @property
    def side(self) -> float:
        """Side of the box in cells."""
        return self.columns + 0.5

    def centres(self) -> tuple[Array, Array]:
        """Middle of each area before warping, in cells across and down, (areas,) each."""
        return _centres(self.cell, self.columns)

    def ordered(self, order: Whole) -> Island:
        """The same island with its areas in another order."""
        return replace(self, cell=self.cell[order], height=self.height[order])


def island(areas: int, seed: int) -> Island:
    """Raise an island out of the sea.

    Args:
        areas: Number of land cells.
        seed: Seed of the country.

    Returns:
        Exactly so many of the highest cells, in one piece or nearly so.

    Example:
        >>> island(100, seed=2020).cell.size
        100
    """
    columns = int(np.ceil(np.sqrt(areas / LAND * ROW_PITCH))) + 2
    rows = int(np.ceil(columns / ROW_PITCH))
    height = _relief(rows, columns, seed)
    cell = _land(height, areas, columns)
    height = height[cell]
    x, y = _centres(cell, columns)
    return Island(rows, columns, cell, height - height.min(), _found(x, y, seed))


def _centres(cell: Whole, columns: int) -> tuple[Array, Array]:
    row, column = np.divmod(cell, columns)
    return column + 0.5 + 0.5 * (row % 2), (row + 0.5) * ROW_PITCH


def _relief(rows: int, columns: int, seed: int) -> Array:
    """Height of every cell of the grid, (rows x columns,): an ellipse, made rough."""
    rng = stream(seed, "relief")
    x, y = _centres(np.arange(rows * columns), columns)
    x, y = x / (columns + 0.5), y / (rows * ROW_PITCH)
    rough = spots(x, y).read(smooth(rng))
    turn = np.deg2rad(rng.uniform(-25, 25))
    east, south = x - 0.5, y - 0.5
    across = (east * np.cos(turn) + south * np.sin(turn)) / _SLENDER
    along = south * np.cos(turn) - east * np.sin(turn)
    from_middle = np.hypot(across, along) * 2
    at_edge = np.maximum(np.abs(east), np.abs(south)) * 2
    # The last term sinks what the roughness has left at the edge of the box.
    return cast("Array", _ROUGH * rough - from_middle**2 - 4 * np.maximum(at_edge - 0.9, 0))


def _highest(height: Array, areas: int) -> Whole:
    """The so many highest cells, in grid order, (areas,)."""
    return np.sort(np.argpartition(-height, areas - 1)[:areas])


def _land(height: Array, areas: int, columns: int) -> Whole:
    """The highest cells, without the smallest islets, in grid order, (areas,)."""
    from scipy.ndimage import label

    height = height.copy()
    chosen = _highest(height, areas)
    spare = height.size - areas
    for _ in range(8):  # what takes the place of an islet may be one itself
        land = np.zeros(height.size, dtype=bool)
        land[chosen] = True
        piece = label(land.reshape(-1, columns))[0].ravel()
        size = np.bincount(piece)
        size[0] = size[1:].max()  # the sea is no islet
        sunk = (size < min(_ISLET * areas, size[0]))[piece]
        spare -= int(sunk.sum())
        if spare < 0 or not sunk.any():
            break
        height[sunk] = -np.inf
        chosen = _highest(height, areas)
    return chosen


def _found(x: Array, y: Array, seed: int) -> Cities:
    """Found cities on land, the largest first, each far from those before it."""
    rng = stream(seed, "cities")
    count = min(_CITIES, -(-x.size // _AREAS_PER_CITY))
    sites: list[int] = []
    for _ in range(count):
        offered = rng.integers(0, x.size, 12)
        apart = np.array(
            [min((np.hypot(x[k] - x[s], y[k] - y[s]) for s in sites), default=0.0) for k in offered]
        )
        sites.append(int(offered[apart.argmax()]))
    share = 1 / np.arange(1, count + 1) ** _CITY_DECLINE
    areas = _CITY_SHARE * x.size * share / share.sum()
    reach = np.maximum(np.sqrt(areas * ROW_PITCH / (2 * np.pi)), _LEAST_REACH)
    return Cities(x[sites], y[sites], reach)
