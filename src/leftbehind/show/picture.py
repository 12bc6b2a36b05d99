"""A chart or a map: one specification, drawn as SVG or PNG, with words for who cannot see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from leftbehind.errors import LeftBehindError


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as data.

    Attributes:
        name: Stem of its file name.
        spec: Vega-Lite specification, with its figures inside.
        alt: What it shows, in words.
        source: Sources, dates and licences, as they stand under it.
    """

    name: str
    spec: dict[str, Any]
    alt: str
    source: str

    def json(self) -> bytes:
        """The specification, for anyone to draw again."""
        return (json.dumps(self.spec, ensure_ascii=False, indent=1) + "\n").encode()

    def svg(self) -> str:
        """The picture as SVG, its text as text."""
        return str(_renderer().vegalite_to_svg(self.spec))

    def png(self, scale: float = 2.0) -> bytes:
        """The picture as PNG.

        Args:
            scale: Pixels for each pixel of the specification.
        """
        return bytes(_renderer().vegalite_to_png(self.spec, scale=scale))

    def as_file(self, file: Path) -> bytes:
        """The bytes of a file, of the kind that its ending says.

        Raises:
            LeftBehindError: If it is none of .svg, .png and .json.
        """
        match check_ending(file):
            case ".svg":
                return self.svg().encode()
            case ".png":
                return self.png()
            case _:
                return self.json()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"image/svg+xml": self.svg(), "text/plain": self.alt}


ENDINGS = (".svg", ".png", ".json")
"""What pictures are written as."""


def check_ending(file: Path) -> str:
    """The ending of a picture's file, in small letters.

    Raises:
        LeftBehindError: If pictures are not written so.
    """
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise LeftBehindError(
            f"pictures are not written as {file.suffix or 'a file without an ending'}",
            where=str(file),
            mend="name a file that ends in .svg, .png or .json",
        )
    return ending


@cache
def _renderer() -> Any:
    import fontpkg_atkinson_hyperlegible
    import vl_convert

    fonts = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"
    vl_convert.register_font_directory(str(fonts))
    return vl_convert
