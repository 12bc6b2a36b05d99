"""Audits against cases whose answer is known by hand or by theory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leftbehind import LeftBehindError, Results, Shelf, cli, run
from leftbehind.analysis.audit import (
    ALPHA,
    Audit,
    audit,
    correlation_ratio,
    correlations,
    cronbach_alpha,
    effective_number,
    effective_weights,
    moments,
    recipes_in_use,
)
from leftbehind.data.catalogue import catalogue
from leftbehind.engine.arrays import Array
from leftbehind.index.score import score
from leftbehind.index.spec import recipe
from leftbehind.running.indices import IndexRun
from leftbehind.show import audited
from leftbehind.study import Index

RANDOM = np.random.default_rng(7)


def audit_of(columns: dict[str, Array], *, domains: Any = None, **node: Any) -> Audit:
    """An index of these columns, folded by its own rules and audited."""
    tree = {"index": {"title": "Index", "children": list(domains or columns), **node}}
    for domain, children in (domains or {}).items():
        tree[domain] = {"title": domain.title(), "children": children}
    toy = recipe(
        {
            "name": "toy",
            "title": "Toy",
            "edition": "1",
            "nation": "Nowhere",
            "geography": "town",
            "root": "index",
            "node": tree,
            "indicator": {name: {"title": name.title()} for name in columns},
        }
    )
    codes = pl.Series("area", [f"T{n:06}" for n in range(len(next(iter(columns.values()))))])
    scores = score(toy, columns)
    one = IndexRun(Index(recipe="toy", data="figures"), toy, "town", codes, scores, pl.DataFrame())
    told = {
        "index": {"toy": one.about()},
        "study": {"index": {"toy": {"data": "figures"}}},
        "tables": {"figures": {"title": "Figures", "date": "2020"}},
    }
    return audit(Results({"nodes_toy": one.nodes()}, told), "toy", catalogue())


def kinds(found: Audit) -> list[str]:
    return [one.kind for one in found.warnings]


def from_latents(parts: int, latents: int, noise: float, areas: int = 3000) -> dict[str, Array]:
    """Parts that are copies of few latents, each with its own noise."""
    hidden = RANDOM.normal(size=(latents, areas))
    return {f"x{n}": hidden[n % latents] + noise * RANDOM.normal(size=areas) for n in range(parts)}


# Effective weights


def test_two_unrelated_parts_of_one_variance_weigh_by_the_squares_of_their_weights() -> None:
    """3² / (3² + 1²) is .9, by hand."""
    square = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    assert effective_weights(square, np.array([3.0, 1.0])) == pytest.approx([0.9, 0.1])
    found = audit_of({"a": square[:, 0], "b": square[:, 1]}, weights={"a": 3, "b": 1})
    assert found.nodes[0].parts["stated"].to_list() == [0.75, 0.25]
    assert found.nodes[0].parts["effective"].to_list() == pytest.approx([0.9, 0.1])
    assert kinds(found)[0] == "less"


@given(
    st.lists(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), min_size=3, max_size=30),
    st.lists(st.floats(0.01, 100), min_size=3, max_size=3),
)
def test_effective_weights_add_up_to_one(values: list[list[float]], weights: list[float]) -> None:
    found = effective_weights(np.array(values), np.array(weights))
    assert np.isnan(found).all() or found.sum() == pytest.approx(1.0, abs=1e-6)


def test_only_the_proportions_of_weights_count() -> None:
    values = RANDOM.normal(size=(50, 3))
    one, other = (effective_weights(values, by * np.array([1.0, 2, 3])) for by in (1.0, 0.01))
    assert one == pytest.approx(other)


def test_a_part_that_runs_against_the_score_weighs_less_than_nothing() -> None:
    x = RANDOM.normal(size=500)
    found = audit_of({"a": x, "b": x * 2, "c": -0.5 * x}, standardise="as is")
    parts = found.nodes[0].parts
    assert parts["effective"].to_list() == pytest.approx([0.4, 0.8, -0.2])  # 1, 2, −.5 of 2.5
    assert {"against", "opposed"} <= set(kinds(found))
    assert any("C runs against Index" in line for line in audited.findings(found))


def test_the_score_of_a_geometric_mean_cannot_be_shared_out() -> None:
    columns = {name: np.exp(RANDOM.normal(size=100)) for name in "ab"}
    found = audit_of(columns, combine="geometric mean")
    assert found.nodes[0].parts["effective"].null_count() == 2
    assert found.nodes[0].parts["rank_share"].null_count() == 0
    assert any("is no sum" in line for line in audited.node_lines(found.nodes[0]))


def test_the_variance_of_a_transformed_sum_is_shared_out_before_the_transformation() -> None:
    columns = {name: RANDOM.normal(size=400) for name in "abc"}
    plain, bent = (
        audit_of(columns, transform=how).nodes[0].parts for how in ("as is", "exponential")
    )
    assert plain["effective"].to_list() == pytest.approx(bent["effective"].to_list())


# The share of rank variance


def test_the_correlation_ratio_of_a_sum_of_two_normals_is_the_one_of_theory() -> None:
    """Ranks of x₁ and x₁ + x₂: E(Φ(y) | x₁) = Φ(x₁ / √3), and
    12 Var Φ(x₁ / √3) = (6 / π) arcsin ¼ = .4826.
    """
    one, two = RANDOM.normal(size=(2, 200_000))
    known = 6 / np.pi * np.arcsin(0.25)
    assert correlation_ratio(one, one + two) == pytest.approx(known, abs=0.006)
    assert correlation_ratio(two, one + two) == pytest.approx(known, abs=0.006)


def test_the_correlation_ratio_of_a_step_is_three_quarters() -> None:
    """Two halves, and chance inside them: 12 × (¼)² is the variance between of all, 1."""
    part = RANDOM.uniform(size=100_000)
    whole = np.floor(2 * part) + RANDOM.uniform(size=part.size)
    assert correlation_ratio(part, whole) == pytest.approx(0.75, abs=0.005)


def test_the_correlation_ratio_sees_what_no_straight_line_does() -> None:
    x = np.linspace(-1, 1, 10_001)
    assert abs(np.corrcoef(x, x**2)[0, 1]) < 1e-9
    assert correlation_ratio(x, x**2) > 0.99


def test_chance_is_taken_off_a_correlation_ratio() -> None:
    """Of unrelated figures it is about 0, also where few areas stand in each of many bins."""
    found = [correlation_ratio(*RANDOM.normal(size=(2, 100))) for _ in range(300)]
    assert np.mean(found) < 0.04  # without the correction it is 9 / 99


def test_any_rising_transformation_leaves_the_correlation_ratio() -> None:
    x, noise = RANDOM.normal(size=(2, 2000))
    plain = correlation_ratio(x, x + noise)
    assert correlation_ratio(np.exp(x), (x + noise) ** 3) == plain


def test_ties_stay_together_in_a_correlation_ratio() -> None:
    labels = np.repeat([0.0, 1.0], 500)
    assert correlation_ratio(labels, labels) == 1.0
    assert np.isnan(correlation_ratio(labels, np.zeros(1000)))
    assert np.isnan(correlation_ratio(np.zeros(0), np.zeros(0)))


# Correlations, alpha, dimensions


def test_pearson_is_shown_above_the_diagonal_and_spearman_below() -> None:
    found = audit_of({"a": np.arange(6.0), "b": np.arange(6.0) ** 5}).nodes[0]
    rows = audited.correlation_rows(found).rows
    assert rows == (("1 A", "", f"{found.pearson[0, 1]:.2f}"), ("2 B", "1.00", ""))
    assert rows[0][2] != "1.00"


def test_correlations_below_zero_are_one_sentence_for_each_node() -> None:
    x = np.arange(-4.0, 5.0)
    told = audited.findings(audit_of({"a": 9 * x, "b": -x, "c": -2 * x}))
    below = [line for line in told if "below zero" in line]
    assert below == [
        "In Index these tend to offset each other (correlations below zero): "
        "A with B (−1.00); A with C (−1.00)."
    ]


def test_eigenvalues_and_alpha_of_parts_that_all_correlate_alike() -> None:
    """1 + (k − 1) r once and 1 − r for the rest; alpha k r / (1 + (k − 1) r)."""
    size, r = 5, 0.4
    matrix = np.full((size, size), r) + (1 - r) * np.eye(size)
    whitened = np.linalg.qr(RANDOM.normal(size=(60, size + 1)) - 0)[0]
    whitened = np.linalg.qr(np.column_stack([np.ones(60), whitened]))[0][:, 1 : size + 1]
    values = whitened @ np.linalg.cholesky(matrix).T
    found = audit_of({f"x{n}": values[:, n] for n in range(size)}).nodes[0]
    assert found.pearson == pytest.approx(matrix)
    assert found.eigenvalues == pytest.approx([2.6, 0.6, 0.6, 0.6, 0.6])
    assert found.alpha == pytest.approx(5 * 0.4 / 2.6)
    assert found.dimensions == pytest.approx(25 / (2.6**2 + 4 * 0.6**2))


def test_alpha_is_that_of_the_covariance_formula() -> None:
    """On z-scores: k / (k − 1) (1 − Σ var / var of the sum), as Cronbach wrote it."""
    values = RANDOM.normal(size=(300, 4)) + RANDOM.normal(size=(300, 1))
    z = (values - values.mean(0)) / values.std(0)
    written = 4 / 3 * (1 - z.var(0).sum() / z.sum(1).var())
    assert cronbach_alpha(correlations(values)) == pytest.approx(written)
    assert np.isnan(cronbach_alpha(np.array([[1.0, -1], [-1, 1]])))


def test_spearman_is_of_ranks_with_ties() -> None:
    from scipy.stats import spearmanr

    one, other = np.round(RANDOM.normal(size=(2, 200)), 1)
    found = audit_of({"a": one, "b": other}).nodes[0]
    assert found.spearman[0, 1] == pytest.approx(spearmanr(one, other).statistic)


def test_skewness_and_kurtosis_are_those_of_scipy() -> None:
    from scipy.stats import kurtosis, skew

    values = RANDOM.exponential(size=1000)
    assert moments(values) == pytest.approx((skew(values), kurtosis(values)))


# The index whose 17 indicators were in effect two


def test_seventeen_indicators_of_two_latents_are_in_effect_two_dimensions() -> None:
    found = audit_of(from_latents(17, 2, noise=0.2))
    assert found.nodes[0].dimensions == pytest.approx(2, abs=0.2)
    assert "few-dimensions" in kinds(found)
    assert "The 17 parts of Index are in effect 2." in " ".join(audited.findings(found))


def test_seventeen_indicators_of_which_two_have_all_the_variance_are_in_effect_two_parts() -> None:
    """Nothing was standardised: unrelated, and still only dollars count."""
    columns = {f"x{n}": RANDOM.normal(size=3000) for n in range(17)}
    columns |= {name: 1000 * columns[name] for name in ("x0", "x1")}
    found = audit_of(columns).nodes[0]
    assert found.parts_stated == pytest.approx(17)
    assert found.parts_effective == pytest.approx(2, abs=0.05)
    assert found.dimensions > 16
    assert "few-parts" in [one.kind for one in found.warnings()]
    mended = audit_of(columns, standardise="z-score")
    assert not {"few-parts", "few-dimensions", "more", "less"} & set(kinds(mended))


def test_seventeen_unrelated_indicators_are_in_effect_seventeen() -> None:
    found = audit_of({f"x{n}": RANDOM.normal(size=20_000) for n in range(17)})
    assert found.nodes[0].dimensions == pytest.approx(17, abs=0.1)
    assert "few-dimensions" not in kinds(found)


@pytest.mark.parametrize(("noise", "kind"), [(3.0, "low-alpha"), (0.05, "high-alpha")])
def test_alpha_is_warned_of_at_both_ends(noise: float, kind: str) -> None:
    found = audit_of(from_latents(4, 1, noise))
    assert kind in kinds(found)
    middle = audit_of(from_latents(4, 1, 0.8))
    assert ALPHA[0] < middle.nodes[0].alpha < ALPHA[1]
    assert not {"low-alpha", "high-alpha"} & set(kinds(middle))


def test_weights_of_one_factor_want_one_dimension_and_it_is_said() -> None:
    columns = from_latents(4, 1, 0.4)
    told = [" ".join(audited.findings(audit_of(columns, weights=w))) for w in ("factor", "equal")]
    assert "want" in told[0]
    assert "want" not in told[1]


# Areas: order, gaps, constants, one child


def test_the_order_of_areas_changes_nothing() -> None:
    columns = from_latents(4, 2, 0.5, areas=500)
    order = RANDOM.permutation(500)
    one = audit_of(columns).nodes[0]
    other = audit_of({name: values[order] for name, values in columns.items()}).nodes[0]
    for name in ("stated", "effective", "rank_share", "skewness", "tied", "distinct"):
        assert one.parts[name].to_list() == pytest.approx(other.parts[name].to_list())
    assert one.pearson == pytest.approx(other.pearson)


def test_areas_with_a_gap_are_counted_and_left_out_of_what_compares_parts() -> None:
    columns = {"a": RANDOM.normal(size=100), "b": RANDOM.normal(size=100)}
    full = audit_of({name: values[10:] for name, values in columns.items()}).nodes[0]
    columns["a"] = np.where(np.arange(100) < 10, np.nan, columns["a"])
    found = audit_of(columns)
    assert found.nodes[0].parts["missing"].to_list() == [10, 0]
    assert found.nodes[0].areas == 90
    assert found.without == 10
    assert found.nodes[0].parts["effective"].to_list() == pytest.approx(
        full.parts["effective"].to_list()
    )


def test_ties_zeros_and_distinct_values_are_shares_of_known_areas() -> None:
    values = np.array([0.0, 0.0, 1.0, 2.0, np.nan])
    row = audit_of({"a": values, "b": np.arange(5.0)}).nodes[0].parts.row(0, named=True)
    assert (row["zeros"], row["tied"], row["distinct"], row["areas"]) == (0.5, 0.5, 3, 4)


def test_a_part_that_never_varies_is_named_and_spoils_nothing() -> None:
    columns = {**from_latents(3, 1, 0.5), "flat": np.full(3000, 0.1)}
    found = audit_of(columns)
    node = found.nodes[0]
    assert "constant" in kinds(found)
    assert np.isnan(node.pearson[3]).all()
    assert node.eigenvalues.size == 3
    assert node.alpha == pytest.approx(audit_of(from_latents(3, 1, 0.5)).nodes[0].alpha, abs=0.03)
    assert node.parts["skewness"][3] is None
    assert any("Flat is the same everywhere" in line for line in audited.findings(found))


def test_an_index_that_never_varies_has_no_weights_in_effect() -> None:
    found = audit_of({"a": np.ones(20), "b": np.ones(20)})
    assert found.nodes[0].parts["effective"].null_count() == 2
    assert found.nodes[0].eigenvalues.size == 0
    assert np.isnan(found.nodes[0].dimensions)
    assert audited.findings(found)


def test_one_child_is_all_of_its_node() -> None:
    found = audit_of({"a": np.arange(10_000.0)})
    row = found.nodes[0].parts.row(0, named=True)
    assert row["effective"] == pytest.approx(1.0)
    assert row["rank_share"] == pytest.approx(1.0, abs=1e-3)
    assert np.isnan(found.nodes[0].alpha)
    assert kinds(found) == []
    assert audited.findings(found) == ["Nothing stands out."]


# Across domains


def test_parts_of_different_domains_are_set_against_each_other() -> None:
    x = RANDOM.normal(size=200)
    columns = {"a": x, "b": RANDOM.normal(size=200), "c": x, "d": -x}
    found = audit_of(columns, domains={"one": ["a", "b"], "two": ["c", "d"]}, standardise="rank")
    pairs = {row[:2]: row[4] for row in found.across.rows()}
    assert set(pairs) == {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}
    assert pairs["a", "c"] == pytest.approx(1)
    assert pairs["a", "d"] == pytest.approx(-1)
    told = " ".join(audited.across_lines(found))
    assert "A with C (1.00)" in told
    assert "A with D (−1.00)" in told


def test_domains_that_were_taken_as_published_have_nothing_across() -> None:
    assert audit_of({"a": np.arange(9.0), "b": np.arange(9.0)}).across.is_empty()


# The invented country, and what was asked wrongly


@pytest.fixture(scope="module")
def country() -> Results:
    return run("invented-country")


def test_repairs_are_those_of_the_manifest(country: Results) -> None:
    found = audit(country, "deprivation", Shelf().catalogue)
    told = country.manifest["index"]["deprivation"]
    filled = found.repairs.filter(repair="filled in")
    assert dict(filled.select("part", "number").rows()) == told["suppressed_filled_in"]
    assert found.repairs.filter(repair="shrunk")["number"].to_list() == [6000, 6000]
    assert "Income: 3,761 suppressed counts were filled in." in audited.repair_lines(found)


def test_every_node_of_the_invented_country_is_audited_and_adds_up(country: Results) -> None:
    for index in country.indices:
        found = audit(country, index, Shelf().catalogue)
        inner = [name for name in found.recipe.walk() if name in found.recipe.node]
        assert [node.name for node in found.nodes] == inner
        for node in found.nodes:
            assert node.parts["effective"].sum() == pytest.approx(1)
            assert node.eigenvalues.sum() == pytest.approx(node.parts.height)


def test_what_is_not_there_is_named_with_what_is_near(country: Results) -> None:
    with pytest.raises(LeftBehindError, match="did you mean deprivation"):
        audit(country, "deprivaton", Shelf().catalogue)
    with pytest.raises(LeftBehindError, match="did you mean places"):
        audit(country, "need", Shelf().catalogue).node("place")


def asked(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["leftbehind", "audit", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


def test_a_recipe_is_audited_as_the_index_of_a_study_that_uses_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recipes_in_use()["cni2019"] == ("england-2020", "need")
    assert asked(monkeypatch, "invented_need") == 0
    told = capsys.readouterr().out
    assert "audited as the index “need” of the study invented-country" in told
    assert "Audit of Community need" in told
    assert "Audit of Deprivation" not in told
    assert "Simulated figures" in told


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("imd2091", "did you mean imd2019"),
        ("invented-contry", "did you mean invented-country"),
        ("imd2015", "no shipped study uses the recipe imd2015"),
        ("nothing-like-it", "imd2019"),
    ],
)
def test_what_cannot_be_audited_is_told_with_what_can(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str, said: str
) -> None:
    assert asked(monkeypatch, what) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert "cni2019" in told.err
    assert not told.out


def test_a_folder_gives_what_its_study_gave_in_every_form(
    monkeypatch: pytest.MonkeyPatch, country: Results, tmp_path: Path
) -> None:
    folder = str(country.write(tmp_path / "results"))
    for rows, keys in (("parts", ["index", "node", "part"]), ("nodes", ["index", "node"]),
                       ("pairs", ["index", "one", "other"]),
                       ("warnings", ["index", "node", "parts", "kind"])):  # fmt: skip
        out = tmp_path / f"{rows}.csv"
        assert asked(monkeypatch, folder, "--rows", rows, "-f", "csv", "-o", str(out)) == 0
        frame = pl.read_csv(out)
        assert frame.height
        assert not frame.select(keys).is_duplicated().any()
        assert set(frame["index"]) == ({"deprivation", "need"})
    found = audit(country, "need", Shelf().catalogue)
    parts = pl.read_csv(tmp_path / "parts.csv").filter(index="need", node="need")
    assert parts["effective"].to_list() == pytest.approx(
        found.nodes[0].parts["effective"].to_list()
    )


def test_rows_without_a_format_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, "invented-country", "--rows", "pairs") == 2
    assert "--format" in capsys.readouterr().err


def test_effective_number_counts_sizes() -> None:
    assert effective_number(np.array([0.5, -0.5])) == pytest.approx(2)
    assert np.isnan(effective_number(np.zeros(2)))
