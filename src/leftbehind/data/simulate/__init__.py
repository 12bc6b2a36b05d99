"""An invented island country of any size, whose truth is known.

It is the embedded default where no published figures can be had, the benchmark, and the
ground truth of the tests: indicators are made from latent deprivation and latent community
need, and both are kept, so that a test can ask whether a method finds them.
"""

from __future__ import annotations

from leftbehind.data.simulate.indicators import COUNTS, DEPRIVATION, NEED, Indicator
from leftbehind.data.simulate.invented import TABLES, Country, country

__all__ = ["COUNTS", "DEPRIVATION", "NEED", "TABLES", "Country", "Indicator", "country"]
