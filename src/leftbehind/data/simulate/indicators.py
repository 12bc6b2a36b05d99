"""What is published about each place: 39 indicators of deprivation and 9 of need.

Names, domains and directions are modelled on the English Indices of Deprivation 2019 (39
indicators in seven domains) and on the Community Needs Index (three domains); typical values
are invented, of the order of England's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from leftbehind.data.simulate.streams import Array


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published column, and how it follows from the truth.

    Its true value lies between `low` and `high`, on a logistic curve that passes `typical`
    where all latents are 0.

    Attributes:
        name: Column.
        domain: Domain it measures.
        kind: "count" of people or households; "events" per 1,000 of them, counted; "level",
            anything else.
        typical: Value where all latents are 0: a share of `of` for counts, a rate per 1,000
            for events.
        low: Least value.
        high: Greatest value.
        slope: Change of the logit for one standard deviation of what drives it.
        of: Of what it is counted: people, working_age or households.
        latent: Weight of the domain's latent.
        rural: Weight of being rural.
        own: Weight of what nothing else shares.
        better: Whether higher is better.
        chance: Sampling error of a level where 1,600 people live, as a change of the logit.
        district: Whether only the district's value is known, and copied to its areas.
    """

    name: str
    domain: str
    kind: Literal["count", "events", "level"]
    typical: float
    low: float
    high: float
    slope: float
    of: str = "people"
    latent: float = 0.85
    rural: float = 0.0
    own: float = 0.5
    better: bool = False
    chance: float = 0.1
    district: bool = False

    def curve(self, worse: Array) -> Array:
        """True values, (areas,), of areas that are so much worse than typical, (areas,)."""
        span = self.high - self.low
        middle = math.log((self.typical - self.low) / (self.high - self.typical))
        logit = middle + (-self.slope if self.better else self.slope) * worse
        return np.asarray(self.low + span / (1 + np.exp(-logit)))


def _count(of: str, domain: str, name: str, typical: float, high: float, **more: Any) -> Indicator:
    return Indicator(name, domain, "count", typical, 0.0, high, of=of, **{"slope": 0.75} | more)


def _level(
    domain: str, name: str, typical: float, low: float, high: float, slope: float, **more: Any
) -> Indicator:
    return Indicator(name, domain, "level", typical, low, high, slope, **more)


def _events(domain: str, name: str, typical: float, high: float, **more: Any) -> Indicator:
    return Indicator(name, domain, "events", typical, 0.0, high, **{"slope": 0.6} | more)


# The greatest shares of one family of counts add up to less than 1: nobody is counted twice.
_DISTANCE: dict[str, Any] = {"latent": 0.15, "rural": 0.9, "own": 0.4, "slope": 0.75, "chance": 0.0}

