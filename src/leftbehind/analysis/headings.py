"""What the heading of a column suggests: a count or a figure, of whom, and which way is worse.

A heading suggests, it does not say: all that comes from here is to be confirmed by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from leftbehind.data.cells import words_of

Way = Literal["worse", "better"]

LACK = ("no", "non", "not", "without", "lack", "lacking", "low", "lowest", "poor", "missing", "few")
"""Words that turn what follows round, as does "out of"; "no of" is a number."""

WORSE = (
    "absen", "abuse", "accident", "anti", "anxi", "arrears", "asthma", "bad", "benefit",
    "burglar", "cancer", "claimant", "cold", "crim", "crowd", "damag", "damp", "death", "debt",
    "depress", "depriv", "derelict", "disab", "disadvant", "distance", "drug", "emergency",
    "evict", "exclu", "fear", "flood", "fraud", "harass", "homeless", "hunger", "ill", "illiter",
    "inactiv", "inequal", "infant", "injur", "insecur", "isolat", "jobless", "km", "limiting",
    "lonel", "lost", "metres", "miles", "minutes", "morbid", "mortal", "need", "neet", "nitrogen",
    "no2", "noise", "obes", "offence", "outage", "overcrowd", "ozone", "pm10", "pm25", "pollut",
    "pover", "precar", "robber", "sick", "smok", "stalk", "stress", "suicide", "theft", "truan",
    "unemploy", "unfit", "unsafe", "vacan", "violen", "wait", "weapon", "workless",
)  # fmt: skip
"""How words begin that name what a place suffers from."""

BETTER = (
    "access", "amenit", "asset", "attain", "broadband", "charit", "club", "connect", "decent",
    "degree", "earn", "educat", "employ", "expectan", "gcse", "grad", "green", "hall", "happ",
    "healthy", "income", "librar", "literac", "mbps", "member", "park", "particip", "pay",
    "qualif", "recover", "safe", "salar", "satisf", "saving", "skill", "speed", "surviv", "trust",
    "turnout", "vaccin", "volunt", "wage", "wealth", "wellbeing",
)  # fmt: skip
"""How words begin that name what a place has."""

FIGURE = (
    "%", "age", "average", "avg", "cost", "days", "density", "distance", "dist", "earnings",
    "expectancy", "gap", "hours", "income", "index", "km", "level", "mbps", "mean", "median",
    "metres", "miles", "minutes", "pct", "per", "percent", "percentage", "price", "prop",
    "proportion", "quality", "rate", "rates", "ratio", "rent", "salary", "score", "share", "shares",
    "speed", "standardised", "std", "wage", "wages", "years",
)  # fmt: skip
"""Words of figures that can be compared as they stand."""

COUNT = (
    "cases", "claimants", "count", "counts", "n", "num", "number", "people", "persons",
    "households", "children", "adults", "pupils", "residents",
)  # fmt: skip
"""Words of counts, which say little without what they are out of."""

PLACED = (
    "decile", "deciles", "easting", "fid", "gid", "hectares", "id", "lat", "latitude", "lng", "lon",
    "longitude", "northing", "objectid", "percentile", "quantile", "quartile", "quintile",
    "rank", "ranking", "ranks", "shape", "vigintile",
)  # fmt: skip
"""Words of numbers that are no figures about a place."""

WHOLES: dict[str, tuple[str, ...]] = {
    "people": ("people", "population", "pop", "residents", "persons", "inhabitants"),
    "households": ("households", "household", "homes", "dwellings", "families"),
    "workers": ("working", "workers", "workforce", "workingage"),
    "adults": ("adults",),
    "children": ("children", "pupils", "kids", "youth"),
    "older": ("older", "pensioners", "elderly"),
}
"""What counts are out of, and the words of columns that hold it."""

_FILLERS = frozenset(
    {"age", "aged", "all", "and", "count", "est", "estimate", "mid", "number", "num", "of", "over",
     "resident", "total", "under", "usual", "years", "year", "the", "in", "n", "school", "young",
     "old", "people", "population", "size", "plus", "to"}
)  # fmt: skip

_OUT_OF: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("children", ("child", "pupil", "school", "infant")),
    ("older", ("older", "pension", "elder")),
    ("workers", ("unemploy", "claimant", "jobless", "workless", "employ", "work")),
    ("households", ("household", "home", "car", "cars", "overcrowd", "crowd", "heating", "dwelling",
                    "damp", "tenure", "rent")),
    ("adults", ("adult", "qualif", "smok", "unemploy", "claimant", "jobless", "work")),
)  # fmt: skip
"""Which whole a count is out of, by how its words begin."""


def way_of(heading: str) -> tuple[Way, str] | None:
    """Which way is worse, and the word that suggests it; nothing where no word does.

    What a place suffers from comes before what it has: "income deprivation" is the former.

    Example:
        >>> way_of("unemployment_rate"), way_of("Median income"), way_of("no_car"), way_of("x")
        (('worse', 'unemployment'), ('better', 'income'), ('worse', 'no'), None)
    """
    words = words_of(heading)
    lacks = [word for word, after in pairwise((*words, ""))
             if (word == "out" if after == "of" else word in LACK)]  # fmt: skip
    worse = lacks or [word for word in words if word.startswith(WORSE)]
    if worse:
        return "worse", worse[0]
    better = [word for word in words if word.startswith(BETTER)]
    return ("better", better[0]) if better else None


def whole_of(heading: str) -> str:
    """What a column counts all of: "people", "households" …; nothing for other columns.

    Every word must be of a whole, so that "unemployed people" is none.

    Example:
        >>> whole_of("Total population 2021"), whole_of("ill people"), whole_of("Working age")
        ('people', '', 'workers')
    """
    words = [word for word in words_of(heading) if not word.isdigit()]
    rest = [word for word in words if word not in _FILLERS]
    for name, own in WHOLES.items():
        if name == "people":
            continue
        if rest and all(word in own for word in rest):
            return name
    plain = [word for word in words if word not in _FILLERS - {"people", "population"}]
    aged = {"under", "over", "aged", "young", "old"} & set(words)
    return "people" if plain and not aged and all(w in WHOLES["people"] for w in plain) else ""


def out_of(heading: str, wholes: Sequence[str]) -> str:
    """Of the wholes that there are, the one that a count is most likely out of.

    Args:
        heading: Heading of the count.
        wholes: Names of wholes, at least one.

    Example:
        >>> out_of("Children in poverty", ["people", "children"]), out_of("ill", ["people"])
        ('children', 'people')
    """
    words = words_of(heading)
    for whole, stems in _OUT_OF:
        if whole in wholes and any(word.startswith(stems) for word in words):
            return whole
    return "people" if "people" in wholes else wholes[0]


def is_figure(heading: str) -> bool:
    """Whether a word says that the values can be compared as they stand."""
    return _has(heading, FIGURE)


def is_count(heading: str) -> bool:
    """Whether a word says that the values are counts."""
    words = words_of(heading)
    numbered = any(pair == ("no", "of") for pair in pairwise(words))
    return numbered or _has(heading, COUNT)


def is_no_figure(heading: str) -> bool:
    """Whether a word says that the numbers are no figures about a place: ranks, identifiers."""
    return _has(heading, PLACED)


def subject_of(headings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Columns by the first word that several of them share; those that share none are left out.

    Example:
        >>> subject_of(["health_a", "health_b", "homes_a", "homes_b", "crime"])
        {'health': ('health_a', 'health_b'), 'homes': ('homes_a', 'homes_b')}
        >>> subject_of(["share_ill", "share_poor", "crime"])
        {}
    """
    found: dict[str, list[str]] = {}
    listed = list(headings)
    for heading in listed:
        words = words_of(heading)
        if len(words) > 1 and not words[0].isdigit() and words[0] not in _NO_SUBJECT:
            found.setdefault(words[0], []).append(heading)
    groups = {word: tuple(several) for word, several in found.items() if len(several) > 1}
    # One subject for everything says nothing.
    return {} if any(len(group) == len(listed) for group in groups.values()) else groups


_NO_SUBJECT = frozenset({*FIGURE, *COUNT, *LACK, "total", "sum", "all", "column", "var", "x", "q"})


def _has(heading: str, words: Sequence[str]) -> bool:
    return not set(words).isdisjoint(words_of(heading))
