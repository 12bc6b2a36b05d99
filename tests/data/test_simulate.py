"""An invented country is whole, the same each time, and measures what is true of it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import spearmanr

from leftbehind.data.simulate import COUNTS, DEPRIVATION, NEED, TABLES, Country, country

SIZES = (1, 2, 7, 100, 6_000)
INCOME = [spec.name for spec in DEPRIVATION if spec.domain == "income"]
WORK = [spec.name for spec in DEPRIVATION if spec.domain == "employment"]
ADULTS = ["adults_low_skills", "adults_poor_language"]
OF_HOUSEHOLDS = ["overcrowding", "no_central_heating"]
RATES = [spec.name for spec in DEPRIVATION if spec.kind != "count"]
WARD_RATES = [spec.name for spec in NEED if spec.kind != "count"]


@pytest.fixture(scope="module")
def whole() -> Country:
    return country(6_000, 2020)


@pytest.fixture(scope="module")
def bare() -> Country:
    """The same country with nothing held back and nothing missing."""
    return country(6_000, 2020, suppress_below=0, gaps=0.0)


def rings(made: Country) -> NDArray[np.float64]:
    """Longitude and latitude of every ring, (areas, 7, 2), from well-known binary."""
    layout = np.dtype([
        ("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"),
        ("at", "<f8", (7, 2)),
    ])  # fmt: skip
    shapes = made.table("simulated_boundaries_small20")["geometry"].to_list()
    read = np.frombuffer(b"".join(shapes), layout)
    assert (read["order"] == 1).all()
    assert (read["type"] == 3).all()
    assert (read["rings"] == 1).all()
    assert (read["points"] == 7).all()
    return read["at"]


def doubled_area(at: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = at[..., 0] + 30, at[..., 1] - 45  # near 0, where floats are fine
    return (x[..., :-1] * y[..., 1:] - x[..., 1:] * y[..., :-1]).sum(axis=-1)


def crosses(at: NDArray[np.float64]) -> bool:
    """Whether any ring crosses itself."""

    def side(a: int, b: int, c: int) -> NDArray[np.bool_]:
        u, v = at[:, b] - at[:, a], at[:, c] - at[:, a]
        return u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0] > 0

    pairs = [(i, j) for i in range(6) for j in range(i + 2, 6) if (i, j) != (0, 5)]
    return any(
        bool(
            (
                (side(i, i + 1, j) != side(i, i + 1, j + 1))
                & (side(j, j + 1, i) != side(j, j + 1, i + 1))
            ).any()
        )
        for i, j in pairs
    )


def check_whole(made: Country) -> None:
    """What holds of every country."""
    areas, wards = made.table("simulated_areas20"), made.table("simulated_wards20")
    assert areas.height == made.areas
    assert areas["small20"].n_unique() == areas["small20_name"].n_unique() == made.areas
    assert wards["ward20"].n_unique() == wards["ward20_name"].n_unique() == wards.height
    directory = made.table("simulated_postcodes20")
    assert directory["postcode"].n_unique() == directory.height == 3 * made.areas
    assert not directory["postcode"].str.contains("^[^V]").any()  # no real one begins with V
    assert directory["small20"].unique().sort().equals(areas["small20"].sort(), null_equal=False)
    nested = directory.join(areas, on="small20")
    assert nested["ward20"].equals(nested["ward20_right"], null_equal=False)
    for name in set(made.tables) - {"simulated_postcodes20"}:
        table = made.table(name)
        judged = areas if "small20" in table.columns else wards
        assert table.columns[0] == judged.columns[0]
        assert table[table.columns[0]].equals(judged[judged.columns[0]], null_equal=False)
    for frame in (areas, wards):
        assert not any(frame.null_count().row(0))

    # Nested, and nothing empty.
    levels = ["ward20", "district20", "region20"]
    assert areas.select(levels).unique().height == wards.height
    joined = areas.select(levels).unique().sort("ward20")
    assert joined.equals(wards.select(levels).sort("ward20"))
    for lower, upper in pairwise(levels):
        assert areas.select(lower, upper).unique().height == areas[lower].n_unique()
    assert wards.select("district20_name", "district20").unique().height == (
        wards["district20"].n_unique()
    )
    assert wards["region20_name"].n_unique() == wards["region20"].n_unique() <= 9
    summed = areas.group_by("ward20").agg(pl.col("people", "households").sum()).sort("ward20")
    assert summed.equals(wards.select("ward20", "people", "households"))
    assert (areas["children"] + areas["working_age"] <= areas["people"]).all()


def check_denominators(made: Country) -> None:
    figures = made.table("simulated_deprivation_small20")
    areas = made.table("simulated_areas20")
    for family, of in ((INCOME, "people"), (WORK, "working_age"), (ADULTS, "working_age")):
        assert (figures.select(pl.sum_horizontal(family)).to_series() <= areas[of]).all()
    for name in OF_HOUSEHOLDS:
        assert (figures[name].fill_null(0) <= areas["households"]).all()
    need = made.table("simulated_need_ward20")
    assert (need["no_car"].fill_null(0) <= made.table("simulated_wards20")["households"]).all()


@pytest.mark.parametrize("areas", SIZES)
def test_a_country_of_any_size_is_whole(areas: int) -> None:
    made = country(areas)
    check_whole(made)
    check_denominators(made)
    assert not crosses(rings(made))


@settings(deadline=None, max_examples=40)
@given(areas=st.integers(1, 400), seed=st.integers(0, 2**64), noise=st.booleans())
def test_any_country_is_whole(areas: int, seed: int, noise: bool) -> None:
    made = country(areas, seed, noise=noise, suppress_below=0)
    check_whole(made)
    check_denominators(made)
    at = rings(made)
    assert (doubled_area(at) > 0).all()
    assert not crosses(at)


def test_shape_of_the_tables(whole: Country) -> None:
    assert whole.tables == TABLES
    assert len(DEPRIVATION) == 39
    assert len({spec.domain for spec in DEPRIVATION}) == 7
    assert len(NEED) == 9
    figures = whole.table("simulated_deprivation_small20")
    assert figures.columns == ["small20", *(spec.name for spec in DEPRIVATION)]
    assert all(figures.schema[name] == pl.Int64 for name in figures.columns if name in COUNTS)
    areas = whole.table("simulated_areas20")
    assert areas["people"].is_between(1_000, 3_000).all()
    assert areas["people"].mean() == pytest.approx(1_600, abs=50)
    assert areas["region20"].n_unique() == 9
    assert areas.row(0)[0] == "X01000001"
    assert whole.table("simulated_areas20") is areas


def test_the_same_arguments_give_the_same_country(whole: Country) -> None:
    again = country(6_000, 2020)
    for name in reversed(TABLES):  # the order of asking does not matter
        assert again.table(name).equals(whole.table(name))
    other = country(6_000, 2021)
    assert not other.table("simulated_truth_small20").equals(whole.table("simulated_truth_small20"))


def test_chance_moves_figures_but_neither_map_nor_truth(whole: Country) -> None:
    calm = country(6_000, 2020, noise=False, suppress_below=0, gaps=0.0)
    for name in TABLES:
        same = calm.table(name).equals(whole.table(name))
        assert same == (name not in {"simulated_deprivation_small20", "simulated_need_ward20"})
    figures = calm.table("simulated_deprivation_small20")
    areas, truth = calm.table("simulated_areas20"), calm.table("simulated_truth_small20")
    expected = truth["true_income_rate"] * areas["people"]
    apart = figures.select(pl.sum_horizontal(INCOME)).to_series() - expected
    assert apart.abs().max() <= len(INCOME) / 2


def test_small_counts_are_held_back_and_zeros_are_not(whole: Country, bare: Country) -> None:
    for table in ("simulated_deprivation_small20", "simulated_need_ward20"):
        shown, true = whole.table(table), bare.table(table)
        for name in [name for name in shown.columns if name in COUNTS]:
            held = shown[name].is_null()
            assert held.equals(true[name].is_between(1, 4))
            assert shown[name].drop_nulls().equals(true[name].filter(~held))
    asylum = whole.table("simulated_deprivation_small20")["income_asylum"]
    assert (asylum == 0).any()
    assert asylum.is_null().any()


def test_gaps_are_missing_at_random_in_rates_only(whole: Country, bare: Country) -> None:
    for table, names in (
        ("simulated_deprivation_small20", RATES),
        ("simulated_need_ward20", WARD_RATES),
    ):
        shown, true = whole.table(table).select(names), bare.table(table).select(names)
        cells = shown.height * shown.width
        assert 0 < sum(shown.null_count().row(0)) < 3 * 0.001 * cells
        assert not any(true.null_count().row(0))
        for name in names:
            kept = shown[name].is_not_null()
            assert shown[name].filter(kept).equals(true[name].filter(kept))
    none = country(50, gaps=1.0).table("simulated_deprivation_small20").select(RATES)
    assert all(count == 50 for count in none.null_count().row(0))


def test_values_are_in_their_ranges(bare: Country) -> None:
    for table, specs in (
        ("simulated_deprivation_small20", DEPRIVATION),
        ("simulated_need_ward20", NEED),
    ):
        for spec in specs:
            values = bare.table(table)[spec.name]
            assert values.is_finite().all() if values.dtype.is_float() else True
            if spec.kind == "level":
                assert values.is_between(spec.low, spec.high).all()
            else:
                assert (values >= 0).all()


def test_every_indicator_is_worse_where_the_truth_is_worse(bare: Country) -> None:
    deprivation = bare.table("simulated_truth_small20")["deprivation"]
    need = bare.table("simulated_truth_ward20")["need"]
    rural = bare.world.truth.rural
    for spec in DEPRIVATION:
        values = bare.table("simulated_deprivation_small20")[spec.name]
        sign = -1 if spec.better else 1
        if spec.name.startswith("distance_"):
            assert spearmanr(values, rural).statistic > 0.7
        elif spec.name == "air_pollution":
            assert spearmanr(values, rural).statistic < -0.7
        else:
            assert sign * spearmanr(values, deprivation).statistic > 0.05
    for spec in NEED:
        values = bare.table("simulated_need_ward20")[spec.name]
        assert (-1 if spec.better else 1) * spearmanr(values, need).statistic > 0.3


def test_homelessness_is_known_by_district_only(bare: Country) -> None:
    known = bare.table("simulated_areas20").with_columns(
        bare.table("simulated_deprivation_small20")["homelessness"]
    )
    assert known.select("district20", "homelessness").unique().height == (
        known["district20"].n_unique()
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_truth_is_plausible(seed: int) -> None:
    made = country(6_000, seed)
    small, wards = made.table("simulated_truth_small20"), made.table("simulated_truth_ward20")
    together = np.corrcoef(small["deprivation"], small["need"])[0, 1]
    assert together == pytest.approx(0.4)
    assert 0.005 < wards["left_behind"].mean() < 0.06  # 3% of England's wards
    cut = wards.height // 10
    for latent in ("deprivation", "need"):
        ranks = wards[latent].rank("min", descending=True)
        assert ranks.filter(wards["left_behind"]).max() <= cut
    assert small["true_income_rate"].is_between(0, 0.78).all()
    assert small["true_income_rate"].mean() == pytest.approx(0.13, abs=0.03)
    assert small["true_employment_rate"].mean() == pytest.approx(0.10, abs=0.03)

    # Cities are more deprived; coasts are needier; neighbours are alike.
    ground, truth = made.world.ground, made.world.truth
    town = ground.cities.nearness(*ground.centres()) > 0.5
    assert truth.deprivation[town].mean() > truth.deprivation[~town].mean()
    coast = ground.height < np.quantile(ground.height, 0.05)
    assert truth.need[coast].mean() > truth.need[~coast].mean()
    beside = np.flatnonzero(np.diff(ground.cell) == 1)
    assert np.corrcoef(truth.deprivation[beside], truth.deprivation[beside + 1])[0, 1] > 0.5


def test_polygons_fit_together(whole: Country) -> None:
    at = rings(whole)
    assert (at[:, 0] == at[:, 6]).all()
    assert (doubled_area(at) > 0).all()  # counter-clockwise, none folded over
    assert not crosses(at)
    assert (np.abs(at[..., 0] + 30) < 4).all()
    assert (np.abs(at[..., 1] - 45) < 3).all()

    # An edge is walked once each way by the two areas beside it, or once by the coast.
    edges = Counter((tuple(a), tuple(b)) for ring in at.tolist() for a, b in pairwise(ring))
    assert max(edges.values()) == 1
    coast = [(a, b) for a, b in edges if (b, a) not in edges]
    assert len(coast) < 0.1 * len(edges)
    outline = doubled_area(np.array(coast)).sum()
    assert outline == pytest.approx(doubled_area(at).sum())

    # Areas are smaller in towns.
    size = doubled_area(at)
    assert spearmanr(size, whole.world.truth.rural).statistic > 0.3


@pytest.mark.parametrize("seed", range(5))
def test_the_land_is_in_one_piece_or_nearly_so(seed: int) -> None:
    from scipy.ndimage import label

    ground = country(3_000, seed).world.ground
    land = np.zeros(ground.rows * ground.columns, dtype=bool)
    land[ground.cell] = True
    pieces = np.bincount(label(land.reshape(ground.rows, ground.columns))[0].ravel())[1:]
    assert pieces.max() > 0.8 * 3_000
    assert len(pieces) <= 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"areas": 0}, "areas is 0.*give 1 or more"),
        ({"seed": -1}, "seed is -1.*give 0 or more"),
        ({"suppress_below": -1}, "suppress_below is -1.*give 0"),
        ({"gaps": 1.5}, "gaps is 1.5.*give 0 to 1"),
        ({"gaps": float("nan")}, "gaps is nan"),
    ],
)
def test_wrong_arguments_say_how_to_mend_them(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        country(**wrong)  # type: ignore[arg-type]


def test_a_mistyped_table_names_the_nearest(whole: Country) -> None:
    with pytest.raises(ValueError, match="did you mean simulated_areas20"):
        whole.table("simulated_area20")
