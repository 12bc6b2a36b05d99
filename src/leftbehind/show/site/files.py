"""The files of a study that the page reads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import asdict
from importlib import resources
from pathlib import Path

from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.show.export.terms import Terms
from leftbehind.show.messages import LANGUAGE, say
from leftbehind.show.site.about import Counted, Drawn, about
from leftbehind.show.site.places import counts_of, parts_of, places_of
from leftbehind.show.site.tiles import points_of, rows_of, write_tiles
from leftbehind.show.site.values import packed

TILES = "areas.pmtiles"


def write_study(
    place: Path,
    results: Results,
    terms: Terms,
    shelf: Shelf,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Write everything that the page reads of a study.

    Args:
        place: A folder.
        results: Results of the study.
        terms: What was accepted.
        shelf: Where polygons come from.
        tell: Called with the name of each file before it is made.
    """
    drawn, points = _polygons(place, results, shelf, tell)
    tell("values")
    values = packed(parts_of(results))
    (place / "values.bin.gz").write_bytes(_gzip(bytes(values.data)))
    counted = {}
    for name in _shown(results):
        one, file = packed(counts_of(results, name)), f"outcome-{name}.bin.gz"
        (place / file).write_bytes(_gzip(bytes(one.data)))
        counted[name] = Counted(file, one.parts, one.tables)
    tell("areas")
    places = places_of(results, points)
    (place / "areas.json.gz").write_bytes(_gzip(_json(asdict(places))))
    tell("study")
    singular = shelf.catalogue.kind_of_area(results.manifest["study"]["areas"]).title
    told = about(results, terms, values, counted, drawn, singular)
    (place / "study.json").write_bytes(_json(asdict(told)))
    messages = resources.files("leftbehind.show.messages") / f"{LANGUAGE}.ftl"
    (place / "messages.ftl").write_bytes(messages.read_bytes())


def _shown(results: Results) -> list[str]:
    """Outcomes whose figures of single areas are shown: not those of a user's own people."""
    told = results.manifest.get("outcomes", {})
    return [name for name, one in told.items() if not Measured.model_validate(one).own]


def _polygons(
    place: Path, results: Results, shelf: Shelf, tell: Callable[[str], None]
) -> tuple[Drawn, dict[str, tuple[float, float]]]:
    from leftbehind.show.ground import as_hexagons, ground

    tell("polygons")
    try:
        land = ground(results, shelf)
    except LeftBehindError:
        return Drawn("", say("map-not-here"), None), {}
    tell(TILES)
    bounds = write_tiles(place / TILES, land, as_hexagons(results, land), rows_of(results))
    return Drawn(TILES, "", bounds), points_of(land)


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _gzip(data: bytes) -> bytes:
    """Compressed as hard as can be, without a clock: the same bytes each time."""
    return gzip.compress(data, 9, mtime=0)
