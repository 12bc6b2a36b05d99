"""Comparisons as rows of text: what terminal and report show, from one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import polars as pl

from leftbehind.analysis.claims import Checked
from leftbehind.analysis.compare import Comparison
from leftbehind.analysis.inequality import slope_of
from leftbehind.analysis.matched import Matched
from leftbehind.analysis.unseen import unseen
from leftbehind.questions import OTHERS, WHOLE, Measured
from leftbehind.results import Results
from leftbehind.show.findings import group_heading, group_noun, survives, verdict
from leftbehind.show.messages import say
from leftbehind.show.numbers import digits_for, figure, percent, plain, times


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as text, ready to be shown.

    Attributes:
        headings: Headings of the columns.
        rows: The cells; all as long as `headings`.
        right: Which columns hold numbers and are set flush right.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def outcome_rows(results: Results, comparison: Comparison, outcome: str, larger: str = "") -> Rows:
    """One outcome by group: counts, figure, interval; difference and ratio to each benchmark."""
    about = comparison.outcomes[outcome]
    digits, unit = about.digits, "%" if about.shown_unit == "%" else ""
    rates = comparison.rates.filter(outcome=outcome)
    gaps = comparison.gaps.filter(outcome=outcome)
    if larger:
        rates, gaps = rates.filter(larger=larger), gaps.filter(larger=larger)
    by_pair = {(gap["group"], gap["benchmark"]): gap for gap in gaps.iter_rows(named=True)}
    benchmarks = gaps["benchmark"].unique(maintain_order=True).to_list()
    level = percent(comparison.comparing.level, 0)
    headings = [say("group"), say("counted"), say("of-all"), say("rate-heading")]
    headings += [say("interval-heading", level=level)]
    within = str(rates["larger_name"][0] or "") if larger else ""
    headings += [
        say("difference-from", other=group_noun(results, other, within)) for other in benchmarks
    ]
    rest = {name for name, one in results.manifest["study"]["group"].items() if one.get("rest")}
    rows = []
    for row in rates.iter_rows(named=True):
        if row["group"] in rest and not row["areas"]:
            continue
        held = row["suppressed"]
        counted = "–" if held or not about.count else plain(row["count"], 0)
        cells = [
            say(
                "group-of",
                group=group_heading(results, row["group"], within),
                areas=plain(row["areas"], 0),
            ),
            counted,
            plain(row["of"], 0),
            "–" if row["rate"] is None else figure(row["rate"], digits, unit),
            _range(row["low"], row["high"], digits),
        ]
        cells += [_gap(by_pair.get((row["group"], other)), about) for other in benchmarks]
        rows.append(tuple(cells))
    return Rows(tuple(headings), tuple(rows), (False, *(True,) * (len(headings) - 1)))


def claim_rows(results: Results, checked: Sequence[Checked]) -> Rows:
    """Claims with their verdicts."""
    rows = tuple(
        (
            one.claim.says,
            one.claim.source,
            say(f"verdict-{one.verdict.replace(' ', '-')}"),
            verdict(results, one),
            one.claim.because,
        )
        for one in checked
    )
    names = ("claim", "source", "verdict", "figures", "note")
    return Rows(tuple(say(f"{name}-heading") for name in names), rows, (False,) * len(names))


def unseen_rows(results: Results) -> Rows:
    """Of whom each group holds what share, and how many live in none."""
    frame = unseen(results)
    shares = [name for name in frame.columns if name.startswith("in_")]
    headings = [say("people-heading"), say("of-all")]
    headings += [
        say("off-the-list") if name == "in_none" else group_heading(results, name[3:])
        for name in shares
    ]
    rows = tuple(
        (row["title"], plain(row["total"], 0), *(percent(row[name]) for name in shares))
        for row in frame.iter_rows(named=True)
    )
    return Rows(tuple(headings), rows, (False, *(True,) * (len(headings) - 1)))


def matched_rows(matched: Matched, design: str) -> Rows:
    """Every outcome by one design."""
    names = ("outcome-heading", "matched-heading", "list-rate", "like-rate", "matched-difference",
             "plain-difference", "after-matching")  # fmt: skip
    rows = []
    for row in matched.findings.filter(design=design).iter_rows(named=True):
        about = matched.outcomes[row["outcome"]]
        digits, unit = about.digits, "%" if about.shown_unit == "%" else ""
        if row["difference"] is None:
            why = say("chart-held-back") if row["suppressed"] else ""
            rows.append((about.title, plain(row["matched"], 0), "–", "–", "–", "–", why))
            continue
        rows.append(
            (
                about.title,
                plain(row["matched"], 0),
                figure(row["rate"], digits, unit),
                figure(row["control_rate"], digits, unit),
                f"{plain(row['difference'], digits)} ({_range(row['low'], row['high'], digits)})",
                f"{plain(row['plain'], digits)} "
                f"({_range(row['plain_low'], row['plain_high'], digits)})",
                survives(row),
            )
        )
    right = (False, True, True, True, True, True, False)
    return Rows(tuple(say(name) for name in names), tuple(rows), right)


def survival_rows(found: Matched, outcomes: Sequence[str]) -> Rows:
    """Whether a difference is still there, by outcome and by design."""
    titles = dict(found.findings.select("design", "title").unique(maintain_order=True).rows())
    told = {(row["outcome"], row["design"]): survives(row)
            for row in found.findings.iter_rows(named=True)}  # fmt: skip
    rows = tuple(
        (found.outcomes[name].title, *(told.get((name, design), "") for design in titles))
        for name in outcomes
    )
    return Rows((say("outcome-heading"), *titles.values()), rows, (False,) * (len(titles) + 1))


def slope_rows(results: Results, comparison: Comparison) -> Rows:
    """Outcomes along the rank of the first index, those left out that are a part of it.

    Only shares of people stand here, and only along a rank: groups have no order.
    """
    index = next(iter(results.indices))
    level = percent(comparison.comparing.level, 0)
    headings = (say("outcome-heading"), say("slope-heading"), say("interval-heading", level=level),
                say("relative-heading"), say("interval-heading", level=level))  # fmt: skip
    rows = []
    for name, about in comparison.outcomes.items():
        if not about.is_share or any(part.split(".")[0] == index for part in about.in_rule):
            continue
        line = slope_of(results, name, index)
        cells = [about.title]
        for one, digits in ((line.slope, about.digits), (line.relative, 2)):
            low, high = (None if isnan(end) else end for end in (one.low, one.high))
            cells.append("–" if isnan(one.estimate) else plain(one.estimate, digits))
            cells.append(_range(low, high, digits))
        rows.append(tuple(cells))
    return Rows(headings, tuple(rows), (False, True, True, True, True))


def balance_rows(balance: pl.DataFrame) -> Rows:
    """Standardised differences before and after matching."""
    rows = tuple(
        (row["title"], *("–" if row[when] is None else plain(row[when], 2)
                         for when in ("before", "after")))
        for row in balance.iter_rows(named=True)
    )  # fmt: skip
    names = ("balance-part", "balance-before", "balance-after")
    return Rows(tuple(say(name) for name in names), rows, (False, True, True))


def machine_table(comparison: Comparison) -> pl.DataFrame:
    """A comparison as one plain table: a row for each outcome and group."""
    keys = [name for name in ("outcome", "larger", "group") if name in comparison.rates.columns]
    wide = comparison.rates
    for benchmark in comparison.gaps["benchmark"].unique(maintain_order=True):
        part = comparison.gaps.filter(benchmark=benchmark).drop("benchmark")
        extra = [name for name in part.columns if name not in (*keys, "larger_name")]
        part = part.select(*keys, *(pl.col(n).alias(f"{n}_to_{benchmark}") for n in extra))
        wide = wide.join(part, on=keys, how="left", maintain_order="left")
    titles = {name: about.title for name, about in comparison.outcomes.items()}
    return wide.with_columns(title=pl.col("outcome").replace_strict(titles)).select(
        "outcome", "title", pl.exclude("outcome", "title")
    )


def benchmark_of(results: Results, comparison: Comparison) -> str:
    """The first group that the list is compared with and that is no whole."""
    named = comparison.gaps["benchmark"].unique(maintain_order=True).to_list()
    return next((str(name) for name in named if name not in (WHOLE, OTHERS)), str(named[0]))


def _gap(gap: Mapping[str, Any] | None, about: Measured) -> str:
    """Difference, its interval, and how many times as much where a ratio has a meaning."""
    if gap is None or gap["difference"] is None:
        return "–"
    apart = plain(gap["difference"], about.digits)
    if gap["low"] is None:
        return apart
    span = _range(gap["low"], gap["high"], about.digits)
    if not about.count or gap["ratio"] is None:
        return say("gap-cell", difference=apart, span=span)
    return say("gap-cell-times", difference=apart, span=span, ratio=times(gap["ratio"]))


def _range(low: float | None, high: float | None, digits: int) -> str:
    if low is None or high is None:
        return "–"
    digits = digits_for(digits, low, high)
    return f"{plain(low, digits)} to {plain(high, digits)}"
