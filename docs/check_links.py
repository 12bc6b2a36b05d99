"""Check that every relative link in the project's pages leads to a file and a heading.

Sphinx checks the links between the pages in docs/; this one checks those that Sphinx does
not see: from the pages at the top, and from docs/ to files elsewhere. It uses no network.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent


class _Tags(HTMLParser):
    """Collects where HTML inside a page leads, and what it can be reached by."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in {"href", "src", "srcset"}:
                self.links.append(value.split()[0] if name == "srcset" else value)
            elif value and name in {"id", "name"}:
                self.anchors.append(value)


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


@cache
def links_and_anchors(page: Path) -> tuple[list[tuple[int, str]], set[str]]:
    """The links of a Markdown page with their lines, and the anchors it offers."""
    text = page.read_text("utf-8")
    tags, links, line = _Tags(), list[tuple[int, str]](), 1
    headings: dict[str, int] = {}
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    for token, after in zip(flat := list(_flat(tokens)), [*flat[1:], None], strict=True):
        line = token.map[0] + 1 if token.map else line
        if target := token.attrGet("href") or token.attrGet("src"):
            links.append((line, str(target)))
        if token.type in {"html_block", "html_inline"}:
            tags.feed(token.content)
            links += [(line, target) for target in tags.links]
            tags.links.clear()
        if token.type == "heading_open" and after is not None:
            plain = "".join(t.content for t in after.children or [] if not t.children)
            slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
            headings[slug] = headings.get(slug, -1) + 1
            if headings[slug]:
                headings[f"{slug}-{headings[slug]}"] = 0
    labels = re.findall(r"^\(([^)\s]+)\)=\s*$", text, flags=re.MULTILINE)
    return links, {*headings, *labels, *tags.anchors}


def problem(page: Path, link: str) -> str:
    """What is wrong with a link; nothing if it leads somewhere or to another site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    by_sphinx = page.is_relative_to(ROOT / "docs")
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_relative_to(ROOT) or parts.path.startswith("/"):
        return "leads out of the project"
    if not target.exists() and not (by_sphinx and target.with_suffix(".md").exists()):
        return "there is no such file"
    if parts.fragment and target.suffix == ".md" and not by_sphinx:
        anchors = links_and_anchors(target)[1]
        if unquote(parts.fragment) not in anchors:
            return f"no such heading; there are: {', '.join(sorted(anchors))}"
    return ""


def main() -> int:
    """Print each broken link as file:line; return 1 if there is one."""
    docs = (p for p in (ROOT / "docs").rglob("*.md") if "_build" not in p.parts)
    pages = sorted([*ROOT.glob("*.md"), *docs])
    count = broken = 0
    for page in pages:
        for line, link in links_and_anchors(page)[0]:
            count += 1
            if what := problem(page, link):
                broken += 1
                print(f"{page.relative_to(ROOT)}:{line}: {link}: {what}")
    print(f"{count} links in {len(pages)} pages, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
