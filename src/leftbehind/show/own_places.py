"""Places of somebody's own in words and as a table: how they were made, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from leftbehind.errors import short
from leftbehind.results import Results
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.tables import WIDE, cell

MOST = 8
"""Places that a sentence names."""

ALL = 0.995
"""A share that is shown as a hundred percent."""


def sentences(results: Results) -> list[str]:
    """How the places were made, what they are not, and what is to be known of single ones.

    Args:
        results: Results with places of somebody's own beside them.
    """
    about, table = results.manifest["places"], results["places"]
    split = table.filter(rule="population split")
    best_fit = table.filter(rule="best fit")
    told = [_inclusion(about), *_led(results, about)]
    told.append(
        say("own-no-area", areas=plain(results.areas.height, 0),
            plural=results.manifest["area_plural"])
    )  # fmt: skip
    if about["guessed"]:
        kind = about["plurals"][about["geography"]] if about["by"] == "codes" else about["by"]
        told.append(say("own-guessed", column=short(about["guessed"]), kind=kind))
    if about["twice"]:
        told.append(say("own-twice", number=about["twice"], text=plain(about["twice"], 0)))
    if about["mended"]:
        told.append(say("own-mended", names=_some(about["mended"])))
    if about["overlaps"]:
        pairs = (say("own-pair", first=short(a), second=short(b)) for a, b in about["overlaps"])
        told.append(say("own-overlap", names=_some(pairs)))
    return [*told, *_of_shares(results, split, best_fit), *_of_the_list(results, split, best_fit)]


def reading(results: Results) -> str:
    """How the table is read."""
    about = results.manifest["places"]
    drawn = "yes" if about["by"] == "polygons" else "no"
    return say("own-table", plural=about["plurals"][about["small"]], drawn=drawn)


def rows(results: Results, width: int = WIDE) -> Rows:
    """Each place by both rules side by side, or once where they say the same.

    Args:
        results: Results with places of somebody's own beside them.
        width: Letters of a line; a narrow one has room for the ranks alone.
    """
    about, table = results.manifest["places"], results["places"]
    drawn, wide = about["by"] == "polygons", width >= WIDE
    heads = [say("own-place"), say("own-rule"), say("people-heading")]
    heads += [about["plurals"][about["small"]], *([say("own-extent")] if drawn else [])]
    heads.append(say("own-scored"))
    for name in results.indices:
        heads += [name, say("own-rank"), say("own-margin")] if wide else [name]
    heads += [*([] if wide else [say("own-decides")]), say("own-on-list"), say("own-living")]
    told: list[tuple[str, ...]] = []
    for _, pair in table.group_by("place", maintain_order=True):
        alike = pair.drop("rule").is_duplicated().all()
        for row in pair.head(1 if alike else 2).iter_rows(named=True):
            rule = say("own-both-rules") if alike else _rule(row["rule"])
            told.append((short(row["place"]), rule, *_cells(results, row, drawn=drawn, wide=wide)))
    right = tuple(at > 1 for at in range(len(heads)))
    return Rows(tuple(heads), tuple(told), right)


def _cells(results: Results, row: dict[str, Any], *, drawn: bool, wide: bool) -> list[str]:
    whole, part = plain(row["areas_whole"], 0), plain(row["areas_part"], 0)
    areas = say("own-whole-and-part", whole=whole, part=part) if row["areas_part"] else whole
    cells = [plain(row["people"], 0), areas, *([_share(row["covered"])] if drawn else [])]
    known = [row[f"{name}_known"] for name in results.indices]
    cells.append(_share(min((one for one in known if one is not None), default=None)))
    for name in results.indices:
        names = (f"{name}_score", f"{name}_rank", f"{name}_margin")
        cells += [cell(row[one]) for one in names] if wide else [cell(row[f"{name}_rank"])]
    inside = row[f"in_{results.list_of}"]
    cells += [] if wide else [cell(row["margin"])]
    return [*cells, cell(inside), _share(row["on_list"])]


def _rule(rule: str) -> str:
    return say("own-best-fit") if rule == "best fit" else say("own-population-split")


def _share(share: float | None) -> str:
    return "–" if share is None else percent(share, 0)


def _inclusion(about: dict[str, Any]) -> str:
    """The rule of inclusion."""
    plural, named = about["plurals"][about["small"]], about["plurals"][about["geography"]]
    if about["by"] == "polygons":
        return say("own-polygons", plural=plural)
    if about["by"] == "postcodes":
        return say("own-postcodes", plural=named)
    if about["small"] == about["geography"]:
        return say("own-codes", plural=plural)
    return say("own-codes-carried", named=named, plural=plural)


def _led(results: Results, about: dict[str, Any]) -> list[str]:
    """Where an index is made for other areas: which tables lead there."""
    return [
        say("own-led", index=results.indices[name], tables=", ".join(tables),
            plural=about["plurals"][about["made_for"][name]])
        for name, tables in about["lookups"].items()
    ]  # fmt: skip


def _of_shares(results: Results, split: pl.DataFrame, best_fit: pl.DataFrame) -> list[str]:
    """What of the places is not covered, and which areas have no score."""
    about = results.manifest["places"]
    outside = split.filter(areas_whole=0, areas_part=0)["place"]
    small = best_fit.filter(areas_whole=0, areas_part=0).filter(
        ~pl.col("place").is_in(outside.implode())
    )
    told = []
    if outside.len():
        told.append(say("own-outside", names=_some(map(short, outside))))
    if small.height:
        told.append(say("own-too-small", names=_some(map(short, small["place"]))))
    lacking = _lacking(split, "covered", outside)
    if lacking:
        told.append(say("own-not-covered", names=lacking))
    for name, title in results.indices.items():
        lacking = _lacking(split, f"{name}_known", outside)
        if lacking:
            told.append(say("own-not-scored", index=title, names=lacking))
        codes = about["without_score"].get(name, ())
        if codes and about["by"] == "codes":
            told.append(say("own-without-score", index=title, number=len(codes),
                            text=plain(len(codes), 0), names=_some(codes)))  # fmt: skip
    return told


def _lacking(split: pl.DataFrame, column: str, outside: pl.Series) -> str:
    """The places of which a share is lacking, the least covered first."""
    of = split.filter(pl.col(column) < ALL, ~pl.col("place").is_in(outside.implode())).sort(column)
    pairs = of.select("place", column).iter_rows()
    return _some(
        say("own-share", name=short(place), share=percent(share)) for place, share in pairs
    )


def _of_the_list(results: Results, split: pl.DataFrame, best_fit: pl.DataFrame) -> list[str]:
    """Where the two rules of inclusion disagree, or no rule decides."""
    group = results.manifest["study"]["group"][results.list_of]
    if any(group.get(key) for key in ("listed", "unless", "rest")):
        return [say("own-by-others")]
    inside = f"in_{results.list_of}"
    apart = split["place"].filter(split[inside] != best_fit[inside])
    return [say("own-disagree", names=_some(map(short, apart)))] if apart.len() else []


def _some(names: Iterable[str]) -> str:
    """The first few of many."""
    listed: Sequence[str] = list(names)
    shown, more = ", ".join(listed[:MOST]), len(listed) - MOST
    return say("names-more", names=shown, text=plain(more, 0)) if more > 0 else shown
