"""What every test may use: a cache of its own, and the published tables if they are here."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import settings

import leftbehind
from leftbehind import LeftBehindError
from leftbehind.data.fetch import CACHE, FOLDER, data_folder, find
from leftbehind.data.shelf import Shelf

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


KEPT = ("decoded", "plane")
"""Parts of the cache that are kept for the next session: tables and polygons, as they were read."""

MAKERS = ("polars", "numpy", "fastexcel", "rdata", "shapely", "pyproj")
"""Packages that what is kept is made with."""

MOST_DAYS = 2
"""How long what older code has made is kept, for who goes to and fro between two branches."""


def made_by() -> str:
    """What tables and polygons depend on besides their bytes: the code that reads them."""
    home = Path(leftbehind.__file__).parent
    files = [*home.glob("*.py"), *(one for room in ("engine", "data", "areas")
                                   for one in (home / room).rglob("*.py"))]  # fmt: skip
    digest = hashlib.sha256("".join(map(version, MAKERS)).encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def kept_from_before(config: pytest.Config) -> Path | None:
    """The folder for what this very code has read; reading all of it takes minutes."""
    if not hasattr(config, "cache") or config.cache is None:
        return None
    kept = config.cache.mkdir(f"tables-{made_by()}")
    os.utime(kept)
    for old in kept.parent.glob("tables-*"):
        if old.stat().st_mtime < time.time() - MOST_DAYS * 86_400:
            shutil.rmtree(old, ignore_errors=True)
    return kept


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """One cache for all workers of this session; never the user's."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place = shared / "cache"
    os.environ[CACHE] = str(place)
    kept = kept_from_before(pytestconfig)
    if kept:
        place.mkdir(exist_ok=True)
        for name in KEPT:
            (kept / name).mkdir(exist_ok=True)
            with contextlib.suppress(FileExistsError):  # another worker has been here
                (place / name).symlink_to(kept / name)
    return place


@pytest.fixture(scope="session")
def shelf(own_cache: Path) -> Shelf:
    """The published tables."""
    if data_folder() is None:
        pytest.skip(f"needs the published tables: set {FOLDER} to their folder")
    found = Shelf()
    if "PYTEST_XDIST_WORKER" in os.environ:
        read_in_turn(found, own_cache)
    return found


def read_in_turn(shelf: Shelf, cache: Path) -> None:
    """Read the tables that take longest, each by the worker that comes to it first, not by all."""
    claims = cache / "claims"
    claims.mkdir(parents=True, exist_ok=True)
    for name, entry in shelf.catalogue.table.items():
        path = find(entry, shelf.folder, shelf.cache)
        if path is None or path.suffix != ".rda":
            continue
        with contextlib.suppress(FileExistsError, LeftBehindError):
            (claims / name).touch(exist_ok=False)
            shelf.read(name)
