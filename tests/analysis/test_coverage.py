"""Gaps, ties, zeros, shapes and repairs are those that are there."""

from __future__ import annotations

import numpy as np
import pytest

from analysis._toy import audit_of, from_latents, kinds
from leftbehind import Shelf, run
from leftbehind.analysis.audit import audit
from leftbehind.analysis.coverage import moments
from leftbehind.show import audited

RANDOM = np.random.default_rng(7)


def test_skewness_and_kurtosis_are_those_of_scipy() -> None:
    from scipy.stats import kurtosis, skew

    values = RANDOM.exponential(size=1000)
    assert moments(values) == pytest.approx((skew(values), kurtosis(values)))


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
    assert "The score of Index never varies" in audited.node_lines(found.nodes[0])[0]


def test_two_areas_are_too_few_and_no_part_is_called_constant() -> None:
    found = audit_of({"a": np.array([1.0, 2.0]), "b": np.array([3.0, 1.0])})
    assert kinds(found) == ["few-areas"]
    assert "known in so few areas (2)" in audited.findings(found)[0]


def test_repairs_are_those_of_the_manifest() -> None:
    country = run("invented-country")
    found = audit(country, "deprivation", Shelf().catalogue)
    told = country.manifest["index"]["deprivation"]
    filled = found.repairs.filter(repair="held back")
    assert dict(filled.select("part", "number").rows()) == told["suppressed_filled_in"]
    assert found.repairs.filter(repair="shrunk")["number"].to_list() == [6000, 6000]
    assert "Income: a number stands for 3,761 counts that are held back." in audited.repair_lines(
        found
    )
