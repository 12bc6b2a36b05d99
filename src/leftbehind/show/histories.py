"""Lists and deciles through the editions, in sentences, tables and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from leftbehind.analysis.history import History
from leftbehind.analysis.laid import ON, UNKNOWN
from leftbehind.analysis.transitions import Transitions
from leftbehind.show.compared import Rows
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.on_ground import carried_in_words
from leftbehind.show.summary import print_notice
from leftbehind.show.tables import text_table
from leftbehind.show.words import ordinal

if TYPE_CHECKING:
    from rich.console import Console

    from leftbehind.show.look import Mode
    from leftbehind.show.picture import Picture

FULL = 0.9995
"""A share from which on it is shown as all."""


def print_history(console: Console, found: History) -> None:
    """Print on which lists people's places have been."""
    print_notice(console, found.laid.lists[0])
    console.print(say("history-title"), style="bold", markup=False)
    for line in sentences(found):
        console.print(line, markup=False)
    rows = pattern_rows(found)
    console.print(text_table(rows.headings, rows.rows, rows.right))


def sentences(found: History) -> list[str]:
    """How the lists were laid on one ground, and how many people were on how many."""
    laid = found.laid
    lines = carried_in_words(laid)
    number = len(laid.lists)
    lines.append(
        say("history-people", every=plain(found.people(number, number), 0),
            some=plain(found.people(1, number - 1), 0), never=plain(found.people(0, 0), 0))
    )  # fmt: skip
    if found.unknown >= 1:
        lines.append(say("history-unknown", people=plain(found.unknown, 0)))
    return lines


def pattern_rows(found: History) -> Rows:
    """One row for each way to have been on the lists."""
    told = []
    for row in found.patterns.filter(pl.col("people") >= 1).iter_rows(named=True):
        signs = [
            say(
                "history-on"
                if sign == ON
                else "history-unsaid"
                if sign == UNKNOWN
                else "history-off"
            )
            for sign in row["pattern"]
        ]
        told.append((*signs, plain(row["people"], 0), plain(row["areas"], 0)))
    titles = found.laid.titles
    headings = (*titles, say("people-heading"), say("ground-areas"))
    return Rows(headings, tuple(told), (*(False for _ in titles), True, True))


def lists_picture(found: History, *, mode: Mode = "light", width: int = 640) -> Picture:
    """People as bands from list to list: who stays, joins and leaves at each.

    Args:
        found: Lists of several editions on one ground.
        mode: Light or dark.
        width: Pixels.
    """
    from leftbehind.show.charts.lists import lists_body, lists_source
    from leftbehind.show.charts.page import page
    from leftbehind.show.charts.terms import people_in_words
    from leftbehind.show.charts.theme import Sheet

    sheet, number = Sheet(mode, width), len(found.laid.lists)
    every, some, never = (
        people_in_words(found.people(*lists))
        for lists in ((number, number), (1, number - 1), (0, 0))
    )
    return page(
        "lists",
        lists_body(sheet, found.laid),
        sheet,
        title=say("history-finding", every=every, some=some),
        subtitle=say("ground-subtitle"),
        alt_text=" ".join((say("history-title"), *sentences(found))),
        source=lists_source(found.laid),
        notes=(say("history-without-never", people=never),),
    )


def place_sentences(rows: pl.DataFrame) -> list[str]:
    """On which lists one place has been, a sentence for each.

    Args:
        rows: As `place_history` gives them.
    """
    told = []
    for row in rows.iter_rows(named=True):
        kind = (
            "on" if row["on"] > FULL
            else "unsaid" if row["unknown"] > FULL
            else "off" if row["off"] > FULL
            else "part"
        )  # fmt: skip
        said = say("history-place", list=row["title"], kind=kind, share=percent(row["on"]))
        if kind == "part" and row["unknown"] >= 1 - FULL:
            said = f"{said} {say('history-part-unsaid', share=percent(row['unknown']))}"
        told.append(said)
    return told


