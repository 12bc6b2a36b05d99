"""One index of a study: folded where it was published, carried to where it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from leftbehind.areas.lookups import carry, chain
from leftbehind.areas.summarise import summarise
from leftbehind.areas.ways import named_way
from leftbehind.engine.arrays import each, place
from leftbehind.errors import LeftBehindError, some
from leftbehind.index.build import values
from leftbehind.index.score import Scores, score
from leftbehind.index.spec import Recipe
from leftbehind.index.start import columns_of
from leftbehind.results import no_places_of
from leftbehind.running.tables import Tables, array_of, once, series_of
from leftbehind.study import Index, Study


@dataclass(frozen=True, slots=True)
class IndexRun:
    """One index, folded and carried.

    Attributes:
        index: What the study says of it.
        recipe: Its recipe.
        geography: Where it was folded.
        codes: Its areas there, in the order of the scores.
        scores: What the fold left.
        held: Columns that its tables hold.
        judged: Columns `area` and `score` where it is judged, and one for each part (child
            of the root), as it entered the root (see `columns`).
        lost: Areas that the lookup lost.
        split: Areas that the lookup shared out.
    """

    index: Index
    recipe: Recipe
    geography: str
    codes: pl.Series
    scores: Scores
    held: frozenset[str]
    judged: pl.DataFrame
    lost: tuple[str, ...] = ()
    split: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The children of the root."""
        return self.recipe.node[self.recipe.root].children

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the parts: a part may itself be called `area` or `people`."""
        return tuple(f"part {name}" for name in self.parts)

    @property
    def adds_up(self) -> bool:
        """Whether the judged score is the weighted sum of the judged parts."""
        root = self.recipe.node[self.recipe.root]
        return (
            self.index.summarise == "average score"
            and root.combine.method == "weighted sum"
            and root.transform.method == "as is"
            and root.at_least >= 1
        )

    def about(self) -> dict[str, Any]:
        """What the manifest says of it."""
        unknown = int(np.sum(np.isnan(np.asarray(self.scores.index))))
        return {
            "title": self.index.title or self.recipe.title,
            "recipe": self.recipe.model_dump(mode="json", by_alias=True),
            "geography": self.geography,
            "starts_from": dict(self.scores.given),
            "weights": {name: float(weight) for name, weight in self.scores.weight.items()},
            "adds_up": self.adds_up,
            "areas_scored": self.codes.len() - unknown,
            "areas_without_score": unknown,
            "suppressed_filled_in": self.scores.changed("held back"),
            "filled_in": self.scores.changed("filled in"),
            "treated": self.scores.changed("treated"),
            "shrunk": self.scores.changed("shrunk"),
            "lost_in_lookup": list(self.lost),
            "split_in_lookup": self.split,
        }

    def nodes(self) -> pl.DataFrame:
        """Every node that was passed, at the geography it was folded on."""
        names = [name for name in self.recipe.walk() if name in self.scores.score]
        ranks = each(place, [self.scores.score[name] for name in names])
        columns = [self.codes]
        for name, rank in zip(names, ranks, strict=True):
            if self.scores.given.get(name) != "rank":
                columns.append(series_of(f"{name}_score", self.scores.score[name]))
            columns.append(series_of(f"{name}_rank", rank, pl.Int64))
            if name in self.scores.entered:
                columns.append(series_of(f"{name}_standardised", self.scores.entered[name]))
        return pl.DataFrame(columns).sort("area")


def run_index(
    study: Study, name: str, tables: Tables, *, keep: bool = False, unnamed: bool = False
) -> IndexRun:
    """Fold one index of a study and carry it to the areas that are judged.

    Args:
        study: The study.
        name: The index.
        tables: Where its tables come from.
        keep: Whether every indicator is kept at every stage.
        unnamed: Whether whoever asks hands on no row about an area: only then a sketch is
            folded.

    Raises:
        LeftBehindError: Naming the index, and the table, column or row at fault.
    """
    if study.sketch and not unnamed:
        raise no_places_of(study.name)
    index, recipe = study.index[name], study.recipes[name]
    try:
        frame, geography = data_of(index, tables)
        codes = frame[geography].alias("area")
        scores = _fold(index, recipe, frame, codes, keep=keep)
        judged = pl.DataFrame([codes, series_of("score", scores.index)])
        held = frozenset(frame.columns)
        here = _with_parts(IndexRun(index, recipe, geography, codes, scores, held, judged))
        return (
            here
            if geography == study.areas and not index.lookup
            else _carried(here, study.areas, tables)
        )
    except LeftBehindError as error:
        raise error.at(f"index.{name}") from error


def _fold(
    index: Index, recipe: Recipe, frame: pl.DataFrame, codes: pl.Series, *, keep: bool
) -> Scores:
    try:
        columns = values(recipe, frame, columns_of(recipe, frame.columns, index.start))
        return score(recipe, columns, start=index.start, codes=codes.to_list(), keep=keep)
    except LeftBehindError as error:
        raise error.at(" and ".join(index.data)) from error


def data_of(index: Index, tables: Tables) -> tuple[pl.DataFrame, str]:
    """The columns of all tables of an index, joined on the geography they share."""
    first, *others = [tables.of_areas(name) for name in index.data]
    geography, frame = first.entry.geography, first.frame
    once(frame[geography], first.name, geography)
    for other in others:
        if other.entry.geography != geography:
            way = named_way(other.entry.geography, geography, tables.shelf)
            raise LeftBehindError(
                f"two vintages or geographies cannot be joined: {other.name} is on "
                f"{other.entry.geography}, {first.name} on {geography}",
                mend="use tables of one geography in `data`"
                + (f"; between the two leads {way}" if way else ""),
            )
        once(other.frame[geography], other.name, geography)
        # What an earlier table has too is kept by its whole name: it may be another figure.
        repeated = set(other.frame.columns) & set(frame.columns) - {geography}
        named = other.frame.rename({column: f"{other.name}.{column}" for column in repeated})
        frame = frame.join(named, on=geography, how="left", maintain_order="left")
    return frame, geography


def people_in(study: Study, name: str, geography: str, tables: Tables) -> pl.DataFrame:
    """The people of each small area that average scores weigh it by where it is judged.

    Args:
        study: The study.
        name: The index.
        geography: Where it is folded.
        tables: Where lookups and people come from.

    Returns:
        Columns `source`, `target` and `people`.
    """
    index = study.index[name]
    lookup = chain(
        index.lookup, geography, study.areas, tables.shelf, people=_split_by(index, tables)
    )
    people = tables.column(index.people, geography, "people")
    return lookup.shares.join(
        people.select(pl.col("area").alias("source"), pl.col("value").alias("people")), on="source"
    ).select("source", "target", pl.col("people") * pl.col("share"))


def _with_parts(one: IndexRun) -> IndexRun:
    named = zip(one.columns, one.parts, strict=True)
    parts = [series_of(column, one.scores.entered[part]) for column, part in named]
    return replace(one, judged=one.judged.with_columns(parts))


def _carried(here: IndexRun, target: str, tables: Tables) -> IndexRun:
    """The index at another geography, its score by the measure the study names."""
    index = here.index
    for table in index.lookup:
        tables.read(table)
    lookup = chain(
        index.lookup, here.geography, target, tables.shelf, people=_split_by(index, tables)
    )
    if not index.people:
        raise LeftBehindError(
            f"averages from {here.geography} to {target} need people to weight by",
            mend='say people = "TABLE" in the index',
        )
    people = tables.column(index.people, here.geography, "people")
    frame = here.judged.join(
        people.rename({"value": "people"}), on="area", how="left", maintain_order="left"
    )
    without = frame.filter(pl.col("people").is_null())["area"]
    if without.len():
        raise LeftBehindError(
            f"{without.len():,} areas of {index.data[0]} have no people in {index.people}: "
            f"{some(without)}",
            mend="name a table of people of the same geography and vintage",
        )
    ranked = frame.with_columns(series_of("rank", place(array_of(frame["score"]))))
    value = index.summarise.replace(" ", "_")
    summary = summarise(ranked, lookup, (index.summarise,)).rename({value: "score"})
    # A part counts where the whole is known, so that the parts add up to the score.
    whole = frame.filter(pl.col("score").is_not_null()).drop("score")
    carried = carry(whole, lookup, means=here.columns)
    judged = summary.join(carried.frame, on="area", how="left", maintain_order="left")
    return replace(here, judged=judged, lost=carried.lost, split=carried.split)


def _split_by(index: Index, tables: Tables) -> pl.DataFrame | None:
    """The people that split areas are shared out by, if the study names them."""
    if not index.split_by:
        return None
    geography = tables.read(index.split_by.partition(".")[0]).entry.geography
    found = tables.column(index.split_by, geography, "people")
    return found.rename({"value": "people"})


def profiles(areas: pl.Series, indices: Mapping[str, IndexRun]) -> pl.DataFrame:
    """The parts of each index for each area that is judged, in long form."""
    rows = []
    for name, one in indices.items():
        joined = areas.to_frame("area").join(
            one.judged.select("area", *one.columns), on="area", how="left", maintain_order="left"
        )
        for part, column in zip(one.parts, one.columns, strict=True):
            value = array_of(joined[column])
            added = float(one.scores.weight[part]) * value if one.adds_up else value * np.nan
            rows.append(
                pl.DataFrame({"area": areas}).with_columns(
                    pl.lit(name).alias("index"),
                    pl.lit(part).alias("part"),
                    pl.lit(one.recipe.title_of(part)).alias("title"),
                    series_of("value", value),
                    series_of("rank", place(value), pl.Int64),
                    series_of("contribution", added),
                )
            )
    return pl.concat(rows)
