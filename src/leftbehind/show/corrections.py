"""Errors found in published editions, in sentences, wherever such an edition is used."""

from __future__ import annotations

from leftbehind.data.corrections import Correction
from leftbehind.results import Results
from leftbehind.show.messages import say


def errors_in_words(results: Results) -> list[str]:
    """What is known to be wrong in the editions that results were made from.

    Args:
        results: Results of a study.

    Returns:
        A sentence or two for each error.
    """
    told = results.manifest.get("corrections", {})
    return [
        say(
            "correction-applied" if one["applied"] else "correction-shown",
            title=one["title"],
            wrong=one["wrong"],
            effect=one["effect"],
            treatment=one["treatment"],
        )
        for one in told.values()
    ]


def error_in_words(one: Correction) -> str:
    """What is known to be wrong in an edition, in which tables of the catalogue.

    Args:
        one: The error.
    """
    return say(
        "correction-known",
        title=one.title,
        tables=", ".join(one.tables),
        wrong=one.wrong,
        effect=one.effect,
        found=one.found,
    )
