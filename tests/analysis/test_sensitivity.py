"""What moves the list: each single change is what a run of its own gives."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import leftbehind
from leftbehind import LeftBehindError, Results, read_study
from leftbehind.analysis.doubt import Doubtful, doubtful
from leftbehind.analysis.one_at_a_time import MOST
from leftbehind.analysis.sensitivity import Sensitive, sensitivity, variance

STUDY = "invented-country"
LIST = "group.left-behind"
GEOMETRIC = "index.need.node.need.combine=geometric mean"
AVERAGE_RANK = "index.deprivation.summarise=average rank"


@pytest.fixture(scope="module")
def found() -> Sensitive:
    return sensitivity(STUDY, samples=64)


@pytest.fixture(scope="module")
def at_hand() -> Doubtful:
    return doubtful(STUDY)


def overlap(one: Results, other: Results) -> float:
    a, b = (set(results.on_list()["area"]) for results in (one, other))
    return len(a & b) / len(a | b)


@pytest.mark.parametrize(
    ("kind", "of", "what", "patches"),
    [
        ("choice", "how wards are summed up", "average rank", [AVERAGE_RANK]),
        ("choice", "how need is put together", "geometric mean", [GEOMETRIC]),
        ("choices", "", "average rank; towards the district; geometric mean",
         [AVERAGE_RANK, GEOMETRIC]),
        ("threshold", "", "7%", [f"{LIST}.worst={{ deprivation = '7%', need = '7%' }}"]),
        ("left out", "need", "places",
         ["index.need.node.need.weights={ connectivity = 1, engaged = 1, places = 0 }"]),
        ("left out", "deprivation", "crime",
         ["index.deprivation.node.deprivation.weights.crime=0"]),
        ("left out", "deprivation", "overcrowding",
         ["index.deprivation.node.wider_barriers.weights="
          "{ homelessness = 1, unaffordability = 1, overcrowding = 0 }"]),
    ],
)  # fmt: skip
def test_a_single_change_is_what_a_run_of_its_own_gives(
    found: Sensitive, kind: str, of: str, what: str, patches: list[str]
) -> None:
    row = found.one_at_a_time.filter(kind=kind, of=of, what=what).row(0, named=True)
    own = leftbehind.run(STUDY)
    other = leftbehind.run(read_study(STUDY, patches))
    assert row["size"] == other.on_list().height
    assert row["jaccard"] == pytest.approx(overlap(own, other))
    for index in ("deprivation", "need"):
        one, two = (r.areas[f"{index}_rank"].cast(float) for r in (own, other))
        assert row[f"{index}_shift"] == pytest.approx(float(str((one - two).abs().mean())))
        both = pl.DataFrame({"one": one, "two": two}).drop_nulls()
        alike = np.corrcoef(both["one"], both["two"])[0, 1]
        assert row[f"{index}_alike"] == pytest.approx(alike)


def test_every_part_every_choice_and_every_threshold_is_tried(found: Sensitive) -> None:
    counted = dict(found.one_at_a_time.group_by("kind").len().iter_rows())
    study = read_study(STUDY)
    parts = sum(len([*recipe.node, *recipe.indicator]) - 1 for recipe in study.recipes.values())
    assert counted["threshold"] == 16
    assert counted["choices"] == 2 * 2 * 3
    assert counted["choice"] == 2 + 2 + 3
    tried = found.one_at_a_time.filter(kind="left out")
    assert tried.height == parts
    alone = tried.filter(pl.col("why_not") != "")
    assert set(alone["what"]) <= {"no_alternative"} or alone["size"].null_count() == alone.height


def test_a_source_moves_only_what_it_can_reach(found: Sensitive) -> None:
    rows = found.variance.influence.filter(threshold="free")

    def total(kind: str, source: str, output: str) -> float:
        return float(rows.filter(kind=kind, source=source, output=output)["total"].item())

    assert total("weights", "deprivation", "need_shift") == 0
    assert total("weights", "need", "deprivation_shift") == 0
    assert total("shares", "need", "need_shift") == 0
    assert total("shares", "need", "size") > 0.2
    assert total("options", "how need is put together", "need_shift") > 0.5
    assert total("options", "how need is put together", "deprivation_shift") == 0


def test_with_the_threshold_held_it_is_no_source_and_the_list_keeps_its_length(
    found: Sensitive,
) -> None:
    held = found.variance.influence.filter(threshold="held")
    assert set(held["kind"]) == {"weights", "options"}
    spread = {
        threshold: found.variance.outputs.filter(threshold=threshold, output="size")[
            "deviation"
        ].item()
        for threshold in ("free", "held")
    }
    assert spread["held"] < spread["free"] / 3
    assert found.variance.runs == {"free": 64 * 9, "held": 64 * 7}


def test_judged_together_or_alone_the_held_versions_are_the_same(at_hand: Doubtful) -> None:
    both = variance(at_hand, 16)
    alone = variance(doubtful(STUDY, ["doubt.shares=['10%', '10%']"]), 16)
    for output in ("jaccard", "entries", "size", "need_shift", "deprivation_shift"):
        held = both.outputs.filter(threshold="held", output=output).drop("threshold")
        fixed = alone.outputs.filter(threshold="free", output=output).drop("threshold")
        assert held.equals(fixed)


def test_the_number_of_cores_changes_nothing_and_the_seed_does(
    at_hand: Doubtful, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = variance(at_hand, 16).influence
    monkeypatch.setattr("leftbehind.analysis.tally.os.cpu_count", lambda: 5)
    assert variance(at_hand, 16).influence.equals(one)
    other = replace(at_hand, about=at_hand.about.model_copy(update={"seed": 7}))
    assert not variance(other, 16).influence.equals(one)


MANY = ", ".join(f"o{n} = {{ a = [], b = ['near={n}%'] }}" for n in range(1, 12))


@pytest.mark.parametrize(
    ("changes", "more", "says"),
    [
        ([], {"samples": 100}, "no power of two"),
        ([], {"samples": 8}, "no power of two"),
        ([], {"concentration": math.inf}, "no weights are drawn"),
        ([], {"concentration": 0.0}, "no weights are drawn"),
        ([f"doubt.option={{ {MANY} }}"], {"samples": 16}, "both change near"),
        (["doubt.option={ a = { x = [], y = ['near=2%', 'near=3%'], z = ['nearr=1%'] } }"],
         {"samples": 16}, "nearr"),
        (["doubt.range={ need = '100%' }"], {}, "above 0 and below 1"),
        (["doubt.range={ need = '20%' }", "doubt.panel={ need = 'x.csv' }"], {}, "say one"),
        (["doubt.range={ wealth = '20%' }"], {}, "no index whose weights"),
        (["doubt.draw=[]"], {}, "draw names nothing"),
        (["doubt.draw=['luck']"], {}, "luck"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    changes: list[str], more: dict[str, float], says: str
) -> None:
    with pytest.raises(LeftBehindError, match=says):
        sensitivity(STUDY, changes, **more)  # type: ignore[arg-type]


def test_too_many_combinations_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST > 1_000
    monkeypatch.setattr("leftbehind.analysis.one_at_a_time.MOST", 11)
    with pytest.raises(LeftBehindError, match="12 combinations; 11 can be tried"):
        sensitivity(STUDY, samples=16)
