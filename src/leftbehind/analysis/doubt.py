"""How sure the list is: who is on it in how many versions of the study, and at which ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl

from leftbehind.analysis.chance import Chance, chance_of
from leftbehind.analysis.drawing import draw
from leftbehind.analysis.draws import Draws, Whole
from leftbehind.analysis.ensemble import Ensemble, ensemble
from leftbehind.analysis.panel_file import read_panel
from leftbehind.analysis.spread import HIGH, Spread, fits
from leftbehind.analysis.tally import Tally
from leftbehind.analysis.variants import Variants
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest, some
from leftbehind.questions import Doubt
from leftbehind.results import Results
from leftbehind.running.run import run, tables_of
from leftbehind.study import Study
from leftbehind.study_file import read_study

LEVELS = (0.5, 0.8, 0.95)
"""Shares of versions at which the list is given."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A study in many versions.

    Attributes:
        results: The study itself.
        concentration: How closely weights stayed to its own.
        areas: One row for each area: `area`, `name`, `in_study`, `probability` (the share of
            versions in which it is on the list); for each index `<index>_rank` in the study,
            `<index>_low`, `<index>_median` and `<index>_high`.
        versions: One row for each version: its weights as `<index>.<part>`, shares as
            `<index>.share`, the choice of each `option.<name>`, `size` of the list, `entries` and
            `exits` beside the study's own, `jaccard`, and `<index>_shift`, the mean
            difference of ranks.
        about: What of it was in doubt, and what of that was drawn.
        rank_error: How far an end of an interval of ranks may be from the exact one, in ranks:
            0 unless there were too many to keep them all.
    """

    results: Results
    concentration: float
    areas: pl.DataFrame
    versions: pl.DataFrame
    about: Doubt = field(default_factory=Doubt)
    rank_error: int = 0

    def listed(self, level: float) -> pl.DataFrame:
        """The areas that are on the list in at least a share of versions."""
        return self.areas.filter(pl.col("probability") >= level)

    def marginal(self) -> pl.DataFrame:
        """The areas close to the line: neither firmly on the list nor firmly off it.

        Firmly is in 95 of 100 versions.
        """
        close = pl.col("probability").is_between(1 - HIGH, HIGH, closed="none")
        return self.areas.filter(close).sort("probability", "area", descending=[True, False])


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A study at hand, with what of it is in doubt, ready to be judged in many versions.

    Attributes:
        results: The study.
        about: What of it is in doubt.
        made: It, ready to be judged, with the panels that were asked about its weights.
        variants: It with other methods.
    """

    results: Results
    about: Doubt
    made: Ensemble
    variants: Variants

    def judge(self, tally: Tally, drawn: Draws) -> None:
        """Judge versions of it, each with its choice of every option.

        Args:
            tally: Where they are counted.
            drawn: The versions.
        """
        for patches, which in _options(self.about, drawn):
            other = self.made
            if patches:
                other = self.variants.patched(patches, f"doubt.option: {', '.join(patches)}")
            tally.add(other, drawn.some(which).around(self.made, other), which)

    def doubted(
        self,
        draws: int,
        *,
        concentration: float | None = None,
        seed: int | None = None,
        ranks: bool = True,
    ) -> Doubted:
        """Judge drawn versions of it.

        Args:
            draws: How many versions.
            concentration: How closely weights stay to the study's own; none: the first that
                the study states.
            seed: Seed of the draws; none: the study's.
            ranks: Whether ranks are found too.

        Raises:
            LeftBehindError: If what is asked makes no sense.
        """
        if seed is not None and seed < 0:
            raise LeftBehindError(
                f"a seed of {seed} starts no draws", mend="give a whole number from 0 on"
            )
        about = self.about if seed is None else self.about.model_copy(update={"seed": seed})
        near = about.concentration[0] if concentration is None else concentration
        return _doubted(self.results, self.made, about, draws, near, self.judge, ranks=ranks)


