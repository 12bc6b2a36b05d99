"""Run a study: from named tables to the list, in one direction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from leftbehind.areas.codes import confirm
from leftbehind.areas.lookups import carry, chain
from leftbehind.areas.summarise import summarise
from leftbehind.data.catalogue import LICENCES
from leftbehind.data.read import Reading
from leftbehind.data.shelf import Shelf, Simulation
from leftbehind.engine.arrays import Array, place
from leftbehind.engine.frames import Frame, to_polars
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.groups import Cut, Judged, Membership, identify
from leftbehind.index.score import Scores, columns_of, score
from leftbehind.index.spec import Recipe
from leftbehind.results import FORMAT, Results
from leftbehind.study import Index, Study, read_study

Tell = Callable[[str], None]


def run(
    study: Study | str,
    *,
    data: Mapping[str, Frame] | None = None,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> Results:
    """Run a study.

    Args:
        study: A study, or the name or path of one.
        data: Frames of any kind to use instead of the tables of these names.
        shelf: Where other tables come from; default: this machine, then the network.
        tell: Called with the name of each table before it is read.

    Returns:
        The results; nothing is written.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If a table is not as declared, or the study does not fit it.

    Example:
        >>> results = run("invented-country")
        >>> results.manifest["list_of"]
        'left-behind'
    """
    return _Run.of(study if isinstance(study, Study) else read_study(study), data, shelf, tell).go()


@dataclass(frozen=True, slots=True)
class _IndexRun:
    """One index, folded where it was published and carried to where it is judged."""

    index: Index
    recipe: Recipe
    geography: str
    codes: pl.Series
    scores: Scores
    judged: pl.DataFrame
    """Columns `area`, `score` and one for each child of the root, as it entered it."""
    lost: tuple[str, ...]
    split: int

    @property
    def parts(self) -> tuple[str, ...]:
        return self.recipe.node[self.recipe.root].children

    @property
    def adds_up(self) -> bool:
        """Whether the judged score is the weighted sum of the judged parts."""
        root = self.recipe.node[self.recipe.root]
        return (
            self.index.summarise == "average score"
            and root.combine.method == "weighted sum"
            and root.transform.method == "as is"
        )


@dataclass(frozen=True, slots=True)
class _Run:
    study: Study
    shelf: Shelf
    tell: Tell
    readings: dict[str, Reading]

    @classmethod
    def of(
        cls, study: Study, data: Mapping[str, Frame] | None, shelf: Shelf | None, tell: Tell
    ) -> _Run:
        below = shelf or Shelf()
        catalogue = below.catalogue.with_own(study.table, study.geography)
        frames = {name: to_polars(frame) for name, frame in (data or {}).items()}
        for name in frames:
            catalogue.entry(name)
        whole = Shelf(
            catalogue=catalogue,
            folder=below.folder,
            cache=below.cache,
            network=below.network,
            frames={**below.frames, **frames},
            simulation=Simulation(study.simulation.areas, study.simulation.seed),
        )
        return cls(study, whole, tell, {})

    def go(self) -> Results:
        study = self.study
        self.shelf.catalogue.kind_of_area(study.areas)
        indices = {name: self._index(name) for name in study.index}
        base = self._base(indices)
        base = base.sort("area")
        judged = self._judge(base, indices)
        members, cuts = identify(study.group, judged, study.rule)
        areas = self._areas(base, judged, members, cuts)
        areas, breakdowns = self._break_down(areas, members)
        tables = {
            "areas": areas,
            "groups": self._groups(areas, members),
            "cuts": pl.DataFrame([_as_row(cut) for cut in cuts], schema=_CUTS),
            "profiles": _profiles(areas["area"], indices),
            **breakdowns,
            **{f"nodes_{name}": _nodes(one) for name, one in indices.items()},
        }
        return Results(tables, self._manifest(indices, list(tables), areas.height))

    # Reading

    def _read(self, name: str) -> Reading:
        if name not in self.readings:
            self.tell(name)
            self.readings[name] = self.shelf.read(name)
        return self.readings[name]

    def _people(self, where: str, geography: str) -> pl.DataFrame:
        """Columns `area` and `people` of a named table or table.column."""
        table, _, column = where.partition(".")
        frame = self._read(table).frame
        column = column or "people"
        for needed in (column, geography):
            if needed not in frame.columns:
                raise LeftBehindError(
                    f"{table} has no column {needed}", mend=nearest(needed, frame.columns)
                )
        return frame.select(pl.col(geography).alias("area"), pl.col(column).alias("people"))

    # One index

    def _index(self, name: str) -> _IndexRun:
        index, recipe = self.study.index[name], self.study.recipes[name]
        try:
            frame, geography = self._data_of(index, recipe)
            columns = {
                column: _array(frame[column])
                for column in columns_of(recipe, frame.columns, index.start)
                if column in frame.columns
            }
            scores = score(recipe, columns, start=index.start)
            codes = frame[geography].alias("area")
            return self._carried(index, recipe, geography, codes, scores)
        except LeftBehindError as error:
            raise error.at(f"index.{name}") from error

    def _data_of(self, index: Index, recipe: Recipe) -> tuple[pl.DataFrame, str]:
        readings = [confirm(self._read(table), self.shelf) for table in index.data]
        geography = readings[0].entry.geography
        frame = readings[0].frame
        for other in readings[1:]:
            if other.entry.geography != geography:
                lookup = (
                    f"{other.name} is on {other.entry.geography}, {readings[0].name} on {geography}"
                )
                raise LeftBehindError(
                    f"two vintages or geographies cannot be joined: {lookup}",
                    mend="use tables of one geography in `data`, or carry one of them first",
                )
            repeated = set(other.frame.columns) & set(frame.columns) - {geography}
            frame = frame.join(
                other.frame.drop(repeated), on=geography, how="left", maintain_order="left"
            )
        return frame, geography

    def _carried(
        self,
        index: Index,
        recipe: Recipe,
        geography: str,
        codes: pl.Series,
        scores: Scores,
    ) -> _IndexRun:
        parts = recipe.node[recipe.root].children
        frame = pl.DataFrame(
            [codes, _series("score", scores.index)]
            + [_series(part, scores.entered[part]) for part in parts]
        )
        if geography == self.study.areas and not index.lookup:
            return _IndexRun(index, recipe, geography, codes, scores, frame, (), 0)
        lookup = chain(index.lookup, geography, self.study.areas, self.shelf)
        for table in index.lookup:
            self._read(table)
        if not index.people:
            raise LeftBehindError(
                f"averages from {geography} to {self.study.areas} need people to weight by",
                mend='say people = "TABLE" in the index',
            )
        people = self._people(index.people, geography)
        frame = frame.join(people, on="area", how="left", maintain_order="left")
        without = frame.filter(pl.col("people").is_null())
        if without.height:
            raise LeftBehindError(
                f"{without.height:,} areas of {index.data[0]} have no people in {index.people}: "
                f"{', '.join(without['area'].head(5).to_list())}",
                mend="name a table of people of the same geography and vintage",
            )
        ranked = frame.with_columns(pl.Series("rank", place(_array(frame["score"]))).fill_nan(None))
        summary = summarise(ranked, lookup, (index.summarise,))
        value = index.summarise.replace(" ", "_")
        # A part counts where the whole is known, so that the parts add up to the score.
        whole = frame.filter(pl.col("score").is_not_null()).drop("score")
        carried = carry(whole, lookup, means=parts)
        judged = summary.rename({value: "score"}).join(
            carried.frame, on="area", how="left", maintain_order="left"
        )
        return _IndexRun(
            index, recipe, geography, codes, scores, judged, carried.lost, carried.split
        )

    # The areas that are judged

    def _base(self, indices: Mapping[str, _IndexRun]) -> pl.DataFrame:
        """Column `area`, and `name` where a table has one."""
        study, geography = self.study, self.study.areas
        if study.base:
            reading = confirm(self._read(study.base), self.shelf)
            if geography not in reading.frame.columns:
                raise LeftBehindError(
                    f"base: {study.base} is on {reading.entry.geography}, "
                    f"the study judges {geography}",
                    mend="name a table of the areas that are judged",
                )
            codes = reading.frame.select(pl.col(geography).alias("area")).drop_nulls().unique()
        else:
            every = None
            for one in indices.values():
                own = one.judged.filter(pl.col("score").is_not_null()).select("area")
                every = own if every is None else every.join(own, on="area", how="semi")
            if every is None:  # a study has at least one index
                raise LeftBehindError("the study has no index")
            codes = every
        if codes.is_empty():
            raise LeftBehindError("no area is left to judge", mend="check base and the indices")
        return codes

    def _judge(self, base: pl.DataFrame, indices: Mapping[str, _IndexRun]) -> Judged:
        scores, ranks = {}, {}
        for name, one in indices.items():
            joined = base.join(
                one.judged.select("area", "score"), on="area", how="left", maintain_order="left"
            )
            scores[name] = _array(joined["score"])
            ranks[name] = place(scores[name])
            if np.isnan(scores[name]).all():
                raise LeftBehindError(
                    f"index.{name} has a score for none of the areas that are judged",
                    mend="check that its data, its lookup and `base` are of one geography",
                )
        people = np.full(base.height, np.nan)
        if self.study.people:
            found = self._people(self.study.people, self.study.areas)
            joined = base.join(found, on="area", how="left", maintain_order="left")
            people = _array(joined["people"])
        codes = base["area"].to_numpy().astype(np.str_)
        return Judged(codes, scores, ranks, base.height, people)

    def _names(self, codes: pl.Series) -> pl.Series:
        column = f"{self.study.areas}_name"
        for reading in self.readings.values():
            if column in reading.frame.columns and self.study.areas in reading.frame.columns:
                names = reading.frame.select(
                    pl.col(self.study.areas).alias("area"), pl.col(column).alias("name")
                ).unique("area", keep="first", maintain_order=True)
                return codes.to_frame("area").join(
                    names, on="area", how="left", maintain_order="left"
                )["name"]
        return codes.alias("name")

    # What is left

    def _areas(
        self,
        base: pl.DataFrame,
        judged: Judged,
        members: Mapping[str, Membership],
        cuts: tuple[Cut, ...],
    ) -> pl.DataFrame:
        study, about = self.study, members[self.study.list_of]
        columns: list[pl.Series] = [base["area"], self._names(base["area"])]
        for name, rank in judged.rank.items():
            ranked = int(np.sum(~np.isnan(rank)))
            cut = next((c for c in cuts if c.index == name and c.group == study.list_of), None)
            cut = cut or next((c for c in cuts if c.index == name), None)
            columns += [
                _series(f"{name}_score", judged.score[name]),
                _series(f"{name}_rank", rank, pl.Int64),
                _series(f"{name}_decile", np.ceil(10 * rank / ranked), pl.Int64),
                _series(f"{name}_margin", cut.rank - rank if cut else rank * np.nan, pl.Int64),
                _series(
                    f"{name}_score_margin",
                    judged.score[name] - (np.nan if not cut or cut.score is None else cut.score),
                ),
            ]
        near = study.rule.cut(study.near, judged.number)
        missed = (~about.inside) & ~about.barred & (about.margin >= -near)
        columns += [
            _series("people", judged.people),
            *(pl.Series(f"in_{name}", member.inside) for name, member in members.items()),
            pl.Series("group", _first_group(members)),
            _series("margin", about.margin, pl.Int64),
            pl.Series("near_miss", missed),
        ]
        areas = pl.DataFrame(columns)
        if study.published:
            table, _, column = study.published.flag.partition(".")
            frame = self._read(table).frame
            if column not in frame.columns:
                raise LeftBehindError(
                    f"published.flag: {table} has no column {column!r}",
                    mend=nearest(column, frame.columns),
                )
            flags = frame.select(
                pl.col(study.areas).alias("area"),
                pl.col(column).cast(pl.Boolean).alias("published"),
            )
            areas = areas.join(flags, on="area", how="left", maintain_order="left")
        return areas

    def _break_down(
        self, areas: pl.DataFrame, members: Mapping[str, Membership]
    ) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
        tables = {}
        for name, lookups in self.study.by.items():
            found, labels = self._larger(name, lookups)
            named = labels.select(name, pl.col("name").alias(f"{name}_name"))
            areas = areas.join(found, on="area", how="left", maintain_order="left")
            areas = areas.join(named, on=name, how="left", maintain_order="left")
            tables[f"by_{name}"] = self._by(areas, name, labels, members)
        return areas, tables

    def _larger(self, name: str, lookups: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The larger area of each area, and the names of the larger areas."""
        geography = self.study.areas
        last = self._read(lookups[-1])
        if name not in last.frame.columns:
            raise LeftBehindError(
                f"by.{name}: {lookups[-1]} has no column {name}",
                mend=nearest(name, last.frame.columns),
            )
        if len(lookups) == 1 and geography in last.frame.columns:
            pairs = last.frame.select(pl.col(geography).alias("area"), name).drop_nulls()
        else:
            whole = chain(lookups, geography, name, self.shelf)
            pairs = whole.shares.select(
                pl.col("source").alias("area"), pl.col("target").alias(name)
            )
        if pairs["area"].is_duplicated().any():
            raise LeftBehindError(
                f"by.{name}: {' and '.join(lookups)} put one area in two {name}",
                mend="name a lookup in which each area has one",
            )
        column = f"{name}_name" if f"{name}_name" in last.frame.columns else name
        labels = last.frame.select(name, pl.col(column).alias("name")).drop_nulls()
        return pairs, labels.unique(name, keep="first", maintain_order=True)

    def _by(
        self,
        areas: pl.DataFrame,
        name: str,
        labels: pl.DataFrame,
        members: Mapping[str, Membership],
    ) -> pl.DataFrame:
        flags = {group: pl.col(f"in_{group}") for group in members}
        if self.study.published:
            flags["published"] = pl.col("published")
        wide = (
            areas.group_by(name)
            .agg(pl.len().alias("of"), *(flag.sum().alias(group) for group, flag in flags.items()))
            .join(labels, on=name, how="left")
            .sort(name, nulls_last=True)
        )
        about = self.study.list_of
        rows = []
        for group in members:
            published = self.study.published is not None and group == about
            rows.append(
                wide.select(
                    name,
                    "name",
                    pl.lit(group).alias("group"),
                    pl.col(group).cast(pl.Int64).alias("areas"),
                    pl.col("of").cast(pl.Int64),
                    (pl.col(group) / pl.col("of")).alias("share"),
                    (pl.col("published") if published else pl.lit(None))
                    .cast(pl.Int64)
                    .alias("published"),
                )
            )
        result = pl.concat(rows).sort(name, maintain_order=True, nulls_last=True)
        return result if self.study.published else result.drop("published")

    def _groups(self, areas: pl.DataFrame, members: Mapping[str, Membership]) -> pl.DataFrame:
        rows = []
        for name in members:
            inside = areas.filter(pl.col(f"in_{name}"))
            row: dict[str, Any] = {
                "group": name,
                "areas": inside.height,
                "people": inside["people"].sum() if inside["people"].count() else None,
            }
            if self.study.published:
                about = name == self.study.list_of
                row["published"] = int(areas["published"].sum()) if about else None
            rows.append(row)
        schema: dict[str, Any] = {"group": pl.String, "areas": pl.Int64, "people": pl.Float64}
        if self.study.published:
            schema["published"] = pl.Int64
        return pl.DataFrame(rows, schema=schema)

    def _manifest(
        self, indices: Mapping[str, _IndexRun], tables: list[str], areas: int
    ) -> dict[str, Any]:
        import leftbehind

        study = self.study
        used = sorted(self.readings.values(), key=lambda reading: reading.name)
        notices: dict[str, list[str]] = {}
        for reading in used:
            notices.setdefault(reading.entry.licence, []).append(reading.name)
        stated = study.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, exclude={"recipes", "table"}
        )
        simulated = any(reading.entry.status == "simulated" for reading in used)
        return {
            "format": FORMAT,
            "study": stated,
            "list_of": study.list_of,
            "areas": areas,
            "area_plural": self.shelf.catalogue.geography[study.areas].plural or "areas",
            "simulated": simulated,
            "versions": {
                "leftbehind": leftbehind.__version__,
                "numpy": np.__version__,
                "polars": pl.__version__,
            },
            "seeds": {"simulation": study.simulation.seed} if simulated else {},
            "index": {name: _about(one) for name, one in indices.items()},
            "tables": {
                reading.name: {
                    "title": reading.entry.title,
                    "publisher": reading.entry.publisher,
                    "licence": reading.entry.licence,
                    "date": reading.entry.date,
                    "sha256": reading.sha256,
                    "rows": reading.frame.height,
                    "rows_dropped": reading.dropped,
                    "gaps": {g.column: {g.why: g.cells} for g in reading.gaps},
                }
                for reading in used
            },
            "licences": [
                {
                    "licence": LICENCES.get(licence, (licence, ""))[0],
                    "notice": LICENCES.get(licence, ("", ""))[1],
                    "tables": names,
                }
                for licence, names in sorted(notices.items())
            ],
            "tables_written": tables,
        }


