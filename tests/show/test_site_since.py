"""Other studies beside a published one: what the files of the explorer hold of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from leftbehind import LeftBehindError, Results, Shelf, read_study, run
from leftbehind.analysis.history import place_history
from leftbehind.show.export.terms import terms_of
from leftbehind.show.site import beside as setting_beside
from leftbehind.show.site.beside import Beside, beside
from leftbehind.show.site.files import write_study
from leftbehind.show.site.publish import publish
from leftbehind.show.site.since import STATES, since_of
from leftbehind.show.update import counts, shares
from leftbehind.study import Study
from show._editions import later as later_edition
from show._editions import small_areas
from show._site import Site, site_in


@pytest.fixture(scope="module")
def later() -> Study:
    return later_edition("boundaries=")


@pytest.fixture(scope="module")
def results(later: Study) -> Results:
    return run(later)


@pytest.fixture(scope="module")
def earlier(later: Study) -> Beside:
    return beside(read_study("invented-country"), later)


@pytest.fixture(scope="module")
def site(results: Results, earlier: Beside, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    write_study(folder, results, terms_of(results), Shelf(), others=[earlier])
    return site_in(folder)


@pytest.fixture(scope="module")
def small() -> Results:
    return small_areas()


def column(site: Site, name: str) -> np.ndarray:
    return site.column(site.study["columns"]["since"], f"invented-country.{name}")


def test_who_stayed_entered_and_left_is_what_the_update_says(site: Site, earlier: Beside) -> None:
    assert earlier.found is not None
    areas = earlier.found.areas.sort("area")
    assert site.areas["code"] == areas["area"].to_list()
    before, after = (areas[when].to_numpy() for when in ("before", "after"))
    state = column(site, "state")
    for name, wanted in (("stayed", before & after), ("entered", after & ~before),
                         ("left", before & ~after)):  # fmt: skip
        np.testing.assert_array_equal(state == STATES.index(name), wanted)
    number = counts(earlier.found)
    assert number["enter"] > 0 < number["leave"]
    told = {"stayed": number["stay"], "entered": number["enter"], "left": number["leave"]}
    assert site.study["since"][0]["moves"] == told
    np.testing.assert_array_equal(column(site, "on") == 1, before)
    margin = areas["margin_before"].cast(float).fill_null(np.nan).to_numpy()
    np.testing.assert_array_equal(column(site, "margin"), margin)


def test_an_area_without_a_score_on_either_list_has_no_state(
    site: Site, results: Results, earlier: Beside
) -> None:
    unknown = [frame.areas.sort("area")["margin"].is_null().to_numpy()
               for frame in (results, earlier.results)]  # fmt: skip
    listed = column(site, "on") + np.array([at == 0 for at in site.areas["group"]]) > 0
    np.testing.assert_array_equal(
        np.isnan(column(site, "state")), (unknown[0] | unknown[1]) & ~listed
    )
    np.testing.assert_array_equal(column(site, "unknown") == 1, unknown[1])


def test_an_area_that_only_one_list_knows_has_no_state_if_it_is_on_neither(
    results: Results, earlier: Beside
) -> None:
    neither = results.areas.filter(~pl.col("in_left-behind"), pl.col("margin") < -500)["area"]
    told = since_of(results, [earlier], Shelf()).columns["invented-country.state"]
    codes = results.areas["area"].sort()
    row = int(codes.index_of(neither[0]) or 0)
    assert STATES[int(told[row])] == "neither"
    blank = pl.when(pl.col("area") != neither[0]).then("margin").alias("margin")
    for known, before in ((results, without(earlier.results, blank)),
                          (without(results, blank), earlier.results)):  # fmt: skip
        found = since_of(known, [Beside(before, earlier.found, "")], Shelf())
        assert np.isnan(found.columns["invented-country.state"][row])


def without(results: Results, blank: pl.Expr) -> Results:
    areas = results.areas.with_columns(blank)
    return replace(results, tables={**results.tables, "areas": areas})


def test_the_share_is_of_the_people_of_the_published_list(
    results: Results, earlier: Beside, site: Site
) -> None:
    before = earlier.results.on_list()["area"]
    now = results.on_list()
    both = now.filter(pl.col("area").is_in(before.implode()))["people"].sum()
    unknown = earlier.results.areas.filter(pl.col("margin").is_null())["area"]
    known = now.filter(~pl.col("area").is_in(unknown.implode()))["people"].sum()
    assert site.study["since"][0]["share"] == pytest.approx(both / known)
    assert both / known != pytest.approx(both / earlier.results.on_list()["people"].sum())


def test_the_parts_of_each_move_add_up_to_it(site: Site, earlier: Beside) -> None:
    assert earlier.found is not None
    causes = site.study["since"][0]["causes"]
    assert len(causes) == len(earlier.found.causes) == 3
    assert causes[-1] == "the rule"
    parts = np.array([column(site, str(n)) for n in range(3)])
    moved = np.isin(column(site, "state"), [STATES.index("entered"), STATES.index("left")])
    assert (parts[:, moved].sum(axis=0) == 100).all()
    assert np.isnan(parts[:, ~moved]).all()
    orders = earlier.found.number_of_orders
    rows = {code: n for n, code in enumerate(site.areas["code"])}
    for row in earlier.found.movers().iter_rows(named=True):
        sign = 1 if row["after"] else -1
        exact = [100 * sign * row[f"{one.name}_orders"] / orders for one in earlier.found.causes]
        told = parts[:, rows[row["area"]]]
        assert told.tolist() == shares(earlier.found, row)
        assert np.abs(told - exact).max() < 1


def test_it_is_said_what_cannot_be_compared(site: Site) -> None:
    notes = site.study["since"][0]["notes"]
    assert [note for note in notes if note.startswith("Community need: other rules.")]
    assert [note for note in notes if note.startswith("Deprivation: other rules.")]
    assert not [note for note in notes if "common ground" in note]


def test_an_index_that_nothing_touched_is_not_spoken_of() -> None:
    wider = read_study("invented-country", ["group.left-behind.worst.need=12%", "name=wider"])
    found = since_of(run(wider), [beside(read_study("invented-country"), wider)], Shelf())
    assert found.editions[0].notes == ()
    assert found.editions[0].causes == ("the rule",)


def test_without_another_study_nothing_is_written(results: Results, tmp_path: Path) -> None:
    write_study(tmp_path, results, terms_of(results), Shelf())
    found = site_in(tmp_path)
    assert found.study["since"] == []
    assert found.study["columns"]["since"] is None
    assert not [file.name for file in tmp_path.iterdir() if "since" in file.name]


def test_a_list_of_other_areas_is_carried_by_people(small: Results) -> None:
    """What the page holds of a place is what `leftbehind place --history` says of it."""
    wards = run("invented-country")
    found = since_of(small, [Beside(wards, None, "")], Shelf())
    (edition,) = found.editions
    assert edition.moves is None
    assert edition.share is not None
    assert 0 < edition.share < 1
    assert "common ground" in edition.notes[0]
    assert list(found.columns) == ["invented-country.on", "invented-country.unknown"]
    codes = small.areas["area"].sort()
    on, unknown = found.columns.values()
    assert 0 < on.sum() < on.size
    for row in (int(np.argmax(on)), int(np.argmin(on)), int(np.argmax(unknown))):
        told = place_history(small, codes[row], [wards]).row(0, named=True)
        assert (on[row], unknown[row]) == pytest.approx((told["on"], told["unknown"]), abs=1e-9)


def test_larger_areas_hold_part_of_a_list_of_small_ones(small: Results) -> None:
    found = since_of(run("invented-country"), [Beside(small, None, "")], Shelf())
    on = found.columns["small.on"]
    assert ((on > 0) & (on < 1)).sum() > 100
    assert found.editions[0].share is not None


def test_several_studies_stand_side_by_side(
    results: Results, earlier: Beside, small: Results
) -> None:
    found = since_of(results, [earlier, Beside(small, None, "")], Shelf())
    assert [one.name for one in found.editions] == ["invented-country", "small"]
    assert [one.moves is None for one in found.editions] == [False, True]
    alone = since_of(results, [earlier], Shelf())
    for name, wanted in alone.columns.items():
        np.testing.assert_array_equal(found.columns[name], wanted)


def test_an_area_that_is_not_there_any_more_is_told_of(results: Results, earlier: Beside) -> None:
    listed = earlier.results.on_list()["area"]
    fewer = results.areas.filter(results.areas["area"] != listed[0])
    smaller = replace(results, tables={**results.tables, "areas": fewer})
    found = since_of(smaller, [earlier], Shelf())
    assert "1 area of its list lies outside" in " ".join(found.editions[0].notes)


@pytest.mark.parametrize(
    ("own", "other", "short"),
    [("“Left behind” in England, 2020", "“Left behind” in England, 2019", "2019"),
     ("Left behind, later", "Left behind", "other"),
     ("Left behind", "Left behind", "other"),
     ("Wards: wide", "Wards: a narrow list", "a narrow list")],
)  # fmt: skip
def test_a_study_is_called_by_what_tells_it_apart(own: str, other: str, short: str) -> None:
    patches = [["name=own", f"title={own}"], ["name=other", f"title={other}"]]
    patches[0].append("group.left-behind.worst.need=12%")
    one, two = (read_study("invented-country", patch) for patch in patches)
    assert since_of(run(one), [beside(two, one)], Shelf()).editions[0].short == short


def test_two_studies_of_one_title_are_called_by_their_names(results: Results) -> None:
    told = [
        read_study("invented-country", [f"name={name}", f"group.left-behind.worst.need={share}"])
        for name, share in (("narrow", "8%"), ("wide", "20%"))
    ]
    others = [
        Beside(run(one.model_copy(update={"title": "Wards, 2019"})), None, "") for one in told
    ]
    found = since_of(results, others, Shelf())
    assert [one.short for one in found.editions] == ["narrow", "wide"]


# What cannot be


def test_a_study_beside_itself_is_refused(results: Results, later: Study) -> None:
    with pytest.raises(LeftBehindError, match="there is no change at all"):
        beside(later, later)
    with pytest.raises(LeftBehindError, match="it is the study that is published"):
        since_of(results, [beside(results, None)], Shelf())
    with pytest.raises(LeftBehindError, match="it is the study that is published"):
        since_of(results, [beside(later, None)], Shelf())


def test_two_studies_of_one_name_are_refused(results: Results, earlier: Beside) -> None:
    with pytest.raises(LeftBehindError, match="--since invented-country: two studies"):
        since_of(results, [earlier, earlier], Shelf())


def test_results_from_a_folder_have_moves_and_no_causes(results: Results, earlier: Beside) -> None:
    for found in (beside(earlier.results, None), beside(read_study("invented-country"), None)):
        (edition,) = since_of(results, [found], Shelf()).editions
        assert edition.moves is not None
        assert edition.causes == ()
        assert "both studies have to be named" in " ".join(edition.notes)


def test_too_many_changes_leave_moves_and_no_causes(
    results: Results, later: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting_beside, "MOST", 2)
    found = beside(read_study("invented-country"), later)
    (edition,) = since_of(results, [found], Shelf()).editions
    assert edition.moves is not None
    assert "differ in too many ways" in " ".join(edition.notes)


def test_other_indices_leave_moves_and_no_causes(later: Study, results: Results) -> None:
    told = read_study("invented-country")
    need = {"want" if name == "need" else name: one for name, one in told.index.items()}
    recipes = {"want" if name == "need" else name: one for name, one in told.recipes.items()}
    group = {"left-behind": told.group["left-behind"].model_copy(
        update={"worst": {"want": told.group["left-behind"].worst["need"]}})}  # fmt: skip
    other = told.model_copy(
        update={"name": "other", "index": need, "recipes": recipes, "group": group}
    ).without_outcomes()
    found = beside(other.model_copy(update={"claim": {}}), later)
    (edition,) = since_of(results, [found], Shelf()).editions
    assert edition.moves is not None
    assert "their indices are not the same" in " ".join(edition.notes)


@pytest.mark.data
def test_another_country_and_unclear_terms_are_refused(
    results: Results, shelf: Shelf, tmp_path: Path
) -> None:
    england = beside(read_study("england-2019"), None, shelf=shelf)
    with pytest.raises(LeftBehindError, match="--accept-terms OCSI-LT"):
        publish(results, tmp_path / "site", since=[england])
    with pytest.raises(LeftBehindError, match="no lookup leads from ward20 to ward17"):
        publish(results, tmp_path / "site", since=[england], accept=["OCSI-LT"])
    assert not (tmp_path / "site").exists()
