"""Where logarithms are taken: means that are of numbers above 0 only, and what enters them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from leftbehind.analysis.faults import Severity
from leftbehind.engine.arrays import Array
from leftbehind.errors import some
from leftbehind.index.combine import PowerMean
from leftbehind.index.nodes import Node

_MEND = (
    'standardise the children so that all are above 0, such as standardise = { method = "min-max", '
    'low = 1, high = 100 }, "exponential" or "rank"; or take the arithmetic mean'
)


def needs_above_zero(node: Node) -> str:
    """What a node does to its children that only numbers above 0 bear, in words, or nothing.

    The geometric mean takes logarithms and a broken power is a root, so that a number below 0
    stops a run; the harmonic mean and other powers below 0 divide by the children.

    Args:
        node: The node.

    Example:
        >>> needs_above_zero(Node(title="n", children=("a",), combine="geometric mean"))
        'a geometric mean'
    """
    combine = node.combine
    if not isinstance(combine, PowerMean):
        return ""
    if combine.power == 0:
        return "a geometric mean"
    if combine.power == -1:
        return "a harmonic mean"
    if combine.power < 0 or combine.power != int(combine.power):
        return f"a power mean of {combine.power:g}"
    return ""


def above_zero(
    node: Node, entered: Mapping[str, Array], codes: Sequence[str]
) -> Iterator[tuple[Severity, str, str]]:
    """Children that are 0 or below where only numbers above 0 make sense.

    Args:
        node: The node.
        entered: The standardised values of its children, each (areas,).
        codes: The areas.

    Yields:
        Whether it stops a run, what is wrong, and how to mend it.
    """
    mean = needs_above_zero(node)
    if not mean or not isinstance(node.combine, PowerMean):
        return
    power = node.combine.power
    stated = node.stated or dict.fromkeys(entered, 1.0)
    for child, values in entered.items():
        if not stated.get(child):
            continue
        negative, zero = np.flatnonzero(values < 0), np.flatnonzero(values == 0)
        if negative.size:
            what = (
                f"{child} is below 0 in {negative.size:,} areas and enters {mean}, which is of "
                f"numbers above 0: {some(codes[row] for row in negative.tolist())}"
            )
            yield "stops", what, _MEND
        elif zero.size and power <= 0:
            what = (
                f"{child} is 0 in {zero.size:,} areas and enters {mean}, which would be 0 whatever "
                f"the other children say: {some(codes[row] for row in zero.tolist())}"
            )
            yield "stops", what, _MEND
