"""What experts wrote into a panel's forms: a workbook or a CSV, read with its places."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from leftbehind.data.panel_cells import Grid, grids_of, shown
from leftbehind.errors import LONGEST, LeftBehindError, nearest, some
from leftbehind.problems import CONTROLS

Method = Literal["points", "pairs", "ranking"]
"""How experts are asked: a budget of points, comparisons of pairs, or an order."""

EXPERT, PART, OTHER = "expert", "part", "other"
"""Headings of a form: who answers, which part, and which part it is compared with."""

ANSWER: dict[Method, str] = {"points": "points", "pairs": "value", "ranking": "rank"}
"""Heading of the column that an expert fills, by method; it tells the method of a form."""

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PLAIN = re.compile(_NUMBER, re.ASCII)
_FRACTION = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """One number that an expert wrote.

    Attributes:
        part: Name of the part.
        other: The part it is compared with; none: it stands alone.
        number: The number as written, finite.
        where: File, sheet and row.
    """

    part: str
    other: str
    number: float
    where: str


@dataclass(frozen=True, slots=True)
class Form:
    """The answers of one expert, each part or pair once.

    Attributes:
        expert: Name, as plain text.
        where: File and sheet.
        answers: What was written, in the order of the form.
    """

    expert: str
    where: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms of a panel, asked by one method.

    Attributes:
        method: How the experts were asked.
        parts: Names of the parts, in the order of the index.
        forms: One for each expert, in the order of the file.
    """

    method: Method
    parts: tuple[str, ...]
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A filled row below the headings, still text."""

    expert: str
    part: str
    other: str
    text: str
    where: str


def read_forms(path: Path | str, parts: Sequence[str]) -> Forms:
    r"""Read the forms of a panel and check every cell.

    Args:
        path: A .xlsx workbook with a sheet for each expert, or a .csv with a row for each
            expert and part.
        parts: Names of the parts of the index.

    Returns:
        The forms. Whether the numbers make weights is not judged here.

    Raises:
        LeftBehindError: Naming file, sheet, row, column and expert: no such file, an empty
            sheet, text for a number, an unknown part, an expert or a part that comes twice,
            forms of two methods.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder) / "panel.csv"
        ...     _ = file.write_text("expert,part,points\nAnn,jobs,60\nAnn,homes,40\n")
        ...     read = read_forms(file, ["jobs", "homes"])
        >>> read.method, [answer.number for answer in read.forms[0].answers]
        ('points', [60.0, 40.0])
    """
    file = Path(path)
    if file.is_dir():
        raise LeftBehindError(
            "this is a folder", where=str(file), mend="give the path of the filled forms"
        )
    if not file.is_file():
        beside = [other.name for other in file.parent.glob("*") if other.suffix == file.suffix]
        mend = nearest(file.name, beside) if beside else "give the path of the filled forms"
        raise LeftBehindError("there is no such file", where=str(file), mend=mend)
    method: Method | None = None
    told_by = ""
    forms: list[Form] = []
    for grid in grids_of(file):
        own, named, rows = _rows(grid)
        if method not in (None, own):
            raise LeftBehindError(
                f"this asks for {ANSWER[own]}, and {told_by} asks by {method}",
                where=grid.where,
                mend="read panels of two methods from two files",
            )
        method, told_by = own, grid.where
        forms += _forms(grid, own, named, rows, tuple(parts))
    if method is None:
        raise LeftBehindError(
            "there is no form in the workbook",
            where=str(file),
            mend="make one: leftbehind panel template STUDY INDEX",
        )
    _refuse_twice(forms)
    return Forms(method, tuple(parts), tuple(forms))


def _rows(grid: Grid) -> tuple[Method, str, list[_Row]]:
    """Method, the one expert that the sheet names, and its filled or half-filled rows."""
    if not any(map(any, grid.cells)):
        raise LeftBehindError(
            "the sheet is empty", where=grid.where, mend="delete it, or copy a form into it"
        )
    at = next((n for n, row in enumerate(grid.cells) if PART in _folded(row)), None)
    headings = _folded(grid.cells[at]) if at is not None else []
    methods = [method for method, heading in ANSWER.items() if heading in headings]
    if at is None or len(methods) != 1:
        raise LeftBehindError(
            f"no row of headings says {PART} and one of {', '.join(ANSWER.values())}",
            where=grid.where,
            mend="copy the form that leftbehind panel template makes, with its headings; "
            "delete a sheet that is no form",
        )
    method = methods[0]
    needed = [PART, ANSWER[method], *([OTHER] if method == "pairs" else [])]
    for heading in needed:
        if headings.count(heading) != 1:
            raise LeftBehindError(
                f"the column {heading} comes {headings.count(heading)} times, not once",
                where=f"{grid.where}, row {at + 1}",
                mend="keep the headings of the form",
            )
    named = _named_above(grid.cells[:at])
    if EXPERT not in headings and named is None:
        raise LeftBehindError(
            f"neither a column {EXPERT} nor a cell beside “{EXPERT}” says who answers",
            where=grid.where,
            mend=f"add a column {EXPERT}, or copy the form with the rows above its headings",
        )
    rows = []
    for number, cells in enumerate(grid.cells[at + 1 :], at + 2):
        by = dict(zip(headings, cells, strict=False))
        row = _Row(by.get(EXPERT, named or ""), by[PART], by.get(OTHER, "") if method == "pairs"
                   else "", by[ANSWER[method]], f"{grid.where}, row {number}")  # fmt: skip
        if row.part or row.other or row.text:
            rows.append(row)
    return method, named or "", rows


def _named_above(cells: list[list[str]]) -> str | None:
    """The cell to the right of “expert” above the headings; none: there is no such word."""
    for row in cells:
        folded = _folded(row)
        if EXPERT in folded:
            return next(filter(None, row[folded.index(EXPERT) + 1 :]), "")
    return None


def _forms(
    grid: Grid, method: Method, named: str, rows: list[_Row], parts: tuple[str, ...]
) -> list[Form]:
    """The rows by expert, every cell checked."""
    if not any(row.text for row in rows):
        whose = f" of {shown(named)}" if named else ""
        raise LeftBehindError(
            f"the form{whose} is empty",
            where=f"{grid.where}, column {ANSWER[method]}",
            mend="fill it in, or take it out" + _of_formulas(grid),
        )
    by_expert: dict[str, list[_Row]] = {}
    for row in rows:
        if not row.expert:
            raise LeftBehindError(
                "no expert is named",
                where=f"{row.where}, column {EXPERT}" if not named else grid.where,
                mend="write a name, or take the answers out",
            )
        by_expert.setdefault(_key(row.expert), []).append(row)
    return [_form(grid, method, own, parts) for own in by_expert.values()]


def _form(grid: Grid, method: Method, rows: list[_Row], parts: tuple[str, ...]) -> Form:
    expert = rows[0].expert
    if re.search(CONTROLS, expert):
        raise LeftBehindError(
            f"the name {shown(expert)} holds control characters",
            where=f"{rows[0].where}, column {EXPERT}",
            mend="write it as plain text",
        )
    if len(expert) > LONGEST:
        raise LeftBehindError(
            f"the name {shown(expert)} has {len(expert):,} letters",
            where=f"{rows[0].where}, column {EXPERT}",
            mend=f"shorten it to {LONGEST} letters",
        )
    if not any(row.text for row in rows):
        raise LeftBehindError(
            f"the form of {shown(expert)} is empty",
            where=f"{rows[0].where}, column {ANSWER[method]}",
            mend="fill it in, or take its rows out" + _of_formulas(grid),
        )
    seen: dict[tuple[str, str], str] = {}
    answers, blank = [], []
    for row in rows:
        for heading, part in ((PART, row.part), *([(OTHER, row.other)] if method == "pairs"
                              else [])):  # fmt: skip
            if not part:
                raise LeftBehindError(
                    f"{shown(expert)}: no part is named",
                    where=f"{row.where}, column {heading}",
                    mend=f"write one of {', '.join(parts)}, or take the row out",
                )
            if part not in parts:
                raise LeftBehindError(
                    f"{shown(expert)}: the index has no part {shown(part)}",
                    where=f"{row.where}, column {heading}",
                    mend=nearest(part, parts),
                )
        named = (row.part, row.other)
        if named in seen:
            raise LeftBehindError(
                f"{shown(expert)} answers for {_told(named)} twice, first in {seen[named]}",
                where=row.where,
                mend="keep one; two experts of one name need two names",
            )
        seen[named] = row.where.rpartition(", ")[2]
        if not row.text:
            blank.append(row)
            continue
        answers.append(Answer(*named, _number(row, method), row.where))
    if blank:
        mend = "write 0 where a part shall not count" if method == "points" else "fill the cell"
        raise LeftBehindError(
            f"{shown(expert)} has no {ANSWER[method]} for "
            f"{some(_told((row.part, row.other)) for row in blank)}",
            where=f"{blank[0].where}, column {ANSWER[method]}",
            mend=mend + _of_formulas(grid),
        )
    return Form(expert, grid.where, tuple(answers))


def _of_formulas(grid: Grid) -> str:
    """What to know of a workbook whose cell looks filled and is read as empty."""
    return "; of a formula only a saved result is read" if grid.of_workbook else ""


def _number(row: _Row, method: Method) -> float:
    """The number in a cell; in comparisons of pairs also a fraction such as 1/3."""
    value = math.nan
    if _PLAIN.fullmatch(row.text):
        value = float(row.text)
    elif method == "pairs" and (found := _FRACTION.fullmatch(row.text)) and float(found[2]):
        value = float(found[1]) / float(found[2])
    if not math.isfinite(value):
        raise LeftBehindError(
            f"{shown(row.expert)}: {shown(row.text)} is not a number",
            where=f"{row.where}, column {ANSWER[method]}",
            mend="write digits, with a point for decimals"
            + (", or a fraction such as 1/3 in a cell of text" if method == "pairs" else ""),
        )
    return value


def _refuse_twice(forms: list[Form]) -> None:
    """Refuse an expert who fills two forms."""
    first: dict[str, Form] = {}
    for form in forms:
        before = first.setdefault(_key(form.expert), form)
        if before is not form:
            raise LeftBehindError(
                f"{shown(form.expert)} has a form already, in {before.where}",
                where=form.where,
                mend="keep one; two experts of one name need two names",
            )


def _told(named: tuple[str, str]) -> str:
    part, other = named
    return f"{part} against {other}" if other else part


def _key(expert: str) -> str:
    return expert.casefold()


def _folded(row: list[str]) -> list[str]:
    return [cell.casefold() for cell in row]
