"""One page on a place: where it stands, what lifts and holds it, how its people fare."""

from __future__ import annotations

from functools import partial

import polars as pl

from leftbehind.analysis.compare import Comparison
from leftbehind.analysis.here import outcomes_here
from leftbehind.analysis.neighbourhoods import Neighbourhoods
from leftbehind.analysis.since import Since
from leftbehind.data.shelf import Shelf
from leftbehind.questions import WHOLE
from leftbehind.results import Results
from leftbehind.show.charts import rank_strip, waterfall_chart
from leftbehind.show.compared import Rows, benchmark_of
from leftbehind.show.findings import group_heading, group_noun
from leftbehind.show.messages import say
from leftbehind.show.numbers import figure as shown
from leftbehind.show.numbers import percent, plain
from leftbehind.show.place import Place, place
from leftbehind.show.report import kinds
from leftbehind.show.report import since as changed
from leftbehind.show.report.blocks import Block, Heading, Note, Paragraph, Report, Table
from leftbehind.show.report.parts import drawn, quickly, table
from leftbehind.show.tables import rule_above


def place_report(
    results: Results,
    code: str,
    comparison: Comparison | None = None,
    since: Since | None = None,
    shelf: Shelf | None = None,
    found: Neighbourhoods | None = None,
) -> Report:
    """A report on one place.

    Args:
        results: Results of a study.
        code: The place (see `find_places`).
        comparison: How the groups fare, if it is known already.
        since: The study beside an earlier one; none: nothing is said of what changed.
        shelf: Where lookups come from, if the areas of the two are unlike.
        found: Kinds of neighbourhood and who lies next to whom; none: nothing is said of them.

    Returns:
        The report.

    Raises:
        LeftBehindError: If there is no such area, or what changed or the kinds are told of another
            list.

    Example:
        >>> import leftbehind
        >>> results = leftbehind.run("invented-country")
        >>> place_report(results, "X05000002").title
        'Cinderhaven Central'
    """
    from leftbehind.show.report.national import report_of

    one = place(results, code)
    if since:
        changed.refuse_others(since, results)
    if found:
        kinds.refuse_others(found, results)
    with quickly():
        blocks = _blocks(results, one, comparison)
        blocks += kinds.of_place(found, code) if found else []
        blocks += changed.of_place(since, code, shelf) if since else []
    larger = [str(value) for key, value in one.row.items() if key.endswith("_name") and value]
    subtitle = say("place-subtitle", larger=", ".join([code, *larger]))
    return report_of(results, str(one.row["name"] or code), subtitle, blocks, since, found)


def _blocks(results: Results, one: Place, comparison: Comparison | None) -> list[Block]:
    code = str(one.row["area"])
    blocks: list[Block] = [
        Heading(say("place-standing"), 2, "standing"),
        *(Paragraph(sentence) for sentence in one.sentences),
        Note("note", rule_above(results)),
        Note("caution", say("report-caution")),
    ]
    if any(one.row[f"{name}_rank"] is not None for name in results.indices):
        caption = say("place-strip-caption")
        blocks.append(drawn(partial(rank_strip, results, code), caption, parts_table(results, one)))
    for name, title in results.indices.items():
        known = one.parts.filter(pl.col("index") == name)["contribution"].null_count() == 0
        if results.manifest["index"][name]["adds_up"] and known:
            caption = say("place-waterfall-caption", index=title)
            blocks.append(drawn(partial(waterfall_chart, results, code, name), caption))
    if comparison is not None:
        blocks += [
            Heading(say("place-outcomes"), 2, "outcomes"),
            table(
                here_rows(results, results.areas["area"] == code, comparison),
                say("place-outcomes-caption", whole=results.manifest["whole"],
                    other=group_noun(results, benchmark_of(results, comparison))),
                notes=[say("place-outcomes-note")],
            ),
        ]  # fmt: skip
    if one.beside.height:
        blocks.append(Heading(say("place-neighbours"), 2, "neighbours"))
        blocks.append(table(areas_rows(results, one.beside), say("place-neighbours-caption")))
    return blocks


def parts_table(results: Results, one: Place) -> Table:
    """The indices and domains of a place, as a table."""
    headings = (say("domain-heading"), say("rank-on", index=results.manifest["whole"]),
                say("of-heading"), say("contribution-heading"), say("average-heading"))  # fmt: skip
    rows = [
        (row["title"], *(_cell(row[key], 0) for key in ("rank", "of")), "", "")
        for row in one.indices.iter_rows(named=True)
    ]
    rows += [
        (
            row["title"],
            *(_cell(row[key], 0) for key in ("rank", "of")),
            *(_cell(row[key], 1) for key in ("contribution", "above_average")),
        )
        for row in one.parts.iter_rows(named=True)
    ]
    whole = Rows(headings, tuple(rows), (False, True, True, True, True))
    return table(whole, say("place-strip-caption"))


def here_rows(results: Results, inside: pl.Series, comparison: Comparison, by: str = "") -> Rows:
    """The figures of a place beside those of the list, its benchmark and the whole."""
    flags = inside.fill_null(value=False).to_numpy()
    here = outcomes_here(results, flags, by)
    groups = list(dict.fromkeys([results.list_of, benchmark_of(results, comparison), WHOLE]))
    level = percent(comparison.comparing.level, 0)
    headings = [say("outcome-heading"), say("place-here"), say("place-interval", level=level)]
    headings += [group_heading(results, group) for group in groups]
    rates = {(row["outcome"], row["group"]): row["rate"]
             for row in comparison.rates.iter_rows(named=True)}  # fmt: skip
    rows = []
    for row in here.iter_rows(named=True):
        about = comparison.outcomes.get(row["outcome"])
        if about is None:
            continue
        unit = "%" if about.shown_unit == "%" else ""
        span = "–"
        if row["low"] is not None:
            span = f"{plain(row['low'], about.digits)} to {plain(row['high'], about.digits)}"
        others = [rates.get((row["outcome"], group)) for group in groups]
        cells = ["–" if value is None else shown(value, about.digits, unit)
                 for value in (row["rate"], *others)]  # fmt: skip
        title = about.title
        if unit == "" and about.shown_unit:
            title = f"{title} ({about.shown_unit})"
        rows.append((title, cells[0], span, *cells[1:]))
    return Rows(tuple(headings), tuple(rows), (False, *(True,) * (len(headings) - 1)))


def areas_rows(results: Results, areas: pl.DataFrame) -> Rows:
    """Areas with their group, ranks and margin."""
    names = list(results.indices.items())
    headings = [say("code-heading"), say("name-heading"), say("group-heading")]
    headings += [*(say("rank-on", index=title) for _, title in names), say("margin-heading")]
    rows = []
    for row in areas.iter_rows(named=True):
        group = group_heading(results, row["group"]) if row["group"] else "–"
        ranks = [_cell(row[f"{name}_rank"], 0) for name, _ in names]
        rows.append((row["area"], row["name"] or "–", group, *ranks, _cell(row["margin"], 0)))
    right = (False, False, False, *(True,) * (len(names) + 1))
    return Rows(tuple(headings), tuple(rows), right)


def _cell(value: float | None, digits: int) -> str:
    return "–" if value is None else plain(value, digits)
