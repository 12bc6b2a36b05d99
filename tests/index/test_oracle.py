"""What COINr 1.1.14 computes on 60 invented units: the same steps give the same figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import leftbehind
from leftbehind.data.fetch import data_folder

pytestmark = pytest.mark.data

DOMAINS = ("A", "B", "C")


@pytest.fixture(scope="module")
def oracle() -> Path:
    folder = data_folder()
    place = folder.parent / "oracle" if folder else Path("nowhere")
    if not place.is_dir():
        pytest.skip("needs the folder oracle/ beside that of the published tables")
    return place


def tree(oracle: Path, standardise: Any, combine: str) -> leftbehind.Recipe:
    """COINr's tree: indicators normalised, domains combined as they are."""
    rows = pl.read_csv(oracle / "tree.csv").rows(named=True)
    children: dict[str, dict[str, float]] = {}
    for row in rows:
        if row["Parent"] and row["Parent"] != "NA":
            children.setdefault(row["Parent"], {})[row["iCode"]] = float(row["Weight"])
    inner = {
        name: {
            "title": name,
            "weights": weights,
            "combine": combine,
            "standardise": "as is" if name == "INDEX" else standardise,
        }
        for name, weights in children.items()
    }
    leaves = {
        row["iCode"]: {
            "title": row["iCode"],
            "higher": "worse" if row["Direction"] == 1 else "better",
        }
        for row in rows
        if row["Type"] == "Indicator"
    }
    return leftbehind.recipe(
        {
            "name": "oracle", "title": "Oracle", "edition": "1", "nation": "Nowhere",
            "geography": "unit20", "root": "INDEX", "node": inner, "indicator": leaves,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("combine", "file"),
    [("arithmetic mean", "amean"), ("geometric mean", "gmean"), ("harmonic mean", "hmean")],
)
def test_aggregations(oracle: Path, combine: str, file: str) -> None:
    units = pl.read_csv(oracle / "complete.csv")
    theirs = pl.read_csv(oracle / f"aggregate_{file}.csv")
    standardise = {"method": "min-max", "low": 1.0, "high": 100.0}
    ours = leftbehind.build(tree(oracle, standardise, combine), units, area="uCode")
    for name in (*DOMAINS, "INDEX"):
        assert (ours[f"{name}_score"] - theirs[name]).abs().max() < 1e-9, name


def test_ranks_of_the_arithmetic_index(oracle: Path) -> None:
    units = pl.read_csv(oracle / "complete.csv")
    theirs = pl.read_csv(oracle / "results.csv").select("uCode", theirs="Rank")
    standardise = {"method": "min-max", "low": 1.0, "high": 100.0}
    ours = leftbehind.build(tree(oracle, standardise, "arithmetic mean"), units, area="uCode")
    both = ours.join(theirs, on="uCode")
    assert (both["INDEX_rank"] == both["theirs"]).all()


@pytest.mark.parametrize(("standardise", "file"), [("min-max", "minmax"), ("z-score", "zscore")])
def test_normalisations(oracle: Path, standardise: str, file: str) -> None:
    from leftbehind.index.score import score

    units = pl.read_csv(oracle / "complete.csv")
    theirs = pl.read_csv(oracle / f"normalise_{file}.csv")
    columns = {name: units[name].cast(pl.Float64).to_numpy() for name in units.columns[1:]}
    found = score(tree(oracle, standardise, "arithmetic mean"), columns)
    for name in columns:
        apart = (pl.Series(found.entered[name]) - theirs[name].cast(pl.Float64)).abs().max()
        assert apart < 1e-9, name
