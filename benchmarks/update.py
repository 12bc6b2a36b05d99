"""How long it takes to tell causes apart: every list between two studies, in every order."""

from __future__ import annotations

import time

from _timing import line

from leftbehind import NotHere, read_study
from leftbehind.analysis.update import update

LATER = (
    "name=later",
    "index.deprivation.summarise=average rank",
    "index.deprivation.node.imd.standardise=normal score",
    "group.left-behind.worst.need=12%",
)
"""With the edition of the deprivation index, four causes from the list of 2019 on."""


def main() -> None:
    later = read_study("england-2020", LATER)
    start = time.perf_counter()
    try:
        found = update("england-2019", later)
    except NotHere as error:
        print(f"The published tables are not here: {error}")
        return
    told = f"{len(found.parts)} causes, {found.sets.height} lists, {found.number_of_orders} orders"
    line(told, time.perf_counter() - start, 5)


if __name__ == "__main__":
    main()
