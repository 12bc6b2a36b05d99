"""The one file of sentences: all used, all there, and no figure typed in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import leftbehind
from leftbehind.show.messages import LANGUAGE, say

HOME = Path(leftbehind.__file__).parent
FILE = HOME / "show" / "messages" / f"{LANGUAGE}.ftl"
TEXT = FILE.read_text("utf-8")
WRITTEN = set(re.findall(r"^([a-z][a-z-]*) =", TEXT, re.MULTILINE))
SHOWN = [*(HOME / "show").rglob("*.py"), *(HOME / "cli").rglob("*.py")]
PAGE = Path(__file__).parents[2] / "web" / "src"
PAGES = sorted([*PAGE.rglob("*.ts"), *PAGE.rglob("*.svelte")])


def strings_of(file: Path) -> Iterator[ast.Constant]:
    """Every string in a module that is not a docstring."""
    tree = ast.parse(file.read_text("utf-8"))
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def asked_for(file: Path) -> set[str]:
    """The messages that a module names, whole, in a call of `say`."""
    calls = [
        node.args[0]
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args
    ]
    either = [leaf for node in calls if isinstance(node, ast.IfExp)
              for leaf in (node.body, node.orelse)]  # fmt: skip
    return {str(node.value) for node in (*calls, *either) if isinstance(node, ast.Constant)}


def test_each_message_is_written_once() -> None:
    names = re.findall(r"^([a-z][a-z-]*) =", TEXT, re.MULTILINE)
    assert len(names) == len(set(names)) > 100


def test_every_message_that_is_written_is_said_somewhere() -> None:
    said = {node.value for file in SHOWN for node in strings_of(file)}
    said |= {name for file in PAGES for name in re.findall(r'"([a-z-]+)"', file.read_text("utf-8"))}
    # Names put together in code: say(f"verdict-{…}"), say(f"{…}-heading").
    parts = tuple(node for node in said if re.fullmatch(r"[a-z]+-", node))
    ends = tuple(node for node in said if re.fullmatch(r"-[a-z]+", node))
    unsaid = {
        name for name in WRITTEN - said if not name.startswith(parts) and not name.endswith(ends)
    }
    assert not unsaid


@pytest.mark.parametrize("file", SHOWN, ids=lambda file: str(file.relative_to(HOME)))
def test_every_message_that_is_asked_for_is_written(file: Path) -> None:
    assert asked_for(file) <= WRITTEN


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(PAGE)))
def test_every_message_that_the_page_asks_for_is_written(file: Path) -> None:
    asked = re.findall(r'\bsay\(\s*"([a-z-]+)"', file.read_text("utf-8"))
    assert set(asked) <= WRITTEN


def test_no_figure_is_typed_into_a_message() -> None:
    # [0], [1] choose a form; everything else that people read comes in as an argument.
    lines = [line for line in TEXT.splitlines() if not line.startswith("#")]
    assert not [line for line in lines if re.search(r"\d", re.sub(r"\[\d+\]", "", line))]


def test_no_figure_is_typed_into_what_a_report_says() -> None:
    """What reports say is in the messages alone: the code that fills them has no figure."""
    for name in ("opening", "comparing", "parts", "national", "place", "district", "since"):
        for node in strings_of(HOME / "show" / "report" / f"{name}.py"):
            is_pattern = re.search(r"[\[\\]", node.value)
            assert is_pattern or not re.search(r"\d", node.value), (name, node.value)


def test_a_message_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="no message chart-nothing"):
        say("chart-nothing")
    with pytest.raises(KeyError, match="areas"):
        say("areas")
