"""The deprivation index rebuilt from public tables: every figure of docs/method/rebuilt.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import leftbehind
from leftbehind import Results, Shelf, read_study, run
from leftbehind.engine.arrays import Array, normal_score, place
from leftbehind.index.shrink import shrink
from leftbehind.running.indices import data_of
from leftbehind.running.tables import Tables

pytestmark = pytest.mark.data

PAGE = Path(__file__).parents[2] / "docs" / "method" / "rebuilt.md"

DEPTH = {"from-domains": "domains", "from-sub-domains": "sub-domains", "deprivation": "indicators"}

PARTS = {
    "imd": "IMD",
    "income": "Income",
    "employment": "Employment",
    "education": "Education",
    "children_young_people": "Children and young people",
    "adult_skills": "Adult skills",
    "health": "Health",
    "crime": "Crime",
    "barriers": "Barriers",
    "geographical_barriers": "Geographical barriers",
    "wider_barriers": "Wider barriers",
    "environment": "Living Environment",
    "indoors": "Indoors",
    "outdoors": "Outdoors",
}

EDITIONS = ("2019", "2025")


@dataclass(frozen=True, slots=True)
class Printed:
    """A row of the page: the figures as they are printed, and what rounding alone does."""

    figures: tuple[str, ...]
    rounding: str


def printed(edition: str) -> dict[tuple[str, str], Printed]:
    """The rows of the table of one edition, by part and what it is made from."""
    section = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    (text,) = (one for one in section if one.startswith(edition))
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines()
            if line.count("|") == 9]  # fmt: skip
    return {(row[0], row[1]): Printed(tuple(row[2:7]), row[7] if len(row) > 7 else "")
            for row in rows[2:]}  # fmt: skip


@cache
def rebuilt(edition: str) -> Results:
    return run(f"imd-{edition}-rebuilt")


def as_printed(row: dict[str, Any]) -> tuple[str, ...]:
    if row["areas"] is None:
        return ("–",) * 5
    return (f"{row['exact']:,}", f"{row['median_off']:g}", f"{row['max_off']:,}",
            f"{row['spearman']:.6f}", f"{row['tenth']:.2%}")  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_node_agrees_as_the_page_says(shelf: Shelf, edition: str) -> None:
    table = rebuilt(edition)["agreement"]
    found = {
        (PARTS[row["node"]], DEPTH[row["index"]]): as_printed(row)
        for row in table.iter_rows(named=True)
    }
    assert found == {key: one.figures for key, one in printed(edition).items()}
    assert set(table["areas"].drop_nulls()) == {{"2019": 32_844, "2025": 33_755}[edition]}


@pytest.mark.parametrize(
    ("edition", "lacking"),
    [
        (
            "2019",
            {
                "children_young_people": "key_stage_2, key_stage_4, secondary_absence",
                "crime": "violence, burglary, theft, criminal_damage",
            },
        ),
        (
            "2025",
            {
                "income": "people",
                "employment": "working_age",
                "children_young_people": "children_young_people",
                "indoors": "indoors",
                "outdoors": "outdoors",
            },
        ),
    ],
)
def test_what_is_not_built_is_what_is_not_public(
    shelf: Shelf, edition: str, lacking: dict[str, str]
) -> None:
    table = rebuilt(edition)["agreement"].filter(pl.col("areas").is_null())
    assert dict(table.select("node", "not_in_data").iter_rows()) == lacking
    assert (table["starts_from"] == table["node"]).all()


def test_what_was_held_back_is_filled_in_and_counted(shelf: Shelf) -> None:
    told = rebuilt("2019").manifest["index"]["deprivation"]
    assert told["suppressed_filled_in"] == {"income": 31, "employment": 119}
    assert told["areas_without_score"] == 0
    ranks = shelf.read("imd2019_england_lsoa11_domains").frame
    counts = shelf.read("imd2019_england_lsoa11_indicators").frame.join(ranks, on="lsoa11")
    for name in ("income", "employment"):
        count = counts[f"{name}_numerator"]
        assert (count.drop_nulls() % 5 == 0).all()
        assert count.min() == 10
        assert counts.filter(count.is_null())[f"{name}_rank"].min() > 31_500


ROUNDED_TO = {"income_numerator": 5.0, "employment_numerator": 5.0}
"""Counts; all else is rounded to its own decimals."""

OF_DISTRICTS = {"homelessness", "statutory_homelessness", "core_homelessness"}
"""Figures of districts: their rounding parts no two areas of one."""


def inside_its_rounding(column: pl.Series, chance: np.random.Generator) -> pl.Series:
    values = column.cast(pl.Float64)
    step = ROUNDED_TO.get(column.name)
    if step is None:
        step = next(10.0**-d for d in range(7) if ((values.round(d) - values).abs() < 1e-9).all())
    drawn = values + chance.uniform(-step / 2, step / 2, values.len())
    return drawn.clip(lower_bound=0) if column.name in ROUNDED_TO else drawn


@pytest.mark.parametrize("edition", EDITIONS)
def test_ranks_are_as_far_apart_as_rounding_alone_puts_them(shelf: Shelf, edition: str) -> None:
    study = read_study(f"imd-{edition}-rebuilt")
    index, recipe = study.index["deprivation"], study.recipes["deprivation"]
    frame, area = data_of(index, Tables(shelf, lambda _: None))
    chance = np.random.default_rng(2019)
    read = {name for key, leaf in recipe.indicator.items()
            for name in leaf.counts or (leaf.column or key,)}  # fmt: skip
    drawn = [inside_its_rounding(frame[name], chance)
             for name in sorted((read & set(frame.columns)) - OF_DISTRICTS)]  # fmt: skip
    one = leftbehind.build(recipe, frame, area=area, start=index.start)
    other = leftbehind.build(recipe, frame.with_columns(drawn), area=area, start=index.start)
    told = {key: row.rounding for key, row in printed(edition).items() if row.rounding}
    nodes = {name for name in index.published if (PARTS[name], "indicators") in told}
    assert len(nodes) == len(told) >= 8
    for name in nodes:
        apart = (one[f"{name}_rank"] - other[f"{name}_rank"]).abs().median()
        assert apart == pytest.approx(int(told[PARTS[name], "indicators"]), abs=1), name


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of 2019: counts, people, districts, and what was published."""

    count: Array
    people: Array
    district: Any
    score: Array
    rank: Array

    def step_taken(self, times: int) -> float:
        """How much of the step from the raw to the shrunk rate the published score takes."""
        known = ~np.isnan(self.count)
        raw = self.count / self.people
        shrunk = shrink(times * self.count, times * self.people, self.district).rate
        full, taken = (shrunk - raw)[known], (self.score - raw)[known]
        return float((full * taken).sum() / (full * full).sum())


