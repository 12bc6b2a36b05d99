"""Directives that run what a page prints while the page is built, so that it stays true.

Each page has a folder of its own that is thrown away at the end, and is read by one process
from top to bottom; pages beside each other know nothing of one another, so that several can be
read at once. No table but the simulated ones is within reach there, and nothing is fetched.
What ends otherwise than the page says stops the build.
"""

from __future__ import annotations

import ast
import io
import os
import shlex
import sys
import textwrap
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from leftbehind import catalogue
from leftbehind.cli import main
from leftbehind.cli.common import _Loudness
from leftbehind.data.catalogue import licence_of
from leftbehind.data.corrections import corrections_of
from leftbehind.data.fetch import CACHE, FOLDER

_PIPE, _WIDTH = 140, 90
"""Characters of a line that the command writes into a pipe, and that a page has room for."""

_LANGUAGES = {".py": "python", ".toml": "toml", ".csv": "text"}

_CACHE_FOLDER = ".cache"
"""What all pages share: polygons of the simulated country, made once."""

_homes: list[TemporaryDirectory[str]] = []
"""The one folder of this build, with a folder in it for each page."""

_names: dict[str, dict[str, Any]] = {}


class _Live(SphinxDirective):
    """A directive that works in the folder of its page."""

    has_content = True

    @property
    def folder(self) -> Path:
        place = Path(_homes[-1].name, self.env.docname)
        place.mkdir(parents=True, exist_ok=True)
        return place

    def block(self, text: str, language: str) -> nodes.literal_block:
        """A block of code as the page shows it."""
        shown = nodes.literal_block(text, text, language=language)
        self.set_source_info(shown)
        return shown

    def stop(self, what: str) -> ExtensionError:
        """An error that names the line of the page."""
        path, line = self.get_source_info()
        return ExtensionError(f"{path}:{line}: {what}")


class File(_Live):
    """A file that the page shows, and that its commands can read."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the file and show it under its name."""
        name, text = self.arguments[0], "\n".join(self.content)
        (self.folder / name).write_text(text + "\n", "utf-8")
        language = _LANGUAGES.get(Path(name).suffix, "text")
        heading = nodes.paragraph("", "", nodes.literal(name, name))
        return [heading, self.block(text, language)]


