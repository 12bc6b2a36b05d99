"""Bad input, each case told on stderr with where and how to mend it, nothing written."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from leftbehind import cli

STUDY = """
title = "Tiny"
areas = "town20"
people = "figures"
[geography.town20]
title = "town"
plural = "towns"
nation = "Nowhere"
vintage = "2020"
pattern = 'T\\d{3}'
[table.figures]
title = "Figures of towns"
geography = "town20"
file = "figures.csv"
[table.figures.columns]
town20 = "code"
town20_name = "name"
people = { from = "people", min = 0 }
poor = { from = "poor", min = 0 }
lonely = { from = "lonely", min = 0 }
[index.deprivation]
recipe = "rate.toml"
data = "figures"
[index.need]
recipe = "rate.toml"
data = "figures"
[index.need.indicator.share]
counts = ["lonely"]
"""

RECIPE = """
title = "A rate"
edition = "1"
nation = "Nowhere"
geography = "town20"
root = "rate"
[node.rate]
title = "Rate"
children = ["share"]
[indicator.share]
title = "Share"
counts = ["poor"]
of = "people"
"""

ROWS = "code,name,people,poor,lonely\n" + "\n".join(
    f"T{i:03},Town {i},{100 + i},{i},{(7 * i) % 20}" for i in range(20)
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a good study of twenty towns."""
    (tmp_path / "study.toml").write_text(STUDY, "utf-8")
    (tmp_path / "rate.toml").write_text(RECIPE, "utf-8")
    (tmp_path / "figures.csv").write_text(ROWS, "utf-8")
    return tmp_path


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the study by the command line: exit code, stdout, stderr."""

    def call(*more: str) -> tuple[int, str, str]:
        arguments = ["leftbehind", "run", str(place / "study.toml"), "--out", str(place / "out")]
        monkeypatch.setattr(sys, "argv", [*arguments, *more])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def refused(run: Run, place: Path, *words: str) -> str:
    """The study is refused in these words, and nothing is left behind."""
    before = sorted(path.name for path in place.iterdir())
    code, out, err = run()
    assert code == 1, err
    for word in words:
        assert word in err, err
    assert "Traceback" not in err
    assert not out.strip()
    assert sorted(path.name for path in place.iterdir()) == before
    return err


def test_the_good_study_runs(run: Run, place: Path) -> None:
    code, out, err = run()
    assert code == 0, err
    assert "“Left behind”" in out
    assert (place / "out" / "manifest.json").is_file()
    assert str(place) not in (place / "out" / "manifest.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("T004,", "T003,", ["duplicate codes", "town20", "T003", "rows 4, 5", "one row"]),
        (",103,3,", ",103,three,", ["'three' is not a number", "poor", "rows 4"]),
        (",103,3,", ",103,-3,", ["poor is below 0", "-3 in row 4"]),
        (",103,3,", ",103,104,", ["numerator of share is above", "people", "T003", "104 of 103"]),
        (",103,3,", ",103,NaN,", ["not a finite number", "poor", "rows 4"]),
        (",103,3,", ",103,inf,", ["not a finite number", "poor", "rows 4"]),
        ("T003,", "X003,", ["no town20 has", "'X003'", "rows 4"]),
        ("T003,", ",", ["town20 is empty", "rows 4"]),
        ("poor", "pour", ["no column 'poor'", "did you mean pour?", "figures.csv"]),
        ("poor,lonely", "poor,poor", ["the column 'poor' comes twice"]),
    ],
)  # fmt: skip
def test_bad_rows(run: Run, place: Path, old: str, new: str, words: list[str]) -> None:
    edit(place / "figures.csv", old, new)
    refused(run, place, "figures", "To mend it", *words)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["the file is empty"]),
        (b"code,name,people,poor,lonely\n", ["the table has no rows"]),
        (b"PK\x03\x04" + b"\x00" * 40, ["zip archive", "not CSV"]),
        (ROWS.encode("utf-16"), ["UTF-16, not UTF-8", 'encoding = "utf-16"']),
        (ROWS.replace("Town 3", "Caf\u00e9").encode("cp1252"), ["line 5", "Windows-1252"]),
        (b"\x00\x01\x02" * 50, ["figures.csv"]),
        (b"code,name,people,poor,lonely\nT001,a\nT002,b,1,1,1,1,1\n", ["figures.csv"]),
    ],
    ids=["empty", "header", "zip", "utf16", "cp1252", "binary", "ragged"],
)
def test_bad_files(run: Run, place: Path, data: bytes, words: list[str]) -> None:
    (place / "figures.csv").write_bytes(data)
    refused(run, place, *words)


def test_a_declared_encoding_is_read(run: Run, place: Path) -> None:
    (place / "figures.csv").write_bytes(ROWS.replace("Town 3", "Caf\u00e9").encode("cp1252"))
    edit(place / "study.toml", 'file = "figures.csv"', 'file = "figures.csv"\nencoding = "cp1252"')
    assert run()[0] == 0
    assert "Caf\u00e9" in pl.read_parquet(place / "out" / "areas.parquet")["name"].to_list()


def test_one_endless_line_is_refused_quickly(run: Run, place: Path) -> None:
    with (place / "figures.csv").open("wb") as file:
        for _ in range(200):
            file.write(b"code,name" * (1 << 17))
    refused(run, place, "first line does not end", "figures.csv")


def test_a_truncated_parquet_and_one_that_is_whole(run: Run, place: Path) -> None:
    edit(place / "study.toml", "figures.csv", "figures.parquet")
    whole = pl.read_csv(place / "figures.csv")
    whole.write_parquet(place / "figures.parquet")
    assert run()[0] == 0
    data = (place / "figures.parquet").read_bytes()
    (place / "figures.parquet").write_bytes(data[: len(data) // 2])
    refused(run, place, "not a whole Parquet file", "figures.parquet")


@pytest.mark.parametrize("ending", [".xlsx", ".rda", ".docx"])
def test_files_that_are_not_what_they_say(run: Run, place: Path, ending: str) -> None:
    edit(place / "study.toml", "figures.csv", f"figures{ending}")
    (place / f"figures{ending}").write_text(ROWS, "utf-8")
    refused(run, place, f"figures{ending}")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("study.toml", 'title = "Tiny"', 'titel = "Tiny"', ["unknown key `titel`", "title?"]),
        ("study.toml", "[index.need]", "[index.need]\nstrat = 1", ["strat", "start?"]),
        ("study.toml", '= "town20"\npeople', '= "town21"\npeople', ["town21", "town20?"]),
        ("study.toml", 'people = "figures"', 'people = "figure"', ["figure", "figures?"]),
        ("study.toml", "rate.toml", "rat.toml", ["no such recipe file", "rat.toml"]),
        ("study.toml", "figures.csv", "figuers.csv", ["no such file", "figuers.csv"]),
        ("study.toml", "[table.figures]", '[table."../figures"]', ["../figures"]),
        ("study.toml", 'title = "Tiny"', "title = Tiny", ["not valid TOML", "study.toml"]),
        ("rate.toml", '["share"]', '["share", "rate"]', ["a cycle: rate → rate"]),
        ("rate.toml", '["share"]', '["shore"]', ["shore", "share?"]),
        ("rate.toml", 'children = ["share"]', "weights = { share = -1 }", ["share", "-1"]),
        ("rate.toml", 'children = ["share"]', "weights = { share = nan }", ["share", "nan"]),
        ("rate.toml", 'children = ["share"]', "weights = { share = 0 }", ["every weight is 0"]),
        ("rate.toml", 'children = ["share"]', 'children = ["share"]\nweights = "factor"',
         ["at least 3 children", "node rate"]),
    ],
)  # fmt: skip
def test_bad_studies(
    run: Run, place: Path, file: str, old: str, new: str, words: list[str]
) -> None:
    edit(place / file, old, new)
    refused(run, place, *words)


GROUP = '\n[group.here]\nworst = { deprivation = "10%" }\n'


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (GROUP.replace("10%", "150%"), ["150%", "neither a share"]),
        (GROUP.replace("10%", "0%"), ["0%", "neither a share"]),
        (GROUP.replace("10%", "ten percent"), ["ten percent", "neither a share"]),
        (GROUP.replace("deprivation", "deprivatoin"), ["names no index", "deprivation?"]),
        (GROUP + 'unless = "there"\n', ["names no group: there"]),
        (GROUP + 'unless = "here"\n', ["circle: here → here"]),
        (GROUP + "at_least = 2\n", ["at_least is 2 of 1"]),
        ("\n[group.here]\n", ["group.here says nothing"]),
        ('\n[group."a/b"]\nrest = true\n', ["a/b"]),
    ],
)
def test_bad_groups(run: Run, place: Path, group: str, words: list[str]) -> None:
    text = (place / "study.toml").read_text("utf-8")
    (place / "study.toml").write_text(text + group, "utf-8")
    refused(run, place, *words)


def test_a_study_that_extends_itself(run: Run, place: Path) -> None:
    (place / "study.toml").write_text('extends = "study.toml"\ntitle = "x"', "utf-8")
    refused(run, place, "circle")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("group.left-behnd.worst.need=15%", "there is no group"),
        ("index.nead.recipe=x", "need?"),
        ("rule.rounding=upwards", "rounding"),
        ("near", "path.to.key=value"),
        ("index.deprivation.node.rte.weights.share=1", "rate?"),
        ("titel=x", "title?"),
    ],
)
def test_bad_changes_are_refused_before_anything_runs(
    run: Run, place: Path, change: str, word: str
) -> None:
    (place / "figures.csv").unlink()  # a run would stumble over this first
    code, _, err = run("--set", change)
    assert code == 1
    assert word in err
    assert not (place / "out").exists()


def test_a_folder_of_other_things_is_refused_and_untouched(run: Run, place: Path) -> None:
    (place / "out").mkdir()
    (place / "out" / "thesis.docx").write_text("years of work", "utf-8")
    refused(run, place, "no results of leftbehind", "nothing was touched")
    assert (place / "out" / "thesis.docx").read_text("utf-8") == "years of work"


def test_a_place_that_cannot_be_written_is_said_before_anything_runs(run: Run, place: Path) -> None:
    (place / "out").write_text("a file", "utf-8")
    refused(run, place, "a file, not a folder")
    code, _, err = run("--out", str(place / "out" / "below"))
    assert code == 1
    assert "below" in err
    assert (place / "out").read_text("utf-8") == "a file"


@pytest.fixture
def with_old_results(run: Run, place: Path) -> dict[str, bytes]:
    assert run()[0] == 0
    return {path.name: path.read_bytes() for path in (place / "out").iterdir()}


def still_whole(place: Path, old: dict[str, bytes]) -> None:
    assert {path.name: path.read_bytes() for path in (place / "out").iterdir()} == old
    left = {path.name for path in place.iterdir()}
    assert left == {"study.toml", "rate.toml", "figures.csv", "out"}


@pytest.mark.parametrize("at", ["nodes_deprivation", "areas"])
def test_a_full_disk_half_way_leaves_old_results_whole(
    run: Run,
    place: Path,
    with_old_results: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    at: str,
) -> None:
    write = pl.DataFrame.write_parquet

    def full(frame: pl.DataFrame, file: Path, **how: object) -> None:
        if Path(file).stem == at:
            raise OSError(28, "No space left on device")
        write(frame, file, **how)

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    code, _, err = run()
    assert code == 1
    assert "No space left" in err
    assert "still there" in err
    still_whole(place, with_old_results)


@pytest.mark.parametrize("nth", [1, 2])
def test_ctrl_c_while_results_change_places_leaves_old_ones_whole(
    run: Run,
    place: Path,
    with_old_results: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    nth: int,
) -> None:
    moves = 0
    rename, replace = Path.rename, Path.replace

    def counted(move: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def moved(path: Path, target: Path) -> Path:
            nonlocal moves
            if "out" in path.name or "out" in Path(target).name:
                moves += 1
                if moves == nth:
                    raise KeyboardInterrupt
            return move(path, target)

        return moved

    monkeypatch.setattr(Path, "rename", counted(rename))
    monkeypatch.setattr(Path, "replace", counted(replace))
    code, _, err = run()
    assert code == 130
    assert "stopped" in err
    still_whole(place, with_old_results)


@pytest.mark.parametrize("after", [0.15, 0.35, 0.55])
def test_ctrl_c_at_any_time_leaves_old_results_whole(
    place: Path, with_old_results: dict[str, bytes], after: float
) -> None:
    command = [sys.executable, "-c", "from leftbehind.cli import main; main()", "run",
               str(place / "study.toml"), "--out", str(place / "out")]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    still_whole(place, with_old_results)


def test_markup_and_formulas_in_names_stay_text(
    run: Run, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(place / "figures.csv", "Town 19,", '"=HYPERLINK(""x"")",')
    edit(place / "figures.csv", "Town 13,", "[bold]<script>x</script>,")
    edit(place / "study.toml", "[index.need]", GROUP + "[index.need]")
    assert run("--set", "group.here.worst.deprivation=20")[0] == 0

    def listed(*how: str) -> str:
        monkeypatch.setattr(sys, "argv", ["leftbehind", "list", str(place / "out"), *how])
        with pytest.raises(SystemExit):
            cli.main()
        return capsys.readouterr().out

    shown = listed()
    assert "[bold]<script>" in shown
    assert "'=HYPERLINK" in listed("--format", "csv")
    assert '"=HYPERLINK' in listed("--format", "json")
    listed("--format", "xlsx", "--out", str(place / "list.xlsx"))
    sheet = pl.read_excel(place / "list.xlsx")
    assert '=HYPERLINK("x")' in sheet["name"].to_list()
    from leftbehind import read_results

    html = read_results(place / "out")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
