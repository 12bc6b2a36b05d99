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
    """

    catalogue: Catalogue = field(default_factory=catalogue)
    folder: Path | None = field(default_factory=data_folder)
    cache: Path = field(default_factory=cache_folder)
    network: Network = field(default_factory=Network)
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    simulation: Simulation = field(default_factory=Simulation)

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
        return require(self._reading(name, entry), self.catalogue)

    def _reading(self, name: str, entry: Table) -> Reading:
        kinds = frozenset(self.catalogue.geography)
        if name in self.frames or entry.status == "simulated":
            raw = self.frames[name] if name in self.frames else self.simulation.table(name)
            frame, gaps, dropped = tidy(raw, entry, kinds, where=name)
            return Reading(name, entry, frame, _sha256_of(raw), gaps, dropped)
        path = self.file(name)
        digest = checked(path, entry, name)
        declared = entry.model_dump_json(exclude={"title", "file", "defects"})
        kind = "".join(path.suffixes)
        key = hashlib.sha256(f"{READER}{digest}{kind}{declared}".encode()).hexdigest()
        place = self.cache / "decoded" / f"{name}-{key[:24]}.parquet"
        cached = _from_cache(place)
        if cached is None:
            cached = tidy(decode(path, entry), entry, kinds, where=str(path))
            _into_cache(place, *cached)
        frame, gaps, dropped = cached
        return Reading(name, entry, frame, digest, gaps, dropped)


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
