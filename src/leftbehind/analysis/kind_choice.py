"""How many kinds the data bear: silhouette, gap, stability and evenness together, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from leftbehind.analysis.partition import Labels, Partition, centres, in_order, within
from leftbehind.analysis.stability import DOUBTFUL, bootstrap
from leftbehind.engine.arrays import Array

REFERENCES = 20
"""Sets of points without kinds that the data are held against, of each of two sorts."""

DRAWS = 30
"""Draws for the stability of each number of kinds; the one that is chosen is drawn more often."""

EXCESS = 3.0
"""Standard deviations by which kinds must be tighter than those of one cloud of points."""

SMALLEST, FEWEST = 0.02, 3
"""A kind has at least this share of the areas, and at least so many."""

EVEN = 1e-12
"""Below this sum of squares all points of a kind are the same."""

CRITERIA = ("silhouette", "gap", "rand", "evenness")
"""What is ranked among the numbers of kinds that the data bear; more is better."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How many kinds there are.

    Attributes:
        kinds: The number; one: the data bear no kinds.
        table: One row for each number `k`: `within` (sum of squares), `silhouette`, `gap`,
            `gap_error`, `excess` (standard deviations by which it is tighter than one cloud),
            `rand` and `jaccard` (of the least stable kind), `evenness`, `smallest`, `why_not`
            ("gap", "cloud", "stability", "size"; none: the data bear it), `ranks` (sum of its
            ranks by the criteria) and `chosen`.
        clustergram: One row for each number `k`, `kind` and the kind `next` of one more:
            `position` and `next_position` (means on the first principal component), `areas`.
        labels: The kinds of the areas for each number, from 0 and in order.
    """

    kinds: int
    table: pl.DataFrame
    clustergram: pl.DataFrame
    labels: dict[int, Labels]


def choose(points: Array, most: int, how: Partition, seed: int, kinds: int | None = None) -> Choice:
    """Find how many kinds the data bear.

    A number is borne if its gap is wider than that of one kind by a standard error, its kinds
    are tighter by three standard deviations than those of one cloud with the same figures and
    correlations, each comes back in draws of the areas (mean Jaccard of .6), and none is tiny.
    Of those that are borne, the one with the best sum of ranks by silhouette, gap, stability
    and evenness is chosen; of equals the smaller. If none is borne, there are no kinds.

    Args:
        points: Standardised figures, (areas, variables).
        most: The most kinds that are tried.
        how: How they are found.
        seed: Seed of starts, references and draws.
        kinds: A number that is chosen whatever the data bear.
    """
    most = max(min(most, len(np.unique(points, axis=0)) - 1), 1, kinds or 1)
    labels = {
        number: in_order(points, how.of(points, number, seed)) for number in range(1, most + 1)
    }
    # With as few starts as references have: with more, any data would seem tighter than they are.
    quick = how.quick()
    alike = {number: quick.of(points, number, seed) for number in labels}
    gaps, errors = gap_statistic(points, alike, quick, seed)
    beyond = excess(points, alike, quick, seed)
    rows = []
    for at, (number, found) in enumerate(labels.items()):
        sizes = np.bincount(found, minlength=number)  # a mixture may leave a kind empty
        drawn = bootstrap(points, found, how, DRAWS if number > 1 else 0, seed)
        least = float(np.min(drawn.jaccard)) if drawn.draws else None
        why = None
        if number > 1:
            if not gaps[at] - errors[at] > gaps[0]:
                why = "gap"
            elif not beyond[at] >= EXCESS:
                why = "cloud"
            elif least is None or not least >= DOUBTFUL:
                why = "stability"
            elif sizes.min() < max(FEWEST, SMALLEST * len(points)):
                why = "size"
        rows.append({
            "k": number, "within": within(points, found), "silhouette": silhouette(points, found),
            "gap": gaps[at], "gap_error": errors[at], "excess": beyond[at] if at else None,
            "rand": drawn.rand if drawn.draws else None, "jaccard": least,
            "evenness": evenness(found), "smallest": int(sizes.min()), "why_not": why,
        })  # fmt: skip
    table = _ranked(pl.DataFrame(rows, schema=_TABLE, infer_schema_length=None))
    best = table.filter(pl.col("ranks").is_not_null()).sort("ranks", "k")
    chosen = kinds or (int(best["k"][0]) if best.height else 1)
    table = table.with_columns(chosen=pl.col("k") == chosen)
    return Choice(chosen, table, clustergram(points, labels), labels)


_TABLE = {
    "k": pl.Int64, "within": pl.Float64, "silhouette": pl.Float64, "gap": pl.Float64,
    "gap_error": pl.Float64, "excess": pl.Float64, "rand": pl.Float64, "jaccard": pl.Float64,
    "evenness": pl.Float64, "smallest": pl.Int64, "why_not": pl.String,
}  # fmt: skip


def _ranked(table: pl.DataFrame) -> pl.DataFrame:
    """The sum of the ranks of each number that is borne, 1 being best."""
    borne = table.filter((pl.col("k") > 1) & pl.col("why_not").is_null())
    ranks = borne.select("k", ranks=pl.sum_horizontal(
        pl.col(name).rank("average", descending=True) for name in CRITERIA))  # fmt: skip
    return table.join(ranks, on="k", how="left", maintain_order="left")


def silhouette(points: Array, labels: Labels) -> float | None:
    """Mean silhouette: how much nearer areas are to their own kind than to the next, −1 to 1.

    Source:
        Rousseeuw, P. J. (1987), Silhouettes, Journal of Computational and Applied Mathematics
        20: 53–65; as scikit-learn has it.
    """
    from sklearn.metrics import silhouette_score

    if not 1 < labels.max() + 1 < len(points):
        return None
    return float(silhouette_score(points, labels))


def gap_statistic(
    points: Array, labels: dict[int, Labels], how: Partition, seed: int
) -> tuple[Array, Array]:
    """How much smaller log sums of squares are than those of points without kinds.

    The reference is even over a box along the principal components of the points.

    Args:
        points: Standardised figures, (areas, variables).
        labels: Kinds by their number, from 1 on.
        how: How references are put into kinds.
        seed: Seed of the references.

    Returns:
        Gap and its standard error for each number, (numbers,).

    Source:
        Tibshirani, R., Walther, G. and Hastie, T. (2001), Estimating the number of clusters in a
        data set via the gap statistic, Journal of the Royal Statistical Society B 63: 411–423,
        reference (b); the error is their s, sd × √(1 + 1 / references).
    """
    random = np.random.default_rng(seed)
    middle = points.mean(axis=0)
    _, _, axes = np.linalg.svd(points - middle, full_matrices=False)
    turned = (points - middle) @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    boxes = (random.uniform(low, high, turned.shape) @ axes for _ in range(REFERENCES))
    logs = _log_within(boxes, labels, how, seed)
    return logs.mean(axis=0) - _own(points, labels), logs.std(axis=0) * np.sqrt(1 + 1 / REFERENCES)


def excess(points: Array, labels: dict[int, Labels], how: Partition, seed: int) -> Array:
    """By how much kinds are tighter than those of one cloud that is otherwise like the data.

    The cloud has the very figures of each variable and the correlations of their normal scores
    (a Gaussian copula): what is skewed or goes together is no kind yet.

    Args:
        points: Standardised figures, (areas, variables).
        labels: Kinds by their number, from 1 on.
        how: How clouds are put into kinds.
        seed: Seed of the clouds.

    Returns:
        For each number the standard deviations by which the log sum of squares is below the
        mean of clouds, (numbers,).

    Source:
        Hennig, C. and Lin, C.-J. (2015), Flexible parametric bootstrap for testing homogeneity
        against clustering and assessing the number of clusters, Statistics and Computing 25:
        821–833.
    """
    from scipy.stats import norm, rankdata

    random = np.random.default_rng(seed)
    scores = norm.ppf((rankdata(points, axis=0) - 0.5) / len(points))
    with np.errstate(invalid="ignore"):  # inside a kind that is split a variable may be constant
        alike = np.nan_to_num(np.atleast_2d(np.corrcoef(scores.T)))
    values, vectors = np.linalg.eigh(alike)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    inside = np.sort(points, axis=0)

    def cloud() -> Array:
        drawn = random.standard_normal(points.shape) @ root.T
        places = np.argsort(np.argsort(drawn, axis=0), axis=0)
        return np.take_along_axis(inside, places, axis=0)

    logs = _log_within((cloud() for _ in range(REFERENCES)), labels, how, seed)
    spread = np.maximum(logs.std(axis=0, ddof=1), EVEN)
    return np.asarray((logs.mean(axis=0) - _own(points, labels)) / spread)


def _log_within(
    references: Iterable[Array], labels: Iterable[int], how: Partition, seed: int
) -> Array:
    """Log sum of squares of each reference, put into each number of kinds."""
    return np.array(
        [
            [np.log(max(within(one, how.of(one, number, seed + row)), EVEN)) for number in labels]
            for row, one in enumerate(references)
        ]
    )


def _own(points: Array, labels: dict[int, Labels]) -> Array:
    return np.log([max(within(points, found), EVEN) for found in labels.values()])


def evenness(labels: Labels) -> float:
    """How evenly areas are spread over kinds: 1 if all are as large.

    Source:
        Pielou, E. C. (1966), Journal of Theoretical Biology 13: 131–144: entropy over its most.

    Example:
        >>> evenness(np.array([0, 0, 1, 1])), round(evenness(np.array([0, 0, 0, 1])), 3)
        (1.0, 0.811)
    """
    shares = np.bincount(labels) / labels.size
    if shares.size == 1:
        return 1.0
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum() / np.log(labels.max() + 1))


def clustergram(points: Array, labels: dict[int, Labels]) -> pl.DataFrame:
    """Where kinds are on the first principal component, and how areas flow as one is added.

    Args:
        points: Standardised figures, (areas, variables).
        labels: Kinds by their number, from 0 and in order.

    Returns:
        See `Choice.clustergram`; `next` is none at the last number.

    Source:
        Schonlau, M. (2002), The clustergram, The Stata Journal 2: 391–402.
    """
    middle = points.mean(axis=0)
    _, _, axes = np.linalg.svd(points - middle, full_matrices=False)
    first = axes[0] * (1 if axes[0][np.argmax(abs(axes[0]))] > 0 else -1)
    rows = []
    for number, found in labels.items():
        after = labels.get(number + 1)
        here = (centres(points, found) - middle) @ first
        beyond = (centres(points, after) - middle) @ first if after is not None else None
        follow = after if after is not None else np.zeros_like(found)
        pairs, areas = np.unique(np.column_stack([found, follow]), axis=0, return_counts=True)
        for (kind, onward), flow in zip(pairs.tolist(), areas.tolist(), strict=True):
            rows.append({
                "k": number, "kind": kind + 1, "next": None if beyond is None else onward + 1,
                "position": here[kind], "areas": flow,
                "next_position": None if beyond is None else beyond[onward],
            })  # fmt: skip
    return pl.DataFrame(rows, schema={
        "k": pl.Int64, "kind": pl.Int64, "next": pl.Int64, "position": pl.Float64,
        "next_position": pl.Float64, "areas": pl.Int64})  # fmt: skip
