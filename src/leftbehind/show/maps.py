"""Maps as specifications: one shape for each class, regions outlined, the rule in the legend."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.show.charts.terms import areas_of, capital, titles_of, whole_of
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.classes import Method, classify
from leftbehind.show.ground import Ground
from leftbehind.show.look import Hue, Mode, roles_of, theme
from leftbehind.show.map_sheet import Key, drawn_on
from leftbehind.show.messages import say
from leftbehind.show.numbers import figure, percent, plain
from leftbehind.show.picture import Picture

THIRDS = 3


def group_map(results: Results, on: Ground, *, mode: Mode = "light", width: int = 640) -> Picture:
    """Where the groups are.

    Args:
        results: Results of a study.
        on: What is drawn on.
        mode: Light or dark.
        width: Pixels.
    """
    sheet = Sheet(mode, width)
    groups = results.manifest["study"]["group"]
    roles = roles_of(groups, list(results.indices), results.list_of)
    titles = titles_of(results)
    order = sorted(groups, key=lambda name: roles[name] != "neither")  # the rest lies below
    labels = on.areas["group"]
    faces = [(sheet.colour(roles[name]), labels == name) for name in order]
    keys = [
        Key(sheet.colour(roles[name]), f"{titles[name]}: {_count(results, name)}")
        for name in groups
    ]
    if labels.null_count():
        faces.insert(0, (sheet.colour("paper"), labels.is_null()))
        keys.append(Key(sheet.colour("paper"), say("map-no-figure")))
    number = int(results.areas[f"in_{results.list_of}"].sum())
    title = say("map-groups-title", number=plain(number, 0), areas=areas_of(results),
                group=titles[results.list_of].replace("Left", "left"))  # fmt: skip
    counts = "; ".join(f"{titles[name]} {_count(results, name)}" for name in groups)
    return drawn_on(
        "map-groups",
        results,
        on,
        sheet,
        faces,
        keys,
        title=title,
        subtitle=say("map-groups-subtitle", areas=capital(areas_of(results))),
        alt_text=say("map-alt-groups", whole=whole_of(results), counts=counts,
                     most=_most(results)),
    )  # fmt: skip


def value_map(
    results: Results,
    on: Ground,
    of: str,
    *,
    method: Method = "quantile",
    number: int = 5,
    mode: Mode = "light",
    width: int = 640,
) -> Picture:
    """A choropleth of an index, a part of one, an outcome, or a column of the areas.

    Args:
        results: Results of a study.
        on: What is drawn on.
        of: An index, index.part, an outcome, or a column of numbers of the areas.
        method: How the classes are made (see `classify`).
        number: How many classes.
        mode: Light or dark.
        width: Pixels.

    Raises:
        LeftBehindError: If there is no such measure, with the nearest name.
    """
    sheet = Sheet(mode, width)
    title, hue, values, digits, unit = _measure(results, on.areas, of)
    classes = classify(values, method, number)
    steps = theme(mode).steps(hue, classes.number)
    faces = [(steps[n], pl.Series(classes.of == n)) for n in range(classes.number)]
    keys = [
        Key(steps[n], say("map-class", low=plain(low, digits), high=figure(high, digits, unit)))
        for n, (low, high) in enumerate(classes.bounds())
    ]
    missing = pl.Series(classes.of < 0)
    if missing.any():
        faces.insert(0, (sheet.colour("paper"), missing))
        keys.append(Key(sheet.colour("paper"), say("map-no-figure")))
    subtitle = say("map-value-subtitle", areas=capital(areas_of(results)),
                   number=str(classes.number), method=method)  # fmt: skip
    alt_text = say("map-alt-value", whole=whole_of(results), title=title,
                   low=figure(classes.low, digits, unit), high=figure(classes.high, digits, unit),
                   number=str(classes.number))  # fmt: skip
    stem = f"map-{of.replace('.', '-')}"
    return drawn_on(stem, results, on, sheet, faces, keys, title=title, subtitle=subtitle,
                    alt_text=alt_text)  # fmt: skip


def bivariate_map(
    results: Results, on: Ground, *, mode: Mode = "light", width: int = 640
) -> Picture:
    """The first two indices together, by thirds of each.

    Raises:
        LeftBehindError: If the study has fewer than two indices.
    """
    if len(results.indices) < 2:
        raise LeftBehindError(
            "two indices are needed, and the study has one", mend="draw it alone: --of INDEX"
        )
    sheet = Sheet(mode, width)
    first, second = list(results.indices)[:2]
    palette = theme(mode).bivariate[THIRDS]
    thirds = [_third(on.areas[f"{name}_rank"]) for name in (first, second)]
    known = thirds[0].is_not_null() & thirds[1].is_not_null()
    faces = [
        (palette[up][across], known & (thirds[0] == across) & (thirds[1] == up))
        for up in range(THIRDS)
        for across in range(THIRDS)
    ]
    if not known.all():
        faces.insert(0, (sheet.colour("paper"), ~known))
    both = int((known & (thirds[0] == THIRDS - 1) & (thirds[1] == THIRDS - 1)).sum())
    titles = [results.indices[name] for name in (first, second)]
    named = {"first": titles[0], "second": titles[1]}
    return drawn_on(
        "map-bivariate",
        results,
        on,
        sheet,
        faces,
        [],
        square=(
            [say("map-rightwards", index=titles[0]), say("map-upwards", index=titles[1])],
            palette,
        ),
        title=say("map-bivariate-title", **named),
        subtitle=say("map-bivariate-subtitle", areas=capital(areas_of(results))),
        alt_text=say("map-alt-bivariate", whole=whole_of(results), number=plain(both, 0),
                     areas=areas_of(results), **named),
    )  # fmt: skip


def _third(rank: pl.Series) -> pl.Series:
    """Third of an index, 2 = highest need; null where there is no rank."""
    number = rank.count()
    low = ((rank - 1) * THIRDS // max(number, 1)).clip(0, THIRDS - 1)
    return THIRDS - 1 - low


def _measure(
    results: Results, areas: pl.DataFrame, of: str
) -> tuple[str, Hue, np.ndarray[Any, np.dtype[np.float64]], int, str]:
    """Title, hue, values, decimals and unit of what is drawn."""
    index, _, part = of.partition(".")
    hue: Hue = "outcome"
    if index in results.indices:
        hue = "deprived" if index == next(iter(results.indices)) else "need"
    if of in results.indices:
        return results.indices[of], hue, _floats(areas[f"{of}_score"]), 1, ""
    parts = results["profiles"].filter(index=index, part=part)
    if parts.height:
        joined = _beside(areas, parts.select("area", "value"))
        return str(parts["title"][0]), hue, _floats(joined["value"]), 1, ""
    outcomes = results.manifest.get("outcomes", {})
    if of in outcomes:
        about = Measured.model_validate(outcomes[of])
        own = (
            results["outcomes"]
            .filter(outcome=of)
            .select("area", value=pl.col("count") / pl.col("of") * about.scale)
        )
        unit = "%" if about.shown_unit == "%" else about.unit
        return about.title, hue, _floats(_beside(areas, own)["value"]), about.digits, unit
    if of in areas.columns and areas.schema[of].is_numeric():
        return of, hue, _floats(areas[of]), 0 if areas.schema[of].is_integer() else 1, ""
    known = [*results.indices, *outcomes, "groups", "bivariate"]
    known += [f"{i}.{p}" for i, p in results["profiles"].select("index", "part").unique().rows()]
    raise LeftBehindError(f"there is no measure {of}", mend=nearest(of, known))


def _floats(series: pl.Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    return series.cast(pl.Float64).fill_nan(None).fill_null(np.nan).to_numpy()


def _beside(areas: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return areas.select("area").join(other, on="area", how="left", maintain_order="left")


def _count(results: Results, group: str) -> str:
    return plain(int(results.areas[f"in_{group}"].sum()), 0)


def _most(results: Results) -> str:
    """Where most of the list is, in a sentence."""
    outline = results.manifest["study"].get("outline", "")
    if not outline:
        return ""
    frame = results[f"by_{outline}"].filter(group=results.list_of).filter(pl.col("areas") > 0)
    most = frame.sort("areas", "name", descending=[True, False]).head(3)
    names = [f"{row['name']} ({row['areas']:,}, {percent(row['share'])})"
             for row in most.iter_rows(named=True)]  # fmt: skip
    return say("map-alt-most", names=", ".join(names)) if names else ""
