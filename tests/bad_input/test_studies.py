"""Studies and recipes that do not hold together, told before anything is read."""

from __future__ import annotations

import polars as pl
import pytest

from bad_input._builders import RUN, Town, judge_counties, refused


@pytest.mark.parametrize("name", ["study.toml", "hardship.toml"])
@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_that_is_not_utf_8_is_named(town: Town, name: str, encoding: str) -> None:
    town.write(name, "# Café\n".encode(encoding))
    refused(town, name, "UTF-8", "save it as UTF-8")


@pytest.mark.parametrize("name", ["study.toml", "hardship.toml"])
def test_a_file_that_is_not_toml_is_named_with_its_line(town: Town, name: str) -> None:
    town.write(name, 'title = "x"\nroot = \n')
    refused(town, name, "not valid TOML", "line 2")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title  = "Tiny"', "title = 5", ["study.toml", "`title`", "not 5"]),
        ('title  = "Tiny"', 'title = "\\u001b[2J"', ["`title`", "control characters"]),
        ('recipe = "hardship.toml"', 'recipe = "hardshp.toml"', ["hardship.toml?"]),
        ('data = "figures"', "data = []", ["index.hardship.data"]),
        ('data = "figures"', 'data = "figurs"', ["index.hardship", "figures?"]),
        ('data = "figures"', 'data = "figures"\nsummarise = "scale"', ["scale is of counts"]),
        ('"25%"', "{}", ["group.left-behind.worst.hardship", "a share or a number"]),
        ('"25%"', "{ of_all = 5 }", ["of_all", "less than or equal to 1"]),
        ('"25%"', "{ of_all = nan }", ["of_all", "nan"]),
        ('"25%"', "{ number = -3 }", ["number", "greater than 0"]),
        ('"25%"', '"٣%"', ["neither a share"]),
        ("[group.left-behind]", '[group."[bold]"]', ["group.[bold]", "a name begins with"]),
        ("[index.hardship]", '[index."../x"]', ["../x", "a name begins with"]),
    ],
)
def test_a_wrong_value_is_named_by_its_key(
    town: Town, old: str, new: str, words: list[str]
) -> None:
    town.edit("study.toml", old, new)
    (town.folder / "figures.csv").unlink()  # a run would stumble over this first
    refused(town, *words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{ poor = 0.5, idle = 0.5 }", '{ poor = "much" }', ["node.hardship.weights.poor", "much"]),
        (
            "{ poor = 0.5, idle = 0.5 }",
            '"equl"',
            ["node.hardship.weights", "'equal'", "not 'equl'"],
        ),
        ("{ poor = 0.5, idle = 0.5 }", "{ poor = nan, idle = 1 }", ["weight of poor", "nan"]),
        ('"rank"', '"rnak"', ["node.hardship.standardise", "rnak", "'rank'"]),
        ('"rank"', '{ method = "min-max", low = nan }', ["low", "finite"]),
        ('"rank"', '{ method = "min-max", low = 2, high = 1 }', ["low 2 is not below high 1"]),
        ('"rank"', '{ method = "exponential", constant = 0.01 }', ["constant", "0.01"]),
        ('root = "hardship"', 'root = "hardshp"', ["root names no node", "hardship?"]),
        ('root = "hardship"', 'root = "poor"', ["root names no node: poor"]),
        ('title = "Idle hours"', 'title = "Idle"\nsuppressed = nan', ["suppressed", "nan"]),
        ('title = "Idle hours"', 'title = "Idle"\nsuppressed = -1', ["suppressed", "-1"]),
    ],
)
def test_a_wrong_recipe_is_named_by_its_key(
    town: Town, old: str, new: str, words: list[str]
) -> None:
    town.edit("hardship.toml", old, new)
    (town.folder / "figures.csv").unlink()
    refused(town, "hardship", *words)


@pytest.mark.parametrize(
    ("standardise", "combine"),
    [("z-score", '"geometric mean"'), ("rank", '{ method = "power mean", power = 1e6 }')],
)
def test_a_score_that_arithmetic_loses_is_no_gap(
    town: Town, standardise: str, combine: str
) -> None:
    """The logarithm of a z-score is not a number: those areas would silently drop out."""
    town.edit("hardship.toml", '"rank"', f'"{standardise}"\ncombine = {combine}')
    refused(town, "node hardship has no finite score", "parts are known", "T00", "`combine`")