_CUTS = {
    "group": pl.String,
    "index": pl.String,
    "asked": pl.String,
    "areas": pl.Int64,
    "rank": pl.Int64,
    "score": pl.Float64,
    "tied": pl.Int64,
}


def _as_row(cut: Cut) -> dict[str, Any]:
    return {column: getattr(cut, column) for column in _CUTS}


def _about(one: _IndexRun) -> dict[str, Any]:
    """What the manifest says of one index."""
    index = np.asarray(one.scores.index)
    return {
        "title": one.index.title or one.recipe.title,
        "recipe": one.recipe.model_dump(mode="json", exclude_defaults=True),
        "geography": one.geography,
        "starts_from": dict(one.scores.given),
        "weights": {name: float(weight) for name, weight in one.scores.weight.items()},
        "adds_up": one.adds_up,
        "areas_scored": int(np.sum(~np.isnan(index))),
        "areas_without_score": int(np.sum(np.isnan(index))),
        "suppressed_filled_in": one.scores.imputed,
        "shrunk": one.scores.shrunk,
        "lost_in_lookup": list(one.lost),
        "split_in_lookup": one.split,
    }


def _nodes(one: _IndexRun) -> pl.DataFrame:
    """Every node passed, at the geography the index is published for."""
    columns = [one.codes]
    for name in one.recipe.walk():
        if name not in one.scores.score:
            continue
        values = one.scores.score[name]
        if one.scores.given.get(name) != "rank":
            columns.append(_series(f"{name}_score", values))
        columns.append(_series(f"{name}_rank", place(values), pl.Int64))
        if name in one.scores.entered:
            columns.append(_series(f"{name}_standardised", one.scores.entered[name]))
    return pl.DataFrame(columns).sort("area")


