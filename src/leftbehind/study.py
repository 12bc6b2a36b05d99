"""A study: how need is measured and who counts as left behind, as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from leftbehind.areas.summarise import Measure
from leftbehind.data.catalogue import Geography, Name, Table
from leftbehind.errors import LeftBehindError, nearest
from leftbehind.groups import Conventions, Finite, Group, Worst, two_by_two
from leftbehind.index.spec import Recipe
from leftbehind.kinds import Kinds
from leftbehind.made import MadeTable, circles, published
from leftbehind.problems import Several
from leftbehind.questions import (
    Claim,
    Comparing,
    Design,
    Doubt,
    Names,
    Outcome,
)

SomeNames = Annotated[Names, Field(min_length=1)]
"""At least one name."""


class Part(BaseModel):
    """A part of a study; it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Index(Part):
    """One index of a study: a recipe and the figures it is made from.

    Attributes:
        title: What it is called in anything shown.
        about: What it measures, for a reader.
        recipe: The recipe's name, or the path of a recipe file beside the study.
        data: Tables that hold its columns.
        start: Nodes to take as published; none: the highest that the data hold.
        lookup: Lookups from the data's geography to the one that is judged.
        people: Table (or table.column) of the people that averages are weighted by.
        split_by: Table (or table.column) of the people of the areas that a lookup without
            shares splits others into; their people share them out.
        summarise: How small areas become the areas that are judged.
        published: For nodes of the recipe, the table.column that each is set beside: a rank
            (1 = worst) if its name ends in _rank, else a score, higher is worse.
        node: Changes to nodes of the recipe.
        indicator: Changes to indicators of the recipe.
    """

    title: str = ""
    about: str = ""
    recipe: str
    data: SomeNames
    start: Names = ()
    lookup: Names = ()
    people: str = ""
    split_by: str = ""
    summarise: Measure = "average score"
    published: dict[str, str] = Field(default_factory=dict)
    node: dict[str, dict[str, Any]] = Field(default_factory=dict)
    indicator: dict[str, dict[str, Any]] = Field(default_factory=dict)


class Published(Part):
    """A published list that the computed one is set beside.

    Attributes:
        title: What list it is, and of when.
        group: The group it is a list of.
        flag: table.column that is true for its areas.
        printed_in: Where shares by larger area were printed.
        printed: Those shares, in percent, by breakdown and code of the larger area; where they
            are not what the list itself gives, it is said.
    """

    title: str
    group: Name
    flag: str
    printed_in: str = ""
    printed: dict[Name, dict[str, Finite]] = Field(default_factory=dict)


class By(Part):
    """A breakdown: the larger area, or the class, that each area belongs to.

    Attributes:
        via: Lookups that lead there, or the table that holds both.
        lookup: Lookups from the geography of `via` to the one that is judged, where the
            classes are of smaller areas: each area is of the class of most of its people.
        people: table.column of the people of the smaller areas.
        title: What the classes are called, where no geography says so.
    """

    via: SomeNames
    lookup: Names = ()
    people: str = ""
    title: str = ""

    @model_validator(mode="after")
    def _people_decide(self) -> Self:
        if bool(self.lookup) != bool(self.people):
            raise ValueError("`lookup` and `people` go together: most people decide the class")
        return self


def _short_by(value: Any) -> Any:
    return {"via": value} if isinstance(value, str | list | tuple) else value


class Postcodes(Part):
    """A directory of postcodes, by which the explorer finds places.

    Attributes:
        table: Table with a column `postcode` and the codes of areas.
        of: Geography that it holds, where that is not the one that is judged.
        lookup: Lookups from that geography to the one that is judged, best fits.
    """

    table: str
    of: str = ""
    lookup: Names = ()


def _short_postcodes(value: Any) -> Any:
    return {"table": value} if isinstance(value, str) else value


class Programme(Part):
    """A programme of others, whose areas are named beside the list; the list knows nothing of it.

    Attributes:
        title: What programme it is, and of when.
        table: Table of the areas that are in it.
        lookup: Lookups from the areas that are judged to those of the table.
    """

    title: str
    table: str
    lookup: Names = ()


class SimulationSize(Part):
    """Which invented country the simulated tables are of.

    Attributes:
        areas: Number of small areas.
        seed: Seed of its random numbers.
    """

    areas: int = Field(default=6_000, ge=1, le=5_000_000)
    seed: int = Field(default=2020, ge=0)


