"""The look: one set of colours, type and spacing, read from one file by Python and the web."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Mode = Literal["light", "dark"]

Hue = Literal["deprived", "need", "outcome"]
"""The hue of a sequential scale: rose for deprivation, blue for need, teal for outcomes."""

ROLES = ("both", "deprived", "need", "neither")
"""Roles that the groups of a study can have; each is a colour of the look."""


class Theme(BaseModel):
    """The colours of one mode.

    Attributes:
        colour: Colours by role: paper, ink, deprived, need, both, neither, …
        sequential: Scales by hue and number of steps (5 to 10), low to high, their
            lightness (CIELAB) in even steps.
        bivariate: Square palettes by size (3, 4): rows from low to high need, columns
            from low to high deprivation.
        sure: Five steps from stone, firmly off the list, to plum, firmly on it.
        change: Nine steps from better through paper to worse.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    colour: dict[str, str]
    sequential: dict[Hue, dict[int, tuple[str, ...]]]
    bivariate: dict[int, tuple[tuple[str, ...], ...]]
    sure: tuple[str, ...]
    change: tuple[str, ...]

    def steps(self, hue: Hue, classes: int) -> tuple[str, ...]:
        """A sequential scale of so many classes; fewer than 5 are spread over 5.

        Example:
            >>> len(theme().steps("need", 7)), len(theme().steps("need", 3))
            (7, 3)
        """
        scales = self.sequential[hue]
        if classes in scales:
            return scales[classes]
        five = scales[min(scales)]
        return tuple(five[round(i * (len(five) - 1) / max(classes - 1, 1))] for i in range(classes))


class Look(BaseModel):
    """Everything that gives charts, maps, report and explorer one face.

    Attributes:
        font: Font families and sizes in pixels.
        space: Spacing unit in pixels, measure in characters, radius in pixels.
        light: The colours on paper.
        dark: The colours in the dark; a set of its own, not an inversion.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    font: dict[str, Any]
    space: dict[str, int]
    light: Theme
    dark: Theme


@cache
def look() -> Look:
    """The look of everything that people see.

    Example:
        >>> look().light.colour["both"]
        '#3e2b62'
    """
    text = (resources.files("leftbehind.show") / "look.json").read_text("utf-8")
    return Look.model_validate_json(text)


def theme(mode: Mode = "light") -> Theme:
    """The colours of one mode."""
    return look().light if mode == "light" else look().dark


def roles_of(groups: dict[str, Any], indices: Sequence[str], list_of: str) -> dict[str, str]:
    """The role, and so the colour, of each group of a study.

    Args:
        groups: The groups as the manifest has them.
        indices: Names of the indices, the first one drawn in rose, the second in blue.
        list_of: The group that the study is about: always the colour of both.

    Returns:
        A role of `ROLES` for each group; groups beyond the first three recede.

    Example:
        >>> roles_of({"lb": {"worst": {"d": 1, "n": 1}}, "od": {"worst": {"d": 1}},
        ...           "rest": {"rest": True}}, ["d", "n"], "lb")
        {'lb': 'both', 'od': 'deprived', 'rest': 'neither'}
    """
    by_index = dict(zip(indices, ("deprived", "need"), strict=False))
    roles: dict[str, str] = {}
    for name, group in groups.items():
        asked = list(group.get("worst", {}))
        role = by_index.get(asked[0], "neither") if len(asked) == 1 else "neither"
        if name == list_of:
            role = "both"
        roles[name] = "neither" if role in roles.values() else role
    return roles


def in_the_dark(selector: str = "figure svg") -> str:
    """Style rules that turn pictures drawn in light colours into dark ones.

    A rule in a style sheet outranks the colour that is written on a shape, so one picture
    serves both modes.

    Args:
        selector: Where the pictures are.
    """
    pairs: dict[str, str] = {}
    for light, dark in zip(_colours(look().light), _colours(look().dark), strict=True):
        pairs.setdefault(light, dark)
    return "\n".join(
        f'{selector} [{attribute}="{light}"] {{ {attribute}: {dark}; }}'
        for light, dark in pairs.items()
        for attribute in ("fill", "stroke", "stop-color")
    )


def _colours(colours: Theme) -> list[str]:
    """Every colour of a theme, the same role always at the same place."""
    found = list(colours.colour.values())
    for scales in colours.sequential.values():
        for steps in scales.values():
            found += steps
    for square in colours.bivariate.values():
        found += [one for row in square for one in row]
    return [*found, *colours.sure, *colours.change]
