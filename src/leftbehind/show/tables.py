"""Tables for the terminal: right-aligned figures, short headings, one look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from leftbehind.groups import Cut
from leftbehind.results import Results
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.words import names_of, rule_sentence

if TYPE_CHECKING:
    from rich.table import Table


CODES = ("id", "area")
"""Columns that a person copies: they are never broken over two lines."""


def table(
    frame: pl.DataFrame, headings: dict[str, str], *, digits: dict[str, int] | None = None
) -> Table:
    """A frame as a table for the terminal.

    Args:
        frame: The rows.
        headings: The columns to show, in order, and their headings.
        digits: Decimals of columns that are no whole numbers; 1 unless said.

    Returns:
        A rich table.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE, pad_edge=False)
    for column, heading in headings.items():
        numeric = frame.schema[column].is_numeric()
        whole = numeric or column in CODES
        shown.add_column(
            Text(heading),
            justify="right" if numeric else "left",
            no_wrap=whole,
            overflow="fold",
            min_width=None if whole else 8,
        )
    for row in frame.select(list(headings)).iter_rows(named=True):
        shown.add_row(
            *(Text(cell(value, (digits or {}).get(name, 1))) for name, value in row.items())
        )
    return shown


def text_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]
) -> Table:
    """Rows of text as a table for the terminal.

    Args:
        headings: One for each column.
        rows: The cells.
        right: Which columns are set flush right.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE, pad_edge=False)
    for heading, flush in zip(headings, right, strict=True):
        shown.add_column(Text(heading), justify="right" if flush else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(value) for value in row))
    return shown


def cell(value: Any, digits: int = 1) -> str:
    """One value as text; nothing is an en dash, never a zero.

    Example:
        >>> cell(12345), cell(2.25, 1), cell(None), cell(True)
        ('12,345', '2.2', '–', 'yes')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return plain(value, 0)
    if isinstance(value, float):
        return plain(value, digits)
    return str(value)


def rule_above(results: Results) -> str:
    """N, cut, rounding and ties of the list: what stands above it wherever it is shown."""
    study = results.manifest["study"]
    rule = study.get("rule", {})
    own = results["cuts"].filter(group=results.list_of)
    cuts = [Cut(**row) for row in own.iter_rows(named=True)]
    return rule_sentence(
        cuts,
        results.manifest["area_plural"],
        rule.get("rounding", "floor"),
        rule.get("ties", "inside"),
    )


def group_title(results: Results, name: str) -> str:
    """What a group is called in anything shown."""
    return str(results.manifest["study"]["group"][name].get("title") or name)


def groups_table(results: Results) -> Table:
    """Groups with their areas and people, the published number beside the computed."""
    frame = results.groups.with_columns(
        pl.col("group").map_elements(lambda g: group_title(results, g), return_dtype=pl.String)
    )
    headings = {"group": "Group", "areas": results.manifest["area_plural"], "people": "People"}
    if "published" in frame.columns:
        headings["published"] = "Published"
    return table(frame, headings, digits={"people": 0})


def by_table(results: Results, name: str, group: str, *, most: int = 0) -> Table:
    """One breakdown of one group: areas, of all, share, and the published number."""
    frame = results[f"by_{name}"].filter(group=group)
    frame = frame.with_columns(percent=pl.col("share") * 100, name=pl.col("name").fill_null("–"))
    if most:
        frame = frame.filter(pl.col("areas") > 0).sort("areas", descending=True).head(most)
    headings = {"name": by_title(results, name), "areas": "Areas", "of": "Of all", "percent": "%"}
    if "published" in frame.columns:
        published = frame.with_columns(published_percent=100 * pl.col("published") / pl.col("of"))
        headings |= {"published": "Published", "published_percent": "%"}
        return table(published, headings)
    return table(frame, headings)


def by_title(results: Results, name: str) -> str:
    """What the larger areas of a breakdown are called, from its name or its column."""
    by = name.removesuffix("_name")
    return str(results.manifest["by"].get(by, by))


def finest_breakdown(results: Results) -> str:
    """The column of names of the smallest larger areas that are counted by, or nothing."""
    areas = results.areas
    named = [f"{by}_name" for by in results.manifest["by"] if f"{by}_name" in areas.columns]
    return max(named, key=lambda column: areas[column].n_unique(), default="")


WIDE = 110
"""Columns from which on a terminal shows scores and margins of every index; a narrower
one keeps the ranks and the margin that decides, so that names stay readable."""


def list_headings(results: Results, columns: Sequence[str], width: int = WIDE) -> dict[str, str]:
    """The columns of the list that fit a width, and their headings."""
    larger = finest_breakdown(results)
    headings = {"area": "Code", "name": "Name", larger: by_title(results, larger)}
    for name in results.indices:
        if width < WIDE:
            headings[f"{name}_rank"] = name
        else:
            headings |= {f"{name}_score": name, f"{name}_rank": "rank", f"{name}_margin": "margin"}
    headings |= {"margin": "Decides", "published": "Published"}
    return {column: text for column, text in headings.items() if column in columns}


def place_tables(indices: pl.DataFrame, parts: pl.DataFrame) -> list[tuple[str, Table]]:
    """The tables of one place with a line above each: its indices, its domains."""
    first = {
        "title": "Index",
        "score": "Score",
        "rank": "Rank",
        "of": "of",
        "decile": "Decile",
        "cut": "Cut",
        "margin": "Margin",
        "score_margin": "in score",
    }
    second = {
        "index": "Index",
        "title": "Domain",
        "rank": "Rank",
        "of": "of",
        "contribution": "Adds to score",
        "above_average": "Against average",
    }
    return [
        ("Rank 1 is the highest need; margins count ranks inside the cut.", table(indices, first)),
        ("What it is made of", table(parts, second)),
    ]


def differences_in_words(results: Results) -> list[str]:
    """How the computed and the published list differ, each area with its margin."""
    if results.is_sketch or "published" not in results.areas.columns:
        return []
    differ = results.differences()
    title = results.manifest["study"]["published"]["title"]
    if results.manifest["study"]["group"][results.list_of].get("listed"):
        return _published_in_words(results, title)
    inside = results.areas[f"in_{results.list_of}"]
    published = results.areas["published"].fill_null(value=False)
    both = int((inside & published).sum())
    lines = [
        say(
            "lists-beside",
            computed=plain(int(inside.sum()), 0),
            published=plain(int(published.sum()), 0),
            title=title,
            both=plain(both, 0),
        )
    ]
    for on, message in ((True, "only-published"), (False, "only-computed")):
        part = differ.filter(published=on)
        if part.height:
            margins = [
                say("name-margin", name=name, margin=cell(margin))
                for name, margin in zip(part["name"], part["margin"], strict=True)
            ]
            names = names_of(margins, part["area"].to_list(), part.height)
            lines.append(say(message, names=names))
    return lines


def _published_in_words(results: Results, title: str) -> list[str]:
    """That the list is the published one, and which areas meet the rule and are not on it."""
    flags = [f"in_{name}" for name in results.manifest["study"]["group"]]
    twice = results.areas.filter(pl.sum_horizontal(flags) > 1).sort("name", "area")
    lines = [say("list-is-published", title=title)]
    if twice.height:
        names = names_of(twice["name"].to_list(), twice["area"].to_list())
        text = plain(twice.height, 0)
        lines.append(say("overlap", number=twice.height, text=text, names=names))
    return lines
