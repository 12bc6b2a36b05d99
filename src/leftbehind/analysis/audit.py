"""What an index does against what its weights say: influence, overlap, coverage, repairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
import polars as pl

from leftbehind.data.catalogue import Catalogue
from leftbehind.engine.arrays import Array, rank, settle
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.index.spec import Node, Recipe
from leftbehind.index.spec import recipe as checked
from leftbehind.index.steps import WeightedSum
from leftbehind.results import Results
from leftbehind.study import read_study, study_names

FACTOR = 1.5
"""Times by which effective and stated weight may differ, either way, without a warning: a
matter of judgement, and ours."""

ALPHA = (0.7, 0.95)
"""Cronbach's alpha below which parts have little in common, and above which they say the
same. Source: Nunnally (1978), Psychometric Theory, p. 245; Streiner (2003), Journal of
Personality Assessment 80: 99–103, who draws the upper line at .90; ours is more lenient."""

ALIKE = 0.9
"""Correlation above which two parts are flagged as near copies: OECD and JRC (2008), Handbook
on Constructing Composite Indicators, ask for a threshold against counting the same twice; the
number is ours."""

HALF = 0.5
"""Share of its parts below which what a node measures in effect is said to be few."""

MOST_BINS = 100
"""Bins of a correlation ratio at most: inside one of 100 the ranks of a child spread over
1/100 of all, so what binning hides of a rank that follows it fully is 1/10,000."""

FEWEST = 3
"""Areas without which nothing here has a meaning: a line always goes through two."""

CONSTANT = 1e-12
"""Standard deviation, as a share of the largest value, below which a part never varies."""

Kind = Literal["more", "less", "against", "constant", "few-dimensions", "few-parts", "low-alpha",
               "high-alpha", "alike", "opposed"]  # fmt: skip
"""What can be remarkable: a part in effect weighs `more` or `less` than stated, runs `against`
the score, or is `constant`; a node has in effect `few-dimensions` or `few-parts`, or its alpha
is low or high; two parts are nearly `alike` or `opposed`."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a node that a reader of the index should know.

    Attributes:
        kind: What it is.
        node: The node.
        parts: The children it is about: none, one or a pair.
        stated: What the recipe says: weight as a share, or a number of parts.
        found: What the figures say: weight, number of dimensions or parts, alpha, correlation.
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
        found = [*self._of_weights(), *self._of_pairs()]
        children = self.parts.height
        few = HALF * children
        if self.dimensions < few:
            found.append(Warned("few-dimensions", self.name, (), children, self.dimensions))
        if self.parts_effective < HALF * self.parts_stated:
            found.append(
                Warned("few-parts", self.name, (), self.parts_stated, self.parts_effective)
            )
        if self.alpha < ALPHA[0]:
            found.append(Warned("low-alpha", self.name, (), ALPHA[0], self.alpha))
        if self.alpha > ALPHA[1]:
            found.append(Warned("high-alpha", self.name, (), ALPHA[1], self.alpha))
        return tuple(found)

    def _of_weights(self) -> list[Warned]:
        found = []
        for row, self_correlation in zip(
            self.parts.iter_rows(named=True), np.diag(self.pearson), strict=True
        ):
            part, stated, effective = (row["part"],), row["stated"], row["effective"]
            if np.isnan(self_correlation):
                found.append(Warned("constant", self.name, part, stated))
            elif effective is None:
                continue
            elif effective < 0:
                found.append(Warned("against", self.name, part, stated, effective))
            elif effective > FACTOR * stated:
                found.append(Warned("more", self.name, part, stated, effective))
            elif effective < stated / FACTOR:
                found.append(Warned("less", self.name, part, stated, effective))
        return found

    def _of_pairs(self) -> list[Warned]:
        found = []
        names = self.parts["part"].to_list()
        for (one, first), (other, second) in combinations(enumerate(names), 2):
            r = float(self.pearson[one, other])
            kind: Kind | None = "alike" if r > ALIKE else "opposed" if r < 0 else None
            if kind:
                found.append(Warned(kind, self.name, (first, second), found=r))
        return found


