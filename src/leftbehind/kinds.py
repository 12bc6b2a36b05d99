"""What a study says of its typology: on which figures its areas are put into kinds, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from leftbehind.data.catalogue import Name
from leftbehind.errors import nearest
from leftbehind.questions import Names, Outcome, Question

Method = Literal["kmeans", "ward", "mixture"]
"""How kinds are found: k-means, Ward's hierarchy, or a mixture of normal distributions."""

METHODS: tuple[Method, ...] = get_args(Method)


class Kinds(Question):
    """The typology of a study: the areas of its list, put into kinds by what is alike in them.

    Attributes:
        outcomes: Outcomes of the study that areas are put into kinds by.
        variable: Further figures for it, declared as outcomes are. Where two tell nearly the
            same, the one that is declared later is dropped.
        kinds: How many kinds there are at most.
        levels: Whether each kind may be split again (2) or not (1).
        method: How kinds are found.
        starts: Random starts of k-means and of mixtures; the best is kept.
        seed: Seed of the starts, of the bootstrap and of what the data are held against.
        words: A file of words for names, beside the study; none: those that are shipped.
    """

    outcomes: Names = ()
    variable: dict[Name, Outcome] = Field(default_factory=dict)
    kinds: int = Field(default=8, ge=2, le=30)
    levels: Literal[1, 2] = 2
    method: Method = "kmeans"
    starts: int = Field(default=50, ge=1, le=10_000)
    seed: int = Field(default=2021, ge=0, le=2**31)  # draws add to it, up to 2³² − 1
    words: str = ""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.outcomes)) < len(self.outcomes):
            raise ValueError("outcomes names one of them twice")
        return self

    def misnamed(self, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
        """Names that lead nowhere or are taken, each in words.

        Args:
            outcomes: Those of the study.
        """
        for name in self.outcomes:
            if name not in outcomes:
                yield f"typology.outcomes names no outcome: {name}; {nearest(name, outcomes)}"
        if taken := self.variable.keys() & set(self.outcomes):
            yield f"[typology] has {min(taken)} twice: give the variable another name"

    def variables(self, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Every figure that areas are put into kinds by, in order.

        Args:
            outcomes: Those of the study.
        """
        return {**{name: outcomes[name] for name in self.outcomes}, **self.variable}
