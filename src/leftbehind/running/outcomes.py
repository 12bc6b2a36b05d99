"""Outcomes of the areas that are judged: counts added up, rates weighted by people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from leftbehind.areas.lookups import chain
from leftbehind.data.read import Reading
from leftbehind.errors import LeftBehindError, NotHere, some
from leftbehind.questions import Measured, Outcome
from leftbehind.running.tables import Tables
from leftbehind.study import Study

SCHEMA: dict[str, Any] = {
    "area": pl.String,
    "outcome": pl.String,
    "count": pl.Float64,
    "of": pl.Float64,
}
"""Columns of the table of outcomes: what was counted in each area, and of how many. A mean
is held as the sum of value times people, and the people."""


def outcomes_of(
    study: Study, areas: pl.DataFrame, profiles: pl.DataFrame, tables: Tables
) -> tuple[pl.DataFrame, dict[str, Any], dict[str, str]]:
    """Every outcome of a study for every area that is judged.

    Args:
        study: The study.
        areas: The areas, with their people.
        profiles: Scores of the parts of each index.
        tables: Where figures come from.

    Returns:
        The table of outcomes in long form; what the manifest says of each; and those that
        could not be had here, with the reason. The list never waits for an outcome.

    Raises:
        LeftBehindError: Naming the outcome, and the table, column or code at fault.
    """
    parts, told, not_here = [], {}, {}
    for name, outcome in study.outcome.items():
        try:
            frame, measured = _measure(outcome, study, areas, profiles, tables)
        except NotHere as error:
            not_here[name] = error.what
            continue
        except LeftBehindError as error:
            raise error.at(f"outcome.{name}") from error
        parts.append(frame.with_columns(pl.lit(name).alias("outcome")).select(list(SCHEMA)))
        told[name] = measured.model_dump(mode="json", exclude_defaults=True)
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts]), told, not_here


def _measure(
    outcome: Outcome,
    study: Study,
    areas: pl.DataFrame,
    profiles: pl.DataFrame,
    tables: Tables,
) -> tuple[pl.DataFrame, Measured]:
    if outcome.node:
        figures, about = _of_node(outcome.node, areas, profiles), {"sources": (study.title,)}
    else:
        figures, about = _of_tables(outcome, study, areas, tables)
    found = areas.select("area").join(figures, on="area", how="left", maintain_order="left")
    without = found["count"].null_count()
    stated = {**outcome.model_dump(), **about, "areas_without": without}
    return found, Measured.model_validate(stated)


def _of_node(node: str, areas: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    """The score of an index or of one of its parts, weighted by people."""
    index, _, part = node.partition(".")
    if part:
        scores = profiles.filter(index=index, part=part).select("area", "value")
    else:
        scores = areas.select("area", pl.col(f"{index}_score").alias("value"))
    weighted = scores.join(areas.select("area", "people"), on="area", how="left")
    return weighted.select("area", *_weighted("people"))


def _weighted(weight: str) -> tuple[pl.Expr, pl.Expr]:
    known = pl.col("value").is_not_null()
    return (
        (pl.col("value") * pl.col(weight)).alias("count"),
        pl.when(known).then(pl.col(weight)).alias("of"),
    )


def _of_tables(
    outcome: Outcome, study: Study, areas: pl.DataFrame, tables: Tables
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Count and `of` for each judged area, from published tables."""
    first = (outcome.value or outcome.count[0]).partition(".")[0]
    reading = tables.of_areas(first)
    geography = reading.entry.geography
    columns = (outcome.value,) if outcome.value else outcome.count
    known = [_column(column, geography, outcome, tables) for column in columns]
    figures = known[0]
    for other in known[1:]:
        figures = figures.join(other, on="area", how="full", coalesce=True, suffix="_more")
        figures = figures.select("area", value=pl.col("value") + pl.col("value_more"))
    whole = outcome.weight if outcome.value else outcome.of
    if whole:
        of = tables.column(whole, geography, "people").rename({"value": "of"})
    elif (geography == study.areas or outcome.unchanged) and study.people:
        of = areas.select("area", pl.col("people").alias("of"))
    else:
        raise LeftBehindError(
            f"{first} is on {geography}, and nothing says how many people are there",
            mend=f'say {"weight" if outcome.value else "of"} = "TABLE.COLUMN"',
        )
    figures = figures.join(of, on="area", how="left", maintain_order="left")
    if outcome.value:
        figures = figures.select("area", *_weighted("of"))
    else:
        figures = figures.rename({"value": "count"})
        _refuse_more_than_all(figures, outcome, first)
    placed = _placed(figures, outcome, geography, study, tables, areas)
    cells = figures.join(placed, left_on="area", right_on="source", how="semi")
    without = cells.filter(pl.col("count").is_null() | pl.col("of").is_null()).height
    named = [tables.read(name.partition(".")[0]) for name in (*columns, whole) if name]
    about = {
        "sources": tuple(dict.fromkeys(_source(one) for one in named)),
        "date": reading.entry.date,
        "cells": cells.height,
        "cells_without": without,
        "suppressed": any(_holds_back(one, columns) for one in named),
        "own": any(one.entry.status == "own" for one in named),
    }
    both = pl.col("count").is_not_null() & pl.col("of").is_not_null()
    carried = (
        placed.join(figures.filter(both), left_on="source", right_on="area", how="inner")
        .group_by("area")
        .agg(
            (pl.col("count") * pl.col("share")).sum(),
            (pl.col("of") * pl.col("share")).sum(),
        )
    )
    return carried.filter(pl.col("of") > 0).sort("area"), about


