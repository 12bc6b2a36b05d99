"""Draw the picture of the rule: `.venv/bin/python docs/picture.py`.

Everything in it is simulated: the map of the invented country beside its wards by their
two ranks. Only the package itself is used, and the same code gives the same bytes.
"""

from __future__ import annotations

import math
import struct
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import polars as pl

import leftbehind

PICTURE = Path(__file__).parent / "_static" / "rule.svg"

INK, MUTED, PAPER, SEA = "#1f1d1a", "#6b665e", "#fbfaf7", "#eef1f3"
COLOURS = {
    "left-behind": "#3e2b62",  # plum: rose and blue multiplied
    "other-deprived": "#c9577f",  # rose
    "high-need-only": "#4f7fc4",  # blue
    "the-rest": "#e7e3da",  # stone
    "unknown": "#fbfaf7",  # paper: no score, so no group
}

DOT = "#bdb6a8"
"""Stone, dark enough for a dot."""

WIDTH, HEIGHT = 960, 590
MAP = (24, 92, 470, 440)
"""Where the map is: left, top, width, height."""
PLOT = (562, 128, 346, 346)
"""Where the ranks are plotted, likewise."""

Point = tuple[float, float]
Edge = tuple[Point, Point]


def corners(polygon: bytes) -> list[Point]:
    """The outer ring of a polygon in well-known binary, its first point repeated."""
    order, kind, _, points = struct.unpack_from("<BIII", polygon)
    if (order, kind) != (1, 3):
        raise ValueError("only little-endian polygons are drawn")
    return [(x, y) for x, y in struct.iter_unpack("<dd", polygon[13 : 13 + 16 * points])]


def outlines(shapes: list[tuple[str, bytes]]) -> dict[str, list[list[Point]]]:
    """The outer edges of each kind of area, joined to rings; edges inside a kind cancel."""
    edges: dict[str, Counter[Edge]] = defaultdict(Counter)
    for kind, polygon in shapes:
        ring = corners(polygon)
        edges[kind].update(pairwise(ring))
    rings: dict[str, list[list[Point]]] = {}
    for kind, counted in edges.items():
        follow: dict[Point, list[Point]] = defaultdict(list)
        for a, b in counted:
            if (b, a) not in counted:
                follow[a].append(b)
        rings[kind] = []
        for start in list(follow):
            while follow[start]:
                ring = [start]
                while not ring[1:] or ring[-1] != start:
                    ring.append(follow[ring[-1]].pop())
                rings[kind].append(ring[:-1])
    return rings


def path(rings: list[list[Point]], place: dict[Point, tuple[int, int]]) -> str:
    """Rings as the data of an SVG path, in tenths of a pixel, each point from the one before."""
    parts = []
    for ring in rings:
        x, y = place[ring[0]]
        text = f"M{x} {y}l"
        for point in ring[1:]:
            nx, ny = place[point]
            text += f"{nx - x} {ny - y} "
            x, y = nx, ny
        parts.append(text.rstrip().replace(" -", "-") + "z")
    return "".join(parts)


def projected(points: set[Point]) -> dict[Point, tuple[int, int]]:
    """Degrees to tenths of a pixel in the frame of the map, north up."""
    middle = sum(y for _, y in points) / len(points)
    flat = {point: (point[0] * math.cos(math.radians(middle)), -point[1]) for point in points}
    xs, ys = [x for x, _ in flat.values()], [y for _, y in flat.values()]
    left, top, width, height = MAP
    scale = min(width / (max(xs) - min(xs)), height / (max(ys) - min(ys)))
    left += (width - scale * (max(xs) - min(xs))) / 2
    west, north = left - min(xs) * scale, top - min(ys) * scale
    return {
        point: (round(10 * (west + x * scale)), round(10 * (north + y * scale)))
        for point, (x, y) in flat.items()
    }


def draw_map(wards: pl.DataFrame) -> str:
    """The map: groups in colour, regions as fine lines."""
    country = leftbehind.country()
    small = country.table("simulated_areas20").join(
        wards.select(pl.col("area").alias("ward20"), "group"), on="ward20", maintain_order="left"
    )
    small = small.join(country.table("simulated_boundaries_small20"), on="small20")
    groups = outlines(list(small.select(pl.col("group"), "geometry").iter_rows()))
    regions = outlines(list(small.select("region20", "geometry").iter_rows()))
    every = [ring for rings in (*groups.values(), *regions.values()) for ring in rings]
    place = projected({point for ring in every for point in ring})
    shapes = [
        f'<path d="{path(groups[name], place)}" fill="{fill}"/>'
        for name, fill in COLOURS.items()
        if name in groups
    ]
    hatched = f'<path d="{path(groups["high-need-only"], place)}" fill="url(#hatch)"/>'
    lines = "".join(path(rings, place) for rings in regions.values())
    frontier = f'<path d="{lines}" fill="none" stroke="{INK}" stroke-width="7"/>'
    return f'<g transform="scale(.1)">{"".join(shapes)}{hatched}{frontier}</g>'