class Run(_Live):
    """Commands, one a line, and what they print."""

    option_spec: ClassVar[dict[str, Any]] = {
        "exit": directives.nonnegative_int,
        "head": directives.positive_int,
        "hide": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Run the commands; stop the build if one ends otherwise than `exit` says."""
        shown: list[str] = []
        for command in self.content:
            shown += [f"$ {command}", *self._output(command)]
        return [] if "hide" in self.options else [self.block("\n".join(shown), "console")]

    def _output(self, command: str) -> list[str]:
        program, *arguments = shlex.split(command)
        if program != "leftbehind":
            raise self.stop(f"only leftbehind is run, not {program}")
        said = io.StringIO()
        with _inside(self.folder), redirect_stdout(said), redirect_stderr(said):
            code = _ended(arguments)
        if code != self.options.get("exit", 0):
            raise self.stop(f"{command} ended with {code}:\n{said.getvalue()}")
        lines = _fitted([line.rstrip() for line in said.getvalue().rstrip().splitlines()])
        most = self.options.get("head", len(lines))
        return [*lines[:most], "…"] if len(lines) > most else lines


class Example(_Live):
    """Python as it is typed, and what it answers; one page is one session."""

    option_spec: ClassVar[dict[str, Any]] = {"raises": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Run the statements in turn; stop the build if one raises what is not said."""
        source = "\n".join(self.content)
        names = _names.setdefault(self.env.docname, {"__name__": "__main__"})
        shown: list[str] = []
        raised = ""
        for statement in ast.parse(source).body:
            first, last = statement.lineno - 1, statement.end_lineno
            lines = source.splitlines()[first:last]
            shown += [f"{'...' if n else '>>>'} {line}" for n, line in enumerate(lines)]
            said = io.StringIO()
            with _inside(self.folder), redirect_stdout(said):
                try:
                    exec(compile(ast.Interactive([statement]), "<page>", "single"), names)  # noqa: S102
                except Exception as error:
                    raised = type(error).__name__
                    if raised != self.options.get("raises"):
                        raise self.stop("".join(traceback.format_exception(error))) from error
                    said.write(f"{raised}: {error}\n")
            shown += [line.rstrip() for line in said.getvalue().rstrip().splitlines()]
        if raised != self.options.get("raises", ""):
            raise self.stop("the example raises nothing")
        return [self.block("\n".join(shown), "pycon")]


class CatalogueTables(SphinxDirective):
    """The catalogue of published tables, one row each."""

    HEADINGS = ("Table", "Publisher and licence", "Areas, date and rows", "Status")

    def run(self) -> list[nodes.Node]:
        """Make a table of the catalogue that comes with the package."""
        table = nodes.table(classes=["catalogue"])
        group = nodes.tgroup(cols=len(self.HEADINGS))
        group += [nodes.colspec(colwidth=1) for _ in self.HEADINGS]
        head, body = nodes.thead(), nodes.tbody()
        head += _row([[nodes.paragraph(text=heading)] for heading in self.HEADINGS])
        for name, entry in catalogue().table.items():
            first = [
                nodes.paragraph("", "", nodes.literal(name, name)),
                nodes.paragraph(text=entry.title),
            ]
            if entry.defects:
                first.append(nodes.paragraph(text=f"Known defects: {entry.defects}."))
            first += [nodes.paragraph(text=f"Error as published: {one.wrong}")
                      for one in corrections_of([name]).values()]  # fmt: skip
            rows = f"{entry.rows:,} rows" if entry.rows else ""
            which = [" → ".join(entry.geographies), entry.date, rows]
            of = [entry.publisher, licence_of(entry.licence).name]
            body += _row(
                [
                    first,
                    [nodes.paragraph(text=text) for text in of if text],
                    [nodes.paragraph(text=text) for text in which if text],
                    [nodes.paragraph(text=entry.status)],
                ]
            )
        group += [head, body]
        table += group
        return [table]


def _ended(arguments: list[str]) -> int:
    """Run a command in this process, which has imported everything, and give its exit code."""
    before = sys.argv
    sys.argv = ["leftbehind", *arguments]
    _Loudness.quiet = False
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    finally:
        sys.argv = before
    return 0


def _fitted(lines: list[str]) -> list[str]:
    """Sentences broken again where the page ends; tables are left as they are."""
    whole: list[str] = []
    for above, line in zip(["", *lines], lines, strict=False):
        broken = above and line and len(above) + 1 + len(line.split()[0]) >= _PIPE
        if broken and not _is_table(above + line):
            whole[-1] += f" {line}"  # its first word found no room above
        else:
            whole.append(line)
    return [part for line in whole for part in
            ([line] if _is_table(line) or not line else textwrap.wrap(line, _WIDTH))]  # fmt: skip


def _is_table(line: str) -> bool:
    return "  " in line or "─" in line


def _row(cells: list[list[nodes.paragraph]]) -> nodes.row:
    row = nodes.row()
    row += [nodes.entry("", *cell) for cell in cells]
    return row


def _surroundings() -> dict[str, str]:
    """The environment of a page: no published table can be had in it."""
    kept = {name: value for name, value in os.environ.items() if name != FOLDER}
    return {
        **kept,
        CACHE: str(Path(_homes[-1].name, _CACHE_FOLDER)),
        "COLUMNS": "80",
        "PYTHONUTF8": "1",
    }


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before, place = dict(os.environ), Path.cwd()
    os.environ.clear()
    os.environ.update(_surroundings())
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(place)
        os.environ.clear()
        os.environ.update(before)


def _move_in(app: Sphinx) -> None:
    """Make the folder before there are processes that read pages, so that all have the one."""
    _homes.append(TemporaryDirectory(prefix="leftbehind-docs-"))


def _sweep(app: Sphinx, error: Exception | None) -> None:
    _homes.pop().cleanup()


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("file", File)
    app.add_directive("run", Run)
    app.add_directive("example", Example)
    app.add_directive("catalogue", CatalogueTables)
    app.connect("builder-inited", _move_in)
    app.connect("build-finished", _sweep)
    return {"parallel_read_safe": True}
