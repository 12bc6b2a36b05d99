"""Likeness of neighbours, joins, patches and rings: worked by hand, and as esda has them."""

from __future__ import annotations

import warnings
from typing import Any

import esda
import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.graph import Graph
from scipy.sparse import csr_array

from leftbehind import LeftBehindError, Results, Shelf, run
from leftbehind.analysis.joins import join_counts
from leftbehind.analysis.moran import (
    CHANCE,
    bivariate,
    controlled,
    linked,
    local_moran,
    moran,
    two_sided,
)
from leftbehind.analysis.patches import in_programme, patches
from leftbehind.analysis.ring import ring
from leftbehind.analysis.spatial import around, spatial
from leftbehind.areas.boundaries import Boundaries
from leftbehind.areas.neighbours import Neighbours, nearest_ones, touching
from leftbehind.data.catalogue import Geography, Table, catalogue
from leftbehind.study import Programme


def grid(wide: int, high: int) -> Boundaries:
    shapes = [shapely.box(1000 * x, 1000 * y, 1000 * x + 1000, 1000 * y + 1000)
              for y in range(high) for x in range(wide)]  # fmt: skip
    codes = pl.Series([f"A{n:02}" for n in range(len(shapes))])
    return Boundaries(codes, np.array(shapes), "EPSG:27700")


def graph(of: Neighbours) -> Graph:
    number = len(of.codes)
    ones = np.ones(len(of.one))
    return Graph.from_sparse(csr_array((ones, (of.one, of.other)), shape=(number, number)))


ROW = touching(grid(4, 1))
CHESS = np.array([(x + y) % 2 for y in range(8) for x in range(8)], dtype=float)


def test_the_worked_example_of_methodology_9_9() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    binary = moran(values, ROW, 99, standardise=False)
    assert binary.value == pytest.approx(1 / 3, abs=1e-12)
    assert binary.expected == pytest.approx(-1 / 3, abs=1e-12)
    assert moran(values, ROW, 99).value == pytest.approx(0.4, abs=1e-12)


def test_likeness_has_two_sides() -> None:
    eight = touching(grid(8, 8))
    rook = nearest_ones(grid(8, 8), 4)
    slope = np.array([x for _ in range(8) for x in range(8)], dtype=float)
    alike = moran(slope, eight)
    assert alike.value > 0.5
    assert alike.p == pytest.approx(2 / 1000)
    unlike = moran(CHESS, rook)
    assert unlike.value < -0.5
    assert unlike.p == pytest.approx(2 / 1000)


@pytest.mark.parametrize("of", [touching, lambda found: nearest_ones(found, 5)])
def test_global_and_bivariate_are_those_of_esda(of: Any) -> None:
    rng = np.random.default_rng(1)
    near = of(grid(7, 9))
    one, other = rng.normal(size=63), rng.gamma(2, size=63)
    assert moran(one, near, 99).value == pytest.approx(
        esda.Moran(one, graph(near), permutations=0).I
    )
    found = bivariate(one, other, near, 99)
    assert found.value == pytest.approx(esda.Moran_BV(one, other, graph(near), permutations=0).I)
    assert found.value != pytest.approx(bivariate(other, one, near, 99).value)


def test_local_moran_is_that_of_esda() -> None:
    rng = np.random.default_rng(2)
    near = touching(grid(10, 8))
    values = rng.normal(size=80) + np.repeat(np.arange(8), 10)
    mine = local_moran(values, near, 199, seed=7)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = esda.Moran_Local(values, graph(near), permutations=199, seed=7)
    assert mine["local"].to_numpy() == pytest.approx(theirs.Is)
    assert mine["p"].to_numpy() == pytest.approx(np.minimum(2 * theirs.p_sim, 1))
    names = {1: "high among high", 2: "low among high", 3: "low among low", 4: "high among low"}
    told = mine.filter(pl.col("cluster") != CHANCE)
    assert told.height > 5
    by_area = {f"A{n:02}": names[int(q)] for n, q in enumerate(theirs.q)}
    assert all(by_area[a] == c for a, c in told.select("area", "cluster").iter_rows())
    assert (told["p_fdr"] <= 0.05).all()
    assert (mine["p_fdr"] >= mine["p"]).all()


