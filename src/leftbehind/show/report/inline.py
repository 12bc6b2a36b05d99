"""A picture made part of a page: its names its own, nothing in it that runs or fetches."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from leftbehind.errors import LeftBehindError

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_UNWANTED = {"script", "style", "foreignObject", "metadata", "iframe", "set", "animate"}
"""Elements left out: they run, move, or would dress the whole page."""

_DROPPED = {"class", "role", "tabindex", "version", "focusable"}
"""Attributes left out: names that the page's own style could mean, and what a reader of
screens is told by the one label of the picture."""

_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")


def inline(picture: str, prefix: str, label: str) -> str:
    """An SVG picture as an element of a page.

    Args:
        picture: The SVG.
        prefix: What its ids begin with, so that they are its own on the page; a number
            follows, because whatever drew it may count on from one picture to the next.
        label: What it shows, for those who cannot see it.

    Returns:
        The element. Colours are attributes, in small letters, for a style sheet to find.

    Raises:
        LeftBehindError: If it is no SVG.

    Example:
        >>> inline('<svg width="9" height="9"><path id="a" style="fill:#FFF"/></svg>', "f", "!")
        '<svg width="9" height="9" viewBox="0 0 9 9" role="img" aria-label="!"><path id="f_1"
         fill="#fff" /></svg>'
    """
    try:
        root = ElementTree.fromstring(picture)  # noqa: S314 - drawn by this package
    except ElementTree.ParseError as error:
        raise LeftBehindError(f"a picture is no SVG: {error}", where=prefix) from None
    _mend(root, _Names(prefix))
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {root.get('width', '0')} {root.get('height', '0')}")
    root.set("role", "img")
    root.set("aria-label", label)
    return ElementTree.tostring(root, encoding="unicode")


class _Names(dict[str, str]):
    """New ids by old, numbered as they are met."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix

    def __missing__(self, old: str) -> str:
        self[old] = f"{self.prefix}_{len(self) + 1}"
        return self[old]


def _mend(element: ElementTree.Element, names: _Names) -> None:
    element.tag = _local(element.tag)
    given = dict(element.attrib)
    for declared in given.pop("style", "").split(";"):
        name, _, value = declared.partition(":")
        if value:
            given[name.strip()] = value.strip()
    element.attrib.clear()
    for name, value in given.items():
        _set(element, name, value, names)
    for child in list(element):
        if _local(child.tag) in _UNWANTED:
            element.remove(child)
        else:
            _mend(child, names)


def _set(element: ElementTree.Element, name: str, value: str, names: _Names) -> None:
    local = "xml:space" if name == _SPACE else _local(name)
    if local in _DROPPED or local.startswith(("on", "aria-")):
        return
    if local == "id":
        value = names[value]
    elif local == "href":
        if value.startswith("#"):
            value = f"#{names[value[1:]]}"
        elif not value.startswith("data:image/"):
            return
    elif value.startswith("#"):
        value = value.lower()
    elif "url(" in value:
        value = _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value)
    element.set(local, value)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
