"""What is wrong in a file of keys and values, as one sentence that names the key."""

from __future__ import annotations

import re
import typing
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from leftbehind.errors import LeftBehindError, nearest, short

CONTROLS = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]"
"""Characters that move a terminal's cursor or turn the direction of writing."""

_OWN_WORDS = re.compile(r"\[key\]|str|function-\w+|(literal|dict|tuple|list)\[.*\]")
"""Parts of a path that pydantic adds to the keys of the file."""

_NAME = "a name begins with a letter or digit and goes on with letters, digits, - and _"


def explain(error: ValidationError, model: type[BaseModel], *, where: str) -> LeftBehindError:
    """The first problem that pydantic found, in the project's own words.

    Args:
        error: What pydantic raised.
        model: The model that was checked, to offer the nearest known key.
        where: File or recipe that was read.

    Returns:
        An error to raise.
    """
    problems = error.errors(include_url=False)
    # An unknown key explains what follows from it better than the consequences do.
    first = next((p for p in problems if p["type"] == "extra_forbidden"), problems[0])
    first = _furthest(first, problems)
    path = [str(part) for part in first["loc"] if not _OWN_WORDS.fullmatch(str(part))]
    key = ".".join(short(part) for part in path)
    if first["type"] == "extra_forbidden":
        known = _keys_at(model, first["loc"][:-1])
        return LeftBehindError(
            f"unknown key `{key}`", where=where, mend=nearest(str(first["loc"][-1]), known)
        )
    what = f"`{key}`: {_message(first)}" if key else _message(first)
    return LeftBehindError(what.rstrip("."), where=where)


def refuse_controls(value: Any, where: str, path: tuple[str, ...] = ()) -> None:
    """Refuse text that would move the terminal's cursor wherever it is shown.

    Args:
        value: What was read from a file: tables, lists and texts.
        where: The file.
        path: The keys that lead to the value.

    Raises:
        LeftBehindError: Naming the key.
    """
    if isinstance(value, str) and re.search(CONTROLS, value):
        key = ".".join(short(repr(part)[1:-1]) for part in path)
        raise LeftBehindError(
            f"`{key}` holds control characters", where=where, mend="write it as plain text"
        )
    if isinstance(value, dict):
        for key, below in value.items():
            refuse_controls(below, where, (*path, key))
            refuse_controls(key, where, (*path, key))
    if isinstance(value, list):
        for below in value:
            refuse_controls(below, where, path)


def _furthest(first: Any, problems: Sequence[Any]) -> Any:
    """Of the kinds that one value was tried as, the problem of the one that came furthest."""
    if not first["loc"] or not _OWN_WORDS.fullmatch(str(first["loc"][-1])):
        return first
    above = first["loc"][:-1]
    return max(
        (problem for problem in problems if problem["loc"][: len(above)] == above),
        key=lambda problem: len(problem["loc"]),
    )


def _message(problem: Any) -> str:
    if problem["type"] == "missing":
        return "is missing"
    if problem["type"] == "string_pattern_mismatch":
        return _NAME
    if problem["type"] == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    message = str(problem["msg"]).partition(", unable to parse")[0]
    value = problem["input"]
    return (
        f"{message}, not {short(repr(value))}" if isinstance(value, str | int | float) else message
    )


def _keys_at(model: type[BaseModel], path: Sequence[int | str]) -> list[str]:
    here: list[Any] = [model]
    for part in path:
        following: list[Any] = []
        for kind in here:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                by_key = {f.alias or name: f for name, f in kind.model_fields.items()}
                if part in by_key:
                    following += _models(by_key[str(part)].annotation)
                else:
                    following.append(kind)  # the tag of a union, or a key of a mapping
        here = following
    return [
        field.alias or name
        for kind in here
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, field in kind.model_fields.items()
    ]


def _models(annotation: Any) -> list[Any]:
    parts = typing.get_args(annotation)
    if parts:
        return [model for part in parts for model in _models(part)]
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return [annotation] if is_model else []
