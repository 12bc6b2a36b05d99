"""The commands as a shell meets them: exit codes, streams, formats, pipes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from _command import Said
from bad_input._builders import RUN, Town, figures

NAMES = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "[bold]x[/bold]",
    "<script>x</script>",
    "Ñandú 村 😀",
    'a "q", b',
]


@pytest.fixture
def done(town: Town) -> Town:
    """The town with results in out/, the odd names on the list."""
    quoted = {name: name.replace('"', '""') for name in NAMES}
    rows = {
        f"T{n:03}": f'T{n:03},"{quoted[name]}",{1000 + n},{10 * n},{n}.5'
        for n, name in enumerate(NAMES, 5)
    }
    town.write("figures.csv", figures(**rows))
    assert town.run(*RUN, "--set", "group.left-behind.worst.hardship=8").code == 0
    return town


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (RUN, 0),
        (("list", "out"), 0),
        (("list", "out", "--no-near"), 0),
        (("place", "T012", "out"), 0),
        (("place", "town 1", "out"), 0),
        (("studies",), 0),
        (("data", "where"), 0),
        (("data", "list"), 0),
        (("--version",), 0),
        (("--help",), 0),
        (("data", "--help"), 0),
        (("run", "no-such-study"), 1),
        (("list", "no-such-folder"), 1),
        (("place", "Nowhere", "out"), 1),
        (("place", "", "out"), 1),
        (("place", "Town (", "out"), 1),
        (("data", "get", "no_such_table"), 1),
        (("data", "get", "simulated_wards20"), 1),
        (("data", "check", "no_such_table"), 1),
        ((), 2),
        (("rnu",), 2),
        (("run",), 2),
        (("run", "study.toml", "--otu", "x"), 2),
        ((*RUN, "--set"), 2),
        (("list", "out", "--format", "cvs"), 2),
        (("list", "out", "--set", "near=2%"), 2),
        (("data", "get"), 2),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, tuple) else None,
)
def test_exit_codes(done: Town, command: tuple[str, ...], code: int) -> None:
    said = done.run(*command)
    assert said.code == code, said
    assert bool(said.out) == (code == 0)
    assert bool(said.err) == (code != 0 or "run" in command)
    assert "Traceback" not in said.err


def test_version_is_printed(town: Town) -> None:
    assert town.run("--version").out.startswith("leftbehind 0.")


def test_quiet_leaves_results_and_errors(done: Town) -> None:
    for command in (("run", "study.toml", "-o", "out", "-q"), ("-q", "run", "study.toml")):
        said = done.run(*command)
        assert said.code == 0
        assert not said.err
        assert "Left behind" in said.out
        assert "Read:" not in said.out
    said = done.run("-q", "list", "out", "-f", "csv", "-o", "list.csv")
    assert (said.out, said.err) == ("", "")
    assert "no study" in done.run("-q", "run", "nothing").err


def read(form: str, data: bytes) -> pl.DataFrame:
    buffer = io.BytesIO(data)
    readers = {"csv": pl.read_csv, "json": pl.read_json, "parquet": pl.read_parquet}
    return pl.read_excel(buffer) if form == "xlsx" else readers[form](buffer)


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "xlsx"])
@pytest.mark.parametrize("command", [("list", "out"), ("place", "T012", "out"), ("data", "list")])
def test_every_format_is_read_back_and_is_the_same_to_a_file(
    done: Town, command: tuple[str, ...], form: str
) -> None:
    said = done.run(*command, "--format", form)
    assert done.run(*command, "--format", form, "--out", f"x.{form}").code == 0
    table = read(form, said.raw)
    assert table.equals(read(form, (done.folder / f"x.{form}").read_bytes()))
    if command == ("list", "out"):
        areas = pl.read_parquet(done.folder / "out" / "areas.parquet")
        listed = areas.filter("in_left-behind").sort("hardship_rank")
        shown = listed["name"]
        if form == "csv":  # a spreadsheet would run these as formulas
            shown = shown.str.replace(r"^([=+@-])", "'${1}")
        assert table["name"].to_list() == shown.to_list()
        assert table["hardship_rank"].to_list() == listed["hardship_rank"].to_list()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_as_it_is(done: Town, name: str) -> None:
    assert name in done.run("list", "out").out
    assert f"{name} (T" in done.run("place", "--", name, "out").out


@pytest.mark.parametrize("wanted", ["ÑANDÚ 村 😀", "ñandú 村 😀", "t011", " T011 ", "村 😀"])
def test_a_place_is_found_in_any_case(done: Town, wanted: str) -> None:
    assert "(T011)" in done.run("place", wanted, "out").out


def test_a_sharp_s_is_found(town: Town) -> None:
    town.write("figures.csv", figures(T012="T012,Große Straße,1012,120,12.5"))
    assert town.run(*RUN).code == 0
    for wanted in ("große straße", "GROSSE STRASSE", "straße"):
        assert "(T012)" in town.run("place", wanted, "out").out


@pytest.mark.parametrize("out", ["out", "no/such/folder/x.csv", "study.toml/x.csv"])
def test_a_file_that_cannot_be_written_is_named(done: Town, out: str) -> None:
    said = done.run("list", "out", "--format", "csv", "--out", out)
    assert said.code == 1
    assert out in said.err
    assert "could not be written" in said.err


def test_a_table_goes_into_a_text_file(done: Town) -> None:
    assert done.run("list", "out", "--out", "list.txt").code == 0
    assert "Ñandú" in (done.folder / "list.txt").read_text("utf-8")


def shell(town: Town, stdout: int | io.BufferedWriter, *command: str) -> Said:
    """Run a command in a process whose standard output leads somewhere odd."""
    code = "from leftbehind.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=town.folder, env=os.environ, stdout=stdout, stderr=subprocess.PIPE, timeout=30,
        check=False,
    )  # fmt: skip
    return Said(done.returncode, b"", done.stderr.decode())


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")
@pytest.mark.parametrize("command", [("list", "out"), ("list", "out", "-f", "csv"), ("studies",)])
def test_a_reader_that_goes_away_is_no_problem(done: Town, command: tuple[str, ...]) -> None:
    gone, writing = os.pipe()
    os.close(gone)
    said = shell(done, writing, *command)
    os.close(writing)
    assert (said.code, said.err) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")
def test_a_run_is_written_though_nobody_reads_what_it_says(town: Town) -> None:
    gone, writing = os.pipe()
    os.close(gone)
    said = shell(town, writing, *RUN)
    os.close(writing)
    assert said.code == 0
    assert (town.folder / "out" / "manifest.json").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written_is_told_in_one_line(done: Town) -> None:
    with Path("/dev/full").open("wb") as full:
        said = shell(done, full, "list", "out")
    assert said.code == 1
    assert said.err == "leftbehind: No space left on device.\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a Unix shell")
def test_closed_output_is_no_problem(done: Town) -> None:
    code = "from leftbehind.cli import main; main()"
    command = f"{sys.executable} -c '{code}' list out >&-"
    ended = subprocess.run(command, shell=True, cwd=done.folder, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
