"""Which choice moves the list most, in sentences and tables."""

from __future__ import annotations

from typing import Any

import polars as pl

from leftbehind.analysis.sensitivity import Sensitive
from leftbehind.analysis.sobol import LEVEL
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain

Row = dict[str, Any]


def opening(found: Sensitive) -> str:
    """How many versions were tried, and how."""
    tried = plain(sum(found.variance.runs.values()), 0)
    near = plain(found.variance.concentration, 0)
    key = "sensitivity-versions" if len(found.variance.runs) > 1 else "sensitivity-versions-once"
    return say(key, text=tried, concentration=near)


def threshold_title(threshold: str) -> str:
    """Whether the threshold was free, as a heading."""
    return say("sensitivity-threshold", threshold=threshold)


def sentences(found: Sensitive, threshold: str) -> list[str]:
    """What the versions did to the list, and what moved it most.

    Args:
        found: What was found.
        threshold: "free" or "held".
    """
    rows = found.variance.outputs.filter(threshold=threshold)
    mean = dict(rows.select("output", "mean").iter_rows())
    spread = dict(rows.select("output", "deviation").iter_rows())
    most = (
        found.variance.influence.filter(threshold=threshold, output="jaccard")
        .sort("total", descending=True)
        .row(0, named=True)
    )
    return [
        say(
            "sensitivity-outputs",
            size=plain(mean["size"], 0),
            sized=plain(spread["size"], 0),
            entries=plain(mean["entries"], 1),
            exits=plain(mean["exits"], 1),
            jaccard=plain(mean["jaccard"], 2),
            spread=plain(spread["jaccard"], 2),
        ),
        say("sensitivity-most", source=source(found, most), share=percent(most["total"], 0)),
    ]


def source(found: Sensitive, row: Row) -> str:
    """What was drawn, in words."""
    of = row["source"] if row["kind"] == "options" else found.results.indices[row["source"]]
    return say("sensitivity-source", kind=row["kind"], of=of)


def influence_rows(found: Sensitive, threshold: str) -> Rows:
    """One row for each source: what it does to the overlap, the entries, the exits, the ranks.

    Args:
        found: What was found.
        threshold: "free" or "held".
    """
    rows = found.variance.influence.filter(threshold=threshold)
    titles = found.results.indices
    shifts = [f"{index}_shift" for index in titles]
    heads = [say("sensitivity-heading"), say("sensitivity-alone"), say("sensitivity-in-all"),
             say("sensitivity-entries"), say("sensitivity-exits")]  # fmt: skip
    heads += [say("sensitivity-shift", index=title) for title in titles.values()]
    told = []
    for (kind, of), group in rows.group_by("kind", "source", maintain_order=True):
        by_output = {row["output"]: row for row in group.iter_rows(named=True)}
        overlap = by_output["jaccard"]
        cells = [source(found, {"kind": kind, "source": of})]
        cells += [_interval(overlap, "first"), _interval(overlap, "total")]
        cells += [percent(by_output[name]["total"], 0) for name in ("entries", "exits", *shifts)]
        told.append(tuple(cells))
    return Rows(tuple(heads), tuple(told), tuple(at > 0 for at in range(len(heads))))


def meaning() -> str:
    """What the shares of variance mean."""
    return say("sensitivity-meaning", level=percent(LEVEL, 0))


def change_rows(found: Sensitive) -> Rows:
    """One row for each single change, except the combinations of all choices."""
    indices = found.results.indices
    heads = [say("sensitivity-change"), say("sensitivity-size"), say("sensitivity-entered"),
             say("sensitivity-left"), say("sensitivity-overlap")]  # fmt: skip
    heads += [say("sensitivity-alike", index=title) for title in indices.values()]
    told = []
    for row in found.one_at_a_time.filter(pl.col("kind") != "choices").iter_rows(named=True):
        if row["why_not"]:
            why = say("sensitivity-why-not", why=row["why_not"])
            told.append((change(found, row), why, *[""] * (len(heads) - 2)))
            continue
        counts = (plain(row[name], 0) for name in ("size", "entries", "exits"))
        alike = (plain(row[f"{name}_alike"], 3) for name in indices)
        told.append((change(found, row), *counts, plain(row["jaccard"], 3), *alike))
    return Rows(tuple(heads), tuple(told), tuple(at > 0 for at in range(len(heads))))


def change(found: Sensitive, row: Row) -> str:
    """One change, in words."""
    of, what = row["of"], row["what"]
    if row["kind"] == "left out":
        of, what = found.results.indices[of], found.results.part_title(of, what)
    return say("sensitivity-kind", kind=row["kind"].replace(" ", "-"), of=of, what=what)


def all_choices(found: Sensitive) -> str | None:
    """How far the list goes over all combinations of the declared choices, if there are any."""
    rows = found.one_at_a_time.filter(kind="choices")
    if rows.is_empty():
        return None
    size, jaccard = rows["size"], rows["jaccard"]
    return say(
        "sensitivity-all-choices",
        text=plain(rows.height, 0),
        low=plain(float(str(size.min())), 0),
        high=plain(float(str(size.max())), 0),
        least=plain(float(str(jaccard.min())), 2),
        most=plain(float(str(jaccard.max())), 2),
    )


def _interval(row: Row, order: str) -> str:
    ends = {"low": percent(row[f"{order}_low"], 0), "high": percent(row[f"{order}_high"], 0)}
    return say("sensitivity-interval", share=percent(row[order], 0), **ends)
