"""What a study offers to places of somebody's own: small areas, their people, ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from leftbehind.areas.boundaries import Boundaries, read_boundaries
from leftbehind.areas.conversion import people_of
from leftbehind.areas.drawn import ENDINGS as DRAWN
from leftbehind.areas.drawn import places_of_outlines, read_outlines
from leftbehind.areas.listed import ENDINGS as LISTED
from leftbehind.areas.listed import POSTCODE, places_of_codes, places_of_postcodes, read_list
from leftbehind.areas.own import OwnPlaces, Ways
from leftbehind.data.postcodes import read_postcodes
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.running.tables import Tables
from leftbehind.study import Index, Postcodes


@dataclass(frozen=True, slots=True)
class Ground:
    """The areas that a study has figures for.

    Attributes:
        results: Results of the study.
        tables: Where its tables come from.
        judged: Geography of the areas that are judged.
        index: What the study says of each index.
        made_for: Geography that each index is made for.
        peopled: Table of the people of each geography that the study names one for.
        own: Lookups that the study names.
    """

    results: Results
    tables: Tables
    judged: str
    index: dict[str, Index]
    made_for: dict[str, str]
    peopled: dict[str, str]
    own: tuple[str, ...]

    @property
    def ways(self) -> Ways:
        """How places are led from one geography to another."""
        return Ways(self.tables.shelf, self.own, self.people)

    def people(self, geography: str) -> pl.DataFrame:
        """The people of the areas of a geography: by the study's table, else a catalogued one.

        Returns:
            Columns `area` and `people`.

        Raises:
            LeftBehindError: If no table says how many live there.
        """
        table = self.peopled.get(geography)
        if not table:
            return people_of(geography, self.tables.shelf)
        found = self.tables.column(table, geography, "people")
        return found.rename({"value": "people"})

    def codes(self, geography: str) -> pl.Series:
        """The areas of a geography that the study has figures for."""
        for name, made_for in self.made_for.items():
            if made_for == geography:
                return self.results[f"nodes_{name}"]["area"]
        return self.results.areas["area"]

    def by_size(self) -> list[str]:
        """The geographies that the study has figures for, the smallest areas first."""
        found = dict.fromkeys([*self.made_for.values(), self.judged])
        return sorted(found, key=lambda geography: -self.codes(geography).len())

    def small(self, places: OwnPlaces) -> str:
        """The areas that places are counted in: their own, if the study knows their people."""
        options = [places.geography, *self.by_size()]
        return next((one for one in options if one in self.peopled), self.judged)

    def known(self, index: str) -> pl.Series:
        """The areas that have a score on an index, where it is made."""
        nodes = self.results[f"nodes_{index}"]
        return nodes.filter(pl.col(f"{self.root(index)}_score").is_not_null())["area"]

    def root(self, index: str) -> str:
        """The node that an index ends in."""
        return str(self.results.manifest["index"][index]["recipe"]["root"])

    def read(self, file: Path, name: str, crs: str) -> OwnPlaces:
        """The places of a file: polygons or a list, by its ending.

        Args:
            file: The file.
            name: Column of the names, where it cannot be told.
            crs: Coordinate system of polygons, where the file states none.

        Raises:
            LeftBehindError: If the file is not as it should be.
        """
        if not file.is_file():
            raise LeftBehindError("there is no such file", where=str(file), mend="correct its name")
        ending = file.name.lower()
        if ending.endswith(DRAWN):
            outlines = read_outlines(file, name=name, crs=crs)
            return places_of_outlines(outlines, *self._polygons())
        if not ending.endswith(LISTED):
            raise LeftBehindError(
                f"files ending in {file.suffix or 'nothing'} are not read as places",
                where=str(file),
                mend=f"save polygons as {', '.join(DRAWN)}, or a list as {', '.join(LISTED)}",
            )
        listed = read_list(file, self.tables.shelf, name=name)
        if listed.kind == POSTCODE:
            return places_of_postcodes(listed, *self._directory(str(file)))
        known = self.codes(listed.kind) if listed.kind in self.by_size() else None
        return places_of_codes(listed, self.tables.shelf, known)

    def _directory(self, where: str) -> tuple[pl.DataFrame, str]:
        """The study's directory of postcodes, and the smallest areas that it knows."""
        told = self.results.manifest["study"].get("postcodes")
        if not told:
            raise LeftBehindError(
                "the study names no directory of postcodes",
                where=where,
                mend='say postcodes = "TABLE" in the study, or list codes of areas',
            )
        asked = Postcodes.model_validate(told)
        holds = self.tables.shelf.catalogue.entry(asked.table).geographies
        usual = asked.of or self.judged
        geography = next((one for one in self.by_size() if one in holds), usual)
        return read_postcodes(asked.table, geography, self.tables.shelf), geography

    def _polygons(self) -> tuple[Boundaries, str]:
        """The polygons of the smallest areas that have any, and their geography."""
        study, shelf = self.results.manifest["study"], self.tables.shelf
        own = study.get("boundaries", "")
        for geography in self.by_size():
            codes = self.codes(geography)
            drawn = {
                name: name == own or self._drawn(name, codes)
                for name, entry in shelf.catalogue.table.items()
                if entry.holds == "polygons" and entry.geography == geography
                if name == own or shelf.here(name)
            }
            if drawn:
                table = own if own in drawn else max(drawn, key=lambda name: drawn[name])
                self.tables.tell(table)
                return read_boundaries(codes, geography, table, shelf), geography
        lookup = study.get("boundaries_lookup", ())
        codes = self.codes(self.judged)
        return read_boundaries(codes, self.judged, own, shelf, lookup=lookup), self.judged

    def _drawn(self, table: str, codes: pl.Series) -> int:
        """How many of the areas a table has polygons of."""
        reading = self.tables.shelf.read(table)
        return int(codes.is_in(reading.frame[reading.entry.geography].implode()).sum())


def ground_of(results: Results, tables: Tables) -> Ground:
    """What a study offers to places of somebody's own.

    Args:
        results: Results of the study.
        tables: Where its tables come from.
    """
    study: Mapping[str, Any] = results.manifest["study"]
    catalogue = tables.shelf.catalogue
    index = {name: Index.model_validate(study["index"][name]) for name in results.indices}
    made_for = {name: str(about["geography"]) for name, about in results.manifest["index"].items()}
    peopled = {str(study["areas"]): str(study["people"])} if study.get("people") else {}
    for name, one in index.items():
        if one.people:
            peopled.setdefault(made_for[name], one.people)
    for one in index.values():
        if one.split_by:
            table = catalogue.entry(one.split_by.partition(".")[0])
            peopled.setdefault(table.geography, one.split_by)
    named = [lookup for one in index.values() for lookup in one.lookup]
    named += study.get("boundaries_lookup", ())
    for by in study.get("by", {}).values():
        named += [by["via"]] if isinstance(by["via"], str) else by["via"]
    lookups = [name for name in dict.fromkeys(named) if len(catalogue.entry(name).geographies) > 1]
    return Ground(results, tables, str(study["areas"]), index, made_for, peopled, tuple(lookups))
