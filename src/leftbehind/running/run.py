"""Run a study: from named tables to the list, in one direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.metadata import version
from typing import Any

import polars as pl

from leftbehind.data.catalogue import licence_of
from leftbehind.data.corrections import corrections_of
from leftbehind.data.read import Gap, Reading
from leftbehind.data.shelf import Shelf, Simulation
from leftbehind.engine.frames import Frame, to_polars
from leftbehind.groups import identify
from leftbehind.made import entries, published
from leftbehind.results import FORMAT, Results
from leftbehind.running.agreement import agreement
from leftbehind.running.counting import break_down, groups_table
from leftbehind.running.indices import IndexRun, profiles, run_index
from leftbehind.running.judging import areas_table, base_of, judge, names_of, with_published
from leftbehind.running.outcomes import outcomes_of
from leftbehind.running.tables import Tables, Tell
from leftbehind.study import Study
from leftbehind.study_file import read_study


def run(
    study: Study | str,
    *,
    data: Mapping[str, Frame] | None = None,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> Results:
    """Run a study.

    Args:
        study: A study, or the name or path of one.
        data: Frames of any kind to use instead of the tables of these names.
        shelf: Where other tables come from; default: this machine, then the network.
        tell: Called with the name of each table before it is read.

    Returns:
        The results; nothing is written.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If a table is not as declared, or the study does not fit it.

    Example:
        >>> results = run("invented-country")
        >>> results.groups["group"].to_list()
        ['left-behind', 'other-deprived', 'high-need-only', 'the-rest']
    """
    asked = study if isinstance(study, Study) else read_study(study)
    tables = tables_of(asked, shelf or Shelf(), tell, data)
    indices = {name: run_index(asked, name, tables, unnamed=True) for name in asked.index}
    base = base_of(asked, indices, tables)
    judged = judge(asked, base, indices, tables)
    members, cuts = identify(asked.group, judged, asked.rule)
    names = names_of(base, asked.areas, tables)
    areas = with_published(areas_table(asked, names, judged, members, cuts), asked, tables)
    areas, counted = break_down(areas, asked, tables)
    parts = profiles(areas["area"], indices)
    outcomes, told, not_here = outcomes_of(asked, areas, parts, tables)
    beside = agreement(asked, indices, tables)
    left = {
        "areas": areas,
        "groups": groups_table(areas, asked),
        "cuts": pl.DataFrame([asdict(cut) for cut in cuts], schema=_CUTS),
        **({"agreement": beside} if beside.height else {}),
        "profiles": parts,
        "outcomes": outcomes,
        **counted,
        **{f"nodes_{name}": one.nodes() for name, one in indices.items()},
    }
    manifest = _manifest(asked, indices, tables, left)
    found = Results(left, {**manifest, "outcomes": told, "outcomes_not_here": not_here})
    return found.without_places() if asked.sketch else found


def tables_of(
    study: Study, below: Shelf, tell: Tell, data: Mapping[str, Frame] | None = None
) -> Tables:
    """The tables of a study, its own and those that it makes among them.

    Args:
        study: The study.
        below: Where all other tables come from.
        tell: Called with the name of each table before it is read.
        data: Frames in hand, by the names of the tables they stand for.

    Raises:
        LeftBehindError: If a name is taken, or the geography of the study is unknown.
    """
    return Tables(shelf_of(study, below, data), tell, study.made)


def shelf_of(study: Study, below: Shelf, data: Mapping[str, Frame] | None = None) -> Shelf:
    """A shelf with a study's own tables and geographies, and the frames in hand.

    Args:
        study: The study.
        below: Where all other tables come from.
        data: Frames in hand, by the names of the tables they stand for.

    Raises:
        LeftBehindError: If a name is taken, or the geography of the study is unknown.
    """
    catalogue = below.catalogue.with_own(study.table, study.geography)
    catalogue = catalogue.with_own(entries(study.made, catalogue), {})
    catalogue.kind_of_area(study.areas)
    frames = {name: to_polars(frame) for name, frame in (data or {}).items()}
    for name in frames:
        catalogue.entry(name)
    return replace(
        below,
        catalogue=catalogue,
        frames={**below.frames, **frames},
        simulation=Simulation(study.simulation.areas, study.simulation.seed),
    )


_CUTS = {
    "group": pl.String,
    "index": pl.String,
    "asked": pl.String,
    "areas": pl.Int64,
    "rank": pl.Int64,
    "score": pl.Float64,
    "tied": pl.Int64,
}


def _manifest(
    study: Study, indices: Mapping[str, IndexRun], tables: Tables, left: Mapping[str, pl.DataFrame]
) -> dict[str, Any]:
    """What was run, from which bytes, by which versions; no clock and no paths."""
    import leftbehind

    used = sorted(tables.readings.values(), key=lambda reading: reading.name)
    by_licence: dict[str, list[str]] = {}
    for reading in used:
        for licence in _licences_of(reading, study, tables):
            by_licence.setdefault(licence, []).append(reading.name)
    stated = study.model_dump(
        mode="json",
        by_alias=True,
        exclude_defaults=True,
        exclude={"recipes", "table", "outcome", "typology"},
    )
    for name, recipe in study.recipes.items():
        stated["index"][name]["recipe"] = recipe.name  # never the path of its file
    kinds = tables.shelf.catalogue.geography
    compared = set(study.tables_named()) - set(study.tables_named(beside=False))
    simulated = any(reading.entry.status == "simulated" for reading in used)
    return {
        "format": FORMAT,
        "study": stated,
        "list_of": study.list_of,
        "areas": left["areas"].height,
        "area_plural": kinds[study.areas].plural or "areas",
        "whole": study.whole or kinds[study.areas].nation,
        "by": {
            name: by.title or (name in kinds and kinds[name].plural) or name
            for name, by in study.by.items()
        },
        "within": next(iter(study.within), ""),
        "simulated": simulated,
        "versions": {
            "leftbehind": leftbehind.__version__,
            **{package: version(package) for package in ("numpy", "polars", "scipy")},
        },
        "seeds": {"simulation": study.simulation.seed} if simulated else {},
        "index": {name: one.about() for name, one in indices.items()},
        "tables": {
            reading.name: {
                "title": reading.entry.title,
                "publisher": reading.entry.publisher,
                "licence": reading.entry.licence,
                "date": reading.entry.date,
                "sha256": reading.sha256,
                "rows": reading.frame.height,
                "rows_dropped": reading.dropped,
                "gaps": _gaps(reading.gaps),
                **({"made": made.about} if (made := tables.made.get(reading.name)) else {}),
                **({"only_compared": True} if reading.name in compared else {}),
            }
            for reading in used
        },
        "licences": [
            {
                "licence": licence_of(licence).name,
                "notice": licence_of(licence).notice,
                "tables": names,
            }
            for licence, names in sorted(by_licence.items())
        ],
        "corrections": {
            name: {
                **one.model_dump(mode="json", exclude={"changes"}),
                "tables": [table for table in one.tables if table in tables.readings],
                "applied": name in study.corrections,
            }
            for name, one in corrections_of(tables.readings).items()
        },
        "tables_written": list(left),
    }


def _licences_of(reading: Reading, study: Study, tables: Tables) -> list[str]:
    """The licence of a table; of one that was made, those of all that it was made from."""
    if reading.name not in tables.made:
        return [reading.entry.licence]
    sources = published(study.made, reading.name)
    return sorted({tables.shelf.catalogue.entry(one).licence for one in sources})


def _gaps(gaps: tuple[Gap, ...]) -> dict[str, dict[str, int]]:
    """Empty cells by column, and why they are empty."""
    found: dict[str, dict[str, int]] = {}
    for gap in gaps:
        found.setdefault(gap.column, {})[gap.why] = gap.cells
    return found
