"""What a proposed study rests on, in sentences: what it is, what is asked, what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from leftbehind.analysis.proposal import Asked, Proposal
from leftbehind.errors import some
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain

_MOST = 8


def summary_of(found: Proposal) -> str:
    """How many areas and indicators there are, and of which geography."""
    groups = len(found.groups)
    return say(
        "new-told",
        areas=plain(found.areas, 0),
        geography=found.codes.geography,
        indicators=plain(len(found.measures), 0),
        groups=groups,
        text=plain(groups, 0),
    )


def asked_in_words(found: Proposal) -> Iterator[str]:
    """What is to be confirmed, one sentence for each kind.

    Args:
        found: The proposal.

    Yields:
        Sentences.
    """
    by_kind: dict[str, list[Asked]] = {}
    for one in found.asked:
        unknown = one.about == "direction" and not one.detail
        by_kind.setdefault("unknown" if unknown else one.about, []).append(one)
    for kind, several in by_kind.items():
        first = several[0]
        yield say(
            f"asked-{kind}",
            columns=some((_shown(one) for one in several), most=_MOST),
            detail=first.detail,
            text=plain(first.number, 0),
            areas=plain(found.areas, 0),
        )


def _shown(one: Asked) -> str:
    if one.about in ("direction", "count", "rate") and one.detail:
        return f"{one.of} ({one.detail})"
    return one.of


def left_out_in_words(found: Proposal) -> Iterator[str]:
    """The columns that are not used, by why.

    Args:
        found: The proposal.

    Yields:
        For each reason the columns.
    """
    by_why: dict[str, list[str]] = {}
    for one in found.left_out:
        by_why.setdefault(one.about, []).append(one.of or "–")
    for why, headings in by_why.items():
        yield f"{some(headings, most=_MOST)}: {say(f'leftout-{why}')}"
