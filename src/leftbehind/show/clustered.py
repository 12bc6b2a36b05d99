"""How areas and a list lie, in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from leftbehind.analysis.moran import CHANCE, LEVEL, QUADRANTS
from leftbehind.analysis.ring import Ring
from leftbehind.analysis.spatial import REACH_KM, Around, Spatial
from leftbehind.results import Results
from leftbehind.show.charts.terms import areas_of, capital
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.tables import by_title, cell, finest_breakdown, group_title
from leftbehind.show.words import names_of

SHOWN = 20
"""Patches that are shown on screen."""

NAMED = 3
"""Areas of a patch that are named on screen."""

CLASSES = (*(QUADRANTS[at] for at in (1, 3, 4, 2)), CHANCE)
"""Classes of local likeness in the order in which they are shown."""


def caveat() -> str:
    """Why neighbours are alike by the way figures are made; beside every spatial statistic."""
    return say("clusters-caveat", reach=plain(REACH_KM, 0))


def opening(found: Around) -> list[str]:
    """What neighbours are here, how many there are, and who has none."""
    weights, plural = found.weights, areas_of(found.results)
    lines = [
        say("clusters-neighbours", how=weights.how, reach=plain(weights.reach, 0), plural=plural,
            areas=plain(len(weights.codes), 0), mean=plain(float(weights.counts.mean()), 1))
    ]  # fmt: skip
    for key, codes in (("clusters-alone", weights.alone), ("clusters-without", weights.without)):
        if codes:
            names = _names(found.results, codes)
            lines.append(say(key, number=len(codes), text=plain(len(codes), 0), names=names))
    return lines


def _names(results: Results, codes: Sequence[str]) -> str:
    rows = results.areas.filter(pl.col("area").is_in(list(codes)))
    return names_of(rows["name"].fill_null("–").to_list(), rows["area"].to_list(), most=4)


def patch_sentences(found: Spatial, least: float = 0) -> list[str]:
    """How many areas of the list touch, and how many patches have so many people.

    Args:
        found: How areas lie.
        least: People that a patch is asked to have; none: not said.
    """
    patches, listed = found.patches, found.results.on_list().height
    if not listed:
        return [say("clusters-nobody")]
    joined = patches.filter(pl.col("areas") > 1)
    single = patches.height - joined.height
    lines = [
        say("clusters-together" if joined.height else "clusters-apart",
            number=listed, listed=plain(listed, 0), plural=areas_of(found.results),
            joined=plain(int(joined["areas"].sum()), 0), patches=joined.height,
            patchtext=plain(joined.height, 0), single=single, singletext=plain(single, 0))
    ]  # fmt: skip
    placed = int(patches["areas"].sum())
    if nowhere := listed - placed:
        lines.append(say("clusters-nowhere", number=nowhere, text=plain(nowhere, 0)))
    lines += [
        say("clusters-programme", programme=title, listed=plain(placed, 0),
            number=plain(int(patches[f"in_{name}"].sum()), 0))
        for name, title in found.programmes.items()
    ]  # fmt: skip
    if least:
        large = patches.filter(pl.col("people") >= least).height
        key = "clusters-so-large" if large else "clusters-none-so-large"
        lines.append(say(key, number=large, text=plain(large, 0), least=plain(least, 0)))
    return lines


def patch_rows(found: Spatial, patches: pl.DataFrame) -> Rows:
    """One row for each patch: people, areas, where, names, margins, programmes.

    Args:
        found: How areas lie.
        patches: The patches to show, of its own.
    """
    results = found.results
    larger = [name for name in dict.fromkeys([finest_breakdown(results), _outline(results)])
              if name in patches.columns]  # fmt: skip
    within = f"{results.manifest.get('within', '')}_name"
    named = within if within in patches.columns else "names"
    heads = [say("clusters-patch"), say("people-heading"), say("clusters-areas")]
    heads += [capital(by_title(results, name)) for name in larger]
    heads += [say("clusters-names"), say("clusters-margin")]
    heads += [say("clusters-in-programme", programme=one) for one in found.programmes.values()]
    told = []
    for row in patches.iter_rows(named=True):
        people = plain(row["people"], 0) if row["people"] is not None else cell(None)
        ends = [cell(row["margin_least"]), cell(row["margin_most"])]
        margins = say("clusters-margins", least=ends[0], most=ends[1])
        told.append(
            (
                cell(row["patch"]),
                people,
                cell(row["areas"]),
                *(row[name] or cell(None) for name in larger),
                _first(row[named] or row["names"]),
                ends[0] if row["areas"] == 1 else margins,
                *(
                    say("clusters-some-of", number=cell(row[f"in_{name}"]), all=cell(row["areas"]))
                    for name in found.programmes
                ),
            )
        )
    right = (True, True, True, *(False for _ in larger), False, True)
    return Rows(tuple(heads), tuple(told), (*right, *(True for _ in found.programmes)))


def more_patches(patches: pl.DataFrame) -> str | None:
    """That more patches there are than are shown, if so."""
    if patches.height <= SHOWN:
        return None
    return say("clusters-more", shown=plain(SHOWN, 0), all=plain(patches.height, 0))


def _outline(results: Results) -> str:
    return f"{results.manifest['study'].get('outline', '')}_name"


def _first(names: str) -> str:
    every = names.split("; ")
    shown = ", ".join(every[:NAMED])
    more = len(every) - NAMED
    return say("clusters-names-more", names=shown, text=plain(more, 0)) if more > 0 else shown


def statistic_sentences(found: Spatial) -> list[str]:
    """Whether neighbours are alike, a sentence for each statistic."""
    return [_statistic(found, row) for row in found.statistics.iter_rows(named=True)]


def _statistic(found: Spatial, row: dict[str, Any]) -> str:
    titles = found.results.indices
    named = {"index": titles.get(row["of"], ""), "beside": titles.get(row["next_door"], "")}
    if row["why_not"]:
        return say("clusters-undefined", statistic=row["statistic"], why=row["why_not"], **named)
    digits = 0 if row["statistic"] == "joins" else 2
    return say(
        f"clusters-{row['statistic']}",
        kind=kind_of(row),
        number=round(row["value"]),
        value=plain(row["value"], digits),
        expected=plain(row["expected"], digits),
        # More dealings tell finer; the least p is never shown as none.
        p=plain(row["p"], max(3, len(str(found.permutations)))),
        areas=plain(row["areas"], 0),
        **named,
    )


def kind_of(row: dict[str, Any]) -> str:
    """Whether a statistic is told apart from chance, and to which side.

    Example:
        >>> kind_of({"p": 0.002, "value": 0.5, "expected": 0.0})
        'alike'
    """
    if row["p"] > LEVEL:
        return "chance"
    return "alike" if row["value"] > row["expected"] else "unlike"


def statistics_table(found: Spatial) -> pl.DataFrame:
    """The statistics with what must be known beside each, for machines."""
    return found.statistics.with_columns(caveat=pl.lit(caveat()))


def p_meaning(found: Spatial) -> str:
    """What p is."""
    return say("clusters-p", permutations=plain(found.permutations, 0))


def local_rows(found: Spatial) -> Rows:
    """One row for each index: how many areas are high among high ones, and so on."""
    heads = [say("clusters-index"), *(class_title(one) for one in CLASSES), class_title(None)]
    told = []
    for index, title in found.results.indices.items():
        classes = found.local.filter(index=index)["cluster"]
        counts = [int((classes == one).sum()) for one in CLASSES]
        told.append((title, *(cell(one) for one in (*counts, classes.null_count()))))
    return Rows(tuple(heads), tuple(told), (False, *(True for _ in heads[1:])))


def class_title(cluster: str | None) -> str:
    """What a class of local likeness is called; none: no figure, or no neighbour with one."""
    return say("clusters-class", kind="none" if cluster is None else cluster.replace(" ", "-"))


def local_meaning() -> str:
    """What the classes mean, and what is controlled."""
    return say("clusters-where-meaning", level=percent(LEVEL, 0))


def ring_sentences(results: Results, found: Ring, patches: pl.DataFrame) -> list[str]:
    """A place against its neighbours.

    Args:
        results: Results of the study.
        found: The place and its ring.
        patches: The patches of the list.
    """
    row, number = found.row, found.around.height
    name = {"name": row["name"] or "–", "area": row["area"]}
    if not number:
        return [say("clusters-place-alone", **name)]
    lines = [say("clusters-place-ring", number=number, text=plain(number, 0),
                 listed=plain(found.listed, 0), **name)]  # fmt: skip
    own = patches.filter(pl.col("members").str.split("; ").list.contains(row["area"]))
    if own.height:
        patch = own.row(0, named=True)
        people = cell(patch["people"]) if patch["people"] is None else plain(patch["people"], 0)
        key = "clusters-place-patch" if patch["areas"] > 1 else "clusters-place-single"
        lines.append(say(key, areas=cell(patch["areas"]), people=people))
    for one in found.against.iter_rows(named=True):
        if one["score"] is None or not one["known"]:
            lines.append(say("clusters-place-no-score", index=one["title"]))
            continue
        lines.append(
            say("clusters-place-against", index=one["title"], score=plain(one["score"]),
                around=plain(one["around"]), known=plain(one["known"], 0),
                lower=plain(one["lower"], 0), higher=plain(one["higher"], 0))
        )  # fmt: skip
    return lines


def ring_rows(results: Results, found: Ring) -> Rows:
    """The place and its neighbours: names, ranks, groups."""
    larger = finest_breakdown(results)
    heads = ["Code", "Name", *([capital(by_title(results, larger))] if larger else [])]
    heads += [*results.indices.values(), say("group-heading")]
    told = []
    for row in (found.row, *found.around.iter_rows(named=True)):
        cells = [row["area"], cell(row["name"]), *([cell(row[larger])] if larger else [])]
        cells += [cell(row[f"{index}_rank"]) for index in results.indices]
        group = row["group"]
        cells.append(group_title(results, group) if group else cell(None))
        told.append(tuple(cells))
    texts = 3 if larger else 2
    right = [texts <= at < len(heads) - 1 for at in range(len(heads))]
    return Rows(tuple(heads), tuple(told), tuple(right))
