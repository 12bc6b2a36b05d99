"""The truth: latent deprivation and community need, and the domains they drive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from leftbehind.data.simulate.fields import smooth, spots, standard, texture
from leftbehind.data.simulate.island import Island
from leftbehind.data.simulate.streams import Array, stream

_TOGETHER = 0.4
"""Correlation of latent need with latent deprivation, over small areas: makes about 3% of
wards worst on both, as 225 of 7,433 in England; invented."""

_ALONE = 0.45
"""Share of variation between areas that no neighbour has; invented."""

_NEAR = 0.8
"""Share of variation between neighbourhoods; invented."""

_COAST = 0.03
"""Height at which the sea no longer counts, in units of the relief; invented, by eye."""

LOADING = {
    "income": 0.96, "employment": 0.94, "education": 0.85, "health": 0.85, "crime": 0.70,
    "barriers": 0.30, "environment": 0.40,
    "places": 0.85, "connectivity": 0.80, "engaged": 0.85,
}  # fmt: skip
"""Correlation of each domain with the latent that drives it: the first seven with
deprivation, of the order of IMD 2019; the last three with need. Invented."""

_OF_NEED = frozenset({"places", "connectivity", "engaged"})


@dataclass(frozen=True, slots=True)
class Latent:
    """What cannot be seen, each with mean 0 and standard deviation 1, (areas,).

    Attributes:
        deprivation: Higher is worse.
        need: Community need, higher is worse.
        rural: Higher is further from cities.
        domain: What the indicators of each domain share, higher is worse.
    """

    deprivation: Array
    need: Array
    rural: Array
    domain: dict[str, Array]


def latent(ground: Island, seed: int) -> Latent:
    """Lay the truth over the island.

    Deprivation is higher in cities and on some coasts; need is higher at coasts and at the
    edges of cities. Both have variation of regions, towns, neighbourhoods and single areas.

    Args:
        ground: The island.
        seed: Seed of the country.

    Returns:
        The latent values of its small areas.

    Example:
        >>> from leftbehind.data.simulate.island import island
        >>> truth = latent(island(500, seed=1), seed=1)
        >>> round(float(np.corrcoef(truth.deprivation, truth.need)[0, 1]), 6)
        0.4
    """
    x, y = ground.centres()
    town = ground.cities.nearness(x, y)
    coast = np.exp(-ground.height / _COAST)
    field = _fields(ground, seed)

    some_coasts = 1 / (1 + np.exp(-3 * field("coasts", alone=0, near=0)))
    deprivation = standard(
        field("deprivation") + 1.4 * town + 1.3 * coast * some_coasts
    )  # fmt: skip
    edge_of_town = 4 * town * (1 - town)
    own = standard(field("need") + 0.7 * edge_of_town + 1.1 * coast)
    # What is left of `own` beside deprivation, so that the correlation is as stated.
    own = standard(own - np.mean(own * deprivation) * deprivation)
    need = standard(_TOGETHER * deprivation + np.sqrt(1 - _TOGETHER**2) * own)
    rural = standard(field("rural", alone=0.1, near=0.2) - 4.0 * town)
    domain = {}
    for name, loading in LOADING.items():
        driver = need if name in _OF_NEED else deprivation
        apart = standard(field(f"domain {name}"))
        domain[name] = standard(loading * driver + np.sqrt(1 - loading**2) * apart)
    return Latent(deprivation, need, rural, domain)


def _fields(ground: Island, seed: int) -> Callable[..., Array]:
    """A maker of named random fields over the areas of an island."""
    x, y = ground.centres()
    where = spots(x / ground.side, y / ground.side)
    shape = (ground.rows, ground.columns)

    def field(name: str, *, alone: float = _ALONE, near: float = _NEAR) -> Array:
        values = standard(where.read(smooth(stream(seed, f"{name} wide"))))
        if near:
            values += near * texture(stream(seed, f"{name} near"), shape)[ground.cell]
        if alone:
            values += alone * stream(seed, f"{name} alone").standard_normal(x.size)
        return values

    return field
