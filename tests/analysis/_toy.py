"""An index of a few columns, whose audit is known by hand or by theory."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from leftbehind import Results
from leftbehind.analysis.audit import Audit, audit
from leftbehind.data.catalogue import catalogue
from leftbehind.engine.arrays import Array
from leftbehind.index.score import score
from leftbehind.index.spec import recipe
from leftbehind.running.indices import IndexRun
from leftbehind.study import Index

RANDOM = np.random.default_rng(7)


def audit_of(columns: dict[str, Array], *, domains: Any = None, **node: Any) -> Audit:
    """An index of these columns, folded by its own rules and audited."""
    tree = {"index": {"title": "Index", "children": list(domains or columns), **node}}
    for domain, children in (domains or {}).items():
        tree[domain] = {"title": domain.title(), "children": children}
    toy = recipe(
        {
            "name": "toy",
            "title": "Toy",
            "edition": "1",
            "nation": "Nowhere",
            "geography": "town",
            "root": "index",
            "node": tree,
            "indicator": {name: {"title": name.title()} for name in columns},
        }
    )
    codes = pl.Series("area", [f"T{n:06}" for n in range(len(next(iter(columns.values()))))])
    scores = score(toy, columns)
    index, held = Index(recipe="toy", data="figures"), frozenset(columns)
    one = IndexRun(index, toy, "town", codes, scores, held, pl.DataFrame())
    told = {
        "index": {"toy": one.about()},
        "study": {"index": {"toy": {"data": "figures"}}},
        "tables": {"figures": {"title": "Figures", "date": "2020"}},
    }
    return audit(Results({"nodes_toy": one.nodes()}, told), "toy", catalogue())


def kinds(found: Audit) -> list[str]:
    return [one.kind for one in found.warnings]


def from_latents(parts: int, latents: int, noise: float, areas: int = 3000) -> dict[str, Array]:
    """Parts that are copies of few latents, each with its own noise."""
    hidden = RANDOM.normal(size=(latents, areas))
    return {f"x{n}": hidden[n % latents] + noise * RANDOM.normal(size=areas) for n in range(parts)}
