"""From the list of 2019 to that of 2020: what was published, ours beside it, and why it moved."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from leftbehind import Shelf, read_study
from leftbehind.analysis.update import Updated, update
from leftbehind.show.update import counts, sentences

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def best_fit(shelf: Shelf) -> Updated:
    return update("england-2019", "england-2020", shelf=shelf)


@pytest.fixture(scope="module")
def by_shares(shelf: Shelf) -> Updated:
    return update("england-2019-oa", "england-2020-oa", shelf=shelf)


def published(found: Updated) -> tuple[set[str], set[str]]:
    areas = found.areas
    return (set(areas.filter("published_before")["area"]),
            set(areas.filter("published_after")["area"]))  # fmt: skip


def ours(found: Updated) -> tuple[set[str], set[str]]:
    return set(found.areas.filter("before")["area"]), set(found.areas.filter("after")["area"])


def test_the_published_206_and_225_share_201_wards(best_fit: Updated, shelf: Shelf) -> None:
    """The flags of two copies of the CNI table, and the union of both lists, say the same."""
    before, after = published(best_fit)
    assert (len(before), len(after), len(before & after)) == (206, 225, 201)
    union = shelf.read("left_behind_ward17_206_and_225").frame
    assert before == set(union.filter("on_list_2019")["ward17"])
    assert after == set(union.filter("on_list_2020")["ward17"])


def test_published_lists_are_told_of_where_there_are_two(best_fit: Updated, shelf: Shelf) -> None:
    said = "The published lists have 206 and 225 areas, 201 on both."
    assert said in " ".join(sentences(best_fit))
    same = update("england-2020", "england-2020-oa", shelf=shelf)
    assert "published" not in " ".join(sentences(same))
    assert [part.cause.name for part in same.parts] == ["unit"]


def test_ours_by_best_fit(best_fit: Updated) -> None:
    """202 wards in 2019, 199 of them on the published list: measured here, typed from it."""
    before, after = ours(best_fit)
    assert len(before & published(best_fit)[0]) == 199
    assert len(after & published(best_fit)[1]) == 219
    assert counts(best_fit) == {"before": 202, "after": 226, "stay": 198, "enter": 28, "leave": 4}


def test_ours_by_output_areas_is_as_long_as_what_was_published(by_shares: Updated) -> None:
    """206 and 225, of which 204 and 222 are right; 19 of the 24 published entries, 3 of 5 exits."""
    before, after = ours(by_shares)
    one, other = published(by_shares)
    assert counts(by_shares) == {"before": 206, "after": 225, "stay": 203, "enter": 22, "leave": 3}
    assert (len(before & one), len(after & other)) == (204, 222)
    assert (len((after - before) & (other - one)), len((before - after) & (one - other))) == (19, 3)


def test_the_edition_of_the_imd_is_the_one_cause(best_fit: Updated) -> None:
    assert [part.cause.name for part in best_fit.parts] == ["deprivation-edition"]
    assert best_fit.parts[0].areas == 24
    assert best_fit.parts[0].people == 2_367_331 - 2_157_963
    assert best_fit.grades == {"deprivation": "same method", "need": "untouched"}
    assert (best_fit.areas["need_rank_before"] == best_fit.areas["need_rank_after"]).all()


def test_edition_and_unit_are_told_apart(shelf: Shelf) -> None:
    """From best fit in 2019 to output areas in 2020: 21½ wards by the edition, 1½ by the unit."""
    found = update("england-2019", "england-2020-oa", shelf=shelf)
    assert {part.cause.name: (part.areas, part.people) for part in found.parts} == {
        "deprivation-edition": (Fraction(43, 2), 192_211),
        "unit": (Fraction(3, 2), 28_367),
    }


def test_four_causes_of_england_add_up(shelf: Shelf) -> None:
    patched = ["group.left-behind.worst.need=11%", "index.need.node.cni.combine=geometric mean"]
    found = update("england-2019", read_study("england-2020-oa", patched), shelf=shelf)
    assert {part.cause.name for part in found.parts} == {
        "deprivation-edition", "need-method", "unit", "rule",
    }  # fmt: skip
    assert found.sets.height == 16
    assert found.orders["order"].n_unique() == 24
    before, after = ours(found)
    assert sum(part.areas for part in found.parts) == len(after) - len(before)
    movers = found.movers().with_columns(pl.when("after").then(24).otherwise(-24).alias("whole"))
    every = movers.select(pl.sum_horizontal(f"{one.name}_orders" for one in found.causes))
    assert (every.to_series() == movers["whole"]).all()
    # The list with the edition alone is the study of 2020 itself.
    edition = found.sets.filter("deprivation-edition", ~pl.col("need-method"),
                                ~pl.col("unit"), ~pl.col("rule"))  # fmt: skip
    assert edition["areas"].item() == 226
