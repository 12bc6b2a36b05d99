"""The open sketch beside the published CNI: each figure of its page, and what goes in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from leftbehind import Shelf, read_study, run
from leftbehind.areas.boundaries import read_boundaries
from leftbehind.areas.reach import points_of, reach
from leftbehind.engine.arrays import correlation, place, rank
from leftbehind.running.indices import run_index
from leftbehind.running.run import tables_of
from leftbehind.running.tables import Tables

pytestmark = pytest.mark.data

PAGE = Path(__file__).parents[2] / "docs" / "method" / "open-cni.md"

ROOT = {"the sketch": "sketch", "IMD 2025 alone": "imd", "social renting alone": "social_renting",
        "its places and spaces": "places", "its connectivity": "connections",
        "its active and engaged community": "engagement"}  # fmt: skip
"""The nodes that the rows of the page are about."""

CNI = {"index": "cni_rank", "places": "places_rank", "connectivity": "connectivity_rank",
       "engaged": "engaged_rank"}  # fmt: skip


def rows_of_the_page() -> list[tuple[str, str, str, str]]:
    text = PAGE.read_text("utf-8").partition("## How near it comes")[2]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return [tuple(row) for row in cells if row[0] in ROOT]


@pytest.fixture(scope="module")
def tables(shelf: Shelf) -> Tables:
    return tables_of(read_study("open-cni-2021"), shelf, lambda _: None)


@pytest.fixture(scope="module")
def beside(tables: Tables) -> pl.DataFrame:
    """Scores of every node and the published ranks, one row for each LSOA."""
    study = read_study("open-cni-2021")
    published = tables.shelf.read("cni2023_england_lsoa21").frame
    found = published.select(
        pl.col("lsoa21").alias("area"), *(pl.col(c).alias(f"cni {c}") for c in CNI.values())
    )
    for name in study.index:
        one = run_index(study, name, tables, unnamed=True)
        scores = {node: pl.Series(node, values, nan_to_null=True)
                  for node, values in one.scores.score.items()}  # fmt: skip
        found = found.join(pl.DataFrame([one.codes, *scores.values()]), on="area", how="left")
    return found


def alike(one: pl.Series, other: pl.Series) -> float:
    """Spearman's correlation of two columns of scores, higher is worse."""
    return float(correlation([rank(one.to_numpy()), rank(other.to_numpy())])[0, 1])


def tenth(built: pl.Series, ranks: pl.Series) -> float:
    """Share of the tenth with the best published ranks that is in the built tenth."""
    cut = len(ranks) // 10
    worst = ranks.to_numpy() <= cut
    return float((place(built.to_numpy())[worst] <= cut).mean())


def test_a_run_leaves_the_agreement_and_no_row_about_a_place(shelf: Shelf) -> None:
    results = run("open-cni-2021", shelf=shelf)
    assert set(results.tables) == {"groups", "cuts", "agreement"}
    rows = {(row["index"], row["node"]): row for row in results["agreement"].iter_rows(named=True)}
    assert {node: round(row["spearman"], 3) for (_, node), row in rows.items()} == {
        "sketch": 0.383, "places": 0.493, "connections": 0.537, "engagement": 0.364,
        "imd": 0.393, "social_renting": 0.313}  # fmt: skip
    assert {node: round(100 * row["tenth"], 1) for (_, node), row in rows.items()} == {
        "sketch": 15.6, "places": 18.7, "connections": 38.3, "engagement": 17.1,
        "imd": 37.4, "social_renting": 33.7}  # fmt: skip
    assert all(row["areas"] == 33_755 for row in rows.values())
    assert results.manifest["tables"]["cni2023_england_lsoa21"]["only_compared"]
    notices = [one["notice"] for one in results.manifest["licences"]]
    assert any("OCSI / Local Trust" in notice for notice in notices)


def test_the_page_has_a_row_for_each_domain_and_baseline() -> None:
    assert len(rows_of_the_page()) == 12