def print_transitions(
    console: Console, found: Transitions, overlap: tuple[float, float] | None, plural: str
) -> None:
    """Print how areas moved between the deciles of the editions.

    Args:
        console: Where to.
        found: The deciles.
        overlap: What stayed in the first decile as published, of all areas and of unchanged.
        plural: What the areas of the ground are called.
    """
    console.print(f"\n{say('deciles-title')}", style="bold", markup=False)
    for line in transition_sentences(found, plural):
        console.print(line, markup=False)
    for at in range(1, len(found.editions)):
        rows = transition_rows(found, at - 1, at)
        names = {"first": found.editions[at - 1].title, "second": found.editions[at].title}
        console.print(f"\n{say('deciles-heading', **names)}", markup=False)
        console.print(text_table(rows.headings, rows.rows, rows.right))
    if overlap:
        every, unchanged = (percent(share, 2) for share in overlap)
        console.print(say("deciles-as-published", all=every, unchanged=unchanged), markup=False)


def transition_sentences(found: Transitions, plural: str) -> list[str]:
    """How the deciles were made, how many areas were exact, and how many stayed in the first."""
    lines = [say("deciles-made-anew", areas=plain(found.deciles.height, 0), plural=plural)]
    for edition in found.editions:
        if edition.account is not None:
            kept = edition.account.areas
            lines.append(
                say("deciles-carried", edition=edition.title, exact=plain(kept.exact, 0),
                    approximate=plain(kept.approximate, 0), lost=plain(kept.lost, 0))
            )  # fmt: skip
    for at in range(1, len(found.editions)):
        every, exact = found.stayed(at - 1, at), found.stayed(at - 1, at, exact=True)
        if every is not None and exact is not None:
            lines.append(
                say("deciles-stayed", first=found.editions[at - 1].title,
                    second=found.editions[at].title, share=percent(every), exact=percent(exact))
            )  # fmt: skip
    return lines


def transition_rows(found: Transitions, first: int, second: int) -> Rows:
    """Areas by decile of one edition (rows) and of the next (columns)."""
    counted = {(a, b): n for a, b, n, _ in found.table(first, second).iter_rows()}
    told = [
        (ordinal(a), *(plain(counted.get((a, b), 0), 0) for b in range(1, 11)))
        for a in range(1, 11)
    ]
    headings = (say("deciles-from-to"), *(ordinal(b) for b in range(1, 11)))
    return Rows(headings, tuple(told), (False, *(True for _ in range(10))))


def decile_picture(
    found: Transitions, sources: Sequence[str], *, mode: Mode = "light", width: int = 640
) -> Picture:
    """Areas flowing between deciles, those of the first decile standing out.

    Args:
        found: The deciles.
        sources: What the tables of the editions are called.
        mode: Light or dark.
        width: Pixels.
    """
    from leftbehind.show.charts.bands import Band, Piece, bands_body
    from leftbehind.show.charts.page import page
    from leftbehind.show.charts.theme import Sheet

    sheet = Sheet(mode, width)
    number = len(found.editions)
    titles = [edition.title for edition in found.editions]
    columns = [
        [
            Piece(ordinal(decile), found.deciles.filter(pl.col(f"decile {at}") == decile).height,
                  "deprived" if decile == 1 else "neither")
            for decile in range(1, 11)
        ]
        for at in range(number)
    ]  # fmt: skip
    bands = [
        Band(at - 1, a - 1, b - 1, areas, "deprived" if a == 1 else "neither", strong=a == 1)
        for at in range(1, number)
        for a, b, areas, _ in found.table(at - 1, at).iter_rows()
    ]
    last = found.stayed(number - 2, number - 1)
    finding = say("deciles-finding", first=titles[-2], second=titles[-1], share=percent(last))
    return page(
        "deciles",
        bands_body(sheet, titles, columns, bands),
        sheet,
        title=finding,
        subtitle=say("deciles-subtitle"),
        alt_text=finding,
        source=listed(say("chart-sources"), sources),
        notes=(say("relative"),),
    )
