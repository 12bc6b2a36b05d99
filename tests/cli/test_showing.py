"""The commands that compare and draw, as a shell meets them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

import _command
import leftbehind
from leftbehind.cli.common import results_and_shelf
from leftbehind.show.ground import ground
from leftbehind.show.look import theme


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Results of the invented country."""
    place = tmp_path_factory.mktemp("showing") / "results"
    return str(leftbehind.run("invented-country").write(place))


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    monkeypatch.chdir(tmp_path)
    return _command.told


def test_compare_gives_a_table_and_a_sentence_for_each_outcome(tell, folder: str) -> None:
    told = tell("compare", folder)
    assert told.code == 0
    for part in ("of households have no car", "95% interval", "What this list does not see",
                 "From the least to the most deprived", "Simulated figures"):  # fmt: skip
        assert part in told.out


@pytest.mark.parametrize("form", ["csv", "json"])
def test_compare_for_machines_holds_what_the_table_shows(tell, folder: str, form: str) -> None:
    told = tell("compare", folder, "--outcome", "no-car", "--format", form)
    assert told.code == 0
    rows = json.loads(told.out) if form == "json" else list(csv.DictReader(io.StringIO(told.out)))
    own = next(row for row in rows if row["group"] == "left-behind")
    assert own["title"] == "Households without a car"
    count, of, rate = (float(own[key]) for key in ("count", "of", "rate"))
    assert rate == pytest.approx(100 * count / of)
    assert float(own["low"]) < rate < float(own["high"])
    other = next(row for row in rows if row["group"] == "other-deprived")
    apart = float(own["difference_to_other-deprived"])
    assert apart == pytest.approx(rate - float(other["rate"]))


