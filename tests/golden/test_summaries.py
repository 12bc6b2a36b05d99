"""Summaries of larger areas, against the worked examples and the published tables."""

from __future__ import annotations

import polars as pl
import pytest

from leftbehind import Shelf
from leftbehind.areas.lookups import Lookup, lookup_from
from leftbehind.areas.summarise import rank_again, summarise

PEOPLE = [1200.0, 1800.0, 1400.0, 1500.0, 1700.0]
RANKS = [3000.0, 10000.0, 500.0, 1000.0, 20000.0]


def district(people: list[float], **columns: list[float]) -> tuple[pl.DataFrame, Lookup]:
    codes = [f"a{i}" for i in range(len(people))]
    shares = pl.DataFrame({"source": codes, "target": "d", "share": 1.0})
    return pl.DataFrame({"area": codes, "people": people, **columns}), Lookup("a", "d", shares)


def one(frame: pl.DataFrame, lookup: Lookup, measure: str, areas: int = 32_844) -> float:
    found = summarise(frame, lookup, (measure,), areas=areas)  # type: ignore[arg-type]
    return float(found[measure.replace(" ", "_")].item())


def test_worked_example_average_rank() -> None:
    """IoD 2019 technical report, appendix N: printed 25,240."""
    assert one(*district(PEOPLE, rank=RANKS), "average rank") == pytest.approx(25_239.74, abs=5e-3)


def test_worked_example_average_score() -> None:
    """Appendix N prints 40.35; unrounded it is 40.34658."""
    scores = [45.90, 26.51, 65.67, 59.14, 13.64]
    found = one(*district(PEOPLE, score=scores), "average score")
    assert found == pytest.approx(40.34658, abs=5e-6)
    assert round(found, 2) == 40.35


def test_worked_example_extent() -> None:
    """Appendix N: 70,000 people; the printed .062292 rounds the weight of percentile 28."""
    people = [1400.0, 1500.0, 1200.0, 1800.0]
    rest = 70_000 - sum(people)
    frame, lookup = district([*people, rest], rank=[500.0, 1000.0, 3000.0, 9000.0, 30000.0])
    assert one(frame, lookup, "extent") == pytest.approx(0.062293, abs=5e-7)


def test_worked_example_local_concentration() -> None:
    """Appendix N: 7,000 people needed; the last area enters with 1,100 of them."""
    people = [1400.0, 1500.0, 1200.0, 1800.0, 1700.0]
    rest = 70_000 - sum(people)
    frame, lookup = district(
        [*people, rest], rank=[500.0, 1000.0, 3000.0, 10000.0, 20000.0, 30000.0]
    )
    assert one(frame, lookup, "local concentration") == pytest.approx(26_302.14, abs=5e-3)


def test_worked_example_scale_and_proportion() -> None:
    """Appendix N: 8,291 people; 18 of 65 areas."""
    counts = [1563.0, 1672.0, 1745.0, 1499.0, 1812.0]
    assert one(*district(PEOPLE, count=counts, rank=RANKS), "scale") == 8_291
    ranks = [100.0 + i for i in range(18)] + [20_000.0 + i for i in range(47)]
    found = one(*district([1500.0] * 65, rank=ranks), "proportion")
    assert round(found, 4) == 0.2769


@pytest.mark.data
def test_published_district_summaries_of_2019(shelf: Shelf) -> None:
    """File 10: all 317 districts within rounding of inputs, every rank but two."""
    frame = (
        shelf.read("imd2019_england_lsoa11_domains")
        .frame.select(area="lsoa11", rank="imd_rank")
        .join(
            shelf.read("imd2019_england_lsoa11_population").frame.select("people", area="lsoa11"),
            on="area",
        )
        .join(
            shelf.read("imd2019_england_lsoa11_score").frame.select(
                area="lsoa11", score="imd_score"
            ),
            on="area",
        )
    )
    lookup = lookup_from(shelf.read("lookup_lsoa11_ltla19"), "lsoa11", "ltla19")
    published = shelf.read("imd2019_england_ltla19_summaries").frame.rename({"ltla19": "area"})
    both = rank_again(summarise(frame, lookup)).join(published, on="area", suffix="_published")
    assert both.height == 317
    apart = {
        "average_score": (6e-4, 0),
        "average_rank": (0.14, 0),
        "proportion": (5.1e-5, 0),
        "extent": (5.2e-5, 0),
        # Ranks that tie in the published IMD may enter in either order.
        "local_concentration": (0.19, 2),
    }
    for measure, (within, ranks_out) in apart.items():
        assert (both[measure] - both[f"{measure}_published"]).abs().max() < within, measure
        out = both[f"{measure}_rank"] != both[f"{measure}_rank_published"]
        assert out.sum() == ranks_out, measure
    blackpool = both.filter(area="E06000009")
    assert round(blackpool["average_score"].item(), 3) == 45.039
    assert round(blackpool["proportion"].item(), 4) == 0.4149
    assert round(blackpool["extent"].item(), 4) == 0.5766


@pytest.mark.data
def test_published_district_proportions_of_2025(shelf: Shelf) -> None:
    """Only the proportion needs no denominator, and those of 2025 are not public."""
    frame = shelf.read("imd2025_england_lsoa21").frame.select(
        area="lsoa21", rank="imd_rank", score="imd_score"
    )
    people = shelf.read("population2021_lsoa21").frame.select("people", area="lsoa21")
    lookup = lookup_from(shelf.read("lookup_lsoa21_ward24_ltla24"), "lsoa21", "ltla24")
    published = shelf.read("imd2025_england_ltla24_summaries").frame.rename({"ltla24": "area"})
    both = rank_again(summarise(frame.join(people, on="area"), lookup)).join(
        published, on="area", suffix="_published"
    )
    assert both.height == 296
    assert (both["proportion"] - both["proportion_published"]).abs().max() < 1e-4
    assert (both["proportion_rank"] == both["proportion_rank_published"]).all()
    # With the people of Census 2021 instead, the others are near.
    assert (both["average_score"] - both["average_score_published"]).abs().max() < 0.35
    assert (both["extent"] - both["extent_published"]).abs().max() < 0.0071
    # 192 of 296 districts have an area in the most deprived tenth (published: 65%).
    assert (both["proportion"] > 0).sum() == 192
