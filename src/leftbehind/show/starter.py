"""A proposed study as files that a person goes on with: study, recipe and codebook."""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from leftbehind.analysis.proposal import (
    CODEBOOK,
    INDEX,
    MARK,
    RECIPE_FILE,
    ROOT,
    STUDY_FILE,
    TABLE,
    Measure,
    Proposal,
)
from leftbehind.analysis.sorting import title_of
from leftbehind.data.geopackage import GEOMETRY
from leftbehind.problems import CONTROLS
from leftbehind.show.files import Format, as_bytes
from leftbehind.show.messages import NONE, say
from leftbehind.show.numbers import plain

_WIDE = 96

_POLYGONS = "boundaries"


def starter_files(found: Proposal, folder: Path) -> dict[str, bytes]:
    """The files of a proposed study.

    Args:
        found: The proposal.
        folder: Where they will stand, to say where the table is from there.

    Returns:
        Their bytes by name.
    """
    form = Format.xlsx if found.file.suffix.lower() == ".xlsx" else Format.csv
    return {
        STUDY_FILE: "\n".join(_study(found, folder)).encode() + b"\n",
        RECIPE_FILE: "\n".join(_recipe(found)).encode() + b"\n",
        f"{CODEBOOK}.{form}": as_bytes(codebook_of(found), form),
    }


def codebook_of(found: Proposal) -> pl.DataFrame:
    """A row for each column that is used, for the user to fill.

    Args:
        found: The proposal.

    Returns:
        Columns `column`, `title`, `unit`, `source`, `date`, `licence`, `direction`, `note`.
    """
    rows = [
        {"column": name, "title": title_of(found.columns[name]), "note": say("codebook-note-whole")}
        for name in found.wholes
    ]
    rows += [
        {"column": one.name, "title": one.title, "direction": one.higher} for one in found.measures
    ]
    names = ("column", "title", "unit", "source", "date", "licence", "direction", "note")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _study(found: Proposal, folder: Path) -> Iterator[str]:
    """The lines of the study's file."""
    codes, file = found.codes, _way_to(found.file, folder)
    yield from _remark(say("new-study-head", file=found.file.name))
    command = f"leftbehind check {folder / STUDY_FILE}"
    yield from _remark(say("new-marks-head", mark=MARK, command=command))
    yield ""
    yield from _key("title", say("new-title"), say("new-title-here"))
    doubtful = codes.own is None and codes.by != "register"
    yield from _key("areas", codes.geography, say("new-areas-here") if doubtful else "")
    if found.people:
        yield from _key("people", f"{TABLE}.{found.people}", say("new-people-here"))
    if found.shaped:
        yield from _key("boundaries", _POLYGONS)
    if codes.own:
        yield from ("", f"[geography.{codes.geography}]")
        yield from _key("title", codes.own.title)
        yield from _key("plural", codes.own.plural)
        yield from _key("nation", say("new-nation"), say("new-nation-here"))
        yield from _key("vintage", say("new-vintage"))
        yield from _key("pattern", codes.own.pattern, say("new-pattern-here"))
        yield from _key("register", TABLE)
    yield from ("", f"[table.{TABLE}]")
    yield from _key("title", say("new-table", file=found.file.name))
    yield from _where(found, file)
    yield from _key("publisher", "", say("new-table-here"))
    yield from _key("date", "")
    yield from _key("licence", "unstated")
    if found.held_back:
        marks = ", ".join(found.held_back)
        yield from _list("suppressed", found.held_back, say("asked-marks", detail=marks))
    if found.absent:
        marks = ", ".join(found.absent)
        yield from _list("missing", found.absent, say("asked-absent", detail=marks))
    yield from ("", f"[table.{TABLE}.columns]")
    yield from _remark(say("new-columns-here"))
    yield from _columns(found)
    for one in found.left_out:
        yield from _remark(say("new-left-here", of=_line(one.of), why=say(f"leftout-{one.about}")))
    if found.shaped:
        yield from ("", f"[table.{_POLYGONS}]")
        yield from _key("title", say("new-boundaries", file=found.file.name))
        yield from _where(found, file)
        yield from _key("holds", "polygons")
        yield from ("", f"[table.{_POLYGONS}.columns]")
        yield from _key(codes.geography, codes.heading)
        yield f'{GEOMETRY} = {{ from = "{GEOMETRY}", kind = "geometry" }}'
    yield from ("", f"[index.{INDEX}]")
    yield from _key("title", say("new-index"))
    yield from _key("recipe", RECIPE_FILE)
    yield from _key("data", TABLE)
    yield from _groups(found)


