"""Places of somebody's own: scored, ranked among all areas, in or out by the study's rule.

A place is made of small areas, by two rules of inclusion that are answered side by side. Each
index is taken from the areas that it is made for. The list and the ranks of others stay.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import polars as pl

from leftbehind.analysis.ensemble import HALF
from leftbehind.analysis.places_ground import Ground, ground_of
from leftbehind.areas.lookups import Lookup
from leftbehind.areas.own import OwnPlaces
from leftbehind.areas.summarise import summarise
from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array, settle
from leftbehind.groups import Group
from leftbehind.results import Results
from leftbehind.running.tables import Tables, Tell, array_of, series_of

Rule = Literal["best fit", "population split"]
"""Which small areas count: wholly in or out, or with the share of their people."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Places of somebody's own and where they stand.

    Attributes:
        table: One row for each place and rule: `place`, `rule`, `people`, `areas_whole` and
            `areas_part` (small areas), `covered` (share of its extent that is in small areas, 0
            to 1; of polygons only); for each index `<index>_score`, `_rank`, `_cut` (score at
            the cut), `_margin` (ranks), `_score_margin` and `_known` (share of its people who
            have a score); `in_<list>`, `margin`, and `on_list` (share of its people who live in
            areas on the list).
        about: How the places were told and made; it goes into the manifest.
    """

    table: pl.DataFrame
    about: dict[str, Any]

    def beside(self, results: Results) -> Results:
        """The results with this table beside the others."""
        written = dict.fromkeys([*results.manifest["tables_written"], "places"])
        return replace(
            results,
            tables={**results.tables, "places": self.table},
            manifest={**results.manifest, "places": self.about, "tables_written": list(written)},
        )


def own_places(
    results: Results,
    file: Path | str,
    *,
    name: str = "",
    crs: str = "",
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> Placed:
    r"""Score places of somebody's own, and rank each as if it were one more area.

    Args:
        results: Results of a study.
        file: Polygons (GeoJSON, GeoPackage, zipped shapefile) or a list of codes or postcodes
            (CSV, Excel, Parquet).
        name: Column of the names of the places, where it cannot be told.
        crs: Coordinate system of polygons, where the file states none.
        shelf: Where lookups, people and the polygons of small areas come from.
        tell: Called with the name of each table before it is read.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If the file is not as it should be, naming row, feature or code.

    Example:
        >>> import leftbehind, tempfile
        >>> results = leftbehind.run("invented-country")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Path(folder) / "mine.csv"
        ...     _ = mine.write_text("place,ward20\nOurs,X05000001\nOurs,X05000002\n")
        ...     placed = own_places(results, mine)
        >>> placed.table.select("rule", "areas_whole", "need_rank").rows()
        [('best fit', 2, 1286), ('population split', 2, 1286)]
    """
    ground = ground_of(results, Tables(shelf or Shelf(), tell))
    places = ground.read(Path(file), name, crs)
    told = dict(zip(get_args(Rule), (places.best_fit, places.split), strict=True))
    each = [_rows(ground, places, rule, of).with_row_index("at") for rule, of in told.items()]
    table = pl.concat(each).sort("at", maintain_order=True).drop("at")
    return Placed(table, _about(ground, places, Path(file)))


def _rows(ground: Ground, places: OwnPlaces, rule: str, told: Lookup) -> pl.DataFrame:
    """One row for each place, by one rule of inclusion."""
    best_fit, small = rule == "best fit", ground.small(places)
    shares = ground.ways.lead(told, small, best_fit=best_fit).shares
    people = ground.people(small).rename({"area": "source"})
    living = shares.join(people, on="source", how="left", maintain_order="left").with_columns(
        living=pl.col("share") * pl.col("people").fill_null(0.0)
    )
    counted = living.group_by("target").agg(
        people=pl.col("living").sum(),
        areas_whole=(pl.col("share") == 1).sum().cast(pl.Int64),
        areas_part=(pl.col("share") < 1).sum().cast(pl.Int64),
    )
    rows = pl.DataFrame({"place": places.names}).with_columns(rule=pl.lit(rule))
    rows = _beside(rows, counted).with_columns(
        pl.col("people", "areas_whole", "areas_part").fill_null(0),
        series_of("covered", np.array([places.covered.get(one, np.nan) for one in places.names])),
    )
    for index, made_for in ground.made_for.items():
        led = ground.ways.lead(told, made_for, best_fit=best_fit)
        rows = _ranked(ground.results, _beside(rows, _scored(ground, index, led)), index)
        known = _share_in(ground, living, ground.known(index), made_for, small)
        rows = _beside(rows, known.rename({"inside": f"{index}_known"}))
    rows = _judged(ground.results, rows)
    listed = ground.results.on_list()["area"]
    on_list = _share_in(ground, living, listed, ground.judged, small)
    return _beside(rows, on_list.rename({"inside": "on_list"}))


def _beside(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    named = found.rename({"target": "place"})
    return rows.join(named, on="place", how="left", maintain_order="left")


def _share_in(
    ground: Ground, living: pl.DataFrame, areas: pl.Series, geography: str, small: str
) -> pl.DataFrame:
    """The share of the people of each place who live in some areas of a geography."""
    met = living.join(_reached(ground, areas, geography, small), on="source", how="left",
                      maintain_order="left")  # fmt: skip
    within = (pl.col("living") * pl.col("reached").fill_null(0.0)).sum()
    share = (within / pl.col("living").sum()).fill_nan(None)
    return met.group_by("target").agg(share.alias("inside"))


def _reached(ground: Ground, areas: pl.Series, geography: str, small: str) -> pl.DataFrame:
    """The share of each small area that is in some areas of a geography."""
    one = pl.DataFrame({"source": areas}).with_columns(target=pl.lit("all"), share=pl.lit(1.0))
    led = ground.ways.lead(Lookup(geography, "all", one), small).shares
    return led.select("source", pl.col("share").alias("reached"))


def _scored(ground: Ground, index: str, led: Lookup) -> pl.DataFrame:
    """The score of each place, summed up as the study sums up larger areas."""
    asked, made_for, root = ground.index[index], ground.made_for[index], ground.root(index)
    carried = made_for != ground.judged or bool(asked.lookup)
    measure = asked.summarise if carried else "average score"
    people = ground.people(made_for)
    if carried:
        people = ground.tables.column(asked.people, made_for, "people")
        people = people.rename({"value": "people"})
    nodes = ground.results[f"nodes_{index}"].select(
        "area", score=f"{root}_score", rank=f"{root}_rank"
    )
    frame = nodes.join(people, on="area", how="left", maintain_order="left")
    frame = frame.with_columns(pl.col("people").fill_null(0.0))
    score = pl.col(measure.replace(" ", "_")).fill_nan(None).alias(f"{index}_score")
    return summarise(frame, led, (measure,)).select(pl.col("area").alias("target"), score)


def _ranked(results: Results, rows: pl.DataFrame, index: str) -> pl.DataFrame:
    """The rank of each place as if it were one more area, and how far from the cut it is."""
    of_all = np.sort(settle(array_of(results.areas[f"{index}_score"].drop_nulls())))
    score = settle(array_of(rows[f"{index}_score"].fill_null(np.nan)))
    rank = np.where(np.isnan(score), np.nan,
                    1.0 + of_all.size - np.searchsorted(of_all, score + HALF))  # fmt: skip
    cut, last, margin = np.nan, 0, rank * np.nan
    own = results["cuts"].filter(group=results.list_of, index=index)
    if own.height:
        last = own["rank"][0]
        cut = np.nan if own["score"][0] is None else own["score"][0]
        # Where all areas are inside, so is whatever has a score.
        inside = (score >= cut - HALF) | (last >= of_all.size)
        margin = np.where(inside, np.maximum(last - rank, 0), np.minimum(last - rank, -1))
    return rows.with_columns(
        series_of(f"{index}_rank", rank, pl.Int64),
        series_of(f"{index}_cut", np.full(rows.height, cut)),
        series_of(f"{index}_margin", margin, pl.Int64),
        (pl.col(f"{index}_score") - series_of("cut", np.full(rows.height, cut))).alias(
            f"{index}_score_margin"
        ),
    )


def _judged(results: Results, rows: pl.DataFrame) -> pl.DataFrame:
    """Whether each place is inside by the rule of the list, and the margin that decides.

    As for areas, it is not known where a score is lacking that the rule needs. Nor is it where
    the list is made by others or looks at other groups: no place of one's own is in those.
    """
    group = Group.model_validate(results.manifest["study"]["group"][results.list_of])
    margins = [_floats(rows[f"{index}_margin"], -np.inf) for index in group.worst]
    needed = group.at_least or len(margins)
    deciding = np.sort(margins, axis=0)[-needed] if margins else np.full(rows.height, np.nan)
    unknown = deciding == -np.inf
    inside = (deciding >= 0) if margins else np.ones(rows.height, dtype=np.bool_)
    for index, least in group.floor.items():
        inside &= settle(_floats(rows[f"{index}_score"], np.nan)) >= least
    if group.people_at_least is not None:
        inside &= array_of(rows["people"]) >= group.people_at_least
    if group.listed or group.unless or group.rest:
        unknown = np.ones(rows.height, dtype=np.bool_)
    answers = [
        None if doubtful else bool(yes) for yes, doubtful in zip(inside, unknown, strict=True)
    ]
    return rows.with_columns(
        pl.Series(f"in_{results.list_of}", answers, dtype=pl.Boolean),
        series_of("margin", np.where(np.isfinite(deciding), deciding, np.nan), pl.Int64),
    )


def _floats(column: pl.Series, gap: float) -> Array:
    return column.cast(pl.Float64).fill_null(gap).to_numpy()


def _about(ground: Ground, places: OwnPlaces, file: Path) -> dict[str, Any]:
    """How the places were told and made, for the manifest: no path."""
    small, told = ground.small(places), places.split.shares["source"].unique()
    ways: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    for index, made_for in ground.made_for.items():
        known = _reached(ground, ground.known(index), made_for, places.geography)["source"]
        without = told.filter(~told.is_in(known.implode())).sort()
        path = ground.ways.path(places.geography, made_for)
        ways |= {index: path} if path else {}
        lost |= {index: without.to_list()} if without.len() else {}
    kinds = ground.tables.shelf.catalogue.geography
    return {
        "by": places.by,
        "geography": places.geography,
        "small": small,
        "plurals": {name: kinds[name].plural or name
                    for name in (places.geography, small, *ground.made_for.values())},
        "places": len(places.names),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "column": places.column,
        "guessed": places.guessed,
        "twice": places.twice,
        "mended": list(places.mended),
        "overlaps": [list(pair) for pair in places.overlaps],
        "made_for": dict(ground.made_for),
        "lookups": ways,
        "without_score": lost,
    }  # fmt: skip
