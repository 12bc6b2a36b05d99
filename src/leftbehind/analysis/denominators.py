"""Whether indicators only say how many people live somewhere."""

from __future__ import annotations

import numpy as np
import polars as pl

from leftbehind.analysis.coherence import correlations
from leftbehind.engine.arrays import rank
from leftbehind.running.stages import Built
from leftbehind.running.tables import array_of

SIZE = 0.7
"""Rank correlation with a denominator, either way, from which on an indicator is said to follow
it: ours; COINr warns of it too."""


def sizes(built: Built) -> pl.DataFrame:
    """How closely each indicator follows the denominators of its index.

    An indicator that follows the number of residents is perhaps a count that was not divided,
    or was divided by something else.

    Args:
        built: The index at every stage.

    Returns:
        One row for each indicator: `part`, the denominator `of` that it follows most (by the
        indicator that is out of it) and their `correlation` by ranks; none where the index has
        no denominators.

    Example:
        >>> from leftbehind.running.stages import built
        >>> sizes(built("invented-country", "need")).columns
        ['part', 'of', 'correlation']
    """
    counts, values = built.stages["counts"], built.stages["shrunk"]
    wholes = {name.removesuffix("_of"): array_of(counts[name])
              for name in counts.columns if name.endswith("_of")}  # fmt: skip
    rows = []
    for part in values.columns[1:]:
        own, best = array_of(values[part]), ("", 0.0)
        for of, whole in wholes.items():
            known = ~(np.isnan(own) | np.isnan(whole))
            pair = np.column_stack([rank(own[known]), rank(whole[known])])
            r = float(correlations(pair)[0, 1])
            best = max(best, (of, r), key=lambda one: abs(one[1]) if one[1] == one[1] else 0.0)
        if best[0]:
            rows.append((part, *best))
    schema = {"part": pl.String, "of": pl.String, "correlation": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
