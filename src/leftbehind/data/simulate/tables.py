"""The tables of an invented country, as a statistical office would publish them."""

from __future__ import annotations

import numpy as np
import polars as pl

from leftbehind.data.simulate.fields import standard
from leftbehind.data.simulate.indicators import DEPRIVATION, NEED
from leftbehind.data.simulate.measure import Places, measure
from leftbehind.data.simulate.names import codes, place_names, region_names, small_area_names
from leftbehind.data.simulate.polygons import polygons
from leftbehind.data.simulate.streams import Array, stream
from leftbehind.data.simulate.world import World

_SMALL, _WARD, _DISTRICT, _REGION = "X01", "X05", "X07", "X12"
"""How codes begin: letters as in the United Kingdom's codes, X for no nation of it."""

_NUMBERS = ("people", "children", "working_age", "older", "households")

_PLAIN_WARDS = 0.5
"""Share of wards with a name of one word, in countries of up to some 30,000 areas; invented."""

_POSTCODES = 3
"""Postcodes of a small area; invented, as England has some forty."""

_LETTERS = 26

_WORST = 10
"""Wards in the worst one of so many on both latents are left behind; rounded down."""


def areas(world: World) -> pl.DataFrame:
    """Small areas: hierarchy, names and people."""
    within = world.within
    district = within.district[within.ward]
    number = np.arange(district.size) - np.searchsorted(district, district)
    names = _district_names(world).gather(district)
    return pl.DataFrame(
        {
            "small20": codes(_SMALL, district.size),
            "small20_name": small_area_names(names, number),
            "ward20": codes(_WARD, within.wards).gather(within.ward),
            "district20": codes(_DISTRICT, within.region.size).gather(district),
            "region20": codes(_REGION, within.region_x.size).gather(within.region[district]),
            **{name: world.people.of(name) for name in _NUMBERS},
        }
    )


def wards(world: World) -> pl.DataFrame:
    """Wards: hierarchy, names and people."""
    within = world.within
    region = within.region[within.district]
    regions = region_names(
        within.region_x, within.region_y, world.ground.side, stream(world.seed, "region names")
    )
    return pl.DataFrame(
        {
            "ward20": codes(_WARD, within.wards),
            "ward20_name": place_names(
                within.wards, stream(world.seed, "ward names"), plain=_PLAIN_WARDS
            ),
            "district20": codes(_DISTRICT, within.region.size).gather(within.district),
            "district20_name": _district_names(world).gather(within.district),
            "region20": codes(_REGION, len(regions)).gather(region),
            "region20_name": regions.gather(region),
            "people": world.in_wards(world.people.people),
            "households": world.in_wards(world.people.households),
        }
    )


def postcodes(world: World) -> pl.DataFrame:
    """Postcodes, some for each small area; none is real: no real one begins with V.

    Royal Mail's letters Q, V and X are not used in the first place of a postcode.
    """
    within = world.within
    small = np.repeat(np.arange(within.ward.size), _POSTCODES)
    number = np.arange(small.size)
    district, last = np.divmod(number, 10 * _LETTERS**2)
    letter = [f"V{chr(ord('A') + n // 100)}{n % 100}" for n in range(int(district.max()) + 1)]
    pair = [f"{chr(ord('A') + a)}{chr(ord('A') + b)}" for a in range(_LETTERS)
            for b in range(_LETTERS)]  # fmt: skip
    return pl.DataFrame(
        {
            "postcode": [f"{letter[d]} {n // _LETTERS**2}{pair[n % _LETTERS**2]}"
                         for d, n in zip(district.tolist(), last.tolist(), strict=True)],
            "small20": codes(_SMALL, within.ward.size).gather(small),
            "ward20": codes(_WARD, within.wards).gather(within.ward[small]),
        }
    )  # fmt: skip


def deprivation(world: World, *, noise: bool, suppress_below: int, gaps: float) -> pl.DataFrame:
    """Indicators of deprivation of the small areas."""
    made = measure(
        _small_areas(world), DEPRIVATION, noise=noise, suppress_below=suppress_below, gaps=gaps
    )
    return made.insert_column(0, codes(_SMALL, made.height).alias("small20"))


def need(world: World, *, noise: bool, suppress_below: int, gaps: float) -> pl.DataFrame:
    """Indicators of community need of the wards."""
    domains = {spec.domain for spec in NEED}
    places = Places(
        of={name: world.in_wards(world.people.of(name)) for name in _NUMBERS},
        domain={name: standard(world.mean_in_wards(world.truth.domain[name])) for name in domains},
        rural=standard(world.mean_in_wards(world.truth.rural)),
        district=world.within.district,
        seed=world.seed,
    )
    made = measure(places, NEED, noise=noise, suppress_below=suppress_below, gaps=gaps)
    return made.insert_column(0, codes(_WARD, made.height).alias("ward20"))


def truth_of_areas(world: World) -> pl.DataFrame:
    """What the figures of small areas should reveal."""
    places = _small_areas(world)

    def share(domain: str) -> Array:
        return sum(
            (places.true(spec) for spec in DEPRIVATION if spec.domain == domain),
            start=np.zeros(places.rural.size),
        )

    return pl.DataFrame(
        {
            "small20": codes(_SMALL, places.rural.size),
            "deprivation": world.truth.deprivation,
            "need": world.truth.need,
            "true_income_rate": share("income"),
            "true_employment_rate": share("employment"),
        }
    )


def truth_of_wards(world: World) -> pl.DataFrame:
    """Which wards are left behind in truth: among the worst tenth on both latents."""
    made = pl.DataFrame(
        {
            "ward20": codes(_WARD, world.within.wards),
            "deprivation": world.mean_in_wards(world.truth.deprivation),
            "need": world.mean_in_wards(world.truth.need),
        }
    )
    ranks = pl.col("deprivation", "need").rank("min", descending=True)
    return made.with_columns(left_behind=pl.all_horizontal(ranks <= made.height // _WORST))


def boundaries(world: World) -> pl.DataFrame:
    """Polygons of the small areas."""
    shapes = polygons(world.ground, world.seed)
    return pl.DataFrame({"small20": codes(_SMALL, len(shapes)), "geometry": shapes})


def _district_names(world: World) -> pl.Series:
    return place_names(world.within.region.size, stream(world.seed, "district names"), plain=1.0)


def _small_areas(world: World) -> Places:
    return Places(
        of={name: world.people.of(name) for name in _NUMBERS},
        domain=world.truth.domain,
        rural=world.truth.rural,
        district=world.within.district[world.within.ward],
        seed=world.seed,
    )
