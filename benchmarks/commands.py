"""What a person waits for: start-up, help, and a whole study from the decoded cache."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from _timing import line, median_seconds, process_seconds

from leftbehind import NotHere, Shelf, run

COMMAND = str(Path(sys.executable).with_name("leftbehind"))


def naive_list(shelf: Shelf) -> int:
    """england-2020 in plain pandas, from frames that are already in memory."""
    tables = {
        name: shelf.read(name).frame.to_pandas()
        for name in (
            "imd2019_england_lsoa11_domains",
            "lookup_lsoa11_ward17",
            "population2017_lsoa11",
            "cni2019_england_ward17",
        )
    }

    def work() -> int:
        lsoas = tables["imd2019_england_lsoa11_domains"].copy()
        weights = {"income": 0.225, "employment": 0.225, "education": 0.135, "health": 0.135,
                   "crime": 0.093, "barriers": 0.093, "environment": 0.093}  # fmt: skip
        lsoas["score"] = 0.0
        for name, weight in weights.items():
            share = lsoas[f"{name}_rank"].rank(ascending=False) / len(lsoas)
            lsoas["score"] += weight * -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))
        lsoas = lsoas.merge(tables["lookup_lsoa11_ward17"]).merge(tables["population2017_lsoa11"])
        wards = lsoas.groupby("ward17").apply(
            lambda g: np.average(g["score"], weights=g["people"]), include_groups=False
        )
        both = tables["cni2019_england_ward17"].merge(
            wards.rename("imd"), left_on="ward17", right_index=True, how="left"
        )
        worst = both["imd"].rank(ascending=False, method="min") <= 743
        return int((worst & (both["cni_rank"] <= 743)).sum())

    assert work() == 226
    return work


if __name__ == "__main__":
    bare = process_seconds(sys.executable, "-c", "pass")
    print(f"{'python itself':58} {bare:8.3f} s")
    line("import leftbehind", process_seconds(sys.executable, "-c", "import leftbehind"), 0.3,
         process_seconds(sys.executable, "-c", "import pandas"))  # fmt: skip
    first_use = "import leftbehind; leftbehind.run, leftbehind.build"
    line("import leftbehind, with what `run` needs",
         process_seconds(sys.executable, "-c", first_use), 1.0)  # fmt: skip
    line("leftbehind --help", process_seconds(COMMAND, "--help"), 0.4)
    try:
        shelf = Shelf()
        run("england-2020", shelf=shelf)
        with tempfile.TemporaryDirectory() as folder:
            whole = process_seconds(COMMAND, "run", "england-2020", "-q", "--out", f"{folder}/out")
        line("leftbehind run england-2020, a whole process", whole, 3.0)
        ours = median_seconds(lambda: run("england-2020", shelf=shelf))
        line("the same inside a running Python, read and checked", ours, 1.0,
             median_seconds(naive_list(shelf)))  # fmt: skip
    except NotHere as error:
        print(f"england-2020 is not measured: {error}")
