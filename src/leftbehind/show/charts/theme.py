"""One theme for every chart: the look's colours, type and spacing as Vega-Lite settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leftbehind.errors import LeftBehindError
from leftbehind.show.look import Mode, look, theme

PADDING = 16
"""Paper around a chart, in pixels: two units of the look."""

WIDTH = 640
"""Pixels of a chart that is a column of A4 wide."""

NARROWEST, WIDEST = 280, 2_000

NARROW = 480
"""Below this many pixels labels stand above what they name, as on a phone."""

TITLE, TEXT, SMALL = 18, 13, 11.5
"""Sizes of type in pixels: a finding, a label, a source."""

LINE = 16
"""Pixels from one line of text to the next."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a chart is drawn on.

    Attributes:
        mode: Light or dark.
        width: Pixels, the paper around it included.

    Raises:
        LeftBehindError: If it is too narrow to be read, or wider than any page.
    """

    mode: Mode = "light"
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not NARROWEST <= self.width <= WIDEST:
            raise LeftBehindError(
                f"a picture cannot be {self.width:,} pixels wide",
                mend=f"ask for {NARROWEST} to {WIDEST:,}",
            )

    @property
    def inner(self) -> int:
        """Pixels between the paper on both sides."""
        return self.width - 2 * PADDING

    @property
    def narrow(self) -> bool:
        """Whether labels stand above what they name."""
        return self.width < NARROW

    def colour(self, role: str) -> str:
        """The colour of a role of the look, such as "ink" or "both"."""
        return theme(self.mode).colour[role]

    def mark(self, role: str) -> str:
        """The colour of a mark on paper: as `colour`, but what recedes can still be seen.

        Stone is meant for faces of maps; thin bars and dots of it would vanish.
        """
        return self.colour("edge" if role == "neither" else role)

    def text_on(self, role: str) -> str:
        """Ink or paper, whichever can be read on a colour.

        Example:
            >>> Sheet().text_on("both") == Sheet().colour("paper")
            True
        """
        face = luminance(self.colour(role))
        ink, paper = self.colour("ink"), self.colour("paper")
        return max(ink, paper, key=lambda colour: _contrast(luminance(colour), face))

    def config(self) -> dict[str, Any]:
        """The theme, as the `config` of a Vega-Lite specification."""
        ink, muted, line = self.colour("ink"), self.colour("muted"), self.colour("line")
        return {
            "font": look().font["sans"],
            "background": self.colour("paper"),
            "padding": PADDING,
            "aria": False,
            "view": {"stroke": None},
            "concat": {"spacing": 0},
            "text": {"fontSize": TEXT, "color": ink, "baseline": "middle", "align": "left"},
            "title": {
                "anchor": "start",
                "color": ink,
                "fontSize": TITLE,
                "fontWeight": "bold",
                "lineHeight": round(TITLE * 1.25),
                "subtitleColor": muted,
                "subtitleFontSize": TEXT,
                "subtitleLineHeight": round(TEXT * 1.35),
                "subtitlePadding": 6,
                "offset": 14,
            },
            "axis": {
                "domain": False,
                "grid": False,
                "ticks": False,
                "title": None,
                "labelColor": muted,
                "labelFontSize": SMALL,
                "labelPadding": 4,
                "gridColor": line,
                "tickColor": line,
            },
        }


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 to 1 (WCAG 2.2).

    Example:
        >>> luminance("#ffffff")
        1.0
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
