"""The parts of an index: indicators, and the nodes above them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from leftbehind.errors import LeftBehindError
from leftbehind.index.combine import Combine, WeightedSum
from leftbehind.index.impute import Impute
from leftbehind.index.standardise import AsIs, Standardise
from leftbehind.index.steps import Step
from leftbehind.index.treat import Treat, several
from leftbehind.index.weigh import WantedInfluence


def _kind_of_weights(value: Any) -> str:
    """Which of the three kinds of weights a value is meant as, so that errors speak of that one.

    The names are those that a path of keys is told without (see `leftbehind.problems`).
    """
    if isinstance(value, WantedInfluence) or (
        isinstance(value, dict) and isinstance(value.get("method"), str)
    ):
        return "dict[wanted]"
    return "dict[stated]" if isinstance(value, dict) else "literal[named]"


Weights = Annotated[
    Annotated[Literal["equal", "factor", "first component"], Tag("literal[named]")]
    | Annotated[WantedInfluence, Tag("dict[wanted]")]
    | Annotated[dict[str, float], Tag("dict[stated]")],
    Discriminator(_kind_of_weights),
]
"""Weights of children: all alike, found from the figures, or stated."""

Names = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]
"""One column, or several that are added up."""

Treatment = Annotated[Treat, BeforeValidator(several)]


class Bounds(Step):
    """What is known of a count that is held back: that it lies between two numbers.

    Attributes:
        low: The least that it may be.
        high: The most that it may be.
    """

    low: float = Field(ge=0, allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}")
        return self

    @property
    def middle(self) -> float:
        """What stands for it: half-way."""
        return (self.low + self.high) / 2


def _exactly(value: Any) -> Any:
    return {"low": value, "high": value} if isinstance(value, int | float) else value


class Indicator(Step):
    """A leaf: a published column, or counts over a denominator.

    Attributes:
        title: What it measures, with its unit.
        about: More than the title has room for.
        column: Column that holds it; default: the indicator's own name.
        counts: Columns of non-overlapping counts that are added up instead: kinds of people,
            or several years.
        of: Column of the denominator, or several that are added up; none: the values are
            already comparable.
        proportion: Whether the counts are part of the denominator, so that they can
            never exceed it (people out of people; not assets per resident).
        mean_of: How many counts of the same people the count is the mean of, such as four
            quarters of a year: strength is borrowed as by their sum.
        shrink: Geography whose areas small areas borrow strength from (its column).
        error: Column of standard errors, by which values that are no proportions are shrunk.
        higher: Whether a higher value is worse or better.
        suppressed: What is known of a suppressed count: a number that stands for it, or
            bounds; none: it stays a gap.
        impute: How its gaps are filled, where not as its siblings' are.
        treat: How its outliers are treated, where not as its siblings' are.
        standardise: How it is made comparable, where not as its siblings are.
        source: Where the choice of this indicator is documented.
    """

    title: str
    about: str = ""
    column: str = ""
    counts: Names = ()
    of: Names = ()
    proportion: bool = True
    mean_of: int = Field(default=1, ge=1, le=366)
    shrink: str = ""
    error: str = ""
    higher: Literal["worse", "better"] = "worse"
    suppressed: Annotated[Bounds | None, BeforeValidator(_exactly)] = None
    impute: Impute | None = None
    treat: Treatment | None = None
    standardise: Standardise | None = None
    source: str = ""

    @model_validator(mode="after")
    def _one_way_to_measure(self) -> Self:
        if self.column and self.counts:
            raise ValueError("say `column` or `counts`, not both")
        if self.counts and not self.of:
            raise ValueError("counts need a denominator: say `of`")
        if self.error and not self.shrink:
            raise ValueError("standard errors are for shrinking: say `shrink`")
        if self.shrink and not self.error and not (self.of and self.proportion):
            raise ValueError(
                "a proportion is shrunk by its counts, anything else by its standard error: "
                "say `of`, or `error`"
            )
        return self

    def measured(self, name: str) -> tuple[str, ...]:
        """The columns that are added up to what it counts, or the one that holds it.

        Args:
            name: Its own name.
        """
        return self.counts or (self.column or name,)

    def columns(self, name: str) -> Iterator[str]:
        """Every column it reads.

        Args:
            name: Its own name.
        """
        yield from self.measured(name)
        yield from self.of
        yield from (part for part in (self.shrink, self.error) if part)
        if self.impute:
            yield from self.impute.columns()

    def labels(self) -> Iterator[str]:
        """Those of them that hold labels, not numbers."""
        if self.shrink:
            yield self.shrink
        if self.impute:
            yield from self.impute.labels()


class Node(Step):
    """An inner node: children, made comparable, weighted, combined, transformed.

    Attributes:
        title: What the node is called in anything shown.
        children: Names of nodes or indicators; default: those that have weights.
        impute: How gaps in the children are filled; none: they stay.
        treat: How outliers in the children are treated; none: they stay.
        standardise: How each child's score is made comparable.
        weights: "equal", "factor" (one-factor maximum likelihood), "first component", those
            that give a wanted influence, or stated.
        at_least: The share of the children's weight that must be known of an area, so that
            it has a score.
        combine: How the weighted children become one score.
        transform: What is done to the combined score itself.
        source: Where this rule is documented.
    """

    title: str
    children: tuple[str, ...] = ()
    impute: Impute | None = None
    treat: Treatment | None = None
    standardise: Standardise = AsIs()
    weights: Weights = "equal"
    at_least: float = Field(default=1.0, gt=0, le=1)
    combine: Combine = WeightedSum()
    transform: Standardise = AsIs()
    source: str = ""

    @model_validator(mode="before")
    @classmethod
    def _children_from_weights(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("weights"), dict):
            stated = value["weights"]
            return {"children": tuple(stated.get("influence") or stated), **value}
        return value

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        if not self.children:
            raise ValueError("a node needs `children`")
        if len(set(self.children)) < len(self.children):
            raise ValueError("a child is named twice")
        stated = self.stated
        if stated is None:
            return self
        strangers = set(stated) ^ set(self.children)
        if strangers:
            raise ValueError(f"weights and children differ: {', '.join(sorted(strangers))}")
        for child, weight in stated.items():
            if not 0 <= weight < float("inf"):
                raise ValueError(f"the weight of {child} is {weight}: use 0 or more")
        if not any(stated.values()):
            raise ValueError("every weight is 0: give one child a weight above 0")
        return self

    @property
    def stated(self) -> dict[str, float] | None:
        """What is stated of each child: its weight, or its wanted influence; none: nothing."""
        if isinstance(self.weights, WantedInfluence):
            return self.weights.influence
        return self.weights if isinstance(self.weights, dict) else None

    def with_child(self, child: str, weight: float | None = None) -> Node:
        """The same node with one child more.

        Args:
            child: The child.
            weight: Its weight, or wanted influence, where these are stated; none: the mean.
        """
        update: dict[str, Any] = {"children": (*self.children, child)}
        if self.stated is not None:
            mean = sum(self.stated.values()) / len(self.stated)
            stated = {**self.stated, child: mean if weight is None else weight}
            wanted = isinstance(self.weights, WantedInfluence)
            update["weights"] = WantedInfluence(influence=stated) if wanted else stated
        elif weight is not None:
            own = self.weights if isinstance(self.weights, str) else "wanted"
            raise LeftBehindError(
                f"the weights of this node are {own}, so none can be given to {child}",
                mend="leave the weight out, or state all of them",
            )
        return self.model_copy(update=update)

    def without(self, child: str) -> Node | None:
        """The same node with one child left out; none if nothing that weighs is left.

        Args:
            child: The child.
        """
        left = tuple(one for one in self.children if one != child)
        kept = {one: self.stated[one] for one in left} if self.stated else None
        if not left or (kept is not None and not any(kept.values())):
            return None
        weights: Weights = self.weights if kept is None else kept
        if kept is not None and isinstance(self.weights, WantedInfluence):
            weights = WantedInfluence(influence=kept)
        return self.model_copy(update={"children": left, "weights": weights})
