"""What COINr 1.1.14 computes on 60 invented units: the same steps give the same figures.

Every table of the oracle is read here. Where we differ on purpose the test says in what, and
shows that the difference is that and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import leftbehind
from leftbehind.data.fetch import data_folder
from leftbehind.engine.arrays import Array, rank
from leftbehind.index.impute import Around, Middle, OfGroup
from leftbehind.index.score import Scores, score
from leftbehind.index.treat import Treat, tails

pytestmark = pytest.mark.data

DOMAINS = ("A", "B", "C")
LEAVES = tuple(f"{domain.lower()}{number}" for domain in DOMAINS for number in (1, 2, 3, 4))
TO_100 = {"method": "min-max", "low": 1.0, "high": 100.0}

Table = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="module")
def oracle() -> Table:
    folder = data_folder()
    place = folder.parent / "oracle" if folder else Path("nowhere")
    if not place.is_dir():
        pytest.skip("needs the folder oracle/ beside that of the published tables")

    def read(name: str) -> pl.DataFrame:
        frame = pl.read_csv(place / f"{name}.csv", null_values="NA")
        words = {"uCode", "iCode", "region", "domain", "Parent", "Type", "element"}
        number = [c for c in frame.columns if c not in words and not c.endswith("Pass")]
        return frame.with_columns(pl.col(number).cast(pl.Float64, strict=True))

    return read


@pytest.fixture(scope="module")
def tree(oracle: Table) -> Callable[..., leftbehind.Recipe]:
    """COINr's tree: indicators normalised, domains combined as they are."""
    rows = oracle("tree").rows(named=True)
    leaves = {
        row["iCode"]: {
            "title": row["iCode"],
            "higher": "worse" if row["Direction"] == 1 else "better",
        }
        for row in rows
        if row["Type"] == "Indicator"
    }  # fmt: skip

    def make(standardise: Any, combine: Any = "arithmetic mean", **node: Any) -> leftbehind.Recipe:
        weights: dict[str, dict[str, float]] = {}
        for row in rows:
            if row["Parent"]:
                weights.setdefault(row["Parent"], {})[row["iCode"]] = row["Weight"]
        inner = {
            name: {
                "title": name,
                "weights": children,
                "combine": combine,
                "standardise": "as is" if name == "INDEX" else standardise,
                **({} if name == "INDEX" else node),
            }
            for name, children in weights.items()
        }
        return leftbehind.recipe(
            {
                "name": "oracle", "title": "Oracle", "edition": "1", "nation": "Nowhere",
                "geography": "unit20", "root": "INDEX", "node": inner, "indicator": leaves,
            }
        )  # fmt: skip

    return make


@pytest.fixture(scope="module")
def complete(oracle: Table) -> dict[str, Array]:
    return columns(oracle("complete"))


def columns(frame: pl.DataFrame) -> dict[str, Array]:
    return {name: frame[name].to_numpy() for name in LEAVES}


def apart(found: Scores, theirs: pl.DataFrame) -> dict[str, float]:
    """How far our standardised children are from theirs."""
    return {
        name: float(np.max(np.abs(found.entered[name] - theirs[name].to_numpy())))
        for name in LEAVES
    }


@pytest.mark.parametrize("method", ["mean", "median"])
def test_gaps_filled_by_the_middle(oracle: Table, method: Any) -> None:
    units, theirs = oracle("units"), oracle(f"impute_{method}")
    assert units.select(LEAVES).null_count().sum_horizontal().item() == 14
    for name in LEAVES:
        ours = Middle(method=method).fill(units[name].to_numpy(), nothing_around).values
        assert np.max(np.abs(ours - theirs[name].to_numpy())) < 1e-9, name
    assert oracle("complete").equals(oracle("impute_median"))


def test_gaps_filled_by_the_mean_of_a_region(oracle: Table) -> None:
    units, theirs = oracle("units"), oracle("impute_region_mean")
    around = Around((), lambda name: units[name].to_numpy())
    for name in LEAVES:
        ours = OfGroup(method="group mean", by="region").fill(units[name].to_numpy(), around)
        assert np.max(np.abs(ours.values - theirs[name].to_numpy())) < 1e-9, name


nothing_around = Around((), lambda name: np.array([]))


def test_skewness_and_kurtosis(oracle: Table, complete: dict[str, Array]) -> None:
    for row in oracle("skew_kurtosis").rows(named=True):
        assert tails(complete[row["iCode"]]) == pytest.approx((row["skew"], row["kurt"]), abs=1e-9)


def test_outliers(oracle: Table, complete: dict[str, Array]) -> None:
    """Two stages: up to five values drawn in, else a logarithm, which none of these needs."""
    rule = Treat.model_validate({"steps": ["winsorise", "log"]})
    theirs = oracle("treated")
    for row in oracle("treated_details").rows(named=True):
        name = row["iCode"]
        found = rule.apply(complete[name])
        assert np.max(np.abs(found.values - theirs[name].to_numpy())) < 1e-9, name
        assert found.before == pytest.approx(
            (row["check_SkewKurt0.Skew"], row["check_SkewKurt0.Kurt"]), abs=1e-9
        )
        if row["winsorise.nwin"] is None:
            assert (found.method, found.areas, found.passes) == ("", 0, True)
            continue
        assert (found.method, found.passes) == ("winsorise", True)
        assert found.areas == row["winsorise.nwin"] == 3
        assert found.after == pytest.approx(
            (row["check_SkewKurt1.Skew"], row["check_SkewKurt1.Kurt"]), abs=1e-9
        )


