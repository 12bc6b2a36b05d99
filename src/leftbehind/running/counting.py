"""Areas and people by group, and by larger area."""

from __future__ import annotations

from typing import Any

import polars as pl

from leftbehind.areas.lookups import chain
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.running.tables import Tables
from leftbehind.study import By, Study


def groups_table(areas: pl.DataFrame, study: Study) -> pl.DataFrame:
    """One row for each group: areas, people, and areas of the published list."""
    rows = []
    for name in study.group:
        inside = areas.filter(pl.col(f"in_{name}"))
        row: dict[str, Any] = {
            "group": name,
            "areas": inside.height,
            "people": inside["people"].sum() if inside["people"].count() else None,
        }
        if study.published:
            row["published"] = int(areas["published"].sum()) if name == study.list_of else None
        rows.append(row)
    schema: dict[str, Any] = {"group": pl.String, "areas": pl.Int64, "people": pl.Float64}
    if study.published:
        schema["published"] = pl.Int64
    return pl.DataFrame(rows, schema=schema)


def break_down(
    areas: pl.DataFrame, study: Study, tables: Tables
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """The areas with the larger area of each, and the counts of each larger area.

    Raises:
        LeftBehindError: If a lookup does not lead there, or puts an area in two.
    """
    counted = {}
    for name, by in (study.by | study.within).items():
        taken = {name, f"{name}_name"} & set(areas.columns)
        if taken:
            raise LeftBehindError(
                f"by.{name}: the results have a column {min(taken)} already",
                mend="give the column of the larger areas another name",
            )
        pairs, labels = _larger(name, by, study.areas, tables)
        areas = areas.join(pairs, on="area", how="left", maintain_order="left")
        named = labels.rename({"name": f"{name}_name"})
        areas = areas.join(named, on=name, how="left", maintain_order="left")
        if name in study.by:
            counted[f"by_{name}"] = _counted(areas, name, study)
    return areas, counted


def _larger(name: str, by: By, geography: str, tables: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The larger area of each area, and the names of the larger areas."""
    lookups = by.via
    last = tables.read(lookups[-1])
    if name not in last.frame.columns:
        raise LeftBehindError(
            f"by.{name}: {lookups[-1]} has no column {name}",
            mend=nearest(name, last.frame.columns),
        )
    if by.lookup:
        pairs = _of_most_people(name, by, geography, tables)
    elif len(lookups) == 1 and geography in last.frame.columns:
        pairs = last.frame.select(pl.col(geography).alias("area"), name).drop_nulls().unique()
    else:
        whole = chain(lookups, geography, name, tables.shelf)
        pairs = whole.shares.select(pl.col("source").alias("area"), pl.col("target").alias(name))
    if pairs["area"].is_duplicated().any():
        raise LeftBehindError(
            f"by.{name}: {' and '.join(lookups)} put one area in two {name}",
            mend="name a lookup in which each area has one",
        )
    column = f"{name}_name" if f"{name}_name" in last.frame.columns else name
    labels = last.frame.select(name, pl.col(column).alias("name")).drop_nulls()
    return pairs, labels.unique(name, keep="first", maintain_order=True)


def _of_most_people(name: str, by: By, geography: str, tables: Tables) -> pl.DataFrame:
    """For each area, the class in which most of its people live."""
    classes = tables.of_areas(by.via[-1])
    small = classes.entry.geography
    lookup = chain(by.lookup, small, geography, tables.shelf)
    people = tables.column(by.people, small, "people")
    return (
        lookup.shares.join(people, left_on="source", right_on="area", how="inner")
        .join(
            classes.frame.select(pl.col(small).alias("source"), name).drop_nulls(),
            on="source",
            how="inner",
        )
        .group_by("target", name)
        .agg((pl.col("value") * pl.col("share")).sum().alias("people"))
        .sort("people", name, descending=[True, False])
        .unique("target", keep="first", maintain_order=True)
        .select(pl.col("target").alias("area"), name)
    )


def _counted(areas: pl.DataFrame, name: str, study: Study) -> pl.DataFrame:
    """Counts of each group in each larger area, the published list's beside its own."""
    flags = [pl.col(f"in_{group}").sum().alias(group) for group in study.group]
    listed = pl.col("published").sum().alias("_published") if study.published else None
    wide = (
        areas.group_by(name, f"{name}_name")
        .agg(pl.len().cast(pl.Int64).alias("of"), *flags, *([] if listed is None else [listed]))
        .sort(name, nulls_last=True)
    )
    parts = []
    for group in study.group:
        part = wide.select(
            name,
            pl.col(f"{name}_name").alias("name"),
            pl.lit(group).alias("group"),
            pl.col(group).cast(pl.Int64).alias("areas"),
            "of",
            (pl.col(group) / pl.col("of")).alias("share"),
        )
        if study.published:
            own = wide["_published"] if group == study.list_of else [None] * wide.height
            part = part.with_columns(pl.Series("published", own, dtype=pl.Int64))
        parts.append(part)
    return pl.concat(parts).sort(name, maintain_order=True, nulls_last=True)
