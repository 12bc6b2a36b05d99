"""A study file: found, laid over the one it extends, patched, and checked whole."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from leftbehind.data.corrections import changes_of
from leftbehind.errors import LeftBehindError, nearest, short
from leftbehind.index.spec import Recipe, read_recipe, recipe
from leftbehind.problems import explain, refuse_controls
from leftbehind.questions import check_questions
from leftbehind.study import Index, Study


def study_names() -> list[str]:
    """The names of the shipped studies.

    Example:
        >>> "england-2020" in study_names()
        True
    """
    folder = resources.files("leftbehind") / "studies"
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def read_study(name: str | Path, changes: Iterable[str] = ()) -> Study:
    """Read a study, patch it, and check it whole before anything runs.

    Args:
        name: A shipped study's name, or the path of a study file.
        changes: Patches such as "group.left-behind.worst.need=15%".

    Returns:
        The study, with its recipes read and patched.

    Raises:
        LeftBehindError: Naming the file and the key at fault.

    Example:
        >>> read_study("england-2020", ["near=2%"]).near
        Share(of_all=0.02, number=None)
    """
    tables, where = study_tables(name, changes)
    return _checked(tables, where)


def study_tables(name: str | Path, changes: Iterable[str] = ()) -> tuple[dict[str, Any], str]:
    """The tables of a study as plain data, laid over those that it extends and patched.

    Args:
        name: A shipped study's name, or the path of a study file.
        changes: Patches.

    Returns:
        The tables, and what to call the place they are from.

    Raises:
        LeftBehindError: If there is no such study, it is not TOML, or a patch reaches nothing.
    """
    tables, where = _read(str(name), ())
    _patch_all(tables, changes, where)
    return tables, where


def changed(study: Study, changes: Iterable[str]) -> Study:
    """The same study with patches.

    Args:
        study: A study.
        changes: Patches such as "group.left-behind.worst.need=15%".

    Raises:
        LeftBehindError: If a patch reaches nothing, or makes no study.
    """
    stated = {"mode": "json", "by_alias": True, "exclude_defaults": True}
    tables = study.model_dump(exclude={"recipes"}, **stated)  # type: ignore[arg-type]
    where = f"study {study.name}"
    _patch_all(tables, changes, where, done=study.corrections)
    return _checked(tables, where)


def _checked(tables: dict[str, Any], where: str) -> Study:
    """A study from its tables, checked."""
    try:
        found = Study.model_validate(tables)
    except ValidationError as error:
        raise explain(error, Study, where=where) from error
    recipes = {key: recipe(recipe_tables(index)) for key, index in found.index.items()}
    return with_recipes(found, recipes, where)


def with_recipes(study: Study, recipes: Mapping[str, Recipe], where: str) -> Study:
    """A study with the recipes of its indices, if what it asks names what is there.

    Raises:
        LeftBehindError: Naming the key at fault.
    """
    for key, one in study.index.items():
        if key in recipes:
            _check_published(one, recipes[key], f"{where}: index.{key}.published")
    try:
        check_questions(
            study.outcome,
            study.design,
            study.claim,
            study.comparing,
            groups=study.group,
            indices={key: {**one.node, **one.indicator} for key, one in recipes.items()},
            by=study.by,
            variables=study.typology.variable,
        )
    except ValueError as error:
        raise LeftBehindError(str(error), where=where) from error
    return study.model_copy(update={"recipes": recipes})


def _read(name: str, path: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    """The tables of a study file, laid over those of the study it extends, and where."""
    if any(_same(name, other) for other in path):
        raise LeftBehindError(f"studies extend each other in a circle: {' → '.join((*path, name))}")
    if name in study_names():
        file = resources.files("leftbehind") / "studies" / f"{name}.toml"
        text, where, folder, own = file.read_text("utf-8"), f"study {name}", Path(), name
    else:
        place = Path(name)
        if not place.is_file():
            raise LeftBehindError(
                f"there is no study {short(name)!r}",
                mend=f"give the path of a study file, or a name; {nearest(name, study_names())}",
            )
        try:
            text = place.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise LeftBehindError(
                "a study file is UTF-8 text", where=name, mend="save it as UTF-8"
            ) from error
        where, folder, own = name, place.parent, _name_of(place)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LeftBehindError(
            f"not valid TOML: {error}", where=where, mend="correct that line; text is in quotes"
        ) from error
    tables.setdefault("name", own)
    _anchor(tables, folder)
    below, gone = str(tables.pop("extends", "")), tables.pop("without", [])
    if gone and not below:
        raise LeftBehindError(
            "`without` leaves out what another study says, and this extends none",
            where=where,
            mend="take it out, or say what it extends",
        )
    if below:
        nearby = folder / below
        try:
            under, _ = _read(str(nearby) if nearby.is_file() else below, (*path, name))
        except LeftBehindError as error:
            raise error.at(f"{where}: extends") from error
        tables = _laid_over(_left_out(under, gone, f"{where}: without"), tables)
    return tables, where


def _same(one: str, other: str) -> bool:
    return one == other or (Path(one).is_file() and Path(one).resolve() == Path(other).resolve())


def _name_of(file: Path) -> str:
    """A file's name as the name of a study: `Mein Dörfchen.toml` is `Mein-Dorfchen`."""
    plain = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-_")[:80] or "study"


