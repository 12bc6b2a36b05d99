"""All that is true of an invented country, before anything is published about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leftbehind.data.simulate.hierarchy import Hierarchy, nest
from leftbehind.data.simulate.island import Island, island
from leftbehind.data.simulate.latent import Latent, latent
from leftbehind.data.simulate.people import People, settle
from leftbehind.data.simulate.streams import Array, Whole


@dataclass(frozen=True, slots=True)
class World:
    """The truth of a country, by small area in the order of codes.

    Attributes:
        seed: Seed of the country.
        ground: The island.
        within: Wards, districts and regions.
        truth: Latent deprivation and need.
        people: Who lives where.
    """

    seed: int
    ground: Island
    within: Hierarchy
    truth: Latent
    people: People

    def in_wards(self, counts: Whole) -> Whole:
        """Counts of small areas added up by ward, (wards,)."""
        return np.bincount(self.within.ward, counts, self.within.wards).astype(np.int64)

    def mean_in_wards(self, values: Array) -> Array:
        """Mean of small areas by ward, weighted by people, (wards,)."""
        people = self.people.people
        of_all = np.bincount(self.within.ward, people, self.within.wards)
        return np.asarray(np.bincount(self.within.ward, values * people) / of_all)


def world(areas: int, seed: int) -> World:
    """Make a country, all but its tables.

    Args:
        areas: Number of small areas.
        seed: Seed of its random numbers.

    Returns:
        The country.
    """
    ground = island(areas, seed)
    within = nest(*ground.centres(), seed)
    ground = ground.ordered(within.order)
    truth = latent(ground, seed)
    return World(seed, ground, within, truth, settle(truth.rural, seed))
