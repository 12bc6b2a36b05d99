"""Areas with their polygons as a GeoPackage, note and codebook inside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from leftbehind.areas.boundaries import Boundaries
from leftbehind.show.export.note import ABOUT, CODEBOOK

LAYER = "areas"

CLOCK = "2000-01-01T00:00:00.000Z"
"""The date inside the file: one that never changes, so that the same results give the same
bytes."""


def write_geopackage(
    file: Path,
    areas: pl.DataFrame,
    polygons: Boundaries,
    about: pl.DataFrame,
    codebook: pl.DataFrame,
) -> None:
    """Write areas and their polygons, with the note and the codebook as tables beside them.

    Args:
        file: A file that is not there yet.
        areas: Rows with the column `area`.
        polygons: The polygons; areas without one are left out.
        about: The method note.
        codebook: What each column says.
    """
    import pyogrio
    import shapely

    rows = polygons.codes.to_frame("area").join(areas, on="area", how="left", maintain_order="left")
    shapes = shapely.to_wkb(np.array([_multi(shape) for shape in polygons.shapes], dtype=object))
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": CLOCK})
    try:
        _layer(file, LAYER, rows, shapes=shapes, projection=polygons.projection)
        for name, frame in ((ABOUT, about), (CODEBOOK, codebook)):
            _layer(file, name, frame)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _multi(shape: object) -> object:
    """A polygon as several, as a layer holds shapes of one kind only."""
    import shapely

    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape


def _layer(
    file: Path,
    name: str,
    frame: pl.DataFrame,
    *,
    shapes: np.ndarray | None = None,
    projection: str | None = None,
) -> None:
    from pyogrio import raw

    columns = [_column(frame[column]) for column in frame.columns]
    raw.write(
        str(file),
        geometry=shapes,
        field_data=[values for values, _ in columns],
        field_mask=[mask for _, mask in columns],
        fields=np.array(frame.columns, dtype=object),
        layer=name,
        driver="GPKG",
        geometry_type=None if shapes is None else "MultiPolygon",
        crs=projection,
        append=file.exists(),
    )


def _column(column: pl.Series) -> tuple[np.ndarray, np.ndarray | None]:
    """Values of a column and where there are none."""
    missing = column.is_null().to_numpy() if column.null_count() else None
    if column.dtype == pl.String:
        return np.array(column.to_list(), dtype=object), None
    if column.dtype == pl.Boolean:
        return column.fill_null(value=False).to_numpy(), missing
    if column.dtype.is_integer():
        return column.fill_null(0).to_numpy(), missing
    return column.cast(pl.Float64).fill_null(np.nan).to_numpy(), None
