"""Intervals against published tables and exact limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import leftbehind
from leftbehind import LeftBehindError
from leftbehind.analysis.bootstrap import multiplicities
from leftbehind.analysis.cells import Counts, clusters_of, comparing_of, counts_of
from leftbehind.analysis.inequality import slope, slope_of
from leftbehind.analysis.intervals import byar, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_newcombe_printed_it(count: int, of: int, low: float, high: float) -> None:
    """Newcombe, R. G. (1998), Statistics in Medicine 17: 857–872, table I, method 3."""
    found = wilson(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.estimate == count / of


@given(count=st.integers(0, 500), more=st.integers(0, 500))
def test_wilson_agrees_with_statsmodels(count: int, more: int) -> None:
    from statsmodels.stats.proportion import proportion_confint

    if count + more:
        found = wilson(count, count + more)
        low, high = proportion_confint(count, count + more, method="wilson")
        assert found.low == pytest.approx(low, abs=1e-12)
        assert found.high == pytest.approx(high, abs=1e-12)
        assert 0 <= found.low <= found.estimate + 1e-12
        assert found.estimate - 1e-12 <= found.high <= 1


@pytest.mark.parametrize("events", [10, 24, 65, 210, 1_500])
def test_byar_is_near_the_exact_limits_from_ten_events_on(events: int) -> None:
    """Exact Poisson limits by the chi-squared quantiles (Ulm 1990)."""
    low = stats.chi2.ppf(0.025, 2 * events) / 2
    high = stats.chi2.ppf(0.975, 2 * events + 2) / 2
    found = byar(events, 1)
    assert found.low == pytest.approx(low, rel=0.003)
    assert found.high == pytest.approx(high, rel=0.003)


@pytest.mark.parametrize(("events", "low", "high"), [(10, 4.79, 18.39), (24, 15.37, 35.71)])
def test_byar_worked(events: int, low: float, high: float) -> None:
    """O(1 − 1/9O ∓ z/3√O)³ by hand, as in Breslow and Day (1987), formula 2.13."""
    found = byar(events, 1)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (6, 5), (0, 0), (float("nan"), 5)])
def test_no_proportion_no_interval(count: float, of: float) -> None:
    with pytest.raises(LeftBehindError, match="no proportion"):
        wilson(count, of)


def test_no_level_no_interval() -> None:
    with pytest.raises(LeftBehindError, match="level"):
        byar(5, 10, level=95)


def test_slope_of_unequal_groups_by_hand_and_by_weighted_least_squares() -> None:
    """Five groups from the most to the least deprived: mid-points .95, .80, .55, .30, .10."""
    import statsmodels.api as sm

    people = np.array([100.0, 200.0, 300.0, 200.0, 200.0])
    rate = np.array([0.30, 0.25, 0.20, 0.15, 0.10])
    middle = np.array([0.95, 0.80, 0.55, 0.30, 0.10])
    fit = sm.WLS(rate, sm.add_constant(middle), weights=people).fit()
    sii, rii = slope(Counts(rate * people, people), np.arange(1.0, 6.0))
    assert sii == pytest.approx(fit.params[1], abs=1e-12)
    assert rii == pytest.approx((fit.params[0] + fit.params[1]) / fit.params[0], abs=1e-12)


def test_a_country_in_one_place_has_no_slope() -> None:
    people = np.array([300.0, 200.0, 100.0])
    assert np.isnan(slope(Counts(people * 0.3, people), np.ones(3))).all()


def test_the_interval_of_a_slope_is_that_of_lines_through_districts_drawn_anew() -> None:
    results = leftbehind.run("invented-country")
    counts, comparing = counts_of(results, "no-car"), comparing_of(results)
    rank = results.areas["deprivation_rank"].to_numpy()
    _, cluster = clusters_of(results, comparing)
    order = np.argsort(-rank)
    people = counts.of[order]
    place = (np.cumsum(people) - people / 2) / people.sum()
    rate, home = (counts.count / counts.of)[order], cluster[order]
    drawn = multiplicities(int(cluster.max()) + 1, comparing.draws, comparing.seed)
    slopes = [np.polyfit(place, rate, 1, w=np.sqrt(people * times[home]))[0] for times in drawn]
    found = slope_of(results, "no-car")
    assert found.index == "deprivation"
    ends = np.quantile(slopes, [0.025, 0.975]) * 100
    assert (found.slope.low, found.slope.high) == pytest.approx(ends, rel=1e-6)
    assert found.slope.low < found.slope.estimate < found.slope.high
    assert found.relative.low > 1


def test_areas_that_tie_are_one_place_on_the_slope() -> None:
    people, rate = np.array([100.0, 300.0, 200.0]), np.array([0.4, 0.2, 0.1])
    tied = slope(Counts(rate * people, people), np.array([1.0, 1.0, 3.0]))
    merged = slope(Counts(np.array([100.0, 20.0]), np.array([400.0, 200.0])), np.array([1.0, 2.0]))
    assert tied == pytest.approx(merged)
