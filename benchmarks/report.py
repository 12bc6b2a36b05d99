"""What a person waits for: the report of England, and one for each of its districts."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from _timing import line, process_seconds

from leftbehind import NotHere, Shelf, run

COMMAND = str(Path(sys.executable).with_name("leftbehind"))

if __name__ == "__main__":
    try:
        shelf = Shelf()
        for study in ("england-2020", "england-2025"):
            run(study, shelf=shelf)
            with tempfile.TemporaryDirectory() as folder:
                command = (COMMAND, "report", study, "-q", "--out", f"{folder}/out")
                line(f"leftbehind report {study}", process_seconds(*command, runs=1), 15.0)
        with tempfile.TemporaryDirectory() as folder:
            command = (COMMAND, "report", "england-2020", "-q", "--all-districts", f"{folder}/out")
            whole = process_seconds(*command, runs=1)
        line(f"leftbehind report --all-districts, {os.cpu_count()} cores", whole, 300.0)
    except NotHere as error:
        print(f"the reports of England are not measured: {error}")
