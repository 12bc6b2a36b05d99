"""How sure the list is, in the explorer: in the profile, on the map, in the list, in files."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import expect

from browser._colours import wait_for_colour
from browser._visit import DESK, PHONE, Visitor, plain_server
from leftbehind import Results, read_study, run
from leftbehind.analysis.doubt import Doubted, judged
from leftbehind.questions import Doubt
from leftbehind.show.doubted import of_hundred
from leftbehind.show.look import theme
from leftbehind.show.site.publish import publish
from leftbehind.show.words import ordinal

SAID = (
    "on the list in {} versions we tried with weights close to the study’s own "
    "(concentration 400), and in {} with weights further away (concentration 100)."
)

PUBLISHED = "The versions are of the study as published: your settings do not change them."


@pytest.fixture(scope="module")
def stated(country: Results) -> Doubt:
    """What the study says is in doubt."""
    return Doubt.model_validate(country.manifest["study"].get("doubt", {}))


@pytest.fixture(scope="module")
def found(country: Results, stated: Doubt) -> Doubted:
    """The invented country in 1,000 versions, as Python finds it."""
    return judged(country, stated, 1000, 400)


@pytest.fixture(scope="module")
def areas(country: Results, stated: Doubt, found: Doubted) -> pl.DataFrame:
    """Its areas with both shares, in the order of the list: by district, then by name."""
    wide = judged(country, stated, 1000, 100, ranks=False).areas["probability"]
    placed = country.areas.select("area", "district20_name")
    shares = found.areas.with_columns(probability_wide=wide)
    return shares.join(placed, on="area").sort("district20_name", "name")


def one_of(areas: pl.DataFrame, standing: str) -> dict[str, object]:
    """An area that is firmly on the list, close to the line, or firmly off it."""
    share = pl.col("probability")
    asked = {"on": share == 1, "near": share.is_between(0.3, 0.7), "off": share == 0}[standing]
    return areas.filter(asked).row(0, named=True)


def sure(row: dict[str, object]) -> str:
    shares = (row["probability"], row["probability_wide"])
    return SAID.format(*(of_hundred(float(str(share))) for share in shares))


@pytest.mark.parametrize(
    ("standing", "begins"),
    [("on", "Firmly on the list: "), ("near", "Close to the line: "),
     ("off", "Firmly off the list: ")],
)  # fmt: skip
def test_a_profile_says_in_how_many_versions_it_is_on_the_list(
    visit: Visitor, areas: pl.DataFrame, standing: str, begins: str
) -> None:
    row = one_of(areas, standing)
    visit.go(f"?place={row['area']}", drawn=False)
    expect(visit.tab.locator("p.sure")).to_have_text(begins + sure(row))
    expect(visit.tab.get_by_text("Versions are choices of method, not chances.")).to_be_visible()


def test_a_rank_on_an_index_stands_with_its_interval(
    visit: Visitor, areas: pl.DataFrame, country: Results
) -> None:
    row = one_of(areas, "near")
    visit.go(f"?place={row['area']}", drawn=False)
    expect(visit.tab.locator(".ranks small.spread")).to_have_text(
        [f"{ordinal(int(str(row[f'{index}_low'])))} to {ordinal(int(str(row[f'{index}_high'])))} "
         "in nine of ten versions" for index in country.indices]
    )  # fmt: skip
    expect(visit.tab.locator(".ranks rect.spread")).to_have_count(len(country.indices))


def test_moved_weights_have_no_intervals_and_the_versions_stay_those_of_the_study(
    visit: Visitor, areas: pl.DataFrame
) -> None:
    row = one_of(areas, "near")
    visit.go(f"?place={row['area']}&cuts=need:0.2&measure=doubt:narrow")
    expect(visit.page.locator("#panel > .sentence")).to_contain_text("With your settings")
    expect(visit.tab.locator("p.sure")).to_contain_text(sure(row))
    expect(visit.tab.get_by_text(PUBLISHED)).to_be_visible()
    expect(visit.page.locator(".legend").get_by_text(PUBLISHED)).to_be_visible()
    expect(visit.tab.locator(".ranks li").first).to_be_visible()
    expect(visit.tab.locator(".spread")).to_have_count(0)
    visit.page.get_by_role("tab", name="List").click()
    expect(visit.tab.get_by_text(PUBLISHED)).to_be_visible()
    visit.page.keyboard.press("0")
    expect(visit.page.get_by_text(PUBLISHED)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("standing", "step"), [("on", 4), ("off", 0)])
def test_the_map_fades_from_firmly_on_to_firmly_off(
    visit: Visitor, areas: pl.DataFrame, scheme: str, standing: str, step: int
) -> None:
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    visit.go(f"?place={one_of(areas, standing)['area']}&measure=doubt:narrow")
    expect(visit.tab.locator("p.sure")).to_be_visible()
    wait_for_colour(visit, theme(scheme).sure[step])  # type: ignore[arg-type]


@pytest.mark.parametrize(("setting", "column"), [("narrow", "probability"),
                                                 ("wide", "probability_wide")])  # fmt: skip
def test_the_legend_says_in_words_how_many_are_how_sure(
    visit: Visitor, areas: pl.DataFrame, setting: str, column: str
) -> None:
    visit.go(f"?measure=doubt:{setting}")
    share = areas[column]
    near = [((share > low) & (share <= high) & (share < 0.95)).sum()
            for low, high in ((0.65, 0.95), (0.35, 0.65), (0.05, 0.35))]  # fmt: skip
    words = ["Firmly on the list: in 95 of 100 versions or more",
             *(f"Close to the line: in {low} to {high} of 100"
               for low, high in ((65, 95), (35, 65), (5, 35))),
             "Firmly off the list: in 5 of 100 or fewer"]  # fmt: skip
    numbers = [(share >= 0.95).sum(), *near, (share <= 0.05).sum()]
    wanted = [f"{one} {number:,}" for one, number in zip(words, numbers, strict=True)]
    legend = visit.page.locator(".legend")
    assert [" ".join(one.split()) for one in legend.locator("li").all_inner_texts()] == wanted
    assert sum(numbers) == areas.height
    expect(legend).to_contain_text("1,000 versions of the study were tried")
    expect(legend.locator("summary")).to_contain_text(
        f"concentration {400 if setting == 'narrow' else 100}"
    )
    described = visit.page.locator("#map-description")
    expect(described).to_contain_text("Versions are choices of method, not chances.")
    expect(described).to_contain_text(f"{words[0]}: {numbers[0]}.")


def test_the_list_has_a_column_that_is_not_rounded_to_all(
    visit: Visitor, areas: pl.DataFrame
) -> None:
    visit.go()
    on = areas.filter("in_study")
    assert [row[-1] for row in visit.rows()] == [of_hundred(one) for one in on["probability"]]
    wide = visit.tab.locator("td.sure small").all_inner_texts()
    assert [one.split("\n")[-1].strip().removeprefix("with more doubt: ") for one in wide] == [
        of_hundred(one) for one in on["probability_wide"]
    ]
    expect(visit.tab.get_by_text("concentration 400, and below it 100")).to_be_visible()
    visit.tab.get_by_role("button", name="How sure").click()
    shares = on.sort("probability", descending=True, maintain_order=True)
    assert [row[0] for row in visit.rows()] == shares["name"].to_list()
    expect(visit.page).to_have_url(re.compile("sort=versions"))


def test_who_is_close_to_the_line_is_filtered_by_keys(
    visit: Visitor, found: Doubted, areas: pl.DataFrame
) -> None:
    visit.go()
    visit.tab.get_by_label("Show").focus()
    visit.page.keyboard.type("Close")
    close = areas.filter(pl.col("area").is_in(found.marginal()["area"].implode()))
    expect(visit.tab.get_by_text(f"{close.height} places.")).to_be_visible()
    assert [row[0] for row in visit.rows()] == close["name"].to_list()
    assert 0 < close["in_study"].sum() < close.height
    expect(visit.tab.get_by_text("more than 5 and fewer than 95 of 100")).to_be_visible()
    expect(visit.page).to_have_url(re.compile("group=close"))


def test_a_file_holds_the_shares_to_the_version(
    visit: Visitor, areas: pl.DataFrame, tmp_path: Path
) -> None:
    visit.go("?group=any")
    with visit.page.expect_download() as waiting:
        visit.tab.get_by_role("button", name="Save as CSV").click()
    waiting.value.save_as(tmp_path / "saved.zip")
    with zipfile.ZipFile(tmp_path / "saved.zip") as held:
        table = pl.read_csv(io.BytesIO(held.read("areas.csv")), infer_schema_length=None)
        note = held.read("README.txt").decode()
    columns = ["area", "probability", "probability_wide"]
    assert table.select(columns).sort("area").rows() == areas.select(columns).sort("area").rows()
    assert "concentration 400); probability_wide" in note
    assert "seed of the draws is 2019" in note


def test_what_was_tried_is_told_about_the_study(visit: Visitor) -> None:
    visit.go()
    visit.page.get_by_role("button", name="About", exact=True).click()
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="How sure the list is")).to_be_visible()
    expect(dialog).to_contain_text("1,000 versions of the study were tried, twice")
    expect(dialog).to_contain_text("A version is a choice of method, not chance")


VIEWS = (
    "?measure=doubt:narrow&group=close",
    "?measure=doubt:wide&sort=-versions",
    "?place={near}&measure=doubt:narrow",
)


@pytest.mark.parametrize("view", VIEWS)
def test_it_can_be_read_by_everyone(visit: Visitor, areas: pl.DataFrame, view: str) -> None:
    visit.go(view.format(near=one_of(areas, "near")["area"]))
    expect(visit.tab.get_by_text("Versions are choices").first).to_be_attached()
    for width, height in (DESK, PHONE, (320, 700)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wide = visit.page.evaluate(
            "[document.documentElement.scrollWidth, document.getElementById('panel').scrollWidth"
            " - document.getElementById('panel').clientWidth]"
        )
        assert wide == [width, 0]
        for scheme in ("light", "dark"):
            visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            assert visit.violations() == [], (width, scheme)


@pytest.mark.parametrize("query", ["?measure=doubt:more", "?measure=doubt", "?measure=doubt:"])
def test_a_setting_that_there_is_not_shows_groups(visit: Visitor, query: str) -> None:
    visit.go(query)
    expect(visit.page.locator(".legend summary")).to_have_text("Groups")


def test_a_list_that_is_no_rule_of_ranks_says_nothing_of_versions(
    visit: Visitor, tmp_path: Path
) -> None:
    study = read_study("invented-country", ["boundaries="])
    unless = {"other-deprived": study.group["other-deprived"]}  # whoever is not on the list
    results = run(study.model_copy(update={"group": {**unless, **study.group}}))
    publish(results, tmp_path / "site")
    area = results.on_list()["area"].sort()[0]
    with plain_server(tmp_path) as root:
        visit.page.context.unroute_all()
        for query in ("", f"?place={area}", "?measure=doubt:narrow&sort=versions"):
            visit.page.goto(f"{root}site/{query}")
            expect(visit.tab).to_be_visible()
            expect(visit.page.locator(".legend summary")).to_have_text("Groups")
            for said in ("How sure", "versions", "nine of ten", "Close to the line"):
                assert said not in visit.page.locator("body").inner_text(), (query, said)
