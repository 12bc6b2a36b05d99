"""The fold: score(node) = transform(combine(standardise(children)))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from leftbehind.engine import arrays
from leftbehind.engine.verbs import Column, Verbs
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.index.chain import Chain, Change, Kind, chains
from leftbehind.index.combine import combined
from leftbehind.index.factor import factor_weights
from leftbehind.index.measure import Measured, measure
from leftbehind.index.nodes import Node
from leftbehind.index.spec import Recipe
from leftbehind.index.standardise import Standardiser
from leftbehind.index.start import SUFFIX, How, starting_nodes
from leftbehind.index.weigh import WantedInfluence, first_component, wanted_weights


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
        changes: What was done to children before they were made comparable, in order.
        chain: Each child that was measured, at every stage; nothing unless it was to be kept.
    """

    recipe: Recipe
    score: dict[str, Column] = field(default_factory=dict)
    entered: dict[str, Column] = field(default_factory=dict)
    weight: dict[str, Any] = field(default_factory=dict)
    given: dict[str, How] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    chain: dict[str, Chain] = field(default_factory=dict)

    @property
    def index(self) -> Column:
        """Score of the index itself."""
        return self.score[self.recipe.root]

    def changed(self, kind: Kind) -> dict[str, int]:
        """How many areas of each child a step changed."""
        return {one.part: one.areas for one in self.changes if one.kind == kind}

    def nominal(self) -> dict[str, float]:
        """The share that each part has in the index by the weights alone, the index's own 1.

        It is the product of the shares of weight on the way up. What a part does in truth may
        be far from it (see `leftbehind.analysis.influence`).
        """
        shares = {self.recipe.root: 1.0}
        for name in self.recipe.walk():
            children = [c for c in self.recipe.children_of(name) if c in self.weight]
            whole = sum(float(np.mean(self.weight[child])) for child in children)
            for child in children:
                shares[child] = shares[name] * float(np.mean(self.weight[child])) / whole
        return shares


