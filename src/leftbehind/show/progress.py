"""Progress on stderr: what is being read, and how much has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def status(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show the name of the table being read, on a terminal only."""
    from rich.console import Console

    console = Console(stderr=True, quiet=quiet)
    with console.status("Working …") as shown:
        yield lambda name: shown.update(f"Reading {name} …")


@contextmanager
def bars(*, quiet: bool) -> Iterator[Callable[[str, int], Any]]:
    """A progress bar for each download."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True, quiet=quiet)) as progress:
        yield lambda name, size: _Bar(progress, name, size)


def counted(names: Iterable[str], number: int, *, quiet: bool) -> Iterator[str]:
    """Pass names on, with a bar of how many of all have come."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True, quiet=quiet)) as progress:
        task = progress.add_task("", total=number)
        for name in names:
            progress.update(task, advance=1, description=name)
            yield name


class _Bar:
    """What pooch asks of a progress bar, over one of rich."""

    def __init__(self, progress: Any, name: str, size: int) -> None:
        self._progress = progress
        self._task = progress.add_task(name, total=size)
        self.total = size

    def update(self, size: int) -> None:
        self._progress.advance(self._task, size)

    def reset(self) -> None:
        self._progress.reset(self._task, total=self.total)

    def close(self) -> None:
        self._progress.stop_task(self._task)
