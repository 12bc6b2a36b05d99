"""Which column of a table holds area codes, and of which geography and vintage they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from leftbehind.areas.codes import Fit, fits
from leftbehind.areas.registers import register
from leftbehind.data.catalogue import Catalogue, Geography
from leftbehind.data.cells import Cells, words_of
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest

NEARLY = 0.9
"""From this share of fitting codes on, the others are taken for wrong."""

ALONE = 0.95
"""A column with fewer different codes for each row has several rows for an area."""

_SAMPLE = 200
"""Codes that are looked at to find the column; then all of it is looked at."""

_CODE_WORDS = frozenset(
    {"area", "code", "codes", "cd", "fips", "geo", "geoid", "gss", "id", "key", "ref"}
)

_RARE = 0.01
"""A form of code that no more than this share of the rows have is taken for wrong."""

_FORMS = 4
"""Forms of codes that a pattern is made of; of more, or of names, no pattern is made."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The codes of a table.

    Attributes:
        heading: The column that holds them.
        geography: Their geography.
        own: That geography, where it is none of the catalogue.
        by: What told it: every code is listed in a "register", fits a "pattern", the "heading"
            names the vintage, the user "said" it, or the "form" of unknown codes was taken.
        strange: Codes that do not fit, with their rows (from 1).
        short: Whether codes that the file stores as numbers have lost leading zeros, by the look
            of their lengths.
    """

    heading: str
    geography: str
    own: Geography | None
    by: str
    strange: tuple[tuple[int, str], ...] = ()
    short: bool = False


def recognise(
    columns: Sequence[Cells], shelf: Shelf, *, area: str = "", geography: str = ""
) -> Recognised:
    """Find the column of area codes and their geography.

    Args:
        columns: The columns of the table.
        shelf: Where geographies and their registers come from.
        area: Heading of the column, where the user has said it.
        geography: Their geography, where the user has said it: one of the catalogue, or a name
            for one of the user's own.

    Returns:
        The codes.

    Raises:
        LeftBehindError: If no column tells areas apart, or several geographies fit and nobody
            has said which.

    Example:
        >>> from leftbehind.data.cells import cells_of
        >>> table = [cells_of(pl.Series("Ward", ["X05000001", "X05000002"]))]
        >>> recognise(table, Shelf()).geography
        'ward20'
    """
    codes = _column_of(columns, area, geography, shelf.catalogue)
    _refuse_rows_of_one_area(codes)
    known = codes.text.drop_nulls()
    if geography and geography not in shelf.catalogue.geography:
        return _own(codes, geography)
    if geography:
        return _with_strange(codes, geography, "said", shelf)
    found = [fit for fit in fits(known, shelf) if fit.matched >= NEARLY * fit.codes]
    if not found:
        return _own(codes, _name_of(codes.heading, shelf.catalogue))
    chosen, by = _one_of(found, codes, shelf.catalogue)
    return _with_strange(codes, chosen, by, shelf)


def _column_of(columns: Sequence[Cells], area: str, geography: str, known: Catalogue) -> Cells:
    """The column of codes: as said, by the pattern of its cells, by its heading, or the first."""
    named = {cells.heading: cells for cells in columns if cells.kind != "shapes"}
    if area:
        if area not in named:
            raise LeftBehindError(
                f"there is no column {area!r} of codes", mend=nearest(area, named)
            )
        return named[area]
    told = [cells for cells in named.values() if cells.kind in ("text", "numbers")]
    apart = [cells for cells in told if cells.different >= ALONE * cells.text.len() > 0]
    kinds = known.geography
    asked = [kinds[geography]] if geography in kinds else list(kinds.values())
    by_form = [cells for cells in told if _looks_like(cells, asked)]
    spoken = [cells for cells in apart if _CODE_WORDS & set(words_of(cells.heading))]
    texts = [cells for cells in apart if cells.kind == "text"]
    for found in ([c for c in by_form if c in apart], by_form, spoken, texts):
        if found:
            return found[0]
    raise LeftBehindError(
        "no column tells the areas apart: none has a code or a name of its own in each row",
        mend="say which it is: --area COLUMN",
    )


def _looks_like(cells: Cells, kinds: Sequence[Geography]) -> bool:
    sample = cells.text.drop_nulls().head(_SAMPLE)
    if sample.is_empty():
        return False
    return any(
        int(sample.str.contains(f"^(?:{kind.pattern})$").sum()) >= NEARLY * sample.len()
        for kind in kinds
    )


def _refuse_rows_of_one_area(codes: Cells) -> None:
    if codes.different < ALONE * codes.text.len() / 2:
        most = codes.text.drop_nulls().value_counts(sort=True).row(0)
        raise LeftBehindError(
            f"the column {codes.heading!r} has {codes.text.len():,} rows for {codes.different:,} "
            f"areas: {most[0]} comes {most[1]:,} times",
            mend="give a table with one row for each area (one year, one figure a column), or "
            "say --area COLUMN",
        )


def _one_of(found: Sequence[Fit], codes: Cells, known: Catalogue) -> tuple[str, str]:
    """The one geography that fits best, or that the heading names.

    Raises:
        LeftBehindError: If several fit as well, with all of them.
    """
    listed = [fit for fit in found if fit.by == "register"] or list(found)
    best = [fit for fit in listed if fit.matched == listed[0].matched]
    if len(best) == 1:
        return best[0].geography, best[0].by
    heading = "".join(words_of(codes.heading))
    named = [
        fit.geography
        for fit in best
        if re.search(rf"{re.sub('[0-9]+$', '', fit.geography)}[a-z]*(20)?"
                     rf"{known.geography[fit.geography].vintage[-2:]}(?![0-9])", heading)
    ]  # fmt: skip
    if len(named) == 1:
        return named[0], "heading"
    names = [fit.geography for fit in best]
    whole = "all" if best[0].whole else f"{best[0].matched:,}"
    raise LeftBehindError(
        f"{whole} codes of the column {codes.heading!r} fit {len(names)} geographies alike: "
        f"{', '.join(names)}; codes alone do not tell the vintage",
        mend=f"say which they are, such as --geography {names[0]}",
    )


def _with_strange(codes: Cells, geography: str, by: str, shelf: Shelf) -> Recognised:
    """Codes of a geography of the catalogue, and those that it does not have."""
    listed = register(geography, shelf)
    pattern = shelf.catalogue.geography[geography].pattern
    good = (
        codes.text.str.contains(f"^(?:{pattern})$")
        if listed is None
        else codes.text.is_in(listed.implode())
    )
    return Recognised(codes.heading, geography, None, by, _where(codes.text, ~good))


def _where(text: pl.Series, bad: pl.Series) -> tuple[tuple[int, str], ...]:
    rows = bad.fill_null(value=True).arg_true()
    shown = text.gather(rows).fill_null("").to_list()
    return tuple(zip((rows + 1).to_list(), shown, strict=True))


def _own(codes: Cells, name: str) -> Recognised:
    """Codes of no geography that is known: a pattern is made of their form."""
    pattern = pattern_of(codes.text.drop_nulls())
    title = " ".join(words_of(name)) or name
    kind = Geography(
        title=title, plural=f"{title}s", nation="", vintage="", pattern=pattern
    )  # nation and vintage are the user's to say
    good = codes.text.str.contains(f"^(?:{pattern})$")
    lengths = codes.text.drop_nulls().str.len_chars().unique()
    short = codes.typed and lengths.len() == 2 and int(str(lengths.max())) > 4
    return Recognised(codes.heading, name, kind, "form", _where(codes.text, ~good), short)


def pattern_of(codes: pl.Series) -> str:
    r"""A pattern that codes have in common, without the few that are unlike all others.

    Args:
        codes: Codes, each once.

    Returns:
        A regular expression; `.+` where the codes are names or have too many forms.

    Example:
        >>> pattern_of(pl.Series([f"Q{n:02}" for n in range(50)]))
        'Q\\d{2}'
        >>> pattern_of(pl.Series(["Abbey", "Castle Hill", "Brook"]))
        '.+'
    """
    if codes.str.contains(r"[^0-9A-Za-z._/-]").any() or not codes.str.contains(r"\d").all():
        # Names, or codes of a script whose letters have no A to Z.
        most = codes.filter(~codes.str.contains(r"[^0-9A-Za-z._/-]") & codes.str.contains(r"\d"))
        if most.len() < (1 - _RARE) * codes.len():
            return ".+"
        codes = most
    # A letter that all codes share at its place stays as it is; digits may be any.
    forms = codes.str.replace_all(r"\d", "0").value_counts(sort=True)
    common = forms.filter(pl.col("count") > _RARE * codes.len())[codes.name].to_list()
    if 0 < len(common) <= _FORMS:
        return "|".join(_written(form) for form in sorted(common))
    shapes = codes.str.replace_all("[A-Z]", "A").str.replace_all("[a-z]", "a")
    forms = shapes.str.replace_all(r"\d", "0").value_counts(sort=True)
    common = forms.filter(pl.col("count") > _RARE * codes.len())[codes.name].to_list()
    if 0 < len(common) <= _FORMS:
        return "|".join(_written(form, letters=True) for form in sorted(common))
    return ".+"


def _written(form: str, *, letters: bool = False) -> str:
    """A form of codes as a regular expression: runs of one kind of sign are counted."""
    kinds = {"0": r"\d"} | ({"A": "[A-Z]", "a": "[a-z]"} if letters else {})
    parts = []
    for run in re.finditer(r"(.)\1*", form):
        sign, times = run[1], len(run[0])
        kind = kinds.get(sign)
        if kind is None:
            parts.append(re.escape(run[0]) if sign not in "-_/" else run[0])
        else:
            parts.append(kind if times == 1 else f"{kind}{{{times}}}")
    return "".join(parts)


def _name_of(heading: str, known: Catalogue) -> str:
    """A name for a geography of one's own, from the heading of its codes."""
    words = [word for word in words_of(heading) if word.isascii() and word.isalnum()]
    words = [word for word in words if word not in _CODE_WORDS and not word.isdigit()]
    name = "_".join(words)[:40] or "place"
    return f"{name}_area" if name in known.geography else name
