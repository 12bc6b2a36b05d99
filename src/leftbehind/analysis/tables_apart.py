"""The own tables of two studies under names apart, so that parts of both can stand together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from leftbehind.data.catalogue import Table
from leftbehind.study import Study


def apart(before: Study, after: Study) -> tuple[Study, Study]:
    """Two studies that both hold the own tables of either, each under a name of its own.

    Args:
        before: The first study; its tables keep their names.
        after: The second; a table of its own that is another under the same name gets a new one.

    Example:
        >>> from leftbehind.study_file import read_study
        >>> study = read_study("invented-country")
        >>> apart(study, study)[1].index == study.index
        True
    """
    differ = [
        *(name for name in before.table.keys() & after.table.keys()
          if not _same_figures(before.table[name], after.table[name])),
        *(name for name in before.made.keys() & after.made.keys()
          if before.made[name] != after.made[name]),
    ]  # fmt: skip
    new = {name: f"{name}_of_{after.name}"[:80] for name in differ}
    renamed = _renamed(after, new)
    held = {
        field: {**getattr(renamed, field), **getattr(before, field)}
        for field in ("table", "made", "geography")
    }
    return before.model_copy(update=held), renamed.model_copy(update=held)


def _same_figures(one: Table, other: Table) -> bool:
    """Whether two tables of one name hold the same: a copy in another folder is no change."""
    told = {"title", "publisher", "licence", "date", "defects"}
    if not (one.file and other.file):
        return one.model_dump(exclude=told) == other.model_dump(exclude=told)
    return (
        one.model_dump(exclude={*told, "file"}) == other.model_dump(exclude={*told, "file"})
        and Path(one.file).suffix == Path(other.file).suffix
        and _bytes_of(one.file) == _bytes_of(other.file)
    )


def _bytes_of(file: str) -> bytes | str:
    """What a file holds; of one that cannot be read, its name: whoever reads it says why."""
    try:
        return Path(file).read_bytes()
    except OSError:
        return file


def _renamed(study: Study, new: Mapping[str, str]) -> Study:
    """A study whose own tables have other names, here and wherever it reads them."""
    if not new:
        return study

    def at(text: str) -> str:
        table, dot, column = text.partition(".")
        return f"{new.get(table, table)}{dot}{column}"

    def named(part: Mapping[str, Any]) -> dict[str, Any]:
        return {new.get(name, name): one for name, one in part.items()}

    index = {
        name: one.model_copy(
            update={
                "data": tuple(map(at, one.data)),
                "lookup": tuple(map(at, one.lookup)),
                "people": at(one.people),
                "split_by": at(one.split_by),
            }
        )
        for name, one in study.index.items()
    }
    group = {
        name: one.model_copy(update={"listed": at(one.listed)}) for name, one in study.group.items()
    }
    made = {name: type(one).model_validate(_walked(one, at)) for name, one in study.made.items()}
    changed: dict[str, Any] = {
        "index": index,
        "group": group,
        "base": at(study.base),
        "people": at(study.people),
        "table": named(study.table),
        "made": named(made),
    }
    return study.model_copy(update=changed)


def _walked(making: BaseModel, at: Callable[[str], str]) -> dict[str, Any]:
    """What a made table says, the tables that it reads under their other names."""
    told = making.model_dump(exclude_defaults=True)
    free = {"title", "defects", "how", "geography", "land"}

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [walk(one) for one in value]
        return at(value) if isinstance(value, str) else value

    return {key: one if key in free else walk(one) for key, one in told.items()}
