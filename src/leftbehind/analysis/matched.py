"""Like with like: each area of the list beside an area off it that is as deprived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.bootstrap import interval, multiplicities, pooled, pooled_draws
from leftbehind.analysis.cells import (
    Array,
    Counts,
    Flags,
    breakdown,
    clusters_of,
    comparing_of,
    counts_of,
    members,
)
from leftbehind.analysis.compare import held_back
from leftbehind.analysis.disclosure import few
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.questions import Comparing, Design, Measured
from leftbehind.results import Results
from leftbehind.running.outcomes import measured

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matching:
    """Which areas were set beside which, in parallel arrays of pairs.

    Attributes:
        area: Position of the area of the group.
        control: Position of the area it is set beside.
        weight: Weight of the pair; the pairs of one area add up to 1.
        unmatched: Positions of the areas that no area is like.
        most_used: How often the most used control was used (sum of weights).
        controls: Distinct controls used.
    """

    area: Whole
    control: Whole
    weight: Array
    unmatched: Whole
    most_used: float
    controls: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Outcomes of a group beside the areas that are like its areas.

    Attributes:
        findings: One row for each design and outcome: `design`, `title` (of the design),
            `outcome`, `suppressed`, `areas`, `matched`, `controls`, `most_used`, `rate` of the
            matched areas, `control_rate`, `difference`, `low`, `high`, and `plain`, `plain_low`,
            `plain_high`: the difference without matching.
        balance: One row for each design and index or part: `design`, `outcome` (where the
            design depends on it), `part`, `title`, `before`, `after`: standardised mean
            differences.
        unmatched: One row for each design and area without a like: `design`, `area`, `name`.
        outcomes: What each outcome is.
        group: The group.
        control: The group its likes come from.
    """

    findings: pl.DataFrame
    balance: pl.DataFrame
    unmatched: pl.DataFrame
    outcomes: dict[str, Measured]
    group: str
    control: str


def compare_matched(
    results: Results,
    *,
    outcomes: Sequence[str] = (),
    designs: Sequence[str] = (),
    control: str = "",
) -> Matched:
    """Compare the list with areas off it that are alike, by the designs of the study.

    A design asks for the same region, class or district, and for the nearest score on an
    index or on parts of it, within a caliper. Controls may serve more than once (how often is
    told). The rate of the controls is averaged over the people of the areas they stand beside,
    so that the difference is what the list's own people would see.

    The interval draws districts anew for the areas and, apart from them, for their controls
    (Owen 2007, the pigeonhole bootstrap, Annals of Applied Statistics 1: 386–411: on the safe
    side where both kinds of district matter); the pairs stay as they are.

    Args:
        results: Results of a study with designs.
        outcomes: Outcomes to compare; none: all shares, rates and means (no medians).
        designs: Designs; none: all of the study.
        control: The group that likes come from; none: the first that is compared with.

    Returns:
        Findings, balance and what was not matched.

    Raises:
        LeftBehindError: If a design, outcome or group is unknown, or a group is empty.

    Example:
        >>> import leftbehind
        >>> found = compare_matched(leftbehind.run("invented-country"),
        ...                         outcomes=["no-car"], designs=["same-deprivation"])
        >>> found.findings.select("design", "areas").row(0)
        ('same-deprivation', 28)
    """
    comparing, told = comparing_of(results), measured(results.manifest)
    known = {
        name: Design.model_validate(design)
        for name, design in results.manifest["study"].get("design", {}).items()
    }
    for name in designs:
        if name not in known:
            raise LeftBehindError(f"the study has no design {name}", mend=nearest(name, known))
    if not known:
        raise LeftBehindError("the study has no designs", mend="declare one: [design.NAME]")
    group = results.list_of
    other = control or next(
        (name for name in comparing.against if name in results.manifest["study"]["group"]),
        next(name for name in results.manifest["study"]["group"] if name != group),
    )
    flags = members(results, [group, other])
    for name, flag in flags.items():
        if not flag.any():
            raise LeftBehindError(
                f"no area is in the group {name}, so there is nothing to match",
                mend="change the rule, or name another group",
            )
    scores = _Scores(results)
    _, cluster = clusters_of(results, comparing)
    names = list(outcomes) or [name for name, one in told.items() if not one.median]
    for outcome in names:
        if outcome in told and told[outcome].median:
            raise LeftBehindError(
                f"{outcome} is a median, and only shares, rates and means are matched",
                mend="leave it out",
            )
    counted = {outcome: counts_of(results, outcome) for outcome in names}
    times = multiplicities(int(cluster.max()) + 1, comparing.draws, comparing.seed)
    sides = [flags[group], flags[other]]
    unmatched_gap = {
        outcome: _plain(counted[outcome], sides, cluster, times, comparing, told[outcome].scale)
        for outcome in names
    }
    held = held_back(results, names)
    findings, balances, unmatched = [], [], []
    for name, design in known.items():
        if designs and name not in designs:
            continue
        pairs: dict[tuple[str, ...], Matching] = {}
        for outcome in names:
            without = tuple(told[outcome].in_rule) if design.without_own else ()
            if without not in pairs:
                pairs[without] = match(
                    flags[group] & ~flags[other],
                    flags[other] & ~flags[group],
                    _cells_of(results, design.exact),
                    scores.of(design.nearest, without),
                    design.caliper,
                )
                balances.append(
                    scores.balance(flags[group], flags[other], pairs[without]).with_columns(
                        pl.lit(name).alias("design"), pl.lit(outcome).alias("outcome")
                    )
                )
                alone = results.areas[pairs[without].unmatched].select("area", "name")
                unmatched.append(alone.with_columns(pl.lit(name).alias("design")))
            row = {
                **_finding(counted[outcome], told[outcome], pairs[without], flags[group],
                           cluster, comparing),
                **unmatched_gap[outcome],
            }  # fmt: skip
            hidden = bool(held & {(outcome, group), (outcome, other)}) or _few(
                counted[outcome], told[outcome], pairs[without], sides, comparing.smallest
            )
            if hidden:
                row |= dict.fromkeys(_FIGURES)
            findings.append(
                {"design": name, "title": design.title, "outcome": outcome,
                 "suppressed": hidden, **row}
            )  # fmt: skip
    return Matched(
        pl.DataFrame(findings).with_columns(pl.col(pl.Float64).fill_nan(None)),
        pl.concat(balances).select("design", "outcome", "part", "title", "before", "after"),
        pl.concat(unmatched).select("design", "area", "name").unique(maintain_order=True),
        {name: told[name] for name in names},
        group,
        other,
    )


