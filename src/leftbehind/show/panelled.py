"""A panel as tables and sentences: weights, agreement, and what they would do to the list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import polars as pl

from leftbehind.analysis.cells import Array
from leftbehind.analysis.panel import ACCEPTED, Agreement, agreement, distances, refused
from leftbehind.analysis.panel_file import PanelFile
from leftbehind.analysis.panel_lists import Lists
from leftbehind.results import Results
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.words import names_of

SMALL = 0.001
"""The least probability that is told; below it, it is only said to be below."""


def panel_title(read: PanelFile, index: str) -> str:
    """What the panel was asked about, how many answered, and how."""
    number = len(read.panel.experts)
    experts = say("panel-experts", number=number, text=plain(number, 0))
    return say("panel-title", index=index, experts=experts, method=read.panel.method)


def weight_rows(read: PanelFile, own: Array | None = None) -> Rows:
    """Weights of each expert in percent, the joint weights, and the study's own if given."""
    panel, apart = read.panel, distances(read.panel)
    headings = [say("panel-expert"), *read.titles.values(), say("panel-distance")]
    headings += [say("panel-ratio")] if read.consistency else []
    blank = [""] * bool(read.consistency)
    rows = []
    for row, expert in enumerate(panel.experts):
        ratio = [plain(read.consistency[row].ratio, 3)] if read.consistency else []
        rows.append((expert, *_percents(panel.weights[row]), percent(float(apart[row])), *ratio))
    rows.append((say("panel-joint"), *_percents(panel.joint), "", *blank))
    if own is not None:
        rows.append((say("panel-own"), *_percents(own), "", *blank))
    return Rows(tuple(headings), tuple(rows), (False, *(True,) * (len(headings) - 1)))


def agreement_in_words(read: PanelFile) -> list[str]:
    """How the joint weights are made, and how far the experts agree."""
    told = agreement(read.panel)
    lines = [say("panel-joint-note", method=read.panel.method)]
    if len(read.panel.experts) < 2:
        return [*lines, say("panel-alone")]
    if math.isnan(told.w):
        lines.append(say("panel-w-none"))
    else:
        small = "yes" if told.p < SMALL else "no"
        lines.append(say("panel-w", w=plain(told.w, 3), least=plain(0, 0), most=plain(1, 0),
                         small=small, p=plain(max(told.p, SMALL), 3)))  # fmt: skip
    return [*lines, say("panel-dispersion", share=percent(told.dispersion))]


def warnings_of(read: PanelFile) -> list[str]:
    """The experts whose comparisons contradict each other more than is accepted."""
    lines = []
    for position in refused(read.consistency):
        told = read.consistency[position]
        part, other = (read.titles[read.panel.parts[at]] for at in told.pair)
        lines.append(
            say(
                "panel-inconsistent",
                expert=read.panel.experts[position],
                ratio=plain(told.ratio, 3),
                accepted=plain(ACCEPTED, 2),
                part=part,
                other=other,
                stated=plain(told.stated, 1),
                fitting=plain(told.fitting, 1),
            )
        )
    return lines


def list_rows(lists: Lists) -> Rows:
    """Size, entries, exits and Jaccard for each expert and for the joint weights."""
    names = ("panel-expert", "panel-lists-size", "panel-lists-entries", "panel-lists-exits",
             "panel-lists-jaccard")  # fmt: skip
    rows = tuple(
        (
            say("panel-joint") if one.expert is None else one.expert,
            plain(one.size, 0),
            plain(len(one.entries), 0),
            plain(len(one.exits), 0),
            plain(one.jaccard, 3),
        )
        for one in lists.moved
    )
    return Rows(tuple(say(name) for name in names), rows, (False, True, True, True, True))


def list_title(lists: Lists) -> str:
    """What stands above the lists: how many are on the study's own."""
    return say("panel-lists-title", own=plain(lists.own.on_list().height, 0))


