"""A study of five areas of which half is taken as published, and the rest is built."""

from __future__ import annotations

from pathlib import Path

FIGURES = """\
code,bad,good,one,whole,odd
A,5,1,3,1,x
B,4,2,1,3,x
C,3,3,,2,x
D,2,4,2,4,x
E,1,5,0,5,x
"""

RECIPE = """\
title     = "Toy"
edition   = "1"
nation    = "Anywhere"
geography = "bit"
root      = "whole"

[node.whole]
title       = "Whole"
children    = ["good", "bad"]
standardise = "rank"

[node.good]
title       = "Good"
children    = ["one", "two", "three"]
standardise = "rank"

[indicator.one]
title = "One"

[indicator.two]
title  = "Two"
counts = ["twos"]
of     = "people"

[indicator.three]
title = "Three, share"

[indicator.bad]
title = "Bad"
"""

STUDY = """\
title = "Toy"
areas = "bit"

[geography.bit]
title   = "bit"
plural  = "bits"
nation  = "Anywhere"
vintage = "1"
pattern = "[A-E]"

[table.toy]
title     = "Toy"
file      = "toy.csv"
geography = "bit"

[table.toy.columns]
bit        = "code"
bad        = "bad"
good_rank  = "good"
one        = "one"
whole_rank = "whole"
odd        = { from = "odd", kind = "text" }

[index.toy]
title  = "Toy index"
recipe = "recipe.toml"
data   = "toy"

[index.toy.published]
whole = "toy.whole_rank"
good  = "toy.good_rank"
one   = "toy.one"
three = "toy.one"
bad   = "toy.bad"

[group.first]
worst = { toy = 1 }
"""


def write_half_built(folder: Path) -> str:
    """Write the study and what it is made from; the path of the study.

    Args:
        folder: An empty folder.
    """
    (folder / "toy.csv").write_text(FIGURES)
    (folder / "recipe.toml").write_text(RECIPE)
    (folder / "study.toml").write_text(STUDY)
    return str(folder / "study.toml")
