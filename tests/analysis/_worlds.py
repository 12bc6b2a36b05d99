"""Two studies of ten invented places, whose figures and rules a test sets: its causes are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

PLACES = [f"P{n:02}" for n in range(1, 11)]

CALM = (10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0)
"""Figures by which the first place has the highest need, and the last the lowest."""

RECIPE = """
title = "{title}"
edition = "{edition}"
nation = "Nowhere"
geography = "{geography}"
root = "{name}"
[node.{name}]
title = "{title}"
[node.{name}.weights]
value = {weight}
[indicator.value]
title = "Value"
"""

STUDY = r"""
title = "Places, {name}"
areas = "place20"
people = "residents"
whole = "Nowhere"
near = {near}

[geography.place20]
title = "place"
plural = "places"
nation = "Nowhere"
vintage = "2020"
pattern = 'P\d\d'

[geography.part24]
title = "part of a place"
plural = "parts"
nation = "Nowhere"
vintage = "2024"
pattern = 'Q\d\d'

[table.residents]
title = "Residents"
file = "residents.csv"
geography = "place20"
[table.residents.columns]
place20 = "place"
people = "people"

[table.parts]
title = "Parts of places"
file = "parts.csv"
geography = "part24"
also = ["place20"]
[table.parts.columns]
part24 = "part"
place20 = "place"
people = "people"

[group.listed]
title = "On the list"
worst = {{ work = {work}, home = {home} }}
at_least = {at_least}
"""

INDEX = """
[table.{index}_figures]
title = "Figures of {index}"
file = "{file}"
geography = "{geography}"
date = "{edition}"
[table.{index}_figures.columns]
{geography} = "area"
value = "value"

[index.{index}]
title = "{title} {edition}"
recipe = "{recipe}"
data = "{index}_figures"
{more}
"""


def world(
    folder: Path,
    name: str,
    *,
    work: Sequence[float] = CALM,
    home: Sequence[float] = CALM,
    edition: str = "2020",
    asked: tuple[int, int] = (3, 3),
    at_least: int = 2,
    near: int = 1,
    parts: bool = False,
    weights: Mapping[str, float] | None = None,
) -> str:
    """Write a study, its recipes and its tables.

    Args:
        folder: Where to.
        name: Of the study; its own tables have the same names in every world.
        work: Figures of the first index, one for each place.
        home: Those of the second.
        edition: Edition of the first.
        asked: How many places each index asks for.
        at_least: How many of the two conditions must hold.
        near: How far outside a near miss may be.
        parts: Whether the first index is published for parts of places.
        weights: Weight of the one indicator of each index.

    Returns:
        The path of the study.
    """
    people = [f"{place},{100 * n}" for n, place in enumerate(PLACES, 1)]
    (folder / "residents.csv").write_text("\n".join(["place,people", *people]) + "\n", "utf-8")
    lying = [f"{part_of(place)},{place},10" for place in PLACES]
    (folder / "parts.csv").write_text("\n".join(["part,place,people", *lying]) + "\n", "utf-8")
    text = STUDY.format(name=name, near=near, work=asked[0], home=asked[1], at_least=at_least)
    for index, values, on_parts, year in (
        ("work", work, parts, edition),
        ("home", home, False, "2020"),
    ):
        geography = "part24" if on_parts else "place20"
        codes = [part_of(place) if on_parts else place for place in PLACES]
        rows = [f"{code},{value}" for code, value in zip(codes, values, strict=True)]
        file, recipe = f"{name}-{index}.csv", f"{name}-{index}.toml"
        (folder / file).write_text("\n".join(["area,value", *rows]) + "\n", "utf-8")
        weight = (weights or {}).get(index, 1.0)
        title = index.capitalize()
        (folder / recipe).write_text(
            RECIPE.format(name=index, title=title, edition=year, geography=geography,
                          weight=weight), "utf-8")  # fmt: skip
        more = 'lookup = "parts"\npeople = "parts"' if on_parts else ""
        text += INDEX.format(index=index, file=file, geography=geography, edition=year,
                             title=title, recipe=recipe, more=more)  # fmt: skip
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return str(path)


def part_of(place: str) -> str:
    """The code of the one part of a place."""
    return place.replace("P", "Q")


def swapped(values: Sequence[float], one: int, other: int) -> tuple[float, ...]:
    """Figures with those of two places, counted from 1, swapped."""
    found = list(values)
    found[one - 1], found[other - 1] = found[other - 1], found[one - 1]
    return tuple(found)
