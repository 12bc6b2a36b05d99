"""Getting tables: a real server, a mirror, wrong bytes, no network."""

from __future__ import annotations

import hashlib
import http.server
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from leftbehind import LeftBehindError, NotHere, Shelf, cli
from leftbehind.data import fetch
from leftbehind.data.catalogue import Catalogue, Geography, Table
from leftbehind.data.fetch import download, find, path_of
from leftbehind.data.shelf import Network

BODY = b"code,people\nT001,10\nT002,20\n"


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves BODY, and the troubles a path asks for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        if "missing" in self.path:
            self.send_error(404)
            return
        if "hangs" in self.path:
            time.sleep(3)
            return
        body = b"another table" if "wrong" in self.path else BODY
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if "dropped" in self.path else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    """A real server on the loopback address."""
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made.asked = []  # type: ignore[attr-defined]
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def entry(address: str) -> Table:
    return Table(
        title="Towns",
        geography="town20",
        address=address,
        sha256=hashlib.sha256(BODY).hexdigest(),
        bytes=len(BODY),
        columns={"town20": {"from": "code"}, "people": {"from": "people"}},
    )


def at(server: http.server.ThreadingHTTPServer, path: str) -> Table:
    return entry(f"http://127.0.0.1:{server.server_port}/{path}.csv")


def shelf_of(table: Table, cache: Path, folder: Path | None = None) -> Shelf:
    town = Geography(title="town", nation="Nowhere", vintage="2020", pattern=r"T\d{3}")
    catalogue = Catalogue(geography={"town20": town}, table={"towns": table})
    return Shelf(catalogue=catalogue, folder=folder, cache=cache)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_table_is_downloaded_once_checked_and_read(server, tmp_path: Path) -> None:
    shelf = shelf_of(at(server, "towns"), tmp_path)
    assert shelf.read("towns").frame["people"].to_list() == [10, 20]
    assert shelf.read("towns").frame["people"].to_list() == [10, 20]
    assert len(server.asked) == 1


def test_wrong_bytes_are_refused_named_and_not_kept(server, tmp_path: Path) -> None:
    with pytest.raises(LeftBehindError, match=r"wrong bytes for towns.*not kept"):
        download("towns", at(server, "wrong"), tmp_path)
    assert files(tmp_path) == []


@pytest.mark.parametrize("trouble", ["missing", "dropped"])
def test_a_broken_download_is_begun_again_and_leaves_nothing(
    server, tmp_path: Path, trouble: str
) -> None:
    with pytest.raises(LeftBehindError):
        download("towns", at(server, trouble), tmp_path, tries=2)
    assert len(server.asked) == 2
    assert files(tmp_path) == []


def test_a_server_that_hangs_is_given_up(
    server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "PATIENCE", 0.3)
    with pytest.raises(NotHere, match="could not be downloaded"):
        download("towns", at(server, "hangs"), tmp_path)
    assert files(tmp_path) == []


def test_without_a_network_one_try_is_made_and_no_more(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shelf = shelf_of(entry(f"http://127.0.0.1:{port}/towns.csv"), tmp_path)
    with pytest.raises(NotHere, match="leftbehind data get towns"):
        shelf.read("towns")
    assert shelf.network == Network(up=False)
    with pytest.raises(NotHere):
        shelf.read("towns")


def test_a_base_address_serves_as_a_mirror(server, tmp_path: Path) -> None:
    mirror = f"http://127.0.0.1:{server.server_port}/mirror"
    path = download("towns", entry("https://example.org/a/towns.csv"), tmp_path, mirror=mirror)
    assert path.read_bytes() == BODY
    assert server.asked == ["/mirror/example.org/a/towns.csv"]


def mirror_with(tmp_path: Path, address: str, body: bytes) -> Path:
    place = tmp_path / "mirror" / path_of(address)
    place.parent.mkdir(parents=True)
    place.write_bytes(body)
    return tmp_path


def test_a_mirror_folder_is_copied_from_and_checked(tmp_path: Path) -> None:
    address = "https://example.org/a%20b/towns.csv"
    good = mirror_with(tmp_path / "good", address, BODY)
    path = download("towns", entry(address), tmp_path / "cache", mirror=str(good / "mirror"))
    assert path == tmp_path / "cache" / "files" / "example.org" / "a b" / "towns.csv"
    assert path.read_bytes() == BODY
    bad = mirror_with(tmp_path / "bad", address, BODY + b"T003,30\n")
    with pytest.raises(LeftBehindError, match="wrong bytes for towns"):
        download("towns", entry(address), tmp_path / "other", mirror=str(bad))
    assert not (tmp_path / "other").exists() or files(tmp_path / "other") == []
    with pytest.raises(NotHere, match="the mirror holds no towns"):
        download("towns", entry(address), tmp_path / "other", mirror=str(tmp_path))


def test_the_data_folder_goes_before_the_cache_and_wrong_bytes_there_are_refused(
    tmp_path: Path,
) -> None:
    address = "https://example.org/towns.csv"
    folder = mirror_with(tmp_path / "data", address, BODY)
    found = find(entry(address), folder, tmp_path / "cache")
    assert found
    assert found.is_relative_to(folder / "mirror")
    found.write_bytes(b"cut")
    with pytest.raises(LeftBehindError, match=r"wrong bytes for towns.*towns\.csv|towns\.csv"):
        shelf_of(entry(address), tmp_path / "cache", folder).read("towns")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/%2e%2e/%2e%2e/etc/passwd",
        "https://example.org/a/..%2f..%2fb",
        "file:///etc/passwd",
        "https://example.org/a%5c..%5cb",
    ],
)
def test_an_address_cannot_lead_out_of_its_folder(address: str) -> None:
    with pytest.raises(LeftBehindError, match="leads out of its folder"):
        path_of(address)


