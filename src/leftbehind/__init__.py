"""Which neighbourhoods are left behind, why, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "LeftBehindError": "errors",
    "NotHere": "errors",
    "Recipe": "index.spec",
    "Results": "results",
    "Shelf": "data.shelf",
    "Study": "study",
    "build": "index.build",
    "catalogue": "data.catalogue",
    "country": "data.simulate",
    "read_results": "results",
    "read_study": "study_file",
    "recipe": "index.spec",
    "run": "running.run",
}
"""Where each public name lives; it is loaded when it is first used (PEP 562)."""

__all__ = [
    "LeftBehindError",
    "NotHere",
    "Recipe",
    "Results",
    "Shelf",
    "Study",
    "__version__",
    "build",
    "catalogue",
    "country",
    "read_results",
    "read_study",
    "recipe",
    "run",
]

if TYPE_CHECKING:
    from leftbehind.data.catalogue import catalogue
    from leftbehind.data.shelf import Shelf
    from leftbehind.data.simulate import country
    from leftbehind.errors import LeftBehindError, NotHere
    from leftbehind.index.build import build
    from leftbehind.index.spec import Recipe, recipe
    from leftbehind.results import Results, read_results
    from leftbehind.running.run import run
    from leftbehind.study import Study
    from leftbehind.study_file import read_study


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'leftbehind' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"leftbehind.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
