"""What an index is made of: the weight of each of its domains."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from leftbehind.errors import LeftBehindError
from leftbehind.index.spec import Recipe
from leftbehind.show.charts.page import chart, layered, page, pixels
from leftbehind.show.charts.rows import rows_of
from leftbehind.show.charts.scale import from_zero
from leftbehind.show.charts.terms import both
from leftbehind.show.charts.text import one_line, text_width
from leftbehind.show.charts.theme import TEXT, Sheet
from leftbehind.show.look import Mode
from leftbehind.show.messages import listed, say
from leftbehind.show.numbers import percent
from leftbehind.show.picture import Picture


def weights_chart(
    recipe: Recipe,
    *,
    role: str = "deprived",
    used: Mapping[str, float] | None = None,
    stamp: str = "",
    mode: Mode = "light",
    width: int = 640,
    title: str = "",
) -> Picture:
    """The weights of the parts of an index, as shares of their sum.

    Args:
        recipe: The recipe.
        role: The colour: that of the index in the study.
        used: Weights as a run used them (`manifest["index"][name]["weights"]`), which holds
            those that are found from data.
        stamp: The line that must stand on every picture of a study.
        mode: Light or dark.
        width: Pixels.
        title: The finding; none: made from the numbers.

    Raises:
        LeftBehindError: If the weights are found from data and no run is given.

    Example:
        >>> from leftbehind.index.spec import recipe
        >>> weights_chart(recipe("imd2019")).alt[:70]
        'Weights of Index of Multiple Deprivation 2019: Income 22.5%, Employmen'
    """
    sheet = Sheet(mode, width)
    shares = _shares(recipe, used or {})
    titles = {name: one_line(recipe.title_of(name)) for name in shares}
    figures = [percent(share) for share in shares.values()]
    wide = max(text_width(text, TEXT, bold=True) for text in figures)
    place = rows_of(sheet, list(titles.values()), figures=wide)
    span = from_zero(max(shares.values()), place.left, place.right)
    values = [
        {"part": name, "weight": round(share, 6), "zero": 0, "y": place.mark(n)}
        for n, (name, share) in enumerate(shares.items())
    ]
    bars = (
        chart(values, place.room, place.height)
        .mark_bar(size=place.bar, color=sheet.mark(role))
        .encode(
            x=alt.X("weight:Q", scale=span.scale(), axis=None),
            x2=alt.X2("zero:Q"),
            y=pixels("y", alt.Y),
        )
    )
    index = one_line(recipe.title)
    parts = [
        say("chart-row", group=part, figure=text)
        for part, text in zip(titles.values(), figures, strict=True)
    ]
    source = listed(say("chart-source"), [one_line(recipe.source) or index])
    heavy = [True] * len(figures)
    return page(
        f"weights-{recipe.name}",
        layered(bars, *place.texts(), *place.figures(figures, x=place.room, bold=heavy)),
        sheet,
        title=title or _finding(shares, titles),
        subtitle=say("chart-weights-subtitle", index=index),
        alt_text=listed(say("chart-weights-alt", index=index), parts, ", "),
        source=f"{source} {stamp}" if stamp else source,
    )


def _shares(recipe: Recipe, used: Mapping[str, float]) -> dict[str, float]:
    """Each part's share of the sum of weights, the heaviest first."""
    node = recipe.node[recipe.root]
    stated = node.weights
    if all(child in used for child in node.children):
        weights = {child: float(used[child]) for child in node.children}
    elif isinstance(stated, dict):
        weights = dict(stated)
    elif stated == "equal":
        weights = dict.fromkeys(node.children, 1.0)
    else:
        raise LeftBehindError(
            f"the weights of {recipe.name} are found from data, so a recipe alone has none",
            mend="draw it from the results of a run",
        )
    total = sum(weights.values())
    return {
        child: weight / total for child, weight in sorted(weights.items(), key=lambda one: -one[1])
    }


def _finding(shares: Mapping[str, float], titles: Mapping[str, str]) -> str:
    """Which two parts count for most, or that all count the same."""
    parts = list(shares)
    if len(parts) == 1:
        return say("chart-weights-finding-one", part=titles[parts[0]])
    if max(shares.values()) - min(shares.values()) < 1e-9:
        share = percent(shares[parts[0]])
        return say("chart-weights-finding-equal", number=str(len(parts)), share=share)
    first, second = parts[:2]
    share = percent(shares[first] + shares[second])
    named = both([titles[first], titles[second]])
    return say("chart-weights-finding", parts=named, share=share)
