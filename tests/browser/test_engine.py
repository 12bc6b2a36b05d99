"""The page's own arithmetic: its tests, and the same settings in Python and in TypeScript."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import leftbehind
from browser._vectors import STUDY, write_vectors
from leftbehind.data.shelf import Shelf
from leftbehind.show.export.terms import terms_of
from leftbehind.show.site.files import write_study

WEB = Path(__file__).parents[2] / "web"


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Python finds under random settings."""
    folder = tmp_path_factory.mktemp("vectors")
    results = leftbehind.run(STUDY)
    write_study(folder, results, terms_of(results), Shelf())
    study = json.loads((folder / "study.json").read_text("utf-8"))
    write_vectors(folder / "vectors.json", study)
    return folder / "vectors.json"


def told(*command: str, vectors: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a script of the page's package with the Node that came with this Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "NO_COLOR": "1", "LEFTBEHIND_VECTORS": str(vectors or "")}
    return subprocess.run(
        ["npm", "run", "--silent", *command], cwd=WEB, env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_typescript_finds_what_python_finds_under_random_settings(vectors: Path) -> None:
    done = told("test", vectors=vectors)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


def test_a_wrong_figure_of_python_would_be_noticed(vectors: Path, tmp_path: Path) -> None:
    changed = json.loads(vectors.read_text("utf-8"))
    ranks = changed["cases"][3]["ranks"]["need"]
    first, second = ranks.index(1), ranks.index(2)
    ranks[first], ranks[second] = 2, 1
    (tmp_path / "vectors.json").write_text(json.dumps(changed), "utf-8")
    done = told("test", vectors=tmp_path / "vectors.json")
    assert done.returncode != 0
    assert "case 3" in done.stdout + done.stderr


def test_the_types_hold() -> None:
    done = told("check")
    assert done.returncode == 0, done.stdout
