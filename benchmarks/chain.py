"""The whole chain: 39 indicators with gaps and long tails, filled, treated, built and audited.

Beside it the same steps in plain pandas, in the same run. COINr 1.1.14 took 4.2 s for a rebuild of
such data without treatment, 8.9 s for the treatment alone and 5.5 s for the correlations, on a
machine like the one that the targets are for.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
from _timing import line, median_seconds

import leftbehind as lb
from leftbehind.analysis.audit import audit
from leftbehind.study import Study
from leftbehind.study_file import with_recipes

AREAS, DISTRICTS = 33_755, 317
SIZES = (6, 2, 7, 4, 4, 10, 6)


def figures() -> pl.DataFrame:
    """Indicators of seven domains: a third with long tails, one cell of a hundred missing."""
    rng = np.random.default_rng(39)
    columns: dict[str, np.ndarray] = {}
    for domain, size in enumerate(SIZES):
        latent = rng.standard_normal(AREAS)
        for number in range(size):
            values = latent + rng.standard_normal(AREAS)
            if number % 3 == 0:
                values = np.exp(1.3 * values)
            values[rng.random(AREAS) < 0.01] = np.nan
            columns[f"d{domain}_{number}"] = values
    codes = [f"Z{row:05}" for row in range(AREAS)]
    district = rng.integers(0, DISTRICTS, AREAS)
    return pl.DataFrame(
        {"place24": codes, "district": [f"D{one:03}" for one in district], **columns},
        nan_to_null=True,
    )


def study(frame: pl.DataFrame) -> Study:
    leaves = [name for name in frame.columns if name.startswith("d") and "_" in name]
    domains = {
        f"domain_{domain}": {
            "title": f"Domain {domain}",
            "children": [leaf for leaf in leaves if leaf.startswith(f"d{domain}_")],
            "impute": {"method": "group median", "by": "district"},
            "treat": ["winsorise", "log"],
            "standardise": {"method": "min-max", "low": 1, "high": 100},
            "combine": "arithmetic mean",
        }
        for domain in range(len(SIZES))
    }
    root = {"title": "Index", "children": list(domains), "combine": "arithmetic mean"}
    recipe = lb.recipe(
        {
            "name": "chain", "title": "Chain", "edition": "1", "nation": "Nowhere",
            "geography": "place24", "root": "index", "node": {"index": root, **domains},
            "indicator": {leaf: {"title": leaf} for leaf in leaves},
        }
    )  # fmt: skip
    told = Study.model_validate(
        {
            "name": "chain", "title": "Chain", "areas": "place24",
            "index": {"index": {"recipe": "chain", "data": "figures"}},
            "group": {"high": {"worst": {"index": "10%"}}},
            "geography": {"place24": {"title": "place", "nation": "Nowhere", "pattern": "Z\\d+",
                                      "vintage": "2024"}},
            "table": {"figures": {"title": "Figures", "geography": "place24", "status": "own",
                                  "columns": {"place24": "place24",
                                              "district": {"from": "district", "kind": "text"},
                                              **{leaf: leaf for leaf in leaves}}}},
        }
    )  # fmt: skip
    return with_recipes(told, {"index": recipe}, "chain")


def naive(frame: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """The same in plain pandas: filled, treated one value after the other, scaled, correlated."""
    leaves = [name for name in frame.columns if "_" in name]
    values = frame[leaves].fillna(frame.groupby("district")[leaves].transform("median"))
    for leaf in leaves:
        column = values[leaf]
        treated, taken = column.copy(), 0
        while abs(treated.skew()) > 2 and treated.kurt() > 3.5 and taken < 5:
            taken += 1
            order = column.sort_values(ascending=column.skew() < 0)
            treated = column.copy()
            treated[order.index[:taken]] = order.iloc[taken]
        if abs(treated.skew()) > 2 and treated.kurt() > 3.5:
            low, high = column.min(), column.max()
            treated = np.log(column - low + 0.01 * (high - low))
        values[leaf] = treated
    scaled = 1 + 99 * (values - values.min()) / (values.max() - values.min())
    domains = pd.DataFrame(
        {d: scaled[[c for c in leaves if c.startswith(f"d{d}_")]].mean(axis=1)
         for d in range(len(SIZES))}
    )  # fmt: skip
    correlated = pd.concat([scaled.corr(), scaled.corr(method="spearman")])
    return domains.mean(axis=1), correlated


if __name__ == "__main__":
    frame = figures()
    asked = study(frame)
    catalogue = lb.Shelf().catalogue

    def ours() -> pl.DataFrame:
        results = lb.run(asked, data={"figures": frame})
        audit(results, "index", catalogue)
        return results.areas

    in_pandas = frame.to_pandas()
    ours_seconds = median_seconds(ours, runs=5)
    theirs = median_seconds(lambda: naive(in_pandas), runs=1, warm=False)
    line(f"filled, treated, built, audited: 39 × {AREAS:,}", ours_seconds, 1.0, theirs)
    score = ours()["index_score"].to_numpy()
    print(f"{'':58} largest difference of a score: "
          f"{np.max(np.abs(score - naive(in_pandas)[0].to_numpy())):.1e}")  # fmt: skip