def test_compare_inside_each_larger_area(tell, folder: str) -> None:
    told = tell("compare", folder, "--by", "region20", "--outcome", "no-car", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    regions = {row["larger"] for row in rows}
    whole = tell("compare", folder, "--outcome", "no-car", "--format", "csv").out
    whole = {row["group"]: row for row in csv.DictReader(io.StringIO(whole))}
    assert len(regions) > 3
    for group in ("left-behind", "all"):
        parts = [float(row["count"]) for row in rows if row["group"] == group]
        assert sum(parts) == pytest.approx(float(whole[group]["count"]))


def test_compare_matched_says_who_has_a_like_and_what_is_balanced(tell, folder: str) -> None:
    told = tell("compare", folder, "--matched")
    assert told.code == 0
    for part in ("have a like", "Before", "After", "Areas without a like", "standard deviation"):
        assert part in told.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("compare", "FOLDER", "--outcome", "no-cars"), 1, "did you mean no-car?"),
        (("compare", "FOLDER", "--against", "other-deprive"), 1, "did you mean other-deprived?"),
        (("compare", "FOLDER", "--by", "region"), 1, "did you mean region20?"),
        (("compare", "FOLDER", "--list", "published"), 2, "results are already made"),
        (("compare", "invented-country", "--list", "published"), 1, "no published list is named"),
        (("map", "FOLDER", "--of", "nee"), 1, "need"),
        (("map", "FOLDER", "--out", "x.gif"), 1, "gif"),
        (("report", "FOLDER", "--place", "Nowhere at all"), 1, "no place is called"),
        (("report", "FOLDER", "--all-districts", "mine"), 1, "nothing was touched"),
        (("chart", "gaps", "FOLDER", "--of", "nobody"), 1, "no group nobody"),
        (("compare", "FOLDER", "--matched", "--by", "region20"), 2, "takes no --by"),
        (("compare", "FOLDER", "--matched", "--outcome", "distance-library"), 1, "no outcome"),
        (("map", "FOLDER", "--steps", "3"), 2, "no --steps"),
        (("report", "FOLDER", "--all-districts", "d", "--out", "e"), 2, "its own folder"),
        (("export", "FOLDER", "--accept-terms", "OCSI"), 1, "did you mean OCSI-LT?"),
        (("chart", "causes", "invented-country"), 2, "the chart causes needs a --since"),
        (("chart", "rule", "FOLDER", "--since", "invented-country"), 2, "rule takes no --since"),
        (("chart", "flow", "FOLDER", "--since", "invented-country"), 2, "no folder of results"),
        (("chart", "flow", "invented-country", "--since", "FOLDER"), 2, "no folder of results"),
        (("chart", "flow", "--since", "invented-country"), 2, "name both"),
        (("chart", "flow", "invented-country", "--since", "nowhere"), 1, "no study 'nowhere'"),
        (("chart", "flow", "invented-country", "--since", "invented-country"), 1, "no change"),
        (("map", "FOLDER", "--of", "changes"), 2, "a map of changes needs a --since"),
        (("map", "FOLDER", "--since", "invented-country"), 2, "map of groups takes no --since"),
        (("map", "FOLDER", "--of", "changes", "--steps", "3"), 2, "no --steps"),
        (("report", "invented-country", "--since", "invented-country"), 1, "no change at all"),
        (("report", "FOLDER", "--since", "invented-country"), 2, "no folder of results"),
        (("report", "x", "--since", "y", "--all-districts", "d"), 2, "--all-districts takes no"),
        (("report", "x", "--since", "y", "--list", "published"), 2, "published takes no --since"),
        (("report", "FOLDER", "--kinds"), 2, "name it, and no folder of results"),
        (("report", "--kinds"), 2, "name it, and no folder of results"),
        (("report", "x", "--kinds", "--all-districts", "d"), 2, "--all-districts takes no --kinds"),
        (("publish", "FOLDER", "site", "--since", "invented-land"), 1, "mean invented-country?"),
        (("publish", "FOLDER", "site", "--since", "invented-country"), 1, "nothing changed since"),
        (("publish", "FOLDER", "site", "--since", "FOLDER"), 1, "nothing changed since"),
        (("publish", "invented-country", "site", "--since", "invented-country"), 1, "no change"),
        (("publish", "FOLDER", "site", "--kinds"), 1, "results hold no kinds"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest(
    tell, folder: str, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    told = tell(*(folder if one == "FOLDER" else one for one in arguments))
    assert (told.code, said in " ".join(told.err.replace("│", " ").split())) == (code, True), told
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["mine", "thesis.docx"]


def test_a_site_is_published_beside_another_study_and_a_refusal_leaves_it(
    tell, folder: str, tmp_path: Path
) -> None:
    wider = ("--set", "group.left-behind.worst.need=12%", "--set", "boundaries=")
    told = tell("publish", "invented-country", "site", *wider, "--since", "invented-country")
    assert told.code == 0, told
    study = tmp_path / "site" / "study.json"
    (edition,) = json.loads(study.read_text("utf-8"))["since"]
    assert edition["causes"] == ["the rule"]
    assert edition["moves"]["entered"] > 0
    before = study.read_bytes()
    told = tell("publish", "invented-country", "site", "--since", folder, "--since", folder)
    assert told.code == 1
    assert study.read_bytes() == before


@pytest.mark.parametrize("of", ["groups", "need", "need.places", "no-car", "bivariate"])
def test_a_map_is_drawn(tell, folder: str, tmp_path: Path, of: str) -> None:
    told = tell("map", folder, "--of", of, "--out", "map.svg")
    assert told.code == 0, told
    root = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert root.tag.endswith("svg")
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 5


def test_a_study_without_polygons_has_no_map_and_one_sentence_says_so(tell, folder: str) -> None:
    told = tell("map", "invented-country", "--set", "boundaries=", "--out", "map.svg")
    assert told.code == 1
    assert told.err.count("\n") <= 2
    assert "boundaries" in told.err


def test_a_report_is_a_page_and_a_paper(tell, folder: str, tmp_path: Path) -> None:
    told = tell("report", folder, "--out", "told")
    assert told.code == 0, told
    assert sorted(path.name for path in (tmp_path / "told").iterdir()) == [
        "invented-country.html", "invented-country.pdf"
    ]  # fmt: skip
    page = (tmp_path / "told" / "invented-country.html").read_text("utf-8")
    assert "Simulated figures" in page
    assert (tmp_path / "told" / "invented-country.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_report_on_a_place(tell, folder: str, tmp_path: Path) -> None:
    told = tell("report", folder, "--place", "X05000002", "--out", "one")
    assert told.code == 0, told
    assert "Cinderhaven Central" in (tmp_path / "one" / "X05000002.html").read_text("utf-8")


def wider(folder: Path) -> str:
    """A later study of the invented country, with a wider net and nothing but its list."""
    file = folder / "later.toml"
    file.write_text(LATER, "utf-8")
    return str(file)


LATER = """
extends = "invented-country"
title   = "The same, with a wider net"
without = ["outcome", "claim", "design", "comparing", "typology"]
[group.left-behind]
worst = { deprivation = "10%", need = "14%" }
"""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chart", "causes", "--theme", "dark"), "wards on the list: The rule: enter +"),
        (("chart", "flow", "--width", "320"), "Further out → On the list:"),
        (("map", "--of", "changes"), "wards were on the list:"),
        (("map", "--of", "changes", "--view", "hexagons"), "wards were on the list:"),
    ],
)
def test_a_picture_of_what_changed_is_drawn_by_itself(
    tell, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    named = (
        [*arguments[:2], wider(tmp_path)] if arguments[0] == "chart" else ["map", wider(tmp_path)]
    )
    rest = arguments[2:] if arguments[0] == "chart" else arguments[1:]
    told = tell(*named, *rest, "--since", "invented-country", "--out", "one.svg")
    assert told.code == 0, told
    assert words in told.err
    root = ElementTree.parse(tmp_path / "one.svg").getroot()
    dark = theme("dark").colour["paper"] in (tmp_path / "one.svg").read_text("utf-8")
    assert dark == ("dark" in arguments)
    assert root.get("width") == ("320" if "320" in arguments else "640")


def test_a_report_says_what_changed_on_the_whole_and_of_a_place(tell, tmp_path: Path) -> None:
    later, since = wider(tmp_path), ("--since", "invented-country")
    told = tell("report", later, *since, "--out", "told")
    assert told.code == 0, told
    page = (tmp_path / "told" / "later.html").read_text("utf-8")
    assert '<h2 id="since">What changed since “Left behind” wards of an invented country' in page
    told = tell("update", "invented-country", later, "--format", "csv")
    code = next(csv.DictReader(io.StringIO(told.out)))["area"]
    told = tell("report", later, *since, "--place", code, "--out", "told")
    assert told.code == 0, told
    place = (tmp_path / "told" / f"{code}.html").read_text("utf-8")
    assert "It was not on the list before and is on it now." in place
    assert "The list had" not in place


def test_a_report_says_of_which_kinds_neighbourhoods_are(tell, tmp_path: Path) -> None:
    told = tell("report", "invented-country", "--kinds", "--out", "told")
    assert told.code == 0, told
    page = (tmp_path / "told" / "invented-country.html").read_text("utf-8")
    for words in ('<a href="#kinds">Kinds of neighbourhood</a>', "form no kinds",
                  '<h2 id="together">Which neighbourhoods lie together'):  # fmt: skip
        assert words in page
    bare = ("--set", "boundaries=", "--place", "X05000002")
    told = tell("report", "invented-country", "--kinds", *bare, "--out", "told")
    assert told.code == 0, told
    assert "neighbours are found by polygons" in told.err
    place = (tmp_path / "told" / "X05000002.html").read_text("utf-8")
    assert "This cannot be said here: neighbours are found by polygons" in place


def test_patches_are_of_the_later_study(tell, tmp_path: Path) -> None:
    patch = "group.left-behind.worst.need=14%"
    wanted = tell(
        "chart", "causes", wider(tmp_path), "--since", "invented-country", "--out", "a.svg"
    )
    told = tell("chart", "causes", "invented-country", "--since", "invented-country",
                "--set", patch, "--out", "b.svg")  # fmt: skip
    assert told.code == 0, told
    assert told.err.splitlines()[-1] == wanted.err.splitlines()[-1]


def test_inside_a_larger_area_the_whole_is_that_area(tell, folder: str) -> None:
    told = tell("compare", folder, "--by", "region20", "--outcome", "no-car")
    results = leftbehind.run("invented-country")
    name = results.areas["region20_name"].drop_nulls()[0]
    assert f"{name} (" in told.out
    assert f"Difference from {name}" in " ".join(told.out.split())
    assert f"the share of {results.manifest['whole']}" not in " ".join(told.out.split())


def test_polygons_are_of_the_country_that_was_run(tmp_path: Path) -> None:
    """Another seed simulates another country, whose codes are the same."""
    changes = ["simulation.areas=2000", "simulation.seed=7"]
    results, shelf = results_and_shelf("invented-country", changes)
    assert (shelf.simulation.areas, shelf.simulation.seed) == (2000, 7)
    folder = results.write(tmp_path / "results")
    _, again = results_and_shelf(str(folder), None)
    assert again.simulation == shelf.simulation
    assert ground(results, again).boundaries.without == ()
