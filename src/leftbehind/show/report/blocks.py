"""What a report is made of: a list of blocks, set alike on a page and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Value = str | int | float | None
"""What a cell of a table or a big number holds; None is nothing, never a zero."""

Align = Literal["left", "right"]

NoteKind = Literal["note", "doubt", "caution"]
"""An aside, how sure something is, what must not be read into it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one dress.

    Attributes:
        text: The words. If they are empty and the link leads to a figure or a table of the
            report, its name stands there: "Figure 3".
        strong: Whether it is set in bold.
        emphasis: Whether it is set in italics.
        link: Where it leads: an address (https, http, mailto), or "#" and the anchor of a
            heading, a figure or a table of the report.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


Text = str | tuple[Span, ...]
"""Words as they are, or in several dresses; never mark-up."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        text: The words.
        level: 2 to 4: the title of the report is the only one of level 1.
        anchor: What links to it call it: small letters, digits and hyphens.
    """

    text: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a `Note` that follows it stands in the margin beside it."""

    text: Text


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list of points in no order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Words beside the argument: an aside, a doubt, a caution."""

    kind: NoteKind
    text: Text


@dataclass(frozen=True, slots=True)
class Number:
    """One big number.

    Attributes:
        value: The number, or words that hold one, such as "1.4 times".
        label: What it counts.
        digits: Decimals, unless it is a whole number.
        unit: What follows the number at once, such as "%".
        role: Colour of the look that marks it: "both", "deprived", "need", "neither",
            "outcome"; none if empty.
    """

    value: Value
    label: str
    digits: int = 1
    unit: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A row of two to four big numbers."""

    items: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        heading: Its heading.
        unit: Unit of its numbers, small under the heading.
        align: Where its cells stand; numbers right and words left unless said.
        digits: Decimals of its numbers that are no whole numbers.
    """

    heading: str
    unit: str = ""
    align: Align | None = None
    digits: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        columns: Its columns.
        rows: One value for each column.
        caption: What it shows.
        source: Source, date and licence.
        notes: What must be known to read it.
        row_heading: Position of the column that names its rows; None if none does.
        totals: How many of the last rows sum up those above.
        anchor: What links to it call it; "table-1" and so on unless said.
        folded: Whether it is closed on a page until somebody opens it; on paper it never is.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    caption: Text
    source: Text = ""
    notes: tuple[Text, ...] = ()
    row_heading: int | None = 0
    totals: int = 0
    anchor: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture.

    Attributes:
        picture: SVG, drawn in the light colours of the look.
        caption: What it shows.
        alt: The same for those who cannot see it.
        source: Source, date and licence.
        data: The table behind it: closed below it on a page, in the appendix on paper.
        anchor: What links to it call it; "figure-1" and so on unless said.
        narrow: The same drawn for a phone, at most 330 pixels wide; shown there instead.
    """

    picture: str
    caption: Text
    alt: str
    source: Text = ""
    data: Table | None = None
    anchor: str = ""
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page; on a screen nothing is seen of it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents.

    Attributes:
        depth: The lowest level of headings that it shows.
    """

    depth: int = 2


Block = (
    Heading
    | Paragraph
    | BulletList
    | Note
    | Numbers
    | Table
    | Figure
    | PageBreak
    | Contents
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that the report itself adds, in its language."""

    figure: str = "Figure"
    table: str = "Table"
    contents: str = "Contents"
    sources: str = "Sources"
    source: str = "Source"
    table_behind: str = "The table behind"
    appendix: str = "Tables behind the figures"
    skip: str = "Skip to the report"
    page: str = "Page"
    note: str = "Note"
    doubt: str = "How sure is this?"
    caution: str = "Take care"


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        title: What it is called.
        subtitle: What it is about, in a line.
        stamp: What it was made from: study, edition, version. No clock.
        language: Its language as a tag (BCP 47), such as "en-GB".
        author: Who answers for it.
        sources: Where its figures come from; the last section.
        blocks: The rest, in order.
        labels: The words that the report itself adds.
    """

    title: str
    subtitle: str
    stamp: str
    language: str
    author: str
    sources: tuple[Text, ...]
    blocks: tuple[Block, ...]
    labels: Labels = Labels()
