"""A study of places whose kinds a test plants: two indices put all of them on the list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]

RECIPE = """
title = "Value"
edition = "2020"
nation = "Nowhere"
geography = "spot20"
root = "value"
[node.value]
title = "Value"
children = ["figure"]
[indicator.figure]
title = "Figure"
"""

STUDY = r"""
title = "Spots"
areas = "spot20"
people = "spots"
whole = "Nowhere"
near = 1
[geography.spot20]
title = "spot"
plural = "spots"
nation = "Nowhere"
vintage = "2020"
pattern = 'S\d\d\d\d'
register = "spots"
[table.spots]
title = "Spots"
file = "spots.csv"
geography = "spot20"
[index.value]
title = "Value"
recipe = "value.toml"
data = "spots"
[group.listed]
title = "Listed"
worst = { value = LISTED }
[group.others]
title = "Others"
worst = { value = OTHERS }
unless = "listed"
[group.rest]
title = "The rest"
rest = true
[typology]
kinds = 6
starts = 10
levels = 1
"""


def planted(
    kinds: int, each: int, variables: int = 5, *, seed: int = 1, apart: float = 12.0
) -> tuple[Array, NDArray[np.int64]]:
    """Figures around so many centres, and the kind of each row; one centre is one cloud."""
    random = np.random.default_rng(seed)
    truth = np.repeat(np.arange(kinds), each)
    centre = random.permuted(np.tile(np.arange(kinds), (variables, 1)), axis=1).T * apart
    return 40 + centre[truth] + random.normal(0, 2.5, (truth.size, variables)), truth


def write_study(
    folder: Path, values: Array | list[list[float | None]], *, others: Array | None = None,
    more: str = "",
) -> Path:  # fmt: skip
    """A study whose list has these figures, then others that are as deprived, then the rest."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = np.array(values, dtype=float)
    beyond = np.empty((0, listed.shape[1])) if others is None else others
    whole = np.vstack([listed, beyond, np.full((1, listed.shape[1]), 1.0)])
    number = len(whole)
    frame = pl.DataFrame(
        {
            "spot20": [f"S{n:04}" for n in range(number)],
            "people": [100 + n for n in range(number)],
            "figure": [float(number - n) for n in range(number)],
            **{f"v{n}": pl.Series(whole[:, n], nan_to_null=True) for n in range(whole.shape[1])},
        }
    )
    frame.write_csv(folder / "spots.csv")
    (folder / "value.toml").write_text(RECIPE)
    text = STUDY.replace("LISTED", str(len(listed))).replace(
        "OTHERS", str(len(listed) + len(beyond))
    )
    for n in range(whole.shape[1]):
        text += (
            f'[typology.variable.v{n}]\ntitle = "Figure {n}"\nvalue = "spots.v{n}"\n'
            'weight = "spots.people"\n'
        )
    file = folder / "spots.toml"
    file.write_text(text + more)
    return file
