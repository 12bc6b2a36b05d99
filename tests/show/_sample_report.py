"""A report with every kind of block, for the tests of the engine and of the page."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from leftbehind.show.look import Mode, look, theme
from leftbehind.show.picture import Picture
from leftbehind.show.report.blocks import (
    Block,
    BulletList,
    Column,
    Contents,
    Figure,
    Heading,
    Note,
    Number,
    Numbers,
    PageBreak,
    Paragraph,
    Report,
    Span,
    Table,
)

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = '"><img src=x onerror=alert(1)>'
TYPST = '#panic("run") $x$ *bold* @ref <label> \\ // = `raw`'
NASTY = (SCRIPT, BREAKOUT, TYPST)

REGIONS = (
    ("North East", 362_103, 41.23),
    ("North West", 812_400, 37.9),
    ("Yorkshire and The Humber", 501_377, 33.05),
    ("East of England", 118_220, 1.7),
    ("London", 0, -0.04),
    ("Not known", None, None),
)


def bars(values: Sequence[tuple[str, float]], mode: Mode = "light", width: int = 430) -> str:
    """A bar chart as SVG, in the colours of the look, with a gradient and its id inside."""
    colour = theme(mode).colour
    fade = alt.Gradient(
        gradient="linear",
        stops=[
            alt.GradientStop(color=colour["deprived"], offset=0),
            alt.GradientStop(color=colour["need"], offset=1),
        ],
        x1=0, x2=1, y1=0, y2=0,
    )  # fmt: skip
    chart = (
        alt.Chart(pl.DataFrame(values, schema=["name", "value"], orient="row"))
        .mark_bar(color=fade, clip=True)
        .encode(
            x=alt.X("value:Q", title="Share of people, %"),
            y=alt.Y("name:N", sort=None, title=None),
        )
        .properties(width=width, height=26 * len(values))
        .configure(background=colour["paper"], font=look().font["sans"])
        .configure_axis(labelColor=colour["ink"], titleColor=colour["muted"], grid=False)
        .configure_view(stroke=None)
    )
    return Picture("bars", chart.to_dict(), "Bars", "").svg()


def shares() -> Table:
    """The table behind a figure."""
    return Table(
        columns=(Column("Region"), Column("Share of people", "%")),
        rows=tuple((name, share) for name, _, share in REGIONS),
        caption="Share of people by region",
    )


def wide_table() -> Table:
    """A table too wide for a phone, with units, nothing, minus signs and a total."""
    columns = (
        Column("Region"),
        Column("People on the list", "mid-2017"),
        Column("Share of people", "%", digits=2),
        Column("Against England", "percentage points"),
        Column("Interval", "95%", align="right"),
        Column("How sure"),
    )
    rows = tuple(
        (name, people, share, None if share is None else share - 9.4, "31.0 to 44.2", "fairly")
        for name, people, share in REGIONS
    )
    return Table(
        columns=columns,
        rows=(*rows, ("England", 1_794_100, 9.4, 0.0, "8.8 to 10.0", "very")),
        caption="People who live in places on the list, by region",
        source=(Span("Office for National Statistics, "), Span("mid-2017", emphasis=True)),
        notes=("Regions are those of 2017.", "Nothing is shown as a dash."),
        totals=1,
        anchor="regions",
    )


def paragraphs() -> tuple[Block, ...]:
    """Words in every dress, with notes beside them."""
    return (
        Paragraph(
            (
                Span("“Left behind” places need more than most and have less to draw on. "),
                Span("Two in three", strong=True),
                Span(" are in the north or the midlands, as "),
                Span("", link="#by-region"),
                Span(" shows and "),
                Span("the table of regions", link="#regions"),
                Span(" counts. More is said by the "),
                Span("publisher", emphasis=True, link="https://example.org/a?b=1&c=2"),
                Span("."),
            )
        ),
        Note("doubt", "Had the people been counted a year later, between 33% and 41% would stand."),
        Paragraph(
            "A second paragraph is here to be long enough to fill a few lines, so that the "
            "measure of a line can be judged. The neighbourhoods are not poor in the same way: "
            "some lack a bus, some a library, some a job nearby, and some all of these at once."
        ),
        Note("note", "An aside."),
        Note("caution", (Span("Places are "), Span("not", strong=True), Span(" their people."))),
        BulletList(("A library", (Span("A bus, "), Span("twice an hour", emphasis=True)), "Jobs")),
    )


def sample(*, names: Sequence[str] = ()) -> Report:
    """A report with every kind of block.

    Args:
        names: Names of places that stand wherever text can stand.
    """
    picture = bars([(name, share or 0) for name, _, share in REGIONS])
    other = bars([(name, people or 0) for name, people, _ in REGIONS], width=720)
    listed = BulletList(tuple(names)) if names else BulletList(("Abbey", "Norton South"))
    return Report(
        title="Left behind neighbourhoods in England",
        subtitle="Where they are, how they differ, and how sure that is",
        stamp="Study england-2020 · leftbehind 0.1.0 · seed 7",
        language="en-GB",
        author="The leftbehind developers",
        sources=(
            (Span("Indices of Deprivation 2019", link="https://example.org/imd"), Span(", OGL")),
            "Community Needs Index 2019, Local Trust and OCSI",
        ),
        blocks=(
            Numbers(
                (
                    Number(225, "neighbourhoods on the list", role="both"),
                    Number(2_412_305, "people live in them", role="need"),
                    Number(40.06, "have no car", unit="%", role="deprived"),
                    Number("1.4 times", "the share of England"),
                )
            ),
            Contents(depth=3),
            Heading("Where they are", 2, "where"),
            *paragraphs(),
            Figure(
                picture,
                "Left behind places are in the north",
                "Bars of the share of people by region; the North East has the longest, 41.2%.",
                "ONS, mid-2017",
                shares(),
                "by-region",
                bars([(name, share or 0) for name, _, share in REGIONS], width=150),
            ),
            Heading("By region", 3, "by"),
            wide_table(),
            Heading("In more detail", 4, "detail"),
            Note("caution", "This note follows a heading and so stands in the text."),
            PageBreak(),
            Heading("How they differ", 2, "how"),
            Paragraph("People, not shares."),
            Figure(other, "People by region", "Bars of people by region.", data=shares()),
            Table((Column("Place"), Column("Rank")), (("Abbey", 12), ("Norton", 4)), "Two places"),
            listed,
        ),
    )


def nasty() -> Report:
    """A report whose every text is an attack on the page or on the typesetter."""
    everything = " ".join(NASTY)
    picture = bars([(name, 1.0) for name in NASTY])
    table = Table(
        (Column(everything, everything), Column(everything)),
        ((everything, 1), (SCRIPT, None)),
        everything,
        everything,
        (everything,),
    )
    return Report(
        title=everything,
        subtitle=everything,
        stamp=everything,
        language="en-GB",
        author=everything,
        sources=(everything,),
        blocks=(
            Heading(everything, 2, "one"),
            Contents(),
            Paragraph((Span(everything, strong=True, link="#one"), Span(BREAKOUT, emphasis=True))),
            Note("note", everything),
            Numbers((Number(everything, everything), Number(1, everything, unit=SCRIPT))),
            Figure(picture, everything, everything, everything, table),
            table,
            BulletList((everything, "nul \x00 bell \x07 turned \u202e end")),
        ),
    )
