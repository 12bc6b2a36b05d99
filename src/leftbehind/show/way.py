"""The way between two geographies and its account, in sentences and a table."""

from __future__ import annotations

from leftbehind.areas.account import Account, Kept
from leftbehind.areas.conversion import Conversion
from leftbehind.areas.ways import Step
from leftbehind.show.compared import Rows
from leftbehind.show.messages import say
from leftbehind.show.numbers import percent, plain

KINDS = {"nested": "nested", "changed": "changed", "shared": "shared", "best fit": "best-fit",
         "same codes": "same-codes"}  # fmt: skip
"""How the areas of a step lie to each other, as the names of messages have it."""


def heading(conversion: Conversion) -> str:
    """What stands above a way."""
    return say("way-title", source=conversion.source, target=conversion.target)


def step_rows(steps: tuple[Step, ...], accounts: tuple[Account, ...]) -> Rows:
    """One row for each lookup: how its areas lie, and how many it carries in which way.

    Args:
        steps: The way.
        accounts: The account of each step by itself.
    """
    told = [
        (
            step.table or say("way-no-table"),
            f"{step.source} → {step.target}",
            say(f"way-kind-{KINDS[step.kind]}", slope=step.slope),
            *(plain(number, 0) for number in _three(account.areas)),
        )
        for step, account in zip(steps, accounts, strict=True)
    ]
    names = ("table", "step", "kind", "exact", "approximate", "lost")
    right = tuple(name in names[3:] for name in names)
    return Rows(tuple(say(f"way-{name}") for name in names), tuple(told), right)


def in_words(account: Account, plural: str, *, same: int = 0) -> list[str]:
    """What a whole conversion keeps: of areas and, where it is known, of people.

    Args:
        account: Its account.
        plural: What the areas are called.
        same: How many areas are the same at both ends by their codes.
    """
    lines = [say("way-same", same=plain(same, 0), plural=plural)] if same else []
    lines.append(_sentence("way-areas", account.areas, plural))
    if account.people is None:
        return [*lines, say("way-people-unknown", plural=plural)]
    return [*lines, _sentence("way-people", account.people, plural)]


def _sentence(message: str, kept: Kept, plural: str) -> str:
    exact, near, lost = _three(kept)
    return say(
        message,
        all=plain(kept.all, 0),
        plural=plural,
        exact=plain(exact, 0),
        share=percent(exact / kept.all if kept.all else None),
        approximate=plain(near, 0),
        lost=plain(lost, 0),
    )


def _three(kept: Kept) -> tuple[float, float, float]:
    return kept.exact, kept.approximate, kept.lost
