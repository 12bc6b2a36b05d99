"""Do left-behind neighbourhoods lie together? Neighbours, patches, likeness and chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import permutations as pairs_of
from typing import Any

import polars as pl

from leftbehind.analysis.joins import join_counts
from leftbehind.analysis.moran import (
    PERMUTATIONS,
    SEED,
    Floats,
    Likeness,
    bivariate,
    local_moran,
    moran,
)
from leftbehind.analysis.patches import in_programme, patches
from leftbehind.areas.boundaries import Boundaries, read_boundaries
from leftbehind.areas.neighbours import Neighbours, nearest_ones, touching, within
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.study import Programme

REACH_KM = 1.0
"""Kilometres beyond its boundary within which the Community Needs Index counts an area's assets, so
that neighbours share them and are alike by that alone (methodology 3.3)."""

LEAST_PERMUTATIONS = 99
"""With fewer dealings nothing can be told apart from chance."""

SEEDS = 2**32
"""How many seeds NumPy's old generator knows."""


@dataclass(frozen=True, slots=True)
class Around:
    """The areas of a study and who neighbours whom.

    Attributes:
        results: The study.
        touching: Areas that touch, of which patches are made.
        weights: Neighbours as they were asked for.
    """

    results: Results
    touching: Neighbours
    weights: Neighbours


@dataclass(frozen=True, slots=True)
class Spatial:
    """How a study's areas and its list lie.

    Attributes:
        around: The areas and their neighbours.
        statistics: A row for each statistic: `statistic` ("moran", "bivariate", "joins"), what it
            is `of` and what is looked at `next_door`, `areas` that take part, `value`, `expected`
            by chance, `p` (two-sided, from permutations), and `why_not` where it is undefined.
        local: A row for each index and area, see `local_moran`.
        patches: All patches of the list, see `patches`.
        programmes: Titles of the programmes whose areas are named in `patches`.
        permutations: How often figures were dealt out anew.
        seed: Seed of that.
    """

    around: Around
    statistics: pl.DataFrame
    local: pl.DataFrame
    patches: pl.DataFrame
    programmes: dict[str, str]
    permutations: int
    seed: int

    @property
    def results(self) -> Results:
        """The study."""
        return self.around.results

    def large(self, least: float) -> pl.DataFrame:
        """The patches of at least so many people; with 0 those of unknown people too."""
        return self.patches.filter(pl.col("people") >= least) if least else self.patches


def around(
    results: Results,
    shelf: Shelf | None = None,
    *,
    nearest: int | None = None,
    metres: float | None = None,
) -> Around:
    """Find who neighbours whom among a study's areas.

    Args:
        results: Results of a study that names boundaries.
        shelf: Where polygons come from.
        nearest: Take so many nearest areas as neighbours, not those that touch.
        metres: Take those no further than this, not those that touch.

    Raises:
        NotHere: If the polygons cannot be had.
        LeftBehindError: If the study names none or is a sketch, or two kinds of neighbours are
            asked for.

    Example:
        >>> import leftbehind as lb
        >>> found = around(lb.run("invented-country"))
        >>> found.touching.alone
        ()
    """
    if nearest is not None and metres is not None:
        raise LeftBehindError(
            "neighbours are the nearest ones or those within a distance, not both",
            mend="ask for one of them",
        )
    found = _polygons(results, shelf or Shelf())
    touch = touching(found)
    weights = touch
    if nearest is not None:
        weights = nearest_ones(found, nearest)
    elif metres is not None:
        weights = within(found, metres)
    return Around(results, touch, weights)


