"""An update: who moved, and because of what. In invented worlds the causes are known."""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis._worlds import CALM, swapped, world
from leftbehind import LeftBehindError, Shelf, read_study, run
from leftbehind.analysis import changes
from leftbehind.analysis.changes import between
from leftbehind.analysis.shapley import orders, parts, weights
from leftbehind.analysis.update import Updated, update
from leftbehind.study import Index, Study

SMALL = "simulation.areas=900"

PATCHES = {
    "need-method": "index.need.node.need.combine=geometric mean",
    "deprivation-method": 'index.deprivation.indicator.income.shrink=""',
    "unit": "index.deprivation.summarise=average rank",
    "rule": "group.left-behind.worst.need=25%",
}
"""A change of each kind that an invented country knows, by the name of its cause."""


def shares(found: Updated, area: str) -> dict[str, Fraction]:
    """What each cause adds to being on the list, for one area."""
    row = found.areas.filter(area=area).row(0, named=True)
    whole = found.number_of_orders
    return {one.name: Fraction(row[f"{one.name}_orders"], whole) for one in found.causes}


def check_adds_up(found: Updated) -> None:
    """The parts add up to the whole, exactly: for the list, its people, and every area."""
    before, after = (set(found.areas.filter(when)["area"]) for when in ("before", "after"))
    assert sum(part.entries for part in found.parts) == len(after - before)
    assert sum(part.exits for part in found.parts) == len(before - after)
    assert sum(part.areas for part in found.parts) == len(after) - len(before)
    people = [part.people for part in found.parts if part.people is not None]
    gained = found.sets["people"][-1] - found.sets["people"][0]
    assert sum(people) == Fraction(gained)
    moved = found.areas["after"].cast(pl.Int64) - found.areas["before"].cast(pl.Int64)
    every = sum((found.areas[f"{one.name}_orders"] for one in found.causes),
                start=pl.zeros(moved.len(), dtype=pl.Int64, eager=True))  # fmt: skip
    assert (every == found.number_of_orders * moved).all()
    for part in found.parts:
        total = int(found.areas[f"{part.cause.name}_orders"].sum())
        assert Fraction(total, found.number_of_orders) == part.areas


# Shapley's formula


@given(st.integers(1, 5).flatmap(lambda k: st.lists(
    st.fractions(max_denominator=99), min_size=2**k, max_size=2**k)))  # fmt: skip
def test_parts_are_the_mean_over_orders_and_add_up(figures: list[Fraction]) -> None:
    changes_ = len(figures).bit_length() - 1
    found = parts(figures)
    assert sum(found) == figures[-1] - figures[0]
    for change, part in enumerate(found):
        steps = []
        for order in orders(changes_):
            made = sum(1 << one for one in order[: order.index(change)])
            steps.append(figures[made | 1 << change] - figures[made])
        assert part == sum(steps) / factorial(changes_)


def test_weights_of_one_change_cover_every_order_once() -> None:
    for changes_ in range(1, 7):
        found = weights(changes_)
        assert (found.sum(axis=1) == 0).all()
        assert (found.clip(min=0).sum(axis=1) == factorial(changes_)).all()


# Worlds whose causes are known


def test_one_cause_has_all_of_it(tmp_path: Path) -> None:
    """Only the figures of work moved: place 4 takes the place of place 1."""
    one = world(tmp_path, "one", home=(9, 9, 9, 9, 1, 1, 1, 1, 1, 1), asked=(3, 4))
    two = world(tmp_path, "two", work=swapped(CALM, 1, 4), edition="2024",
                home=(9, 9, 9, 9, 1, 1, 1, 1, 1, 1), asked=(3, 4))  # fmt: skip
    found = update(one, two)
    assert [cause.name for cause in found.causes] == ["work-edition"]
    assert found.movers().select("area", "after").rows() == [("P04", True), ("P01", False)]
    assert shares(found, "P04") == {"work-edition": 1}
    assert shares(found, "P01") == {"work-edition": -1}
    assert found.parts[0].people == 400 - 100
    assert found.grades == {"work": "same method", "home": "untouched"}
    check_adds_up(found)


