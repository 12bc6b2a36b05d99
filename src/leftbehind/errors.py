"""What went wrong, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class LeftBehindError(Exception):
    """A problem with the input that a person can mend.

    Args:
        what: What is wrong, as one sentence without a full stop.
        where: The file, row, column, key or code it was found at.
        mend: What to do about it.

    Example:
        >>> print(LeftBehindError("no such column", where="my.csv", mend="add it"))
        my.csv: no such column. To mend it: add it.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        text = _ended(f"{where}: {what}" if where else what)
        super().__init__(f"{text} To mend it: {_ended(mend)}" if mend else text)

    def at(self, where: str) -> LeftBehindError:
        """The same problem, found inside something larger."""
        inner = f"{where}: {self.where}" if self.where else where
        return type(self)(self.what, where=inner, mend=self.mend)


class NotHere(LeftBehindError):
    """A table that is published but could not be had on this machine."""


LONGEST = 60
"""Characters of one name or value that an error shows."""


def short(text: str) -> str:
    """A name or value cut to a length that a person can read.

    Example:
        >>> len(short("x" * 1_000_000))
        60
    """
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".", "!")) else f"{sentence}."


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> str:
    """A phrase that offers the known words nearest to a mistyped one.

    Example:
        >>> nearest("lsao11", ["lsoa11", "ward17"])
        'did you mean lsoa11?'
        >>> nearest("zzz", ["b", "a"])
        'there are: a, b'
    """
    names = sorted({short(name) for name in known})
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(short(word).casefold(), folded, n=most, cutoff=0.6)
    if not close and len(word) > 2:
        close = [name for name in folded if word.casefold() in name][:most]
    if close:
        return f"did you mean {' or '.join(folded[name] for name in close)}?"
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"there are: {shown}" if names else "there are none"


def some(items: Iterable[object], *, most: int = 5) -> str:
    """The first few of many, and how many more there are.

    Example:
        >>> some(range(7))
        '0, 1, 2, 3, 4 and 2 more'
    """
    listed = list(items)
    shown = ", ".join(short(str(item)) for item in listed[:most])
    return f"{shown} and {len(listed) - most:,} more" if len(listed) > most else shown
