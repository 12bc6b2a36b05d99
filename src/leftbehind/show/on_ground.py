"""Two lists on common ground, in sentences, tables and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leftbehind.analysis.common_ground import CELLS, CommonGround, Part
from leftbehind.analysis.laid import Laid
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain
from leftbehind.show.summary import print_notice
from leftbehind.show.tables import text_table

if TYPE_CHECKING:
    from rich.console import Console

    from leftbehind.show.look import Mode
    from leftbehind.show.picture import Picture

NAMES = {"both": "both", "only first": "only-first", "only second": "only-second",
         "neither": "neither", "unknown": "unknown-cell"}  # fmt: skip
"""Cells, as the names of messages have them."""


def print_common_ground(console: Console, found: CommonGround) -> None:
    """Print two lists on common ground.

    Args:
        console: Where to.
        found: The lists.
    """
    print_notice(console, found.laid.lists[0])
    console.print(heading(found), style="bold", markup=False)
    for line in sentences(found):
        console.print(line, markup=False)
    for rows in (cell_rows(found), larger_rows(found)):
        if rows.rows:
            console.print(text_table(rows.headings, rows.rows, rows.right))
    console.print(say("ground-comparable"), markup=False)
    for line in grades(found):
        console.print(line, markup=False)


def heading(found: CommonGround) -> str:
    """What stands above the comparison."""
    first, second = found.laid.titles
    return say("ground-title", first=first, second=second)


def sentences(found: CommonGround) -> list[str]:
    """How the lists were carried, and how many people live in areas of both."""
    laid = found.laid
    lines = carried_in_words(laid)
    for at, title in enumerate(laid.titles):
        share, people = found.share(at), plain(found.on(at), 0)
        lines.append(
            say("ground-no-share", list=title)
            if share is None
            else say("ground-share", list=title, people=people, share=percent(share))
        )
    if found.people["unknown"] >= 1:
        lines.append(say("ground-unknown", people=plain(found.people["unknown"], 0)))
    return lines


def carried_in_words(laid: Laid) -> list[str]:
    """On what ground the lists are, by which lookups, and what that kept."""
    plurals = {str(one.manifest["study"]["areas"]): str(one.manifest["area_plural"])
               for one in laid.lists}  # fmt: skip
    lines = [say("ground-by-people", ground=plurals.get(laid.ground, laid.ground))]
    for geography, account in laid.accounts.items():
        if account.people is not None and account.people.all:
            lines.append(
                say(
                    "ground-carried",
                    from_=plurals[geography],
                    ground=plurals.get(laid.ground, laid.ground),
                    tables=", ".join(name or say("way-no-table") for name in laid.ways[geography]),
                    approximate=percent(account.people.approximate / account.people.all),
                    lost=plain(account.people.lost, 0),
                )
            )
    for title, number in zip(laid.titles, laid.unreached, strict=True):
        if number:
            lines.append(say("ground-unreached", list=title, number=number, text=plain(number, 0)))
    return lines


def cell_rows(found: CommonGround) -> Rows:
    """People on both lists, on one of them, on neither, and where it is unknown."""
    everyone = sum(found.people.values())
    told = [
        (
            say(f"ground-{NAMES[cell]}"),
            plain(people, 0),
            percent(people / everyone if everyone else None, 2),
            plain(found.areas.filter(found.areas[cell] > 0).height, 0),
        )
        for cell, people in found.people.items()
    ]
    headings = ("ground-cell", "people-heading", "share-heading", "ground-areas")
    return Rows(tuple(map(say, headings)), tuple(told), (False, True, True, True))


def larger_rows(found: CommonGround) -> Rows:
    """The same by larger area; nothing where the ground has no breakdown."""
    if not found.by:
        return Rows((), (), ())
    cells = (*CELLS, "unknown")
    laid = found.laid
    under = next(one for one in laid.lists if one.manifest["study"]["areas"] == laid.ground)
    title = str(under.manifest["by"].get(found.by, found.by))
    told = [
        (str(row[f"{found.by}_name"] or row[found.by] or "–"), *(plain(row[c], 0) for c in cells))
        for row in found.by_larger.iter_rows(named=True)
    ]
    headings = (title[:1].upper() + title[1:], *(say(f"ground-{NAMES[cell]}") for cell in cells))
    return Rows(headings, tuple(told), (False, *(True for _ in cells)))


def grades(found: CommonGround) -> Iterator[str]:
    """What of the two studies may be compared, and how far."""
    yield say("ground-rule", same="yes" if found.rule else "no")
    plurals = {str(one.manifest["study"]["areas"]): str(one.manifest["area_plural"])
               for one in found.laid.lists}  # fmt: skip
    for part in found.parts:
        yield say("update-grade", grade=part.grade.replace(" ", "-"), index=_called(part))
        for title, geography in zip(part.titles, part.inherited, strict=True):
            if geography:
                yield say("ground-inherited", part=title, from_=plurals[geography])


def _called(part: Part) -> str:
    first, second = part.titles
    return first if first == second else say("and", first=first, second=second)


def ground_picture(found: CommonGround, *, mode: Mode = "light", width: int = 640) -> Picture:
    """People of the two lists as bands: who is on both, who left, who joined.

    Args:
        found: The lists on common ground.
        mode: Light or dark.
        width: Pixels.
    """
    from leftbehind.show.charts.lists import lists_body, lists_source
    from leftbehind.show.charts.page import page
    from leftbehind.show.charts.terms import people_in_words
    from leftbehind.show.charts.theme import Sheet

    sheet = Sheet(mode, width)
    both, left, joined = (
        people_in_words(found.people[cell]) for cell in ("both", "only first", "only second")
    )
    return page(
        "common-ground",
        lists_body(sheet, found.laid),
        sheet,
        title=say("ground-finding", both=both, left=left, joined=joined),
        subtitle=say("ground-subtitle"),
        alt_text=" ".join((heading(found), *sentences(found))),
        source=lists_source(found.laid),
        notes=(say("ground-without-neither", people=people_in_words(found.people["neither"])),),
    )
