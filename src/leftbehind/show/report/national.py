"""The report of a study: the deck's walk, with live figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from leftbehind.analysis.claims import check_claims
from leftbehind.analysis.compare import compare
from leftbehind.analysis.matched import compare_matched
from leftbehind.analysis.neighbourhoods import Neighbourhoods
from leftbehind.analysis.since import Since, ends_of
from leftbehind.analysis.spatial import Spatial
from leftbehind.analysis.update import Updated
from leftbehind.data.catalogue import Table
from leftbehind.data.shelf import Shelf
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.messages import LANGUAGE, say
from leftbehind.show.report import comparing, kinds, opening
from leftbehind.show.report import since as changed
from leftbehind.show.report.blocks import (
    Block,
    BulletList,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    Report,
)
from leftbehind.show.report.opening import Maps
from leftbehind.show.report.parts import quickly, sources_of


def national_report(
    results: Results,
    shelf: Shelf | None = None,
    tell: Callable[[str], None] = lambda _: None,
    since: Since | None = None,
    found: Neighbourhoods | None = None,
) -> Report:
    """Everything there is to say of a study, as one report.

    Args:
        results: Results of the study.
        shelf: Where polygons come from.
        tell: Called with the reason why there is no map, if there is none.
        since: The study beside an earlier one; none: the report has no chapter on what changed.
        found: Kinds of neighbourhood and who lies next to whom; none: no chapters on them.

    Returns:
        The report, to be set by `to_html` or `to_pdf`.

    Raises:
        LeftBehindError: If what changed, or the kinds, are told of another list.

    Example:
        >>> import leftbehind
        >>> report = national_report(leftbehind.run("invented-country"))
        >>> report.title
        '“Left behind” wards of an invented country'
    """
    if since:
        changed.refuse_others(since, results)
    if found:
        kinds.refuse_others(found, results)
    with quickly():
        return _national(results, shelf, tell, since, found)


def _national(
    results: Results,
    shelf: Shelf | None,
    tell: Callable[[str], None],
    since: Since | None,
    found: Neighbourhoods | None,
) -> Report:
    study = results.manifest["study"]
    has_outcomes = bool(results.manifest.get("outcomes"))
    matching = has_outcomes and bool(study.get("design"))
    lie = kinds.lying(found, shelf) if found else ""
    # Maps are made of polygons and comparisons of counts: each on a core of its own.
    with ThreadPoolExecutor(1) as beside:
        drawing = beside.submit(maps_of, results, shelf, tell, since, found, lie)
        comparison = compare(results) if has_outcomes else None
        checked = check_claims(results)
        matched = compare_matched(results) if matching else None
        maps = drawing.result()
    leads = [
        *([changed.in_short(since)] if since else []),
        *([kinds.in_short(found, lie)] if found else []),
    ]
    blocks: list[Block] = [
        *opening.summary(results, comparison, checked, leads),
        PageBreak(),
        Contents(),
        PageBreak(),
        *opening.why(results),
        *opening.indices(results),
        *opening.rule(results),
        *opening.where(results, maps),
        *opening.regions(results),
    ]
    if comparison is not None:
        blocks += comparing.outcomes(results, comparison)
    if matched is not None:
        blocks += comparing.matched(results, matched)
    blocks += [
        *comparing.claims(results, checked),
        *comparing.not_seen(results),
        *comparing.margins(results),
        *(kinds.chapters(found, lie, maps.neighbourhoods) if found else []),
        *(changed.chapter(since, maps.moves) if since else []),
        *_method(results),
    ]
    tables = kinds.programme_tables(lie, shelf)
    return report_of(results, study["title"], say("report-subtitle"), blocks, since, found, tables)


def report_of(
    results: Results,
    title: str,
    subtitle: str,
    blocks: list[Block],
    since: Since | None = None,
    found: Neighbourhoods | None = None,
    beside: Sequence[Table] = (),
) -> Report:
    """Blocks as a report, with what stands on every page of the study and its sources."""
    from leftbehind import __version__

    of = (results, *(ends_of(since)[:1] if since else ()), *(found.of if found else ()))
    return Report(
        title,
        subtitle,
        results.manifest["study"].get("stamp", ""),
        LANGUAGE,
        say("report-author", version=__version__),
        sources_of(*of, beside=beside),
        tuple(blocks),
    )


def maps_of(
    results: Results,
    shelf: Shelf | None,
    tell: Callable[[str], None],
    since: Since | None = None,
    found: Neighbourhoods | None = None,
    lie: Spatial | str = "",
) -> Maps:
    """The maps of the report; where there are no polygons the reason is told."""
    from leftbehind.show.ground import as_hexagons, ground
    from leftbehind.show.maps import bivariate_map, group_map
    from leftbehind.show.update_map import update_map

    try:
        land = ground(results, shelf)
    except LeftBehindError as error:
        tell(str(error))
        return Maps(why_not=say("map-not-here"))
    hexagonal = as_hexagons(results, land)
    both = bivariate_map(results, hexagonal) if len(results.indices) > 1 else None
    moves = (
        tuple(update_map(since, on) for on in (land, hexagonal))
        if isinstance(since, Updated)
        else ()
    )
    own = kinds.maps_of(found, lie, (land, hexagonal)) if found else ()
    return Maps(group_map(results, land), group_map(results, hexagonal), both, moves, tuple(own))


def _method(results: Results) -> list[Block]:
    """The method in short: how each index starts, what was filled in, what a rank is not."""
    notes = [results.manifest["study"].get("notes", "")]
    items = [
        say(
            "report-method-index", index=index["title"], text=str(index["recipe"].get("source", ""))
        )
        for index in results.manifest["index"].values()
    ]
    text = [Paragraph(note) for note in [*notes, say("relative")] if note]
    return [Heading(say("report-method"), 2, "method"), *text, BulletList(tuple(items))]
