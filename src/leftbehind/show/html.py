"""Studies and results in a notebook: plain, escaped HTML tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import polars as pl

from leftbehind.show.tables import (
    cell,
    differences_in_words,
    group_title,
    list_headings,
    rule_above,
)

if TYPE_CHECKING:
    from leftbehind.results import Results
    from leftbehind.study import Study

ROWS = 12
"""Rows of the list that a notebook shows."""


def html_table(frame: pl.DataFrame, headings: dict[str, str], caption: str) -> str:
    """A frame as an accessible HTML table; every text is escaped."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings.values())
    rows = []
    for row in frame.select(list(headings)).iter_rows():
        cells = "".join(
            f'<td style="text-align:{_align(value)}">{escape(cell(value))}</td>' for value in row
        )
        rows.append(f"<tr>{cells}</tr>")
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _align(value: object) -> str:
    return "left" if isinstance(value, str) else "right"


def results_html(results: Results) -> str:
    """Results as they show in a notebook: the rule, the groups, the list."""
    study = results.manifest["study"]
    groups = results.groups.with_columns(
        pl.col("group").map_elements(lambda g: group_title(results, g), return_dtype=pl.String)
    )
    on_list = results.on_list()
    shown = on_list.head(ROWS)
    simulated = (
        "<p><strong>Simulated figures of an invented country.</strong></p>"
        if results.manifest["simulated"]
        else ""
    )
    notes = "".join(f"<p>{escape(line)}</p>" for line in differences_in_words(results))
    headings = {name: name for name in groups.columns}
    return (
        f"<h3>{escape(study['title'])}</h3>{simulated}<p>{escape(rule_above(results))}</p>"
        + html_table(groups, headings, "Groups")
        + notes
        + html_table(
            shown,
            list_headings(results, shown.columns),
            f"The first {shown.height} of {on_list.height:,} on the list, deepest inside first",
        )
    )


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
            "worst": [
                ", ".join(f"{share} of {name}" for name, share in group.worst.items())
                or ("the rest" if group.rest else "")
                for group in study.group.values()
            ],
        }
    )
    return (
        f"<h3>{escape(study.title)}</h3><p>{escape(study.notes)}</p>"
        + html_table(indices, {name: name for name in indices.columns}, "Indices")
        + html_table(groups, {name: name for name in groups.columns}, "Groups")
    )