def _groups(found: Proposal) -> Iterator[str]:
    """Who is on the list, and what it is counted by."""
    tenth = found.complete // 10
    yield from ("", "[group.highest-need]")
    yield from _key("title", say("new-group"))
    yield from _doubt(say("new-group-here", number=plain(max(tenth, 1), 0)))
    share = '"10%"' if tenth else "1"
    yield f"worst = {{ {INDEX} = {share} }}"
    yield from ("", "[group.the-rest]")
    yield from _key("title", say("new-rest"))
    yield "rest = true"
    if found.larger:
        yield from ("", "[by]")
        yield from _doubt(say("new-by-here"))
        for name in found.larger:
            yield from _key(name, TABLE)


def _where(found: Proposal, file: str) -> Iterator[str]:
    yield from _key("file", file)
    if found.sheet:
        yield from _key("sheet", found.sheet)
    if found.encoding != "utf-8":
        yield from _key("encoding", found.encoding)
    yield from _key("geography", found.codes.geography)


def _columns(found: Proposal) -> Iterator[str]:
    counted = {one.name for one in found.measures if one.of} | set(found.wholes)
    for name, heading in found.columns.items():
        if name in found.larger:
            yield f'{name} = {{ from = {_text(heading)}, kind = "text" }}'
        elif name in counted:
            yield f"{name} = {{ from = {_text(heading)}, min = 0 }}"
        else:
            yield f"{name} = {_text(heading)}"


def _recipe(found: Proposal) -> Iterator[str]:
    """The lines of the recipe's file."""
    yield from _remark(say("new-recipe-head"))
    if found.complete < found.areas:
        told = say("new-gaps-here", complete=plain(found.complete, 0), areas=plain(found.areas, 0))
        yield from _remark(told)
    yield ""
    yield from _key("title", say("new-index"))
    yield from _key("edition", say("new-edition"))
    yield from _key("nation", say("new-nation"))
    yield from _key("geography", found.codes.geography)
    yield from _key("root", ROOT)
    yield from ("", f"[node.{ROOT}]")
    told = say("new-tree-here") if found.groups else say("new-flat-here")
    yield from _node(say("new-index"), found.top, told, say("new-steps-here"))
    for name, children in found.groups.items():
        yield from ("", f"[node.{name}]")
        yield from _node(title_of(name), children)
    for one in found.measures:
        yield from ("", f"[indicator.{one.name}]")
        yield from _indicator(one, found.columns)


def _node(
    title: str, children: tuple[str, ...], why_these: str = "", why_so: str = ""
) -> Iterator[str]:
    yield from _key("title", title)
    yield from _list("children", children, why_these)
    yield from _key("standardise", "z-score", why_so)
    yield from _key("weights", "equal")
    yield from _key("combine", "arithmetic mean")


def _indicator(one: Measure, headings: Mapping[str, str]) -> Iterator[str]:
    yield from _key("title", one.title)
    if one.of:
        whole = _line(headings[one.of])
        key = "new-count-here" if one.proportion else "new-rate-here"
        guess = f" {say('new-guess-here')}" if one.guessed else ""
        yield from _doubt(f"{say(key, of=whole)}{guess}")
        yield from _list("counts", (one.name,))
        yield from _key("of", one.of)
        if not one.proportion:
            yield "proportion = false"
    yield from _key("higher", one.higher, say("new-direction-here", because=one.because or NONE))


def _way_to(file: Path, folder: Path) -> str:
    """The table's file as seen from the study's folder; whole where there is no way."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # another drive
        return file.resolve().as_posix()


def _text(value: str) -> str:
    """A text as TOML writes it: as JSON does, but for one control character that is refused."""
    quotable = "'" not in value and "\\" in value and value.isprintable()
    return f"'{value}'" if quotable else json.dumps(value, ensure_ascii=False)


def _key(name: str, value: str, doubt: str = "") -> Iterator[str]:
    yield from _doubt(doubt)
    yield f"{name} = {_text(value)}"


def _list(name: str, values: tuple[str, ...], doubt: str = "") -> Iterator[str]:
    yield from _doubt(doubt)
    inside = ", ".join(map(_text, values))
    if len(inside) + len(name) < _WIDE:
        yield f"{name} = [{inside}]"
    else:
        yield from (f"{name} = [", *(f"    {_text(value)}," for value in values), "]")


def _doubt(text: str) -> Iterator[str]:
    if text:
        yield from _remark(f"{MARK}: {text}")


def _remark(text: str) -> Iterator[str]:
    """A comment; each line of it begins as one."""
    for line in textwrap.wrap(_line(text), _WIDE, break_long_words=False):
        yield f"# {line}"


def _line(text: str) -> str:
    """A text that fits a comment: on one line, without what would move a cursor."""
    return " ".join(re.sub(CONTROLS, " ", text).split())
