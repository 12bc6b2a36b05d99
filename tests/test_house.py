"""The house keeps its shape: rooms import to the left, start-up is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import leftbehind

HOME = Path(leftbehind.__file__).parent

ROOMS = ["errors", "problems", "engine", "data", "areas", "index", "groups", "questions",
         "kinds", "made", "study", "study_file", "results", "running", "analysis", "show",
         "cli"]  # fmt: skip
"""The rooms in order: each imports only from those before it."""

HEAVY = {"scipy", "pandas", "pyarrow", "rdata", "xarray", "requests", "pooch", "fastexcel",
         "xlsxwriter", "sklearn", "statsmodels", "matplotlib", "altair", "fluent", "great_tables",
         "jinja2", "pyogrio", "pyproj", "shapely", "typst", "vl_convert", "esda",
         "libpysal"}  # fmt: skip
"""Modules that neither `import leftbehind` nor `--help` may load."""


def room(path: Path) -> str:
    first = path.relative_to(HOME).parts[0]
    return first.removesuffix(".py")


def imports_at_the_top(path: Path) -> set[str]:
    """Rooms that a file imports when it is loaded (not inside functions or for types)."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("leftbehind."):
            found.add(node.module.split(".")[1])
    return found


FILES = sorted(p for p in HOME.rglob("*.py") if p != HOME / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOME)))
def test_a_room_imports_only_from_its_left(path: Path) -> None:
    here = ROOMS.index(room(path))
    for other in imports_at_the_top(path):
        assert ROOMS.index(other) <= here, f"{path.name} imports {other}"


def loaded_after(*command: str) -> set[str]:
    code = f"import sys; sys.argv = {['leftbehind', *command[1:]]!r}\n"
    code += "try:\n " + command[0] + "\nexcept SystemExit: pass\n"
    code += "print('\\n'.join({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_loads_nothing_heavy() -> None:
    loaded = loaded_after("import leftbehind")
    assert not loaded & (HEAVY | {"polars", "numpy", "pydantic", "rich", "typer"})


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_after("from leftbehind.cli import main; main()", "--help")
    assert not loaded & HEAVY


def test_every_public_name_can_be_had() -> None:
    for name in leftbehind.__all__:
        assert getattr(leftbehind, name) is not None
    assert set(leftbehind.__all__) == set(dir(leftbehind))


def test_a_public_function_is_not_hidden_by_a_module_of_its_name() -> None:
    modules = {p.stem for p in HOME.glob("*.py")} | {p.name for p in HOME.iterdir() if p.is_dir()}
    assert not modules & set(leftbehind.__all__)
