"""An index is a tree; each node says how its children become its score."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.index.steps import AsIs, Combine, Standardise, Step, WeightedSum
from leftbehind.problems import explain, refuse_controls

Weights = Literal["equal", "factor"] | dict[str, float]


class Indicator(Step):
    """A leaf: a published column, or counts over a denominator.

    Attributes:
        title: What it measures, with its unit.
        about: More than the title has room for.
        column: Column that holds it; default: the indicator's own name.
        counts: Columns of non-overlapping counts that are added up instead.
        of: Column of the denominator; none: the values are already comparable.
        proportion: Whether the counts are part of the denominator, so that they can
            never exceed it (people out of people; not assets per resident).
        shrink: Geography whose areas small areas borrow strength from (its column).
        higher: Whether a higher value is worse or better.
        suppressed: Number that stands for a suppressed count; none: it stays a gap.
        source: Where the choice of this indicator is documented.
    """

    title: str
    about: str = ""
    column: str = ""
    counts: tuple[str, ...] = ()
    of: str = ""
    proportion: bool = True
    shrink: str = ""
    higher: Literal["worse", "better"] = "worse"
    suppressed: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    source: str = ""

    @model_validator(mode="after")
    def _one_way_to_measure(self) -> Self:
        if self.column and self.counts:
            raise ValueError("say `column` or `counts`, not both")
        if (self.shrink or self.counts) and not self.of:
            raise ValueError("counts need a denominator: say `of`")
        if self.shrink and not self.proportion:
            raise ValueError("only proportions are shrunk: leave `shrink` or `proportion` out")
        return self


class Node(Step):
    """An inner node: children, standardised, weighted, combined, transformed.

    Attributes:
        title: What the node is called in anything shown.
        children: Names of nodes or indicators; default: those that have weights.
        standardise: How each child's score is made comparable.
        weights: "equal", "factor" (one-factor maximum likelihood) or stated.
        combine: How the weighted children become one score.
        transform: What is done to the combined score itself.
        source: Where this rule is documented.
    """

    title: str
    children: tuple[str, ...] = ()
    standardise: Standardise = AsIs()
    weights: Weights = "equal"
    combine: Combine = WeightedSum()
    transform: Standardise = AsIs()
    source: str = ""

    @model_validator(mode="before")
    @classmethod
    def _children_from_weights(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("weights"), dict):
            return {"children": tuple(value["weights"]), **value}
        return value

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        if not self.children:
            raise ValueError("a node needs `children`")
        if len(set(self.children)) < len(self.children):
            raise ValueError("a child is named twice")
        if isinstance(self.weights, dict):
            strangers = set(self.weights) ^ set(self.children)
            if strangers:
                raise ValueError(f"weights and children differ: {', '.join(sorted(strangers))}")
            for child, weight in self.weights.items():
                if not 0 <= weight < float("inf"):
                    raise ValueError(f"the weight of {child} is {weight}: use 0 or more")
            if not any(self.weights.values()):
                raise ValueError("every weight is 0: give one child a weight above 0")
        return self


class Recipe(Step):
    """How an index is made, as data.

    Attributes:
        name: Identifier; the name of the shipped file.
        title: Name of the index.
        edition: Year or version.
        nation: Where it is about.
        geography: Areas it is published for.
        root: The node that is the index.
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
        parent = next((key for key, node in self.node.items() if name in node.children), None)
        if parent is None:
            raise LeftBehindError(
                f"{self.name} has no part {name} to leave out",
                mend=nearest(name, {*self.node, *self.indicator} - {self.root}),
            )
        left = tuple(child for child in self.node[parent].children if child != name)
        stated = self.node[parent].weights
        weights = {c: stated[c] for c in left} if isinstance(stated, dict) else stated
        if not left or (isinstance(weights, dict) and not any(weights.values())):
            raise LeftBehindError(
                f"nothing that weighs is left of {parent} without {name}",
                mend=f"leave {parent} out as a whole",
            )
        gone = set(self.walk(name))
        node = {key: one for key, one in self.node.items() if key not in gone}
        node[parent] = node[parent].model_copy(update={"children": left, "weights": weights})
        indicator = {key: one for key, one in self.indicator.items() if key not in gone}
        return self.model_copy(update={"node": node, "indicator": indicator})

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
