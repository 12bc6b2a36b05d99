"""Many versions of a study: each is what a run of its own gives, and they are counted right."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leftbehind
from leftbehind import LeftBehindError, Results, read_study
from leftbehind.analysis import ensemble as versions
from leftbehind.analysis import spread as spreading
from leftbehind.analysis import tally as counting
from leftbehind.analysis.doubt import doubt
from leftbehind.analysis.drawing import draw
from leftbehind.analysis.draws import Draws
from leftbehind.analysis.ensemble import ensemble
from leftbehind.analysis.ranker import Ranker
from leftbehind.analysis.spread import Spread
from leftbehind.analysis.tally import Tally
from leftbehind.engine.arrays import place
from leftbehind.questions import Doubt

STUDY = "invented-country"
LIST = "group.left-behind"
OPTIONS = "doubt.draw=['options']"
EXTENT = "index.deprivation.summarise=extent"

RULES = (
    ["rule.ties=outside"],
    ["group.left-behind.at_least=1"],
    ["group.left-behind.worst.need=50", "rule.rounding=ceil"],
    ["group.left-behind.people_at_least=5000"],
    ["group.left-behind.exclude=['X05000001', 'X05000289']"],
    ["group.left-behind.floor.need=120"],
)


@pytest.fixture(scope="module")
def country() -> Results:
    return leftbehind.run(STUDY)


def patched(made: versions.Ensemble, drawn: Draws, at: int) -> list[str]:
    """The patches that make one version of the study."""
    study = read_study(STUDY)
    changes = []
    for index, weights in drawn.weights.items():
        root = study.recipes[index].root
        named = zip(made.parts[index].names, weights[at].tolist(), strict=True)
        stated = ", ".join(f"{part} = {weight!r}" for part, weight in named)
        changes.append(f"index.{index}.node.{root}.weights={{ {stated} }}")
    for index, shares in drawn.shares.items():
        if made.rule.asked[index].number is None:
            changes.append(f"group.left-behind.worst.{index}={100 * float(shares[at])!r}%")
    return changes


@pytest.mark.parametrize("rule", [[], *RULES], ids=lambda rule: rule[0] if rule else "plain")
def test_each_version_is_what_a_run_of_its_own_gives_to_the_rank(rule: list[str]) -> None:
    made = ensemble(leftbehind.run(read_study(STUDY, rule)))
    about = Doubt.model_validate({"shares": ["5%", "20%"]})
    drawn = draw(made, about, 3, 20.0)
    for at in range(drawn.versions):
        wanted = leftbehind.run(read_study(STUDY, [*rule, *patched(made, drawn, at)])).areas
        spread = {name: Spread(wanted.height, 1, exact=True) for name in made.parts}
        tally = Tally(made, 1, ranks=True, spread=spread)
        tally.add(made, drawn.some(np.array([at])), np.array([0]))
        assert tally.on.astype(bool).tolist() == wanted["in_left-behind"].to_list()
        for index, ranks in spread.items():
            assert ranks.intervals()[1].to_list() == wanted[f"{index}_rank"].to_list()
        # Without ranks the cut is found another way; the list is the same.
        alone = Tally(made, 1, ranks=False)
        alone.add(made, drawn.some(np.array([at])), np.array([0]))
        assert alone.on.tolist() == tally.on.tolist()


def test_without_doubt_the_list_is_the_study_s_own(country: Results) -> None:
    found = doubt(STUDY, draws=9, concentration=math.inf)
    assert found.areas["probability"].to_list() == [
        float(on) for on in country.areas["in_left-behind"]
    ]
    assert found.marginal().is_empty()
    for index in country.indices:
        for what in ("low", "median", "high"):
            assert found.areas[f"{index}_{what}"].equals(country.areas[f"{index}_rank"])
        assert found.versions[f"{index}_shift"].unique().to_list() == [0.0]
    assert found.versions["jaccard"].unique().to_list() == [1.0]


def test_a_larger_doubt_leaves_fewer_firmly_on_the_list() -> None:
    firm = [doubt(STUDY, draws=200, concentration=c, ranks=False).listed(0.95).height
            for c in (4000, 100, 10)]  # fmt: skip
    assert firm[0] > firm[1] > firm[2] > 0


def test_what_is_counted_is_what_the_versions_say(country: Results) -> None:
    found = doubt(STUDY, draws=77, concentration=50.0)
    assert found.areas["probability"].sum() * 77 == pytest.approx(found.versions["size"].sum())
    own = country.on_list().height
    rows = found.versions
    both = own - rows["exits"]
    assert (rows["size"] == both + rows["entries"]).all()
    overlap = both / (rows["size"] + own - both)
    np.testing.assert_allclose(rows["jaccard"], overlap)


def test_the_order_of_the_areas_does_not_matter(country: Results) -> None:
    shuffled = country.areas.sample(fraction=1.0, shuffle=True, seed=3)
    other = replace(country, tables={**country.tables, "areas": shuffled})
    about = Doubt()
    found = []
    for results in (country, other):
        made = ensemble(results)
        drawn = draw(made, about, 40, 100.0)
        tally = Tally(made, 40, ranks=True)
        tally.add(made, drawn, np.arange(40))
        on = tally.on
        found.append(dict(zip(made.codes, on, strict=True)))
    assert found[0] == found[1]


def test_the_number_of_cores_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one = doubt(STUDY, draws=50)
    monkeypatch.setattr(counting.os, "cpu_count", lambda: 5)
    other = doubt(STUDY, draws=50)
    assert one.areas.equals(other.areas)
    assert one.versions.equals(other.versions)


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    one, same = (doubt(STUDY, draws=64, seed=1) for _ in range(2))
    assert one.areas.equals(same.areas)
    assert not one.versions.equals(doubt(STUDY, draws=64, seed=2).versions)


@given(concentration=st.floats(5, 2000), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_drawn_weights_have_the_mean_and_spread_that_are_stated(
    concentration: float, seed: int
) -> None:
    made = ensemble(leftbehind.run(STUDY)) if not KEPT else KEPT[0]
    KEPT[:] = [made]
    drawn = draw(made, Doubt(seed=seed), 1024, concentration).weights["deprivation"]
    own = made.parts["deprivation"].weights
    np.testing.assert_allclose(drawn.sum(axis=1), own.sum())
    share = own / own.sum()
    spread = np.sqrt(share * (1 - share) / (concentration + 1))
    np.testing.assert_allclose((drawn / own.sum()).mean(axis=0), share, atol=0.1 * spread.max())
    np.testing.assert_allclose((drawn / own.sum()).std(axis=0), spread, rtol=0.15)


KEPT: list[versions.Ensemble] = []


def test_an_option_may_be_called_like_anything_else() -> None:
    option = "doubt.option={ size = { a = [], b = 'near=2%' } }"
    found = doubt(STUDY, [option, OPTIONS], draws=8)
    assert set(found.versions["option.size"]) == {"a", "b"}
    assert found.versions["size"].n_unique() == 1


def test_choices_of_an_option_are_runs_of_their_own(country: Results) -> None:
    option = f"doubt.option={{ measure = {{ average = [], extent = ['{EXTENT}'] }} }}"
    found = doubt(STUDY, [option, OPTIONS], draws=40, concentration=math.inf)
    assert set(found.versions["option.measure"]) == {"average", "extent"}
    other = leftbehind.run(read_study(STUDY, [EXTENT]))
    sizes = dict(found.versions.select("option.measure", "size").unique().iter_rows())
    assert sizes == {"average": country.on_list().height, "extent": other.on_list().height}
    share = (found.versions["option.measure"] == "extent").mean()
    both = country.areas.join(other.areas, on="area", suffix="_other").select(
        "area", wanted=pl.col("in_left-behind") * (1 - share)
        + pl.col("in_left-behind_other") * share)  # fmt: skip
    joined = both.join(found.areas, on="area")
    np.testing.assert_allclose(joined["probability"], joined["wanted"])


@given(st.lists(st.lists(st.sampled_from([0.3, 0.1 + 0.2, -1.5, 7e-10, 0.0, 4e12]), min_size=5,
                         max_size=5), min_size=1, max_size=4))  # fmt: skip
def test_the_quick_ranks_are_the_engine_s_ties_and_all(scores: list[list[float]]) -> None:
    ranker = Ranker(5)
    for score in scores:
        order, ranks = ranker.of(np.array(score))
        found = np.empty(5)
        found[order] = ranks
        np.testing.assert_array_equal(found, place(np.array(score)))


@given(st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=2,
                max_size=300))  # fmt: skip
def test_ends_of_intervals_are_ranks_that_did_occur(rows: list[list[int]]) -> None:
    spread = Spread(areas=4, versions=len(rows), exact=True)
    for row in rows:
        spread.add(np.array(row, dtype=np.int32))
    for found, share in zip(spread.intervals(), (0.05, 0.5, 0.95), strict=True):
        wanted = np.quantile(rows, share, axis=0, method="inverted_cdf")
        np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize(
    ("changes", "more", "says"),
    [
        ([], {"draws": 1}, "too few"),
        ([], {"concentration": 0.0}, "no distribution"),
        ([], {"concentration": math.nan}, "no distribution"),
        ([], {"seed": -1}, "starts no draws"),
        ([], {"draws": 0}, "too few"),
        (["doubt.weights=['wealth']"], {}, "no index whose weights can be drawn"),
        ([EXTENT, "doubt.weights=['deprivation']"], {}, "no index whose weights can be drawn"),
        (["doubt.concentration=[0, 1]"], {}, "above 0"),
        (["doubt.shares=['20%', '5%']"], {}, "begin with the smaller"),
        (["doubt.shares=[5, 20]"], {}, "shares of all areas"),
        (["doubt.option={ one = { only = [] } }"], {}, "two or more"),
        (["doubt.option={ one = { a = ['x=1'], b = ['x=1'] } }"], {}, "the same changes"),
        (["doubt.option={ one = { a = ['near=2%'], b = [] } }"], {}, "the first choice is the"),
        (["doubt.option={ one = { a = [], b = ['group.nobody.worst.need=1%'] } }",
          OPTIONS], {}, "nobody"),
        ([f"{LIST}.unless=high-need-only", "group.high-need-only.unless=[]"], {}, "unless"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    changes: list[str], more: dict[str, float], says: str
) -> None:
    with pytest.raises(LeftBehindError, match=says):
        doubt(STUDY, changes, **{"draws": 32, **more})  # type: ignore[arg-type]


def test_ranks_beyond_the_memory_are_binned_and_the_error_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exact = doubt(STUDY, draws=100, concentration=100.0)
    monkeypatch.setattr(spreading, "MEMORY", 10_000)
    binned = doubt(STUDY, draws=100, concentration=100.0)
    assert (exact.rank_error, binned.rank_error) == (0, 1)
    assert binned.areas["probability"].equals(exact.areas["probability"])
    for index in ("deprivation", "need"):
        for what in ("low", "median", "high"):
            column = f"{index}_{what}"
            assert binned.areas[column].null_count() == exact.areas[column].null_count()
            far = (binned.areas[column] - exact.areas[column]).abs().max()
            assert 0 < int(str(far)) <= binned.rank_error


def test_ends_of_intervals_are_the_same_for_more_areas_than_small_numbers_count() -> None:
    rng = np.random.default_rng(4)
    rows = [rng.permutation(70_000).astype(np.int32) + 1 for _ in range(7)]
    spread = Spread(areas=70_000, versions=7, exact=True)
    for row in rows:
        spread.add(row)
    for found, share in zip(spread.intervals(), (0.05, 0.5, 0.95), strict=True):
        wanted = np.quantile(rows, share, axis=0, method="inverted_cdf")
        np.testing.assert_array_equal(found, wanted)


def test_comparing_every_area_with_every_other_is_refused_beyond_a_budget() -> None:
    copeland = ("index.need.node.need.combine=copeland",)
    found = doubt("invented-country", copeland, draws=8, ranks=False)
    assert 0 < found.areas["probability"].max() <= 1
    with pytest.raises(LeftBehindError, match=r"copeland compares every area.*fewer versions"):
        doubt("invented-country", copeland, draws=20_000, ranks=False)