def test_what_takes_two_causes_is_halved_between_them(tmp_path: Path) -> None:
    """Place 4 is on the list only if both indices put it into their first three."""
    one = world(tmp_path, "one")
    two = world(tmp_path, "two", work=swapped(CALM, 3, 4), home=swapped(CALM, 3, 4),
                edition="2024")  # fmt: skip
    found = update(one, two)
    assert shares(found, "P04") == {"work-edition": Fraction(1, 2), "home-edition": Fraction(1, 2)}
    # Place 3 is off as soon as either has it off: whichever comes first does it.
    assert shares(found, "P03") == {"work-edition": -Fraction(1, 2),
                                    "home-edition": -Fraction(1, 2)}  # fmt: skip
    assert found.sets.select("areas", "entries", "exits").rows() == [
        (3, 0, 0), (2, 0, 1), (2, 0, 1), (3, 1, 1),
    ]  # fmt: skip
    assert found.orders.filter(order=1)["areas"].to_list() == [2, 3]
    check_adds_up(found)


def test_three_causes_by_hand(tmp_path: Path) -> None:
    """The example of docs/method/update.md: 2/3 for the rule, 1/6 for each edition.

    Place 4 needs both indices and would be in by the wider rule alone; so it enters when the
    rule is made, or when the second of the two indices is.
    """
    one = world(tmp_path, "one")
    two = world(tmp_path, "two", work=swapped(CALM, 3, 4), home=swapped(CALM, 3, 4),
                edition="2024", asked=(4, 4))  # fmt: skip
    found = update(one, two)
    assert shares(found, "P04") == {"work-edition": Fraction(1, 6),
                                    "home-edition": Fraction(1, 6),
                                    "rule": Fraction(2, 3)}  # fmt: skip
    check_adds_up(found)


def test_a_cause_that_only_a_threshold_is(tmp_path: Path) -> None:
    found = update(world(tmp_path, "one"), world(tmp_path, "two", asked=(5, 4)))
    assert [part.cause.name for part in found.parts] == ["rule"]
    assert found.parts[0].areas == 1
    assert [said.path for said in found.causes[0].changes[0].said] == [
        "group.listed.worst.work", "group.listed.worst.home",
    ]  # fmt: skip


def test_an_edition_on_other_areas_brings_its_own_way_to_the_list(tmp_path: Path) -> None:
    """Its lookup and its people belong to the edition; the rule is told apart from it."""
    one = world(tmp_path, "one")
    two = world(tmp_path, "two", work=swapped(CALM, 3, 4), edition="2024", parts=True,
                asked=(4, 3))  # fmt: skip
    found = update(one, two)
    assert [cause.name for cause in found.causes] == ["work-edition", "rule"]
    assert {key.field for key in found.causes[0].changes[0].keys} == {
        "recipe", "data", "lookup", "people",
    }  # fmt: skip
    assert found.grades["work"] == "other geography"
    check_adds_up(found)


def test_changes_that_cannot_be_made_apart_are_one_cause(tmp_path: Path) -> None:
    """A patch of a part that only the newer recipe has cannot be made without it."""
    one, two = world(tmp_path, "one"), world(tmp_path, "two", edition="2024", asked=(4, 4))
    recipe = tmp_path / "two-work.toml"
    recipe.write_text(recipe.read_text("utf-8").replace("value", "newer"), "utf-8")
    study = Path(two)
    text = study.read_text("utf-8")
    figures = text.index("[table.work_figures.columns]")
    text = text[:figures] + text[figures:].replace("value = ", "newer = ", 1)
    study.write_text(text + '\n[index.work.indicator.newer]\nhigher = "better"\n', "utf-8")
    # The patch stands below [index.home] in the file, and is of work all the same.
    found = update(one, two)
    assert [cause.name for cause in found.causes] == ["work-edition+work-method", "rule"]
    assert "newer" in found.causes[0].why
    assert found.sets.height == 4
    check_adds_up(found)


def test_recipes_that_differ_in_words_alone_are_no_change(tmp_path: Path) -> None:
    """Nor is a copy of the same figures in another file."""
    with pytest.raises(LeftBehindError, match="no change at all"):
        update(world(tmp_path, "one"), world(tmp_path, "two"))


