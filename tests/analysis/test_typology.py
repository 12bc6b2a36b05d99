"""Kinds: planted ones are found, none are found in noise, and each figure is what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_samples, silhouette_score

from analysis._kinds import Array, planted, write_study
from leftbehind import LeftBehindError, Shelf, read_study, run
from leftbehind.analysis.kind_choice import (
    REFERENCES,
    choose,
    clustergram,
    evenness,
    gap_statistic,
    silhouette,
)
from leftbehind.analysis.kind_places import compared
from leftbehind.analysis.kind_since import NOT_LISTED, transitions
from leftbehind.analysis.partition import Labels, Partition, centres, in_order, scale_of, within
from leftbehind.analysis.stability import bootstrap, small_changes
from leftbehind.analysis.typology import SPLIT_FROM, Typology, typology
from leftbehind.kinds import METHODS
from leftbehind.made import Around, Carry
from show._editions import small_areas

QUICK = Partition(starts=10)

FAST = ("typology.starts=10", "typology.levels=1")


def kinds_of(found: Typology) -> pl.Series:
    return found.places.filter("listed").sort("area")["kind"]


def truth_found(found: Typology, truth: Array) -> float:
    return float(adjusted_rand_score(truth, kinds_of(found).to_list()))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Typology:
    values, _ = planted(3, 40)
    others = values[:10] + 0.5
    folder = tmp_path_factory.mktemp("three")
    return typology(write_study(folder, values, others=others), bootstraps=20)


# How many there are


@pytest.mark.parametrize(
    ("kinds", "apart"), [(2, 12.0), (3, 12.0), (4, 12.0), (2, 40.0), (3, 40.0)]
)
def test_planted_kinds_are_found(tmp_path: Path, kinds: int, apart: float) -> None:
    """Far apart too, where every figure is correlated with every other."""
    values, truth = planted(kinds, 40, seed=kinds, apart=apart)
    found = typology(write_study(tmp_path, values), bootstraps=20)
    assert found.number == kinds
    assert truth_found(found, truth) >= 0.9
    assert not found.asked_for
    assert found.kinds["standing"].unique().to_list() == ["stable"]


@pytest.mark.parametrize("shape", ["even", "normal", "alike", "long tail", "shares"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_kinds_are_found_in_noise(shape: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    size = (150, 6)
    values = {
        "even": random.uniform(0, 100, size),
        "normal": random.normal(50, 10, size),
        "alike": 50 + 8 * random.normal(size=(150, 1)) + 6 * random.normal(size=size),
        "long tail": np.exp(random.normal(1, 1, size)),
        "shares": 100 / (1 + np.exp(1.5 - random.normal(size=size) - random.normal(size=(150, 1)))),
    }[shape]
    found = choose(scale_of(values).apply(values), 6, QUICK, seed)
    assert found.kinds == 1
    assert found.table.filter(pl.col("k") > 1)["why_not"].null_count() == 0
    if shape in ("even", "normal"):  # those without correlations fail at the gap already
        assert found.table["why_not"][1] == "gap"


def test_heaps_along_one_figure_alone_are_no_kinds() -> None:
    """The cloud has that figure too: a line across it makes classes."""
    values, _ = planted(1, 80, variables=3)
    values[:, 0] += 40.0 * (np.arange(80) % 2)
    found = choose(scale_of(values).apply(values), 3, QUICK, seed=1)
    assert found.kinds == 1
    assert found.table["why_not"][1] == "cloud"


def test_a_study_without_kinds_says_so(tmp_path: Path) -> None:
    values, _ = planted(1, 60)
    found = typology(write_study(tmp_path, values), bootstraps=20)
    assert found.number == 1
    assert found.kinds["kind"].to_list() == ["1"]
    assert found.kinds["standing"].to_list() == [None]
    assert found.places["second"].null_count() == found.places.height
    assert found.robust.is_empty()


def test_a_number_that_the_data_do_not_bear_can_be_asked_for_and_is_marked(tmp_path: Path) -> None:
    values, _ = planted(1, 60)
    found = typology(write_study(tmp_path, values), kinds=5, bootstraps=40)
    assert found.number == 5
    assert found.asked_for
    assert "not stable" in found.kinds["standing"].to_list()


def test_a_kind_is_split_again_where_the_data_bear_it(tmp_path: Path) -> None:
    """Two far groups, of which the larger is two near ones."""
    values, truth = planted(3, 60, apart=0.0)
    values[truth == 1] += [8.0, 8.0, 8.0, 0.0, 0.0]
    values[truth == 2] += [0.0, 0.0, 0.0, 14.0, 14.0]
    study = write_study(tmp_path, values)
    found = typology(study, ["typology.levels=2", "typology.kinds=2"], bootstraps=20)
    split = found.kinds.filter(level=2)
    assert split["kind"].to_list() == ["1a", "1b"]
    assert split["within"].to_list() == ["1", "1"]
    again = found.places.filter("listed").sort("area")["within_kind"].fill_null("2").to_list()
    assert adjusted_rand_score(truth, again) >= 0.9


def test_a_figure_that_is_the_same_in_a_whole_kind_does_not_stop_its_split(tmp_path: Path) -> None:
    values, truth = planted(3, 60, variables=6, apart=0.0)
    values[truth == 1, :3] += 14.0
    values[truth == 2, 3:] += 30.0
    values[truth != 2, 5] = 0.0
    found = typology(
        write_study(tmp_path, values), ["typology.levels=2", "typology.kinds=2"], bootstraps=0
    )
    assert found.kinds["kind"].to_list() == ["1", "2", "1a", "1b"]


@pytest.mark.parametrize(("levels", "each"), [(1, 60), (2, SPLIT_FROM // 2 - 1)])
def test_kinds_are_not_split_unasked_nor_if_small(tmp_path: Path, levels: int, each: int) -> None:
    values, truth = planted(3, each, apart=0.0)
    values[truth == 1] += [20.0, 20.0, 20.0, 0.0, 0.0]
    values[truth == 2] += [0.0, 0.0, 0.0, 40.0, 40.0]
    found = typology(
        write_study(tmp_path, values),
        [f"typology.levels={levels}", "typology.kinds=2"],
        bootstraps=0,
    )
    assert found.kinds["kind"].to_list() == ["1", "2"]


def test_a_number_of_which_a_kind_is_empty_is_not_borne() -> None:
    class TwoAtMost(Partition):
        def of(self, points: Array, kinds: int, seed: int) -> Labels:
            return super().of(points, min(kinds, 2), seed)

    values, _ = planted(2, 40)
    found = choose(scale_of(values).apply(values), 3, TwoAtMost(starts=5), seed=1)
    assert found.kinds == 2
    assert found.table["smallest"].to_list() == [80, 40, 0]
    assert found.table["why_not"].to_list()[:2] == [None, None]
    assert found.table["why_not"][2] is not None


# Each figure


def test_figures_are_bent_as_published() -> None:
    """Methodology 9.9: asinh of 0, 1, 10 and 100."""
    values = np.array([[0.0], [1.0], [10.0], [100.0]])
    expected = np.array([0, 0.881374, 2.998223, 5.298342]) / 5.298342
    assert scale_of(values).apply(values).ravel() == pytest.approx(expected, abs=1e-6)


def test_the_method_is_k_means_and_not_k_medians() -> None:
    """The ONS once shipped k-medians for k-means (areas of 2011, re-issued in July 2017).

    The mean of the second kind, 4, draws 2.0 to the first; its median, 3, would keep it.
    """
    points = np.array([[0.0], [0.1], [2.0], [3.0], [3.0], [8.0]])
    found = in_order(points, QUICK.of(points, 2, seed=1))
    means = KMeans(2, n_init=50, random_state=0).fit(points)
    assert adjusted_rand_score(means.labels_, found) == 1
    assert centres(points, found).ravel().tolist() == pytest.approx([1.62, 8.0])
    medians = [0, 0, 1, 1, 1, 1]
    cost = sum(np.abs(points[np.array(medians) == k] - np.median(points[np.array(medians) == k])
                      ).sum() for k in (0, 1))  # fmt: skip
    own = sum(np.abs(points[found == k] - np.median(points[found == k])).sum() for k in (0, 1))
    assert own != pytest.approx(cost)
    assert within(points, found) < within(points, np.array(medians))


def test_silhouettes_are_those_of_scikit_learn(three: Typology) -> None:
    points = _points(three)
    labels = kinds_of(three).cast(pl.Int64).to_numpy() - 1
    own = three.places.filter("listed").sort("area")["silhouette"].to_list()
    assert own == pytest.approx(silhouette_samples(points, labels).tolist())
    row = three.choice.filter(k=3).row(0, named=True)
    assert row["silhouette"] == pytest.approx(silhouette_score(points, labels))
    assert row["within"] == pytest.approx(within(points, labels))
    assert silhouette(points, labels * 0) is None


def _points(found: Typology) -> Array:
    listed = found.places.filter("listed").sort("area")["area"]
    wide = found.results["outcomes"].with_columns(value=pl.col("count") / pl.col("of"))
    wide = wide.pivot("outcome", index="area", values="value").filter(
        pl.col("area").is_in(listed.implode())
    )
    used = found.variables.filter("used")["variable"].to_list()
    values = wide.sort("area").select(used).to_numpy()
    return np.asarray(scale_of(values).apply(values))


def test_the_gap_is_what_the_paper_says() -> None:
    """Tibshirani, Walther and Hastie (2001), computed anew for one and two kinds on a line."""
    points = np.array([0.0, 0.1, 0.2, 1.0, 1.1, 1.2])[:, None]
    labels = {1: np.zeros(6, dtype=np.int64), 2: np.array([0, 0, 0, 1, 1, 1])}
    gaps, errors = gap_statistic(points, labels, QUICK, seed=5)
    random = np.random.default_rng(5)
    centred = points - points.mean()
    sign = np.linalg.svd(centred)[2][0, 0]
    turned = centred * sign
    logs = []
    for _ in range(REFERENCES):
        even = random.uniform(turned.min(), turned.max(), (6, 1)) * sign
        one = ((even - even.mean()) ** 2).sum()
        line = np.sort(even.ravel())
        cuts = [((line[:at] - line[:at].mean()) ** 2).sum()
                + ((line[at:] - line[at:].mean()) ** 2).sum() for at in range(1, 6)]  # fmt: skip
        logs.append([np.log(one), np.log(min(cuts))])
    expected = np.mean(logs, axis=0) - np.log([1.54, 0.04])
    assert gaps == pytest.approx(expected)
    assert errors == pytest.approx(np.std(logs, axis=0) * np.sqrt(1 + 1 / REFERENCES))


def test_the_gap_is_measured_along_the_components() -> None:
    """Even points on a slanting line are no kinds: reference (b) of the paper lies on it as well.

    In a box along the figures themselves, reference (a), two kinds would seem to gain
    log 5/8 − log 1/4 = .92.
    """
    points = np.linspace(0, 1, 60)[:, None] * np.array([1.0, 1.0])
    labels = {1: np.zeros(60, dtype=np.int64), 2: np.repeat([0, 1], 30)}
    gaps, _ = gap_statistic(points, labels, QUICK, seed=5)
    assert gaps[1] - gaps[0] == pytest.approx(0.0, abs=0.2)


def test_the_clustergram_is_that_of_the_principal_component_of_scikit_learn() -> None:
    values, _ = planted(3, 20, variables=4)
    points = scale_of(values).apply(values)
    labels = {number: in_order(points, QUICK.of(points, number, seed=1)) for number in (1, 2, 3)}
    first = PCA(1).fit(points)
    found = clustergram(points, labels)
    for k, kinds in labels.items():
        expected = first.transform(centres(points, kinds)).ravel()
        rows = found.filter(k=k).unique("kind").sort("kind")
        own = rows["position"].to_numpy()
        assert own == pytest.approx(expected * np.sign(own @ expected or 1.0), abs=1e-9)
        assert found.filter(k=k)["areas"].sum() == 60
    flows = (
        found.filter(k=2).group_by("kind", "next").agg(pl.col("areas").sum()).sort("kind", "next")
    )
    pairs = list(zip((labels[2] + 1).tolist(), (labels[3] + 1).tolist(), strict=True))
    assert flows.rows() == sorted((*pair, pairs.count(pair)) for pair in set(pairs))


def test_the_clustergram_is_the_means_on_the_first_component() -> None:
    points = np.array([[0.0, 0.0], [0.0, 0.2], [3.0, 0.0], [3.0, 0.2]])
    labels = {1: np.zeros(4, dtype=np.int64), 2: np.array([0, 0, 1, 1])}
    rows = clustergram(points, labels).rows()
    assert rows == [
        (1, 1, 1, pytest.approx(0.0), pytest.approx(-1.5), 2),
        (1, 1, 2, pytest.approx(0.0), pytest.approx(1.5), 2),
        (2, 1, None, pytest.approx(-1.5), None, 2),
        (2, 2, None, pytest.approx(1.5), None, 2),
    ]


def test_evenness_is_entropy_over_its_most() -> None:
    assert evenness(np.array([0, 0, 1, 1, 2, 2])) == pytest.approx(1.0)
    shares = np.array([3, 2, 1]) / 6
    own = evenness(np.array([0, 0, 0, 1, 1, 2]))
    assert own == pytest.approx(-(shares * np.log(shares)).sum() / np.log(3))


def test_overlaps_are_those_of_sets_of_areas() -> None:
    """Hennig (2007) anew: each drawn area once, and of a draw the kind that is most like."""
    values, _ = planted(1, 50)
    points = scale_of(values).apply(values)
    labels = in_order(points, QUICK.of(points, 3, seed=1))
    found = bootstrap(points, labels, QUICK, 4, seed=7)
    random, rands, jaccards = np.random.default_rng(7), [], []
    for draw in range(4):
        drawn = sorted(set(random.integers(0, 50, 50).tolist()))
        again = KMeans(3, n_init=5, random_state=7 + draw).fit_predict(points[drawn])
        rands.append(adjusted_rand_score(labels[drawn], again))
        own = [{at for at in drawn if labels[at] == kind} for kind in range(3)]
        new = [{at for at, kind in zip(drawn, again, strict=True) if kind == one}
               for one in range(3)]  # fmt: skip
        jaccards.append([max(len(a & b) / len(a | b) for b in new) for a in own])
    assert found.rand == pytest.approx(np.mean(rands))
    assert found.jaccard == pytest.approx(np.mean(jaccards, axis=0))
    assert found.jaccard.max() < 1


def test_ward_is_the_hierarchy_of_scipy() -> None:
    values, _ = planted(1, 60)
    points = scale_of(values).apply(values)
    expected = fcluster(linkage(points, "ward"), 4, "maxclust")
    assert adjusted_rand_score(expected, Partition("ward").of(points, 4, seed=1)) == 1


def test_a_mixture_finds_kinds_that_are_long() -> None:
    """Two long clouds beside each other: means cut both across, normal distributions do not."""
    random = np.random.default_rng(1)
    truth = np.repeat([0, 1], 100)
    points = np.column_stack([random.normal(0, 1, 200), truth * 0.4 + random.normal(0, 0.04, 200)])
    assert adjusted_rand_score(truth, Partition("mixture").of(points, 2, seed=1)) > 0.95
    assert adjusted_rand_score(truth, Partition("kmeans").of(points, 2, seed=1)) < 0.1


def test_a_kind_that_does_not_come_back_has_a_low_overlap() -> None:
    """A tight cluster, and a long one that was cut by chance into two."""
    random = np.random.default_rng(1)
    points = np.vstack([random.normal(30, [8, 1], (60, 2)), random.normal(0, 0.5, (60, 2))])
    labels = np.repeat([0, 1], 60)
    labels[:60] = random.integers(0, 2, 60) * 2
    drawn = bootstrap(points, in_order(points, labels), QUICK, 30, seed=2)
    assert drawn.jaccard[0] == pytest.approx(1.0)
    assert (drawn.jaccard[1:] < 0.6).all()


def test_small_changes_tell_what_the_kinds_hang_on() -> None:
    """Two kinds that only the first figure tells; without it the second tells two others."""
    random = np.random.default_rng(1)
    points = random.uniform(0, 0.1, (80, 3))
    labels = np.repeat([0, 1], 40)
    points[:, 0] += 0.9 * labels
    points[:, 1] += 0.5 * np.tile([0, 1], 40)
    names = ["first", "second", "third"]
    found = {(change, what): rand for change, what, rand in
             small_changes(points, names, labels, QUICK, seed=1)}  # fmt: skip
    assert found == {
        ("without", "first"): pytest.approx(0.0, abs=0.05), ("without", "second"): 1.0,
        ("without", "third"): 1.0, ("jitter", ""): 1.0,
        ("method", "ward"): 1.0, ("method", "mixture"): 1.0,
    }  # fmt: skip


def test_shaking_is_by_a_share_of_the_range() -> None:
    """Kinds a tenth apart are lost in noise of a twentieth on each figure, ten apart are not."""
    labels = np.repeat([0, 1], 100)
    near, far = (
        next(rand for change, _, rand in small_changes(points, ["one"], labels, QUICK, seed=1)
             if change == "jitter")
        for points in (labels[:, None] * 0.1, labels[:, None] * 1.0)
    )  # fmt: skip
    assert far == 1.0
    assert 0.3 < near < 0.6


# Same seed, same kinds


def test_the_same_seed_gives_the_same_kinds(tmp_path: Path) -> None:
    values, _ = planted(1, 50)
    study = write_study(tmp_path, values)
    one, other = (typology(study, kinds=4, bootstraps=10) for _ in range(2))
    for name, table in one.tables().items():
        assert table.equals(other.tables()[name], null_equal=True), name


@pytest.mark.parametrize("method", METHODS)
def test_kinds_keep_their_numbers_when_rows_are_shuffled(tmp_path: Path, method: str) -> None:
    values, _ = planted(3, 40)
    values = values[: 40 + 40 + 20]
    study = write_study(tmp_path, values)
    first = typology(study, [f"typology.method={method}", "typology.kinds=4"], bootstraps=0)
    frame = pl.read_csv(tmp_path / "spots.csv")
    frame.sample(fraction=1, shuffle=True, seed=3).write_csv(tmp_path / "spots.csv")
    second = typology(study, [f"typology.method={method}", "typology.kinds=4"], bootstraps=0)
    assert kinds_of(first).equals(kinds_of(second))
    assert first.kinds["areas"].to_list() == sorted(first.kinds["areas"], reverse=True)


def test_of_kinds_as_large_the_one_with_the_lower_centre_comes_first() -> None:
    points = np.array([[5.0, 1.0], [5.0, 1.0], [1.0, 9.0], [1.0, 9.0], [5.0, 0.0], [5.0, 0.0]])
    assert in_order(points, np.array([0, 0, 1, 1, 2, 2])).tolist() == [2, 2, 0, 0, 1, 1]


@pytest.mark.parametrize("method", METHODS)
def test_a_listed_area_is_of_the_kind_that_it_was_put_into(tmp_path: Path, method: str) -> None:
    """Ward and mixtures may put an area where it is not nearest."""
    values, _ = planted(1, 60)
    study = write_study(tmp_path, values)
    found = typology(study, [f"typology.method={method}"], kinds=3, bootstraps=0)
    counted = found.places.filter("listed").group_by("kind").len().sort("kind")
    assert counted["len"].to_list() == found.kinds.filter(level=1)["areas"].to_list()
    rows = found.places.filter("listed")
    nearest = (rows["distance"] <= rows["second_distance"]).all()
    assert nearest == (method == "kmeans")


# Variables


def test_variables_are_dropped_with_a_reason(tmp_path: Path) -> None:
    values, truth = planted(3, 40, variables=3)
    random = np.random.default_rng(2)
    more = np.column_stack([
        values,
        np.full(120, 7.0),  # v3: the same everywhere
        values[:, 0] * 1.01 + 0.2,  # v4: says what v0 says
        random.normal(50, 5, 120),  # v5: has nothing to do with the kinds
        np.where(np.arange(120) < 30, np.nan, values[:, 1]),  # v6: lacks a quarter
    ])  # fmt: skip
    found = typology(write_study(tmp_path, more), bootstraps=0)
    why = {row["variable"]: (row["why_not"], row["beside"]) for row in
           found.variables.iter_rows(named=True)}  # fmt: skip
    assert why == {
        "v0": (None, ""), "v1": (None, ""), "v2": (None, ""), "v3": ("constant", ""),
        "v4": ("alike", "v0"), "v5": ("little", ""), "v6": ("missing", ""),
    }  # fmt: skip
    assert found.variables.filter(variable="v6")["by_how_much"].item() == pytest.approx(0.25)
    assert truth_found(found, truth) >= 0.9


def test_areas_that_lack_a_figure_are_left_out_and_named(tmp_path: Path) -> None:
    values, _ = planted(2, 40)
    values[3, 1] = np.nan
    found = typology(write_study(tmp_path, values), bootstraps=0)
    assert found.left_out == ("S0003",)
    assert found.places.filter(area="S0003")["kind"].to_list() == [None]
    assert found.kinds.filter(level=1)["areas"].sum() == 79
    own = found.profile.filter(kind="1", variable="v0").row(0, named=True)
    people = 100 + np.arange(80)
    assert own["listed"] == pytest.approx(np.average(values[:, 0], weights=people))


def test_an_area_that_lacks_only_what_is_dropped_has_a_kind(tmp_path: Path) -> None:
    values, _ = planted(2, 40, variables=2)
    again, noise = values[:, 0] + 0.2, np.random.default_rng(2).normal(50, 5, 80)
    again[3], noise[5] = np.nan, np.nan
    found = typology(write_study(tmp_path, np.column_stack([values, again, noise])), bootstraps=0)
    assert found.variables["why_not"].to_list() == [None, None, "alike", "little"]
    assert found.left_out == ()
    assert found.kinds["areas"].sum() == 80
    assert found.places.filter("listed")["silhouette"].null_count() == 0


def test_kinds_are_made_again_without_what_the_rule_uses(tmp_path: Path) -> None:
    """Two kinds that only the third figure tells, which the rule uses as well."""
    random = np.random.default_rng(1)
    values = random.uniform(0, 10, (80, 3))
    values[:, 2] += 500 * np.repeat([0, 1], 40)
    file = write_study(tmp_path, values)
    title = 'title = "Figure 2"'
    file.write_text(file.read_text().replace(title, f'{title}\nin_rule = "value.figure"'))
    found = typology(file, kinds=2, bootstraps=0)
    assert truth_found(found, np.repeat([0.0, 1.0], 40)) == 1
    [row] = found.robust.filter(change="without the rule's").rows()
    assert row == ("without the rule's", "v2", pytest.approx(0.0, abs=0.1))


# Places


def test_other_deprived_areas_are_carried_to_the_nearest_kind(three: Typology) -> None:
    carried = three.places.filter(~pl.col("listed")).sort("area")
    assert carried.height == 10
    own = kinds_of(three)[:10]
    assert carried["kind"].equals(own)
    assert carried["silhouette"].null_count() == 10
    assert three.others == "others"


def test_the_most_typical_place_is_the_nearest_to_its_centre(three: Typology) -> None:
    for _, rows in three.places.filter("listed").group_by("kind"):
        ordered = rows.sort("distance")
        assert ordered["typical"][0] == 1
        assert ordered["typical"].is_sorted(descending=True)
        assert (rows["second_distance"] > rows["distance"]).all()
        assert (rows["second"] != rows["kind"]).all()
        assert not rows["beyond"].any()


def test_similar_places_are_the_nearest_anywhere(three: Typology) -> None:
    """Each of the first ten has a twin among the others, half a point away on each figure."""
    first = three.similar.filter(pl.col("order") == 1).sort("area").head(10)
    assert three.similar.group_by("area").len()["len"].unique().to_list() == [10]
    assert first.filter(~pl.col("listed")).height >= 5
    for _, rows in three.similar.group_by("area"):
        assert rows.sort("order")["distance"].is_sorted()
        assert not (rows["area"] == rows["similar"]).any()


def test_what_two_places_share_and_where_they_differ() -> None:
    """Both stand out where both are on the same side of the mean, by the less of the two."""
    names = ["age", "homes", "jobs", "cars"]
    one, other = np.array([2.0, -1.0, 0.4, 3.0]), np.array([1.5, -3.0, 0.3, -1.0])
    assert compared(one, other, names) == (["age", "homes"], "cars")
    assert compared(one, one + 0.49, names) == (["cars", "age"], None)
    assert compared(one, one + np.array([0, 0.5, 0, 0]), names)[1] == "homes"
    assert compared(one, -one, names) == ([], "cars")


def test_other_deprived_areas_are_those_that_the_study_compares_with(tmp_path: Path) -> None:
    values, _ = planted(2, 20)
    study = write_study(tmp_path, values, others=values[:4], more='[comparing]\nagainst = "rest"\n')
    assert typology(study, bootstraps=0).others == "rest"
    assert typology(study, ["comparing.against=[]"], bootstraps=0).others == "others"


def test_how_far_kinds_are_apart(three: Typology) -> None:
    points = _points(three)
    labels = kinds_of(three).cast(pl.Int64).to_numpy() - 1
    middle = np.array([points[labels == kind].mean(axis=0) for kind in range(3)])
    for kind, row in enumerate(three.kinds.filter(level=1).iter_rows(named=True)):
        own = np.linalg.norm(points[labels == kind] - middle[kind], axis=1)
        away = {str(at + 1): np.linalg.norm(middle[at] - middle[kind])
                for at in range(3) if at != kind}  # fmt: skip
        assert row["spread"] == pytest.approx(own.mean())
        assert row["next"] == min(away, key=away.__getitem__)
        assert row["next_distance"] == pytest.approx(min(away.values()))
        inside = three.places.filter("listed", kind=row["kind"])
        assert (row["areas"], row["people"]) == (inside.height, inside["people"].sum())


def test_a_profile_is_pooled_over_people(three: Typology) -> None:
    frame = three.results["outcomes"].filter(outcome="v0")
    of = frame.join(three.places.filter("listed").select("area", "kind"), on="area")
    one = of.filter(kind="1")
    row = three.profile.filter(kind="1", variable="v0").row(0, named=True)
    assert row["value"] == pytest.approx(one["count"].sum() / one["of"].sum())
    assert row["listed"] == pytest.approx(of["count"].sum() / of["of"].sum())
    assert row["whole"] == pytest.approx(frame["count"].sum() / frame["of"].sum())
    assert row["ratio"] == pytest.approx(row["value"] / row["listed"])
    differences = three.profile.filter(variable="v0").join(three.kinds, on="kind")
    assert (differences["difference"] * differences["areas"]).sum() == pytest.approx(0, abs=1e-6)


def test_a_share_is_shown_in_percent_and_a_median_is_that_of_people() -> None:
    patches = ["typology.variable.shop.median=true", "typology.outcomes=[]"]
    found = typology("invented-country", patches, kinds=2, bootstraps=0)
    told = found.results["outcomes"].join(found.places.filter(kind="1", listed=True), on="area")
    children = told.filter(outcome="children")
    value = found.profile.filter(kind="1", variable="children")["value"].item()
    assert value == pytest.approx(100 * children["count"].sum() / children["of"].sum())
    shop = told.filter(outcome="shop").with_columns(value=pl.col("count") / pl.col("of"))
    half = shop.sort("value").filter(pl.col("of").cum_sum() >= pl.col("of").sum() / 2)
    value = found.profile.filter(kind="1", variable="shop")["value"].item()
    assert value == pytest.approx(half["value"][0])


def test_kinds_are_counted_by_breakdown() -> None:
    found = typology("invented-country", kinds=2, bootstraps=0)
    by = found.by.filter(breakdown="region20")
    sizes = dict(by.group_by("kind").agg(pl.col("areas").sum()).rows())
    assert sizes == dict(found.kinds.filter(level=1).select("kind", "areas").rows())


# An earlier edition


def test_kinds_of_one_study_beside_itself_stay() -> None:
    found = typology("invented-country", kinds=2, bootstraps=0, since="invented-country")
    moved = found.transitions
    assert moved["before"].unique().to_list() == ["1"]  # the earlier finds its own number: none
    assert sorted(moved["after"]) == ["1", "2"]
    assert moved["share"].sum() == pytest.approx(1.0)
    assert moved["people"].sum() == pytest.approx(found.kinds.filter(level=1)["people"].sum())


def test_kinds_of_other_areas_are_set_beside_by_people() -> None:
    """Small areas of one list in wards of another: each lies wholly in one ward."""
    small, wards = small_areas(), run("invented-country")
    before = small.on_list().select("area", kind=pl.lit("1"), listed=pl.lit(value=True))
    after = wards.on_list().sort("area").select("area", listed=pl.lit(value=True))
    after = after.with_columns(kind=pl.Series(["1", "2"] * (after.height // 2)))
    shelf = Shelf()
    moved = transitions((small, before), (wards, after), shelf)
    whole = shelf.read("simulated_areas20").frame.select("small20", "ward20", "people")
    whole = whole.filter(
        pl.col("small20").is_in(small.areas["area"].implode())
    )  # those with scores
    kinds = {"small20": before.select(small20="area", before="kind"),
             "ward20": after.select(ward20="area", after="kind")}  # fmt: skip
    for key, frame in kinds.items():
        whole = whole.join(frame, on=key, how="left")
    whole = whole.with_columns(pl.col("before", "after").fill_null(NOT_LISTED))
    expected = whole.group_by("before", "after").agg(pl.col("people").sum())
    expected = expected.filter(
        ~((pl.col("before") == NOT_LISTED) & (pl.col("after") == NOT_LISTED))
    )
    told = {row[:2]: row[2] for row in expected.iter_rows()}
    assert {row[:2]: row[2] for row in moved.iter_rows()} == pytest.approx(told)
    assert len(told) > 3
    of_one = moved.filter(before="1")
    assert of_one["share"].to_list() == pytest.approx(
        (of_one["people"] / of_one["people"].sum()).to_list()
    )


def test_who_lacks_a_figure_is_told_apart_from_who_is_not_listed(tmp_path: Path) -> None:
    values, _ = planted(2, 40)
    values[3, 1] = np.nan
    study = write_study(tmp_path, values)
    moved = typology(study, bootstraps=0, since=study).transitions
    assert moved.filter(before="lacks").select("after", "people").rows() == [("lacks", 103.0)]
    assert "not listed" not in moved["before"]


# Bad input


def test_nonsense_is_refused(tmp_path: Path) -> None:
    values, _ = planted(2, 10)
    study = write_study(tmp_path, values)
    for number in (1, 0, -2):
        with pytest.raises(LeftBehindError, match="no number of kinds"):
            typology(study, kinds=number)
    with pytest.raises(LeftBehindError, match="more than the 20 areas"):
        typology(study, kinds=21)
    with pytest.raises(LeftBehindError, match="draws cannot be made"):
        typology(study, bootstraps=-1)


def test_one_area_has_no_kinds(tmp_path: Path) -> None:
    study = write_study(tmp_path, [[1.0, 2.0]])
    with pytest.raises(LeftBehindError, match="too few areas"):
        typology(study)


def test_constant_variables_make_no_kinds(tmp_path: Path) -> None:
    study = write_study(tmp_path, [[1.0, 2.0]] * 20)
    with pytest.raises(LeftBehindError, match="the same in all areas of the list"):
        typology(study)


def test_without_variables_there_are_no_kinds(tmp_path: Path) -> None:
    values, _ = planted(2, 10)
    file = write_study(tmp_path, values)
    text = file.read_text()
    file.write_text(text[: text.index("[typology.variable")])
    with pytest.raises(LeftBehindError, match="no variable"):
        typology(file)


def test_variables_that_lack_too_much_are_said_to(tmp_path: Path) -> None:
    values = np.full((20, 2), np.nan)
    values[:3] = [[1.0, 2.0], [2.0, 3.0], [3.0, 5.0]]
    with pytest.raises(LeftBehindError, match="too many areas of the list have no figure"):
        typology(write_study(tmp_path, values))


@pytest.mark.parametrize(
    ("patch", "said"),
    [
        ('typology.outcomes=["no-cat"]', "names no outcome: no-cat; did you mean no-car"),
        ("typology.variable.shop.title=7", "title"),
        ("typology.kinds=1", "kinds"),
        ("typology.seed=4294967296", "seed"),
        ("typology.method=k-medians", "method"),
        ('typology.variable.shop.in_rule="deprivation.barrier"', "did you mean"),
    ],
)
def test_a_section_that_makes_no_sense_is_refused(patch: str, said: str) -> None:
    with pytest.raises(LeftBehindError, match=said):
        typology("invented-country", [patch])


# England


@pytest.mark.data
def test_england_2025_has_three_stable_kinds(shelf: Shelf) -> None:
    found = typology("england-2025", FAST, bootstraps=20, shelf=shelf)
    assert found.number == 3
    assert found.kinds.filter(level=1)["standing"].unique().to_list() == ["stable"]
    assert found.kinds.filter(level=1)["areas"].sum() == 1262
    assert found.rand is not None
    assert found.rand > 0.85
    tagged = found.variables.filter("used", pl.col("in_rule").list.len() > 0)["variable"].to_list()
    assert tagged == ["around", "city"]
    assert found.robust.filter(change="without the rule's")["what"].item() == "around, city"


@pytest.mark.parametrize("study", ["england-2019", "england-2020", "england-2025"])
def test_kinds_of_england_are_made_of_all_that_was_planned(study: str) -> None:
    """Age, homes, tenure, jobs, change, density, the sea, cities, and how the areas around fare."""
    asked = read_study(study)
    variables = asked.typology.variables(asked.outcome)
    assert {"older", "terraced", "social-rented", "routine-jobs", "households-since-2011",
            "density", "coast", "city", "around"} <= set(variables)  # fmt: skip
    around = asked.made["around"]
    assert isinstance(around, Around)
    source = around.means["deprivation"].partition(".")[0]
    score = asked.made.get(source, around)
    assert isinstance(score, Around | Carry)
    assert asked.recipes["deprivation"].edition in next(iter(score.means.values()))


@pytest.mark.data
def test_england_2020_has_none(shelf: Shelf) -> None:
    found = typology("england-2020", FAST, bootstraps=0, shelf=shelf)
    assert found.number == 1
    assert found.variables.filter(variable="no-car")["why_not"].item() == "missing"
