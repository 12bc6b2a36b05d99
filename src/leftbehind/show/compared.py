"""Comparisons as rows of text: what terminal and report show, from one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from leftbehind.analysis.claims import Checked
from leftbehind.analysis.compare import Comparison
from leftbehind.analysis.matched import Matched
from leftbehind.analysis.unseen import unseen
from leftbehind.questions import OTHERS, WHOLE
from leftbehind.results import Results
from leftbehind.show.findings import group_heading, group_noun, survives, verdict
from leftbehind.show.messages import say
from leftbehind.show.numbers import figure, percent, plain, times


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
    """One outcome by group: counts, figure, interval, and the gaps to each benchmark."""
    about = comparison.outcomes[outcome]
    digits, unit = about.digits, "%" if about.shown_unit == "%" else ""
    rates = comparison.rates.filter(outcome=outcome)
    gaps = comparison.gaps.filter(outcome=outcome)
    if larger:
        rates, gaps = rates.filter(larger=larger), gaps.filter(larger=larger)
    by_pair = {(gap["group"], gap["benchmark"]): gap for gap in gaps.iter_rows(named=True)}
    benchmarks = gaps["benchmark"].unique(maintain_order=True).to_list()
    headings = [say("group"), say("areas-heading"), say("counted"), say("of-all"),
                say("rate-heading"),
                say("interval-heading", level=percent(comparison.comparing.level, 0))]  # fmt: skip
    for benchmark in benchmarks:
        other = group_noun(results, benchmark)
        headings.append(say("difference-from", other=other))
        if about.count:
            headings.append(say("ratio-to", other=other))
    rest = {name for name, one in results.manifest["study"]["group"].items() if one.get("rest")}
    rows = []
    for row in rates.iter_rows(named=True):
        if row["group"] in rest and not row["areas"]:
            continue
        held = row["suppressed"]
        counted = "–" if held or not about.count else plain(row["count"], 0)
        cells = [
            group_heading(results, row["group"]),
            f"{row['areas']:,}",
            counted,
            plain(row["of"], 0),
            "–" if row["rate"] is None else figure(row["rate"], digits, unit),
            _range(row["low"], row["high"], digits),
        ]
        for benchmark in benchmarks:
            gap = by_pair.get((row["group"], benchmark), {})
            apart = gap.get("difference")
            span = _range(gap.get("low"), gap.get("high"), digits)
            cells.append("–" if apart is None else f"{plain(apart, digits)} ({span})")
            if about.count:
                ratio = gap.get("ratio")
                cells.append("–" if ratio is None else times(ratio))
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
            rows.append((about.title, f"{row['matched']:,}", "–", "–", "–", "–", ""))
            continue
        rows.append(
            (
                about.title,
                f"{row['matched']:,}",
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


def _range(low: float | None, high: float | None, digits: int) -> str:
    if low is None or high is None:
        return "–"
    return f"{plain(low, digits)} to {plain(high, digits)}"
