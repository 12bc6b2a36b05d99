"""What is done to an indicator before it is compared: gaps, outliers, strength borrowed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of
from scipy import stats

import leftbehind
from leftbehind import LeftBehindError
from leftbehind.engine.arrays import Array
from leftbehind.index.impute import Around, FromSiblings, Middle, OfGroup, OfNeighbours
from leftbehind.index.score import Scores, score
from leftbehind.index.shrink import shrink, shrink_values
from leftbehind.index.treat import Treat, tails

LONG = st.integers(8, 60).flatmap(
    lambda n: array_of(np.float64, n, elements=st.integers(-1000, 1000).map(float))
)


def chain(figures: dict[str, Any], indicator: dict[str, Any], **node: Any) -> Scores:
    """One node of the indicator `x` and the plain column `other`."""
    tree = {
        "name": "test", "title": "Test", "edition": "0", "nation": "Nowhere",
        "geography": "town20", "root": "need",
        "node": {"need": {"title": "Need", "children": ["x", "other"], **node}},
        "indicator": {"x": {"title": "X", **indicator}, "other": {"title": "Other"}},
    }  # fmt: skip
    size = len(next(iter(figures.values())))
    columns = {"other": np.arange(float(size)), **figures}
    return score(leftbehind.recipe(tree), columns, keep=True)


# --- outliers


@given(LONG)
def test_tails_are_those_of_scipy(values) -> None:
    skewness, kurtosis = tails(values)
    if np.isnan(skewness):
        assert values.std() <= 1e-5 * np.abs(values).max(initial=1e-300) or values.std() < 1e-9
        return
    assert skewness == pytest.approx(float(stats.skew(values, bias=False)), abs=1e-6)
    assert kurtosis == pytest.approx(float(stats.kurtosis(values, bias=False)), abs=1e-6)


def one_after_the_other(values: Array, most: int, rule: Treat) -> Array:
    """Winsorising as it is told: the farthest becomes the next, until it is enough."""
    side = 1.0 if tails(values)[0] > 0 else -1.0
    order = np.argsort(-side * values, kind="stable")
    for number in range(1, most + 1):
        result = values.copy()
        result[order[:number]] = values[order[number]]
        if rule.passes(*tails(result)):
            break
    return result


@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_winsorising_at_once_is_winsorising_one_by_one(seed, most) -> None:
    values = np.random.default_rng(seed).lognormal(0, 1.6, 80).round(3)
    rule = Treat.model_validate({"steps": [{"method": "winsorise", "most": most}]})
    if rule.passes(*tails(values)):
        return
    found = rule.apply(values)
    assert found.values.tolist() == one_after_the_other(values, most, rule).tolist()
    assert found.passes == rule.passes(*tails(found.values))


@given(LONG, st.sampled_from([["winsorise"], ["winsorise", "log"], ["log"],
                              [{"method": "log", "kind": "scaled"}]]))  # fmt: skip
def test_a_treatment_never_turns_the_order_and_keeps_gaps(values, steps) -> None:
    values[3] = np.nan
    try:
        found = Treat.model_validate({"steps": steps}).apply(values).values
    except LeftBehindError as error:
        return_if = "scaled from" in str(error)
        assert return_if
        return
    assert np.isnan(found).tolist() == np.isnan(values).tolist()
    known = ~np.isnan(values)
    order = np.argsort(values[known], kind="stable")
    assert (np.diff(found[known][order]) >= -1e-9).all()


def test_figures_are_treated_only_if_they_are_skewed_and_heavy_in_the_tails() -> None:
    """A share of 13% is skewed with light tails; a symmetric peak has heavy ones: both pass."""
    rule = Treat.model_validate({"steps": ["winsorise"]})
    skewed = np.repeat([0.0, 1.0], [87, 13])
    peaked = np.concatenate([np.linspace(-1, 1, 200), [-9.0, 9.0]])
    for values in (skewed, peaked):
        found = rule.apply(values)
        assert (found.method, found.areas) == ("", 0)
    assert tails(skewed)[0] > 2
    assert tails(skewed)[1] < 3.5
    assert abs(tails(peaked)[0]) < 2
    assert tails(peaked)[1] > 3.5


def test_the_first_step_that_is_enough_is_taken_and_the_next_starts_anew() -> None:
    """Five points cannot mend this; the logarithm is of the figures as they were."""
    values = np.exp(np.random.default_rng(3).normal(0, 1.5, 300))
    found = Treat.model_validate({"steps": ["winsorise", "log"]}).apply(values)
    assert (found.method, found.passes, found.areas) == ("log", True, 300)
    low, high = values.min(), values.max()
    np.testing.assert_allclose(found.values, np.log(values - low + 0.01 * (high - low)))
    enough = Treat.model_validate({"steps": [{"method": "winsorise", "most": 0.2}, "log"]})
    assert enough.apply(values).method == "winsorise"


def test_figures_skewed_to_the_left_are_turned_round_for_the_logarithm() -> None:
    values = -np.exp(np.random.default_rng(4).normal(0, 1.5, 200))
    found = Treat.model_validate({"steps": ["log"]}).apply(values)
    assert tails(values)[0] < -2
    assert abs(found.after[0]) < 1.5
    assert (np.argsort(found.values) == np.argsort(values)).all()


def test_box_cox_is_scipys() -> None:
    values = np.exp(np.random.default_rng(5).normal(0, 1.5, 200))
    found = Treat.model_validate({"steps": ["box-cox"]}).apply(values)
    np.testing.assert_allclose(found.values, stats.boxcox(values)[0])
    root = Treat.model_validate({"steps": [{"method": "box-cox", "power": 0.5}]}).apply(values)
    np.testing.assert_allclose(root.values, (np.sqrt(values) - 1) / 0.5)


@pytest.mark.parametrize("step", ["box-cox", {"method": "log", "kind": "plain"}])
def test_no_logarithm_of_what_is_not_above_nothing(step) -> None:
    figures = {"x": np.array([0.0] * 20 + [900.0])}
    with pytest.raises(LeftBehindError, match=r"test: x: .* 0.* To mend it: use .*shifted"):
        chain(figures, {"treat": [step]})


def test_the_account_of_a_treatment() -> None:
    figures = {"x": np.array([1.0, 2, 3, 2, 1, 3, 2, 90])}
    found = chain(figures, {}, treat="winsorise")
    (told,) = found.changes
    assert (told.part, told.kind, told.method, told.areas) == ("x", "treated", "winsorise", 1)
    assert told.before == pytest.approx(tails(figures["x"]))
    assert told.passes
    assert found.chain["x"].treated.max() == 3
    assert found.chain["x"].measured.value.max() == 90


# --- gaps

NOTHING = Around((), lambda name: np.array([]))


def test_a_guess_of_each_kind() -> None:
    values = np.array([1.0, 3.0, 8.0, np.nan, np.nan, 20.0])
    group = np.array(["n", "n", "n", "n", "s", "w"])
    around = Around((np.array([1.0, 2, 4, 6, 8, 10]),), lambda name: {"g": group}[name])
    mean = Middle(method="mean").fill(values, around)
    assert mean.values.tolist() == [1, 3, 8, 8, 8, 20]
    assert mean.areas.tolist() == [False] * 3 + [True] * 2 + [False]
    by_group = OfGroup(method="group median", by="g").fill(values, around).values
    assert by_group.tolist() == [1, 3, 8, 3, 5.5, 20]  # a group of which nothing is known: all
    line = FromSiblings().fill(values, around)
    slope, base = np.polyfit([1, 2, 4, 10], [1, 3, 8, 20], 1)
    np.testing.assert_allclose(line.values[3:5], [base + 6 * slope, base + 8 * slope])


def test_neighbours_are_the_nearest_that_are_known() -> None:
    places = {"x": np.array([0.0, 1, 2, 50, 51, 52]), "y": np.zeros(6)}
    values = np.array([1.0, np.nan, 3.0, 10.0, np.nan, 14.0])
    around = Around((), places.__getitem__)
    found = OfNeighbours(count=2).fill(values, around)
    assert found.values.tolist() == [1, 2, 3, 10, 12, 14]
    known = np.array([1.0, 3.0, 10.0, 14.0])
    others = np.array([(3 + 10) / 2, (1 + 10) / 2, (14 + 3) / 2, (10 + 3) / 2])
    assert found.spread[1] == pytest.approx(np.sqrt(np.mean((known - others) ** 2)))
    with pytest.raises(LeftBehindError, match="too few for 5 neighbours"):
        OfNeighbours().fill(values, around)


def test_guesses_stay_within_what_is_known() -> None:
    sibling = np.array([1.0, 2, 3, 4, 5, 6, 7, 1000])
    values = np.array([2.0, 4, 6.1, 8, 10, 12, 14, np.nan])
    assert FromSiblings().fill(values, Around((sibling,), lambda n: sibling)).values[7] == 14


def test_what_may_be_true_spreads_as_far_as_guesses_err() -> None:
    """Of 400 known pairs 100 are taken out: their true values lie as the guesses say."""
    rng = np.random.default_rng(6)
    sibling = rng.normal(0, 1, 400)
    truth = 5 + 2 * sibling + rng.normal(0, 0.5, 400)
    values = np.where(np.arange(400) < 100, np.nan, truth)
    filled = FromSiblings().fill(values, Around((sibling,), lambda n: sibling))
    assert filled.spread[0] == pytest.approx(0.5, rel=0.15)
    drawn = np.stack([filled.drawn(rng) for _ in range(200)])
    assert (drawn[:, 100:] == truth[100:]).all()
    low, high = np.quantile(drawn[:, :100], [0.05, 0.95], axis=0)
    assert 0.8 < np.mean((low <= truth[:100]) & (truth[:100] <= high)) < 0.98


def test_gaps_are_filled_in_a_node_and_told() -> None:
    figures = {"x": np.array([1.0, np.nan, 3, 5, np.nan])}
    found = chain(figures, {"impute": "median"})
    assert found.changed("filled in") == {"x": 2}
    assert found.chain["x"].filled.tolist() == [False, True, False, False, True]
    assert not np.isnan(found.index).any()
    assert np.isnan(chain(figures, {}).index).sum() == 2


def test_an_indicator_known_nowhere_is_not_guessed() -> None:
    with pytest.raises(LeftBehindError, match="x has no value in any area"):
        chain({"x": np.full(5, np.nan)}, {"impute": "mean"})


# --- counts


def test_what_is_held_back_is_no_zero_and_no_gap() -> None:
    figures = {"ill": np.array([0.0, np.nan, 40.0]), "people": np.array([100.0, 100.0, 200.0])}
    counts = {"counts": "ill", "of": "people"}
    assert chain(figures, counts).chain["x"].measured.value[0] == 0
    assert np.isnan(chain(figures, counts).chain["x"].measured.value[1])
    bounds = chain(figures, {**counts, "suppressed": {"low": 1, "high": 9}})
    assert bounds.chain["x"].measured.value.tolist() == [0, 0.05, 0.2]
    assert bounds.changed("held back") == {"x": 1}
    stated = chain(figures, {**counts, "suppressed": 3})
    assert stated.chain["x"].measured.value[1] == 0.03


def test_a_mean_of_four_quarters_is_shrunk_as_their_sum() -> None:
    counts, people = np.array([10.0, 40, 25, 3]), np.array([100.0, 200, 150, 60])
    where = np.array(["d"] * 4)
    figures = {"ill": counts, "people": people, "district": where}
    indicator = {"counts": "ill", "of": "people", "shrink": "district", "mean_of": 4}
    found = chain(figures, indicator).chain["x"].shrunk
    np.testing.assert_allclose(found, shrink(4 * counts, 4 * people, where).rate)


def test_a_good_thing_beside_a_score_of_its_name_is_asked_about() -> None:
    """`x_score` may be the published need of x, or just a figure of x: nobody can tell."""
    both = {"x": np.arange(5.0), "x_score": np.arange(5.0)}
    with pytest.raises(LeftBehindError, match=r"hold x_score and x: .* but more of x is better"):
        chain(both, {"higher": "better"})
    assert chain(both, {}).given == {"x": "score"}
    assert chain({"y": np.arange(5.0), "x_score": np.arange(5.0)}, {"higher": "better"}).given


def test_several_years_are_pooled() -> None:
    figures = {"ill17": np.array([1.0, 4.0]), "ill18": np.array([3.0, 0.0]),
               "people17": np.array([10.0, 20.0]), "people18": np.array([10.0, 20.0])}  # fmt: skip
    pooled = {"counts": ["ill17", "ill18"], "of": ["people17", "people18"]}
    assert chain(figures, pooled).chain["x"].measured.value.tolist() == [0.2, 0.1]


# --- strength borrowed


def test_a_guess_is_not_shrunk_and_its_district_does_not_hear_it() -> None:
    counts = np.array([10.0, 40, 25, 3, np.nan])
    people = np.array([100.0, 200, 150, 60, 80])
    where = np.array(["d"] * 5)
    figures = {"ill": counts, "people": people, "district": where}
    indicator = {"counts": "ill", "of": "people", "shrink": "district"}
    found = chain(figures, {**indicator, "impute": "mean"}).chain["x"]
    alone = shrink(counts[:4], people[:4], where[:4])
    np.testing.assert_allclose(found.shrunk[:4], alone.rate, rtol=1e-12)
    assert found.shrunk[4] == pytest.approx(np.mean(counts[:4] / people[:4]))
    np.testing.assert_allclose(  # methodology 9.6
        found.shrunk[:4], [0.11123135, 0.19846691, 0.16753755, 0.08189508], atol=5e-9
    )


def test_a_rate_that_was_drawn_in_is_shrunk_as_the_events_it_would_be() -> None:
    counts = np.array([1.0, 2, 3, 2, 1, 3, 2, 90])
    people = np.full(8, 100.0)
    where = np.array(["d"] * 8)
    figures = {"ill": counts, "people": people, "district": where}
    found = chain(figures, {"counts": "ill", "of": "people", "shrink": "district",
                            "treat": "winsorise"}).chain["x"]  # fmt: skip
    expected = shrink(np.minimum(counts, 3), people, where).rate
    np.testing.assert_allclose(found.shrunk, expected, rtol=1e-12)
    with pytest.raises(LeftBehindError, match="no proportion any more"):
        chain(figures, {"counts": "ill", "of": "people", "shrink": "district", "treat": "log"})


def test_values_are_shrunk_by_their_standard_error() -> None:
    values, error = np.array([10.0, 30, 20, np.nan]), np.array([1.0, 20, 5, 2])
    where = np.array(["d", "d", "d", "d"])
    figures = {"x": values, "se": error, "district": where}
    found = chain(figures, {"shrink": "district", "error": "se"})
    between = values[:3].var(ddof=1)
    weight = between / (between + error[:3] ** 2)
    expected = weight * values[:3] + (1 - weight) * values[:3].mean()
    np.testing.assert_allclose(found.chain["x"].shrunk[:3], expected)
    assert np.isnan(found.chain["x"].shrunk[3])


@given(st.integers(0, 2**32 - 1))
def test_shrinking_by_errors_moves_towards_the_mean_and_never_beyond(seed) -> None:
    rng = np.random.default_rng(seed)
    values, error = rng.normal(0, 5, 30), rng.uniform(0, 6, 30)
    where = rng.integers(0, 5, 30)
    found = shrink_values(values, error, where)
    for one in np.unique(where):
        centre = values[where == one].mean()
        before, after = values[where == one] - centre, found.rate[where == one] - centre
        assert (np.abs(after) <= np.abs(before) + 1e-12).all()
        assert (after * before >= -1e-12).all()


def test_dispersion_is_one_where_chance_alone_makes_areas_differ() -> None:
    rng = np.random.default_rng(7)
    people = np.full(4000, 300.0)
    where = np.repeat(np.arange(40), 100)
    chance = rng.binomial(300, 0.1, 4000).astype(float)
    assert shrink(chance, people, where).dispersion == pytest.approx(1, abs=0.1)
    apart = rng.binomial(300, rng.beta(5, 45, 4000)).astype(float)
    assert shrink(apart, people, where).dispersion > 3
    values = rng.normal(0, 2, 4000)
    assert shrink_values(values, np.full(4000, 2.0), where).dispersion == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(
    ("indicator", "reason"),
    [
        ({"shrink": "district"}, "say `of`, or `error`"),
        ({"error": "se"}, "say `shrink`"),
        ({"counts": "ill"}, "say `of`"),
        ({"suppressed": {"low": 9, "high": 1}}, "low 9 is above high 1"),
        ({"treat": []}, "at least 1 item"),
        ({"treat": "cut"}, "winsorise"),
        ({"impute": "guess"}, "regression"),
        ({"standardise": {"method": "goalposts", "low": 5, "high": 5}}, "not below"),
        ({"standardise": {"method": "distance to reference", "reference": 0.0}}, "nothing to"),
    ],
)
def test_a_recipe_says_what_it_cannot_mean(indicator, reason) -> None:
    with pytest.raises(LeftBehindError, match=reason):
        chain({"x": np.arange(5.0)}, indicator)
