"""The areas as the page lists them: codes, names, larger areas, groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leftbehind.results import Results
from leftbehind.show.site.doubts import Counted, Doubts
from leftbehind.show.site.front import front_coded
from leftbehind.show.site.values import Array


@dataclass(frozen=True, slots=True)
class Larger:
    """The areas of a breakdown.

    Attributes:
        code: Their codes, front-coded.
        title: Their names.
        at: Which of them each area lies in; −1 where that is not known.
    """

    code: list[str]
    title: list[str]
    at: list[int]


@dataclass(frozen=True, slots=True)
class Listed:
    """The areas on the list, with their ranks: what the page shows first.

    Attributes:
        row: Where they stand among all areas.
        rank: Their ranks, by index; nothing where one is not known.
    """

    row: list[int]
    rank: dict[str, list[int | None]]


@dataclass(frozen=True, slots=True)
class Places:
    """Every area, in one order for all files: what the page needs before all else.

    Attributes:
        code: Codes, front-coded.
        name: Names, front-coded.
        larger: Larger areas, by breakdown.
        group: Position of each area's group in the study; −1 for none.
        listed: The areas on the list.
        near: Rows of those narrowly outside.
        published: Rows on the published list, or nothing where none is named.
        versions: In how many versions of the study areas are on the list, or nothing where none
            were tried.
    """

    code: list[str]
    name: list[str]
    larger: dict[str, Larger]
    group: list[int]
    listed: Listed
    near: list[int]
    published: list[int] | None
    versions: Counted | None


def places_of(results: Results, doubts: Doubts | None) -> Places:
    """The areas of results, in the order of their codes.

    Args:
        results: Results of a study.
        doubts: How sure its list is, if that was tried.
    """
    areas = results.areas.sort("area").with_row_index("row")
    groups = list(results.manifest["study"]["group"])
    inside = areas.filter(pl.col("group") == results.list_of)
    published = areas.filter("published")["row"].to_list() if "published" in areas.columns else None
    return Places(
        front_coded(areas["area"].to_list()),
        front_coded(areas["name"].fill_null("").to_list()),
        {name: _larger(areas, name) for name in larger_of(results)},
        [groups.index(group) if group in groups else -1 for group in areas["group"]],
        Listed(
            inside["row"].to_list(),
            {name: inside[f"{name}_rank"].to_list() for name in results.indices},
        ),
        areas.filter("near_miss")["row"].to_list(),
        published,
        doubts.counted if doubts else None,
    )


def larger_of(results: Results) -> tuple[str, ...]:
    """Names of the larger areas that the page knows: breakdowns, and what names places."""
    return tuple(filter(None, (*results.manifest["by"], results.manifest["within"])))


def finest(results: Results) -> str:
    """The breakdown with the most larger areas; "" where the study has none."""
    return max(results.manifest["by"], key=lambda name: results.areas[name].n_unique(), default="")


def details_of(results: Results, points: dict[str, tuple[float, float]]) -> dict[str, Array]:
    """People, longitude and latitude of every area, where known, in the order of the codes.

    Args:
        results: Results of a study.
        points: Longitude and latitude by code; areas may be missing.
    """
    areas = results.areas.sort("area")
    at = [points.get(code, (np.nan, np.nan)) for code in areas["area"]]
    return {
        "people": _floats(areas["people"].round()),
        "longitude": np.array([one for one, _ in at]),
        "latitude": np.array([one for _, one in at]),
    }


def _larger(areas: pl.DataFrame, name: str) -> Larger:
    titles = f"{name}_name" if f"{name}_name" in areas.columns else name
    known = areas.select(pl.col(name).alias("code"), pl.col(titles).alias("title"))
    found = known.drop_nulls("code").unique("code").sort("code")
    codes = found["code"].to_list()
    at = {code: n for n, code in enumerate(codes)}
    return Larger(
        front_coded(codes),
        [title or code for code, title in found.iter_rows()],
        [at.get(code, -1) for code in areas[name]],
    )


def parts_of(results: Results) -> dict[str, Array]:
    """The figures that indices are folded from, by index.part, in the order of the codes.

    An index that is no weighted sum of its parts comes whole as well, by its name.
    """
    areas = results.areas.sort("area")
    order = areas.select("area")
    columns: dict[str, Array] = {}
    for (index, part), rows in results["profiles"].group_by("index", "part", maintain_order=True):
        joined = order.join(rows.select("area", "value"), on="area", how="left",
                            maintain_order="left")  # fmt: skip
        columns[f"{index}.{part}"] = _floats(joined["value"])
    for index in results.indices:
        if not results.manifest["index"][index]["adds_up"]:
            columns[index] = _floats(areas[f"{index}_score"])
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
