"""Tables that a study makes: carried figures, points in reach, and what is said of them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leftbehind import LeftBehindError, Shelf, read_study, run
from leftbehind.data.catalogue import LICENCES
from leftbehind.engine.arrays import place
from leftbehind.made import entries
from leftbehind.running.run import shelf_of
from leftbehind.running.tables import Tables
from leftbehind.study import Study

STUDY = """
title = "Tiny"
areas = "new20"
people = "towns"
[geography.old10]
title = "old town"
nation = "Nowhere"
vintage = "2010"
pattern = 'O\\d'
[geography.new20]
title = "new town"
plural = "new towns"
nation = "Nowhere"
vintage = "2020"
pattern = 'N\\d'
[table.towns]
title = "Towns"
geography = "new20"
licence = "MIT-OGL"
date = "2020"
[table.old_towns]
title = "Old towns"
geography = "old10"
licence = "OGL-UK-3.0"
date = "2010"
[table.clubs]
title = "Clubs"
geography = "old10"
licence = "OCSI-LT"
date = "2012"
publisher = "The clubs"
unique = false
[table.clubs.columns]
old10 = "old10"
funder = { from = "funder", kind = "text" }
clubs = "clubs"
[table.lookup]
title = "Old to new"
geography = "old10"
also = ["new20"]
key = ["old10", "new20"]
date = "2020"
[table.polygons]
title = "Polygons"
geography = "new20"
holds = "polygons"
[table.polygons.columns]
new20 = "new20"
geometry = { from = "geometry", kind = "geometry" }
[table.halls]
title = "Halls"
holds = "points"
date = "2021"
[made.figures]
how = "carry"
title = "Clubs and a rate, carried"
geography = "new20"
lookup = "lookup"
split_by = "towns"
people = "old_towns"
counts = { clubs = "clubs.clubs", old_people = "old_towns.people" }
means = { rate = "old_towns.rate" }
leave_out = { "clubs.funder" = "The Ministry" }
[made.near]
how = "reach"
title = "Halls in reach"
boundaries = "polygons"
points = { hall = "halls" }
metres = 200
[index.need]
recipe = "clubs.toml"
data = ["towns", "figures", "near"]
[group.most]
worst = { need = "50%" }
"""

RECIPE = """
title = "Clubs"
edition = "1"
nation = "Nowhere"
geography = "new20"
root = "need"
[node.need]
title = "Need"
children = ["clubs", "hall"]
standardise = "rank"
[indicator.clubs]
title = "Clubs per resident"
counts = ["clubs"]
of = "old_people"
proportion = false
higher = "better"
[indicator.hall]
title = "Metres to a hall"
column = "hall_metres"
"""

FRAMES = {
    "towns": pl.DataFrame(
        {"new20": ["N1", "N2", "N3", "N4"], "people": [100.0, 300.0, 500.0, 50.0]}
    ),
    "old_towns": pl.DataFrame(
        {
            "old10": ["O1", "O2", "O3", "O4"],
            "people": [400.0, 200.0, 300.0, 50.0],
            "rate": [0.1, 0.2, None, 0.4],
        }
    ),
    "clubs": pl.DataFrame(
        {
            "old10": ["O1", "O1", "O1", "O2"],
            "funder": ["A", "B", "The Ministry", "A"],
            "clubs": [3.0, 5.0, 90.0, 6.0],
        }
    ),
    # O1 is split between N1 and N2; O2 and O3 are merged into N3; O4 becomes N4.
    "lookup": pl.DataFrame(
        {"old10": ["O1", "O1", "O2", "O3", "O4"], "new20": ["N1", "N2", "N3", "N3", "N4"]}
    ),
    "halls": pl.DataFrame({"longitude": [0.0005, 0.0312], "latitude": [50.0005, 50.0005]}),
}


def polygons() -> pl.DataFrame:
    """Four squares of a hundredth of a degree, in a row: about 716 by 1,112 metres."""
    shapes = [shapely.box(n / 100, 50, (n + 1) / 100, 50.01) for n in range(4)]
    return pl.DataFrame({"new20": ["N1", "N2", "N3", "N4"],
                         "geometry": [shapely.to_wkb(shape) for shape in shapes]})  # fmt: skip


def study_of(folder: Path, text: str = STUDY) -> Study:
    (folder / "study.toml").write_text(text, "utf-8")
    (folder / "clubs.toml").write_text(RECIPE, "utf-8")
    return read_study(folder / "study.toml")


def frames() -> dict[str, Any]:
    return {**FRAMES, "polygons": polygons()}


def tables_of(study: Study, cache: Path, data: dict[str, Any] | None = None) -> Tables:
    shelf = shelf_of(study, Shelf(cache=cache), data or frames())
    return Tables(shelf, lambda _: None, study.made)


def test_counts_are_shared_out_rates_average_and_what_is_absent_is_no_zero(tmp_path: Path) -> None:
    made = tables_of(study_of(tmp_path), tmp_path).read("figures").frame
    assert made.rows(named=True) == [
        {"new20": "N1", "clubs": 2, "old_people": 100, "rate": pytest.approx(0.1)},
        {"new20": "N2", "clubs": 6, "old_people": 300, "rate": pytest.approx(0.1)},
        # O3 is not in the table of clubs: the sum of O2 and O3 is unknown, not O2's alone.
        {"new20": "N3", "clubs": None, "old_people": 500, "rate": pytest.approx(0.2)},
        {"new20": "N4", "clubs": None, "old_people": 50, "rate": pytest.approx(0.4)},
    ]


def test_a_suppressed_row_makes_a_sum_unknown(tmp_path: Path) -> None:
    clubs = FRAMES["clubs"].with_columns(pl.Series("clubs", [3.0, None, 90.0, 6.0]))
    made = tables_of(study_of(tmp_path), tmp_path, {**frames(), "clubs": clubs}).read("figures")
    assert made.frame["clubs"].to_list() == [None, None, None, None]
    assert made.gaps[0].cells == 4


def test_points_in_reach_have_two_columns_a_kind(tmp_path: Path) -> None:
    made = tables_of(study_of(tmp_path), tmp_path).read("near").frame
    assert made.columns == ["new20", "hall_within", "hall_metres"]
    # The second hall is in N4, 86 metres from the edge of N3. A degree is 71,695 by 111,229
    # metres here: from the middle of N1 to the first hall are 323 and 500.
    assert made["hall_within"].to_list() == [1, 0, 1, 1]
    assert made["hall_metres"].to_numpy() == pytest.approx([595, 1_154, 669, 569], abs=3)


def test_a_made_table_has_the_dates_and_terms_of_its_sources(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    results = run(study, data=frames(), shelf=Shelf(cache=tmp_path))
    told = results.manifest["tables"]
    assert {"clubs", "lookup", "figures", "halls", "polygons", "near"} <= set(told)
    assert told["figures"]["made"]["carried_from"] == "old10"
    assert told["figures"]["made"]["split_in_lookup"] == 1
    assert told["figures"]["date"] == "2012, 2010, 2020"
    assert told["near"]["made"] == {
        "from": ["polygons", "halls"],
        "metres": 200,
        "points": {"hall": 2},
    }
    # Unclear terms of one source are those of what is made from it.
    assert told["figures"]["licence"] == "OCSI-LT"
    by_notice = {one["notice"]: one["tables"] for one in results.manifest["licences"]}
    assert by_notice[LICENCES["OCSI-LT"].notice] == ["clubs", "figures"]
    assert "figures" in by_notice[LICENCES["OGL-UK-3.0"].notice]


def test_a_frame_in_hand_comes_before_what_would_be_made(tmp_path: Path) -> None:
    own = pl.DataFrame({"new20": ["N1"], "clubs": [7.0], "old_people": [10.0], "rate": [0.5]})
    tables = tables_of(study_of(tmp_path), tmp_path, {**frames(), "figures": own})
    assert tables.read("figures").frame["clubs"].to_list() == [7]
    assert "figures" not in tables.made


def test_tables_to_get_are_the_sources_of_what_is_made(tmp_path: Path) -> None:
    named = study_of(tmp_path).tables_named()
    assert {"clubs", "lookup", "old_towns", "halls", "polygons"} <= set(named)
    assert not {"figures", "near"} & set(named)


def test_what_is_made_may_be_made_from_what_is_made(tmp_path: Path) -> None:
    more = (
        STUDY
        + """
