"""A published site, served as people serve theirs, and a visitor of it."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Route, expect

DRAWN = ".canvas[data-drawn]"
"""The map, once it is drawn."""

DESK, PHONE = (1280, 800), (360, 740)

_NGINX = """
daemon off;
pid {folder}/pid;
error_log stderr;
{user}
events {{}}
http {{
  log_format sent '$uri $bytes_sent';
  access_log {folder}/sent.log sent;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg;
          application/json json; text/plain ftl; }}
  default_type application/octet-stream;
  gzip on; gzip_comp_level 6;
  gzip_types text/css text/javascript image/svg+xml application/json text/plain;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


NAMES = ("chromium", "chromium-browser", "google-chrome")
"""What Chromium is called; the Makefile looks for the same."""


def chromium() -> str:
    """The browser that the system has; `make test` installs it where it is missing."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "Chromium is not installed. To mend it (Debian, Ubuntu): apt install chromium"
    return found


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def plain_server(root: Path) -> Iterator[str]:
    """`python -m http.server`: no ranges, nothing compressed on the way."""
    port = _free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1",
               "--directory", str(root)]  # fmt: skip
    with _running(command, port):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def usual_server(root: Path, scratch: Path) -> Iterator[str]:
    """nginx, as most hosts are: it answers ranges and compresses text.

    Its log, `sent.log`, says for each answer how many bytes went out.
    """
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert found, "nginx is not installed. To mend it (Debian, Ubuntu): apt install nginx-light"
    port = _free_port()
    # The server's workers may be another user, who cannot look into our folders.
    user = "user root;" if scratch.owner() == "root" else ""
    conf = scratch / "nginx.conf"
    conf.write_text(_NGINX.format(folder=scratch, root=root, port=port, user=user), "utf-8")
    with _running([found, "-e", "stderr", "-p", str(scratch), "-c", str(conf)], port):
        yield f"http://127.0.0.1:{port}/"


def bytes_sent(scratch: Path, but: str = "\n") -> int:
    """How many bytes the usual server has sent so far, without files whose name ends so."""
    lines = (scratch / "sent.log").read_text("utf-8").splitlines()
    told = [line.rsplit(" ", 1) for line in lines]
    return sum(int(size) for file, size in told if not file.endswith(but))


def piece(address: str) -> tuple[int, int]:
    """Status and bytes of the answer to who asks for the first ten bytes."""
    told = urlsplit(address)
    asked = http.client.HTTPConnection(told.netloc)
    asked.request("GET", told.path, headers={"range": "bytes=0-9"})
    answer = asked.getresponse()
    found = answer.status, len(answer.read())
    asked.close()
    return found


@dataclass
class Visitor:
    """Somebody with a browser, who notices whatever goes wrong.

    Attributes:
        page: The page that is open.
        address: Address of the site.
        asked: Addresses that were asked for.
        wrong: What the browser complained of.
    """

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def go(self, query: str = "", *, drawn: bool = True) -> Visitor:
        """Open the site, and wait until its map is drawn."""
        self.page.goto(self.address + query)
        if drawn:
            self.page.wait_for_selector(DRAWN, state="attached")
        return self

    @property
    def tab(self) -> Locator:
        return self.page.locator("#shown-tab")

    @property
    def sentence(self) -> str:
        return self.page.locator("#panel > .sentence").inner_text()

    def search(self, typed: str) -> Locator:
        """What is found for something that is typed."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(typed)
        return self.page.locator("#found li")

    def query(self) -> str:
        """The query of the address, once the page has written it."""
        self.page.wait_for_timeout(300)
        return urlsplit(self.page.url).query

    def rows(self) -> list[list[str]]:
        """The table of the list, row by row, the first line of each cell."""
        expect(self.tab.locator("table.list")).to_be_visible()
        cells = self.tab.locator("table.list tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
        )
        return [[re.split(r"\n", cell)[0] for cell in row] for row in cells]

    def violations(self, *rules: str) -> list[str]:
        """What the checker of accessibility finds, by all of its rules or by these alone."""
        return violations(self.page, *rules)


def violations(page: Page, *rules: str) -> list[str]:
    """What the checker of accessibility finds on a page, by all of its rules or by these alone."""
    # To say what is well, and where, takes the checker longer than to find what is wrong.
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def visitor(context: BrowserContext, address: str) -> Visitor:
    """A visitor who has nothing but this site: whatever else is asked for is refused."""
    page = context.new_page()
    one = Visitor(page, address)
    origin = "{0.scheme}://{0.netloc}/".format(urlsplit(address))

    def guard(route: Route) -> None:
        if route.request.url.startswith(origin):
            route.continue_()
        else:
            one.wrong.append(f"asked for {route.request.url}")
            route.abort()

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            one.wrong.append(message.text)

    context.route(re.compile("^https?:"), guard)
    page.on("request", lambda request: one.asked.append(request.url))
    page.on("console", heard)
    page.on("pageerror", lambda error: one.wrong.append(str(error)))
    return one
