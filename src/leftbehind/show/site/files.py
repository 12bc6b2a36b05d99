"""The files of a study that the page reads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from leftbehind.analysis.typology import Typology
from leftbehind.data.catalogue import Table
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.show.export.terms import Terms
from leftbehind.show.messages import say
from leftbehind.show.report.parts import sources_of
from leftbehind.show.site.about import Chart, ColumnFile, Columns, Drawn, about
from leftbehind.show.site.beside import Beside
from leftbehind.show.site.charts import charts_of
from leftbehind.show.site.doubts import doubts_of
from leftbehind.show.site.kinds import FILE, kinds_of
from leftbehind.show.site.places import counts_of, details_of, finest, parts_of, places_of
from leftbehind.show.site.postcodes import postcodes_of
from leftbehind.show.site.profiles import profiles_of
from leftbehind.show.site.since import since_of
from leftbehind.show.site.tiles import bounds_of, points_of, rows_of, write_tiles
from leftbehind.show.site.values import Array, packed
from leftbehind.study import Postcodes

LAND, HEXAGONS = "areas.pmtiles", "hexagons.pmtiles"

METRES = 50.0
"""How far a line of the tiles may move: two pixels, as near as the page goes."""


def write_study(
    place: Path,
    results: Results,
    terms: Terms,
    shelf: Shelf,
    tell: Callable[[str], None] = lambda _: None,
    others: Sequence[Beside] = (),
    typology: Typology | None = None,
) -> None:
    """Write everything that the page reads of a study.

    Args:
        place: A folder.
        results: Results of the study.
        terms: What was accepted.
        shelf: Where polygons come from.
        tell: Called with the name of each file before it is made.
        others: Studies to set beside it, such as earlier editions.
        typology: The kinds of neighbourhood of its list; none: nothing is said of kinds.
    """
    since = since_of(results, others, shelf)
    kinds, members = kinds_of(results, typology) if typology else (None, None)
    drawn, points = _polygons(place, results, shelf, tell)
    tell("values")
    shown = _shown(results)
    columns = Columns(
        _column_file(place, "values", parts_of(results)),
        _column_file(place, "details", details_of(results, points)),
        {name: _column_file(place, f"outcome-{name}", counts_of(results, name))
         for name in shown},
        _column_file(place, "since", since.columns) if since.editions else None,
    )  # fmt: skip
    tell("versions")
    doubts = doubts_of(results)
    tell("profiles")
    parted_by = finest(results)
    for n, part in enumerate(profiles_of(results, shown, parted_by, doubts)):
        (place / f"profiles-{n}.json.gz").write_bytes(_gzip(_json(asdict(part))))
    tell("postcodes")
    postcodes = postcodes_of(results, shelf)
    for letters, rows in postcodes.items():
        (place / f"postcodes-{letters}.json.gz").write_bytes(_gzip(_json(rows)))
    if members:
        (place / FILE).write_bytes(_gzip(_json(asdict(members))))
    tell("charts")
    charts = []
    for picture in charts_of(results):
        charts.append(Chart(f"{picture.name}.svg", picture.alt))
        (place / charts[-1].file).write_text(picture.svg(), encoding="utf-8")
    tell("areas")
    places = places_of(results, doubts)
    (place / "areas.json.gz").write_bytes(_gzip(_json(asdict(places))))
    tell("study")
    singular = shelf.catalogue.kind_of_area(results.manifest["study"]["areas"]).title
    of = (results, *(one.results for one in (*others, *([typology] if typology else ()))))
    beside = _tables_beside(results, shelf, polygons=bool(drawn.tiles), postcodes=bool(postcodes))
    told = about(
        results, terms, columns, parted_by, list(postcodes), charts, drawn,
        doubts.tried if doubts else None, since.editions, kinds,
        sources_of(*of, beside=beside), singular,
    )  # fmt: skip
    (place / "study.json").write_bytes(_json(asdict(told)))


def _column_file(place: Path, name: str, columns: dict[str, Array]) -> ColumnFile:
    held, file = packed(columns), f"{name}.bin.gz"
    (place / file).write_bytes(_gzip(bytes(held.data)))
    return ColumnFile(file, held.parts, held.tables)


def _shown(results: Results) -> dict[str, Measured]:
    """Outcomes whose figures of single areas are shown: not those of a user's own people."""
    told = results.manifest.get("outcomes", {})
    known = {name: Measured.model_validate(one) for name, one in told.items()}
    return {name: one for name, one in known.items() if not one.own}


def _tables_beside(
    results: Results, shelf: Shelf, *, polygons: bool, postcodes: bool
) -> list[Table]:
    """The tables of polygons and postcodes, which are shown and in no figure."""
    study = results.manifest["study"]
    names = [study["boundaries"], *study.get("boundaries_lookup", ())] if polygons else []
    if postcodes:
        told = Postcodes.model_validate(study["postcodes"])
        names += [told.table, *told.lookup]
    return [shelf.catalogue.entry(name) for name in names]


def _polygons(
    place: Path, results: Results, shelf: Shelf, tell: Callable[[str], None]
) -> tuple[Drawn, dict[str, tuple[float, float]]]:
    from leftbehind.show.ground import as_hexagons, ground

    tell("polygons")
    try:
        land = ground(results, shelf, metres=METRES)
    except LeftBehindError:
        return Drawn({}, say("map-not-here"), None), {}
    larger = [by for by in results.manifest["by"] if by in shelf.catalogue.geography]
    outline = results.manifest["study"].get("outline", "")
    rows = rows_of(results)
    for file, on in ((LAND, land), (HEXAGONS, as_hexagons(results, land))):
        tell(file)
        write_tiles(place / file, on, rows, larger, outline)
    tiles = {"land": LAND, "hexagons": HEXAGONS}
    return Drawn(tiles, "", bounds_of(land)), points_of(land)


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _gzip(data: bytes) -> bytes:
    """Compressed as hard as can be, without a clock: the same bytes each time."""
    return gzip.compress(data, 9, mtime=0)
