"""The colours that the map of the explorer has on the screen."""

from __future__ import annotations

from typing import Any

from browser._visit import Visitor

EXACT = 3
"""How far a colour on the screen may be from the token, of 255."""


COLOURS = """canvas => {
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const flat = copy.getContext('2d');
    flat.drawImage(canvas, 0, 0);
    const { data } = flat.getImageData(0, 0, copy.width, copy.height);
    const found = {};
    for (let at = 0; at < data.length; at += 4) {
        const colour = data.slice(at, at + 3).join();
        found[colour] = (found[colour] ?? 0) + 1;
    }
    const at = 4 * (copy.width * (copy.height >> 1) + (copy.width >> 1));
    return { middle: [...data.slice(at, at + 3)], found };
}"""
"""Which colours the map has, how many points of each, and the one in its middle."""


def colours_of(visit: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visit.page.locator(".maplibregl-canvas").evaluate(COLOURS)
    return found


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def wait_for_colour(visit: Visitor, wanted: str) -> None:
    """The map paints in its own time; its middle must come to the colour that is wanted."""
    for _ in range(40):
        found = colours_of(visit)["middle"]
        if all(abs(one - two) <= EXACT for one, two in zip(found, rgb(wanted), strict=True)):
            return
        visit.page.wait_for_timeout(100)
    raise AssertionError(f"{found} is not {rgb(wanted)}")
