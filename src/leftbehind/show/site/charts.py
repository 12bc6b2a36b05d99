"""The charts of the whole country that the page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from leftbehind.analysis.compare import compare
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.charts import breakdown_chart, gap_chart, rule_chart
from leftbehind.show.compared import benchmark_of
from leftbehind.show.findings import interval_note, subject_and_other
from leftbehind.show.picture import Picture

WIDTH = 640


def charts_of(results: Results) -> Iterator[Picture]:
    """The rule, where the list lies, and how it compares; those that the study allows.

    Args:
        results: Results of a study.
    """
    draw: list[Callable[[], Picture]] = [partial(rule_chart, results, width=WIDTH)]
    by = results.manifest["study"].get("outline") or next(iter(results.manifest["by"]), "")
    if by:
        draw.append(partial(breakdown_chart, results, by, width=WIDTH))
    draw.append(partial(_gaps, results))
    for one in draw:
        try:
            yield one()
        except LeftBehindError:
            continue  # an empty list, or nothing to compare on: the page says so elsewhere


def _gaps(results: Results) -> Picture:
    found = compare(results)
    other = benchmark_of(results, found)
    named = subject_and_other(results, other)
    return gap_chart(found.gaps, found.outcomes, named, results=results, benchmark=other,
                     width=WIDTH, notes=[interval_note(results, found)])  # fmt: skip
