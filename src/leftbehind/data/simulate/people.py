"""Who lives where: people by age and households of each small area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leftbehind.data.simulate.streams import Array, Whole, stream

_LEAST, _MOST = 1_000, 3_000
"""People of a small area: the bounds that England's statistical offices draw LSOAs to."""

_SKEW = (2.2, 5.0)
"""Shape of the beta distribution between the bounds: about 1,610 on average; invented."""

_AT_SIXTY = 0.24
"""Share of people of 60 and over who are 60 to 64, so both older and of working age;
modelled on England."""

_AT_SIXTEEN = 0.024
"""Share of people who are 16 or 17, so neither children nor of working age; modelled on
England."""


@dataclass(frozen=True, slots=True)
class People:
    """Numbers of people, (areas,) each.

    Attributes:
        people: All residents.
        children: Aged 0 to 15.
        working_age: Aged 18 to 64.
        older: Aged 60 and over.
        households: Households.
    """

    people: Whole
    children: Whole
    working_age: Whole
    older: Whole
    households: Whole

    def of(self, name: str) -> Whole:
        """One of the numbers by name."""
        value: Whole = getattr(self, name)
        return value


def settle(rural: Array, seed: int) -> People:
    """Let people live in every small area; the country is older than the town.

    Args:
        rural: How rural each area is, (areas,), mean 0 and standard deviation 1.
        seed: Seed of the country.

    Returns:
        The people.

    Example:
        >>> made = settle(np.zeros(1_000), seed=1)
        >>> bool((made.children + made.working_age <= made.people).all())
        True
    """
    rng = stream(seed, "people")
    areas = rural.size
    people = (_LEAST + (_MOST - _LEAST) * rng.beta(*_SKEW, areas)).astype(np.int64)

    def share(least: float, most: float, slope: float) -> Array:
        logit = slope * rural + 0.5 * rng.standard_normal(areas)
        return least + (most - least) / (1 + np.exp(-logit))

    young, old = share(0.10, 0.28, -0.4), share(0.10, 0.38, 0.8)
    working = 1 - young - _AT_SIXTEEN - (1 - _AT_SIXTY) * old
    size = share(1.8, 2.9, -0.2)  # people in a household
    return People(
        people=people,
        children=(people * young).astype(np.int64),
        working_age=(people * working).astype(np.int64),
        older=(people * old).astype(np.int64),
        households=(people / size).astype(np.int64),
    )
