"""Chance: what the true figures may be, given what was counted, held back or guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.posterior import Guessed, Posterior, posterior
from leftbehind.engine import arrays
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.index.build import values
from leftbehind.index.impute import Filled
from leftbehind.index.measure import measure, suppressed
from leftbehind.index.nodes import Indicator
from leftbehind.index.score import score
from leftbehind.index.spec import Recipe
from leftbehind.index.start import SUFFIX, columns_of, parts_passed, starting_nodes
from leftbehind.running.indices import data_of, people_in
from leftbehind.running.tables import Tables, array_of
from leftbehind.study import Study

DRAWN = "drawn {}"
"""The column of a drawn rate: no published column has a blank in its name."""


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """One index of a study, ready to be folded again with rates that may be true.

    Attributes:
        recipe: Its recipe, with the drawn rates in the place of counts.
        columns: The columns that are not drawn, (areas, 1).
        posteriors: What may be true of each drawn indicator.
        start: Nodes that are taken as published.
        source: For each link of a small area to a judged one, the small one's position.
        target: The judged one's position, sorted.
        people: The people of the link; 1 where it is judged where it is folded.
        judged: How many areas are judged.
    """

    recipe: Recipe
    columns: dict[str, Array]
    posteriors: dict[str, Posterior | Guessed]
    start: tuple[str, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    people: Array
    judged: int

    def parts(self, names: tuple[str, ...], seeds: NDArray[np.int64]) -> Array:
        """The parts of the index with rates that may be true, as they enter its root.

        Args:
            names: Which parts.
            seeds: One seed for each version.

        Returns:
            (versions, parts, judged areas).
        """
        each, which = np.unique(seeds, return_inverse=True)
        drawn: dict[str, list[Array]] = {name: [] for name in self.posteriors}
        for seed in each:
            rng = np.random.default_rng(int(seed))
            for name, one in self.posteriors.items():
                drawn[name].append(one.draw(1, rng)[:, 0])
        rates = {DRAWN.format(name): np.stack(several, axis=1) for name, several in drawn.items()}
        told = score(self.recipe, {**self.columns, **rates}, start=self.start)
        # A part counts where the whole is known, as it does in the study itself.
        known = ~np.isnan(told.index)
        found = [np.where(known, told.entered[name], np.nan) for name in names]
        return np.stack([self._carried(one).T for one in found], axis=1)[which]

    def _carried(self, value: Array) -> Array:
        """Averages for the judged areas, (judged, versions), of those that have a value."""
        from scipy.sparse import csr_matrix

        shape = (self.judged, value.shape[0])
        links = csr_matrix((self.people, (self.target, self.source)), shape=shape)
        known = ~np.isnan(value)
        with np.errstate(invalid="ignore", divide="ignore"):
            mass = links @ known.astype(np.float64)
            return np.asarray((links @ np.where(known, value, 0.0)) / mass)


def chance_of(study: Study, index: str, tables: Tables, areas: pl.Series) -> Chance:
    """An index of a study, ready to be folded again with rates that may be true.

    Args:
        study: The study.
        index: The index.
        tables: Where its tables come from.
        areas: The areas that are judged.

    Raises:
        LeftBehindError: If none of its counts are at hand, or it is not summed up by average
            scores.
    """
    one, recipe = study.index[index], study.recipes[index]
    frame, geography = data_of(one, tables)
    columns = values(recipe, frame, columns_of(recipe, frame.columns, one.start))
    given = starting_nodes(recipe, frame.columns, one.start)
    leaves = {
        name: recipe.indicator[name]
        for name in parts_passed(recipe, given)
        if name in recipe.indicator and name not in given
    }
    counted = {
        name: leaf
        for name, leaf in leaves.items()
        if leaf.of and all(column in columns for column in (*leaf.of, *leaf.measured(name)))
    }
    rated = [key for key in study.doubt.rate if key.startswith(f"{index}.")]
    once = score(recipe, columns, start=one.start, keep=True)
    guesses = {
        name: Filled(chain.shrunk, chain.filled, chain.spread)
        for name, chain in once.chain.items()
        if chain.filled.any()
    }
    if not (counted or rated or guesses):
        raise LeftBehindError(
            f"no counts of {index} are at hand and none of its gaps is filled, so no chance can "
            "be drawn",
            where="doubt.chance",
            mend="leave it out of `chance`: only counts and guesses have a known error",
        )
    carried = geography != study.areas or bool(one.lookup)
    if carried and one.summarise != "average score":
        raise LeftBehindError(
            f"chance is carried by average scores, and {index} is summed up by {one.summarise}",
            where="doubt.chance",
            mend="leave it out of `chance`",
        )
    for name in (key.partition(".")[2] for key in rated):
        if name not in (folded := parts_passed(recipe, given)):
            raise LeftBehindError(
                f"{name} is no part of {index} that is folded, so no rate of it can be drawn",
                where=f"doubt.rate.{index}.{name}",
                mend=nearest(name, folded),
            )
    rates = _rates(study, index, geography, frame[geography], tables)
    for name in rates:
        recipe = recipe.as_indicator(name, DRAWN.format(name))
        published = {name + suffix for suffix in SUFFIX.values()}
        columns = {key: column for key, column in columns.items() if key not in published}
    source, target, people = _links(frame[geography], areas, study, index, tables, carried)
    guessed = {name: Guessed(one) for name, one in guesses.items() if name not in counted}
    drawn = {
        name: leaf.model_copy(
            update={
                "column": DRAWN.format(name),
                "counts": (),
                "of": (),
                "shrink": "",
                "error": "",
                "suppressed": None,
            }
        )
        for name, leaf in leaves.items()
        if name in counted or name in guessed
    }
    counts = {
        name: replace(_posterior(name, leaf, columns), guess=guesses.get(name))
        for name, leaf in counted.items()
    }
    return Chance(
        recipe.model_copy(update={"indicator": {**recipe.indicator, **drawn}}),
        {name: _column(column) for name, column in columns.items()},
        {**counts, **guessed, **rates},
        one.start,
        source,
        target,
        people,
        areas.len(),
    )


def _rates(
    study: Study, index: str, geography: str, codes: pl.Series, tables: Tables
) -> dict[str, Posterior]:
    """What may be true of the parts that are published as rates of known people.

    A published rate is shrunk already, and by how little is not: the weight on an area's own
    data is taken as 1, which at some 1,600 people is nearly so.
    """
    found = {}
    for key, rate in study.doubt.rate.items():
        if key.partition(".")[0] != index:
            continue
        value, of = (
            array_of(
                pl.DataFrame({"area": codes}).join(
                    tables.column(column, geography), on="area", how="left", maintain_order="left"
                )["value"]
            )
            for column in (rate.value, rate.of)
        )
        share = value / rate.per
        lacking = codes.filter(pl.Series(np.isnan(share) | ~(of > 0)))
        if lacking.len():
            raise LeftBehindError(
                f"{lacking.len():,} areas have no rate in {rate.value} or no people in {rate.of}: "
                f"{some(lacking)}",
                where=f"doubt.rate.{key}",
                mend="name tables that have both for every area of the index",
            )
        if share.max() > 1 or share.min() < 0:
            raise LeftBehindError(
                f"{rate.value} per {rate.per:g} is no share of people: it goes from "
                f"{share.min():g} to {share.max():g}",
                where=f"doubt.rate.{key}",
                mend="say what it is `per`: 100 for percent",
            )
        found[key.partition(".")[2]] = posterior(share * of, of, None, share=True)
    return found


def _column(column: Array) -> Array:
    return column if column.dtype.kind not in "fiu" else column[:, None]


def _posterior(name: str, leaf: Indicator, columns: Mapping[str, Array]) -> Posterior:
    one = measure(name, leaf, columns.__getitem__, arrays)
    district = columns[leaf.shrink] if leaf.shrink and not leaf.error else None
    return posterior(
        np.asarray(one.count),
        np.asarray(one.of),
        district,
        share=leaf.proportion,
        unsure=_unsure(name, leaf, columns),
    )


def _unsure(name: str, leaf: Indicator, columns: Mapping[str, Array]) -> Array | float:
    """Variance of a count of which some parts are only known to lie between two bounds."""
    if leaf.suppressed is None:
        return 0.0
    held_back = sum(
        suppressed(columns.__getitem__, part).astype(float) for part in leaf.measured(name)
    )
    # A whole number that is as likely as any other from low to high.
    numbers = leaf.suppressed.high - leaf.suppressed.low + 1
    return np.asarray(held_back * (numbers**2 - 1) / 12)


def _links(
    codes: pl.Series, areas: pl.Series, study: Study, index: str, tables: Tables, carried: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Small areas and the judged areas they make up, by position, with their people."""
    here = pl.DataFrame({"source": codes}).with_row_index("from")
    there = pl.DataFrame({"target": areas}).with_row_index("to")
    if carried:
        links = people_in(study, index, codes.name, tables)
    else:
        links = pl.DataFrame({"source": codes, "target": codes, "people": 1.0})
    found = links.join(here, on="source").join(there, on="target").sort("to", "from")
    return (
        found["from"].cast(pl.Int64).to_numpy(),
        found["to"].cast(pl.Int64).to_numpy(),
        found["people"].cast(pl.Float64).to_numpy(),
    )
