"""The Community Needs Index rebuilt, against what was published."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import leftbehind
from leftbehind import Shelf
from leftbehind.engine.arrays import place

pytestmark = pytest.mark.data

DOMAINS = ("places", "connectivity", "engaged")


def test_2019_from_its_domain_scores(shelf: Shelf) -> None:
    published = shelf.read("cni2019_england_ward17").frame
    built = leftbehind.build("cni2019", published, area="ward17")
    assert built.height == 7_433
    assert (built["cni_score"] - published["cni_score"]).abs().max() < 5e-5
    # The table was made in single precision: two wards tie there that are 1.4e-6 apart.
    single = built["cni_score"].cast(pl.Float32).cast(pl.Float64).to_numpy()
    assert (place(single) == published["cni_rank"].to_numpy()).all()
    assert (built["cni_rank"] != published["cni_rank"]).sum() == 1


def test_2019_domain_scores_are_the_transformed_ranks_with_ties_averaged(shelf: Shelf) -> None:
    published = shelf.read("cni2019_england_ward17").frame
    from leftbehind.engine.arrays import exponential

    for name in DOMAINS:
        transformed = exponential(-published[f"{name}_rank"].to_numpy(), 23.0)
        assert np.abs(transformed - published[f"{name}_transformed"].to_numpy()).max() < 5.1e-5


def test_2019_from_its_domain_ranks(shelf: Shelf) -> None:
    published = shelf.read("cni2019_england_ward17").frame
    ranks = published.select("ward17", *(f"{name}_rank" for name in DOMAINS))
    built = leftbehind.build("cni2019", ranks, area="ward17")
    assert (built["cni_score"] - published["cni_score"]).abs().max() < 5.3e-5
    apart = (built["cni_rank"] - published["cni_rank"]).abs()
    assert (apart == 0).sum() == 7_430
    assert apart.max() == 1


def test_2019_laindon_park_is_first(shelf: Shelf) -> None:
    """Ranks 112, 654 and 33 (methodology 9.5); published in single precision: 229.012573."""
    published = shelf.read("cni2019_england_ward17").frame
    built = leftbehind.build(
        "cni2019", published.select("ward17", *(f"{n}_rank" for n in DOMAINS)), area="ward17"
    )
    first = built.filter(cni_rank=1)
    assert first["ward17"].item() == "E05004026"
    assert first["cni_score"].item() == pytest.approx(229.012571, abs=1e-6)


def test_2023_from_its_domain_ranks(shelf: Shelf) -> None:
    published = shelf.read("cni2023_england_lsoa21").frame
    built = leftbehind.build("cni2023", published, area="lsoa21")
    assert built.height == 33_755
    # Published to 2 decimals: at most half a hundredth apart.
    assert (built["cni_score"] - published["cni_score"]).abs().max() < 0.00502
    apart = (built["cni_rank"] - published["cni_rank"]).abs()
    # 27 ranks are neighbours that tie or swap at the precision of the producer.
    assert (apart == 0).sum() == 33_728
    assert apart.max() == 1


def test_the_reversed_table_of_2019_holds_the_same_ranks(shelf: Shelf) -> None:
    published = shelf.read("cni2019_england_ward17").frame
    reversed_ = shelf.read("cni2019_england_ward17_206").frame
    both = published.join(reversed_, on="ward17")
    assert ((7_434 - both["reversed_cni_rank"]) == both["cni_rank"]).all()
    assert both["left_behind_right"].sum() == 206
