"""A folder to hand on: workbook, GeoPackage, CSVs, codebook and note, moved into place whole."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import polars as pl

from leftbehind.areas.boundaries import Boundaries, read_boundaries
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results, write_folder
from leftbehind.show.export.geopackage import LAYER, write_geopackage
from leftbehind.show.export.note import CODEBOOK, about, as_text, codebook
from leftbehind.show.export.sheets import Sheet, sheets_of
from leftbehind.show.export.terms import Terms, terms_of
from leftbehind.show.export.workbook import workbook
from leftbehind.show.files import Format, as_bytes
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.words import names_of

README = "README.txt"


def export(
    results: Results,
    folder: Path | str,
    *,
    accept: Collection[str] = (),
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Terms:
    """Write results as files that others can open, each column explained.

    Args:
        results: Results of a study.
        folder: A new or empty folder, or one that holds an earlier export, which is replaced
            only when all of the new one is written.
        accept: Identifiers of licences whose unclear terms are accepted.
        shelf: Where polygons come from.
        tell: Called with the name of each file before it is written.

    Returns:
        What was accepted and what was withheld.

    Raises:
        LeftBehindError: If the folder holds something else, terms are unknown, or a sheet has
            more rows than Excel can hold.

    Example:
        >>> import leftbehind, tempfile
        >>> results = leftbehind.run("invented-country")
        >>> with tempfile.TemporaryDirectory() as place:
        ...     _ = export(results, Path(place) / "export")
        ...     names = sorted(path.name for path in (Path(place) / "export").iterdir())
        >>> names[:3]
        ['README.txt', 'codebook.csv', 'contents.json']
    """
    terms = terms_of(results, accept)
    sheets = [sheet for sheet in sheets_of(results, terms) if sheet.frame.height]
    polygons, remarks = _polygons(results, shelf or Shelf())
    note = about(results, terms, remarks)
    columns = codebook(sheets)
    name = str(results.manifest["study"]["name"])

    def fill(place: Path) -> None:
        tell(f"{name}.xlsx")
        (place / f"{name}.xlsx").write_bytes(workbook(note, columns, sheets))
        if polygons is not None:
            tell(f"{name}.gpkg")
            areas = _named(sheets, LAYER).frame
            own = columns.filter(sheet=LAYER)
            write_geopackage(place / f"{name}.gpkg", areas, polygons, note, own)
        for sheet in sheets:
            tell(f"{name}-{sheet.name}.csv")
            (place / f"{name}-{sheet.name}.csv").write_bytes(as_bytes(sheet.frame, Format.csv))
        (place / f"{CODEBOOK}.csv").write_bytes(as_bytes(columns, Format.csv))
        (place / README).write_text(as_text(note), "utf-8")

    write_folder(Path(folder), fill)
    return terms


def _named(sheets: list[Sheet], name: str) -> Sheet:
    return next(sheet for sheet in sheets if sheet.name == name)


def _polygons(results: Results, shelf: Shelf) -> tuple[Boundaries | None, list[str]]:
    """The polygons of the areas, as they were read and mended, and what is to be said of them."""
    study = results.manifest["study"]
    try:
        found = read_boundaries(
            results.areas["area"],
            study["areas"],
            study.get("boundaries", ""),
            shelf,
            lookup=study.get("boundaries_lookup", ()),
        )
    except LeftBehindError as error:
        return None, [say("polygons-none", reason=str(error))]
    entry = shelf.catalogue.entry(study["boundaries"])
    said = [say("polygons-of", title=entry.title, number=plain(len(found.shapes), 0))]
    if found.gaps:
        said.append(
            say("polygons-met", number=plain(found.gaps, 0), changed=plain(found.changed, 0))
        )
    if found.without:
        lost = results.areas.filter(pl.col("area").is_in(list(found.without)))
        names = names_of(lost["name"].fill_null("–").to_list(), lost["area"].to_list(), most=50)
        said.append(say("polygons-without", names=names))
    return found, said
