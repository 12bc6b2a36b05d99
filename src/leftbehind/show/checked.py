"""The problems of a study, grouped by where they are mended, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from leftbehind.analysis.faults import Problem
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain


def counts_of(problems: Sequence[Problem]) -> str:
    """How many problems stop a run, and how many things are to be looked at.

    Args:
        problems: The problems.
    """
    if not problems:
        return say("check-none")
    stops = sum(problem.severity == "stops" for problem in problems)
    looks = len(problems) - stops
    return say("check-counts", stops=stops, stopstext=plain(stops, 0),
               looks=looks, lookstext=plain(looks, 0))  # fmt: skip


def lines_of(problems: Sequence[Problem]) -> Iterator[str]:
    r"""The problems, those that stop a run first, each place once and each mend once.

    Args:
        problems: The problems.

    Yields:
        Lines.

    Example:
        >>> found = [Problem("stops", "a.toml", "line 2", "x is wrong", "mend x")]
        >>> print(*lines_of(found), sep="\n")
        What stops a run
        <BLANKLINE>
          a.toml
            line 2: x is wrong
              To mend it: mend x
    """
    for severity in ("stops", "look"):
        of_kind = [problem for problem in problems if problem.severity == severity]
        if not of_kind:
            continue
        yield say("check-stops") if severity == "stops" else say("check-look")
        by_place: dict[str, list[Problem]] = {}
        for problem in of_kind:
            by_place.setdefault(problem.place, []).append(problem)
        for place, several in by_place.items():
            yield ""
            yield f"  {place}"
            for mend, alike in groupby(several, key=lambda problem: problem.mend):
                for one in alike:
                    yield f"    {one.where}: {one.what}" if one.where else f"    {one.what}"
                if mend:
                    yield f"      {say('check-mend', mend=mend)}"
        yield ""
