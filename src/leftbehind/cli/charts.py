"""The command that draws charts."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    Before,
    Changes,
    Quiet,
    What,
    hush,
    results_of,
    save_picture,
    since_of,
)
from leftbehind.cli.maps import Picture, Shade, Theme, Width
from leftbehind.errors import LeftBehindError, nearest, some

if TYPE_CHECKING:
    from leftbehind.analysis.since import Since
    from leftbehind.results import Results
    from leftbehind.show import picture
    from leftbehind.show.look import Mode


class Chart(StrEnum):
    """What can be drawn."""

    rule = "rule"
    quadrant = "quadrant"
    strips = "strips"
    breakdown = "breakdown"
    weights = "weights"
    waterfall = "waterfall"
    ranks = "ranks"
    margins = "margins"
    comparison = "comparison"
    gaps = "gaps"
    balance = "balance"
    causes = "causes"
    flow = "flow"
    ground = "common-ground"


SAYS = {
    Chart.rule: "The rule as a picture: how many areas and people are in each group.",
    Chart.quadrant: "Every area by its scores on two indices, and where the cuts are.",
    Chart.strips: "How an index is spread in each group (--of need, --of deprivation.crime).",
    Chart.breakdown: "Which larger areas the list lies in (--of region17).",
    Chart.weights: "What an index is made of (--of need).",
    Chart.waterfall: "What lifts a place's score and what holds it back (--place, --of need).",
    Chart.ranks: "Where a place stands among all on each index and domain (--place).",
    Chart.margins: "The last on the list and the nearest outside it.",
    Chart.comparison: "The groups side by side on outcomes (--of health, or one outcome).",
    Chart.gaps: "How far the list is from another group on each outcome (--of all).",
    Chart.balance: "How alike matched areas are, before and after (--of same-district).",
    Chart.causes: "What each cause did to the list since another study (--since).",
    Chart.flow: "From where to where areas went since another study (--since).",
    Chart.ground: "People on the list and on that of a study of other areas (--since).",
}

TAKE_OF = (
    Chart.strips,
    Chart.breakdown,
    Chart.weights,
    Chart.waterfall,
    Chart.comparison,
    Chart.gaps,
    Chart.balance,
)
TAKE_PLACE = (Chart.waterfall, Chart.ranks)
TAKE_SINCE = (Chart.causes, Chart.flow, Chart.ground)


def draw_chart(
    name: Annotated[
        Chart | None, typer.Argument(help="The chart. None: say which there are.")
    ] = None,
    what: What = "",
    of: Annotated[
        str,
        typer.Option("--of", help="What of: an index, a breakdown, an outcome, a group, a design."),
    ] = "",
    place: Annotated[str, typer.Option("--place", help="A code, a name, or a part of one.")] = "",
    since: Before = "",
    theme: Theme = Shade.light,
    width: Width = 640,
    out: Picture = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Draw a chart as SVG, PNG or Vega-Lite; without a name, say which there are."""
    hush(quiet)
    if name is None:
        for one, says in SAYS.items():
            print(f"{one:13} {says}")
        return
    if of and name not in TAKE_OF:
        raise typer.BadParameter(f"the chart {name} takes no --of")
    for option, given, takers in (("--place", place, TAKE_PLACE), ("--since", since, TAKE_SINCE)):
        if bool(given) != (name in takers):
            verb = "takes no" if given else "needs a"
            raise typer.BadParameter(f"the chart {name} {verb} {option}")
    from leftbehind.show.picture import check_ending

    if out:
        check_ending(out)
    mode: Mode = "dark" if theme is Shade.dark else "light"
    if since:
        found, _ = since_of(what, changes, since)
        drawn = _of_two(name, found, mode, width)
    else:
        drawn = _drawn(name, results_of(what or None, changes), of, place, mode, width)
    save_picture(drawn, out)


def _of_two(name: Chart, found: Since, mode: Mode, width: int) -> picture.Picture:
    """A chart of two studies."""
    from leftbehind.analysis.since import moves_of, people_of
    from leftbehind.show.charts import causes_chart, flow_chart
    from leftbehind.show.on_ground import ground_picture

    if name is Chart.ground:
        return ground_picture(people_of(found), mode=mode, width=width)
    draw = causes_chart if name is Chart.causes else flow_chart
    return draw(moves_of(found), mode=mode, width=width)


