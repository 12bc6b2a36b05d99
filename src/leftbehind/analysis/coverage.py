"""In how many areas a part is known, how its values lie, and what was repaired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.engine.arrays import Array, settle

FEWEST = 3
"""Areas without which no figure of an audit has a meaning: a line always goes through two."""

CONSTANT = 1e-12
"""Standard deviation, as a share of the largest value, below which a part never varies."""


def varies(values: Array, largest: float | None = None) -> NDArray[np.bool_]:
    """Whether a column varies by more than rounding does.

    Args:
        values: Without gaps, (areas,) or (areas, columns).
        largest: The size that rounding is measured against; none: the column's own largest.

    Returns:
        One answer, or one for each column.

    Example:
        >>> varies(np.array([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]]))
        array([False,  True])
    """
    if not len(values):
        return np.zeros(values.shape[1:], dtype=np.bool_)
    size = np.max(np.abs(values), axis=0) if largest is None else largest
    return np.asarray(values.std(axis=0) > CONSTANT * size)


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
    if not varies(values):
        return float("nan"), float("nan")
    apart = values - values.mean()
    square = apart * apart
    second = float(square.mean())
    return (
        float((square * apart).mean()) / second**1.5,
        float((square * square).mean()) / second**2 - 3.0,
    )


def coverage_of(nodes: pl.DataFrame, part: str) -> dict[str, Any]:
    """Coverage and shape of a part's own score, or of its rank where only that is known.

    Args:
        nodes: The nodes of an index, a row for each area.
        part: The part.

    Returns:
        `areas` with a value, `missing`, `distinct` values, `tied` and `zeros` (shares of the
        areas with a value), `skewness` and `kurtosis`; none is what cannot be told.

    Example:
        >>> told = coverage_of(pl.DataFrame({"jobs_score": [0.0, 0.0, 3.0, None]}), "jobs")
        >>> told["areas"], told["missing"], round(told["zeros"], 3)
        (3, 1, 0.667)
    """
    scored = f"{part}_score" in nodes.columns
    own = columns(nodes, [f"{part}_score" if scored else f"{part}_rank"])[:, 0]
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


def repairs_of(told: Mapping[str, Any]) -> pl.DataFrame:
    """What was repaired in an index: one row for each `repair` and `part`, with its `number`.

    Args:
        told: What the manifest of the results tells of the index.
    """
    by_part = {
        "held back": told["suppressed_filled_in"],
        "filled in": told["filled_in"],
        "treated": told["treated"],
        "shrunk": told["shrunk"],
    }
    rows = [(repair, part, n) for repair, parts in by_part.items() for part, n in parts.items()]
    rows += [("split", "", told["split_in_lookup"]), ("lost", "", len(told["lost_in_lookup"]))]
    schema = {"repair": pl.String, "part": pl.String, "number": pl.Int64}
    return pl.DataFrame([row for row in rows if row[-1]], schema=schema, orient="row")


def columns(nodes: pl.DataFrame, names: list[str]) -> Array:
    """Columns of a table as (areas, columns), NaN for gaps."""
    floats = nodes.select(pl.col(names).cast(pl.Float64))
    return floats.fill_null(float("nan")).to_numpy()
