"""What charts call areas, groups, ranks and sources, from what the results say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from leftbehind.questions import OTHERS, WHOLE, Measured
from leftbehind.results import Results
from leftbehind.show.charts.text import one_line
from leftbehind.show.look import roles_of
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain
from leftbehind.show.tables import group_title
from leftbehind.show.words import ordinal

Kind = Literal["deprived", "need", "other"]
"""What rank 1 on an index means: most deprived, highest need, or simply highest."""

FEW = 4
"""Sources that are named by their titles; of more, only the publishers."""


def areas_of(results: Results) -> str:
    """What the judged areas are called, their vintage left out: "wards"."""
    return _plain(str(results.manifest["area_plural"]))


def larger_of(results: Results, by: str) -> str:
    """What the areas of a breakdown are called, their vintage left out: "regions"."""
    return _plain(str(results.manifest["by"].get(by, by)))


def _plain(plural: str) -> str:
    return one_line(re.sub(r"\s*\([^)]*\d{4}[^)]*\)$", "", plural)) or say("chart-areas")


def whole_of(results: Results) -> str:
    """What all areas together are called: "England"."""
    named = one_line(str(results.manifest.get("whole") or ""))
    return named or say("chart-all-areas", areas=areas_of(results))


def capital(text: str) -> str:
    """Text that begins a line: its first letter a capital.

    Example:
        >>> capital("the invented country")
        'The invented country'
    """
    return text[:1].upper() + text[1:]


def both(texts: Sequence[str]) -> str:
    """One text, or two joined."""
    return texts[0] if len(texts) == 1 else say("chart-and", first=texts[0], second=texts[1])


def groups_of(results: Results) -> dict[str, Any]:
    """The groups of the study in order, as the manifest has them."""
    groups: dict[str, Any] = results.manifest["study"]["group"]
    return groups


def titles_of(results: Results) -> dict[str, str]:
    """The groups in the study's order, with what they are called."""
    return {name: one_line(group_title(results, name)) for name in groups_of(results)}


def called(results: Results, group: str) -> str:
    """A group, the whole or the rest of it, as it stands in a sentence."""
    whole = whole_of(results)
    if group == WHOLE:
        return whole
    if group == OTHERS:
        return say("chart-rest-of", whole=whole)
    return titles_of(results).get(group, group)


def roles(results: Results) -> dict[str, str]:
    """The role, and so the colour, of each group."""
    return roles_of(groups_of(results), list(results.indices), results.list_of)


def index_role(results: Results, index: str) -> str:
    """The colour of an index: the first is drawn in rose, the second in blue."""
    at = list(results.indices).index(index)
    return ("deprived", "need", "outcome")[min(at, 2)]


def index_title(results: Results, index: str) -> str:
    """What an index is called."""
    return one_line(results.indices[index])


def kind_of(results: Results, index: str) -> Kind:
    """What rank 1 on an index means; never "worst"."""
    text = f"{index} {results.indices[index]}".casefold()
    if "depriv" in text:
        return "deprived"
    return "need" if "need" in text else "other"


def among(results: Results, index: str, asked: str) -> str:
    """The areas inside a cut: "10% most deprived", "10% with highest need"."""
    kind = kind_of(results, index)
    return say("chart-among", kind=kind, asked=asked, index=index_title(results, index))


def most_on(results: Results, index: str) -> str:
    """The areas inside a cut in words: "most deprived wards"."""
    kind, title = kind_of(results, index), index_title(results, index)
    return say("chart-most", kind=kind, areas=areas_of(results), index=title)


def ranked(results: Results, index: str, rank: int, number: int) -> str:
    """A rank, said whole each time: "12th most deprived of 7,433"."""
    kind = kind_of(results, index)
    return say("chart-rank", kind=kind, ordinal=ordinal(rank), number=f"{number:,}")


def people_in_words(number: float | None) -> str:
    """Residents, rounded as in a sentence.

    Example:
        >>> people_in_words(2_367_331), people_in_words(48_213), people_in_words(None)
        ('2.4 million people', '48,000 people', '')
    """
    if number is None:
        return ""
    if number >= 999_500:
        return say("chart-people-millions", text=plain(number / 1e6))
    near = round(number, -3) if number >= 10_000 else round(number)
    return say("chart-people", number=near, text=plain(near, 0))


def source_of(results: Results, indices: Iterable[str] = (), *, people: bool = False) -> str:
    """Where the figures of a chart came from, of when, and the study's stamp.

    Args:
        results: Results of a study.
        indices: The indices that are shown; none: all.
        people: Whether residents are shown too.
    """
    told = parts_of_source(results, indices, people=people)
    return with_stamp(results, listed(say("chart-sources"), told))


def parts_of_source(
    results: Results, indices: Iterable[str] = (), *, people: bool = False
) -> list[str]:
    """What figures of a chart came from, each with its publisher and date.

    Args:
        results: Results of a study.
        indices: The indices that are shown; none: all.
        people: Whether residents are shown too.
    """
    study, tables = results.manifest["study"], results.manifest["tables"]
    parts = [
        _source(index_title(results, name), study["index"][name].get("data", ()), tables)
        for name in (indices or study["index"])
    ]
    if people and study.get("people"):
        parts.append(_source(say("chart-residents"), [study["people"]], tables))
    return parts


def sources_of(results: Results, outcomes: Iterable[Measured]) -> str:
    """Where the figures of outcomes came from, of when, and the study's stamp."""
    by_title: dict[str, list[str]] = {}
    by_publisher: dict[str, list[str]] = {}
    for outcome in outcomes:
        for source in outcome.sources:
            text = one_line(source)
            publisher = text if outcome.node else text.rpartition(", ")[2]
            date = outcome.date if outcome.date not in text else ""
            by_title.setdefault(text, []).append(date)
            by_publisher.setdefault(publisher, []).append(outcome.date)
    shown = by_title if len(by_title) <= FEW else by_publisher
    # A figure of several tables has several dates, some of which others have too.
    sources = [
        ", ".join([one, *filter(None, dict.fromkeys(", ".join(dates).split(", ")))])
        for one, dates in shown.items()
    ]
    return with_stamp(results, listed(say("chart-sources"), sources))


def stamp_of(results: Results) -> str:
    """The line that must stand on every picture of a study, if there is one."""
    stamp = one_line(str(results.manifest["study"].get("stamp", "")))
    if not stamp and results.manifest["simulated"]:
        return say("chart-simulated")
    return stamp


def with_stamp(results: Results, source: str) -> str:
    """A source, and the stamp of the study after it."""
    return " ".join(filter(None, [source, stamp_of(results)]))


def _source(title: str, named: Sequence[str], tables: Mapping[str, Any]) -> str:
    """A title with the publishers and dates of its tables, what it says already left out."""
    of = [tables.get(str(name).partition(".")[0], {}) for name in named]
    told = [text for one in of for text in (one.get("publisher", ""), one.get("date", ""))]
    return ", ".join([title, *(text for text in dict.fromkeys(told) if text and text not in title)])
