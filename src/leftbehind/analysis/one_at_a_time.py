"""What single changes of a study do to its list, and all its declared choices together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from leftbehind.analysis.draws import Draws
from leftbehind.analysis.ensemble import Ensemble
from leftbehind.analysis.tally import Tally
from leftbehind.analysis.variants import Variants
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results

SWEPT = tuple(percent / 100 for percent in range(5, 21))
"""Shares of areas that the rule is tried with."""

MOST = 2_000
"""Combinations of choices that are tried."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a study, and what it makes of it.

    Attributes:
        kind: "choice" of one option; "choices", a combination of all; "left out"; "threshold".
        of: The option, or the index that something is left out of.
        what: The choice, the part that is left out, or the share.
        made: The study so changed.
        share: The share of areas that the rule asks for; none: the study's own.
        why_not: Why it cannot be made.
    """

    kind: str
    of: str
    what: str
    made: Ensemble | None
    share: float | None = None
    why_not: str = ""


def one_at_a_time(results: Results, variants: Variants) -> pl.DataFrame:
    """Change one thing at a time, and set the list beside the study's own.

    Each choice of each option; each combination of all choices; each part of each index left
    out, whether a domain or a single indicator; thresholds from 5 to 20%.

    Args:
        results: The study.
        variants: It with other methods.

    Returns:
        One row for each change: `kind`, `of`, `what`, `size`, `entries`, `exits`, `jaccard`,
        for each index `<index>_shift` (mean difference of ranks) and `<index>_alike` (their
        correlation); `why_not` where the change cannot be made, and then no figures.

    Raises:
        LeftBehindError: If an option cannot be made, or there are too many combinations.
    """
    made = variants.made
    changes = [
        *_choices(variants),
        *_left_out(results, variants),
        *_thresholds(made),
    ]
    tally = Tally(made, len(changes), ranks=True, alike=True)
    for at, change in enumerate(changes):
        if change.made:
            tally.add(change.made, _as_it_is(change.made, change.share), np.array([at]))
    told = pl.DataFrame(
        {"kind": [c.kind for c in changes], "of": [c.of for c in changes],
         "what": [c.what for c in changes]}, schema=dict.fromkeys(("kind", "of", "what"), pl.String)
    )  # fmt: skip
    why = pl.Series("why_not", [change.why_not for change in changes], dtype=pl.String)
    counted = [pl.when(why == "").then(one).alias(one.name) for one in tally.counted()]
    return told.with_columns(*counted, why)


def _as_it_is(made: Ensemble, share: float | None) -> Draws:
    """One version: the study with its own weights."""
    weights = {name: one.weights[None, :] for name, one in made.parts.items()}
    own = {name: one.of_all or 0.0 for name, one in made.rule.asked.items()}
    return Draws(weights, {name: np.array([share or own[name]]) for name in own})


def _choices(variants: Variants) -> Iterator[Change]:
    """Each choice by itself, beside the first of every other option; then all combinations."""
    named = list(variants.study.doubt.option.items())
    combinations = int(np.prod([len(choices) for _, choices in named])) if named else 0
    if combinations > MOST:
        raise LeftBehindError(
            f"the declared options make {combinations:,} combinations; {MOST:,} can be tried",
            mend="declare fewer options, or fewer choices, under [doubt.option]",
        )

    def of(*patches: str) -> Ensemble:
        if not patches:
            return variants.made
        return variants.patched(patches, f"doubt.option: {', '.join(patches)}")

    for option, choices in named:
        for choice, patches in choices.items():
            yield Change("choice", option, choice, of(*patches))
    for taken in product(*(choices.items() for _, choices in named)) if named else ():
        what = "; ".join(choice for choice, _ in taken)
        yield Change("choices", "", what, of(*(p for _, patches in taken for p in patches)))


def _left_out(results: Results, variants: Variants) -> Iterator[Change]:
    """Every part of every index that weighs something, left out."""
    study = variants.study
    for index, recipe in study.recipes.items():
        weights: dict[str, float] = results.manifest["index"][index]["weights"]
        for part in (part for part, weight in weights.items() if weight):
            try:
                without = recipe.without(part)
                start = tuple(name for name in study.index[index].start if name in without.walk())
                own = study.index[index].model_copy(update={"start": start})
                other = study.model_copy(
                    update={
                        "recipes": {**study.recipes, index: without},
                        "index": {**study.index, index: own},
                    }
                )
                yield Change("left out", index, part, variants.of(other, f"without {part}"))
            except LeftBehindError as error:
                yield Change("left out", index, part, None, why_not=error.what)


def _thresholds(made: Ensemble) -> Iterator[Change]:
    if all(share.number is not None for share in made.rule.asked.values()):
        return
    for share in SWEPT:
        yield Change("threshold", "", f"{share:.0%}", made, share)
