"""The commands: arguments in, calls out, no arithmetic."""

from __future__ import annotations

import io
import signal
import sys
from typing import Annotated

import typer

from leftbehind.cli import (
    audit,
    build,
    charts,
    check,
    clusters,
    compare,
    data,
    doubt,
    export,
    history,
    maps,
    new,
    panel,
    report,
    sensitivity,
    site,
    studies,
    typology,
    update,
    whatif,
)
from leftbehind.cli.common import Quiet, hush
from leftbehind.errors import LeftBehindError

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C stopped: 128 and the number of the signal."""

app = typer.Typer(
    name="leftbehind",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    help="Which neighbourhoods are left behind, why, and how sure that is.",
)
app.add_typer(data.app, name="data")
app.add_typer(panel.app, name="panel")
app.command()(studies.run)
app.command()(studies.demo)
app.command()(new.new)
app.command()(check.check)
app.command(name="list")(studies.list_areas)
app.command()(studies.place)
app.command()(compare.compare)
app.command()(audit.audit)
app.command()(build.build)
app.command(name="chart")(charts.draw_chart)
app.command(name="map")(maps.draw_map)
app.command()(clusters.clusters)
app.command()(doubt.doubt)
app.command()(sensitivity.sensitivity)
app.command()(whatif.whatif)
app.command()(typology.typology)
app.command()(update.update)
app.command()(history.history)
app.command()(report.report)
app.command()(export.export)
app.command()(site.publish)
app.command()(site.explore)
app.command(name="studies")(studies.shipped)


def main() -> None:
    """Run the command line: 0 done, 1 a problem with the input, 2 wrong use."""
    sys.stdout = sys.stdout or io.TextIOWrapper(io.BytesIO())  # closed by who started this
    sys.stderr = sys.stderr or io.TextIOWrapper(io.BytesIO())
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    try:
        app()
    except LeftBehindError as error:
        print(f"leftbehind: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except ModuleNotFoundError as error:
        print(f"leftbehind: this needs a package that is not installed: {error.name}. "
              'To mend it: pip install "leftbehind[all]"', file=sys.stderr)  # fmt: skip
        raise SystemExit(1) from None
    except OSError as error:
        problem = LeftBehindError(error.strerror or str(error), where=str(error.filename or ""))
        print(f"leftbehind: {problem}", file=sys.stderr)
        raise SystemExit(1) from None
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            raise SystemExit(0) from None  # who read this has read enough
        if stop.code == INTERRUPTED:  # typer has caught the key
            print("leftbehind: stopped; nothing was left half-written.", file=sys.stderr)
        raise


def _as_ctrl_c(_number: int, _frame: object) -> None:
    """Clean up on being told to end as on Ctrl-C: no half-written folder is left."""
    raise KeyboardInterrupt


def _print_version(asked: bool) -> None:
    if asked:
        from leftbehind import __version__

        print(f"leftbehind {__version__}")
        raise typer.Exit


@app.callback()
def _before_any_command(
    quiet: Quiet = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    hush(quiet)
