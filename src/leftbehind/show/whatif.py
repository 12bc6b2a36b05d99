"""A changed study beside the study itself, in sentences and rows."""

from __future__ import annotations

import polars as pl

from leftbehind.analysis.edits import Edit
from leftbehind.analysis.whatif import WhatIf
from leftbehind.show.compared import Rows
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import plain
from leftbehind.show.tables import cell

SHOWN = 20
"""Areas that are shown of those that enter or leave; the rest is in the table that is kept."""


def edit(one: Edit) -> str:
    """One change, in words."""
    if one.kind == "set":
        return say("whatif-set", what=one.what)
    column = one.figures.column if one.figures else ""
    return say("whatif-edit", kind=one.kind, what=one.what, column=column)


def sentences(found: WhatIf) -> list[str]:
    """What was changed, and what it does to the list and to the ranks of each index."""
    before, after = (int(found.areas[when].sum()) for when in ("before", "after"))
    both = int((found.areas["before"] & found.areas["after"]).sum())
    told = [
        listed(say("whatif-changes"), [edit(one) for one in found.edits]),
        say("whatif-list", before=plain(before, 0), after=plain(after, 0), both=plain(both, 0),
            enter=after - both, entering=plain(after - both, 0), leave=before - both,
            leaving=plain(before - both, 0)),
    ]  # fmt: skip
    for index in found.indices:
        moved = found.areas[f"{index}_moved"].fill_null(0)
        kind = "moved" if (moved != 0).any() else "still"
        told.append(
            say("whatif-ranks", kind=kind, index=found.before.indices[index],
                alike=plain(found.alike(index), 3), shift=plain(found.shift(index), 1))
        )  # fmt: skip
    return told


def mover_rows(found: WhatIf) -> Rows:
    """The areas that enter or leave: their ranks before and after, and because of what."""
    heads = [say("whatif-area"), say("whatif-name"), say("whatif-does")]
    heads += [found.before.indices[index] for index in found.indices]
    several = len(found.edits) > 1
    heads += [say("whatif-because")] if several else []
    movers = found.movers()
    texts = {one.written: edit(one) for one in found.edits}
    rows = []
    for enters in (True, False):
        for row in movers.filter(enters=enters).head(SHOWN).iter_rows(named=True):
            cells = [row["area"], row["name"], say("whatif-moves", kind="in" if enters else "out")]
            cells += [_ranks(row[f"{i}_before"], row[f"{i}_after"]) for i in found.indices]
            because = [texts[one] for one in row["because"]] or [say("whatif-together")]
            rows.append((*cells, *(["; ".join(because)] if several else [])))
    right = [False, False, False, *([True] * len(found.indices)), *([False] * several)]
    return Rows(tuple(heads), tuple(rows), tuple(right))


def unshown(found: WhatIf) -> str:
    """How many enter or leave beyond those that are shown, if any do."""
    each = found.movers().group_by("enters").len()["len"]
    more = sum(max(0, int(number) - SHOWN) for number in each)
    return say("whatif-more", number=more, text=plain(more, 0)) if more else ""


def largest_rows(found: WhatIf, index: str) -> Rows:
    """The areas whose rank on one index moves most."""
    rows = [
        (row["area"], row["name"], cell(row[f"{index}_before"]), cell(row[f"{index}_after"]))
        for row in found.largest(index).iter_rows(named=True)
    ]
    heads = ("whatif-area", "whatif-name", "whatif-before", "whatif-after")
    return Rows(tuple(say(head) for head in heads), tuple(rows), (False, False, True, True))


def movers_table(found: WhatIf) -> pl.DataFrame:
    """The areas that enter or leave, for machines."""
    return found.movers().with_columns(pl.col("because").list.join("; "))


def _ranks(before: int | None, after: int | None) -> str:
    return say("build-from-to", before=cell(before), after=cell(after))
