"""The areas as the page lists them: codes, names, larger areas, groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.results import Results
from leftbehind.show.site.values import Array


@dataclass(frozen=True, slots=True)
class Larger:
    """The areas of a breakdown.

    Attributes:
        code: Their codes.
        title: Their names.
        at: Which of them each area lies in; −1 where that is not known.
    """

    code: list[str]
    title: list[str]
    at: list[int]


@dataclass(frozen=True, slots=True)
class Places:
    """Every area, in one order for all files.

    Attributes:
        code: Codes.
        name: Names.
        label: Names with the larger area that they are told apart by.
        people: Residents, or nothing where they are not known.
        point: Longitude and latitude, or nothing where there are no polygons.
        larger: Larger areas, by breakdown.
        group: Position of each area's group in the study; −1 for none.
        published: Rows on the published list, or nothing where none is named.
    """

    code: list[str]
    name: list[str]
    label: list[str]
    people: list[int | None] | None
    point: list[tuple[float, float] | None] | None
    larger: dict[str, Larger]
    group: list[int]
    published: list[int] | None


def places_of(results: Results, points: dict[str, tuple[float, float]]) -> Places:
    """The areas of results, in the order of their codes.

    Args:
        results: Results of a study.
        points: Longitude and latitude by code; areas may be missing.
    """
    areas = results.areas.sort("area")
    groups = list(results.manifest["study"]["group"])
    larger = {name: _larger(areas, name) for name in results.manifest["by"]}
    names = areas["name"].fill_null("").to_list()
    finest = max(larger, key=lambda name: len(larger[name].code), default="")
    beside = larger[finest] if finest else Larger([], [], [-1] * areas.height)
    people = areas["people"].round().cast(pl.Int64).to_list()
    on = areas.with_row_index("row").filter("published") if "published" in areas.columns else None
    return Places(
        areas["area"].to_list(),
        names,
        [
            ", ".join(filter(None, (name, beside.title[at] if at >= 0 else "")))
            for name, at in zip(names, beside.at, strict=True)
        ],
        people if any(people) else None,
        [points.get(code) for code in areas["area"]] if points else None,
        larger,
        [groups.index(group) if group in groups else -1 for group in areas["group"]],
        None if on is None else on["row"].to_list(),
    )


def _larger(areas: pl.DataFrame, name: str) -> Larger:
    titles = f"{name}_name" if f"{name}_name" in areas.columns else name
    known = areas.select(pl.col(name).alias("code"), pl.col(titles).alias("title"))
    found = known.drop_nulls("code").unique("code").sort("code")
    codes = found["code"].to_list()
    at = {code: n for n, code in enumerate(codes)}
    return Larger(
        codes,
        [title or code for code, title in found.iter_rows()],
        [at.get(code, -1) for code in areas[name]],
    )


def parts_of(results: Results) -> dict[str, Array]:
    """The figures that indices are folded from, by index.part, in the order of the codes."""
    order = results.areas.sort("area").select("area")
    columns: dict[str, Array] = {}
    for (index, part), rows in results["profiles"].group_by("index", "part", maintain_order=True):
        joined = order.join(rows.select("area", "value"), on="area", how="left",
                            maintain_order="left")  # fmt: skip
        columns[f"{index}.{part}"] = _floats(joined["value"])
    return columns


def counts_of(results: Results, outcome: str) -> dict[str, Array]:
    """What was counted and of how many, as `count` and `of`, in the order of the codes."""
    order = results.areas.sort("area").select("area")
    rows = results["outcomes"].filter(outcome=outcome).select("area", "count", "of")
    joined = order.join(rows, on="area", how="left", maintain_order="left")
    return {what: _floats(joined[what]) for what in ("count", "of")}


def _floats(column: pl.Series) -> NDArray[np.float64]:
    found: Any = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return np.asarray(found, dtype=np.float64)
