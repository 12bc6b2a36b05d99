"""A report as one HTML file that needs nothing else: no script, no network."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from leftbehind.show.look import Mode, in_the_dark, look, theme
from leftbehind.show.report.blocks import Report
from leftbehind.show.report.inline import inline
from leftbehind.show.report.plain import Plain, plain

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

FONT = "fontpkg_atkinson_hyperlegible"
"""The package that holds the first family of the look."""

FACES = (("Regular", 400, "normal"), ("Bold", 700, "normal"), ("Italic", 400, "italic"))
"""Faces that the file carries: file, weight, style."""


def to_html(report: Report) -> str:
    """A report as one HTML file.

    Args:
        report: The report.

    Returns:
        The file, with its style, pictures and fonts inside. A policy in it keeps a browser
        from running or fetching anything.

    Raises:
        LeftBehindError: If the report is not in order, as `plain` says.

    Example:
        >>> page = to_html(Report("<b>Title</b>", "", "", "en-GB", "", (), ()))
        >>> "<h1>&lt;b&gt;Title&lt;/b&gt;</h1>" in page
        True
    """
    from markupsafe import Markup

    whole = plain(report)
    pictures = {
        block["anchor"]: _drawn(block) for block in whole["blocks"] if block["kind"] == "figure"
    }
    style = _style()
    return (
        _template().render(
            **whole,
            pictures=pictures,
            style=Markup(style),  # noqa: S704 - our own
            policy=_policy(style),
        )
        + "\n"
    )


def _drawn(figure: Plain) -> dict[str, Markup]:
    """The picture of a figure and the same for a phone, as elements of the page."""
    from markupsafe import Markup

    given = {"broad": figure["picture"], "narrow": figure["narrow"]}
    return {
        name: Markup(inline(picture, f"{figure['anchor']}_{name}", figure["alt"]))  # noqa: S704
        for name, picture in given.items()
        if picture
    }


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("leftbehind.show.report", ".")
    page = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return page.get_template("template.html.j2")


def _policy(style: str) -> str:
    """What a browser may do with the file: show this one style and what is inside."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    own = (resources.files("leftbehind.show.report") / "style.css").read_text("utf-8")
    space, font = look().space, look().font
    paper = theme().colour["paper"]
    return "\n".join(
        [
            *_faces(),
            ":root { color-scheme: light dark;",
            f"--sans: {_families()}; --small: {font['small']};",
            f"--measure: {space['measure']}; --radius: {space['radius']}px; {_colours('light')} }}",
            own,
            *(f".numbers .{role} {{ --role: var(--{role}); }}" for role in theme().colour),
            "@media screen and (prefers-color-scheme: dark) {",
            f":root {{ {_colours('dark')} }}",
            in_the_dark(),
            "}",
            "@media print {",
            ":root { --paper: #ffffff; }",
            f'figure svg [fill="{paper}"] {{ fill: #ffffff; }}',
            "}",
        ]
    )


def _colours(mode: Mode) -> str:
    return " ".join(f"--{role}: {colour};" for role, colour in theme(mode).colour.items())


def _families() -> str:
    """The families of the look, each one with a space in its name in quotation marks."""
    names = (name.strip() for name in look().font["sans"].split(","))
    return ", ".join(f'"{name}"' if " " in name else name for name in names)


def _faces() -> list[str]:
    family = look().font["sans"].split(",")[0]
    faces = []
    for name, weight, style in FACES:
        file = resources.files(FONT) / "files" / f"AtkinsonHyperlegible-{name}.ttf"
        data = base64.b64encode(file.read_bytes()).decode()
        faces.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
            f"font-style: {style}; src: url(data:font/ttf;base64,{data}); }}"
        )
    return faces
