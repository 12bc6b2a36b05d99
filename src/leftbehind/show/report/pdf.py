"""A report as a tagged PDF (PDF/UA-1), set by Typst with the look's own fonts."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from leftbehind.errors import LeftBehindError, short
from leftbehind.show.look import look, theme
from leftbehind.show.report.blocks import Report
from leftbehind.show.report.html import FONT
from leftbehind.show.report.plain import plain

if TYPE_CHECKING:
    import typst

STANDARD: Final = "ua-1"
"""The standard asked for: PDF/UA-1, ISO 14289-1."""


def to_pdf(report: Report, *, appendix: bool = True) -> bytes:
    """A report as a tagged PDF.

    Args:
        report: The report.
        appendix: Whether the tables behind the figures follow at the end.

    Returns:
        The file; the same report gives the same bytes.

    Raises:
        LeftBehindError: If the report is not in order, as `plain` says, or no font has one
            of its letters.

    Example:
        >>> to_pdf(Report("Title", "", "", "en-GB", "", (), ()))[:8]
        b'%PDF-1.7'
    """
    import typst

    whole = plain(report)
    if not appendix:
        whole["behind"] = []
    paper = f'"{theme().colour["paper"]}"'
    for block in whole["blocks"]:
        if block["kind"] == "figure":
            # Paper is white here: a tint around each picture would be printed.
            block["picture"] = block["picture"].replace(paper, '"#ffffff"')
    whole["look"] = {"colour": theme().colour, "font": look().font["sans"].split(",")[0]}
    data = json.dumps(whole, ensure_ascii=False)
    try:
        return _compiled(data, own_fonts=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    # A name in a script that the look's fonts lack: rather this machine's fonts than none.
    try:
        return _compiled(data, own_fonts=False)
    except typst.TypstError as error:
        raise LeftBehindError(
            f"no font here has a letter of it: {error}",
            where=f"report “{short(report.title)}”",
            mend="install a font that has it, such as Noto, or take the HTML",
        ) from None


def _compiled(data: str, *, own_fonts: bool) -> bytes:
    import typst

    template = (resources.files("leftbehind.show.report") / "template.typ").read_bytes()
    compiler = typst.Compiler(
        template, font_paths=_fonts(only_own=own_fonts), sys_inputs={"report": data}
    )
    made = compiler.compile(format="pdf", pdf_standards=STANDARD)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


@cache
def _fonts(*, only_own: bool) -> typst.Fonts:
    import typst

    with resources.as_file(resources.files(FONT) / "files") as folder:
        return typst.Fonts(include_system_fonts=not only_own, font_paths=[folder])
