"""Claims of others beside the figures: confirmed, contradicted, or not to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from leftbehind.analysis.bootstrap import (
    interval,
    median,
    median_draws,
    multiplicities,
    pooled,
    pooled_draws,
)
from leftbehind.analysis.cells import Array, clusters_of, comparing_of, counts_of, members
from leftbehind.analysis.compare import held_back
from leftbehind.questions import Claim
from leftbehind.results import Results
from leftbehind.running.outcomes import measured

Verdict = Literal["confirmed", "not confirmed", "contradicted", "not computable", "held back"]
"""Confirmed: the whole interval is on the side of the claim. Not confirmed: the interval
reaches over. Contradicted: all of it is on the other side. Held back: it rests on a few people
of a user's own table."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and what the figures say of it.

    Attributes:
        name: The claim's name in the study.
        claim: The claim.
        verdict: What became of it.
        rate: The outcome in the group that the study is about, as shown.
        other: The same in the group compared with.
        difference: Their difference; for a claim of growth, the change of it since.
        low: Lower end of the interval of what decides.
        high: Upper end.
        ratio: Their ratio.
    """

    name: str
    claim: Claim
    verdict: Verdict
    rate: float | None = None
    other: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: float | None = None


def check_claims(results: Results) -> tuple[Checked, ...]:
    """Check the claims of a study on its own list.

    Args:
        results: Results of the study.

    Returns:
        One verdict for each claim, in the study's order. A claim without an outcome, or
        whose outcome could not be had here, is "not computable".

    Raises:
        LeftBehindError: If a claim names a group or outcome that is not there.

    Example:
        >>> import leftbehind
        >>> [one.verdict for one in check_claims(leftbehind.run("invented-country"))]
        ['not confirmed', 'not computable']
    """
    stated = results.manifest["study"].get("claim", {})
    return tuple(
        _check(results, name, Claim.model_validate(claim)) for name, claim in stated.items()
    )


def _check(results: Results, name: str, claim: Claim) -> Checked:
    here = measured(results.manifest)
    needed = [one for one in (claim.outcome, claim.since) if one]
    if not needed or any(one not in here for one in needed):
        return Checked(name, claim, "not computable")
    if held_back(results, needed) & {
        (one, group) for one in needed for group in (results.list_of, claim.than)
    }:
        return Checked(name, claim, "held back")
    rates, draws = _both(results, claim.outcome, claim.than)
    apart, apart_draws = rates[0] - rates[1], draws[:, 0] - draws[:, 1]
    ratio = float(rates[0] / rates[1]) if rates[1] > 0 else None
    decides, bound = apart_draws, 0.0
    if claim.since:
        before, before_draws = _both(results, claim.since, claim.than)
        apart = apart - (before[0] - before[1])
        decides = apart_draws - (before_draws[:, 0] - before_draws[:, 1])
    elif claim.ratio_below is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            decides = draws[:, 0] / np.where(draws[:, 1] > 0, draws[:, 1], np.nan)
        bound = claim.ratio_below
    low, high = (float(end[0]) for end in interval(decides[:, None], comparing_of(results).level))
    if np.isnan([*rates, low, high]).any():
        return Checked(name, claim, "not computable")
    more = claim.direction == "more" and claim.ratio_below is None
    return Checked(
        name,
        claim,
        _verdict(low - bound, high - bound, more=more),
        float(rates[0]),
        float(rates[1]),
        float(apart),
        low,
        high,
        ratio,
    )


def _verdict(low: float, high: float, *, more: bool) -> Verdict:
    """On which side of nothing an interval lies."""
    if low <= 0 <= high:
        return "not confirmed"
    return "confirmed" if (low > 0) == more else "contradicted"


def _both(results: Results, outcome: str, than: str) -> tuple[Array, Array]:
    """The outcome in the list and in another group, and the same over draws of districts."""
    comparing, told = comparing_of(results), measured(results.manifest)[outcome]
    counts = counts_of(results, outcome)
    flags = members(results, [results.list_of, than])
    pair = [flags[results.list_of], flags[than]]
    _, cluster = clusters_of(results, comparing)
    times = multiplicities(int(cluster.max()) + 1, comparing.draws, comparing.seed)
    if told.median:
        found, draws = median(counts, pair), median_draws(counts, pair, cluster, times)
    else:
        found, draws = pooled(counts, pair), pooled_draws(counts, pair, cluster, times)
    return found * told.scale, draws * told.scale
