"""Audits of whole indices: every node, pairs across domains, and what is not there."""

from __future__ import annotations

import numpy as np
import pytest

from analysis._toy import audit_of, from_latents, kinds
from leftbehind import LeftBehindError, Results, Shelf, run
from leftbehind.analysis.audit import audit
from leftbehind.show import audited

RANDOM = np.random.default_rng(7)


@pytest.fixture(scope="module")
def country() -> Results:
    return run("invented-country")


def test_the_order_of_areas_changes_nothing() -> None:
    columns = from_latents(4, 2, 0.5, areas=500)
    order = RANDOM.permutation(500)
    one = audit_of(columns).nodes[0]
    other = audit_of({name: values[order] for name, values in columns.items()}).nodes[0]
    for name in ("stated", "effective", "rank_share", "skewness", "tied", "distinct"):
        assert one.parts[name].to_list() == pytest.approx(other.parts[name].to_list())
    assert one.pearson == pytest.approx(other.pearson)


def test_one_child_is_all_of_its_node() -> None:
    found = audit_of({"a": np.arange(10_000.0)})
    row = found.nodes[0].parts.row(0, named=True)
    assert row["effective"] == pytest.approx(1.0)
    assert row["rank_share"] == pytest.approx(1.0, abs=1e-3)
    assert np.isnan(found.nodes[0].alpha)
    assert kinds(found) == []
    assert audited.findings(found) == ["Nothing stands out."]


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
