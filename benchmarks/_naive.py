"""The same index in plain pandas, as an analyst would write it in an afternoon."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.multivariate.factor import Factor

import leftbehind
from leftbehind.index.spec import Indicator, Recipe


def build(recipe: Recipe, frame: pd.DataFrame) -> pd.DataFrame:
    """Score and rank of a recipe's root, one column and one group at a time."""
    if frame["area"].duplicated().any():
        raise ValueError("duplicate codes")
    score = _node(recipe, recipe.root, frame)
    result = frame[["area"]].copy()
    result["score"] = score
    result["rank"] = score.round(9).rank(ascending=False, method="min")
    return result


def _node(recipe: Recipe, name: str, frame: pd.DataFrame) -> pd.Series:
    if name in recipe.indicator:
        return _indicator(recipe.indicator[name], name, frame)
    node = recipe.node[name]
    children = {}
    for child in node.children:
        ranks = _node(recipe, child, frame).round(9).rank()
        count = ranks.count()
        if node.standardise.method == "exponential":
            children[child] = -23 * np.log(1 - ranks / count * (1 - np.exp(-100 / 23)))
        else:
            children[child] = pd.Series(norm.ppf(ranks / (count + 1)), index=frame.index)
    table = pd.DataFrame(children)
    if node.weights == "factor":
        model = Factor(corr=table.dropna().corr().to_numpy(), n_factor=1, method="ml")
        loadings = model.fit().loadings
        weights = pd.Series(loadings[:, 0] / loadings[:, 0].sum(), index=table.columns)
    elif node.weights == "equal":
        weights = pd.Series(1.0, index=table.columns)
    else:
        weights = pd.Series(node.weights)
    total = sum(table[child] * weights[child] for child in table.columns)
    return total if node.combine.method == "weighted sum" else total / weights.sum()


def _indicator(leaf: Indicator, name: str, frame: pd.DataFrame) -> pd.Series:
    values = sum(
        frame[column] if leaf.suppressed is None else frame[column].fillna(leaf.suppressed)
        for column in leaf.counts or (leaf.column or name,)
    )
    if leaf.of and leaf.shrink:
        values = _shrunk(values, frame[leaf.of], frame[leaf.shrink])
    elif leaf.of:
        values = values / frame[leaf.of]
    return -values if leaf.higher == "better" else values


def _shrunk(count: pd.Series, of: pd.Series, district: pd.Series) -> pd.Series:
    parts = []
    for _, r in count.groupby(district):
        n = of[r.index]
        own = np.log((r + 0.5) / (n - r + 0.5))
        variance = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
        centre = np.log((r.sum() + 0.5) / (n.sum() - r.sum() + 0.5))
        between = ((own - centre) ** 2).sum() / max(len(r) - 1, 1)
        weight = between / (between + variance)
        logit = weight * own + (1 - weight) * centre
        parts.append(1 / (1 + np.exp(-logit)))
    return pd.concat(parts).reindex(count.index)


def country(areas: int) -> pd.DataFrame:
    """The 39 indicators of an invented country, with its districts and people."""
    whole = leftbehind.country(areas, 2020)
    indicators = whole.table("simulated_deprivation_small20")
    return (
        indicators.join(whole.table("simulated_areas20"), on="small20")
        .rename({"small20": "area"})
        .to_pandas()
    )
