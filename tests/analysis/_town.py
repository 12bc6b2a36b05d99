"""A small country with outcomes of its own, in frames that can be changed at will."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from leftbehind import Results, read_study, run

TOWNS = 40

STUDY = r"""
title = "Towns"
areas = "town20"
people = "figures"
whole = "Nowhere"

[geography.town20]
title = "town"
plural = "towns"
nation = "Nowhere"
vintage = "2020"
pattern = 'T\d{3}'

[table.figures]
title = "Figures of towns"
publisher = "Nobody"
geography = "town20"
file = "figures.csv"

[table.figures.columns]
town20 = "town20"
county = { from = "county", kind = "text" }
coast = { from = "coast", kind = "text" }
people = "people"
adults = "adults"
poor = "poor"
idle = "idle"
far = "far"
alone = "alone"
sick = "sick"
wait = "wait"
shops = "shops"

[index.hardship]
recipe = "hardship.toml"
data = "figures"

[index.need]
recipe = "need.toml"
data = "figures"

[group.left-behind]
title = "“Left behind”"
worst = { hardship = "40%", need = "60%" }

[group.other-deprived]
title = "Other highly deprived"
worst = { hardship = "40%" }
unless = "left-behind"

[group.high-need-only]
title = "High need, not highly deprived"
worst = { need = "60%" }
unless = "left-behind"

[group.the-rest]
title = "The rest"
rest = true

[by]
county = "figures"
coast = "figures"

[comparing]
clusters = "county"
draws = 400
smallest = 0

[outcome.sick]
title = "Sick people"
says = "are sick"
count = "figures.sick"
of = "figures.adults"
of_whom = "adults"

[outcome.wait]
title = "Waiting"
value = "figures.wait"
weight = "figures.adults"
unit = "days"
in_rule = "hardship.poor"

[outcome.middle-wait]
title = "Waiting of the middle person"
value = "figures.wait"
weight = "figures.adults"
median = true

[outcome.shops]
title = "Shops"
count = "figures.shops"
rate = true
per = 1000
higher = "better"

[design.near]
title = "Same coast, nearest"
exact = "coast"
nearest = "hardship"

[design.own-part-out]
title = "Nearest without its own part"
nearest = "hardship"
without_own = true

[design.cell]
title = "Same coast"
exact = "coast"

[claim.sick]
says = "More are sick"
outcome = "sick"
than = "other-deprived"
"""

RECIPE = """
title = "{title}"
edition = "2020"
nation = "Nowhere"
geography = "town20"
root = "{root}"

[node.{root}]
title = "{title}"
children = ["{first}", "{second}"]
standardise = "rank"
weights = "equal"

[indicator.{first}]
title = "{first}"

[indicator.{second}]
title = "{second}"
"""


def figures() -> pl.DataFrame:
    """Forty towns in eight counties, every number plain to compute by hand."""
    n = range(1, TOWNS + 1)
    return pl.DataFrame(
        {
            "town20": [f"T{i:03}" for i in n],
            "people": [1000 + 10 * i for i in n],
            "adults": [800 + 8 * i for i in n],
            "county": [f"C{i % 8}" for i in n],
            "coast": ["sea" if i % 3 else "land" for i in n],
            "poor": [float(i) for i in n],
            "idle": [float((7 * i) % 41) for i in n],
            "far": [float((i * i) % 37) for i in n],
            "alone": [float(i % 11) for i in n],
            "sick": [40 + 2 * i for i in n],
            "wait": [5.0 + (i % 6) for i in n],
            "shops": [i % 4 for i in n],
        }
    )


def study_in(folder: Path, text: str = STUDY) -> Path:
    """A folder with the study, its recipes and its figures."""
    (folder / "hardship.toml").write_text(
        RECIPE.format(title="Hardship", root="hardship", first="poor", second="idle")
    )
    (folder / "need.toml").write_text(
        RECIPE.format(title="Need", root="need", first="far", second="alone")
    )
    figures().write_csv(folder / "figures.csv")
    place = folder / "towns.toml"
    place.write_text(text)
    return place


def town(folder: Path, *changes: str, text: str = STUDY, **columns: Any) -> Results:
    """Results of the study, with columns of its figures changed."""
    place = study_in(folder, text)
    frame = figures().with_columns(
        **{name: pl.Series(values, strict=False) for name, values in columns.items()}
    )
    frame.write_csv(folder / "figures.csv")
    return run(read_study(place, changes))
