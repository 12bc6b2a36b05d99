"""What the weights of a panel would do to the list: one run of the study for each expert."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leftbehind.analysis.cells import Array
from leftbehind.analysis.panel import Panel
from leftbehind.data.shelf import Shelf
from leftbehind.results import Results
from leftbehind.running.run import run
from leftbehind.running.tables import Tell
from leftbehind.study_file import read_study


@dataclass(frozen=True, slots=True)
class Moved:
    """A list beside the study's own.

    Attributes:
        expert: Whose weights they are; none: the joint weights.
        size: Areas on the list with these weights.
        entries: Codes of areas that enter, sorted.
        exits: Codes of areas that leave, sorted.
        jaccard: Areas on both lists, of those on either; 1 if both are empty.
    """

    expert: str | None
    size: int
    entries: tuple[str, ...]
    exits: tuple[str, ...]
    jaccard: float


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The lists of a panel.

    Attributes:
        own: The study with its own weights.
        weights: Those weights, brought to a sum of 1 (parts,).
        moved: One list for each expert in their order, then the joint one.
    """

    own: Results
    weights: Array
    moved: tuple[Moved, ...]


def lists_of(panel: Panel, study: str, index: str, *, tell: Tell = lambda _: None) -> Lists:
    """Run a study with the weights of each expert of a panel, and with the joint weights.

    The weights are given the sum that the study's own have, so that scores stay on their
    scale and a floor of the rule keeps its meaning.

    Args:
        panel: The weights.
        study: Name or path of the study.
        index: The index whose root has the parts as children.
        tell: Called with the name of each table before it is read.

    Returns:
        The lists.

    Raises:
        LeftBehindError: If the study cannot be run, or the parts are not those of the index.

    Example:
        >>> import numpy as np
        >>> parts = ("places", "connectivity", "engaged")
        >>> panel = Panel(parts, ("Ann",), np.full((1, 3), 1 / 3))
        >>> [found.jaccard for found in lists_of(panel, "invented-country", "need").moved]
        [1.0, 1.0]
    """
    shelf = Shelf()
    asked = read_study(study)
    own = run(asked, shelf=shelf, tell=tell)
    stated = own.manifest["index"][index]["weights"]
    weights = np.array([float(stated[part]) for part in panel.parts])
    root = asked.recipes[index].root

    def moved() -> Iterator[Moved]:
        before = _on_list(own)
        rows = [*zip(panel.experts, panel.weights, strict=True), (None, panel.joint)]
        for expert, row in rows:
            change = _change(index, root, panel.parts, row * weights.sum())
            after = _on_list(run(read_study(study, [change]), shelf=shelf, tell=tell))
            either = before | after
            yield Moved(
                expert,
                len(after),
                tuple(sorted(after - before)),
                tuple(sorted(before - after)),
                len(before & after) / len(either) if either else 1.0,
            )

    return Lists(own, weights / weights.sum(), tuple(moved()))


def _change(index: str, root: str, parts: tuple[str, ...], weights: Array) -> str:
    """The patch of a study that states the weights of an index."""
    pairs = zip(parts, weights.tolist(), strict=True)
    stated = ", ".join(f"{json.dumps(part)} = {weight!r}" for part, weight in pairs)
    return f"index.{index}.node.{root}.weights={{ {stated} }}"


def _on_list(results: Results) -> set[str]:
    return set(results.on_list()["area"].to_list())
