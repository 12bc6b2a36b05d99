"""How long the kinds of England's list of 2025 take, tested by 500 draws of its areas."""

from __future__ import annotations

import time

from _timing import line

from leftbehind import NotHere, read_study
from leftbehind.analysis.kind_choice import choose
from leftbehind.analysis.kind_figures import figures_of, screen
from leftbehind.analysis.partition import Partition, scale_of
from leftbehind.analysis.stability import bootstrap
from leftbehind.analysis.typology import typology

DRAWS = 500


def main() -> None:
    try:
        start = time.perf_counter()
        found = typology("england-2025", bootstraps=DRAWS)
        whole = time.perf_counter() - start
    except NotHere as error:
        print(f"The published tables are not here: {error}")
        return
    line(f"{found.places.filter('listed').height:,} LSOAs, {DRAWS} draws, with the run", whole, 60)
    values = screen(figures_of(found.results)).values
    points, how = scale_of(values).apply(values), Partition()
    start = time.perf_counter()
    choice = choose(points, read_study("england-2025").typology.kinds, how, 2021)
    line("how many kinds", time.perf_counter() - start, 30)
    start = time.perf_counter()
    bootstrap(points, choice.labels[choice.kinds], how, DRAWS, 2021)
    line(f"{DRAWS} draws alone", time.perf_counter() - start, 30)


if __name__ == "__main__":
    main()
