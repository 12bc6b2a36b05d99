"""Charts: each is a function that takes results and returns a `Picture`."""

from __future__ import annotations

from leftbehind.errors import LeftBehindError

try:
    import altair as _altair  # noqa: F401  # asked for once, here, so that its lack is said once
except ModuleNotFoundError as error:  # pragma: no cover
    raise LeftBehindError(
        f"charts need a package that is not installed: {error.name}",
        mend='run: pip install "leftbehind[report]"',
    ) from error

from leftbehind.show.charts.balance import balance_chart
from leftbehind.show.charts.breakdown import breakdown_chart
from leftbehind.show.charts.caterpillar import caterpillar_chart
from leftbehind.show.charts.causes import causes_chart
from leftbehind.show.charts.comparison import comparison_chart
from leftbehind.show.charts.flow import flow_chart
from leftbehind.show.charts.gaps import gap_chart
from leftbehind.show.charts.influence import influence_chart
from leftbehind.show.charts.margins import margins_chart
from leftbehind.show.charts.multiverse import multiverse_chart
from leftbehind.show.charts.nearest import nearest_chart
from leftbehind.show.charts.quadrant import quadrant_chart
from leftbehind.show.charts.ranks import rank_strip
from leftbehind.show.charts.rule import rule_chart
from leftbehind.show.charts.strips import strips_chart
from leftbehind.show.charts.waterfall import waterfall_chart
from leftbehind.show.charts.weights import weights_chart

__all__ = [
    "balance_chart",
    "breakdown_chart",
    "caterpillar_chart",
    "causes_chart",
    "comparison_chart",
    "flow_chart",
    "gap_chart",
    "influence_chart",
    "margins_chart",
    "multiverse_chart",
    "nearest_chart",
    "quadrant_chart",
    "rank_strip",
    "rule_chart",
    "strips_chart",
    "waterfall_chart",
    "weights_chart",
]
