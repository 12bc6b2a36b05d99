"""Numbers as sentences that anyone can read and no place is hurt by."""

from __future__ import annotations

from collections.abc import Sequence

from leftbehind.errors import some
from leftbehind.groups import Cut


def ordinal(number: int) -> str:
    """A place in an order, with its ending.

    Example:
        >>> [ordinal(n) for n in (1, 2, 3, 11, 12, 23, 743, 1111)]
        ['1st', '2nd', '3rd', '11th', '12th', '23rd', '743rd', '1,111th']
    """
    ending = (
        "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number:,}{ending}"


def count(number: int, noun: str) -> str:
    """A number of things.

    Example:
        >>> count(1, "area"), count(1262, "area")
        ('1 area', '1,262 areas')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def rule_sentence(cuts: Sequence[Cut], plural: str, rounding: str, ties: str) -> str:
    """N, cuts, rounding and ties, as printed above every list.

    Example:
        >>> cut = Cut("left-behind", "need", "10%", 7433, 743, 113.28, 1)
        >>> print(rule_sentence([cut], "wards", "floor", "inside"))
        Of 7,433 wards: the 10% with the highest need are ranks 1 to 743 (score 113.3 or more;
        no ties at the cut). Shares are rounded down; ties at a cut count inside.
    """
    parts = []
    for cut in cuts:
        tied = f"{cut.tied} tied at the cut" if cut.tied > 1 else "no ties at the cut"
        score = f"score {cut.score:.1f} or more; {tied}" if cut.score is not None else "none inside"
        parts.append(
            f"the {cut.asked} with the highest {cut.index} are ranks 1 to {cut.rank:,} ({score})"
        )
    rounded = {"floor": "down", "ceil": "up", "nearest": "to the nearest"}[rounding]
    number = cuts[0].areas if cuts else 0
    return (
        f"Of {number:,} {plural}: {'; '.join(parts)}. "
        f"Shares are rounded {rounded}; ties at a cut count {ties}."
    )


def standing(on_list: bool, near: bool, margin: int | None, title: str) -> str:
    """Whether a place is on the list, and by how much, in one sentence.

    Example:
        >>> standing(False, True, -4, "left behind")
        'Narrowly outside: 4 ranks short of the cut for “left behind”.'
    """
    name = title if "“" in title else f"“{title}”"
    if margin is None:
        return f"Not known: an index has no score here, so it cannot be said whether it is {name}."
    ranks = count(abs(margin), "rank")
    if on_list:
        return f"On the list of {name}: {ranks} inside the cut that decides."
    if margin >= 0:
        return f"Not on the list of {name}: it is inside the cuts, but a rule keeps it out."
    if near:
        return f"Narrowly outside: {ranks} short of the cut for {name}."
    return f"Not on the list of {name}: {ranks} outside the cut that decides."


def pushes(parts: Sequence[tuple[str, float]], index: str) -> str:
    """What lifts a place on an index and what holds it back.

    Args:
        parts: Title of each part and its contribution less that of the average area.
        index: Title of the index.

    Example:
        >>> print(pushes([("Health", 4.0), ("Crime", -2.0), ("Income", 6.5)], "the index"))
        On the index, it is pushed up most by Income (+6.5) and Health (+4.0),
        and held back by Crime (−2.0).
    """

    def shown(part: tuple[str, float]) -> str:
        return f"{part[0]} ({'+' if part[1] > 0 else '−'}{abs(part[1]):.1f})"

    up = sorted((p for p in parts if p[1] > 0.05), key=lambda p: -p[1])[:2]
    down = sorted((p for p in parts if p[1] < -0.05), key=lambda p: p[1])[:2]
    lifted = (
        f"it is pushed up most by {' and '.join(map(shown, up))}" if up else "nothing pushes it up"
    )
    held = f"held back by {' and '.join(map(shown, down))}" if down else "nothing holds it back"
    return f"On {index}, {lifted}, and {held}."


def names_of(names: Sequence[str], codes: Sequence[str], most: int = 8) -> str:
    """Names with their codes, the first few."""
    pairs = zip(names, codes, strict=True)
    return some((f"{name} ({code})" for name, code in pairs), most=most)
