"""Wards, districts and regions: compact, nested, none of them empty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leftbehind.data.simulate.streams import Array, Whole, stream

_AREAS_PER_WARD = 4.5
"""England has 32,844 LSOAs of 2011 in 7,433 of its wards of 2017: 4.4."""

_WARDS_PER_DISTRICT = 22.5
"""England has 7,433 of its wards of 2017 in 326 districts: 23."""

_DISTRICTS_PER_REGION = 4
"""At least about so many, or the country has fewer regions; invented."""

_REGIONS = 9
"""As many as England."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Which area lies in which larger one, by place in the order of codes.

    Attributes:
        order: Areas in the order of their codes, as places in the order they came in, (areas,).
        ward: Ward of each area, (areas,), in the order of codes.
        district: District of each ward, (wards,).
        region: Region of each district, (districts,).
        region_x: Middle of each region across, (regions,).
        region_y: Middle of each region down, (regions,).
    """

    order: Whole
    ward: Whole
    district: Whole
    region: Whole
    region_x: Array
    region_y: Array

    @property
    def wards(self) -> int:
        """Number of wards."""
        return int(self.district.size)

    @property
    def areas_in_ward(self) -> Whole:
        """Number of small areas of each ward, (wards,)."""
        return np.bincount(self.ward, minlength=self.wards)


def nest(x: Array, y: Array, seed: int) -> Hierarchy:
    """Gather small areas into wards, wards into districts, districts into regions.

    Args:
        x: Middle of each small area across, (areas,), in cells.
        y: Middle of each small area down, (areas,), in cells.
        seed: Seed of the country.

    Returns:
        The hierarchy; codes run from north to south, region by region.

    Example:
        >>> side = np.arange(40.0)
        >>> x, y = (axis.ravel() for axis in np.meshgrid(side, side))
        >>> made = nest(x, y, seed=1)
        >>> made.wards, made.region.size, int(made.areas_in_ward.min()) > 0
        (356, 16, True)
    """
    rng = stream(seed, "hierarchy")
    ward = _gather(x, y, x.size / _AREAS_PER_WARD, rng, settle=0)
    ward_x, ward_y = _middle(x, y, ward)
    district = _gather(ward_x, ward_y, ward_x.size / _WARDS_PER_DISTRICT, rng, settle=1)
    district_x, district_y = _middle(ward_x, ward_y, district)
    regions = min(_REGIONS, district_x.size / _DISTRICTS_PER_REGION)
    region = _gather(district_x, district_y, regions, rng, settle=4)
    region_x, region_y = _middle(district_x, district_y, region)

    # Number each level from north to south within the level above.
    of_region = np.argsort(region_y, kind="stable")
    of_district = np.lexsort((district_y, _turned(of_region)[region]))
    of_ward = np.lexsort((ward_y, _turned(of_district)[district]))
    ward = _turned(of_ward)[ward]
    order = np.argsort(ward, kind="stable")
    return Hierarchy(
        order=order,
        ward=ward[order],
        district=_turned(of_district)[district][of_ward],
        region=_turned(of_region)[region][of_district],
        region_x=region_x[of_region],
        region_y=region_y[of_region],
    )


def _turned(order: Whole) -> Whole:
    """New place of each old place."""
    new = np.empty_like(order)
    new[order] = np.arange(order.size)
    return new


def _middle(x: Array, y: Array, group: Whole) -> tuple[Array, Array]:
    """Mean place of each group's members."""
    size = np.bincount(group)
    return np.bincount(group, x) / size, np.bincount(group, y) / size


def _gather(x: Array, y: Array, about: float, rng: np.random.Generator, *, settle: int) -> Whole:
    """Each place goes to the nearest of some of the places, chosen at random.

    Args:
        x: Places across.
        y: Places down.
        about: How many groups to make, rounded.
        rng: Random numbers.
        settle: How often the seeds move to the middle of their group (Lloyd's algorithm),
            which makes groups more alike in size.

    Returns:
        Group of each place, 0, 1, ..., none of them empty.
    """
    from scipy.spatial import cKDTree

    places = np.column_stack((x, y))
    seeds = places[rng.choice(x.size, max(1, round(about)), replace=False)]
    # Groups are counted anew each time: a seed that has moved may have lost its last place.
    for _ in range(settle + 1):
        group = np.unique(cKDTree(seeds).query(places)[1], return_inverse=True)[1]
        seeds = np.column_stack(_middle(x, y, group))
    return np.asarray(group, dtype=np.int64)