[made.again]
how = "carry"
title = "Back again"
geography = "old10"
lookup = "lookup"
split_by = "old_towns"
counts = { people = "figures.old_people" }
"""
    )
    study = study_of(tmp_path, more)
    found = tables_of(study, tmp_path).read("again").frame
    assert found["people"].sum() == pytest.approx(950)
    made = entries(study.made, Shelf().catalogue.with_own(study.table, study.geography))
    assert made["again"].licence == "OCSI-LT"


CARRY = 'counts = { clubs = "clubs.clubs", old_people = "old_towns.people" }'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('how = "reach"', 'how = "reech"', "made.near"),
        ("metres = 200", "metres = 0", "greater than 0"),
        ("points = { hall = \"halls\" }", "points = {}", "made.near"),
        (CARRY, 'counts = { rate = "clubs.clubs" }', "two of them make rate"),
        (CARRY, 'counts = { clubs = "clubs.clubs", old = "figures.clubs" }', "in a circle"),
        (CARRY, 'counts = { clubs_rank = "clubs.clubs" }', "rank it again"),
        (CARRY, 'ranks = { rate = "old_towns.a_rank" }', "two of them make rate"),
        (CARRY, 'ranks = { a_rank = "old_towns.a_rank" }', "NAME_score = TABLE.NAME_rank"),
        (CARRY, 'ranks = { a_score = "old_towns.rate" }', "old_towns.rate a rank"),
        (CARRY, 'ranks = { a_score = "old_towns.a_rank" }\nranks_as = "rank"', "ranks_as"),
        ('people = "old_towns"\n', "", "`means` or `ranks` and `people` go together"),
        ('"clubs.funder"', '"klubs.funder"', "leave_out names no table that is carried"),
        ('"clubs.funder"', '"clubs.fonder"', "clubs has no column fonder"),
        ('"The Ministry"', '"The Minister"', "no row of clubs has funder The Minister"),
        ('lookup = "lookup"', 'lookup = "towns"', "does not start from old10"),
        ('split_by = "towns"\n', "", "say split_by"),
        ('hall = "halls"', 'hall = "hals"', "made.near: there is no table called hals"),
        ('hall = "halls"', 'hall = "towns"', "needs a column longitude"),
        ('rate = "old_towns.rate"', 'rate = "towns.people"', "towns is on new20, clubs on old10"),
        ("[made.near]", "[made.towns]", "both name towns"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_with_a_reason(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in STUDY
    text = STUDY.replace(old, new)
    with pytest.raises(LeftBehindError) as error:
        run(study_of(tmp_path, text), data=frames(), shelf=Shelf(cache=tmp_path))
    assert words in str(error.value)


def test_a_mean_of_areas_without_people_is_refused(tmp_path: Path) -> None:
    few = FRAMES["old_towns"].with_columns(
        people=pl.when(pl.col("old10") == "O2").then(None).otherwise("people")
    )
    tables = tables_of(study_of(tmp_path), tmp_path, {**frames(), "old_towns": few})
    with pytest.raises(LeftBehindError, match="in old_towns how many people live in O2"):
        tables.read("figures")


RANKED = STUDY.replace(CARRY, CARRY + '\nranks = { need_score = "old_towns.need_rank" }')


def with_ranks(ranks: list[int | None]) -> dict[str, Any]:
    towns = FRAMES["old_towns"].with_columns(pl.Series("need_rank", ranks, dtype=pl.Int64))
    return {**frames(), "old_towns": towns}


def test_ranks_become_scores_before_they_are_averaged(tmp_path: Path) -> None:
    tables = tables_of(study_of(tmp_path, RANKED), tmp_path, with_ranks([1, 4, 2, 3]))
    scores = tables.read("figures").frame["need_score"].to_numpy()
    # X(1), X(1/4), X(3/4), X(1/2) of methodology 9.1; O2 and O3 have 200 and 300 people.
    merged = (200 * 6.517733 + 300 * 31.009144) / 500
    assert scores == pytest.approx([100, 100, merged, 15.646790], abs=1e-6)


def test_tied_ranks_become_the_score_of_their_mean_rank(tmp_path: Path) -> None:
    tables = tables_of(study_of(tmp_path, RANKED), tmp_path, with_ranks([1, 1, None, 3]))
    scores = tables.read("figures").frame["need_score"].to_numpy()
    # Of three areas, two at R = 5/6: an area without a rank takes no part in N, nor in the mean.
    tied, last = (-23 * math.log(1 - r * (1 - math.exp(-100 / 23))) for r in (5 / 6, 2 / 6))
    assert scores == pytest.approx([tied, tied, tied, last], abs=1e-6)


def test_ranks_become_normal_scores_where_the_study_says_so(tmp_path: Path) -> None:
    text = RANKED.replace("[made.near]", 'ranks_as = "normal score"\n[made.near]')
    tables = tables_of(study_of(tmp_path, text), tmp_path, with_ranks([1, 4, 2, 3]))
    scores = tables.read("figures").frame["need_score"].to_numpy()
    assert scores[0] == pytest.approx(0.841621, abs=1e-6)  # 4 / 5
    assert scores[3] == pytest.approx(-0.253347, abs=1e-6)  # 2 / 5


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_unchanged_areas_keep_their_order_and_their_ties(tmp_path: Path, drawn: list[int]) -> None:
    """Where nothing was split or merged, only N could change what a rank becomes."""
    ranks = [1 + sum(other < one for other in drawn) for one in drawn]  # ties share the better
    data = with_ranks([*ranks])
    data["lookup"] = pl.DataFrame(
        {"old10": ["O1", "O2", "O3", "O4"], "new20": ["N1", "N2", "N3", "N4"]}
    )
    found = tables_of(study_of(tmp_path, RANKED), tmp_path, data).read("figures").frame
    assert place(found["need_score"].to_numpy()).tolist() == ranks


def test_areas_of_which_nothing_is_known_are_no_rows(tmp_path: Path) -> None:
    data = frames()
    data["lookup"] = pl.DataFrame(
        {"old10": ["O1", "O2", "O3", "O4", "O9"], "new20": ["N1", "N2", "N3", "N3", "N4"]}
    )
    found = tables_of(study_of(tmp_path), tmp_path, data).read("figures").frame
    assert found["new20"].to_list() == ["N1", "N2", "N3"]


def test_a_column_that_two_tables_have_is_named_with_its_table(tmp_path: Path) -> None:
    """`people` of the second table is another figure than that of the first."""
    text = (
        STUDY.replace('"figures", "near"]', '"figures", "more"]')
        + """