@pytest.mark.parametrize("row", rows_of_the_page(), ids=lambda row: f"{row[0]}, {row[1]}")
def test_each_figure_of_the_page(beside: pl.DataFrame, row: tuple[str, str, str, str]) -> None:
    what, domain, told, overlap = row
    built, ranks = beside[ROOT[what]], beside[f"cni {CNI[domain]}"]
    assert built.null_count() == 0
    assert alike(built, -ranks) == pytest.approx(float(told.replace("−", "-")), abs=5.1e-4)
    assert 100 * tenth(built, ranks) == pytest.approx(float(overlap.strip("%")), abs=0.051)


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [
        ("places", "engagement", -0.27),
        ("connections", "engagement", -0.44),
        ("sketch", "imd", 0.009),
        ("outdoor", "cni places_rank", -0.325),
        ("private_rented", "cni engaged_rank", 0.079),
        ("lonely", "cni engaged_rank", 0.500),
        ("charities", "cni engaged_rank", 0.268),
    ],
)
def test_why_the_whole_is_worse_than_its_parts(
    beside: pl.DataFrame, one: str, other: str, figure: float
) -> None:
    known = beside.select(one, other).drop_nulls()
    second = -known[other] if other.startswith("cni ") else known[other]
    digits = 3 if abs(figure) * 100 % 1 else 2
    assert alike(known[one], second) == pytest.approx(figure, abs=0.51 * 10**-digits)


def test_a_ward_that_is_not_in_a_table_is_unknown_and_no_zero(tables: Tables) -> None:
    made = tables.read("figures_lsoa21").frame.filter(pl.col("lsoa21").str.starts_with("E"))
    assert made.height == 33_755
    unknown = pl.col("charities").is_null(), pl.col("grants").is_null()
    assert made.select(pl.sum_horizontal(one).sum() for one in unknown).row(0) == (7_837, 1_861)
    assert made.filter(unknown[0] & unknown[1]).height == 709
    assert (made["charities"].drop_nulls() > 0).all()


def test_grants_are_counted_without_the_department_for_transport(tables: Tables) -> None:
    frame = tables.shelf.read("grants2013_2018_ward17").frame
    theirs = pl.col("funder") == "Department for Transport"
    assert frame["amount"].sum() == pytest.approx(8.08e9, rel=0.001)
    assert frame.filter(theirs)["amount"].sum() == pytest.approx(3.43e9, rel=0.001)
    made = tables.read("ward_figures_lsoa11")
    lost = tables.made["ward_figures_lsoa11"].about["lost_in_lookup"]
    kept = frame.filter(~theirs & ~pl.col("ward17").is_in(lost))
    assert made.frame["grants"].sum() == pytest.approx(kept["grants"].sum(), rel=0.01)


def test_pharmacies_are_within_a_walk_of_nearly_everybody(tables: Tables) -> None:
    near = tables.read("places_in_reach").frame.filter(pl.col("lsoa21").str.starts_with("E"))
    assert tables.made["places_in_reach"].about["points"]["pharmacy"] == 12_196
    assert near["pharmacy_metres"].median() == pytest.approx(611, abs=1)
    assert np.mean(near["pharmacy_within"].to_numpy() == 0) == pytest.approx(0.061, abs=5e-4)


def test_points_across_the_border_count(tables: Tables) -> None:
    """Surgeries that lie in no area of England are within a walk of areas of England."""
    codes = tables.read("boundaries_lsoa21").frame["lsoa21"]
    found = read_boundaries(codes, "lsoa21", "boundaries_lsoa21", tables.shelf)
    points = points_of(tables.read("points_gp"), found.projection)
    in_wales = found.codes.str.starts_with("W").to_numpy()
    _, lies = shapely.STRtree(points).query(found.shapes[in_wales], predicate="covers")
    welsh = reach(found, points[np.unique(lies)], 1_000).within[~in_wales]
    whole = tables.read("places_in_reach").frame.filter(pl.col("lsoa21").str.starts_with("E"))
    assert 0 < np.count_nonzero(welsh) < 100
    assert (whole["gp_within"].to_numpy() >= welsh).all()
