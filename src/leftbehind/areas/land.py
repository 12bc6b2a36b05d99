"""Lands: where the edge of a country's polygons is a border and no coast, and its large cities."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from leftbehind.errors import nearest

Place = tuple[
    Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)],
    Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)],
]
"""Longitude and latitude in degrees (WGS 84)."""

Border = tuple[Place, Place]
"""Both ends of a border on land."""


class Land(BaseModel):
    """What polygons alone do not say of a country; it never changes.

    Attributes:
        border: Borders on land, by name: the shorter part of the polygons' edge between both ends
            is no coast.
        city: The middle of each large city, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    border: dict[str, Border] = Field(default_factory=dict)
    city: dict[str, Place] = Field(default_factory=dict)


@cache
def lands() -> dict[str, Land]:
    """The lands that are known, by name.

    Example:
        >>> sorted(lands())
        ['England', 'England and Wales', 'island']
    """
    text = (resources.files("leftbehind.areas") / "lands.toml").read_text("utf-8")
    told = tomllib.loads(text)
    return {
        name: Land(
            border={one: told["border"][one] for one in land["borders"]},
            city={one: told["city"][one] for one in land["cities"]},
        )
        for name, land in told["land"].items()
    }


def known_land(name: str) -> str:
    """The name of a land, if there is one of that name, or nothing.

    Raises:
        ValueError: With the nearest name.
    """
    if name and name not in lands():
        raise ValueError(f"no land is called {name}: {nearest(name, lands())}")
    return name


LandName = Annotated[str, AfterValidator(known_land)]
"""The name of a land that is known, or nothing."""
