"""What charts of doubt share: who is near the line, where it is, how standing is coloured."""

from __future__ import annotations

import altair as alt
import polars as pl

from leftbehind.analysis.doubt import Doubted
from leftbehind.results import Results
from leftbehind.show.charts.key import Meaning, key_of
from leftbehind.show.charts.page import Spec, chart
from leftbehind.show.charts.terms import areas_of
from leftbehind.show.charts.theme import Sheet
from leftbehind.show.messages import say
from leftbehind.show.numbers import plain
from leftbehind.show.standing import STANDINGS, Standing, standing_of

COLOUR: dict[Standing, tuple[str, float]] = {
    "on": ("both", 1.0),
    "near": ("both", 0.5),
    "off": ("edge", 0.5),
}
"""Role and how solid: the colour of the list fades with doubt; what is off it recedes."""


def within_reach(found: Doubted) -> pl.DataFrame:
    """The places that some version puts on the list, those of the list, and the near misses.

    Returns:
        Rows of `found.areas` with the column `standing`, the most sure first.
    """
    near = found.results.areas.select("area", "near_miss")
    rows = found.areas.join(near, on="area", how="left", maintain_order="left")
    reached = (pl.col("probability") > 0) | pl.col("in_study") | pl.col("near_miss")
    rows = rows.filter(reached).sort("probability", "area", descending=[True, False])
    return rows.with_columns(standing_of(rows["probability"]))


def ranked_indices(found: Doubted) -> list[str]:
    """The indices whose ranks were found."""
    return [name for name in found.results.indices if f"{name}_low" in found.areas.columns]


def cut_of(results: Results, index: str) -> int | None:
    """The last rank that the list's own rule takes on an index, if it asks for one."""
    ranks = results["cuts"].filter(group=results.list_of, index=index)["rank"]
    return int(ranks[0]) if ranks.len() else None


def last_of(found: Doubted, shown: pl.DataFrame, index: str) -> int:
    """The last rank that the axis of an index must hold: of these places, or the cut."""
    ranks = shown.select(pl.max_horizontal(f"{index}_high", f"{index}_rank")).to_series().max()
    # An axis from the first rank to the first would have no length.
    return max(ranks if isinstance(ranks, int) else 1, cut_of(found.results, index) or 1, 2)


def finding(found: Doubted) -> str:
    """How many of the list are firmly on it, and how many places are close to the line."""
    standing = standing_of(found.areas["probability"])
    own = found.areas["in_study"]
    near = standing == "near"
    return say(
        "chart-line-finding",
        areas=areas_of(found.results),
        firm=plain(int((own & (standing == "on")).sum()), 0),
        listed=plain(int(own.sum()), 0),
        number=int(near.sum()),
        near=plain(int(near.sum()), 0),
    )


def note(found: Doubted) -> str:
    """How many versions were tried, how far they went, and by what they differ."""
    return say(
        "doubt-note",
        number=plain(found.versions.height, 0),
        weights="drawn" if "weights" in found.about.draw else "own",
        narrow=plain(found.concentration, 0),
        by=found.about.differ_by,
    )


def key(sheet: Sheet, shown: pl.DataFrame) -> Spec:
    """What the colours mean, with how many places are of each: on as many lines as needed."""
    meanings = []
    for standing in STANDINGS:
        number = shown.filter(standing=standing).height
        text = say("chart-line-key", standing=standing, number=plain(number, 0))
        meanings.append(Meaning(text, *COLOUR[standing]))
    return key_of(sheet, meanings, "square")


def nothing_near(sheet: Sheet, areas: str) -> alt.Chart:
    """An empty chart that says that it is empty."""
    text = say("chart-line-none", areas=areas)
    empty = chart([{}], sheet.inner, 40)
    drawn: alt.Chart = empty.mark_text(text=text, x=0, y=20, color=sheet.colour("muted"))
    return drawn
