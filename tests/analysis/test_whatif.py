"""A method changed: who enters, who leaves, and because of which change."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from leftbehind import LeftBehindError, Shelf, run
from leftbehind.analysis.edits import Edit, Figures, edited, read_edits
from leftbehind.analysis.whatif import WhatIf, whatif
from leftbehind.study_file import read_study

DROP, WIDER = Edit("drop", "need.turnout"), Edit("set", "group.left-behind.worst.need=12%")


@pytest.fixture(scope="module")
def both() -> WhatIf:
    return whatif("invented-country", [WIDER, DROP])


def listed(*edits: Edit) -> set[str]:
    other = edited(read_study("invented-country"), edits, Shelf())
    return set(run(other.study, data=other.frames).on_list()["area"])


def test_who_moves_is_the_difference_of_two_lists(both) -> None:
    before, after = listed(), listed(WIDER, DROP)
    movers = both.movers()
    assert set(movers.filter("enters")["area"]) == after - before
    assert set(movers.filter(~pl.col("enters"))["area"]) == before - after
    assert before - after
    assert after - before


def test_the_cause_is_each_change_that_is_enough_by_itself(both) -> None:
    """An area enters because of a change if that change alone puts it on the list."""
    alone = {edit.written: listed(edit) for edit in (WIDER, DROP)}
    kinds = set()
    for row in both.movers().iter_rows(named=True):
        enough = [name for name, area in alone.items() if (row["area"] in area) == row["enters"]]
        assert row["because"] == enough
        kinds.add(len(enough))
    assert kinds == {0, 1, 2}


def test_ranks_and_moves(both) -> None:
    rows = both.areas.filter(pl.col("need_moved").is_not_null())
    assert (rows["need_before"] - rows["need_after"] == rows["need_moved"]).all()
    largest = both.largest("need")
    assert largest["need_moved"].abs().to_list() == sorted(
        rows["need_moved"].abs().to_list(), reverse=True
    )[:10]  # fmt: skip
    assert both.largest("deprivation").is_empty()
    assert both.alike("deprivation") == 1.0
    pair = both.areas.select("need_before", "need_after").drop_nulls().to_numpy()
    assert both.alike("need") == pytest.approx(np.corrcoef(pair.T)[0, 1])


def test_an_indicator_swapped_for_itself_changes_nothing() -> None:
    column = "simulated_need_ward20.journey_minutes"
    found = whatif("invented-country", [Edit.read("swap", f"need.journey_minutes={column}")])
    assert found.movers().is_empty()
    assert found.alike("need") == pytest.approx(1.0)
    turned = Edit.read("swap", f"need.journey_minutes={column}:better")
    assert not whatif("invented-country", [turned]).movers().is_empty()


def test_an_added_indicator_has_the_mean_weight_of_its_siblings_or_its_own() -> None:
    study = read_study("england-2020")
    stated = {"income": 0.225, "employment": 0.225, "education": 0.135, "health": 0.135,
              "crime": 0.093, "barriers": 0.093, "environment": 0.093}  # fmt: skip
    node = study.recipes["deprivation"].node["imd"]
    assert node.with_child("x").weights == {**stated, "x": pytest.approx(0.999 / 7)}
    assert node.with_child("x", 0.5).weights == {**stated, "x": 0.5}
    equal = study.recipes["need"].node["cni"]
    assert equal.with_child("x").weights == "equal"
    with pytest.raises(LeftBehindError, match="so none can be given to x"):
        equal.with_child("x", 2.0)


@pytest.mark.data
def test_a_published_domain_is_swapped_and_not_found_published_again(shelf: Shelf) -> None:
    """The tables hold the health domain itself too; it must not come back by its name."""
    swap = Edit.read(
        "swap", "deprivation.health=imd2025_england_lsoa21_indicators.illness_and_disability"
    )
    found = whatif("england-2025", [swap], shelf=shelf)
    assert 0.9 < found.alike("deprivation") < 0.9999
    assert found.movers().height > 20
    assert found.alike("need") == 1.0


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([], "nothing is changed"),
        ([Edit("drop", "need.turnouts")], "turnout"),
        ([Edit("drop", "needs.turnout")], "there is no index 'needs'.*need"),
        ([Edit("drop", "need")], r"INDEX\.PART"),
        ([Edit("drop", "need.need")], "need is the index itself"),
        ([Edit("set", "group.nobody.worst.need=5%")], "nobody"),
        ([Edit.read("add", "need.places.pubs=nowhere21.pubs")], "no table called nowhere21"),
        ([Edit.read("add", "need.places=simulated_areas20.people")], r"INDEX\.NODE\.NAME"),
        ([Edit.read("add", "need.place.pubs=simulated_areas20.people")], "no part place"),
        ([Edit.read("add", "need.places.turnout=simulated_areas20.people")], "turnout already"),
    ],
)
def test_a_change_that_reaches_nothing_is_refused(edits, reason) -> None:
    with pytest.raises(LeftBehindError, match=reason):
        whatif("invented-country", edits)


@pytest.mark.data
def test_what_is_below_a_published_node_cannot_be_changed(shelf: Shelf) -> None:
    add = Edit.read("add", "need.places.lonely=loneliness_lsoa21.lonely_percent")
    with pytest.raises(LeftBehindError, match=r"places is not seen.*add to cni"):
        whatif("england-2025", [add], shelf=shelf)
    with pytest.raises(LeftBehindError, match=r"burglary is not seen.*change"):
        whatif("england-2025", [Edit("drop", "deprivation.burglary")], shelf=shelf)


@pytest.mark.parametrize("kind", ["drop", "add", "swap"])
@pytest.mark.parametrize("name", ["need.a\x1b[31m", "need.places.<script>", "", "need..x", "../x"])
def test_a_name_that_is_none_is_refused_and_not_printed_raw(kind, name) -> None:
    with pytest.raises(LeftBehindError, match="is no name of a part") as refused:
        Edit.read(kind, name if kind == "drop" else f"{name}=t.c")
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["pubs", "t.c:good", "t.c@much", "t.c@1e9", "", ":better", "../../etc/passwd", "t."]
)
def test_a_column_that_cannot_be_read(text) -> None:
    with pytest.raises(LeftBehindError, match="names no column"):
        Figures.read(text)


def test_changes_are_read_in_order_of_kind() -> None:
    found = list(read_edits(("a=1",), ("i.p",), ("i.n.x=t.c:better@2",), ("i.p=t.c",)))
    assert [edit.kind for edit in found] == ["set", "drop", "swap", "add"]
    assert found[3].figures == Figures("t.c", "better", 2.0)
    with pytest.raises(LeftBehindError, match="by what it is measured"):
        Edit.read("swap", "need.turnout")
