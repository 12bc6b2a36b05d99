"""A place against its ring: the areas around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from leftbehind.areas.neighbours import Neighbours
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results


@dataclass(frozen=True, slots=True)
class Ring:
    """A place and the areas around it.

    Attributes:
        row: Its row of `areas`.
        around: The rows of its neighbours, the deepest inside the cut first.
        against: One row for each index: `index`, its `title`, the place's `score`, how many
            neighbours are `known`, their mean score (`around`), and how many of them score
            `lower` and `higher` than the place.
        listed: How many neighbours are on the list.
    """

    row: dict[str, Any]
    around: pl.DataFrame
    against: pl.DataFrame
    listed: int

    def around_it(self) -> pl.DataFrame:
        """The rows of its neighbours, each with the code of the place in `around`."""
        return self.around.select(pl.lit(self.row["area"]).alias("around"), pl.all())


def ring(results: Results, neighbours: Neighbours, area: str) -> Ring:
    """Set a place against its neighbours.

    Args:
        results: Results of a study.
        neighbours: Who neighbours whom among its areas.
        area: Its code.

    Raises:
        LeftBehindError: If there is no such area, or no polygon of it.
    """
    found = results.areas.filter(area=area)
    if found.is_empty():
        raise LeftBehindError(f"there is no area {area}", mend=nearest(area, results.areas["area"]))
    codes = neighbours.of(area)
    around = results.areas.filter(pl.col("area").is_in(codes.implode())).sort(
        "margin", "area", descending=[True, False], nulls_last=True
    )
    row = found.row(0, named=True)
    rows = []
    for index, title in results.indices.items():
        own, scores = row[f"{index}_score"], around[f"{index}_score"].drop_nulls()
        rows.append(
            {
                "index": index,
                "title": title,
                "score": own,
                "known": scores.len(),
                "around": scores.mean(),
                "lower": None if own is None else int((scores < own).sum()),
                "higher": None if own is None else int((scores > own).sum()),
            }
        )
    return Ring(row, around, pl.DataFrame(rows, schema=_AGAINST),
                int(around[f"in_{results.list_of}"].sum()))  # fmt: skip


_AGAINST = {
    "index": pl.String, "title": pl.String, "score": pl.Float64, "known": pl.Int64,
    "around": pl.Float64, "lower": pl.Int64, "higher": pl.Int64,
}  # fmt: skip
