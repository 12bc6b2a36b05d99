"""What would tip one place, in sentences and a table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from leftbehind.analysis.tipping import Condition, Hold, Move, Tipping
from leftbehind.results import Results
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain


def opening(results: Results, found: Tipping) -> str:
    """The smallest change that tips the place, or why there is none."""
    if found.barred:
        return say("tipping-barred")
    if found.lacking > 1:
        return say("tipping-lacking")
    if found.spare:
        return say("tipping-spare")
    if found.smallest is None:
        return say("tipping-never")
    condition, move = found.smallest
    index = results.indices[condition.index]
    return say("tipping-least", on=_yes(on=found.on), index=index,
               **_move(results, condition.index, move))  # fmt: skip


def condition_in_words(results: Results, one: Condition) -> str:
    """Where the place stands on one index, and what takes it to the other side of the cut."""
    index = results.indices[one.index]
    if one.rank is None:
        return say("tipping-no-rank", index=index)
    held = _yes(on=one.held)
    said = say("tipping-condition", held=held, index=index, rank=plain(one.rank, 0),
               last=plain(one.last, 0))  # fmt: skip
    if one.share is not None:
        said += say("tipping-share", held=held, share=percent(one.share, 3))
    if one.move:
        said += say("tipping-move", **_move(results, one.index, one.move))
    elif one.holds:
        said += say("tipping-no-move")
    return f"{said}."


def weight_rows(results: Results, one: Condition) -> Rows:
    """How far each weight of an index can go before the place changes sides."""
    heads = (say("tipping-part"), say("tipping-own"), say("tipping-holds"))
    rows = tuple(
        (results.part_title(one.index, hold.part), percent(hold.own), _between(hold))
        for hold in one.holds
    )
    return Rows(heads, rows, (False, True, True))


def machine_table(found: Sequence[Tipping]) -> pl.DataFrame:
    """One row for each place, condition and part: what it is, and where it tips."""
    rows = [
        {
            "area": told.area,
            "on_list": told.on,
            "index": one.index,
            "inside": one.held,
            "rank": one.rank,
            "cut": one.last,
            "tips_at_share": one.share,
            "part": hold.part if hold else None,
            "weight": hold.own if hold else None,
            "holds_from": hold.low if hold else None,
            "holds_to": hold.high if hold else None,
            "smallest_move": one.move.share if one.move else None,
            "move_from": one.move.source if one.move else None,
            "move_to": one.move.target if one.move else None,
        }
        for told in found
        for one in told.conditions
        for hold in (one.holds or (None,))
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def meaning() -> str:
    """What a weight is, and what stays while it changes."""
    return say("tipping-meaning")


def _between(hold: Hold) -> str:
    if (hold.low, hold.high) == (0.0, 1.0):
        return say("tipping-any")
    return say("tipping-between", low=percent(hold.low), high=percent(hold.high))


def _move(results: Results, index: str, move: Move) -> dict[str, str]:
    return {
        "points": plain(100 * move.share, 2),
        "source": results.part_title(index, move.source),
        "target": results.part_title(index, move.target),
    }


def _yes(*, on: bool) -> str:
    return "yes" if on else "no"
