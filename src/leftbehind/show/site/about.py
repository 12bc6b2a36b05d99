"""What the page says of a study: labels, trees, rule, sources; no word of it is the page's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leftbehind.analysis.compare import compare
from leftbehind.groups import Conventions, Share
from leftbehind.index.spec import Recipe
from leftbehind.questions import WHOLE, Measured
from leftbehind.results import Results
from leftbehind.show.charts.terms import areas_of, kind_of, larger_of, roles, titles_of
from leftbehind.show.export.note import terms_in_words
from leftbehind.show.export.terms import Terms
from leftbehind.show.messages import LANGUAGE, say
from leftbehind.show.site.doubts import Tried
from leftbehind.show.site.kinds import Kinds
from leftbehind.show.site.since import Edition
from leftbehind.show.site.values import Place, Table
from leftbehind.show.tables import rule_above

FORMAT = 1
"""Version of the files; a page refuses those of another."""

LEAST = 0.01
"""Of a part that areas lack before they are averaged (see `Part.least`)."""

_UNLIKE = ("floor", "people_at_least", "exclude", "listed")
"""Conditions that the page cannot judge anew."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an index.

    Attributes:
        name: Its name.
        title: What it is called.
        weight: Its weight.
        least: The least weight that the page can give it. An index that is averaged from
            smaller areas leaves out those that lack a part; with no weight on it they would
            count again, and the page does not hold them.
    """

    name: str
    title: str
    weight: float
    least: float


@dataclass(frozen=True, slots=True)
class Index:
    """An index as the page folds it.

    Attributes:
        name: Its name.
        title: What it is called.
        about: What it measures.
        kind: "deprived", "need" or "other": what rank 1 means.
        fixed: Why its weights cannot be moved; nothing: they can.
        parts: What it is folded from.
    """

    name: str
    title: str
    about: str
    kind: str
    fixed: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition of a group: the share or the number of areas highest on an index."""

    index: str
    share: float | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the page judges it.

    Attributes:
        name: Its name.
        title: What it is called.
        kind: Its colour: "both", "deprived", "need", "neither".
        worst: Its conditions.
        at_least: How many of them must hold; nothing: all.
        unless: Groups whose members are not in it.
        rest: Whether it is every area that is in no other.
        fixed: Why its rule cannot be moved; nothing: it can.
    """

    name: str
    title: str
    kind: str
    worst: tuple[Asked, ...]
    at_least: int | None
    unless: tuple[str, ...]
    rest: bool
    fixed: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome and how each group fares on it.

    Attributes:
        name: Its name.
        title: What it is called.
        unit: As it follows a figure.
        digits: Decimals.
        scale: What count over `of` is multiplied by.
        is_share: Whether it is a part of a whole.
        higher: "worse", "better" or "neither".
        median: Whether groups have a median of it, not a rate.
        source: Titles of its tables.
        caveat: What a reader should know.
        groups: Figure and interval of each group, and of "all".
    """

    name: str
    title: str
    unit: str
    digits: int
    scale: float
    is_share: bool
    higher: str
    median: bool
    source: str
    caveat: str
    groups: dict[str, dict[str, float | None]]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Larger areas: their breakdown, what they are called, whether outlined."""

    name: str
    title: str
    outlined: bool


@dataclass(frozen=True, slots=True)
class Areas:
    """What is judged, in words, and how many."""

    singular: str
    plural: str
    number: int


@dataclass(frozen=True, slots=True)
class ColumnFile:
    """A file that holds figures of every area, and where in it they stand."""

    file: str
    parts: dict[str, Place]
    tables: list[Table]


@dataclass(frozen=True, slots=True)
class Columns:
    """The files of figures: parts of the indices, details of areas, outcomes by name.

    `since` holds where areas stand on the lists of other studies; none: there are no others.
    """

    values: ColumnFile
    details: ColumnFile
    outcomes: dict[str, ColumnFile]
    since: ColumnFile | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the whole country: its file, and what it shows in words."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Published:
    """The published list beside the study's own."""

    title: str


