"""leftbehind explore: a page on this machine until Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

COMMAND = "from leftbehind.cli import main; main()"


def test_the_explorer_is_served_here_until_ctrl_c_and_leaves_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "explore", "invented-country", "--no-open", "--quiet"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
    ) as server:  # fmt: skip
        assert server.stdout
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}study.json") as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    assert server.returncode == 0
    assert said == ""
    assert list(tmp_path.iterdir()) == []
