"""The areas that are judged: which they are, their ranks, their groups, their margins."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from leftbehind.engine.arrays import place
from leftbehind.errors import LeftBehindError
from leftbehind.groups import Cut, Judged, Membership
from leftbehind.running.indices import IndexRun
from leftbehind.running.tables import Tables, array_of, series_of
from leftbehind.study import Study


def base_of(study: Study, indices: Mapping[str, IndexRun], tables: Tables) -> pl.DataFrame:
    """The codes whose number is N, as column `area`, sorted.

    Raises:
        LeftBehindError: If the base is of another geography, or nothing is left.
    """
    if study.base:
        reading = tables.of_areas(study.base)
        if study.areas not in reading.frame.columns:
            raise LeftBehindError(
                f"base: {study.base} is on {reading.entry.geography}, "
                f"the study judges {study.areas}",
                mend="name a table of the areas that are judged",
            )
        codes = reading.frame.select(pl.col(study.areas).alias("area")).drop_nulls().unique()
    else:
        scored = [
            one.judged.filter(pl.col("score").is_not_null()).select("area")
            for one in indices.values()
        ]
        codes = scored[0]
        for other in scored[1:]:
            codes = codes.join(other, on="area", how="semi")
    if codes.is_empty():
        raise LeftBehindError("no area is left to judge", mend="check base and the indices")
    return codes.sort("area")


def judge(
    study: Study, base: pl.DataFrame, indices: Mapping[str, IndexRun], tables: Tables
) -> Judged:
    """Scores, ranks and people of the areas that are judged.

    Raises:
        LeftBehindError: If an index has a score for none of them.
    """
    scores, ranks = {}, {}
    for name, one in indices.items():
        scores[name] = array_of(_beside(base, one.judged.select("area", "score"))["score"])
        ranks[name] = place(scores[name])
        if np.isnan(scores[name]).all():
            raise LeftBehindError(
                f"index.{name} has a score for none of the areas that are judged",
                mend="check that its data, its lookup and `base` are of one geography",
            )
    people = np.full(base.height, np.nan)
    if study.people:
        found = tables.column(study.people, study.areas, "people")
        people = array_of(_beside(base, found)["value"])
    codes = base["area"].to_numpy().astype(np.str_)
    listed = {
        name: _flags(base, group.listed, f"group.{name}.listed", study.areas, tables)
        for name, group in study.group.items()
        if group.listed
    }
    return Judged(
        codes,
        scores,
        ranks,
        base.height,
        people,
        {name: flags.fill_null(value=False).to_numpy() for name, flags in listed.items()},
    )


def _flags(
    areas: pl.DataFrame, column: str, where: str, geography: str, tables: Tables
) -> pl.Series:
    """A column of true and false for the areas; null where the table lacks one.

    Raises:
        LeftBehindError: If it holds anything else.
    """
    found = tables.column(column, geography)
    if not found["value"].drop_nulls().cast(pl.Float64).is_in([0.0, 1.0]).all():
        raise LeftBehindError(
            f"{column} is neither true nor false (1 or 0) everywhere",
            where=where,
            mend="name a column that flags the areas of the list",
        )
    return _beside(areas, found)["value"].cast(pl.Boolean)


def names_of(base: pl.DataFrame, geography: str, tables: Tables) -> pl.Series:
    """Names of the areas, from the first table that has them; else their codes."""
    column = f"{geography}_name"
    for reading in tables.readings.values():
        if column in reading.frame.columns and geography in reading.frame.columns:
            names = reading.frame.select(
                pl.col(geography).alias("area"), pl.col(column).alias("name")
            ).unique("area", keep="first", maintain_order=True)
            return _beside(base, names)["name"]
    return base["area"].alias("name")


def areas_table(
    study: Study,
    names: pl.Series,
    judged: Judged,
    members: Mapping[str, Membership],
    cuts: tuple[Cut, ...],
) -> pl.DataFrame:
    """One row for each area that is judged: scores, ranks, margins, groups."""
    about = members[study.list_of]
    columns: list[pl.Series] = [pl.Series("area", judged.codes), names]
    for name, rank in judged.rank.items():
        score = judged.score[name]
        ranked = np.count_nonzero(~np.isnan(rank))
        cut = _cut_of(name, study.list_of, cuts)
        margin = rank * np.nan if cut is None else cut.rank - rank
        least = np.nan if cut is None or cut.score is None else cut.score
        columns += [
            series_of(f"{name}_score", score),
            series_of(f"{name}_rank", rank, pl.Int64),
            series_of(f"{name}_decile", np.ceil(10 * rank / ranked), pl.Int64),
            series_of(f"{name}_margin", margin, pl.Int64),
            series_of(f"{name}_score_margin", score - least),
        ]
    near = study.rule.cut(study.near, judged.number)
    missed = ~about.inside & ~about.barred & (about.margin >= -near)
    columns += [
        series_of("people", judged.people),
        *(pl.Series(f"in_{name}", member.inside) for name, member in members.items()),
        pl.Series("group", _first_group(members), dtype=pl.String),
        series_of("margin", about.margin, pl.Int64),
        pl.Series("near_miss", missed),
    ]
    return pl.DataFrame(columns)


def with_published(areas: pl.DataFrame, study: Study, tables: Tables) -> pl.DataFrame:
    """The areas with the flag of the published list, where the study names one."""
    if study.published is None:
        return areas
    flags = _flags(areas, study.published.flag, "published.flag", study.areas, tables)
    return areas.with_columns(flags.alias("published"))


def _beside(areas: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return areas.join(other, on="area", how="left", maintain_order="left")


def _cut_of(index: str, group: str, cuts: tuple[Cut, ...]) -> Cut | None:
    """The cut of the study's own group on an index, else the first of any group."""
    on_index = [cut for cut in cuts if cut.index == index]
    own = [cut for cut in on_index if cut.group == group]
    return next(iter(own or on_index), None)


def _first_group(members: Mapping[str, Membership]) -> list[str | None]:
    size = next(iter(members.values())).inside.size
    first = np.full(size, None, dtype=object)
    for name, member in reversed(list(members.items())):
        first[member.inside] = name
    return list(first)
