"""How a list lies, in words: none, one and many, places unknown, and p that is small."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from rich.console import Console

from leftbehind import Results, Shelf, run
from leftbehind.analysis.patches import patches
from leftbehind.analysis.ring import ring
from leftbehind.analysis.spatial import Around, Spatial, around, spatial
from leftbehind.show import clustered
from leftbehind.show.cluster_maps import colours_of, likeness_map, patch_map
from leftbehind.show.ground import ground
from leftbehind.show.look import theme
from leftbehind.show.tables import text_table


@pytest.fixture(scope="module")
def whole() -> Spatial:
    return spatial(around(run("invented-country")), permutations=99)


def listing(whole: Spatial, *codes: str, without: tuple[str, ...] = ()) -> Spatial:
    """The same with another list; some of its areas have no polygon."""
    results = whole.results
    areas = results.areas.with_columns(
        pl.col("area").is_in(codes).alias(f"in_{results.list_of}"),
        pl.when(pl.col("area").is_in(codes)).then(pl.lit(results.list_of))
        .otherwise(pl.lit("other")).alias("group"),
    )  # fmt: skip
    changed = Results({**results.tables, "areas": areas}, results.manifest)
    touch = whole.around.touching
    kept = ~touch.codes.is_in(without).to_numpy()
    known = replace(touch.among(kept), without=without)
    lie = Around(changed, known, known)
    return replace(whole, around=lie, patches=patches(changed, known), programmes={})


def test_none_one_and_many_are_told_in_their_own_words(whole: Spatial) -> None:
    first = whole.around.touching.codes[0]
    (second, *_) = whole.around.touching.of(first)
    both = clustered.patch_sentences(listing(whole, first, second))
    assert both == ["2 wards are on the list. 2 of them touch another one and form 1 larger place; "
                    "0 touch none."]  # fmt: skip
    far = whole.around.touching.codes[-1]
    three = clustered.patch_sentences(listing(whole, first, second, far))
    assert three[0].endswith("1 touches none.")
    assert clustered.patch_sentences(listing(whole, first, far)) == [
        "2 wards are on the list; none of them touches another."
    ]
    assert clustered.patch_sentences(listing(whole, first)) == [
        "1 area is on the list; it touches no other of it."
    ]
    assert clustered.patch_sentences(listing(whole)) == [
        "No area is on the list, so there are no patches."
    ]


def test_an_area_of_the_list_that_nobody_can_place_is_counted_and_said(whole: Spatial) -> None:
    first, far = whole.around.touching.codes[0], whole.around.touching.codes[-1]
    lost = listing(whole, first, far, without=(far,))
    assert clustered.patch_sentences(lost) == [
        "2 wards are on the list; none of them touches another.",
        "1 area of the list has no polygon, so that nobody can say what it touches.",
    ]


def test_a_map_draws_who_touches_another_apart_from_who_does_not(whole: Spatial) -> None:
    first, far = whole.around.touching.codes[0], whole.around.touching.codes[-1]
    (second, *_) = whole.around.touching.of(first)
    on, colour = ground(whole.results, Shelf()), theme("light")
    for codes, drawn in (((first, far), colour.sure[2]), ((first, second), colour.colour["both"])):
        spec = patch_map(listing(whole, *codes), on).spec
        faces = spec["datasets"]["faces"]["features"]
        listed = {one["properties"]["colour"] for one in faces}
        assert listed == {drawn, colour.colour["neither"], colour.colour["paper"]}


def test_a_map_of_no_patch_names_no_place(whole: Spatial) -> None:
    on = ground(whole.results, Shelf())
    many, none = patch_map(whole, on), patch_map(listing(whole), on)
    assert "The patches with most people lie in" in many.alt
    assert "lie in" not in none.alt
    assert "None of the wards on the list touches another one" in none.alt
    index = next(iter(whole.results.indices))
    nowhere = whole.local.with_columns(pl.lit("as by chance").alias("cluster"))
    one = nowhere.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("high among high"))
        .otherwise("cluster").alias("cluster")
    )  # fmt: skip
    told = [likeness_map(replace(whole, local=local), on, index).alt
            for local in (nowhere, one)]  # fmt: skip
    assert "No wards with high Deprivation are known" in told[0]
    assert "1 area with high Deprivation lies among" in told[1]
    assert "High among high: 1; Low among low: 0;" in told[1]
    islands = replace(whole, local=nowhere.with_columns(pl.lit(None, pl.String).alias("cluster")))
    assert likeness_map(islands, on, index).alt.endswith("No figure or neighbour.")


def test_each_area_is_counted_in_one_class_and_drawn_in_its_colour(whole: Spatial) -> None:
    for index, row in zip(whole.results.indices, clustered.local_rows(whole).rows, strict=True):
        classes = whole.local.filter(index=index)["cluster"]
        counts = [int(one.replace(",", "")) for one in row[1:]]
        assert sum(counts) == classes.len()
        assert counts[-1] == classes.null_count()
    on = ground(whole.results, Shelf())
    one_each = pl.DataFrame(
        {"index": "need", "area": on.areas["area"].head(5), "cluster": clustered.CLASSES}
    )
    spec = likeness_map(replace(whole, local=one_each), on, "need").spec
    drawn = [one["properties"]["colour"] for one in spec["datasets"]["faces"]["features"]]
    colours = colours_of("light")
    assert sorted(drawn) == sorted([*colours.values(), theme("light").colour["paper"]])


def test_the_least_p_of_many_dealings_is_not_shown_as_none(whole: Spatial) -> None:
    rows = whole.statistics.with_columns(pl.lit(2 / 10_000).alias("p"))
    for permutations, shown in ((9_999, "p 0.0002"), (99, "p 0.000")):
        told = replace(whole, statistics=rows, permutations=permutations)
        assert all(shown in one for one in clustered.statistic_sentences(told))


def test_alike_is_against_chance_and_not_against_nought() -> None:
    """Of three areas neighbours are as chance has it at −.5."""
    row = {"p": 0.01, "value": -0.1, "expected": -0.5}
    assert clustered.kind_of(row) == "alike"
    assert clustered.kind_of({**row, "value": -0.9}) == "unlike"
    assert clustered.kind_of({**row, "p": 0.06}) == "chance"


def test_one_pair_is_one(whole: Spatial) -> None:
    joins = whole.statistics.filter(statistic="joins").with_columns(pl.lit(1.0).alias("value"))
    (said,) = clustered.statistic_sentences(replace(whole, statistics=joins))
    assert said.startswith("1 pair of neighbours has both on the list;")


def test_a_place_without_a_neighbour_is_said_to_have_none(whole: Spatial) -> None:
    results, codes = whole.results, whole.around.touching.codes
    alone = whole.around.touching.among((codes == codes[0]).to_numpy())
    (said,) = clustered.ring_sentences(results, ring(results, alone, codes[0]), whole.patches)
    assert said.endswith("has no neighbour.")


def test_a_place_stands_before_its_ring(whole: Spatial) -> None:
    results, touch = whole.results, whole.around.touching
    area = touch.codes[0]
    rows = clustered.ring_rows(results, ring(results, touch, area)).rows
    assert rows[0][0] == area
    assert {row[0] for row in rows[1:]} == set(touch.of(area))


def test_a_patch_that_lies_in_nothing_larger_is_named_by_its_areas(whole: Spatial) -> None:
    manifest = {**whole.results.manifest, "within": "parish"}
    about = Results(whole.results.tables, manifest)
    first = whole.patches.head(1).with_columns(pl.lit(None, pl.String).alias("parish_name"))
    found = replace(whole, around=replace(whole.around, results=about), patches=first)
    rows = clustered.patch_rows(found, first)
    names = rows.rows[0][rows.headings.index("Names")]
    assert names.startswith(first["names"].item().split("; ")[0])


def test_a_programme_whose_title_looks_like_markup_is_shown_as_it_is(whole: Spatial) -> None:
    first = whole.patches.head(1).with_columns(pl.lit(1).alias("in_scheme"))
    found = replace(whole, patches=first, programmes={"scheme": "Scheme [/b]"})
    rows = clustered.patch_rows(found, first)
    with (console := Console(width=300)).capture() as shown:
        console.print(text_table(rows.headings, rows.rows, rows.right))
    assert "In Scheme [/b]" in shown.get()
