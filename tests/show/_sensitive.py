"""Results as if their sensitivity had been found, with options and sources of any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import polars as pl

from leftbehind import Results
from leftbehind.analysis.sensitivity import Sensitive, Variance

OPTIONS = {"how need is put together": ["sum", "geometric mean", "maximum"],
           "how wards are summed up": ["average score", "average rank"]}  # fmt: skip

Options = Mapping[str, Sequence[str]]


def as_if_sensitive(
    results: Results,
    options: Options = OPTIONS,
    sources: Sequence[tuple[str, str, float]] = (
        ("weights", "need", 0.15),
        ("shares", "need", 0.6),
        ("options", "how wards are summed up", 0.3),
    ),
) -> Sensitive:
    """A study whose list answers to each choice in a way that can be foretold.

    Args:
        results: Results of a study.
        options: Choices by option.
        sources: Kind, name and total share of the variance, free; held it is half of it more.
    """
    runs = {"free": 160, "held": 128} if any(kind == "shares" for kind, *_ in sources) else {
        "free": 160
    }  # fmt: skip
    influence = [
        _influence(threshold, kind, of, total * (1.5 if threshold == "held" else 1))
        for threshold in runs
        for kind, of, total in sources
        if threshold == "free" or kind != "shares"
    ]
    variance = Variance(400.0, pl.DataFrame(influence), pl.DataFrame(), runs)
    study = results.manifest["study"]
    declared = {name: {choice: [f"x={n}"] for n, choice in enumerate(choices)}
                for name, choices in options.items()}  # fmt: skip
    doubt = {**study.get("doubt", {}), "option": declared}
    manifest = {**results.manifest, "study": {**study, "doubt": doubt}}
    return Sensitive(replace(results, manifest=manifest), variance, ways_of(options))


def ways_of(options: Options) -> pl.DataFrame:
    """One row for each combination: the further from the first choices, the less alike."""
    rows: list[dict[str, Any]] = [
        {"kind": "threshold", "of": "", "what": "5%", "size": 1.0, "jaccard": 0.1}
    ]
    for at, taken in enumerate(product(*(range(len(choices)) for choices in options.values()))):
        if not taken:
            break
        far = sum(n / (len(c) + 1) for n, c in zip(taken, options.values(), strict=True))
        rows.append({"kind": "choices", "of": "", "what": "",
                     "size": float(60 + (at * 7 + 20) % 50), "jaccard": 1 / (1 + far)})  # fmt: skip
    return pl.DataFrame(rows)


def _influence(threshold: str, kind: str, of: str, total: float) -> dict[str, Any]:
    first = total - 0.2
    return {"threshold": threshold, "kind": kind, "source": of, "output": "jaccard",
            "first": first, "first_low": first - 0.05, "first_high": first + 0.05,
            "total": total, "total_low": total - 0.1, "total_high": total + 0.1}  # fmt: skip