def score(
    recipe: Recipe,
    columns: Mapping[str, Column],
    *,
    start: Sequence[str] = (),
    weights: Mapping[str, Sequence[Any]] | None = None,
    codes: Sequence[str] = (),
    verbs: Verbs = arrays,
    keep: bool = False,
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
        keep: Whether every child is kept at every stage.

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
    _Fold(recipe, columns, weights or {}, codes, verbs, result, keep).node(recipe.root)
    return result


@dataclass(frozen=True, slots=True)
class _Fold:
    recipe: Recipe
    columns: Mapping[str, Column]
    weights: Mapping[str, Sequence[Any]]
    codes: Sequence[str]
    verbs: Verbs
    out: Scores
    keep: bool
    known: list[Column] = field(default_factory=list)

    def node(self, name: str) -> Column:
        """Score of one inner node: its children measured, compared, combined."""
        node = self.recipe.node[name]
        scores = self._children(node)
        standardised = self._standardised(node, scores)
        weights = self._weights_of(name, node, standardised)
        self.out.entered.update(zip(node.children, standardised, strict=True))
        self.out.weight.update(zip(node.children, weights, strict=True))
        with np.errstate(all="ignore"):  # what it would warn of is refused below
            value = combined(node.combine, standardised, weights, self.verbs, node.at_least)
            value = node.transform.apply(value, self.verbs)
        self._require_finite(
            name, value, [s for s, w in zip(standardised, weights, strict=True) if np.any(w)]
        )
        if name == self.recipe.root and self.recipe.area_at_least:
            value = np.where(self._share_known() >= self.recipe.area_at_least, value, np.nan)
        self.out.score[name] = value
        return value

    def _share_known(self) -> Column:
        """The share of all indicators that is known of each area, before gaps were filled."""
        return np.round(sum(known.astype(float) for known in self.known) / len(self.known), 9)

    def _children(self, node: Node) -> list[Column]:
        """Scores of the children, higher is worse, with all done to them that is asked."""
        measured = {child: self._measured(child) for child in node.children}
        for child, one in measured.items():
            if np.isnan(one.value).all():
                raise LeftBehindError(
                    f"{child} has no value in any area",
                    where=self.recipe.name,
                    mend="check its column, or take it out of the recipe",
                )
        leaves = {
            child: self.recipe.indicator[child]
            for child in node.children
            if child in self.recipe.indicator and child not in self.out.given
        }
        try:
            made, changes = chains(node, leaves, measured, self._column)
        except LeftBehindError as error:
            raise error.at(self.recipe.name) from error
        self.out.changes.extend(changes)
        if self.keep:
            self.out.chain.update({child: made[child] for child in leaves})
        for child, chain in made.items():
            turned = child in leaves and leaves[child].higher == "better"
            self.out.score[child] = -chain.shrunk if turned else chain.shrunk
        return [self.out.score[child] for child in node.children]

    def _measured(self, name: str) -> Measured:
        """A published node, an indicator, or the score of a node below."""
        how = self.out.given.get(name)
        if how is not None:
            value = self.columns[name + SUFFIX[how]]
            one = Measured(-value if how == "rank" else value, published=True)
        elif name in self.recipe.indicator:
            leaf = self.recipe.indicator[name]
            try:
                one = measure(
                    name, leaf, lambda column: self._column(column, name), self.verbs, self.codes
                )
            except LeftBehindError as error:
                raise error.at(self.recipe.name) from error
        else:
            return Measured(self.node(name))
        if self.recipe.area_at_least:
            self.known.append(~np.isnan(one.value))
        return one

    def _standardised(self, node: Node, scores: list[Column]) -> list[Column]:
        """The children made comparable; one that was published transformed already is."""
        result = list(scores)
        waiting = [i for i, c in enumerate(node.children) if self.out.given.get(c) != "transformed"]
        ready = self.verbs.each(
            lambda values, how: how.apply(values, self.verbs),
            [scores[at] for at in waiting],
            [self._scale(node, node.children[at]) for at in waiting],
        )
        for at, values in zip(waiting, ready, strict=True):
            result[at] = values
        return result

    def _scale(self, node: Node, child: str) -> Standardiser:
        """How one child is made comparable: as its siblings, or as it says itself."""
        leaf = self.recipe.indicator.get(child)
        if leaf is None or child in self.out.given:
            return node.standardise
        how = leaf.standardise or node.standardise
        return how.mirrored() if leaf.higher == "better" else how

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
        if isinstance(node.weights, dict):
            return [node.weights[child] for child in node.children]
        if node.weights == "equal":
            return [1.0] * len(node.children)
        where = f"{self.recipe.name}, node {name}"
        try:
            found = self._found(node, standardised)
        except LeftBehindError as error:
            raise error.at(where) from error
        against = [c for c, w in zip(node.children, found, strict=True) if w < 0]
        if against:
            raise LeftBehindError(
                f"{some(against)} would weigh less than 0: it falls where the others rise",
                where=where,
                mend='check its direction (higher = "better"), or state the weights',
            )
        return [float(weight) for weight in found]

    def _found(self, node: Node, standardised: list[Column]) -> Any:
        """Weights that the figures themselves give."""
        if isinstance(node.weights, WantedInfluence):
            wanted = np.array([node.weights.influence[child] for child in node.children])
            return wanted_weights(self.verbs.covariance(standardised), wanted)
        correlation = self.verbs.correlation(standardised)
        return (
            factor_weights(correlation)
            if node.weights == "factor"
            else first_component(correlation)
        )

    def _column(self, column: str, wanted_by: str = "a child") -> Column:
        try:
            return self.columns[column]
        except KeyError:
            raise LeftBehindError(
                f"the data have no column {column}, which {wanted_by} needs",
                where=self.recipe.name,
                mend=nearest(column, self.columns),
            ) from None