def _column(where: str, geography: str, outcome: Outcome, tables: Tables) -> pl.DataFrame:
    """Columns `area` and `value`: the figures, rows added up where a table has several."""
    table, _, column = where.partition(".")
    reading = tables.of_areas(table)
    if geography not in reading.frame.columns:
        raise LeftBehindError(
            f"{table} is on {reading.entry.geography}, the other columns on {geography}",
            mend="take all columns of an outcome from tables of one geography",
        )
    found = tables.column(where, geography, add_up=not outcome.value, leave_out=outcome.leave_out)
    if found.schema["value"] == pl.Boolean:
        raise LeftBehindError(
            f"column {column} of {table} holds true and false, not numbers",
            mend="name another column",
        )
    return found


def _refuse_more_than_all(figures: pl.DataFrame, outcome: Outcome, table: str) -> None:
    negative = figures.filter(pl.col("count") < 0)
    if negative.height:
        raise LeftBehindError(
            f"a count is below 0: {some(negative['area'])}", where=table, mend="correct the figures"
        )
    if not outcome.is_share:
        return
    over = figures.filter(pl.col("count") > pl.col("of"))
    if over.height:
        row = over.row(0, named=True)
        raise LeftBehindError(
            f"more are counted than there are: {row['count']:,g} of {row['of']:,g} in "
            f"{row['area']}" + (f" and {over.height - 1:,} more areas" * (over.height > 1)),
            where=table,
            mend="correct the figures, or say rate = true if the count is no part of `of`",
        )


def _placed(
    figures: pl.DataFrame,
    outcome: Outcome,
    geography: str,
    study: Study,
    tables: Tables,
    areas: pl.DataFrame,
) -> pl.DataFrame:
    """Columns `source`, `area` and `share`: where each area of the table lies."""
    judged = areas["area"]
    if outcome.unchanged or (geography == study.areas and not outcome.lookup):
        same = figures.filter(pl.col("area").is_in(judged.implode())).select("area")
        return same.select(pl.col("area").alias("source"), "area", pl.lit(1.0).alias("share"))
    for name in outcome.lookup:
        tables.read(name)
    people = None
    if outcome.split_by:
        table = outcome.split_by.partition(".")[0]
        people = tables.column(outcome.split_by, tables.read(table).entry.geography, "people")
        people = people.rename({"value": "people"})
    whole = chain(outcome.lookup, geography, study.areas, tables.shelf, people=people)
    placed = whole.shares.rename({"target": "area"}).select("source", "area", "share")
    return placed.filter(pl.col("area").is_in(judged.implode()))


def _source(reading: Reading) -> str:
    publisher = reading.entry.publisher
    return f"{reading.entry.title}, {publisher}" if publisher else reading.entry.title


def _holds_back(reading: Reading, columns: tuple[str, ...]) -> bool:
    """Whether a publisher held back cells of one of these columns."""
    asked = {column.partition(".")[2] for column in columns}
    return any(gap.column in asked and gap.why == "suppressed" for gap in reading.gaps)


def measured(manifest: Mapping[str, Any]) -> dict[str, Measured]:
    """The outcomes that results hold, by name.

    Args:
        manifest: The manifest of results.
    """
    told = manifest.get("outcomes", {})
    return {name: Measured.model_validate(outcome) for name, outcome in told.items()}
