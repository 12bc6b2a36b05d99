"""A tiny country of twelve towns with its own tables, and the command line to run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from _command import Said, told

TOWNS = 12

STUDY = r"""
title  = "Tiny"
areas  = "town20"
people = "figures"

[geography.town20]
title = "town"
plural = "towns"
nation = "Nowhere"
vintage = "2020"
pattern = 'T\d{3}'

[table.figures]
title = "Figures of towns"
geography = "town20"
file = "figures.csv"

[table.figures.columns]
town20 = "code"
town20_name = "name"
people = { from = "people", min = 0 }
poor = { from = "poor", min = 0 }
idle = "idle"

[index.hardship]
recipe = "hardship.toml"
data = "figures"

[group.left-behind]
title = "Left behind"
worst = { hardship = "25%" }
"""

RECIPE = """
title = "Hardship"
edition = "2020"
nation = "Nowhere"
geography = "town20"
root = "hardship"

[node.hardship]
title = "Hardship"
children = ["poor", "idle"]
standardise = "rank"
weights = { poor = 0.5, idle = 0.5 }

[indicator.poor]
title = "Poor people"
counts = ["poor"]
of = "people"

[indicator.idle]
title = "Idle hours"
"""

HEADER = "code,name,people,poor,idle"


def rows_of(towns: int = TOWNS) -> list[str]:
    """One line for each town: T001 has the least need, the last the most."""
    return [f"T{n:03},Town {n},{1000 + n},{10 * n},{n}.5" for n in range(1, towns + 1)]


def figures(**changed: str) -> str:
    """The CSV, with the lines of some towns replaced: figures(T003="T003,…")."""
    lines = [changed.get(line[:4], line) for line in rows_of()]
    return "\n".join([HEADER, *lines]) + "\n"


@dataclass(frozen=True, slots=True)
class Town:
    """A folder with a study, its recipe and its table, that commands are run in."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that a file holds exactly once."""
        text = (self.folder / name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def run(self, *arguments: str) -> Said:
        """Run a command here, in this process."""
        return told(*arguments, folder=self.folder, env=self.env)

    def process(self, *arguments: str, **options: object) -> subprocess.Popen[bytes]:
        """Start a command here, in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", "from leftbehind.cli import main; main()", *arguments],
            cwd=self.folder,
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,  # type: ignore[call-overload]
        )

    def add(self, text: str) -> None:
        """Put lines at the end of the study."""
        self.write("study.toml", (self.folder / "study.toml").read_text("utf-8") + "\n" + text)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A folder with a good study of twelve towns."""
    made = Town(tmp_path)
    made.write("study.toml", STUDY)
    made.write("hardship.toml", RECIPE)
    made.write("figures.csv", figures())
    return made


RUN = ("run", "study.toml", "--out", "out")


def refused(town: Town, *words: str, command: tuple[str, ...] = RUN) -> str:
    """Exit code 1, the words on stderr, nothing on stdout, and no file touched."""
    before = everything(town.folder)
    said = town.run(*command)
    assert said.code == 1, said
    assert not said.out
    assert said.err.startswith("leftbehind: ")
    for word in words:
        assert word in said.err
    assert everything(town.folder) == before
    return said.err


COUNTIES = """
[geography.county20]
title = "county"
plural = "counties"
nation = "Nowhere"
vintage = "2020"
pattern = 'C\\d'

[table.town_to_county]
title = "Towns and their counties"
geography = "town20"
also = ["county20"]
file = "counties.csv"

[table.town_to_county.columns]
town20 = "town"
county20 = "county"
"""


def judge_counties(town: Town) -> None:
    """Let the study carry its index from towns to four counties."""
    town.edit("study.toml", 'areas  = "town20"\npeople = "figures"', 'areas = "county20"')
    town.edit(
        "study.toml",
        'data = "figures"',
        'data = "figures"\nlookup = "town_to_county"\npeople = "figures"',
    )
    town.add(COUNTIES)
    town.write(
        "counties.csv",
        "town,county\n" + "".join(f"T{n:03},C{n % 4}\n" for n in range(1, TOWNS + 1)),
    )


def everything(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder, hidden ones too, by relative path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
