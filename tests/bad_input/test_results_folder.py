"""Folders of results: what is somebody else's stays, what is damaged is said to be."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bad_input._builders import RUN, Town, everything, refused
from leftbehind import results as results_module

LIST = ("list", "out")


@pytest.fixture
def done(town: Town) -> Town:
    """The town with results in out/."""
    assert town.run(*RUN).code == 0
    return town


def test_a_file_of_ones_own_among_results_is_not_lost(done: Town) -> None:
    done.write("out/notes.txt", "years of work")
    refused(done, "no results of leftbehind: notes.txt", "nothing was touched")


def test_results_replace_results_of_other_tables(done: Town) -> None:
    done.add('[by]\ntown20_name = "figures"\n')
    assert done.run(*RUN).code == 0
    assert (done.folder / "out" / "by_town20_name.parquet").is_file()


@pytest.mark.parametrize("out", ["study.toml", "study.toml/out", "study.toml/a/b"])
def test_a_place_below_a_file_is_refused_before_anything_is_read(town: Town, out: str) -> None:
    (town.folder / "figures.csv").unlink()
    refused(town, out, "a file, not a folder", command=("run", "study.toml", "--out", out))


def test_a_folder_that_is_not_writable_is_refused_before_anything_is_read(
    done: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    (done.folder / "figures.csv").unlink()
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)  # root may write anywhere
    refused(done, "out", "not writable", "--out")


def test_a_link_to_results_keeps_leading_to_them(done: Town) -> None:
    (done.folder / "latest").symlink_to("out")
    said = done.run("run", "study.toml", "--out", "latest", "--set", "title=New")
    assert said.code == 0, said.err
    assert (done.folder / "latest").is_symlink()
    assert b'"New"' in (done.folder / "out" / "manifest.json").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no file size limit to set")
@pytest.mark.parametrize("most", [100, 1_500, 3_000])
def test_a_disk_that_is_full_half_way_leaves_old_results_whole(
    done: Town, most: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A real refusal of the system, of the cache and at whichever result is too large."""
    import resource

    before = everything(done.folder)
    uncached = Town(done.folder, {"LEFTBEHIND_CACHE": str(tmp_path_factory.mktemp("cache"))})
    process = uncached.process(
        *RUN, "--set", "near=5%",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"could not be written" in err
    assert not out
    assert everything(done.folder) == before


@pytest.mark.parametrize("failing", ["new", "both"])
def test_old_results_outlive_a_move_that_fails(
    done: Town, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    rename = Path.rename

    def broken(path: Path, target: Path) -> Path:
        if failing == "both" or ".old." not in path.name:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    before = sorted(everything(done.folder / "out").values())
    monkeypatch.setattr(Path, "rename", broken)
    assert done.run(*RUN).code == 1
    where = "out" if failing == "new" else next(done.folder.glob(".out.old.*")).name
    assert sorted(everything(done.folder / where).values()) == before


def without(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda manifest: {k: v for k, v in manifest.items() if k != key}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda _: [], "format 1"),
        (lambda m: {**m, "format": 2}, "format 1"),
        (without("study"), "`study`"),
        (without("tables_written"), "`tables_written`"),
        (lambda m: {**m, "tables_written": 5}, "`tables_written`"),
        (lambda m: {**m, "tables_written": ["groups"]}, "areas"),
        (lambda m: {**m, "list_of": "x"}, "in_x"),
    ],
    ids=["a list", "newer", "no study", "no tables", "number of tables", "no areas", "other list"],
)
def test_a_manifest_that_is_not_whole_is_refused(
    done: Town, change: Callable[[dict[str, Any]], Any], word: str
) -> None:
    manifest = json.loads((done.folder / "out/manifest.json").read_text("utf-8"))
    done.write("out/manifest.json", json.dumps(change(manifest)))
    refused(done, "out", word, "run the study again", command=LIST)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00"])
def test_a_damaged_manifest_is_named(done: Town, content: bytes) -> None:
    done.write("out/manifest.json", content)
    refused(done, "manifest.json", "cannot be read", command=LIST)
    refused(done, "manifest.json", "remove the folder")  # a run would not dare to replace it


@pytest.mark.parametrize("damage", [lambda data: data[:200], lambda _: b""], ids=["cut", "empty"])
def test_a_damaged_table_is_named_and_a_new_run_mends_it(
    done: Town, damage: Callable[[bytes], bytes]
) -> None:
    file = done.folder / "out" / "areas.parquet"
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    refused(done, "areas.parquet", "not whole", "run the study again", command=LIST)
    assert done.run(*RUN).code == 0
    assert file.read_bytes() == whole


def test_a_table_of_another_run_is_refused(done: Town) -> None:
    pl.DataFrame({"x": [1]}).write_parquet(done.folder / "out" / "areas.parquet")
    refused(done, "out", "not of this manifest", command=LIST)


def test_a_name_that_is_neither_study_nor_folder_is_told_so(done: Town) -> None:
    refused(done, "folder of results 'outt'", command=("list", "outt"))
    refused(done, "'england-2002'", "england-2020", command=("place", "x", "england-2002"))


def test_what_is_printed_is_already_written(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(results_module, "_swap", full)
    refused(town, "No space left on device", "make room")
