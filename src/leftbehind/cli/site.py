"""The commands that publish the explorer and open it here."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    FIRST,
    Changes,
    Quiet,
    What,
    hush,
    is_quiet,
    note,
    reading,
    results_and_shelf,
)
from leftbehind.cli.compare import Listed, Which
from leftbehind.data.catalogue import LICENCES
from leftbehind.errors import LeftBehindError

if TYPE_CHECKING:
    from leftbehind.analysis.typology import Typology
    from leftbehind.results import Results
    from leftbehind.show.site.beside import Beside
    from leftbehind.study import Study

Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept-terms", help="Accept the unclear terms of this licence; may be repeated."
    ),
]

Since = Annotated[
    list[str] | None,
    typer.Option("--since", help="Another study, such as an earlier edition; may be repeated."),
]

WithKinds = Annotated[bool, typer.Option("--kinds", help="Add the kinds of neighbourhood.")]


def publish(
    what: What = "",
    folder: Annotated[
        Path, typer.Argument(help="Folder for the site: new, empty, or published before.")
    ] = Path("site"),
    accept_terms: Accept = None,
    since: Since = None,
    kinds: WithKinds = False,
    listed: Listed = Which.study,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Write the explorer as static files: a map, a list and the question “what if”."""
    hush(quiet)
    _written(
        what, folder, accept_terms, since, changes, published=listed is Which.published, kinds=kinds
    )
    note(f"Written: {folder}. Put it on any web host, or run: leftbehind explore")


def explore(
    what: What = "",
    port: Annotated[int, typer.Option(help="Port of this machine; 0: any that is free.")] = 0,
    since: Since = None,
    kinds: WithKinds = False,
    listed: Listed = Which.study,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Open the explorer on this machine; nothing leaves it. Ctrl-C ends it."""
    hush(quiet)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "site"
        # Nothing is handed on: what is shown here stays here.
        unclear = [name for name, licence in LICENCES.items() if licence.unclear]
        _written(
            what, folder, unclear, since, changes, published=listed is Which.published, kinds=kinds
        )
        pages = partial(_Quietly, directory=str(folder))
        with ThreadingHTTPServer(("127.0.0.1", port), pages) as server:
            address = f"http://127.0.0.1:{server.server_port}/"
            print(address, flush=True)
            if show:
                typer.launch(address)
            with suppress(KeyboardInterrupt):
                server.serve_forever()


class _Quietly(SimpleHTTPRequestHandler):
    """A server that does not write every request to the terminal."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _written(
    what: str,
    folder: Path,
    accept: list[str] | None,
    since: list[str] | None,
    changes: list[str] | None,
    *,
    published: bool,
    kinds: bool,
) -> None:
    from leftbehind.results import refuse_foreign
    from leftbehind.show.progress import status
    from leftbehind.show.site.publish import publish as publish_results

    refuse_foreign(folder)
    if kinds and not _is_study(what, changes, published=published):
        raise LeftBehindError(
            "results hold no kinds of neighbourhood: they are found from the tables of a study",
            where=what or "--kinds",
            mend="name the study, or leave out --kinds",
        )
    named = [_named(name) for name in since or ()]  # before anything takes long
    results, shelf = results_and_shelf(what, changes, published=published)
    others = [_beside(other, what, changes, published=published) for other in named]
    typology = _kinds(what, changes, published=published) if kinds else None
    with status(quiet=is_quiet()) as tell:
        publish_results(
            results,
            folder,
            accept=accept or (),
            shelf=shelf,
            tell=tell,
            since=others,
            kinds=typology,
        )


def _kinds(what: str, changes: list[str] | None, *, published: bool) -> Typology:
    """The kinds of neighbourhood of the list that is published."""
    from leftbehind.analysis.typology import typology

    with reading() as tell:
        return typology(_study(what, changes, published=published), tell=tell)


def _named(name: str) -> Study | Results:
    """A study, or what a folder of results holds."""
    from leftbehind.results import read_results
    from leftbehind.study_file import read_study

    return read_results(Path(name)) if Path(name).is_dir() else read_study(name)


def _beside(
    other: Study | Results, what: str, changes: list[str] | None, *, published: bool
) -> Beside:
    """Another study beside the one that is published, if that is named."""
    from leftbehind.show.site.beside import beside

    own = None
    if _is_study(what, changes, published=published):
        own = _study(what, changes, published=published)
    with reading() as tell:
        return beside(other, own, tell=tell)


def _is_study(what: str, changes: list[str] | None, *, published: bool) -> bool:
    """Whether a study is published, and not results that were read from a folder."""
    return not Path(what).is_dir() if what else bool(changes or published)


def _study(what: str, changes: list[str] | None, *, published: bool) -> Study:
    """The study that is published, as it was asked for."""
    from leftbehind.study_file import read_study

    own = read_study(what or FIRST, changes or ())
    return own.with_published_list() if published else own
