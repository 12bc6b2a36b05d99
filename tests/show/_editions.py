"""Two editions of the invented country, and its list of small areas."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from leftbehind import Results, read_study, run
from leftbehind.study import Study

LATER = (
    "name=later",
    "title=“Left behind” wards of an invented country, later",
    "index.deprivation.summarise=average rank",
    "index.need.node.need.combine=geometric mean",
    "group.left-behind.worst.need=12%",
)
"""Three changes: another way from small areas to wards, another sum, a wider net."""

SMALL = """
extends = "invented-country"
title   = "Deprived small areas"
areas   = "small20"
people  = "simulated_areas20"
without = [
    "base", "by", "outline", "boundaries", "boundaries_lookup", "postcodes", "outcome", "claim",
    "comparing", "design", "doubt", "group", "typology", "index.need",
    "index.deprivation.lookup", "index.deprivation.people",
]
[group.left-behind]
worst = { deprivation = "10%" }
"""
"""Small areas of the country, as a study file: the tenth with the highest deprivation."""


def later(*more: str) -> Study:
    """The later edition, with further patches."""
    return read_study("invented-country", [*LATER, *more])


def small_areas() -> Results:
    """The country of small areas, whose list is the tenth with the highest deprivation."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "small.toml"
        file.write_text(SMALL, "utf-8")
        return run(read_study(file))
