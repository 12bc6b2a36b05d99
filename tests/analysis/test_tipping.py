"""What tips a place: just before the point it stays, just after it has changed sides."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

import leftbehind
from leftbehind import LeftBehindError, Results, read_study
from leftbehind.analysis.ensemble import Ensemble, ensemble
from leftbehind.analysis.tipping import Condition, Tipping, tipping
from leftbehind.engine.arrays import Array

STUDY = "invented-country"
BESIDE = 1e-7
"""How far before and after a point is looked: shares of the sum of weights."""


@pytest.fixture(scope="module")
def country() -> Results:
    return leftbehind.run(STUDY)


@pytest.fixture(scope="module")
def made(country: Results) -> Ensemble:
    return ensemble(country)


def places(country: Results) -> list[str]:
    return [
        *country.on_list()["area"][:3],
        *country.on_list()["area"][-3:],
        *country.near_misses()["area"][:3],
        country.areas.sort("need_rank")["area"][400],
    ]


def inside(made: Ensemble, at: int, index: str, weights: Array) -> bool:
    """Whether a place is inside the cut of one index, judged as any version is."""
    parts = made.parts[index]
    scores = parts.scores(weights * parts.weights.sum())
    least = made.rule.least(
        scores, last := made.rule.last(index, made.rule.asked[index].of_all or 0),
        float(np.sort(scores)[::-1][last - 1]))  # fmt: skip
    full = np.full(made.rule.areas, -np.inf)
    full[parts.known] = scores
    return bool(full[at] >= least)


def each(made: Ensemble, country: Results) -> list[tuple[int, Tipping, Condition]]:
    found = []
    for area in places(country):
        told = tipping(made, area)
        at = int(made.codes.index_of(area) or 0)
        found += [(at, told, one) for one in told.conditions]
    return found


def kept(own: Array, part: int, share: float) -> Array:
    """Weights with one part at a share, the others in their proportions."""
    weights = own * (1 - share) / (1 - own[part])
    weights[part] = share
    return np.asarray(weights)


def test_a_place_is_where_the_study_has_it(made: Ensemble, country: Results) -> None:
    for area in places(country):
        told, row = tipping(made, area), country.areas.filter(area=area).row(0, named=True)
        assert told.on == row["in_left-behind"]
        assert told.lacking + sum(one.held for one in told.conditions) == 2
        for one in told.conditions:
            assert one.rank == row[f"{one.index}_rank"]
            assert one.held == (one.rank <= one.last)


def test_at_the_ends_of_a_weight_the_place_changes_sides(made: Ensemble, country: Results) -> None:
    ends = 0
    for at, _, one in each(made, country):
        own = made.parts[one.index].weights / made.parts[one.index].weights.sum()
        for n, hold in enumerate(one.holds):
            assert hold.low <= hold.own <= hold.high
            for share in np.linspace(hold.low + BESIDE, hold.high - BESIDE, 25):
                assert inside(made, at, one.index, kept(own, n, share)) == one.held
            for end, past in ((hold.low, -BESIDE), (hold.high, BESIDE)):
                if 0 < end < 1:
                    assert inside(made, at, one.index, kept(own, n, end + past)) != one.held
                    ends += 1
    assert ends > 40


def test_the_smallest_move_tips_and_no_smaller_one_between_two_parts_does(
    made: Ensemble, country: Results
) -> None:
    moves = 0
    for at, _, one in each(made, country):
        parts = made.parts[one.index]
        own = parts.weights / parts.weights.sum()

        def moved(source: int, target: int, share: float, own: Array = own) -> Array:
            weights = own.copy()
            weights[source] -= share
            weights[target] += share
            return weights

        if one.move is None:
            continue
        moves += 1
        source, target = (parts.names.index(name) for name in (one.move.source, one.move.target))
        past = moved(source, target, one.move.share + BESIDE)
        assert inside(made, at, one.index, past) != one.held
        for a, b in permutations(range(own.size), 2):
            for share in np.linspace(0, min(one.move.share, own[a]), 8)[:-1]:
                assert inside(made, at, one.index, moved(a, b, share)) == one.held
    assert moves > 10


def test_the_threshold_that_tips_is_the_one_at_which_the_study_changes(country: Results) -> None:
    for rounding in ("floor", "ceil", "nearest"):
        study = [f"rule.rounding={rounding}"]
        made = ensemble(leftbehind.run(read_study(STUDY, study)))
        for area in places(country)[:4]:
            for one in tipping(made, area).conditions:
                assert one.share is not None
                for past, wanted in ((-1e-6, False), (1e-6, True)):
                    patch = f"group.left-behind.worst.{one.index}={100 * (one.share + past)!r}%"
                    other = ensemble(leftbehind.run(read_study(STUDY, [*study, patch])))
                    again = tipping(other, area)
                    held = {c.index: c.held for c in again.conditions}
                    assert held[one.index] == wanted


def test_who_lacks_both_conditions_is_not_tipped_by_one(made: Ensemble, country: Results) -> None:
    far = country.areas.sort("need_rank", "deprivation_rank", descending=True)["area"][0]
    told = tipping(made, far)
    assert (told.on, told.lacking, told.smallest) == (False, 2, None)


def test_what_the_cuts_do_not_decide_no_weight_decides(country: Results) -> None:
    area = country.on_list()["area"][0]
    barred = ensemble(leftbehind.run(read_study(STUDY, [f"group.left-behind.exclude=['{area}']"])))
    told = tipping(barred, area)
    assert (told.on, told.barred, told.smallest) == (False, True, None)


@pytest.mark.parametrize("ties", ["inside", "outside"])
def test_who_ties_at_the_cut_is_where_the_rule_puts_him(ties: str) -> None:
    made = ensemble(leftbehind.run(read_study(STUDY, [f"rule.ties={ties}"])))
    parts, last = made.parts["need"], made.rule.last("need", 0.1)
    order = np.argsort(-parts.scores(parts.weights))
    values = parts.values.copy()
    values[:, order[last]] = values[:, order[last - 1]]  # the first outside is as the last inside
    made = replace(made, parts={**made.parts, "need": replace(parts, values=values)})
    for place in order[last - 1 : last + 1]:
        at = int(np.arange(made.rule.areas)[parts.known][place])
        told = {one.index: one for one in tipping(made, made.codes[at]).conditions}["need"]
        assert told.held == (ties == "inside")
        assert told.held == inside(made, at, "need", parts.weights / parts.weights.sum())
        assert told.rank == last


@pytest.mark.parametrize(
    ("patch", "area", "says"),
    [
        ("near=1%", "X99999999", "there is no area"),
        ("group.left-behind.floor.need=120", "X05000001", "has a floor"),
    ],
)
def test_what_cannot_be_said_is_refused(patch: str, area: str, says: str) -> None:
    made = ensemble(leftbehind.run(read_study(STUDY, [patch])))
    with pytest.raises(LeftBehindError, match=says):
        tipping(made, area)
