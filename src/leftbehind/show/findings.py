"""Findings as sentences: direction, size, interval, caveat; never a cause."""

from __future__ import annotations

from typing import Any

import polars as pl

from leftbehind.analysis.claims import Checked
from leftbehind.analysis.compare import FEW, Comparison
from leftbehind.analysis.matched import Matched
from leftbehind.questions import OTHERS, WHOLE, Measured
from leftbehind.results import Results
from leftbehind.show.messages import say
from leftbehind.show.numbers import between, figure, percent, plain, times
from leftbehind.show.words import names_of


def group_noun(results: Results, group: str, within: str = "") -> str:
    """A group as it stands in a sentence: "other highly deprived areas", "England".

    Args:
        results: Results of the study.
        group: The group.
        within: Name of the larger area inside which groups are compared; none: everywhere.
    """
    whole = within or str(results.manifest["whole"])
    if group == WHOLE:
        return whole
    if group == OTHERS:
        return say("group-others", whole=whole)
    title = str(results.manifest["study"]["group"][group].get("title") or group)
    at = next((n for n, letter in enumerate(title) if letter.isalpha()), 0)
    return say("group-areas", title=title[:at] + title[at : at + 1].lower() + title[at + 1 :])


def group_heading(results: Results, group: str, within: str = "") -> str:
    """A group as it heads a row or column of a table."""
    noun = group_noun(results, group, within)
    if group in (WHOLE, OTHERS):
        return noun[0].upper() + noun[1:]
    return str(results.manifest["study"]["group"][group].get("title") or group)


def subject_and_other(results: Results, other: str) -> dict[str, str]:
    """The list as it begins a sentence, and what it is compared with as it ends one."""
    subject = say("group-areas", title=group_heading(results, results.list_of))
    return {results.list_of: subject, other: group_noun(results, other)}


def finding(results: Results, comparison: Comparison, outcome: str, *, larger: str = "") -> str:
    """What was found of one outcome, in one sentence.

    Args:
        results: Results of the study.
        comparison: The comparison.
        outcome: The outcome.
        larger: Larger area, in a comparison by larger areas.

    Example:
        >>> import leftbehind
        >>> from leftbehind.analysis.compare import compare
        >>> results = leftbehind.run("invented-country")
        >>> said = finding(results, compare(results, outcomes=["no-car"]), "no-car")
        >>> "of households have no car in “left behind” areas (between" in said
        True
    """
    about = comparison.outcomes[outcome]
    rows = _rows(comparison.rates, outcome, larger)
    own = rows[results.list_of]
    within = str(own.get("larger_name") or "")
    group = group_noun(results, results.list_of)
    if not own["areas"]:
        return say("group-is-empty", group=group)
    if own["suppressed"]:
        return say("held-back-finding", title=about.title, group=group)
    if own["rate"] is None:
        return say("no-finding", title=about.title, group=group)
    shown = _figure(about, own["rate"])
    interval = between(own["low"], own["high"], about.digits, _sign(about))
    if about.is_share and about.says:
        sentence = say("share-of", rate=shown, whom=about.of_whom, says=about.says, group=group,
                       between=interval)  # fmt: skip
    else:
        sentence = say("figure-of", title=about.title, rate=shown, group=group, between=interval)
    gaps = comparison.gaps.filter(outcome=outcome, group=results.list_of)
    if larger:
        gaps = gaps.filter(larger=larger)
    against = [
        _against(group_noun(results, gap["benchmark"], within), about, gap,
                 rows[gap["benchmark"]]["rate"])
        for gap in gaps.iter_rows(named=True)
        if rows[gap["benchmark"]]["rate"] is not None
    ]  # fmt: skip
    if not against:
        return say("finding-alone", own=sentence)
    name = "finding-ratio" if about.count else "finding-plain"
    return say(name, own=sentence, against=_and(against))


def caveats(
    results: Results, comparison: Comparison, outcome: str, *, larger: str = ""
) -> list[str]:
    """What a reader of a finding should know: what is clear, what is in the rule, what lacks."""
    about = comparison.outcomes[outcome]
    rows = _rows(comparison.rates, outcome, larger)
    own = rows[results.list_of]
    gaps = comparison.gaps.filter(outcome=outcome, group=results.list_of)
    if larger:
        gaps = gaps.filter(larger=larger)
    said = [
        _gap_sentence(results, about, gap)
        for gap in gaps.iter_rows(named=True)
        if gap["low"] is not None and gap["benchmark"] != WHOLE
    ]
    if about.in_rule:
        said.append(in_rule(results, about))
    if about.cells_without:
        number = about.cells_without
        suppressed = "yes" if about.suppressed else "no"
        said.append(
            say("cells-without", number=number, text=plain(number, 0), suppressed=suppressed)
        )
    if own["areas_without"]:
        number = own["areas_without"]
        said.append(say("without-figure", number=number, text=plain(number, 0)))
    if own["areas"] and own["districts"] < FEW:
        said.append(say("few-districts", text=plain(own["districts"], 0)))
    if about.caveat:
        said.append(about.caveat)
    return said