@pytest.mark.parametrize(
    ("standardise", "file"),
    [
        ("min-max", "minmax"),
        (TO_100, "../normalised_1_100"),
        ("z-score", "zscore"),
        ({"method": "min-max", "low": 0.0, "high": 1.0}, "dist2max"),
        ({"method": "rank", "ties": "least"}, "rank"),
        ({"method": "borda", "ties": "least"}, "borda"),
        ({"method": "percentile", "ties": "least", "top": 1.0}, "prank"),
    ],
)
def test_normalisations(
    oracle: Table, tree: Any, complete: dict[str, Array], standardise: Any, file: str
) -> None:
    """COINr's ranks take the least rank of a tie; ours the average, unless asked for theirs."""
    name = file.removeprefix("../") if file.startswith("..") else f"normalise_{file}"
    far = apart(score(tree(standardise), complete), oracle(name))
    assert max(far.values()) < 1e-9, far


def test_a_fraction_of_the_largest_keeps_its_direction(
    oracle: Table, tree: Any, complete: dict[str, Array]
) -> None:
    """COINr turns an indicator in which more is better round, and divides by its largest value.

    That value is negative then, so the two signs cancel, and what is better comes out higher:
    for a3 and b4 its figures run against the index. Ours divide by the size of that value.
    """
    how = {"method": "distance to reference", "reference": "largest"}
    found, theirs = score(tree(how), complete), oracle("normalise_fracmax")
    turned = [row["iCode"] for row in oracle("tree").rows(named=True) if row["Direction"] == -1]
    assert turned == ["a3", "b4"]
    for name in LEAVES:
        sign = -1.0 if name in turned else 1.0
        assert np.max(np.abs(sign * found.entered[name] - theirs[name].to_numpy())) < 1e-9, name


@pytest.mark.parametrize(
    ("combine", "file"),
    [("arithmetic mean", "amean"), ("geometric mean", "gmean"), ("harmonic mean", "hmean")],
)
def test_aggregations(oracle: Table, tree: Any, combine: str, file: str) -> None:
    theirs = oracle(f"aggregate_{file}")
    ours = leftbehind.build(tree(TO_100, combine), oracle("complete"), area="uCode")
    for name in (*DOMAINS, "INDEX"):
        assert (ours[f"{name}_score"] - theirs[name]).abs().max() < 1e-9, name


def test_outranking(oracle: Table, tree: Any) -> None:
    ours = leftbehind.build(tree(TO_100, "copeland"), oracle("complete"), area="uCode")
    assert ours["A_score"].to_list() == oracle("aggregate_copeland_A")["A"].to_list()


def test_scores_and_ranks_of_the_arithmetic_index(oracle: Table, tree: Any) -> None:
    """Their table of results is sorted by rank, and has ten decimals."""
    ours = leftbehind.build(tree(TO_100), oracle("complete"), area="uCode")
    both = ours.join(oracle("results"), on="uCode")
    assert (both["INDEX_rank"] == both["Rank"]).all()
    for name in (*DOMAINS, "INDEX"):
        assert (both[f"{name}_score"] - both[name]).abs().max() < 1e-9, name


def test_the_nominal_weight_of_each_part_in_the_index(oracle: Table, tree: Any) -> None:
    found = score(tree("min-max"), columns(oracle("complete")))
    theirs = oracle("effective_weights").select("iCode", "EffWeight").rows()
    assert found.nominal() == pytest.approx(dict(theirs), abs=1e-12)


def test_weights_of_the_first_component(oracle: Table, tree: Any, complete: Any) -> None:
    """Theirs are the component itself, of length 1 and either sign; ours add up to 1."""
    made = tree(TO_100)
    node = {name: one.model_copy(update={"weights": "first component"} if name != "INDEX" else {})
            for name, one in made.node.items()}  # fmt: skip
    found = score(made.model_copy(update={"node": node}), complete)
    theirs = {row["iCode"]: row["Weight"] for row in oracle("pca_weights").rows(named=True)}
    for domain in DOMAINS:
        children = made.node[domain].children
        whole = sum(theirs[child] for child in children)
        for child in children:
            assert found.weight[child] == pytest.approx(theirs[child] / whole, abs=1e-9), child


def test_correlations_and_alpha(oracle: Table, tree: Any, complete: dict[str, Array]) -> None:
    """COINr's alpha is of covariances as they come; the audit's of correlations.

    The two are one where the children have one spread, as z-scores have.
    """
    from leftbehind.analysis.coherence import correlations, cronbach_alpha

    entered = score(tree(TO_100), complete).entered
    values = np.column_stack([entered[name] for name in LEAVES])
    theirs = oracle("correlations").select(LEAVES).to_numpy()
    assert np.max(np.abs(correlations(values) - theirs)) < 1e-9
    for at, row in enumerate(oracle("cronbach_alpha").rows(named=True)):
        inside = np.cov(values[:, 4 * at : 4 * at + 4].T)
        raw = 4 / 3 * (1 - np.trace(inside) / inside.sum())
        assert raw == pytest.approx(row["alpha"], abs=1e-9)
        spread = np.sqrt(np.diag(inside))
        ours = cronbach_alpha(inside / np.outer(spread, spread))
        assert ours == pytest.approx(4 / 3 * (1 - 4 / np.sum(inside / np.outer(spread, spread))))
        assert abs(ours - raw) < 0.01


def test_the_shift_of_ranks_where_one_indicator_is_left_out(
    oracle: Table, tree: Any, complete: dict[str, Array]
) -> None:
    made = tree("min-max")
    own = rank(-score(made, complete).index)
    for row in oracle("leave_one_out").rows(named=True):
        name = row["element"]
        left = made if name == "Nominal" else made.without(name)
        shift = np.mean(np.abs(rank(-score(left, complete).index) - own))
        assert shift == pytest.approx(row["mean_abs_rank_shift"], abs=1e-9), name
