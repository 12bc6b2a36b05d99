"""How sure the list is, in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from leftbehind.analysis.doubt import LEVELS, Doubted
from leftbehind.analysis.spread import HIGH, LOW
from leftbehind.engine.arrays import Array
from leftbehind.show.compared import Rows
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent, plain

HUNDRED = 100


def of_hundred(probability: float) -> str:
    """A share of versions in words; what is not all of them is never rounded to all.

    Example:
        >>> of_hundred(0.834), of_hundred(0.9996), of_hundred(0.0004)
        ('83 of 100', '99 of 100', '1 of 100')
    """
    whole = round(HUNDRED * probability)
    if 0 < probability < 1:
        whole = min(max(whole, 1), HUNDRED - 1)
    return say("doubt-of-hundred", text=plain(whole, 0), hundred=plain(HUNDRED, 0))


def sentences(found: Sequence[Doubted]) -> list[str]:
    """What was tried and what came of it.

    Args:
        found: The study with little doubt and, if it was tried, with more.
    """
    first = found[0]
    about = first.about
    narrow = plain(first.concentration, 0)
    tried = plain(first.versions.height, 0)
    said = [
        say("doubt-versions", text=tried, narrow=narrow, wide=plain(found[1].concentration, 0))
        if len(found) > 1
        else say("doubt-versions-once", text=tried, narrow=narrow)
        if "weights" in about.draw
        else say("doubt-versions-alike", text=tried)
    ]
    said += _weights(first)
    if about.shares and "shares" in about.draw:
        low, high = (percent(end.of_all or 0.0) for end in about.shares)
        said.append(say("doubt-shares", low=low, high=high))
    if "options" in about.draw:
        said += [say("doubt-option", option=name, choices="; ".join(choices))
                 for name, choices in about.option.items()]  # fmt: skip
    if about.chance and "chance" in about.draw:
        titles = [first.results.indices[name] for name in about.chance]
        said.append(say("doubt-chance", indices=", ".join(titles)))
    if first.rank_error:
        said.append(say("doubt-rank-error", error=plain(first.rank_error, 0)))
    return [*said, *standing(first)]


def standing(found: Doubted) -> list[str]:
    """The size of the list, its turnover, and who is firmly on it."""
    size = found.versions["size"].to_numpy()
    mean = {name: plain(float(found.versions[name].to_numpy().mean()), digits)
            for name, digits in (("entries", 1), ("exits", 1), ("jaccard", 2))}  # fmt: skip
    half, eighty, firm = (plain(found.listed(level).height, 0) for level in LEVELS)
    marginal = found.marginal()
    shares = {"most": plain(HUNDRED * LEVELS[1], 0), "nearly": plain(HUNDRED * LEVELS[2], 0),
              "hundred": plain(HUNDRED, 0)}  # fmt: skip
    low, high = np.quantile(size, (LOW, HIGH), method="nearest")
    return [
        say("doubt-size", mean=plain(float(size.mean()), 0), low=plain(low, 0),
            high=plain(high, 0), own=plain(int(found.areas["in_study"].sum()), 0), **mean),
        say("doubt-levels", half=half, eighty=eighty, firm=firm, **shares),
        say("doubt-standing", on=firm, near=plain(marginal.height, 0),
            listed=plain(int(marginal["in_study"].sum()), 0)),
    ]  # fmt: skip


def meaning(found: Doubted) -> str:
    """What a share of versions means, and what it does not."""
    return say(
        "doubt-meaning",
        by=found.about.differ_by,
        most=plain(HUNDRED * LEVELS[1], 0),
        hundred=plain(HUNDRED, 0),
    )


def nearest_to_the_line(found: Sequence[Doubted], most: int = 15) -> Rows:
    """The places whose standing is least sure."""
    first = found[0]
    indices = [name for name in first.results.indices if f"{name}_low" in first.areas.columns]
    titles = [first.results.indices[name] for name in indices]
    heads = [say("doubt-place"), say("doubt-listed"), say("doubt-narrow")]
    heads += [say("doubt-wide")] if len(found) > 1 else []
    heads += [say("doubt-rank", index=title) for title in titles]
    rows = first.areas
    if len(found) > 1:
        rows = rows.with_columns(wide=found[1].areas["probability"])
    unsure = rows.filter(pl.col("probability").is_between(0, 1, closed="none"))
    nearest = unsure.sort((pl.col("probability") - 0.5).abs(), "area").head(most)
    told = []
    for row in nearest.iter_rows(named=True):
        on = "yes" if row["in_study"] else "no"
        cells = [row["name"] or row["area"], say("doubt-listed-answer", on=on)]
        cells.append(of_hundred(row["probability"]))
        cells += [of_hundred(row["wide"])] if len(found) > 1 else []
        cells += [_interval(row, name) for name in indices]
        told.append(cells)
    right = tuple(at >= 2 for at in range(len(heads)))
    return Rows(tuple(heads), tuple(map(tuple, told)), right)


def machine_table(found: Sequence[Doubted]) -> pl.DataFrame:
    """One row for each area: `probability`, with more doubt `probability_wide`, ranks."""
    table = found[0].areas
    if len(found) > 1:
        at = table.columns.index("probability") + 1
        wide = found[1].areas["probability"].alias("probability_wide")
        table = table.clone().insert_column(at, wide)
    return table


def _interval(row: dict[str, object], name: str) -> str:
    low, own, high = (row[f"{name}_{what}"] for what in ("low", "rank", "high"))
    if low is None or own is None or high is None:
        return say("no-figure")
    texts = {what: plain(float(str(one)), 0) for what, one in
             (("low", low), ("own", own), ("high", high))}  # fmt: skip
    return say("doubt-interval", **texts)


def _weights(found: Doubted) -> list[str]:
    """How far the weights of each index went, where they moved."""
    said = []
    for index in found.results.indices:
        columns = [name for name in found.versions.columns if name.startswith(f"{index}.")
                   and name != f"{index}.share"]  # fmt: skip
        drawn = found.versions.select(columns).to_numpy()
        if not columns or np.ptp(drawn, axis=0).max() == 0:
            continue
        titles = dict(
            found.results["profiles"].filter(index=index).select("part", "title").unique().rows()
        )
        shares = drawn / drawn.sum(axis=1, keepdims=True)
        own = found.results.manifest["index"][index]["weights"]
        whole = sum(own[name.removeprefix(f"{index}.")] for name in columns)
        rows = [
            _weight(titles[part], shares[:, n], own[part] / whole)
            for n, part in enumerate(name.removeprefix(f"{index}.") for name in columns)
        ]
        title = found.results.indices[index]
        said.append(listed(say("doubt-weights", index=title), rows))
    return said


def _weight(title: str, shares: Array, own: float) -> str:
    low, high = np.quantile(shares, (LOW, HIGH))
    return say("doubt-weight", part=title, low=percent(low), high=percent(high), own=percent(own))
