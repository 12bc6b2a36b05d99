"""What is done to an indicator before it is compared: filled in, treated, shrunk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine.numbers import Array
from leftbehind.engine.verbs import Column
from leftbehind.errors import LeftBehindError
from leftbehind.index.impute import Around, Filled
from leftbehind.index.measure import Measured
from leftbehind.index.nodes import Indicator, Node
from leftbehind.index.shrink import Shrunk, shrink, shrink_values
from leftbehind.index.treat import Treated

Kind = Literal["held back", "filled in", "treated", "shrunk"]
"""What a step did: gave a number to counts that are held back, filled gaps, drew in outliers,
borrowed strength."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one step did to one child.

    Attributes:
        part: The child.
        kind: Which step.
        method: How.
        areas: How many areas it changed (counts, for those that are held back).
        before: Skewness and kurtosis before, of what was treated.
        after: And after.
        passes: Whether they pass the rule now.
        dispersion: Of what was shrunk (see `leftbehind.index.shrink.Shrunk`).
    """

    part: str
    kind: Kind
    method: str
    areas: int
    before: tuple[float, float] | None = None
    after: tuple[float, float] | None = None
    passes: bool | None = None
    dispersion: float | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """One child at each stage, in its own unit and direction; every one (areas,) or more draws.

    Attributes:
        measured: What it was measured as.
        imputed: With gaps filled.
        treated: With outliers treated.
        shrunk: With strength borrowed: what goes into the node.
        filled: Which areas were gaps and are filled, (areas,).
        spread: Standard deviation of what may be true in a gap that is filled, (areas,); else 0.
    """

    measured: Measured
    imputed: Column
    treated: Column
    shrunk: Column
    filled: NDArray[np.bool_]
    spread: Array


def chains(
    node: Node,
    leaves: Mapping[str, Indicator],
    measured: Mapping[str, Measured],
    column: Callable[[str], Any],
) -> tuple[dict[str, Chain], list[Change]]:
    """Take the children of one node through the steps that it, or they themselves, ask for.

    Args:
        node: The node.
        leaves: Those of its children that are indicators.
        measured: All of them, as they were measured.
        column: A column of the data by name.

    Returns:
        Each child at every stage, and what was done.

    Raises:
        LeftBehindError: Naming the child to which a step cannot be done.
    """
    found: dict[str, Chain] = {}
    changes: list[Change] = []
    for child, one in measured.items():
        leaf = leaves.get(child)
        try:
            chain, done = _one(child, node, leaf, measured, column)
        except LeftBehindError as error:
            raise error.at(child) from error
        found[child] = chain
        if leaf and one.held_back:
            changes.append(Change(child, "held back", "bounds", one.held_back))
        changes += done
    return found, changes


def _one(
    child: str,
    node: Node,
    leaf: Indicator | None,
    measured: Mapping[str, Measured],
    column: Callable[[str], Any],
) -> tuple[Chain, list[Change]]:
    one = measured[child]
    none = np.zeros(one.value.shape[:1])
    chain = Chain(one, one.value, one.value, one.value, none > 0, none)
    changes: list[Change] = []
    if one.published:
        return chain, changes
    impute = (leaf.impute if leaf else None) or node.impute
    if impute is not None and np.isnan(one.value).any():
        siblings = [other.value for name, other in measured.items() if name != child]

        def fill(values: Array, draw: int) -> tuple[Array, Filled]:
            around = Around([_draw(other, draw) for other in siblings], column)
            done = impute.fill(values, around)
            return done.values, done

        imputed, guess = _each_draw(fill, one.value)
        chain = Chain(one, imputed, imputed, imputed, guess.areas, guess.spread)
        changes.append(Change(child, "filled in", impute.method, int(guess.areas.sum())))
    treat = (leaf.treat if leaf else None) or node.treat
    if treat is not None:
        treated, told = _each_draw(lambda values, _: _treated(treat.apply(values)), chain.imputed)
        chain = replace(chain, treated=treated, shrunk=treated)
        if told.method:
            changes.append(
                Change(child, "treated", told.method, told.areas, told.before, told.after,
                       told.passes)
            )  # fmt: skip
            if leaf and leaf.shrink and not leaf.error and told.method != "winsorise":
                raise LeftBehindError(
                    f"{told.method} makes it no proportion any more, so it cannot be shrunk by "
                    "its counts",
                    mend='treat it by "winsorise", or leave `shrink` out',
                )
    if leaf and leaf.shrink:
        done = _shrunk(leaf, chain, column)
        chain = replace(chain, shrunk=np.where(chain.filled, chain.treated, done.rate))
        borrowed = int(np.sum(done.weight < 1))
        changes.append(Change(child, "shrunk", leaf.shrink, borrowed, dispersion=done.dispersion))
    return chain, changes


def _shrunk(leaf: Indicator, chain: Chain, column: Callable[[str], Any]) -> Shrunk:
    """A guess has no figures of its own: it is not shrunk, and its district does not hear it."""
    labels = column(leaf.shrink)
    own = np.where(chain.filled, np.nan, chain.treated)
    if leaf.error:
        return shrink_values(own, column(leaf.error), labels)
    one = chain.measured
    # A rate that was drawn in counts as the events that it would be.
    events = np.where(chain.treated == one.value, one.count, chain.treated * one.of)
    count = leaf.mean_of * np.where(chain.filled, np.nan, events)
    return shrink(np.asarray(count), leaf.mean_of * np.asarray(one.of), labels)


def _treated(done: Treated) -> tuple[Array, Treated]:
    return done.values, done


def _draw(values: Column, draw: int) -> Array:
    return np.asarray(values if values.ndim == 1 else values[:, min(draw, values.shape[1] - 1)])


def _each_draw(function: Callable[[Array, int], tuple[Array, Any]], values: Column) -> Any:
    """A step done to each draw by itself; what it tells is told of the first."""
    if values.ndim == 1:
        return function(values, 0)
    each = [function(values[:, draw], draw) for draw in range(values.shape[1])]
    return np.stack([one for one, _ in each], axis=1), each[0][1]
