"""Audits of whole indices: every node, pairs across domains, and what is not there."""

from __future__ import annotations

import numpy as np
import pytest

from analysis._toy import audit_of, from_latents, kinds
from leftbehind import LeftBehindError, Results, Shelf, run
from leftbehind.analysis.audit import audit
from leftbehind.running.stages import built
from leftbehind.show import audited
from leftbehind.study_file import read_study

RANDOM = np.random.default_rng(7)


@pytest.fixture(scope="module")
def country() -> Results:
    return run("invented-country")


def test_the_rules_of_thumb_are_named_checks_with_what_to_do() -> None:
    """A part known in half of the areas, one with a long tail, two near copies."""
    x, own = RANDOM.normal(size=400), RANDOM.normal(size=400)
    columns = {
        "copy": x + 0.2 * RANDOM.normal(size=400), "x": x,
        "half": np.where(np.arange(400) % 2 == 0, np.nan, own), "tail": np.exp(3 * own),
    }  # fmt: skip
    found = audit_of(columns, standardise="z-score")
    assert {"little-known", "skewed", "alike"} <= set(kinds(found))
    told = " ".join(audited.findings(found))
    assert "Half is known in 50% of the areas only; 65% is the rule of thumb." in told
    assert "Tail has a long tail" in told
    advice = audited.advice(found)
    assert any("fill its gaps" in line for line in advice)
    assert any("treat outliers, or compare by ranks" in line for line in advice)
    assert len(advice) == len(set(advice))
    by_rank = audit_of(columns, standardise="rank")
    assert "skewed" not in kinds(by_rank)
    assert "little-known" in kinds(by_rank)


def test_a_count_that_was_not_divided_is_found_to_follow_the_people() -> None:
    """The invented country, with one rate in the place of a count of the same people."""
    undivided = ("index.need.indicator.no_car.counts=[]", "index.need.indicator.no_car.of=[]",
                 "index.need.indicator.no_car.column=no_car",
                 "index.need.indicator.turnout.counts=['people']",
                 "index.need.indicator.turnout.of=['people']")  # fmt: skip
    study = read_study("invented-country", undivided)
    found = audit(run(study), "need", Shelf().catalogue, built(study, "need"))
    follows = [one for one in found.warnings if one.kind == "size"]
    assert [one.parts for one in follows] == [("no_car", "turnout")]
    assert follows[0].found > 0.7
    own = audit(
        run("invented-country"), "need", Shelf().catalogue, built("invented-country", "need")
    )
    assert "size" not in kinds(own)


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
