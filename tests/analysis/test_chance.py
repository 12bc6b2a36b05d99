"""Chance in counts: drawn rates are what the counts allow, and what is said is calibrated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from leftbehind import LeftBehindError, Shelf
from leftbehind.analysis.calibration import calibration, judged_and_true
from leftbehind.analysis.chance import DRAWN, posterior
from leftbehind.analysis.doubt import Doubtful, doubtful
from leftbehind.index.impute import Filled
from leftbehind.index.shrink import shrink

STUDY = "invented-country"
CHANCE = ("doubt.chance=['deprivation', 'need']", "doubt.draw=['chance']")

COUNT = np.array([10.0, 40.0, 25.0, 3.0])
OF = np.array([100.0, 200.0, 150.0, 60.0])


@pytest.fixture(scope="module")
def at_hand() -> Doubtful:
    return doubtful(STUDY, CHANCE)


def test_a_shrunk_share_has_the_mean_and_variance_of_the_report() -> None:
    """IoD 2019 technical report, appendix D: the worked numbers of methodology 9.7."""
    told = posterior(COUNT, OF, np.zeros(4), share=True)
    np.testing.assert_allclose(
        told.mean, [-2.07822466, -1.39590387, -1.6031806, -2.41687281], atol=1e-8
    )
    weight = np.array([0.83072297, 0.94260279, 0.91535001, 0.65021896])
    own = np.array([0.10291708, 0.03075443, 0.04670737, 0.2716954])
    np.testing.assert_allclose(told.spread**2, weight * own, atol=1e-8)
    np.testing.assert_allclose(1 / (1 + np.exp(-told.mean)), shrink(COUNT, OF, np.zeros(4)).rate)


@given(st.integers(0, 400), st.integers(400, 5_000), st.integers(0, 2**32))
@settings(max_examples=30)
def test_drawn_shares_and_rates_spread_as_stated(count: int, of: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    share = posterior(np.array([float(count)]), np.array([float(of)]), None, share=True)
    drawn = share.draw(2_000, rng)[0]
    assert ((drawn > 0) & (drawn < 1)).all()
    logit = np.log(drawn / (1 - drawn))
    assert kstest((logit - share.mean) / share.spread, "norm").pvalue > 1e-6
    rate = posterior(np.array([float(count)]), np.array([float(of)]), None, share=False)
    drawn = rate.draw(2_000, rng)[0] * of
    assert abs(drawn.mean() - (count + 0.5)) < 6 * np.sqrt((count + 0.5) / 2_000)


def test_a_gap_stays_a_gap_and_an_area_alone_keeps_its_own_logit() -> None:
    told = posterior(np.array([np.nan, 5.0]), np.array([50.0, 50.0]), np.array([1, 2]), share=True)
    alone = posterior(np.array([5.0]), np.array([50.0]), None, share=True)
    assert np.isnan(told.draw(3, np.random.default_rng(0))[0]).all()
    assert told.mean[1] == alone.mean[0]
    assert told.spread[1] == alone.spread[0]
    rate = posterior(np.array([np.nan]), np.array([50.0]), None, share=False)
    assert np.isnan(rate.draw(3, np.random.default_rng(0))).all()


def test_a_count_that_is_held_back_may_be_anything_within_its_bounds() -> None:
    """Drawn counts from 1 to 9, each as likely, spread the logit as the variance says."""
    rng = np.random.default_rng(3)
    count, people = np.array([5.0]), np.array([900.0])
    exact = posterior(count, people, None, share=True)
    unsure = posterior(count, people, None, share=True, unsure=np.array([(9**2 - 1) / 12]))
    r = rng.integers(1, 10, 50_000) + 0.0
    logits = np.log((r + 0.5) / (900 - r + 0.5)) + exact.spread * rng.standard_normal(50_000)
    assert unsure.mean == exact.mean
    assert unsure.spread[0] == pytest.approx(np.std(logits), rel=0.15)
    assert unsure.spread[0] > 1.3 * exact.spread[0]


def test_a_count_that_is_guessed_is_drawn_around_the_guess() -> None:
    """What is counted is drawn from its counts, a gap from what errs around its guess."""
    told = posterior(np.array([40.0, np.nan]), np.array([200.0, 200.0]), None, share=True)
    guess = Filled(np.array([0.2, 0.25]), np.array([False, True]), np.array([0.0, 0.01]))
    alone = replace(told, guess=None).draw(4_000, np.random.default_rng(1))
    drawn = replace(told, guess=guess).draw(4_000, np.random.default_rng(1))
    assert np.isnan(alone[1]).all()
    np.testing.assert_array_equal(drawn[0], alone[0])
    # No guess goes beyond what is known of others: here that is one area, at .2.
    assert (drawn[1] == 0.2).all()
    wide = Filled(np.array([0.1, 0.25, 0.4]), np.array([False, True, False]),
                  np.array([0.0, 0.01, 0.0]))  # fmt: skip
    three = posterior(np.array([20.0, np.nan, 80.0]), np.full(3, 200.0), None, share=True)
    drawn = replace(three, guess=wide).draw(4_000, np.random.default_rng(1))
    assert drawn[1].mean() == pytest.approx(0.25, abs=0.001)
    assert drawn[1].std() == pytest.approx(0.01, rel=0.1)


def test_filled_gaps_get_other_guesses_and_known_figures_stay() -> None:
    """Guesses of a regression: what is known is not moved, gaps are, as far as it errs."""
    fill = (
        "index.need.node.engaged.impute=regression",
        "doubt.chance=need",
        "doubt.draw=['chance']",
    )
    made = doubtful(STUDY, fill)
    chance = made.made.chance["need"]
    gaps = {name: one.guess for name, one in chance.posteriors.items() if one.guess is not None}
    assert set(gaps) == {"turnout", "grants_per_head"}
    for one in gaps.values():
        assert (one.spread[one.areas] > 0).all()
        assert (one.spread[~one.areas] == 0).all()
    names = made.made.parts["need"].names
    drawn = chance.parts(names, np.arange(30))[:, names.index("engaged")]
    at = np.flatnonzero(gaps["turnout"].areas)
    assert np.std(drawn[:, at], axis=0).min() > 0
    # An area without gaps moves only because others pass it by.
    known = np.flatnonzero(~gaps["turnout"].areas & ~gaps["grants_per_head"].areas)
    assert np.median(np.std(drawn[:, at], axis=0)) > 5 * np.nanmedian(
        np.std(drawn[:, known], axis=0)
    )


def test_without_spread_the_index_is_the_study_s_own(at_hand: Doubtful) -> None:
    """What is drawn is only the spread: with the rates of the study, its own parts come back."""
    results = at_hand.results
    for index, chance in at_hand.made.chance.items():
        nodes = results[f"nodes_{index}"]
        still = {}
        for name, one in chance.posteriors.items():
            rate = nodes[f"{name}_score"].cast(float).fill_null(np.nan).to_numpy()
            with np.errstate(divide="ignore", invalid="ignore"):
                logit = np.log(rate / (1 - rate))
            still[name] = replace(one, mean=logit, spread=np.zeros(rate.size), share=True)
        names = at_hand.made.parts[index].names
        found = replace(chance, posteriors=still).parts(names, np.array([5, 6]))
        parts = at_hand.made.parts[index]
        for version in found:
            np.testing.assert_allclose(version[:, parts.known], parts.values, atol=1e-7)


def test_a_seed_gives_the_same_whatever_stands_beside_it(at_hand: Doubtful) -> None:
    chance = at_hand.made.chance["need"]
    names = at_hand.made.parts["need"].names
    both = chance.parts(names, np.array([5, 6, 7]))
    np.testing.assert_array_equal(chance.parts(names, np.array([6]))[0], both[1])
    assert not np.array_equal(both[0], both[1], equal_nan=True)


def test_only_counts_are_drawn(at_hand: Doubtful) -> None:
    assert set(at_hand.made.chance["deprivation"].posteriors) == {
        "income", "employment", "adult_skills", "overcrowding", "no_central_heating"
    }  # fmt: skip
    assert set(at_hand.made.chance["need"].posteriors) == {"no_car"}
    assert DRAWN.format("income") not in at_hand.results["nodes_deprivation"].columns


def test_the_number_of_cores_changes_nothing(
    at_hand: Doubtful, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = at_hand.doubted(40)
    monkeypatch.setattr("leftbehind.analysis.tally.os.cpu_count", lambda: 3)
    assert at_hand.doubted(40).areas.equals(one.areas)


def test_chance_goes_with_an_option_of_the_same_index() -> None:
    plain = "index.deprivation.indicator.income.shrink=''"
    option = f'doubt.option={{ income = {{ shrunk = [], plain = "{plain}" }} }}'
    both = (*CHANCE[:1], "doubt.draw=['chance', 'options']", option)
    found = doubtful(STUDY, both).doubted(16, ranks=False)
    assert set(found.versions["option.income"]) == {"shrunk", "plain"}
    with pytest.raises(LeftBehindError, match="together with chance"):
        doubtful(STUDY, (*both, "doubt.option={ x = { a = [], b = 'near=3%' } }")).doubted(8)


def test_what_is_said_is_calibrated() -> None:
    """Of the wards said to be 80% likely, about 80% are on the list without chance."""
    places = [judged_and_true(seed, draws=100, areas=4_000, share="30%") for seed in (1, 2, 3)]
    curve = calibration(places)
    assert curve["places"].sum() > 60
    for row in curve.iter_rows(named=True):
        error = 3 * np.sqrt(max(row["said"] * (1 - row["said"]), 0.02) / row["places"])
        assert abs(row["said"] - row["true"]) < error
    every = pl.concat(places)
    true = every["true"].cast(float)
    brier = float(((every["probability"] - true) ** 2).mean())  # type: ignore[arg-type]
    assert brier < float(((every["in_study"].cast(float) - true) ** 2).mean())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (["doubt.chance=['wealth']"], "names no index: wealth"),
        ([*CHANCE, "index.deprivation.summarise=extent"], "average scores"),
        (
            [
                *CHANCE,
                "doubt.rate={ 'need.places' = { value = 'simulated_need_ward20.charities', "
                "of = 'simulated_wards20.people' } }",
            ],
            "no share of people",
        ),
        (["doubt.rate={ 'need.places' = { value = 'a.b', of = 'c.d' } }"], "of no index"),
        (
            [
                *CHANCE,
                "doubt.rate={ 'need.wealth' = { value = 'simulated_need_ward20.turnout', "
                "of = 'simulated_wards20.people' } }",
            ],
            "no part of need that is folded",
        ),
        (
            [
                *CHANCE,
                "doubt.rate={ 'need.places' = { value = 'simulated_need_ward20.turnout', "
                "of = 'simulated_wards20.people' } }",
            ],
            "have no rate in simulated_need_ward20.turnout",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: list[str], says: str) -> None:
    with pytest.raises(LeftBehindError, match=says):
        doubtful(STUDY, changes)


@pytest.mark.data
def test_where_no_counts_are_public_there_is_no_chance(shelf: Shelf) -> None:
    with pytest.raises(LeftBehindError, match="no counts of need are at hand"):
        doubtful("england-2025", ["doubt.chance=['need']", CHANCE[1]], shelf=shelf)


@pytest.mark.data
def test_published_rates_of_known_people_are_drawn(shelf: Shelf) -> None:
    """Income and employment of 2019 are public as rates, and so are their people."""
    at_hand = doubtful("england-2020", [CHANCE[1]], shelf=shelf)
    posteriors = at_hand.made.chance["deprivation"].posteriors
    assert set(posteriors) == {"income", "employment"}
    rate = 1 / (1 + np.exp(-posteriors["income"].mean))
    assert rate.size == 32_844
    assert 0.55 < rate.max() < 0.75
    error = np.median(posteriors["income"].spread * rate * (1 - rate))
    assert 0.005 < error < 0.01
    found = at_hand.doubted(60, ranks=False)
    assert 15 < found.marginal().height < 60
    names = at_hand.made.parts["deprivation"].names
    version = at_hand.made.chance["deprivation"].parts(names, np.array([5]))[0]
    known = at_hand.made.parts["deprivation"].known
    for at, name in enumerate(names):
        same = np.allclose(version[at][known], at_hand.made.parts["deprivation"].values[at])
        assert same == (name not in {"income", "employment"})
