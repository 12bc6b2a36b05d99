"""What the list does not see: people like those it is made for who live off it."""

from __future__ import annotations

import numpy as np
import polars as pl

from leftbehind.results import Results

MOST = 4
"""Classes of a breakdown that are looked at: rural and urban are, regions are not."""


def unseen(results: Results) -> pl.DataFrame:
    """Of whom the list and the other groups hold what share.

    Args:
        results: Results of a study.

    Returns:
        One row for each kind of people: `kind` ("people", the name of each outcome whose
        theme is income, or `breakdown.class` of each breakdown into few classes, such as
        rural and urban), `title`, `total`, and for each group the share of them who live in
        its areas, as `in_<group>`; `in_none` for those in no group or in that of the rest.
    """
    areas = results.areas
    kinds: list[tuple[str, str, pl.Series]] = [
        ("people", "All people", areas["people"].cast(pl.Float64))
    ]
    for name, outcome in results.manifest.get("outcomes", {}).items():
        if outcome.get("theme") != "income":
            continue
        own = results["outcomes"].filter(outcome=name).select("area", "count", "of")
        joined = areas.select("area", "people").join(
            own, on="area", how="left", maintain_order="left"
        )
        rate = joined["count"] / joined["of"]
        kinds.append((name, outcome["title"], rate * joined["people"]))
    for by in results.manifest["by"]:
        classes = areas[by].drop_nulls().unique().sort()
        if classes.len() > MOST:
            continue
        for name in classes.to_list():
            inside = (areas[by] == name).fill_null(value=False).cast(pl.Float64)
            kinds.append((f"{by}.{name}", str(name), areas["people"] * inside))
    groups = results.manifest["study"]["group"]
    rest = [name for name, group in groups.items() if group.get("rest")]
    named = [name for name in groups if name not in rest]
    rows = []
    for kind, title, people in kinds:
        total = _sum(people)
        row: dict[str, object] = {"kind": kind, "title": title, "total": total}
        for name in named:
            inside = _sum(people.filter(areas[f"in_{name}"]))
            row[f"in_{name}"] = inside / total if total else None
        within = areas.select(pl.any_horizontal(f"in_{name}" for name in named)).to_series()
        row["in_none"] = _sum(people.filter(~within)) / total if total else None
        rows.append(row)
    return pl.DataFrame(rows)


def _sum(people: pl.Series) -> float:
    return float(np.nansum(people.cast(pl.Float64).to_numpy()))