def _anchor(tables: dict[str, Any], folder: Path) -> None:
    """Make the files that a study names relative to the study's own folder."""
    for entry in _entries(tables, "table"):
        if "file" in entry:
            entry.setdefault("status", "own")
            entry["file"] = str(folder / str(entry["file"]))
    for index in _entries(tables, "index"):
        if str(index.get("recipe", "")).endswith(".toml"):
            index["recipe"] = str(folder / str(index["recipe"]))
    panels = tables["doubt"].get("panel") if isinstance(tables.get("doubt"), dict) else None
    if isinstance(panels, dict):
        tables["doubt"]["panel"] = {name: str(folder / str(file)) for name, file in panels.items()}
    if isinstance(kinds := tables.get("typology"), dict) and kinds.get("words"):
        kinds["words"] = str(folder / str(kinds["words"]))


def _entries(tables: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    named = tables.get(kind)
    return [e for e in named.values() if isinstance(e, dict)] if isinstance(named, dict) else []


def _laid_over(under: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        result[key] = _laid_over(below, value) if both else value  # type: ignore[arg-type]
    return result


def _left_out(under: dict[str, Any], names: Any, where: str) -> dict[str, Any]:
    """The tables of a study without what another that extends it does not take over.

    Raises:
        LeftBehindError: If a path reaches nothing.
    """
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise LeftBehindError(
            f"{short(repr(names))} is no list of paths",
            where=where,
            mend='write it as ["path.to.key"]',
        )
    for name in names:
        *path, last = name.split(".")
        under = here = dict(under)
        for key in path:
            here[key] = dict(here[key]) if isinstance(here.get(key), dict) else {}
            here = here[key]
        if last not in here:
            raise LeftBehindError(
                f"{short(name)} reaches nothing", where=where, mend=nearest(last, here)
            )
        del here[last]
    return under


_MADE = {
    "rule", "simulation", "comparing", "doubt", "typology", "range", "panel", "option", "node",
    "indicator", "worst", "floor",
}  # fmt: skip
"""Tables that a patch may begin; a patch never begins a group or an index, so that a
mistyped name is an error and not a new group."""


def _patch_all(
    tables: dict[str, Any], changes: Iterable[str], where: str, done: Sequence[str] = ()
) -> None:
    """Patch a study, and then by the corrections that it names, but for those done already."""
    for change in changes:
        _patch(tables, change)
    refuse_controls(tables, where)
    named = tables.get("corrections", [])
    named = [named] if isinstance(named, str) else named
    if isinstance(named, list):  # anything else is refused with the other keys
        try:
            asked = [one for one in named if isinstance(one, str) and one not in done]
            for change in changes_of(asked):
                _patch(tables, change)
        except LeftBehindError as error:
            raise error.at(f"{where}: corrections") from error


def _patch(tables: dict[str, Any], change: str) -> None:
    path, sign, text = change.partition("=")
    keys = [key.strip() for key in path.split(".")]
    if not sign or not all(keys):
        raise LeftBehindError(
            f"{short(change)!r} is no change", mend="write it as path.to.key=value, without blanks"
        )
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text.strip()
    here = tables
    inside_index = False
    for depth, key in enumerate(keys[:-1]):
        inside_index = inside_index or (depth == 2 and key in {"node", "indicator", "published"})
        if key not in here and (key in _MADE or inside_index):
            here[key] = {}
        if not isinstance(here.get(key), dict):
            at = ".".join(keys[: depth + 1])
            there = f"{at} is {short(repr(here[key]))}" if key in here else f"there is no {at}"
            raise LeftBehindError(
                f"the change {short(change)!r} reaches nothing: {there}",
                mend="change it whole" if key in here else nearest(key, here),
            )
        here[key] = dict(here[key])
        here = here[key]
    here[keys[-1]] = value


def _check_published(index: Index, made: Recipe, where: str) -> None:
    """Refuse a published figure of a node that the recipe does not have."""
    known = {**made.node, **made.indicator}
    for node, column in index.published.items():
        if node not in known:
            raise LeftBehindError(
                f"{made.name} has no node {node}", where=where, mend=nearest(node, known)
            )
        if not all(column.partition(".")):
            raise LeftBehindError(
                f"{node} names no column: {short(column)!r}",
                where=where,
                mend="write it as TABLE.COLUMN",
            )


def recipe_tables(index: Index) -> dict[str, Any]:
    """The recipe of an index as plain data, with the study's changes laid over it.

    Raises:
        LeftBehindError: If there is none, it is not TOML, or a change reaches nothing.
    """
    tables = read_recipe(index.recipe)
    for kind in ("node", "indicator"):
        changes: dict[str, dict[str, Any]] = getattr(index, kind)
        known = tables.get(kind, {})
        for name in changes:
            if name not in known:
                raise LeftBehindError(
                    f"{index.recipe} has no {kind} {name}", mend=nearest(name, known)
                )
        tables[kind] = _laid_over(known, changes)
    return tables
