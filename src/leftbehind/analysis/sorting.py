"""What each column of a table could be: a name, a whole, a larger area, an indicator, or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

import polars as pl

from leftbehind.analysis.headings import is_count, is_figure, is_no_figure, out_of, way_of, whole_of
from leftbehind.analysis.proposal import (
    INDEX,
    LEAST_KNOWN,
    ROOT,
    TABLE,
    Asked,
    Doubt,
    LeftOut,
    Measure,
)
from leftbehind.data.cells import Cells, words_of
from leftbehind.data.geopackage import GEOMETRY
from leftbehind.index.start import SUFFIX
from leftbehind.problems import CONTROLS

_NAME_WORDS = frozenset({"name", "names", "nm", "label", "title"})

_MOST_LARGER = 3
"""Columns of larger areas that are taken for breakdowns."""

_ODD = 0.01
"""Up to this share of areas in which a count is above its whole, the figures are wrong."""

_TAKEN = ("area", "name", "people", "group", "margin", "near_miss", "published", GEOMETRY, "all",
          "row", TABLE, INDEX, ROOT)  # fmt: skip
"""Columns of results, and names that the proposal itself gives."""


class Names:
    """Names for columns and nodes that a recipe can hold, each given once."""

    def __init__(self, *taken: str) -> None:
        self.taken = {*_TAKEN, *taken}

    def give(self, heading: str) -> str:
        """A name like a heading that nothing else has.

        Example:
            >>> names = Names()
            >>> [names.give(heading) for heading in ("% no car", "% no car", "村", "x rank")]
            ['percent_no_car', 'percent_no_car_2', 'column', 'x_rank_figure']
        """
        plain = unicodedata.normalize("NFKD", heading.replace("%", " percent "))
        plain = plain.encode("ascii", "ignore").decode().lower()
        name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].rstrip("_") or "column"
        if name.endswith((*SUFFIX.values(), "_name")):
            name += "_figure"  # a column NAME_rank would be taken for the published node NAME
        given, number = name, 2
        while given in self.taken:
            given, number = f"{name}_{number}", number + 1
        self.taken.add(given)
        return given


def title_of(heading: str) -> str:
    """A heading as people would write it.

    Example:
        >>> title_of("no_car_share"), title_of("Homes without heating, %")
        ('No car share', 'Homes without heating, %')
    """
    words = " ".join(re.sub(CONTROLS, " ", heading.replace("_", " ")).split())
    return words[:1].upper() + words[1:]


def name_column(columns: Iterable[Cells]) -> str:
    """The heading of the column of names: as its heading says, else the first of unlike texts."""
    texts = [c for c in columns if c.kind == "text" and c.different > c.text.len() / 2]
    said = [c for c in texts if _NAME_WORDS & set(words_of(c.heading))
            or c.heading.casefold().endswith("nm")]  # fmt: skip
    return next((cells.heading for cells in (*said, *texts)), "")


def wholes_of(columns: Iterable[Cells]) -> tuple[dict[str, Cells], list[Asked]]:
    """The columns that counts are out of, by what they count; a second of a kind is left out."""
    found: dict[str, Cells] = {}
    left_out = []
    for cells in columns:
        if cells.kind == "numbers" and (kind := whole_of(cells.heading)):
            if kind in found:
                left_out.append(Asked("second", cells.heading, found[kind].heading))
            else:
                found[kind] = cells
    return found, left_out


def larger_columns(columns: Iterable[Cells]) -> list[Cells]:
    """The columns whose texts come many times: larger areas, or classes of areas."""
    repeated = [
        cells
        for cells in columns
        if cells.kind == "text" and 2 <= cells.different <= cells.text.len() / 2
        and cells.known >= 1 - _ODD
    ]  # fmt: skip
    return repeated[:_MOST_LARGER]


def why_left_out(cells: Cells) -> LeftOut | None:
    """Why a column can be no indicator, or nothing if it can."""
    by_kind: dict[str, LeftOut] = {
        "nothing": "empty", "dates": "dates", "flags": "flags", "text": "text", "shapes": "shapes",
    }  # fmt: skip
    if cells.kind != "numbers":
        return by_kind[cells.kind]
    if is_no_figure(cells.heading):
        return "placed"
    if cells.different < 2:
        return "constant"
    return "sparse" if cells.known < LEAST_KNOWN else None


def measure_of(
    cells: Cells, wholes: Mapping[str, Cells], columns: Mapping[str, str], name: str
) -> tuple[Measure, list[Asked]]:
    """The indicator that a column of numbers could be, and what is to be confirmed about it.

    Args:
        cells: The column.
        wholes: The columns that counts are out of, by what they count.
        columns: The tidy names of those, by heading.
        name: The name of the indicator.
    """
    heading, asked = cells.heading, []

    def ask(about: Doubt, detail: str = "", number: int = 0) -> None:
        asked.append(Asked(about, heading, detail, number))

    of, proportion, guessed = "", True, False
    named = is_count(heading) and not is_figure(heading)
    looks = not is_figure(heading) and cells.whole
    if wholes and (named or looks):
        whole = wholes[out_of(heading, list(wholes))]
        above = _share_above(cells.numbers, whole.numbers)
        if named or above <= _ODD:
            of, proportion, guessed = columns[whole.heading], above <= _ODD, not named
            ask("count" if proportion else "rate", whole.heading)
    elif named or looks:
        ask("no-whole")
    way = way_of(heading)
    higher: Literal["worse", "better"] = way[0] if way else "worse"
    because = way[1] if way else ""
    ask("direction", because)
    if cells.odd:
        ask("odd-cells", _odd_in_words(cells), len(cells.odd))
    title = title_of(heading)
    return Measure(name, heading, title, of, proportion, guessed, higher, because), asked


def _share_above(count: pl.Series, whole: pl.Series) -> float:
    both = (count > whole).drop_nulls()
    return float(both.sum()) / both.len() if both.len() else 0.0


def _odd_in_words(cells: Cells) -> str:
    row, text = cells.odd[0]
    return f"{text!r} in row {row:,}"