@pytest.mark.parametrize("mean", ["harmonic", "geometric"])
def test_a_mean_that_one_nothing_would_make_nothing_is_refused(town: Town, mean: str) -> None:
    """A zero that min-max gives the area with least need would be all that the mean hears."""
    town.edit("hardship.toml", '"rank"', f'"min-max"\ncombine = "{mean} mean"')
    refused(town, "hardship has no finite score in 1 areas", "T001", "numbers above 0")
    town.edit("hardship.toml", '"min-max"', '{ method = "min-max", low = 1, high = 100 }')
    assert town.run(*RUN).code == 0


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ('exclude = ["T999"]\nrest = true', ["group.b.exclude", "T999"]),
        ("floor = { hardship = nan }", ["group.b.floor.hardship", "finite"]),
        ("people_at_least = inf\nrest = true", ["group.b.people_at_least", "finite"]),
    ],
)
def test_a_group_that_could_never_be_meant_is_refused(
    town: Town, group: str, words: list[str]
) -> None:
    town.add(f"[group.b]\n{group}\n")
    refused(town, *words)


def test_groups_that_exclude_each_other_in_a_circle_are_named(town: Town) -> None:
    town.add('[group.a]\nrest = true\nunless = "b"\n[group.b]\nrest = true\nunless = "a"\n')
    refused(town, "circle: a → b → a")


@pytest.mark.parametrize("below", ["study.toml", "./study.toml", "sub/../study.toml", "b.toml"])
def test_a_study_cannot_extend_itself_by_any_path(town: Town, below: str) -> None:
    town.write("sub/empty", "")
    town.write("b.toml", 'extends = "study.toml"')
    town.write("study.toml", f'extends = "{below}"')
    refused(town, "study.toml: extends:", "circle")


def test_what_a_study_extends_is_named_where_it_is_missing(town: Town) -> None:
    town.write("study.toml", 'extends = "england-2002"')
    refused(town, "study.toml: extends:", "england-2020")


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ('["claims"]', ["claims reaches nothing", "did you mean claim"]),
        ('["index.nede.data"]', ["index.nede.data reaches nothing"]),
        ('"claim"', ["is no list of paths"]),
        ("[1]", ["is no list of paths"]),
    ],
)
def test_what_a_study_leaves_out_must_be_there(town: Town, without: str, words: list[str]) -> None:
    town.write("study.toml", f'extends = "invented-country"\nwithout = {without}')
    refused(town, "study.toml: without", *words)


def test_only_what_another_study_says_can_be_left_out(town: Town) -> None:
    town.write("study.toml", 'without = ["claim"]\ntitle = "x"')
    refused(town, "study.toml", "extends none")


@pytest.mark.parametrize("by", ["people", "group", "area", "name"])
def test_a_breakdown_cannot_take_a_column_of_the_results(town: Town, by: str) -> None:
    town.add(f'[by]\n{by} = "figures"\n')
    refused(town, f"by.{by}", f"column {by} already")


@pytest.mark.parametrize("flag", ["figures", "figures.town20_name", "figures.idle", "figures.flg"])
def test_a_published_list_is_a_column_of_true_and_false(town: Town, flag: str) -> None:
    town.add(f'[published]\ntitle = "x"\ngroup = "left-behind"\nflag = "{flag}"\n')
    refused(town, "figures", "To mend it")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("table.figures.columns.idle.min=1", "idle is 'idle'"),
        ("group.left-behind.worst.hardship=NaN%", "neither a share"),
        ("index.hardship.node.hardship.weights.poor=nan", "weight of poor"),
        ("extends=england-2020", "unknown key"),
        ("name=../../x", "a name begins with"),
        ("x" * 100_000, "xxx…"),
    ],
)
def test_a_wrong_change_is_refused_in_one_line(town: Town, change: str, word: str) -> None:
    message = refused(town, word, command=(*RUN, "--set", change))
    assert len(message) < 500


@pytest.mark.parametrize(
    ("file", "name"),
    [("my study.toml", "my-study"), ("Dörfchen.toml", "Dorfchen"), ("村.toml", "study")],
)
def test_a_file_of_any_name_is_a_study(town: Town, file: str, name: str) -> None:
    (town.folder / "study.toml").rename(town.folder / file)
    assert town.run("run", file).code == 0
    assert (town.folder / "results" / name / "manifest.json").is_file()


@pytest.mark.parametrize("name", ["people", "rank", "area", "score", "share", "source", "target"])
def test_an_indicator_may_have_any_name(town: Town, name: str) -> None:
    """Columns of the lookup and of the weights stand beside those of the parts."""
    judge_counties(town)
    assert town.run(*RUN).code == 0
    before = pl.read_parquet(town.folder / "out" / "profiles.parquet")
    recipe = (town.folder / "hardship.toml").read_text("utf-8")
    town.write(
        "hardship.toml",
        recipe.replace('"idle"', f'"{name}"')
        .replace("idle =", f"{name} =")
        .replace("[indicator.idle]", f'[indicator.{name}]\ncolumn = "idle"'),
    )
    assert town.run(*RUN).code == 0
    after = pl.read_parquet(town.folder / "out" / "profiles.parquet")
    assert after.drop("part").equals(before.drop("part"))
