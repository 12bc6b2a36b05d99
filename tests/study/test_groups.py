"""Rules, cuts, ties, margins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leftbehind import LeftBehindError
from leftbehind.engine.arrays import place
from leftbehind.groups import Conventions, Group, Judged, Share, identify, two_by_two


def judged(**scores: list[float]) -> Judged:
    arrays = {name: np.array(values, dtype=float) for name, values in scores.items()}
    size = len(next(iter(arrays.values())))
    return Judged(
        np.array([f"T{i}" for i in range(size)]),
        arrays,
        {name: place(values) for name, values in arrays.items()},
        size,
        np.full(size, 100.0),
    )


def inside(group: dict, areas: Judged, **conventions: str) -> list[int]:
    members, _ = identify({"g": Group(**group)}, areas, Conventions(**conventions))
    return np.flatnonzero(members["g"].inside).tolist()


TEN = judged(a=list(range(10, 0, -1)), b=[1, 10, 9, 2, 3, 4, 5, 6, 7, 8])


@pytest.mark.parametrize(("rounding", "cut"), [("floor", 743), ("ceil", 744), ("nearest", 743)])
def test_a_share_becomes_a_rank(rounding: str, cut: int) -> None:
    assert Conventions(rounding=rounding).cut(Share(of_all=0.1), 7_433) == cut


def test_a_share_in_percent_is_not_betrayed_by_binary_fractions() -> None:
    assert Conventions(rounding="ceil").cut(Share(of_all=0.07), 100) == 7
    assert Conventions(rounding="floor").cut(Share(of_all=0.29), 100) == 29


def test_and_or_and_at_least() -> None:
    worst = {"a": "20%", "b": "20%"}
    assert inside({"worst": worst}, TEN) == [1]
    assert inside({"worst": worst, "at_least": 1}, TEN) == [0, 1, 2]
    assert inside({"worst": {"a": 3}}, TEN) == [0, 1, 2]


def test_floors_exclusions_and_people() -> None:
    assert inside({"worst": {"a": 4}, "floor": {"b": 9}}, TEN) == [1, 2]
    assert inside({"worst": {"a": 4}, "exclude": ["T0"]}, TEN) == [1, 2, 3]
    assert inside({"worst": {"a": 4}, "people_at_least": 101}, TEN) == []


def test_ties_at_the_cut_are_all_inside_or_all_outside() -> None:
    tied = judged(a=[9, 8, 8, 1])
    assert inside({"worst": {"a": 2}}, tied) == [0, 1, 2]
    assert inside({"worst": {"a": 2}}, tied, ties="outside") == [0]
    assert inside({"worst": {"a": 3}}, tied, ties="outside") == [0, 1, 2]


def test_the_cut_says_n_score_and_ties() -> None:
    _, cuts = identify({"g": Group(worst={"a": 2})}, judged(a=[9, 8, 8, 1]), Conventions())
    assert (cuts[0].areas, cuts[0].rank, cuts[0].score, cuts[0].tied) == (4, 2, 8.0, 2)


def test_an_area_with_an_unknown_index_is_in_no_group() -> None:
    nan = float("nan")
    areas = judged(a=[9, nan, 7, 6], b=[9, 8, nan, 6])
    members, _ = identify(two_by_two("a", "b", "50%"), areas, Conventions())
    assert [m.inside.tolist() for m in members.values()] == [
        [True, False, False, False],
        [False, False, False, False],
        [False, False, False, False],
        [False, False, False, True],
    ]


def test_groups_that_exclude_each_other_are_refused() -> None:
    groups = {"x": Group(worst={"a": 1}, unless="y"), "y": Group(worst={"a": 2}, unless="x")}
    with pytest.raises(LeftBehindError, match="circle: x → y → x"):
        identify(groups, TEN, Conventions())


columns = st.integers(1, 30).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 9), min_size=n, max_size=n)] * 2)
)


@given(columns, st.integers(1, 100))
def test_two_by_two_parts_every_area(pair, percent) -> None:
    areas = judged(a=pair[0], b=pair[1])
    members, _ = identify(two_by_two("a", "b", f"{percent}%"), areas, Conventions())
    assert (sum(m.inside.astype(int) for m in members.values()) == 1).all()


@given(columns, st.integers(1, 100))
def test_inside_is_a_margin_of_nothing_or_more(pair, percent) -> None:
    for ties in ("inside", "outside"):
        members, _ = identify(
            two_by_two("a", "b", f"{percent}%"),
            judged(a=pair[0], b=pair[1]),
            Conventions(ties=ties),
        )
        both = members["left-behind"]
        assert ((both.margin >= 0) == both.inside).all()
