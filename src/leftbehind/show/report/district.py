"""A report for each larger area: its places on the list, close to it, and how its people fare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from leftbehind.analysis.compare import Comparison, compare
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.results import Results, read_results, write_whole
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.report.blocks import (
    Block,
    Heading,
    Note,
    Number,
    Numbers,
    Paragraph,
    Report,
)
from leftbehind.show.report.html import to_html
from leftbehind.show.report.parts import table
from leftbehind.show.report.pdf import to_pdf
from leftbehind.show.report.place import areas_rows, here_rows
from leftbehind.show.tables import finest_breakdown, rule_above

MOST = 80
"""Areas of one district that are listed: those nearest to the line and inside it."""


def district_report(
    results: Results, code: str, comparison: Comparison | None = None, *, by: str = ""
) -> Report:
    """A report on one larger area.

    Args:
        results: Results of a study.
        code: The larger area.
        comparison: How the groups fare, if it is known already.
        by: The breakdown it belongs to; none: the finest.

    Raises:
        LeftBehindError: If there is no such area, with the nearest code.
    """
    from leftbehind.show.report.national import report_of

    breakdown = by or districts_of(results)
    inside = (results.areas[breakdown] == code).fill_null(value=False)
    own = results.areas.filter(inside)
    if own.is_empty():
        known = results.areas[breakdown].drop_nulls().unique().sort()
        raise LeftBehindError(
            f"there is no larger area {code} in {breakdown}", mend=nearest(code, known)
        )
    column = f"{breakdown}_name" if f"{breakdown}_name" in own.columns else breakdown
    name = str(own[column][0] or code)
    listed = int(own[f"in_{results.list_of}"].sum())
    near = int(own["near_miss"].sum())
    people = float(own["people"].sum() or 0)
    on_list = float(own.filter(f"in_{results.list_of}")["people"].sum() or 0)
    every = plain(own.height, 0)
    count = say("district-count", listed=listed, text=plain(listed, 0), all=every)
    blocks: list[Block] = [
        Heading(say("place-standing"), 2, "standing"),
        Numbers(
            (
                Number(listed, say("summary-areas-label", number=listed, all=every), role="both"),
                Number(near, say("summary-near-label", number=near), role="neither"),
            )
        ),
        Paragraph(f"{count} {say('district-near', near=near, text=plain(near, 0))}"),
    ]
    if listed and people:
        share = percent(on_list / people)
        blocks.append(Paragraph(say("district-people", people=plain(on_list, 0), share=share)))
    ordered = own.sort("margin", "area", descending=[True, False], nulls_last=True).head(MOST)
    blocks += [
        Note("note", rule_above(results)),
        Note("caution", say("report-caution")),
        table(areas_rows(results, ordered), say("district-areas-caption")),
    ]
    if comparison is not None:
        blocks += [
            Heading(say("district-of-whole"), 2, "outcomes"),
            table(_beside(results, inside, name, comparison, breakdown),
                  say("district-outcomes-caption"), notes=[say("place-outcomes-note")]),
        ]  # fmt: skip
    return report_of(results, name, say("district-subtitle", name=name), blocks)


def _beside(
    results: Results, inside: pl.Series, name: str, comparison: Comparison, by: str
) -> Rows:
    rows = here_rows(results, inside, comparison, by)
    return Rows((rows.headings[0], name, *rows.headings[2:]), rows.rows, rows.right)


def districts_of(results: Results) -> str:
    """The breakdown into the smallest larger areas.

    Raises:
        LeftBehindError: If the study has no breakdown.
    """
    finest = finest_breakdown(results).removesuffix("_name")
    if not finest:
        raise LeftBehindError(
            "the study has no larger areas to report on", mend="declare them under [by]"
        )
    return finest


def file_of(code: str, name: str) -> str:
    """A safe file name for a larger area: its code and what of its name any system can write.

    Example:
        >>> file_of("E06000001", "Hartlepool / ../x")
        'E06000001-hartlepool-x'
    """
    plain_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain_name.lower())
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", code)
    return "-".join([safe, *words])[:80]


def write_districts(
    results: Results, source: Path, folder: Path, *, workers: int = 2
) -> Iterator[str]:
    """Write a report, as HTML and PDF, for each larger area.

    Args:
        results: Results of a study.
        source: The folder that they are written in: each worker reads it for itself.
        folder: An existing folder for the reports.
        workers: Processes at work.

    Yields:
        The name of each larger area once its reports are written.
    """
    by = districts_of(results)
    column = f"{by}_name" if f"{by}_name" in results.areas.columns else by
    pairs = results.areas.select(by, column if column != by else pl.col(by).alias("_name"))
    rows = [row for row in pairs.unique(maintain_order=True).sort(by).rows() if row[0] is not None]
    jobs = [(str(code), str(name or code)) for code, name in rows]
    # A fork would copy locks that Polars' threads hold, and wait on them for ever.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(workers, fresh, initializer=_begin, initargs=(source,)) as pool:
        yield from pool.map(_write, [(code, name, folder) for code, name in jobs], chunksize=4)


_HERE: dict[str, object] = {}
"""What a worker has read: the results and how the groups fare."""


def _begin(source: Path) -> None:
    results = read_results(source)
    _HERE["results"] = results
    _HERE["comparison"] = compare(results) if results.manifest.get("outcomes") else None


def _write(job: tuple[str, str, Path]) -> str:
    code, name, folder = job
    results, comparison = _HERE["results"], _HERE["comparison"]
    report = district_report(results, code, comparison)  # type: ignore[arg-type]
    stem = file_of(code, name)
    write_whole(folder / f"{stem}.html", to_html(report).encode())
    write_whole(folder / f"{stem}.pdf", to_pdf(report))
    return name
