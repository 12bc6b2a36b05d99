"""An index is a tree; each node says how its children become its score."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.index.nodes import Indicator, Node
from leftbehind.index.steps import Step
from leftbehind.problems import explain, refuse_controls


class Recipe(Step):
    """How an index is made, as data.

    Attributes:
        name: Identifier; the name of the shipped file.
        title: Name of the index.
        edition: Year or version.
        nation: Where it is about.
        geography: Areas it is published for.
        root: The node that is the index.
        area_at_least: The share of all indicators that must be known of an area, so that it
            has a score of the index.
        node: Inner nodes by name.
        indicator: Leaves by name.
        source: Documents it was taken from.
        notes: What is known, inferred or unknown about it.
    """

    name: str
    title: str
    edition: str
    nation: str
    geography: str
    root: str
    area_at_least: float = Field(default=0.0, ge=0, le=1)
    node: dict[str, Node]
    indicator: dict[str, Indicator] = Field(default_factory=dict)
    source: str = ""
    notes: str = ""

    @model_validator(mode="after")
    def _is_a_tree(self) -> Self:
        if self.root not in self.node:
            raise ValueError(f"root names no node: {self.root}; {nearest(self.root, self.node)}")
        both = set(self.node) & set(self.indicator)
        if both:
            raise ValueError(f"{', '.join(sorted(both))} is both a node and an indicator")
        reached: list[str] = []
        self._climb(self.root, (), reached)
        lost = (set(self.node) | set(self.indicator)) - set(reached)
        if lost:
            raise ValueError(f"no node has these as children: {', '.join(sorted(lost))}")
        return self

    def _climb(self, name: str, path: tuple[str, ...], reached: list[str]) -> None:
        if name in path:
            raise ValueError(f"a cycle: {' → '.join([*path[path.index(name) :], name])}")
        if name in reached:
            raise ValueError(f"{name} has two parents: an index is a tree")
        reached.append(name)
        if name in self.node:
            for child in self.node[name].children:
                self._climb(child, (*path, name), reached)
        elif name not in self.indicator:
            known = {*self.node, *self.indicator}
            raise ValueError(f"{name} is no node and no indicator; {nearest(name, known)}")

    def title_of(self, name: str) -> str:
        """What a node or indicator is called in anything shown."""
        part = self.node.get(name) or self.indicator[name]
        return part.title

    def without(self, name: str) -> Recipe:
        """The same recipe with one node or indicator left out, and all that is below it.

        The weights of its siblings stay what they are; equal ones stay equal, and those of a
        factor are found anew.

        Args:
            name: What is left out.

        Raises:
            LeftBehindError: If there is no such part, or it is the root or an only child.

        Example:
            >>> recipe("cni2019").without("places").node["cni"].children
            ('connectivity', 'engaged')
        """
        parent = self.parent_of(name)
        above = self.node[parent].without(name)
        if above is None:
            raise LeftBehindError(
                f"nothing that weighs is left of {parent} without {name}",
                mend=f"leave {parent} out as a whole",
            )
        gone = set(self.walk(name))
        node = {key: one for key, one in self.node.items() if key not in gone}
        node[parent] = above
        indicator = {key: one for key, one in self.indicator.items() if key not in gone}
        return self.model_copy(update={"node": node, "indicator": indicator})

    def with_indicator(
        self, parent: str, name: str, leaf: Indicator, weight: float | None = None
    ) -> Recipe:
        """The same recipe with one indicator more.

        Args:
            parent: The node that it is added to.
            name: Its name, which no other part has.
            leaf: The indicator.
            weight: Its weight among stated ones; none: their mean.

        Example:
            >>> new = recipe("cni2019").with_indicator("cni", "pubs", Indicator(title="Pubs"))
            >>> new.node["cni"].children
            ('places', 'connectivity', 'engaged', 'pubs')
        """
        node = {**self.node, parent: self.node[parent].with_child(name, weight)}
        return self.model_copy(update={"node": node, "indicator": {**self.indicator, name: leaf}})

    def swapped(self, name: str, other: str, leaf: Indicator) -> Recipe:
        """The same recipe with an indicator in the place of a part, with the part's weight.

        Args:
            name: The part.
            other: The indicator's name, which no other part has.
            leaf: The indicator.

        Example:
            >>> new = recipe("imd2019").swapped("health", "ill", Indicator(title="Ill"))
            >>> new.node["imd"].weights["ill"]
            0.135
        """
        parent = self.parent_of(name)
        stated = self.node[parent].stated
        weight = stated[name] if stated else None
        return self.with_indicator(parent, other, leaf, weight).without(name)

    def as_indicator(self, name: str, column: str) -> Recipe:
        """The same recipe with one part measured by a column, whatever was below it.

        Args:
            name: The part.
            column: The column, higher is worse.

        Raises:
            LeftBehindError: If there is no such part, or it is the root.

        Example:
            >>> recipe("imd2019").as_indicator("health", "h").indicator["health"].column
            'h'
        """
        known = {*self.node, *self.indicator} - {self.root}
        if name not in known:
            raise LeftBehindError(f"{self.name} has no part {name}", mend=nearest(name, known))
        gone = set(self.walk(name))
        leaf = Indicator(title=self.title_of(name), column=column)
        node = {key: one for key, one in self.node.items() if key not in gone}
        indicator = {key: one for key, one in self.indicator.items() if key not in gone}
        return self.model_copy(update={"node": node, "indicator": {**indicator, name: leaf}})

    def parent_of(self, name: str) -> str:
        """The node that a part stands in.

        Raises:
            LeftBehindError: If there is no such part, or it is the root.
        """
        found = next((key for key, node in self.node.items() if name in node.children), None)
        if found is None:
            raise LeftBehindError(
                f"{self.name} has no part {name}",
                mend=nearest(name, {*self.node, *self.indicator} - {self.root}),
            )
        return found

    def children_of(self, name: str) -> tuple[str, ...]:
        """The children of a node; an indicator has none."""
        return self.node[name].children if name in self.node else ()

    def labels(self) -> set[str]:
        """The columns that hold labels, not numbers: of larger areas, of groups."""
        found = {label for leaf in self.indicator.values() for label in leaf.labels()}
        for node in self.node.values():
            found.update(node.impute.labels() if node.impute else ())
        return found

    def walk(self, name: str = "") -> Iterator[str]:
        """The names from the root (or a node) downwards, parents first."""
        name = name or self.root
        yield name
        if name in self.node:
            for child in self.node[name].children:
                yield from self.walk(child)


def recipe_names() -> list[str]:
    """The names of the shipped recipes.

    Example:
        >>> "imd2019" in recipe_names()
        True
    """
    folder = resources.files("leftbehind.index") / "recipes"
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def read_recipe(name: str) -> dict[str, Any]:
    """Read a recipe as plain data, so that a study can patch it before it is checked.

    Args:
        name: A shipped recipe's name, or the path of a TOML file.

    Returns:
        The tables of the file, with `name` added.

    Raises:
        LeftBehindError: If there is no such recipe, or the file is not TOML.
    """
    if name.endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            beside = [file.name for file in path.parent.glob("*.toml")]
            raise LeftBehindError(
                "there is no such recipe file", where=str(path), mend=nearest(path.name, beside)
            )
        try:
            text, where = path.read_text("utf-8-sig"), str(path)
        except UnicodeDecodeError as error:
            raise LeftBehindError(
                "a recipe is UTF-8 text", where=str(path), mend="save it as UTF-8"
            ) from error
        name = path.stem
    elif name in recipe_names():
        text = (resources.files("leftbehind.index") / "recipes" / f"{name}.toml").read_text("utf-8")
        where = f"recipe {name}"
    else:
        raise LeftBehindError(
            f"there is no recipe called {name}",
            mend=f"give the path of a .toml file, or a name; {nearest(name, recipe_names())}",
        )
    try:
        return {"name": name, **tomllib.loads(text)}
    except tomllib.TOMLDecodeError as error:
        raise LeftBehindError(
            f"not valid TOML: {error}", where=where, mend="correct that line; text is in quotes"
        ) from error


def recipe(name: str | dict[str, Any] | Recipe) -> Recipe:
    """A checked recipe, from its name, a path or plain data.

    Raises:
        LeftBehindError: Naming the key at fault.

    Example:
        >>> recipe("imd2019").node["imd"].weights["income"]
        0.225
    """
    if isinstance(name, Recipe):
        return name
    if not isinstance(name, str | dict):
        raise LeftBehindError(
            f"a {type(name).__name__} is no recipe", mend="give a name, a path or its tables"
        )
    tables = read_recipe(name) if isinstance(name, str) else name
    refuse_controls(tables, "recipe")
    try:
        return Recipe.model_validate(tables)
    except ValidationError as error:
        raise explain(error, Recipe, where=f"recipe {tables.get('name', '')}") from error
