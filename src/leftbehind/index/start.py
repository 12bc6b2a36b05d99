"""Where the fold of a recipe starts: which of its nodes the data hold as published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from leftbehind.data.read import HELD_BACK
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.index.spec import Recipe

How = Literal["rank", "score", "transformed"]
"""How a node is published: competition rank (1 = worst), score, or the value that
enters its parent (the Indices of Deprivation publish all three)."""

SUFFIX: dict[How, str] = {"transformed": "_transformed", "rank": "_rank", "score": "_score"}
"""A column `health_rank` gives the node `health` as a rank, and so on. In this order:
a transformed value is what the publisher added up; a rank keeps the order that a
rounded score has lost."""


def starting_nodes(
    recipe: Recipe, columns: Sequence[str], start: Sequence[str] = ()
) -> dict[str, How]:
    """The nodes that the data hold, from which the fold starts upwards.

    Args:
        recipe: The recipe.
        columns: Columns of the data.
        start: Nodes to start from; none: the highest below the root that are held.

    Returns:
        How each starting node is given.

    Raises:
        LeftBehindError: If a node of `start` is not in the recipe or not in the data.

    Example:
        >>> from leftbehind.index.spec import recipe
        >>> cni = recipe("cni2019")
        >>> starting_nodes(cni, ["places_rank", "connectivity_rank", "engaged_rank"])
        {'places': 'rank', 'connectivity': 'rank', 'engaged': 'rank'}
    """
    held = set(columns)
    names = set(recipe.walk())

    def how(name: str) -> How | None:
        return next((h for h, suffix in SUFFIX.items() if name + suffix in held), None)

    found: dict[str, How] = {}
    for name in start:
        if name not in names or name == recipe.root:
            raise LeftBehindError(
                f"{recipe.name} has no node {name} to start from",
                mend=nearest(name, names - {recipe.root}),
            )
        given = how(name)
        if given is None:
            raise LeftBehindError(
                f"the data hold no {name}",
                mend=f"give a column {name}_rank, {name}_score or {name}_transformed",
            )
        found[name] = given

    def descend(name: str) -> None:
        for child in recipe.node[name].children:
            if child in found:
                continue
            given = None if start else how(child)
            if given:
                _require_direction(recipe, child, given, held)
                found[child] = given
            elif child in recipe.node:
                descend(child)

    descend(recipe.root)
    return found


def _require_direction(recipe: Recipe, name: str, given: How, held: set[str]) -> None:
    """Refuse a figure in which more is better beside a column that looks like a score of need.

    `connectivity_score` may be the published score of a node `connectivity`, higher is worse, or
    just another figure; which of the two is meant nobody but the author can tell.
    """
    leaf = recipe.indicator.get(name)
    if leaf is None or leaf.higher == "worse" or given == "rank":
        return
    if all(column in held for column in leaf.measured(name)):
        raise LeftBehindError(
            f"the data hold {name}{SUFFIX[given]} and {' and '.join(leaf.measured(name))}: the "
            f"first would be taken as the published score of {name}, higher is worse, but more of "
            f"{name} is better",
            where=recipe.name,
            mend=f'give the indicator another name, with column = "{leaf.measured(name)[0]}"; or '
            "name in `start` what is published",
        )


def parts_passed(recipe: Recipe, given: Mapping[str, object]) -> list[str]:
    """The parts that the fold passes, parents first: what is below a published one it does not.

    Args:
        recipe: The recipe.
        given: The nodes that are published and taken.

    Example:
        >>> from leftbehind.index.spec import recipe
        >>> parts_passed(recipe("cni2019"), {"places": "rank"})
        ['places', 'connectivity', 'engaged']
    """
    found: list[str] = []

    def descend(name: str) -> None:
        for child in recipe.children_of(name):
            found.append(child)
            if child not in given:
                descend(child)

    descend(recipe.root)
    return found


def columns_of(recipe: Recipe, columns: Sequence[str], start: Sequence[str] = ()) -> list[str]:
    """The columns that the fold of a recipe will read from these data, sorted."""
    given = starting_nodes(recipe, columns, start)
    needed = {name + SUFFIX[how] for name, how in given.items()}

    def descend(name: str) -> None:
        if name in given:
            return
        if name in recipe.node:
            node = recipe.node[name]
            needed.update(node.impute.columns() if node.impute else ())
            for child in node.children:
                descend(child)
            return
        leaf = recipe.indicator[name]
        needed.update(leaf.columns(name))
        if leaf.suppressed is not None:
            told = {part + HELD_BACK for part in leaf.measured(name)}
            needed.update(told & set(columns))

    descend(recipe.root)
    return sorted(needed)
