"""`leftbehind check`: every problem of a study in one go, each with its place and its mend."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from _command import Said
from bad_input._builders import RUN, Town, figures, rows_of

CHECK = ("check", "study.toml", "--format", "json")


def problems(town: Town, code: int | None = None) -> list[dict[str, Any]]:
    said = town.run(*CHECK)
    if code is not None:
        assert said.code == code, said
    found: list[dict[str, Any]] = json.loads(said.out)
    assert said.code == int(any(one["severity"] == "stops" for one in found))
    return found


def told(found: list[dict[str, Any]], severity: str = "stops") -> str:
    return "\n".join(f"{one['place']} | {one['where']} | {one['what']} | {one['mend']}"
                     for one in found if one["severity"] == severity)  # fmt: skip


def rows(**changed: str) -> str:
    return figures(**changed)


def test_a_good_study_has_nothing_wrong(town: Town) -> None:
    assert problems(town, 0) == []
    said: Said = town.run("check", "study.toml")
    assert said.code == 0
    assert "Nothing is wrong" in said.out


def test_every_wrong_key_of_study_and_recipe_is_told_at_once(town: Town) -> None:
    town.edit("study.toml", 'title  = "Tiny"', 'titel = "Tiny"\nnear = "x"\noutline = "no"')
    town.edit("study.toml", '"25%"', '"25"')
    town.edit("hardship.toml", '"rank"', '"rnak"')
    town.edit("hardship.toml", 'title = "Idle hours"', 'titel = "Idle hours"\nhigher = "more"')
    town.edit("hardship.toml", 'root = "hardship"', 'root = "hardshp"')
    said = told(problems(town, 1))
    for words in (
        "unknown key `titel` | did you mean title",
        "`near`: 'x' is neither a share",
        "`title`: is missing",
        "`group.left-behind.worst.hardship`: '25' is neither",
        "unknown key `indicator.idle.titel`",
        "`indicator.idle.higher`",
        "`node.hardship.standardise`",
        "root names no node: hardshp",
    ):
        assert words in said, words


def test_names_that_lead_nowhere_are_all_told(town: Town) -> None:
    town.edit("study.toml", "hardship = ", "hardshp = ")
    town.add('[group.other]\nunless = "left-behnd"')
    said = told(problems(town, 1))
    assert "group.left-behind names no index: hardshp; did you mean hardship?" in said
    assert "group.other.unless names no group: left-behnd" in said
    assert "group.other says nothing" in said


def test_orphans_and_weights_for_nodes_that_do_not_exist(town: Town) -> None:
    town.edit("hardship.toml", "{ poor = 0.5, idle = 0.5 }", "{ poor = 0.5, idel = 0.5 }")
    town.edit("hardship.toml", 'children = ["poor", "idle"]\n', "")
    town.write(
        "hardship.toml",
        (town.folder / "hardship.toml").read_text("utf-8")
        + '[node.lost]\ntitle = "L"\nchildren = ["poor"]\n[indicator.alone]\ntitle = "A"\n',
    )
    said = told(problems(town, 1))
    assert "idel, a child of hardship, is no node and no indicator; did you mean idle?" in said
    for orphan in ("alone", "idle", "lost"):
        assert f"no node has {orphan} as a child" in said
    assert "poor has 2 parents, hardship and lost" in said


def test_weights_beside_children_differ(town: Town) -> None:
    town.edit("hardship.toml", "{ poor = 0.5, idle = 0.5 }", "{ poor = 0.5, ill = 0.5 }")
    assert "`node.hardship`: weights and children differ: idle, ill" in told(problems(town, 1))


def test_a_circle_is_told_once(town: Town) -> None:
    more = '[node.a]\ntitle = "A"\nchildren = ["b"]\n[node.b]\ntitle = "B"\nchildren = ["a"]\n'
    town.write("hardship.toml", (town.folder / "hardship.toml").read_text("utf-8") + more)
    said = told(problems(town, 1))
    assert said.count("a cycle") == 1


def test_two_nodes_of_one_name_are_told_with_both_lines(town: Town) -> None:
    text = (town.folder / "hardship.toml").read_text("utf-8")
    line = text.splitlines().index("[node.hardship]") + 1
    again = len(text.splitlines()) + 1
    town.write("hardship.toml", text + '[node.hardship]\ntitle = "Again"\nchildren = ["idle"]\n')
    town.write("figures.csv", figures(T003="T003,Town 3,x,30,3.5"))
    said = told(problems(town, 1))
    assert f"line {again} | [node.hardship] comes twice, first in line {line}" in said
    assert "column people: 'x' is not a number" in said  # the table is looked at all the same


def test_all_that_is_wrong_in_a_table_is_told(town: Town) -> None:
    town.write(
        "figures.csv",
        figures(
            T002="T002,Two,x,20,2.5", T003="T003,Three,1003,-5,3.5", T004="T004,Four,1004,40,y",
            T005="T04X,Five,1005,50,5.5", T007="T006,Seven,1007,70,7.5",
        ),
    )  # fmt: skip
    said = told(problems(town, 1))
    for words in (
        "column people: 'x' is not a number; 1 such cells, in rows 2",
        "column idle: 'y' is not a number; 1 such cells, in rows 4",
        "column poor is below 0 in 1 rows: -5 in row 3",
        "'T04X' (rows 5)",
        "duplicate codes in column town20: T006 (rows 6, 7)",
    ):
        assert words in said, words
    assert "figures (figures.csv)" in said


def test_columns_that_are_not_there_are_all_told(town: Town) -> None:
    town.edit("hardship.toml", 'counts = ["poor"]', 'counts = ["pooor"]')
    town.edit("hardship.toml", 'title = "Idle hours"', 'title = "Idle"\ncolumn = "idel"')
    town.edit("study.toml", 'town20_name = "name"', 'town20_name = "nmae"')
    said = told(problems(town, 1))
    assert "there is no column pooor, which poor needs | did you mean poor" in said
    assert "there is no column idel, which idle needs | did you mean idle" in said
    assert "there is no column 'nmae'" in said


def frame_of(town: Town, **columns: list[Any]) -> None:
    codes = [row[:4] for row in rows_of()]
    plain = pl.DataFrame(
        {
            "code": codes,
            "name": codes,
            "people": range(1001, 1013),
            "poor": range(10, 130, 10),
            "idle": [n + 0.5 for n in range(1, 13)],
        }
    )
    made = plain.with_columns(**{name: pl.Series(values) for name, values in columns.items()})
    town.write("figures.csv", made.write_csv())


def test_a_constant_an_empty_and_a_sparse_indicator(town: Town) -> None:
    frame_of(town, idle=[3] * 12)
    (one,) = problems(town, 0)
    assert one["severity"] == "look"
    assert "it is the same everywhere (3)" in one["what"]
    frame_of(town, idle=[None] * 12)
    assert "idle has no value in any area" in told(problems(town, 1))
    frame_of(town, idle=[1.0, 2.0, 3.0] + [None] * 9)
    said = told(problems(town, 0), "look")
    assert "only 25% of the areas have a figure, below 65%" in said
    assert "9 of 12 areas have no score, because of gaps: idle in 9" in said


def test_denominators_of_nothing_and_numerators_above_them(town: Town) -> None:
    frame_of(town, people=[0, *range(1002, 1013)], poor=[0, 2000, *range(30, 130, 10)])
    found = problems(town, 1)
    assert "the numerator of poor is above its denominator people: 2000 of 1002, in T002" in told(
        found
    )
    assert "the denominator people is 0 or below in 1 areas" in told(found, "look")


def test_what_is_below_0_cannot_enter_a_geometric_mean(town: Town) -> None:
    town.edit("hardship.toml", '"rank"', '"z-score"\ncombine = "geometric mean"')
    said = told(problems(town, 1))
    assert "poor is below 0 in 6 areas and enters a geometric mean" in said
    assert "idle is below 0 in 6 areas and enters a geometric mean" in said
    assert 'method = "min-max", low = 1' in said


@pytest.mark.parametrize("mean", ["geometric", "harmonic"])
def test_a_0_cannot_enter_a_geometric_mean(town: Town, mean: str) -> None:
    town.edit("hardship.toml", '"rank"', f'"min-max"\ncombine = "{mean} mean"')
    said = told(problems(town, 1))
    assert f"idle is 0 in 1 areas and enters a {mean} mean, which would be 0" in said
    assert said.count("T001") == 2
    assert 'method = "min-max", low = 1' in said
    assert "no finite score in 1 areas" in town.run(*RUN).err


def test_ranks_may_enter_a_geometric_mean(town: Town) -> None:
    town.edit("hardship.toml", '"rank"', '"rank"\ncombine = "geometric mean"')
    assert problems(town, 0) == []


def test_a_child_of_weight_0_enters_no_mean(town: Town) -> None:
    town.edit("hardship.toml", '"rank"', '"min-max"\ncombine = "geometric mean"')
    town.edit("hardship.toml", "{ poor = 0.5, idle = 0.5 }", "{ poor = 1, idle = 0 }")
    said = told(problems(town, 1))
    assert "poor is 0" in said
    assert "idle is 0" not in said


def test_what_waits_to_be_confirmed_is_told_by_line(town: Town) -> None:
    asked = '# CONFIRM: nothing tells\n# which way\nhigher = "worse"'
    town.edit("hardship.toml", 'title = "Idle hours"', f'title = "Idle hours"\n{asked}')
    (one,) = problems(town, 0)
    assert one["what"] == 'nothing tells which way: higher = "worse"'
    assert "[indicator.idle]" in one["where"]


def test_a_codebook_that_is_not_filled_or_contradicts(town: Town) -> None:
    town.write(
        "codebook.csv",
        "column,title,unit,source,date,licence,direction,note\n"
        "poor,Poor,,ONS,2020,OGL,worse,\nidle,Idle,,,2020,,better,\n",
    )
    said = told(problems(town, 0), "look")
    assert "`source` is empty for 1 columns: idle" in said
    assert "`licence` is empty for 1 columns: idle" in said
    assert "`date`" not in said
    assert "the codebook says better of idle, the recipe says worse" in said


def test_what_only_the_run_can_tell_is_told_too(town: Town) -> None:
    town.edit("study.toml", 'people = "figures"', 'people = "figures.town20_name"')
    assert "town20_name of figures holds text" in told(problems(town, 1))


def test_a_file_that_is_no_toml_or_not_there(town: Town) -> None:
    town.write("study.toml", "title = \n")
    assert "not valid TOML" in told(problems(town, 1))
    said = town.run("check", "nothing.toml")
    assert said.code == 1
    assert "there is no study" in said.out


def test_a_table_that_is_not_there(town: Town) -> None:
    (town.folder / "figures.csv").unlink()
    town.edit("hardship.toml", '"rank"', '"rnak"')
    said = told(problems(town, 1))
    assert "figures.csv" in said
    assert "rnak" in said
