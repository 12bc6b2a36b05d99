"""Numbers as sentences that anyone can read and no place is hurt by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leftbehind.groups import Cut
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain, signed


def ordinal(number: int) -> str:
    """A place in an order, with its ending.

    Example:
        >>> [ordinal(n) for n in (1, 2, 3, 11, 12, 23, 743, 1111)]
        ['1st', '2nd', '3rd', '11th', '12th', '23rd', '743rd', '1,111th']
    """
    return say("ordinal", number=number, text=plain(number, 0))


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
        score = say("rule-none-inside")
        if cut.score is not None:
            score = say("rule-score", score=plain(cut.score), tied=cut.tied)
        parts.append(say("rule-cut", asked=cut.asked, index=cut.index, number=cut.rank,
                         first=plain(1, 0), rank=plain(cut.rank, 0), score=score))  # fmt: skip
    number = cuts[0].areas if cuts else 0
    return say("rule", areas=plain(number, 0), plural=plural, cuts="; ".join(parts),
               rounding=rounding, ties=ties)  # fmt: skip


def standing(on_list: bool, near: bool, margin: int | None, title: str) -> str:
    """Whether a place is on the list, and by how much, in one sentence.

    Example:
        >>> standing(False, True, -4, "left behind")
        'Narrowly outside: 4 ranks short of the cut for “left behind”.'
    """
    name = title if "“" in title else f"“{title}”"
    if margin is None:
        return say("standing-unknown", group=name)
    ranks = say("ranks", number=abs(margin), text=plain(abs(margin), 0))
    if on_list:
        return say("standing-on", group=name, ranks=ranks)
    if margin >= 0:
        return say("standing-barred", group=name)
    return say("standing-near" if near else "standing-off", group=name, ranks=ranks)


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
        return say("pushed", part=part[0], points=signed(part[1]))

    up = sorted((p for p in parts if p[1] > 0.05), key=lambda p: -p[1])[:2]
    down = sorted((p for p in parts if p[1] < -0.05), key=lambda p: p[1])[:2]
    lifted = say("pushed-up", parts=_and(up, shown)) if up else say("pushed-by-nothing")
    held = say("held-back", parts=_and(down, shown)) if down else say("held-by-nothing")
    return say("pushes", index=index, up=lifted, down=held)


def _and(parts: Sequence[tuple[str, float]], shown: Callable[[tuple[str, float]], str]) -> str:
    texts = [shown(part) for part in parts]
    return texts[0] if len(texts) == 1 else say("and", first=texts[0], second=texts[1])


def names_of(names: Sequence[str], codes: Sequence[str], most: int = 8) -> str:
    """Names with their codes, the first few."""
    pairs = [f"{name} ({code})" for name, code in zip(names, codes, strict=True)]
    shown, more = ", ".join(pairs[:most]), len(pairs) - most
    return say("names-more", names=shown, text=plain(more, 0)) if more > 0 else shown