[table.more]
title = "More"
geography = "new20"
[index.need.indicator.hall]
column = "more.people"
"""
    )
    more = pl.DataFrame({"new20": ["N1", "N2", "N3", "N4"], "people": [4.0, 1.0, 2.0, 3.0]})
    data = {**frames(), "more": more}
    results = run(study_of(tmp_path, text), data=data, shelf=Shelf(cache=tmp_path))
    assert results["nodes_need"]["hall_rank"].to_list() == [1, 4, 3, 2]


WHERE = """
[made.where]
how = "whereabouts"
title = "Where towns lie"
boundaries = "polygons"
people = "towns"
land = "island"
city = { Here = [0.005, 50.005] }
"""


def test_whereabouts_are_a_made_table(tmp_path: Path) -> None:
    """Four squares of .716 by 1.112 km in a row; the city is in the middle of the first."""
    towns = FRAMES["towns"].with_columns(pl.Series("people", [100.0, None, 500.0, 50.0]))
    tables = tables_of(study_of(tmp_path, STUDY + WHERE), tmp_path, {**frames(), "towns": towns})
    made = tables.read("where").frame
    assert made.columns == ["new20", "square_km", "people_per_hectare", "coast_km", "city_km"]
    assert made["square_km"].to_numpy() == pytest.approx([0.797] * 4, abs=0.002)
    assert made["people_per_hectare"].to_list() == [
        pytest.approx(1.25, abs=0.01), None, pytest.approx(6.27, abs=0.01),
        pytest.approx(0.63, abs=0.01),
    ]  # fmt: skip
    assert made["coast_km"].to_numpy() == pytest.approx([0.358, 0.556, 0.556, 0.358], abs=0.01)
    assert made["city_km"].to_numpy() == pytest.approx([0, 0.717, 1.434, 2.151], abs=0.01)
    about = tables.made["where"].about
    assert about == {"from": ["polygons", "towns"], "coast_km": 8, "border_km": 0}


def test_without_a_land_no_distance_is_made(tmp_path: Path) -> None:
    bare = WHERE.replace('land = "island"\n', "").replace("city = { Here = [0.005, 50.005] }\n", "")
    made = tables_of(study_of(tmp_path, STUDY + bare), tmp_path).read("where").frame
    assert made.columns == ["new20", "square_km", "people_per_hectare"]
    alone = WHERE.replace("city = { Here = [0.005, 50.005] }\n", "")
    made = tables_of(study_of(tmp_path, STUDY + alone), tmp_path).read("where").frame
    assert "city_km" not in made.columns
    assert "coast_km" in made.columns


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('land = "island"', 'land = "Englond"', "no land is called Englond: did you mean England"),
        ('land = "island"\n', "", "`border` and `city` are of a land"),
        ("[0.005, 50.005]", "[0.005, 150.005]", "less than or equal to 90"),
        ("[0.005, 50.005]", "[0.005]", "made.where"),
        ("[0.005, 50.005]", "[50.005, 0.005]", "write its longitude before its latitude"),
        ('people = "towns"', 'people = "old_towns"', "old_towns has no column 'new20'"),
        ('boundaries = "polygons"', 'boundaries = "towns"', "holds no polygons"),
        ('land = "island"', 'land = "England"', "an end of the border"),
    ],
)
def test_whereabouts_that_make_no_sense_are_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = STUDY + WHERE
    assert text.count(old) >= 1
    at = text.rindex(old)
    with pytest.raises(LeftBehindError) as error:
        tables_of(study_of(tmp_path, text[:at] + new + text[at + len(old) :]), tmp_path).read(
            "where"
        )
    assert words in str(error.value)


AROUND = """
[made.around]
how = "around"
title = "The rate around"
boundaries = "polygons"
means = { rate = "figures.rate" }
people = "towns"
"""


def test_figures_from_around_are_a_made_table(tmp_path: Path) -> None:
    """Four squares in a row, of 100, 300, 500 and 50 people, with rates of .1, .1, .2 and .4."""
    tables = tables_of(study_of(tmp_path, STUDY + AROUND), tmp_path)
    made = tables.read("around").frame
    assert made["new20"].to_list() == ["N1", "N2", "N3", "N4"]
    assert made["rate"].to_list() == pytest.approx([0.1, 110 / 600, 50 / 350, 0.2])
    about = tables.made["around"].about
    assert about == {"from": ["polygons", "figures", "towns"], "alone": 0}


def test_around_an_island_and_gaps_nothing_is_known(tmp_path: Path) -> None:
    """The second town has no people and the fourth lies far off."""
    bare = polygons()
    island = shapely.to_wkb(shapely.box(1, 50, 1.01, 50.01))
    bare = bare.with_columns(geometry=pl.Series([*bare["geometry"][:3], island]))
    towns = FRAMES["towns"].with_columns(pl.Series("people", [100.0, None, 500.0, 50.0]))
    tables = tables_of(
        study_of(tmp_path, STUDY + AROUND), tmp_path, {**frames(), "polygons": bare, "towns": towns}
    )
    assert tables.read("around").frame["rate"].to_list() == [
        None, pytest.approx(110 / 600), None, None
    ]  # fmt: skip
    assert tables.made["around"].about["alone"] == 1


def test_a_rank_is_not_averaged_over_neighbours(tmp_path: Path) -> None:
    wrong = AROUND.replace("figures.rate", "figures.rate_rank")
    with pytest.raises(LeftBehindError, match="rank or decile: name the score"):
        study_of(tmp_path, STUDY + wrong)