@dataclass(frozen=True, slots=True)
class Audit:
    """One index, audited.

    Attributes:
        index: Its name in the study.
        title: What it is called.
        recipe: Its recipe.
        geography: Where it was folded; all counts of areas are of these.
        areas: Areas there.
        without: Those of them that have no score.
        starts_from: The nodes that were published and taken, and how.
        nodes: Every node that was folded, the index itself first.
        across: One row for each two of the finest parts that were passed in different domains
            (children of the index): `one`, `other`, their domains, `pearson`, `spearman` and
            the `areas` where both are known. Two domains are no such pair: they stand in the
            first node. So it is empty if the fold started from the domains.
        repairs: One row for each repair, `repair` ("filled in": suppressed counts; "shrunk":
            areas that borrow strength; "split": areas that a lookup shared out; "lost": areas
            that it lost), `part`, `number`.
        tables: One row for each table it is made from: `table`, `title`, `date`, `geography`,
            `defects` as the catalogue knows them.
    """

    index: str
    title: str
    recipe: Recipe
    geography: str
    areas: int
    without: int
    starts_from: dict[str, str]
    nodes: tuple[NodeAudit, ...]
    across: pl.DataFrame
    repairs: pl.DataFrame
    tables: pl.DataFrame

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What is remarkable, node by node."""
        return tuple(one for node in self.nodes for one in node.warnings())

    def node(self, name: str) -> NodeAudit:
        """One of its nodes.

        Raises:
            LeftBehindError: If it is none that was folded, with the nearest name.
        """
        by_name = {node.name: node for node in self.nodes}
        if name not in by_name:
            raise LeftBehindError(
                f"{name} is no node that was folded in {self.index}", mend=nearest(name, by_name)
            )
        return by_name[name]


def audit(results: Results, index: str, catalogue: Catalogue) -> Audit:
    """Audit one index of a study's results.

    Args:
        results: Results of a study.
        index: The index.
        catalogue: Where the defects of its tables are told (`Shelf().catalogue`).

    Raises:
        LeftBehindError: If there is no such index, with the nearest name.

    Example:
        >>> import leftbehind as lb
        >>> results = lb.run("invented-country")
        >>> found = audit(results, "need", lb.Shelf().catalogue)
        >>> [node.name for node in found.nodes]
        ['need', 'places', 'connectivity', 'engaged']
        >>> round(found.nodes[0].parts["effective"].sum(), 9)
        1.0
    """
    if index not in results.indices:
        raise LeftBehindError(f"there is no index {index}", mend=nearest(index, results.indices))
    told = results.manifest["index"][index]
    recipe = checked(told["recipe"])
    nodes = results[f"nodes_{index}"]
    folded = [name for name in recipe.walk() if _is_folded(recipe, name, nodes)]
    return Audit(
        index,
        told["title"],
        recipe,
        told["geography"],
        nodes.height,
        told["areas_without_score"],
        dict(told["starts_from"]),
        tuple(_node(recipe, name, nodes, told) for name in folded),
        _across(recipe, folded, nodes),
        _repairs(told),
        _tables(results, index, catalogue),
    )


def recipes_in_use() -> dict[str, tuple[str, str]]:
    """The recipes that a shipped study uses, with the first such study and its index.

    Example:
        >>> recipes_in_use()["imd2019"]
        ('england-2020', 'deprivation')
    """
    found: dict[str, tuple[str, str]] = {}
    for study in study_names():
        for index, recipe in read_study(study).recipes.items():
            found.setdefault(recipe.name, (study, index))
    return found


def effective_weights(parts: Array, weights: Array) -> Array:
    """The share of the variance of a weighted sum that moves with each of its parts.

    For the score y = Σ w_i x_i it is w_i cov(x_i, y) / var(y). The shares add up to 1, since
    var(y) is the sum of those covariances. One below 0 belongs to a part that falls where the
    score rises.

    Args:
        parts: Values as they enter the sum, areas × parts, without gaps.
        weights: One for each part, in any unit: only their proportions matter.

    Returns:
        One share for each part; NaN for all if the score never varies.

    Source:
        The gap between stated weights and what a part does: Becker, Saisana, Paruolo and
        Vandecasteele (2017), "Weights and importance in composite indicators", Ecological
        Indicators 80: 12–22. The shares follow from the variance of a sum.

    Example:
        >>> two = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])  # equal, uncorrelated
        >>> effective_weights(two, np.array([3.0, 1.0]))
        array([0.9, 0.1])
    """
    weighted = (parts - parts.mean(axis=0)) * weights
    score = weighted.sum(axis=1)
    total = float(score @ score)
    largest = float(np.max(np.abs(parts * weights), initial=0.0))
    if total <= score.size * (CONSTANT * largest) ** 2:
        return np.full(parts.shape[1], np.nan)
    return np.asarray(score @ weighted / total)


def correlation_ratio(part: Array, whole: Array) -> float:
    """The share of the variance of the ranks of a whole that the rank of one part tells alone.

    S = Var(E(rank of whole | rank of part)) / Var(rank of whole), the first-order sensitivity
    index. It needs no straight line and, being of ranks, stays the same under any rising
    transformation of either. Shares of parts that go together overlap, so they add up to more
    than 1.

    The expectation is estimated by the mean in bins of equal numbers of areas by rank of the
    part, √areas of them and at most 100; areas that tie stay together. Chance between m
    bins of n areas is taken off: S = 1 − (SSW / (n − m)) / (SST / (n − 1)), and what is below 0
    after that is 0.

    Args:
        part: Values of the part, (areas,), without gaps.
        whole: Values of the whole, (areas,), without gaps.

    Returns:
        Between 0 and 1; NaN if the whole never varies, or there are too few areas.

    Source:
        Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176:
        609–634, who measure importance so; Becker and others (2017); for the chance, Kelley
        (1935), Proceedings of the National Academy of Sciences 21: 554–559.

    Example:
        >>> x = np.arange(10_000.0)
        >>> round(correlation_ratio(x, -(x**3)), 3), round(correlation_ratio(x, x % 2), 3)
        (1.0, 0.0)
    """
    ranks, told = rank(whole), rank(part)
    size = ranks.size
    bins = min(int(np.sqrt(size)), MOST_BINS)
    _, group = np.unique(np.floor((told - 0.5) * bins / max(size, 1)), return_inverse=True)
    counts = np.bincount(group)
    total = float(np.sum((ranks - ranks.mean()) ** 2)) if size else 0.0
    if size < FEWEST or size <= counts.size or total == 0:
        return float("nan")
    means = np.bincount(group, ranks) / counts
    inside = float(np.sum((ranks - means[group]) ** 2))
    unexplained = (inside / (size - counts.size)) / (total / (size - 1))
    return max(0.0, 1.0 - unexplained)


def correlations(values: Array) -> Array:
    """Pearson's correlations of columns, NaN for one that never varies.

    Args:
        values: Areas × columns, without gaps.

    Example:
        >>> correlations(np.array([[1.0, 2, 5], [2, 4, 5], [3, 6, 5]]))
        array([[ 1.,  1., nan],
               [ 1.,  1., nan],
               [nan, nan, nan]])
    """
    if values.shape[0] < FEWEST:
        return np.full((values.shape[1],) * 2, np.nan)
    apart = values - values.mean(axis=0)
    length = np.sqrt(np.sum(apart**2, axis=0))
    least = CONSTANT * np.sqrt(values.shape[0]) * np.max(np.abs(values), axis=0)
    unit = apart / np.where(length > least, length, np.nan)
    return np.asarray(np.clip(unit.T @ unit, -1.0, 1.0))


def cronbach_alpha(correlation: Array) -> float:
    """Standardised Cronbach's alpha, k r̄ / (1 + (k − 1) r̄).

    Args:
        correlation: Correlation matrix of k parts; r̄ is the mean outside its diagonal.

    Returns:
        At most 1, and below 0 where parts run against each other; NaN for one part, or where
        they offset each other fully.

    Source:
        Cronbach (1951), Psychometrika 16: 297–334; OECD and JRC (2008), Handbook on
        Constructing Composite Indicators, step 4.

    Example:
        >>> round(cronbach_alpha(np.array([[1.0, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])), 9)
        0.75
    """
    size = correlation.shape[0]
    if size < 2:
        return float("nan")
    mean = float(correlation.sum() - np.trace(correlation)) / (size * (size - 1))
    spread = 1.0 + (size - 1) * mean
    return size * mean / spread if spread > CONSTANT else float("nan")


def effective_number(shares: Array) -> float:
    """How many equal shares would be as even as these, (Σ s)² / Σ s².

    Of the eigenvalues of a correlation matrix it is the number of dimensions that the parts
    have in effect: k for k unrelated parts, 1 for copies of one. Of weights it is the number
    of parts that matter.

    Args:
        shares: Numbers in any unit; of one below 0 the size counts.

    Source:
        Of eigenvalues: Bretherton, Widmann, Dymnikov, Wallace and Bladé (1999), Journal of
        Climate 12: 1990–2009, the eigenvalue formula, also called participation ratio. Of
        weights: Laakso and Taagepera (1979), Comparative Political Studies 12: 3–27.

    Example:
        >>> effective_number(np.array([2.0, 2.0, 0.0])), effective_number(np.array([9.0]))
        (2.0, 1.0)
    """
    sizes = np.abs(shares)
    squares = float(np.sum(sizes**2))
    return float(np.sum(sizes)) ** 2 / squares if squares > 0 else float("nan")


def moments(values: Array) -> tuple[float, float]:
    """Skewness and excess kurtosis, g₁ = m₃ / m₂^1.5 and g₂ = m₄ / m₂² − 3.

    Args:
        values: Without gaps, (areas,).

    Returns:
        Both; NaN for values that never vary.

    Source:
        Joanes and Gill (1998), The Statistician 47: 183–189.

    Example:
        >>> moments(np.array([0.0, 0.0, 0.0, 4.0]))
        (1.154..., -0.666...)
    """
    apart = values - values.mean() if values.size else values
    second = float(np.mean(apart**2)) if values.size else 0.0
    if second <= (CONSTANT * float(np.max(np.abs(values), initial=0.0))) ** 2:
        return float("nan"), float("nan")
    return (
        float(np.mean(apart**3)) / second**1.5,
        float(np.mean(apart**4)) / second**2 - 3.0,
    )


def _is_folded(recipe: Recipe, name: str, nodes: pl.DataFrame) -> bool:
    """Whether a node was made here from its children, rather than taken as published."""
    node = recipe.node.get(name)
    return node is not None and all(f"{c}_standardised" in nodes.columns for c in node.children)


def _node(recipe: Recipe, name: str, nodes: pl.DataFrame, told: Mapping[str, Any]) -> NodeAudit:
    node = recipe.node[name]
    entered = _columns(nodes, [f"{child}_standardised" for child in node.children])
    score = _columns(nodes, [f"{name}_score"])[:, 0]
    known = ~np.isnan(entered).any(axis=1) & ~np.isnan(score)
    entered, score = entered[known], score[known]
    used = np.array([told["weights"][child] for child in node.children], dtype=np.float64)
    stated = used / used.sum()
    effective = effective_weights(entered, used) if _adds_up(node) else np.full(used.size, np.nan)
    pearson = correlations(entered)
    varying = ~np.isnan(np.diag(pearson))
    among = pearson[np.ix_(varying, varying)]
    values = np.linalg.eigvalsh(among)[::-1] if varying.any() else np.zeros(0)
    rows = [
        {
            "part": child,
            "title": recipe.title_of(child),
            "stated": float(stated[n]),
            "effective": float(effective[n]),
            "rank_share": correlation_ratio(entered[:, n], score),
            **_described(nodes, child),
        }
        for n, child in enumerate(node.children)
    ]
    return NodeAudit(
        name,
        node.title,
        node.weights == "factor",
        int(known.sum()),
        pl.DataFrame(rows, schema=_PARTS).with_columns(pl.col(pl.Float64).fill_nan(None)),
        pearson,
        correlations(np.column_stack([rank(entered[:, n]) for n in range(used.size)])),
        cronbach_alpha(among),
        values,
        effective_number(values),
        effective_number(stated),
        effective_number(effective),
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
    return isinstance(node.combine, WeightedSum) or node.combine.power == 1


def _described(nodes: pl.DataFrame, part: str) -> dict[str, Any]:
    """Coverage and shape of a part's own score, or of its rank where only that is known."""
    scored = f"{part}_score" in nodes.columns
    own = _columns(nodes, [f"{part}_score" if scored else f"{part}_rank"])[:, 0]
    own = settle(own[~np.isnan(own)])
    _, times = np.unique(own, return_counts=True)
    skewness, kurtosis = moments(own) if scored else (None, None)
    return {
        "areas": own.size,
        "missing": nodes.height - own.size,
        "distinct": times.size,
        "tied": float(times[times > 1].sum()) / own.size if own.size else None,
        "zeros": float(np.mean(own == 0)) if scored and own.size else None,
        "skewness": skewness,
        "kurtosis": kurtosis,
    }


def _across(recipe: Recipe, folded: list[str], nodes: pl.DataFrame) -> pl.DataFrame:
    """Correlations of the finest parts that were passed, of different domains."""
    finest = [
        (domain, name)
        for domain in recipe.node[recipe.root].children
        for name in recipe.walk(domain)
        if name not in folded and f"{name}_standardised" in nodes.columns
    ]
    schema = {"one": pl.String, "other": pl.String, "one_domain": pl.String,
              "other_domain": pl.String, "pearson": pl.Float64, "spearman": pl.Float64,
              "areas": pl.Int64}  # fmt: skip
    values = _columns(nodes, [f"{name}_standardised" for _, name in finest])
    rows = []
    for (a, (here, one)), (b, (there, other)) in combinations(enumerate(finest), 2):
        if here == there or (one == here and other == there):  # two domains: a pair of the index
            continue
        both = values[:, [a, b]]
        both = both[~np.isnan(both).any(axis=1)]
        ranks = np.column_stack([rank(both[:, 0]), rank(both[:, 1])])
        rows.append((one, other, here, there, float(correlations(both)[0, 1]),
                     float(correlations(ranks)[0, 1]), both.shape[0]))  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _repairs(told: Mapping[str, Any]) -> pl.DataFrame:
    rows = [("filled in", part, n) for part, n in told["suppressed_filled_in"].items() if n]
    rows += [("shrunk", part, n) for part, n in told["shrunk"].items() if n]
    rows += [("split", "", told["split_in_lookup"])] if told["split_in_lookup"] else []
    rows += [("lost", "", len(told["lost_in_lookup"]))] if told["lost_in_lookup"] else []
    schema = {"repair": pl.String, "part": pl.String, "number": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _tables(results: Results, index: str, catalogue: Catalogue) -> pl.DataFrame:
    """The tables of one index; a study's own may be in no catalogue any more."""
    asked = results.manifest["study"]["index"][index]
    named = [*_several(asked["data"]), *_several(asked.get("lookup", []))]
    named += [asked[key].partition(".")[0] for key in ("people", "split_by") if asked.get(key)]
    rows = []
    for name in dict.fromkeys(named):
        told = results.manifest["tables"].get(name, {})
        entry = catalogue.table.get(name)
        rows.append(
            (
                name,
                told.get("title") or name,
                told.get("date", ""),
                entry.geography if entry else "",
                entry.defects if entry else "",
            )
        )
    return pl.DataFrame(
        rows, schema=["table", "title", "date", "geography", "defects"], orient="row"
    )


def _several(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _columns(nodes: pl.DataFrame, names: list[str]) -> Array:
    """Columns as areas × columns, NaN for gaps."""
    floats = nodes.select(pl.col(names).cast(pl.Float64))
    return floats.fill_null(float("nan")).to_numpy()
