"""Everything that is wrong with a study, or waits to be confirmed, in one go.

What is wrong is told and left out, and the rest is looked at: keys, recipes, tables, codes and
figures. If nothing stops a run, the run itself is the last check: a study that passes does run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from leftbehind.analysis.check_figures import Figures, check_figures
from leftbehind.analysis.check_files import (
    codebook_problems,
    recipe_of,
    repeated_tables,
    study_of,
    unconfirmed,
)
from leftbehind.analysis.check_tables import look_at, place_of, to_be_got
from leftbehind.analysis.faults import Problem, problem_of
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, some
from leftbehind.index.spec import Recipe
from leftbehind.running.indices import data_of
from leftbehind.running.run import run, shelf_of
from leftbehind.running.tables import Tables, Tell
from leftbehind.study import Index, Study
from leftbehind.study_file import recipe_tables, study_tables, with_recipes


def check_study(
    name: str,
    changes: Iterable[str] = (),
    *,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> tuple[Problem, ...]:
    """All problems of a study; nothing is written and nothing downloaded.

    Args:
        name: A shipped study's name, or the path of a study file.
        changes: Patches.
        shelf: Where tables come from; default: this machine.
        tell: Called with the name of each table before it is read.

    Returns:
        The problems, those that stop a run first.

    Example:
        >>> wrong = check_study("invented-country", ["rule.roundig=ceil", "near=0"])
        >>> [one.what for one in wrong if one.severity == "stops"]
        ['unknown key `rule.roundig`', '`near`: 0 is neither a share such as "10%" nor a number of
         areas above 0']
    """
    found = list(dict.fromkeys(_found(name, tuple(changes), shelf or Shelf(), tell)))
    return tuple(sorted(found, key=lambda problem: problem.severity != "stops"))


def _found(name: str, changes: tuple[str, ...], shelf: Shelf, tell: Tell) -> Iterator[Problem]:
    file = Path(name) if Path(name).is_file() else None
    try:
        tables, where = study_tables(name, changes)
    except LeftBehindError as error:
        yield problem_of(error, name)
        yield from repeated_tables(file) if file else ()
        return
    study, wrong = study_of(tables, where)
    yield from wrong
    recipes: dict[str, Recipe] = {}
    files = [file] if file else []
    for key, index in study.index.items() if study else ():
        place = _place_of(index)
        if Path(index.recipe).is_file() and Path(index.recipe) not in files:
            files.append(Path(index.recipe))
        try:
            stated = recipe_tables(index)
        except LeftBehindError as error:
            yield problem_of(error, place)
            yield from repeated_tables(Path(place)) if Path(place).is_file() else ()
            continue
        recipe, problems = recipe_of(stated, place)
        yield from problems
        if recipe:
            recipes[key] = recipe
    stops = bool(wrong) or len(recipes) < len(study.index if study else ())
    if study:
        for problem in _of_tables(study, recipes, shelf, where, tell):
            stops = stops or problem.severity == "stops"
            yield problem
        if not stops:
            yield from _of_run(study, recipes, shelf, where, tell)
    for one in files:
        yield from unconfirmed(one)
    if file:
        yield from codebook_problems(file.parent, recipes)


def _place_of(index: Index) -> str:
    return index.recipe if index.recipe.endswith(".toml") else f"recipe {index.recipe}"


def _of_tables(
    study: Study, recipes: dict[str, Recipe], shelf: Shelf, where: str, tell: Tell
) -> Iterator[Problem]:
    """What is wrong with the tables, and with the figures of each index."""
    try:
        own = shelf_of(study, shelf)
    except LeftBehindError as error:
        yield problem_of(error, where)
        return
    of_areas = {study.base, *(table for index in study.index.values() for table in index.data)}
    needed = _needed(study)
    tables = Tables(_without_registers(own), tell)
    to_get = []
    for table in study.tables_named():
        if to_be_got(table, own):
            to_get.append(table)
            continue
        tell(table)
        try:
            reading, problems = look_at(table, own, codes=table in of_areas)
        except LeftBehindError as error:
            reading, problems = None, [problem_of(error, table)]
        for problem in problems:
            yield problem if table in needed else replace(problem, severity="look")
        if reading is not None:
            tables.readings[table] = reading
    if to_get:
        what = f"{len(to_get):,} tables are not on this machine yet: {some(to_get)}"
        mend = f"a run gets them; or: leftbehind data get --study {study.name}"
        yield Problem("look", where, "", what, mend)
    for key, recipe in recipes.items():
        index = study.index[key]
        if any(table not in tables.readings for table in index.data):
            continue
        try:
            frame, geography = data_of(index, tables)
        except LeftBehindError as error:
            yield problem_of(error, f"index.{key}")
            continue
        codes = frame[geography].to_list()
        told = " and ".join(place_of(table, own) for table in index.data)
        given = Figures(key, _place_of(index), told, recipe, frame, codes, index.start)
        yield from check_figures(given)


def _without_registers(shelf: Shelf) -> Shelf:
    """A shelf that confirms no codes: rows with strange ones have been told and left out."""
    kinds = {name: kind.model_copy(update={"codes_in": ""})
             for name, kind in shelf.catalogue.geography.items()}  # fmt: skip
    return replace(shelf, catalogue=shelf.catalogue.model_copy(update={"geography": kinds}))


def _needed(study: Study) -> set[str]:
    """The tables without which no list is made: not those of maps, postcodes and outcomes."""
    nothing: dict[str, Any] = {"boundaries": "", "boundaries_lookup": (), "postcodes": None}
    return set(study.without_outcomes().model_copy(update=nothing).tables_named())


def _of_run(
    study: Study, recipes: dict[str, Recipe], shelf: Shelf, where: str, tell: Tell
) -> Iterator[Problem]:
    """What only the run itself can tell; tables that are not here are not waited for."""
    try:
        asked = with_recipes(study, recipes, where)
        own = shelf_of(asked, shelf)
        if any(to_be_got(name, own) for name in asked.tables_named()):
            return
        run(asked, shelf=shelf, tell=tell)
    except LeftBehindError as error:
        yield problem_of(error, where)
