"""What differs between two studies, as typed changes that can be made one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from leftbehind.analysis.tables_apart import apart
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, some
from leftbehind.groups import Group
from leftbehind.index.spec import Recipe, recipe
from leftbehind.results import no_places_of
from leftbehind.running.run import shelf_of
from leftbehind.study import Index, Study
from leftbehind.study_file import recipe_tables

Kind = Literal["edition", "method", "unit", "rule"]

STUDY: dict[str, Kind] = {
    "areas": "unit", "base": "unit", "people": "unit",
    "group": "rule", "rule": "rule", "near": "rule",
}  # fmt: skip
"""What a list is made from, beside its indices, and what kind of change it is."""

INDEX: dict[str, Kind] = {
    "recipe": "edition", "data": "edition", "start": "edition",
    "node": "method", "indicator": "method",
    "lookup": "unit", "people": "unit", "split_by": "unit", "summarise": "unit",
}  # fmt: skip
"""The same of one index."""

CARRIED = ("lookup", "people", "split_by")
"""How the figures of an index come to the areas that are judged."""

ASIDE = {
    "name", "title", "notes", "why", "stamp", "whole", "published", "by", "within", "boundaries",
    "boundaries_lookup", "outline", "postcodes", "outcome", "comparing", "design", "claim", "doubt",
    "corrections", "programme", "typology",
}  # fmt: skip
"""What a study says that no list is made from."""

ASIDE_INDEX = {"title", "about", "published"}
"""The same of one index."""

STRUCTURE = {"index", "recipes", "table", "made", "geography", "sketch", "simulation"}
"""What is looked into, or must be alike."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a study.

    Attributes:
        field: The field.
        index: The index whose field it is; none: the study's own.
    """

    field: str
    index: str = ""

    def of(self, study: Study) -> Any:
        """What a study says there."""
        return getattr(study.index[self.index] if self.index else study, self.field)


@dataclass(frozen=True, slots=True)
class Said:
    """What two studies say at one path.

    Attributes:
        path: The path, as a study file would have it.
        before: What the first says there, as text; nothing if it says nothing.
        after: What the second says.
    """

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One typed difference of two studies.

    Attributes:
        kind: An "edition" of an index: its figures and their definitions; a "method", by which
            an index is put together; the "unit": areas, people and the ways there; the "rule".
        index: The index that it is of; none: the study's own.
        keys: What is taken from the second study.
        said: What the two studies say there.
        before: The edition, where there are two.
        after: The edition of the second study.
    """

    kind: Kind
    index: str
    keys: tuple[Key, ...]
    said: tuple[Said, ...]
    before: str = ""
    after: str = ""

    @property
    def name(self) -> str:
        """A name for columns of tables: "deprivation-edition", "rule"."""
        return f"{self.index}-{self.kind}" if self.index else self.kind


@dataclass(frozen=True, slots=True)
class Pair:
    """Two studies whose own tables have names apart, so that parts of both can stand together.

    Attributes:
        before: The first study.
        after: The second.
        changes: What makes the one into the other.
    """

    before: Study
    after: Study
    changes: tuple[Change, ...]

    def made(self, changes: Collection[Change]) -> Study:
        """The first study with some of the changes.

        Args:
            changes: Which.

        Raises:
            LeftBehindError: If a change of a recipe reaches nothing in the recipe that is there.

        Example:
            >>> from leftbehind.study_file import read_study
            >>> patch = ["group.left-behind.worst.need=12%"]
            >>> pair = between(read_study("invented-country"),
            ...                read_study("invented-country", patch), Shelf())
            >>> str(pair.made(pair.changes).group["left-behind"].worst["need"])
            '12%'
        """
        keys = [key for change in changes for key in change.keys]
        whole = {key.field: key.of(self.after) for key in keys if not key.index}
        index = {
            name: one.model_copy(
                update={key.field: key.of(self.after) for key in keys if key.index == name}
            )
            for name, one in self.before.index.items()
        }
        recipes = {name: recipe(recipe_tables(one)) for name, one in index.items()}
        return self.before.model_copy(update={**whole, "index": index, "recipes": recipes})


def between(before: Study, after: Study, shelf: Shelf) -> Pair:
    """What differs between two studies in what their lists are made from.

    Args:
        before: The first study.
        after: The second.
        shelf: Where the tables of both come from: it is asked for their geographies.

    Returns:
        Both, and the changes between them.

    Raises:
        LeftBehindError: If they are not about the same: other indices, another invented country,
            one geography understood in two ways; if one is a sketch; or if a key differs of
            which it is not known what it does.

    Example:
        >>> from leftbehind.study_file import read_study
        >>> patch = ["group.left-behind.worst.need=12%", "rule.rounding=ceil", "near=2%"]
        >>> pair = between(read_study("invented-country"),
        ...                read_study("invented-country", patch), Shelf())
        >>> [(change.name, [said.path for said in change.said]) for change in pair.changes]
        [('rule', ['group.left-behind.worst.need', 'rule.rounding', 'near'])]
    """
    _require_alike(before, after)
    one, other = apart(before.bare(), after.bare())
    found = [change for name in one.index for change in _of_index(one, other, name, shelf)]
    carried = [key for change in found if change.kind == "edition" for key in change.keys]
    keys = _differing((one, other), "", ("areas", "base", "people"))
    for name in one.index:
        units = _differing((one, other), name, _fields("unit"))
        keys += [key for key in units if key not in carried]
    if keys:
        found.append(Change("unit", "", tuple(keys), tuple(_told(one, other, keys))))
    rule = tuple(_rule(one, other))
    if rule:
        fields = ("group", "rule", "near")
        found.append(Change("rule", "", tuple(Key(field) for field in fields), rule))
    return Pair(one, other, tuple(found))


