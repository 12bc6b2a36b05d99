"""Kinds of neighbourhood in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from leftbehind.analysis.kind_choice import EXCESS
from leftbehind.analysis.kind_since import LACKS, NOT_LISTED
from leftbehind.analysis.stability import DOUBTFUL, JITTER
from leftbehind.analysis.typology import Typology
from leftbehind.running.outcomes import measured
from leftbehind.show.charts.terms import areas_of, called, capital, whole_of
from leftbehind.show.compared import Rows
from leftbehind.show.kind_words import Named
from leftbehind.show.messages import NONE, listed, say
from leftbehind.show.numbers import figure, percent, plain, signed
from leftbehind.show.words import names_of

MEMBERS = 3
"""Places of a kind that are named as its most and its least typical."""

GOOD, MODERATE = 0.8, 0.65
"""Adjusted Rand indices from which two partitions agree well, and moderately (Steinley 2004)."""

SHOWN = 5
"""Similar places that are shown."""


def in_short(found: Typology) -> str:
    """Whether there are kinds, and how many, in a sentence."""
    number = plain(found.places.filter("listed").height, 0)
    told = {"number": number, "areas": areas_of(found.results)}
    if found.number == 1:
        return say("typology-none", **told)
    kind = "typology-asked" if found.asked_for else "typology-kinds"
    return say(kind, kinds=plain(found.number, 0), **told)


def opening(found: Typology) -> str:
    """Whether there are kinds, how many, and what is to be known of them."""
    said = in_short(found)
    if found.number == 1:
        return said
    if found.asked_for:
        why = say("typology-why", why=found.choice.filter("chosen")["why_not"].item())
        return f"{said} {say('typology-not-borne', why=why)}"
    return f"{said} {say('typology-shade')}"


def reasoning(found: Typology) -> list[str]:
    """How the number of kinds was chosen, and how sure the kinds are."""
    return [*how_many(found), *how_sure(found)]


def how_many(found: Typology) -> list[str]:
    """How the number of kinds was chosen, and why others were not."""
    tried = found.choice.filter(pl.col("k") > 1)
    if tried.is_empty():
        return []
    borne = tried.filter(pl.col("why_not").is_null())["k"].to_list()
    said = [
        say("typology-tried", low=plain(tried["k"][0], 0), most=plain(tried["k"][-1], 0),
            excess=plain(EXCESS, 0), jaccard=plain(DOUBTFUL)),
    ]  # fmt: skip
    said.append(say("typology-borne", numbers=", ".join(map(str, borne)) or NONE,
                    chosen=plain(found.best, 0)))  # fmt: skip
    for (why,), rows in tried.drop_nulls("why_not").group_by("why_not", maintain_order=True):
        said.append(say("typology-not", kinds=", ".join(map(str, rows["k"])),
                        why=say("typology-why", why=why)))  # fmt: skip
    if found.number > 1:
        said.append(_each(found, found.choice.filter("chosen").row(0, named=True)))
    return said


def _each(found: Typology, row: Mapping[str, Any]) -> str:
    return say(
        "typology-each", kinds=plain(row["k"], 0), silhouette=figure(row["silhouette"], 2),
        gap=plain(row["gap"], 2), one=plain(found.choice["gap"][0], 2),
        excess=plain(row["excess"]), rand=figure(row["rand"], 2),
        jaccard=figure(row["jaccard"], 2), evenness=plain(row["evenness"], 2),
    )  # fmt: skip


def how_sure(found: Typology) -> Iterator[str]:
    """How the kinds answer to other draws and to small changes; nothing where there are none."""
    if found.number == 1:
        return
    if hang := hangs(found):
        yield hang
    if found.draws:
        yield say("typology-stable", draws=found.draws, text=plain(found.draws, 0),
                  rand=figure(found.rand, 2))  # fmt: skip
    titles = _titles(found)
    without = found.robust.filter(change="without").sort("rand").head(1)
    rest = found.robust.filter(pl.col("change") != "without")
    for row in pl.concat([without, rest]).iter_rows(named=True):
        change, what = row["change"], row["what"]
        if change == "method":
            what = say("typology-method", method=what)
        elif change != "jitter":
            what = "; ".join(titles[name] for name in what.split(", "))
        yield say("typology-robust", change="rule" if change == "without the rule's" else change,
                  what=what, rand=plain(row["rand"], 2), shaken=percent(JITTER, 0))  # fmt: skip


def hangs(found: Typology) -> str:
    """How much hangs on how kinds are made; nothing where that was not tried."""
    least = found.robust["rand"].min()
    if not isinstance(least, float):
        return ""
    kind = "little" if least >= GOOD else "some" if least >= MODERATE else "much"
    return say("typology-hangs", much=kind)


def variables_in_words(found: Typology) -> list[str]:
    """Which figures were dropped and why, which the rule uses too, and which areas lack one."""
    titles, said = _titles(found), []
    for row in found.variables.filter(~pl.col("used")).iter_rows(named=True):
        much = row["by_how_much"]
        shown = plain(much, 2) if row["why_not"] == "alike" else percent(much)
        said.append(say("typology-dropped", why=row["why_not"], title=row["title"], much=shown,
                        beside=titles.get(row["beside"], "")))  # fmt: skip
    tagged = found.variables.filter("used", pl.col("in_rule").list.len() > 0)["title"].to_list()
    if tagged:
        said.append(say("typology-in-rule", titles="; ".join(tagged)))
    if found.left_out:
        rows = found.places.filter(pl.col("area").is_in(found.left_out))
        who = names_of(rows["name"].to_list(), rows["area"].to_list())
        number = len(found.left_out)
        said.append(say("typology-left-out", number=number, text=plain(number, 0), areas=who))
    return said


def kind_rows(found: Typology, names: Mapping[str, Named], level: int = 1) -> Rows:
    """One row for each kind: its name, size, people, and how stable it is."""
    heads = [say(f"typology-{name}-heading") for name in
             ("kind", "name", "areas", "share", "people", "overlap", "standing")]  # fmt: skip
    rows = []
    for row in found.kinds.filter(level=level).iter_rows(named=True):
        standing = say("typology-standing", standing=(row["standing"] or NONE).replace(" ", "-"))
        overlap = "–" if row["jaccard"] is None else plain(row["jaccard"], 2)
        size = (plain(row["areas"], 0), percent(row["share"]), plain(row["people"], 0))
        rows.append((row["kind"], names[row["kind"]].name, *size, overlap, standing))
    right = (False, False, True, True, True, True, False)
    return Rows(tuple(heads), tuple(rows), right)


def profile_rows(found: Typology) -> Rows:
    """One row for each variable: its figure in each kind, on the list, elsewhere."""
    kinds = found.kinds.filter(level=1)["kind"].to_list()
    beside = {"listed": say("typology-listed-heading"), "whole": capital(whole_of(found.results))}
    if found.others:
        beside = {**beside, "others": called(found.results, found.others)}
    heads = [say("typology-figure-heading")]
    heads += [say("typology-kind-number", kind=kind) for kind in kinds] + [*beside.values()]
    rows = []
    for name, about in measured(found.results.manifest).items():
        own = found.profile.filter(variable=name, level=1)
        unit = "%" if about.shown_unit == "%" else ""
        cells = [figure(value, about.digits, unit) for value in own["value"]]
        cells += [figure(own[column][0], about.digits, unit) for column in beside]
        # A unit of several words would stretch each column.
        said = unit or not about.unit or about.unit in about.title
        rows.append((about.title if said else f"{about.title} ({about.unit})", *cells))
    return Rows(tuple(heads), tuple(rows), tuple(at > 0 for at in range(len(heads))))


def kind_in_words(found: Typology, one: Named) -> list[str]:
    """A kind: why it is called so, its portrait, its members, and who is carried to it.

    Of what a kind was split into no members are named: distances are to the middle of the whole.
    """
    said = [one.rule, *one.portrait]
    own = found.places.filter("listed", kind=one.kind).sort("distance", "area")
    ends = [own.head(MEMBERS), own.tail(MEMBERS)[::-1]]
    if own.height >= 2 * MEMBERS:
        most, least = (names_of(end["name"].to_list(), end["area"].to_list()) for end in ends)
        said.append(say("typology-members", most=most, least=least))
    carried = found.places.filter(~pl.col("listed"), kind=one.kind)
    if carried.height:
        said.append(say("typology-carried", number=carried.height, text=plain(carried.height, 0),
                        group=called(found.results, found.others).strip("“”"),
                        beyond=plain(carried.filter("beyond").height, 0)))  # fmt: skip
    return said


def place_in_words(found: Typology, names: Mapping[str, Named], code: str) -> str:
    """The kind of one place, how typical it is, and the second-best.

    Args:
        found: The typology.
        names: Its kinds in words.
        code: Code of an area that the study judges.
    """
    rows = found.places.filter(area=code)
    whole = found.results.areas.filter(area=code).row(0, named=True)
    told = {"name": whole["name"], "area": code}
    if rows.is_empty():
        group = called(found.results, found.others).strip("“”")
        carried = "yes" if found.others else "no"
        return say("typology-place-outside", carried=carried, group=group, **told)
    row = rows.row(0, named=True)
    if row["kind"] is None:
        return say("typology-place-lacks", **told)
    if found.number == 1:
        return say("typology-place-only", **told)
    kind = {"kind": row["kind"], "title": names[row["kind"]].name, "second": row["second"]}
    if not row["listed"]:
        beyond = "yes" if row["beyond"] else "no"
        return say("typology-place-carried", beyond=beyond, **kind, **told)
    return say("typology-place", typical=percent(row["typical"], 0), **kind, **told)


def similar_rows(found: Typology, code: str) -> Rows:
    """The places anywhere that are most like one place, what they share, where they differ."""
    titles = _titles(found)
    heads = [say(f"typology-similar-{name}") for name in
             ("order", "name", "listed", "shares", "differs")]  # fmt: skip
    rows = []
    for row in found.similar.filter(area=code).head(SHOWN).iter_rows(named=True):
        alike = "; ".join(titles[name] for name in row["alike"])
        rows.append((
            str(row["order"]), names_of([row["name"]], [row["similar"]]),
            "✓" if row["listed"] else "–", alike, titles.get(row["apart"], "–"),
        ))  # fmt: skip
    return Rows(tuple(heads), tuple(rows), (True, False, False, False, False))


def since_rows(found: Typology, names: Mapping[str, Named], before: Mapping[str, Named]) -> Rows:
    """People by kind in an earlier study and now.

    Args:
        found: A typology with an earlier one.
        names: Its kinds in words.
        before: Those of the earlier one.
    """
    earlier = "" if found.since is None else found.since.study.title
    heads = [say("typology-before", study=earlier), say("typology-now"),
             say("typology-people-heading"), say("typology-of-before")]  # fmt: skip

    def called_by(kind: str, words: Mapping[str, Named]) -> str:
        if kind in (NOT_LISTED, LACKS):
            return say("typology-no-kind", why=kind.replace(" ", "-"))
        return say("typology-kind", kind=kind, name=words[kind].name)

    rows = [
        (called_by(row["before"], before), called_by(row["after"], names),
         plain(row["people"], 0),
         "–" if row["before"] == NOT_LISTED else percent(row["share"]))
        for row in found.transitions.iter_rows(named=True)
    ]  # fmt: skip
    return Rows(tuple(heads), tuple(rows), (False, False, True, True))


def choice_rows(found: Typology) -> Rows:
    """One row for each number of kinds that was tried: what was found of it."""
    columns = ("silhouette", "gap", "excess", "rand", "evenness")
    heads = [say("typology-number-heading")]
    heads += [say("typology-panel", panel=name) for name in columns]
    heads += [say("typology-overlap-heading"), say("typology-borne-heading")]
    rows = [
        (
            plain(row["k"], 0),
            *(figure(row[name], 2) for name in (*columns, "jaccard")),
            "–" if row["why_not"] or row["k"] == 1 else "✓",
        )
        for row in found.choice.iter_rows(named=True)
    ]
    return Rows(tuple(heads), tuple(rows), (True, *(True for _ in columns), True, False))


def all_tried(found: Typology) -> str:
    """Every number of kinds that was tried, for those who cannot see the picture."""
    rows = found.choice.filter(pl.col("k") > 1)
    return " ".join(_each(found, row) for row in rows.iter_rows(named=True))


def away(found: Typology, variable: str) -> str:
    """How far each kind is from the list on a variable."""
    own = found.profile.filter(variable=variable, level=1)
    kinds = [
        say("typology-profile-kind", kind=kind, away=signed(difference))
        for kind, difference in own.select("kind", "difference").drop_nulls().iter_rows()
    ]
    return listed(f"{_titles(found)[variable]}:", kinds, ", ").removesuffix(".")


def _titles(found: Typology) -> dict[str, str]:
    return dict(found.variables.select("variable", "title").iter_rows())
