"""People as bands from one list to the next."""

from __future__ import annotations

from leftbehind.analysis.laid import OFF, ON, UNKNOWN, Laid
from leftbehind.show.charts.bands import Band, Piece, bands_body
from leftbehind.show.charts.page import Spec
from leftbehind.show.charts.terms import parts_of_source, people_in_words, stamp_of
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.messages import listed, say

PIECES = {ON: ("ground-on", "both"), OFF: ("ground-off", "neither"),
          UNKNOWN: ("ground-unknown-cell", "edge")}  # fmt: skip
"""The parts of a list in a picture: what each is called, and its colour."""


def lists_body(sheet: Sheet, laid: Laid) -> Spec:
    """People as bands from list to list, those who never live in an area of one left out.

    Args:
        sheet: What they are drawn on.
        laid: Lists on one ground.
    """
    living = {signs: people for signs, people in laid.people_by_pattern().items() if ON in signs}
    places = range(len(laid.lists))

    def people_of(at: int, signs: str) -> float:
        """The people whose areas have such signs on the lists from one on."""
        return sum(n for pattern, n in living.items() if pattern[at:].startswith(signs))

    # A list that has an answer everywhere has no part for those of whom there is none.
    parts = [[sign for sign in PIECES if sign != UNKNOWN or people_of(at, sign) >= 1]
             for at in places]  # fmt: skip

    def piece(at: int, sign: str) -> Piece:
        message, role = PIECES[sign]
        # On a phone there is no room for the figures beside the bands; the title has them.
        more = "" if sheet.narrow else f": {people_in_words(people_of(at, sign))}"
        return Piece(say(message) + more, people_of(at, sign), role)

    columns = [[piece(at, sign) for sign in parts[at]] for at in places]
    bands = [
        Band(at, parts[at].index(one), parts[at + 1].index(other), people_of(at, one + other),
             "both" if ON in one + other else "neither", strong=one == other == ON)
        for at in places[:-1]
        for one in parts[at]
        for other in parts[at + 1]
        if people_of(at, one + other)
    ]  # fmt: skip
    names = [str(one.manifest["study"]["name"]) for one in laid.lists]
    return bands_body(sheet, names, columns, bands)


def lists_source(laid: Laid) -> str:
    """Where the figures of lists on one ground came from, and of when."""
    parts = [
        part
        for one in laid.lists
        for part in parts_of_source(one, people=one.manifest["study"]["areas"] == laid.ground)
    ]
    stamps = filter(None, map(stamp_of, laid.lists))
    source = listed(say("chart-sources"), list(dict.fromkeys(parts)))
    return " ".join([source, *dict.fromkeys(stamps)])
