"""Polygons of the areas that are judged: read, repaired, made plane, simplified together."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.areas.lookups import chain
from leftbehind.data.catalogue import Geography
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest

Shapes = NDArray[np.object_]

PRINT = 400.0
"""Metres by which lines are simplified for print: less than a hair's breadth on a page."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Polygons of areas on a plane.

    Attributes:
        codes: Their areas, in the order that was asked for.
        shapes: Their polygons, in metres.
        projection: The plane, as an authority's code or a PROJ text.
        without: Areas that were asked for and have no polygon.
        repaired: How many polygons were not valid and were mended.
        gaps: How many had an edge that does not meet its neighbour's, as in tables drawn
            from several sources; they were made to meet.
        changed: How many of those lost or gained more than a twentieth of their area.
    """

    codes: pl.Series
    shapes: Shapes
    projection: str
    without: tuple[str, ...] = ()
    repaired: int = 0
    gaps: int = 0
    changed: int = 0

    def simplified(self, metres: float = PRINT) -> Boundaries:
        """The same with fewer corners, shared edges still shared.

        Args:
            metres: How far a line may move (Visvalingam and Whyatt 1993, by area, as GEOS
                simplifies coverages).
        """
        import shapely

        return replace(self, shapes=shapely.coverage_simplify(self.shapes, metres))

    def dissolved(self, labels: pl.Series) -> dict[str, Any]:
        """One shape for each label; areas whose label is null are left out.

        Args:
            labels: A label for each area, in the order of `codes`.

        Returns:
            Shapes by label, in the order of the labels.
        """
        import shapely

        text = labels.cast(pl.String)
        return {
            label: shapely.coverage_union_all(
                self.shapes[(text == label).fill_null(value=False).to_numpy()]
            )
            for label in text.drop_nulls().unique().sort()
        }


GAP = 400.0
"""Metres: gaps between polygons that are no wider are given to the neighbour with the longest
shared edge; wider ones may be water or another country."""

CHANGED = 0.05
"""A polygon that lost or gained more than this share of its area in the repair is counted."""


def read_boundaries(
    areas: pl.Series,
    geography: str,
    table: str,
    shelf: Shelf,
    *,
    lookup: Sequence[str] = (),
) -> Boundaries:
    """Read the polygons of areas.

    Args:
        areas: Codes of the areas.
        geography: Their geography.
        table: Table of polygons of it, or of smaller areas that nest in it.
        shelf: Where tables come from.
        lookup: Lookups from the smaller areas, whose polygons are then joined.

    Returns:
        The polygons, projected to the plane of their geography.

    Raises:
        NotHere: If the table cannot be had.
        LeftBehindError: If no table is named, or it is of another geography. Nothing is
            ever drawn in the place of polygons that are missing.

    Example:
        >>> from leftbehind import Shelf
        >>> shelf = Shelf()
        >>> codes = shelf.read("simulated_areas20").frame["small20"].head(5)
        >>> found = read_boundaries(codes, "small20", "simulated_boundaries_small20", shelf)
        >>> len(found.shapes), found.without
        (5, ())
    """
    if not table:
        raise LeftBehindError(
            "a map needs polygons, and the study names none",
            mend='say boundaries = "TABLE" in the study',
        )
    reading = shelf.read(table)
    frame, small = reading.frame, reading.entry.geography
    if "geometry" not in frame.columns:
        raise LeftBehindError(
            f"{table} holds no polygons", mend=nearest("boundaries", shelf.catalogue.table)
        )
    if small != geography and not lookup:
        raise LeftBehindError(
            f"the polygons of {table} are of {small}, the areas are {geography}",
            mend="name polygons of that geography, or boundaries_lookup",
        )
    kind = shelf.catalogue.geography[geography]
    asked = ",".join([VERSION, reading.sha256, kind.projection, *lookup, *areas])
    key = hashlib.sha256(asked.encode()).hexdigest()
    place = shelf.cache / "plane" / f"{table}-{key[:24]}.parquet"
    found = _from_cache(place)
    if found is None:
        found = _made_plane(areas, reading.frame, (small, geography), lookup, kind, shelf)
        _into_cache(place, found)
    return found


VERSION = "1"
"""Version of what is done to polygons here; a change makes old caches unread."""


def _made_plane(
    areas: pl.Series,
    frame: pl.DataFrame,
    geographies: tuple[str, str],
    lookup: Sequence[str],
    kind: Geography,
    shelf: Shelf,
) -> Boundaries:
    """The polygons of areas, mended, on a plane, their edges made to meet."""
    import shapely

    small, geography = geographies
    shapes = shapely.from_wkb(frame["geometry"].to_numpy())
    codes = frame[small].alias("area")
    if lookup:
        codes, shapes = _joined(codes, shapes, chain(lookup, small, geography, shelf).shares)
    at = pl.DataFrame({"area": codes}).with_row_index("at")
    wanted = pl.DataFrame({"area": areas}).join(at, on="area", how="left", maintain_order="left")
    there = wanted.filter(pl.col("at").is_not_null())
    shapes = shapes[there["at"].to_numpy()]
    broken = ~shapely.is_valid(shapes)
    shapes = np.where(broken, shapely.make_valid(shapes), shapes)
    plane, projection = projected(shapes, kind.projection)
    gaps = int(np.sum(~shapely.is_empty(shapely.coverage_invalid_edges(plane))))
    changed = 0
    if gaps:
        before = shapely.area(plane)
        plane = shapely.coverage_clean(plane, gap_width=GAP)
        changed = int(np.sum(abs(shapely.area(plane) - before) > CHANGED * before))
    without = wanted.filter(pl.col("at").is_null())["area"]
    return Boundaries(
        there["area"], plane, projection, tuple(without), int(broken.sum()), gaps, changed
    )


def _from_cache(place: Path) -> Boundaries | None:
    import shapely

    try:
        told = json.loads(pl.read_parquet_metadata(place)["leftbehind"])
        frame = pl.read_parquet(place)
        shapes = shapely.from_wkb(frame["geometry"].to_numpy())
        return Boundaries(frame["area"], shapes, told["projection"], tuple(told["without"]),
                          told["repaired"], told["gaps"], told["changed"])  # fmt: skip
    except (OSError, KeyError, ValueError, pl.exceptions.PolarsError):
        return None  # absent, or cut off: it is made anew


def _into_cache(place: Path, found: Boundaries) -> None:
    import shapely

    told = {name: getattr(found, name)
            for name in ("projection", "without", "repaired", "gaps", "changed")}  # fmt: skip
    frame = found.codes.to_frame("area").with_columns(
        pl.Series("geometry", list(shapely.to_wkb(found.shapes)), dtype=pl.Binary)
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer, metadata={"leftbehind": json.dumps(told)})
    # A cache that cannot be written costs time, not truth.
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f".{place.name}.{os.getpid()}.partial")
        partial.write_bytes(buffer.getbuffer())
        partial.replace(place)


def _joined(codes: pl.Series, shapes: Shapes, shares: pl.DataFrame) -> tuple[pl.Series, Shapes]:
    """Polygons of small areas as polygons of the larger areas that they go to."""
    import shapely

    whole = shares.sort("share", descending=True, maintain_order=True).unique(
        "source", keep="first", maintain_order=True
    )
    larger = pl.DataFrame({"source": codes}).join(whole, on="source", how="left",
                                                  maintain_order="left")["target"]  # fmt: skip
    names = larger.drop_nulls().unique().sort()
    joined = [
        shapely.coverage_union_all(shapes[(larger == name).fill_null(value=False).to_numpy()])
        for name in names
    ]
    return names, np.array(joined, dtype=object)


def projected(shapes: Shapes, projection: str) -> tuple[Shapes, str]:
    """Shapes in metres on a plane, from longitude and latitude.

    Args:
        shapes: Shapes in degrees (WGS 84).
        projection: The plane, as an authority's code or a PROJ text; none: one of equal
            areas around the middle of the shapes.

    Returns:
        The shapes, and the plane.
    """
    import pyproj
    import shapely

    if not projection:
        west, south, east, north = shapely.total_bounds(shapes)
        middle = f"+lat_0={(south + north) / 2:.4f} +lon_0={(west + east) / 2:.4f}"
        projection = f"+proj=laea {middle} +datum=WGS84 +units=m"
    to_plane = pyproj.Transformer.from_crs("EPSG:4326", projection, always_xy=True)

    def project(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_plane.transform(corners[:, 0], corners[:, 1]))

    return shapely.transform(shapes, project), projection
