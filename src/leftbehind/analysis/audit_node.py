"""One node of an index and its children, and what is remarkable about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import polars as pl

from leftbehind.analysis.coherence import (
    correlations,
    cronbach_alpha,
    effective_number,
    eigenvalues,
)
from leftbehind.analysis.coverage import FEWEST, columns, coverage_of
from leftbehind.analysis.influence import effective_weights, ratio_of_ranks
from leftbehind.engine.arrays import Array, rank
from leftbehind.index.combine import PowerMean, WeightedSum
from leftbehind.index.nodes import Node
from leftbehind.index.spec import Recipe
from leftbehind.index.treat import Treat, Winsorise

FACTOR = 1.5
"""Times by which effective and stated weight may differ, either way, without a warning: a
matter of judgement, and ours."""

ALPHA = (0.7, 0.95)
"""Cronbach's alpha below which parts have little in common, and above which they say the
same. Source: Nunnally (1978), Psychometric Theory, p. 245; Streiner (2003), Journal of
Personality Assessment 80: 99–103, who draws the upper line at .90; ours is more lenient."""

ALIKE = 0.92
"""Correlation above which two parts are flagged as near copies: OECD and JRC (2008), Handbook
on Constructing Composite Indicators, ask for a threshold against counting the same twice; the
number is the Joint Research Centre's rule of thumb."""

LEAST_KNOWN = 0.65
"""Share of the areas in which a part must be known: the Joint Research Centre's rule of thumb."""

TAILS = Treat(steps=(Winsorise(),))
"""The rule by which figures are too skewed, the one that a treatment goes by."""

ABOUT_RANKS = ("normal score", "exponential", "rank", "borda", "percentile")
"""Ways to standardise that keep nothing of a value but its rank."""

HALF = 0.5
"""Share of its parts below which what a node measures in effect is said to be few."""

Kind = Literal["more", "less", "against", "constant", "little-known", "skewed", "size",
               "few-areas", "few-dimensions", "few-parts", "low-alpha", "high-alpha", "alike",
               "opposed"]  # fmt: skip
"""What can be remarkable: a part in effect weighs `more` or `less` than stated, runs `against`
the score, is `constant`, `little-known` or `skewed`, or follows the `size` of places; a node has
`few-areas`, or in effect `few-dimensions` or `few-parts`, or its alpha is low or high; two parts
are nearly `alike` or `opposed`."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a node that a reader of the index should know.

    Attributes:
        kind: What it is.
        node: The node.
        parts: The children it is about: none, one or a pair.
        stated: What the recipe says (weight as a share, number of parts), or the least wanted.
        found: What the figures say: weight, number of areas, dimensions or parts, alpha,
            correlation.
    """

    kind: Kind
    node: str
    parts: tuple[str, ...] = ()
    stated: float = float("nan")
    found: float = float("nan")


@dataclass(frozen=True, slots=True)
class NodeAudit:
    """One node of an index and its children.

    Attributes:
        name: The node.
        title: What it is called.
        by_factor: Whether its weights are those of one common factor, which wants children that
            measure one thing.
        by_rank: Whether its children are made comparable by their ranks alone, so that outliers
            do nothing.
        areas: Areas in which all children are known: the basis of all that compares them.
        parts: One row for each child: `part`, `title`, `stated` and `effective` weight and
            `rank_share` (shares of 1; see `effective_weights` and `correlation_ratio`), `areas`
            with a value, `missing`, `distinct` values, `tied` and `zeros` (shares of the areas
            with a value), `skewness` and `kurtosis` (in excess of the normal distribution's) of
            the child's own score. Null is what cannot be told: skewness and zeros of a child
            that was published as a rank, effective weights of a geometric mean.
        pearson: Correlations of the children as they entered the node, children × children,
            NaN for one that never varies.
        spearman: The same of their ranks.
        alpha: Standardised Cronbach's alpha; NaN for fewer than two children that vary.
        eigenvalues: Of `pearson`, the largest first, without children that never vary.
        dimensions: In effect so many dimensions: the effective number of the eigenvalues.
        parts_stated: In effect so many parts by stated weights: their effective number.
        parts_effective: The same by effective weights; NaN where there are none.
    """

    name: str
    title: str
    by_factor: bool
    by_rank: bool
    areas: int
    parts: pl.DataFrame
    pearson: Array
    spearman: Array
    alpha: float
    eigenvalues: Array
    dimensions: float
    parts_stated: float
    parts_effective: float

    def warnings(self) -> tuple[Warned, ...]:
        """What is remarkable about the node, its children first."""
        if self.areas < FEWEST:
            return (Warned("few-areas", self.name, (), FEWEST, self.areas),)
        return (
            *self._of_weights(), *self._of_parts(), *self._of_pairs(), *self._of_all()
        )  # fmt: skip

    def _of_weights(self) -> Iterator[Warned]:
        for row, itself in zip(
            self.parts.iter_rows(named=True), np.diag(self.pearson), strict=True
        ):
            stated, effective = row["stated"], row["effective"]
            kind: Kind
            if np.isnan(itself):
                kind, effective = "constant", float("nan")
            elif effective is None or stated / FACTOR <= effective <= FACTOR * stated:
                continue
            elif effective < 0:
                kind = "against"
            else:
                kind = "more" if effective > stated else "less"
            yield Warned(kind, self.name, (row["part"],), stated, effective)

    def _of_parts(self) -> Iterator[Warned]:
        """Parts of which too little is known, or whose tails decide."""
        for row in self.parts.iter_rows(named=True):
            known = row["areas"] / max(row["areas"] + row["missing"], 1)
            if known < LEAST_KNOWN:
                yield Warned("little-known", self.name, (row["part"],), LEAST_KNOWN, known)
            tails = (row["skewness"], row["kurtosis"])
            if not self.by_rank and None not in tails and not TAILS.passes(*tails):
                yield Warned("skewed", self.name, (row["part"],), TAILS.skewness, tails[0])

    def _of_pairs(self) -> Iterator[Warned]:
        for (one, first), (other, second) in combinations(enumerate(self.parts["part"]), 2):
            r = float(self.pearson[one, other])
            if r > ALIKE or r < 0:
                kind: Kind = "alike" if r > 0 else "opposed"
                yield Warned(kind, self.name, (first, second), found=r)

    def _of_all(self) -> Iterator[Warned]:
        rules: tuple[tuple[Kind, bool, float, float], ...] = (
            ("few-dimensions", self.dimensions < HALF * self.parts.height, self.parts.height,
             self.dimensions),
            ("few-parts", self.parts_effective < HALF * self.parts_stated, self.parts_stated,
             self.parts_effective),
            ("low-alpha", self.alpha < ALPHA[0], ALPHA[0], self.alpha),
            ("high-alpha", self.alpha > ALPHA[1], ALPHA[1], self.alpha),
        )  # fmt: skip
        for kind, holds, stated, found in rules:
            if holds:
                yield Warned(kind, self.name, (), stated, found)


