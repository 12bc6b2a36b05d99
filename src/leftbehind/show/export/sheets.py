"""What is exported: one sheet for each stage, every column of it explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import polars as pl

from leftbehind.analysis.claims import check_claims
from leftbehind.analysis.compare import compare
from leftbehind.analysis.matched import compare_matched
from leftbehind.index.spec import Recipe
from leftbehind.questions import Measured
from leftbehind.results import Results
from leftbehind.show.charts.terms import called
from leftbehind.show.compared import claim_rows, machine_table
from leftbehind.show.export.terms import Terms, handed_on
from leftbehind.show.messages import say

SUFFIXES = ("standardised", "transformed", "score", "rank", "decile")
"""How the columns of a node end."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column says.

    Attributes:
        name: The column.
        says: What it holds, in words.
        unit: Its unit, if it has one.
        source: Where its figures come from, if they are not made here.
    """

    name: str
    says: str
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to hand on.

    Attributes:
        name: What the sheet, the layer or the file is called.
        says: What it holds, in words.
        frame: Its rows.
        fields: Its columns, in their order.
    """

    name: str
    says: str
    frame: pl.DataFrame
    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        if [field.name for field in self.fields] != self.frame.columns:
            raise ValueError(f"the sheet {self.name} has columns that are not explained")


def sheets_of(results: Results, terms: Terms) -> Iterator[Sheet]:
    """Every stage of a study as a sheet, from the list back to what it was made from.

    Args:
        results: Results of a study.
        terms: What is withheld.

    Yields:
        Sheets; those with nothing on them are left out.

    Example:
        >>> import leftbehind
        >>> from leftbehind.show.export.terms import terms_of
        >>> results = leftbehind.run("invented-country")
        >>> [sheet.name for sheet in sheets_of(results, terms_of(results))][:4]
        ['areas', 'groups', 'cuts', 'parts']
    """
    tables = handed_on(results, terms)
    yield _sheet("areas", tables["areas"], partial(area_field, results))
    yield _sheet("groups", tables["groups"], _plain)
    yield _sheet("cuts", tables["cuts"], _plain)
    if "agreement" in tables:
        yield _sheet("agreement", tables["agreement"], _plain)
    yield _parts(results, tables["profiles"])
    if "places" in tables:
        yield _sheet("places", tables["places"], partial(area_field, results))
    for name in tables:
        if name.startswith("by_"):
            larger = results.manifest["by"].get(name[3:], name[3:])
            says = say("sheet-by", larger=larger)
            yield _sheet(name, tables[name], partial(area_field, results), says)
    outcomes = _shown(results, terms)
    if outcomes:
        yield from _compared(results, outcomes)
        known = [name for name, about in outcomes.items() if not about.own]
        if known:
            yield _outcomes(results, tables["outcomes"], {name: outcomes[name] for name in known})
    for name in tables:
        if name.startswith("nodes_"):
            yield _nodes(results, name.removeprefix("nodes_"), tables[name])


def area_field(results: Results, name: str) -> Field:
    """What a column of the areas says."""
    sources = results.manifest["tables"]
    people = results.manifest["study"].get("people", "")
    if name == "people":
        told = sources.get(people, {})
        source = ", ".join(filter(None, (told.get("title"), told.get("publisher"))))
        return Field(name, say("field-people"), say("unit-people"), source)
    if name.startswith("in_"):
        return Field(name, say("field-in", group=called(results, name[3:])))
    for index, title in results.indices.items():
        if name.startswith(f"{index}_"):
            what = name.removeprefix(f"{index}_").replace("_", "-")
            in_points = "score" in what or what == "cut"
            unit = say("unit-points") if in_points else say("unit-ranks")
            if what == "known":
                unit = ""
            return Field(name, say(f"field-index-{what}", index=title), unit)
    larger = name.removesuffix("_name")
    within = results.manifest.get("within", "")
    called_so = {within: within, **results.manifest["by"]}
    if larger in called_so:
        kind = "name" if name.endswith("_name") else "code"
        return Field(name, say("field-larger", kind=kind, larger=called_so[larger]))
    return _plain(name)


