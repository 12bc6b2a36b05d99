"""From a table of figures to the study that it could be.

What is proposed rests on headings and cells alone. Each guess is kept with its reason, so that a
person can confirm it; what cannot be told is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from leftbehind.analysis.headings import subject_of
from leftbehind.analysis.proposal import Asked, Measure, Proposal
from leftbehind.analysis.sorting import (
    Names,
    larger_columns,
    measure_of,
    name_column,
    wholes_of,
    why_left_out,
)
from leftbehind.areas.recognise import Recognised, recognise
from leftbehind.data.catalogue import Table
from leftbehind.data.cells import Cells, cells_of
from leftbehind.data.decode import decode, sheets_of
from leftbehind.data.geopackage import layers_of
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.problems import CONTROLS


def propose(
    file: Path,
    shelf: Shelf,
    *,
    sheet: str = "",
    encoding: str = "utf-8",
    area: str = "",
    geography: str = "",
) -> Proposal:
    """Read a table and propose a study of it.

    Args:
        file: A CSV, workbook, Parquet file or GeoPackage with one row for each area.
        shelf: Where geographies and registers come from; nothing is downloaded.
        sheet: Sheet or layer, where there are several.
        encoding: Encoding of a text file.
        area: Heading of the area codes; none: found.
        geography: Their geography; none: found, where only one fits.

    Returns:
        The proposal.

    Raises:
        LeftBehindError: If the file cannot be read, no column tells areas apart, several
            geographies fit, or no column holds figures.
    """
    if not file.is_file():
        beside = [one.name for one in file.parent.glob("*") if one.is_file()]
        raise LeftBehindError(
            "there is no such file", where=str(file), mend=nearest(file.name, beside)
        )
    sheet = _sheet(file, sheet)
    raw = decode(file, Table(title="", sheet=sheet, encoding=encoding))
    try:
        columns, left_out = _looked_at(raw)
        codes = recognise(list(columns.values()), shelf, area=area, geography=geography)
        del columns[codes.heading]
        shaped = file.suffix.lower() == ".gpkg" and _has_shapes(file, sheet)
        names = Names(codes.geography, *shelf.catalogue.geography)
        return _proposal(file, sheet, encoding, codes, columns, left_out, names, raw.height, shaped)
    except LeftBehindError as error:
        raise error.at(str(file)) from error


def _proposal(
    file: Path,
    sheet: str,
    encoding: str,
    codes: Recognised,
    columns: dict[str, Cells],
    left_out: list[Asked],
    names: Names,
    areas: int,
    shaped: bool,
) -> Proposal:
    named = name_column(columns.values())
    tidy = {codes.heading: codes.geography}
    if named:
        tidy[named] = f"{codes.geography}_name"
    wholes, second = wholes_of(columns.values())
    larger = larger_columns(c for c in columns.values() if c.heading != named)
    for cells in (*wholes.values(), *larger):
        tidy[cells.heading] = names.give(cells.heading)
    left_out += second
    passed = {*tidy, *(one.of for one in second)}
    measures: list[Measure] = []
    asked = _about_codes(codes)
    for cells in columns.values():
        if cells.heading in passed:
            continue
        if why := why_left_out(cells):
            left_out.append(Asked(why, cells.heading, cells.example))
            continue
        tidy[cells.heading] = names.give(cells.heading)
        measure, doubts = measure_of(cells, wholes, tidy, tidy[cells.heading])
        measures.append(measure)
        asked += doubts
    if not measures:
        told = some(f"{one.of} ({one.about})" for one in left_out)
        raise LeftBehindError(
            "no column holds figures of an index" + (f": {told}" if told else ""),
            mend="give it columns of numbers that differ between areas",
        )
    used = [cells for heading, cells in columns.items()
            if heading in tidy and cells.kind == "numbers"]  # fmt: skip
    marks = _all_of(cells.held_back for cells in used)
    absent = _all_of(cells.absent for cells in used)
    complete = _complete(columns[one.heading] for one in measures)
    asked += [Asked("marks", "", ", ".join(marks), len(marks))] if marks else []
    asked += [Asked("absent", "", ", ".join(absent), len(absent))] if absent else []
    asked += [Asked("gaps", "", number=areas - complete)] if complete < areas else []
    return Proposal(
        file=file,
        sheet=sheet,
        encoding=encoding,
        codes=codes,
        columns={name: heading for heading, name in tidy.items()},
        people=tidy[wholes["people"].heading] if "people" in wholes else "",
        wholes=tuple(tidy[cells.heading] for cells in wholes.values()),
        larger=tuple(tidy[cells.heading] for cells in larger),
        measures=tuple(measures),
        groups=_groups(measures, names),
        held_back=marks,
        absent=absent,
        shaped=shaped,
        areas=areas,
        complete=complete,
        left_out=tuple(left_out),
        asked=tuple(asked),
    )


def _sheet(file: Path, sheet: str) -> str:
    """The sheet that is meant, said by the user where there are several."""
    sheets = sheets_of(file)
    if not sheet and len(sheets) > 1:
        raise LeftBehindError(
            f"the file has {len(sheets)} sheets or layers: {some(sheets, most=12)}",
            where=str(file),
            mend=f'say which holds the figures, such as --sheet "{sheets[0]}"',
        )
    if sheet and not sheets:
        raise LeftBehindError("this file has no sheets", where=str(file), mend="leave out --sheet")
    return sheet


def _has_shapes(file: Path, layer: str) -> bool:
    layers = layers_of(file)
    return layers[layer] if layer else any(layers.values())


def _looked_at(raw: pl.DataFrame) -> tuple[dict[str, Cells], list[Asked]]:
    """The cells of each column, and the columns whose headings a study cannot name."""
    if raw.is_empty():
        raise LeftBehindError("the table has no rows", mend="give it one row for each area")
    unnamed = [name for name in raw.columns if re.fullmatch(r"__UNNAMED__\d+|_duplicated_\d+|",
                                                            name)]  # fmt: skip
    if len(unnamed) > raw.width / 2:
        raise LeftBehindError(
            f"{len(unnamed)} of {raw.width} columns have no heading: the first row is perhaps "
            "a title",
            mend="delete what stands above the headings, and give every column one",
        )
    again = {name: re.sub(r"_duplicated_\d+$", "", name) for name in raw.columns}
    twice = {first for name, first in again.items() if first != name and first in raw.columns}
    found, left_out = {}, []
    for name, first in again.items():
        if first in twice:
            left_out.append(Asked("twice", name))
        elif name in unnamed or not name.strip() or re.search(CONTROLS, name):
            left_out.append(Asked("unreadable", name))
        else:
            found[name] = cells_of(raw[name])
    return found, left_out


def _about_codes(codes: Recognised) -> list[Asked]:
    """What is to be confirmed about the codes."""
    asked = []
    if codes.own:
        asked.append(Asked("own-geography", codes.heading, codes.own.pattern))
    elif codes.by != "register":
        asked.append(Asked("vintage", codes.heading, codes.geography))
    if codes.strange:
        shown = some(f"{code!r} in row {row:,}" for row, code in codes.strange)
        asked.append(Asked("strange-codes", codes.heading, shown, len(codes.strange)))
    if codes.short:
        asked.append(Asked("lost-zeros", codes.heading))
    return asked


def _all_of(marks: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted({mark for several in marks for mark in several}))


def _complete(figures: Iterable[Cells]) -> int:
    """How many rows have every figure."""
    known = pl.DataFrame([cells.numbers.is_not_null().alias(f"{at}")
                          for at, cells in enumerate(figures)])  # fmt: skip
    return int(known.select(pl.all_horizontal(pl.all()).sum()).item())


def _groups(measures: Sequence[Measure], names: Names) -> dict[str, tuple[str, ...]]:
    """Indicators by the first word that several of their headings share."""
    by_heading = {one.heading: one.name for one in measures}
    return {
        names.give(word): tuple(by_heading[heading] for heading in headings)
        for word, headings in subject_of(by_heading).items()
    }
