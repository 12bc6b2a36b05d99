"""What the cells of a column hold, before anybody has said what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import polars as pl

from leftbehind.errors import short

HELD_BACK = frozenset(
    {"*", "**", "c", "[c]", "s", "[s]", "x", "[x]", "z", "[z]", ":", "..", ".", "-", "–", "—", "†",
     "suppressed", "[low]", "[u]", "<5", "<3", "<10"}
)  # fmt: skip
"""Marks that publishers write where a number was held back or is not available (among them those
of the UK Government Statistical Service), in small letters."""

ABSENT = frozenset(
    {"nan", "na", "n/a", "#n/a", "#na", "null", "none", "nil", "missing", "[no data]"}
)
"""What software writes where there is no value, in small letters."""

MOSTLY = 0.5
"""From this share of numbers on, cells that are none are odd ones in a column of numbers."""

_NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+|\d{1,3}(,\d{3})+(\.\d+)?)([eE][-+]?\d+)?$"

_DAY = r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})([ T].*)?$"

_FLAGS = frozenset({"true", "false", "yes", "no"})

Kind = Literal["numbers", "text", "flags", "dates", "nothing", "shapes"]


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column.

    Attributes:
        heading: What the file calls it.
        kind: What most cells are.
        text: The cells as text, null where they are empty.
        numbers: The cells as numbers, null where there is none.
        held_back: Marks of suppression that came, as written.
        absent: Marks of no value that came, as written.
        odd: Cells of a column of numbers that are neither: row (from 1) and text.
        typed: Whether the file itself says that these are numbers: leading zeros are then lost.
    """

    heading: str
    kind: Kind
    text: pl.Series
    numbers: pl.Series
    held_back: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    odd: tuple[tuple[int, str], ...] = ()
    typed: bool = False

    @property
    def known(self) -> float:
        """Share of the cells with a number, or for text with any."""
        values = self.numbers if self.kind == "numbers" else self.text
        return 1 - values.null_count() / values.len() if values.len() else 0.0

    @property
    def different(self) -> int:
        """How many different values there are; gaps are none."""
        values = self.numbers if self.kind == "numbers" else self.text
        return int(values.drop_nulls().n_unique())

    @property
    def example(self) -> str:
        """The first cell that is not empty, cut short."""
        found = self.text.drop_nulls().head(1).to_list()
        return short(found[0]) if found else ""

    @property
    def whole(self) -> bool:
        """Whether every number is a whole one and none is below 0."""
        found = self.numbers.drop_nulls()
        return bool(((found == found.floor()) & (found >= 0)).all())


def cells_of(series: pl.Series) -> Cells:
    """Look at the cells of a column as a file has it.

    Args:
        series: The column, text or typed.

    Returns:
        What it holds.

    Example:
        >>> found = cells_of(pl.Series("rate", ["1.5", "*", "2,000", "NaN", ""]))
        >>> found.kind, found.held_back, found.absent, found.numbers.to_list()
        ('numbers', ('*',), ('NaN',), [1.5, None, 2000.0, None, None])
    """
    name, typed = series.name, series.dtype.is_numeric()
    if series.dtype == pl.Binary:
        return Cells(name, "shapes", pl.Series(name, [], pl.String), _none(series))
    if series.dtype.is_temporal() or series.dtype == pl.Boolean:
        kind: Kind = "flags" if series.dtype == pl.Boolean else "dates"
        return Cells(name, kind, series.cast(pl.String), _none(series))
    if typed:
        return _typed(series)
    text = series.cast(pl.String).str.strip_chars()
    text = text.set((text == "").fill_null(value=False), None)
    small = text.str.to_lowercase()
    counted = text.str.contains(_NUMBER).fill_null(value=False)
    back = small.is_in(list(HELD_BACK)).fill_null(value=False) & ~counted
    gone = small.is_in(list(ABSENT)).fill_null(value=False)
    odd = text.is_not_null() & ~counted & ~back & ~gone
    full = int(text.is_not_null().sum())
    numbers = text.zip_with(counted, _none(text).cast(pl.String)).str.replace_all(",", "")
    numbers = numbers.cast(pl.Float64, strict=False)
    if not full or int((back | gone).sum()) == full:
        return Cells(name, "nothing", text, numbers, _marks(text, back), _marks(text, gone))
    if int(counted.sum()) < MOSTLY * (full - int((back | gone).sum())) or not counted.any():
        return Cells(name, _kind_of_text(small), text, _none(text))
    rows = odd.arg_true()
    strange = tuple(zip((rows + 1).to_list(), text.gather(rows).to_list(), strict=True))
    return Cells(name, "numbers", text, numbers, _marks(text, back), _marks(text, gone), strange)


def _typed(series: pl.Series) -> Cells:
    """Cells that the file itself calls numbers; a number that is NaN is a mark of none."""
    numbers = series.cast(pl.Float64)
    endless = numbers.is_nan().fill_null(value=False)
    numbers = numbers.set(endless | numbers.is_infinite().fill_null(value=False), None)
    whole = series.dtype.is_float() and bool((numbers == numbers.floor()).all())
    text = (series.cast(pl.Int64, strict=False) if whole else series).cast(pl.String)
    absent = ("NaN",) if endless.any() else ()
    kind: Kind = "numbers" if numbers.count() else "nothing"
    return Cells(series.name, kind, text, numbers, (), absent, typed=True)


def _none(series: pl.Series) -> pl.Series:
    return pl.Series(series.name, [None], dtype=pl.Float64).new_from_index(0, series.len())


def _marks(text: pl.Series, where: pl.Series) -> tuple[str, ...]:
    return tuple(text.filter(where).unique().sort().to_list())


def _kind_of_text(small: pl.Series) -> Kind:
    found = small.drop_nulls()
    if found.is_in(list(_FLAGS)).all():
        return "flags"
    return "dates" if found.str.contains(_DAY).all() else "text"


def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading in small letters, parted as people and programs part them.

    Example:
        >>> words_of("PctNoCar_2021"), words_of("% with life-expectancy")
        (('pct', 'no', 'car', '2021'), ('%', 'with', 'life', 'expectancy'))
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d{4})|(?<=%)|(?=%)", " ", heading)
    return tuple(word for word in re.split(r"[^\w%]+|_+", parted.casefold()) if word)
