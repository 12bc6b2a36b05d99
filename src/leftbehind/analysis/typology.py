"""Which kinds of neighbourhood are on a list: how many, what sets them apart, how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from leftbehind.analysis.cells import comparing_of
from leftbehind.analysis.kind_choice import Choice, choose
from leftbehind.analysis.kind_figures import (
    LITTLE,
    Figures,
    Screened,
    explained,
    figures_of,
    screen,
)
from leftbehind.analysis.kind_places import places_table, similar_table
from leftbehind.analysis.kind_profile import Level, by_table, kinds_table, profile_table
from leftbehind.analysis.kind_since import transitions
from leftbehind.analysis.partition import Labels, Partition, in_order, scale_of
from leftbehind.analysis.stability import adjusted_rand, bootstrap, small_changes
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array
from leftbehind.errors import LeftBehindError
from leftbehind.kinds import Kinds, Method
from leftbehind.results import Results
from leftbehind.running.run import run, shelf_of
from leftbehind.study import Study
from leftbehind.study_file import read_study

BOOTSTRAPS = 100
"""Draws of the areas for the stability of the kinds that are chosen."""

PARTS = 4
"""A kind is split into at most so many."""

SPLIT_FROM = 30
"""A kind of fewer areas is not split again."""


@dataclass(frozen=True, slots=True)
class Typology:
    """The kinds of neighbourhood of a study's list.

    Attributes:
        study: The study.
        about: How it was done.
        results: Results of the study, with the variables as its outcomes.
        others: The group of other deprived areas, carried to the nearest kind; none: there is
            no other group.
        kinds: One row for each kind, the largest first: `level` (1; 2 for what a kind was split
            into), `kind` ("1"; "1a"), `within` (the kind that was split), `areas`, `share` (of the
            areas with a kind, or of those of the kind that was split), `people`, `jaccard` and
            `standing` ("stable", "doubtful", "not stable"; none where there is one kind), `spread`
            (mean distance of its areas to its centre), `next` (the nearest other kind) and
            `next_distance`.
        places: One row for each listed and each other deprived area: `area`, `name`, `people`,
            `listed`, `kind`, `within_kind`, `distance` to the centre of the kind, `typical` (the
            share of the listed areas of the kind that are no nearer to it: 1 the most typical),
            `silhouette` (listed areas only), `second` and `second_distance` (the second-best
            kind), `beyond` (further from the centre than any listed area of the kind).
        profile: One row for each kind and variable: `level`, `kind`, `variable`, `value` and, of
            the same, `listed`, `others`, `whole` (all areas), `difference` (from the list, in
            standard deviations of its areas, as standardised) and `ratio` (to the list).
        variables: One row for each variable: `variable`, `title`, `theme`, `unit`, `source`,
            `date`, `in_rule`, `used`, `why_not` ("missing", "constant", "alike", "little"),
            `beside` (the variable that it repeats), `by_how_much`, `explained` (the share of
            its sum of squares between kinds).
        choice: One row for each number of kinds, see `Choice.table`.
        clustergram: See `Choice.clustergram`.
        robust: One row for each small change: `change` ("without" a variable, "jitter",
            "method", "without the rule's"), `what`, `rand` (adjusted Rand index).
        similar: For each listed area the nearest places anywhere: `area`, `order`, `similar`,
            `name`, `listed`, `distance`, `alike`, `apart`.
        by: Kinds by the breakdowns of the study: `kind`, `breakdown`, `larger`, `name`,
            `areas`, `people`.
        transitions: Kinds of an earlier study beside these: `before`, `after`, `people`,
            `share`; empty without one.
        rand: Mean adjusted Rand index over draws of the areas.
        draws: How many draws.
        left_out: Listed areas that lack a figure and so have no kind.
        since: The earlier typology, where one was asked for.
    """

    study: Study
    about: Kinds
    results: Results
    others: str
    kinds: pl.DataFrame
    places: pl.DataFrame
    profile: pl.DataFrame
    variables: pl.DataFrame
    choice: pl.DataFrame
    clustergram: pl.DataFrame
    robust: pl.DataFrame
    similar: pl.DataFrame
    by: pl.DataFrame
    transitions: pl.DataFrame
    rand: float | None
    draws: int
    left_out: tuple[str, ...]
    since: Typology | None = None

    @property
    def number(self) -> int:
        """How many kinds there are; one: the data bear none."""
        return self.kinds.filter(level=1).height

    @property
    def best(self) -> int:
        """How many kinds the data bear best; one: they bear none."""
        ranked = self.choice.drop_nulls("ranks").sort("ranks", "k")
        return int(ranked["k"][0]) if ranked.height else 1

    @property
    def asked_for(self) -> bool:
        """Whether the number of kinds was asked for though the data do not bear it."""
        chosen = self.choice.filter("chosen").row(0, named=True)
        return self.number > 1 and chosen["why_not"] is not None

    def tables(self) -> dict[str, pl.DataFrame]:
        """Its tables by name, as they are written."""
        names = ("kinds", "places", "profile", "variables", "choice", "clustergram", "robust",
                 "similar", "by", "transitions")  # fmt: skip
        found = {name: getattr(self, name) for name in names}
        return {name: table for name, table in found.items() if table.height}


def typology(
    study: Study | str | Path,
    changes: Iterable[str] = (),
    *,
    kinds: int | None = None,
    method: Method | None = None,
    bootstraps: int = BOOTSTRAPS,
    since: Study | str | Path | None = None,
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Typology:
    """Put the areas of a study's list into kinds, and say how sure that is.

    Args:
        study: A study, its name or path; its section `[typology]` names the variables.
        changes: Patches of it.
        kinds: How many kinds; none: as many as the data bear.
        method: How they are found; none: as the study says.
        bootstraps: Draws of the areas by which each kind is tested.
        since: An earlier study whose kinds are set beside these.
        shelf: Where tables come from.
        tell: Called with what is being read or done.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If there is no variable, the list is too short, or what is asked makes
            no sense.

    Example:
        >>> found = typology("invented-country", kinds=2, bootstraps=10)
        >>> found.kinds.filter(level=1)["kind"].to_list()
        ['1', '2']
    """
    asked = study if isinstance(study, Study) else read_study(study, changes)
    if bootstraps < 0:
        raise LeftBehindError(f"{bootstraps} draws cannot be made", mend="ask for 0 or more")
    about = (
        asked.typology if method is None else asked.typology.model_copy(update={"method": method})
    )
    base = shelf or Shelf()
    results = _measured(asked, base, tell)
    figures = figures_of(results)
    tell("kinds")
    found = _found(asked, about, figures, kinds, bootstraps)
    if since is None:
        return found
    earlier = since if isinstance(since, Study) else read_study(since)
    before = typology(earlier, bootstraps=0, shelf=base, tell=tell)
    way = shelf_of(asked, base)
    moved = transitions((before.results, before.places), (found.results, found.places), way)
    return replace(found, transitions=moved, since=before)


def _measured(study: Study, shelf: Shelf, tell: Callable[[str], None]) -> Results:
    """The study, with the variables of its typology in the place of its outcomes."""
    variables = study.typology.variables(study.outcome)
    nothing: dict[str, Any] = {"claim": {}, "design": {}}
    results = run(
        study.model_copy(update={**nothing, "outcome": variables}), shelf=shelf, tell=tell
    )
    results.require_places()
    return results


def _others(results: Results) -> str:
    """The group of other deprived areas: the first that the study compares its list with."""
    groups = [one for one in results.manifest["study"]["group"] if one != results.list_of]
    named = [one for one in comparing_of(results).against if one in groups]
    return next(iter([*named, *groups]), "")


def _found(
    study: Study,
    about: Kinds,
    figures: Figures,
    kinds: int | None,
    bootstraps: int,
) -> Typology:
    how = Partition(about.method, about.starts)
    others = _others(figures.results)
    flags = figures.flags(others)
    screened = screen(figures)
    points = _points(screened)
    _check_number(kinds, len(np.unique(points, axis=0)))
    choice = choose(points, about.kinds, how, about.seed, kinds)
    screened, points, labels = _without_little(screened, choice, how, about.seed)
    stability = bootstrap(points, labels, how, bootstraps if choice.kinds > 1 else 0, about.seed)
    top = Level("", screened.rows, points, labels, stability)
    levels = [top, *_split(top, how, about, bootstraps)]
    scale = scale_of(screened.values)
    shares = dict(zip(screened.used, explained(points, labels).tolist(), strict=True))
    between = pl.col("variable").replace_strict(shares, default=None, return_dtype=pl.Float64)
    robust = list(_robust(figures, screened, top, how, about.seed)) if choice.kinds > 1 else []
    return Typology(
        study=study,
        about=about,
        results=figures.results,
        others=others,
        kinds=kinds_table(figures, levels),
        places=places_table(figures, scale, screened.used, levels, flags),
        profile=profile_table(figures, levels, flags),
        variables=screened.table.with_columns(explained=between),
        choice=choice.table,
        clustergram=choice.clustergram,
        robust=pl.DataFrame(robust, schema=_ROBUST, orient="row"),
        similar=similar_table(figures, scale, screened.used, screened.rows),
        by=by_table(figures, levels),
        transitions=pl.DataFrame(),
        rand=stability.rand if stability.draws else None,
        draws=stability.draws,
        left_out=tuple(figures.areas["area"].gather(screened.left_out)),
    )


_ROBUST = {"change": pl.String, "what": pl.String, "rand": pl.Float64}


def _check_number(kinds: int | None, areas: int) -> None:
    if kinds is None:
        return
    if kinds < 2:
        raise LeftBehindError(
            f"{kinds} is no number of kinds: at least two are told apart",
            mend="ask for 2 or more, or let the data say: leave out --kinds",
        )
    if kinds > areas:
        raise LeftBehindError(
            f"{kinds} kinds are more than the {areas} areas that differ and have every figure",
            mend="ask for fewer",
        )


def _points(screened: Screened) -> Array:
    """The listed areas on a common scale."""
    return scale_of(screened.values).apply(screened.values)


def _without_little(
    screened: Screened, choice: Choice, how: Partition, seed: int
) -> tuple[Screened, Array, Labels]:
    """The kinds made again without variables on which they hardly differ, one after the other.

    How many kinds there are was decided before, with all of them: left out first, they would
    make any data look clustered.
    """
    points, labels = _points(screened), choice.labels[choice.kinds]
    while choice.kinds > 1 and len(screened.used) > 2:
        shares = explained(points, labels)
        at = int(np.argmin(shares))
        if shares[at] >= LITTLE:
            break
        screened = screened.without(screened.used[at], float(shares[at]))
        points = _points(screened)
        labels = in_order(points, how.of(points, choice.kinds, seed))
    return screened, points, labels


def _split(top: Level, how: Partition, about: Kinds, bootstraps: int) -> Iterator[Level]:
    """Each kind split again, as far as the data bear it."""
    names = top.names
    for kind, name in enumerate(names if about.levels > 1 and len(names) > 1 else ()):
        inside = top.labels == kind
        points = top.points[inside]
        if len(points) < SPLIT_FROM:
            continue
        found = choose(points, PARTS, how, about.seed)
        if found.kinds > 1:
            labels = found.labels[found.kinds]
            stability = bootstrap(points, labels, how, bootstraps, about.seed)
            yield Level(name, top.rows[inside], points, labels, stability)


def _robust(
    figures: Figures, screened: Screened, top: Level, how: Partition, seed: int
) -> Iterator[tuple[str, str, float]]:
    """Kinds after small changes, and without the variables that the rule uses too."""
    yield from small_changes(top.points, screened.used, top.labels, how, seed)
    tagged = [name for name in screened.used if figures.variables[name].in_rule]
    rest = [name for name in screened.used if name not in tagged]
    if tagged and rest:
        points = top.points[:, [screened.used.index(name) for name in rest]]
        again = how.of(points, int(top.labels.max()) + 1, seed)
        yield "without the rule's", ", ".join(tagged), adjusted_rand(top.labels, again)
