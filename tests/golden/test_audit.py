"""The audit of the published index of 2019, recomputed here without the package's arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from leftbehind import Results, Shelf, run
from leftbehind.analysis.audit import Audit, audit
from leftbehind.show import audited

pytestmark = pytest.mark.data

DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "environment")
WEIGHTS = (0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093)  # IoD 2019 report, table 3.1


@pytest.fixture(scope="module")
def of_2020(shelf: Shelf) -> Results:
    return run("england-2020", shelf=shelf)


@pytest.fixture(scope="module")
def imd(of_2020: Results, shelf: Shelf) -> Audit:
    return audit(of_2020, "deprivation", shelf.catalogue)


@pytest.fixture(scope="module")
def published(shelf: Shelf) -> np.ndarray:
    """The transformed domains, from the published ranks by the formula of appendix F."""
    from scipy.stats import rankdata

    frame = shelf.read("imd2019_england_lsoa11_domains").frame
    ranks = [rankdata(-frame[f"{domain}_rank"].to_numpy()) for domain in DOMAINS]
    share = np.column_stack(ranks) / frame.height
    return -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))


def test_stated_weights_are_the_published_ones(imd: Audit) -> None:
    shown = [row[1] for row in audited.part_rows(imd.nodes[0]).rows]
    assert shown == ["22.5%", "22.5%", "13.5%", "13.5%", "9.3%", "9.3%", "9.3%"]
    assert imd.nodes[0].parts["part"].to_list() == list(DOMAINS)
    assert imd.nodes[0].areas == 32_844


def test_effective_weights_are_covariances_with_the_score(
    imd: Audit, published: np.ndarray
) -> None:
    score = published @ np.array(WEIGHTS)
    with_score = np.cov(np.column_stack([published, score]).T)
    expected = np.array(WEIGHTS) * with_score[:-1, -1] / with_score[-1, -1]
    assert imd.nodes[0].parts["effective"].to_numpy() == pytest.approx(expected, abs=1e-9)


def test_correlations_alpha_and_dimensions_are_those_of_numpy(
    imd: Audit, published: np.ndarray
) -> None:
    matrix = np.corrcoef(published.T)
    mean = (matrix.sum() - 7) / 42
    assert imd.nodes[0].pearson == pytest.approx(matrix, abs=1e-9)
    assert imd.nodes[0].alpha == pytest.approx(7 * mean / (1 + 6 * mean))
    assert imd.nodes[0].dimensions == pytest.approx(49 / np.sum(matrix**2))  # Σλ² is ‖R‖²


def test_the_rank_variance_of_income_is_near_its_squared_rank_correlation(
    imd: Audit, published: np.ndarray
) -> None:
    """Where the mean rank rises almost as a line, the two are almost one."""
    from scipy.stats import spearmanr

    squared = spearmanr(published[:, 0], published @ np.array(WEIGHTS)).statistic ** 2
    share = imd.nodes[0].parts["rank_share"][0]
    assert squared <= share == pytest.approx(squared, abs=0.01)


def test_barriers_and_environment_move_less_than_is_stated(imd: Audit) -> None:
    less = [one.parts[0] for one in imd.warnings if one.kind == "less"]
    assert less == ["barriers", "environment"]
    assert (
        "Stated weight of Barriers to Housing and Services is 9.3%, "
        "in effect it moves 1.2% of the score."
    ) in audited.findings(imd)


def test_it_is_said_what_is_known_of_its_tables_and_what_is_not_seen(
    imd: Audit, shelf: Shelf
) -> None:
    tables = dict(imd.tables.select("table", "defects").rows())
    assert "12 CNI wards receive none" in tables["lookup_lsoa11_ward17"]
    assert set(tables) == {
        "imd2019_england_lsoa11_domains", "lookup_lsoa11_ward17", "population2017_lsoa11"
    }  # fmt: skip
    assert any("2017; 2019" in line for line in audited.comparability_lines(imd))
    assert any("Taken as published" in line for line in audited.basis(imd, shelf.catalogue))


def test_community_need_adds_up_three_unrelated_things(of_2020: Results, shelf: Shelf) -> None:
    cni = audit(of_2020, "need", shelf.catalogue)
    assert cni.nodes[0].alpha < 0.1
    assert cni.nodes[0].dimensions > 2.9
    assert "low-alpha" in [one.kind for one in cni.warnings]
