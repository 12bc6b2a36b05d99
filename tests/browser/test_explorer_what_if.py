"""Moving weights, thresholds and and/or in the page: what Python finds, to the rank."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, expect

import leftbehind
from browser._visit import Visitor, plain_server, visitor
from leftbehind import Results, read_study
from leftbehind.show.site.publish import publish


def downloaded(visit: Visitor) -> pl.DataFrame:
    """The list that is shown, as the page saves it."""
    with visit.page.expect_download() as waiting:
        visit.tab.get_by_role("button", name="Save as CSV").click()
    with zipfile.ZipFile(waiting.value.path()) as held:
        return pl.read_csv(io.BytesIO(held.read("areas.csv")), infer_schema_length=None)


def own_weights(country: Results) -> dict[str, dict[str, float]]:
    """Weights of the parts of each index, in the study."""
    parts = country["profiles"].select("index", "part").unique(maintain_order=True)
    found: dict[str, dict[str, float]] = {index: {} for index in country.indices}
    for index, part in parts.iter_rows():
        found[index][part] = country.manifest["index"][index]["weights"][part]
    return found


def python_finds(
    country: Results, weights: dict[str, float], cuts: dict[str, float], needed: int
) -> pl.DataFrame:
    changes = [f"group.left-behind.at_least={needed}"]
    for index, own in own_weights(country).items():
        root = read_study("invented-country").recipes[index].root
        stated = ", ".join(f"{part} = {weights.get(f'{index}.{part}', weight)!r}"
                           for part, weight in own.items())  # fmt: skip
        changes.append(f"index.{index}.node.{root}.weights={{ {stated} }}")
    for group, rule in country.manifest["study"]["group"].items():
        changes += [f"group.{group}.worst.{index}={cuts[index] * 100:g}%"
                    for index in rule.get("worst", {}) if index in cuts]  # fmt: skip
    return leftbehind.run(read_study("invented-country", changes)).areas.sort("area")


@pytest.mark.parametrize("seed", range(3))
def test_the_page_finds_what_python_finds(visit: Visitor, country: Results, seed: int) -> None:
    drawn = random.Random(seed)
    weights = {f"{index}.{drawn.choice(list(parts))}": drawn.randint(1, 60) / 100
               for index, parts in own_weights(country).items()}  # fmt: skip
    cuts = {index: drawn.randint(10, 60) / 200 for index in country.indices}
    needed = 1 + seed % 2
    told = ",".join(f"{name}:{weight}" for name, weight in weights.items())
    share = ",".join(f"{name}:{cut}" for name, cut in cuts.items())
    visit.go(f"?weights={told}&cuts={share}&needed={needed}&group=any", drawn=False)
    expect(visit.page.locator("#panel > .sentence")).to_contain_text("With your settings")
    expect(visit.tab.locator("table.list td").last).not_to_have_text("–")
    found = downloaded(visit).sort("area")
    wanted = python_finds(country, weights, cuts, needed)
    assert found["area"].to_list() == wanted["area"].to_list()
    assert found["group"].to_list() == wanted["group"].to_list()
    assert found["group_in_study"].to_list() == country.areas.sort("area")["group"].to_list()
    for index in country.indices:
        assert found[f"{index}_rank"].to_list() == wanted[f"{index}_rank"].to_list()
    assert found["margin"].to_list() == wanted["margin"].to_list()


def test_a_slider_moves_list_counts_and_map_and_a_key_brings_them_back(
    visit: Visitor, country: Results
) -> None:
    visit.go("?tab=what-if")
    slider = visit.tab.get_by_role("slider", name="Community need")
    expect(slider).to_have_attribute("aria-valuetext", "the highest 10.0%: ranks to 133")
    before = visit.page.locator(".legend").inner_text()
    slider.focus()
    visit.page.keyboard.press("PageUp")
    cut = float(slider.input_value())
    wanted = python_finds(country, {}, {"need": round(cut, 4)}, 2)
    on = wanted.filter(pl.col("group") == country.list_of)
    was = set(country.on_list()["area"])
    enter = on.filter(~pl.col("area").is_in(list(was))).height
    finding = visit.tab.locator("#what-if-now")
    expect(finding).to_have_text(f"{on.height} on the list: {enter} enter, 0 leave.")
    assert visit.page.locator(".legend").inner_text() != before
    expect(visit.tab.get_by_role("heading", name=f"{enter} enter")).to_be_visible()
    visit.page.keyboard.press("0")
    expect(finding).to_contain_text("Move a slider")
    assert visit.page.locator(".legend").inner_text() == before
    assert "cuts" not in visit.query()


def test_a_dragged_slider_is_followed_while_it_moves(visit: Visitor) -> None:
    visit.go("?tab=what-if")
    slider = visit.tab.get_by_role("slider").first
    box = slider.bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    visit.page.mouse.down()
    told = []
    for step in range(1, 6):
        visit.page.mouse.move(box["x"] + 20 + 50 * step, box["y"] + box["height"] / 2)
        visit.page.wait_for_timeout(60)
        told.append(visit.tab.locator("#what-if-now").inner_text())
    visit.page.mouse.up()
    assert len(set(told)) > 2
    marks = visit.page.evaluate("performance.getEntriesByName('slider').length")
    assert 0 < marks <= 7


def test_who_enters_can_be_listed_and_read_with_their_old_ranks(
    visit: Visitor, country: Results
) -> None:
    visit.go("?cuts=need:0.2,deprivation:0.2&group=entered", drawn=False)
    wanted = python_finds(country, {}, {"need": 0.2, "deprivation": 0.2}, 2)
    on = wanted.filter(pl.col("group") == country.list_of)
    enter = on.filter(~pl.col("area").is_in(country.on_list()["area"].to_list()))
    expect(visit.tab.get_by_text(f"{enter.height} places.")).to_be_visible()
    expect(visit.tab.get_by_text("Ranks are relative")).to_be_visible()


def test_one_condition_may_be_enough(visit: Visitor, country: Results) -> None:
    visit.go("?tab=what-if")
    visit.tab.get_by_label("any one of them is enough").check()
    wanted = python_finds(country, {}, {}, 1)
    number = wanted.filter(pl.col("group") == country.list_of).height
    expect(visit.page.locator("#panel > .sentence")).to_contain_text(f"{number} of")
    assert "needed=1" in visit.query()
    visit.tab.get_by_role("button", name="Back to the study’s own").click()
    expect(visit.tab.get_by_label("all of them must hold")).to_be_checked()


def test_the_last_weight_cannot_go(visit: Visitor, country: Results) -> None:
    parts = list(own_weights(country)["need"])
    told = ",".join(f"need.{part}:0" for part in parts[1:])
    visit.go(f"?tab=what-if&weights={told}")
    sliders = visit.tab.get_by_role("group", name="Weights: Community need").get_by_role("slider")
    expect(sliders.first).to_have_attribute("aria-valuetext", "100.0%")
    sliders.first.focus()
    visit.page.keyboard.press("Home")
    for _ in range(12):
        visit.page.keyboard.press("PageDown")
    expect(sliders.first).to_have_attribute("aria-valuetext", "100.0%")
    assert visit.tab.get_by_role("slider").count() > len(parts)


def test_a_study_whose_rule_cannot_be_moved_says_why(browser: Browser, tmp_path: Path) -> None:
    changes = ["group.left-behind.people_at_least=5000"]
    results = leftbehind.run(read_study("invented-country", changes))
    assert results.on_list().height > 0
    publish(results, tmp_path / "site")
    with plain_server(tmp_path / "site") as address:
        one = visitor(browser.new_context(reduced_motion="reduce"), address)
        one.go("?tab=what-if&cuts=need:0.5&weights=need.places:0")
        expect(one.tab.get_by_text("it asks for more than ranks")).to_be_visible()
        assert one.tab.get_by_role("slider").count() == 0
        assert one.sentence.startswith(f"{results.on_list().height} of")
        one.page.get_by_role("tab", name="List").click()
        assert len(one.rows()) == results.on_list().height
        barred = results.areas.filter(~pl.col("in_left-behind") & (pl.col("margin") >= 0))
        one.go(f"?place={barred['area'][0]}")
        expect(one.tab.locator(".finding")).to_contain_text("a rule keeps it out")
        assert one.wrong == []
        one.page.context.close()


def test_an_index_that_is_no_weighted_sum_has_its_own_ranks_and_no_sliders(
    browser: Browser, tmp_path: Path
) -> None:
    changes = ["index.deprivation.summarise=extent"]
    results = leftbehind.run(read_study("invented-country", changes))
    publish(results, tmp_path / "site")
    with plain_server(tmp_path / "site") as address:
        one = visitor(browser.new_context(reduced_motion="reduce"), address)
        one.go("?tab=what-if")
        expect(one.tab.get_by_text("which is no weighted sum")).to_be_visible()
        one.go("?group=any")
        expect(one.tab.locator("table.list td").last).not_to_have_text("–")
        found = downloaded(one).sort("area")
        wanted = results.areas.sort("area")
        assert found["deprivation_rank"].to_list() == wanted["deprivation_rank"].to_list()
        assert found["margin"].to_list() == wanted["margin"].to_list()
        assert one.wrong == []
        one.page.context.close()
