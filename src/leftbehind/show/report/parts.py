"""What the chapters share: pictures as figures, rows as tables, sources in a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from leftbehind.data import catalogue
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.show.charts.theme import WIDTH
from leftbehind.show.compared import Rows
from leftbehind.show.corrections import errors_in_words
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.picture import Picture
from leftbehind.show.report.blocks import Column, Figure, Table, Value


@contextmanager
def quickly() -> Iterator[None]:
    """Charts made without checking each against its schema: tests have done that."""
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        yield


PHONE = 320
"""Pixels of a chart as it is drawn for a phone."""


def figure(picture: Picture, caption: str) -> Figure:
    """A map as a figure of the report; its sources stand inside the picture."""
    return Figure(picture.svg(), caption, picture.alt)


def drawn(draw: Callable[..., Picture], caption: str, data: Table | None = None) -> Figure:
    """A chart as a figure of the report, drawn for a page and for a phone.

    Args:
        draw: The chart; all it still needs is `width`.
        caption: What it shows.
        data: The table behind it.
    """
    picture = draw(width=WIDTH)
    return Figure(picture.svg(), caption, picture.alt, data=data, narrow=draw(width=PHONE).svg())


def table(
    rows: Rows,
    caption: str,
    *,
    source: str = "",
    notes: Sequence[str] = (),
    totals: int = 0,
    folded: bool = False,
) -> Table:
    """Rows of text as a table of the report, closed on a page if it is folded."""
    columns = tuple(
        Column(heading, align="right" if right else "left")
        for heading, right in zip(rows.headings, rows.right, strict=True)
    )
    cells: tuple[tuple[Value, ...], ...] = tuple(tuple(row) for row in rows.rows)
    return Table(columns, cells, caption, source, tuple(notes), totals=totals, folded=folded)


def refuse_another(of: Results, results: Results, what: str, mend: str) -> None:
    """Refuse what was found of another list than the one of the report.

    Args:
        of: Results that something was found of.
        results: Those of the study that the report is on.
        what: What is wrong if the lists differ.
        mend: How to mend it.

    Raises:
        LeftBehindError: If they do.
    """
    listed = [one.on_list()["area"].sort() for one in (of, results)]
    if not listed[0].equals(listed[1]):
        names = " and ".join(str(one.manifest["study"]["name"]) for one in (of, results))
        raise LeftBehindError(what, where=names, mend=mend)


def sources_of(*of: Results, beside: Iterable[catalogue.Table] = ()) -> tuple[str, ...]:
    """Every table that something was made from, their known errors, and licence notices.

    Args:
        of: Results.
        beside: Tables that are shown and that no results were made from, such as polygons.
    """
    more = [(one, catalogue.licence_of(one.licence)) for one in beside]
    named = [
        (read["title"], read["publisher"], read["date"])
        for results in of
        for read in results.manifest["tables"].values()
    ]
    named += [(one.title, one.publisher, one.date) for one, _ in more]
    errors = [error for results in of for error in errors_in_words(results)]
    notices = [(one["licence"], one["notice"])
               for results in of for one in results.manifest["licences"]]  # fmt: skip
    notices += [(licence.name, licence.notice) for _, licence in more]
    told = [
        *(say("report-table-source", title=title, publisher=publisher or "–", date=date or "–")
          for title, publisher, date in named),
        *errors,
        *(say("report-licence", licence=licence, notice=notice)
          for licence, notice in notices if notice),
    ]  # fmt: skip
    return tuple(dict.fromkeys(told))


def names_in_words(names: Sequence[str], most: int = 3) -> str:
    """The first few names, joined as in speech, and how many more there are."""
    shown = list(names[:most])
    more = len(names) - len(shown)
    if more > 0:
        return say("names-more", names=", ".join(shown), text=plain(more, 0))
    if len(shown) < 2:
        return "".join(shown)
    return say("and", first=", ".join(shown[:-1]), second=shown[-1])


def paragraphs(text: str) -> list[str]:
    """Text parted by empty lines."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
