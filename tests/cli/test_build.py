"""The commands that build an index by stages, and that change its method."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from _command import told
from leftbehind import run
from leftbehind.running.stages import built
from leftbehind.study_file import read_study

STAGES = ("counts", "rates", "imputed", "treated", "shrunk", "standardised", "scores")
GAPS = (
    "index.need.node.places.treat={ steps = ['winsorise'], skewness = 0, kurtosis = -2 }",
    "index.need.node.engaged.impute=median",
)
"""What is asked of the invented country, where nothing is so skewed that it need be treated."""


def sets(*patches: str) -> list[str]:
    return [word for patch in patches for word in ("--set", patch)]


def test_every_stage_is_kept_by_name(tmp_path: Path) -> None:
    place = tmp_path / "built"
    done = told("build", "invented-country", "--index", "need", "--out", str(place), *sets(*GAPS))
    assert done.code == 0, done.err
    names = {file.stem for file in place.glob("*.parquet")}
    assert names == {*STAGES, "account", "weights"}
    stages = {name: pl.read_parquet(place / f"{name}.parquet") for name in STAGES}
    assert {one.height for one in stages.values()} == {1_333}
    assert stages["counts"].columns == ["area", "no_car", "no_car_of"]
    rates = stages["rates"]["no_car"] - stages["counts"]["no_car"] / stages["counts"]["no_car_of"]
    assert rates.abs().max() == 0
    said = done.words
    for words in ("Community need, by the recipe invented_need: 9 indicators of 1,333 areas",
                  "gaps were filled", "outliers were treated",
                  "Skewness", "11.1%"):  # fmt: skip
        assert words in said


def test_the_account_is_the_difference_between_stages() -> None:
    """Each step changed as many figures as the account says, and no other."""
    made = built(read_study("invented-country", GAPS), "need")
    pairs = {"filled in": ("rates", "imputed"), "treated": ("imputed", "treated"),
             "shrunk": ("treated", "shrunk")}  # fmt: skip
    for step, (before, after) in pairs.items():
        rows = made.account.filter(step=step)
        stated = dict(zip(rows["part"], rows["areas"], strict=True))
        for part in made.stages["rates"].columns[1:]:
            one, other = made.stages[before][part], made.stages[after][part]
            assert int((one != other).sum()) + one.null_count() - other.null_count() == stated.get(
                part, 0
            ), (step, part)
    assert made.account.filter(step="filled in")["part"].to_list() == ["turnout", "grants_per_head"]
    assert made.account.filter(step="treated").height == 3


def test_counts_that_are_held_back_are_told() -> None:
    patch = "index.deprivation.indicator.income.suppressed={ low = 1, high = 9 }"
    done = told("build", "invented-country", "--set", patch)
    said = done.words
    assert "In 5 indicators a number stands for" in said
    assert "areas borrow strength from the larger area around them" in said


def test_the_last_stage_is_the_index_that_a_run_judges() -> None:
    made, results = built("invented-country", "need"), run("invented-country")
    both = made.stages["scores"].join(results["nodes_need"], on="area", suffix="_run")
    for column in ("need_score", "need_rank", "places_score"):
        assert both[column].equals(both[f"{column}_run"], null_equal=True), column
    weights = made.weights.filter(~pl.col("part").is_in(made.weights["parent"]))
    assert weights["nominal"].sum() == pytest.approx(1)
    ranks = both["need_rank"].drop_nulls().to_numpy()
    deciles = both["need_decile"].drop_nulls().to_numpy()
    assert (deciles == np.ceil(10 * ranks / ranks.size)).all()


def test_a_workbook_holds_every_stage_and_text_stays_text(tmp_path: Path) -> None:
    place = tmp_path / "book"
    done = told("build", "invented-country", "--index", "need", "--out", str(place),
                "--format", "xlsx", "--quiet")  # fmt: skip
    assert done.code == 0, done.err
    sheets = pl.read_excel(place / "need.xlsx", sheet_id=0)
    assert list(sheets) == [*STAGES, "account", "weights"]
    stage = built("invented-country", "need").stages["standardised"]
    assert sheets["standardised"]["area"].to_list() == stage["area"].to_list()
    # Excel keeps fifteen digits.
    assert (sheets["standardised"]["no_car"] - stage["no_car"]).abs().max() < 1e-13


def test_a_folder_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = told("build", "invented-country", "--out", str(tmp_path))
    assert done.code == 1
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
    other = told("build", "invented-country", "--index", "other")
    assert "there is no index 'other'" in other.err


def test_what_if_says_who_enters_who_leaves_and_why(tmp_path: Path) -> None:
    place = tmp_path / "what"
    done = told("whatif", "invented-country", "--drop", "need.turnout", "--out", str(place),
                "--set", "group.left-behind.worst.need=12%")  # fmt: skip
    assert done.code == 0, done.err
    said = done.words
    for words in ("What if: group.left-behind.worst.need=12%; need.turnout is left out.",
                  "The list has 28 areas, and would have", "Deprivation: every rank stays",
                  "only all of it together", "the largest moves of ranks", "INVENTED"):  # fmt: skip
        assert words in said
    movers = pl.read_parquet(place / "movers.parquet")
    assert movers.height == pl.read_parquet(place / "areas.parquet").filter(
        pl.col("before") != pl.col("after")
    ).height  # fmt: skip


def test_what_if_for_machines() -> None:
    done = told("whatif", "invented-country", "--format", "csv", "--quiet",
                "--add", "need.places.people=simulated_need_ward20.journey_minutes")  # fmt: skip
    assert done.code == 0, done.err
    assert {"area", "enters", "because"} <= set(pl.read_csv(io.StringIO(done.out)).columns)
    assert "nothing is changed" in told("whatif", "invented-country").err
