"""Each place: its kind, how typical it is, the second-best kind, and places that are like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from leftbehind.analysis.cells import Flags
from leftbehind.analysis.kind_figures import Figures
from leftbehind.analysis.kind_profile import Level
from leftbehind.analysis.partition import Labels, Scale, centres, distances
from leftbehind.engine.arrays import Array

SIMILAR = 10
"""Similar places of each place."""

TELLING = 2
"""Variables that are named as what two places share."""

APART = 0.5
"""Standard deviations, over all areas, from which two places differ on a variable."""

PLACES: dict[str, Any] = {
    "area": pl.String, "name": pl.String, "people": pl.Float64, "listed": pl.Boolean,
    "kind": pl.String, "within_kind": pl.String, "distance": pl.Float64, "typical": pl.Float64,
    "silhouette": pl.Float64, "second": pl.String, "second_distance": pl.Float64,
    "beyond": pl.Boolean,
}  # fmt: skip
"""Columns of the table of places."""


def places_table(
    figures: Figures, scale: Scale, used: Sequence[str], levels: Sequence[Level], others: Flags
) -> pl.DataFrame:
    """Listed areas with their kind, and other deprived areas carried to the nearest.

    Args:
        figures: The figures.
        scale: How they were made comparable.
        used: The variables that are used.
        levels: Kinds of each level.
        others: Which areas are the other deprived ones.

    Returns:
        Columns as in `PLACES`. `typical` is the share of the listed areas of the kind that are no
        nearer to its centre: 1 for the most typical; `beyond` says that a place is further from
        the centre than any of them. Areas that lack a figure have no kind.
    """
    top = levels[0]
    asked = figures.areas["listed"].to_numpy() | others
    values = figures.of(used)
    rows = np.flatnonzero(asked & np.isfinite(values).all(axis=1))
    points = scale.apply(values[rows])
    far = distances(points, centres(top.points, top.labels))
    order = np.argsort(far, axis=1, kind="stable")
    kinds = order[:, 0].copy()
    place = np.searchsorted(rows, top.rows)
    kinds[place] = top.labels  # Ward and mixtures may put an area where it is not nearest
    own = far[np.arange(len(rows)), kinds]
    second = np.where(order[:, 0] == kinds, order[:, -1 if far.shape[1] < 2 else 1], order[:, 0])
    inside = [own[place][top.labels == kind] for kind in range(len(top.names))]
    typical = [
        float((inside[kind] >= distance - _SAME).mean())
        for kind, distance in zip(kinds, own, strict=True)
    ]
    silhouettes = np.full(len(rows), np.nan)
    if 1 < len(top.names) < len(top.rows):
        from sklearn.metrics import silhouette_samples

        silhouettes[place] = silhouette_samples(top.points, top.labels)
    names = np.array(top.names)
    one = len(names) == 1
    found = pl.DataFrame(
        {
            "area": figures.areas["area"].gather(rows),
            "kind": names[kinds].tolist(),
            "within_kind": _split(len(rows), rows, levels),
            "distance": own,
            "typical": typical,
            "silhouette": pl.Series(silhouettes, nan_to_null=True),
            "second": [None] * len(rows) if one else names[second].tolist(),
            "second_distance": (
                [None] * len(rows) if one else far[np.arange(len(rows)), second].tolist()
            ),
            "beyond": [share == 0 for share in typical],
        },
        schema_overrides={name: PLACES[name] for name in ("second", "second_distance")},
    )
    everyone = figures.areas.filter(pl.Series(asked)).select("area", "name", "people", "listed")
    joined = everyone.join(found, on="area", how="left", maintain_order="left")
    return joined.select(pl.col(name).cast(kind) for name, kind in PLACES.items())


_SAME = 1e-12
"""Distances that differ by less are the same."""


def _split(number: int, rows: Labels, levels: Sequence[Level]) -> pl.Series:
    """The kind of the second level of each row, where its kind was split."""
    found: list[str | None] = [None] * number
    for level in levels[1:]:
        for row, label in zip(np.searchsorted(rows, level.rows), level.labels, strict=True):
            found[row] = level.names[label]
    return pl.Series(found, dtype=pl.String)


def similar_table(
    figures: Figures, scale: Scale, used: Sequence[str], rows: Labels
) -> pl.DataFrame:
    """The areas anywhere that are nearest to each listed area on the figures that are used.

    Args:
        figures: The figures.
        scale: How they were made comparable.
        used: The variables that are used.
        rows: Rows of the listed areas.

    Returns:
        Columns `area`, `order`, `similar`, `name`, `listed`, `distance`, `alike` (variables on
        which both stand out most and on the same side of all areas) and `apart` (the one on
        which they differ most, if by half a standard deviation of all areas or more).
    """
    from sklearn.neighbors import NearestNeighbors

    values = figures.of(used)
    known = np.flatnonzero(np.isfinite(values).all(axis=1))
    points = scale.apply(values[known])
    number = min(SIMILAR, len(known) - 1)
    own = np.searchsorted(known, rows)
    if number < 1:
        return pl.DataFrame(schema=_SIMILAR)
    found = NearestNeighbors(n_neighbors=number + 1).fit(points)
    far, near = found.kneighbors(points[own])
    spread = points.std(axis=0)
    stands = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    codes, names, listed = (figures.areas[column] for column in ("area", "name", "listed"))
    parts = []
    for row, others, apart in zip(own.tolist(), near.tolist(), far.tolist(), strict=True):
        pairs = [(one, gap) for one, gap in zip(others, apart, strict=True) if one != row]
        for order, (other, gap) in enumerate(pairs[:number], 1):
            alike, unlike = compared(stands[row], stands[other], used)
            at, to = int(known[row]), int(known[other])
            parts.append((codes[at], order, codes[to], names[to], listed[to], gap, alike, unlike))
    return pl.DataFrame(parts, schema=_SIMILAR, orient="row")


_SIMILAR: dict[str, Any] = {
    "area": pl.String, "order": pl.Int64, "similar": pl.String, "name": pl.String,
    "listed": pl.Boolean, "distance": pl.Float64, "alike": pl.List(pl.String), "apart": pl.String,
}  # fmt: skip


def compared(one: Array, other: Array, names: Sequence[str]) -> tuple[list[str], str | None]:
    """What two places share, and where they differ most.

    Args:
        one: By how many standard deviations a place stands out on each variable.
        other: The same of the other place.
        names: The variables.
    """
    least = np.where(one * other > 0, np.minimum(abs(one), abs(other)), 0.0)
    shared = [names[at] for at in np.argsort(-least, kind="stable")[:TELLING] if least[at] > 0]
    gap = abs(one - other)
    at = int(np.argmax(gap))
    return shared, names[at] if gap[at] >= APART else None
