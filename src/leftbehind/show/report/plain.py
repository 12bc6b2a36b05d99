"""A report in plain values: checked, numbered, formatted; what both templates read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isnan
from typing import Any

from leftbehind.errors import LeftBehindError, nearest, short
from leftbehind.problems import CONTROLS
from leftbehind.show import numbers
from leftbehind.show.look import theme
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
    Text,
    Value,
)
from leftbehind.show.tables import cell

Plain = dict[str, Any]
"""Texts, numbers, lists and tables of them, as JSON has them."""

ANCHOR = re.compile(r"[a-z][a-z0-9-]*")

ADDRESS = re.compile(r"(https?://|mailto:)[^\s\"<>\\]+")
"""Addresses that a link may lead to; any other kind could run something."""

OWN_ANCHORS = ("report", "contents", "sources", "appendix")
"""Anchors that the report itself sets."""

_ROOT = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'\s(width|height)="([0-9.]+)(?:px)?"')


def plain(report: Report) -> Plain:
    """A report in plain values.

    Args:
        report: The report.

    Returns:
        What `json.dumps` takes: the texts of the report, its blocks in order and the tables
        behind its figures. Numbers are words by now, figures and tables have their names, a
        note that follows text stands beside it.

    Raises:
        LeftBehindError: If headings skip a level, an anchor is used twice or leads nowhere,
            an address is none, a picture is not described, a table's rows do not fit it.

    Example:
        >>> about = Report("Title", "", "", "en", "", (), (Heading("One", 2, "one"),))
        >>> plain(about)["blocks"]
        [{'kind': 'heading', 'text': 'One', 'level': 2, 'anchor': 'one'}]
    """
    try:
        return _Setting(report).whole()
    except LeftBehindError as error:
        raise error.at(f"report “{short(report.title)}”") from None


class _Setting:
    """One report on its way; holds the names that links refer to."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.blocks: tuple[Block, ...] = report.blocks
        if report.sources:
            heading = Heading(report.labels.sources, 2, "sources")
            self.blocks += (heading, BulletList(report.sources))
        _check_levels(self.blocks)
        self.names = dict(self._names())

    def whole(self) -> Plain:
        report = self.report
        blocks = _beside([self._block(at, block) for at, block in enumerate(self.blocks)])
        return {
            "title": _clean(report.title),
            "subtitle": _clean(report.subtitle),
            "stamp": _clean(report.stamp),
            "language": report.language,
            "author": _clean(report.author),
            "labels": {name: getattr(report.labels, name) for name in report.labels.__slots__},
            "blocks": blocks,
            "headings": [one for one in blocks if one["kind"] == "heading"],
            "behind": [one["data"] for one in blocks if one["kind"] == "figure" and one["data"]],
        }

    def _names(self) -> Iterator[tuple[str, str]]:
        """Each anchor and what stands where a link to it has no words of its own."""
        self.anchors: dict[int, str] = {}
        seen = {one for one in OWN_ANCHORS if one != "sources" or not self.report.sources}
        counts = {"figure": 0, "table": 0}
        for at, block in enumerate(self.blocks):
            match block:
                case Heading():
                    anchor, name = block.anchor, _clean(block.text)
                case Figure() | Table():
                    kind = "figure" if isinstance(block, Figure) else "table"
                    counts[kind] += 1
                    anchor = block.anchor or f"{kind}-{counts[kind]}"
                    name = f"{getattr(self.report.labels, kind)} {counts[kind]}"
                case _:
                    continue
            if not ANCHOR.fullmatch(anchor):
                raise LeftBehindError(
                    f"`{short(anchor)}` is no anchor",
                    mend="use small letters, digits and hyphens, a letter first",
                )
            if anchor in seen:
                raise LeftBehindError(f"the anchor `{anchor}` is there twice", mend="rename one")
            seen.add(anchor)
            self.anchors[at] = anchor
            yield anchor, name

    def _block(self, at: int, block: Block) -> Plain:
        match block:
            case Heading(text, level, anchor):
                return {"kind": "heading", "text": _clean(text), "level": level, "anchor": anchor}
            case Paragraph(text):
                return {"kind": "paragraph", "text": self._spans(text)}
            case BulletList(items):
                return {"kind": "list", "items": [self._spans(item) for item in items]}
            case Note(kind, text):
                label = getattr(self.report.labels, kind)
                return {"kind": "note", "sort": kind, "label": label, "text": self._spans(text)}
            case Numbers(items):
                return {"kind": "numbers", "items": _big(items)}
            case Table():
                anchor = self.anchors[at]
                return self._table(block, anchor, self.names[anchor])
            case Figure():
                return self._figure(block, self.anchors[at])
            case PageBreak():
                return {"kind": "break"}
            case Contents(depth):
                return {"kind": "contents", "depth": depth}

    def _figure(self, block: Figure, anchor: str) -> Plain:
        label = self.names[anchor]
        alt = _clean(block.alt).strip()
        if not alt:
            raise LeftBehindError(f"{label} has no alt text", mend="say in words what it shows")
        width, height = _size(block.picture, label)
        behind = f"{self.report.labels.table_behind} {label}"
        data = self._table(block.data, f"{anchor}-data", behind) if block.data else None
        return {
            "kind": "figure",
            "anchor": anchor,
            "label": label,
            "picture": block.picture,
            "narrow": block.narrow,
            "width": width,
            "height": height,
            "caption": self._spans(block.caption),
            "alt": alt,
            "source": self._spans(block.source),
            "data": data,
        }

    def _table(self, block: Table, anchor: str, label: str) -> Plain:
        wrong = [at for at, row in enumerate(block.rows, 1) if len(row) != len(block.columns)]
        if wrong:
            raise LeftBehindError(
                f"row {wrong[0]} of {label} has {len(block.rows[wrong[0] - 1])} cells, "
                f"its columns are {len(block.columns)}",
                mend="give one value for each column, None for nothing",
            )
        digits = [column.digits for column in block.columns]
        return {
            "kind": "table",
            "anchor": anchor,
            "label": label,
            "caption": self._spans(block.caption),
            "columns": [
                {
                    "heading": _clean(column.heading),
                    "unit": _clean(column.unit),
                    "align": _align(column, [row[at] for row in block.rows]),
                }
                for at, column in enumerate(block.columns)
            ],
            "rows": [list(map(shown, row, digits)) for row in block.rows],
            "row_heading": -1 if block.row_heading is None else block.row_heading,
            "totals": block.totals,
            "folded": block.folded,
            "source": self._spans(block.source),
            "notes": [self._spans(note) for note in block.notes],
        }

    def _spans(self, text: Text) -> list[Plain]:
        spans = (Span(text),) if isinstance(text, str) else text
        found = []
        for span in spans:
            words = _clean(span.text)
            if span.link.startswith("#"):
                name = self._name(span.link[1:])
                words = words or name
            elif span.link and not ADDRESS.fullmatch(span.link):
                raise LeftBehindError(
                    f"`{short(_clean(span.link))}` is no address a link may lead to",
                    mend="use https, http, mailto or # and an anchor",
                )
            if words:
                found.append(
                    {
                        "text": words,
                        "strong": span.strong,
                        "emphasis": span.emphasis,
                        "link": span.link,
                    }
                )
        return found

    def _name(self, anchor: str) -> str:
        if anchor not in self.names:
            raise LeftBehindError(
                f"a link leads to `{short(anchor)}`, which is not in the report",
                mend=nearest(anchor, self.names),
            )
        return self.names[anchor]


