"""A layer of a GeoPackage as a frame: its attributes, and its polygons where they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from leftbehind.data.catalogue import Table
from leftbehind.errors import LeftBehindError, nearest, some

GEOMETRY = "geometry"
"""The column of the polygons, as well-known binary in longitude and latitude."""


def layers_of(path: Path) -> dict[str, bool]:
    """The layers of a GeoPackage, and whether each has polygons.

    Args:
        path: The file.

    Raises:
        LeftBehindError: If it cannot be read.
    """
    import pyogrio

    try:
        rows = pyogrio.list_layers(path)
    except pyogrio.errors.DataSourceError as error:
        raise _unread(path) from error
    return {str(name): "Polygon" in str(kind) for name, kind in rows}


def read_layer(path: Path, entry: Table) -> pl.DataFrame:
    """Read the attributes of a layer, and its geometries if the entry has a column of them.

    Args:
        path: The file.
        entry: The entry; `sheet` names the layer where there are several.

    Raises:
        LeftBehindError: If there is no such layer, or its geometries are nowhere on the Earth.
    """
    import pyogrio
    from pyogrio import raw

    layers = layers_of(path)
    if entry.sheet and entry.sheet not in layers:
        raise LeftBehindError(
            f"the GeoPackage has no layer {entry.sheet}",
            where=str(path),
            mend=nearest(entry.sheet, layers),
        )
    if not entry.sheet and len(layers) != 1:
        raise LeftBehindError(
            f"the GeoPackage has {len(layers)} layers: {some(layers)}",
            where=str(path),
            mend='say which in the table\'s entry: sheet = "LAYER"',
        )
    layer = entry.sheet or next(iter(layers))
    shaped = any(column.kind == "geometry" for column in entry.columns.values())
    try:
        about, _, shapes, fields = raw.read(path, layer=layer, read_geometry=shaped)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _unread(path) from error
    columns = [_column(str(name), values) for name, values in
               zip(about["fields"], fields, strict=True)]  # fmt: skip
    if shaped and shapes is not None:
        columns.append(_on_the_earth(shapes, about["crs"], path))
    return pl.DataFrame(columns)


def _column(name: str, values: Any) -> pl.Series:
    """One attribute; a number that is not there has come as NaN."""
    series = pl.Series(name, values.tolist() if values.dtype.kind == "O" else values)
    return series.fill_nan(None) if series.dtype.is_float() else series


def _on_the_earth(shapes: Any, projection: str | None, path: Path) -> pl.Series:
    """Geometries in longitude and latitude."""
    import numpy as np
    import pyproj
    import shapely

    if not projection:
        raise LeftBehindError(
            "the layer does not say on which plane its geometries are drawn",
            where=str(path),
            mend="give it a coordinate reference system",
        )
    turned = pyproj.Transformer.from_crs(projection, "EPSG:4326", always_xy=True)

    def project(corners: Any) -> Any:
        return np.column_stack(turned.transform(corners[:, 0], corners[:, 1]))

    placed: Any = shapely.transform(shapely.from_wkb(shapes), project)
    return pl.Series(GEOMETRY, list(shapely.to_wkb(placed)), dtype=pl.Binary)


def _unread(path: Path) -> LeftBehindError:
    return LeftBehindError("not a GeoPackage that can be read", where=str(path),
                           mend="get it again")  # fmt: skip