@dataclass(frozen=True, slots=True)
class About:
    """Everything that the page says and counts with, besides the areas themselves.

    `columns` says where figures stand in the packed files; `tiles` names the files of polygons,
    and where there are none `tiles_why` says why; `within` is what places are named with,
    `parted_by` the breakdown that profiles are parted by, `postcodes` the letters of those that
    are built in; `doubt` is what was tried to find how sure the list is; `since` holds the studies
    beside this one, such as earlier editions; `kinds` says which kinds of neighbourhood there are,
    if that was asked for.
    """

    format: int
    name: str
    title: str
    stamp: str
    language: str
    whole: str
    simulated: bool
    areas: Areas
    people: bool
    indices: tuple[Index, ...]
    groups: tuple[Group, ...]
    list_of: str
    rule: dict[str, str]
    larger: tuple[Breakdown, ...]
    within: str
    published: Published | None
    near: int
    outcomes: tuple[Outcome, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...]
    rule_sentence: str
    columns: Columns
    parted_by: str
    postcodes: tuple[str, ...]
    charts: tuple[Chart, ...]
    tiles: dict[str, str]
    tiles_why: str
    bounds: tuple[float, float, float, float] | None
    doubt: Tried | None
    since: tuple[Edition, ...]
    kinds: Kinds | None
    reader: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The polygons as the page finds them: their files by view, or why there are none; bounds."""

    tiles: dict[str, str]
    why: str
    bounds: tuple[float, float, float, float] | None


def about(
    results: Results,
    terms: Terms,
    columns: Columns,
    parted_by: str,
    postcodes: Sequence[str],
    charts: Sequence[Chart],
    drawn: Drawn,
    tried: Tried | None,
    since: tuple[Edition, ...],
    kinds: Kinds | None,
    sources: Sequence[str],
    singular: str,
) -> About:
    """What the page says of a study.

    Args:
        results: Results of a study.
        terms: What was accepted.
        columns: Where figures of areas stand.
        parted_by: The breakdown that profiles are parted by.
        postcodes: Letters of the postcode areas that are built in.
        charts: Charts of the whole country.
        drawn: The polygons.
        tried: What was tried to find how sure the list is, if anything.
        since: Studies beside this one.
        kinds: The kinds of neighbourhood of the list, if they were asked for.
        sources: What all of that was made from.
        singular: What one judged area is called.
    """
    from leftbehind import __version__

    study = results.manifest["study"]
    rule = Conventions.model_validate(study.get("rule", {}))
    stated = study.get("published")
    return About(
        FORMAT,
        study["name"],
        study["title"],
        study.get("stamp", ""),
        LANGUAGE,
        str(results.manifest["whole"]),
        bool(results.manifest["simulated"]),
        Areas(singular, areas_of(results), results.areas.height),
        bool(study.get("people")),
        tuple(_index(results, name) for name in results.indices),
        tuple(_group(results, name, group) for name, group in study["group"].items()),
        results.list_of,
        {"rounding": rule.rounding, "ties": rule.ties},
        tuple(
            Breakdown(name, larger_of(results, name), name == study.get("outline", ""))
            for name in results.manifest["by"]
        ),
        results.manifest["within"],
        Published(stated["title"]) if stated else None,
        rule.cut(Share.model_validate(study.get("near", {"of_all": 0.01})), results.areas.height),
        _outcomes(results),
        tuple(sources),
        tuple(terms_in_words(results, terms)),
        rule_above(results),
        columns,
        parted_by,
        tuple(postcodes),
        tuple(charts),
        drawn.tiles,
        drawn.why,
        drawn.bounds,
        tried,
        since,
        kinds,
        say("report-author", version=__version__),
    )  # fmt: skip


def _index(results: Results, name: str) -> Index:
    index = results.manifest["index"][name]
    weights = index["weights"]
    parts = results["profiles"].filter(index=name).select("part", "title")
    named = parts.unique(maintain_order=True).iter_rows()
    recipe = Recipe.model_validate(index["recipe"])
    how = recipe.node[recipe.root].combine.method
    return Index(
        name,
        index["title"],
        results.manifest["study"]["index"][name].get("about", ""),
        kind_of(results, name),
        "" if index["adds_up"] else say("site-fixed-index", index=index["title"], how=how),
        tuple(
            Part(part, title, float(weights.get(part, 0.0)), _least(results, name, part))
            for part, title in named
        ),
    )


def _least(results: Results, index: str, part: str) -> float:
    carried = results.manifest["index"][index]["geography"] != results.manifest["study"]["areas"]
    nodes = results[f"nodes_{index}"]
    own = [name for name in nodes.columns if name.startswith(f"{part}_")]
    lacking = any(nodes[name].null_count() for name in own)
    return LEAST if carried and lacking else 0.0


def _group(results: Results, name: str, group: dict[str, Any]) -> Group:
    asked = []
    for index, told in group.get("worst", {}).items():
        share = Share.model_validate(told)
        asked.append(Asked(index, share.of_all, share.number))
    unlike = [key for key in _UNLIKE if group.get(key)]
    return Group(
        name,
        titles_of(results)[name],
        roles(results)[name],
        tuple(asked),
        group.get("at_least"),
        tuple(group.get("unless", ())),
        bool(group.get("rest")),
        say("site-fixed-group", group=titles_of(results)[name]) if unlike else "",
    )


def _outcomes(results: Results) -> tuple[Outcome, ...]:
    known = {
        name: Measured.model_validate(told)
        for name, told in results.manifest.get("outcomes", {}).items()
    }
    if not known or results.on_list().is_empty():
        return ()
    rates = compare(results, outcomes=list(known)).rates
    groups = [*results.manifest["study"]["group"], WHOLE]
    figures: dict[str, dict[str, dict[str, float | None]]] = {name: {} for name in known}
    for row in rates.iter_rows(named=True):
        if row["group"] in groups:
            found = {key: row[key] for key in ("rate", "low", "high")}
            figures[row["outcome"]][row["group"]] = found
    return tuple(
        Outcome(name, one.title, one.shown_unit, one.digits, one.scale, one.is_share, one.higher,
                one.median, "; ".join(one.sources), one.caveat, figures[name])
        for name, one in known.items()
    )  # fmt: skip
