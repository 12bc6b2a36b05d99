"""Rebuilds from the deepest level that is public, and figures across editions."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import leftbehind
from leftbehind import Shelf, read_study, run

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def of_2025(shelf: Shelf) -> tuple[pl.DataFrame, pl.DataFrame]:
    """IMD 2025 from indicators where they are public, and the published tables."""
    published = (
        shelf.read("imd2025_england_lsoa21")
        .frame.join(shelf.read("imd2025_england_lsoa21_subdomains").frame, on="lsoa21")
        .sort("lsoa21")
    )
    start = ("income", "employment", "children_young_people", "indoors", "outdoors")
    given = published.select("lsoa21", *(f"{name}_rank" for name in start))
    frame = shelf.read("imd2025_england_lsoa21_indicators").frame.join(given, on="lsoa21")
    built = leftbehind.build("imd2025", frame, area="lsoa21", start=start)
    return built.sort("lsoa21"), published


@pytest.mark.parametrize(
    ("node", "exact", "furthest"),
    [
        ("health", 12_202, 42),
        ("crime", 898, 304),
        ("education", 1_071, 59),
        ("barriers", 1_114, 493),
        ("geographical_barriers", 25_058, 5),
        ("wider_barriers", 1_324, 869),
        ("adult_skills", 593, 179),
        ("imd", 3_436, 94),
    ],
)
def test_2025_from_its_indicators_is_as_near_as_their_rounding_allows(
    of_2025: tuple[pl.DataFrame, pl.DataFrame], node: str, exact: int, furthest: int
) -> None:
    built, published = of_2025
    apart = (built[f"{node}_rank"] - published[f"{node}_rank"]).abs()
    assert (apart == 0).sum() == exact
    assert apart.max() == furthest
    # Of 33,755 places; indicators are published to 1 to 3 decimals, so many areas tie.
    assert np.corrcoef(built[f"{node}_rank"], published[f"{node}_rank"])[0, 1] > 0.9999


def test_2025_geographical_barriers_are_100_less_connectivity(shelf: Shelf) -> None:
    connectivity = shelf.read("imd2025_england_lsoa21_indicators").frame
    barriers = shelf.read("imd2025_england_lsoa21_subdomains").frame
    both = connectivity.join(barriers, on="lsoa21")
    apart = (100 - both["connectivity_score"] - both["geographical_barriers_score"]).abs()
    assert apart.max() < 0.00051


def test_2019_from_its_indicators_where_they_are_public(shelf: Shelf) -> None:
    start = ("income", "employment", "crime", "children_young_people", "adult_skills",
             "geographical_barriers", "wider_barriers")  # fmt: skip
    domains = shelf.read("imd2019_england_lsoa11_domains").frame
    frame = (
        shelf.read("imd2019_england_lsoa11_indicators")
        .frame.join(shelf.read("imd2019_england_lsoa11_subdomains").frame, on="lsoa11")
        .join(domains.select("lsoa11", "income_rank", "employment_rank", "crime_rank"), on="lsoa11")
    )
    built = leftbehind.build("imd2019", frame, area="lsoa11", start=start)
    both = built.join(domains, on="lsoa11", suffix="_published")
    apart = (both["imd_rank"] - both["imd_rank_published"]).abs()
    assert apart.median() == 7
    assert apart.max() == 109


def test_the_worst_tenth_of_2025_was_that_of_2019_for_82_in_100(shelf: Shelf) -> None:
    """Methodology 9.9: .8241 on unchanged LSOAs, .8196 by the best overlapping one."""
    old = shelf.read("imd2019_england_lsoa11_domains").frame.select("lsoa11", old="imd_decile")
    new = shelf.read("imd2025_england_lsoa21").frame.select("lsoa21", new="imd_decile")
    both = (
        shelf.read("lookup_lsoa11_lsoa21")
        .frame.join(old, on="lsoa11")
        .join(new, on="lsoa21")
        .filter(new=1)
    )
    unchanged = both.filter(change="U")
    assert round((unchanged["old"] == 1).mean(), 4) == 0.8241
    best = both.group_by("lsoa21").agg(pl.col("old").min())
    assert round((best["old"] == 1).mean(), 4) == 0.8196


def test_mean_of_ranks_gives_another_list(shelf: Shelf) -> None:
    """Methodology 9.5: 211 wards, 202 in common with the 225."""
    results = run(
        read_study("england-2020", ["index.deprivation.summarise=average rank"]), shelf=shelf
    )
    on_list = results.areas.filter("in_left-behind")
    assert (on_list.height, on_list["published"].sum()) == (211, 202)


def test_districts_with_an_area_in_the_worst_tenth_of_2019(shelf: Shelf) -> None:
    """Methodology 9.2: 194 of 317."""
    domains = shelf.read("imd2019_england_lsoa11_domains").frame
    assert domains.filter(imd_decile=1)["ltla19"].n_unique() == 194
    assert domains["ltla19"].n_unique() == 317


def test_areas_in_the_worst_tenth_of_every_domain_in_2025(shelf: Shelf) -> None:
    """Methodology 9.2: only Tendring 018A and Thanet 003A; 226 on six or more."""
    domains = ("income", "employment", "education", "health", "crime", "barriers", "environment")
    frame = shelf.read("imd2025_england_lsoa21").frame
    in_decile_1 = [(10 * pl.col(f"{name}_rank") / pl.len()).ceil() == 1 for name in domains]
    worst = frame.select(pl.sum_horizontal(in_decile_1)).to_series()
    assert set(frame.filter(worst == 7)["lsoa21"]) == {"E01021988", "E01024676"}
    assert (worst >= 6).sum() == 226