def doubtful(
    study: str | Path,
    changes: Iterable[str] = (),
    *,
    everything: bool = False,
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Doubtful:
    """Read and run a study, ready to be judged in many versions.

    Args:
        study: A study's name or path.
        changes: Patches of it.
        everything: Whether all that is in doubt will be drawn, not only what its `draw` says.
        shelf: Where tables come from.
        tell: Called with what is being read.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If the study's list is no rule of ranks, or a panel cannot be read.

    Example:
        >>> sorted(doubtful("invented-country").made.parts)
        ['deprivation', 'need']
    """
    asked = read_study(study, changes)
    place = shelf or Shelf()
    results = run(asked.without_outcomes(), shelf=place, tell=tell)
    made = _with_panels(ensemble(results), asked)
    tables = tables_of(asked, place, tell)

    def chance(other: Study, index: str) -> Chance:
        return chance_of(other, index, tables, made.codes)

    if unknown := set(asked.doubt.chance) - made.parts.keys():
        name = min(unknown)
        raise LeftBehindError(
            f"doubt.chance names no index: {name}", mend=nearest(name, made.parts)
        )
    if everything or "chance" in asked.doubt.draw:
        made = replace(made, chance={name: chance(asked, name) for name in asked.doubt.chance})
    variants = Variants(asked, made, lambda other: run(other, shelf=place), chance)
    return Doubtful(results, asked.doubt, made, variants)


def doubt(
    study: str | Path,
    changes: Iterable[str] = (),
    *,
    draws: int = 1000,
    concentration: float | None = None,
    seed: int | None = None,
    shelf: Shelf | None = None,
    ranks: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Doubted:
    """Judge a study in many versions of its method.

    What is drawn is a choice, not chance: a probability here is the share of versions that
    put a place on the list, and the dial is how far versions may differ.

    Args:
        study: A study's name or path.
        changes: Patches of it.
        draws: How many versions.
        concentration: How closely weights stay to the study's own; none: the first that the
            study states. Infinite: they stay.
        seed: Seed of the draws; none: the study's.
        shelf: Where tables come from.
        ranks: Whether ranks are found too, not only who is on the list.
        tell: Called with what is being read.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If the study's list is no rule of ranks, or what is asked makes no
            sense.

    Example:
        >>> found = doubt("invented-country", draws=64)
        >>> sorted(found.areas.filter(pl.col("probability") == 1)["in_study"].unique())
        [True]
    """
    at_hand = doubtful(study, changes, shelf=shelf, tell=tell)
    return at_hand.doubted(draws, concentration=concentration, seed=seed, ranks=ranks)


def judged(
    results: Results, about: Doubt, draws: int, concentration: float, *, ranks: bool = True
) -> Doubted:
    """Judge results that are at hand in many versions, their options left as they are.

    Args:
        results: Results of a study.
        about: What of it is in doubt.
        draws: How many versions.
        concentration: How closely weights stay to the study's own.
        ranks: Whether ranks are found too.

    Raises:
        LeftBehindError: As `doubt` does.
    """
    own = about.model_copy(update={"option": {}, "panel": {}, "chance": ()})
    made = ensemble(results)

    def judge(tally: Tally, drawn: Draws) -> None:
        tally.add(made, drawn, np.arange(drawn.versions))

    return _doubted(results, made, own, draws, concentration, judge, ranks=ranks)


def _doubted(
    results: Results,
    made: Ensemble,
    about: Doubt,
    draws: int,
    concentration: float,
    judge: Callable[[Tally, Draws], None],
    *,
    ranks: bool,
) -> Doubted:
    if not concentration > 0:
        raise LeftBehindError(
            f"a concentration of {concentration:g} is no distribution",
            mend="give a number above 0",
        )
    drawn = draw(made, about, draws, concentration)
    for name, one in made.parts.items():
        one.require_budget(name, draws)
    areas = made.rule.areas
    exact = fits(areas, draws, len(made.parts))
    spread = {name: Spread(areas, draws, exact=exact) for name in made.parts if ranks}
    tally = Tally(made, draws, ranks=ranks, spread=spread)
    judge(tally, drawn)
    return Doubted(
        results,
        concentration,
        _areas(results, tally),
        _versions(made, about, drawn, tally),
        about,
        max((one.error for one in spread.values()), default=0),
    )


def _with_panels(made: Ensemble, study: Study) -> Ensemble:
    parts = dict(made.parts)
    for index, file in study.doubt.panel.items():
        if index not in study.index:
            raise LeftBehindError(
                f"doubt.panel names no index: {index}", mend=nearest(index, study.index)
            )
        panel = read_panel(file, study, index).panel
        own = parts[index]
        lacking = [part for part in panel.parts if part not in own.names]
        if lacking or len(panel.experts) < 2:
            raise LeftBehindError(
                f"{some(lacking)} has no weight in the study, so none can be drawn"
                if lacking
                else "a panel of one does not disagree, so it says nothing of doubt",
                where=f"doubt.panel.{index}",
                mend="ask two experts or more about the parts that have a weight",
            )
        at = [panel.parts.index(part) for part in own.names]
        parts[index] = replace(own, experts=panel.weights[:, at])
    return replace(made, parts=parts)


def _options(about: Doubt, drawn: Draws) -> list[tuple[tuple[str, ...], Whole]]:
    """The patches of each combination of choices, and the versions that took it."""
    everyone = np.arange(drawn.versions)
    if not drawn.option:
        return [((), everyone)]
    taken = np.column_stack(list(drawn.option.values()))
    found = []
    for row in np.unique(taken, axis=0):
        patches: list[str] = []
        for choices, at in zip(about.option.values(), row, strict=True):
            patches += list(choices.values())[at]
        found.append((tuple(patches), np.flatnonzero((taken == row).all(axis=1))))
    return found


def _areas(results: Results, tally: Tally) -> pl.DataFrame:
    """One row for each area."""
    areas = results.areas
    columns = [
        areas["area"],
        areas["name"],
        pl.Series("in_study", tally.made.own),
        tally.areas(),
    ]
    for name, spread in tally.spread.items():
        columns.append(areas[f"{name}_rank"])
        named = zip(("low", "median", "high"), spread.intervals(), strict=True)
        columns += [one.alias(f"{name}_{what}") for what, one in named]
    return pl.DataFrame(columns)


def _versions(made: Ensemble, about: Doubt, drawn: Draws, tally: Tally) -> pl.DataFrame:
    """One row for each version."""
    columns = [pl.Series("version", np.arange(1, drawn.versions + 1))]
    for name, weights in drawn.weights.items():
        if made.parts[name].movable:
            columns += [pl.Series(f"{name}.{part}", weights[:, n])
                        for n, part in enumerate(made.parts[name].names)]  # fmt: skip
    columns += [pl.Series(f"{name}.share", share) for name, share in drawn.shares.items()]
    for name, taken in drawn.option.items():
        labels = list(about.option[name])
        columns.append(pl.Series(f"option.{name}", [labels[at] for at in taken]))
    return pl.DataFrame([*columns, *tally.counted()])
