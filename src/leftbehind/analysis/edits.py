"""Single changes of a study's method: something added, left out, swapped, or set otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from leftbehind.data.catalogue import Table
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest, short, some
from leftbehind.index.nodes import Indicator
from leftbehind.index.spec import Recipe
from leftbehind.index.start import parts_passed, starting_nodes
from leftbehind.running.indices import data_of
from leftbehind.running.run import tables_of
from leftbehind.running.tables import Tables
from leftbehind.study import Study
from leftbehind.study_file import changed

_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_COLUMN = re.compile(
    rf"(?P<column>{_NAME}\.[^:@]+)(?::(?P<higher>worse|better))?(?:@(?P<weight>\d*\.?\d+))?"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """A column that an indicator is measured by.

    Attributes:
        column: table.column.
        higher: Whether a higher value is worse or better.
        weight: Its weight in its node; none: the mean of its siblings' weights.
    """

    column: str
    higher: Literal["worse", "better"] = "worse"
    weight: float | None = None

    @classmethod
    def read(cls, text: str) -> Figures:
        """Read TABLE.COLUMN, TABLE.COLUMN:better or TABLE.COLUMN:worse@WEIGHT.

        Raises:
            LeftBehindError: If it is written otherwise.

        Example:
            >>> Figures.read("homes21.damp:better@0.5")
            Figures(column='homes21.damp', higher='better', weight=0.5)
        """
        found = _COLUMN.fullmatch(text.strip())
        if found is None:
            raise LeftBehindError(
                f"{short(text)!r} names no column",
                mend="write TABLE.COLUMN, with :better where a higher value is better, and "
                "@WEIGHT for another weight than the mean of its siblings",
            )
        weight = float(found["weight"]) if found["weight"] else None
        higher: Literal["worse", "better"] = "better" if found["higher"] == "better" else "worse"
        return cls(found["column"].strip(), higher, weight)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a study.

    Attributes:
        kind: A patch of the study file; a part left out; an indicator added to a node; a part
            measured by another column.
        what: The patch; or INDEX.PART, or INDEX.NODE.NAME of what is added.
        figures: What is measured by, where something is added or swapped.
    """

    kind: Literal["set", "drop", "add", "swap"]
    what: str
    figures: Figures | None = None

    @property
    def written(self) -> str:
        """How it was asked for."""
        told = f"={self.figures.column}" if self.figures else ""
        return f"{self.what}{told}"

    @classmethod
    def read(cls, kind: Literal["set", "drop", "add", "swap"], text: str) -> Edit:
        """Read a change as it is written on the command line.

        Raises:
            LeftBehindError: If it says too little.

        Example:
            >>> Edit.read("add", "need.places.pubs=assets21.pubs:better").what
            'need.places.pubs'
        """
        if kind == "set":
            return cls(kind, text.strip())
        what, sign, column = text.partition("=") if kind != "drop" else (text, "", "")
        if not sign and kind != "drop":
            raise LeftBehindError(
                f"{short(text)!r} does not say by what it is measured",
                mend="write it as …=TABLE.COLUMN",
            )
        if not re.fullmatch(rf"{_NAME}(\.{_NAME})*", what.strip()):
            raise LeftBehindError(
                f"{short(repr(what))} is no name of a part",
                mend="names are made of letters, digits, - and _, with points between them",
            )
        return cls(kind, what.strip(), Figures.read(column) if kind != "drop" else None)


@dataclass(frozen=True, slots=True)
class Edited:
    """A study after changes, and the frames of figures that they brought.

    Attributes:
        study: The study.
        frames: Figures by the name of the study's own table that they stand in.
    """

    study: Study
    frames: dict[str, pl.DataFrame]


def edited(study: Study, edits: tuple[Edit, ...], shelf: Shelf) -> Edited:
    """A study with changes made one after the other, patches first.

    Args:
        study: The study.
        edits: The changes.
        shelf: Where the figures that are added come from.

    Raises:
        LeftBehindError: Naming the change that reaches nothing.

    Example:
        >>> from leftbehind.study_file import read_study
        >>> found = edited(read_study("invented-country"), (Edit("drop", "need.places"),), Shelf())
        >>> found.study.recipes["need"].node["need"].children
        ('connectivity', 'engaged')
    """
    patches = [edit.what for edit in edits if edit.kind == "set"]
    result = Edited(changed(study, patches) if patches else study, {})
    for edit in (edit for edit in edits if edit.kind != "set"):
        try:
            result = _one(result, edit, shelf)
        except LeftBehindError as error:
            raise error.at(f"--{edit.kind} {short(edit.written)}") from error
    return result


