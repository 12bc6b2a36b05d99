"""The fold: score(node) = transform(combine(standardise(children)))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from leftbehind.engine import arrays
from leftbehind.engine.verbs import Column, Verbs
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.index.factor import factor_weights
from leftbehind.index.shrink import shrink
from leftbehind.index.spec import Indicator, Node, Recipe

How = Literal["rank", "score", "transformed"]
"""How a node is published: competition rank (1 = worst), score, or the value that
enters its parent (the Indices of Deprivation publish all three)."""

SUFFIX: dict[How, str] = {"transformed": "_transformed", "rank": "_rank", "score": "_score"}
"""A column `health_rank` gives the node `health` as a rank, and so on. In this order:
a transformed value is what the publisher added up; a rank keeps the order that a
rounded score has lost."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the fold leaves of every node it passed.

    Attributes:
        recipe: The recipe that was folded.
        score: Score of each node, higher is worse; of a node that was given as a
            rank it is the rank, negated.
        entered: The standardised value with which each node entered its parent.
        weight: Weight of each node in its parent, as used.
        given: The nodes that were published and taken, and how.
        shrunk: For each shrunk indicator, how many areas.
        imputed: For each indicator, how many suppressed counts were filled in.
    """

    recipe: Recipe
    score: dict[str, Column] = field(default_factory=dict)
    entered: dict[str, Column] = field(default_factory=dict)
    weight: dict[str, Any] = field(default_factory=dict)
    given: dict[str, How] = field(default_factory=dict)
    shrunk: dict[str, int] = field(default_factory=dict)
    imputed: dict[str, int] = field(default_factory=dict)

    @property
    def index(self) -> Column:
        """Score of the index itself."""
        return self.score[self.recipe.root]


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
                found[child] = given
            elif child in recipe.node:
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
            for child in recipe.node[name].children:
                descend(child)
            return
        leaf = recipe.indicator[name]
        needed.update(leaf.counts or (leaf.column or name,))
        needed.update(part for part in (leaf.of, leaf.shrink) if part)

    descend(recipe.root)
    return sorted(needed)


def score(
    recipe: Recipe,
    columns: Mapping[str, Column],
    *,
    start: Sequence[str] = (),
    weights: Mapping[str, Sequence[Any]] | None = None,
    codes: Sequence[str] = (),
    verbs: Verbs = arrays,
) -> Scores:
    """Fold a recipe over columns.

    Args:
        recipe: The tree and its rules.
        columns: Values by column name, each (areas,) or (areas, draws); NaN is a gap.
            The column of a `shrink` geography holds labels.
        start: Nodes to take as published; none: the highest that the data hold.
        weights: For some nodes, weights of their children in order, each a number or
            an array (draws,), instead of the recipe's.
        codes: Codes of the areas, to name them in errors.
        verbs: The engine.

    Returns:
        Scores of every node passed, in the order of the rows.

    Raises:
        LeftBehindError: Naming the column that is missing, or the areas in which a
            numerator is above its denominator.

    Example:
        >>> from leftbehind.index.spec import recipe
        >>> domains = ("places", "connectivity", "engaged")
        >>> data = {f"{domain}_rank": np.array([1.0, 2.0]) for domain in domains}
        >>> score(recipe("cni2019"), data).index.round(3)
        array([300.  ,  46.94])
    """
    result = Scores(recipe, given=starting_nodes(recipe, list(columns), start))
    _Fold(recipe, columns, weights or {}, codes, verbs, result).node(recipe.root)
    return result


@dataclass(frozen=True, slots=True)
class _Fold:
    recipe: Recipe
    columns: Mapping[str, Column]
    weights: Mapping[str, Sequence[Any]]
    codes: Sequence[str]
    verbs: Verbs
    out: Scores

    def node(self, name: str) -> Column:
        """Score of one node, or the published one where the fold starts there."""
        how = self.out.given.get(name)
        if how is not None:
            value = self.columns[name + SUFFIX[how]]
            value = -value if how == "rank" else value
        elif name in self.recipe.indicator:
            value = self._indicator(name, self.recipe.indicator[name])
        else:
            value = self._inner(name, self.recipe.node[name])
        self.out.score[name] = value
        return value

    def _inner(self, name: str, node: Node) -> Column:
        scores = [self.node(child) for child in node.children]
        for child, values in zip(node.children, scores, strict=True):
            if np.isnan(values).all():
                raise LeftBehindError(
                    f"{child} has no value in any area",
                    where=self.recipe.name,
                    mend="check its column, or take it out of the recipe",
                )
        waiting = [i for i, c in enumerate(node.children) if self.out.given.get(c) != "transformed"]
        ready = self.verbs.each(
            lambda values: node.standardise.apply(values, self.verbs),
            [scores[i] for i in waiting],
        )
        for i, values in zip(waiting, ready, strict=True):
            scores[i] = values
        weights = self._weights_of(name, node, scores)
        self.out.entered.update(zip(node.children, scores, strict=True))
        self.out.weight.update(zip(node.children, weights, strict=True))
        with np.errstate(all="ignore"):  # what it would warn of is refused below
            value = node.combine.apply(scores, weights, self.verbs)
            value = node.transform.apply(value, self.verbs)
        self._require_finite(
            name, value, [s for s, w in zip(scores, weights, strict=True) if np.any(w)]
        )
        return value

    def _require_finite(self, name: str, value: Column, parts: list[Column]) -> None:
        """Refuse a score that arithmetic lost where every part is known."""
        lost = ~np.isfinite(value)
        for part in parts:
            lost &= ~np.isnan(part)
        if lost.any():
            rows = np.unique(np.nonzero(lost)[0])
            shown = some(self.codes[row] if self.codes else f"row {row + 1}" for row in rows)
            raise LeftBehindError(
                f"node {name} has no finite score in {rows.size:,} areas whose parts are known: "
                f"{shown}",
                where=self.recipe.name,
                mend="check `combine`, `transform` and the weights: a geometric mean, say, "
                "is of numbers above 0",
            )

    def _weights_of(self, name: str, node: Node, standardised: list[Column]) -> list[Any]:
        if name in self.weights:
            return list(self.weights[name])
        if node.weights == "equal":
            return [1.0] * len(node.children)
        if node.weights == "factor":
            try:
                found = factor_weights(self.verbs.correlation(standardised))
            except LeftBehindError as error:
                raise error.at(f"{self.recipe.name}, node {name}") from error
            against = [c for c, w in zip(node.children, found, strict=True) if w < 0]
            if against:
                raise LeftBehindError(
                    f"{some(against)} would weigh less than 0: it falls where the others rise",
                    where=f"{self.recipe.name}, node {name}",
                    mend='check its direction (higher = "better"), or state the weights',
                )
            return [float(weight) for weight in found]
        return [node.weights[child] for child in node.children]

    def _indicator(self, name: str, leaf: Indicator) -> Column:
        names = leaf.counts or (leaf.column or name,)
        parts = [self._column(column, name) for column in names]
        if leaf.suppressed is not None:
            self.out.imputed[name] = sum(int(np.isnan(part).sum()) for part in parts)
            parts = [np.where(np.isnan(part), leaf.suppressed, part) for part in parts]
        value = parts[0] if len(parts) == 1 else self.verbs.total(parts)
        if leaf.of:
            value = self._rate(name, leaf, value)
        return -value if leaf.higher == "better" else value

    def _rate(self, name: str, leaf: Indicator, count: Column) -> Column:
        of = self._column(leaf.of, name)
        wrong = np.flatnonzero((count > of) if leaf.proportion else (of < 0))
        if wrong.size:
            self._refuse_rate(name, leaf, count, of, [int(row) for row in wrong])
        if leaf.shrink:
            labels = cast("NDArray[np.generic]", self._column(leaf.shrink, name))
            result = shrink(count, of, labels)
            self.out.shrunk[name] = int(np.sum(result.weight < 1))
            return result.rate
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(of > 0, count / of, np.nan)

    def _refuse_rate(
        self, name: str, leaf: Indicator, count: Column, of: Column, rows: list[int]
    ) -> None:
        shown = some(
            f"{self.codes[row]} (row {row + 1})" if self.codes else f"row {row + 1}" for row in rows
        )
        what = (
            f"the numerator of {name} is above its denominator {leaf.of}"
            if leaf.proportion
            else f"the denominator {leaf.of} of {name} is negative"
        )
        raise LeftBehindError(
            f"{what}: {count[rows[0]]:g} of {of[rows[0]]:g}, in {shown}",
            where=self.recipe.name,
            mend="check that both count the same people at the same date, "
            "or say proportion = false",
        )

    def _column(self, column: str, wanted_by: str) -> Column:
        try:
            return self.columns[column]
        except KeyError:
            raise LeftBehindError(
                f"the data have no column {column}, which {wanted_by} needs",
                where=self.recipe.name,
                mend=nearest(column, self.columns),
            ) from None
