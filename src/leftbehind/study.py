"""The study file: how need is measured and who counts as left behind, as data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from leftbehind.areas.summarise import Measure
from leftbehind.data.catalogue import Geography, Name, Table
from leftbehind.errors import LeftBehindError, nearest, short
from leftbehind.groups import Conventions, Finite, Group, Worst, two_by_two
from leftbehind.index.spec import Recipe, read_recipe, recipe
from leftbehind.problems import explain, refuse_controls
from leftbehind.questions import (
    Claim,
    Comparing,
    Design,
    Doubt,
    Names,
    Outcome,
    check_questions,
)

SomeNames = Annotated[Names, Field(min_length=1)]
"""At least one name."""


class Part(BaseModel):
    """A part of a study; it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Index(Part):
    """One index of a study: a recipe and the figures it is made from.

    Attributes:
        title: What it is called in anything shown.
        about: What it measures, for a reader.
        recipe: The recipe's name, or the path of a recipe file beside the study.
        data: Tables that hold its columns.
        start: Nodes to take as published; none: the highest that the data hold.
        lookup: Lookups from the data's geography to the one that is judged.
        people: Table (or table.column) of the people that averages are weighted by.
        split_by: Table (or table.column) of the people of the areas that a lookup without
            shares splits others into; their people share them out.
        summarise: How small areas become the areas that are judged.
        node: Changes to nodes of the recipe.
        indicator: Changes to indicators of the recipe.
    """

    title: str = ""
    about: str = ""
    recipe: str
    data: SomeNames
    start: Names = ()
    lookup: Names = ()
    people: str = ""
    split_by: str = ""
    summarise: Measure = "average score"
    node: dict[str, dict[str, Any]] = Field(default_factory=dict)
    indicator: dict[str, dict[str, Any]] = Field(default_factory=dict)


class Published(Part):
    """A published list that the computed one is set beside.

    Attributes:
        title: What list it is, and of when.
        group: The group it is a list of.
        flag: table.column that is true for its areas.
        printed_in: Where shares by larger area were printed.
        printed: Those shares, in percent, by breakdown and code of the larger area; where they
            are not what the list itself gives, it is said.
    """

    title: str
    group: Name
    flag: str
    printed_in: str = ""
    printed: dict[Name, dict[str, Finite]] = Field(default_factory=dict)


class By(Part):
    """A breakdown: the larger area, or the class, that each area belongs to.

    Attributes:
        via: Lookups that lead there, or the table that holds both.
        lookup: Lookups from the geography of `via` to the one that is judged, where the
            classes are of smaller areas: each area is of the class of most of its people.
        people: table.column of the people of the smaller areas.
        title: What the classes are called, where no geography says so.
    """

    via: SomeNames
    lookup: Names = ()
    people: str = ""
    title: str = ""

    @model_validator(mode="after")
    def _people_decide(self) -> Self:
        if bool(self.lookup) != bool(self.people):
            raise ValueError("`lookup` and `people` go together: most people decide the class")
        return self


def _short_by(value: Any) -> Any:
    return {"via": value} if isinstance(value, str | list | tuple) else value


class Postcodes(Part):
    """A directory of postcodes, by which the explorer finds places.

    Attributes:
        table: Table with a column `postcode` and the codes of areas.
        of: Geography that it holds, where that is not the one that is judged.
        lookup: Lookups from that geography to the one that is judged, best fits.
    """

    table: str
    of: str = ""
    lookup: Names = ()


def _short_postcodes(value: Any) -> Any:
    return {"table": value} if isinstance(value, str) else value


class SimulationSize(Part):
    """Which invented country the simulated tables are of.

    Attributes:
        areas: Number of small areas.
        seed: Seed of its random numbers.
    """

    areas: int = Field(default=6_000, ge=1, le=5_000_000)
    seed: int = Field(default=2020, ge=0)


