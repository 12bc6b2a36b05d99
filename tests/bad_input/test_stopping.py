"""Ctrl-C and a kill: old results stay whole, and half a download is never trusted."""

from __future__ import annotations

import hashlib
import http.server
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bad_input._builders import RUN, Town, everything, figures

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs the signals of a Unix system")

BODY = figures().encode()


@dataclass
class Server:
    """Sends half of the figures, says so, and waits for `go` before the other half."""

    address: str = ""
    half_sent: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server() -> Iterator[Server]:
    about = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            try:
                self.wfile.write(BODY[: len(BODY) // 2])
                self.wfile.flush()
                about.half_sent.set()
                about.go.wait(20)
                self.wfile.write(BODY[len(BODY) // 2 :])
            except OSError:
                pass  # the other side was killed, as it should be

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        about.address = f"http://127.0.0.1:{listening.server_port}"
        yield about
        about.go.set()
        listening.shutdown()


@pytest.fixture
def downloading(town: Town, server: Server) -> Town:
    """The town with old results, its table now behind an address."""
    assert town.run(*RUN).code == 0
    digest = hashlib.sha256(BODY).hexdigest()
    town.edit(
        "study.toml",
        'file = "figures.csv"',
        f'address = "{server.address}/figures.csv"\nsha256 = "{digest}"',
    )
    own_cache = {"LEFTBEHIND_CACHE": str(town.folder / "cache"), "LEFTBEHIND_DATA": ""}
    return Town(town.folder, own_cache)


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)]
)
def test_a_run_stopped_while_it_reads_leaves_old_results_whole(
    downloading: Town, server: Server, stop: signal.Signals, code: int
) -> None:
    before = everything(downloading.folder / "out")
    process = downloading.process(*RUN)
    assert server.half_sent.wait(20)
    process.send_signal(stop)
    out, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert not out
    assert b"Traceback" not in err
    assert everything(downloading.folder / "out") == before
    assert not list(downloading.folder.glob(".out*"))


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_half_a_download_is_not_trusted_later(
    downloading: Town, server: Server, stop: signal.Signals
) -> None:
    process = downloading.process(*RUN)
    assert server.half_sent.wait(20)
    process.send_signal(stop)
    process.communicate(timeout=20)
    assert not list((downloading.folder / "cache").rglob("figures.csv"))
    server.go.set()
    said = downloading.run(*RUN)
    assert said.code == 0, said.err
    kept = next((downloading.folder / "cache" / "files").rglob("figures.csv"))
    assert kept.read_bytes() == BODY


def test_an_address_without_a_checksum_is_refused(downloading: Town) -> None:
    digest = hashlib.sha256(BODY).hexdigest()
    downloading.edit("study.toml", f'sha256 = "{digest}"', "")
    said = downloading.run(*RUN)
    assert said.code == 1
    assert "an address needs the sha256" in said.err


def test_an_address_cannot_lead_out_of_the_cache(downloading: Town, server: Server) -> None:
    downloading.edit("study.toml", "/figures.csv", "/%2e%2e/%2e%2e/figures.csv")
    before = everything(downloading.folder)
    said = downloading.run(*RUN)
    assert said.code == 1
    assert "leads out of its folder" in said.err
    assert everything(downloading.folder) == before
    assert not server.half_sent.is_set()
