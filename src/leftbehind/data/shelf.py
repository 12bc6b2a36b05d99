"""The shelf: any table of a catalogue by name, found, read, cached and checked."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from leftbehind.data.catalogue import Catalogue, Table, catalogue
from leftbehind.data.check import require
from leftbehind.data.decode import decode
from leftbehind.data.fetch import cache_folder, checked, data_folder, download, find, missing
from leftbehind.data.read import READER, Gap, Reading, tidy
from leftbehind.errors import LeftBehindError, NotHere

if TYPE_CHECKING:
    from leftbehind.data.simulate import Country


@dataclass(slots=True)
class Network:
    """Whether the network answers; given up for good at the first silence."""

    up: bool = True


@dataclass(frozen=True, slots=True)
class Simulation:
    """Which invented country is meant.

    Attributes:
        areas: Number of its small areas.
        seed: Seed of its random numbers.
    """

    areas: int = 6_000
    seed: int = 2020

    def table(self, name: str) -> pl.DataFrame:
        """One table of that country.

        Raises:
            LeftBehindError: If it has no such table.
        """
        try:
            return _country(self).table(name)
        except ValueError as error:
            raise LeftBehindError(str(error), where=name, mend="correct its `status`") from error


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where tables come from: frames in hand, the data folder, the cache, the network.

    Attributes:
        catalogue: What can be named.
        folder: The folder of LEFTBEHIND_DATA.
        cache: The cache folder.
        network: Whether to try a download.
        frames: Tables in hand, by name; they come before any file.
        simulation: Which invented country the simulated tables are of.
        kept: What was read already, by name and bytes: a study that is run a hundred times is
            read once. A shelf made from this one shares it.
    """

    catalogue: Catalogue = field(default_factory=catalogue)
    folder: Path | None = field(default_factory=data_folder)
    cache: Path = field(default_factory=cache_folder)
    network: Network = field(default_factory=Network)
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    simulation: Simulation = field(default_factory=Simulation)
    kept: dict[tuple[str, str], _Kept] = field(default_factory=dict, compare=False, repr=False)

    def here(self, name: str) -> bool:
        """Whether a table can be read without the network."""
        entry = self.catalogue.entry(name)
        return (
            name in self.frames
            or entry.status == "simulated"
            or find(entry, self.folder, self.cache) is not None
        )

    def file(self, name: str) -> Path:
        """The file of a table, downloaded once if it must be.

        Raises:
            NotHere: If it cannot be had.
        """
        entry = self.catalogue.entry(name)
        path = find(entry, self.folder, self.cache)
        if path:
            return path
        if not (self.network.up and entry.address and entry.status == "here to get"):
            raise missing(name, entry)
        try:
            return download(name, entry, self.cache)
        except NotHere:
            self.network.up = False
            raise

    def read(self, name: str) -> Reading:
        """Read a table and check all that is declared about it.

        Args:
            name: Its name in the catalogue.

        Returns:
            The table, tidy.

        Raises:
            NotHere: If it cannot be had.
            LeftBehindError: If its bytes or its rows are not as declared.
        """
        entry = self.catalogue.entry(name)
        bytes_of = self._bytes_of(name, entry)
        kept = self.kept.get((name, bytes_of))
        if kept is None or not kept.is_for(entry, self.catalogue):
            reading = require(self._reading(name, entry, bytes_of), self.catalogue)
            self.kept[name, bytes_of] = kept = _Kept(entry, self.catalogue, reading)
        return kept.reading

    def _bytes_of(self, name: str, entry: Table) -> str:
        """What tells the bytes of a table from others: their checksum, or whose country it is."""
        if name in self.frames:
            return _sha256_of(self.frames[name])
        if entry.status == "simulated":
            return repr(self.simulation)
        return checked(self.file(name), entry, name)

    def _reading(self, name: str, entry: Table, bytes_of: str) -> Reading:
        kinds = frozenset(self.catalogue.geography)
        in_hand = self.frames.get(name)
        if in_hand is None and entry.status == "simulated":
            in_hand = self.simulation.table(name)
            bytes_of = _sha256_of(in_hand)
        if in_hand is not None:
            frame, gaps, dropped = tidy(in_hand, entry, kinds, where=name)
            return Reading(name, entry, frame, bytes_of, gaps, dropped)
        path = self.file(name)
        declared = entry.model_dump_json(exclude={"title", "file", "defects"})
        kind = "".join(path.suffixes)
        key = hashlib.sha256(f"{READER}{bytes_of}{kind}{declared}".encode()).hexdigest()
        place = self.cache / "decoded" / f"{name}-{key[:24]}.parquet"
        cached = _from_cache(place)
        if cached is None:
            cached = tidy(decode(path, entry), entry, kinds, where=str(path))
            _into_cache(place, *cached)
        frame, gaps, dropped = cached
        return Reading(name, entry, frame, bytes_of, gaps, dropped)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A table that was read and checked, and what it was declared by."""

    entry: Table
    catalogue: Catalogue
    reading: Reading

    def is_for(self, entry: Table, catalogue: Catalogue) -> bool:
        """Whether it would be read and checked alike under another declaration."""
        return self.entry == entry and self.catalogue.geography == catalogue.geography


def _from_cache(place: Path) -> tuple[pl.DataFrame, tuple[Gap, ...], int] | None:
    try:
        noted = json.loads(pl.read_parquet_metadata(place)["leftbehind"])
        gaps = tuple(Gap(**gap) for gap in noted["gaps"])
        return pl.read_parquet(place), gaps, noted["dropped"]
    except (OSError, KeyError, ValueError, TypeError, pl.exceptions.PolarsError):
        return None  # absent, or cut off: it is made anew


def _into_cache(place: Path, frame: pl.DataFrame, gaps: tuple[Gap, ...], dropped: int) -> None:
    noted = json.dumps({"gaps": [asdict(gap) for gap in gaps], "dropped": dropped})
    partial = place.with_name(f".{place.name}.{os.getpid()}.partial")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(partial, metadata={"leftbehind": noted})
        partial.replace(place)
    except (OSError, pl.exceptions.PolarsError):
        pass  # a cache that cannot be written costs time, not truth
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


@lru_cache(maxsize=2)
def _country(simulation: Simulation) -> Country:
    from leftbehind.data.simulate import country

    return country(simulation.areas, simulation.seed)


def _sha256_of(frame: pl.DataFrame) -> str:
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    return hashlib.sha256(buffer.getbuffer()).hexdigest()