def spatial(
    at_hand: Around,
    shelf: Shelf | None = None,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    tell: Callable[[str], None] = lambda _: None,
) -> Spatial:
    """Say how a study's areas and its list lie: alike next door, together, or as by chance.

    Args:
        at_hand: The areas and their neighbours.
        shelf: Where the tables of programmes come from.
        permutations: How often figures are dealt out anew.
        seed: Seed of that.
        tell: Called with what is being made.

    Raises:
        NotHere: If a programme's table cannot be had.
        LeftBehindError: If too few permutations are asked for, or the seed is none.

    Example:
        >>> import leftbehind as lb
        >>> found = spatial(around(lb.run("invented-country")), permutations=99)
        >>> found.statistics["statistic"].unique(maintain_order=True).to_list()
        ['moran', 'bivariate', 'joins']
    """
    if permutations < LEAST_PERMUTATIONS:
        raise LeftBehindError(
            f"{permutations} permutations are too few to tell anything from chance",
            mend=f"ask for {LEAST_PERMUTATIONS} or more",
        )
    if not 0 <= seed < SEEDS:
        raise LeftBehindError(
            f"{seed} is no seed", mend=f"give a whole number from 0 to {SEEDS - 1}"
        )
    results, weights = at_hand.results, at_hand.weights
    areas = weights.codes.to_frame("area").join(
        results.areas, on="area", how="left", maintain_order="left"
    )
    scores = {
        index: areas[f"{index}_score"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for index in results.indices
    }
    asked = (weights, permutations, seed)
    rows = []
    for index, values in scores.items():
        tell(index)
        rows.append(_row("moran", index, index, partial(moran, values, *asked)))
    for one, other in pairs_of(scores, 2):
        ask = partial(bivariate, scores[one], scores[other], *asked)
        rows.append(_row("bivariate", one, other, ask))
    tell(results.list_of)
    rows.append(_joins(areas, results.list_of, *asked))
    local = [_local(index, values, *asked) for index, values in scores.items()]
    about = _programmes(results)
    where = shelf or Shelf()
    flags = {
        name: in_programme(results.areas["area"], _study(results)["areas"], one, where)
        for name, one in about.items()
    }
    return Spatial(
        at_hand,
        pl.DataFrame(rows, schema=_STATISTICS),
        pl.concat(local),
        patches(results, at_hand.touching, flags),
        {name: one.title for name, one in about.items()},
        permutations,
        seed,
    )


_STATISTICS = {
    "statistic": pl.String, "of": pl.String, "next_door": pl.String, "areas": pl.Int64,
    "value": pl.Float64, "expected": pl.Float64, "p": pl.Float64, "why_not": pl.String,
}  # fmt: skip


def _row(statistic: str, of: str, other: str, ask: Callable[[], Likeness]) -> dict[str, Any]:
    """A row of statistics; where one is undefined, why."""
    row = {"statistic": statistic, "of": of, "next_door": other}
    try:
        found = ask()
    except LeftBehindError as error:
        return {**row, "why_not": error.what}
    return {**row, "areas": found.areas, "value": found.value, "expected": found.expected,
            "p": found.p}  # fmt: skip


def _joins(
    areas: pl.DataFrame, group: str, weights: Neighbours, permutations: int, seed: int
) -> dict[str, Any]:
    """The row of pairs that are both on the list, among areas of which it is known."""
    row = {"statistic": "joins", "of": group, "next_door": group}
    known = areas["group"].is_not_null()
    listed = areas[f"in_{group}"].filter(known).to_numpy()
    among = weights.among(known.to_numpy())
    if not listed.any():
        return {**row, "areas": len(listed), "why_not": "no area is on the list"}
    found = join_counts(listed, among, permutations, seed)
    if not found.areas:
        return {**row, "areas": 0, "why_not": "no area has a neighbour"}
    return {**row, "areas": found.areas, "value": found.both, "expected": found.expected,
            "p": found.p}  # fmt: skip


def _local(
    index: str, values: Floats, weights: Neighbours, permutations: int, seed: int
) -> pl.DataFrame:
    """Local Moran's I of one index; without any where it is undefined."""
    try:
        found = local_moran(values, weights, permutations, seed)
    except LeftBehindError:
        found = pl.DataFrame({"area": weights.codes}, schema={"area": pl.String}).with_columns(
            **{name: pl.lit(None, pl.Float64) for name in ("own", "around", "local", "p", "p_fdr")},
            cluster=pl.lit(None, pl.String),
        )
    return found.select(pl.lit(index).alias("index"), pl.all())


def _polygons(results: Results, shelf: Shelf) -> Boundaries:
    results.require_places()
    study = _study(results)
    if not study.get("boundaries"):
        raise LeftBehindError(
            "neighbours are found by polygons, and the study names none",
            mend='say boundaries = "TABLE" in the study',
        )
    if results.areas["area"].is_duplicated().any():
        raise LeftBehindError("an area comes twice in the results", mend="run the study again")
    found = read_boundaries(
        results.areas["area"],
        study["areas"],
        study["boundaries"],
        shelf,
        lookup=study.get("boundaries_lookup", ()),
    )
    if not len(found.shapes):
        raise LeftBehindError("none of the areas has a polygon", mend="check `boundaries`")
    return found


def _programmes(results: Results) -> dict[str, Programme]:
    told = _study(results).get("programme", {})
    return {name: Programme.model_validate(one) for name, one in told.items()}


def _study(results: Results) -> dict[str, Any]:
    study: dict[str, Any] = results.manifest["study"]
    return study
