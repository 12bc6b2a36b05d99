"""One index of a study at every stage on the way, from counts to the index itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from leftbehind.data.shelf import Shelf
from leftbehind.engine.arrays import Array, each, place
from leftbehind.errors import LeftBehindError, nearest, short
from leftbehind.index.chain import Chain
from leftbehind.index.score import Scores
from leftbehind.running.indices import IndexRun, run_index
from leftbehind.running.run import tables_of
from leftbehind.running.tables import Tell, series_of
from leftbehind.study import Study
from leftbehind.study_file import read_study

Stage = Literal["counts", "rates", "imputed", "treated", "shrunk", "standardised", "scores"]
"""The stages of a build, in order; each is a whole table of its own."""


@dataclass(frozen=True, slots=True)
class Built:
    """One index at every stage.

    Attributes:
        index: Its name in the study.
        title: What it is called.
        geography: Where it is folded.
        scores: What the fold left.
        stages: For each stage a table with the column `area` and one for each part: `counts`
            (each count, and its denominator as `<part>_of`), `rates`, `imputed`, `treated` and
            `shrunk` (every indicator, in its own unit and direction), `standardised` (as each
            part entered its node), `scores` (`<node>_score` and `<node>_rank`, 1 = highest
            need; for the index also `<index>_decile`).
        account: One row for each thing that a step did: `part`, `title`, `step`, `method`,
            `areas` that it changed (counts, for those held back), `skewness` and `kurtosis`
            before, `skewness_after` and `kurtosis_after`, `passes` (the rule for outliers,
            now), `dispersion` (how many times more than chance areas of a district differ).
        weights: One row for each part: `part`, `title`, `parent`, `weight` as used, `nominal`
            (its share in the index by the weights alone).
    """

    index: str
    title: str
    geography: str
    scores: Scores
    stages: dict[Stage, pl.DataFrame]
    account: pl.DataFrame
    weights: pl.DataFrame

    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by the name it is kept under."""
        found: dict[str, pl.DataFrame] = {str(name): one for name, one in self.stages.items()}
        return found | {"account": self.account, "weights": self.weights}


def built(
    study: Study | str,
    index: str = "",
    *,
    shelf: Shelf | None = None,
    tell: Tell = lambda _: None,
) -> Built:
    """Build one index of a study and keep every stage.

    Args:
        study: A study, or the name or path of one.
        index: Which index; none: its first.
        shelf: Where tables come from.
        tell: Called with the name of each table before it is read.

    Raises:
        NotHere: If a table cannot be had.
        LeftBehindError: If there is no such index, or its tables do not fit it.

    Example:
        >>> made = built("invented-country", "need")
        >>> list(made.stages)
        ['counts', 'rates', 'imputed', 'treated', 'shrunk', 'standardised', 'scores']
        >>> made.stages["scores"].columns[:3]
        ['area', 'need_score', 'need_rank']
    """
    asked = study if isinstance(study, Study) else read_study(study)
    name = index or next(iter(asked.index))
    if name not in asked.index:
        raise LeftBehindError(
            f"there is no index {short(repr(name))}", mend=nearest(name, asked.index)
        )
    tables = tables_of(asked, shelf or Shelf(), tell)
    one = run_index(asked, name, tables, keep=True)
    title = one.index.title or one.recipe.title
    return Built(name, title, one.geography, one.scores, _stages(one), _account(one), _weights(one))


def _stages(one: IndexRun) -> dict[Stage, pl.DataFrame]:
    chains = one.scores.chain
    ways: dict[Stage, Callable[[Chain], Array]] = {
        "rates": lambda chain: chain.measured.value,
        "imputed": lambda chain: chain.imputed,
        "treated": lambda chain: chain.treated,
        "shrunk": lambda chain: chain.shrunk,
    }
    counts: dict[str, Array] = {}
    for name, chain in chains.items():
        if chain.measured.of is not None and chain.measured.count is not None:
            counts |= {name: chain.measured.count, f"{name}_of": chain.measured.of}
    found: dict[Stage, pl.DataFrame] = {"counts": _table(one, counts)}
    for stage, way in ways.items():
        found[stage] = _table(one, {name: way(chain) for name, chain in chains.items()})
    found["standardised"] = _table(one, one.scores.entered)
    found["scores"] = _scores(one)
    return found


def _table(one: IndexRun, columns: dict[str, Array]) -> pl.DataFrame:
    return pl.DataFrame(
        [one.codes.alias("area"), *(series_of(name, value) for name, value in columns.items())]
    )


def _scores(one: IndexRun) -> pl.DataFrame:
    root = one.recipe.root
    names = [name for name in one.recipe.walk() if name in one.recipe.node]
    passed = [name for name in names if name in one.scores.score]
    ranks = dict(zip(passed, each(place, [one.scores.score[n] for n in passed]), strict=True))
    columns = [one.codes.alias("area")]
    for name in passed:
        columns.append(series_of(f"{name}_score", one.scores.score[name]))
        columns.append(series_of(f"{name}_rank", ranks[name], pl.Int64))
    frame = pl.DataFrame(columns)
    rank = pl.col(f"{root}_rank")
    decile = (10 * rank / rank.count()).ceil().cast(pl.Int64)
    return frame.with_columns(decile.alias(f"{root}_decile"))


def _account(one: IndexRun) -> pl.DataFrame:
    rows = []
    for change in one.scores.changes:
        before, after = change.before or (None, None), change.after or (None, None)
        rows.append((change.part, one.recipe.title_of(change.part), change.kind, change.method,
                     change.areas, *before, *after, change.passes, change.dispersion))  # fmt: skip
    schema = {
        "part": pl.String, "title": pl.String, "step": pl.String, "method": pl.String,
        "areas": pl.Int64, "skewness": pl.Float64, "kurtosis": pl.Float64,
        "skewness_after": pl.Float64, "kurtosis_after": pl.Float64, "passes": pl.Boolean,
        "dispersion": pl.Float64,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _weights(one: IndexRun) -> pl.DataFrame:
    nominal = one.scores.nominal()
    rows = [
        (child, one.recipe.title_of(child), name, float(one.scores.weight[child]), nominal[child])
        for name in one.recipe.walk()
        for child in one.recipe.children_of(name)
        if child in one.scores.weight
    ]
    schema = {"part": pl.String, "title": pl.String, "parent": pl.String, "weight": pl.Float64,
              "nominal": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
