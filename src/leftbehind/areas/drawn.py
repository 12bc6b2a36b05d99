"""Places of somebody's own, told as polygons: GeoJSON, GeoPackage or shapefile."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.areas.boundaries import Boundaries, Shapes
from leftbehind.areas.lookups import Lookup
from leftbehind.areas.own import PLACE, OwnPlaces, column_of_names, wholly
from leftbehind.errors import LeftBehindError, nearest, short, some
from leftbehind.problems import CONTROLS

ENDINGS = (".geojson", ".json", ".gpkg", ".shp", ".zip")
"""Files that hold polygons."""

SLIVER = 1e-3
"""A smaller share of an area is none of it, and of all but so little, all of it: polygons of
two sources never meet along the same line."""


WIDEST = 90.0
"""Degrees of longitude: what reaches over more is no place."""

STEP = 0.05
"""Degrees after which an edge is given one more corner before it is drawn on a plane: what is
straight in longitude and latitude is bent there (RFC 7946, section 3.1.1), by kilometres where
it is as long as a county, and by less than a metre in so short a step."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Polygons of places as a file has them.

    Attributes:
        names: Their names.
        shapes: Their polygons, valid, in the coordinates of the file.
        crs: The coordinate system, as an authority's code or as well-known text.
        column: Column of the names.
        mended: Names of those that crossed themselves and were mended.
        where: The file, for errors.
    """

    names: tuple[str, ...]
    shapes: Shapes
    crs: str
    column: str
    mended: tuple[str, ...]
    where: str


def read_outlines(file: Path, *, name: str = "", crs: str = "") -> Outlines:
    """Read the polygons of places, one feature for each.

    Args:
        file: GeoJSON, a GeoPackage of one layer, a shapefile or a zip of one.
        name: Column of the names, where there are several that it may be.
        crs: Coordinate system, such as "EPSG:27700", where the file states none. GeoJSON is in
            longitude and latitude unless it says otherwise (RFC 7946, section 4).

    Raises:
        LeftBehindError: If it is no such file, states no coordinate system, or a feature is no
            polygon, has no name, or one that comes twice.
    """
    where = str(file)
    meta, raw, columns = _features(file, where)
    texts = [one for one, of in columns.items() if any(isinstance(value, str) for value in of)]
    column = name or column_of_names(texts or list(columns), where)
    if column not in columns:
        raise LeftBehindError(
            f"there is no column {column!r}", where=where, mend=nearest(column, columns)
        )
    names = _names(columns[column], column, where)
    shapes, broken = _polygons(raw, names, where)
    system = _system(meta.get("crs") or "", crs, file, where)
    mended = tuple(one for one, bad in zip(names, broken, strict=True) if bad)
    outlines = Outlines(names, shapes, system, column, mended, where)
    _require_degrees(outlines)
    return outlines


def places_of_outlines(outlines: Outlines, small: Boundaries, geography: str) -> OwnPlaces:
    """The places of polygons, as shares of the extents of small areas.

    Args:
        outlines: The polygons of the places.
        small: The polygons of the small areas, on a plane.
        geography: The geography of the small areas.

    Returns:
        Places in which each area has the share of its extent that is inside: it stands for the
        share of its people.
    """
    import shapely

    shapes = _on_plane(outlines, small.projection)
    extent = shapely.area(shapes)
    at, into = shapely.STRtree(small.shapes).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[at], small.shapes[into]))
    share = common / shapely.area(small.shapes)[into]
    names = np.array(outlines.names, dtype=object)
    shares = (
        pl.DataFrame(
            {"source": small.codes.gather(into), "target": list(names[at]), "share": share},
            schema={"source": pl.String, "target": pl.String, "share": pl.Float64},
        )
        .filter(pl.col("share") >= SLIVER)
        .with_columns(share=pl.when(pl.col("share") > 1 - SLIVER).then(1.0).otherwise("share"))
        .sort("target", "source")
    )
    inside = np.bincount(at, weights=common, minlength=shapes.size)
    covered = np.divide(inside, extent, out=np.zeros_like(extent), where=extent > 0)
    covered = np.where(covered > 1 - SLIVER, 1.0, covered)
    return OwnPlaces(
        outlines.names,
        "polygons",
        Lookup(geography, PLACE, wholly(shares)),
        Lookup(geography, PLACE, shares),
        covered=dict(zip(outlines.names, covered.tolist(), strict=True)),
        overlaps=_overlaps(outlines.names, shapes, extent),
        mended=outlines.mended,
        column=outlines.column,
    )


def _features(file: Path, where: str) -> tuple[Any, NDArray[np.object_], dict[str, list[Any]]]:
    """What the file states, the geometry of each feature, and the columns beside them."""
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of rings that are not closed: they are mended here
            layers = [str(layer) for layer, _ in pyogrio.list_layers(file)]
            if len(layers) > 1:
                raise LeftBehindError(
                    f"the file has {len(layers)} layers: {some(layers)}",
                    where=where,
                    mend="save the layer of the places as a file of its own",
                )
            meta, _, shapes, fields = pyogrio.raw.read(file, force_2d=True)
    except (RuntimeError, ValueError) as error:  # whatever the bytes lead the reader to
        raise LeftBehindError(
            "no polygons can be read from this file",
            where=where,
            mend="save it as GeoJSON, as a GeoPackage or as a zipped shapefile",
        ) from error
    if shapes is None or not len(shapes):
        raise LeftBehindError("the file holds no features", where=where, mend="draw some places")
    columns = {str(one): list(values) for one, values in zip(meta["fields"], fields, strict=True)}
    return meta, shapes, columns


def _names(values: list[Any], column: str, where: str) -> tuple[str, ...]:
    names: dict[str, int] = {}
    for number, value in enumerate(values, 1):
        known = value is not None and value == value  # noqa: PLR0124 - nothing else is NaN
        text = " ".join(str(value).split()) if known else ""
        if not text:
            raise LeftBehindError(
                f"feature {number} has no name in column {column!r}",
                where=where,
                mend="give it one",
            )
        if re.search(CONTROLS, text):
            raise LeftBehindError(
                f"the name of feature {number} holds control characters",
                where=where,
                mend="take them out",
            )
        if text in names:
            raise LeftBehindError(
                f"features {names[text]} and {number} are both called {short(text)!r}",
                where=where,
                mend="make them one multipolygon, or give them two names",
            )
        names[text] = number
    return tuple(names)


def _polygons(
    raw: NDArray[np.object_], names: tuple[str, ...], where: str
) -> tuple[Shapes, list[bool]]:
    """The valid polygons of the features, and which of them had to be mended."""
    import shapely

    shapes, mended = [], []
    for number, (bytes_of, name) in enumerate(zip(raw, names, strict=True), 1):
        with np.errstate(invalid="ignore"):
            shape = shapely.from_wkb(bytes_of, on_invalid="ignore")
            open_ring = shape is None and bytes_of is not None
            if open_ring:
                shape = shapely.from_wkb(bytes_of, on_invalid="fix")
        kind = "nothing" if shape is None or shape.is_empty else shape.geom_type
        if kind not in ("Polygon", "MultiPolygon", "GeometryCollection"):
            raise LeftBehindError(
                f"feature {number} ({short(name)}) is {kind}, not a polygon",
                where=where,
                mend="draw it as a polygon, or take it out",
            )
        valid = shapely.is_valid(shape)
        parts = shapely.get_parts(shapely.get_parts(shape if valid else shapely.make_valid(shape)))
        flat = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
        if not shapely.area(flat) or not np.isfinite(shapely.bounds(flat)).all():
            raise LeftBehindError(
                f"feature {number} ({short(name)}) has no area",
                where=where,
                mend="draw it as a polygon, or take it out",
            )
        shapes.append(flat)
        mended.append(bool(open_ring or not valid))
    return np.array(shapes, dtype=object), mended


def _system(stated: str, asked: str, file: Path, where: str) -> str:
    """The coordinate system that is meant."""
    import pyproj

    if asked:
        try:
            meant = pyproj.CRS.from_user_input(asked)
        except pyproj.exceptions.CRSError as error:
            raise LeftBehindError(
                f"there is no coordinate system {short(asked)!r}",
                where="--crs",
                mend="name it as EPSG:27700 or EPSG:4326",
            ) from error
        is_json = file.suffix.lower() in (".geojson", ".json")
        if stated and not is_json and pyproj.CRS.from_user_input(stated) != meant:
            raise LeftBehindError(
                f"the file states {short(stated)}, and --crs says {asked}",
                where=where,
                mend="leave --crs out, or correct the file",
            )
        return asked
    if not stated:
        raise LeftBehindError(
            "the file states no coordinate system, so nobody knows where its polygons are",
            where=where,
            mend="say which it is, such as --crs EPSG:27700 for the British National Grid",
        )
    return stated


def _require_degrees(outlines: Outlines) -> None:
    """Refuse metres that are said to be degrees, and what is too wide for any plane."""
    import pyproj
    import shapely

    if not pyproj.CRS.from_user_input(outlines.crs).is_geographic:
        return
    west, south, east, north = shapely.total_bounds(outlines.shapes)
    if max(abs(west), abs(east)) > 360 or max(abs(south), abs(north)) > 90:
        raise LeftBehindError(
            f"its coordinates, such as {east:,.0f}, {north:,.0f}, are no degrees of longitude "
            "and latitude",
            where=outlines.where,
            mend="say which coordinate system they are in, such as --crs EPSG:27700",
        )
    edges = shapely.bounds(outlines.shapes)
    wide = np.flatnonzero(edges[:, 2] - edges[:, 0] > WIDEST)
    if wide.size:
        raise LeftBehindError(
            f"{short(outlines.names[wide[0]])} reaches over more than a quarter of the globe",
            where=outlines.where,
            mend="draw it smaller",
        )


def _on_plane(outlines: Outlines, projection: str) -> Shapes:
    """The polygons in the metres of the small areas; what has no place there is empty."""
    import pyproj
    import shapely

    to_plane = pyproj.Transformer.from_crs(outlines.crs, projection, always_xy=True)

    def project(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_plane.transform(corners[:, 0], corners[:, 1]))

    shapes = outlines.shapes
    if pyproj.CRS.from_user_input(outlines.crs).is_geographic:
        shapes = shapely.segmentize(shapes, STEP)
    shapes = shapely.transform(shapes, project)
    there = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    shapes = np.where(there, shapes, shapely.Polygon())
    # A polygon whose edges were straight elsewhere may touch itself here.
    return np.asarray(shapely.make_valid(shapes))


def _overlaps(
    names: tuple[str, ...], shapes: Shapes, extent: NDArray[np.float64]
) -> tuple[tuple[str, str], ...]:
    """Pairs of polygons that have more than a sliver in common."""
    import shapely

    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    real = common > SLIVER * np.minimum(extent[one], extent[other])
    return tuple((names[a], names[b]) for a, b in zip(one[real], other[real], strict=True))