def draw_ranks(wards: pl.DataFrame, cuts: dict[str, int]) -> str:
    """The wards by their two ranks: further right more deprived, further up higher need."""
    left, top, width, height = PLOT
    number = wards.height
    right, at_x = left + width, left + width * (1 - cuts["deprivation"] / number)
    at_y = top + height * cuts["need"] / number
    parts = [
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#f4f1ea"/>',
        f'<rect x="{at_x:.1f}" y="{at_y:.1f}" width="{right - at_x:.1f}" '
        f'height="{top + height - at_y:.1f}" fill="{COLOURS["other-deprived"]}" opacity=".16"/>',
        f'<rect x="{left}" y="{top}" width="{at_x - left:.1f}" height="{at_y - top:.1f}" '
        f'fill="{COLOURS["high-need-only"]}" opacity=".16"/>',
        f'<rect x="{at_x:.1f}" y="{top}" width="{right - at_x:.1f}" height="{at_y - top:.1f}" '
        f'fill="{COLOURS["left-behind"]}" opacity=".22"/>',
        f'<path d="M{at_x:.1f} {top}v{height}M{left} {at_y:.1f}h{width}" stroke="{INK}" '
        f'stroke-width=".8" fill="none"/>',
    ]
    for name, colour in reversed(COLOURS.items()):
        inside = wards.filter(group=name).drop_nulls(["deprivation_rank", "need_rank"])
        step = (width / number, height / number)
        dots = "".join(
            f"M{right - step[0] * (x - 0.5):.1f} {top + step[1] * (y - 0.5):.1f}h0"
            for x, y in inside.select("deprivation_rank", "need_rank").iter_rows()
        )
        shade = DOT if name == "the-rest" else colour
        parts.append(
            f'<path d="{dots}" stroke="{shade}" stroke-width="3.6" stroke-linecap="round"/>'
        )
    return "".join(parts)


def text(x: float, y: float, words: str, *, anchor: str = "start", extra: str = "") -> str:
    """A line of text."""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" {extra}>{words}</text>'


def main() -> None:
    """Run the study of the invented country and draw what it found."""
    results = leftbehind.run("invented-country")
    wards = results.areas.with_columns(pl.col("group").fill_null("unknown"))
    cuts = {
        row["index"]: row["rank"]
        for row in results["cuts"].filter(group=results.list_of).iter_rows(named=True)
    }
    inside = results.on_list().height
    left, top, width, height = PLOT
    right, bottom = left + width, top + height
    bold, muted, small = 'font-weight="bold"', f'fill="{MUTED}"', 'font-size="13"'
    said = (
        f"A map of an invented country of {wards.height:,} wards, and the same wards by their two "
        f"ranks. {inside} wards are among the 10% most deprived and among the 10% with highest "
        "need: the plum corner where the two cross."
    )
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{said}" font-size="14" fill="{INK}" '
        "font-family=\"'Atkinson Hyperlegible','DejaVu Sans',Verdana,sans-serif\">",
        f"<title>{said}</title>",
        '<defs><pattern id="hatch" width="34" height="34" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0v34" stroke="{PAPER}" stroke-width="10"/>'
        "</pattern></defs>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        f'<rect x="12" y="80" width="494" height="464" rx="6" fill="{SEA}"/>',
        text(24, 36, f"{inside} of {wards.height:,} wards: highly deprived and of high need",
             extra=f'font-size="21" {bold}'),
        text(24, 61, "Simulated figures of an invented country. The plum corner of the ranks is "
             "the plum of the map.", extra=muted),
        draw_map(wards),
        draw_ranks(wards, cuts),
        text(right, top - 26, f"Both: {inside} wards, “left behind”", anchor="end",
             extra=f'{bold} fill="{COLOURS["left-behind"]}"'),
        f'<path d="M{right - 8} {top - 20}v16" stroke="{COLOURS["left-behind"]}"/>',
        text(left, top - 8, "High need, not highly deprived", extra='fill="#315f9f"'),
        f'<g transform="translate({right + 18} {bottom}) rotate(-90)">'
        + text(0, 0, "Other highly deprived", extra='fill="#a83a62"') + "</g>",
        text(left, bottom + 22, "least deprived", extra=muted),
        text(right, bottom + 22, "most deprived", anchor="end", extra=muted),
        f'<g transform="translate({left - 10} {bottom}) rotate(-90)">'
        + text(0, 0, "lowest need", extra=muted)
        + text(height, 0, "highest need", anchor="end", extra=muted) + "</g>",
        text(left, bottom + 50, "Each dot is a ward, at its ranks on two indices.", extra=small),
        text(left, bottom + 68, f"The lines are at a tenth: rank {cuts['need']} of "
             f"{wards.height:,}.", extra=small),
        text(24, 572, "White: wards without a score on one of the two.", extra=small),
        "</svg>\n",
    ]  # fmt: skip
    PICTURE.write_text("\n".join(svg), "utf-8")
    print(f"{PICTURE.name}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
