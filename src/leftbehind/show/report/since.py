"""What changed since another study: a chapter of a report, or what of it is about one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from leftbehind.analysis.common_ground import CommonGround
from leftbehind.analysis.history import place_history
from leftbehind.analysis.since import Since, ends_of
from leftbehind.analysis.update import WHENS, Updated
from leftbehind.data.shelf import Shelf
from leftbehind.results import Results
from leftbehind.show import on_ground
from leftbehind.show import update as shown
from leftbehind.show.charts import causes_chart, flow_chart
from leftbehind.show.charts.terms import areas_of, larger_of
from leftbehind.show.compared import Rows
from leftbehind.show.corrections import errors_in_words
from leftbehind.show.histories import place_sentences
from leftbehind.show.messages import say
from leftbehind.show.numbers import figure as figure_of
from leftbehind.show.numbers import percent, plain
from leftbehind.show.picture import Picture
from leftbehind.show.report.blocks import (
    Block,
    BulletList,
    Heading,
    Note,
    Number,
    Numbers,
    Paragraph,
    Span,
)
from leftbehind.show.report.parts import drawn, figure, refuse_another, table
from leftbehind.show.tables import cell

ANCHOR = "since"
"""The anchor of the chapter."""

MOST, LONG = 150, 40
"""Areas that are shown of those that enter, and of those that leave; from where on a table of them
is closed on a page until somebody opens it."""


def refuse_others(found: Since, results: Results) -> None:
    """Refuse what changed in the list of another study than the report is on.

    Args:
        found: Two studies beside each other.
        results: Results of the study that the report is on.

    Raises:
        LeftBehindError: If the later of the two has another list.
    """
    refuse_another(
        ends_of(found)[1],
        results,
        "what changed is told of another list than the one of the report",
        "set the study of the report beside the earlier one",
    )


def in_short(found: Since) -> Paragraph:
    """What changed, in a sentence for the first page, and a link to the chapter.

    Args:
        found: Two studies beside each other.
    """
    if isinstance(found, Updated):
        sentence = shown.in_areas(found)
    else:
        sentence = say("since-short", first=percent(found.share(0)), second=percent(found.share(1)),
                       before=_titles(found)[0])  # fmt: skip
    return Paragraph((Span(f"{sentence} "), Span("", link=f"#{ANCHOR}")))


def chapter(found: Since, maps: Sequence[Picture] = ()) -> list[Block]:
    """All that is to be said of two studies.

    Args:
        found: Two studies beside each other.
        maps: Maps of what moved, drawn already.
    """
    said = _moves(found, maps) if isinstance(found, Updated) else _people(found)
    return [_heading(found), *said, *_compared(found)]


def of_place(found: Since, code: str, shelf: Shelf | None = None) -> list[Block]:
    """What is to be said of one place of the later study.

    Args:
        found: Two studies beside each other.
        code: The place.
        shelf: Where lookups and people come from.
    """
    if isinstance(found, Updated):
        row = found.areas.filter(area=code).row(0, named=True)
        said = _standing(found, row)
    else:
        lists = found.laid.lists
        said = [
            BulletList(tuple(place_sentences(place_history(lists[1], code, lists, shelf)))),
            Paragraph(say("since-unlike")),
        ]
    return [_heading(found), *said, BulletList(tuple(_grades(found)))]


def _heading(found: Since) -> Heading:
    return Heading(say("report-since", title=_titles(found)[0]), 2, ANCHOR)


def _titles(found: Since) -> tuple[str, str]:
    if isinstance(found, CommonGround):
        first, second = found.laid.titles
        return first, second
    return (str(found.before.manifest["study"]["title"]),
            str(found.after.manifest["study"]["title"]))  # fmt: skip


def _moves(found: Updated, maps: Sequence[Picture]) -> list[Block]:
    """Who stays, enters and leaves; from where to where, because of what, and which they are."""
    number, areas = shown.counts(found), areas_of(found.after)
    labels = {"stay": "both", "enter": "worse", "leave": "better"}
    numbers = [
        Number(
            number[move],
            say("since-number", move=move, number=number[move], areas=areas),
            role=role,
        )
        for move, role in labels.items()
    ]
    caption = say("since-flow-caption")
    blocks: list[Block] = [
        Numbers(tuple(numbers)),
        *map(Paragraph, shown.sentences(found)),
        drawn(partial(flow_chart, found), caption, table(shown.state_rows(found), caption)),
        Heading(say("since-causes"), 3, "since-causes"),
        BulletList(tuple(shown.differences(found))),
        Note("note", shown.split(found)),
        drawn(partial(causes_chart, found), say("since-causes-caption")),
        table(
            shown.cause_rows(found),
            say("since-causes-table"),
            totals=1 if len(found.causes) > 1 else 0,
        ),
    ]
    if maps:
        blocks.append(Heading(say("since-map"), 3, "since-map"))
        blocks += [figure(one, say("since-map-caption", view=one.name)) for one in maps]
    for enters, anchor in ((True, "since-entered"), (False, "since-left")):
        rows = shown.mover_rows(found, enters=enters, most=MOST)
        if rows.rows:
            title = say("update-entered") if enters else say("update-left")
            blocks.append(Heading(title, 3, anchor))
            folded = len(rows.rows) > LONG
            caption = _counted(found, enters)
            blocks.append(table(rows, caption, notes=[say("since-ranks")], folded=folded))
    if found.movers().is_empty():
        blocks.append(Paragraph(say("update-nobody")))
    return blocks


def _counted(found: Updated, enters: bool) -> str:
    """How many areas enter or leave, how many people live there, and whether all are shown."""
    movers = found.movers().filter(after=enters)
    people = movers["people_after" if enters else "people_before"].drop_nulls().drop_nans()
    return say(
        "since-movers",
        move="enter" if enters else "leave",
        number=movers.height,
        text=plain(movers.height, 0),
        people=figure_of(float(people.sum()) if people.len() else None, 0),
        shown=plain(MOST, 0) if movers.height > MOST else "all",
    )


def _people(found: CommonGround) -> list[Block]:
    """Who lives in areas of both lists, of one, of neither."""
    first, second = _titles(found)
    caption = say("since-ground-caption")
    blocks: list[Block] = [
        *map(Paragraph, on_ground.sentences(found)),
        Note("caution", say("since-unlike")),
        drawn(partial(on_ground.ground_picture, found), caption),
        table(
            on_ground.cell_rows(found),
            caption,
            notes=[say("since-lists", first=first, second=second)],
        ),
    ]
    larger = on_ground.larger_rows(found)
    if larger.rows:
        lists = found.laid.lists
        under = next(one for one in lists if found.by in one.manifest["by"])
        by = say("since-larger-caption", larger=larger_of(under, found.by))
        blocks.append(table(larger, by))
    return blocks


def _compared(found: Since) -> list[Block]:
    """How far the two can be compared, and what must be known of their figures."""
    title, ends = _titles(found)[0], ends_of(found)
    stamps, notes = ([str(one.manifest["study"].get(key, "")) for one in ends]
                     for key in ("stamp", "notes"))  # fmt: skip
    blocks: list[Block] = [
        Heading(say("since-compared"), 3, "since-compared"),
        BulletList(tuple(_grades(found))),
    ]
    # What the later study says of itself stands elsewhere in its report.
    own = [said[0] for said in (stamps, notes) if said[0] and said[0] != said[1]]
    if own:
        blocks.append(
            Note(
                "caution",
                say("since-before-notes", title=title, notes=" ".join(dict.fromkeys(own))),
            )
        )
    errors = list(dict.fromkeys(error for one in ends for error in errors_in_words(one)))
    if errors:
        blocks += [Heading(say("corrections"), 3, "since-errors"), BulletList(tuple(errors))]
    return blocks


def _grades(found: Since) -> list[str]:
    if isinstance(found, CommonGround):
        return list(on_ground.grades(found))
    return shown.grades(found) or [say("since-untouched")]


def _standing(found: Updated, row: Mapping[str, Any]) -> list[Block]:
    """On which of the two lists a place is, its ranks and margins, and why it moved if it did."""
    move = ("stay" if row["after"] else "leave") if row["before"] else (
        "enter" if row["after"] else "never")  # fmt: skip
    states = [
        say("update-state", state="on" if row[when] else "near" if row[f"near_{when}"] else "out")
        for when in WHENS
    ]
    blocks: list[Block] = [
        Paragraph(say("since-place", move=move)),
        Paragraph(say("update-studies", before=states[0], after=states[1])),
    ]
    if row["area"] in found.unknown()["area"]:
        blocks.append(Paragraph(say("since-place-unknown")))
    blocks.append(table(_standing_rows(found, row), say("since-place-caption")))
    if row["before"] != row["after"]:
        blocks.append(table(_cause_rows(found, row), say("since-place-causes"),
                            notes=[shown.split(found)], totals=1))  # fmt: skip
    return blocks


def _standing_rows(found: Updated, row: Mapping[str, Any]) -> Rows:
    """Where a place stands before and after."""
    rows: list[tuple[str, ...]] = []
    for index in found.grades:
        title = shown.index_title(found, index)
        for kind, message in (("rank", "update-rank"), ("margin", "since-margin-on")):
            figures = (cell(row[f"{index}_{kind}_{when}"]) for when in WHENS)
            rows.append((say(message, index=title), *figures))
    rows.append((say("since-margin"), *(cell(row[f"margin_{when}"]) for when in WHENS)))
    rows.append((say("people-heading"), *(figure_of(row[f"people_{when}"], 0) for when in WHENS)))
    return Rows(("", say("whatif-before"), say("whatif-after")), tuple(rows), (False, True, True))


def _cause_rows(found: Updated, row: Mapping[str, Any]) -> Rows:
    """The causes of one place's move; the rows add up to the last, which is the move."""
    every = plain(found.number_of_orders, 0)
    told = shown.causes_of(found, row)
    rows = [
        (shown.cause(found, one), plain(orders, 0), percent(share / 100, 0))
        for one, orders, share in told
    ]
    total = sum(share for _, _, share in told)
    rows.append((say("update-all"), plain(sum(orders for _, orders, _ in told), 0),
                 percent(total / 100, 0)))  # fmt: skip
    headings = (say("update-heading-cause"), say("since-orders", every=every), say("since-part"))
    return Rows(headings, tuple(rows), (False, True, True))