class Study(Part):
    """A whole study.

    Attributes:
        name: Identifier.
        title: What it is about.
        notes: What a reader should know before using it.
        why: Why the question is asked: the first chapter of the report, its paragraphs parted
            by empty lines.
        stamp: A line that stands on every page and picture made from it.
        areas: Geography that is judged.
        base: Table whose rows are the areas whose number is N; none: the areas that
            have every index.
        people: Table (or table.column) of residents of the areas that are judged.
        index: The indices by name.
        rule: How shares become cuts.
        group: The groups in order; none, with two indices: the usual four.
        near: How far outside the cut a near miss may be.
        published: A published list to stand beside.
        whole: What all areas together are called: "England".
        by: Breakdowns: geography or class, and the lookups that lead there.
        within: Larger areas that places are named with and nothing is counted by: the ward of
            an area that has no name of its own.
        boundaries: Table of the polygons of the areas that are judged.
        boundaries_lookup: Lookups from the polygons' geography, where they are of smaller
            areas that nest in the ones that are judged.
        outline: The breakdown whose larger areas are outlined on maps.
        postcodes: A directory of postcodes, where the explorer shall find places by them.
        outcome: Figures that the groups are compared on.
        comparing: How they are compared.
        design: Matched designs.
        doubt: What of its method is in doubt, and how far.
        claim: Claims of others to check.
        table: The study's own tables.
        geography: The study's own geographies.
        simulation: Which invented country, where simulated tables are named.
    """

    name: Name
    title: str
    notes: str = ""
    why: str = ""
    stamp: str = ""
    areas: Name
    base: str = ""
    people: str = ""
    index: dict[Name, Index]
    rule: Conventions = Conventions()
    group: dict[Name, Group] = Field(default_factory=dict)
    near: Worst = Field(default="1%", validate_default=True)
    published: Published | None = None
    whole: str = ""
    by: dict[Name, Annotated[By, BeforeValidator(_short_by)]] = Field(default_factory=dict)
    within: dict[Name, Annotated[By, BeforeValidator(_short_by)]] = Field(
        default_factory=dict, max_length=1
    )
    boundaries: str = ""
    boundaries_lookup: Names = ()
    outline: str = ""
    postcodes: Annotated[Postcodes | None, BeforeValidator(_short_postcodes)] = None
    outcome: dict[Name, Outcome] = Field(default_factory=dict)
    comparing: Comparing = Comparing()
    design: dict[Name, Design] = Field(default_factory=dict)
    claim: dict[Name, Claim] = Field(default_factory=dict)
    doubt: Doubt = Doubt()
    table: dict[Name, Table] = Field(default_factory=dict)
    geography: dict[Name, Geography] = Field(default_factory=dict)
    simulation: SimulationSize = SimulationSize()
    recipes: dict[Name, Recipe] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _usual_groups(cls, value: Any) -> Any:
        if isinstance(value, dict) and "recipes" in value:
            raise ValueError("recipes are named by each index: say recipe = … in [index.NAME]")
        if isinstance(value, dict) and not value.get("group") and len(value.get("index", ())) == 2:
            return {**value, "group": two_by_two(*value["index"])}
        return value

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        for name, index in self.index.items():
            if index.summarise == "scale":
                raise ValueError(f"index.{name}.summarise: scale is of counts, not of an index")
        if not self.index:
            raise ValueError("a study needs at least one [index.NAME]")
        if not self.group:
            raise ValueError("a study needs at least one [group.NAME]")
        for name, group in self.group.items():
            for key in (*group.worst, *group.floor):
                if key not in self.index:
                    raise ValueError(
                        f"group.{name} names no index: {key}; {nearest(key, self.index)}"
                    )
            for other in group.unless:
                if other not in self.group:
                    raise ValueError(
                        f"group.{name}.unless names no group: {other}; {nearest(other, self.group)}"
                    )
            if not (group.worst or group.rest or group.floor or group.listed):
                raise ValueError(
                    f"group.{name} says nothing: give it `worst`, `floor`, `listed` or `rest`"
                )
            if group.at_least is not None and not 1 <= group.at_least <= len(group.worst):
                raise ValueError(
                    f"group.{name}.at_least is {group.at_least} of {len(group.worst)} conditions"
                )
        if self.outline and self.outline not in self.by:
            raise ValueError(
                f"outline names no [by]: {self.outline}; {nearest(self.outline, self.by)}"
            )
        if both := self.by.keys() & self.within.keys():
            raise ValueError(f"[by] and [within] both name {min(both)}: leave one out")
        for by in self.published.printed if self.published else ():
            if by not in self.by:
                raise ValueError(f"published.printed names no [by]: {by}; {nearest(by, self.by)}")
        if self.published and self.published.group not in self.group:
            raise ValueError(f"published.group names no group: {self.published.group}")
        return self

    @property
    def list_of(self) -> str:
        """The group that the study is about: the published one's, or the first."""
        return self.published.group if self.published else next(iter(self.group))

    def with_published_list(self) -> Study:
        """The same study with the published list in the place of its own.

        The other groups are what their rules make of it: an area that meets the rule and is
        not on the published list may then be in several.

        Raises:
            LeftBehindError: If the study names no published list.
        """
        if self.published is None:
            raise LeftBehindError(
                "no published list is named, so there is only the study's own",
                where=f"study {self.name}",
                mend="leave out --list, or name one under [published]",
            )
        listed = self.group[self.list_of].model_copy(update={"listed": self.published.flag})
        return self.model_copy(update={"group": {**self.group, self.list_of: listed}})

    def changed(self, changes: Iterable[str]) -> Study:
        """The same study with patches.

        Raises:
            LeftBehindError: If a patch reaches nothing, or makes no study.
        """
        stated = {"mode": "json", "by_alias": True, "exclude_defaults": True}
        tables = self.model_dump(exclude={"recipes"}, **stated)  # type: ignore[arg-type]
        return _checked(tables, changes, f"study {self.name}")

    def without_outcomes(self) -> Study:
        """The same study without what its groups are compared on."""
        nothing: dict[str, Any] = {"outcome": {}, "claim": {}, "design": {}}
        return self.model_copy(update=nothing)

    def bare(self) -> Study:
        """The same study with nothing but what its list is made from: quick to run again."""
        nothing: dict[str, Any] = {"by": {}, "within": {}, "outline": "", "published": None}
        first = {self.list_of: self.group[self.list_of]}
        return self.without_outcomes().model_copy(
            update={**nothing, "group": {**first, **self.group}}
        )

    def tables_named(self) -> list[str]:
        """Every table that the study names, each once, in order."""
        named = [self.base, self.people]
        for index in self.index.values():
            named += [*index.data, *index.lookup, index.people, index.split_by]
        for by in (*self.by.values(), *self.within.values()):
            named += [*by.via, *by.lookup, by.people]
        for outcome in self.outcome.values():
            named += outcome.tables()
        named += [column for rate in self.doubt.rate.values() for column in (rate.value, rate.of)]
        named += [group.listed for group in self.group.values()]
        named += [self.published.flag if self.published else "", self.boundaries]
        named += self.boundaries_lookup
        if self.postcodes:
            named += [self.postcodes.table, *self.postcodes.lookup]
        return list(dict.fromkeys(name.partition(".")[0] for name in named if name))

    def _repr_html_(self) -> str:
        from leftbehind.show.html import study_html

        return study_html(self)


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
    tables, where = _read(str(name), ())
    return _checked(tables, changes, where)


