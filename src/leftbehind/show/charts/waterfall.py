"""Why one place has its score: from the average area to the place, part by part."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import polars as pl

from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results
from leftbehind.show.charts.page import Spec, chart, colours, layered, page, pixels
from leftbehind.show.charts.rows import HEAD, Rows, rows_of
from leftbehind.show.charts.scale import Span
from leftbehind.show.charts.terms import (
    among,
    areas_of,
    both,
    index_title,
    ranked,
    source_of,
)
from leftbehind.show.charts.text import one_line, text_width
from leftbehind.show.charts.theme import TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import NONE, listed, say
from leftbehind.show.numbers import plain, signed
from leftbehind.show.picture import Picture
from leftbehind.show.place import place as place_of

LITTLE = 0.05
"""Points of a score that are shown as nothing."""


def waterfall_chart(
    results: Results,
    code: str,
    index: str,
    *,
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
) -> Picture:
    """What lifts a place's score over the average area's, and what holds it below.

    Args:
        results: Results of a study.
        code: The place.
        index: The index, such as "deprivation".
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Raises:
        LeftBehindError: If there is no such index, or the score of the place is unknown or
            is no sum of parts.

    Example:
        >>> import leftbehind
        >>> results = leftbehind.run("invented-country")
        >>> waterfall_chart(results, results.on_list()["area"][0], "need").name[:15]
        'waterfall-need-'
    """
    sheet = Sheet(mode, width)
    if index not in results.indices:
        raise LeftBehindError(
            f"the study has no index {index}", mend=nearest(index, results.indices)
        )
    place = place_of(results, code)
    name = one_line(place.row["name"] or code)
    parts = place.parts.filter(pl.col("index") == index).drop_nulls("above_average")
    score, rank = place.row[f"{index}_score"], place.row[f"{index}_rank"]
    if score is None or rank is None:
        raise LeftBehindError(
            f"{name} has no score on {index}, so there is nothing to take apart", where=code
        )
    if parts.is_empty():
        raise LeftBehindError(
            f"a score on {index} is no sum of parts, so it cannot be taken apart",
            mend="draw the chart ranks instead",
        )
    # The rows must add up to the score by themselves: so the average is that of the same areas
    # and the same parts, and what is between them and the score is nothing but rounding.
    parts = parts.sort("above_average", "part", descending=[True, False])
    average = score - float(parts["above_average"].sum())
    areas, titled = areas_of(results), index_title(results, index)
    steps = _steps(parts, average, score, name, say("chart-waterfall-average", areas=areas))
    standing = ranked(results, index, rank, results.areas[f"{index}_rank"].count())
    cut = _cut(results, index)
    said = [say("chart-row", group=step.label, figure=step.figure) for step in steps[1:-1]]
    head = say("chart-waterfall-alt", place=name, score=plain(score), index=titled,
               average=plain(average))  # fmt: skip
    notes = []
    if cut:
        inside = among(results, index, cut[1])
        notes.append(say("chart-cut-note", among=inside, score=plain(cut[0])))
    return page(
        f"waterfall-{index}-{code}",
        steps_drawn(sheet, steps, cut[0] if cut else None),
        sheet,
        title=title or _finding(parts, name, standing),
        subtitle=say("chart-waterfall-subtitle", index=titled, areas=areas),
        alt_text=" ".join([listed(head, said, ", "), *notes]),
        source=source_of(results, [index]),
        notes=notes,
    )


def _cut(results: Results, index: str) -> tuple[float, str] | None:
    """The score at which the rule cuts an index, and what was asked."""
    cuts = results["cuts"].filter(pl.col("index") == index, pl.col("score").is_not_null())
    own = cuts.filter(pl.col("group") == results.list_of)
    return next(pl.concat([own, cuts]).select("score", "asked").iter_rows(), None)


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a waterfall.

    Attributes:
        label: What it is called.
        start: Where it begins.
        end: Where it ends, and the next begins.
        figure: What it adds, or what it is, as text.
        role: Its colour.
        whole: Whether it is a whole, which begins at zero.
    """

    label: str
    start: float
    end: float
    figure: str
    role: str
    whole: bool


def _steps(parts: pl.DataFrame, average: float, score: float, name: str, first: str) -> list[Step]:
    """The rows: the average, what each part adds, the place."""
    steps = [Step(first, 0.0, average, plain(average), "neither", whole=True)]
    at = average
    for title, adds in parts.select("title", "above_average").iter_rows():
        role = "worse" if adds > 0 else "better"
        steps.append(Step(one_line(title), at, at + adds, signed(adds), role, whole=False))
        at += adds
    return [*steps, Step(name, 0.0, score, plain(score), "both", whole=True)]


def steps_drawn(
    sheet: Sheet, steps: list[Step], cut: float | None = None, *, lines: int = 1
) -> Spec:
    """Rows that begin where the one above them ends.

    Args:
        sheet: What they are drawn on.
        steps: The rows.
        cut: A figure that is marked by a line.
        lines: Lines that a label may take.
    """
    wide = max(text_width(step.figure, TEXT, bold=True) for step in steps)
    place = rows_of(
        sheet, [step.label for step in steps], figures=wide, top=HEAD if cut is not None else 0,
        bold=True, lines=lines,
    )  # fmt: skip
    ends = [value for step in steps for value in (step.start, step.end)]
    low, high = min(ends), max([*ends, cut if cut is not None else 0.0])
    span = Span(low, high if high > low else low + 1, place.left + 1, place.right - 1)
    values = [
        {
            "part": step.label,
            "from": round(step.start, 3),
            "to": round(step.end, 3),
            "colour": sheet.mark(step.role),
            "y": place.mark(n),
        }
        for n, step in enumerate(steps)
    ]
    bars = (
        chart(values, place.room, place.height)
        .mark_bar(size=place.bar)
        .encode(
            x=alt.X("from:Q", scale=span.scale(), axis=None),
            x2=alt.X2("to:Q"),
            y=pixels("y", alt.Y),
            color=colours(),
        )
    )
    whole = [step.whole for step in steps]
    layers: list[alt.Chart] = [bars] if place.stacked else [*_links(place, span, steps), bars]
    if cut is not None:
        layers += place.line_down(span.at(cut), say("chart-cut", score=plain(cut)), dashed=True)
    figures = place.figures([step.figure for step in steps], x=place.room, bold=whole)
    return layered(*layers, *place.texts(whole), *figures)


def _links(place: Rows, span: Span, steps: list[Step]) -> list[alt.Chart]:
    """Thin lines from where one row ends to where the next begins."""
    half = place.bar / 2
    values = [
        {"at": round(step.end, 3), "y": place.mark(n) + half, "y2": place.mark(n + 1) - half}
        for n, step in enumerate(steps[:-1])
    ]
    return [
        chart(values, place.room, place.height)
        .mark_rule(color=place.sheet.colour("edge"), strokeWidth=1)
        .encode(
            x=alt.X("at:Q", scale=span.scale(), axis=None), y=pixels("y", alt.Y), y2=alt.Y2("y2:Q")
        )
    ]


def _finding(parts: pl.DataFrame, name: str, standing: str) -> str:
    up = parts.filter(pl.col("above_average") > LITTLE)["title"].head(2).to_list()
    down = parts.filter(pl.col("above_average") < -LITTLE)["title"].to_list()[-1:]
    return say(
        "chart-waterfall-finding",
        place=name,
        rank=standing,
        up=both([one_line(part) for part in up]) if up else NONE,
        down=one_line(down[0]) if down else NONE,
    )