def shown(value: Value, digits: int = 1) -> str:
    """One value as it stands in a table; nothing is an en dash, never a zero.

    Example:
        >>> shown(-12345), shown(2.25, 2), shown(None), shown("Abbey")
        ('−12,345', '2.25', '–', 'Abbey')
    """
    if isinstance(value, float):
        return cell(None) if isnan(value) else numbers.plain(value, digits)
    return _clean(cell(value))


def _clean(text: str) -> str:
    """Text without the controls that no page can show."""
    return re.sub(CONTROLS, " ", text)


def _check_levels(blocks: tuple[Block, ...]) -> None:
    above = 1
    for block in blocks:
        if isinstance(block, Heading):
            if not 2 <= block.level <= min(above + 1, 4):
                raise LeftBehindError(
                    f"the heading “{short(block.text)}” is of level {block.level} "
                    f"and follows one of level {above}",
                    mend=f"give it a level from 2 to {min(above + 1, 4)}",
                )
            above = block.level


def _beside(blocks: list[Plain]) -> list[Plain]:
    """Notes put beside the text they follow."""
    found: list[Plain] = []
    for block in blocks:
        before: Plain = found[-1] if found else {"kind": "none"}
        if block["kind"] == "note" and before["kind"] in ("paragraph", "list"):
            found[-1] = {"kind": "beside", "text": before, "notes": [block]}
        elif block["kind"] == "note" and before["kind"] == "beside":
            before["notes"].append(block)
        else:
            found.append(block)
    return found


def _big(items: tuple[Number, ...]) -> list[Plain]:
    if not 2 <= len(items) <= 4:
        raise LeftBehindError(f"{len(items)} big numbers in a row", mend="give two to four")
    roles = theme().colour
    for item in items:
        if item.role and item.role not in roles:
            raise LeftBehindError(
                f"the look has no colour `{short(item.role)}`", mend=nearest(item.role, roles)
            )
    return [
        {
            "value": shown(item.value, item.digits) + _clean(item.unit),
            "label": _clean(item.label),
            "role": item.role,
        }
        for item in items
    ]


def _align(column: Column, values: list[Value]) -> str:
    if column.align:
        return column.align
    given = [value for value in values if value is not None]
    return "right" if given and not any(isinstance(value, str) for value in given) else "left"


def _size(picture: str, label: str) -> tuple[float, float]:
    """Width and height of a picture in pixels."""
    root = _ROOT.search(picture)
    size = dict(_SIZE.findall(root.group())) if root else {}
    if len(size) < 2:
        raise LeftBehindError(
            f"the picture of {label} is no SVG with a width and a height in pixels",
            mend="draw it with both",
        )
    return float(size["width"]), float(size["height"])