DEPRIVATION = (
    _count("people", "income", "income_support", 0.014, 0.10),
    _count("people", "income", "income_jobseeker", 0.010, 0.10),
    _count("people", "income", "income_sickness", 0.032, 0.16),
    _count("people", "income", "income_pension_credit", 0.020, 0.12),
    _count("people", "income", "income_universal", 0.006, 0.10),
    _count("people", "income", "income_tax_credit", 0.032, 0.18),
    _count("people", "income", "income_asylum", 0.0004, 0.03, slope=1.6, rural=-0.6),
    _count("working_age", "employment", "work_jobseeker", 0.016, 0.12),
    _count("working_age", "employment", "work_sickness", 0.055, 0.26),
    _count("working_age", "employment", "work_incapacity", 0.0015, 0.02),
    _count("working_age", "employment", "work_disablement", 0.001, 0.02),
    _count("working_age", "employment", "work_carer", 0.010, 0.07),
    _count("working_age", "employment", "work_universal", 0.006, 0.08),
    _level("education", "attainment_primary", 104.0, 85.0, 120.0, 0.40, better=True),
    _level("education", "attainment_secondary", 345.0, 150.0, 500.0, 0.55, better=True),
    _level("education", "absence", 0.052, 0.01, 0.30, 0.45),
    _level("education", "not_staying_on", 0.10, 0.0, 0.70, 0.55, own=0.7),
    _level("education", "not_entering_university", 0.62, 0.05, 1.0, 0.75, own=0.6),
    _count("working_age", "education", "adults_low_skills", 0.21, 0.60, slope=0.6, own=0.3),
    _count(
        "working_age", "education", "adults_poor_language", 0.005, 0.25,
        slope=1.1, latent=0.4, rural=-0.6,
    ),
    _level("health", "years_of_life_lost", 58.0, 25.0, 220.0, 0.45),
    _level("health", "illness_ratio", 105.0, 15.0, 420.0, 0.55, own=0.35),
    _level("health", "acute_illness", 103.0, 30.0, 350.0, 0.40),
    _level("health", "mood_and_anxiety", 0.0, -4.0, 4.0, 0.45, own=0.6),
    _events("crime", "violence", 20.0, 250.0, own=0.4),
    _events("crime", "burglary", 9.0, 120.0, of="households", own=0.7),
    _events("crime", "theft", 14.0, 250.0, own=0.6, rural=-0.3),
    _events("crime", "criminal_damage", 8.0, 120.0, own=0.45),
    _level("barriers", "distance_post_office", 1.0, 0.1, 12.0, **_DISTANCE),
    _level("barriers", "distance_primary_school", 0.8, 0.1, 9.0, **_DISTANCE),
    _level("barriers", "distance_shop", 0.7, 0.05, 12.0, **_DISTANCE),
    _level("barriers", "distance_doctor", 1.3, 0.1, 16.0, **_DISTANCE),
    _count("households", "barriers", "overcrowding", 0.06, 0.50, rural=-0.5),
    _events("barriers", "homelessness", 2.0, 20.0, of="households", district=True),
    _level("barriers", "unaffordability", 7.5, 2.0, 30.0, 0.45, chance=0.0),
    _level("environment", "poor_housing", 0.19, 0.0, 0.90, 0.60, rural=0.3, chance=0.0),
    _count("households", "environment", "no_central_heating", 0.025, 0.40, slope=0.8),
    _level(
        "environment", "air_pollution", 1.0, 0.4, 2.2, 0.45,
        latent=0.15, rural=-0.9, own=0.2, chance=0.0,
    ),
    _events("environment", "road_casualties", 0.7, 12.0, rural=-0.3),
)  # fmt: skip
"""Indicators of small areas, in the order of their columns."""

NEED = (
    _events("places", "community_spaces", 1.6, 8.0, better=True, slope=0.50, own=0.4),
    _events("places", "sports_and_leisure", 1.3, 8.0, better=True, slope=0.50, own=0.4),
    _events("places", "green_spaces", 1.8, 12.0, better=True, slope=0.50, own=0.4, rural=-0.3),
    _count("households", "connectivity", "no_car", 0.23, 0.80, slope=0.5, own=0.4, rural=-0.3),
    _level("connectivity", "journey_minutes", 24.0, 8.0, 110.0, 0.50, own=0.4, rural=0.3),
    _level(
        "connectivity", "broadband_mbps", 60.0, 4.0, 320.0, 0.50, better=True, own=0.4, rural=0.3
    ),
    _level("engaged", "turnout", 0.36, 0.08, 0.80, 0.45, better=True, own=0.4),
    _events("engaged", "charities", 2.2, 16.0, better=True, slope=0.55, own=0.4),
    _level("engaged", "grants_per_head", 14.0, 0.0, 400.0, 0.65, better=True, own=0.7, chance=0.4),
)
"""Indicators of wards, in the order of their columns."""

COUNTS = tuple(spec.name for spec in (*DEPRIVATION, *NEED) if spec.kind == "count")
"""Columns of counts: there an empty cell is suppressed, in all others it is missing."""
