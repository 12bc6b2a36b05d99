"""What made a list what it is: each cause puts areas on it or takes them off."""

from __future__ import annotations

from leftbehind.analysis.update import WHENS, Updated
from leftbehind.show.charts.page import page
from leftbehind.show.charts.terms import areas_of, capital, source_of
from leftbehind.show.charts.text import one_line
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.charts.waterfall import Step, steps_drawn
from leftbehind.show.look import Mode
from leftbehind.show.messages import NONE, listed, say
from leftbehind.show.numbers import plain, signed
from leftbehind.show.picture import Picture
from leftbehind.show.update import cause, counts, moves


def causes_chart(
    found: Updated, *, mode: Mode = "light", width: int = 640, title: str = ""
) -> Picture:
    """A waterfall from the areas on the list before to those on the list after.

    Args:
        found: Two studies beside each other.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Example:
        >>> from leftbehind.analysis.update import update
        >>> from leftbehind.study_file import read_study
        >>> wider = read_study("invented-country", ["group.left-behind.worst.need=12%"])
        >>> causes_chart(update("invented-country", wider)).name
        'causes'
    """
    sheet, number, areas = Sheet(mode, width), counts(found), areas_of(found.after)
    steps = _steps(found)
    ends = {when: plain(number[when], 0) for when in WHENS}
    told = {"areas": areas, "number": number["after"], **ends}
    said = [say("chart-row", group=step.label, figure=step.figure) for step in steps[1:-1]]
    return page(
        "causes",
        steps_drawn(sheet, steps, lines=2),
        sheet,
        title=title or say("chart-causes-finding", most=_most(found), **told),
        subtitle=say("chart-causes-subtitle", areas=capital(areas)),
        alt_text=listed(say("chart-causes-alt", **told), said),
        source=sources_of_both(found),
    )


def sources_of_both(found: Updated) -> str:
    """Where the figures of both studies came from, and of when."""
    return say("chart-update-sources", before=source_of(found.before), after=source_of(found.after))


def _steps(found: Updated) -> list[Step]:
    """The list before, what each cause does, the list after."""
    number = counts(found)
    at = float(number["before"])
    steps = [Step(say("chart-causes-before"), 0.0, at, plain(at, 0), "both", whole=True)]
    digits, entries, exits = moves(found)
    for part, enter, leave in zip(found.parts, entries, exits, strict=True):
        named = capital(one_line(cause(found, part.cause)))
        kinds = [
            ("in" if enter > 0 else "kept-out", enter),
            ("out" if leave > 0 else "kept", -leave),
        ]
        for kind, adds in [one for one in kinds if one[1]] or [("none", 0.0)]:
            label = say("chart-causes-row", cause=named, kind=kind)
            role = "worse" if adds > 0 else "better" if adds < 0 else "edge"
            steps.append(Step(label, at, at + adds, signed(adds, digits), role, whole=False))
            at += adds
    end = number["after"]
    return [*steps, Step(say("chart-causes-after"), 0.0, end, plain(end, 0), "both", whole=True)]


def _most(found: Updated) -> str:
    """The cause that moves most, if one moves more than the others."""
    moved = [abs(part.entries) + abs(part.exits) for part in found.parts]
    largest = max(moved)
    if not largest or moved.count(largest) > 1:
        return NONE
    return one_line(cause(found, found.parts[moved.index(largest)].cause))
