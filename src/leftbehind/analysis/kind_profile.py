"""What sets each kind apart: its figures against the list, other deprived areas and the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from leftbehind.analysis.bootstrap import median, pooled
from leftbehind.analysis.cells import Flags
from leftbehind.analysis.kind_figures import Figures
from leftbehind.analysis.partition import Labels, centres, distances
from leftbehind.analysis.stability import Stability, standing
from leftbehind.engine.arrays import Array

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Level:
    """Kinds of one level, or those that one kind was split into.

    Attributes:
        within: The kind that was split; none: the whole list.
        rows: Rows of the areas that were put into kinds, among those of the figures.
        points: Their standardised figures, (areas, variables).
        labels: Their kinds, from 0 and in order.
        stability: How these came back.
    """

    within: str
    rows: Labels
    points: Array
    labels: Labels
    stability: Stability

    @property
    def names(self) -> list[str]:
        """What the kinds are called in tables: "1", "2", …; "1a", "1b", … where split again."""
        number = int(self.labels.max()) + 1
        if self.within:
            return [f"{self.within}{LETTERS[at]}" for at in range(number)]
        return [str(at + 1) for at in range(number)]

    @property
    def level(self) -> int:
        """1 for kinds of the list, 2 for what they were split into."""
        return 2 if self.within else 1


def kinds_table(figures: Figures, levels: Sequence[Level]) -> pl.DataFrame:
    """One row for each kind: how many areas and people, how stable, how far apart.

    Args:
        figures: The figures.
        levels: Kinds of each level.
    """
    rows = []
    for one in levels:
        people = figures.areas["people"].gather(one.rows).fill_null(0.0).to_numpy()
        middle = centres(one.points, one.labels)
        own = np.sqrt(((one.points - middle[one.labels]) ** 2).sum(axis=1))
        apart = distances(middle, middle) + np.where(np.eye(len(middle)), np.inf, 0.0)
        for kind, name in enumerate(one.names):
            inside = one.labels == kind
            jaccard = float(one.stability.jaccard[kind]) if one.stability.draws else None
            single = len(middle) == 1
            rows.append({
                "level": one.level, "kind": name, "within": one.within,
                "areas": int(inside.sum()), "share": float(inside.mean()),
                "people": float(people[inside].sum()),
                "jaccard": None if single else jaccard,
                "standing": None if single or jaccard is None else standing(jaccard),
                "spread": float(own[inside].mean()),
                "next": None if single else one.names[int(np.argmin(apart[kind]))],
                "next_distance": None if single else float(apart[kind].min()),
            })  # fmt: skip
    return pl.DataFrame(rows, schema=KINDS)


KINDS = {
    "level": pl.Int64, "kind": pl.String, "within": pl.String, "areas": pl.Int64,
    "share": pl.Float64, "people": pl.Float64, "jaccard": pl.Float64, "standing": pl.String,
    "spread": pl.Float64, "next": pl.String, "next_distance": pl.Float64,
}  # fmt: skip
"""Columns of the table of kinds."""

PROFILE = {
    "level": pl.Int64, "kind": pl.String, "variable": pl.String, "value": pl.Float64,
    "listed": pl.Float64, "others": pl.Float64, "whole": pl.Float64, "difference": pl.Float64,
    "ratio": pl.Float64,
}  # fmt: skip
"""Columns of the table of profiles."""


def profile_table(figures: Figures, levels: Sequence[Level], others: Flags) -> pl.DataFrame:
    """One row for each kind and variable: its figure, and how far from that of the list.

    Args:
        figures: The figures.
        levels: Kinds of each level.
        others: Which areas are the other deprived ones.
    """
    rows = [row for one in levels for row in _profile(figures, one, others)]
    return pl.DataFrame(rows, schema=PROFILE)


def _profile(figures: Figures, one: Level, others: Flags) -> Iterator[dict[str, object]]:
    flags: list[Flags] = []
    for kind in range(len(one.names)):
        flag = np.zeros(figures.areas.height, dtype=bool)
        flag[one.rows[one.labels == kind]] = True
        flags.append(flag)
    every = [figures.areas["listed"].to_numpy(), others, np.ones_like(others)]
    bent = np.arcsinh(figures.values)
    for at, (name, about) in enumerate(figures.variables.items()):
        away = _differences(bent[figures.listed, at], bent[one.rows, at], one.labels)
        found = median if about.median else pooled
        rates = found(figures.counts[name], [*flags, *every]) * about.scale
        whole = dict(zip(("listed", "others", "whole"), rates[len(flags) :], strict=True))
        for kind, label in enumerate(one.names):
            value = rates[kind]
            yield {
                "level": one.level, "kind": label, "variable": name, "value": _known(value),
                **{key: _known(figure) for key, figure in whole.items()},
                "difference": _known(away[kind]),
                "ratio": _known(value / whole["listed"]) if whole["listed"] else None,
            }  # fmt: skip


def _differences(listed: Array, own: Array, labels: Labels) -> Array:
    """Mean of each kind less that of the list, in standard deviations of the list's areas."""
    known = listed[np.isfinite(listed)]
    found = np.full(int(labels.max()) + 1, np.nan)
    if not known.size or known.std() == 0:
        return found
    for kind in range(len(found)):
        inside = own[(labels == kind) & np.isfinite(own)]
        if inside.size:
            found[kind] = (inside.mean() - known.mean()) / known.std()
    return found


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def by_table(figures: Figures, levels: Sequence[Level]) -> pl.DataFrame:
    """Kinds by the breakdowns of the study: `breakdown`, `larger`, `name`, `areas`, `people`.

    None of these took part in making the kinds.

    Args:
        figures: The figures.
        levels: Kinds of each level; the first is counted.
    """
    top = levels[0]
    kinds = pl.Series("kind", [top.names[label] for label in top.labels], dtype=pl.String)
    inside = figures.areas[top.rows].with_columns(kinds)
    parts = []
    for by in figures.results.manifest["by"]:
        if by not in inside.columns:
            continue
        name = f"{by}_name" if f"{by}_name" in inside.columns else by
        larger, named = pl.col(by).cast(pl.String), pl.col(name).cast(pl.String)
        parts.append(
            inside.group_by("kind", larger=larger, name=named)
            .agg(areas=pl.len().cast(pl.Int64), people=pl.col("people").sum())
            .select("kind", pl.lit(by).alias("breakdown"), "larger", "name", "areas", "people")
            .sort("kind", "areas", "larger", descending=[False, True, False])
        )
    return pl.concat([pl.DataFrame(schema=BY), *parts])


BY = {
    "kind": pl.String, "breakdown": pl.String, "larger": pl.String, "name": pl.String,
    "areas": pl.Int64, "people": pl.Float64,
}  # fmt: skip
"""Columns of the table of kinds by breakdown."""