def is_folded(recipe: Recipe, name: str, nodes: pl.DataFrame) -> bool:
    """Whether a node was made here from its children, rather than taken as published."""
    node = recipe.node.get(name)
    return node is not None and all(f"{c}_standardised" in nodes.columns for c in node.children)


def node_audit(
    recipe: Recipe, name: str, nodes: pl.DataFrame, weights: Mapping[str, float]
) -> NodeAudit:
    """Audit one node that was folded.

    Args:
        recipe: The recipe.
        name: The node.
        nodes: The nodes of the index, a row for each area.
        weights: The weight of each child, in any unit.
    """
    node = recipe.node[name]
    entered = columns(nodes, [f"{child}_standardised" for child in node.children])
    score = columns(nodes, [f"{name}_score"])[:, 0]
    known = ~np.isnan(entered).any(axis=1) & ~np.isnan(score)
    entered, score = entered[known], score[known]
    used = np.array([weights[child] for child in node.children], dtype=np.float64)
    stated = used / used.sum()
    effective = effective_weights(entered, used) if _adds_up(node) else np.full(used.size, np.nan)
    pearson = correlations(entered)
    ranks, whole = np.column_stack([rank(column) for column in entered.T]), rank(score)
    varying = ~np.isnan(np.diag(pearson))
    among = pearson[np.ix_(varying, varying)]
    values = eigenvalues(among)
    rows = [
        {
            "part": child,
            "title": recipe.title_of(child),
            "stated": float(stated[n]),
            "effective": float(effective[n]),
            "rank_share": ratio_of_ranks(ranks[:, n], whole),
            **coverage_of(nodes, child),
        }
        for n, child in enumerate(node.children)
    ]
    return NodeAudit(
        name=name,
        title=node.title,
        by_factor=node.weights == "factor",
        by_rank=node.standardise.method in ABOUT_RANKS,
        areas=int(known.sum()),
        parts=pl.DataFrame(rows, schema=_PARTS).with_columns(pl.col(pl.Float64).fill_nan(None)),
        pearson=pearson,
        spearman=correlations(ranks),
        alpha=cronbach_alpha(among),
        eigenvalues=values,
        dimensions=effective_number(values),
        parts_stated=effective_number(stated),
        parts_effective=effective_number(effective),
    )


_PARTS = {
    "part": pl.String,
    "title": pl.String,
    "stated": pl.Float64,
    "effective": pl.Float64,
    "rank_share": pl.Float64,
    "areas": pl.Int64,
    "missing": pl.Int64,
    "distinct": pl.Int64,
    "tied": pl.Float64,
    "zeros": pl.Float64,
    "skewness": pl.Float64,
    "kurtosis": pl.Float64,
}


def _adds_up(node: Node) -> bool:
    """Whether its score is a sum, before any transformation of the whole."""
    match node.combine:
        case WeightedSum():
            return True
        case PowerMean(power=power):
            return power == 1
        case _:
            return False