def _profiles(areas: pl.Series, indices: Mapping[str, _IndexRun]) -> pl.DataFrame:
    """The parts of each index for each area that is judged, in long form."""
    rows = []
    for name, one in indices.items():
        joined = areas.to_frame("area").join(
            one.judged.select("area", *one.parts), on="area", how="left", maintain_order="left"
        )
        for part in one.parts:
            value = _array(joined[part])
            weight = float(one.scores.weight[part])
            rows.append(
                pl.DataFrame(
                    [
                        areas.alias("area"),
                        pl.repeat(name, areas.len(), eager=True).alias("index"),
                        pl.repeat(part, areas.len(), eager=True).alias("part"),
                        pl.repeat(one.recipe.title_of(part), areas.len(), eager=True).alias(
                            "title"
                        ),
                        _series("value", value),
                        _series("rank", place(value), pl.Int64),
                        _series("contribution", weight * value if one.adds_up else value * np.nan),
                    ]
                )
            )
    return pl.concat(rows)


def _first_group(members: Mapping[str, Membership]) -> list[str | None]:
    size = next(iter(members.values())).inside.size
    first = np.full(size, None, dtype=object)
    for name, member in reversed(list(members.items())):
        first[member.inside] = name
    return list(first)


def _array(series: pl.Series) -> Array:
    if series.dtype.is_numeric():
        return series.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return series.to_numpy()  # labels of districts


def _series(name: str, values: Array, dtype: type[pl.DataType] = pl.Float64) -> pl.Series:
    return pl.Series(name, values, dtype=pl.Float64).fill_nan(None).cast(dtype)