def test_another_weight_is_another_method(tmp_path: Path) -> None:
    one = world(tmp_path, "one")
    found = update(one, world(tmp_path, "two", weights={"home": 2.0}))
    assert [cause.name for cause in found.causes] == ["home-method"]
    assert found.grades == {"work": "untouched", "home": "other method"}
    assert found.movers().is_empty()
    assert [part.areas for part in found.parts] == [0]


def test_the_study_of_2019_is_that_of_2020_with_one_change() -> None:
    """What is about the list of 2020 alone is left out: shares, claims, rates of chance."""
    one, other = read_study("england-2019"), read_study("england-2020")
    assert [change.name for change in between(one, other, Shelf()).changes] == [
        "deprivation-edition"
    ]
    assert other.published is not None
    assert one.published is not None
    assert other.published.printed
    assert not one.published.printed
    assert other.claim
    assert not one.claim
    assert not one.doubt.rate
    assert one.outcome == other.outcome
    assert list(one.doubt.option["edition of the IMD"]) == ["2015", "2019"]


# Patches of the invented country


@pytest.fixture(scope="module")
def every() -> Updated:
    return update(read_study("invented-country", [SMALL]),
                  read_study("invented-country", [SMALL, *PATCHES.values()]))  # fmt: skip


def test_the_decomposition_names_what_was_patched(every: Updated) -> None:
    assert {cause.name for cause in every.causes} == set(PATCHES)
    assert every.sets.height == 16
    assert every.orders.height == 24 * 4
    assert every.movers().height > 3
    check_adds_up(every)


def test_every_list_between_is_that_of_a_study_with_some_of_the_patches(every: Updated) -> None:
    """Another way to the same: the patches, run one set after the other by themselves."""
    for row in every.sets.iter_rows(named=True):
        made = [patch for name, patch in PATCHES.items() if row[name]]
        results = run(read_study("invented-country", [SMALL, *made]).bare())
        listed = set(results.on_list()["area"])
        assert set(every.lists.filter(set=row["set"])["area"]) == listed
        assert row["people"] == results.on_list()["people"].sum()


def test_orders_lead_through_the_lists(every: Updated) -> None:
    """Each step of each order adds one cause; the last list is always the same."""
    names = [cause.name for cause in every.causes]
    for _, order in every.orders.group_by("order"):
        steps = order.sort("step")
        made = 0
        for name, at in steps.select("cause", "set").iter_rows():
            made |= 1 << names.index(name)
            assert at == made
        assert sorted(steps["cause"]) == sorted(names)
    areas = dict(every.sets.select("set", "areas").iter_rows())
    assert all(areas[at] == n for at, n in every.orders.select("set", "areas").iter_rows())


def test_states_count_every_area_once(every: Updated) -> None:
    states = every.states()
    assert int(states["areas"].sum()) == every.areas.height
    entered = states.filter(pl.col("before") != "on", after="on")
    assert int(entered["areas"].sum()) == every.movers().filter("after").height


@settings(max_examples=6)
@given(
    need=st.integers(5, 40),
    deprivation=st.integers(5, 40),
    rounding=st.sampled_from(["floor", "ceil"]),
    ties=st.sampled_from(["inside", "outside"]),
    combine=st.sampled_from(["weighted sum", "geometric mean", "maximum"]),
    summarise=st.sampled_from(["average score", "average rank", "extent"]),
)
def test_parts_add_up_for_any_patches(
    need: int, deprivation: int, rounding: str, ties: str, combine: str, summarise: str
) -> None:
    patches = [
        f"group.left-behind.worst.need={need}%",
        f"group.left-behind.worst.deprivation={deprivation}%",
        f"rule.rounding={rounding}",
        f"rule.ties={ties}",
        f"index.need.node.need.combine={combine}",
        f"index.deprivation.summarise={summarise}",
    ]
    other = read_study("invented-country", ["simulation.areas=300", *patches])
    own = read_study("invented-country", ["simulation.areas=300"])
    if not between(own, other, Shelf()).changes:
        return
    found = update(own, other)
    check_adds_up(found)
    back = update(other, own)
    assert [part.areas for part in back.parts] == [-part.areas for part in found.parts]