def _drawn(
    name: Chart, results: Results, of: str, place: str, mode: Mode, width: int
) -> picture.Picture:
    from leftbehind.show import charts

    index = of or next(iter(results.indices))
    match name:
        case Chart.rule:
            return charts.rule_chart(results, mode=mode, width=width)
        case Chart.quadrant:
            return charts.quadrant_chart(results, mode=mode, width=width)
        case Chart.strips:
            return charts.strips_chart(results, index, mode=mode, width=width)
        case Chart.breakdown:
            by = of or _first_breakdown(results)
            return charts.breakdown_chart(results, by, mode=mode, width=width)
        case Chart.weights:
            return _weights(results, index, mode, width)
        case Chart.waterfall:
            code = _one_place(results, place)
            return charts.waterfall_chart(results, code, index, mode=mode, width=width)
        case Chart.ranks:
            return charts.rank_strip(results, _one_place(results, place), mode=mode, width=width)
        case Chart.margins:
            return charts.margins_chart(results, mode=mode, width=width)
        case Chart.comparison:
            return _comparison(results, of, mode, width)
        case Chart.gaps:
            return _gaps(results, of, mode, width)
        case _:  # balance: the rest is of two studies
            return _balance(results, of, mode, width)


def _comparison(results: Results, of: str, mode: Mode, width: int) -> picture.Picture:
    from leftbehind.analysis.compare import compare
    from leftbehind.running.outcomes import measured
    from leftbehind.show.charts import comparison_chart
    from leftbehind.show.findings import interval_note

    known = measured(results.manifest)
    of_theme = [name for name, about in known.items() if about.theme == of]
    found = compare(results, outcomes=of_theme or ([of] if of else []))
    notes = [interval_note(results, found)]
    return comparison_chart(found.rates, found.outcomes, results=results, mode=mode, width=width,
                            notes=notes)  # fmt: skip


def _gaps(results: Results, of: str, mode: Mode, width: int) -> picture.Picture:
    from leftbehind.analysis.compare import compare
    from leftbehind.show.charts import gap_chart
    from leftbehind.show.compared import benchmark_of
    from leftbehind.show.findings import interval_note, subject_and_other

    found = compare(results, against=[of] if of else [])
    other = of or benchmark_of(results, found)
    named = subject_and_other(results, other)
    return gap_chart(found.gaps, found.outcomes, named, results=results, benchmark=other,
                     mode=mode, width=width, notes=[interval_note(results, found)])  # fmt: skip


def _balance(results: Results, of: str, mode: Mode, width: int) -> picture.Picture:
    from leftbehind.analysis.matched import compare_matched
    from leftbehind.show.charts import balance_chart
    from leftbehind.show.charts.terms import source_of

    found = compare_matched(results)
    designs = dict(found.findings.select("design", "title").unique(maintain_order=True).rows())
    if of and of not in designs:
        raise LeftBehindError(f"the study has no design {of}", mend=nearest(of, designs))
    design = of or next(iter(designs))
    balance = found.balance.filter(design=design)
    balance = balance.filter(outcome=balance["outcome"][0])
    return balance_chart(balance, source=source_of(results, list(results.indices)), mode=mode,
                         width=width, notes=[designs[design]])  # fmt: skip


def _weights(results: Results, index: str, mode: Mode, width: int) -> picture.Picture:
    from leftbehind.index.spec import Recipe
    from leftbehind.show.charts import weights_chart
    from leftbehind.show.charts.terms import index_role, stamp_of

    if index not in results.indices:
        raise LeftBehindError(
            f"the study has no index {index}", mend=nearest(index, results.indices)
        )
    about = results.manifest["index"][index]
    return weights_chart(
        Recipe.model_validate(about["recipe"]),
        role=index_role(results, index),
        used=about["weights"],
        stamp=stamp_of(results),
        mode=mode,
        width=width,
    )


def _first_breakdown(results: Results) -> str:
    """The breakdown that maps outline, or the first."""
    outline = str(results.manifest["study"].get("outline", ""))
    named = [table.removeprefix("by_") for table in results.tables if table.startswith("by_")]
    if not named:
        raise LeftBehindError(
            "the study has no breakdown", mend="declare one: [by] GEOGRAPHY = LOOKUP"
        )
    return outline if outline in named else named[0]


def _one_place(results: Results, wanted: str) -> str:
    from leftbehind.show.place import find_places

    found = find_places(results, wanted)
    if len(found) > 1:
        raise LeftBehindError(f"{len(found)} places fit {wanted!r}: {some(found)}",
                              mend="give the code")  # fmt: skip
    return found[0]
