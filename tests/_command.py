"""A command of `leftbehind`, run in this process as a shell would run it."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from leftbehind.cli import main
from leftbehind.cli.common import _Loudness


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: exit code, standard output as it is, standard error."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode()

    @property
    def words(self) -> str:
        """Standard output on one line, however wide the table was that it was set in."""
        return " ".join(self.out.split())


def told(*arguments: str, folder: Path | None = None, env: Mapping[str, str] | None = None) -> Said:
    """Run a command: a process of its own would import everything anew, which takes seconds."""
    out, err = io.BytesIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        if folder:
            patch.chdir(folder)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(_Loudness, "quiet", False)
        patch.setattr(sys, "argv", ["leftbehind", *arguments])
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True))
        patch.setattr(sys, "stderr", err)
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        sys.stdout.flush()
        return Said(code, out.getvalue(), err.getvalue())
