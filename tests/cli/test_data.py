"""`leftbehind data`: what it says when tables cannot be had."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import polars as pl
import pytest

from bad_input._builders import Town, everything
from leftbehind import Shelf
from leftbehind.data.corrections import corrections

TABLE = "lookup_ltla24_region24"


@pytest.fixture
def away(town: Town) -> Town:
    """The town with a cache of its own and no data folder."""
    return Town(
        town.folder, {"LEFTBEHIND_CACHE": str(town.folder / "cache"), "LEFTBEHIND_DATA": ""}
    )


@pytest.fixture
def refusing() -> Iterator[str]:
    """The address of a server that has nothing."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_servers_answer_is_told(away: Town, refusing: str) -> None:
    before = everything(away.folder)
    said = away.run("data", "get", TABLE, "--mirror", refusing)
    assert said.code == 1
    assert f"{refusing}/raw.githubusercontent.com" in said.err
    assert "answered 404 Not Found" in said.err
    assert everything(away.folder) == before


@pytest.mark.parametrize(
    ("mirror", "words"),
    [
        ("http://127.0.0.1:9", "no connection to 127.0.0.1:9"),
        ("gopher://127.0.0.1", "is no web address"),
        ("nowhere", "the mirror holds no"),
    ],
)
def test_a_mirror_that_is_none_is_told(away: Town, mirror: str, words: str) -> None:
    said = away.run("data", "get", TABLE, "--mirror", mirror)
    assert said.code == 1
    assert words in said.err
    assert "wrong bytes" not in said.err


def test_wrong_bytes_in_a_mirror_folder_are_named_and_not_copied(away: Town) -> None:
    from leftbehind import catalogue
    from leftbehind.data.fetch import path_of

    path = path_of(catalogue().entry(TABLE).address)
    away.write(f"mirror/{path}", b"something else")
    before = everything(away.folder)
    said = away.run("data", "get", TABLE, "--mirror", "mirror")
    assert said.code == 1
    assert "wrong bytes" in said.err
    assert str(path) in said.err
    assert everything(away.folder) == before


def test_a_cache_that_cannot_be_written_is_named(away: Town, refusing: str) -> None:
    away.write("cache", "a file where a folder should be")
    said = away.run("data", "get", TABLE, "--mirror", refusing)
    assert said.code == 1
    assert "the cache cannot be written" in said.err
    assert "LEFTBEHIND_CACHE" in said.err


def test_the_tables_of_ones_own_study_are_not_got(away: Town) -> None:
    said = away.run("data", "get", "--study", "study.toml")
    assert (said.code, said.err.strip()) == (0, "figures: own")


def test_a_data_folder_that_is_not_there_is_told(away: Town) -> None:
    lost = Town(away.folder, {**away.env, "LEFTBEHIND_DATA": "/no/such/folder"})
    assert "/no/such/folder (there is no such folder)" in lost.run("data", "where").out


def test_nothing_to_check_is_told(away: Town) -> None:
    from leftbehind.data.shelf import Shelf

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shelf, "here", lambda *_: False)
        said = away.run("data", "check")
    assert (said.code, said.out) == (0, "")
    assert "No table is here" in said.err


def test_the_list_of_tables_tells_them(town: Town) -> None:
    said = town.run("data", "list")
    whole = " ".join(said.out.split())
    for one in corrections().values():
        assert " ".join(one.wrong.split())[:60] in whole, one.title
    rows = pl.read_csv(town.run("data", "list", "--format", "csv").raw)
    told = dict(rows.select("id", "known_errors").iter_rows())
    assert told["cni2019_england_ward17_206"] == "cni2019-206-ranks-reversed"
    assert "deck-2021-east-of-england" in told["cni2019_england_ward17"]
    assert not told["imd2025_england_lsoa21"]


@pytest.mark.data
def test_data_check_tells_them(shelf: Shelf, town: Town) -> None:
    here = Town(town.folder, {"LEFTBEHIND_DATA": str(shelf.folder)})
    said = here.run("data", "check", "cni2019_england_ward17_206")
    assert "error as published" in said.out
    assert "Its ranks run the other way" in said.out
