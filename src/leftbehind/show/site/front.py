"""Lists of codes and names as they are sent: each leaves out how the one before it begins."""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""The first sign of each says how many signs it shares with the one before."""


def front_coded(texts: Sequence[str]) -> list[str]:
    """Texts of which neighbours begin alike, in a tenth of the room.

    Example:
        >>> front_coded(["E01000001", "E01000002", "F01"])
        ['0E01000001', '82', '0F01']
    """
    before, found = "", []
    for text in texts:
        shared = _alike(before, text)
        found.append(DIGITS[shared] + text[shared:])
        before = text
    return found


def _alike(one: str, other: str) -> int:
    for at, (here, there) in enumerate(zip(one, other, strict=False)):
        if here != there or at == len(DIGITS) - 1:
            return at
    return min(len(one), len(other), len(DIGITS) - 1)


def front_decoded(coded: Sequence[str]) -> list[str]:
    """The texts back again.

    Example:
        >>> front_decoded(["0E01000001", "82", "0F01"])
        ['E01000001', 'E01000002', 'F01']
    """
    before, found = "", []
    for text in coded:
        before = before[: DIGITS.index(text[0])] + text[1:]
        found.append(before)
    return found