_FIGURES = ("rate", "control_rate", "difference", "low", "high", "plain", "plain_low",
            "plain_high")  # fmt: skip
"""Columns that a small count would be seen in."""


def _few(
    counts: Counts, about: Measured, pairs: Matching, sides: Sequence[Flags], smallest: int
) -> bool:
    """Whether a user's own figure rests on few: the matched, their likes, or the rest."""
    if not about.own or not about.count:
        return False
    count, of = np.nan_to_num(counts.count), np.nan_to_num(counts.of)
    for side, used in zip(sides, (pairs.area, pairs.control), strict=True):
        inside = np.zeros(count.size, dtype=bool)
        inside[used] = True
        for part in (inside, side & ~inside):
            if few(count[part].sum(), of[part].sum(), smallest, share=about.is_share):
                return True
    return False


def match(
    areas: Flags, controls: Flags, cells: Whole, scores: Array | None, caliper: float
) -> Matching:
    """Set beside each area the nearest control of its cell, within a caliper.

    Args:
        areas: Which areas look for a like.
        controls: Which areas can be one.
        cells: Cell of each area; −1 where a breakdown is not known.
        scores: areas × scores to be near on, or none: all controls of the cell, equally.
        caliper: Largest distance, in standard deviations of each score among both groups
            (the pooled deviation of Austin 2011, Pharmaceutical Statistics 10: 150–161).

    Returns:
        The pairs. Of controls that are equally near, the first is taken.
    """
    from scipy.spatial import KDTree

    first: list[Whole] = []
    second: list[Whole] = []
    weights: list[Array] = []
    known = cells >= 0
    if scores is not None:
        known = known & np.isfinite(scores).all(axis=1)
        sides = [scores[side & known] for side in (areas, controls)]
        spread = np.sqrt(sum(side.var(axis=0) for side in sides if side.size) / 2)
        scores = scores / np.where(spread > 0, spread, 1.0)
    for cell in np.unique(cells[areas & known]):
        here = np.flatnonzero(areas & known & (cells == cell))
        there = np.flatnonzero(controls & known & (cells == cell))
        if not there.size:
            continue
        if scores is None:
            first.append(np.repeat(here, there.size))
            second.append(np.tile(there, here.size))
            weights.append(np.full(here.size * there.size, 1 / there.size))
            continue
        # A caliper for each score: the box is searched by the largest difference.
        apart, at = KDTree(scores[there]).query(scores[here], p=np.inf)
        near = apart <= caliper
        first.append(here[near])
        second.append(there[at[near]])
        weights.append(np.ones(int(near.sum())))
    none = np.zeros(0, dtype=np.int64)
    area, control = (np.concatenate([none, *found]) for found in (first, second))
    weight = np.concatenate([np.zeros(0), *weights])
    used = np.bincount(control, weight) if control.size else np.zeros(1)
    unmatched = np.setdiff1d(np.flatnonzero(areas), area)
    return Matching(area, control, weight, unmatched, float(used.max()), int(np.sum(used > 0)))


