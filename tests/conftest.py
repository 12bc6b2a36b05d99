"""What every test may use: a cache of its own, and the published tables if they are here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from leftbehind.data.fetch import CACHE, FOLDER, data_folder
from leftbehind.data.shelf import Shelf

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all workers of this session; never the user's."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place = shared / "cache"
    os.environ[CACHE] = str(place)
    return place


@pytest.fixture(scope="session")
def shelf(own_cache: Path) -> Shelf:
    """The published tables."""
    if data_folder() is None:
        pytest.skip(f"needs the published tables: set {FOLDER} to their folder")
    return Shelf()
