"""What the commands share: options, how loud to be, where tables go."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leftbehind.errors import LeftBehindError, nearest, short
from leftbehind.show.files import Format

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from leftbehind.analysis.since import Since
    from leftbehind.data.shelf import Shelf
    from leftbehind.results import Results
    from leftbehind.show.picture import Picture

RESULTS = Path("results")
"""Where `run` puts the results of a study unless told otherwise: results/STUDY."""

FIRST = "england-2020"
"""The study that is meant where none is named and there are no results yet."""

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.")]
Form = Annotated[Format, typer.Option("--format", "-f", help="How the table is written.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.")]
Folder = Annotated[Path | None, typer.Option("--out", "-o", help="Folder for tables and pictures.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", help="Patch the study: group.left-behind.worst.need=15%"),
]
What = Annotated[
    str, typer.Argument(help="A study, a study file, or a folder of results. None: the latest.")
]

Before = Annotated[
    str, typer.Option("--since", help="An earlier study, or a study file: what changed since.")
]


class _Loudness:
    quiet = False


def hush(quiet: bool) -> None:
    """Be quiet from now on, if asked; nothing makes it loud again."""
    _Loudness.quiet = _Loudness.quiet or quiet


def is_quiet() -> bool:
    """Whether only results and errors are to be said."""
    return _Loudness.quiet


def results_of(what: str | None, changes: list[str] | None, *, published: bool = False) -> Results:
    """The results that are meant, as `results_and_shelf` finds them."""
    return results_and_shelf(what, changes, published=published)[0]


def results_and_shelf(
    what: str | None, changes: list[str] | None, *, published: bool = False
) -> tuple[Results, Shelf]:
    """The results that are meant, a folder's, a study's (run now), or the latest; its tables.

    Args:
        what: A study, a study file or a folder.
        changes: Patches of the study.
        published: Take the published list in the place of the study's own.
    """
    from leftbehind.results import MANIFEST

    if not what and not changes and not published:
        written = [folder for folder in RESULTS.glob("*/") if (folder / MANIFEST).is_file()]
        latest = max(written, key=lambda folder: (folder / MANIFEST).stat().st_mtime, default=None)
        if latest is not None:
            note(f"From {latest}")
            return _read(latest)
        note(f"There are no results in the folder {RESULTS}/ yet, so this runs {FIRST}.")
    if what and Path(what).is_dir():
        if changes or published:
            option = "--set" if changes else "--list"
            raise typer.BadParameter(f"{option} changes a study; results are already made")
        return _read(Path(what))
    from leftbehind.data.shelf import Shelf
    from leftbehind.running.run import run as run_study
    from leftbehind.running.run import shelf_of
    from leftbehind.study_file import read_study, study_names

    if what and what not in study_names() and not Path(what).is_file():
        there = [str(folder) for folder in RESULTS.glob("*/")]
        raise LeftBehindError(
            f"there is no study, study file or folder of results {short(what)!r}",
            mend=nearest(what, [*study_names(), *there]),
        )
    with reading() as tell:
        study = read_study(what or FIRST, changes or ())
        asked = study.with_published_list() if published else study
        return run_study(asked, tell=tell), shelf_of(asked, Shelf())


def since_of(what: str, changes: list[str] | None, before: str) -> tuple[Since, Shelf]:
    """What became of the list of a study since another; the tables of the later one.

    Args:
        what: The later study, or its file.
        changes: Patches of it.
        before: The earlier study, or its file.
    """
    from leftbehind.analysis.since import since
    from leftbehind.data.shelf import Shelf
    from leftbehind.running.run import shelf_of
    from leftbehind.study_file import read_study

    for named in (what, before):
        if not named or Path(named).is_dir():
            raise typer.BadParameter(
                "what changed is found by running two studies: name both, and no folder of results"
            )
    with reading() as tell:
        study = read_study(what, changes or ())
        return since(read_study(before), study, tell=tell), shelf_of(study, Shelf())


def _read(folder: Path) -> tuple[Results, Shelf]:
    """Results of a folder, and the tables that are not a study's own."""
    from leftbehind.data.shelf import Shelf, Simulation
    from leftbehind.results import read_results
    from leftbehind.study import SimulationSize

    results = read_results(folder)
    told = SimulationSize.model_validate(results.manifest["study"].get("simulation", {}))
    return results, Shelf(simulation=Simulation(told.areas, told.seed))


def console_for(out: Path | None) -> Console:
    """A console on the terminal, or one that records for a file."""
    from rich.console import Console

    if out:
        return Console(record=True, file=io.StringIO(), width=140)
    # A pipe has no width of its own, and a table cut to 80 columns is no table.
    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def close(console: Console, out: Path | None) -> None:
    """Write what was recorded into its file."""
    if out:
        save(out, console.export_text().encode())


def write(frame: pl.DataFrame, form: Format, out: Path | None) -> None:
    """Write a table for machines, into a file or to standard output."""
    from leftbehind.show.files import as_bytes

    data = as_bytes(frame, form)
    if out:
        save(out, data)
    elif form in (Format.parquet, Format.xlsx) and sys.stdout.isatty():
        raise typer.BadParameter(f"{form} is no text: name a file with --out")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def save(out: Path, data: bytes) -> None:
    """Write a file whole, and say so."""
    from leftbehind.results import write_whole

    write_whole(out, data)
    note(f"Written: {out}")


def save_picture(drawn: Picture, out: Path | None) -> None:
    """Write a picture into a file, or one of its own name, and say it in words."""
    file = out or Path(f"{drawn.name}.svg")
    save(file, drawn.as_file(file))
    note(drawn.alt)


def note(text: str) -> None:
    """Say something in passing, on standard error."""
    if not _Loudness.quiet:
        print(text, file=sys.stderr)


@contextmanager
def reading() -> Iterator[Any]:
    """Say on a terminal's stderr which table is being read."""
    from leftbehind.show.progress import status

    with status(quiet=_Loudness.quiet) as tell:
        yield tell


def leave(
    out: Path,
    tables: Mapping[str, pl.DataFrame],
    pictures: Sequence[Picture],
    lacking: Sequence[str],
) -> None:
    """Leave tables and pictures in a folder, whole, and say each picture in words.

    Args:
        out: The folder.
        tables: By name.
        pictures: The pictures; what two of them say alike is said once.
        lacking: What could not be drawn, in words.
    """
    from leftbehind.results import write_folder

    drawn = {f"{picture.name}.svg": picture.svg() for picture in pictures}

    def fill(place: Path) -> None:
        for name, table in tables.items():
            table.write_parquet(place / f"{name}.parquet")
        for name, svg in drawn.items():
            (place / name).write_text(svg, "utf-8")

    write_folder(out, fill)
    words: dict[str, str] = {}
    for picture in pictures:
        words.setdefault(picture.alt, picture.name)
    note(f"Written: {out}")
    for said in (*lacking, *(f"{name}.svg: {alt}" for alt, name in words.items())):
        note(said)