def standardised_difference(
    value: Array, areas: Flags, controls: Flags, pairs: Matching | None = None
) -> float:
    """How far two groups are apart, in standard deviations; .1 is commonly called balanced.

    Args:
        value: The variable.
        areas: Which areas are in the group.
        controls: Which are in the other.
        pairs: The pairs, for the difference after matching; the deviation stays that
            before matching, so that both can be compared.

    Source:
        Austin, P. C. (2009), Statistics in Medicine 28: 3083–3107, section 3.1.

    Example:
        >>> flags = np.array([True, True, False, False])
        >>> float(standardised_difference(np.array([3.0, 5.0, 1.0, 3.0]), flags, ~flags))
        1.414...
    """
    known = np.isfinite(value)
    one, two = value[areas & known], value[controls & known]
    if one.size < 2 or two.size < 2:
        return float("nan")
    spread = np.sqrt((one.var(ddof=1) + two.var(ddof=1)) / 2)
    if spread == 0:
        return 0.0 if one.mean() == two.mean() else float("nan")
    if pairs is None:
        return float((one.mean() - two.mean()) / spread)
    both = known[pairs.area] & known[pairs.control]
    if not both.any():
        return float("nan")
    weight = pairs.weight[both]
    apart = value[pairs.area[both]] - value[pairs.control[both]]
    return float(np.average(apart, weights=weight) / spread)


def _finding(
    counts: Counts,
    outcome: Measured,
    pairs: Matching,
    areas: Flags,
    cluster: Whole,
    comparing: Comparing,
) -> dict[str, float | int | None]:
    """One outcome by one design: rates of both sides, the difference, and how sure."""
    known = counts.known & (np.nan_to_num(counts.of) > 0)
    both = known[pairs.area] & known[pairs.control]
    area, control = pairs.area[both], pairs.control[both]
    rate = np.divide(counts.count, counts.of, out=np.full(known.size, np.nan), where=known)
    people = counts.of[area] * pairs.weight[both]
    size = int(cluster.max()) + 1
    times = multiplicities(size, comparing.draws, comparing.seed)
    again = multiplicities(size, comparing.draws, comparing.seed + 1)
    scale = outcome.scale
    row: dict[str, float | int | None] = {
        "areas": int(areas.sum()),
        "matched": int(np.unique(area).size),
        "controls": int(np.unique(control).size),
        "most_used": pairs.most_used,
    }
    if not area.size:
        empty = dict.fromkeys(("rate", "control_rate", "difference", "low", "high"))
        return {**row, **empty}
    draws = _pigeonhole(
        people, people * (rate[area] - rate[control]), cluster[area], cluster[control], times, again
    )
    low, high = interval(draws[:, None] * scale, comparing.level)
    own = float(np.average(rate[area], weights=people)) * scale
    other = float(np.average(rate[control], weights=people)) * scale
    found = {"rate": own, "control_rate": other, "difference": own - other,
             "low": float(low[0]), "high": float(high[0])}  # fmt: skip
    return {**row, **found}