def _checked(tables: dict[str, Any], changes: Iterable[str], where: str) -> Study:
    """A study from its tables, patched and checked."""
    for change in changes:
        _patch(tables, change)
    refuse_controls(tables, where)
    try:
        found = Study.model_validate(tables)
    except ValidationError as error:
        raise explain(error, Study, where=where) from error
    recipes = {key: _recipe_of(index) for key, index in found.index.items()}
    try:
        check_questions(
            found.outcome,
            found.design,
            found.claim,
            found.comparing,
            groups=found.group,
            indices={key: {**one.node, **one.indicator} for key, one in recipes.items()},
            by=found.by,
        )
    except ValueError as error:
        raise LeftBehindError(str(error), where=where) from error
    return found.model_copy(update={"recipes": recipes})


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
    below = str(tables.pop("extends", ""))
    if below:
        nearby = folder / below
        try:
            under, _ = _read(str(nearby) if nearby.is_file() else below, (*path, name))
        except LeftBehindError as error:
            raise error.at(f"{where}: extends") from error
        tables = _laid_over(under, tables)
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


_MADE = {
    "rule", "simulation", "comparing", "doubt", "range", "panel", "option", "node", "indicator",
    "worst", "floor",
}  # fmt: skip
"""Tables that a patch may begin; a patch never begins a group or an index, so that a
mistyped name is an error and not a new group."""


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
    inside_recipe = False
    for depth, key in enumerate(keys[:-1]):
        inside_recipe = inside_recipe or (depth == 2 and key in {"node", "indicator"})
        if key not in here and (key in _MADE or inside_recipe):
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


def _recipe_of(index: Index) -> Recipe:
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
    return recipe(tables)
