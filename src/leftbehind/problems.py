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


class Several(ValueError):
    """Several things that do not fit together in one table of keys.

    Args:
        wrong: Each in words; the first is what the error says.
    """

    def __init__(self, wrong: Sequence[str]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(wrong[0])


def explain(error: ValidationError, model: type[BaseModel], *, where: str) -> LeftBehindError:
    """The first problem that pydantic found, in the project's own words.

    Args:
        error: What pydantic raised.
        model: The model that was checked, to offer the nearest known key.
        where: File or recipe that was read.

    Returns:
        An error to raise.
    """
    return explain_all(error, model, where=where)[0]


def explain_all(
    error: ValidationError, model: type[BaseModel], *, where: str, whole: bool = True
) -> list[LeftBehindError]:
    """Every problem that pydantic found, in the project's own words.

    Args:
        error: What pydantic raised.
        model: The model that was checked.
        where: File or recipe that was read.
        whole: Whether to tell too what is wrong with the file as a whole, not with one key.

    Returns:
        The errors, unknown keys first; one for each key.
    """
    problems = [problem for problem in error.errors(include_url=False) if whole or problem["loc"]]
    # An unknown key explains what follows from it better than the consequences do.
    ordered = sorted(problems, key=lambda problem: problem["type"] != "extra_forbidden")
    found: dict[str, LeftBehindError] = {}
    for problem in ordered:
        for told in _explained(_furthest(problem, problems), model, where):
            found.setdefault(str(told), told)
    return list(found.values())


def _explained(problem: Any, model: type[BaseModel], where: str) -> list[LeftBehindError]:
    """One problem in words; several where one table holds several."""
    key = ".".join(short(part) for part in keys_of(problem["loc"]))
    if problem["type"] == "extra_forbidden":
        known = _keys_at(model, problem["loc"][:-1])
        mend = nearest(str(problem["loc"][-1]), known)
        return [LeftBehindError(f"unknown key `{key}`", where=where, mend=mend)]
    raised = problem.get("ctx", {}).get("error")
    told = raised.wrong if isinstance(raised, Several) else (_message(problem),)
    return [
        LeftBehindError((f"`{key}`: {one}" if key else one).rstrip("."), where=where)
        for one in told
    ]


def keys_of(path: Sequence[int | str]) -> list[str]:
    """The keys of a file that lead to a problem, without what pydantic adds to them."""
    return [str(part) for part in path if not _OWN_WORDS.fullmatch(str(part))]


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
