"""What a study built beside what was published, in sentences and a table."""

from __future__ import annotations

from typing import Any

import polars as pl

from leftbehind.results import Results
from leftbehind.show.compared import Rows
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.tables import cell

Row = dict[str, Any]

MOST = 3
"""So many parts that a node starts from are named in a cell; more are counted."""


def agreed_indices(results: Results) -> list[str]:
    """The indices that the study sets beside published figures."""
    if "agreement" not in results.tables:
        return []
    return list(results["agreement"]["index"].unique(maintain_order=True))


def heading(results: Results, index: str) -> str:
    """What stands above the table of one index."""
    return say("agreement-title", index=results.indices[index])


def agreement_rows(results: Results, index: str) -> Rows:
    """One row for each node that has a published figure.

    Args:
        results: Results of a study.
        index: One of its indices that is set beside published figures.
    """
    names = ("part", "areas", "spearman", "exact", "median", "most", "tenth", "from")
    told = []
    for row in results["agreement"].filter(index=index).iter_rows(named=True):
        figures = [
            cell(row["areas"]),
            cell(row["spearman"], 6),
            cell(row["exact"]),
            cell(row["median_off"]),
            cell(row["max_off"]),
            cell(None) if row["tenth"] is None else percent(row["tenth"], 2),
        ]
        told.append((row["title"], *figures, _start(results, row)))
    return Rows(
        tuple(say(f"agreement-{name}") for name in names),
        tuple(told),
        tuple(name not in ("part", "from") for name in names),
    )


def lacking(results: Results, index: str) -> list[str]:
    """For each node that could not be built, what is not in the data."""
    rows = results["agreement"].filter(pl.col("areas").is_null(), index=index)
    leaves = results.manifest["index"][index]["recipe"]["indicator"]
    titles = {leaf["column"] or name: leaf["title"] for name, leaf in leaves.items()}
    told = []
    for row in rows.filter(pl.col("not_in_data") != "").iter_rows(named=True):
        named = [titles.get(column, column) for column in row["not_in_data"].split(", ")]
        if named == [row["title"]]:
            told.append(say("agreement-lacking-itself", part=row["title"]))
        else:
            told.append(listed(say("agreement-lacking", part=row["title"]), named))
    return told


def _start(results: Results, row: Row) -> str:
    """Where the making of a node starts, in words."""
    taken = row["starts_from"].split(", ") if row["starts_from"] else []
    if row["node"] in taken:
        return say("agreement-itself")
    if row["areas"] is None:
        return say("agreement-above", part=results.part_title(row["index"], taken[0]))
    if not taken:
        return say("agreement-nothing")
    if len(taken) > MOST:
        return say("agreement-many", text=plain(len(taken), 0))
    return "; ".join(results.part_title(row["index"], name) for name in taken)