def _require_alike(before: Study, after: Study) -> None:
    for model, known in ((Study, {*STUDY, *ASIDE, *STRUCTURE}), (Index, {*INDEX, *ASIDE_INDEX})):
        if strange := sorted(set(model.model_fields) - known):
            raise LeftBehindError(f"what a change of {some(strange)} does to a list is not known")
    for study in (before, after):
        if study.sketch:
            raise no_places_of(study.name)
        for name, one in study.index.items():
            if study.recipes[name] != recipe(recipe_tables(one)):
                raise LeftBehindError(
                    f"the recipe of {name} is not the one that the study names",
                    where=f"study {study.name}",
                    mend="write the changed recipe into a file, and name that",
                )
    if before.index.keys() != after.index.keys():
        raise LeftBehindError(
            f"their indices are not the same: {some(before.index)}, and {some(after.index)}",
            where=f"{before.name} and {after.name}",
            mend="give what measures the same the same name in [index.NAME]",
        )
    if before.simulation != after.simulation:
        raise LeftBehindError(
            "they are about two invented countries",
            where=f"{before.name} and {after.name}",
            mend="give both the same [simulation]",
        )
    for name in before.geography.keys() & after.geography.keys():
        if before.geography[name] != after.geography[name]:
            raise LeftBehindError(
                f"they mean two kinds of area by {name}",
                where=f"{before.name} and {after.name}",
                mend="give them two names: a vintage is part of the name",
            )


def _of_index(one: Study, other: Study, name: str, shelf: Shelf) -> Iterator[Change]:
    """The edition and the method of an index, where they differ.

    Another recipe of the same edition is another method. Where figures come on other small areas,
    the way from there to the areas that are judged belongs to them.
    """
    pair = (one, other)
    recipes = [recipe(recipe_tables(_plain(study.index[name]))) for study in pair]
    figures = _differing(pair, name, ("data", "start"))
    same_recipe = _tree(recipes[0]) == _tree(recipes[1])
    editions = [one_recipe.edition for one_recipe in recipes]
    is_edition = bool(figures) or editions[0] != editions[1]
    own = [] if same_recipe and editions[0] == editions[1] else [Key("recipe", name)]
    if is_edition:
        keys = [*own, *figures]
        if one.areas == other.areas and len({_geography(study, name, shelf) for study in pair}) > 1:
            keys += _differing(pair, name, CARRIED)
        yield Change("edition", name, tuple(keys), tuple(_told(one, other, keys)), *editions)
        own = []
    differ = own + _differing(pair, name, _fields("method"))
    if differ:
        yield Change("method", name, tuple(differ), tuple(_told(one, other, differ)))


def _differing(pair: tuple[Study, Study], index: str, fields: Iterable[str]) -> list[Key]:
    keys = [Key(field, index) for field in fields]
    return [key for key in keys if key.of(pair[0]) != key.of(pair[1])]


def _fields(kind: Kind) -> list[str]:
    return [field for field, of in INDEX.items() if of == kind]


def _plain(index: Index) -> Index:
    return index.model_copy(update={"node": {}, "indicator": {}})


def _tree(made: Recipe) -> Recipe:
    """A recipe without what it is called and where it is from."""
    nothing = dict.fromkeys(("name", "title", "edition", "source", "notes", "nation"), "")
    return made.model_copy(update=nothing)


def _geography(study: Study, index: str, shelf: Shelf) -> str:
    """Where the figures of an index are published."""
    catalogue = shelf_of(study, shelf).catalogue
    return catalogue.entry(study.index[index].data[0]).geography


def _rule(one: Study, other: Study) -> Iterator[Said]:
    """Where the rules of two lists differ; groups that have no say in them are left out."""
    groups = [_with_a_say(study) for study in (one, other)]
    if one.list_of != other.list_of:
        yield Said("the list", one.list_of, other.list_of)
    for name in dict.fromkeys([*groups[0], *groups[1]]):
        pair = [held.get(name, Group()) for held in groups]
        for field in Group.model_fields:
            if field != "title":
                yield from _texts(f"group.{name}.{field}", *(getattr(g, field) for g in pair))
    for field in type(one.rule).model_fields:
        yield from _texts(f"rule.{field}", getattr(one.rule, field), getattr(other.rule, field))
    yield from _texts("near", one.near, other.near)


def _with_a_say(study: Study) -> dict[str, Group]:
    """The group that the list is of, and those whose members may not be on it."""
    found: dict[str, Group] = {}
    asked = [study.list_of]
    while asked:
        name = asked.pop(0)
        if name not in found:
            found[name] = group = study.group[name]
            asked += [*group.unless, *(study.group if group.rest else ())]
    return found


def _told(one: Study, other: Study, keys: Collection[Key]) -> Iterator[Said]:
    for key in keys:
        path = f"index.{key.index}.{key.field}" if key.index else key.field
        pair = key.of(one), key.of(other)
        # A recipe in a file is told by its name: where it lies is nobody's business.
        yield from _texts(path, *(map(_stem, pair) if key.field == "recipe" else pair))


def _texts(path: str, before: Any, after: Any) -> Iterator[Said]:
    """What differs at a path, tables key by key."""
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        for key in dict.fromkeys([*(before or {}), *(after or {})]):
            yield from _texts(f"{path}.{key}", (before or {}).get(key), (after or {}).get(key))
    elif before != after:
        yield Said(path, _text(before), _text(after))


def _stem(file: str) -> str:
    return Path(file).stem if file.endswith(".toml") else file


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
