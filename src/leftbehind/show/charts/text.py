"""How wide text will be, so that lines are broken and names cut before anything is drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST = 40
"""Characters of a name that a chart shows."""

ENDLESS = 200
"""Characters of any text that comes from a study: nothing shown is longer."""

_REGULAR = (
    28, 28, 30, 66, 59, 93, 70, 16, 30, 30, 43, 60, 20, 37, 20, 38,
    65, 40, 55, 57, 61, 58, 60, 51, 62, 60, 20, 20, 55, 60, 55, 52,
    78, 63, 62, 66, 67, 57, 55, 71, 69, 41, 51, 63, 54, 82, 69, 73,
    60, 75, 62, 60, 56, 69, 59, 84, 62, 60, 61, 32, 38, 32, 55, 40,
    27, 53, 57, 50, 56, 54, 31, 56, 55, 28, 25, 49, 24, 84, 55, 55,
    57, 58, 34, 47, 32, 54, 44, 65, 46, 43, 46, 32, 23, 32, 56,
)  # fmt: skip
_BOLD = (
    32, 28, 41, 78, 62, 98, 70, 22, 37, 37, 43, 62, 24, 37, 24, 44,
    65, 45, 59, 60, 63, 61, 63, 54, 62, 56, 24, 24, 57, 62, 57, 61,
    75, 69, 64, 67, 69, 58, 54, 72, 68, 46, 56, 66, 54, 84, 70, 76,
    63, 78, 65, 62, 62, 66, 66, 88, 70, 69, 62, 33, 44, 33, 59, 43,
    31, 55, 60, 52, 60, 57, 37, 60, 57, 32, 26, 57, 31, 89, 57, 57,
    60, 60, 37, 53, 38, 57, 53, 72, 53, 52, 52, 37, 23, 37, 53,
)  # fmt: skip
"""Widths of the characters from the space on, in hundredths of the size of the type: the
advance widths of Atkinson Hyperlegible (its table hmtx). Where the font is lacking, text is
set in a system font, which is narrower or about as wide."""

_MARKS = {
    "–": 51,
    "—": 84,
    "“": 50,
    "”": 50,
    "\u2018": 28,
    "’": 28,
    "…": 80,
    "−": 60,
    "×": 54,
    "·": 30,
}

_WIDE, _UNKNOWN = 110, 75
"""Of a character of East Asia, and of any other that the font lacks."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many pixels wide a line of text is, near enough for a layout.

    Args:
        text: One line.
        size: Size of the type in pixels.
        bold: Whether it is set in bold.

    Example:
        >>> round(text_width("North East", 13))
        60
    """
    widths = _BOLD if bold else _REGULAR
    return sum(_advance(letter, widths) for letter in text) / 100 * size


def _advance(letter: str, widths: tuple[int, ...]) -> int:
    if " " <= letter <= "~":
        return widths[ord(letter) - 32]
    if letter in _MARKS:
        return _MARKS[letter]
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    plain = unicodedata.normalize("NFD", letter)[0]
    return widths[ord(plain) - 32] if " " <= plain <= "~" else _UNKNOWN


def one_line(text: str) -> str:
    """Text without line breaks, tabs or controls, which a picture cannot show, and not endless.

    Example:
        >>> one_line("two" + chr(10) + "  lines ")
        'two lines'
    """
    line = _plain(text)
    return line if len(line) <= ENDLESS else line[: ENDLESS - 1].rstrip() + "…"


def _plain(text: str) -> str:
    seen = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cf") else c for c in text)
    return " ".join("".join(seen).split())


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A name that fits, its end replaced by … where it is too long.

    Args:
        text: The name.
        room: Pixels there are for it.
        size: Size of the type in pixels.
        bold: Whether it is set in bold.

    Example:
        >>> cut("Bournemouth, Christchurch and Poole Upon the Sea", 500, 13)
        'Bournemouth, Christchurch and Poole Upo…'
    """
    line = one_line(text)
    shown = line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
    while text_width(shown, size, bold=bold) > room and len(shown) > 2:
        shown = shown[:-2].rstrip() + "…"
    return shown


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Text broken into lines that fit.

    Args:
        text: Words.
        room: Pixels there are for a line.
        size: Size of the type in pixels.
        bold: Whether it is set in bold.

    Example:
        >>> wrap("57 of 339 wards in the North East", 120, 13)
        ('57 of 339 wards in', 'the North East')
    """
    lines = [""]
    for word in _breakable(_plain(text).split(), room, size, bold=bold):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold=bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _breakable(words: Iterable[str], room: float, size: float, *, bold: bool) -> Iterable[str]:
    """Words, those broken that are wider than a line by themselves."""
    most = max(4, int(room / size))
    for word in words:
        if text_width(word, size, bold=bold) <= room:
            yield word
        else:
            yield from (word[at : at + most] for at in range(0, len(word), most))
