"""Two studies beside each other, in sentences and rows: who moved, and because of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

import polars as pl

from leftbehind.analysis.changes import Change, Said
from leftbehind.analysis.counterfactual import Cause
from leftbehind.analysis.update import Updated
from leftbehind.show.compared import Rows
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import figure, percent, plain
from leftbehind.show.summary import print_notice
from leftbehind.show.tables import cell, text_table
from leftbehind.show.words import names_of

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 20
"""Areas that are shown of those that enter, and of those that leave."""


def print_update(console: Console, found: Updated) -> None:
    """Print who moved, and because of what.

    Args:
        console: Where to.
        found: Two studies beside each other.
    """
    print_notice(console, found.after)
    for sentence in (*sentences(found), *differences(found), *grades(found)):
        console.print(sentence, markup=False)
    rows = cause_rows(found)
    console.print(text_table(rows.headings, rows.rows, rows.right))
    console.print(split(found), markup=False)
    for enters, title in ((True, say("update-entered")), (False, say("update-left"))):
        rows = mover_rows(found, enters=enters)
        if rows.rows:
            console.print(f"\n{title}", style="bold", markup=False)
            console.print(text_table(rows.headings, rows.rows, rows.right))
            if more := unshown(found, enters=enters):
                console.print(more, markup=False)
    if found.movers().is_empty():
        console.print(say("update-nobody"), markup=False)


def adding_up(values: Sequence[Fraction], digits: int = 0) -> list[float]:
    """Figures rounded so that they add up to their rounded sum: by the largest remainders.

    Args:
        values: What is rounded.
        digits: Decimals that are kept.

    Example:
        >>> adding_up([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)], 1)
        [0.4, 0.3, 0.3]
    """
    scale = 10**digits
    whole = [floor(one * scale) for one in values]
    lacking = floor(sum(values) * scale + Fraction(1, 2)) - sum(whole)
    by_rest = sorted(range(len(values)), key=lambda at: (whole[at] - values[at] * scale, at))
    for at in by_rest[:lacking]:
        whole[at] += 1
    return [one / scale for one in whole]


def cause(found: Updated, one: Cause) -> str:
    """A cause, in words."""
    texts = [_change(found, change) for change in one.changes]
    while len(texts) > 1:
        texts = [say("and", first=texts[0], second=texts[1]), *texts[2:]]
    return texts[0]


def index_title(found: Updated, index: str) -> str:
    """What an index is called in both studies: the edition is left out where it changed."""
    title = found.after.indices[index]
    if title == found.before.indices[index]:
        return title
    edition = str(found.after.manifest["index"][index]["recipe"]["edition"])
    return title.removesuffix(edition).rstrip(" ,") or title


def _change(found: Updated, change: Change) -> str:
    title = index_title(found, change.index) if change.index else ""
    kind = "figures" if change.kind == "edition" and change.before == change.after else change.kind
    return say("update-cause", kind=kind, index=title, before=change.before, after=change.after)


def sentences(found: Updated) -> list[str]:
    """What the two studies are, who stays, enters and leaves, and how many people that is."""
    titles = [one.manifest["study"]["title"] for one in (found.before, found.after)]
    told = [say("update-studies", before=titles[0], after=titles[1]), in_areas(found)]
    people = _people(found)
    if people:
        told.append(people)
    unknown = found.unknown()
    if unknown.height:
        names = names_of(unknown["name"].to_list(), unknown["area"].to_list())
        told.append(say("update-unknown", number=unknown.height,
                        text=plain(unknown.height, 0), names=names))  # fmt: skip
    flags = {(one.manifest["study"].get("published") or {}).get("flag")
             for one in (found.before, found.after)}  # fmt: skip
    if len(flags) == 2 and None not in flags:
        told.append(_published(found))
    return told


def counts(found: Updated) -> dict[str, int]:
    """How many areas were and are on the list, stay, enter and leave."""
    before, after = (found.areas[when] for when in ("before", "after"))
    both = int((before & after).sum())
    return {"before": int(before.sum()), "after": int(after.sum()), "stay": both,
            "enter": int(after.sum()) - both, "leave": int(before.sum()) - both}  # fmt: skip


def in_areas(found: Updated) -> str:
    """How long the list was and is, and how many areas stay, enter and leave."""
    number = counts(found)
    return say("update-list", before=number["before"], was=plain(number["before"], 0),
               is_=plain(number["after"], 0), turnover=_turnover(number))  # fmt: skip


def finding(found: Updated, areas: str) -> str:
    """The same as the title of a picture, with what areas are called."""
    number = counts(found)
    return say("update-finding", before=number["before"], was=plain(number["before"], 0),
               areas=areas, turnover=_turnover(number))  # fmt: skip


def _turnover(number: Mapping[str, int]) -> str:
    return say("update-turnover", stay=number["stay"], staying=plain(number["stay"], 0),
               enter=number["enter"], entering=plain(number["enter"], 0), leave=number["leave"],
               leaving=plain(number["leave"], 0))  # fmt: skip


def _people(found: Updated) -> str:
    """Residents of those that stay, enter and leave; nothing where they are not known."""
    before, after = pl.col("before"), pl.col("after")
    asked = {
        "before": ("people_before", before),
        "after": ("people_after", after),
        "stay": ("people_after", before & after),
        "enter": ("people_after", ~before & after),
        "leave": ("people_before", before & ~after),
    }
    if not all(found.areas[f"people_{when}"].count() for when in ("before", "after")):
        return ""
    told = {
        name: plain(float(found.areas.filter(of)[people].fill_nan(None).sum()), 0)
        for name, (people, of) in asked.items()
    }
    return say("update-people", **told)


def _published(found: Updated) -> str:
    areas = found.areas.with_columns(
        pl.col("published_before", "published_after").fill_null(value=False)
    )
    one, other = areas["published_before"], areas["published_after"]
    pairs = {"before": one, "after": other, "both": one & other,
             "ours": one & areas["before"], "oursnow": other & areas["after"]}  # fmt: skip
    return say("update-published", **{name: plain(int(of.sum()), 0) for name, of in pairs.items()})


def differences(found: Updated) -> list[str]:
    """What differs between the two studies, cause by cause, and why some causes are joined."""
    told = []
    for one in found.causes:
        said = [_said(difference) for change in one.changes for difference in change.said]
        told.append(listed(say("update-changed", cause=cause(found, one)), said))
        if one.why:
            told.append(say("update-together", cause=cause(found, one), why=one.why))
    return told


def grades(found: Updated) -> list[str]:
    """How far each index that changed can be compared with itself."""
    told = []
    for index, grade in found.grades.items():
        if grade == "untouched":
            continue
        title = index_title(found, index)
        editions = {c.index for one in found.causes for c in one.changes if c.kind == "edition"}
        if index in editions and found.after.manifest["index"][index]["starts_from"]:
            told.append(say("update-definitions", index=title))
        told.append(say("update-grade", grade=grade.replace(" ", "-"), index=title))
    return told


def _said(one: Said) -> str:
    kind = "added" if not one.before else "changed" if one.after else "dropped"
    return say("update-said", kind=kind, path=one.path, before=one.before, after=one.after)


def split(found: Updated) -> str:
    """How the parts were found."""
    if len(found.causes) == 1:
        return say("update-single")
    return say("update-split", orders=plain(found.number_of_orders, 0),
               lists=plain(found.sets.height, 0))  # fmt: skip


def moves(found: Updated) -> tuple[int, list[float], list[float]]:
    """Decimals that parts are shown with, and how many areas each cause lets enter and leave."""
    entries, exits = ([getattr(part, of) for part in found.parts] for of in ("entries", "exits"))
    digits = 0 if all(one.denominator == 1 for one in (*entries, *exits)) else 1
    return digits, adding_up(entries, digits), adding_up(exits, digits)


def cause_rows(found: Updated) -> Rows:
    """What each cause does to the list; the rows add up to the last."""
    heads = ["update-heading-cause", "update-heading-enter", "update-heading-leave",
             "update-heading-areas", "update-heading-people"]  # fmt: skip
    digits, entries, exits = moves(found)
    people = [part.people for part in found.parts if part.people is not None]
    rounded = adding_up(people)
    shown = [plain(one, 0) for one in rounded] or [figure(None)] * len(found.parts)
    rows = [
        (cause(found, part.cause), plain(one, digits), plain(other, digits),
         plain(one - other, digits), residents)
        for part, one, other, residents in zip(found.parts, entries, exits, shown, strict=True)
    ]  # fmt: skip
    if len(rows) > 1:
        total = plain(sum(rounded), 0) if rounded else figure(None)
        rows.append((say("update-all"), plain(sum(entries), 0), plain(sum(exits), 0),
                     plain(sum(entries) - sum(exits), 0), total))  # fmt: skip
    return Rows(tuple(say(head) for head in heads), tuple(rows), (False, True, True, True, True))


def state_rows(found: Updated) -> Rows:
    """How many areas and people went from where to where."""
    rows = [
        (say("update-state", state=before), say("update-state", state=after), plain(areas, 0),
         figure(people, 0))
        for before, after, areas, people in found.states().iter_rows()
    ]  # fmt: skip
    heads = ("whatif-before", "whatif-after", "update-heading-areas", "update-heading-people")
    return Rows(tuple(say(head) for head in heads), tuple(rows), (False, False, True, True))


def mover_rows(found: Updated, *, enters: bool, most: int = SHOWN) -> Rows:
    """The areas that enter or leave, with ranks and margins before and after, and their causes.

    Args:
        found: Two studies beside each other.
        enters: Those that enter, or those that leave.
        most: So many rows at most.
    """
    several = len(found.causes) > 1
    heads = [say("update-code"), say("update-name")]
    heads += [say("update-rank", index=index_title(found, index)) for index in found.grades]
    heads += [say("update-margin"), say("update-heading-people")]
    heads += [say("update-because")] if several else []
    rows = []
    for row in found.movers().filter(after=enters).head(most).iter_rows(named=True):
        cells = [row["area"], row["name"]]
        cells += [
            _from_to(row[f"{index}_rank_before"], row[f"{index}_rank_after"])
            for index in found.grades
        ]
        people = row["people_after" if enters else "people_before"]
        cells += [_from_to(row["margin_before"], row["margin_after"]), figure(people, 0)]
        rows.append((*cells, *([because(found, row)] if several else [])))
    figures = len(found.grades) + 2
    right = (False, False, *([True] * figures), *([False] * several))
    return Rows(tuple(heads), tuple(rows), right)


def because(found: Updated, row: Mapping[str, Any]) -> str:
    """The causes of a move with their shares in percent, the largest first.

    Args:
        found: Two studies.
        row: The area, as in the table of areas.
    """
    told = [
        say("update-because-share", cause=cause(found, one), share=percent(share / 100, 0))
        for one, _, share in causes_of(found, row)
    ]
    return "; ".join(told)


def causes_of(found: Updated, row: Mapping[str, Any]) -> list[tuple[Cause, int, float]]:
    """The causes of one area's move, the largest first.

    Args:
        found: Two studies.
        row: An area that enters or leaves, as in the table of areas.

    Returns:
        Each cause that does something to it; in how many orders it moves the area, less those in
        which it holds it back; and that as a share of all orders in percent, rounded so that the
        shares add up to 100.
    """
    told = zip(found.causes, _orders(found, row), shares(found, row), strict=True)
    return sorted((one for one in told if one[1]), key=lambda one: -one[2])


def shares(found: Updated, row: Mapping[str, Any]) -> list[float]:
    """What each cause does to a move, in percent: they add up to a hundred.

    Args:
        found: Two studies.
        row: An area that enters or leaves, as in the table of areas.
    """
    orders = _orders(found, row)
    return adding_up([Fraction(100 * one, found.number_of_orders) for one in orders])


def _orders(found: Updated, row: Mapping[str, Any]) -> list[int]:
    """In how many orders each cause moves an area, less those in which it holds it back."""
    sign = 1 if row["after"] else -1
    return [sign * int(row[f"{one.name}_orders"]) for one in found.causes]


def unshown(found: Updated, *, enters: bool) -> str:
    """How many enter or leave beyond those that are shown, if any do."""
    more = found.movers().filter(after=enters).height - SHOWN
    return say("update-more", number=more, text=plain(more, 0)) if more > 0 else ""


def _from_to(before: int | None, after: int | None) -> str:
    return say("build-from-to", before=cell(before), after=cell(after))
