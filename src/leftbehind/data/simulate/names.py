"""Invented names and codes: sounds of English places, made from syllables."""

from __future__ import annotations

import numpy as np
import polars as pl

from leftbehind.data.simulate.streams import Array, Whole

_FIRST = (
    "Alder", "Amber", "Anster", "Bilber", "Bramble", "Brindle", "Calder", "Carrow", "Cinder",
    "Clover", "Comfrey", "Curlew", "Damson", "Dunlin", "Eller", "Ember", "Fennel", "Fern",
    "Flint", "Fulmar", "Glimmer", "Gorse", "Harrow", "Hazel", "Heron", "Hollin", "Iver",
    "Jessamy", "Juniper", "Kestrel", "Kitter", "Lapwing", "Larch", "Lark", "Linden", "Mallow",
    "Marten", "Medlar", "Merle", "Mistle", "Nether", "Nettle", "Oaken", "Oriel", "Orrin", "Osier",
    "Otter", "Pearl", "Pipit", "Plover", "Quill", "Quince", "Raven", "Rook", "Rowan", "Russet",
    "Sallow", "Sedge", "Siskin", "Sorrel", "Swift", "Tansy", "Tawny", "Teasel", "Thistle",
    "Umber", "Velvet", "Whin", "Willow", "Wren", "Yarrow", "Yew",
)  # fmt: skip
_LAST = (
    "beck", "born", "bourne", "bridge", "brook", "bury", "by", "cliffe", "combe", "cote", "dale",
    "den", "don", "down", "ey", "fell", "field", "ford", "garth", "gate", "grove", "ham", "haven",
    "holme", "hurst", "land", "leigh", "ley", "low", "mere", "minster", "moor", "mouth", "ness",
    "over", "pool", "ridge", "rigg", "shaw", "stead", "stoke", "stow", "thorpe", "thwaite", "ton",
    "vale", "wade", "water", "well", "wick", "with", "worth",
)  # fmt: skip
_AFTER = (
    "North", "South", "East", "West", "Central", "Cross", "Green", "Park", "Hill", "Bank", "End",
    "Common", "Heath", "Quay", "Lanes", "Meadows", "Mills", "Orchard", "Priory", "Rise", "Spinney",
    "Water", "Weir", "Wood",
)  # fmt: skip
_BEFORE = ("Upper", "Lower", "Great", "Little", "Old", "New", "High", "Far", "Middle", "Long")

_WINDS = ("East", "South East", "South", "South West", "West", "North West", "North", "North East")
_LAND_WORDS = ("Reach", "Vale", "Shore", "Fells", "Marches", "Haven", "Moors", "Plain", "Wolds")

_TO_A_NUMBER = 5
"""Small areas that share a number in their names, told apart by letters: 001A to 001E."""


def place_names(count: int, rng: np.random.Generator, *, plain: float) -> pl.Series:
    """Invented names of places, each once.

    Args:
        count: How many.
        rng: Random numbers.
        plain: Share of names of one word, 0 to 1, as long as there are such names.

    Returns:
        The names.

    Example:
        >>> names = place_names(1_000, np.random.default_rng(1), plain=0.5)
        >>> names.n_unique()
        1000
    """
    stems = [first + last for first in _FIRST for last in _LAST if first[-1] != last[0]]
    bare, after = len(stems), len(stems) * len(_AFTER)
    both = after * len(_BEFORE)
    one = min(bare, round(plain * count))
    two = min(after, count - one)
    three = min(both, count - one - two)
    rest = count - one - two - three  # of countries with millions of wards
    stem = pl.Series(stems, dtype=pl.String)

    def told_apart(number: Whole) -> pl.Series:
        second = pl.Series(_AFTER).gather(number // bare)
        return stem.gather(number % bare) + " " + second

    def three_words(number: Whole) -> pl.Series:
        return pl.Series(_BEFORE).gather(number // after) + " " + told_apart(number % after)

    again = np.arange(rest)
    names = pl.concat(
        [
            stem.gather(rng.choice(bare, one, replace=False)),
            told_apart(rng.choice(after, two, replace=False)),
            three_words(rng.choice(both, three, replace=False)),
            three_words(again % both) + " " + pl.Series(again // both + 2).cast(pl.String),
        ]
    )
    return names.gather(rng.permutation(count))


def region_names(x: Array, y: Array, side: float, rng: np.random.Generator) -> pl.Series:
    """Names of regions that say where on the island they lie: "North Reach", "Mid Vale".

    Args:
        x: Middle of each region across, (regions,), at most nine of them.
        y: Middle of each region down, (regions,).
        side: Side of the island's box, in the same unit.
        rng: Random numbers.

    Returns:
        The names, each once.
    """
    east, south = x - side / 2, y - side / 2
    wind = np.rint(np.arctan2(south, east) / (np.pi / 4)).astype(int) % len(_WINDS)
    middle = np.hypot(east, south) < side / 8
    where = np.where(middle, "Mid", np.array(_WINDS)[wind])
    words = rng.permutation(np.array(_LAND_WORDS))[: x.size]
    return pl.Series([f"{a} {b}" for a, b in zip(where, words, strict=True)], dtype=pl.String)


def codes(prefix: str, count: int) -> pl.Series:
    """Codes of all areas of one kind: the prefix and a number of six digits, or more.

    Example:
        >>> codes("X01", 2).to_list()
        ['X01000001', 'X01000002']
    """
    return prefix + pl.int_range(1, count + 1, eager=True).cast(pl.String).str.zfill(6)


def small_area_names(district: pl.Series, number: Whole) -> pl.Series:
    """Names of small areas: their district, a number and a letter.

    Args:
        district: Name of each small area's district, (areas,).
        number: Which of its district's small areas it is, (areas,), from 0.

    Returns:
        The names.

    Example:
        >>> small_area_names(pl.Series(["Fenwick"] * 2), np.array([0, 6])).to_list()
        ['Fenwick 001A', 'Fenwick 002B']
    """
    digits = pl.Series(number // _TO_A_NUMBER + 1).cast(pl.String).str.zfill(3)
    return district + " " + digits + pl.Series(list("ABCDE")).gather(number % _TO_A_NUMBER)
