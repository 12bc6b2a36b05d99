"""The country itself: its tables by name, each made once."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from leftbehind.data.simulate import tables
from leftbehind.data.simulate.world import World, world
from leftbehind.errors import nearest

TABLES = (
    "simulated_areas20",
    "simulated_wards20",
    "simulated_deprivation_small20",
    "simulated_need_ward20",
    "simulated_truth_small20",
    "simulated_truth_ward20",
    "simulated_boundaries_small20",
    "simulated_postcodes20",
)
"""Names of the tables of every invented country."""


@dataclass(frozen=True, slots=True)
class Country:
    """An invented country; made by `country`.

    Attributes:
        areas: Number of its small areas.
        seed: Seed of its random numbers.
        noise: Whether chance has a part in its figures.
        suppress_below: Counts from 1 up to, but without, this are held back.
        gaps: Share of cells that are missing among rates and levels.
        world: What its tables are made from.
    """

    areas: int
    seed: int
    noise: bool
    suppress_below: int
    gaps: float
    world: World = field(repr=False, compare=False)
    _made: dict[str, pl.DataFrame] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables."""
        return TABLES

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables, made when it is first asked for.

        Empty cells of columns of counts are suppressed; those of all other columns are
        missing; a zero is a zero.

        Args:
            name: One of `tables`.

        Returns:
            The table, rows in the order of codes.

        Raises:
            ValueError: If there is no such table.

        Example:
            >>> country(areas=100).table("simulated_truth_ward20").columns
            ['ward20', 'deprivation', 'need', 'left_behind']
        """
        if name not in TABLES:
            raise ValueError(f"an invented country has no table {name!r}; {nearest(name, TABLES)}")
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> pl.DataFrame:
        made = self.world
        match name:
            case "simulated_areas20":
                return tables.areas(made)
            case "simulated_wards20":
                return tables.wards(made)
            case "simulated_deprivation_small20":
                return tables.deprivation(
                    made, noise=self.noise, suppress_below=self.suppress_below, gaps=self.gaps
                )
            case "simulated_need_ward20":
                return tables.need(
                    made, noise=self.noise, suppress_below=self.suppress_below, gaps=self.gaps
                )
            case "simulated_truth_small20":
                return tables.truth_of_areas(made)
            case "simulated_truth_ward20":
                return tables.truth_of_wards(made)
            case "simulated_postcodes20":
                return tables.postcodes(made)
            case _:
                return tables.boundaries(made)


def country(
    areas: int = 6_000,
    seed: int = 2020,
    *,
    noise: bool = True,
    suppress_below: int = 5,
    gaps: float = 0.001,
) -> Country:
    """Invent an island country with known truth.

    The same arguments give the same country, to the last bit. Map, people and truth depend
    on `areas` and `seed` alone.

    Args:
        areas: Number of small areas, of about 1,600 people each, from 1.
        seed: Seed of the random numbers, from 0.
        noise: Whether chance has a part; without it counts are what is expected, rounded,
            and rates are the true ones.
        suppress_below: Counts from 1 up to, but without, this are null in the indicators;
            0 or 1 suppresses nothing.
        gaps: Share of cells that are null in indicators that are no counts, 0 to 1.

    Returns:
        The country; its tables are made when they are asked for.

    Raises:
        ValueError: If an argument is out of its range.

    Example:
        >>> invented = country(areas=100, seed=1)
        >>> invented
        Country(areas=100, seed=1, noise=True, suppress_below=5, gaps=0.001)
        >>> invented.table("simulated_areas20").select("small20", "ward20").row(0)
        ('X01000001', 'X05000001')
        >>> country(areas=0)
        Traceback (most recent call last):
        ...
        ValueError: areas is 0, but a country has at least 1 small area; give 1 or more
    """
    if areas < 1:
        raise ValueError(
            f"areas is {areas}, but a country has at least 1 small area; give 1 or more"
        )
    if seed < 0:
        raise ValueError(f"seed is {seed}, but seeds are not negative; give 0 or more")
    if suppress_below < 0:
        raise ValueError(
            f"suppress_below is {suppress_below}, but no count is negative; "
            "give 0 to suppress nothing"
        )
    if not 0 <= gaps <= 1:
        raise ValueError(f"gaps is {gaps}, but it is a share of cells; give 0 to 1")
    return Country(areas, seed, noise, suppress_below, gaps, world(areas, seed))
