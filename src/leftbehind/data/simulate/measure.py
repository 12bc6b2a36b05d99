"""From truth to published figures: chance, small numbers, suppression and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl

from leftbehind.data.simulate.fields import standard
from leftbehind.data.simulate.indicators import Indicator
from leftbehind.data.simulate.streams import Array, Whole, stream

_USUAL = 1_600
"""People for whom the sampling error of a level is stated."""


@dataclass(frozen=True, slots=True)
class Places:
    """What is to be measured, where: small areas or wards.

    Attributes:
        of: Denominators by name, (places,) each.
        domain: Latent of each domain, (places,) each, higher is worse.
        rural: How rural, (places,).
        district: District of each place, (places,).
        seed: Seed of the country.
    """

    of: dict[str, Whole]
    domain: dict[str, Array]
    rural: Array
    district: Whole
    seed: int

    def worse(self, spec: Indicator) -> Array:
        """How much worse than typical each place is on one indicator, (places,)."""
        draws = stream(self.seed, f"own {spec.name}")
        latent = self.domain[spec.domain]
        if spec.district:
            size = np.bincount(self.district)
            middle = standard(np.bincount(self.district, latent) / size)
            own = draws.standard_normal(size.size)
            return (spec.latent * middle + spec.own * own)[self.district]
        worse = spec.latent * latent + spec.own * draws.standard_normal(latent.size)
        return worse + spec.rural * self.rural if spec.rural else worse

    def true(self, spec: Indicator) -> Array:
        """True value of one indicator, (places,), without chance."""
        return spec.curve(self.worse(spec))


def measure(
    places: Places, specs: Sequence[Indicator], *, noise: bool, suppress_below: int, gaps: float
) -> pl.DataFrame:
    """Publish indicators.

    Args:
        places: The places and their truth.
        specs: The indicators, those of one domain side by side.
        noise: Whether chance has a part; without it a count is what is expected, rounded.
        suppress_below: Counts of 1 and more, but fewer than this, are held back: null.
        gaps: Share of cells that are missing in columns that are no counts: null.

    Returns:
        One column for each indicator, whole numbers for counts.
    """
    columns: dict[str, Array | Whole] = {}
    families = groupby(specs, key=lambda spec: (spec.kind, spec.of, spec.domain))
    for (kind, of, _), family in families:
        if kind == "count":
            columns |= _counts(places, of, tuple(family), noise=noise)
        else:
            for spec in family:
                values = (
                    _events(places, spec, noise)
                    if kind == "events"
                    else _level(places, spec, noise)
                )
                missing = stream(places.seed, f"gaps {spec.name}").random(values.size) < gaps
                values[missing] = np.nan
                columns[spec.name] = values
    frame = pl.DataFrame(columns, nan_to_null=True)
    counts = pl.col([spec.name for spec in specs if spec.kind == "count"])
    return frame.with_columns(pl.when(~counts.is_between(1, suppress_below - 1)).then(counts))


def _counts(
    places: Places, of: str, family: Sequence[Indicator], *, noise: bool
) -> dict[str, Whole]:
    """Counts that no person is in twice: a multinomial draw, one column after the other."""
    everyone = places.of[of]
    left, chance_left = everyone.copy(), np.ones(everyone.size)
    made: dict[str, Whole] = {}
    for spec in family:
        rate = places.true(spec)
        if noise:
            draws = stream(places.seed, f"count {spec.name}")
            count = draws.binomial(left, np.minimum(rate / chance_left, 1.0))
            chance_left -= rate
        else:
            count = np.minimum(np.rint(everyone * rate).astype(np.int64), left)
        left -= count
        made[spec.name] = count
    return made


def _events(places: Places, spec: Indicator, noise: bool) -> Array:
    """Events per 1,000, as counted; a district's where only the district is known."""
    rate, of = places.true(spec), places.of[spec.of]
    if not noise:
        return rate
    draws = stream(places.seed, f"events {spec.name}")
    if not spec.district:
        return draws.poisson(rate * of / 1_000) / of * 1_000
    first = np.unique(places.district, return_index=True)[1]
    within = np.bincount(places.district, of)
    counted = draws.poisson(rate[first] * within / 1_000) / within * 1_000
    return np.asarray(counted[places.district])


def _level(places: Places, spec: Indicator, noise: bool) -> Array:
    """A level with its sampling error, which is greater where fewer people live."""
    worse = places.worse(spec)
    if noise and spec.chance:
        draws = stream(places.seed, f"level {spec.name}").standard_normal(worse.size)
        worse += spec.chance / spec.slope * draws * np.sqrt(_USUAL / places.of["people"])
    return spec.curve(worse)
