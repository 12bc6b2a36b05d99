"""Where drawn weights come from: a range around the study's own, or a panel that disagrees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import leftbehind
from leftbehind import LeftBehindError, read_study
from leftbehind.analysis.doubt import doubtful
from leftbehind.analysis.drawing import Source, draw, sequence, sources
from leftbehind.questions import DRAWN

STUDY = "invented-country"
PARTS = ("places", "connectivity", "engaged")
EXPERTS = {"Ann": (50, 30, 20), "Bo": (20, 30, 50), "Cy": (34, 33, 33)}


def panel(folder: Path, experts: dict[str, tuple[int, int, int]]) -> Path:
    rows = [f"{name},{part},{points}" for name, given in experts.items()
            for part, points in zip(PARTS, given, strict=True)]  # fmt: skip
    file = folder / "panel.csv"
    file.write_text("\n".join(["expert,part,points", *rows, ""]), "utf-8")
    return file


def test_a_version_takes_the_weights_of_one_expert_each_as_often(tmp_path: Path) -> None:
    at_hand = doubtful(STUDY, [f"doubt.panel.need={panel(tmp_path, EXPERTS)}"])
    drawn = draw(at_hand.made, at_hand.about, 300, 400.0).weights["need"]
    shares = np.round(100 * drawn / drawn.sum(axis=1, keepdims=True), 6)
    found, counts = np.unique(shares, axis=0, return_counts=True)
    assert {tuple(row) for row in found.tolist()} == set(EXPERTS.values())
    assert counts.min() > 95
    np.testing.assert_allclose(drawn.sum(axis=1), at_hand.made.parts["need"].weights.sum())


def test_a_panel_beside_the_study_s_file_is_found_and_judged(tmp_path: Path) -> None:
    panel(tmp_path, EXPERTS)
    study = tmp_path / "mine.toml"
    study.write_text(f'extends = "{STUDY}"\n[doubt]\nweights = ["need"]\n'
                     '[doubt.panel]\nneed = "panel.csv"\n', "utf-8")  # fmt: skip
    found = doubtful(study).doubted(60, ranks=False)
    lists = []
    for given in EXPERTS.values():
        stated = ", ".join(f"{p} = {w / 100!r}" for p, w in zip(PARTS, given, strict=True))
        patch = f"index.need.node.need.weights={{ {stated} }}"
        lists.append(leftbehind.run(read_study(STUDY, [patch])).on_list().height)
    assert set(found.versions["size"]) == set(lists)


def test_an_order_of_parts_of_its_own_changes_nothing(tmp_path: Path) -> None:
    own = doubtful(STUDY, [f"doubt.panel.need={panel(tmp_path, EXPERTS)}"]).made.parts["need"]
    text = (tmp_path / "panel.csv").read_text("utf-8").splitlines()
    other = tmp_path / "turned.csv"
    other.write_text("\n".join([text[0], *reversed(text[1:]), ""]), "utf-8")
    turned = doubtful(STUDY, [f"doubt.panel.need={other}"]).made.parts["need"]
    assert own.experts is not None
    assert turned.experts is not None
    assert {tuple(row) for row in own.experts.tolist()} == {
        tuple(row) for row in turned.experts.tolist()
    }


def test_a_range_is_kept_before_the_sum_is_restored() -> None:
    at_hand = doubtful(STUDY, ["doubt.range={ deprivation = '25%' }"])
    own = at_hand.made.parts["deprivation"].weights
    drawn = draw(at_hand.made, at_hand.about, 512, 400.0).weights["deprivation"]
    np.testing.assert_allclose(drawn.sum(axis=1), own.sum())
    ratio = drawn / own
    # Between two parts of one version no ratio is beyond that of the two ends.
    assert (ratio.max(axis=1) / ratio.min(axis=1)).max() <= 1.25 / 0.75 + 1e-9
    assert (ratio.max(axis=1) / ratio.min(axis=1)).max() > 1.5
    assert draw(at_hand.made, at_hand.about, 8, 400.0).weights["need"].std() > 0


def test_only_what_draw_names_is_drawn() -> None:
    at_hand = doubtful(STUDY)
    assert {s.kind for s in sources(at_hand.made, at_hand.about, at_hand.about.draw)} == {"weights"}
    assert {s.kind for s in sources(at_hand.made, at_hand.about, DRAWN)} == {
        "weights", "shares", "options"
    }  # fmt: skip


def test_copies_of_a_sequence_are_even_and_do_not_follow_each_other() -> None:
    drawn = (Source("weights", "a", 7), Source("options", "b"), Source("options", "c"))
    one, other = sequence(drawn, 256, seed=3, copies=2)
    for source in drawn:
        assert one[source].shape == other[source].shape == (256, source.length)
        np.testing.assert_allclose(one[source].mean(axis=0), 0.5, atol=0.01)
    pair = np.corrcoef(one[drawn[1]][:, 0], other[drawn[1]][:, 0])[0, 1]
    assert abs(pair) < 0.1


@pytest.mark.parametrize(
    ("experts", "says"),
    [
        ({"Ann": (50, 30, 20)}, "a panel of one does not disagree"),
        ({"Ann": (50, 30, 20), "Bo": (50, 30, 30)}, "add up to 110"),
    ],
)
def test_a_panel_that_says_nothing_of_doubt_is_refused(
    tmp_path: Path, experts: dict[str, tuple[int, int, int]], says: str
) -> None:
    with pytest.raises(LeftBehindError, match=says):
        doubtful(STUDY, [f"doubt.panel.need={panel(tmp_path, experts)}"])


def test_a_part_that_weighs_nothing_in_the_study_cannot_be_drawn(tmp_path: Path) -> None:
    nothing = "index.need.node.need.weights={ places = 1, connectivity = 1, engaged = 0 }"
    with pytest.raises(LeftBehindError, match="engaged has no weight in the study"):
        doubtful(STUDY, [nothing, f"doubt.panel.need={panel(tmp_path, EXPERTS)}"])


@pytest.mark.parametrize(
    ("patch", "says"),
    [
        ("doubt.panel={ wealth = 'x.csv' }", "names no index: wealth"),
        ("doubt.panel={ need = 'nowhere.csv' }", "nowhere.csv"),
        ("doubt.range={ need = '100%' }", "above 0 and below 1"),
        ("doubt.range={ need = 5 }", "above 0 and below 1"),
    ],
)
def test_a_source_that_is_not_there_is_refused(patch: str, says: str) -> None:
    with pytest.raises(LeftBehindError, match=says):
        doubtful(STUDY, [patch])