def rate_of(shelf: Shelf, name: str, people: str) -> Rate:
    frame = (
        shelf.read("imd2019_england_lsoa11_indicators")
        .frame.join(shelf.read("imd2019_england_lsoa11_population").frame, on="lsoa11")
        .join(shelf.read("imd2019_england_lsoa11_domains").frame, on="lsoa11")
        .join(shelf.read("imd2019_england_lsoa11_scores_7a").frame, on="lsoa11")
        .join(shelf.read("imd2019_england_lsoa11_employment").frame, on="lsoa11")
        .with_columns(employment_score=pl.col("employment_percent") / 100)
    )
    wanted = (f"{name}_numerator", people, f"{name}_score", f"{name}_rank")
    count, of, score, rank = (
        frame[column].cast(pl.Float64).fill_null(float("nan")).to_numpy() for column in wanted
    )
    return Rate(count, of, frame["ltla19"].to_numpy(), score, rank)


def test_income_is_shrunk_as_the_recipe_says_and_employment_by_four_quarters(shelf: Shelf) -> None:
    income = rate_of(shelf, "income", "people")
    employment = rate_of(shelf, "employment", "working_age")
    assert round(income.step_taken(1), 2) == 1.06
    assert round(employment.step_taken(1), 2) == 0.27
    assert round(employment.step_taken(4), 2) == 1.05


def test_employment_by_four_quarters_is_as_near_as_rounding_allows(shelf: Shelf) -> None:
    one = rate_of(shelf, "employment", "working_age")
    count = np.where(np.isnan(one.count), 5.0, one.count)
    found = place(shrink(4 * count, 4 * one.people, one.district).rate)
    apart = np.abs(found - place(-one.rank))
    assert (np.median(apart), apart.max()) == (186, 1_822)
    near = np.maximum(count + np.random.default_rng(2019).uniform(-2.5, 2.5, count.size), 0)
    by_rounding = np.abs(found - place(shrink(4 * near, 4 * one.people, one.district).rate))
    assert np.median(by_rounding) == pytest.approx(186, abs=3)


def test_income_2025_over_residents_of_the_census(shelf: Shelf) -> None:
    frame = (
        shelf.read("imd2025_england_lsoa21_indicators")
        .frame.join(shelf.read("population2021_lsoa21").frame, on="lsoa21")
        .join(shelf.read("imd2025_england_lsoa21").frame, on="lsoa21")
        .drop_nulls("income_numerator")
    )
    assert (frame["income_numerator"] > frame["people"]).sum() == 1
    found = place((frame["income_numerator"] / frame["people"]).to_numpy())
    published = place(-frame["income_rank"].cast(pl.Float64).to_numpy())
    assert round(float(np.corrcoef(found, published)[0, 1]), 4) == 0.9988
    assert np.abs(found - published).max() == 9_610


def test_components_come_no_nearer_than_the_indicators_made_of_them(shelf: Shelf) -> None:
    frame = shelf.read("imd2019_england_lsoa11_indicators").frame.join(
        shelf.read("imd2019_england_lsoa11_subdomains").frame, on="lsoa11"
    )

    def score(*columns: str) -> Array:
        return sum((normal_score(frame[c].cast(pl.Float64).to_numpy()) for c in columns),
                   np.zeros(frame.height))  # fmt: skip

    def apart(values: Array, node: str) -> Array:
        return np.asarray(np.abs(place(values) - frame[f"{node}_rank"].to_numpy()))

    gases = ["nitrogen_dioxide", "benzene", "sulphur_dioxide", "particulates"]
    air = normal_score(frame.select(pl.sum_horizontal(gases)).to_series().to_numpy())
    assert apart(air + score("road_accidents"), "outdoors").max() == 1_948
    parts = normal_score(score("affordability_owners", "affordability_renters"))
    wider = apart(parts + score("overcrowding", "homelessness"), "wider_barriers")
    assert (wider == 0).sum() == 721


def test_so_few_values_that_most_areas_tie(shelf: Shelf) -> None:
    old = shelf.read("imd2019_england_lsoa11_indicators").frame
    new = shelf.read("imd2025_england_lsoa21_indicators").frame
    assert (old["adult_skills"].n_unique(), new["adult_skills"].n_unique()) == (629, 593)
    crimes = leftbehind.recipe("imd2025").node["crime"].children
    values = {name: new[name].n_unique() for name in crimes}
    assert values["theft"] == max(values.values()) == 798
