"""The calibration curve of chance, on invented countries whose truth is known."""

from __future__ import annotations

import sys

import polars as pl

from leftbehind.analysis.calibration import calibration, judged_and_true

if __name__ == "__main__":
    countries = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    for share in ("10%", "30%"):
        places = [judged_and_true(seed, share=share) for seed in range(1, countries + 1)]
        every = pl.concat(places)
        print(f"chance alone, {countries} invented countries, a rule of {share}, 200 versions")
        for row in calibration(places).iter_rows(named=True):
            print(f"  said {row['low']:.0%} to {row['high']:.0%}: {row['places']:4} wards, said "
                  f"{row['said']:.3f} on average, truly on the list {row['true']:.3f}")  # fmt: skip
        true = every["true"].cast(pl.Float64)
        wrong = ((every["in_study"].cast(pl.Float64) - true) ** 2).mean()
        brier = ((every["probability"] - true) ** 2).mean()
        print(f"  Brier score {brier:.5f}; of the list itself {wrong:.5f}")
