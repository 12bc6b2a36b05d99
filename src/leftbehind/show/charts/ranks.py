"""Where one place stands among all, on each index and each of its parts."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import polars as pl

from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, chart, colours, layered, page, pixels
from leftbehind.show.charts.rows import rows_of
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import areas_of, index_role, ranked, source_of
from leftbehind.show.charts.text import one_line, text_width
from leftbehind.show.charts.theme import TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.picture import Picture
from leftbehind.show.place import place as place_of


def rank_strip(
    results: Results, code: str, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """Where a place stands on each index and domain, from first to last.

    Args:
        results: Results of a study.
        code: The place.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Raises:
        LeftBehindError: If the place has no rank at all.

    Example:
        >>> import leftbehind
        >>> results = leftbehind.run("invented-country")
        >>> rank_strip(results, results.on_list()["area"][0]).name[:6]
        'ranks-'
    """
    sheet = Sheet(mode, width)
    place = place_of(results, code)
    name = one_line(place.row["name"] or code)
    rows = _rows(results, place.indices, place.parts)
    if all(row.rank is None for row in rows):
        raise LeftBehindError(f"{name} has no rank on any index", where=code)
    said = [say("chart-group-number", group=row.label, text=row.words) for row in rows]
    heads = [row.words for row in rows if row.bold and row.rank is not None]
    return page(
        f"ranks-{code}",
        _body(sheet, rows),
        sheet,
        title=title or say("chart-ranks-finding", place=name, ranks=", ".join(heads)),
        subtitle=say("chart-ranks-subtitle", areas=areas_of(results)),
        alt_text=listed(f"{name}.", said),
        source=source_of(results),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One index or part: what it is called, the rank, of how many, and where the rule cuts."""

    label: str
    rank: int | None
    of: int
    words: str
    role: str
    cut: int | None
    bold: bool


def _rows(results: Results, indices: pl.DataFrame, parts: pl.DataFrame) -> list[_Row]:
    found = []
    for one in indices.iter_rows(named=True):
        index, role = one["index"], index_role(results, one["index"])
        found.append(_row(results, index, one, role, cut=one["cut"], bold=True))
        found += [
            _row(results, index, part, role, cut=None, bold=False)
            for part in parts.filter(pl.col("index") == index).iter_rows(named=True)
        ]
    return found


def _row(
    results: Results, index: str, row: dict[str, object], role: str, *, cut: int | None, bold: bool
) -> _Row:
    rank = row["rank"] if isinstance(row["rank"], int) else None
    of = row["of"] if isinstance(row["of"], int) else 0
    words = say("chart-no-rank") if rank is None else ranked(results, index, rank, of)
    return _Row(one_line(str(row["title"])), rank, of, words, role, cut, bold)


def _body(sheet: Sheet, rows: list[_Row]) -> Spec:
    wide = max(text_width(row.words, TEXT, bold=row.bold) for row in rows)
    place = rows_of(
        sheet, [row.label for row in rows], figures=wide, step=28, widest=0.36, bold=True,
        apart=True,
    )  # fmt: skip
    start, end = place.left + 7, place.right - 7
    lines = [{"x": start, "x2": end, "y": place.mark(n)} for n, _ in enumerate(rows)]
    dots, ticks = [], []
    for n, row in enumerate(rows):
        span = Span(1, max(row.of, row.rank or 1, row.cut or 1, 2), start, end)
        if row.rank is not None:
            dots.append(
                {
                    "part": row.label,
                    "rank": row.rank,
                    "of": row.of,
                    "x": round(span.at(row.rank), 1),
                    "y": place.mark(n),
                    "colour": sheet.mark(row.role),
                    "size": 130 if row.bold else 70,
                }
            )
        if row.cut is not None:
            ticks.append({"cut": row.cut, "x": round(span.at(row.cut), 1),
                          "y": place.mark(n) - 8, "y2": place.mark(n) + 8})  # fmt: skip
    size = (place.room, place.height)
    across = {"x": pixels("x", alt.X), "y": pixels("y", alt.Y)}
    layers = [
        chart(lines, *size)
        .mark_rule(color=sheet.colour("edge"), strokeWidth=1)
        .encode(**across, x2=alt.X2("x2:Q")),
        chart(ticks, *size)
        .mark_rule(color=sheet.colour("ink"), strokeWidth=1.5)
        .encode(**across, y2=alt.Y2("y2:Q")),
        chart(dots, *size)
        .mark_circle(opacity=1)
        .encode(**across, color=colours(), size=alt.Size("size:Q", scale=None)),
        *place.texts([row.bold for row in rows]),
    ]
    x, align = (0, "left") if place.stacked else (place.room, "right")
    for bold in (False, True):
        said = [{"text": row.words, "y": place.figure(n)}
                for n, row in enumerate(rows) if row.bold == bold]  # fmt: skip
        if said:
            layers.append(place.text(said, "text", x=x, align=align, bold=bold))
    return layered(*layers)
