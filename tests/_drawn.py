"""Files of polygons, for tests of places of one's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np


def geojson(file: Path, names: Sequence[Any], shapes: Sequence[Any]) -> Path:
    """Write GeoJSON with a column `name`; a shape may be one of shapely's or plain."""
    import shapely

    def plain(shape: Any) -> Any:
        kept = shape is None or isinstance(shape, dict)
        return shape if kept else json.loads(shapely.to_geojson(shape))

    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": plain(shape)}
        for name, shape in zip(names, shapes, strict=True)
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


def layer(file: Path, shape: Any, crs: str | None, *, name: str = "", append: bool = False) -> Path:
    """Write one polygon called “Ours” as GeoPackage or shapefile, by the file's ending."""
    import pyogrio
    import shapely

    pyogrio.raw.write(
        file,
        np.array([shapely.to_wkb(shape)], dtype=object),
        [np.array(["Ours"], dtype=object)],
        ["name"],
        geometry_type="Polygon",
        crs=crs,
        layer=name or None,
        append=append,
    )
    return file
