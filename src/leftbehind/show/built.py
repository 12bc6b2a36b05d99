"""What each step of a build changed, in sentences and rows."""

from __future__ import annotations

import numpy as np

from leftbehind.running.stages import Built
from leftbehind.show.compared import Rows
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain

NOTABLE = 2.0
"""How many times more than chance areas must differ, so that it is said."""


def opening(made: Built) -> str:
    """What was built, of how much."""
    scores = made.stages["scores"]
    known = scores[f"{made.scores.recipe.root}_score"].count()
    return say(
        "build-opening",
        title=made.title,
        recipe=made.scores.recipe.name,
        indicators=len(made.scores.chain),
        text=plain(len(made.scores.chain), 0),
        areas=plain(scores.height, 0),
        without=scores.height - known,
        unknown=plain(scores.height - known, 0),
    )


def sentences(made: Built) -> list[str]:
    """What was done to the indicators, step by step; that nothing was, if nothing was."""
    account = made.account
    found = []
    if made.scores.given:
        taken = [made.scores.recipe.title_of(name) for name in made.scores.given]
        found.append(listed(say("audit-starts"), taken))
    if account.is_empty():
        return [*found, say("build-untouched")]
    for (step,), rows in account.group_by("step", maintain_order=True):
        number = rows["part"].n_unique()
        told = say("build-step", step=str(step).replace(" ", "-"), number=number,
                   text=plain(number, 0), cells=plain(int(rows["areas"].sum()), 0))  # fmt: skip
        found.append(told)
    if (failed := account.filter(~account["passes"].fill_null(value=True))).height:
        found.append(say("build-still-skewed", names=", ".join(failed["title"])))
    spread = account.filter(account["dispersion"].fill_null(0.0) > NOTABLE)
    if spread.height:
        found.append(say("build-dispersed", names=", ".join(spread["title"])))
    return found


def account_rows(made: Built) -> Rows:
    """The account as a table: part, step, method, areas, tails before and after."""
    headings = ("build-part", "build-did", "build-how", "build-cells", "build-skewness",
                "build-kurtosis", "build-dispersion")  # fmt: skip
    rows = []
    for row in made.account.iter_rows(named=True):
        tails = [
            say("build-from-to", before=plain(row[name], 1), after=plain(row[f"{name}_after"], 1))
            if row[name] is not None and row[f"{name}_after"] is not None
            else ""
            for name in ("skewness", "kurtosis")
        ]
        spread = row["dispersion"]
        rows.append((row["title"], row["step"], row["method"], plain(row["areas"], 0), *tails,
                     "" if spread is None else plain(spread, 1)))  # fmt: skip
    right = (False, False, False, True, True, True, True)
    return Rows(tuple(say(heading) for heading in headings), tuple(rows), right)


def weight_rows(made: Built) -> Rows:
    """The tree with its weights: what each part weighs in its node, and in the index."""
    recipe = made.scores.recipe
    depth = {recipe.root: 0}
    rows = []
    by_part = {row["part"]: row for row in made.weights.iter_rows(named=True)}
    for name in recipe.walk():
        depth.update(dict.fromkeys(recipe.children_of(name), depth[name] + 1))
        if name in by_part:
            row = by_part[name]
            siblings = made.weights.filter(parent=row["parent"])["weight"].sum()
            indent = "  " * (depth[name] - 1)
            share = row["weight"] / siblings if siblings else np.nan
            rows.append((indent + row["title"], percent(share), percent(row["nominal"])))
    headings = (say("build-part"), say("build-in-node"), say("build-in-index"))
    return Rows(headings, tuple(rows), (False, True, True))
