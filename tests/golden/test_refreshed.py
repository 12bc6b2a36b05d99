"""The refreshed index and its test against 2025: every figure of docs/method/refreshed.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from leftbehind import Results, Shelf, read_study, run
from leftbehind.engine.arrays import Array, correlation, place, rank
from leftbehind.groups import Conventions
from leftbehind.running.agreement import Agreement, agree
from leftbehind.running.run import tables_of

pytestmark = pytest.mark.data

PAGE = (Path(__file__).parents[2] / "docs" / "method" / "refreshed.md").read_text("utf-8")

NODE = {"IMD": "imd", "Education": "education", "Adult skills": "adult_skills",
        "Barriers": "barriers", "Wider barriers": "wider_barriers", "Income": "income",
        "Employment": "employment", "Health": "health", "Crime": "crime",
        "Living Environment": "environment"}  # fmt: skip

CARRIED = ("income", "employment", "health", "crime", "environment")

DISABILITY = (
    "index.deprivation.start="
    '["income", "employment", "children_young_people", "crime", "geographical_barriers", '
    '"environment"]'
)


def rows_below(heading: str, cells: int) -> list[tuple[str, ...]]:
    """The rows of the tables of a section, without their headings."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [tuple(cell.strip() for cell in line.strip("| ").split("|"))
            for line in section.splitlines() if line.startswith("|")]  # fmt: skip
    return [row for row in rows if len(row) == cells and any(c.isdigit() for c in row[-1])]


@cache
def both_indices() -> Results:
    return run("refresh-tested")


@cache
def ranked() -> pl.DataFrame:
    """Ranks of the three indices and of 2025, the district and how the area changed."""
    shelf = Shelf()
    published = shelf.read("imd2025_england_lsoa21").frame
    changes = shelf.read("lookup_lsoa11_lsoa21").frame.unique("lsoa21")
    districts = shelf.read("lookup_lsoa21_ward24_ltla24").frame
    found = published.select(area="lsoa21", imd2025="imd_rank")
    for name in ("deprivation", "unrefreshed", "without-census"):
        ranks = both_indices()[f"nodes_{name}"].select("area", pl.col("imd_rank").alias(name))
        found = found.join(ranks, on="area")
    found = found.join(changes.select("change", area="lsoa21"), on="area")
    return found.join(districts.select("ltla24", area="lsoa21"), on="area").sort("ltla24", "area")


def beside(areas: pl.DataFrame, index: str, other: str) -> Agreement:
    return agree(-array(areas[index]), -array(areas[other]), Conventions())


def array(ranks: pl.Series) -> Array:
    return ranks.cast(pl.Float64).to_numpy()


def as_printed(old: Agreement, new: Agreement) -> tuple[str, ...]:
    rhos = [f"{one.spearman:.4f}".lstrip("0") for one in (old, new)]
    return (*rhos, *(f"{one.tenth:.1%}" for one in (old, new)))


def test_every_part_beside_the_index_of_2025(shelf: Shelf) -> None:
    told = {(row["index"], row["node"]): Agreement(**{k: row[k] for k in Agreement.__slots__})
            for row in both_indices()["agreement"].iter_rows(named=True)}  # fmt: skip
    published = shelf.read("imd2025_england_lsoa21").frame
    for name in ("deprivation", "unrefreshed"):
        nodes = both_indices()[f"nodes_{name}"].join(published, left_on="area", right_on="lsoa21",
                                               suffix="_2025")  # fmt: skip
        for node in CARRIED:
            told[name, node] = beside(nodes, f"{node}_rank", f"{node}_rank_2025")
    found = [(part, *as_printed(told["unrefreshed", node], told["deprivation", node]))
             for part, node in NODE.items()]  # fmt: skip
    assert found == rows_below("Beside the index of 2025", 5)
    assert {one.areas for one in told.values()} == {33_755}
    more = 3_375 * (told["deprivation", "imd"].tenth - told["unrefreshed", "imd"].tenth)
    assert f"and {more:.0f} more of the 3,375 LSOAs" in PAGE
    assert "correlation rises from .9553 to .9575" in PAGE
    skills = [told[name, "adult_skills"].spearman for name in ("unrefreshed", "deprivation")]
    assert skills[0] > skills[1]  # the substitute, although it is newer


