"""How the documentation is built: `make docs`. Nothing is fetched, by the build or by a reader."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import get_origin

from docutils import nodes
from latex2mathml.converter import convert
from pydantic import BaseModel
from rich.table import Table
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.ext.napoleon import GoogleDocstring
from sphinx.writers.html5 import HTML5Translator

from leftbehind.show import tables

_pyproject = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))

project = "leftbehind"
author = "The leftbehind developers"
copyright = f"2026, {author}"
release = version = _pyproject["project"]["version"]

sys.path.insert(0, str(Path(__file__).parent))  # for live.py

# Imported there for types only: without it autodoc takes another class of the name.
tables.Table = Table  # type: ignore[attr-defined]

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "live",
]
exclude_patterns = ["_build"]
html_static_path = ["_static"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist", "substitution"]
myst_heading_anchors = 3

autodoc_class_signature = "separated"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_type_aliases = {"Array": "Array"}
autodoc_typehints = "signature"
napoleon_attr_annotations = False
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True

default_role = "code"  # `so` in a docstring

# Every name in a page must lead somewhere, but for those of other projects.
nitpicky = True
nitpick_ignore_regex = [
    (
        "py:.*",
        r"(collections|contextlib|enum|fractions|io|pathlib|types|typing"
        r"|altair|duckdb|narwhals|numpy|pandas|polars|pooch|pyarrow|pydantic|pydantic_core|rich|scipy|typer)\..*",
    ),
    ("py:.*", r"(np|nw|pd|pl)\..*"),
    ("py:class", r"[A-Z][A-Za-z]*"),  # a type alias in a signature
    ("py:class", r"leftbehind\..*\._[A-Za-z]+"),  # a module's own
    ("py:class", r"leftbehind\.data\.simulate\.(?!invented).*"),  # what `country` is made of
]

copybutton_exclude = ".linenos, .gp, .go"
copybutton_prompt_is_regexp = True
copybutton_prompt_text = r">>> |\.\.\. |\$ "

html_theme = "furo"
html_title = "leftbehind"
html_copy_source = False
html_show_sphinx = False
html_math_renderer = "mathml"
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"

_SANS = '"Atkinson Hyperlegible Next", "Atkinson Hyperlegible", system-ui, sans-serif'
_MONO = '"Atkinson Hyperlegible Mono", ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace'

html_theme_options = {
    "light_css_variables": {
        "font-stack": _SANS,
        "font-stack--monospace": _MONO,
        "color-foreground-primary": "#1f1d1a",  # ink
        "color-foreground-secondary": "#6b665e",  # muted ink
        "color-foreground-muted": "#6b665e",
        "color-foreground-border": "#8a847a",
        "color-background-primary": "#fbfaf7",  # paper
        "color-background-secondary": "#f4f1ea",
        "color-background-hover": "#e7e3da",  # stone
        "color-background-hover--transparent": "#e7e3da00",
        "color-background-border": "#e7e3da",
        "color-background-item": "#e7e3da",
        "color-brand-primary": "#3e2b62",  # plum
        "color-brand-content": "#3e2b62",
        "color-brand-visited": "#5c3a6e",
        "color-code-background": "#f4f1ea",
        "color-highlight-on-target": "#f3e3ea",
        "color-api-name": "#3e2b62",
        "color-api-pre-name": "#6b665e",
        "color-admonition-title--note": "#4f7fc4",  # blue
        "color-admonition-title-background--note": "#4f7fc41a",
        "color-admonition-title--warning": "#c9577f",  # rose
        "color-admonition-title-background--warning": "#c9577f1a",
    },
    "dark_css_variables": {
        "font-stack": _SANS,
        "font-stack--monospace": _MONO,
        "color-foreground-primary": "#eae6dd",
        "color-foreground-secondary": "#b3ada2",
        "color-foreground-muted": "#b3ada2",
        "color-foreground-border": "#7d776d",
        "color-background-primary": "#191815",
        "color-background-secondary": "#211f1c",
        "color-background-hover": "#2f2c28",
        "color-background-hover--transparent": "#2f2c2800",
        "color-background-border": "#35322d",
        "color-background-item": "#35322d",
        "color-brand-primary": "#bda9e6",
        "color-brand-content": "#bda9e6",
        "color-brand-visited": "#d3abd9",
        "color-code-background": "#211f1c",
        "color-highlight-on-target": "#3b2b38",
        "color-api-name": "#bda9e6",
        "color-api-pre-name": "#b3ada2",
        "color-admonition-title--note": "#84a9e0",
        "color-admonition-title-background--note": "#84a9e01f",
        "color-admonition-title--warning": "#e288a8",
        "color-admonition-title-background--warning": "#e288a81f",
    },
}


def _mathml(formula: str, display: str) -> str:
    """MathML, which browsers draw and screen readers read by themselves."""
    result = convert(formula.replace("{aligned}", "{align*}"), display=display)
    if r"\begin" in formula and "<mtable" not in result:
        raise ExtensionError(f"latex2mathml does not know this environment: {formula}")
    return re.sub(r'columnalign="(\w+)"', r'style="text-align: \1"', result)


def _formula(self: HTML5Translator, node: nodes.math) -> None:
    """A formula in a sentence."""
    self.body.append(_mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def _formula_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """A formula on a line of its own, with its number where it has a label."""
    style = "overflow: auto hidden; margin: 1em 0"
    self.body.append(self.starttag(node, "div", CLASS="math", style=style))
    if node.get("number"):
        self.body.append(f'<span class="eqno" style="float: right">({node["number"]})</span>')
    self.body.append(_mathml(node.astext(), "block") + "</div>\n")
    raise nodes.SkipNode


def _signature(
    app: Sphinx, what: str, name: str, obj: object, options: object, signature: str, returns: str
) -> tuple[str, str] | None:
    """Tidy signatures: a model's docstring tells its fields; a factory is no Python to parse."""
    if isinstance(obj, type) and issubclass(obj, BaseModel):
        return "", ""
    return (signature.replace("<factory>", "..."), returns) if signature else None


_plain: dict[str, list[str]] = {}


def _keep_plain(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Remember a value's docstring before Napoleon takes what stands before a colon for a type."""
    if what in {"attribute", "data", "property"}:
        _plain[name] = list(lines)


def _restore_plain(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Give a value its docstring back, with its sections laid out."""
    if name in _plain:
        lines[:] = GoogleDocstring(_plain.pop(name), app.config, app, "object", name, obj).lines()


def _plain_returns(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Keep Napoleon from taking what stands before a colon in `Returns:` for a type."""
    for number, line in enumerate(lines[:-1]):
        if line.strip() == "Returns:":
            indent, said = re.fullmatch(r"(\s*)(.*)", lines[number + 1]).groups()  # type: ignore[union-attr]
            lines[number + 1] = f"{indent}: {said}"


def _skip(
    app: Sphinx, what: str, name: str, obj: object, skip: bool, options: object
) -> bool | None:
    """Leave type aliases out, which are shown where they are used, and pydantic's settings."""
    alias = what == "module" and get_origin(obj) is not None
    return True if alias or name == "model_config" else None


def setup(app: Sphinx) -> None:
    """Draw formulas without a script, so that the pages need no other site; tidy the reference."""
    app.add_html_math_renderer("mathml", (_formula, None), (_formula_block, None))
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _keep_plain, priority=400)
    app.connect("autodoc-process-docstring", _restore_plain, priority=600)
    app.connect("autodoc-process-docstring", _plain_returns, priority=400)
    app.connect("autodoc-skip-member", _skip)
