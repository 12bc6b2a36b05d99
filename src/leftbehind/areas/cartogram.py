"""Every area a hexagon of one size, as near as there is room to where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

RADIUS_OF_SIDE = 1.0
"""A pointy hexagon of side 1 is √3 wide; rows are 1.5 apart."""

ROUNDS = 8
"""Rounds of swapping neighbours that both come nearer to where they are."""


@dataclass(frozen=True, slots=True)
class Hexagons:
    """A cell for each area.

    Attributes:
        centre: Centres of the cells, areas × 2, in metres.
        side: Side of a cell in metres.
        moved: How far each area was moved, in metres.
    """

    centre: Array
    side: float
    moved: Array

    def shapes(self) -> NDArray[np.object_]:
        """The cells as polygons."""
        import shapely

        angle = np.deg2rad(30 + 60 * np.arange(6))
        corner = np.column_stack([np.cos(angle), np.sin(angle)]) * self.side
        # Corners that neighbours share must be the same numbers, so that they can be joined.
        corners = np.round(self.centre[:, None, :] + corner[None, :, :], 3)
        return np.asarray(shapely.polygons(corners))


def hexagons(places: Array, outline: Any) -> Hexagons:
    """Give each area a cell of a hexagonal grid that covers the country exactly.

    The outline of the country is filled with as many cells as there are areas. Cells and
    areas are then split into halves again and again, along the longer side of the cells, so
    that left stays left and north stays north; at last neighbours swap where both gain.

    Args:
        places: Where the areas are, areas × 2, in metres.
        outline: The country.

    Returns:
        The cells, in the order of the areas.

    Example:
        >>> import shapely
        >>> places = np.random.default_rng(1).random((50, 2)) * 1000
        >>> found = hexagons(places, shapely.box(0, 0, 1000, 1000))
        >>> len(np.unique(found.centre, axis=0))
        50
    """
    cells, side = _grid(outline, len(places))
    taken = np.empty(len(places), dtype=np.int64)
    _split(np.arange(len(places)), np.arange(len(cells)), places, cells, taken)
    taken = _swapped(taken, places, cells, side)
    centre = cells[taken]
    return Hexagons(centre, side, np.hypot(*(centre - places).T))


def _grid(outline: Any, number: int) -> tuple[Array, float]:
    """As many cells as areas, those deepest inside the outline, and their side."""
    import shapely

    # The area of a hexagon of side s is 3√3/2 s².
    side = float(np.sqrt(outline.area / number / (1.5 * np.sqrt(3))))
    # A coast finer than a cell cannot be told from a plain one, and takes long to measure.
    outline = outline.simplify(side / 2)
    shapely.prepare(outline)
    for _ in range(12):
        cells = _cells(outline, side)
        if int(shapely.contains_xy(outline, cells).sum()) >= number:
            break
        side *= 0.985
    inside = shapely.contains_xy(outline, cells)
    away = shapely.distance(shapely.points(cells), outline.boundary)
    depth = np.where(inside, away, -away)
    chosen = np.sort(np.argsort(-depth, kind="stable")[:number])
    return cells[chosen], side


def _cells(outline: Any, side: float) -> Array:
    west, south, east, north = outline.bounds
    wide, high = np.sqrt(3) * side, 1.5 * side
    columns, rows = int((east - west) / wide) + 3, int((north - south) / high) + 3
    row, column = np.mgrid[0:rows, 0:columns]
    across = west - wide + wide * (column + 0.5 * (row % 2))
    up = south - high + high * row
    return np.column_stack([across.ravel(), up.ravel()])


def _split(areas: Whole, cells: Whole, places: Array, grid: Array, taken: Whole) -> None:
    """Halve areas and cells alike until one is left for one."""
    waiting = [(areas, cells)]
    while waiting:
        some, room = waiting.pop()
        if some.size == 1:
            taken[some[0]] = room[0]
            continue
        axis = int(np.argmax(np.ptp(grid[room], axis=0)))
        half = some.size // 2
        # A tie on one axis is broken by the other, so that the outcome is always the same.
        first = some[np.lexsort((places[some, 1 - axis], places[some, axis]))]
        second = room[np.lexsort((grid[room, 1 - axis], grid[room, axis]))]
        waiting += [(first[:half], second[:half]), (first[half:], second[half:])]


def _swapped(taken: Whole, places: Array, cells: Array, side: float) -> Whole:
    """Neighbouring cells trade their areas wherever that brings both together nearer."""
    from scipy.spatial import cKDTree

    pairs = cKDTree(cells).query_pairs(1.8 * side, output_type="ndarray")
    owner = np.empty(len(cells), dtype=np.int64)
    owner[taken] = np.arange(len(taken))
    for _ in range(ROUNDS):
        one, two = owner[pairs[:, 0]], owner[pairs[:, 1]]
        a, b = cells[pairs[:, 0]], cells[pairs[:, 1]]
        now = ((places[one] - a) ** 2).sum(axis=1) + ((places[two] - b) ** 2).sum(axis=1)
        then = ((places[one] - b) ** 2).sum(axis=1) + ((places[two] - a) ** 2).sum(axis=1)
        gain = now - then
        best = np.argsort(-gain, kind="stable")
        best = best[gain[best] > 1e-6]
        if not best.size:
            break
        # Each cell trades once in a round: its best trade.
        free = np.ones(len(cells), dtype=bool)
        for at in best:
            left, right = pairs[at]
            if free[left] and free[right]:
                owner[left], owner[right] = owner[right], owner[left]
                free[left] = free[right] = False
    result = np.empty(len(taken), dtype=np.int64)
    result[owner] = np.arange(len(owner))
    return result