# What is refused


def test_a_study_and_itself_have_no_change() -> None:
    with pytest.raises(LeftBehindError, match=r"no change at all.*two editions"):
        update("invented-country", "invented-country")


def test_what_is_only_said_is_no_change() -> None:
    said = ["title=Other", "notes=Other", "outcome={}", "claim={}", "design={}",
            "group.left-behind.title=Other", "group.other-deprived.worst.deprivation=20%",
            "index.need.about=Other"]  # fmt: skip
    with pytest.raises(LeftBehindError, match="no change at all"):
        update("invented-country", read_study("invented-country", said))


def test_other_areas_are_refused() -> None:
    with pytest.raises(LeftBehindError, match="their areas are ward17 and lsoa21"):
        update("england-2020", "england-2025")


def test_other_indices_another_country_or_a_sketch_are_refused(tmp_path: Path) -> None:
    one, two = world(tmp_path, "one"), world(tmp_path, "two", edition="2024")
    text = Path(two).read_text("utf-8")
    Path(two).write_text(text.replace("index.home", "index.house").replace("home = 3", "house = 3"),
                         "utf-8")  # fmt: skip
    with pytest.raises(LeftBehindError, match=r"indices are not the same.*same name"):
        update(one, two)
    with pytest.raises(LeftBehindError, match="two invented countries"):
        update("invented-country", read_study("invented-country", [SMALL]))
    Path(two).write_text(text.replace("areas = ", "sketch = true\nareas = ", 1), "utf-8")
    with pytest.raises(LeftBehindError, match="sketch"):
        update(one, two)


def test_one_name_for_two_kinds_of_area_is_refused(tmp_path: Path) -> None:
    one, two = world(tmp_path, "one"), world(tmp_path, "two", edition="2024")
    text = Path(two).read_text("utf-8")
    Path(two).write_text(text.replace('vintage = "2020"', 'vintage = "2021"'), "utf-8")
    with pytest.raises(LeftBehindError, match=r"two kinds of area by place20.*two names"):
        update(one, two)


def test_too_many_changes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leftbehind.analysis.update.MOST", 3)
    with pytest.raises(LeftBehindError, match=r"4 changes are too many.*two steps"):
        update("invented-country", read_study("invented-country", list(PATCHES.values())))


def test_a_recipe_that_was_changed_in_memory_is_refused() -> None:
    study = read_study("invented-country")
    other = study.recipes["need"].without("turnout")
    edited = study.model_copy(update={"recipes": {**study.recipes, "need": other}})
    with pytest.raises(LeftBehindError, match="recipe of need is not the one"):
        update(study, edited)


def test_no_key_of_a_study_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new field of a study must be given a kind, or be said to do nothing to a list."""
    known = {*changes.STUDY, *changes.ASIDE, *changes.STRUCTURE}
    assert known == set(Study.model_fields)
    assert {*changes.INDEX, *changes.ASIDE_INDEX} == set(Index.model_fields)
    monkeypatch.setattr(changes, "ASIDE", changes.ASIDE - {"stamp"})
    with pytest.raises(LeftBehindError, match="what a change of stamp does to a list"):
        update("invented-country", read_study("invented-country", ["near=2%"]))


def test_scores_of_two_editions_are_not_subtracted(every: Updated) -> None:
    with pytest.raises(LeftBehindError, match=r"need before and after cannot be subtracted.*ranks"):
        every.score_moves("need")
    with pytest.raises(LeftBehindError, match="there is no index needs"):
        every.score_moves("needs")
    assert not [name for name in every.areas.columns if "moved" in name]


def test_what_differs_is_told_path_by_path(every: Updated) -> None:
    table: Any = every.changes_table()
    told = {(row["cause"], row["path"]): (row["before"], row["after"])
            for row in table.iter_rows(named=True)}  # fmt: skip
    assert told["rule", "group.left-behind.worst.need"] == ("10%", "25%")
    assert told["unit", "index.deprivation.summarise"] == ("average score", "average rank")
    assert told["need-method", "index.need.node.need.combine"] == ("", "geometric mean")
