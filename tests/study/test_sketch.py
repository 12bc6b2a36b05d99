"""A sketch names no place: not in its results, and not by any command."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from leftbehind import LeftBehindError, cli, read_results, read_study, run

SKETCH = ["sketch=true"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a sketch of the invented country, without breakdowns."""
    study = read_study("invented-country").model_copy(
        update={"by": {}, "within": {}, "outline": ""}
    )
    sketch = study.model_copy(update={"sketch": True})
    return run(sketch).write(tmp_path_factory.mktemp("sketch") / "results")


def test_no_table_of_its_results_has_a_row_for_an_area(written: Path) -> None:
    files = {file.stem: pl.read_parquet(file) for file in written.glob("*.parquet")}
    assert set(files) == {"groups", "cuts"}
    whole = run("invented-country")
    for frame in files.values():
        assert "area" not in frame.columns
        for column in frame.select(pl.col(pl.String)):
            assert not set(column) & {*whole.areas["area"], *whole.areas["name"]}


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["place", "X05000001"],
        ["chart", "rule"],
        ["map", "--out", "map.svg"],
        ["compare"],
        ["report"],
        ["export", "--out", "folder"],
        ["audit"],
    ],
    ids=" ".join,
)
def test_every_command_about_places_refuses_with_the_reason(
    written: Path,
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    name, *more = command
    first = more[:1] if name in {"place", "chart"} else []
    rest = more[len(first) :]
    arguments = [name, *first, str(written), *rest]
    monkeypatch.setattr(sys, "argv", ["leftbehind", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    told = capsys.readouterr()
    assert stop.value.code == 1
    assert "an experimental sketch: no place is named from it" in told.err
    assert not told.out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["doubt", "sensitivity", "publish", "build", "whatif"])
def test_commands_that_run_it_again_refuse_too(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'title = "S"\nareas = "ward20"\nsketch = true\n[index.need]\nrecipe = "invented_need"\n'
    text += 'data = ["simulated_need_ward20", "simulated_wards20"]\n[group.most]\n'
    (tmp_path / "s.toml").write_text(text + 'worst = { need = "10%" }\n', "utf-8")
    more = {"publish": ["site"], "whatif": ["--drop", "need.places"]}.get(command, [])
    monkeypatch.setattr(sys, "argv", ["leftbehind", command, "s.toml", *more])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    told = capsys.readouterr()
    assert stop.value.code == 1
    assert "an experimental sketch: no place is named from it" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["s.toml"]


def test_what_it_says_of_no_place_is_read_back(written: Path) -> None:
    results = read_results(written)
    assert results.is_sketch
    assert results.groups.height == 4
    html = results._repr_html_()
    assert "names no place" in html
    assert "On the list" not in html
    with pytest.raises(LeftBehindError, match="no place is named from it"):
        _ = results.areas
    with pytest.raises(LeftBehindError, match="no place is named from it"):
        results.on_list()


def test_a_sketch_with_larger_areas_is_refused() -> None:
    with pytest.raises(LeftBehindError, match=r"leave out \[by\] and \[within\]"):
        read_study("invented-country", SKETCH)
