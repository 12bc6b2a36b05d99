"""Groups against each other and the whole country, on pooled counts, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.analysis.bootstrap import (
    interval,
    median,
    median_draws,
    multiplicities,
    pooled,
    pooled_draws,
)
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
from leftbehind.analysis.disclosure import suppress
from leftbehind.errors import LeftBehindError
from leftbehind.questions import OTHERS, WHOLE, Comparing, Measured
from leftbehind.results import Results
from leftbehind.running.outcomes import measured

FEW = 10
"""Districts below which an interval by districts is not to be relied on."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Outcomes by group, and the gaps between groups.

    Attributes:
        rates: One row for each outcome, larger area (if asked by one) and group: `outcome`,
            `larger`, `larger_name`, `group`, `areas`, `areas_without` (no figure),
            `districts`, `count`, `of`, `rate`, `low`, `high`. Rates are as shown: percent
            for shares. `low` and `high` hold the interval over districts drawn anew.
        gaps: One row for each outcome, larger area, group and benchmark: `difference` and
            `ratio`, each with `_low` and `_high`.
        outcomes: What each outcome is.
        comparing: How it was done.
        clusters: The breakdown that was drawn anew.
        by: The breakdown asked for, if any.
    """

    rates: pl.DataFrame
    gaps: pl.DataFrame
    outcomes: dict[str, Measured]
    comparing: Comparing
    clusters: str
    by: str = ""


def compare(
    results: Results,
    *,
    outcomes: Sequence[str] = (),
    against: Sequence[str] = (),
    by: str = "",
) -> Comparison:
    """Compare the groups of a study on its outcomes.

    Rates are pooled: sum over sum, never a mean of rates. A cell without a figure is left
    out of both sums and counted. Intervals come from drawing whole districts anew, since
    neighbouring areas are alike: on pooled census counts an interval for a proportion would
    be far too narrow for the question whether groups of areas differ.

    Args:
        results: Results of a study.
        outcomes: Outcomes to compare; none: all.
        against: Groups to compare the others with; none: those that the study names.
        by: A breakdown, to compare inside each larger area.

    Returns:
        The comparison.

    Raises:
        LeftBehindError: If an outcome, group or breakdown is unknown, or nothing can be
            compared: there are no outcomes, or the list is empty.

    Example:
        >>> import leftbehind
        >>> found = compare(leftbehind.run("invented-country"), outcomes=["no-qualifications"])
        >>> found.rates.filter(group="left-behind").select("areas", "areas_without").row(0)
        (28, 0)
    """
    comparing = comparing_of(results)
    told = measured(results.manifest)
    names = list(outcomes) or list(told)
    if not names:
        raise LeftBehindError(
            "the study has no outcomes to compare", mend="declare one: [outcome.NAME]"
        )
    if not results.areas[f"in_{results.list_of}"].any():
        raise LeftBehindError(
            f"no area is in the group {results.list_of}, so there is nothing to compare",
            mend="change the rule of the group",
        )
    groups = [*results.manifest["study"]["group"], WHOLE, OTHERS]
    benchmarks = list(against) or list(comparing.against) or _usual(results)
    flags = members(results, groups)
    members(results, benchmarks)
    clusters, cluster = clusters_of(results, comparing)
    cells = _cells(results, flags, by)
    rates, gaps = [], []
    for name in names:
        counts = counts_of(results, name)
        figures = _Figures(counts, told[name], comparing, cluster)
        for (larger, title), inside in cells.items():
            first = {"outcome": name, "larger": larger, "larger_name": title}
            part_rates, part_gaps = figures.table(inside, benchmarks)
            rates.append(part_rates.with_columns(**{k: pl.lit(v) for k, v in first.items()}))
            gaps.append(part_gaps.with_columns(**{k: pl.lit(v) for k, v in first.items()}))
    order = ["outcome", "larger", "larger_name"]
    found = pl.concat(rates).select(*order, pl.exclude(order))
    apart = pl.concat(gaps).select(*order, pl.exclude(order))
    found, apart = suppress(found, apart, told, comparing.smallest, results.list_of)
    if not by:
        found, apart = (one.drop("larger", "larger_name") for one in (found, apart))
    return Comparison(found, apart, {n: told[n] for n in names}, comparing, clusters, by)


def held_back(results: Results, outcomes: Sequence[str]) -> set[tuple[str, str]]:
    """Of which outcome and group a user's own figure is held back.

    Args:
        results: Results of a study.
        outcomes: The outcomes.

    Returns:
        Pairs of outcome and group.
    """
    told = measured(results.manifest)
    own = [name for name in outcomes if name in told and told[name].own and told[name].count]
    if not own:
        return set()
    rates = compare(results, outcomes=own).rates.filter("suppressed")
    return set(rates.select("outcome", "group").iter_rows())


def _usual(results: Results) -> list[str]:
    others = [name for name in results.manifest["study"]["group"] if name != results.list_of]
    return [*others[:1], WHOLE]


def _cells(
    results: Results, flags: Mapping[str, Flags], by: str
) -> dict[tuple[str, str], dict[str, Flags]]:
    """The groups inside each larger area; without a breakdown, inside the whole."""
    if not by:
        return {("", ""): dict(flags)}
    larger = breakdown(results, by)
    column = f"{by}_name" if f"{by}_name" in results.areas.columns else by
    names = dict(zip(larger, results.areas[column], strict=True))
    return {
        (code, str(names[code])): {
            group: flag & (larger == code).fill_null(value=False).to_numpy()
            for group, flag in flags.items()
        }
        for code in larger.drop_nulls().unique().sort()
    }


@dataclass(frozen=True, slots=True)
class _Figures:
    """One outcome, ready to be summed over any set of groups."""

    counts: Counts
    outcome: Measured
    comparing: Comparing
    cluster: NDArray[np.int64]

    def table(
        self, inside: Mapping[str, Flags], benchmarks: Sequence[str]
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        flags, groups = list(inside.values()), list(inside)
        level = self.comparing.level
        rate, draws = self._rates(flags)
        low, high = interval(draws, level)
        known = self.counts.known
        rates = pl.DataFrame(
            {
                "group": groups,
                "areas": [int(flag.sum()) for flag in flags],
                "areas_without": [int((flag & ~known).sum()) for flag in flags],
                "districts": [np.unique(self.cluster[flag & known]).size for flag in flags],
                "count": [float(self.counts.count[flag & known].sum()) for flag in flags],
                "of": [float(self.counts.of[flag & known].sum()) for flag in flags],
                "rate": rate,
                "low": low,
                "high": high,
            }
        )
        parts = [
            self._gap(groups, benchmark, rate, draws)
            for benchmark in benchmarks
            if benchmark in groups
        ]
        return _gaps_to_null(rates), _gaps_to_null(pl.concat(parts))

    def _rates(self, flags: Sequence[Flags]) -> tuple[Array, Array]:
        size = int(self.cluster.max()) + 1
        times = multiplicities(size, self.comparing.draws, self.comparing.seed)
        if self.outcome.median:
            found = median(self.counts, flags)
            draws = median_draws(self.counts, flags, self.cluster, times)
        else:
            found = pooled(self.counts, flags)
            draws = pooled_draws(self.counts, flags, self.cluster, times)
        return found * self.outcome.scale, draws * self.outcome.scale

    def _gap(
        self, groups: Sequence[str], benchmark: str, rate: Array, draws: Array
    ) -> pl.DataFrame:
        at = groups.index(benchmark)
        others = [n for n, group in enumerate(groups) if group != benchmark]
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = rate[others] / _nonzero(rate[at])
            ratio_draws = draws[:, others] / _nonzero(draws[:, [at]])
        low, high = interval(draws[:, others] - draws[:, [at]], self.comparing.level)
        ratio_low, ratio_high = interval(ratio_draws, self.comparing.level)
        return pl.DataFrame(
            {
                "group": [groups[n] for n in others],
                "benchmark": [benchmark] * len(others),
                "difference": rate[others] - rate[at],
                "low": low,
                "high": high,
                "ratio": ratio,
                "ratio_low": ratio_low,
                "ratio_high": ratio_high,
            }
        )


def _nonzero(values: Array) -> Array:
    return np.where(values > 0, values, np.nan)


def _gaps_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))