def _plain(name: str) -> Field:
    """A column that says the same in every study."""
    stem, found, other = name.partition("_to_")
    if found:
        return Field(name, say("field-to", what=say(f"field-{_key(stem)}"), other=other))
    return Field(name, say(f"field-{_key(name)}"))


def _key(name: str) -> str:
    return name.replace("_", "-")


def _sheet(name: str, frame: pl.DataFrame, field: Callable[[str], Field], says: str = "") -> Sheet:
    return Sheet(name, says or say(f"sheet-{_key(name)}"), frame, tuple(map(field, frame.columns)))


def _parts(results: Results, profiles: pl.DataFrame) -> Sheet:
    """The domains of each area side by side: value, rank, what each adds to the score."""
    measures = ("value", "rank", "contribution")
    named = profiles.select("index", "part", "title").unique(maintain_order=True)
    columns, fields = [], [area_field(results, "area")]
    for index, part, title in named.iter_rows():
        own = (pl.col("index") == index) & (pl.col("part") == part)
        for what in measures:
            name = f"{index}_{part}_{what}"
            columns.append(pl.col(what).filter(own).first().alias(name))
            says = say(f"field-part-{what}", part=title, index=results.indices[index])
            fields.append(Field(name, says))
    wide = profiles.group_by("area", maintain_order=True).agg(columns).sort("area")
    return Sheet("parts", say("sheet-parts"), wide, tuple(fields))


def _shown(results: Results, terms: Terms) -> dict[str, Measured]:
    return {
        name: Measured.model_validate(told)
        for name, told in results.manifest.get("outcomes", {}).items()
        if name not in terms.outcomes
    }


def _compared(results: Results, outcomes: dict[str, Measured]) -> Iterator[Sheet]:
    """The groups compared, claims checked, areas beside areas that are alike."""
    names = list(outcomes)
    yield _sheet("comparison", machine_table(compare(results, outcomes=names)), _plain)
    checked = check_claims(results)
    if checked:
        rows = claim_rows(results, checked)
        columns = ("claim", "said_by", "verdict", "figures", "note")
        frame = pl.DataFrame(rows.rows, schema=dict.fromkeys(columns, pl.String), orient="row")
        yield _sheet("claims", frame, _plain)
    if results.manifest["study"].get("design"):
        matched = compare_matched(results, outcomes=names)
        yield _sheet("matched", matched.findings, _plain)
        yield _sheet("balance", matched.balance, _plain)


def _outcomes(results: Results, counted: pl.DataFrame, known: dict[str, Measured]) -> Sheet:
    """What was counted in each area; of a user's own data nothing, as it may be few people."""
    columns, fields = [], [area_field(results, "area")]
    for name, about in known.items():
        own = pl.col("outcome") == name
        for what in ("count", "of"):
            columns.append(pl.col(what).filter(own).first().alias(f"{name}_{what}"))
            says = say(f"field-outcome-{what}", title=about.title)
            fields.append(Field(f"{name}_{what}", says, "", "; ".join(about.sources)))
    wide = counted.group_by("area", maintain_order=True).agg(columns).sort("area")
    return Sheet("outcomes", say("sheet-outcomes"), wide, tuple(fields))


def _nodes(results: Results, index: str, frame: pl.DataFrame) -> Sheet:
    """Every node of an index where it was published, as it was folded."""
    recipe = Recipe.model_validate(results.manifest["index"][index]["recipe"])

    def field(name: str) -> Field:
        stem, _, what = name.rpartition("_")
        if what in SUFFIXES and (stem in recipe.node or stem in recipe.indicator):
            return Field(name, say(f"field-node-{what}", node=recipe.title_of(stem)))
        if name in recipe.node or name in recipe.indicator:
            return Field(name, recipe.title_of(name))
        return _plain(name)

    says = say("sheet-nodes", index=results.indices[index])
    return Sheet(f"nodes_{index}", says, frame, tuple(map(field, frame.columns)))