@pytest.mark.parametrize("damage", [b"", b"PAR1 and nothing more"])
def test_a_damaged_decoded_table_is_made_anew(server, tmp_path: Path, damage: bytes) -> None:
    whole = shelf_of(at(server, "towns"), tmp_path).read("towns").frame
    (decoded,) = files(tmp_path / "decoded")
    decoded.write_bytes(damage)
    assert shelf_of(at(server, "towns"), tmp_path).read("towns").frame.equals(whole)


def test_what_was_read_is_kept_for_the_same_bytes_and_declaration(tmp_path: Path) -> None:
    file = tmp_path / "towns.csv"
    file.write_bytes(BODY)
    own = entry("").model_copy(
        update={"file": str(file), "status": "own", "sha256": "", "bytes": 0}
    )
    shelf = shelf_of(own, tmp_path / "cache")
    first = shelf.read("towns")
    assert shelf.read("towns") is first
    file.write_bytes(BODY.replace(b"20", b"30"))
    assert shelf.read("towns").frame["people"].to_list() == [10, 30]
    # Another declaration of the same bytes is read and checked anew.
    fewer = own.model_copy(update={"rows": 3})
    other = replace(shelf, catalogue=shelf_of(fewer, tmp_path).catalogue)
    with pytest.raises(LeftBehindError, match="3"):
        other.read("towns")
    town = shelf.catalogue.geography["town20"].model_copy(update={"pattern": r"U\d{3}"})
    renamed = shelf.catalogue.model_copy(update={"geography": {"town20": town}})
    with pytest.raises(LeftBehindError, match="T001"):
        replace(shelf, catalogue=renamed).read("towns")
    # A frame in hand goes before, and is told apart by what it holds.
    for people in (1, 2):
        frame = pl.DataFrame({"code": ["T001"], "people": [people]})
        in_hand = replace(shelf, frames={"towns": frame})
        assert in_hand.read("towns").frame["people"].to_list() == [people]


def command(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["leftbehind", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


@pytest.mark.data
def test_data_get_list_where_and_check(
    shelf: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(fetch.CACHE, str(tmp_path))
    monkeypatch.delenv(fetch.FOLDER)
    table = "lookup_ltla17_region17"
    assert command(monkeypatch, "data", "get", table, "--mirror", str(shelf.folder)) == 0
    assert len(files(tmp_path)) == 1
    assert command(monkeypatch, "data", "check", table) == 0
    assert "326 rows as declared" in capsys.readouterr().out
    assert command(monkeypatch, "data", "list", "--format", "csv") == 0
    listed = [line for line in capsys.readouterr().out.splitlines() if line.startswith(table)]
    assert "true" in listed[0]
    assert command(monkeypatch, "data", "where") == 0
    said = capsys.readouterr().out
    assert "not set" in said
    assert str(tmp_path) in said
    files(tmp_path)[0].write_bytes(b"other")
    assert command(monkeypatch, "data", "check", table) == 1
    assert "wrong bytes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["data", "get", "imd2019"], 1, "imd2019_england"),
        (["data", "get"], 2, "name at least one table"),
        (["data", "check", "nothing"], 1, "there is no table called nothing"),
        (["data", "get", "cni2019_england_ward17_indicators"], 1, "not public"),
        (["run"], 2, "study"),
        (["run", "england-2021"], 1, "england-2020"),
        (["place"], 2, ""),
        (["list", "--format", "docx"], 2, "docx"),
        (["sing"], 2, "sing"),
    ],
)
def test_exit_codes_and_what_is_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    assert command(monkeypatch, *arguments) == code
    said = capsys.readouterr()
    assert words in said.err
    assert not said.out
