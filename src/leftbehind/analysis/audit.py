"""What an index does against what its weights say: every node of it, and what it is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from leftbehind.analysis.audit_node import NodeAudit, Warned, is_folded, node_audit
from leftbehind.analysis.coherence import correlations
from leftbehind.analysis.coverage import columns, repairs_of
from leftbehind.analysis.denominators import SIZE, sizes
from leftbehind.data.catalogue import Catalogue
from leftbehind.engine.arrays import rank
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.index.spec import Recipe
from leftbehind.index.spec import recipe as checked
from leftbehind.results import Results
from leftbehind.running.stages import Built
from leftbehind.study_file import read_study, study_names


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
        sizes: How closely indicators follow its denominators (see
            `leftbehind.analysis.denominators.sizes`); none where that was not asked.
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
    sizes: pl.DataFrame | None = None

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What is remarkable, node by node."""
        return tuple(one for node in self.nodes for one in (*node.warnings(), *self._of(node)))

    def _of(self, node: NodeAudit) -> Iterator[Warned]:
        """Children of a node that follow the size of places."""
        if self.sizes is None:
            return
        for row in self.sizes.filter(pl.col("correlation").abs() > SIZE).iter_rows(named=True):
            if row["part"] in node.parts["part"]:
                pair = (row["part"], row["of"])
                yield Warned("size", node.name, pair, SIZE, row["correlation"])

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


def audit(results: Results, index: str, catalogue: Catalogue, built: Built | None = None) -> Audit:
    """Audit one index of a study's results.

    Args:
        results: Results of a study.
        index: The index.
        catalogue: Where the defects of its tables are told (`Shelf().catalogue`).
        built: The index at every stage, so that its indicators are set beside denominators.

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
    folded = [name for name in recipe.walk() if is_folded(recipe, name, nodes)]
    return Audit(
        index=index,
        title=told["title"],
        recipe=recipe,
        geography=told["geography"],
        areas=nodes.height,
        without=told["areas_without_score"],
        starts_from=dict(told["starts_from"]),
        nodes=tuple(node_audit(recipe, name, nodes, told["weights"]) for name in folded),
        across=_across(recipe, folded, nodes),
        repairs=repairs_of(told),
        tables=_tables(results, index, catalogue),
        sizes=sizes(built) if built else None,
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
    values = columns(nodes, [f"{name}_standardised" for _, name in finest])
    ranks = np.column_stack([rank(column) for column in values.T]) if finest else values
    whole = np.atleast_1d(~np.isnan(values).any(axis=0))
    # Pairs of columns without a gap are told at once; another has its own areas, and ranks.
    at = np.cumsum(whole) - 1
    straight, ranked = correlations(values[:, whole]), correlations(ranks[:, whole])
    rows = []
    for (a, (here, one)), (b, (there, other)) in combinations(enumerate(finest), 2):
        if here == there or (one == here and other == there):  # two domains: a pair of the index
            continue
        if whole[a] and whole[b]:
            pair = (straight[at[a], at[b]], ranked[at[a], at[b]])
            rows.append((one, other, here, there, *map(float, pair), values.shape[0]))
            continue
        both = values[:, [a, b]]
        both = both[~np.isnan(both).any(axis=1)]
        own = np.column_stack([rank(both[:, 0]), rank(both[:, 1])])
        rows.append((one, other, here, there, float(correlations(both)[0, 1]),
                     float(correlations(own)[0, 1]), both.shape[0]))  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _tables(results: Results, index: str, catalogue: Catalogue) -> pl.DataFrame:
    """The tables of one index; a study's own may be in no catalogue any more."""
    asked = results.manifest["study"]["index"][index]
    named = [*_several(asked["data"]), *_several(asked.get("lookup", []))]
    named += [asked[key].partition(".")[0] for key in ("people", "split_by") if asked.get(key)]
    rows = []
    for name in dict.fromkeys(named):
        told = results.manifest["tables"].get(name, {})
        entry = catalogue.table.get(name)
        geography, defects = (entry.geography, entry.defects) if entry else ("", "")
        rows.append((name, told.get("title") or name, told.get("date", ""), geography, defects))
    names = ["table", "title", "date", "geography", "defects"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _several(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
