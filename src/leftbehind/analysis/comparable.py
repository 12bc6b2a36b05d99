"""How far the figures of an index may be compared between two studies."""

from __future__ import annotations

from typing import Any, Literal

from leftbehind.index.spec import Recipe, recipe
from leftbehind.index.start import parts_passed
from leftbehind.results import Results

Comparable = Literal["same method", "other geography", "other method"]
"""By the same method on the same areas; by the same method on others; by another method: ranks
only, with caution."""


def comparable(index: str, first: Results, second: Results) -> Comparable:
    """How far an index can be compared: by the rules of what is folded, and where.

    What a node is made of is looked at even where it was taken as published. Where a recipe does
    not say what that is, two recipes are two methods: nothing shows that they are alike.

    Args:
        index: An index that both studies have.
        first: Results of one study.
        second: Results of the other.

    Example:
        >>> import leftbehind as lb
        >>> one = lb.run("invented-country")
        >>> comparable("need", one, one)
        'same method'
    """
    methods, places = [], []
    for results in (first, second):
        about = results.manifest["index"][index]
        stated = results.manifest["study"]["index"][index]
        made = recipe(about["recipe"])
        methods.append(
            (
                _rules(made, about["starts_from"]),
                _inside(made, about["starts_from"]),
                stated.get("summarise"),
            )
        )
        places.append((results.manifest["study"]["areas"], about["geography"],
                       stated.get("lookup"), stated.get("split_by")))  # fmt: skip
    if methods[0] != methods[1]:
        return "other method"
    return "same method" if places[0] == places[1] else "other geography"


def _rules(made: Recipe, starts_from: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """The nodes that are folded and their rules, without what is only said of them."""
    passed = [made.root, *parts_passed(made, starts_from)]
    nothing = {"title", "about", "source", "notes"}
    return passed, {
        name: made.node[name].model_dump(exclude=nothing)
        for name in passed
        if name in made.node and name not in starts_from
    }


def _inside(made: Recipe, starts_from: dict[str, Any]) -> tuple[list[str], list[str]] | str:
    """What an index is made of in the end, as far as its recipe says.

    Where nothing but leaves is taken as published, ranked or transformed already, the recipe
    hides what they are.
    """
    if starts_from and all(name in made.indicator for name in starts_from):
        return made.name
    return sorted(made.node), sorted(made.indicator)
