"""The command that audits the indices of a study."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leftbehind.cli.common import (
    RESULTS,
    Changes,
    Form,
    Out,
    Quiet,
    close,
    console_for,
    hush,
    note,
    results_and_shelf,
    write,
)
from leftbehind.errors import LeftBehindError, nearest, short
from leftbehind.show.files import Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from leftbehind.analysis.audit import Audit
    from leftbehind.analysis.audit_node import NodeAudit
    from leftbehind.data.catalogue import Catalogue
    from leftbehind.running.stages import Built
    from leftbehind.show.compared import Rows as Table


class Rows(StrEnum):
    """What the rows of a file are."""

    parts = "parts"
    nodes = "nodes"
    pairs = "pairs"
    warnings = "warnings"


Audited = Annotated[
    str,
    typer.Argument(
        help="A recipe, a study, a study file, or a folder of results. None: the latest."
    ),
]


def audit(
    what: Audited = "",
    rows: Annotated[
        Rows | None, typer.Option("--rows", help="What the rows of a file are; default: parts.")
    ] = None,
    form: Form = Format.table,
    out: Out = None,
    changes: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Audit each index: what its weights say and do, how its parts overlap, what was repaired."""
    hush(quiet)
    if rows and form is Format.table:
        raise typer.BadParameter("--rows says what a file holds: add --format csv")
    from leftbehind.analysis.audit import audit as audit_index
    from leftbehind.show import audited
    from leftbehind.show.messages import say
    from leftbehind.show.summary import print_notice

    study, index = _meant(what)
    results, shelf = results_and_shelf(study or None, changes)
    told = say("audit-as", recipe=what, index=index, study=study) if index else ""
    named = [index] if index else list(results.indices)
    stages = _stages(study, changes)
    audits = [audit_index(results, name, shelf.catalogue, stages(name)) for name in named]
    if form is not Format.table:
        if told:
            note(told)
        tables = {
            Rows.parts: audited.parts_table,
            Rows.nodes: audited.nodes_table,
            Rows.pairs: audited.pairs_table,
            Rows.warnings: audited.warnings_table,
        }
        write(tables[rows or Rows.parts](audits), form, out)
        return
    console = console_for(out)
    print_notice(console, results)
    if told:
        console.print(told, markup=False)
    for one in audits:
        _print_audit(console, one, shelf.catalogue)
    console.print(f"\n{say('audit-reading')}", markup=False)
    stamp = results.manifest["study"].get("stamp", "")
    if stamp:
        console.print(f"\n{stamp}", markup=False)
    close(console, out)


def _stages(study: str, changes: list[str] | None) -> Callable[[str], Built | None]:
    """How an index is built at every stage; results of a folder hold no stages."""
    from leftbehind.running.stages import built
    from leftbehind.study_file import read_study

    if not study or Path(study).is_dir():
        return lambda _: None
    asked = read_study(study, changes or ())
    return lambda name: built(asked, name)


def _meant(what: str) -> tuple[str, str]:
    """The study that is meant, and the one index of it if a recipe was named.

    Raises:
        LeftBehindError: If it is a recipe that no shipped study uses, or nothing at all.
    """
    from leftbehind.analysis.audit import recipes_in_use
    from leftbehind.index.spec import recipe_names
    from leftbehind.study_file import study_names

    if not what or what in study_names() or Path(what).exists():
        return what, ""
    used = recipes_in_use()
    if what in used:
        return used[what]
    names = ", ".join(sorted(used))
    if what in recipe_names():
        raise LeftBehindError(
            f"no shipped study uses the recipe {what}, so there are no figures to audit it on",
            mend=f"write a study that uses it, or audit one of {names}",
        )
    there = [str(folder) for folder in RESULTS.glob("*/")]
    raise LeftBehindError(
        f"there is no recipe, study, study file or folder of results {short(what)!r}",
        mend=f"name a recipe that can be audited ({names}), a study or a folder; "
        + nearest(what, [*recipe_names(), *study_names(), *there]),
    )


def _print_audit(console: Console, audit: Audit, catalogue: Catalogue) -> None:
    from leftbehind.show import audited
    from leftbehind.show.messages import say

    _head(console, say("audit-title", index=audit.title))
    _lines(console, audited.basis(audit, catalogue))
    _head(console, say("audit-stands-out"))
    _lines(console, audited.findings(audit))
    if advice := audited.advice(audit):
        _head(console, say("audit-what-to-do"))
        _lines(console, advice)
    for node in audit.nodes:
        _print_node(console, node)
    across = audited.across_lines(audit)
    if across:
        _head(console, say("audit-across"))
        _lines(console, across)
    _head(console, say("audit-repairs"))
    _lines(console, audited.repair_lines(audit))
    _head(console, say("audit-comparability"))
    _print(console, audited.table_rows(audit))
    _lines(console, audited.comparability_lines(audit))


def _print_node(console: Console, node: NodeAudit) -> None:
    from leftbehind.show import audited
    from leftbehind.show.messages import say

    _head(console, node.title)
    _print(console, audited.part_rows(node))
    _lines(console, audited.node_lines(node))
    if node.parts.height > 1:
        console.print(say("audit-correlations", node=node.title), markup=False)
        _print(console, audited.correlation_rows(node))


def _head(console: Console, text: str) -> None:
    console.print(f"\n{text}", style="bold", markup=False)


def _lines(console: Console, lines: list[str]) -> None:
    for line in lines:
        console.print(f"  {line}", markup=False)


def _print(console: Console, rows: Table) -> None:
    from leftbehind.show.tables import text_table

    console.print(text_table(rows.headings, rows.rows, rows.right))
