"""How sure each place is of its standing: in how many versions of the study it is on the list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leftbehind.analysis.doubt import Doubted, judged
from leftbehind.analysis.ensemble import ensemble
from leftbehind.analysis.spread import HIGH, LOW
from leftbehind.errors import LeftBehindError
from leftbehind.questions import Doubt
from leftbehind.results import Results

DRAWS = 1000
"""Versions that are tried at each concentration: as many as `leftbehind doubt` tries."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried, so that it can be said and tried again.

    Attributes:
        versions: How many versions at each concentration.
        concentration: How closely weights stayed to the study's own: with little doubt, with more.
        seed: Seed of the draws.
        weights: Indices whose weights were drawn.
        shares: The least and the largest share of areas that the rule asked for, if drawn.
        untried: Options of the study that were left as they are: each choice of one would be a
            run of the whole study.
        panel: Indices whose weights were drawn around the study's own and not from the panel that
            it names: results hold no experts.
        low: Up to this share of versions a place is firmly off the list.
        high: From this share on it is firmly on it; between the two it is close to the line.
    """

    versions: int
    concentration: tuple[float, float]
    seed: int
    weights: tuple[str, ...]
    shares: tuple[float, float] | None
    untried: tuple[str, ...]
    panel: tuple[str, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counted:
    """In how many versions areas are on the list; those that are not here are on it in none.

    Attributes:
        row: Where the areas stand among all areas.
        narrow: In how many versions with little doubt.
        wide: In how many with more.
    """

    row: list[int]
    narrow: list[int]
    wide: list[int]


@dataclass(frozen=True, slots=True)
class Spread:
    """The 5% and 95% ranks on an index with little doubt, in the order of the codes.

    Attributes:
        low: The rank that one version in twenty is above.
        high: The rank that one version in twenty is below.
    """

    low: list[int | None]
    high: list[int | None]


@dataclass(frozen=True, slots=True)
class Doubts:
    """How sure the list is: what was tried, the count of each area, its ranks by index."""

    tried: Tried
    counted: Counted
    spread: dict[str, Spread]


def doubts_of(results: Results) -> Doubts | None:
    """Judge results in many versions, twice, as `leftbehind doubt` does.

    Args:
        results: Results of a study.

    Returns:
        What came of it; nothing where the list is no rule of ranks, or has nothing in doubt.

    Raises:
        LeftBehindError: If the study says of what there is not that it is in doubt.

    Example:
        >>> import leftbehind
        >>> found = doubts_of(leftbehind.run("invented-country"))
        >>> found.tried.concentration, max(found.counted.narrow)
        ((400.0, 100.0), 1000)
    """
    try:
        ensemble(results)
    except LeftBehindError:
        return None
    stated = Doubt.model_validate(results.manifest["study"].get("doubt", {}))
    about = stated.model_copy(update={"option": {}})
    little, more = about.concentration
    narrow = judged(results, about, DRAWS, little)
    wide = judged(results, about, DRAWS, more, ranks=False)
    tried = _tried(narrow, stated)
    if not tried.weights and not tried.shares:
        return None
    return Doubts(tried, _counted(narrow, wide), _spread(narrow))


def _tried(found: Doubted, stated: Doubt) -> Tried:
    drawn = [
        name for name in found.versions.columns
        if "." in name and np.ptp(found.versions[name].to_numpy()) > 0
    ]  # fmt: skip
    shares = [name for name in drawn if name.endswith(".share")]
    weights = {name.partition(".")[0] for name in drawn if name not in shares}
    ends = [end.of_all or 0.0 for end in stated.shares or ()] if shares else []
    return Tried(
        DRAWS,
        stated.concentration,
        stated.seed,
        tuple(name for name in found.results.indices if name in weights),
        (ends[0], ends[1]) if ends else None,
        tuple(stated.option),
        tuple(name for name in found.results.indices if name in weights & stated.panel.keys()),
        LOW,
        HIGH,
    )


def _counted(narrow: Doubted, wide: Doubted) -> Counted:
    little, more = (
        (DRAWS * one.areas.sort("area")["probability"].to_numpy()).round().astype(np.int64)
        for one in (narrow, wide)
    )
    rows = np.flatnonzero(little + more)
    return Counted(rows.tolist(), little[rows].tolist(), more[rows].tolist())


def _spread(found: Doubted) -> dict[str, Spread]:
    areas = found.areas.sort("area")
    return {
        name: Spread(areas[f"{name}_low"].to_list(), areas[f"{name}_high"].to_list())
        for name in found.results.indices
    }