def test_beside_the_index_of_2025_without_the_domains_that_hold_the_census(shelf: Shelf) -> None:
    areas = ranked()
    unchanged = pl.col("change") == "U"
    parts = {
        "all": areas,
        "unchanged": areas.filter(unchanged),
        "changed": areas.filter(~unchanged),
    }
    found = []
    for what, some in parts.items():
        old, new = (beside(some, name, "without-census") for name in ("unrefreshed", "deprivation"))
        count = f"{some.height:,}"
        title = f"all {count}" if what == "all" else f"{count} {what}"
        found.append((title, *as_printed(old, new)))
    assert found == [row for row in rows_below("Without that census", 5) if row[-1].endswith("%")]
    weights = both_indices().manifest["index"]["without-census"]["weights"]
    assert [name for name, weight in weights.items() if not weight] == ["education", "barriers"]


@pytest.mark.parametrize(
    ("what", "other"),
    [("IMD 2025", "imd2025"), ("without Education and Barriers", "without-census")],
)
def test_how_sure_the_gain_is_with_districts_drawn_anew(
    shelf: Shelf, what: str, other: str
) -> None:
    areas = ranked()
    (told,) = (row for row in rows_below("Without that census", 5) if row[0] == what)
    districts = np.split(np.arange(areas.height), _starts(areas["ltla24"]))
    old, new, truth = (array(areas[name]) for name in ("unrefreshed", "deprivation", other))
    cut = areas.height // 10
    chance = np.random.default_rng(2019)
    gains = []
    for draw in range(301):
        picked = (
            chance.integers(0, len(districts), len(districts)) if draw else range(len(districts))
        )
        rows = np.concatenate([districts[one] for one in picked])
        gains.append(_gain(old[rows], new[rows], truth[rows], cut))
    whole, drawn = gains[0], np.array(gains[1:])
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    rho = f"{whole[0]:.4f}", f"{low[0]:.4f} to {high[0]:.4f}"
    tenth = f"{whole[1]:.1f}", f"{low[1]:.1f} to {high[1]:.1f}"
    shown = tuple(text.replace("0.0", ".0", 3) for text in rho) + tenth
    assert (what, *(text.replace("-", "−") for text in shown)) == told


def _starts(districts: pl.Series) -> Array:
    codes = districts.to_numpy()
    return np.flatnonzero(codes[1:] != codes[:-1]) + 1


def _gain(old: Array, new: Array, truth: Array, cut: int) -> tuple[float, float]:
    """The gain in rank correlation, and in points of the tenth that is found."""
    rho = [correlation([rank(one), rank(truth)])[0, 1] for one in (old, new)]
    worst = truth <= cut
    found = [np.mean(one[worst] <= cut) for one in (old, new)]
    return rho[1] - rho[0], 100 * (found[1] - found[0])


def test_what_the_refresh_does_to_the_list(shelf: Shelf) -> None:
    results, other = both_indices(), run("england-2025")
    cut = results["cuts"].filter(index="deprivation")["rank"][0]
    inside = pl.col("unrefreshed_rank") <= cut, pl.col("need_rank") <= cut
    new = set(results.on_list()["area"])
    old = set(results.areas.filter(*inside)["area"])
    later = set(other.on_list()["area"])
    counts = [len(new), len(old), len(new & old), len(new & later), len(old & later)]
    assert [int(row[1]) for row in rows_below("What it does to the list", 2)] == counts
    assert results.areas.height == 33_748
    if_disability = run(read_study("england-2021-refreshed", [DISABILITY]))
    listed = set(if_disability.on_list()["area"])
    assert f"{len(listed)} LSOAs would be\non the list, {len(listed & new)} of them" in PAGE
    row = if_disability["agreement"].row(0, named=True)
    assert (round(row["spearman"], 4), round(100 * row["tenth"], 1)) == (0.9562, 82.2)
    assert "to .9562 and\nthe tenth to 82.2%" in PAGE


def test_which_score_a_rank_becomes_touches_merged_areas_and_no_list(shelf: Shelf) -> None:
    asked = ["made.imd2019_lsoa21.ranks_as=normal score"]
    other = run(read_study("england-2021-refreshed", asked))
    assert set(other.on_list()["area"]) == set(both_indices().on_list()["area"])
    nodes = both_indices()["nodes_deprivation"].join(
        other["nodes_deprivation"], on="area", suffix="_normal"
    )
    moved = nodes.filter((pl.col("imd_rank") - pl.col("imd_rank_normal")).abs() > 10)
    changes = shelf.read("lookup_lsoa11_lsoa21").frame.unique("lsoa21")
    kinds = moved.join(changes, left_on="area", right_on="lsoa21")["change"].value_counts()
    assert moved.height == 116
    assert f"{moved.height} LSOAs," in PAGE
    merged = kinds.filter(pl.col("change").is_in(["M", "X"]))["count"].sum()
    assert merged > 0.8 * moved.height, kinds


