"""Many versions of one study at once: the rule judged under drawn weights and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.chance import Chance
from leftbehind.analysis.draws import Whole
from leftbehind.engine import arrays
from leftbehind.engine.arrays import DIGITS, Array, settle
from leftbehind.errors import LeftBehindError
from leftbehind.groups import Conventions, Group, Share
from leftbehind.index.combine import Combiner, WeightedSum, combined
from leftbehind.index.spec import recipe
from leftbehind.results import Results

Flags = NDArray[np.bool_]

HALF = 0.5 * 10.0**-DIGITS
"""Scores nearer than this to one that is settled are equal to it."""


ANY = 1e-9
"""A share of the weight so small that one known part is enough."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An index as what it is folded from where it is judged: score = Σ weight × part, say.

    Attributes:
        index: The index.
        names: Its parts that have a weight.
        weights: Their weights in the study, (parts,).
        known: Positions of the areas that have a score; all of them as a slice, which is quicker.
        values: Figures of those areas, (parts, known areas).
        movable: Whether its weights can be drawn: it is folded where it is judged, or adds up.
        combine: How the parts become the score.
        whole: Whether an area has all of its parts; else those that are known stand for all.
        experts: Weights of each expert of a panel, (experts, parts); none: no panel was asked.
    """

    index: str
    names: tuple[str, ...]
    weights: Array
    known: Whole | slice
    values: Array
    movable: bool
    combine: Combiner = field(default_factory=WeightedSum)
    whole: bool = True
    experts: Array | None = None

    def scores(self, weights: Array) -> Array:
        """Scores of the known areas.

        Args:
            weights: (parts,).
        """
        if self.linear:
            # One version at a time: for few parts a product with a matrix takes ten times longer.
            return np.asarray(weights @ self.values)
        # Which areas have a score is the study's own matter: drawn weights take none away.
        at_least = 1.0 if self.whole else ANY
        parts = list(self.values)
        return np.asarray(combined(self.combine, parts, weights.tolist(), arrays, at_least))

    @property
    def linear(self) -> bool:
        """Whether the score is the sum of weight × part in every area."""
        return isinstance(self.combine, WeightedSum) and self.whole


@dataclass(frozen=True, slots=True)
class Rule:
    """What decides who is on the list, with all that is drawn left open.

    Attributes:
        areas: N, of which shares are taken.
        asked: What the study itself asks for, by index.
        needed: How many of these conditions must hold.
        floor: Scores that must be reached as well, by index.
        allowed: Areas that nothing but the cuts keeps out.
        conventions: Rounding and ties.
    """

    areas: int
    asked: dict[str, Share]
    needed: int
    floor: dict[str, float]
    allowed: Flags
    conventions: Conventions

    def last(self, index: str, share: float) -> int:
        """The last rank inside: the study's own number, or that of a share."""
        own = self.asked[index]
        return self.conventions.cut(
            own if own.number is not None else Share(of_all=float(share)), self.areas
        )

    def least(self, score: Array, last: int, edge: float) -> float:
        """The score from which on areas are inside a cut.

        Args:
            score: Scores of the areas that have one.
            last: The last rank inside.
            edge: The score of the area at that rank, if there is one.
        """
        if last <= 0:
            return np.inf
        if score.size <= last:
            return -np.inf
        edge = float(settle(np.array([edge]))[0])
        tied_out = self.conventions.ties == "outside"
        if tied_out and np.count_nonzero(score >= edge - HALF) > last:
            return edge + HALF
        return edge - HALF


@dataclass(frozen=True, slots=True)
class Ensemble:
    """One study with its figures in memory, ready to be judged again and again.

    Attributes:
        codes: Its areas.
        parts: Its indices.
        people: Residents of each area, (areas,); NaN where they are not known.
        rule: Its rule.
        own: Who is on its own list.
        chance: Indices whose counts can be drawn anew.
    """

    codes: pl.Series
    people: Array
    parts: dict[str, Parts]
    rule: Rule
    own: Flags
    chance: dict[str, Chance] = field(default_factory=dict)

    def inside(self, scores: Mapping[str, Array], least: Mapping[str, float]) -> Flags:
        """Who is on the list where the least score of each cut is known.

        Args:
            scores: Scores of the known areas, by index.
            least: The score from which on areas are inside, by index of the rule.
        """
        held = np.zeros(self.rule.areas, dtype=np.int8)
        for index in self.rule.asked:
            held[self.parts[index].known] += scores[index] >= least[index]
        inside = (held >= self.rule.needed) & self.rule.allowed
        for index, floor in self.rule.floor.items():
            reached = np.zeros(self.rule.areas, dtype=np.bool_)
            reached[self.parts[index].known] = settle(scores[index]) >= floor
            inside &= reached
        return np.asarray(inside)


