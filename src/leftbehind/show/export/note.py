"""The method note and the codebook: what goes with every file that is handed on."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from leftbehind.data.catalogue import licence_of
from leftbehind.results import Results
from leftbehind.show.export.sheets import Sheet
from leftbehind.show.export.terms import Terms
from leftbehind.show.messages import say
from leftbehind.show.report.parts import sources_of
from leftbehind.show.tables import differences_in_words, rule_above

ABOUT = "about"
CODEBOOK = "codebook"


def about(results: Results, terms: Terms, more: Sequence[str] = ()) -> pl.DataFrame:
    """The method note: what this is, by which rule, from which tables, under which terms.

    Args:
        results: Results of a study.
        terms: What is withheld and what was accepted.
        more: Further lines, such as on the polygons.

    Returns:
        Lines with columns `topic` and `text`.
    """
    from leftbehind import __version__

    study = results.manifest["study"]
    lines = [(say("about-title"), study["title"])]
    if study.get("stamp"):
        lines.append((say("about-title"), study["stamp"]))
    if results.manifest.get("simulated"):
        lines.append((say("about-title"), say("simulated")))
    lines += [(say("about-rule"), rule_above(results))]
    apart = differences_in_words(results)
    # The rest names areas with their margins, which give withheld ranks away.
    lines += [(say("about-rule"), line) for line in (apart[:1] if terms.refused else apart)]
    lines += [
        (say("about-method"), say("report-method-index", index=index["title"],
                                  text=str(index["recipe"].get("source", ""))))
        for index in results.manifest["index"].values()
    ]  # fmt: skip
    lines += [(say("about-method"), text) for text in (study.get("notes"), say("relative")) if text]
    lines += [(say("about-empty"), say("about-empty-text"))]
    smallest = study.get("comparing", {}).get("smallest")
    if any(one.get("own") for one in results.manifest.get("outcomes", {}).values()) and smallest:
        lines.append((say("about-small"), say("about-small-text", smallest=str(smallest))))
    lines += [(say("about-terms"), line) for line in terms_in_words(results, terms)]
    lines += [(say("about-polygons"), line) for line in more]
    lines += [(say("about-sources"), line) for line in sources_of(results)]
    lines.append((say("about-made"), say("report-author", version=__version__)))
    return pl.DataFrame(lines, schema={"topic": pl.String, "text": pl.String}, orient="row")


def terms_in_words(results: Results, terms: Terms) -> list[str]:
    """What was withheld and how it can be had, and whose terms were accepted."""
    said = [
        say("terms-accepted", licence=licence_of(name).name, notice=licence_of(name).notice)
        for name in terms.accepted
    ]
    if terms.refused:
        titles = [results.manifest["tables"][name]["title"] for name in terms.tables]
        options = " ".join(f"--accept-terms {name}" for name in terms.refused)
        notices = " ".join(licence_of(name).notice for name in terms.refused)
        indices = ", ".join(results.indices[name] for name in terms.indices)
        said.append(
            say("terms-withheld", tables="; ".join(titles), indices=indices or say("none"),
                notices=notices, options=options)
        )  # fmt: skip
    return said


def codebook(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Every column of every sheet: what it says, its unit, its source."""
    rows = [
        (sheet.name, sheet.says, field.name, field.says, field.unit, field.source)
        for sheet in sheets
        for field in sheet.fields
    ]
    names = ("sheet", "sheet_says", "column", "says", "unit", "source")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def as_text(note: pl.DataFrame) -> str:
    """The method note as lines of plain text, each topic once."""
    lines: list[str] = []
    for topic, text in note.iter_rows():
        if f"{topic}" not in lines:
            lines += ["", topic] if lines else [topic]
        lines.append(f"  {text}")
    return "\n".join(lines) + "\n"
