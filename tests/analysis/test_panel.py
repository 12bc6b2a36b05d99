"""A panel's weights against worked examples, and every form that must not pass."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, rankdata

from leftbehind import LeftBehindError, read_study
from leftbehind.analysis.panel import (
    Panel,
    agreement,
    distances,
    kendalls_w,
    pair_weights,
    points_to_weights,
    rank_order_centroid,
    refused,
)
from leftbehind.analysis.panel_file import PanelFile, parts_asked, read_panel
from leftbehind.analysis.panel_lists import lists_of

STUDY = read_study("invented-country")
NEED = ("places", "connectivity", "engaged")
DEPRIVATION = tuple(parts_asked(STUDY, "deprivation"))
WORKED = np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
"""Methodology 9.9."""


def read(text: str, index: str = "need") -> PanelFile:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "panel.csv"
        file.write_text(text, "utf-8")
        return read_panel(file, STUDY, index)


def points(*rows: tuple[str, tuple[object, ...]], parts: tuple[str, ...] = NEED) -> str:
    """A CSV of points: each expert with one answer for each part."""
    lines = [f'"{name}",{part},{answer}' for name, answers in rows
             for part, answer in zip(parts, answers, strict=True)]  # fmt: skip
    return "\n".join(["expert,part,points", *lines, ""])


def ranking(*answers: object) -> str:
    return points(("Ann", answers)).replace("points", "rank", 1)


def pairs(*rows: tuple[str, str, object], expert: str = "Ann") -> str:
    return "\n".join(
        ["expert,part,other,value", *(f"{expert},{a},{b},{v}" for a, b, v in rows), ""]
    )


def three(first: object, second: object, third: object) -> str:
    return pairs(("places", "connectivity", first), ("places", "engaged", second),
                 ("connectivity", "engaged", third))  # fmt: skip


# Against worked examples.


def test_weights_and_consistency_of_the_worked_comparison() -> None:
    weights, told = pair_weights(WORKED)
    assert weights == pytest.approx([0.636986, 0.258285, 0.104729], abs=5e-7)
    assert told.largest == pytest.approx(3.038511, abs=5e-7)
    assert told.index == pytest.approx(0.019256, abs=5e-7)
    assert told.ratio == pytest.approx(0.0332, abs=5e-5)


def test_consistent_comparisons_give_back_their_weights() -> None:
    own = np.array([0.4, 0.3, 0.2, 0.1])
    weights, told = pair_weights(own[:, None] / own)
    assert weights == pytest.approx(own)
    assert (told.largest, told.ratio) == pytest.approx((4, 0), abs=1e-9)


def test_two_parts_cannot_contradict_each_other() -> None:
    weights, told = pair_weights(np.array([[1, 4], [1 / 4, 1]]))
    assert weights == pytest.approx([0.8, 0.2])
    assert told.ratio == 0


def test_the_pair_that_fits_least_is_the_one_that_was_turned_round() -> None:
    own = np.array([0.4, 0.3, 0.2, 0.1])
    matrix = own[:, None] / own
    matrix[1, 3], matrix[3, 1] = 1 / 3, 3
    told = pair_weights(matrix)[1]
    assert told.pair == (3, 1)
    assert told.stated == pytest.approx(3)
    assert told.fitting < told.stated / 2


def test_more_parts_than_the_random_index_is_known_for_are_refused() -> None:
    with pytest.raises(ValueError, match="2 to 10 parts, not 11"):
        pair_weights(np.ones((11, 11)))


def test_rank_order_centroid_of_three_and_four() -> None:
    assert rank_order_centroid(np.array([1.0, 2.0, 3.0])) == pytest.approx(
        [11 / 18, 5 / 18, 2 / 18]
    )
    four = [Fraction(25, 48), Fraction(13, 48), Fraction(7, 48), Fraction(3, 48)]
    assert rank_order_centroid(np.array([2.0, 1.0, 4.0, 3.0])) == pytest.approx(
        [float(four[n]) for n in (1, 0, 3, 2)]
    )


def test_the_centroid_is_the_mean_of_all_weights_of_that_order() -> None:
    drawn = np.random.default_rng(1).dirichlet(np.ones(3), 200_000)
    mean = -np.sort(-drawn, axis=1).mean(axis=0)
    assert rank_order_centroid(np.array([3.0, 1.0, 2.0])) == pytest.approx(
        mean[[2, 0, 1]], abs=2e-3
    )


def test_kendalls_w_of_three_judges() -> None:
    # Siegel, S. (1956), Nonparametric Statistics: S = 25.5, W = .16.
    judges = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], dtype=float)
    assert kendalls_w(judges) == pytest.approx(25.5 / 157.5)
    assert kendalls_w(np.tile(judges[0], (4, 1))) == 1


def test_opposite_orders_have_no_concordance() -> None:
    assert kendalls_w(np.array([[1.0, 2, 3], [3, 2, 1]])) == 0


@given(st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=2, max_size=6))
def test_kendalls_w_with_ties_is_friedmans_statistic(rows: list[list[int]]) -> None:
    ranks = np.array([rankdata(row) for row in rows])
    w = kendalls_w(ranks)
    if (ranks == 2.5).all():
        assert np.isnan(w)
        return
    statistic, p = friedmanchisquare(*np.array(rows, dtype=float).T)
    assert w * len(rows) * 3 == pytest.approx(statistic, abs=1e-9)
    weights = np.array(rows) / np.sum(rows, axis=1, keepdims=True)
    panel = Panel(("a", "b", "c", "d"), tuple(map(str, range(len(rows)))), weights)
    told = agreement(panel)
    assert (told.w, told.chi_square, told.freedom) == pytest.approx((w, statistic, 3))
    assert told.p == pytest.approx(p)


def test_one_expert_agrees_with_nobody() -> None:
    told = agreement(read(points(("Ann", (50, 30, 20)))).panel)
    assert all(np.isnan(value) for value in (told.w, told.p, told.chi_square, told.dispersion))


def test_joint_weights_are_the_arithmetic_mean_of_points() -> None:
    panel = read(points(("Ann", (50, 30, 20)), ("Bo", (10, 50, 40)))).panel
    assert panel.joint == pytest.approx([0.3, 0.4, 0.3])
    assert distances(panel) == pytest.approx([0.2, 0.2])
    assert agreement(panel).dispersion == pytest.approx(0.2)


def test_joint_weights_of_pairs_are_the_geometric_mean() -> None:
    turned = [("places", "connectivity", "1/3"), ("places", "engaged", "1/5"),
              ("connectivity", "engaged", "1/3")]  # fmt: skip
    both = three(3, 5, 3) + pairs(*turned, expert="Bo").partition("\n")[2]
    panel = read(both).panel
    own = np.array([0.636986, 0.258285, 0.104729])
    product = np.sqrt(own * own[::-1])
    assert panel.weights == pytest.approx(np.array([own, own[::-1]]), abs=1e-6)
    assert panel.joint == pytest.approx(product / product.sum(), abs=1e-6)
    assert panel.joint != pytest.approx(panel.weights.mean(axis=0), abs=1e-2)


# What must hold of every panel.

budgets = st.lists(
    st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any), min_size=1, max_size=5
)


@given(budgets, st.randoms(use_true_random=False))
def test_the_order_of_experts_and_parts_changes_nothing(rows, random) -> None:
    weights = np.array([points_to_weights(np.array(row, dtype=float)) for row in rows])
    names = tuple(f"E{n}" for n in range(len(rows)))
    for method in ("points", "pairs"):
        kept = np.maximum(weights, 0.01) if method == "pairs" else weights
        kept = kept / kept.sum(axis=1, keepdims=True)
        panel = Panel(NEED, names, kept, method)
        assert panel.joint.sum() == pytest.approx(1)
        across, down = list(range(3)), list(range(len(rows)))
        random.shuffle(across)
        random.shuffle(down)
        moved = Panel(tuple(NEED[n] for n in across), tuple(names[n] for n in down),
                      kept[np.ix_(down, across)], method)  # fmt: skip
        assert moved.joint == pytest.approx(panel.joint[across])
        assert distances(moved) == pytest.approx(distances(panel)[down])
        one, other = agreement(panel), agreement(moved)
        assert (other.w, other.p, other.dispersion) == pytest.approx(
            (one.w, one.p, one.dispersion), nan_ok=True
        )


@given(st.lists(st.integers(1, 9), min_size=6, max_size=6), st.permutations(range(4)))
def test_the_order_of_parts_moves_the_weights_of_pairs_alike(values, order) -> None:
    matrix = np.eye(4)
    for (row, column), value in zip(zip(*np.triu_indices(4, 1), strict=True), values, strict=True):
        matrix[row, column], matrix[column, row] = value, 1 / value
    weights, told = pair_weights(matrix)
    moved, again = pair_weights(matrix[np.ix_(order, order)])
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()
    assert moved == pytest.approx(weights[list(order)])
    assert (again.ratio, again.largest) == pytest.approx((told.ratio, told.largest), abs=1e-9)


@given(st.permutations([1.0, 2.0, 3.0, 4.0, 5.0]))
def test_a_better_rank_weighs_more(ranks) -> None:
    weights = rank_order_centroid(np.array(ranks))
    assert weights.sum() == pytest.approx(1)
    assert list(np.argsort(-weights)) == list(np.argsort(ranks))


@settings(max_examples=25)
@given(st.lists(st.integers(0, 10_000), min_size=6, max_size=6), st.permutations(range(7)))
def test_a_filled_form_gives_back_its_weights(cuts, order) -> None:
    shares = np.diff([0, *sorted(cuts), 10_000])
    answers = tuple(f"{share / 100:g}" for share in shares)
    text = points(("Ann", answers), parts=DEPRIVATION)
    head, *lines = text.splitlines()
    shuffled = "\n".join([head, *(lines[n] for n in order), ""])
    for form in (text, shuffled):
        panel = read(form, "deprivation").panel
        assert panel.parts == DEPRIVATION
        assert panel.weights[0] == pytest.approx(shares / 10_000)


# Comparisons of pairs.


def test_comparisons_in_the_other_direction_are_the_same() -> None:
    turned = pairs(("connectivity", "places", "1/3"), ("engaged", "places", 0.2),
                   ("engaged", "connectivity", "0.33"))  # fmt: skip
    assert read(turned).panel.weights == pytest.approx(read(three(3, 5, 3)).panel.weights, abs=1e-3)


def test_a_rounded_reverse_is_no_contradiction_and_loses_nothing() -> None:
    both = three(3, 5, 3) + "Ann,connectivity,places,0.33\n"
    assert read(both).panel.weights[0] == pytest.approx(pair_weights(WORKED)[0])
    first = pairs(("connectivity", "places", "0.33"), ("places", "connectivity", 3),
                  ("places", "engaged", 5), ("connectivity", "engaged", 3))  # fmt: skip
    assert read(first).panel.weights[0] == pytest.approx(pair_weights(WORKED)[0])


def test_inconsistent_comparisons_are_told_not_refused() -> None:
    found = read(three(9, "1/9", 7))
    assert found.consistency[0].ratio > 0.1
    assert refused(found.consistency) == [0]
    assert refused(read(three(3, 5, 3)).consistency) == []


# What is refused, with the place and the mend.

REFUSED = {
    "points that do not add up": (points(("Ann", (50, 30, 19))), "Ann: the points add up to 99"),
    "beyond the tolerance": (points(("Ann", (33.33, 33.33, 33.32))), "add up to 99.98"),
    "no weight at all": (points(("Ann", (0, 0, 0))), "every part has 0 points"),
    "less than nothing": (points(("Ann", (120, -10, -10))), r"row 3, column points: Ann: .* -10"),
    "more than there are": (
        points(("Ann", ("1e308", "1e308", 0))), r"row 2, column points: Ann: places has 1e\+308"
    ),
    "text for points": (
        points(("Ann", (50, "many", 20))), "row 3, column points: 'Ann': 'many' is not a number"
    ),
    "no finite number": (points(("Ann", (50, "1e999", 20))), "not a number"),
    "a word for infinity": (points(("Ann", (50, "inf", 20))), "not a number"),
    "an underscore": (points(("Ann", (50, "3_0", 20))), "not a number"),
    "a fraction of points": (points(("Ann", (50, "60/2", 20))), "not a number"),
    "a blank cell": (points(("Ann", (50, "", 50))), "'Ann' has no points for connectivity"),
    "an unknown part": (
        points(("Ann", (50, 30, 20))).replace("engaged", "engagd"), "did you mean engaged?"
    ),
    "an expert twice": (
        points(("Ann", (50, 30, 20)), ("ANN", (10, 10, 80))),
        "row 5: 'Ann' answers for places twice, first in row 2",
    ),
    "a missing row": ("expert,part,points\nAnn,places,100\n", "no row of connectivity, engaged"),
    "no name": (points(("Ann", (50, 30, 20)), ("", (50, 30, 20))), "row 5.*no expert is named"),
    "an unfilled form": (points(("Ann", ("", "", ""))), "the form is empty"),
    "one unfilled form": (
        points(("Ann", (50, 30, 20)), ("Bo", ("", "", ""))), "form of 'Bo' is empty"
    ),
    "terminal controls": (points(("A\x1b[2Jn", (50, 30, 20))), "control characters"),
    "an endless name": (points(("A" * 500, (50, 30, 20))), "500 letters"),
    "no headings": ("who,what,much\nAnn,places,100\n", "no row of headings"),
    "two methods": ("expert,part,points,rank\nAnn,places,100,1\n", "no row of headings"),
    "no expert column": ("part,points\nplaces,100\n", "says who answers"),
    "a column twice": ("expert,part,points,points\nAnn,places,1,2\n", "comes 2 times"),
    "semicolons": ("expert;part;points\nAnn;places;100\n", "semicolons"),
    "a rank twice": (ranking(1, 1, 3), "rank 1 is given to places, connectivity.*1.5 to all"),
    "a rank too far": (ranking(1, 2, 4), "the ranks are 1, 2, 4, not 1 to 3"),
    "a rank that is nearly one": (ranking("1.0000001", 2, 3), "the ranks are 1.0000001, 2, 3"),
    "an order that begins at nothing": (ranking(0, 1, 2), "the ranks are 0, 1, 2"),
    "off the scale": (three(10, 5, 3), "10 is not between 1/9 and 9"),
    "below the scale": (three(3, 0.05, 3), "0.05 is not between"),
    "divided by nothing": (three("1/0", 5, 3), "'1/0' is not a number"),
    "a missing pair": (
        pairs(("places", "connectivity", 3), ("places", "engaged", 5)),
        "no comparison of connectivity with engaged",
    ),
    "with itself": (three(3, 5, 3) + "Ann,places,places,1\n", "places is compared with itself"),
    "a contradiction": (
        three(3, 5, 3) + "Ann,connectivity,places,3\n", "connectivity against places is 3"
    ),
    "a pair twice": (
        three(3, 5, 3) + "Ann,places,engaged,4\n", "places against engaged twice, first in row 3"
    ),
    "no other": (pairs(("places", "", 3)), "column other: 'Ann': no part is named"),
    "an unknown other": (
        pairs(("places", "conectivity", 3)), "column other.*did you mean connectivity?"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_form_that_cannot_be_read_is_refused(text: str, said: str) -> None:
    with pytest.raises(LeftBehindError, match=rf"panel\.csv.*{said}") as error:
        read(text)
    assert "\x1b" not in str(error.value)
    assert error.value.mend


@pytest.mark.parametrize("answers", [(33.33, 33.33, 33.33), (33.34, 33.33, 33.34), (100, 0, 0)])
def test_points_within_the_tolerance_add_up(answers) -> None:
    panel = read(points(("Ann", answers))).panel
    assert panel.weights.sum() == pytest.approx(1)
    assert panel.weights[0] == pytest.approx(np.array(answers) / sum(answers))


def test_parts_that_tie_have_the_mean_of_their_ranks() -> None:
    assert read(ranking(1.5, 3, 1.5)).panel.weights[0] == pytest.approx([8 / 18, 2 / 18, 8 / 18])


def test_a_rank_that_a_spreadsheet_has_rounded_is_that_rank() -> None:
    rounded = read(ranking("1.0000000000001", 2, 3)).panel.weights
    assert rounded.tolist() == read(ranking(1, 2, 3)).panel.weights.tolist()


def test_a_name_that_would_be_a_formula_stays_a_name() -> None:
    assert read(points(("'=1+1", (50, 30, 20)), ("@me", (50, 30, 20)))).panel.experts == (
        "=1+1",
        "@me",
    )


def test_what_is_no_form_at_all_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "panel.xlsx"
    text.write_text("expert,part,points\n")
    for file, said in ((text, "not a workbook"), (tmp_path / "panel.txt", "no such file")):
        with pytest.raises(LeftBehindError, match=said):
            read_panel(file, STUDY, "need")
    with pytest.raises(LeftBehindError, match="this is a folder"):
        read_panel(tmp_path, STUDY, "need")
    other = tmp_path / "panel.ods"
    other.write_text("x")
    with pytest.raises(LeftBehindError, match=r"files ending in \.ods"):
        read_panel(other, STUDY, "need")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_csv_in_another_encoding_is_told_how_to_save_it(tmp_path: Path, encoding: str) -> None:
    """A panel has no entry in a catalogue that could say its encoding."""
    file = tmp_path / "panel.csv"
    file.write_bytes(points(("José", (50, 30, 20))).encode(encoding))
    with pytest.raises(LeftBehindError, match=r"save it as \.xlsx, or as CSV in UTF-8") as error:
        read_panel(file, STUDY, "need")
    assert "entry" not in str(error.value)


def test_a_file_too_large_for_a_panel_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "panel.csv"
    with file.open("wb") as huge:
        huge.truncate(50_000_000)
    with pytest.raises(LeftBehindError, match="50 MB are more than forms of a panel have"):
        read_panel(file, STUDY, "need")


def test_an_index_that_the_study_has_not_is_refused() -> None:
    with pytest.raises(LeftBehindError, match="did you mean need"):
        parts_asked(STUDY, "needs")


# What the weights would do to the list.


def test_the_own_weights_change_nothing_and_others_do() -> None:
    own = STUDY.recipes["deprivation"].node["deprivation"].weights
    alike = np.array([own[part] for part in DEPRIVATION])
    alike /= alike.sum()
    only = np.zeros(len(DEPRIVATION))
    only[-1] = 1
    panel = Panel(DEPRIVATION, ("Same", "Other"), np.array([alike, only]))
    found = lists_of(panel, "invented-country", "deprivation")
    same, other, joint = found.moved
    assert found.weights == pytest.approx(alike)
    assert (same.jaccard, same.entries, same.exits) == (1, (), ())
    own_list = set(found.own.on_list()["area"])
    assert same.size == len(own_list)
    assert 0 <= other.jaccard < 1
    assert other.size == len(own_list) + len(other.entries) - len(other.exits)
    assert set(other.exits) <= own_list
    assert not set(other.entries) & own_list
    both = len(own_list) - len(other.exits)
    assert other.jaccard == pytest.approx(both / (len(own_list) + len(other.entries)))
    assert joint.expert is None
    assert joint.jaccard > other.jaccard


def test_a_floor_in_scores_keeps_its_meaning(tmp_path: Path) -> None:
    """Weights that add up to .999 in the study do so for an expert of the same mind."""
    areas = lists_of(
        Panel(NEED, ("Same",), np.full((1, 3), 1 / 3)), "invented-country", "need"
    ).own.areas
    floor = float(areas["need_score"].drop_nulls().median())
    study = tmp_path / "floor.toml"
    study.write_text(
        'extends = "invented-country"\ntitle = "With a floor"\n'
        f"[group.left-behind.floor]\nneed = {floor!r}\n"
    )
    found = lists_of(Panel(NEED, ("Same",), np.full((1, 3), 1 / 3)), str(study), "need")
    assert found.own.on_list().height
    assert [one.jaccard for one in found.moved] == [1, 1]
