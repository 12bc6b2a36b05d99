"""From a failed check of a model to one sentence that names the key and the mend."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from leftbehind.errors import LeftBehindError, nearest


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
    key = ".".join(str(part) for part in first["loc"] if part not in ("function-before",))
    if first["type"] == "extra_forbidden":
        known = _keys_at(model, first["loc"][:-1])
        return LeftBehindError(
            f"unknown key `{key}`", where=where, mend=nearest(str(first["loc"][-1]), known)
        )
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        message = "is missing"
    what = f"`{key}`: {message}" if key else message
    return LeftBehindError(what.rstrip("."), where=where)


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