def ensemble(results: Results) -> Ensemble:
    """Results of a study, ready to be judged in many versions.

    Args:
        results: Results of a study whose list is made by a rule of ranks.

    Raises:
        LeftBehindError: If the list is made by others, asks for no ranks, or leaves out the
            members of another group.

    Example:
        >>> import leftbehind
        >>> made = ensemble(leftbehind.run("invented-country"))
        >>> [(name, len(one.names)) for name, one in made.parts.items()], int(made.own.sum())
        ([('deprivation', 7), ('need', 3)], 28)
    """
    stated: dict[str, Any] = results.manifest["study"]
    areas = results.areas
    people = _floats(areas["people"])
    return Ensemble(
        areas["area"],
        people,
        {name: _parts(results, name) for name in results.indices},
        rule_of(
            Group.model_validate(stated["group"][results.list_of]),
            Conventions.model_validate(stated.get("rule", {})),
            areas["area"],
            people,
        ),
        areas[f"in_{results.list_of}"].to_numpy(),
    )


def rule_of(group: Group, conventions: Conventions, codes: pl.Series, people: Array) -> Rule:
    """The rule of a list.

    Args:
        group: The group that the list is of.
        conventions: Rounding and ties.
        codes: The areas.
        people: Their residents, (areas,); NaN where they are not known.

    Raises:
        LeftBehindError: If the list is made by others, asks for no ranks, or leaves out the
            members of another group.
    """
    for key in ("listed", "unless", "rest"):
        if getattr(group, key):
            raise LeftBehindError(
                f"versions of this list cannot be drawn: its rule says `{key}`",
                mend="ask it of a study whose list is a rule of ranks alone",
            )
    allowed = ~codes.is_in(list(group.exclude)).to_numpy()
    if group.people_at_least is not None:
        allowed &= people >= group.people_at_least
    needed = group.at_least or len(group.worst)
    return Rule(codes.len(), dict(group.worst), needed, dict(group.floor), allowed, conventions)


def _parts(results: Results, index: str) -> Parts:
    about: dict[str, Any] = results.manifest["index"][index]
    made = recipe(about["recipe"])
    root = made.node[made.root]
    study: dict[str, Any] = results.manifest["study"]
    carried = about["geography"] != study["areas"] or study["index"][index].get("lookup")
    movable = about["adds_up"] or (not carried and root.transform.method == "as is")
    if not movable:
        score = _floats(results.areas[f"{index}_score"])
        known = _known(score[None])
        return Parts(index, (index,), np.ones(1), known, score[None][:, known], movable=False)
    rows = results["profiles"].filter(index=index)
    names = rows["part"].unique(maintain_order=True).to_list()
    used = tuple(name for name in names if about["weights"][name])
    order = results.areas.select("area")
    values = np.array(
        [
            _floats(order.join(rows.filter(part=name), on="area", how="left",
                               maintain_order="left")["value"])
            for name in used
        ]
    )  # fmt: skip
    known = _known(_floats(results.areas[f"{index}_score"])[None])
    return Parts(
        index,
        used,
        np.array([float(about["weights"][name]) for name in used]),
        known,
        np.ascontiguousarray(values[:, known]),
        movable=True,
        combine=root.combine,
        whole=not bool(np.isnan(values[:, known]).any()),
    )


def _known(values: Array) -> Whole | slice:
    lacking = np.isnan(values).any(axis=0)
    return np.flatnonzero(~lacking) if lacking.any() else slice(None)


def _floats(column: pl.Series) -> Array:
    return column.cast(pl.Float64).fill_null(np.nan).to_numpy()