def test_p_is_what_dealing_by_hand_gives() -> None:
    """Of 24 orders of 1, 2, 3, 4 two are as even as this; counted by brute force."""
    from itertools import permutations

    values = np.array([1.0, 2.0, 3.0, 4.0])
    every = np.array([moran(np.array(p), ROW, 99).value for p in permutations(values)])
    exact = 2 * np.mean(every >= 0.4 - 1e-12)
    assert moran(values, ROW, 9_999).p == pytest.approx(exact, abs=0.02)


def test_false_discoveries_are_controlled_as_in_the_paper() -> None:
    """Benjamini and Hochberg (1995), 3.2: of 15 comparisons four are told apart at .05."""
    p = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
                  0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000])  # fmt: skip
    assert (controlled(p) <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert controlled(p[::-1].copy())[::-1].tolist() == controlled(p).tolist()


def test_noise_has_no_clusters_and_a_planted_one_is_found() -> None:
    near = touching(grid(30, 30))
    rng = np.random.default_rng(3)
    noise = rng.normal(size=900)
    assert (local_moran(noise, near)["cluster"] == CHANCE).mean() > 0.99
    planted = np.zeros(900, dtype=bool)
    planted[[x + 30 * y for y in range(10, 16) for x in range(10, 16)]] = True
    found = local_moran(noise + 6 * planted, near)["cluster"] == "high among high"
    assert found.to_numpy()[planted].mean() > 0.9  # at a corner five of eight are outside
    assert found.to_numpy()[~planted].mean() < 0.02


@pytest.mark.parametrize("figures", [[0] * 98 + [1] * 2, [-1, 0, 1]])
def test_noise_of_few_different_figures_has_no_clusters(figures: list[int]) -> None:
    """Where most have the same, most neighbours have it by chance: that is nothing rare."""
    near = touching(grid(30, 30))
    values = np.random.default_rng(5).permutation(np.resize(np.array(figures, float), 900))
    found = local_moran(values, near)
    assert (found["cluster"] == CHANCE).all()
    at_the_mean = found.filter(pl.col("own") == 0)
    assert (at_the_mean["p"] == 1).all()


def test_two_runs_say_the_same_and_leave_the_generator_alone() -> None:
    near = touching(grid(6, 6))
    values = np.random.default_rng(4).normal(size=36)
    np.random.seed(11)  # noqa: NPY002
    first = (moran(values, near, 99), local_moran(values, near, 99).rows())
    drawn = np.random.random()  # noqa: NPY002
    np.random.seed(11)  # noqa: NPY002
    assert np.random.random() == drawn  # noqa: NPY002
    assert (moran(values, near, 99), local_moran(values, near, 99).rows()) == first
    assert local_moran(values, near, 99, seed=5)["p"].to_list() != [row[4] for row in first[1]]


def test_gaps_and_islands_take_no_part() -> None:
    shapes = [*grid(4, 1).shapes, shapely.box(90_000, 0, 91_000, 1_000)]
    five = touching(Boundaries(pl.Series(list("ABCDE")), np.array(shapes), "EPSG:27700"))
    values = np.array([1.0, 2.0, 3.0, 4.0, 99.0])
    assert moran(values, five, 99).value == pytest.approx(0.4)
    assert moran(values, five, 99).areas == 4
    local = local_moran(values, five, 99)
    assert local["local"].is_null().to_list() == [False, False, False, False, True]
    # Without C, D has no neighbour with a figure, and only two areas are left.
    values[2] = np.nan
    with pytest.raises(LeftBehindError, match="only 2 areas have a figure"):
        moran(values, five, 99)


def test_areas_whose_only_neighbour_takes_no_part_take_none() -> None:
    """Nearest ones need not be mutual: A to D, each the next; E and F are each other's."""
    codes = pl.Series(list("ABCDEFGH"))
    chain = Neighbours(codes, np.arange(8), np.array([1, 2, 3, 2, 5, 4, 7, 6]), "nearest", 1)
    known = np.array([True, True, True, False, True, True, True, True])
    kept = linked(chain, known)
    assert kept.tolist() == [False] * 4 + [True] * 4
    values = np.where(known, [1.0, 2, 3, 4, 5, 7, 6, 9], np.nan)
    assert moran(values, chain, 99).areas == 4
    assert local_moran(values, chain, 99)["p"].is_null().to_list() == (~kept).tolist()
    assert join_counts(known[known], chain.among(known), 99).areas == 4


def test_what_is_undefined_says_so() -> None:
    same = np.full(4, 7.0)
    for ask in (lambda: moran(same, ROW), lambda: local_moran(same, ROW),
                lambda: bivariate(np.arange(4.0), same, ROW)):  # fmt: skip
        with pytest.raises(LeftBehindError, match="the same everywhere"):
            ask()
    one = touching(grid(1, 1))
    with pytest.raises(LeftBehindError, match="only 0 areas"):
        moran(np.array([1.0]), one)


def test_joins_by_hand_and_as_esda_counts_them() -> None:
    found = join_counts(np.array([True, True, False, False]), ROW, 99)
    assert (found.both, found.one, found.neither, found.expected) == (1, 1, 1, 0.5)
    # The example of esda: four by four, edges only, the lower half on the list.
    four = np.array([[0, 1], [1, 0]])
    pairs = [(x + 4 * y, x + dx + 4 * (y + dy)) for x in range(4) for y in range(4)
             for dx, dy in four if x + dx < 4 and y + dy < 4]  # fmt: skip
    one = np.array([a for a, b in pairs] + [b for a, b in pairs])
    other = np.array([b for a, b in pairs] + [a for a, b in pairs])
    order = np.lexsort((other, one))
    rook = Neighbours(grid(4, 4).codes, one[order], other[order], "touching", 0)
    found = join_counts(np.arange(16) >= 8, rook)
    assert (found.both, found.one, found.neither) == (10, 4, 10)
    assert found.expected == pytest.approx(24 * 8 * 7 / (16 * 15))
    assert found.p == pytest.approx(2 * 0.003, abs=0.008)  # esda: .003, on one side


@settings(max_examples=40)
@given(st.lists(st.booleans(), min_size=12, max_size=12))
def test_every_pair_is_counted_once(flags: list[bool]) -> None:
    near = touching(grid(4, 3))
    found = join_counts(np.array(flags), near, 19)
    assert found.both + found.one + found.neither == len(near.one) / 2
    assert 0 < found.p <= 1


def test_two_sided_p_counts_what_was_observed() -> None:
    assert two_sided(0.0, np.zeros(9)) == 1
    assert two_sided(-1.0, np.arange(99.0)) == pytest.approx(2 / 100)
    # A sum in another order is the same figure.
    assert two_sided(0.1 + 0.2, np.full(9, 0.3)) == two_sided(0.3, np.full(9, 0.1 + 0.2)) == 1


# A study of nine areas in three rows, made by hand.


def results(**columns: Any) -> Results:
    listed = [True, True, False, False, False, False, False, True, True]
    areas = pl.DataFrame(
        {
            "area": [f"A{n:02}" for n in range(9)],
            "name": [f"Place {n}" for n in range(9)],
            "need_score": [9.0, 8.0, 3.0, 4.0, 2.0, 1.0, 5.0, 7.0, 6.0],
            "need_rank": [1, 2, 7, 6, 8, 9, 5, 3, 4],
            "people": [100.0] * 9,
            "group": ["list" if one else "rest" for one in listed],
            "in_list": listed,
            "margin": [3, 2, -3, -2, -4, -5, -1, 1, 0],
            "town": ["T1"] * 4 + ["T2"] * 5,
            "town_name": ["First"] * 4 + ["Second"] * 5,
        }
    ).with_columns(**columns)
    study = {"name": "nine", "areas": "small", "boundaries": "", "group": {"list": {}}}
    manifest = {"study": study, "list_of": "list", "by": {"town": "towns"}, "within": "",
                "area_plural": "areas", "index": {"need": {"title": "Need"}}}  # fmt: skip
    return Results({"areas": areas}, manifest)


NINE = touching(grid(3, 3))


def test_patches_by_hand() -> None:
    found = patches(results(people=pl.Series([100.0] * 7 + [300.0, 50.0])), NINE)
    assert found.rows(named=True) == [
        {"patch": 1, "areas": 2, "people": 350.0, "margin_least": 0, "margin_most": 1,
         "members": "A07; A08", "names": "Place 7; Place 8", "town_name": "Second"},
        {"patch": 2, "areas": 2, "people": 200.0, "margin_least": 2, "margin_most": 3,
         "members": "A00; A01", "names": "Place 0; Place 1", "town_name": "First"},
    ]  # fmt: skip


def test_a_patch_joins_through_a_corner_and_lies_in_both_towns() -> None:
    bridge = pl.Series([True, True, False, False, True, False, False, True, True])
    found = patches(results(in_list=bridge), NINE)
    assert found["areas"].to_list() == [5]
    assert found["town_name"].item() == "Second; First"


def test_people_of_a_patch_are_unknown_if_those_of_one_area_are() -> None:
    found = patches(results(people=pl.Series([None] + [100.0] * 8)), NINE)
    assert found["people"].to_list() == [200, None]
    assert found["patch"].to_list() == [1, 2]


def test_nobody_listed_is_no_patch_and_no_error() -> None:
    found = patches(results(in_list=pl.lit(value=False)), NINE)
    assert found.is_empty()
    assert found.schema["members"] == pl.String


def test_patches_are_of_areas_that_touch() -> None:
    with pytest.raises(LeftBehindError, match="of areas that touch"):
        patches(results(), nearest_ones(grid(3, 3), 2))


def test_a_listed_area_without_a_polygon_is_in_no_patch() -> None:
    eight = Boundaries(grid(3, 3).codes[:8], grid(3, 3).shapes[:8], "EPSG:27700", ("A08",))
    assert patches(results(), touching(eight))["members"].to_list() == ["A00; A01", "A07"]


def programme_shelf(large: list[str]) -> Shelf:
    """The lesser part of A07 lies in L3, so it is not in what L3 is in."""
    lookup = pl.DataFrame(
        {"small": ["A00", "A01", "A07", "A07", "A08"], "large": ["L1", "L1", "L2", "L3", "L3"],
         "share": [1.0, 1.0, 0.6, 0.4, 1.0]}
    )  # fmt: skip
    kinds = {
        name: Geography(title=name, nation="Nowhere", vintage="2020", pattern=pattern)
        for name, pattern in (("small", r"A\d\d"), ("large", r"L\d"))
    }
    tables = {
        "lookup": Table(
            title="Lookup",
            geography="small",
            also=("large",),
            key=("small", "large"),
            share="share",
        ),
        "chosen": Table(title="Chosen", geography="large", unique=False),
    }
    return Shelf(catalogue=catalogue().with_own(tables, kinds),
                 frames={"lookup": lookup, "chosen": pl.DataFrame({"large": large})})  # fmt: skip


def test_an_area_is_in_a_programme_through_its_lookup() -> None:
    asked = Programme(title="Chosen", table="chosen", lookup=("lookup",))
    shelf = programme_shelf(["L1", "L1", "L3"])  # two places in one larger area
    flags = in_programme(results().areas["area"], "small", asked, shelf)
    assert flags.to_list() == [True, True, False, False, False, False, False, False, True]
    found = patches(results(), NINE, {"chosen": flags})
    assert dict(found.select("members", "in_chosen").iter_rows()) == {"A00; A01": 2, "A07; A08": 1}
    with pytest.raises(LeftBehindError, match="no lookup is named"):
        in_programme(results().areas["area"], "small", Programme(title="C", table="chosen"), shelf)


def test_a_place_against_its_ring() -> None:
    found = ring(results(), NINE, "A00")
    assert found.around["area"].to_list() == ["A01", "A03", "A04"]  # the deepest inside first
    assert found.listed == 1
    row = found.against.row(0, named=True)
    assert row["around"] == pytest.approx((8 + 4 + 2) / 3)
    assert (row["known"], row["lower"], row["higher"]) == (3, 3, 0)
    same = ring(results(need_score=pl.Series([4.0, 8, 3, 4, 2, 1, 5, 7, 6])), NINE, "A00")
    assert same.against.select("lower", "higher").row(0) == (1, 1)  # one scores the same
    middle = ring(results(), NINE, "A04").against.row(0, named=True)
    assert (middle["score"], middle["lower"], middle["higher"]) == (2.0, 1, 7)
    gap = ring(results(need_score=pl.Series([None, 8.0, 3, 4, 2, 1, 5, 7, 6])), NINE, "A00")
    assert gap.against["lower"].item() is None
    with pytest.raises(LeftBehindError, match="there is no area A99"):
        ring(results(), NINE, "A99")


# The invented country.


@pytest.fixture(scope="module")
def invented() -> Results:
    return run("invented-country")


def test_the_invented_country_is_clustered_as_it_was_made(invented: Results) -> None:
    found = spatial(around(invented), permutations=199)
    by_key = {(row["statistic"], row["of"]): row for row in found.statistics.iter_rows(named=True)}
    for index in invented.indices:
        row = by_key["moran", index]
        assert row["value"] > 0.5
        assert row["p"] == pytest.approx(2 / 200)
        local = found.local.filter(index=index)
        assert local["area"].to_list() == invented.areas["area"].to_list()
        unknown = invented.areas[f"{index}_score"].is_null()
        assert local["p"].is_null().to_list() == unknown.to_list()
    joins = by_key["joins", "left-behind"]
    assert joins["value"] > 10
    # Of areas that lack a score nobody knows whether they would be on it.
    assert joins["areas"] == invented.areas["group"].count() < invented.areas.height
    assert joins["p"] == pytest.approx(2 / 200)
    one, other = (invented.areas[f"{index}_score"].fill_null(float("nan")).to_numpy()
                  for index in ("deprivation", "need"))  # fmt: skip
    both = bivariate(one, other, around(invented).weights, 199)
    row = by_key["bivariate", "deprivation"]
    assert (row["next_door"], row["value"]) == ("need", pytest.approx(both.value, abs=1e-12))
    members = [one for text in found.patches["members"] for one in text.split("; ")]
    assert sorted(members) == sorted(invented.on_list()["area"])
    assert found.patches["people"].sum() == invented.on_list()["people"].sum()
    some = found.patches["people"][1]
    assert found.large(some).height == 2
    assert found.large(0).equals(found.patches)


def test_a_constant_index_and_an_empty_list_are_said_not_hidden(invented: Results) -> None:
    areas = invented.areas.with_columns(
        pl.lit(5.0).alias("need_score"), **{"in_left-behind": pl.lit(value=False)}
    )
    changed = Results({**invented.tables, "areas": areas}, invented.manifest)
    found = spatial(around(changed), permutations=99)
    why = dict(found.statistics.filter(pl.col("next_door") == pl.col("of"))
               .select("of", "why_not").iter_rows())  # fmt: skip
    assert why["deprivation"] is None
    assert "the same everywhere" in why["need"]
    assert why["left-behind"] == "no area is on the list"
    assert found.local.filter(index="need")["cluster"].null_count() == areas.height
    assert found.patches.is_empty()


def test_what_cannot_be_asked_is_refused(invented: Results) -> None:
    study = {**invented.manifest["study"], "boundaries": ""}
    bare = Results(invented.tables, {**invented.manifest, "study": study})
    with pytest.raises(LeftBehindError, match="the study names none"):
        around(bare)
    with pytest.raises(LeftBehindError, match="not both"):
        around(invented, nearest=3, metres=100)
    twice = Results({**invented.tables, "areas": pl.concat([invented.areas] * 2)},
                    invented.manifest)  # fmt: skip
    with pytest.raises(LeftBehindError, match="comes twice"):
        around(twice)
    with pytest.raises(LeftBehindError, match="too few"):
        spatial(around(invented), permutations=9)
    sketch = Results(
        invented.tables,
        {**invented.manifest, "study": {**invented.manifest["study"], "sketch": True}},
    )
    with pytest.raises(LeftBehindError, match="experimental sketch"):
        around(sketch)


def test_other_neighbours_give_other_weights_and_the_same_patches(invented: Results) -> None:
    near = around(invented, nearest=6)
    assert set(near.weights.counts) == {6}
    touch = around(invented).touching
    assert near.touching.counts.tolist() == touch.counts.tolist()
    found = spatial(near, permutations=99)
    assert found.patches.equals(patches(invented, touch))
    assert around(invented, metres=5_000).weights.how == "within"