def _one(before: Edited, edit: Edit, shelf: Shelf) -> Edited:
    study = before.study
    index, *rest = edit.what.split(".")
    if index not in study.index:
        raise LeftBehindError(
            f"there is no index {short(repr(index))}", mend=nearest(index, study.index)
        )
    if len(rest) != (2 if edit.kind == "add" else 1):
        shape = "INDEX.NODE.NAME" if edit.kind == "add" else "INDEX.PART"
        raise LeftBehindError(f"{edit.what} is no {shape}", mend=f"write it as {shape}")
    recipe = study.recipes[index]
    tables = tables_of(study, shelf, lambda _: None, before.frames)
    frame, geography = data_of(study.index[index], tables)
    given = starting_nodes(recipe, frame.columns, study.index[index].start)
    _require_passed(recipe, given, rest[0], adding=edit.kind == "add")
    if edit.figures is None:
        return Edited(_with_recipe(study, index, recipe.without(rest[0])), before.frames)
    part = rest[-1]
    # What is measured otherwise is another part: under its old name it would be found published.
    name = f"{part}_swapped" if edit.kind == "swap" else part
    if name in {*recipe.node, *recipe.indicator}:
        raise LeftBehindError(
            f"{recipe.name} has a part {name} already", mend="give what is added another name"
        )
    table, column = f"added_{index}_{name}", f"added_{name}"
    entry, figures = _taken(tables, geography, edit.figures, column)
    leaf = Indicator(title=f"{part}: {edit.figures.column}", column=column,
                     higher=edit.figures.higher)  # fmt: skip
    if edit.kind == "add":
        made = recipe.with_indicator(rest[0], name, leaf, edit.figures.weight)
    else:
        made = recipe.swapped(part, name, leaf)
    own = study.index[index]
    study = _with_recipe(study, index, made)
    data = study.index[index].model_copy(update={"data": (*own.data, table)})
    return Edited(
        study.model_copy(
            update={"index": {**study.index, index: data}, "table": {**study.table, table: entry}}
        ),
        {**before.frames, table: figures},
    )


def _with_recipe(study: Study, index: str, recipe: Recipe) -> Study:
    names = set(recipe.walk())
    own = study.index[index]
    start = tuple(name for name in own.start if name in names)
    return study.model_copy(
        update={
            "recipes": {**study.recipes, index: recipe},
            "index": {**study.index, index: own.model_copy(update={"start": start})},
        }
    )


def _require_passed(
    recipe: Recipe, given: Mapping[str, object], name: str, *, adding: bool
) -> None:
    """Refuse to change what the fold never sees, because a node above it is published."""
    passed = parts_passed(recipe, given)
    open_to = [one for one in (recipe.root, *passed) if one in recipe.node and one not in given]
    if name in (open_to if adding else passed):
        return
    known = {*recipe.node, *recipe.indicator}
    if name not in known:
        raise LeftBehindError(
            f"{recipe.name} has no part {name}", mend=nearest(name, open_to if adding else passed)
        )
    raise LeftBehindError(
        f"{name} is not seen: the index is folded from published figures of it or above it"
        if name != recipe.root
        else f"{name} is the index itself",
        mend=f"{'add to' if adding else 'change'} {some(open_to if adding else passed)}, or name "
        "deeper tables in `data` and `start`",
    )


def _taken(
    tables: Tables, geography: str, figures: Figures, column: str
) -> tuple[Table, pl.DataFrame]:
    """The figures as a table of the study's own, of the areas that the index is folded on."""
    found = tables.column(figures.column, geography)
    about = tables.read(figures.column.partition(".")[0]).entry
    entry = Table(title=about.title, publisher=about.publisher, licence=about.licence,
                  geography=geography, date=about.date, status="own")  # fmt: skip
    return entry, found.rename({"area": geography, "value": column})


def read_edits(
    patches: tuple[str, ...] = (),
    drop: tuple[str, ...] = (),
    add: tuple[str, ...] = (),
    swap: tuple[str, ...] = (),
) -> Iterator[Edit]:
    """Changes as they are written on the command line, in order of kind."""
    yield from (Edit.read("set", text) for text in patches)
    yield from (Edit.read("drop", text) for text in drop)
    yield from (Edit.read("swap", text) for text in swap)
    yield from (Edit.read("add", text) for text in add)