def moves_in_words(lists: Lists) -> list[str]:
    """What Jaccard says, and the areas that the joint weights would move, by name."""
    joint = lists.moved[-1]
    lines = [say("panel-lists-note", same=plain(1, 0))]
    if joint.entries:
        lines.append(say("panel-joint-enter", names=_names(lists.own, joint.entries)))
    if joint.exits:
        lines.append(say("panel-joint-leave", names=_names(lists.own, joint.exits)))
    return lines


def weight_frame(read: PanelFile) -> pl.DataFrame:
    """A row for each expert and part, and for the joint weights; nothing is rounded."""
    rows = [
        {**one, "part": part, "title": title, "weight": weight}
        for one, weights in _each(read)
        for (part, title), weight in zip(read.titles.items(), weights, strict=True)
    ]
    schema: dict[str, pl.DataType] = dict.fromkeys(("kind", "expert", "part", "title"), pl.String())
    schema |= {"weight": pl.Float64(), **_MEASURES}
    return pl.DataFrame(rows, schema=schema)


def list_frame(read: PanelFile, lists: Lists) -> pl.DataFrame:
    """A row for each expert and for the joint weights: weights, agreement, and the list."""
    rows: list[dict[str, Any]] = []
    for (one, weights), moved in zip(_each(read), lists.moved, strict=True):
        by_part = {f"weight_{part}": weight
                   for part, weight in zip(read.panel.parts, weights, strict=True)}  # fmt: skip
        rows.append(
            {
                **one,
                **by_part,
                "own_size": lists.own.on_list().height,
                "size": moved.size,
                "entries": len(moved.entries),
                "exits": len(moved.exits),
                "jaccard": moved.jaccard,
                "entered": " ".join(moved.entries),
                "left": " ".join(moved.exits),
            }
        )
    schema: dict[str, pl.DataType] = {"kind": pl.String(), "expert": pl.String()}
    schema |= {f"weight_{part}": pl.Float64() for part in read.panel.parts}
    schema |= dict.fromkeys(("own_size", "size", "entries", "exits"), pl.Int64())
    schema |= {"jaccard": pl.Float64(), "entered": pl.String(), "left": pl.String(), **_MEASURES}
    return pl.DataFrame(rows, schema=schema)


_MEASURES: dict[str, pl.DataType] = dict.fromkeys(
    ("distance", "consistency_ratio", "kendalls_w", "chi_square", "p_value", "dispersion"),
    pl.Float64(),
)
"""Columns of agreement; those of the whole panel are the same in each row."""


def _each(read: PanelFile) -> list[tuple[dict[str, Any], list[float]]]:
    """Who, with the measures of agreement, and the weights: each expert, then the joint."""
    told, apart = agreement(read.panel), distances(read.panel)
    whole = _whole(told)
    each: list[tuple[dict[str, Any], list[float]]] = []
    for row, expert in enumerate(read.panel.experts):
        ratio = read.consistency[row].ratio if read.consistency else None
        one = {"kind": "expert", "expert": expert, "distance": float(apart[row])}
        each.append(
            ({**one, "consistency_ratio": ratio, **whole}, read.panel.weights[row].tolist())
        )
    each.append(({"kind": "joint", "expert": None, **whole}, read.panel.joint.tolist()))
    return each


def _whole(told: Agreement) -> dict[str, float | None]:
    """The measures of the whole panel; what is not defined is null."""
    found = {"kendalls_w": told.w, "chi_square": told.chi_square, "p_value": told.p,
             "dispersion": told.dispersion}  # fmt: skip
    return {name: None if math.isnan(value) else value for name, value in found.items()}


def _percents(weights: Array) -> list[str]:
    return [percent(weight) for weight in weights.tolist()]


def _names(results: Results, codes: Sequence[str]) -> str:
    named = dict(results.areas.select("area", "name").rows())
    return names_of([named[code] or code for code in codes], codes)
