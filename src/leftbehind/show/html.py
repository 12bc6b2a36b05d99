"""Studies and results in a notebook: plain, escaped HTML tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import polars as pl

from leftbehind.show.messages import say
from leftbehind.show.tables import (
    cell,
    differences_in_words,
    group_title,
    list_headings,
    rule_above,
)

if TYPE_CHECKING:
    from leftbehind.groups import Group
    from leftbehind.results import Results
    from leftbehind.study import Study

ROWS = 12
"""Rows of the list that a notebook shows."""


_TABLE = "border-collapse:collapse;margin:.5em 0 1em;font-variant-numeric:tabular-nums"
_CAPTION = "text-align:left;font-weight:600;padding:.2em 0"
_CELL = "padding:.15em .8em .15em 0;text-align:"


def html_table(frame: pl.DataFrame, headings: dict[str, str], caption: str) -> str:
    """A frame as an accessible HTML table; every text is escaped."""
    chosen = frame.select(list(headings))
    sides = ["right" if dtype.is_numeric() else "left" for dtype in chosen.dtypes]
    head = "".join(
        f'<th scope="col" style="{_CELL}{side}">{escape(text)}</th>'
        for side, text in zip(sides, headings.values(), strict=True)
    )
    rows = []
    for row in chosen.iter_rows(named=True):
        cells = "".join(
            f'<td style="{_CELL}{side}">{escape(cell(value, 0 if name == "people" else 1))}</td>'
            for side, (name, value) in zip(sides, row.items(), strict=True)
        )
        rows.append(f"<tr>{cells}</tr>")
    return (
        f'<table style="{_TABLE}"><caption style="{_CAPTION}">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def results_html(results: Results) -> str:
    """Results as they show in a notebook: the rule, the groups, the list."""
    study = results.manifest["study"]
    groups = results.groups.with_columns(
        pl.col("group").map_elements(lambda g: group_title(results, g), return_dtype=pl.String)
    )
    simulated = (
        "<p><strong>Simulated figures of an invented country.</strong></p>"
        if results.manifest["simulated"]
        else ""
    )
    notes = "".join(f"<p>{escape(line)}</p>" for line in differences_in_words(results))
    headings = {name: name for name in groups.columns}
    sketch = f"<p><strong>{escape(say('sketch'))}</strong></p>" if results.is_sketch else ""
    return (
        f"<h3>{escape(study['title'])}</h3>{simulated}{sketch}"
        f"<p>{escape(rule_above(results))}</p>"
        + html_table(groups, headings, "Groups")
        + notes
        + ("" if results.is_sketch else _list(results))
    )


def _list(results: Results) -> str:
    """The first areas of the list."""
    on_list = results.on_list()
    shown = on_list.head(ROWS)
    return html_table(
        shown,
        list_headings(results, shown.columns),
        f"The first {shown.height} of {on_list.height:,} on the list, deepest inside first",
    )


def _rule(group: Group) -> str:
    """The rule of a group in words."""
    parts = [f"the {share} with the highest {name}" for name, share in group.worst.items()]
    if group.at_least is not None and group.at_least < len(parts):
        rule = f"at least {group.at_least} of: {', '.join(parts)}"
    else:
        rule = " and ".join(parts) or ("every other area" if group.rest else "")
    return f"{rule}, unless in {' or '.join(group.unless)}" if group.unless else rule


def study_html(study: Study) -> str:
    """A study as it shows in a notebook: its indices and its groups."""
    indices = pl.DataFrame(
        {
            "index": list(study.index),
            "recipe": [index.recipe for index in study.index.values()],
            "data": [", ".join(index.data) for index in study.index.values()],
        }
    )
    groups = pl.DataFrame(
        {
            "group": list(study.group),
            "rule": [_rule(group) for group in study.group.values()],
        }
    )
    return (
        f"<h3>{escape(study.title)}</h3><p>{escape(study.notes)}</p>"
        + html_table(indices, {name: name for name in indices.columns}, "Indices")
        + html_table(groups, {name: name for name in groups.columns}, "Groups")
    )