def better_off(comparison: Comparison, group: str, other: str) -> list[str]:
    """Outcomes on which a group clearly does better than another: these are findings too."""
    found = []
    for row in comparison.gaps.filter(group=group, benchmark=other).iter_rows(named=True):
        about = comparison.outcomes[row["outcome"]]
        if row["low"] is None or about.higher == "neither":
            continue
        less, more = row["high"] < 0, row["low"] > 0
        if less if about.higher == "worse" else more:
            found.append(row["outcome"])
    return found


def in_rule(results: Results, about: Measured) -> str:
    """That an outcome is part of how the list is made, and of which parts."""
    titles = results["profiles"].select("index", "part", "title").unique(maintain_order=True)
    names = {f"{index}.{part}": title for index, part, title in titles.iter_rows()}
    shown = [names.get(part) or results.indices.get(part, part) for part in about.in_rule]
    return say("in-rule", parts=_and(shown))


def verdict(results: Results, checked: Checked) -> str:
    """The figures behind a verdict."""
    if checked.rate is None or checked.other is None:
        return ""
    claim = checked.claim
    about = Measured.model_validate(results.manifest["outcomes"][claim.outcome])
    group = group_noun(results, claim.than)
    rate, other = _figure(about, checked.rate), _figure(about, checked.other)
    text = say("verdict-figures", rate=rate, other=other, group=group)
    digits = about.digits
    if claim.since and checked.difference is not None:
        text += "; " + say("verdict-growth", difference=plain(checked.difference, digits),
                           between=between(checked.low, checked.high, digits))  # fmt: skip
    elif claim.ratio_below is not None and checked.ratio is not None:
        interval = between(checked.low, checked.high, 2)
        text += "; " + say("verdict-ratio", ratio=times(checked.ratio), between=interval)
    return text


def survives(row: dict[str, Any]) -> str:
    """Whether a plain difference is still there after matching."""
    if row["plain_low"] is None or row["low"] is None:
        return ""
    clear_before = not row["plain_low"] <= 0 <= row["plain_high"]
    clear_after = not row["low"] <= 0 <= row["high"]
    if not clear_before:
        return say("matched-became-clear" if clear_after else "matched-was-unclear")
    if not clear_after:
        return say("matched-gone")
    same = (row["low"] > 0) == (row["plain_low"] > 0)
    return say("matched-survives" if same else "matched-turned")


def alone_in_words(matched: Matched, design: str) -> list[str]:
    """Which areas of the list have no like by a design; nothing if all have one."""
    alone = matched.unmatched.filter(design=design)
    if alone.is_empty():
        return []
    names = names_of(alone["name"].fill_null("–").to_list(), alone["area"].to_list())
    return [say("unmatched-title", names=names)]


def interval_note(results: Results, comparison: Comparison) -> str:
    """What the intervals of a comparison say."""
    level = percent(comparison.comparing.level, 0)
    if not comparison.clusters:
        return say("interval-areas", level=level)
    clusters = str(results.manifest["by"].get(comparison.clusters, comparison.clusters))
    return say("interval-districts", level=level, clusters=clusters)


def _sign(about: Measured) -> str:
    """The unit where a bare number would be misread; longer ones stand once in a sentence."""
    return "%" if about.shown_unit == "%" else ""


def _figure(about: Measured, value: float | None) -> str:
    return figure(value, about.digits, about.shown_unit)


def _against(other: str, about: Measured, gap: dict[str, Any], rate: float) -> str:
    if about.count:
        kind = "share" if about.is_share else "figure"
        ratio = say("no-figure") if gap["ratio"] is None else times(gap["ratio"])
        return say("against-ratio", ratio=ratio, other=other, kind=kind,
                   rate=_figure(about, rate))  # fmt: skip
    return say("against-plain", rate=_figure(about, rate), other=other)


def _gap_sentence(results: Results, about: Measured, gap: dict[str, Any]) -> str:
    other = group_noun(results, gap["benchmark"])
    unit = about.shown_unit
    kind = {"%": "percent", "": "plain"}.get(unit, "other")
    points = say("points", kind=kind, unit=unit)
    digits = about.digits
    if gap["low"] <= 0 <= gap["high"]:
        return say("gap-not-clear", other=other, low=plain(gap["low"], digits),
                   high=plain(gap["high"], digits), points=points)  # fmt: skip
    low, high = sorted((abs(gap["low"]), abs(gap["high"])))
    name = "gap-clear-more" if gap["difference"] > 0 else "gap-clear-less"
    return say(name, other=other, difference=plain(abs(gap["difference"]), digits), points=points,
               between=between(low, high, digits))  # fmt: skip


def _rows(rates: pl.DataFrame, outcome: str, larger: str) -> dict[str, dict[str, Any]]:
    rows = rates.filter(outcome=outcome)
    if larger:
        rows = rows.filter(larger=larger)
    return {row["group"]: row for row in rows.iter_rows(named=True)}


def _and(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return say("and", first=", ".join(parts[:-1]), second=parts[-1])
