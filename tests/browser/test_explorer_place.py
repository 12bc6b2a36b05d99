"""The profile of a place: where it stands, why, beside whom."""

from __future__ import annotations

import polars as pl
import pytest
from playwright.sync_api import expect

from browser._visit import Visitor
from leftbehind import Results
from leftbehind.questions import Measured
from leftbehind.show.numbers import figure, plain
from leftbehind.show.words import ordinal


@pytest.fixture(scope="module")
def inside(country: Results) -> dict[str, object]:
    return country.on_list().sort("area").row(0, named=True)


def opened(visit: Visitor, area: object, more: str = "") -> Visitor:
    visit.go(f"?place={area}{more}", drawn=False)
    expect(visit.tab.locator(".finding")).to_be_visible()
    return visit


def test_every_domain_is_a_rank_among_all(
    visit: Visitor, country: Results, inside: dict[str, object]
) -> None:
    opened(visit, inside["area"])
    told = [one.split("\n")[0] for one in visit.tab.locator(".ranks .told").all_inner_texts()]
    profiles = country["profiles"].with_columns(
        rank=pl.col("value").rank("min", descending=True).over("index", "part"),
        known=pl.col("value").count().over("index", "part"),
    )
    wanted = []
    words = {"deprivation": "{} most deprived of {}", "need": "{} highest need of {}"}
    for index in country.indices:
        of = plain(country.areas[f"{index}_rank"].count(), 0)
        rank = inside[f"{index}_rank"]
        assert isinstance(rank, int)
        wanted.append(words[index].format(ordinal(rank), of))
        rows = profiles.filter(index=index, area=inside["area"])
        wanted += [words[index].format(ordinal(int(rank)), plain(known, 0))
                   for rank, known in rows.select("rank", "known").iter_rows()]  # fmt: skip
    assert told == wanted


def test_margins_are_those_of_python(
    visit: Visitor, country: Results, inside: dict[str, object]
) -> None:
    opened(visit, inside["area"])
    rows = visit.tab.locator("article table").first.locator("tbody tr")
    for n, index in enumerate(country.indices):
        cut = country["cuts"].filter(group="left-behind", index=index)["rank"][0]
        cells = rows.nth(n).locator("td").all_inner_texts()
        rank, margin = inside[f"{index}_rank"], inside[f"{index}_margin"]
        assert isinstance(rank, int)
        assert isinstance(margin, int)
        assert cells[0] == ordinal(rank)
        assert cells[1] == ordinal(cut)
        assert cells[2].split()[0] == plain(margin, 0)
    expect(visit.tab.locator(".finding")).to_contain_text(f"{inside['margin']} rank")


@pytest.mark.parametrize(
    ("asked", "says"),
    [("near_miss", "narrowly outside"), ("far", "outside the cut that decides"),
     ("unknown", "not known")],
)  # fmt: skip
def test_who_is_out_reads_by_how_much(
    visit: Visitor, country: Results, asked: str, says: str
) -> None:
    areas = country.areas.sort("area")
    rows = {
        "near_miss": areas.filter("near_miss"),
        "far": areas.filter(pl.col("margin") < -200),
        "unknown": areas.filter(pl.col("margin").is_null()),
    }[asked]
    if rows.is_empty():
        pytest.skip("no such place in the invented country")
    opened(visit, rows["area"][0])
    expect(visit.tab.locator(".finding")).to_contain_text(says, ignore_case=True)


def test_outcomes_stand_beside_those_of_groups_and_larger_areas(
    visit: Visitor, country: Results, inside: dict[str, object]
) -> None:
    opened(visit, inside["area"])
    table = visit.tab.get_by_role("region", name="How people fare").locator("table")
    heads = table.locator("thead th").all_inner_texts()
    assert heads == ["Figure", "Here", "“Left behind”", "Other highly deprived",
                     inside["district20_name"], inside["region20_name"],
                     "the invented country"]  # fmt: skip
    name = "no-car"
    about = Measured.model_validate(country.manifest["outcomes"][name])
    cells = table.locator("tbody tr", has_text=about.title).locator("td").all_inner_texts()
    counts = country["outcomes"].filter(outcome=name).join(country.areas, on="area")

    def rate(rows: pl.DataFrame) -> str:
        share = rows["count"].sum() / rows["of"].sum() * about.scale
        return figure(share, about.digits, about.shown_unit)

    assert cells[0] == rate(counts.filter(area=inside["area"]))
    assert cells[1] == rate(counts.filter(group="left-behind"))
    assert cells[3] == rate(counts.filter(district20=inside["district20"]))
    assert cells[4] == rate(counts.filter(region20=inside["region20"]))
    assert cells[5] == rate(counts)


def test_a_second_place_stands_beside_it(
    visit: Visitor, country: Results, inside: dict[str, object]
) -> None:
    opened(visit, inside["area"])
    visit.tab.get_by_role("button", name="Pin to compare").click()
    other = country.areas.filter(group="the-rest").sort("area").row(5, named=True)
    visit.search(other["area"])
    expect(visit.page.locator("#found li")).to_have_count(1)
    visit.page.keyboard.press("Enter")
    expect(visit.tab.get_by_text(f"Beside it: {inside['name']}")).to_be_visible()
    expect(visit.tab.locator(".ranks li").first).to_contain_text("beside it:")
    expect(visit.tab.get_by_role("columnheader", name="Beside it")).to_be_visible()
    assert f"beside={inside['area']}" in visit.query()
    visit.tab.get_by_role("button", name="Remove").click()
    expect(visit.tab.get_by_text("Beside it:")).to_be_hidden()


def test_the_places_most_like_it_are_those_with_the_nearest_ranks(
    visit: Visitor, country: Results, inside: dict[str, object]
) -> None:
    opened(visit, inside["area"])
    ranks = country["profiles"].select(
        "area", pl.concat_str("index", "part").alias("part"),
        pl.col("value").rank("min", descending=True).over("index", "part").alias("rank"),
    ).pivot("part", index="area", values="rank")  # fmt: skip
    parts = [name for name in ranks.columns if name != "area"]
    own = ranks.filter(area=inside["area"]).row(0, named=True)
    apart = ranks.select(
        "area", pl.sum_horizontal((pl.col(part) - own[part]) ** 2 for part in parts).alias("far"),
        pl.any_horizontal(pl.col(part).is_null() for part in parts).alias("gap"),
    )  # fmt: skip
    nearest = apart.filter(~pl.col("gap"), area=inside["area"]).height
    assert nearest == 1
    wanted = apart.filter(~pl.col("gap") & (pl.col("area") != inside["area"])).sort("far", "area")
    names = wanted.head(5).join(country.areas, on="area", maintain_order="left")["name"].to_list()
    told = visit.tab.locator("article ol button").all_inner_texts()
    assert [one.split(",")[0] for one in told] == names


def test_a_code_that_no_place_has_is_said(visit: Visitor) -> None:
    visit.go("?place=X99", drawn=False)
    expect(visit.tab.locator(".trouble")).to_have_text("There is no place with the code X99 here.")


def test_escape_closes_and_the_back_button_opens_again(
    visit: Visitor, inside: dict[str, object]
) -> None:
    visit.go()
    visit.tab.get_by_role("button", name=str(inside["name"]), exact=True).first.click()
    expect(visit.tab.locator("h2")).to_be_visible()
    visit.page.locator("#shown-tab").focus()
    visit.page.keyboard.press("Escape")
    expect(visit.tab.locator("table.list")).to_be_visible()
    visit.page.go_back()
    expect(visit.tab.locator("h2")).to_contain_text(str(inside["name"]))