def test_the_share_of_the_weight_that_is_refreshed(shelf: Shelf) -> None:
    weights = both_indices().manifest["index"]["deprivation"]["weights"]
    skills = weights["education"] * weights["adult_skills"]
    housing = weights["barriers"] * weights["wider_barriers"] / 3
    told = {row[0]: float(row[1]) for row in rows_below_of_what_is_refreshed()}
    assert told["Adult skills"] == pytest.approx(skills)
    assert told["Overcrowding"] == pytest.approx(housing)
    assert sum(told.values()) == pytest.approx(0.999)
    assert f"{(skills + housing) / 0.999:.1%}" == "8.3%"
    assert weights["income"] + weights["employment"] == told["Income, Employment"] == 0.45


def rows_below_of_what_is_refreshed() -> list[tuple[str, ...]]:
    section = PAGE.partition("\n## What is refreshed\n")[2].partition("\n### ")[0]
    rows = [tuple(cell.strip() for cell in line.strip("| ").split("|"))
            for line in section.splitlines() if line.startswith("|")]  # fmt: skip
    return [row for row in rows if row[1].startswith(".")]


def test_unchanged_areas_keep_their_order_when_ranks_are_carried(shelf: Shelf) -> None:
    study = read_study("refresh-tested")
    carried = tables_of(study, shelf, lambda _: None).read("imd2019_lsoa21").frame
    published = shelf.read("imd2019_england_lsoa11_domains").frame
    changes = shelf.read("lookup_lsoa11_lsoa21").frame.filter(pl.col("change") == "U")
    both = (
        carried.join(changes, on="lsoa21")
        .filter(pl.col("lsoa11") == pl.col("lsoa21"))
        .join(published, on="lsoa11")
    )
    assert both.height == 31_810
    for domain in CARRIED:
        old = place(-array(both[f"{domain}_rank"]))
        assert (place(array(both[f"{domain}_score"])) == old).all(), domain


def test_parts_of_a_split_area_tie_and_a_merged_one_lies_between(shelf: Shelf) -> None:
    study = read_study("refresh-tested")
    carried = tables_of(study, shelf, lambda _: None).read("imd2019_lsoa21").frame
    lookup = shelf.read("lookup_lsoa11_lsoa21").frame.filter(pl.col("lsoa11").str.starts_with("E"))
    scores = lookup.join(carried, on="lsoa21")
    split = scores.filter(pl.col("change") == "S")
    apart = split.group_by("lsoa11").agg(pl.col("crime_score").max() - pl.col("crime_score").min())
    assert apart.height == 834
    assert apart["crime_score"].max() < 1e-9
    ranks = shelf.read("imd2019_england_lsoa11_domains").frame.select("lsoa11", "crime_rank")
    share = (32_844 - pl.col("crime_rank") + 1) / 32_844
    own = -23 * (1 - share * (1 - np.exp(-100 / 23))).log()
    merged = (
        scores.filter(pl.col("change") == "M")
        .join(ranks, on="lsoa11")
        .with_columns(own=own)
        .group_by("lsoa21")
        .agg(pl.col("crime_score").first(), low=pl.col("own").min(), high=pl.col("own").max())
    )
    assert merged.height == 97
    assert merged.select(pl.col("crime_score").is_between("low", "high").all()).item()


def test_every_lsoa_has_the_need_of_its_ward(shelf: Shelf) -> None:
    tables = tables_of(read_study("england-2021-refreshed"), shelf, lambda _: None)
    inherited = tables.read("cni2019_lsoa21").frame
    wards = shelf.read("cni2019_england_ward17").frame
    via = shelf.read("lookup_lsoa11_lsoa21").frame.filter(pl.col("change") == "U")
    best_fit = shelf.read("lookup_lsoa11_ward17").frame.select("lsoa11", "ward17")
    both = inherited.join(via, on="lsoa21").join(best_fit, on="lsoa11")
    both = both.join(wards, on="ward17", suffix="_ward")
    assert inherited.height == 33_748
    for part in ("places", "connectivity", "engaged"):
        apart = (both[f"{part}_transformed"] - both[f"{part}_transformed_ward"]).abs()
        assert apart.max() < 1e-9