class Study(Part):
    """A whole study.

    Attributes:
        name: Identifier.
        title: What it is about.
        notes: What a reader should know before using it.
        why: Why the question is asked: the first chapter of the report, its paragraphs parted
            by empty lines.
        stamp: A line that stands on every page and picture made from it.
        sketch: Whether it is an experiment of which no place is named: its results then hold
            counts and no row about any place.
        corrections: Recorded errors of published editions that it corrects by their patches.
        areas: Geography that is judged.
        base: Table whose rows are the areas whose number is N; none: the areas that
            have every index.
        people: Table (or table.column) of residents of the areas that are judged.
        index: The indices by name.
        rule: How shares become cuts.
        group: The groups in order; none, with two indices: the usual four.
        near: How far outside the cut a near miss may be.
        published: A published list to stand beside.
        whole: What all areas together are called: "England".
        by: Breakdowns: geography or class, and the lookups that lead there.
        within: Larger areas that places are named with and nothing is counted by: the ward of
            an area that has no name of its own.
        boundaries: Table of the polygons of the areas that are judged.
        boundaries_lookup: Lookups from the polygons' geography, where they are of smaller
            areas that nest in the ones that are judged.
        outline: The breakdown whose larger areas are outlined on maps.
        postcodes: A directory of postcodes, where the explorer shall find places by them.
        programme: Programmes of others, whose areas are named beside the list.
        outcome: Figures that the groups are compared on.
        comparing: How they are compared.
        design: Matched designs.
        doubt: What of its method is in doubt, and how far.
        claim: Claims of others to check.
        typology: By which figures the areas of the list are put into kinds.
        table: The study's own tables.
        made: Tables that it makes from others.
        geography: The study's own geographies.
        simulation: Which invented country, where simulated tables are named.
    """

    name: Name
    title: str
    notes: str = ""
    why: str = ""
    stamp: str = ""
    sketch: bool = False
    corrections: Names = ()
    areas: Name
    base: str = ""
    people: str = ""
    index: dict[Name, Index]
    rule: Conventions = Conventions()
    group: dict[Name, Group] = Field(default_factory=dict)
    near: Worst = Field(default="1%", validate_default=True)
    published: Published | None = None
    whole: str = ""
    by: dict[Name, Annotated[By, BeforeValidator(_short_by)]] = Field(default_factory=dict)
    within: dict[Name, Annotated[By, BeforeValidator(_short_by)]] = Field(
        default_factory=dict, max_length=1
    )
    boundaries: str = ""
    boundaries_lookup: Names = ()
    outline: str = ""
    postcodes: Annotated[Postcodes | None, BeforeValidator(_short_postcodes)] = None
    programme: dict[Name, Programme] = Field(default_factory=dict)
    outcome: dict[Name, Outcome] = Field(default_factory=dict)
    comparing: Comparing = Comparing()
    design: dict[Name, Design] = Field(default_factory=dict)
    claim: dict[Name, Claim] = Field(default_factory=dict)
    doubt: Doubt = Doubt()
    typology: Kinds = Kinds()
    table: dict[Name, Table] = Field(default_factory=dict)
    made: dict[Name, MadeTable] = Field(default_factory=dict)
    geography: dict[Name, Geography] = Field(default_factory=dict)
    simulation: SimulationSize = SimulationSize()
    recipes: dict[Name, Recipe] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _usual_groups(cls, value: Any) -> Any:
        if isinstance(value, dict) and "recipes" in value:
            raise ValueError("recipes are named by each index: say recipe = … in [index.NAME]")
        if isinstance(value, dict) and not value.get("group") and len(value.get("index", ())) == 2:
            return {**value, "group": two_by_two(*value["index"])}
        return value

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        if wrong := list(self._misnamed()):
            raise Several(wrong)
        return self

    def _misnamed(self) -> Iterator[str]:
        """Names that lead nowhere, and groups that say nothing, each in words."""
        for name, index in self.index.items():
            if index.summarise == "scale":
                yield f"index.{name}.summarise: scale is of counts, not of an index"
        if not self.index:
            yield "a study needs at least one [index.NAME]"
        if not self.group:
            yield "a study needs at least one [group.NAME]"
        for name, group in self.group.items():
            for key in (*group.worst, *group.floor):
                if key not in self.index:
                    yield f"group.{name} names no index: {key}; {nearest(key, self.index)}"
            for other in group.unless:
                if other not in self.group:
                    yield (
                        f"group.{name}.unless names no group: {other}; {nearest(other, self.group)}"
                    )
            if not (group.worst or group.rest or group.floor or group.listed):
                yield f"group.{name} says nothing: give it `worst`, `floor`, `listed` or `rest`"
            if group.at_least is not None and not 1 <= group.at_least <= len(group.worst):
                yield (
                    f"group.{name}.at_least is {group.at_least} of {len(group.worst)} conditions"
                )
        if self.sketch and (named := [*self.by, *self.within]):
            yield f"a sketch names no places: leave out [by] and [within] {named[0]}"
        yield from circles(self.made)
        yield from self.typology.misnamed(self.outcome)
        if taken := self.table.keys() & self.made.keys():
            yield f"[table] and [made] both name {min(taken)}: give one another name"
        if self.outline and self.outline not in self.by:
            yield f"outline names no [by]: {self.outline}; {nearest(self.outline, self.by)}"
        if both := self.by.keys() & self.within.keys():
            yield f"[by] and [within] both name {min(both)}: leave one out"
        for by in self.published.printed if self.published else ():
            if by not in self.by:
                yield f"published.printed names no [by]: {by}; {nearest(by, self.by)}"
        if self.published and self.published.group not in self.group:
            yield f"published.group names no group: {self.published.group}"

    @property
    def list_of(self) -> str:
        """The group that the study is about: the published one's, or the first."""
        return self.published.group if self.published else next(iter(self.group))

    def with_published_list(self) -> Study:
        """The same study with the published list in the place of its own.

        The other groups are what their rules make of it: an area that meets the rule and is
        not on the published list may then be in several.

        Raises:
            LeftBehindError: If the study names no published list.
        """
        if self.published is None:
            raise LeftBehindError(
                "no published list is named, so there is only the study's own",
                where=f"study {self.name}",
                mend="leave out --list, or name one under [published]",
            )
        listed = self.group[self.list_of].model_copy(update={"listed": self.published.flag})
        return self.model_copy(update={"group": {**self.group, self.list_of: listed}})

    def without_outcomes(self) -> Study:
        """The same study without what its groups are compared on."""
        nothing: dict[str, Any] = {"outcome": {}, "claim": {}, "design": {}, "typology": Kinds()}
        return self.model_copy(update=nothing)

    def bare(self) -> Study:
        """The same study with nothing but what its list is made from: quick to run again."""
        nothing: dict[str, Any] = {
            "by": {}, "within": {}, "outline": "", "published": None, "programme": {},
        }  # fmt: skip
        first = {self.list_of: self.group[self.list_of]}
        index = {name: one.model_copy(update={"published": {}}) for name, one in self.index.items()}
        return self.without_outcomes().model_copy(
            update={**nothing, "index": index, "group": {**first, **self.group}}
        )

    def tables_named(self, *, beside: bool = True) -> list[str]:
        """Every table that the study reads, each once, in order; not those that it makes.

        Args:
            beside: With those that only stand beside an index, whose figures go into nothing.
        """
        named = [self.base, self.people]
        for index in self.index.values():
            named += [*index.data, *index.lookup, index.people, index.split_by]
            named += index.published.values() if beside else ()
        for by in (*self.by.values(), *self.within.values()):
            named += [*by.via, *by.lookup, by.people]
        for outcome in (*self.outcome.values(), *self.typology.variable.values()):
            named += outcome.tables()
        named += [column for rate in self.doubt.rate.values() for column in (rate.value, rate.of)]
        named += [group.listed for group in self.group.values()]
        named += [self.published.flag if self.published else "", self.boundaries]
        named += self.boundaries_lookup
        for programme in self.programme.values():
            named += [programme.table, *programme.lookup]
        if self.postcodes:
            named += [self.postcodes.table, *self.postcodes.lookup]
        tables = [name.partition(".")[0] for name in named if name]
        return list(dict.fromkeys(one for name in tables for one in published(self.made, name)))

    def _repr_html_(self) -> str:
        from leftbehind.show.html import study_html

        return study_html(self)