def _pigeonhole(
    people: Array, gap: Array, one: Whole, two: Whole, times: Array, again: Array
) -> Array:
    """The people's mean gap for each draw of the districts of areas and of their likes.

    A pair inside one district is drawn once, with its district.
    """
    # Pairs of the same two districts are drawn alike: they are added up first.
    places, at = np.unique(np.column_stack([one, two]), axis=0, return_inverse=True)
    weight = np.bincount(at.ravel(), people)
    total = np.bincount(at.ravel(), gap)
    drawn = times[:, places[:, 0]]
    drawn = drawn * np.where(places[:, 0] == places[:, 1], 1.0, again[:, places[:, 1]])
    bottom = drawn @ weight
    none = np.full(bottom.size, np.nan)
    return np.asarray(np.divide(drawn @ total, bottom, out=none, where=bottom > 0))


def _plain(
    counts: Counts,
    sides: Sequence[Flags],
    cluster: Whole,
    times: Array,
    comparing: Comparing,
    scale: float,
) -> dict[str, float]:
    """The difference without matching."""
    one, two = pooled(counts, sides) * scale
    draws = pooled_draws(counts, sides, cluster, times) * scale
    low, high = interval(draws[:, [0]] - draws[:, [1]], comparing.level)
    return {"plain": float(one - two), "plain_low": float(low[0]), "plain_high": float(high[0])}


def _cells_of(results: Results, exact: Sequence[str]) -> Whole:
    """A number for each combination of breakdowns; −1 where one is not known."""
    if not exact:
        return np.zeros(results.areas.height, dtype=np.int64)
    columns = [breakdown(results, name).cast(pl.String) for name in exact]
    frame = pl.DataFrame([column.alias(str(n)) for n, column in enumerate(columns)])
    known = ~frame.select(pl.any_horizontal(pl.all().is_null())).to_series().to_numpy()
    joined = frame.select(pl.concat_str(pl.all(), separator="\t", ignore_nulls=True)).to_series()
    return np.where(known, joined.rank("dense").cast(pl.Int64).to_numpy(), -1)


class _Scores:
    """Scores of the indices and their parts, in the order of the areas."""

    def __init__(self, results: Results) -> None:
        self.areas = results.areas
        wide = results["profiles"].with_columns(
            (pl.col("index") + "." + pl.col("part")).alias("name")
        )
        self.titles = dict(wide.select("name", "title").unique(maintain_order=True).iter_rows())
        self.parts = {
            (kind, name): self._column(wide.filter(name=name), kind)
            for name in self.titles
            for kind in ("value", "contribution")
        }
        self.indices = results.indices

    def _column(self, part: pl.DataFrame, kind: str) -> Array:
        joined = self.areas.select("area").join(
            part.select("area", kind), on="area", how="left", maintain_order="left"
        )
        return joined[kind].cast(pl.Float64).fill_null(np.nan).to_numpy()

    def of(self, names: Sequence[str], without: Sequence[str]) -> Array | None:
        """The scores to be near on; parts that hold the outcome are taken out of an index.

        Raises:
            LeftBehindError: If a part cannot be taken out, because the index is no sum.
        """
        columns = []
        for name in names:
            if name in self.parts_known():
                if name not in without:
                    columns.append(self.parts["value", name])
                continue
            score = self.areas[f"{name}_score"].cast(pl.Float64).fill_null(np.nan).to_numpy()
            for part in without:
                if part.startswith(f"{name}."):
                    score = score - self.parts["contribution", part]
            if np.isnan(score).all():
                raise LeftBehindError(
                    f"{' and '.join(without)} cannot be taken out of {name}: it is no weighted sum",
                    mend="leave out `without_own` in the design",
                )
            columns.append(score)
        return np.column_stack(columns) if columns else None

    def parts_known(self) -> set[str]:
        """Names of parts, as index.part."""
        return set(self.titles)

    def balance(self, areas: Flags, controls: Flags, pairs: Matching) -> pl.DataFrame:
        """Standardised mean differences before and after, for each index and part."""
        values = {
            name: (title, self.areas[f"{name}_score"].cast(pl.Float64).fill_null(np.nan).to_numpy())
            for name, title in self.indices.items()
        } | {name: (title, self.parts["value", name]) for name, title in self.titles.items()}
        rows = [
            {
                "part": name,
                "title": title,
                "before": standardised_difference(value, areas, controls),
                "after": standardised_difference(value, areas, controls, pairs),
            }
            for name, (title, value) in values.items()
        ]
        return pl.DataFrame(rows).with_columns(pl.col(pl.Float64).fill_nan(None))
