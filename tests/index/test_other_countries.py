"""Nothing assumes England: an index by percentile ranks, with the ties and rounding of the CDC."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

import leftbehind
from leftbehind import run

RECIPE = leftbehind.recipe("svi2020")


def tracts(number: int = 40) -> pl.DataFrame:
    """Invented tracts, with ties and a gap."""
    rng = np.random.default_rng(2020)
    figures = {name: np.round(rng.gamma(2.0, 6.0, number), 0) for name in RECIPE.indicator}
    codes = [f"06{county:03}{tract:06}" for county, tract in
             zip(np.arange(number) // 20, range(100, 100 + number), strict=True)]  # fmt: skip
    frame = pl.DataFrame({"tract": codes, "people": rng.integers(900, 7000, number), **figures})
    return frame.with_columns(
        pl.when(pl.int_range(pl.len()) == 7).then(None).otherwise("crowded").alias("crowded")
    )


def percent_rank(values: pl.Series) -> pl.Series:
    """(rank − 1) / (N − 1), ties the least, four decimals: PERCENTRANK.INC as the CDC uses it."""
    return ((values.rank("min") - 1) / (values.count() - 1)).round(4)


def test_themes_and_index_are_percentile_ranks_added_up_and_ranked_again() -> None:
    frame = tracts()
    built = leftbehind.build(RECIPE, frame, area="tract")
    sums = {}
    for theme in RECIPE.node["vulnerability"].children:
        children = RECIPE.node[theme].children
        ranks = frame.select(percent_rank(frame[child]).alias(child) for child in children)
        sums[theme] = sum((ranks[child] for child in children[1:]), start=ranks[children[0]])
        assert (built[f"{theme}_score"] - sums[theme]).abs().max() < 1e-12, theme
    whole = sum(list(sums.values())[1:], start=sums["socioeconomic"])
    assert (built["vulnerability_score"] - percent_rank(whole.round(9))).abs().max() < 1e-12
    assert built["vulnerability_score"].null_count() == 1
    assert built["vulnerability_rank"].null_count() == 1


def test_the_reference_population_is_whoever_is_ranked_together() -> None:
    """The same tract in its county and in the state has two ranks, and neither is wrong."""
    frame = tracts()
    county = frame.filter(pl.col("tract").str.starts_with("06000"))
    state, alone = (leftbehind.build(RECIPE, one, area="tract") for one in (frame, county))
    both = alone.join(state, on="tract", suffix="_state")
    assert (both["vulnerability_score"] != both["vulnerability_score_state"]).any()


STUDY = """
title = "Tracts with high social vulnerability"
areas = "tract20"
people = "tracts"

[index.vulnerability]
recipe = "svi2020"
data   = "tracts"

[group.high]
title = "The highest tenth"
worst = { vulnerability = "10%" }

[geography.tract20]
title = "Census tracts of 2020"
plural = "tracts"
nation = "United States"
vintage = "2020"
pattern = '\\d{11}'

[table.tracts]
title = "Invented tracts"
file = "tracts.csv"
geography = "tract20"
"""


def test_a_study_of_another_country_is_one_file_and_a_table(tmp_path: Path) -> None:
    tracts().rename({"tract": "tract20"}).write_csv(tmp_path / "tracts.csv")
    (tmp_path / "svi.toml").write_text(STUDY)
    results = run(str(tmp_path / "svi.toml"))
    assert results.on_list().height == 3  # a tenth of the 39 that have a score, rounded down
    assert results.areas["area"].str.starts_with("06").all()
