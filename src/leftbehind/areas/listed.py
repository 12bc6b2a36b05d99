"""Places of somebody's own, told as a list: a row for each place and code or postcode."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from leftbehind.areas.codes import fits
from leftbehind.areas.lookups import Lookup
from leftbehind.areas.own import PLACE, OwnPlaces, column_of_names, overlapping, wholly
from leftbehind.areas.registers import register
from leftbehind.data.catalogue import Table
from leftbehind.data.decode import decode
from leftbehind.data.postcodes import PATTERN
from leftbehind.data.read import tidy
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError, nearest, short, some

ENDINGS = (".csv", ".csv.gz", ".txt", ".tsv", ".xlsx", ".parquet")
"""Files that hold lists."""

POSTCODE = "postcode"
"""Heading of a column of postcodes."""

MOST = 0.5
"""A column holds codes of a geography if more than this share of them are."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of places as it was read.

    Attributes:
        frame: Columns `row` (from 1), `place`, `code`, and `typed`, the code as the file has it.
        kind: Geography of the codes, or `postcode`.
        where: File and column of the codes, for errors.
        column: Column of the names; none: the file is one place.
        guessed: Column of the codes, where its heading does not say what they are.
    """

    frame: pl.DataFrame
    kind: str
    where: str
    column: str
    guessed: str


def read_list(file: Path, shelf: Shelf, *, name: str = "") -> Listed:
    """Read a list of places.

    Args:
        file: A CSV, a workbook of one sheet or a Parquet file with a column of codes, headed by
            their geography (`lsoa21`) or `postcode`, and a column of names of places. Without
            names the file is one place.
        shelf: What geographies there are.
        name: Column of the names, where there are several that it may be.

    Raises:
        LeftBehindError: If the columns cannot be told, or a cell is empty.
    """
    where = str(file)
    try:
        raw = decode(file, Table(title=file.name))
    except LeftBehindError as error:
        if "entry" not in error.mend:
            raise
        mend = "save it as a CSV of UTF-8 text, or as a workbook of one sheet"
        raise LeftBehindError(error.what, where=error.where, mend=mend) from error
    if name and name not in raw.columns:
        raise LeftBehindError(
            f"there is no column {name!r}", where=where, mend=nearest(name, raw.columns)
        )
    code, kind, guessed = _column_of_codes(raw, shelf, where, name)
    others = [one for one in raw.columns if one != code]
    column = name or (column_of_names(others, where) if others else "")
    declared = {"code": {"from": code, "kind": "text"}}
    if column:
        declared["place"] = {"from": column, "kind": "text"}
    entry = Table.model_validate({"title": file.name, "columns": declared})
    frame, _, _ = tidy(raw, entry, frozenset(), where=where)
    if not column:
        frame = frame.with_columns(place=pl.lit(file.name.partition(".")[0]))
    frame = frame.with_row_index("row", offset=1).filter(
        pl.col("code").is_not_null() | (pl.col("place").is_not_null() if column else False)
    )
    for needed, source in (("code", code), ("place", column)):
        empty = frame.filter(pl.col(needed).is_null())["row"]
        if empty.len():
            raise LeftBehindError(
                f"column {source!r} is empty in rows {some(empty)}",
                where=where,
                mend="fill it in, or take the rows out",
            )
    if frame.is_empty():
        raise LeftBehindError("the list has no rows", where=where, mend="give it some")
    plain = frame.with_columns(pl.col("place").str.replace_all(r"\s+", " "), typed="code")
    return Listed(plain, kind, f"{where}, column {code}", column, code if guessed else "")


def places_of_codes(listed: Listed, shelf: Shelf, known: pl.Series | None = None) -> OwnPlaces:
    """The places of a list of codes: each is wholly made of its areas.

    Args:
        listed: The list.
        shelf: Where the register of the codes comes from.
        known: All codes there are, where no register has them; none: only their form counts.

    Raises:
        LeftBehindError: Naming the first code that is none, its row, and what it may be.
    """
    listing = register(listed.kind, shelf)
    known = known if listing is None else listing
    codes = listed.frame["code"]
    if known is None:
        form = shelf.catalogue.kind_of_area(listed.kind).pattern
        right = codes.str.contains(f"^(?:{form})$")
    else:
        right = codes.is_in(known.implode())
    _refuse(listed, ~right, lambda code: _may_be(code, codes, listed, known, shelf))
    shares = _told_once(listed).with_columns(share=pl.lit(1.0))
    return _places(listed, "codes", Lookup(listed.kind, PLACE, shares), shares)


def places_of_postcodes(listed: Listed, directory: pl.DataFrame, geography: str) -> OwnPlaces:
    """The places of a list of postcodes.

    Args:
        listed: The list.
        directory: Columns `outward`, `inward` and `area` of the postcodes in use.
        geography: Geography of the areas.

    Returns:
        Places in which each area has the share of its postcodes that the list names: it stands
        for the share of its people.

    Raises:
        LeftBehindError: Naming the first postcode that is none in use.
    """
    spaced = _spaced(listed.frame["code"])
    listed = replace(listed, frame=listed.frame.with_columns(code=spaced))
    known = directory.select("area", code=pl.concat_str("outward", pl.lit(" "), "inward"))
    right = listed.frame["code"].is_in(known["code"].implode())
    _refuse(
        listed, ~right, lambda code: likely(code, known["code"]) or "correct it, or leave it out"
    )
    named = _told_once(listed).rename({"source": "code"})
    all_of = known.group_by("area").len("all")
    shares = (
        named.join(known, on="code")
        .group_by("area", "target")
        .len("in")
        .join(all_of, on="area")
        .select(pl.col("area").alias("source"), "target", share=pl.col("in") / pl.col("all"))
        .sort("target", "source")
    )
    return _places(
        listed, "postcodes", Lookup(geography, PLACE, shares), named.rename({"code": "source"})
    )


def likely(code: str, known: pl.Series) -> str:
    """The known codes that a mistyped one may be, in words.

    They read alike (a small letter, an O for a zero) or differ in one letter.

    Example:
        >>> likely("X0500O001", pl.Series(["X05000001", "X05000002"]))
        'did you mean X05000001?'
    """
    cuts = [(code[:at], code[at:]) for at in range(len(code) + 1)]
    forms = [f"{re.escape(a)}.{re.escape(b)}" for a, b in cuts]
    forms += [re.escape(a) + re.escape(b[1:]) for a, b in cuts if b]
    forms += [f"{re.escape(a)}.{re.escape(b[1:])}" for a, b in cuts if b]
    forms += [re.escape(a + b[1] + b[0] + b[2:]) for a, b in cuts if len(b) > 1]
    alike = _read_alike(pl.Series([code]))[0]
    near = known.filter(_read_alike(known) == alike)
    if near.is_empty():
        near = known.filter(known.str.contains(f"^(?i:{'|'.join(forms)})$"))
    return nearest(code, near) if near.len() else ""


def _read_alike(codes: pl.Series) -> pl.Series:
    """Codes in capitals, with letters that are taken for figures as those figures."""
    return codes.str.to_uppercase().str.replace_many(["O", "I", "L"], ["0", "1", "1"])


def _column_of_codes(
    raw: pl.DataFrame, shelf: Shelf, where: str, name: str
) -> tuple[str, str, bool]:
    """The column of the codes, what they are codes of, and whether the heading leaves it open."""
    kinds = {*shelf.catalogue.geography, POSTCODE}
    headed = {
        column: kind
        for column in raw.columns
        for kind in (column.strip().lower(), column.strip().lower().removesuffix("cd"))
        if kind in kinds and column != name
    }
    if len(headed) > 1:
        raise LeftBehindError(
            f"the columns {' and '.join(headed)} both hold codes", where=where, mend="leave one out"
        )
    if headed:
        column, kind = headed.popitem()
        return column, kind, False
    found = {}
    for column in raw.columns:
        if column != name and raw[column].dtype == pl.String:
            told = _kinds_of(raw[column].str.strip_chars(), shelf)
            if told:
                found[column] = told
    if len(found) != 1:
        which = f"the columns {' and '.join(found)} all hold" if found else "no column holds"
        raise LeftBehindError(
            f"{which} codes that are known",
            where=where,
            mend="head the column of the codes with their geography, such as lsoa21, or postcode",
        )
    column, told = found.popitem()
    if len(told) > 1:
        raise LeftBehindError(
            f"the codes of column {column!r} fit {' and '.join(told)}, and cannot tell which",
            where=where,
            mend=f"head the column with the one that is meant, {' or '.join(told)}",
        )
    return column, told[0], True


def _kinds_of(values: pl.Series, shelf: Shelf) -> list[str]:
    """What the values of a column may be codes of: those that fit best, if most of them do."""
    codes = values.drop_nulls().unique()
    if _spaced(codes).str.contains(PATTERN).sum() > MOST * codes.len():
        return [POSTCODE]
    found = fits(codes, shelf)
    best = [fit for fit in found if fit.matched == found[0].matched]
    listed = [fit for fit in best if fit.by == "register"] or best
    return [fit.geography for fit in listed if fit.matched > MOST * codes.len()]


def _spaced(postcodes: pl.Series) -> pl.Series:
    """Postcodes as a directory writes them: in capitals, with one blank."""
    bare = postcodes.str.to_uppercase().str.replace_all(r"\s", "")
    return (bare.str.head(-3) + " " + bare.str.tail(3)).rename(postcodes.name)


def _refuse(listed: Listed, wrong: pl.Series, mend: Callable[[str], str]) -> None:
    """Refuse codes that are none, with what the first of them may be."""
    if not wrong.any():
        return
    rows = listed.frame.filter(wrong)
    what = f"row {rows['row'][0]:,}: {short(rows['typed'][0])!r} is no {_one(listed.kind)}"
    if rows.height > 1:
        what += f"; so are {rows.height - 1:,} more, in rows {some(rows['row'][1:])}"
    raise LeftBehindError(what, where=listed.where, mend=mend(rows["code"][0]))


def _one(kind: str) -> str:
    return "postcode in use" if kind == POSTCODE else f"{kind} code"


def _may_be(
    code: str, codes: pl.Series, listed: Listed, known: pl.Series | None, shelf: Shelf
) -> str:
    """What a code that is none of its geography may be."""
    better = [fit.geography for fit in fits(codes, shelf) if fit.whole and fit.by == "register"]
    if better:
        return f"all of them are {' and '.join(better)} codes: head the column so"
    others = [fit.geography for fit in fits([code], shelf) if fit.by == "register"]
    if others:
        return f"it is a code of {' and '.join(others)}: keep to one geography in a list"
    near = "" if known is None else likely(code, known)
    return near or "correct it, or leave it out"


def _told_once(listed: Listed) -> pl.DataFrame:
    """Columns `source` and `target` of the list, each pair once."""
    pairs = listed.frame.select(source="code", target="place")
    return pairs.unique(maintain_order=True)


def _places(listed: Listed, by: str, split: Lookup, named: pl.DataFrame) -> OwnPlaces:
    """Places from the shares of their areas, and from what the list names in each."""
    return OwnPlaces(
        tuple(listed.frame["place"].unique(maintain_order=True)),
        "codes" if by == "codes" else "postcodes",
        Lookup(split.source, PLACE, wholly(split.shares)),
        split,
        overlaps=overlapping(named),
        column=listed.column,
        guessed=listed.guessed,
        twice=listed.frame.height - named.height,
    )
