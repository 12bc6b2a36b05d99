"""Two editions of the invented country, and its list of small areas."""

from __future__ import annotations

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


def later(*more: str) -> Study:
    """The later edition, with further patches."""
    return read_study("invented-country", [*LATER, *more])


def small_areas() -> Results:
    """The country of small areas, whose list is the tenth with the highest deprivation."""
    study = read_study("invented-country")
    told = study.model_dump(mode="json", by_alias=True)
    kept = {key: told[key] for key in ("rule", "simulation", "table") if key in told}
    index = {**told["index"]["deprivation"], "lookup": [], "people": ""}
    made = Study.model_validate(
        {
            **kept,
            "name": "small",
            "title": "Deprived small areas",
            "areas": "small20",
            "people": "simulated_areas20",
            "group": {"left-behind": {"worst": {"deprivation": "10%"}}},
            "index": {"deprivation": index},
        }
    )
    recipes = {"deprivation": study.recipes["deprivation"]}
    return run(made.model_copy(update={"recipes": recipes}))
