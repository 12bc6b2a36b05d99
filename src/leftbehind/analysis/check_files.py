"""What is wrong in the files of a study, all of it at once: its keys, its recipes, its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from leftbehind.analysis.faults import Problem, problem_of
from leftbehind.analysis.proposal import CODEBOOK, MARK
from leftbehind.data.catalogue import Table
from leftbehind.data.decode import decode
from leftbehind.errors import LeftBehindError, some
from leftbehind.index.spec import Recipe
from leftbehind.index.tree import tree_problems
from leftbehind.problems import explain_all, keys_of, refuse_controls
from leftbehind.study import Study

_HEADER = re.compile(r"^\s*\[([^\[\]]+)\]\s*(#.*)?$")

_TO_FILL = ("source", "date", "licence")
"""Columns of a codebook that only a person can fill."""

_SAID = {"title", "edition", "nation", "plural", "vintage", "says"}
"""Keys of text that stand for nothing else, so that the rest can be looked at without them."""


def study_of(tables: dict[str, Any], where: str) -> tuple[Study | None, list[Problem]]:
    """A study as far as it can be made, and all that is wrong with its keys.

    What is wrong is left out and the rest looked at again, so that one mistyped key hides
    nothing.

    Args:
        tables: The tables of its file.
        where: The file.

    Returns:
        The study without what is wrong, or nothing if too little is left; the problems.
    """
    found: dict[str, Problem] = {}
    for _ in range(_ROUNDS):
        try:
            return Study.model_validate(tables), list(found.values())
        except ValidationError as error:
            for told in explain_all(error, Study, where=where):
                problem = problem_of(told, where)
                found.setdefault(problem.what, problem)
            less = _without(tables, error)
            if less is None:
                break
            tables = less
    return _indices_alone(tables), list(found.values())


_ROUNDS = 9
"""Times that what is wrong is left out."""


def _indices_alone(tables: dict[str, Any]) -> Study | None:
    """The study without its groups and questions, whose names may be what is wrong."""
    kept = {name: value for name, value in tables.items()
            if name in ("name", "title", "areas", "base", "people", "index", "table", "geography",
                        "simulation")}  # fmt: skip
    try:
        return Study.model_validate({**kept, "group": {"all": {"rest": True}}})
    except ValidationError:
        return None


def _without(tables: dict[str, Any], error: ValidationError) -> dict[str, Any] | None:
    """The tables without the keys that are wrong; nothing if that mends nothing."""
    changed = False
    for problem in error.errors(include_url=False):
        path = keys_of(problem["loc"])
        if not path:
            return None
        *above, last = path
        copied = _copied(tables, above)
        if copied is None:
            continue
        tables, holder = copied
        if problem["type"] == "missing" and last in _SAID:
            holder[last] = "?"
        elif last in holder and problem["type"] != "missing":
            del holder[last]
        else:
            continue
        changed = True
    return tables if changed else None


def _copied(
    tables: dict[str, Any], path: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """A copy of tables, and the table in it that a path leads to."""
    top = dict(tables)
    here = top
    for key in path:
        if not isinstance(here.get(key), dict):
            return None
        here[key] = dict(here[key])
        here = here[key]
    return top, here


def recipe_of(tables: dict[str, Any], place: str) -> tuple[Recipe | None, list[Problem]]:
    """A recipe, and all that is wrong with its keys and its tree.

    Args:
        tables: The tables of its file.
        place: The file.

    Returns:
        The recipe, or nothing if anything is wrong; the problems.
    """
    try:
        refuse_controls(tables, place)
    except LeftBehindError as error:
        return None, [problem_of(error, place)]
    trees = [Problem("stops", place, "", told, "correct the `children`, or take the part out")
             for told in tree_problems(*_tree(tables))]  # fmt: skip
    try:
        return Recipe.model_validate(tables), trees
    except ValidationError as error:
        told = explain_all(error, Recipe, where=place, whole=not trees)
        return None, [*(problem_of(one, place) for one in told), *trees]


def _tree(tables: Mapping[str, Any]) -> tuple[str, dict[str, list[str]], list[str]]:
    """Root, children of each node and indicators, as far as the tables hold them."""
    nodes, indicators = tables.get("node"), tables.get("indicator")
    children: dict[str, list[str]] = {}
    for name, node in nodes.items() if isinstance(nodes, dict) else ():
        stated = node.get("children") if isinstance(node, dict) else ()
        weights = node.get("weights") if isinstance(node, dict) else ()
        named = stated or (weights if isinstance(weights, dict) else ())
        children[name] = [one for one in named or () if isinstance(one, str)]
    return str(tables.get("root", "")), children, list(indicators or ())


def repeated_tables(file: Path) -> list[Problem]:
    """Tables of a TOML file that come twice, such as two nodes of one name.

    Args:
        file: The file.
    """
    first: dict[str, int] = {}
    found = []
    for number, line in enumerate(file.read_text("utf-8-sig", errors="replace").splitlines(), 1):
        match = _HEADER.match(line)
        if not match:
            continue
        name = ".".join(part.strip().strip("\"'") for part in match[1].split("."))
        if name in first:
            what = f"[{name}] comes twice, first in line {first[name]:,}"
            mend = "give one of the two another name"
            found.append(Problem("stops", str(file), f"line {number:,}", what, mend))
        first.setdefault(name, number)
    return found


def unconfirmed(file: Path) -> Iterator[Problem]:
    """The guesses of `leftbehind new` that nobody has confirmed yet.

    Args:
        file: A study or a recipe.
    """
    lines = file.read_text("utf-8-sig", errors="replace").splitlines()
    table = ""
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            table = f", [{header[1]}]"
        before, mark, told = line.partition(f"# {MARK}:")
        if not mark:
            continue
        for below in lines[number:]:
            if not below.startswith("# ") or f"# {MARK}:" in below:
                before = before or below
                break
            told = f"{told} {below[2:]}"
        key = before.partition("#")[0].strip()
        what = f"{' '.join(told.split()).rstrip('.')}: {key}" if key else " ".join(told.split())
        mend = f"correct the line, or take the comment {MARK} away"
        yield Problem("look", str(file), f"line {number:,}{table}", what, mend)


def codebook_problems(folder: Path, recipes: Mapping[str, Recipe]) -> Iterator[Problem]:
    """What is not filled in the codebook beside a study, and directions that contradict.

    Args:
        folder: The study's folder.
        recipes: The recipes of its indices.
    """
    file = next(
        (f for end in ("csv", "xlsx") if (f := folder / f"{CODEBOOK}.{end}").is_file()), None
    )
    if file is None:
        return
    place = str(file)
    try:
        rows = decode(file, Table(title=""))
    except LeftBehindError as error:
        yield problem_of(error, place, "look")
        return
    rows = rows.with_columns(pl.all().cast(pl.String).str.strip_chars().replace("", None))
    for column in ("column", "direction", *_TO_FILL):
        if column not in rows.columns:
            yield Problem("look", place, column, f"there is no column {column}", "add it")
            return
    for column in _TO_FILL:
        empty = rows.filter(pl.col(column).is_null())["column"].to_list()
        if empty:
            what = f"`{column}` is empty for {len(empty):,} columns: {some(empty)}"
            yield Problem("look", place, column, what, "fill it in")
    higher = {name: leaf.higher for one in recipes.values() for name, leaf in one.indicator.items()}
    for row, (name, way) in enumerate(rows.select("column", "direction").iter_rows(), 1):
        if name in higher and way and way != higher[name]:
            what = f"the codebook says {way} of {name}, the recipe says {higher[name]}"
            yield Problem("look", place, f"row {row:,}", what, "correct one of the two")
