"""From columns of the data to the value of an indicator: counts, then rates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from leftbehind.data.read import HELD_BACK
from leftbehind.engine.verbs import Column, Verbs
from leftbehind.errors import LeftBehindError, some
from leftbehind.index.nodes import Indicator


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of one child of a node, in its own unit and direction.

    Attributes:
        value: A rate, or the figures themselves; the score of a node.
        count: The count above the denominator, where there is one.
        of: The denominator.
        held_back: How many suppressed counts a number stands for.
        published: Whether it was published as it enters, so that nothing is done to it.
    """

    value: Column
    count: Column | None = None
    of: Column | None = None
    held_back: int = 0
    published: bool = False


def measure(
    name: str,
    leaf: Indicator,
    column: Callable[[str], Column],
    verbs: Verbs,
    codes: Sequence[str] = (),
) -> Measured:
    """Measure one indicator.

    Args:
        name: Its name.
        leaf: What it is.
        column: A column of the data by name, (areas,) or (areas, draws). Beside a column of
            counts, one with `_suppressed` after its name tells which gaps are held back.
        verbs: The engine.
        codes: Codes of the areas, to name them in errors.

    Raises:
        LeftBehindError: Naming the areas whose numerator is above the denominator.

    Example:
        >>> from leftbehind.engine import arrays
        >>> figures = {"ill": np.array([2.0, np.nan]), "people": np.array([10.0, 20.0])}
        >>> bounds = {"low": 1, "high": 3}
        >>> ill = Indicator(title="Ill", counts="ill", of="people", suppressed=bounds)
        >>> measure("ill", ill, figures.__getitem__, arrays).value
        array([0.2, 0.1])
    """
    parts = [column(part) for part in leaf.measured(name)]
    held_back = 0
    if leaf.suppressed is not None:
        held = [suppressed(column, part) for part in leaf.measured(name)]
        held_back = sum(int(one.sum()) for one in held)
        middle = leaf.suppressed.middle
        parts = [np.where(one, middle, part) for one, part in zip(held, parts, strict=True)]
    count = parts[0] if len(parts) == 1 else verbs.total(parts)
    if not leaf.of:
        return Measured(count, held_back=held_back)
    of = verbs.total([column(part) for part in leaf.of])
    _require_room(name, leaf, count, of, codes)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Measured(np.where(of > 0, count / of, np.nan), count, of, held_back)


def suppressed(column: Callable[[str], Column], part: str) -> Column:
    """Which gaps of a count are held back: all of them, unless a column beside it tells which.

    Args:
        column: A column of the data by name; raises where there is none.
        part: The column of the count.
    """
    gap = np.isnan(column(part))
    try:
        told = column(part + HELD_BACK)
    except (LeftBehindError, KeyError):
        return gap
    return gap & (np.asarray(told) > 0)


def _require_room(
    name: str, leaf: Indicator, count: Column, of: Column, codes: Sequence[str]
) -> None:
    """Refuse counts above their denominator, and denominators below 0."""
    wrong = np.flatnonzero((count > of) if leaf.proportion else (of < 0))
    if not wrong.size:
        return
    rows = [int(row) for row in wrong]
    shown = some(f"{codes[row]} (row {row + 1})" if codes else f"row {row + 1}" for row in rows)
    below = " + ".join(leaf.of)
    what = (
        f"the numerator of {name} is above its denominator {below}"
        if leaf.proportion
        else f"the denominator {below} of {name} is negative"
    )
    raise LeftBehindError(
        f"{what}: {count[rows[0]]:g} of {of[rows[0]]:g}, in {shown}",
        mend="check that both count the same people at the same date, or say proportion = false",
    )
