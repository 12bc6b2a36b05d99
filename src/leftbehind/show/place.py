"""One place: where it stands, why it is in or out, and who stands beside it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import polars as pl

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.tables import finest_breakdown, group_title
from leftbehind.show.words import names_of, ordinal, pushes, standing

MOST = 4
"""Places of one name that are shown; where there are more, the code must be given."""

BESIDE = 3
"""Neighbours on the list that are shown before and after a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """What there is to say of one place.

    Attributes:
        row: Its row of `areas`.
        indices: One row for each index: title, score, rank, of, decile, margin, cut.
        parts: One row for each domain: index, title, rank, contribution, and the
            contribution less that of the average area.
        beside: Its neighbours in the order of the list, itself among them.
        sentences: The same in words.
    """

    row: dict[str, Any]
    indices: pl.DataFrame
    parts: pl.DataFrame
    beside: pl.DataFrame
    sentences: tuple[str, ...]


def find_places(results: Results, wanted: str) -> tuple[str, ...]:
    """The codes of the place that is meant, by code or name.

    Wards share names: where several have exactly this name, those on the list are
    meant, or all of them where none is; `place` says which others there are.

    Args:
        results: Results of a study.
        wanted: A code, a name in any case, or a part of one that fits one place.

    Raises:
        LeftBehindError: If there is none (with the nearest names), or too many.
    """
    areas = results.areas
    text = wanted.strip()
    by_code = areas.filter(pl.col("area").str.to_uppercase() == text.upper())
    if by_code.height:
        return tuple(by_code["area"])
    names = pl.Series([name.casefold() for name in areas["name"].fill_null("")], dtype=pl.String)
    found = areas.filter(names == text.casefold())
    if found.height:
        listed = found.filter(pl.col(f"in_{results.list_of}"))
        meant = listed if listed.height else found
        if meant.height <= MOST:
            return tuple(meant["area"])
    elif len(text) > 2:
        found = areas.filter(names.str.contains(text.casefold(), literal=True))
        if found.height == 1:
            return tuple(found["area"])
    if found.height:
        raise LeftBehindError(
            f"{found.height:,} places fit {wanted!r}: {_named(results, found)}",
            mend="give the code",
        )
    near = difflib.get_close_matches(text.casefold(), names.to_list(), n=3, cutoff=0.6)
    offered = _named(results, areas.filter(names.is_in(near)).head(3)) if near else ""
    raise LeftBehindError(
        f"no place is called {wanted!r}",
        mend=f"did you mean {offered}?" if near else "give its code",
    )


def _named(results: Results, found: pl.DataFrame) -> str:
    """Several places by name, larger area and code."""
    larger = finest_breakdown(results)
    names = found["name"].fill_null("")
    if larger:
        names = names + ", " + found[larger].fill_null("–")
    return names_of(names.to_list(), found["area"].to_list())


def place(results: Results, code: str) -> Place:
    """All there is to say of one place.

    Args:
        results: Results of a study.
        code: Its code (see `find_places`).

    Raises:
        LeftBehindError: If there is no such area, with the nearest code.
    """
    areas = results.areas
    found = areas.filter(area=code)
    if found.is_empty():
        raise LeftBehindError(f"there is no area {code}", mend=nearest(code, areas["area"]))
    row = found.row(0, named=True)
    namesakes = areas.filter(name=row["name"]).filter(pl.col("area") != code)
    parts = _parts(results, code)
    title = group_title(results, results.list_of)
    sentences = [standing(row[f"in_{results.list_of}"], row["near_miss"], row["margin"], title)]
    if "published" in row and row["published"] != row[f"in_{results.list_of}"]:
        sentences.append(say("place-published", on="yes" if row["published"] else "no"))
    if namesakes.height:
        sentences.append(say("place-namesakes", names=_named(results, namesakes)))
    for name, index in results.indices.items():
        own = parts.filter(pl.col("index") == name, pl.col("above_average").is_not_null())
        rank, ranked = row[f"{name}_rank"], results.areas[f"{name}_rank"].count()
        if own.height and rank is not None:
            standing_on = say("place-on", index=index, ordinal=ordinal(rank), of=plain(ranked, 0))
            sentences.append(
                pushes(list(zip(own["title"], own["above_average"], strict=True)), standing_on)
            )
    return Place(row, _indices(results, row), parts, _beside(results, code), tuple(sentences))


def _indices(results: Results, row: dict[str, Any]) -> pl.DataFrame:
    cuts = {cut["index"]: cut for cut in reversed(results["cuts"].rows(named=True))} | {
        cut["index"]: cut for cut in results["cuts"].filter(group=results.list_of).rows(named=True)
    }
    rows = []
    for name, title in results.indices.items():
        ranked = results.areas[f"{name}_rank"].count()
        rows.append(
            {
                "index": name,
                "title": title,
                "score": row[f"{name}_score"],
                "rank": row[f"{name}_rank"],
                "of": ranked,
                "decile": row[f"{name}_decile"],
                "margin": row[f"{name}_margin"],
                "score_margin": row[f"{name}_score_margin"],
                "cut": cuts.get(name, {}).get("rank"),
            }
        )
    return pl.DataFrame(rows)


def _parts(results: Results, code: str) -> pl.DataFrame:
    profiles = results["profiles"]
    average = profiles.group_by("index", "part", maintain_order=True).agg(
        pl.col("contribution").mean().alias("average"), pl.col("rank").count().alias("of")
    )
    return (
        profiles.filter(area=code)
        .join(average, on=["index", "part"], maintain_order="left")
        .select(
            "index",
            "part",
            "title",
            "value",
            "rank",
            "of",
            "contribution",
            (pl.col("contribution") - pl.col("average")).alias("above_average"),
        )
    )


def _beside(results: Results, code: str) -> pl.DataFrame:
    known = results.areas.filter(pl.col("margin").is_not_null())
    ordered = known.sort("margin", "area", descending=[True, False])
    at = ordered["area"].index_of(code)
    if at is None:
        return ordered.clear()
    first = max(0, at - BESIDE)
    return ordered.slice(first, at - first + BESIDE + 1)
