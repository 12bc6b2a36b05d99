"""What a study asks of its groups: outcomes to compare, matched designs, claims to check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from leftbehind.errors import nearest
from leftbehind.groups import Worst

Names = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]
"""One name, or several in order."""

WHOLE = "all"
"""Every area that is judged, as a group to compare with."""

OTHERS = "all-others"
"""Every area but those of the group that the study is about."""


class Question(BaseModel):
    """A part of what a study asks; it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Outcome(Question):
    """A figure that the groups are compared on; it takes no part in the rule.

    Attributes:
        title: What it is, as a heading.
        theme: What it is about: jobs, skills, health, …
        says: What is true of those counted, to follow "of people": "have no car".
        of_whom: Whom it is a share of: "people aged 16 and over", "households".
        count: table.column of those counted; several are added up.
        of: table.column of all of them; none, for a rate: the residents that the study names.
        per: What a figure is multiplied by to be shown: 100 (the default for counts) for
            percent, 1,000 for "per 1,000 people".
        rate: Whether the count may exceed `of` (events, pounds), so that it is no share.
        value: table.column of a rate or score, where no counts are public.
        node: index.part of the study whose value is compared, such as "deprivation.crime".
        weight: table.column of the people that a mean of values is weighted by.
        median: Whether the value of the middle person is taken instead of the mean.
        unit: Unit of the figure as shown after it.
        digits: Decimals shown.
        higher: Whether more of it is worse, better or neither.
        lookup: Lookups from the table's geography to the one that is judged.
        split_by: table.column of people that share out areas which a lookup splits.
        unchanged: Whether codes that two vintages share are taken as the same area; areas
            with other codes have no figure.
        leave_out: Rows to leave out, by column: funders, years.
        in_rule: Parts of the study's indices that hold this outcome or its cause of being
            high, such as "deprivation.health".
        caveat: What a reader should know.
    """

    title: str
    theme: str = ""
    says: str = ""
    of_whom: str = "people"
    count: Names = ()
    of: str = ""
    per: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    rate: bool = False
    value: str = ""
    node: str = ""
    weight: str = ""
    median: bool = False
    unit: str = ""
    digits: int = Field(default=1, ge=0, le=6)
    higher: Literal["worse", "better", "neither"] = "worse"
    lookup: Names = ()
    split_by: str = ""
    unchanged: bool = False
    leave_out: dict[str, Names] = Field(default_factory=dict)
    in_rule: Names = ()
    caveat: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Outcome:
        kinds = [bool(self.count), bool(self.value), bool(self.node)]
        if sum(kinds) != 1:
            raise ValueError("an outcome has one of `count`, `value` and `node`")
        if self.count and not self.of and not self.rate:
            raise ValueError("a share needs `of`: the column that `count` is a part of")
        if self.median and self.count:
            raise ValueError("a median is of `value` or `node`, not of counts")
        return self

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, so that it lies between 0 and 100%."""
        return bool(self.count) and not self.rate

    @property
    def scale(self) -> float:
        """What `count` over `of` is multiplied by to be shown."""
        return self.per or (100.0 if self.count else 1.0)

    def tables(self) -> list[str]:
        """Every table.column that it is made from, and its lookups."""
        named = [*self.count, self.of, self.value, self.weight, self.split_by, *self.lookup]
        return [name for name in named if name]


class Measured(Outcome):
    """An outcome with where its figures came from and what they lack.

    Attributes:
        sources: Titles and publishers of its tables.
        date: When the figures are of.
        cells: Cells of the published table that fall in the areas that are judged.
        cells_without: Those of them that hold no figure.
        suppressed: Whether the publisher held those back, so that they are not zero.
        own: Whether the figures are the user's own, so that small counts are held back.
        areas_without: Areas that are judged and have no figure.
    """

    sources: tuple[str, ...] = ()
    date: str = ""
    cells: int = 0
    cells_without: int = 0
    suppressed: bool = False
    own: bool = False
    areas_without: int = 0

    @property
    def shown_unit(self) -> str:
        """The unit as it follows a figure."""
        if self.unit or not self.count:
            return self.unit
        return "%" if self.scale == 100 else f"per {self.scale:,.0f}"


class Comparing(Question):
    """How groups are compared.

    Attributes:
        clusters: The breakdown whose areas are drawn anew for intervals; none: the finest.
        draws: How many times.
        seed: Seed of the draws.
        level: Share of draws inside an interval.
        against: Groups to compare with; none: the second group and the whole.
        smallest: Counts of the user's own data below it are not shown.
    """

    clusters: str = ""
    draws: int = Field(default=2_000, ge=100, le=100_000)
    seed: int = Field(default=2019, ge=0)
    level: float = Field(default=0.95, gt=0.5, lt=1)
    against: Names = ()
    smallest: int = Field(default=10, ge=0)


class Design(Question):
    """One way to find, for each area of a group, an area that is like it.

    Attributes:
        title: What it is called in anything shown.
        exact: Breakdowns that must be the same.
        nearest: Indices or parts ("deprivation.income") whose scores must be near; none:
            every area with the same breakdowns is compared with.
        without_own: Whether the parts that hold the outcome are left out of the score.
        caliper: How far apart the nearest may be, in standard deviations (Austin 2011: .2).
    """

    title: str
    exact: Names = ()
    nearest: Names = ()
    without_own: bool = False
    caliper: float = Field(default=0.2, gt=0, allow_inf_nan=False)


class Claim(Question):
    """A claim that others made, to be checked against figures.

    Attributes:
        says: The claim.
        source: Who made it, and where.
        outcome: The outcome that it is about; none: no public table has it.
        than: The group compared with.
        direction: Whether the group is said to have more or less of it.
        ratio_below: The ratio is said to be below this.
        since: An earlier outcome; the claim is then that the difference has grown.
        because: Why it cannot be computed, or what a reader should know.
    """

    says: str
    source: str = ""
    outcome: str = ""
    than: str = ""
    direction: Literal["more", "less"] = "more"
    ratio_below: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    since: str = ""
    because: str = ""

    @model_validator(mode="after")
    def _can_be_checked(self) -> Claim:
        if self.outcome and not self.than:
            raise ValueError("a claim needs `than`: the group compared with")
        if not self.outcome and not self.because:
            raise ValueError("a claim without an outcome needs `because`")
        return self


def check_questions(
    outcomes: Mapping[str, Outcome],
    designs: Mapping[str, Design],
    claims: Mapping[str, Claim],
    comparing: Comparing,
    *,
    groups: Mapping[str, object],
    indices: Mapping[str, Mapping[str, object]],
    by: Mapping[str, object],
    variables: Mapping[str, Outcome],
) -> None:
    """Refuse questions that name what is not there.

    Args:
        outcomes: By name.
        designs: By name.
        claims: By name.
        comparing: How groups are compared.
        groups: Groups of the study.
        indices: Nodes of each index of the study.
        by: Breakdowns of the study.
        variables: Figures that only the typology of the study uses.

    Raises:
        ValueError: Naming the key at fault.
    """
    parts = [*indices, *(f"{index}.{node}" for index, nodes in indices.items() for node in nodes)]
    all_groups = [*groups, WHOLE, OTHERS]

    def known(where: str, names: Names, among: Mapping[str, object] | list[str]) -> None:
        for name in names:
            if name and name not in among:
                raise ValueError(f"{where} names nothing: {name}; {nearest(name, among)}")

    for name, outcome in outcomes.items():
        known(f"outcome.{name}.node", (outcome.node,), parts)
        known(f"outcome.{name}.in_rule", outcome.in_rule, parts)
    for name, variable in variables.items():
        known(f"typology.variable.{name}.node", (variable.node,), parts)
        known(f"typology.variable.{name}.in_rule", variable.in_rule, parts)
    for name, design in designs.items():
        known(f"design.{name}.exact", design.exact, by)
        known(f"design.{name}.nearest", design.nearest, parts)
    for name, claim in claims.items():
        known(f"claim.{name}.outcome", (claim.outcome, claim.since), outcomes)
        known(f"claim.{name}.than", (claim.than,), all_groups)
    known("comparing.clusters", (comparing.clusters,), by)
    known("comparing.against", comparing.against, all_groups)


Drawn = Literal["weights", "shares", "options", "chance"]
"""What versions of a study can differ in."""

DRAWN: tuple[Drawn, ...] = get_args(Drawn)


class Rate(Question):
    """A published rate whose people are known, so that its count is known too.

    Attributes:
        value: table.column of the rate.
        of: table.column of the people that it is a share of.
        per: What the rate is per: 1 for a share, 100 for percent.
    """

    value: str
    of: str
    per: float = Field(default=1.0, gt=0, allow_inf_nan=False)


class Doubt(Question):
    """What of a study's method is in doubt, and how far.

    Attributes:
        concentration: How closely drawn weights stay to the study's own, twice: with little
            and with much doubt (see `analysis.drawing`).
        weights: Indices whose weights are drawn; none named: all that can be.
        range: Indices whose weights are drawn evenly between so far below and above their
            own, before they are brought to the same sum: need = "25%".
        panel: Indices whose weights are those of one expert or another: need = "panel.xlsx".
        shares: The least and the largest share of areas that the rule may ask for; none:
            the study's own.
        option: Choices of method, by name: for each choice the patches that make it. The first
            is the study's own and changes nothing.
        chance: Indices whose counts are drawn anew as chance may have had them, and whose
            guesses for gaps are made anew.
        rate: For parts of such an index ("deprivation.income") that are published as rates,
            where the rates and their people are.
        draw: What of all this a probability is counted over; sensitivity tries all of it.
        seed: Seed of the draws.
    """

    concentration: tuple[float, float] = (400.0, 100.0)
    weights: Names = ()
    range: dict[str, Worst] = Field(default_factory=dict)
    panel: dict[str, str] = Field(default_factory=dict)
    shares: tuple[Worst, Worst] | None = None
    option: dict[str, dict[str, Names]] = Field(default_factory=dict)
    chance: Names = ()
    rate: dict[str, Rate] = Field(default_factory=dict)
    draw: tuple[Drawn, ...] = DRAWN
    seed: int = Field(default=2019, ge=0)

    @property
    def differ_by(self) -> Literal["choice", "chance", "both"]:
        """What makes versions differ: choices of method, chance in counts, or both."""
        if not self.chance or "chance" not in self.draw:
            return "choice"
        return "chance" if set(self.draw) == {"chance"} else "both"

    @model_validator(mode="after")
    def _makes_sense(self) -> Doubt:
        if not min(self.concentration) > 0:
            raise ValueError("a concentration is above 0")
        if not self.draw:
            raise ValueError(f"draw names nothing: give some of {', '.join(DRAWN)}")
        if both := self.range.keys() & self.panel.keys():
            raise ValueError(f"`range` and `panel` both say how {min(both)} is weighed: say one")
        for name, far in self.range.items():
            if far.number is not None or not 0 < (far.of_all or 0) < 1:
                raise ValueError(f"range.{name} is a share above 0 and below 1, such as 25%")
        if self.shares:
            low, high = self.shares
            if low.number is not None or high.number is not None:
                raise ValueError("shares are shares of all areas, such as 5%")
            if (low.of_all or 0) > (high.of_all or 0):
                raise ValueError("shares begin with the smaller")
        for name in self.rate:
            if name.partition(".")[0] not in self.chance:
                raise ValueError(f"rate.{name} is of no index that `chance` names")
        self._options_make_sense()
        return self

    def _options_make_sense(self) -> None:
        changed: dict[str, str] = {}
        for name, choices in self.option.items():
            if len(choices) < 2:
                raise ValueError(f"option.{name} has {len(choices)} choice: give it two or more")
            if len(set(choices.values())) < len(choices):
                raise ValueError(f"option.{name}: two choices make the same changes")
            if next(iter(choices.values())):
                raise ValueError(
                    f"option.{name}: the first choice is the study's own, so it changes nothing: "
                    "write it as []"
                )
            for key in {patch.partition("=")[0].strip() for one in choices.values()
                        for patch in one}:  # fmt: skip
                if other := changed.get(key):
                    raise ValueError(
                        f"option.{name} and option.{other} both change {key}: the one would undo "
                        "the other"
                    )
                changed[key] = name
