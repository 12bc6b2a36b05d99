"""Results as if they had been judged in many versions, for any results whatever."""

from __future__ import annotations

import polars as pl

from leftbehind import Results
from leftbehind.analysis.doubt import Doubted


def in_doubt(results: Results, *, ranks: bool = True, reach: float = 40.0) -> Doubted:
    """A study in doubt: the share of versions follows the margin, ranks go ten each way.

    Args:
        results: Results of a study.
        ranks: Whether intervals of ranks are there.
        reach: Margin from which on a place is firmly on the list.
    """
    areas = results.areas
    share = (0.5 + pl.col("margin").cast(pl.Float64) / (2 * reach)).clip(0, 1).fill_null(0.0)
    columns = [pl.col("area", "name"), pl.col(f"in_{results.list_of}").alias("in_study"),
               share.round(3).alias("probability")]  # fmt: skip
    for name in results.indices if ranks else ():
        rank = pl.col(f"{name}_rank")
        columns += [rank, (rank - 10).clip(1).alias(f"{name}_low"),
                    rank.alias(f"{name}_median"), (rank + 10).alias(f"{name}_high")]  # fmt: skip
    versions = pl.DataFrame({"version": range(1, 201)})
    return Doubted(results, 400.0, areas.select(columns), versions)
